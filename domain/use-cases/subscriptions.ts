/** A customer's subscriptions: whether they can be bought under and why not, and who is Owner (rules sections 2 and 6). */
import type { Hindrance, PersonChanged, SubscriptionDetail, SubscriptionList } from '../answers/access.js';
import type { Me } from '../answers.js';
import type { Actor, Customer, Subscription } from '../model.js';
import { allows, mayActOn, requireAccess, requireSomeAccess } from '../policy/access.js';
import { soldIn } from '../policy/markets.js';
import { requireEmail, requirePerson } from '../policy/people.js';
import { subscriptionProblem } from '../policy/purchase.js';
import { Refusal } from '../refusals.js';
import { givenOn, usersOf, withoutAccess } from './access-lists.js';
import { act } from './act.js';
import { subscriptionOf } from './exchange-wish.js';
import { reservationFacts, returnableFirst, subscriptionFacts } from './facts.js';
import { subjectOf } from './following-requests.js';
import { pageOf } from './lists.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';

const PAGE_SIZE = 8;

/** A customer's subscriptions, a page at a time. @throws Refusal CustomerNotFound. */
export async function subscriptions(
  ports: Ports,
  actor: Actor,
  customerId: string,
  page = 1,
): Promise<SubscriptionList> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const all = customer.subscriptions.map((subscription) => subscriptionFacts(customer, subscription, me));
  return {
    customerId,
    customerName: customer.name,
    subscriptions: pageOf(all, page, PAGE_SIZE),
    canAddPlan: canAddPlan(me, customer),
  };
}

/** One subscription; of its Owners a page at a time. @throws Refusal SubscriptionNotFound. */
export async function subscription(
  ports: Ports,
  actor: Actor,
  customerId: string,
  subscriptionId: string,
  page = 1,
): Promise<SubscriptionDetail> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const users = await usersOf(ports, actor);
  const found = subscriptionOf(customer, subscriptionId);
  const azurePlan = activePlan(customer)?.name;
  return {
    ...subscriptionFacts(customer, found, me),
    customerId,
    customerName: customer.name,
    hindrances: hindrancesOf(me, customer, found),
    ...(customer.country === undefined ? {} : { country: customer.country }),
    ...(azurePlan === undefined ? {} : { azurePlan }),
    canAddPlan: canAddPlan(me, customer),
    owners: pageOf(found.owners, page, PAGE_SIZE),
    given: givenOn({ subscription: found }, users, 1),
    byRole: withoutAccess(users),
    reservations: customer.reservations
      .filter((reservation) => reservation.subscriptionId === found.id)
      .map((reservation) => reservationFacts(customer, reservation, me, today(ports)))
      .sort(returnableFirst),
    mayManage: mayActOn('manage', me.user, { subscription: found }),
    mayGrant: allows('grantAccess', me.user.roles),
  };
}

/** What stands in the way of buying under it now: the subscription itself, the market, the user's access. */
function hindrancesOf(me: Me, customer: Customer, found: Subscription): Hindrance[] {
  const problem = subscriptionProblem(customer, found);
  const { country } = customer;
  return [
    ...(problem ? [problem] : []),
    ...(country === undefined ? (['CountryUnknown'] as const) : []),
    ...(country !== undefined && !soldIn(country) ? (['ReservationsNotSoldInMarket'] as const) : []),
    ...(mayActOn('manage', me.user, { subscription: found }) ? [] : (['NeedsAccess'] as const)),
  ];
}

function activePlan({ subscriptions }: Customer): Subscription | undefined {
  return subscriptions.find(({ offer, state }) => offer === 'azurePlan' && state === 'active');
}

function canAddPlan(me: Me, customer: Customer): boolean {
  if (activePlan(customer)) return false;
  try {
    requireSomeAccess('manage', me.user, customer.subscriptions);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

export interface OwnerWish {
  readonly subscriptionId: string;
  /** An e-mail address; of one who is no longer Owner also a part of the name. */
  readonly who: string;
  readonly owner: boolean;
}

/**
 * Writes down that a user of the customer is Owner on a subscription, or no longer is (rules section 6). What is so
 * already stays as it is, and is no error.
 * @throws Refusal SubscriptionNotFound, NeedsRole, NeedsAccess; EmailInvalid; PersonNotFound and PersonAmbiguous for
 *   whoever is to be Owner no longer.
 */
export async function setOwner(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: OwnerWish,
  attemptId: string,
): Promise<PersonChanged> {
  const me = await requireUser(ports, actor);
  const action = wish.owner ? 'record Owner' : 'remove Owner';
  const subject = subjectOf(wish.subscriptionId);
  const { outcome } = await act(ports, actor, me, customerId, {
    action,
    subject,
    attemptId,
    decide(draft) {
      const found = subscriptionOf(draft, wish.subscriptionId);
      requireAccess('manage', me.user, { subscription: found });
      const name = wish.owner ? requireEmail(wish.who) : requireOwner(found, wish.who);
      const changed = !wish.owner || !found.owners.some((known) => known.toLowerCase() === name);
      const outcome = { kind: 'person', name, changed } as const;
      if (!changed) return { outcome };
      found.owners = wish.owner ? [...found.owners, name] : found.owners.filter((known) => known !== name);
      const trace = wish.owner
        ? { action, subject, before: 'not Owner', after: name }
        : { action, subject, before: name, after: 'not Owner' };
      return { outcome, trace };
    },
  });
  if (outcome.kind !== 'person') throw new Error('an attempt at an Owner that was about something else');
  return { name: outcome.name, changed: outcome.changed };
}

function requireOwner({ owners }: Subscription, who: string): string {
  return requirePerson(
    owners.map((owner) => ({ id: owner, name: owner, email: owner })),
    who,
  ).name;
}
