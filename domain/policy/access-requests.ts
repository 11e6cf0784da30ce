/** Who may ask to be let in, and what an approval needs (rules section 1, "approve colleagues"). */
import type { AccessRequest, PartnerUser, Role, Users } from '../model.js';
import { ROLES } from '../model.js';
import { Refusal } from '../refusals.js';
import { requireEmail } from './people.js';

/** Somebody whose tenant and object id the channel has validated. */
export interface Asker {
  readonly tenantId: string;
  readonly objectId: string;
  /** What the client shows: nobody vouches for it. */
  readonly name: string;
  /** Only where the channel vouches for it. */
  readonly email?: string;
}

/** Where somebody stands who is no user: whether they may ask, and what came of it where they have. */
export type Standing =
  /** Of no company that has a desk here. */
  | { readonly kind: 'stranger' }
  /** A colleague took them out: they may not ask. */
  | { readonly kind: 'removed' }
  | { readonly kind: 'mayAsk' }
  /** So many have asked already that nobody else can. */
  | { readonly kind: 'full' }
  | { readonly kind: 'open'; readonly since: string }
  | { readonly kind: 'declined'; readonly at: string; readonly by: string }
  /** Let in a moment ago. */
  | { readonly kind: 'user' };

/** Open requests of one partner, so that nobody fills the book. */
export const MOST_OPEN = 50;
/** Longer than any honest name. */
const LONGEST_ASKER_NAME = 100;

/** Where somebody of this partner's tenant stands. */
export function standingOf(users: Users, asker: Pick<Asker, 'objectId' | 'email'>): Standing {
  const { accessRequests = [] } = users;
  if (users.users.some((user) => !user.removed && user.aadObjectId === asker.objectId))
    return { kind: 'user' };
  if (removedUser(users, asker)) return { kind: 'removed' };
  const own = accessRequests.findLast(({ aadObjectId }) => aadObjectId === asker.objectId);
  if (own?.state === 'open') return { kind: 'open', since: own.at };
  if (own?.state === 'declined' && own.closed)
    return { kind: 'declined', at: own.closed.at, by: own.closed.by.name };
  return { kind: openRequests(users).length < MOST_OPEN ? 'mayAsk' : 'full' };
}

/** The user who was removed and is this one: by the object id, or where the book has none by an e-mail address that is vouched for. */
export function removedUser(
  { users }: Users,
  { objectId, email }: Pick<Asker, 'objectId' | 'email'>,
): PartnerUser | undefined {
  return users.find(
    (user) =>
      user.removed &&
      (user.aadObjectId === undefined
        ? email !== undefined && isSameEmail(user.email, email)
        : user.aadObjectId === objectId),
  );
}

/** The requests that wait for a decision, oldest first: of nobody who has come into the book some other way. */
export function openRequests({ users, accessRequests = [] }: Users): AccessRequest[] {
  return accessRequests.filter(
    ({ state, aadObjectId }) => state === 'open' && !users.some((user) => user.aadObjectId === aadObjectId),
  );
}

/**
 * The request with this id, where it can still be decided.
 * @throws Refusal AccessRequestNotFound; AccessDecided with who was first (rules section 8).
 */
export function requireOpenRequest(users: Users, id: string): AccessRequest {
  const closed = users.accessRequests?.find((request) => request.id === id && request.state !== 'open');
  if (closed?.closed && closed.state !== 'open') {
    const { by, at } = closed.closed;
    throw new Refusal({ code: 'AccessDecided', decision: closed.state, first: { by: by.name, at } });
  }
  const found = openRequests(users).find((request) => request.id === id);
  if (!found) throw new Refusal({ code: 'AccessRequestNotFound' });
  return found;
}

/** As whom somebody is let in. */
export interface Approval {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

/**
 * The user that an approval makes of a request.
 * @throws Refusal ApprovalInvalid with the fields that are missing or wrong; EmailTaken where a user of the partner
 *   has that address, be it one who was removed.
 */
export function approvedUser(
  { users }: Users,
  { id, aadObjectId }: AccessRequest,
  as: Approval,
): PartnerUser {
  const name = shortName(as.name);
  const roles = ROLES.filter((role) => as.roles.includes(role));
  const email = emailIn(as.email);
  const fields = [
    ...(name ? [] : ['name']),
    ...(email ? [] : ['email']),
    ...(roles.length > 0 ? [] : ['roles']),
  ];
  if (!email || fields.length > 0) throw new Refusal({ code: 'ApprovalInvalid', fields });
  const other = users.find((user) => isSameEmail(user.email, email));
  if (other) throw new Refusal({ code: 'EmailTaken', colleague: other.name });
  return { id, name, email, roles, aadObjectId };
}

/** A name as it is kept: in one line, without marks that turn the direction of writing, and no longer than a name is. */
export function shortName(text: string): string {
  const line = text
    .slice(0, 10 * LONGEST_ASKER_NAME)
    .replace(/[\p{Cc}\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');
  return Array.from(line.trim()).slice(0, LONGEST_ASKER_NAME).join('').trim();
}

/** The address as it is kept; undefined where it is none. */
export function emailIn(text: string): string | undefined {
  try {
    return requireEmail(text);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function isSameEmail(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
