/** Buying a reviewed cart (rules section 2, check 6, and section 8). */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import { sum } from '../../../domain/money.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, partner, product, subscription } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import {
  add,
  buyCart,
  CUSTOMER_ID,
  HOST,
  PRICES,
  priced,
  refused,
  testDesk,
  VM,
  VM_3Y,
} from '../../support/desk.js';

const nothingBought = async (t: TestDesk) => {
  const { orders, reservations } = await t.book();
  expect([orders, reservations]).toEqual([[], []]);
};

describe('an order', () => {
  it('has a number, is by whom and when, and brings a reservation order an item into being', async () => {
    const t = await testDesk({ today: '2021-01-31' });
    await add(t, t.actor(), { quantity: '2' });
    await add(t, t.actor(), { itemId: 'item-2', productId: VM_3Y, quantity: '3' });
    await t.desk.changeCart(
      t.actor(),
      CUSTOMER_ID,
      [{ itemId: 'item-2', billing: 'monthly', scope: 'shared' }],
      'en',
    );
    const { order, customerName } = await buyCart(t, t.actor());
    expect(customerName).toBe('Customer One');
    expect(order).toMatchObject({
      number: expect.stringMatching(/^RD-\d+$/),
      at: '2021-01-31T12:00:00.000Z',
      by: { userId: 'AdminAgent', name: 'Ada Admin', roles: ['AdminAgent'] },
      total: '12800.00',
      placement: { state: 'recorded' },
    });
    const { reservations, orders, activity, carts } = await t.book();
    expect(orders).toEqual([order]);
    expect(carts).toEqual({});
    expect(activity).toMatchObject([
      {
        action: 'buy',
        subject: order.number,
        after: '12800.00 USD',
        outcome: 'done',
        by: order.by,
        at: order.at,
      },
    ]);
    expect(reservations).toMatchObject([
      {
        quantity: 2,
        instalments: ['2000.00'],
        billing: 'oneTime',
        scope: 'single',
        startsOn: '2021-01-31',
        endsOn: '2022-01-31',
      },
      { quantity: 3, billing: 'monthly', scope: 'shared', startsOn: '2021-01-31', endsOn: '2024-01-31' },
    ]);
    expect(reservations[1]?.instalments).toEqual(Array(36).fill('300.00'));
    // Reservation ID, reservation order ID and order number are three different things.
    const ids = reservations.flatMap(({ id, orderId }) => [id, orderId]);
    expect(ids).toEqual(order.items.flatMap((item) => [item.reservationId, item.reservationOrderId]));
    expect(new Set([...ids, order.number]).size).toBe(5);
    expect(
      reservations.every(({ orderNumber, status }) => orderNumber === order.number && status === 'active'),
    ).toBe(true);
  });

  it.each([
    ['JPY', '100001', 36],
    ['KWD', '100.001', 12],
    ['USD', '1000.00', 60],
  ] as const)('in %s of %s has instalments that add up', async (currency, price, months) => {
    const term = ({ 12: 'P1Y', 36: 'P3Y', 60: 'P5Y' } as const)[months];
    const prices = {
      products: [product({ term })],
      lists: { [currency]: { asOf: '2021-01-01', prices: { [VM]: price } } },
    };
    const t = await testDesk({ prices, customers: [customer({ currency })] });
    await add(t, t.actor());
    await t.desk.changeCart(t.actor(), CUSTOMER_ID, [{ itemId: 'item-1', billing: 'monthly' }], 'en');
    const { order } = await buyCart(t, t.actor());
    const [bought] = (await t.book()).reservations;
    expect(order.total).toBe(price);
    expect(bought?.instalments).toHaveLength(months);
    expect(sum(bought?.instalments ?? [], currency)).toBe(price);
  });

  it('stays as it was bought when the price list moves on', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    const { order } = await buyCart(t, t.actor());
    await t.put(kinds.PRICES, { products: [], lists: {} });
    expect((await t.book()).orders).toEqual([order]);
  });
});

describe('what has changed since the review is shown, and nothing is bought', () => {
  const resellers = ['r1', 'r2'].map((id) => ({ id, name: id, mpnId: id }));
  const options = {
    partner: partner({ kind: 'indirectProvider' as const, resellers }),
    customers: [customer({ subscriptions: [subscription({ resellerId: 'r1' })] })],
  };
  const changed = (t: TestDesk, changes: Record<string, string>) =>
    t.desk.changeCart(t.actor(), CUSTOMER_ID, [{ itemId: 'item-1', ...changes }], 'en');

  it.each<[string, (t: TestDesk) => Promise<unknown>]>([
    ['a price', (t) => t.put(kinds.PRICES, priced(VM, '1000.01'))],
    ['a lower price', (t) => t.put(kinds.PRICES, priced(VM, '999.99'))],
    ['an item more', (t) => add(t, t.actor(), { itemId: 'item-2', productId: HOST })],
    ['the quantity', (t) => changed(t, { quantity: '2' })],
    ['the scope', (t) => changed(t, { scope: 'shared' })],
    ['the billing', (t) => changed(t, { billing: 'monthly' })],
    ['the reseller', (t) => changed(t, { resellerId: 'r2' })],
    ['the segment', (t) => add(t, t.actor(), { itemId: 'item-2', segment: 'education' })],
    [
      'where the partner is, and so the tax',
      (t) => t.put(kinds.PROFILE, { ...options.partner, location: 'BR' }),
    ],
  ])('%s', async (_what, change) => {
    const t = await testDesk(options);
    const reviewed = await add(t, t.actor());
    await change(t);
    expect(await refused(t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a'))).toEqual({
      code: 'ReviewChanged',
    });
    await nothingBought(t);
    expect((await t.book()).activity).toMatchObject([
      { action: 'buy', outcome: 'refused', refusal: { code: 'ReviewChanged' } },
    ]);
    // Reviewed again, it is bought as it now stands.
    const again = await t.desk.review(t.actor(), CUSTOMER_ID);
    expect((await t.desk.buy(t.actor(), CUSTOMER_ID, again, 'b')).order.total).toBe(again.total);
  });

  it('with monthly billing also the dates of the instalments, after midnight', async () => {
    const t = await testDesk({ ...options, today: '2021-01-06T23:59:59Z' });
    await add(t, t.actor());
    await changed(t, { billing: 'monthly' });
    const reviewed = await t.desk.review(t.actor(), CUSTOMER_ID);
    t.clock.forward(1);
    expect(await refused(t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a'))).toEqual({
      code: 'ReviewChanged',
    });
    await nothingBought(t);
  });

  it('but an unchanged cart is bought, also a day later', async () => {
    const t = await testDesk(options);
    const reviewed = await add(t, t.actor());
    t.clock.forward(24 * 60);
    expect((await t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a')).order.total).toBe('1000.00');
  });

  it.each<[string, Partial<(typeof PRICES)['products'][number]>, unknown]>([
    ['the segment', { segments: ['education'] }, { code: 'SegmentNotOffered', product: 'Standard_D2s_v5' }],
    ['so many', { maxQuantity: 1 }, { code: 'QuantityOutOfRange', maximum: 1 }],
    [
      'the billing plan',
      { billingPlans: ['monthly'] },
      { code: 'BillingPlanNotOffered', product: 'Standard_D2s_v5' },
    ],
  ])('refused where the product is no longer offered for %s', async (_what, change, told) => {
    const t = await testDesk(options);
    const reviewed = await add(t, t.actor(), { quantity: '2' });
    await t.put(kinds.PRICES, { ...PRICES, products: [product(change)] });
    expect(await refused(t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a'))).toEqual(told);
    await nothingBought(t);
  });
});

describe('buying twice', () => {
  it('the same attempt 100 times at once is one order and the same answer', async () => {
    const t = await testDesk();
    const reviewed = await add(t, t.actor());
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a')),
    );
    expect(answers).toEqual(Array(100).fill(answers[0]));
    const { orders, reservations, activity } = await t.book();
    expect([orders.length, reservations.length, activity.length]).toEqual([1, 1, 1]);
    // Also a year later, with everything changed since.
    t.clock.goTo('2022-01-06');
    await t.put(kinds.PRICES, { products: [], lists: {} });
    expect(await t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a')).toEqual(answers[0]);
  });

  it('a refused attempt is refused the same way again, and is in the log once', async () => {
    const t = await testDesk({ customers: [customer({ country: 'NE' })] });
    const attempt = () => refused(t.desk.buy(t.actor(), CUSTOMER_ID, { cartId: 'c', fingerprint: 'f' }, 'a'));
    const first = await attempt();
    await t.change({ country: 'NL' });
    expect(await attempt()).toEqual(first);
    expect((await t.book()).activity).toHaveLength(1);
  });

  it('two tabs on one cart: the second is told the order, by whom and when', async () => {
    const t = await testDesk();
    const reviewed = await add(t, t.actor());
    const [first, second] = await Promise.allSettled([
      t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'tab-1'),
      t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'tab-2'),
    ]);
    const [order] = (await t.book()).orders;
    expect(first).toMatchObject({ status: 'fulfilled', value: { order } });
    expect(second).toMatchObject({
      status: 'rejected',
      reason: {
        facts: {
          code: 'CartAlreadyOrdered',
          orderNumber: order?.number,
          first: { by: 'Ada Admin', at: '2021-01-06T12:00:00.000Z' },
        },
      },
    });
    expect((await t.book()).orders).toHaveLength(1);
    // The old card stays answered when a new cart has been begun.
    await add(t, t.actor(), { itemId: 'item-2' });
    expect(await refused(t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'tab-3'))).toMatchObject({
      code: 'CartAlreadyOrdered',
    });
  });

  it('two colleagues who each buy have bought twice', async () => {
    const t = await testDesk();
    for (const userId of ['AdminAgent', 'colleague']) await add(t, t.actor(userId));
    await Promise.all([buyCart(t, t.actor(), 'a'), buyCart(t, t.actor('colleague'), 'b')]);
    const { orders, reservations }: Customer = await t.book();
    expect(orders.map(({ by }) => by?.name)).toEqual(['Ada Admin', 'Bob Colleague']);
    expect(reservations).toHaveLength(2);
  });
});
