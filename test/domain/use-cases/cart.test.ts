/** The cart and its review (rules section 2, checks 5 and 6). */
import { describe, expect, it } from '@jest/globals';
import type { PartnerProfile, Subscription } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, partner, subscription } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import {
  add,
  buyCart,
  CUSTOMER_ID,
  HOST,
  PRICES,
  priced,
  refused,
  SCHOOL_VM,
  SQL,
  testDesk,
  VM,
  VM_3Y,
} from '../../support/desk.js';

const review = (t: TestDesk) => t.desk.review(t.actor(), CUSTOMER_ID);
const change = (t: TestDesk, changes: Record<string, string>, itemId = 'item-1') =>
  t.desk.changeCart(t.actor(), CUSTOMER_ID, [{ itemId, ...changes }], 'en');
const RESELLERS = [
  { id: 'r1', name: 'Reseller One', mpnId: '1' },
  { id: 'r2', name: 'Reseller Two', mpnId: '2' },
];
const indirect = (rest: Partial<PartnerProfile> = {}) =>
  partner({ kind: 'indirectProvider', resellers: RESELLERS, ...rest });
const on = (rest: Partial<Subscription>) => [customer({ subscriptions: [subscription(rest)] })];

describe('an item', () => {
  it.each([
    ['1', undefined],
    [' 100 ', undefined],
    ['0', { code: 'QuantityOutOfRange', maximum: 100 }],
    ['101', { code: 'QuantityOutOfRange', maximum: 100 }],
    ['9'.repeat(10_000), { code: 'QuantityOutOfRange', maximum: 100 }],
    ['-1', { code: 'QuantityNotWhole', text: '-1' }],
    ['1.5', { code: 'QuantityNotWhole', text: '1.5' }],
    ['', { code: 'QuantityNotWhole', text: '' }],
    ['1e1', { code: 'QuantityNotWhole', text: '1e1' }],
  ])('has a whole quantity from 1 to the maximum: %j', async (quantity, told) => {
    const t = await testDesk();
    expect(await refused(add(t, t.actor(), { quantity }))).toEqual(told);
  });

  it('is put in once by its id', async () => {
    const t = await testDesk();
    const once = await add(t, t.actor());
    expect((await add(t, t.actor(), { quantity: '7' })).items).toEqual(once.items);
  });

  it("is of the customer's segment unless another is chosen, and one order has one segment", async () => {
    const t = await testDesk();
    const actor = t.actor();
    const notOffered = (product: string) => ({ code: 'SegmentNotOffered', product });
    expect(await refused(add(t, actor, { productId: SCHOOL_VM }))).toEqual(notOffered('Standard_School'));
    expect((await add(t, actor)).segment).toBe('commercial');
    const both = await add(t, actor, { itemId: 'item-2', productId: SCHOOL_VM, segment: 'education' });
    expect([both.segment, both.items.length]).toEqual(['education', 2]);
    expect(await refused(add(t, actor, { itemId: 'item-3', segment: 'commercial' }))).toEqual(
      notOffered('Standard_School'),
    );
    expect((await buyCart(t, actor)).order.items).toHaveLength(2);
  });

  it.each([
    ['azureGlobal', ['single', 'shared'], 'single'],
    ['azurePlan', ['shared'], 'shared'],
  ] as const)('on %s has the scopes %j, and %s to begin with', async (offer, scopes, scope) => {
    const t = await testDesk({ customers: on({ offer }) });
    expect((await add(t, t.actor())).items).toMatchObject([{ scopes, scope }]);
    const problems = await change(t, { scope: 'single' });
    expect(problems).toEqual(
      offer === 'azurePlan'
        ? [{ itemId: 'item-1', field: 'scope', facts: { code: 'ScopeNotOffered', scope: 'single' } }]
        : [],
    );
  });

  it('is paid at once unless monthly is chosen and the product has a billing plan', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    const [sql] = (await add(t, t.actor(), { itemId: 'item-2', productId: SQL })).items.slice(-1);
    expect(sql).toMatchObject({ billing: 'oneTime', billingPlans: ['oneTime'] });
    expect(await change(t, { billing: 'monthly' })).toEqual([]);
    expect(await change(t, { billing: 'monthly' }, 'item-2')).toEqual([
      { itemId: 'item-2', field: 'billing', facts: { code: 'BillingPlanNotOffered', product: 'SQL vCore' } },
    ]);
    expect((await review(t)).items.map(({ billing }) => billing)).toEqual(['monthly', 'oneTime']);
  });

  it("has no price where the list has none in the customer's currency: nothing is converted", async () => {
    const t = await testDesk({ customers: [customer({ currency: 'EUR' })] });
    expect(await refused(add(t, t.actor(), { productId: SQL }))).toEqual({
      code: 'PriceMissing',
      product: 'SQL vCore',
      currency: 'EUR',
    });
    expect((await add(t, t.actor())).total).toBe('900.00');
    const { offers } = await t.desk.offers(t.actor(), CUSTOMER_ID, {});
    expect(offers.items.map(({ product, unitPrice }) => [product.id, unitPrice])).toEqual([
      [VM, '900.00'],
      [VM_3Y, '3200.00'],
    ]);
  });
});

describe('monthly instalments in the review', () => {
  it.each([
    ['USD', '1000.00', ['83.34', '83.34', '83.34']],
    ['JPY', '100001', ['8334', '8334', '8334']],
    ['KWD', '100.001', ['8.334', '8.334', '8.334']],
  ])('add up in the minor unit of %s', async (currency, total, amounts) => {
    const t = await testDesk({ today: '2021-01-31', customers: [customer({ currency })] });
    await add(t, t.actor());
    await change(t, { billing: 'monthly' });
    const shown = await review(t);
    expect(shown).toMatchObject({ currency, total, dueToday: amounts[0] });
    // The end of a shorter month clamps, and does not carry over to the next.
    const dues = ['2021-01-31', '2021-02-28', '2021-03-31'];
    expect(shown.items[0]?.instalments).toEqual({
      count: 12,
      next: dues.map((due, index) => ({ due, amount: amounts[index] })),
    });
  });
});

describe('a reseller', () => {
  it('is not asked of a direct partner', async () => {
    const t = await testDesk({ customers: on({ resellerId: 'r1' }) });
    expect(await add(t, t.actor())).toMatchObject({
      resellers: [],
      items: [expect.not.objectContaining({ resellerId: 'r1' })],
    });
    expect((await buyCart(t, t.actor())).order.items[0]?.resellerId).toBeUndefined();
  });

  it("is preset to the subscription's, can be changed in the cart, and is kept with the reservation", async () => {
    const t = await testDesk({ customers: on({ resellerId: 'r1' }), partner: indirect() });
    expect((await add(t, t.actor())).items).toMatchObject([
      { resellerId: 'r1', resellerName: 'Reseller One' },
    ]);
    expect(await change(t, { resellerId: 'r2' })).toEqual([]);
    expect((await buyCart(t, t.actor())).order.items[0]?.resellerId).toBe('r2');
    expect((await t.book()).reservations[0]?.resellerId).toBe('r2');
  });

  it.each(['', 'r3', '__proto__', 'x'.repeat(80)])('is one of its own: %j is not', async (resellerId) => {
    const t = await testDesk({ partner: indirect() });
    await add(t, t.actor());
    const code = resellerId === '' ? 'ResellerNeeded' : 'ResellerUnknown';
    expect(await change(t, { resellerId })).toEqual([
      { itemId: 'item-1', field: 'reseller', facts: { code } },
    ]);
  });

  it('is required of an indirect provider', async () => {
    const t = await testDesk({ partner: indirect() });
    await add(t, t.actor());
    expect(await refused(buyCart(t, t.actor()))).toEqual({ code: 'ResellerNeeded' });
    expect((await t.book()).orders).toEqual([]);
  });
});

describe('changing the cart', () => {
  it('makes all of the changes or none, and names each problem with its item and field', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    const before = await add(t, t.actor(), { itemId: 'item-2', productId: HOST });
    const problems = await t.desk.changeCart(
      t.actor(),
      CUSTOMER_ID,
      [
        { itemId: 'item-1', quantity: '3', scope: 'shared' },
        { itemId: 'item-2', quantity: '6', scope: 'everywhere' },
      ],
      'en',
    );
    expect(problems).toEqual([
      { itemId: 'item-2', field: 'quantity', facts: { code: 'QuantityOutOfRange', maximum: 5 } },
      { itemId: 'item-2', field: 'scope', facts: { code: 'ScopeNotOffered', scope: 'single' } },
    ]);
    expect((await review(t)).fingerprint).toBe(before.fingerprint);
  });

  it('takes an item out with quantity 0, and an empty cart is no error', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    expect(await change(t, { quantity: '0' })).toEqual([]);
    expect(await refused(review(t))).toEqual({ code: 'CartEmpty' });
    expect(await refused(change(t, { quantity: '1' }))).toEqual({ code: 'CartItemNotFound' });
  });
});

describe('the cart', () => {
  it('is full with ten items', async () => {
    const t = await testDesk();
    for (let item = 1; item <= 10; item++) await add(t, t.actor(), { itemId: `item-${item}` });
    expect(await refused(add(t, t.actor(), { itemId: 'item-11' }))).toEqual({
      code: 'CartFull',
      maximum: 10,
    });
    expect((await review(t)).items).toHaveLength(10);
  });

  it('is kept for 7 days after its last change, and gone a moment later', async () => {
    const t = await testDesk();
    const { cartId } = await add(t, t.actor());
    t.clock.forward(7 * 24 * 60);
    expect((await review(t)).cartId).toBe(cartId);
    expect((await t.desk.startBuying(t.actor(), CUSTOMER_ID)).cartItems).toBe(1);
    t.clock.forward(0, 1);
    expect(await refused(review(t))).toEqual({ code: 'CartEmpty' });
    expect((await t.desk.startBuying(t.actor(), CUSTOMER_ID)).cartItems).toBe(0);
    expect(await refused(t.desk.buy(t.actor(), CUSTOMER_ID, { cartId, fingerprint: '' }, 'a'))).toEqual({
      code: 'CartEmpty',
    });
    const fresh = await add(t, t.actor(), { itemId: 'item-2' });
    expect([fresh.items.length, fresh.cartId === cartId]).toEqual([1, false]);
  });

  it('is one a user: a colleague has another', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    expect(await refused(t.desk.review(t.actor('colleague'), CUSTOMER_ID))).toEqual({ code: 'CartEmpty' });
  });

  it('has one currency, also where the customer gets another', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    await t.change({ currency: 'EUR' });
    expect(await refused(add(t, t.actor(), { itemId: 'item-2' }))).toEqual({
      code: 'CurrenciesDiffer',
      currencies: ['USD', 'EUR'],
    });
  });

  it('shows a changed price with the one before, once; then it holds', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    await t.put(kinds.PRICES, priced(VM, '1100.00'));
    expect((await review(t)).items).toMatchObject([{ unitPrice: '1100.00', previousUnitPrice: '1000.00' }]);
    expect((await review(t)).items[0]?.previousUnitPrice).toBeUndefined();
    expect((await review(t)).validUntil).toBe('2021-01-06T12:15:00.000Z');
  });

  it.each([
    [
      'product',
      { ...PRICES, products: PRICES.products.filter(({ id }) => id !== VM) },
      { code: 'ProductNotFound' },
    ],
    [
      'price',
      { ...PRICES, lists: { USD: { asOf: '2021-01-06', prices: { [SQL]: '500.00' } } } },
      { code: 'PriceMissing', product: 'Standard_D2s_v5', currency: 'USD' },
    ],
  ])(
    'says that an item has left with its %s in the price list, and goes on with the rest',
    async (_what, prices, told) => {
      for (const look of [review, (t: TestDesk) => add(t, t.actor(), { itemId: 'item-3', productId: SQL })]) {
        const t = await testDesk();
        await add(t, t.actor());
        await add(t, t.actor(), { itemId: 'item-2', productId: SQL });
        await t.put(kinds.PRICES, prices);
        expect(await refused(look(t))).toEqual(told);
        expect((await review(t)).items.map(({ id }) => id)).toEqual(['item-2']);
      }
    },
  );

  it.each([
    ['NL', 'noTax'],
    ['BR', 'tax'],
  ])('of a partner in %s has prices with %s, wherever the customer is', async (location, pricesInclude) => {
    for (const country of ['NL', 'BR']) {
      const t = await testDesk({ partner: partner({ location }), customers: [customer({ country })] });
      expect((await add(t, t.actor())).pricesInclude).toBe(pricesInclude);
    }
  });
});
