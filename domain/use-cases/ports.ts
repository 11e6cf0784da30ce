/** What every use case is given, and the first questions each of them asks: who is this, and whose customer is it? */

import type { Me } from '../answers.js';
import type { Actor, ActorStamp, Customer } from '../model.js';
import type { Overview } from '../overview/overview.js';
import type { PartnerCenter } from '../partner-center.js';
import type { PartnerList } from '../partner-list.js';
import type { Action } from '../policy/access.js';
import { requireRole } from '../policy/access.js';
import { Refusal } from '../refusals.js';
import type { CustomerSearch } from '../search/customer-search.js';
import type { Documents } from '../store/documents.js';
import { CUSTOMER, customerKey, PROFILE, USERS } from '../store/kinds.js';
import { type Clock, dayOf } from '../term.js';

/** Where new ids come from; passed in, so that a test can foresee them. */
export interface Ids {
  /** An id that nothing else has, as Azure writes them. */
  guid(): string;
  /** A short number to read out, such as "RD-7K2M9QXA". */
  number(prefix: string): string;
}

/** An act that stands in the book: its name in the activity log, and how it ended. */
export interface ActTold {
  readonly action: string;
  /** Repeated: the same attempt once more, which had no further effect. */
  readonly outcome: 'done' | 'refused' | 'repeated';
}

export interface Ports {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly partnerCenter: PartnerCenter;
  readonly partners: PartnerList;
  /** Derived from the lists of customers; what it finds is read from the book. */
  readonly search: CustomerSearch;
  /** Derived from the customers' documents; what is opened is read from the book. */
  readonly overview: Overview;
  /** Told of what went wrong behind an act that stands all the same, such as Partner Center out of reach. */
  readonly report?: (error: unknown) => void;
  /** Told of every act once it is on disk, for whoever counts. It does not throw. */
  readonly told?: (act: ActTold) => void;
}

/** Tells of an act that stands in the book now. */
export function tell(
  { told }: Ports,
  action: string,
  outcome: { readonly kind: string },
  repeated: boolean,
): void {
  told?.({ action, outcome: repeated ? 'repeated' : outcome.kind === 'refused' ? 'refused' : 'done' });
}

/**
 * The actor's user and partner as the book has them now. Roles are read here, at the moment of the act.
 * @throws Refusal UnknownUser for nobody, somebody removed, or somebody without a role; NeedsRole where no role of
 *   the user allows the action at all (rules section 1).
 */
export async function requireUser(ports: Ports, actor: Actor, action: Action = 'see'): Promise<Me> {
  if (!isId(actor.partnerId)) throw new Refusal({ code: 'UnknownUser' });
  const [profile, users] = await Promise.all([
    ports.documents.read(PROFILE, actor.partnerId),
    ports.documents.read(USERS, actor.partnerId),
  ]);
  const user = users?.users.find((candidate) => candidate.id === actor.userId);
  if (!profile || !user || user.removed || user.roles.length === 0)
    throw new Refusal({ code: 'UnknownUser' });
  requireRole(action, user.roles);
  return { user, partner: profile };
}

/** @throws Refusal CustomerNotFound for an id that is not one of this partner's customers. */
export async function requireCustomer(ports: Ports, actor: Actor, customerId: string): Promise<Customer> {
  const customer = await ports.documents.read(CUSTOMER, keyOf(actor, customerId));
  if (!customer) throw new Refusal({ code: 'CustomerNotFound' });
  return customer;
}

/** The key of a customer's document. What comes from a card may be anything: only what looks like an id is looked up. */
export function keyOf(actor: Actor, customerId: string): string {
  if (!isId(customerId)) throw new Refusal({ code: 'CustomerNotFound' });
  return customerKey(actor.partnerId, customerId);
}

const isId = (text: string) => /^[A-Za-z0-9_-]{1,80}$/.test(text);

/** The user as an act records it. */
export function stampOf(me: Me): ActorStamp {
  return { userId: me.user.id, name: me.user.name, roles: [...me.user.roles] };
}

/** Today, as a UTC day. */
export function today(ports: Ports): string {
  return dayOf(ports.clock.now());
}
