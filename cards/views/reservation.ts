/** The page of a reservation (rules section 3): overview, utilization, configuration, renewal, properties, and what can be begun from each. */
import type { ReservationPage } from '../../domain/answers.js';
import { renewalTriedUntil } from '../../domain/policy/renewal.js';
import { dayOf } from '../../domain/term.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { refusalOf, rolesOf } from './history-words.js';
import { type Job, jobTitles } from './jobs.js';
import { billingName, productWhere, reservationStateName, scopeName, typeName } from './names.js';
import { utilizationView } from './utilization.js';

type Row = { readonly label: string; readonly value: string };
type Section = 'overview' | 'configuration' | 'renewal' | 'page';

/** The buttons of the page by section, each with the job that it begins for this reservation; one more is one more line. */
const BUTTONS: readonly {
  readonly section: Section;
  readonly job: Job;
  readonly shown: (page: ReservationPage) => boolean;
}[] = [
  { section: 'overview', job: 'refund', shown: ({ returnable }) => returnable },
  { section: 'overview', job: 'exchange', shown: ({ returnable }) => returnable },
  { section: 'overview', job: 'compare', shown: ({ returnable }) => returnable },
  { section: 'configuration', job: 'configure', shown: ({ configurable }) => configurable },
  { section: 'renewal', job: 'renew', shown: ({ renewable }) => renewable },
  { section: 'page', job: 'access', shown: () => true },
  { section: 'page', job: 'support', shown: () => true },
  { section: 'page', job: 'reservations', shown: () => true },
];

/** What can be begun from the page, by button or by its word: it is for this reservation then. */
export const PAGE_JOBS: readonly Job[] = BUTTONS.map(({ job }) => job);

/** A reservation's own resource in the Azure portal, under the directory of the customer. */
const AZURE_PORTAL = 'https://portal.azure.com/';

/** The card of a reservation; amounts in its currency, percents of its use. */
export function reservationCard(words: Words, page: ReservationPage, ask: Ask): Card {
  const { reservation, state, returnable } = page;
  const t = (key: string) => words.t(`reservation.one.${key}`);
  const product = words.t('reservation.product', {
    quantity: reservation.quantity,
    name: short(reservation.product.name),
  });
  const view = {
    title: t('title'),
    context: short(page.customerName),
    product,
    where: `${typeName(words, reservation.product.type)} · ${productWhere(words, reservation.product)}`,
    overview: { rows: overview(words, page), ...buttons(words, page, 'overview') },
    hasWhyNot: !returnable,
    whyNot: t(`whyNot.${state}`),
    use: utilizationView(words, page.use),
    configuration: { ...configuration(words, page), ...buttons(words, page, 'configuration') },
    renewal: {
      heading: words.t('page.renewal.heading'),
      lines: renewalLines(words, page),
      ...buttons(words, page, 'renewal'),
    },
    properties: {
      heading: t('properties'),
      note: t('propertiesNote'),
      rows: [
        { label: t('reservationId'), value: clean(reservation.id) },
        { label: t('orderId'), value: clean(reservation.orderId) },
        { label: t('orderNumber'), value: clean(reservation.orderNumber) },
        // What was not bought at this desk may have none here.
      ].filter(({ value }) => value !== ''),
      portal: words.t('page.portal'),
      portalUrl: portalUrl(page),
    },
    page: buttons(words, page, 'page'),
    close: words.t('page.close'),
    customerId: page.customerId,
  };
  return renderCard('reservation', ask.cardId, view, {
    lang: words.locale,
    speak: `${t('title')}: ${product}`,
  });
}

function buttons(words: Words, page: ReservationPage, section: Section): View {
  const titles = { ...jobTitles(words), reservations: words.t('reservation.one.all') };
  const shown = BUTTONS.filter((button) => button.section === section && button.shown(page));
  return {
    hasButtons: shown.length > 0,
    buttons: shown.map(({ job }) => ({
      job,
      title: titles[job],
      // The list is of all of them.
      reservationId: job === 'reservations' ? '' : page.reservation.id,
    })),
  };
}

/** Rows without a value (no reseller, no open request) are left out. */
function overview(words: Words, page: ReservationPage): Row[] {
  const { reservation, state } = page;
  const t = (key: string) => words.t(`reservation.one.${key}`);
  const money = (amount: string) => words.money(amount, reservation.currency);
  return [
    { label: t('state'), value: reservationStateName(words, state) },
    { label: t('request'), value: clean(reservation.requestNumber ?? '') },
    { label: words.t('page.starts'), value: state === 'upcoming' ? words.day(reservation.startsOn) : '' },
    { label: t('ends'), value: endsText(words, page) },
    { label: t('bought'), value: boughtText(words, page) },
    { label: t('price'), value: money(page.price) },
    { label: t('billing'), value: billingName(words, reservation.billing) },
    ...payments(words, page),
    { label: t('reseller'), value: short(page.resellerName ?? '') },
  ].filter(({ value }) => value !== '');
}

function endsText(words: Words, { reservation, daysLeft }: ReservationPage): string {
  const day = words.day(reservation.endsOn);
  return daysLeft > 0
    ? words.t('reservation.one.endsIn', { day, days: daysLeft })
    : words.t('reservation.one.ended', { day });
}

/** When it was ordered and by whom, as the book had the user then; what the customer bought itself is said to be so. */
function boughtText(words: Words, { reservation, bought }: ReservationPage): string {
  const day = words.day(dayOf(bought.at));
  const customer = short(reservation.boughtByCustomer ?? '');
  if (customer !== '') return words.t('reservation.one.boughtByCustomer', { day, name: customer });
  const { by } = bought;
  return by
    ? words.t('page.boughtBy', { day, name: short(by.name), roles: rolesOf(words, by) })
    : words.t('reservation.one.boughtByPartner', { day });
}

/** What is paid, and what is to come with the next payment; one-time and paid there is nothing to tell apart. */
function payments(words: Words, { reservation, payments: known }: ReservationPage): Row[] {
  if (!known) return [];
  const money = (amount: string) => words.money(amount, reservation.currency);
  const { paid, toCome, next } = known;
  return [
    { label: words.t('page.paid'), value: money(paid) },
    {
      label: words.t('page.toCome'),
      value: next
        ? words.t('page.toComeNext', {
            amount: money(toCome),
            next: money(next.amount),
            day: words.day(next.due),
          })
        : '',
    },
  ];
}

/** Scope and subscription; who changed them last, and whether Partner Center has it. */
function configuration(words: Words, { reservation, subscriptionName }: ReservationPage): View {
  const { configured } = reservation;
  return {
    heading: words.t('page.configuration.heading'),
    rows: [
      { label: words.t('reservation.one.scope'), value: scopeName(words, reservation.scope) },
      { label: words.t('reservation.one.subscription'), value: short(subscriptionName) },
    ],
    hasNote: configured !== undefined,
    note: configured
      ? words.t('page.configuration.changed', {
          moment: words.moment(configured.at),
          name: short(configured.by.name, LONGEST_NAME),
          placement: configured.placement.state,
        })
      : '',
  };
}

type Line = { readonly text: string; readonly color: string; readonly subtle: boolean };

/** What it renews and is renewed with; whether that is automatic; why the desk could not; from when it can be done. */
function renewalLines(words: Words, page: ReservationPage): Line[] {
  const { reservation, renews, renewedBy, renewalRefused, renewableFrom, state } = page;
  const { endsOn } = reservation;
  const line = (text: string, color = 'default', subtle = false): Line => ({ text, color, subtle });
  const known = {
    number: short(renewedBy?.orderNumber ?? ''),
    day: words.day(renewedBy?.startsOn ?? endsOn),
  };
  const why = renewalRefused && refusalOf(words, renewalRefused);
  return [
    ...(renews ? [line(words.t('page.renewal.renews', { number: short(renews.orderNumber) }))] : []),
    ...(renewedBy ? [line(words.t('page.renewal.renewed', known), 'good')] : []),
    ...(renewedBy ? [] : [line(automaticText(words, reservation, state))]),
    ...(renewalRefused && why
      ? [
          line(
            words.t('page.renewal.refused', {
              moment: words.moment(renewalRefused.at),
              title: why.title,
              text: short(why.text, 300),
            }),
            'attention',
          ),
        ]
      : []),
    ...(page.renewable && state === 'active'
      ? [line(words.t('page.renewal.from', { day: words.day(renewableFrom) }), 'default', true)]
      : []),
  ];
}

/** Off; on, with the day on which it is ordered; or, where that could not be done, until when it is tried. */
function automaticText(
  words: Words,
  reservation: ReservationPage['reservation'],
  state: ReservationPage['state'],
): string {
  const { automaticRenewal: automatic, endsOn } = reservation;
  if (!automatic) return words.t('page.renewal.off');
  const name = short(automatic.by.name, LONGEST_NAME);
  return state === 'expired'
    ? words.t('page.renewal.late', { day: words.day(renewalTriedUntil(reservation)), name })
    : words.t('page.renewal.on', { day: words.day(endsOn), name });
}

/** Of the reservation itself; without a well-formed domain in the directory of whoever opens it. */
function portalUrl({ domain, reservation }: ReservationPage): string {
  const directory = /^[\w-]+(\.[\w-]+)+$/.test(domain) ? `@${encodeURIComponent(domain)}/` : '';
  const [order, id] = [reservation.orderId, reservation.id].map(encodeURIComponent);
  return `${AZURE_PORTAL}#${directory}resource/providers/Microsoft.Capacity/reservationOrders/${order}/reservations/${id}/overview`;
}
