/** What a history is made of: what each document of a customer has of it, the customer's own and those of its older acts. */
import type { HistoryRow } from '../answers.js';
import type { Actor, ActorStamp, Customer, HistorySummary, OlderActs } from '../model.js';
import type { Summary } from '../overview/summary.js';
import { isRefusal } from '../refusals.js';
import type { HistoryPart } from './history-of-all.js';
import { readOlderActs } from './older-acts.js';
import type { Ports } from './ports.js';

/** What an order and an activity record have in common. */
export interface Entry {
  /** ISO 8601 in UTC: its first ten characters are its UTC day. */
  readonly at: string;
  readonly by?: ActorStamp | undefined;
}

/** How a kind of history is taken from a customer's document. */
export interface Source<T extends Entry> {
  /** Oldest first, as they were recorded. */
  readonly entries: (customer: Customer) => readonly T[];
  readonly kinds: (entry: T) => readonly string[];
  readonly byCustomer: (entry: T) => boolean;
  readonly inShort: (summary: Summary) => HistorySummary;
  /** What documents of older acts have of it. */
  readonly older?: (acts: OlderActs) => readonly T[];
  /** What the partner's own documents have of it; only where all customers are looked at. */
  readonly ofPartner?: (
    ports: Ports,
    actor: Actor,
  ) => Promise<{ readonly records: readonly T[]; readonly unreadable: readonly string[] }>;
}

/** A customer's document, and those of its older acts by number. */
interface Books {
  readonly own: () => Promise<Customer | undefined>;
  readonly older: (number: number) => Promise<OlderActs | undefined>;
}

/** The parts of a customer's history, the oldest first. */
export function partsOf<T extends Entry>(
  customerId: string,
  summary: Summary,
  source: Source<T>,
  fits: (entry: T) => boolean,
  books: Books,
): HistoryPart<T>[] {
  const customerName = summary.name;
  const rowsOf = (entries: readonly T[]) =>
    entries.filter(fits).map((entry): HistoryRow<T> => ({ customerId, customerName, entry }));
  const { older: entriesOf } = source;
  const readOlder = async (number: number) => {
    const acts = await books.older(number);
    return entriesOf && acts && rowsOf(entriesOf(acts));
  };
  const known = entriesOf ? (summary.older ?? []) : [];
  const readOwn = async () => {
    const customer = await books.own();
    if (!customer) return undefined;
    // Some may have moved since it was known in short.
    const moved = entriesOf ? (customer.older ?? []).slice(known.length) : [];
    const rows = await Promise.all(moved.map(({ number }) => readOlder(number)));
    return [...rows.flatMap((each) => each ?? []), ...rowsOf(source.entries(customer))];
  };
  return [
    ...known.map(({ number, activity }) => ({
      customerName,
      history: activity,
      read: () => readOlder(number),
    })),
    { customerName, history: source.inShort(summary), read: readOwn },
  ];
}

/** A document of older acts; undefined where it can not be read. */
export async function olderOrNone(ports: Ports, key: string, number: number): Promise<OlderActs | undefined> {
  try {
    return await readOlderActs(ports, key, number);
  } catch (error) {
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    return undefined;
  }
}
