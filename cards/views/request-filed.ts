/**
 * A refund or an exchange as a support request (rules section 4): the contact preferences that it is filed with,
 * the card that says it was filed, and the text with which it is placed in the portal.
 */
import type { RequestFiled } from '../../domain/answers.js';
import type { ContactPreferences, ExchangeQuote, RefundQuote, Reservation } from '../../domain/model.js';
import { compare } from '../../domain/money.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, type Field, field } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import { billingName, productWhere, scopeName } from './names.js';

/** Where a support request is made; a constant, as every link of a card. */
export const NEW_SUPPORT_REQUEST =
  'https://portal.azure.com/#blade/Microsoft_Azure_Support/HelpAndSupportBlade/newsupportrequest';

type Labelled = Field & { readonly label: string };
type Row = { readonly label: string; readonly value: string };
type Money = { readonly label: string; readonly amount: string };

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
      kind: words.t(`refund.filed.${request.quote.kind}`, { count }),
      moment: words.moment(request.at),
      name: clean(request.by.name),
    }),
    ...amounts(words, request.quote),
    placed: {
      style: placed ? 'good' : 'warning',
      text: t(placed ? (placedAs === '' ? 'placed' : 'placedAs') : 'recorded'),
      numbered: placed && placedAs !== '',
      number: placedAs,
    },
    support: { heading: t('support'), rows: supportRows(words, request.contact) },
    reservations: filed.reservations.map((reservation) => ({
      product: words.t('reservation.product', {
        quantity: partOf(filed, reservation).quantity,
        name: short(reservation.product.name, LONGEST_NAME),
      }),
      ids: [
        { label: t('reservationId'), value: clean(reservation.id) },
        { label: t('orderId'), value: clean(reservation.orderId) },
      ],
    })),
    paste: {
      shown: !placed,
      heading: t('paste'),
      lines: requestPasteText(words, filed)
        .split('\n')
        .map((text) => ({ text })),
    },
    link: t('link'),
    url: NEW_SUPPORT_REQUEST,
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

/** What is pasted into the support request: everything that Support asks for, one fact a line (rules section 4). */
export function requestPasteText(words: Words, filed: RequestFiled): string {
  const { request, reservations } = filed;
  const line = (label: string, value: string) => words.t('refund.paste.line', { label, value });
  return [
    words.t(`refund.paste.${request.quote.kind}`, { count: reservations.length }),
    line(words.t('refund.paste.customer'), clean(filed.customerName)),
    line(words.t('refund.paste.ourNumber'), clean(request.number)),
    ...topic(words).map(({ label, value }) => line(label, value)),
    ...detailLines(words, filed),
    line(words.t('refund.filed.contact'), contactLine(words, request.contact)),
  ].join('\n');
}

/** What is returned with both IDs, what is bought, and what it comes to, a line each. */
export function detailLines(words: Words, filed: RequestFiled): string[] {
  const { quote } = filed.request;
  const { total } = amounts(words, quote);
  return [
    ...filed.reservations.flatMap((reservation) => {
      const { quantity, of } = partOf(filed, reservation);
      return [
        words.t('refund.paste.returned', {
          part: words.t('refund.paste.part', { quantity, of }),
          name: short(reservation.product.name, LONGEST_NAME),
        }),
        words.t('refund.paste.ids', { id: clean(reservation.id), order: clean(reservation.orderId) }),
      ];
    }),
    ...(quote.kind === 'exchange' ? quote.purchases : []).map((purchase) =>
      words.t('refund.paste.buy', {
        quantity: purchase.quantity,
        name: short(purchase.product.name),
        where: productWhere(words, purchase.product),
        billing: billingName(words, purchase.billing),
        scope: scopeName(words, purchase.scope),
      }),
    ),
    words.t('refund.paste.line', { label: total.label, value: total.amount }),
  ];
}

/** What a request comes to, and the amounts beside that. */
export function amounts(
  words: Words,
  quote: RefundQuote | ExchangeQuote,
): { total: Money; amounts: Money[] } {
  const t = (key: string) => words.t(`refund.filed.${key}`);
  if (quote.kind === 'exchange') {
    const money = (amount: string) => words.money(amount, quote.currency);
    return {
      total: { label: t('netToPay'), amount: money(quote.netToPay) },
      amounts: [
        { label: t('returned'), amount: money(quote.returnedValue) },
        { label: t('commitment'), amount: money(quote.newCommitment) },
      ],
    };
  }
  const { figures } = quote;
  const above = (key: string, amount: string) =>
    compare(amount, '0') > 0 ? [{ label: t(key), amount: words.money(amount, figures.currency) }] : [];
  return {
    total: { label: t('payable'), amount: words.money(figures.payable, figures.currency) },
    amounts: [...above('fallsAway', figures.fallsAway), ...above('noLongerOwed', figures.noLongerOwed)],
  };
}

/** Under which headings of the portal a request is made: always the same (rules section 4). */
export function topic(words: Words): Row[] {
  return ['issueType', 'problemType', 'category'].map((key) => ({
    label: words.t(`refund.filed.${key}`),
    value: words.t(`refund.filed.${key}Value`),
  }));
}

function supportRows(words: Words, contact: ContactPreferences): Row[] {
  return [...topic(words), { label: words.t('refund.filed.contact'), value: contactLine(words, contact) }];
}

/** Whom Support reaches, and how, in one line. */
export function contactLine(words: Words, { name, email, phone, method }: ContactPreferences): string {
  return words.t(phone ? 'refund.filed.contactWithPhone' : 'refund.filed.contactByEmail', {
    name: clean(name),
    email: clean(email),
    phone: clean(phone ?? ''),
    method: words.t(method === 'email' ? 'refund.filed.byEmail' : 'refund.filed.byPhone'),
  });
}

/**
 * How many of a reservation are returned, and of how many: as quoted while the reservation still has its whole
 * quantity; a part that has become a reservation of its own (rules section 3) is returned whole.
 */
function partOf({ request }: RequestFiled, reservation: Reservation): { quantity: number; of: number } {
  const { quote } = request;
  const returned =
    quote.kind === 'refund'
      ? [{ reservationId: quote.reservationId, ...quote.figures }]
      : quote.returns.map(({ reservationId, quantity, ofQuantity }) => ({
          reservationId,
          quantity,
          ofQuantity,
        }));
  const part = returned.find(({ reservationId }) => reservationId === reservation.id);
  return part?.ofQuantity === reservation.quantity
    ? { quantity: part.quantity, of: part.ofQuantity }
    : { quantity: reservation.quantity, of: reservation.quantity };
}
