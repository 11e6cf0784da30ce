/** What expires as a table, for a file: one line for each reservation, names in full, ids beside them. */
import type { ReservationFacts } from '../../domain/answers.js';
import { type Cell, hasDecimalComma, type Table } from '../csv.js';
import type { Words } from '../words.js';
import { billingName, regionName, scopeName, termName, typeName } from './names.js';

type Columns = { readonly [heading: string]: (words: Words, facts: ReservationFacts) => Cell };

const COLUMNS: Columns = {
  ends: (_, { reservation }) => reservation.endsOn,
  daysLeft: (_, { daysLeft }) => ({ figure: String(Math.max(0, daysLeft)) }),
  renewal: (words, { reservation: { renewedBy, automaticRenewal } }) =>
    renewedBy !== undefined
      ? words.t('attention.row.renewed')
      : words.t(automaticRenewal ? 'attention.row.automatic' : 'attention.table.none'),
  customer: (_, { customerName }) => customerName,
  customerId: (_, { customerId }) => customerId,
  product: (_, { reservation }) => reservation.product.name,
  type: (words, { reservation }) => typeName(words, reservation.product.type),
  region: (words, { reservation }) => regionName(words, reservation.product.region),
  term: (words, { reservation }) => termName(words, reservation.product.term),
  quantity: (_, { reservation }) => ({ figure: String(reservation.quantity) }),
  price: (_, { price }) => ({ figure: price }),
  currency: (_, { reservation }) => reservation.currency,
  billing: (words, { reservation }) => billingName(words, reservation.billing),
  utilization: (_, { utilization }) => (utilization === undefined ? '' : { figure: String(utilization) }),
  scope: (words, { reservation }) => scopeName(words, reservation.scope),
  subscription: (_, { subscriptionName }) => subscriptionName,
  subscriptionId: (_, { reservation }) => reservation.subscriptionId,
  reservationId: (_, { reservation }) => reservation.id,
  reservationOrderId: (_, { reservation }) => reservation.orderId,
};

/** One line for each reservation; customers that are missing are said to be, each on a line of its own. */
export function expiringTable(
  words: Words,
  { rows, unreadable }: { rows: readonly ReservationFacts[]; unreadable: readonly string[] },
): Table {
  const headings = Object.keys(COLUMNS);
  const missing = unreadable.map((name) =>
    headings.map((heading) =>
      heading === 'customer' ? name : heading === 'ends' ? words.t('attention.table.unreadable') : '',
    ),
  );
  return {
    decimalComma: hasDecimalComma(words),
    head: headings.map((heading) => words.t(`attention.table.${heading}`)),
    rows: [...rows.map((facts) => Object.values(COLUMNS).map((cell) => cell(words, facts))), ...missing],
  };
}
