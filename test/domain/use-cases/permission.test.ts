/** "Allow customer to purchase" (rules section 6). */
import { describe, expect, it } from '@jest/globals';
import type { Subscription } from '../../../domain/model.js';
import { customer, subscription } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import { CUSTOMER_ID, refused, testDesk } from '../../support/desk.js';

const OWNED = subscription({ owners: ['Olga Owner'] });
const deskWith = (...subscriptions: Subscription[]) => testDesk({ customers: [customer({ subscriptions })] });
const set = (t: TestDesk, on: boolean, attemptId = 'a', userId = 'AdminAgent') =>
  t.desk.setPermission(t.actor(userId), CUSTOMER_ID, on, attemptId);

describe('turning the permission on', () => {
  const needsSubscription = { code: 'PermissionNeedsSubscription' };
  it.each<[string, Subscription[], unknown]>([
    ['no subscription', [], needsSubscription],
    ['only one that is suspended', [{ ...OWNED, state: 'suspended' }], needsSubscription],
    ['only one that is cancelled', [{ ...OWNED, state: 'cancelled' }], needsSubscription],
    ['only one bought elsewhere', [{ ...OWNED, offer: 'other' }], needsSubscription],
    [
      'one without an Owner',
      [subscription()],
      { code: 'PermissionNeedsOwner', subscriptions: ['Subscription One'] },
    ],
    [
      'an Owner on one that does not count',
      [subscription(), { ...OWNED, id: 'b', state: 'suspended' }],
      { code: 'PermissionNeedsOwner', subscriptions: ['Subscription One'] },
    ],
    ['an owned Azure Global subscription', [OWNED], undefined],
    ['an owned Azure plan', [{ ...OWNED, offer: 'azurePlan' }], undefined],
    ['an Owner on one of two', [subscription(), { ...OWNED, id: 'b' }], undefined],
  ])('with %s', async (_has, subscriptions, told) => {
    const t = await deskWith(...subscriptions);
    expect(await refused(set(t, true))).toEqual(told);
    const { permission, activity } = await t.book();
    expect(permission.on).toBe(told === undefined);
    expect(activity).toMatchObject([
      { action: 'Create Customer Purchase Permissions', outcome: told ? 'refused' : 'done' },
    ]);
  });

  it('is allowed in a blocked market, with a warning', async () => {
    for (const [country, marketBlocked] of [
      ['NE', true],
      ['NG', false],
    ] as const) {
      const t = await testDesk({ customers: [customer({ country, subscriptions: [OWNED] })] });
      expect((await t.desk.permission(t.actor(), CUSTOMER_ID)).marketBlocked).toBe(marketBlocked);
      expect(await set(t, true)).toMatchObject({ changed: true, facts: { on: true, marketBlocked } });
    }
  });

  it('says what is needed and who may switch', async () => {
    const t = await deskWith(OWNED, subscription({ id: 'b', name: 'Two' }));
    expect(await t.desk.permission(t.actor(), CUSTOMER_ID)).toEqual({
      customerId: CUSTOMER_ID,
      customerName: 'Customer One',
      on: false,
      subscriptions: ['Subscription One', 'Two'],
      owned: [{ subscription: 'Subscription One', owners: ['Olga Owner'] }],
      marketBlocked: false,
      maySwitch: true,
    });
    for (const userId of ['GlobalAdmin', 'SalesAgent', 'HelpdeskAgent', 'UserManagementAdmin']) {
      expect((await t.desk.permission(t.actor(userId), CUSTOMER_ID)).maySwitch).toBe(false);
    }
  });
});

describe('switching', () => {
  it('is recorded with who, when, before and after; off leaves what is needed unasked', async () => {
    const t = await deskWith(OWNED);
    await set(t, true, 'a');
    await t.change({ subscriptions: [] });
    t.clock.forward(5);
    const { facts, changed } = await set(t, false, 'b', 'colleague');
    expect(changed).toBe(true);
    expect(facts).toMatchObject({
      on: false,
      changedAt: '2021-01-06T12:05:00.000Z',
      changedBy: { name: 'Bob Colleague' },
      placement: { state: 'recorded' },
    });
    expect((await t.book()).activity).toMatchObject([
      {
        action: 'Create Customer Purchase Permissions',
        before: 'off',
        after: 'on',
        by: { name: 'Ada Admin' },
      },
      {
        action: 'Delete Customer Purchase Permissions',
        before: 'on',
        after: 'off',
        by: { name: 'Bob Colleague' },
      },
    ]);
  });

  it.each([true, false])(
    'to %s what is so already changes nothing, logs nothing, and is no error',
    async (on) => {
      const t = await deskWith(OWNED);
      if (on) await set(t, true, 'first');
      // Not even the prerequisites are asked for again.
      await t.change({ subscriptions: [] });
      const { permission, activity } = await t.book();
      t.clock.forward(5);
      expect(await set(t, on, 'again', 'colleague')).toMatchObject({ changed: false, facts: { on } });
      expect(await t.book()).toMatchObject({ permission, activity });
      expect((await t.book()).activity).toHaveLength(activity.length);
    },
  );

  it('the same attempt is one switch with the same answer, also after a colleague has switched back', async () => {
    const t = await deskWith(OWNED);
    const answers = await Promise.all(Array.from({ length: 50 }, () => set(t, true, 'a')));
    expect(answers).toEqual(Array(50).fill(answers[0]));
    expect((await t.book()).activity).toHaveLength(1);
    const already = await set(t, true, 'b', 'colleague');
    t.clock.forward(5);
    await set(t, false, 'c', 'colleague');
    const { facts, changed } = await set(t, true, 'a');
    expect([facts.on, facts.changedAt, facts.changedBy?.name, changed]).toEqual([
      true,
      '2021-01-06T12:00:00.000Z',
      'Ada Admin',
      true,
    ]);
    expect(await set(t, true, 'b', 'colleague')).toMatchObject({
      facts: { on: already.facts.on },
      changed: false,
    });
    expect((await t.book()).permission.on).toBe(false);
  });
});
