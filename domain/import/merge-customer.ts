/** A customer's next document from the current one and the lines about it. What the desk did is never overwritten. */
import type { Customer, IncompleteReservation, Subscription } from '../model.js';
import { type Counts, counted, noCounts } from './counts.js';
import type { CustomerLine } from './join.js';
import {
  type FindProduct,
  inForce,
  isOfDesk,
  newReservation,
  sorted,
  updatedReservation,
} from './merge-reservation.js';
import type { Place, Problem, Row } from './rows.js';
import { unique } from './unique.js';

export interface MergeContext {
  readonly find: FindProduct;
  /** Of customers that a file gives none. */
  readonly currency?: string;
  /** Who brings the files in: nobody grants access to themselves (rules section 1). Absent in an empty book. */
  readonly userId?: string;
  /** Ids of the partner's resellers by their MPN id. */
  readonly resellers: ReadonlyMap<string, string>;
}

export interface Merged {
  /** The very same object where nothing changes; undefined where there are problems. */
  readonly next?: Customer;
  readonly counts: Counts;
  readonly problems: readonly Problem[];
}

/** The next document of one customer: every line is about it. */
export function mergedCustomer(
  current: Customer | undefined,
  lines: readonly CustomerLine[],
  context: MergeContext,
): Merged {
  const counts = noCounts();
  const problems: Problem[] = [];
  const customer = profileOf(current, lines, context, counts, problems);
  if (!customer) return { counts, problems };
  const subscriptions = subscriptionsOf(customer, lines, context, counts, problems);
  const reservations = reservationsOf({ ...customer, subscriptions }, lines, context, counts, problems);
  if (problems.length > 0) return { counts, problems };
  const { complete, incomplete } = sorted(reservations);
  const was = [...customer.reservations, ...(customer.incompleteReservations ?? [])];
  const same =
    customer === current &&
    subscriptions === customer.subscriptions &&
    reservations.every((one, i) => one === was[i]);
  if (same) return { next: current, counts, problems };
  const { incompleteReservations: _, ...rest } = customer;
  const next: Customer = {
    ...rest,
    subscriptions,
    reservations: complete,
    ...(incomplete.length > 0 ? { incompleteReservations: incomplete } : {}),
  };
  return { next, counts, problems };
}

function profileOf(
  current: Customer | undefined,
  lines: readonly CustomerLine[],
  { currency }: MergeContext,
  counts: Counts,
  problems: Problem[],
): Customer | undefined {
  const [line] = unique(
    lines.filter((one) => one.is === 'customer'),
    ({ id }) => id,
    problems,
  );
  if (!line) {
    if (current) return current;
    const [first] = lines;
    const reason = `customer ${first?.customerId ?? ''} is neither in the files nor in the book`;
    problems.push({ ...placeOf(lines), reason });
    return undefined;
  }
  const { row, place } = line;
  const its = row.currency ?? current?.currency ?? currency;
  if (!its) {
    const reason =
      'Currency is missing: in which currency is this customer sold to? --currency gives it for all';
    problems.push({ ...place, reason });
    return undefined;
  }
  return counted(counts, 'customers', current, { ...(current ?? empty(row)), ...given(row), currency: its });
}

/** Where the files speak of a customer first. */
export function placeOf(lines: readonly CustomerLine[]): Place {
  const [first] = lines;
  return (first && 'place' in first ? first.place : undefined) ?? { file: '', line: 0 };
}

function given(row: Row<'customers'>): Partial<Customer> {
  const { name, domain, country, segment, tags, language } = row;
  const { agreementFirstName, agreementLastName, agreementEmail, agreementDate } = row;
  const signed = agreementFirstName && agreementLastName && agreementEmail && agreementDate;
  return {
    name,
    domain,
    ...(country ? { country } : {}),
    ...(segment ? { segment } : {}),
    ...(tags ? { tags } : {}),
    ...(language ? { language } : {}),
    ...(signed
      ? {
          agreement: {
            firstName: agreementFirstName,
            lastName: agreementLastName,
            email: agreementEmail,
            date: agreementDate,
          },
        }
      : {}),
  };
}

function empty({ id, name, domain }: Row<'customers'>): Omit<Customer, 'currency'> & { currency: string } {
  return {
    id,
    name,
    domain,
    segment: 'commercial',
    currency: '',
    tags: [],
    subscriptions: [],
    reservations: [],
    orders: [],
    carts: {},
    quotes: {},
    requests: [],
    permission: { on: false },
    attempts: {},
    activity: [],
  };
}

/** The legacy Azure offer, and the product that an Azure plan is. */
const AZURE_GLOBAL = /ms-azr-0145p|azure global/i;
const AZURE_PLAN = /dzh318z0bps6|azure plan/i;

function offerOf(row: Row<'subscriptions'>): Pick<Subscription, 'offer' | 'offerName'> {
  const named = `${row.offerId ?? ''} ${row.offerName}`;
  if (AZURE_GLOBAL.test(named)) return { offer: 'azureGlobal' };
  if (AZURE_PLAN.test(named)) return { offer: 'azurePlan' };
  return { offer: 'other', offerName: row.offerName };
}

function subscriptionsOf(
  customer: Customer,
  lines: readonly CustomerLine[],
  context: MergeContext,
  counts: Counts,
  problems: Problem[],
): Subscription[] {
  const found = unique(
    lines.filter((one) => one.is === 'subscription'),
    ({ id }) => id,
    problems,
  );
  const next = new Map(customer.subscriptions.map((one) => [one.id, one]));
  for (const { row, place } of found) {
    const before = next.get(row.id);
    const resellerId = row.resellerId ?? (row.resellerMpnId && context.resellers.get(row.resellerMpnId));
    if (row.resellerMpnId && !resellerId) {
      problems.push({
        ...place,
        reason: `PartnerId ${row.resellerMpnId} is none of the partner's resellers`,
      });
    }
    if (grantsItself(row.access, before?.access, context)) problems.push(itself(place));
    const { offerName: _, ...kept } = before ?? { owners: [], access: [] };
    const after: Subscription = {
      ...kept,
      id: row.id,
      name: row.name,
      ...offerOf(row),
      state: row.status,
      ...(resellerId ? { resellerId } : {}),
      owners: row.owners ?? kept.owners,
      access: row.access ?? kept.access,
    };
    next.set(row.id, counted(counts, 'subscriptions', before, after));
  }
  const list = [...next.values()];
  return list.every((one, i) => one === customer.subscriptions[i]) ? customer.subscriptions : list;
}

function itself(place: Place): Problem {
  return { ...place, reason: 'nobody grants access to themselves' };
}

function grantsItself(
  after: readonly string[] | undefined,
  before: readonly string[] | undefined,
  { userId }: MergeContext,
): boolean {
  return userId !== undefined && (after ?? []).includes(userId) && !(before ?? []).includes(userId);
}

function reservationsOf(
  customer: Customer,
  lines: readonly CustomerLine[],
  context: MergeContext,
  counts: Counts,
  problems: Problem[],
): IncompleteReservation[] {
  const all: IncompleteReservation[] = [...customer.reservations, ...(customer.incompleteReservations ?? [])];
  const next = new Map(all.map((one) => [one.id, one]));
  for (const line of lines) {
    if (line.is !== 'reservation') continue;
    const { id, row, facts, usage, place = { file: 'the transactions', line: 0 } } = line;
    const before = next.get(id);
    if (row && !inForce(row)) {
      counts.reservations.leftOut += 1;
      continue;
    }
    const subscriptionId = row?.subscriptionId ?? before?.subscriptionId ?? onlyOne(customer.subscriptions);
    if (!customer.subscriptions.some((one) => one.id === subscriptionId)) {
      problems.push({
        ...place,
        reason: `reservation ${id}: its customer has no subscription ${subscriptionId ?? ''}`,
      });
      continue;
    }
    if (grantsItself(row?.access, before?.access, context)) problems.push(itself(place));
    try {
      const after = before
        ? updatedReservation(before, row, facts, usage, isOfDesk(customer, before.orderId), context.find)
        : row && newReservation(row, facts, usage, subscriptionId ?? '', context.find);
      if (!after) continue;
      countUsage(counts, before, usage);
      // Utilization alone is counted by its days.
      const onlyUsage = !row && before && Object.keys(facts).length === 0;
      next.set(id, counted(onlyUsage ? noCounts() : counts, 'reservations', before, after));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push({ ...place, reason: `reservation ${id}: ${error.message}` });
    }
  }
  return [...next.values()];
}

const onlyOne = (subscriptions: readonly Subscription[]) =>
  subscriptions.length === 1 ? subscriptions[0]?.id : undefined;

function countUsage(
  counts: Counts,
  before: IncompleteReservation | undefined,
  usage: readonly { day: string; percent: number }[],
): void {
  const known = new Map((before?.utilization ?? []).map(({ day, percent }) => [day, percent]));
  for (const { day, percent } of usage) {
    const was = known.get(day);
    counts.utilization[was === undefined ? 'new' : was === percent ? 'unchanged' : 'changed'] += 1;
  }
}
