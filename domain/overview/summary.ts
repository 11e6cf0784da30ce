/**
 * What is kept of a customer for whatever goes over many: small, taken from its document alone, and the same on any
 * day. What depends on the day is worked out of it when it is asked (use-cases/attention.ts).
 */
import { z } from 'zod';
import { historySummarySchema } from '../model/activity.js';
import { amount, day, id, moment } from '../model/basics.js';
import {
  type ActivityRecord,
  type Customer,
  type HistorySummary,
  REQUEST_KINDS,
  type Reservation,
  requestKind,
  type SupportRequest,
} from '../model.js';
import { claimsOf } from '../policy/cap.js';
import { RENEW_AUTOMATICALLY } from '../policy/renewal.js';
import { lowUse } from '../policy/utilization.js';
import { normalized } from '../search/text.js';

const reservationSummary = z.strictObject({
  id,
  product: z.string(),
  quantity: z.int().positive(),
  startsOn: day,
  endsOn: day,
  /** It goes on after its end: by itself, or because it has been renewed (rules section 3, "Renew"). */
  renewal: z.enum(['automatic', 'renewed']).optional(),
  /** Its latest use, only where the mean of it is or may become low. */
  utilization: z.array(z.strictObject({ day, percent: z.number() })).optional(),
  /** Reservation order ID, where the customer has bought it by itself. */
  ownOrder: id.optional(),
});
type ReservationSummary = z.infer<typeof reservationSummary>;

const requestSummary = z.strictObject({
  number: z.string(),
  at: moment,
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(['open', 'paid', 'done', 'declined', 'withdrawn']),
  /** Every number by which somebody may know it, as it is compared. */
  numbers: z.array(z.string()),
  /** Where it is settled: when, the user who has recorded it with its name, and the one who had filed it. */
  settled: z.strictObject({ at: moment, by: id, name: z.string(), filedBy: id }).optional(),
});
export type RequestSummary = z.infer<typeof requestSummary>;

export const summarySchema = z.strictObject({
  name: z.string(),
  /** Those that are active. */
  reservations: z.array(reservationSummary),
  /** There is one to be renewed by itself, now or later. */
  renewsItself: z.boolean(),
  /** Those of which automatic renewal was refused, as the log of today has it; absent: none. */
  renewalsRefused: z.array(id).optional(),
  requests: z.array(requestSummary),
  /** What its refunds take of the refund limit, in US dollars (rules section 4, "Cap"). */
  claims: z.array(z.strictObject({ filedOn: day, ends: day, windowDays: z.int().positive(), usd: amount })),
  /** The permission is on, and the customer has bought since. */
  ownPurchases: z.strictObject({ since: z.string(), count: z.int().positive() }).optional(),
  /** Recorded and not placed in Partner Center. */
  unplaced: z.int().nonnegative(),
  quotes: z.array(
    z.strictObject({
      id,
      userId: id,
      kind: z.enum(['refund', 'exchange']),
      validUntil: moment,
      reservationId: id.optional(),
    }),
  ),
  carts: z.array(z.strictObject({ userId: id, changedAt: moment, items: z.int().positive() })),
  orders: historySummarySchema,
  /** What stands in its own document, and in documents of older acts. */
  activity: historySummarySchema,
  older: z.array(z.strictObject({ number: z.int().positive(), activity: historySummarySchema })).optional(),
});
export type Summary = z.infer<typeof summarySchema>;

/** The summary of a customer. */
export function summaryOf(customer: Customer): Summary {
  const own = ownPurchasesOf(customer);
  return {
    name: customer.name,
    reservations: customer.reservations.filter(({ status }) => status === 'active').map(reservationOf),
    renewsItself: customer.reservations.some(
      ({ automaticRenewal, renewedBy }) => automaticRenewal !== undefined && renewedBy === undefined,
    ),
    ...renewalsRefused(customer),
    requests: customer.requests.map(requestOf),
    claims: claimsOf(customer.requests),
    ...(own ? { ownPurchases: own } : {}),
    unplaced: unplacedIn(customer),
    quotes: quotesOf(customer),
    carts: Object.entries(customer.carts)
      .filter(([, { items }]) => items.length > 0)
      .map(([userId, { changedAt, items }]) => ({ userId, changedAt, items: items.length })),
    orders: historyOf(
      customer.orders.map(({ at, by, items, boughtByCustomer }) => ({
        at,
        by,
        kinds: items.map(({ product }) => product.type),
        byCustomer: boughtByCustomer !== undefined,
      })),
    ),
    activity: activityInShort(customer.activity),
    ...(customer.older
      ? { older: customer.older.map(({ number, activity }) => ({ number, activity })) }
      : {}),
  };
}

/** Activity records in short. */
export function activityInShort(records: readonly ActivityRecord[]): HistorySummary {
  return historyOf(
    records.map(({ at, by, action, byCustomer }) => ({
      at,
      by,
      kinds: [action],
      byCustomer: byCustomer !== undefined,
    })),
  );
}

/** Made once for each reservation as it stands in a document that is held in memory. */
const reservationsMade = new WeakMap<Reservation, ReservationSummary>();

function reservationOf(reservation: Reservation): ReservationSummary {
  const made = reservationsMade.get(reservation) ?? reservationInShort(reservation);
  reservationsMade.set(reservation, made);
  return made;
}

function reservationInShort(reservation: Reservation): ReservationSummary {
  const { id: known, orderId, product, quantity, startsOn, endsOn, boughtByCustomer } = reservation;
  const { automaticRenewal, renewedBy } = reservation;
  const utilization = lowUse(reservation);
  return {
    id: known,
    product: product.name,
    quantity,
    startsOn,
    endsOn,
    ...(renewedBy !== undefined
      ? { renewal: 'renewed' as const }
      : automaticRenewal
        ? { renewal: 'automatic' as const }
        : {}),
    ...(utilization.length > 0 ? { utilization } : {}),
    ...(boughtByCustomer === undefined ? {} : { ownOrder: orderId }),
  };
}

/** Automatic renewal goes on trying for a month: what it was refused for may be mended. */
function renewalsRefused({ reservations, activity }: Customer): Pick<Summary, 'renewalsRefused'> {
  const waiting = reservations.filter(
    ({ automaticRenewal, renewedBy, status }) =>
      automaticRenewal !== undefined && renewedBy === undefined && status === 'active',
  );
  if (waiting.length === 0) return {};
  const refused = new Set(
    activity
      .filter(({ action, outcome }) => action === RENEW_AUTOMATICALLY && outcome === 'refused')
      .map(({ subject }) => subject),
  );
  const ids = waiting.map(({ id: known }) => known).filter((known) => refused.has(known));
  return ids.length > 0 ? { renewalsRefused: ids } : {};
}

function requestOf(request: SupportRequest): RequestSummary {
  const { number, at, state, by, outcome } = request;
  const settled = outcome && {
    at: outcome.at,
    by: outcome.by.userId,
    name: outcome.by.name,
    filedBy: by.userId,
  };
  return {
    number,
    at,
    kind: requestKind(request),
    state,
    numbers: numbersOf(request),
    ...(settled ? { settled } : {}),
  };
}

/** Every number by which somebody may know the request, as it is compared; none twice. */
export function numbersOf({ number, ticketNumber, caseReference, placement }: SupportRequest): string[] {
  const numbers = [number, ticketNumber, caseReference, placement.number].map((known) => known ?? '');
  return [...new Set(numbers.map(normalized))].filter((known) => known !== '');
}

function ownPurchasesOf({ permission, orders }: Customer): Summary['ownPurchases'] {
  if (!permission.on) return undefined;
  const since = permission.changedAt ?? '';
  const count = orders.filter(({ boughtByCustomer, at }) => boughtByCustomer !== undefined && at >= since);
  return count.length > 0 ? { since, count: count.length } : undefined;
}

/** How many acts are recorded and not placed; a settled request needs no placing (rules section 2). */
function unplacedIn({ orders, requests, reservations, permission }: Customer): number {
  return [
    ...orders,
    ...requests.filter(({ state }) => state === 'open'),
    ...reservations.flatMap(({ configured }) => configured ?? []),
    ...(permission.changedAt === undefined ? [] : [permission]),
  ].filter(({ placement }) => placement?.state === 'recorded').length;
}

/** Those that have not been filed. */
function quotesOf({ quotes, requests }: Customer): Summary['quotes'] {
  const filed = new Set(requests.map(({ quote }) => quote?.id));
  return Object.values(quotes)
    .filter((quote) => !filed.has(quote.id))
    .map((quote) => ({
      id: quote.id,
      userId: quote.by.userId,
      kind: quote.kind,
      validUntil: quote.validUntil,
      ...(quote.kind === 'refund' ? { reservationId: quote.reservationId } : {}),
    }));
}

interface Entry {
  readonly at: string;
  readonly by?: { readonly userId: string; readonly name: string } | undefined;
  readonly kinds: readonly string[];
  readonly byCustomer: boolean;
}

function historyOf(entries: readonly Entry[]): HistorySummary {
  const moments = entries.map(({ at }) => at).sort();
  return {
    count: entries.length,
    oldest: moments[0] ?? '',
    newest: moments.at(-1) ?? '',
    kinds: [...new Set(entries.flatMap(({ kinds }) => kinds))],
    users: Object.fromEntries(entries.flatMap(({ by }) => (by ? [[by.userId, by.name]] : []))),
    byCustomer: entries.some(({ byCustomer }) => byCustomer),
  };
}
