/** A history that stands in many documents: read from those that can have something on the page, and from no other. */
import type { HistoryRow } from '../answers.js';
import type { HistorySummary } from '../model.js';

/** In place of a user id: what customers did by themselves. No user has such an id. */
export const CUSTOMER_ITSELF = '*customer';

/** What one document has of a history: that of a customer, or one with its older acts. */
export interface HistoryPart<T> {
  readonly customerName: string;
  readonly history: HistorySummary;
  /** Its rows, oldest first; undefined where the document can not be read. */
  readonly read: () => Promise<readonly HistoryRow<T>[] | undefined>;
}

interface Narrowing {
  readonly from?: string;
  readonly to?: string;
  readonly kind?: string;
  readonly user?: string;
}

interface Found<T> {
  /** In the order of the parts. */
  readonly rows: readonly HistoryRow<T>[];
  /** How many there are in all. */
  readonly total: number;
  /** Names of the customers of which something is missing. */
  readonly unreadable: readonly string[];
}

/**
 * The newest rows of these parts, `most` of so many or a few more. What is narrowed is read from every part that may
 * have it; what is not, from one part after the other, the one where something was done last first, until no other
 * can have anything newer.
 */
export async function readNewest<T extends { readonly at: string }>(
  parts: readonly HistoryPart<T>[],
  narrowing: Narrowing,
  most: (total: number) => number,
): Promise<Found<T>> {
  const narrowed = Object.values(narrowing).some((value) => (value ?? '') !== '');
  const waiting = parts
    .map((part, place) => ({ ...part, place }))
    .filter(({ history }) => mayHave(history, narrowing))
    .sort((a, b) => (a.history.newest < b.history.newest ? 1 : a.history.newest > b.history.newest ? -1 : 0));
  const expected = waiting.reduce((total, { history }) => total + history.count, 0);
  const wanted = narrowed ? Number.POSITIVE_INFINITY : most(expected);
  const found: { readonly place: number; readonly rows: readonly HistoryRow<T>[] }[] = [];
  const unreadable = new Set<string>();
  let lost = 0;
  for (const { place, customerName, history, read } of waiting) {
    if (Number.isFinite(wanted) && newerThan(history.newest, found) >= wanted) break;
    const rows = await read();
    if (rows) found.push({ place, rows });
    else {
      unreadable.add(customerName);
      lost += history.count;
    }
  }
  const rows = found.sort((a, b) => a.place - b.place).flatMap((each) => each.rows);
  return { rows, total: narrowed ? rows.length : expected - lost, unreadable: [...unreadable] };
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
