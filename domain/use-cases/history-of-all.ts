/** A history over all customers: read from the documents of those that can have something on the page, and of no other. */
import type { HistoryRow } from '../answers.js';
import type { Actor, Customer } from '../model.js';
import type { HistorySummary } from '../overview/summary.js';
import { readAgain } from './overview.js';
import type { Ports } from './ports.js';

/** In place of a user id: what customers did by themselves. No user has such an id. */
export const CUSTOMER_ITSELF = '*customer';

interface Short {
  readonly id: string;
  readonly name: string;
  readonly history: HistorySummary;
}

interface Narrowing {
  readonly from?: string;
  readonly to?: string;
  readonly kind?: string;
  readonly user?: string;
}

interface Found<T> {
  /** In the order of the customers. */
  readonly rows: readonly HistoryRow<T>[];
  /** How many there are in all. */
  readonly total: number;
  readonly unreadable: readonly string[];
}

/**
 * The newest rows of these customers, `most` of so many or a few more. What is narrowed is read from every customer
 * that may have it; what is not, from one customer after the other, who did something last first, until no other can
 * have anything newer.
 */
export async function readNewest<T extends { readonly at: string }>(
  ports: Ports,
  actor: Actor,
  customers: readonly Short[],
  narrowing: Narrowing,
  most: (total: number) => number,
  rowsOf: (customer: Customer) => readonly HistoryRow<T>[],
): Promise<Found<T>> {
  const narrowed = Object.values(narrowing).some((value) => (value ?? '') !== '');
  const places = new Map(customers.map(({ id }, place) => [id, place]));
  const waiting = customers
    .filter(({ history }) => mayHave(history, narrowing))
    .sort((a, b) => (a.history.newest < b.history.newest ? 1 : a.history.newest > b.history.newest ? -1 : 0));
  const expected = waiting.reduce((total, { history }) => total + history.count, 0);
  const wanted = narrowed ? Number.POSITIVE_INFINITY : most(expected);
  const read: { readonly place: number; readonly rows: readonly HistoryRow<T>[] }[] = [];
  const unreadable: string[] = [];
  let lost = 0;
  for (const { id, name, history } of waiting) {
    if (Number.isFinite(wanted) && newerThan(history.newest, read) >= wanted) break;
    const customer = await readAgain(ports, actor, id);
    if (customer) read.push({ place: places.get(id) ?? 0, rows: rowsOf(customer) });
    else {
      unreadable.push(name);
      lost += history.count;
    }
  }
  const rows = read.sort((a, b) => a.place - b.place).flatMap((each) => each.rows);
  return { rows, total: narrowed ? rows.length : expected - lost, unreadable };
}

function mayHave(history: HistorySummary, { from, to, kind, user }: Narrowing): boolean {
  return (
    history.count > 0 &&
    (!from?.trim() || history.newest.slice(0, 10) >= from.trim()) &&
    (!to?.trim() || history.oldest.slice(0, 10) <= to.trim()) &&
    (!kind || history.kinds.includes(kind)) &&
    (!user || (user === CUSTOMER_ITSELF ? history.byCustomer : Object.hasOwn(history.users, user)))
  );
}

function newerThan<T extends { readonly at: string }>(
  at: string,
  read: readonly { readonly rows: readonly HistoryRow<T>[] }[],
): number {
  return read.reduce((count, { rows }) => count + rows.filter(({ entry }) => entry.at > at).length, 0);
}
