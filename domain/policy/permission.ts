/** What must be so before a customer can be allowed to buy reservations itself (rules section 6). */
import type { Customer } from '../model.js';
import { Refusal } from '../refusals.js';

/** Names of the active subscriptions that count, which of them have an Owner among the customer's users, and the first to need one where none has (rules section 6). */
export function permissionChecks(customer: Pick<Customer, 'subscriptions'>): {
  subscriptions: string[];
  owned: { subscription: string; owners: string[] }[];
  ownerNeededOn?: string;
} {
  const counting = customer.subscriptions.filter(
    ({ offer, state }) => offer !== 'other' && state === 'active',
  );
  const owned = counting.filter(({ owners }) => owners.length > 0);
  const [lacking] = owned.length === 0 ? counting : [];
  return {
    subscriptions: counting.map(({ name }) => name),
    owned: owned.map(({ name, owners }) => ({ subscription: name, owners: [...owners] })),
    ...(lacking ? { ownerNeededOn: lacking.id } : {}),
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
