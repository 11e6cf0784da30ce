/**
 * A support request as it is filed (rules section 4): the contact preferences that it is filed with, and the card that
 * says it was filed, with the text with which it is placed in the portal.
 */
import type { RequestFiled } from '../../domain/answers.js';
import type { ContactPreferences, SupportRequest } from '../../domain/model.js';
import { topicNames } from '../../domain/policy/support-topics.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, type Field, field } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import { partOf, portalFormText } from './portal-form.js';
import { amountsView } from './request-amounts.js';

/** Where a support request is made; a constant, as every link of a card. */
export const NEW_SUPPORT_REQUEST =
  'https://portal.azure.com/#blade/Microsoft_Azure_Support/HelpAndSupportBlade/newsupportrequest';

type Labelled = Field & { readonly label: string };
type Row = { readonly label: string; readonly value: string };

type ContactView = {
  readonly heading: string;
  readonly name: Labelled;
  readonly email: Labelled;
  readonly phone: Labelled;
  readonly method: Labelled;
  readonly byEmail: string;
  readonly byPhone: string;
};

/** The inputs `contactName`, `contactEmail`, `contactPhone` and `contactMethod`, as both quotes ask for them. */
export function contactView(words: Words, ask: Ask | undefined): ContactView {
  const t = (key: string) => words.t(`refund.contact.${key}`);
  return {
    heading: t('heading'),
    name: { ...field(ask, 'contactName'), label: t('name') },
    email: { ...field(ask, 'contactEmail'), label: t('email') },
    phone: { ...field(ask, 'contactPhone'), label: t('phone') },
    method: { ...field(ask, 'contactMethod', 'email'), label: t('method') },
    byEmail: t('byEmail'),
    byPhone: t('byPhone'),
  };
}

/** The card of a filed request: its number, what it comes to, and what Support needs to know (rules section 4). */
export function requestFiledCard(words: Words, filed: RequestFiled): Card {
  const { request } = filed;
  const t = (key: string) => words.t(`refund.filed.${key}`);
  const placed = request.placement.state === 'placed';
  const placedAs = clean(request.placement.number ?? '');
  const count = filed.reservations.length;
  const title = t('title');
  const view = {
    title,
    context: clean(filed.customerName),
    number: clean(request.number),
    kindLine: words.t('refund.filed.filedAt', {
      kind: request.quote
        ? words.t(`refund.filed.${request.quote.kind}`, { count })
        : words.t('request.kind.support'),
      moment: words.moment(request.at),
      name: clean(request.by.name),
    }),
    ...amountsView(words, request),
    subject: clean(request.matter?.subject ?? ''),
    hasSubject: request.matter !== undefined,
    placed: {
      style: placed ? 'good' : 'warning',
      text: t(placed ? (placedAs === '' ? 'placed' : 'placedAs') : 'recorded'),
      numbered: placed && placedAs !== '',
      number: placedAs,
    },
    support: { heading: t('support'), rows: supportRows(words, request) },
    reservations: filed.reservations.map((reservation) => {
      const { quantity, reservationId } = partOf(filed, reservation);
      return {
        product: words.t('reservation.product', {
          quantity,
          name: short(reservation.product.name, LONGEST_NAME),
        }),
        ids: [
          { label: t('reservationId'), value: clean(reservationId) },
          { label: t('orderId'), value: clean(reservation.orderId) },
        ],
      };
    }),
    paste: {
      shown: !placed,
      heading: t('paste'),
      note: words.t('support.form.note'),
      lines: portalFormText(filed).map((text) => ({ text })),
    },
    link: t('link'),
    url: NEW_SUPPORT_REQUEST,
    markPlaced: t('markPlaced'),
    all: t('all'),
    activity: jobTitles(words).activity,
    requests: t('requests'),
    customerId: filed.customerId,
    copy: words.t('desk.job.copy'),
    what: `request/${filed.request.number}`,
    requestNumber: request.number,
  };
  return renderCard('request-filed', '', view, { lang: words.locale, speak: `${title}: ${view.number}` });
}

function supportRows(words: Words, request: SupportRequest): Row[] {
  return [
    ...topicRows(words, request),
    { label: words.t('refund.filed.contact'), value: contactLine(words, request.contact) },
  ];
}

/** Under which headings of the portal a request is made: of a refund or an exchange always the same (rules section 4). */
export function topicRows(words: Words, { matter }: SupportRequest): Row[] {
  const names = matter && topicNames(matter);
  return ['issueType', 'problemType', 'category'].map((key, i) => ({
    label: words.t(`refund.filed.${key}`),
    value: names?.[i] ?? words.t(`refund.filed.${key}Value`),
  }));
}

/** Whom Support reaches, and how, in one line. */
function contactLine(words: Words, { name, email, phone, method }: ContactPreferences): string {
  return words.t(phone ? 'refund.filed.contactWithPhone' : 'refund.filed.contactByEmail', {
    name: clean(name),
    email: clean(email),
    phone: clean(phone ?? ''),
    method: words.t(method === 'email' ? 'refund.filed.byEmail' : 'refund.filed.byPhone'),
  });
}
