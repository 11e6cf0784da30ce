/** What of a customer needs attention on a day, worked out of its summary. */
import {
  type AttentionRow,
  type Between,
  type ExpiringRow,
  HORIZONS,
  type Section,
} from '../answers/attention.js';
import { compare, exact } from '../money.js';
import type { Summary } from '../overview/summary.js';
import { usedOn } from '../policy/cap.js';
import { LOW_USE_PERCENT, meanWithin, type UseWindow, useWindow } from '../policy/utilization.js';
import { addDays, dayOf, daysBetween } from '../term.js';
import { CART_DAYS } from './cart.js';
import type { Known } from './overview.js';

const DAY_MS = 86_400_000;
/** The refund limit is nearly used from so many percent of it on. */
const NEARLY_USED_PERCENT = 80;

/** Of when it is asked, and for whom. */
export interface Circumstances {
  readonly now: Date;
  readonly today: string;
  /** The days of which use counts. */
  readonly use: UseWindow;
  /** Between which days what ends soon does: from tomorrow on, as what ends today has ended. */
  readonly soon: Between;
  /** The last day of each horizon. */
  readonly horizons: readonly { readonly days: number; readonly until: string }[];
  /** Whose quotes and carts count. */
  readonly userId: string;
  /** The refund limit in force, and from when on it is nearly used, in US dollars. */
  readonly capUsd: string;
  readonly nearlyUsd: string;
}

/** The circumstances at a moment, for a user, with this refund limit in US dollars. */
export function circumstancesAt(now: Date, userId: string, capUsd: string): Circumstances {
  const today = dayOf(now);
  const horizons = HORIZONS.map((days) => ({ days, until: addDays(today, days) }));
  const soon = { from: addDays(today, 1), to: horizons.at(-1)?.until ?? today };
  const nearlyUsd = exact(capUsd).times(NEARLY_USED_PERCENT).dividedBy(100).toFixed();
  return { now, today, use: useWindow(today), soon, horizons, userId, capUsd, nearlyUsd };
}

/** The rows of a section for one customer. */
export function rowsIn(section: Section, customer: Known, circumstances: Circumstances): AttentionRow[] {
  return ROWS[section](customer, circumstances);
}

const ROWS: Readonly<Record<Section, (customer: Known, circumstances: Circumstances) => AttentionRow[]>> = {
  expiring: (customer, { soon, today }) => endingBetween(customer, soon, today, 'expiring'),
  renewing: (customer, { soon, today }) => endingBetween(customer, soon, today, 'renewing'),
  lowUse: (customer, { today, use }) =>
    customer.summary.reservations.flatMap(({ id, product, quantity, endsOn, utilization }) => {
      const percent = utilization && endsOn > today ? meanWithin({ utilization }, use) : undefined;
      if (percent === undefined || percent >= LOW_USE_PERCENT) return [];
      return [{ section: 'lowUse', ...whose(customer), reservationId: id, product, quantity, percent }];
    }),
  requests: (customer, { today }) =>
    customer.summary.requests
      .filter(({ state }) => state === 'open')
      .map(({ number, kind, at }) => {
        const ageDays = Math.max(0, daysBetween(at.slice(0, 10), today));
        return { section: 'requests', ...whose(customer), number, kind, ageDays };
      }),
  waiting: (customer, { now, userId }) => [
    ...customer.summary.quotes
      .filter((quote) => quote.userId === userId && Date.parse(quote.validUntil) > now.getTime())
      .map(({ kind, validUntil, reservationId }) => ({
        section: 'waiting' as const,
        ...whose(customer),
        what: kind,
        until: validUntil,
        ...(reservationId === undefined ? {} : { reservationId }),
        items: 0,
      })),
    ...customer.summary.carts
      .filter((cart) => cart.userId === userId && keptUntil(cart) >= now.getTime())
      .map((cart) => ({
        section: 'waiting' as const,
        ...whose(customer),
        what: 'cart' as const,
        until: new Date(keptUntil(cart)).toISOString(),
        items: cart.items,
      })),
  ],
  ownPurchases: (customer) => {
    const own = customer.summary.ownPurchases;
    if (!own) return [];
    const since = own.since === '' ? '' : dayOf(own.since);
    return [{ section: 'ownPurchases', ...whose(customer), since, count: own.count }];
  },
  cap: (customer, { today, capUsd, nearlyUsd }) => {
    if (customer.summary.claims.length === 0) return [];
    const usedUsd = usedOn(customer.summary.claims, today);
    return compare(usedUsd, nearlyUsd) < 0 ? [] : [{ section: 'cap', ...whose(customer), usedUsd, capUsd }];
  },
  unplaced: (customer) => {
    const count = customer.summary.unplaced;
    return count === 0 ? [] : [{ section: 'unplaced', ...whose(customer), count }];
  },
};

/** The active reservations of a customer that end between two days; only those of one section where it is named. */
export function endingBetween(
  customer: Known,
  { from, to }: Between,
  today: string,
  only?: ExpiringRow['section'],
): ExpiringRow[] {
  const { id: customerId, summary } = customer;
  const rows: ExpiringRow[] = [];
  for (const { id: reservationId, product, quantity, endsOn, renewal } of summary.reservations) {
    const section = renewal === undefined ? 'expiring' : 'renewing';
    if ((from !== '' && endsOn < from) || (to !== '' && endsOn > to)) continue;
    if (only !== undefined && section !== only) continue;
    const what = { customerId, customerName: summary.name, reservationId, product, quantity, endsOn };
    const daysLeft = daysBetween(today, endsOn);
    rows.push(
      renewal === undefined ? { section, ...what, daysLeft } : { section, ...what, daysLeft, renewal },
    );
  }
  return rows;
}

function keptUntil({ changedAt }: Summary['carts'][number]): number {
  return Date.parse(changedAt) + CART_DAYS * DAY_MS;
}

function whose({ id, summary }: Known) {
  return { customerId: id, customerName: summary.name };
}

/** The most urgent first; those that are alike by customer, and then as they stand in the book. */
export function mostUrgentFirst<R extends AttentionRow>(rows: readonly R[]): R[] {
  return rows.toSorted(byUrgency);
}

/** The first few of them, without putting all in order. */
export function mostUrgent<R extends AttentionRow>(rows: readonly R[], count: number): R[] {
  const first: R[] = [];
  for (const row of rows) {
    const last = first[count - 1];
    if (last && byUrgency(row, last) >= 0) continue;
    const place = first.findIndex((other) => byUrgency(row, other) < 0);
    first.splice(place < 0 ? first.length : place, 0, row);
    first.length = Math.min(first.length, count);
  }
  return first;
}

function byUrgency(a: AttentionRow, b: AttentionRow): number {
  return urgency(a, b) || inOrder(a.customerName, b.customerName);
}

/** Negative where a is more urgent than b, of the same section. */
function urgency(a: AttentionRow, b: AttentionRow): number {
  if ('endsOn' in a && 'endsOn' in b) return inOrder(a.endsOn, b.endsOn);
  if ('percent' in a && 'percent' in b) return a.percent - b.percent;
  if ('ageDays' in a && 'ageDays' in b) return b.ageDays - a.ageDays;
  if ('until' in a && 'until' in b) return inOrder(a.until, b.until);
  if ('usedUsd' in a && 'usedUsd' in b) return compare(b.usedUsd, a.usedUsd);
  if ('count' in a && 'count' in b) return b.count - a.count;
  return 0;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
