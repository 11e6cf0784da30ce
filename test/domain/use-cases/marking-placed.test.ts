/** Marking as placed in Partner Center what is recorded here (rules section 2, "Where an act takes effect"). */
import { describe, expect, it } from '@jest/globals';
import { customer, reservation, subscription, used } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import { add, buyCart, CUSTOMER_ID, quoted, refused, testDesk } from '../../support/desk.js';

/** A desk on which an order, a refund and a permission are recorded, one minute after the other. */
async function recorded() {
  const t = await testDesk({
    customers: [
      customer({ subscriptions: [subscription({ owners: ['Olga'] })], reservations: [reservation(used())] }),
    ],
  });
  await add(t, t.actor());
  const { order } = await buyCart(t, t.actor());
  t.clock.forward(1);
  const { request } = await (await quoted(t)).file();
  t.clock.forward(1);
  const { facts } = await t.desk.setPermission(t.actor(), CUSTOMER_ID, true, 'on');
  t.clock.forward(1);
  const what = {
    order: `order/${order.number}`,
    request: `request/${request.number}`,
    permission: `permission/${facts.changedAt}`,
  };
  return { t, what, order, request };
}
const waiting = async (t: TestDesk) =>
  (await t.desk.unplaced(t.actor(), CUSTOMER_ID)).placeables.items.map(({ what }) => what);
const mark = (
  t: TestDesk,
  what: string,
  number = 'MS-1',
  attemptId = `mark ${what}`,
  userId = 'AdminAgent',
) => t.desk.markPlaced(t.actor(userId), CUSTOMER_ID, { what, number }, attemptId);

describe('what is not placed yet', () => {
  it('is listed, the newest first, and no longer once it is marked', async () => {
    const { t, what } = await recorded();
    const { placeables, customerName } = await t.desk.unplaced(t.actor(), CUSTOMER_ID);
    expect(customerName).toBe('Customer One');
    expect(placeables.items.map((one) => [one.what, one.kind, one.total?.amount])).toEqual([
      [what.permission, 'permissionOn', undefined],
      [what.request, 'refund', '3600.00'],
      [what.order, 'order', '1000.00'],
    ]);
    await mark(t, what.request);
    expect(await waiting(t)).toEqual([what.permission, what.order]);
    await mark(t, what.permission, '');
    await mark(t, what.order, ' 4711 ');
    expect(await waiting(t)).toEqual([]);
    const by = { userId: 'AdminAgent', name: 'Ada Admin', roles: ['AdminAgent'] };
    const at = t.clock.now().toISOString();
    const { orders, requests, permission, activity } = await t.book();
    expect(orders[0]?.placement).toEqual({ state: 'placed', number: '4711', at, by });
    expect(requests[0]?.placement).toEqual({ state: 'placed', number: 'MS-1', at, by });
    expect(permission.placement).toEqual({ state: 'placed', at, by });
    expect(activity.slice(-3)).toMatchObject([
      {
        action: 'placed in Partner Center',
        subject: requests[0]?.number,
        before: 'recorded',
        after: 'placed MS-1',
      },
      { subject: 'Create Customer Purchase Permissions', before: 'recorded', after: 'placed' },
      { subject: orders[0]?.number, after: 'placed 4711' },
    ]);
  });

  it('does not list a request that is settled, and does not mark it', async () => {
    const { t, what, request } = await recorded();
    await t.desk.settle(
      t.actor(),
      CUSTOMER_ID,
      { number: request.number, outcome: 'withdrawn', locale: 'en' },
      'settle',
    );
    expect(await waiting(t)).toEqual([what.permission, what.order]);
    expect(await refused(mark(t, what.request))).toMatchObject({
      code: 'RequestSettled',
      state: 'withdrawn',
    });
  });
});

describe('marking it', () => {
  it('is done once by the same attempt, with the same answer', async () => {
    const { t, what } = await recorded();
    const answers = await Promise.all(Array.from({ length: 20 }, () => mark(t, what.order)));
    expect(answers).toEqual(Array(20).fill(answers[0]));
    expect(
      (await t.book()).activity.filter(({ action }) => action === 'placed in Partner Center'),
    ).toHaveLength(1);
  });

  it('by a second one is refused, who is told by whom, when and under which number', async () => {
    const { t, what } = await recorded();
    await mark(t, what.order);
    const at = t.clock.now().toISOString();
    t.clock.forward(5);
    const told = { code: 'AlreadyPlaced', placedAs: 'MS-1', first: { by: 'Ada Admin', at } };
    expect(await refused(mark(t, what.order, 'MS-2', 'other', 'colleague'))).toEqual(told);
    expect(await refused(t.desk.placeable(t.actor(), CUSTOMER_ID, what.order))).toEqual(told);
  });

  it('is of that one, and of none of its kind beside it', async () => {
    const { t, what } = await recorded();
    await add(t, t.actor(), { itemId: 'item-2' });
    const second = (await buyCart(t, t.actor(), 'second')).order.number;
    await mark(t, `order/${second}`, 'MS-2');
    const { orders } = await t.book();
    expect(orders.map(({ placement }) => placement.number)).toEqual([undefined, 'MS-2']);
    expect(await waiting(t)).toEqual([what.permission, what.request, what.order]);
  });

  it('does not mark a permission that was switched again since, and repeats the answer of before', async () => {
    const { t, what } = await recorded();
    const answer = await mark(t, what.permission, '');
    t.clock.forward(1);
    await t.desk.setPermission(t.actor(), CUSTOMER_ID, false, 'off');
    expect(await refused(mark(t, what.permission, '', 'late'))).toEqual({ code: 'NothingToPlace' });
    expect((await mark(t, what.permission, '')).placeable.placement).toEqual(answer.placeable.placement);
    expect((await t.book()).permission.placement).toEqual({ state: 'recorded' });
  });

  it.each(['', '  ', 'x'.repeat(61), '<b>1</b>', '4711\u202e', '__proto__'])(
    'takes no number such as %j for an order',
    async (number) => {
      const { t, what } = await recorded();
      expect(await refused(mark(t, what.order, number))).toEqual({
        code: 'ReferenceInvalid',
        fields: ['placedNumber'],
      });
    },
  );

  it.each(['order/none', 'permission/2020-01-01T00:00:00Z', '', '__proto__', 'order'])(
    '%j is nothing to mark',
    async (what) => {
      const { t } = await recorded();
      expect(await refused(mark(t, what))).toEqual({ code: 'NothingToPlace' });
      expect((await t.book()).activity.at(-1)).toMatchObject({
        action: 'placed in Partner Center',
        outcome: 'refused',
      });
    },
  );

  it('takes the rights that doing it takes', async () => {
    const { t, what } = await recorded();
    const needsAccess = { code: 'NeedsAccess', subscription: 'Subscription One' };
    expect(await refused(mark(t, what.order, 'N', 'a', 'SalesAgent'))).toEqual(needsAccess);
    expect(await refused(mark(t, what.request, 'N', 'b', 'HelpdeskAgent'))).toEqual(needsAccess);
    expect(await refused(mark(t, what.permission, '', 'c', 'GlobalAdmin'))).toEqual({
      code: 'NeedsRole',
      roles: ['AdminAgent'],
    });
    await t.change({ subscriptions: [subscription({ access: ['SalesAgent'] })] });
    expect((await mark(t, what.order, 'N', 'd', 'SalesAgent')).placeable.placement.state).toBe('placed');
  });
});
