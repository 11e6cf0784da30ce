/**
 * Looks through a data folder that nobody has open, and says what does not hold: whatever happened to the desk, the
 * book is whole. Facts are taken from the documents themselves, not from the use cases that wrote them.
 */
import { ADDRESSES } from '../../../bot/addresses.js';
import type { Customer } from '../../../domain/model.js';
import { compare, sum } from '../../../domain/money.js';
import { SUMMARIES } from '../../../domain/overview/overview.js';
import { summaryOf } from '../../../domain/overview/summary.js';
import { checkAll } from '../../../domain/store/check.js';
import { JsonDocuments } from '../../../domain/store/json-documents.js';
import { ALL_KINDS, CUSTOMER } from '../../../domain/store/kinds.js';
import { addDays, dayOf } from '../../../domain/term.js';

const CAP_USD = '50000.00';
const CAP_DAYS = 365;

/** The book in a folder of which nobody else is the owner just now: only read. */
export function readOnly(folder: string): JsonDocuments {
  const nobodyElse = { lost: () => false, assertHeld: async () => undefined, release: async () => undefined };
  return new JsonDocuments(folder, nobodyElse, { folder });
}

/** All customers in the book, by their keys. @throws Refusal DocumentUnreadable. */
export async function customersIn(documents: JsonDocuments): Promise<Map<string, Customer>> {
  const customers = new Map<string, Customer>();
  for (const key of await documents.list(CUSTOMER)) {
    const customer = await documents.read(CUSTOMER, key);
    if (customer) customers.set(key, customer);
  }
  return customers;
}

/** What does not hold in the book; none: it is whole. */
export async function bookFaults(folder: string, at: Date): Promise<string[]> {
  const documents = readOnly(folder);
  const faults: string[] = [];
  for await (const { file, reason } of checkAll(documents, [...ALL_KINDS, SUMMARIES, ADDRESSES]))
    faults.push(`${file} can not be read: ${reason}`);
  if (faults.length > 0) return faults;
  const customers = await customersIn(documents);
  for (const customer of customers.values()) {
    const found = [
      ...orderFaults(customer),
      ...requestFaults(customer),
      ...permissionFaults(customer),
      ...capFaults(customer, dayOf(at)),
    ];
    faults.push(...found.map((fault) => `${customer.name}: ${fault}`));
  }
  return [...faults, ...(await overviewFaults(documents, customers))];
}

/** No order without its reservations, its line in the log and its attempt, and the cart is gone; and the other way round. */
function orderFaults(customer: Customer): string[] {
  const { orders, reservations, activity, attempts, carts } = customer;
  const faults = duplicates('order', [...orders.map(({ number }) => number)]);
  faults.push(...duplicates('cart ordered', [...orders.flatMap(({ cartId }) => cartId ?? [])]));
  const bought = activity.filter(({ action, outcome }) => action === 'buy' && outcome === 'done');
  const tried = Object.values(attempts).flatMap(({ outcome }) =>
    outcome.kind === 'order' ? [outcome.number] : [],
  );
  faults.push(...duplicates('attempt of order', tried));
  for (const { number, items, total, currency, cartId } of orders) {
    const lines = bought.filter(({ subject }) => subject === number);
    if (lines.length !== 1) faults.push(`order ${number} is ${lines.length} times in the log`);
    if (lines[0]?.after !== `${total} ${currency}`) faults.push(`the log has another total of ${number}`);
    if (Object.values(carts).some(({ id }) => id === cartId)) faults.push(`${number} left its cart`);
    if (
      compare(
        sum(
          items.map(({ price }) => price),
          currency,
        ),
        total,
      ) !== 0
    )
      faults.push(`the items of ${number} do not add up`);
    for (const item of items) {
      const parts = reservations.filter(({ orderId }) => orderId === item.reservationOrderId);
      const quantity = parts.reduce((count, part) => count + part.quantity, 0);
      const paid = sum(
        parts.flatMap(({ instalments }) => instalments),
        currency,
      );
      if (!parts.some(({ id }) => id === item.reservationId)) faults.push(`${number} lacks a reservation`);
      if (quantity !== item.quantity) faults.push(`${number}: ${quantity} of ${item.quantity} reserved`);
      if (compare(paid, item.price) !== 0) faults.push(`${number}: ${paid} of ${item.price} in instalments`);
    }
  }
  const numbers = new Set(orders.map(({ number }) => number));
  const strays = [
    ...bought.map(({ subject }) => subject ?? ''),
    ...tried,
    ...reservations.map(({ orderNumber }) => orderNumber),
  ].filter((number) => !numbers.has(number));
  return [...faults, ...strays.map((number) => `order ${number} is spoken of, and is not there`)];
}

/** No request without what it returns and its line in the log; nothing returned without its request. */
function requestFaults({ requests, reservations, activity, attempts }: Customer): string[] {
  const faults = duplicates('request', [...requests.map(({ number }) => number)]);
  faults.push(...duplicates('quote filed', [...requests.flatMap(({ quote }) => quote?.id ?? [])]));
  const filed = activity.filter(({ action, outcome }) => action === 'file refund' && outcome === 'done');
  const returned = reservations.filter(({ status }) => status !== 'active');
  for (const { number, reservationIds, quote } of requests) {
    if (quote?.kind !== 'refund') continue;
    const lines = filed.filter(({ subject }) => subject === number);
    const money = `${quote.figures.payable} ${quote.figures.currency}`;
    if (lines.length !== 1) faults.push(`request ${number} is ${lines.length} times in the log`);
    if (lines[0]?.after !== money) faults.push(`the log has another amount of ${number}`);
    const parts = returned.filter(({ requestNumber }) => requestNumber === number);
    const quantity = parts.reduce((count, part) => count + part.quantity, 0);
    if (parts.length !== 1 || parts[0]?.id !== reservationIds[0] || quantity !== quote.figures.quantity)
      faults.push(`request ${number} does not return what it names`);
  }
  const numbers = new Set(requests.map(({ number }) => number));
  const spokenOf = [
    ...filed.map(({ subject }) => subject ?? ''),
    ...returned.map(({ requestNumber }) => requestNumber ?? ''),
    ...Object.values(attempts).flatMap(({ outcome }) => (outcome.kind === 'request' ? [outcome.number] : [])),
  ].filter((number) => !numbers.has(number));
  return [...faults, ...spokenOf.map((number) => `request ${number} is spoken of, and is not there`)];
}

/** The switch stands as the log's last line of it says, and each line has its attempt. */
function permissionFaults({ permission, activity, attempts }: Customer): string[] {
  const switched = activity.filter(
    ({ action, outcome }) => action.endsWith('Customer Purchase Permissions') && outcome === 'done',
  );
  const faults: string[] = [];
  const states = switched.map(({ action }) => action.startsWith('Create'));
  for (const [i, state] of states.entries())
    if (state === states[i - 1]) faults.push('the permission was switched to what it was');
  if ((states.at(-1) ?? false) !== permission.on) faults.push('the permission is not as the log says');
  const changes = Object.values(attempts).filter(
    ({ outcome }) => outcome.kind === 'permission' && outcome.changed,
  );
  const logged = new Set(switched.map(({ at }) => at));
  if (changes.some(({ at }) => !logged.has(at))) faults.push('a switch is not in the log');
  return faults;
}

/** What its refunds of the last 365 days come to is within the cap (rules section 4). */
function capFaults({ requests }: Customer, today: string): string[] {
  const since = addDays(today, -CAP_DAYS);
  const counted = requests.flatMap(({ quote, state, at }) =>
    quote?.kind === 'refund' && !['declined', 'withdrawn'].includes(state) && dayOf(new Date(at)) > since
      ? [quote.figures.countsUsd]
      : [],
  );
  const used = sum(counted, 'USD');
  return compare(used, CAP_USD) > 0 ? [`${used} USD refunded, over the cap`] : [];
}

/** Where the overview knows a document as it stands, it knows what is in it. */
async function overviewFaults(
  documents: JsonDocuments,
  customers: ReadonlyMap<string, Customer>,
): Promise<string[]> {
  const stamps = await documents.stamps(CUSTOMER);
  const faults: string[] = [];
  for (const key of await documents.list(SUMMARIES)) {
    const shard = await documents.read(SUMMARIES, key);
    for (const [id, { stamp, summary }] of Object.entries(shard?.customers ?? {})) {
      const customerKey = `${key.split('/')[0]}/${id}`;
      const customer = customers.get(customerKey);
      if (!customer || stamps.get(customerKey) !== stamp) continue;
      if (JSON.stringify(summary) !== JSON.stringify(summaryOf(customer)))
        faults.push(`the overview has something else of ${customer.name}`);
    }
  }
  return faults;
}

function duplicates(what: string, names: readonly string[]): string[] {
  return names
    .filter((name, i) => names.indexOf(name) !== i)
    .map((name) => `${what} ${name} is there more than once`);
}
