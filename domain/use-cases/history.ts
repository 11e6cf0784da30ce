/**
 * Order history and activity log (rules sections 2, 6 and 7): newest first, for one customer or for all of the
 * partner's; the activity log of all has what was done to the partner's own documents too. Nothing in them can be
 * edited; they are read from the documents themselves, and where they are of all, only from those that a page needs.
 */
import type { ExportedHistory, History, HistoryRow, OrderPlaced } from '../answers.js';
import type { ActivityRecord, Actor, Order } from '../model.js';
import { summaryOf } from '../overview/summary.js';
import { Refusal } from '../refusals.js';
import { isDay } from '../term.js';
import { namesIn } from './facts.js';
import { CUSTOMER_ITSELF, readNewest } from './history-of-all.js';
import { type Entry, olderOrNone, partsOf, type Source } from './history-parts.js';
import { placeOf } from './lists.js';
import { readOlderActs } from './older-acts.js';
import { allKnown, readAgain } from './overview.js';
import { partnerActivity } from './partner/settings.js';
import { keyOf, type Ports, requireCustomer, requireUser } from './ports.js';

const PAGE_SIZE = 8;

export { CUSTOMER_ITSELF };

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

const ORDERS: Source<Order> = {
  entries: ({ orders }) => orders,
  kinds: ({ items }) => items.map(({ product }) => product.type),
  byCustomer: ({ boughtByCustomer }) => boughtByCustomer !== undefined,
  inShort: ({ orders }) => orders,
};

const ACTIVITY: Source<ActivityRecord> = {
  entries: ({ activity }) => activity,
  kinds: ({ action }) => [action],
  byCustomer: ({ byCustomer }) => byCustomer !== undefined,
  inShort: ({ activity }) => activity,
  older: ({ activity }) => activity,
  ofPartner: partnerActivity,
};

/**
 * A page of the orders that the filter leaves, newest first; what customers bought by themselves is among them
 * (rules sections 2 and 6).
 * @throws Refusal DateInvalid, DatesReversed, CustomerNotFound, OverviewNotReady; for one customer DocumentUnreadable too.
 */
export async function orderHistory(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  page: number,
): Promise<History<Order>> {
  return await paged(ports, actor, filter, ORDERS, page);
}

/**
 * A page of the activity records that the filter leaves, newest first, refused attempts too (rules section 7).
 * @throws Refusal DateInvalid, DatesReversed, CustomerNotFound, OverviewNotReady; for one customer DocumentUnreadable too.
 */
export async function activityLog(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  page: number,
): Promise<History<ActivityRecord>> {
  return await paged(ports, actor, filter, ACTIVITY, page);
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
  /** How many rows there are, where not all were read. */
  readonly total: number;
}

/** The newest `most` rows that the filter leaves, or a few more; all of them unless told. */
async function collect<T extends Entry>(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  source: Source<T>,
  most: (total: number) => number = () => Number.POSITIVE_INFINITY,
): Promise<Collected<T>> {
  await requireUser(ports, actor);
  const fits = fitsFilter(filter, source);
  const { customerId, ...narrowing } = filter;
  if (customerId !== undefined) {
    const customer = await requireCustomer(ports, actor, customerId);
    const key = keyOf(actor, customerId);
    const books = { own: async () => customer, older: (number: number) => readOlderActs(ports, key, number) };
    const parts = partsOf(customerId, summaryOf(customer), source, fits, books);
    const { rows, total } = await readNewest(parts, narrowing, most);
    const choices = choicesIn(parts.map(({ history }) => history));
    return { customerName: customer.name, rows: newestFirst(rows), total, ...choices, unreadable: [] };
  }
  const { known, unreadable } = await allKnown(ports, actor);
  const parts = known.flatMap(({ id, summary }) =>
    partsOf(id, summary, source, fits, {
      own: () => readAgain(ports, actor, id),
      older: (number) => olderOrNone(ports, keyOf(actor, id), number),
    }),
  );
  const found = await readNewest(parts, narrowing, most);
  const own = await ownOf(ports, actor, source);
  const ownRows = own.records.filter(fits).map((entry): HistoryRow<T> => ({ ...OF_NO_CUSTOMER, entry }));
  return {
    rows: newestFirst([...found.rows, ...ownRows]),
    total: found.total + ownRows.length,
    ...choicesIn([
      ...parts.map(({ history }) => history),
      ...own.records.map((entry) => choiceOf(entry, source)),
    ]),
    unreadable: [...unreadable, ...found.unreadable, ...own.unreadable],
  };
}

/** What the partner's own documents have of it. */
async function ownOf<T extends Entry>(ports: Ports, actor: Actor, { ofPartner }: Source<T>) {
  return ofPartner ? await ofPartner(ports, actor) : { records: [], unreadable: [] };
}

function choiceOf<T extends Entry>(entry: T, { kinds }: Source<T>): Choices {
  return { kinds: kinds(entry), users: entry.by ? { [entry.by.userId]: entry.by.name } : {} };
}

/** What a history, or a part of it, can be narrowed by: kinds, and users with their names. */
interface Choices {
  readonly kinds: readonly string[];
  readonly users: Readonly<Record<string, string>>;
}

/** What there is to narrow histories by. */
function choicesIn(histories: readonly Choices[]): Pick<History<unknown>, 'kinds' | 'users'> {
  const kinds = new Set<string>();
  const users = new Map<string, string>();
  for (const history of histories) {
    for (const kind of history.kinds) kinds.add(kind);
    for (const [id, name] of Object.entries(history.users)) users.set(id, name);
  }
  return {
    kinds: [...kinds].sort((a, b) => a.localeCompare(b, 'en')),
    users: [...users]
      .map(([id, name]) => ({ id, name }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en')),
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

async function paged<T extends Entry>(
  ports: Ports,
  actor: Actor,
  filter: HistoryFilter,
  source: Source<T>,
  page: number,
): Promise<History<T>> {
  const most = (total: number) => placeOf(total, page, PAGE_SIZE).at * PAGE_SIZE;
  const { rows, total, ...rest } = await collect(ports, actor, filter, source, most);
  const { at, pages } = placeOf(total, page, PAGE_SIZE);
  return {
    ...rest,
    rows: { items: rows.slice((at - 1) * PAGE_SIZE, at * PAGE_SIZE), total, page: at, pages },
  };
}
