/** How a customer stands, on one card. */
import type { CustomerFacts, ReservationFacts, SubscriptionFacts } from '../../domain/answers.js';
import type { Customer, SupportRequest } from '../../domain/model.js';
import { requestKind } from '../../domain/model.js';
import { dayOf } from '../../domain/term.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { barView } from './bar.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import {
  offerName,
  productWhere,
  reservationStateName,
  segmentName,
  subscriptionStateName,
} from './names.js';

/** Where "Microsoft Azure Management Portal" on a customer's row in Partner Center leads; the customer's domain follows. */
const AZURE_PORTAL = 'https://portal.azure.com/';
/** Rows shown of each list. */
const MOST_ROWS = 6;

type Row = { readonly name: string; readonly facts: string; readonly hasFacts: boolean };

/** Market, agreement, subscriptions, reservations, permission, refund limit (USD) and open requests, with what can be begun and the way to the Azure portal. */
export function customerCard(words: Words, facts: CustomerFacts): Card {
  const { customer, cap } = facts;
  const capText = words.t('customer.facts.capUsed', {
    used: words.money(cap.usedUsd, 'USD'),
    cap: words.money(cap.capUsd, 'USD'),
  });
  return renderCard(
    'customer',
    '',
    {
      title: words.t('customer.facts.heading'),
      name: short(customer.name),
      context: short(customer.domain),
      rows: profileRows(words, facts),
      isBlocked: facts.soldInMarket === false,
      blocked: words.t('customer.facts.countryBlocked', { country: countryOf(words, customer) }),
      heads: {
        subscriptions: words.t('customer.facts.subscriptions'),
        reservations: words.t('customer.facts.reservations'),
        cap: words.t('customer.facts.cap'),
        requests: words.t('customer.facts.requests'),
      },
      subscriptions: rows(words, facts.subscriptions, subscriptionRow, 'noSubscriptions'),
      reservations: reservationRows(words, facts.reservations),
      cap: {
        text: capText,
        bar: barView(
          [
            { meaning: 'taken', size: cap.usedUsd },
            { meaning: 'free', size: cap.leftUsd },
          ],
          capText,
        ),
      },
      requests: rows(words, facts.openRequests, requestRow, 'noRequests'),
      hasRequests: facts.openRequests.length > 0,
      jobs: jobTitles(words),
      mayCorrectCountry: facts.mayCorrectCountry,
      openSubscriptions: words.t('customer.facts.subscriptionsButton'),
      customerId: customer.id,
      portal: words.t('customer.facts.portal'),
      portalUrl: portalUrl(customer),
    },
    { lang: words.locale },
  );
}

/** The customer's record in the Azure portal; the portal itself where the book has no well-formed domain. */
function portalUrl({ domain }: Customer): string {
  return /^[\w-]+(\.[\w-]+)+$/.test(domain) ? `${AZURE_PORTAL}${encodeURIComponent(domain)}` : AZURE_PORTAL;
}

function profileRows(words: Words, { customer }: CustomerFacts): View[] {
  const t = (key: string) => words.t(`customer.facts.${key}`);
  const { agreement } = customer;
  return [
    { label: t('country'), value: countryOf(words, customer) },
    { label: t('segment'), value: segmentName(words, customer.segment) },
    { label: t('currency'), value: customer.currency },
    {
      label: t('agreement'),
      value: agreement
        ? words.t('customer.facts.agreementSigned', { date: words.day(agreement.date) })
        : t('agreementMissing'),
    },
    { label: t('permission'), value: t(customer.permission.on ? 'permissionOn' : 'permissionOff') },
  ];
}

function countryOf(words: Words, { country }: Customer): string {
  return country ? words.country(country) : words.t('customer.facts.countryUnknown');
}

function subscriptionRow(words: Words, { subscription, usable }: SubscriptionFacts): Row {
  return {
    name: short(subscription.name, LONGEST_NAME),
    facts: words.t(usable ? 'customer.facts.subscriptionFacts' : 'customer.facts.notCounted', {
      offer: short(offerName(words, subscription), LONGEST_NAME),
      state: subscriptionStateName(words, subscription.state),
    }),
    hasFacts: true,
  };
}

/** How many there are in each state, and which active one is the next to expire. */
function reservationRows(words: Words, reservations: readonly ReservationFacts[]): Row[] {
  if (reservations.length === 0)
    return [{ name: words.t('customer.facts.noReservations'), facts: '', hasFacts: false }];
  const states = [...new Set(reservations.map(({ state }) => state))];
  const counts = states.map((state) => ({
    name: reservationStateName(words, state),
    facts: words.number(reservations.filter((each) => each.state === state).length),
    hasFacts: true,
  }));
  const [soonest] = reservations
    .filter(({ state }) => state === 'active')
    .toSorted((a, b) => a.daysLeft - b.daysLeft);
  return soonest ? [...counts, soonestRow(words, soonest)] : counts;
}

function soonestRow(words: Words, { reservation, daysLeft }: ReservationFacts): Row {
  return {
    name: words.t('customer.facts.soonest', {
      product: short(reservation.product.name, LONGEST_NAME),
      where: productWhere(words, reservation.product),
    }),
    facts: words.t('customer.facts.soonestFacts', { date: words.day(reservation.endsOn), days: daysLeft }),
    hasFacts: true,
  };
}

function requestRow(words: Words, request: SupportRequest): Row {
  return {
    name: clean(request.number),
    facts: words.t('customer.facts.request', {
      kind: requestKind(request),
      date: words.day(dayOf(request.at)),
    }),
    hasFacts: true,
  };
}

/** The first of a list as rows, then how many more there are; one row in words where there is nothing. */
function rows<T>(
  words: Words,
  items: readonly T[],
  row: (words: Words, item: T) => Row,
  none: 'noSubscriptions' | 'noRequests',
): Row[] {
  if (items.length === 0) return [{ name: words.t(`customer.facts.${none}`), facts: '', hasFacts: false }];
  const more = items.length - MOST_ROWS;
  return [
    ...items.slice(0, MOST_ROWS).map((item) => row(words, item)),
    ...(more > 0
      ? [{ name: words.t('customer.facts.more', { count: more }), facts: '', hasFacts: false }]
      : []),
  ];
}
