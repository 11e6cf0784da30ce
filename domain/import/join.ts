/** Everything that files and the book say of the reservations of one order, brought together. */
import type { UtilizationDay } from '../model.js';
import { type PriceFacts, priceFacts } from './price-facts.js';
import type { Place, Problem, Row } from './rows.js';

/** A line about an order: from a file, or what the book has of it. */
export type OrderLine = { readonly orderId: string } & (
  | {
      readonly is: 'reservation';
      readonly customerId: string;
      readonly row: Row<'reservations'>;
      readonly place: Place;
    }
  | {
      readonly is: 'inBook';
      readonly customerId: string;
      readonly row: Pick<Row<'reservations'>, 'id' | 'quantity' | 'term'>;
    }
  | { readonly is: 'transaction'; readonly row: Row<'transactions'> }
  | { readonly is: 'usage'; readonly row: Row<'utilization'>; readonly place: Place }
);

/** A line about a customer, all that is needed to make its next document. */
export type CustomerLine = { readonly customerId: string } & (
  | { readonly is: 'customer'; readonly row: Row<'customers'>; readonly place: Place }
  | { readonly is: 'subscription'; readonly row: Row<'subscriptions'>; readonly place: Place }
  | {
      readonly is: 'reservation';
      readonly id: string;
      /** Absent: the reservation is in the book, and no file has a row of it. */
      readonly row?: Row<'reservations'>;
      readonly place?: Place;
      readonly facts: PriceFacts;
      readonly usage: readonly UtilizationDay[];
    }
);

/** Of what no row of a reservations file says. */
const NOWHERE: Place = { file: 'the transactions', line: 0 };

export interface Joined {
  readonly lines: CustomerLine[];
  readonly problems: Problem[];
  /** Of reservations that nobody knows. */
  readonly leftOut: { transactions: number; utilization: number };
  readonly transactionsUsed: number;
}

/** The lines about customers that follow from lines about orders. */
export function joined(lines: readonly OrderLine[]): Joined {
  const result: Joined & { transactionsUsed: number } = {
    lines: [],
    problems: [],
    leftOut: { transactions: 0, utilization: 0 },
    transactionsUsed: 0,
  };
  for (const order of byOrder(lines).values()) joinOrder(order, result);
  return result;
}

function byOrder(lines: readonly OrderLine[]): Map<string, OrderLine[]> {
  const orders = new Map<string, OrderLine[]>();
  for (const line of lines) {
    const known = orders.get(line.orderId);
    if (known) known.push(line);
    else orders.set(line.orderId, [line]);
  }
  return orders;
}

type Subject = Extract<OrderLine, { is: 'reservation' | 'inBook' }>;

function joinOrder(order: readonly OrderLine[], result: Joined & { transactionsUsed: number }): void {
  const subjects = new Map<string, Subject>();
  for (const line of order) {
    if (line.is !== 'reservation' && line.is !== 'inBook') continue;
    const other = subjects.get(line.row.id);
    if (line.is === 'reservation' && other?.is === 'reservation') {
      const reason = `reservation ${line.row.id} is there twice: see line ${other.place.line} of ${other.place.file}`;
      result.problems.push({ ...line.place, reason });
    }
    if (other && other.customerId !== line.customerId) {
      const place =
        line.is === 'reservation' ? line.place : other.is === 'reservation' ? other.place : NOWHERE;
      const reason = `reservation ${line.row.id} belongs to another customer in the book or the files`;
      result.problems.push({ ...place, reason });
    }
    // A file has more to say than the book of today, which the merge looks at anyway.
    if (!other || other.is === 'inBook') subjects.set(line.row.id, line);
  }
  const transactions = order.flatMap((line) => (line.is === 'transaction' ? [line.row] : []));
  if (subjects.size === 0) result.leftOut.transactions += transactions.length;
  else result.transactionsUsed += transactions.length;
  const usage = usageOf(order, subjects, result);
  for (const subject of subjects.values()) {
    const days = usage.get(subject.row.id) ?? [];
    try {
      const facts = priceFacts(subject.row, transactions, subjects.size === 1);
      const told = subject.is === 'reservation' ? { row: subject.row, place: subject.place } : {};
      if (subject.is === 'inBook' && transactions.length === 0 && days.length === 0) continue;
      const { customerId } = subject;
      result.lines.push({ is: 'reservation', customerId, id: subject.row.id, ...told, facts, usage: days });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const place = subject.is === 'reservation' ? subject.place : NOWHERE;
      result.problems.push({ ...place, reason: error.message });
    }
  }
}

function usageOf(
  order: readonly OrderLine[],
  subjects: ReadonlyMap<string, Subject>,
  result: Joined,
): Map<string, UtilizationDay[]> {
  const usage = new Map<string, Map<string, UtilizationDay>>();
  for (const line of order) {
    if (line.is !== 'usage') continue;
    const { reservationId, day, percent } = line.row;
    if (!subjects.has(reservationId)) {
      result.leftOut.utilization += 1;
      continue;
    }
    const days = usage.get(reservationId) ?? new Map<string, UtilizationDay>();
    if (days.has(day) && days.get(day)?.percent !== percent) {
      result.problems.push({ ...line.place, reason: `${reservationId} has two utilizations on ${day}` });
    }
    days.set(day, { day, percent });
    usage.set(reservationId, days);
  }
  return new Map([...usage].map(([id, days]) => [id, [...days.values()]]));
}
