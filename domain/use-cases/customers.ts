/** Finding and seeing customers and their reservations, and what must be known of them before buying. */

import type { CustomerFacts, CustomerPage, Page, ReservationFacts, ReservationState } from '../answers.js';
import type { Actor, CustomerEntry, RefundPolicyId, Subscription } from '../model.js';
import { requireRole, requireSomeAccess } from '../policy/access.js';
import { requireAgreement } from '../policy/purchase.js';
import { isRefusal, Refusal } from '../refusals.js';
import { findInIndex, findInList } from '../search/find-customers.js';
import { CUSTOMERS, customerKey, POLICY, RECENT } from '../store/kinds.js';
import { act } from './act.js';
import { customerFacts, reservationFacts, returnableFirst } from './facts.js';
import { pageOf } from './lists.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';

const PAGE_SIZE = 8;
const RECENT_KEPT = 8;

export interface CustomerSearch {
  /** Words of which each is part of a name, a domain, a tag or a country, mistyped or not; empty: all. */
  readonly text?: string;
  readonly page?: number;
  /** Customers on a page; eight unless given. */
  readonly size?: number;
}

/**
 * The partner's customers that fit, a page at a time. A name or domain that fits whole comes first, then those that
 * the user worked with lately, then those that fit best, then by name.
 */
export async function findCustomers(
  ports: Ports,
  actor: Actor,
  search: CustomerSearch,
  countryName: (code: string) => string,
): Promise<CustomerPage> {
  await requireUser(ports, actor);
  const list = (await ports.documents.read(CUSTOMERS, actor.partnerId))?.customers ?? [];
  const index = ports.search.of(actor.partnerId, list);
  const text = search.text ?? '';
  const found = index ? findInIndex(index, text, countryName) : findInList(list, text, countryName);
  const lately = await ports.documents.read(RECENT, customerKey(actor.partnerId, actor.userId));
  const recent = new Map((lately?.customerIds ?? []).map((id, place) => [id, place]));
  const rank = (entry: CustomerEntry) => recent.get(entry.id) ?? recent.size;
  const latelyFirst = (entries: readonly CustomerEntry[]) => [
    ...entries.filter(({ id }) => recent.has(id)).sort((a, b) => rank(a) - rank(b)),
    ...entries.filter(({ id }) => !recent.has(id)),
  ];
  const { entries, whole, approximate } = found;
  const ranked = [...latelyFirst(entries.slice(0, whole)), ...latelyFirst(entries.slice(whole))];
  const page = pageOf(ranked, search.page ?? 1, search.size ?? PAGE_SIZE);
  return { ...page, recent: page.items.filter(({ id }) => recent.has(id)).length, approximate };
}

/**
 * Makes ready what finding customers takes, for every partner in the book, in small steps beside the turns. A list
 * that can not be read is passed over: it is named where all files are checked, and to whoever asks for it.
 */
export async function prepareSearch(ports: Ports): Promise<void> {
  for (const partnerId of await ports.partners.ids()) {
    try {
      const list = await ports.documents.read(CUSTOMERS, partnerId);
      if (list) await ports.search.prepare(partnerId, list.customers);
    } catch (error) {
      if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    }
  }
}

/**
 * Notes that the user works with this customer now, so that it comes first the next time. Nobody waits until that is
 * on the disk. @throws Refusal CustomerNotFound.
 */
export async function noteCustomer(ports: Ports, actor: Actor, customerId: string): Promise<void> {
  await requireUser(ports, actor);
  await requireCustomer(ports, actor, customerId);
  const key = customerKey(actor.partnerId, actor.userId);
  const noted = ports.documents.update(RECENT, key, (current) => {
    const before = current?.customerIds ?? [];
    if (current && before[0] === customerId) return { next: current, result: undefined };
    const customerIds = [customerId, ...before.filter((id) => id !== customerId)].slice(0, RECENT_KEPT);
    return { next: { ...current, customerIds }, result: undefined };
  });
  noted.catch((error: unknown) => ports.report?.(error));
}

/** Everything a customer's card shows. */
export async function customer(ports: Ports, actor: Actor, customerId: string): Promise<CustomerFacts> {
  const me = await requireUser(ports, actor);
  const found = await requireCustomer(ports, actor, customerId);
  return customerFacts(found, me, await policyInForce(ports, actor), today(ports));
}

/** The refund policy in force at the partner; `partner-center` unless it chose another (rules section 4). */
export async function policyInForce(ports: Ports, actor: Actor): Promise<RefundPolicyId> {
  return (await ports.documents.read(POLICY, actor.partnerId))?.refundPolicy ?? 'partner-center';
}

/** One reservation of a customer. @throws Refusal ReservationNotFound. */
export async function reservation(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reservationId: string,
): Promise<ReservationFacts> {
  const me = await requireUser(ports, actor);
  const found = await requireCustomer(ports, actor, customerId);
  const one = found.reservations.find((candidate) => candidate.id === reservationId);
  if (!one) throw new Refusal({ code: 'ReservationNotFound' });
  return reservationFacts(found, one, me, today(ports));
}

export interface ReservationSearch {
  readonly page?: number;
  /** Only this one. */
  readonly only?: string;
  /** Only these. */
  readonly among?: readonly string[];
  /** This one before all others. */
  readonly first?: string;
  /** Only what can be refunded or exchanged as far as state and product go. */
  readonly returnable?: boolean;
  /** Only those in this state. */
  readonly state?: ReservationState;
}

/** A customer's reservations, what can be returned first, a page at a time; the states of those left out; and of how many others something is missing. */
export async function reservations(
  ports: Ports,
  actor: Actor,
  customerId: string,
  search: ReservationSearch,
): Promise<{
  customerName: string;
  reservations: Page<ReservationFacts>;
  leftOut: readonly ReservationState[];
  incomplete: number;
}> {
  const me = await requireUser(ports, actor);
  const found = await requireCustomer(ports, actor, customerId);
  const fits = ({ returnable, state }: ReservationFacts) =>
    (returnable || !search.returnable) && (search.state === undefined || state === search.state);
  const named = found.reservations
    .filter(({ id }) => search.only === undefined || id === search.only)
    .filter(({ id }) => search.among?.includes(id) ?? true)
    .map((one) => reservationFacts(found, one, me, today(ports)));
  const all = named
    .filter(fits)
    .sort(
      (a, b) =>
        Number(b.reservation.id === search.first) - Number(a.reservation.id === search.first) ||
        returnableFirst(a, b),
    );
  return {
    customerName: found.name,
    reservations: pageOf(all, search.page ?? 1, PAGE_SIZE),
    leftOut: named.filter((each) => !fits(each)).map(({ state }) => state),
    incomplete: search.only === undefined ? (found.incompleteReservations ?? []).length : 0,
  };
}

/**
 * Adds an Azure plan to a customer, with the acceptance of the Microsoft Customer Agreement where that is not there
 * yet (rules section 2, check 3).
 * @throws Refusal NeedsRole, AgreementInvalid, AgreementDateInFuture, AzurePlanExists.
 */
export async function addAzurePlan(
  ports: Ports,
  actor: Actor,
  customerId: string,
  acceptance: Readonly<Record<string, string>>,
  attemptId: string,
): Promise<Subscription> {
  const me = await requireUser(ports, actor);
  const { customer: changed, outcome } = await act(ports, actor, me, customerId, {
    action: 'add Azure plan',
    attemptId,
    decide(draft) {
      requireSomeAccess('manage', me.user, draft.subscriptions);
      const existing = draft.subscriptions.find(
        ({ offer, state }) => offer === 'azurePlan' && state === 'active',
      );
      if (existing) throw new Refusal({ code: 'AzurePlanExists', subscription: existing.name });
      if (!draft.agreement) {
        requireRole('confirmAgreement', me.user.roles);
        draft.agreement = requireAgreement(acceptance, today(ports));
      }
      const resellerId = draft.subscriptions.find((known) => known.resellerId !== undefined)?.resellerId;
      const plan: Subscription = {
        id: ports.ids.guid(),
        name: 'Azure plan',
        offer: 'azurePlan',
        state: 'active',
        ...(resellerId === undefined ? {} : { resellerId }),
        owners: [],
        access: [],
      };
      draft.subscriptions.push(plan);
      return {
        outcome: { kind: 'subscription', id: plan.id },
        trace: {
          action: 'add Azure plan',
          subject: plan.id,
          after: `agreement accepted on ${draft.agreement.date}`,
        },
      };
    },
  });
  const plan = changed.subscriptions.find(({ id }) => outcome.kind === 'subscription' && id === outcome.id);
  if (!plan) throw new Error('an Azure plan that is not in the book');
  return plan;
}
