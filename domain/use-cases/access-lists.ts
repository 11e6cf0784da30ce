/** Who has access to a reservation or a subscription (rules sections 1 and 3): seen, granted and withdrawn. */
import type { AccessFacts, GrantableColleagues, Granted, PersonChanged } from '../answers/access.js';
import type { Page } from '../answers.js';
import type { Actor, Customer, PartnerUser, Reservation, Subscription } from '../model.js';
import { allows, allowsOutright, requireRole, requireSomebodyElse } from '../policy/access.js';
import { requireEmail, requirePerson } from '../policy/people.js';
import { USERS } from '../store/kinds.js';
import { act } from './act.js';
import { subscriptionOf } from './exchange-wish.js';
import { subjectOf } from './following-requests.js';
import { pageOf } from './lists.js';
import { type Ports, requireCustomer, requireUser } from './ports.js';
import { requireReservation } from './requests.js';

const PAGE_SIZE = 8;

/** What access is about: one reservation, or a subscription as a whole. */
export interface AccessTarget {
  readonly reservationId?: string;
  readonly subscriptionId?: string;
}

/** Whom access is granted to, or withdrawn from. */
export interface AccessWish extends AccessTarget {
  /** A user id, an e-mail address or a name. */
  readonly who: string;
}

interface Place {
  readonly subscription: Subscription;
  readonly reservation?: Reservation;
}

/**
 * Who has access, and how they come to it; those who were given it a page at a time.
 * @throws Refusal ReservationNotFound; SubscriptionNotFound.
 */
export async function access(
  ports: Ports,
  actor: Actor,
  customerId: string,
  target: AccessTarget,
  page = 1,
): Promise<AccessFacts> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const users = await usersOf(ports, actor);
  const place = placeOf(customer, target);
  return {
    customerId,
    customerName: customer.name,
    ...place,
    byRole: withoutAccess(users),
    bySubscription: place.reservation ? colleaguesWith(place.subscription.access, users) : [],
    given: givenOn(place, users, page),
    mayGrant: allows('grantAccess', me.user.roles),
  };
}

/**
 * Colleagues who can be given access and do not have it by their role, a page at a time.
 * @throws Refusal ReservationNotFound; SubscriptionNotFound.
 */
export async function grantable(
  ports: Ports,
  actor: Actor,
  customerId: string,
  target: AccessTarget,
  page = 1,
): Promise<GrantableColleagues> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const users = await usersOf(ports, actor);
  const place = placeOf(customer, target);
  const having = new Set([...place.subscription.access, ...(place.reservation?.access ?? []), me.user.id]);
  const open = users
    .filter(({ id, removed }) => !removed && !having.has(id))
    .filter(({ roles }) => roles.length > 0 && !allowsOutright('manage', roles))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { customerName: customer.name, colleagues: pageOf(open, page, PAGE_SIZE) };
}

/**
 * Gives a colleague access, or to a reservation also a user of the customer, by e-mail address. What is so already
 * stays as it is, and is no error.
 * @throws Refusal NeedsRole (Admin agents and Global admins); GrantToSelf; PersonNotFound, also for somebody who has
 *   left; PersonAmbiguous; EmailInvalid; ReservationNotFound; SubscriptionNotFound.
 */
export async function grantAccess(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: AccessWish,
  attemptId: string,
): Promise<PersonChanged> {
  return await change(ports, actor, customerId, wish, attemptId, true);
}

/**
 * Takes access away from somebody who was given it to just this. Work in progress of theirs stays.
 * @throws Refusal NeedsRole; PersonNotFound; PersonAmbiguous; ReservationNotFound; SubscriptionNotFound.
 */
export async function withdrawAccess(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: AccessWish,
  attemptId: string,
): Promise<PersonChanged> {
  return await change(ports, actor, customerId, wish, attemptId, false);
}

async function change(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: AccessWish,
  attemptId: string,
  granting: boolean,
): Promise<PersonChanged> {
  const me = await requireUser(ports, actor);
  const users = await usersOf(ports, actor);
  const action = granting ? 'grant access' : 'withdraw access';
  const subject = subjectOf(wish.reservationId ?? wish.subscriptionId ?? '');
  const { outcome } = await act(ports, actor, me, customerId, {
    action,
    subject,
    attemptId,
    decide(draft) {
      requireRole('grantAccess', me.user.roles);
      const place = placeOf(draft, wish);
      const given = grantedOn(place, users);
      const person = granting ? requireGrantable(place, users, wish.who) : requirePerson(given, wish.who);
      if (granting) requireSomebodyElse(me.user, person);
      const changed = !granting || !given.some(({ kind, id }) => kind === person.kind && id === person.id);
      const { name } = person;
      const outcome = { kind: 'person', name, changed } as const;
      if (!changed) return { outcome };
      put(place, person, granting);
      const named = person.kind === 'colleague' ? `${name} (${person.email})` : name;
      const trace = granting
        ? { action, subject, before: 'no access', after: named }
        : { action, subject, before: named, after: 'no access' };
      return { outcome, trace };
    },
  });
  if (outcome.kind !== 'person') throw new Error('an attempt at access that was about something else');
  return { name: outcome.name, changed: outcome.changed };
}

/** Writes a person on the list, or takes them off it. */
function put({ subscription, reservation }: Place, { kind, id }: Granted, on: boolean): void {
  const target = reservation ?? subscription;
  const changed = (list: readonly string[]) => (on ? [...list, id] : list.filter((known) => known !== id));
  if (kind === 'colleague') target.access = changed(target.access);
  else if (reservation) reservation.customerAccess = changed(reservation.customerAccess ?? []);
}

/** A colleague, by whatever they are called; to a reservation also somebody else, by e-mail address. */
function requireGrantable({ reservation }: Place, users: readonly PartnerUser[], who: string): Granted {
  const typed = who.trim().toLowerCase();
  const ours = users.some(({ email }) => email.toLowerCase() === typed);
  if (reservation && who.includes('@') && !ours) return customerUser(requireEmail(who));
  return colleague(
    requirePerson(
      users.filter(({ removed }) => !removed),
      who,
    ),
  );
}

function placeOf(customer: Customer, { reservationId, subscriptionId }: AccessTarget): Place {
  if (reservationId === undefined) return { subscription: subscriptionOf(customer, subscriptionId ?? '') };
  const reservation = requireReservation(customer, reservationId);
  return { reservation, subscription: subscriptionOf(customer, reservation.subscriptionId) };
}

/** All users of the partner, those who have left too. */
export async function usersOf(ports: Ports, actor: Actor): Promise<readonly PartnerUser[]> {
  return (await ports.documents.read(USERS, actor.partnerId))?.users ?? [];
}

/** Users whose role needs no access to work on reservations (rules section 1). */
export function withoutAccess(users: readonly PartnerUser[]): PartnerUser[] {
  return users.filter(({ roles, removed }) => !removed && allowsOutright('manage', roles));
}

/** Those who were given access to just this, a page at a time; a page beyond the ends is the nearest there is. */
export function givenOn(place: Place, users: readonly PartnerUser[], page: number): Page<Granted> {
  return pageOf(grantedOn(place, users), page, PAGE_SIZE);
}

function grantedOn({ subscription, reservation }: Place, users: readonly PartnerUser[]): Granted[] {
  return [
    ...colleaguesWith((reservation ?? subscription).access, users),
    ...(reservation?.customerAccess ?? []).map(customerUser),
  ];
}

/** An id that is in no list of users any more is shown as it is. */
function colleaguesWith(ids: readonly string[], users: readonly PartnerUser[]): Granted[] {
  return ids.map((id) => {
    const known = users.find((user) => user.id === id);
    return colleague(known ?? { id, name: id, email: '', roles: [], removed: true });
  });
}

function colleague({ id, name, email, roles, removed = false }: PartnerUser): Granted {
  return { id, kind: 'colleague', name, email, roles, removed };
}

function customerUser(email: string): Granted {
  return { id: email, kind: 'customerUser', name: email, email, roles: [], removed: false };
}
