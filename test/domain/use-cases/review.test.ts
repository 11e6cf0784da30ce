/** The review of a cart (rules section 2, checks 5 and 6): what it says, and what makes it another one. */
import { describe, expect, it } from '@jest/globals';
import type { Cart, CartItem, Customer, PartnerProfile, Prices } from '../../../domain/model.js';
import { cartOf, reviewOf } from '../../../domain/use-cases/cart.js';
import { customer, partner, reservation, subscription } from '../../support/builders.js';
import {
  add,
  CUSTOMER_ID,
  HOST,
  PRICES,
  priced,
  SCHOOL_VM,
  SQL,
  testDesk,
  VM,
  VM_3Y,
} from '../../support/desk.js';

const NOON = '2021-01-06T12:00:00.000Z';
const RESELLERS = [
  { id: 'r-1', name: 'Reseller One', mpnId: '1' },
  { id: 'r-2', name: 'Reseller Two', mpnId: '2' },
];
const INDIRECT = partner({ kind: 'indirectProvider', resellers: RESELLERS });

const item = (over: Partial<CartItem> = {}): CartItem => ({
  ...{
    id: 'item-1',
    productId: VM,
    subscriptionId: 'sub-1',
    quantity: 2,
    billing: 'oneTime',
    scope: 'shared',
  },
  ...{ unitPrice: '1000.00', pricedAt: NOON },
  ...over,
});
const cart = (over: Partial<Cart> = {}): Cart => ({
  ...{ id: 'cart-1', currency: 'USD', segment: 'commercial', items: [item()], changedAt: NOON },
  ...over,
});

interface Reviewed {
  readonly customer?: Customer;
  readonly cart?: Cart;
  readonly partner?: PartnerProfile;
  readonly prices?: Prices;
  readonly at?: string;
  readonly startsOn?: string;
}
const review = (of: Reviewed = {}) =>
  reviewOf(
    of.customer ?? customer(),
    of.cart ?? cart(),
    of.partner ?? partner(),
    of.prices ?? PRICES,
    new Date(of.at ?? NOON),
    of.startsOn,
  );
const withItem = (over: Partial<CartItem>) => cart({ items: [item(over)] });

/** The price list with the product of the cart changed. */
const listing = (over: Partial<Prices['products'][number]>): Prices => ({
  ...PRICES,
  products: PRICES.products.map((one) => (one.id === VM ? { ...one, ...over } : one)),
});
const MONTHLY = withItem({ billing: 'monthly' });
const TWO = customer({ subscriptions: [subscription(), subscription({ id: 'sub-2', name: 'Two' })] });

describe('the review of a cart', () => {
  it('says what it comes to, and what of it is due today: of monthly billing the first instalment', () => {
    const items = [
      item({ id: 'a' }),
      item({ id: 'b', productId: VM_3Y, quantity: 1, billing: 'monthly' }),
      item({ id: 'c', productId: VM, quantity: 1, billing: 'monthly' }),
    ];
    const shown = review({ cart: cart({ items }) });
    expect(shown.items.map(({ price, instalments }) => [price, instalments?.count])).toEqual([
      ['2000.00', undefined],
      ['3600.00', 36],
      ['1000.00', 12],
    ]);
    expect([shown.total, shown.dueToday]).toEqual(['6600.00', '2183.34']);
    expect(shown.items[2]?.instalments?.next.slice(0, 2)).toEqual([
      { due: '2021-01-06', amount: '83.34' },
      { due: '2021-02-06', amount: '83.34' },
    ]);
  });

  it.each([
    ['NL', 'noTax'],
    ['BR', 'tax'],
  ])('of a partner in %s says that prices include %s', (location, included) => {
    expect(review({ partner: partner({ location }) }).pricesInclude).toBe(included);
  });

  it('has the day of its price list, and holds for 15 minutes', () => {
    const { pricesAsOf, validUntil } = review();
    expect([pricesAsOf, validUntil]).toEqual(['2021-01-01', '2021-01-06T12:15:00.000Z']);
  });

  it('names the reseller of an item, and those to choose from only to an indirect provider', () => {
    const shown = review({ partner: INDIRECT, cart: withItem({ resellerId: 'r-2' }) });
    expect(shown.resellers).toEqual(RESELLERS);
    expect(shown.items[0]).toMatchObject({ resellerId: 'r-2', resellerName: 'Reseller Two' });
    const direct = review({ partner: partner({ resellers: RESELLERS }) });
    expect(direct.resellers).toEqual([]);
    expect(direct.items[0]).not.toHaveProperty('resellerName');
  });

  it('shows the price of before only where it was another', () => {
    expect(review({ prices: priced(VM, '999.99') }).items[0]).toMatchObject({
      unitPrice: '999.99',
      price: '1999.98',
      previousUnitPrice: '1000.00',
    });
    expect(review().items[0]).not.toHaveProperty('previousUnitPrice');
    expect(review({ prices: priced(VM, '1000') }).items[0]).not.toHaveProperty('previousUnitPrice');
  });
});

describe('what was reviewed is another review', () => {
  it.each<[string, Reviewed, Reviewed?]>([
    ['in another cart', { cart: cart({ id: 'cart-2' }) }],
    ['for another segment', { cart: cart({ segment: 'education' }) }],
    ['with another item', { cart: withItem({ id: 'item-2' }) }],
    ['with one item more', { cart: cart({ items: [item(), item({ id: 'item-2' })] }) }],
    [
      'of another product at the same price',
      { cart: withItem({ productId: VM_3Y }), prices: priced(VM_3Y, '1000.00') },
    ],
    ['of a product that is called otherwise by now', { prices: listing({ name: 'Standard_D3' }) }],
    ['of a product of another region by now', { prices: listing({ region: 'northeurope' }) }],
    ['for another term', { prices: listing({ term: 'P3Y' }) }],
    [
      'on another subscription',
      { customer: TWO, cart: withItem({ subscriptionId: 'sub-2' }) },
      { customer: TWO },
    ],
    ['of another quantity', { cart: withItem({ quantity: 3 }) }],
    ['at another price', { prices: priced(VM, '1000.01') }],
    ['in another scope', { cart: withItem({ scope: 'single' }) }],
    ['paid monthly', { cart: MONTHLY }],
    ['with instalments on other days', { cart: MONTHLY, startsOn: '2021-01-07' }, { cart: MONTHLY }],
    ['with a reseller', { partner: INDIRECT, cart: withItem({ resellerId: 'r-1' }) }, { partner: INDIRECT }],
    ['with tax in the prices', { partner: partner({ location: 'BR' }) }],
  ])('%s', (_, changed, before = {}) => {
    expect(review(changed).fingerprint).not.toBe(review(before).fingerprint);
  });

  it.each<[string, Reviewed, Reviewed?]>([
    ['a moment later', { at: '2021-01-06T23:59:59.999Z' }],
    ['the next day, paid at once', { at: '2021-01-07T00:00:00Z' }],
    [
      'where the customer is called otherwise',
      { customer: customer({ name: 'New', domain: 'new.example' }) },
    ],
    ['where the subscription is', { customer: customer({ subscriptions: [subscription({ name: 'New' })] }) }],
    ['where more of it can be had', { prices: listing({ maxQuantity: 1000 }) }],
    ['where the price was another before', { cart: withItem({ unitPrice: '900.00' }) }],
  ])('but not %s', (_, changed) => {
    expect(review(changed).fingerprint).toBe(review().fingerprint);
  });
});

describe('a cart', () => {
  it('is there for its user alone, and until seven days after its last change', () => {
    const known = customer({ carts: { ada: cart() } });
    const at = (moment: string, userId = 'ada') => cartOf(known, userId, new Date(moment))?.id;
    expect(at('2021-01-13T12:00:00.000Z')).toBe('cart-1');
    expect(at('2021-01-13T12:00:00.001Z')).toBeUndefined();
    for (const other of ['bob', 'toString', '__proto__']) expect(at(NOON, other)).toBeUndefined();
  });
});

describe('the offers to a customer', () => {
  const ids = async (over: Partial<Customer>, filter = {}) => {
    const t = await testDesk({ customers: [customer(over)] });
    const { offers } = await t.desk.offers(t.actor(), CUSTOMER_ID, filter);
    return offers.items.map(({ product: { id } }) => id);
  };

  it('begin with what it has bought before', async () => {
    const all = await ids({});
    expect(all[0]).toBe(VM);
    const bought = reservation({ product: { ...reservation().product, id: SQL } });
    expect(await ids({ reservations: [bought] })).toEqual([SQL, ...all.filter((id) => id !== SQL)]);
  });

  it('are those for its segment, unless another is chosen, in its own currency', async () => {
    expect(await ids({})).not.toContain(SCHOOL_VM);
    expect(await ids({ segment: 'education' })).toContain(SCHOOL_VM);
    expect(await ids({ segment: 'education' }, { segment: 'commercial' })).not.toContain(SCHOOL_VM);
    expect((await ids({ currency: 'EUR' })).sort()).toEqual([VM, VM_3Y].sort());
  });

  it('to start with: where can be bought, and how many items wait in the cart', async () => {
    const t = await testDesk({ customers: [TWO] });
    const start = async () => await t.desk.startBuying(t.actor(), CUSTOMER_ID);
    expect((await start()).cartItems).toBe(0);
    await add(t, t.actor());
    await add(t, t.actor(), { itemId: 'item-2', productId: HOST });
    expect((await start()).cartItems).toBe(2);
    expect((await start()).subscriptions.map(({ subscription: { id } }) => id)).toEqual(['sub-1', 'sub-2']);
    t.clock.forward(8 * 24 * 60);
    expect((await start()).cartItems).toBe(0);
  });
});
