/** Order history and activity log as tables, for a file: the same words as on the card, names in full, ids beside them. */
import type { ExportedHistory, HistoryRow } from '../../domain/answers.js';
import type { ActivityRecord, ActorStamp, Order, OrderItem } from '../../domain/model.js';
import { type Cell, hasDecimalComma, type Table } from '../csv.js';
import type { Words } from '../words.js';
import { actionName, placementOf, refusalOf, rolesOf } from './history-words.js';
import { billingName, regionName, scopeName, termName, typeName } from './names.js';
import { notedName } from './noted-values.js';

/** The columns of a table by the key of their heading, and what stands in them for one thing. */
type Columns<T> = { readonly [heading: string]: (words: Words, thing: T) => Cell };

/** Who did it and when: the first columns of both tables. */
interface Event {
  readonly at: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly by: ActorStamp | undefined;
  readonly byCustomer: string | undefined;
}

const EVENT: Columns<Event> = {
  when: (_, { at }) => momentOf(at),
  customer: (_, { customerName }) => customerName,
  customerId: (_, { customerId }) => customerId,
  who: (_, { by, byCustomer }) => byCustomer ?? by?.name ?? '',
  userId: (_, { by }) => by?.userId ?? '',
  roles: (words, { by }) => (by ? rolesOf(words, by) : ''),
  byCustomer: (words, { byCustomer }) =>
    words.t(byCustomer === undefined ? 'history.table.no' : 'history.table.yes'),
};

interface Line {
  readonly order: Order;
  readonly item: OrderItem;
}

const LINE: Columns<Line> = {
  order: (_, { order }) => order.number,
  product: (_, { item }) => item.product.name,
  type: (words, { item }) => typeName(words, item.product.type),
  region: (words, { item }) => regionName(words, item.product.region),
  term: (words, { item }) => termName(words, item.product.term),
  quantity: (_, { item }) => ({ figure: String(item.quantity) }),
  unitPrice: (_, { item }) => ({ figure: item.unitPrice }),
  price: (_, { item }) => ({ figure: item.price }),
  currency: (_, { order }) => order.currency,
  billing: (words, { item }) => billingName(words, item.billing),
  scope: (words, { item }) => scopeName(words, item.scope),
  subscriptionId: (_, { item }) => item.subscriptionId,
  resellerId: (_, { item }) => item.resellerId ?? '',
  reservationId: (_, { item }) => item.reservationId,
  reservationOrderId: (_, { item }) => item.reservationOrderId,
  placement: (words, { order }) => placementOf(words, order.placement),
};

const RECORD: Columns<ActivityRecord> = {
  action: (words, { action }) => actionName(words, action),
  subject: (_, { subject }) => subject ?? '',
  before: (words, { action, before }) => notedName(words, action, before ?? ''),
  after: (words, { action, after }) => notedName(words, action, after ?? ''),
  outcome: (words, { outcome }) => words.t(`history.row.${outcome}`),
  refusal: (words, record) => {
    const { title, text } = refusalOf(words, record);
    return [title, text].filter((part) => part !== '').join('. ');
  },
};

/** One line for each item of an order, so that prices can be added up; prices in the order's currency. */
export function ordersTable(words: Words, { rows, unreadable }: ExportedHistory<Order>): Table {
  const lines = rows.flatMap((row) =>
    row.entry.items.map((item) => [
      ...cells(words, EVENT, eventOf(row, row.entry.boughtByCustomer)),
      ...cells(words, LINE, { order: row.entry, item }),
    ]),
  );
  return tableOf(words, [EVENT, LINE], lines, unreadable);
}

/** One line for each activity record. */
export function activityTable(words: Words, { rows, unreadable }: ExportedHistory<ActivityRecord>): Table {
  const lines = rows.map((row) => [
    ...cells(words, EVENT, eventOf(row, row.entry.byCustomer)),
    ...cells(words, RECORD, row.entry),
  ]);
  return tableOf(words, [EVENT, RECORD], lines, unreadable);
}

/** Customers that are missing are said to be, each on a line of its own: the file is read without the card. */
function tableOf(
  words: Words,
  columns: readonly object[],
  lines: readonly (readonly Cell[])[],
  unreadable: readonly string[],
): Table {
  const headings = columns.flatMap((some) => Object.keys(some));
  const missing = unreadable.map((name) =>
    headings.map((heading) =>
      heading === 'customer' ? name : heading === 'when' ? words.t('history.table.unreadable') : '',
    ),
  );
  return {
    decimalComma: hasDecimalComma(words),
    head: headings.map((heading) => words.t(`history.table.${heading}`)),
    rows: [...lines, ...missing],
  };
}

function eventOf(
  { customerId, customerName, entry }: HistoryRow<Order | ActivityRecord>,
  byCustomer: string | undefined,
): Event {
  return { at: entry.at, customerId, customerName, by: entry.by, byCustomer };
}

function cells<T>(words: Words, columns: Columns<T>, thing: T): Cell[] {
  return Object.values(columns).map((cell) => cell(words, thing));
}

/** "2026-11-21 09:30:00": what a spreadsheet reads as a date and time. */
function momentOf(at: string): string {
  return at.slice(0, 19).replace('T', ' ');
}
