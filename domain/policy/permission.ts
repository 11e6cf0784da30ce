/** What must be so before a customer can be allowed to buy reservations itself (rules section 6). */
import type { Customer } from '../model.js';
import { Refusal } from '../refusals.js';

/** Names of the active subscriptions that count, and which of them have an Owner among the customer's users (rules section 6). */
export function permissionChecks(customer: Pick<Customer, 'subscriptions'>): {
  subscriptions: string[];
  owned: { subscription: string; owners: string[] }[];
} {
  const counting = customer.subscriptions.filter(
    ({ offer, state }) => offer !== 'other' && state === 'active',
  );
  return {
    subscriptions: counting.map(({ name }) => name),
    owned: counting
      .filter(({ owners }) => owners.length > 0)
      .map(({ name, owners }) => ({ subscription: name, owners: [...owners] })),
  };
}

/**
 * Passes where the customer's permission can be turned on (rules section 6).
 * @throws Refusal PermissionNeedsSubscription; PermissionNeedsOwner with the subscriptions that lack one.
 */
export function requirePermissionPrerequisites(customer: Pick<Customer, 'subscriptions'>): void {
  const { subscriptions, owned } = permissionChecks(customer);
  if (subscriptions.length === 0) throw new Refusal({ code: 'PermissionNeedsSubscription' });
  if (owned.length === 0) throw new Refusal({ code: 'PermissionNeedsOwner', subscriptions });
}
