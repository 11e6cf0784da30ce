/**
 * The portal's form for a support request, field by field, as text to paste. Always in English, whatever the user
 * speaks: so is the form, and so is Microsoft's support.
 */
import type { RequestFiled } from '../../domain/answers.js';
import {
  type ContactPreferences,
  type ExchangePurchase,
  type Reservation,
  requestKind,
} from '../../domain/model.js';
import { RETURN_TOPIC, topicNames } from '../../domain/policy/support-topics.js';
import { clean, cleanLines, short } from '../plain.js';
import { wordsFor } from '../words.js';
import { LONGEST_NAME } from './choices.js';
import { billingName, productWhere, scopeName } from './names.js';
import { amounts } from './request-amounts.js';

const ENGLISH = wordsFor('en-US');

type Line = readonly [label: string, value: string];

/** Every field of the form on a line of its own, "Issue type: Billing"; lines without a value are left out. */
export function portalFormText(filed: RequestFiled): string[] {
  const { request } = filed;
  const [issueType = '', problemType = '', category = ''] = topicNames(request.matter ?? RETURN_TOPIC);
  const severity = ENGLISH.t(`support.form.level.${request.matter?.severity ?? 'C'}`);
  const lines: Line[] = [
    ['issueType', issueType],
    ['problemType', problemType],
    ['category', category],
    ['severity', severity],
    ['subject', subjectOf(filed)],
    ['description', descriptionOf(filed)],
    ['customer', clean(filed.customerName)],
    ['subscription', clean(filed.subscription?.name ?? '')],
    ['subscriptionId', clean(filed.subscription?.id ?? '')],
    ...filed.reservations.flatMap((reservation) => reservationLines(filed, reservation)),
    ...(request.quote?.kind === 'exchange' ? request.quote.purchases : []).map(purchaseLine),
    ...totalLines(filed),
    ['ourNumber', clean(request.number)],
    ...contactLines(request.contact),
  ];
  return lines
    .filter(([, value]) => value !== '')
    .map(([label, value]) =>
      ENGLISH.t('refund.paste.line', { label: ENGLISH.t(`support.form.${label}`), value }),
    )
    .flatMap((line) => line.split('\n'))
    .filter((line) => line !== '');
}

function subjectOf({ request, customerName, reservations }: RequestFiled): string {
  if (request.matter) return clean(request.matter.subject);
  return ENGLISH.t('request.one.summaryText', {
    kind: requestKind(request),
    count: reservations.length,
    customer: short(customerName),
    number: clean(request.number),
  });
}

function descriptionOf({ request, reservations }: RequestFiled): string {
  if (request.matter) return cleanLines(request.matter.description);
  return ENGLISH.t(`refund.paste.${request.quote.kind}`, { count: reservations.length });
}

/** What is returned of a reservation, or that it is what the request is about; with the three numbers that Support asks for. */
function reservationLines(filed: RequestFiled, reservation: Reservation): Line[] {
  const name = short(reservation.product.name, LONGEST_NAME);
  const { reservationId, ...counts } = partOf(filed, reservation);
  const part = ENGLISH.t('refund.paste.part', counts);
  return [
    filed.request.matter
      ? ['reservation', ENGLISH.t('request.one.product', { quantity: reservation.quantity, name })]
      : ['toReturn', ENGLISH.t('support.form.returned', { part, name })],
    ['reservationId', clean(reservationId)],
    ['reservationOrderId', clean(reservation.orderId)],
    ['orderNumber', clean(reservation.orderNumber)],
  ];
}

function purchaseLine(purchase: ExchangePurchase): Line {
  const value = ENGLISH.t('support.form.bought', {
    quantity: purchase.quantity,
    name: short(purchase.product.name),
    where: productWhere(ENGLISH, purchase.product),
    billing: billingName(ENGLISH, purchase.billing),
    scope: scopeName(ENGLISH, purchase.scope),
  });
  return ['toBuy', value];
}

function totalLines({ request }: RequestFiled): Line[] {
  if (!request.quote) return [];
  const { total } = amounts(ENGLISH, request.quote);
  return [[request.quote.kind === 'refund' ? 'refundExpected' : 'netToPay', total.amount]];
}

function contactLines({ name, email, phone, method }: ContactPreferences): Line[] {
  return [
    ['contactName', clean(name)],
    ['contactEmail', clean(email)],
    ['contactPhone', clean(phone ?? '')],
    ['contactMethod', ENGLISH.t(method === 'email' ? 'support.form.byEmail' : 'support.form.byPhone')],
  ];
}

/**
 * How many of which reservation are returned, and of how many it had: as quoted. A part becomes a reservation of its
 * own here (rules section 3), but Support knows the one that it is taken out of.
 */
export function partOf(
  { request: { quote, reservationIds } }: RequestFiled,
  reservation: Reservation,
): { quantity: number; of: number; reservationId: string } {
  const returned =
    quote?.kind === 'refund'
      ? [{ reservationId: quote.reservationId, ...quote.figures }]
      : (quote?.returns ?? []).map(({ reservationId, quantity, ofQuantity }) => ({
          reservationId,
          quantity,
          ofQuantity,
        }));
  // They were taken out in the order in which they were quoted.
  const part = returned[reservationIds.indexOf(reservation.id)];
  return part
    ? { quantity: part.quantity, of: part.ofQuantity, reservationId: part.reservationId }
    : { quantity: reservation.quantity, of: reservation.quantity, reservationId: reservation.id };
}
