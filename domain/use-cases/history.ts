/**
 * Order history and activity log (rules sections 2, 6 and 7): newest first, for one customer or for all of the
 * partner's; the activity log of all has what was done to the partner's own documents too. Nothing in them can be
 * edited; they are read from the documents themselves.
 */
import type { ExportedHistory, History, HistoryRow, OrderPlaced } from '../answers.js';
import type { ActivityRecord, Actor, ActorStamp, Customer, Order } from '../model.js';
import { isRefusal, Refusal } from '../refusals.js';
import { CUSTOMERS } from '../store/kinds.js';
import { isDay } from '../term.js';
import { namesIn } from './facts.js';
import { pageOf } from './lists.js';
import { partnerActivity } from './partner/settings.js';
import { type Ports, requireCustomer, requireUser } from './ports.js';

const PAGE_SIZE = 8;

/** In place of a user id: what customers did by themselves. No user has such an id. */
export const CUSTOMER_ITSELF = '*customer';

/** What a history is narrowed by; absent or empty: not by that. */
export interface HistoryFilter {
  /** Absent: all customers of the partner. */
  readonly customerId?: string;
  /** UTC days as typed, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Order history: a reservation type. Activity log: an action, as the log names it. */
  readonly kind?: string;
  /** A user id, or CUSTOMER_ITSELF. */
  readonly user?: string;
}

/** What an order and an activity record have in common. */
interface Entry {
  /** ISO 8601 in UTC: its first ten characters are its UTC day. */
  readonly at: string;
  readonly by?: ActorStamp | undefined;
}

/** How a kind of history is taken from a customer's document. */
interface Source<T extends Entry> {
  /** Oldest first, as they were recorded. */
  readonly entries: (customer: Customer) => readonly T[];
  readonly kinds: (entry: T) => readonly string[];
  readonly byCustomer: (entry: T) => boolean;
  /** What the partner's own documents have of it; only where all customers are looked at. */
  readonly ofPartner?: (
    ports: Ports,
    actor: Actor,
  ) => Promise<{ readonly records: readonly T[]; readonly unreadable: readonly string[] }>;
}

const ORDERS: Source<Order> = {
  entries: ({ orders }) => orders,
  kinds: ({ items }) => items.map(({ product }) => product.type),
  byCustomer: ({ boughtByCustomer }) => boughtByCustomer !== undefined,
};

const ACTIVITY: Source<ActivityRecord> = {
  entries: ({ activity }) => activity,
  kinds: ({ action }) => [action],
  byCustomer: ({ byCustomer }) => byCustomer !== undefined,
  ofPartner: partnerActivity,
};

/**
 * A page of the orders that the filter leaves, newest first; what customers bought by themselves is among them
 * (rules sections 2 and 6).
 * @throws Refusal DateInvalid, DatesReversed, CustomerNotFound; for one customer DocumentUnreadable too.
 */
export async function orderHistory(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  page: number,
): Promise<History<Order>> {
  return paged(await collect(ports, actor, filter, ORDERS), page);
}

/**
 * A page of the activity records that the filter leaves, newest first, refused attempts too (rules section 7).
 * @throws Refusal DateInvalid, DatesReversed, CustomerNotFound; for one customer DocumentUnreadable too.
 */
export async function activityLog(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  page: number,
): Promise<History<ActivityRecord>> {
  return paged(await collect(ports, actor, filter, ACTIVITY), page);
}

/** All pages of `orderHistory`. @throws Refusal as it does. */
export async function exportOrders(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
): Promise<ExportedHistory<Order>> {
  const { rows, unreadable } = await collect(ports, actor, filter, ORDERS);
  return { rows, unreadable };
}

/** All pages of `activityLog`. @throws Refusal as it does. */
export async function exportActivity(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
): Promise<ExportedHistory<ActivityRecord>> {
  const { rows, unreadable } = await collect(ports, actor, filter, ACTIVITY);
  return { rows, unreadable };
}

/** One order of a customer, with what it is made of. @throws Refusal OrderNotFound, CustomerNotFound. */
export async function order(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
): Promise<OrderPlaced> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const found = customer.orders.find((candidate) => candidate.number === number);
  if (!found) throw new Refusal({ code: 'OrderNotFound' });
  return { order: found, customerId, customerName: customer.name, names: namesIn(found, customer, me) };
}

/** Whose a record of the partner's own documents is. */
const OF_NO_CUSTOMER = { customerId: '', customerName: '' };

interface Collected<T> extends Omit<History<T>, 'rows'> {
  readonly rows: readonly HistoryRow<T>[];
}

async function collect<T extends Entry>(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  source: Source<T>,
): Promise<Collected<T>> {
  await requireUser(ports, actor);
  const fits = fitsFilter(filter, source);
  const rows: HistoryRow<T>[] = [];
  const kinds = new Set<string>();
  const users = new Map<string, string>();
  const visit = (entries: readonly T[], whose: Omit<HistoryRow<T>, 'entry'>) => {
    for (const entry of entries) {
      for (const kind of source.kinds(entry)) kinds.add(kind);
      if (entry.by) users.set(entry.by.userId, entry.by.name);
      if (fits(entry)) rows.push({ ...whose, entry });
    }
  };
  const { customerName, unreadable } = await eachCustomer(ports, actor, filter.customerId, (customer) => {
    visit(source.entries(customer), { customerId: customer.id, customerName: customer.name });
  });
  if (filter.customerId === undefined && source.ofPartner) {
    const own = await source.ofPartner(ports, actor);
    visit(own.records, OF_NO_CUSTOMER);
    unreadable.push(...own.unreadable);
  }
  return {
    ...(customerName === undefined ? {} : { customerName }),
    rows: newestFirst(rows),
    kinds: [...kinds].sort((a, b) => a.localeCompare(b, 'en')),
    users: [...users]
      .map(([id, name]) => ({ id, name }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en')),
    unreadable,
  };
}

/** Of two at the same moment the one that was recorded later comes first. */
function newestFirst<T extends Entry>(rows: readonly HistoryRow<T>[]): HistoryRow<T>[] {
  return rows.toReversed().sort((a, b) => (a.entry.at < b.entry.at ? 1 : a.entry.at > b.entry.at ? -1 : 0));
}

/**
 * The days of a filter, checked; empty where it has none.
 * @throws Refusal DateInvalid, DatesReversed.
 */
export function requireDays(filter: HistoryFilter): { readonly from: string; readonly to: string } {
  const from = requireDay('from', filter.from);
  const to = requireDay('to', filter.to);
  if (from && to && from > to) throw new Refusal({ code: 'DatesReversed', from, to });
  return { from, to };
}

/** @throws Refusal DateInvalid, DatesReversed. */
function fitsFilter<T extends Entry>(filter: HistoryFilter, source: Source<T>): (entry: T) => boolean {
  const { from, to } = requireDays(filter);
  const { kind, user } = filter;
  return (entry) => {
    const day = entry.at.slice(0, 10);
    return (
      (!from || day >= from) &&
      (!to || day <= to) &&
      (!kind || source.kinds(entry).includes(kind)) &&
      (!user || (user === CUSTOMER_ITSELF ? source.byCustomer(entry) : entry.by?.userId === user))
    );
  };
}

/** @throws Refusal DateInvalid for what is not a calendar day. */
function requireDay(field: 'from' | 'to', typed = ''): string {
  const day = typed.trim();
  if (day !== '' && !isDay(day)) throw new Refusal({ code: 'DateInvalid', field, text: day.slice(0, 60) });
  return day;
}

/**
 * Goes over one customer, or over all of the partner's one by one: then a customer whose file can not be read is
 * named and skipped.
 */
async function eachCustomer(
  ports: Ports,
  actor: Actor,
  customerId: string | undefined,
  visit: (customer: Customer) => void,
): Promise<{ customerName?: string; unreadable: string[] }> {
  if (customerId !== undefined) {
    const customer = await requireCustomer(ports, actor, customerId);
    visit(customer);
    return { customerName: customer.name, unreadable: [] };
  }
  const list = await ports.documents.read(CUSTOMERS, actor.partnerId);
  const unreadable: string[] = [];
  for (const { id, name } of list?.customers ?? []) {
    try {
      visit(await requireCustomer(ports, actor, id));
    } catch (error) {
      if (!isRefusal(error, 'DocumentUnreadable') && !isRefusal(error, 'CustomerNotFound')) throw error;
      unreadable.push(name);
    }
  }
  return { unreadable };
}

function paged<T>(collected: Collected<T>, page: number): History<T> {
  return { ...collected, rows: pageOf(collected.rows, page, PAGE_SIZE) };
}
