/** Who may do what: the table of rules section 1 as data, and the questions asked of it. */
import type { Reservation, Role, Subscription } from '../model.js';
import { ROLES } from '../model.js';
import { Refusal } from '../refusals.js';

/** What a user can want to do. "manage": buy, renew, change scope, file, withdraw and settle requests, add an Azure plan. */
export type Action =
  | 'see'
  | 'manage'
  | 'switchPermission'
  | 'confirmAgreement'
  | 'grantAccess'
  | 'changePartnerData'
  | 'manageUsers';

type Leave = 'yes' | 'withAccess';

const TABLE: Record<Action, Partial<Record<Role, Leave>>> = {
  see: {
    AdminAgent: 'yes',
    GlobalAdmin: 'yes',
    SalesAgent: 'yes',
    HelpdeskAgent: 'yes',
    UserManagementAdmin: 'yes',
  },
  manage: {
    AdminAgent: 'yes',
    GlobalAdmin: 'yes',
    SalesAgent: 'withAccess',
    HelpdeskAgent: 'withAccess',
    UserManagementAdmin: 'yes',
  },
  switchPermission: { AdminAgent: 'yes' },
  confirmAgreement: { AdminAgent: 'yes', SalesAgent: 'yes' },
  grantAccess: { AdminAgent: 'yes', GlobalAdmin: 'yes' },
  changePartnerData: { AdminAgent: 'yes', GlobalAdmin: 'yes' },
  manageUsers: { GlobalAdmin: 'yes', UserManagementAdmin: 'yes' },
};

/** What an action is done to: access to the subscription counts, and to the one reservation where there is one. */
export interface Target {
  readonly subscription: Subscription;
  readonly reservation?: Pick<Reservation, 'access'>;
}

/** Who acts, with the roles as they are read at the moment of the act. */
interface User {
  readonly id: string;
  readonly roles: readonly Role[];
}

/** All roles that allow an action, with or without access, in the order of the table (rules section 1). */
export function rolesFor(action: Action): Role[] {
  return ROLES.filter((role) => TABLE[action][role] !== undefined);
}

/** The roles that allow an action outright, without explicit access (rules section 1). */
function rolesWithoutAccess(action: Action): Role[] {
  return ROLES.filter((role) => TABLE[action][role] === 'yes');
}

/** True where one of the roles allows the action at all, be it with access (rules section 1). */
export function allows(action: Action, roles: readonly Role[]): boolean {
  return roles.some((role) => TABLE[action][role] !== undefined);
}

/** True where one of the roles allows the action without explicit access (rules section 1). */
export function allowsOutright(action: Action, roles: readonly Role[]): boolean {
  return roles.some((role) => TABLE[action][role] === 'yes');
}

/**
 * Passes where one of the roles allows the action without explicit access (rules section 1).
 * @throws Refusal NeedsRole with the roles that would allow it so.
 */
export function requireOutright(action: Action, roles: readonly Role[]): void {
  if (!allowsOutright(action, roles)) {
    throw new Refusal({ code: 'NeedsRole', roles: rolesWithoutAccess(action) });
  }
}

/** Passes for anybody but the user: nobody grants access to themselves (rules section 1). @throws Refusal GrantToSelf. */
export function requireSomebodyElse(user: User, granted: { readonly id: string }): void {
  if (granted.id === user.id) throw new Refusal({ code: 'GrantToSelf' });
}

/**
 * Passes where one of the roles allows the action at all, be it with access (rules section 1).
 * @throws Refusal NeedsRole with the roles that would allow it.
 */
export function requireRole(action: Action, roles: readonly Role[]): void {
  if (!allows(action, roles)) {
    throw new Refusal({ code: 'NeedsRole', roles: rolesFor(action) });
  }
}

/**
 * Passes where the user may do this to this target: one role that allows without access, or one that allows with
 * access and the access itself, to the subscription or to the one reservation (rules section 1).
 * @throws Refusal NeedsRole; NeedsAccess with the name of the subscription.
 */
export function requireAccess(action: Action, user: User, target: Target): void {
  requireRole(action, user.roles);
  if (allowsOutright(action, user.roles)) return;
  const { subscription, reservation } = target;
  if (subscription.access.includes(user.id) || reservation?.access.includes(user.id)) return;
  throw new Refusal({ code: 'NeedsAccess', subscription: subscription.name });
}

/**
 * Passes where the user may do this to a customer as a whole, when no subscription of it is chosen yet: a role that
 * allows without access, or access to one of the customer's subscriptions (rules section 1).
 * @throws Refusal NeedsRole; NeedsAccess with the name of a subscription of the partner's that there is.
 */
export function requireSomeAccess(action: Action, user: User, subscriptions: readonly Subscription[]): void {
  requireRole(action, user.roles);
  if (allowsOutright(action, user.roles)) return;
  if (subscriptions.some(({ access }) => access.includes(user.id))) return;
  const own = subscriptions.find(({ offer }) => offer !== 'other');
  if (own) throw new Refusal({ code: 'NeedsAccess', subscription: own.name });
  throw new Refusal({ code: 'NeedsRole', roles: rolesWithoutAccess(action) });
}

/** True where `requireAccess` would pass (rules section 1). */
export function mayActOn(action: Action, user: User, target: Target): boolean {
  try {
    requireAccess(action, user, target);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
