/** Who may change what a colleague may do (rules section 1, "approve colleagues, give and take roles"). */
import type { PartnerUser, Role } from '../model.js';
import { ROLES } from '../model.js';
import { Refusal } from '../refusals.js';
import { rolesFor } from './access.js';

export type ColleagueChange =
  | { readonly kind: 'roles'; readonly give: readonly Role[]; readonly take: readonly Role[] }
  | { readonly kind: 'remove' }
  | { readonly kind: 'bringBack' };

type Users = readonly PartnerUser[];

/** @throws Refusal ColleagueNotFound for an id that is no user of the partner. */
export function requireColleague(users: Users, userId: string): PartnerUser {
  const found = users.find(({ id }) => id === userId);
  if (!found) throw new Refusal({ code: 'ColleagueNotFound' });
  return found;
}

/** The roles with which a user acts now: none for nobody, and for somebody removed. */
export function rolesNow(users: Users, userId: string): readonly Role[] {
  const found = users.find(({ id }) => id === userId);
  return found && !found.removed ? found.roles : [];
}

/**
 * The users after a change of one of them; the same list where it changes nothing.
 * @throws Refusal ColleagueNotFound; LastUserManager where nobody would be left to manage users; OwnRoles where
 *   somebody changes itself (rules section 1: nobody grants a role to themselves).
 */
export function changedUsers(
  users: Users,
  actorId: string,
  userId: string,
  change: ColleagueChange,
): readonly PartnerUser[] {
  const before = requireColleague(users, userId);
  const after = changed(before, change);
  if (after === before) return users;
  const next = users.map((user) => (user === before ? after : user));
  if (users.some(managesUsers) && !next.some(managesUsers)) throw new Refusal({ code: 'LastUserManager' });
  if (userId === actorId) throw new Refusal({ code: 'OwnRoles' });
  return next;
}

function changed(user: PartnerUser, change: ColleagueChange): PartnerUser {
  const { removed = false, ...rest } = user;
  if (change.kind === 'remove') return removed ? user : { ...user, removed: true };
  if (change.kind === 'bringBack') return removed ? rest : user;
  const roles = ROLES.filter(
    (role) => change.give.includes(role) || (user.roles.includes(role) && !change.take.includes(role)),
  );
  const same = roles.length === user.roles.length && roles.every((role) => user.roles.includes(role));
  return same ? user : { ...user, roles };
}

/** True for one who acts and may manage users (rules section 1). */
export function managesUsers({ roles, removed = false }: PartnerUser): boolean {
  return !removed && rolesFor('manageUsers').some((role) => roles.includes(role));
}
