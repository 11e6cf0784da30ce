import { describe, expect, it } from '@jest/globals';
import { permissionChecks, requirePermissionPrerequisites } from '../../../domain/policy/permission.js';
import { customer, refusalOf, subscription } from '../../support/builders.js';

describe('before the permission is turned on', () => {
  it('there must be an active Azure plan or Azure Global subscription', () => {
    const without = customer({
      subscriptions: [
        subscription({ state: 'suspended', owners: ['olga@customer.example'] }),
        subscription({ offer: 'azurePlan', state: 'cancelled', owners: ['olga@customer.example'] }),
        subscription({ offer: 'other', owners: ['olga@customer.example'] }),
      ],
    });
    expect(permissionChecks(without)).toEqual({ subscriptions: [], owned: [] });
    expect(refusalOf(() => requirePermissionPrerequisites(without))).toEqual({
      code: 'PermissionNeedsSubscription',
    });
    expect(refusalOf(() => requirePermissionPrerequisites(customer({ subscriptions: [] })))).toEqual({
      code: 'PermissionNeedsSubscription',
    });
  });

  it('a user of the customer must be Owner on one of those, not on another', () => {
    const without = customer({
      subscriptions: [
        subscription({ name: 'Plan', offer: 'azurePlan' }),
        subscription({ name: 'Legacy' }),
        subscription({ name: 'Elsewhere', offer: 'other', owners: ['olga@customer.example'] }),
      ],
    });
    expect(refusalOf(() => requirePermissionPrerequisites(without))).toEqual({
      code: 'PermissionNeedsOwner',
      subscriptions: ['Plan', 'Legacy'],
    });
  });

  it('one subscription with one Owner is enough', () => {
    const ready = customer({
      subscriptions: [
        subscription({ name: 'Plan', offer: 'azurePlan', owners: ['olga@customer.example'] }),
        subscription({ name: 'Legacy' }),
      ],
    });
    expect(refusalOf(() => requirePermissionPrerequisites(ready))).toBeUndefined();
    expect(permissionChecks(ready)).toEqual({
      subscriptions: ['Plan', 'Legacy'],
      owned: [{ subscription: 'Plan', owners: ['olga@customer.example'] }],
    });
  });
});
