/** Bulk purchases: every line is checked as buying checks, and bought once whatever comes in between. */
import { describe, expect, it } from '@jest/globals';
import { createDesk, randomIds } from '../../../domain/desk.js';
import type { Customer } from '../../../domain/model.js';
import { recordedInBook } from '../../../domain/partner-center.js';
import { Refusal } from '../../../domain/refusals.js';
import type { Change, DocumentKind } from '../../../domain/store/documents.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, partner, reservation, subscription } from '../../support/builders.js';
import { HOST, PRICES, priced, refused, type TestDesk, testDesk, VM } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';
import { SHEET_WORDS, sheet } from '../../support/sheets.js';

const ONE = 'customer.example,,Standard_D2s_v5,westeurope,1 year,2,one-time,shared,';
const EURO: Customer = customer({ id: 'euro', name: 'Euro One', domain: 'euro.example', currency: 'EUR' });
const line = (changes: Record<string, string>) => {
  const cells = {
    customer: 'customer.example',
    subscription: '',
    product: 'Standard_D2s_v5',
    region: 'westeurope',
    term: 'P1Y',
    quantity: '1',
    billing: 'one-time',
    scope: 'shared',
    reseller: '',
    ...changes,
  };
  return Object.values(cells)
    .map((cell) => `"${cell}"`)
    .join(',');
};

const check = (t: TestDesk, lines: readonly string[], user?: string) =>
  t.desk.checkBulk(t.actor(user), sheet(...lines), SHEET_WORDS, 'en');

/** Confirms and buys all lines; gives how it stands then. */
async function buyAll(t: TestDesk, bulkId: string, user?: string) {
  await t.desk.beginBulk(t.actor(user), bulkId);
  while (await t.desk.buyNextLine(t.actor(user), bulkId)) {
    // The next one.
  }
  return await t.desk.bulk(t.actor(user), bulkId);
}

describe('a good line', () => {
  it('says what it comes to: customer, subscription, product, price', async () => {
    const t = await testDesk();
    const { good, totals, state, pricesAsOf } = await check(t, [ONE]);
    expect(good).toMatchObject([
      {
        number: 2,
        faults: [],
        purchase: {
          customerId: 'customer-1',
          customerName: 'Customer One',
          subscriptionId: 'sub-1',
          product: { id: VM },
          quantity: 2,
          billing: 'oneTime',
          scope: 'shared',
          currency: 'USD',
          unitPrice: '1000.00',
          price: '2000.00',
        },
      },
    ]);
    expect(totals).toEqual([{ currency: 'USD', amount: '2000.00' }]);
    expect(pricesAsOf).toEqual([{ currency: 'USD', day: '2021-01-01' }]);
    expect(state).toBe('checked');
  });

  it.each([
    ['customer', 'customer-1'],
    ['customer', 'CUSTOMER.EXAMPLE'],
    ['customer', 'customer  one'],
    ['subscription', 'sub-1'],
    ['subscription', 'Subscription One'],
    ['product', VM],
    ['product', 'standard_d2s_v5'],
    ['region', 'West Europe'],
    ['term', '1y'],
    ['term', '1 jaar'],
    ['term', 'p1y'],
    ['billing', 'Monthly'],
    ['billing', 'oneTime'],
    ['scope', 'Single'],
  ])('may name its %s as %j', async (column, text) => {
    const t = await testDesk();
    expect((await check(t, [line({ [column]: text })])).faulty).toEqual([]);
  });

  it('reads numbers as the user writes them', async () => {
    const t = await testDesk({
      prices: { ...PRICES, products: PRICES.products.map((one) => ({ ...one, maxQuantity: 5000 })) },
    });
    const dutch = await t.desk.checkBulk(t.actor(), sheet(line({ quantity: '1.000' })), SHEET_WORDS, 'nl-NL');
    expect(dutch.good[0]?.purchase?.quantity).toBe(1000);
    expect((await check(t, [line({ quantity: '1.000' })])).faulty[0]?.faults).toMatchObject([
      { column: 'quantity', refusal: { code: 'QuantityNotWhole' } },
    ]);
  });

  it('has the totals of each currency by itself', async () => {
    const t = await testDesk({ customers: [customer(), EURO] });
    const { totals } = await check(t, [ONE, line({ customer: 'euro.example' }), ONE]);
    expect(totals).toEqual([
      { currency: 'EUR', amount: '900.00' },
      { currency: 'USD', amount: '4000.00' },
    ]);
  });

  it('that has the product of an earlier line for the same subscription is pointed out, not forbidden', async () => {
    const t = await testDesk({ customers: [customer(), EURO] });
    const { good } = await check(t, [ONE, line({ customer: 'euro.example' }), line({ quantity: '7' })]);
    expect(good.map(({ sameAs }) => sameAs)).toEqual([undefined, undefined, 2]);
    const thrice = await check(t, [ONE, line({ product: 'DSv3_Type3' }), ONE, ONE]);
    expect(thrice.good.map(({ sameAs }) => sameAs)).toEqual([undefined, undefined, 2, 2]);
  });

  it('is not taken for that of another customer whose ids only look alike', async () => {
    const named = (id: string, subscriptionId: string) =>
      customer({
        ...{ id, name: id, domain: `${id}.example` },
        subscriptions: [subscription({ id: subscriptionId })],
      });
    const t = await testDesk({ customers: [named('c', '1-s'), named('c1', '-s')] });
    const { good } = await check(t, [line({ customer: 'c' }), line({ customer: 'c1' })]);
    expect(good.map(({ sameAs }) => sameAs)).toEqual([undefined, undefined]);
  });
});

describe('a line that can not be bought', () => {
  const suspended = subscription({ id: 'sub-2', name: 'Old', state: 'suspended' });
  const plan = subscription({ id: 'sub-3', name: 'Plan', offer: 'azurePlan' });
  const customers = [
    customer(),
    customer({
      id: 'two',
      name: 'Two',
      domain: 'two.example',
      subscriptions: [subscription(), plan, suspended],
    }),
    customer({ id: 'twin-1', name: 'Twin', domain: 'twin-1.example' }),
    customer({ id: 'twin-2', name: 'Twin', domain: 'twin-2.example' }),
    customer({ id: 'niger', name: 'Niger', domain: 'niger.example', country: 'NE' }),
    customer({ id: 'none', name: 'None', domain: 'none.example', subscriptions: [] }),
    customer({ id: 'yen', name: 'Yen', domain: 'yen.example', currency: 'JPY' }),
  ];
  const resellers = [
    { id: 'r-1', name: 'First', mpnId: '111' },
    { id: 'r-2', name: 'Second', mpnId: '222' },
  ];
  const indirect = partner({ kind: 'indirectProvider', resellers });

  it.each([
    [{ customer: '' }, 'customer', 'empty'],
    [{ customer: 'Nobody' }, 'customer', 'unknown'],
    [{ customer: 'Twin' }, 'customer', 'several'],
    [{ customer: 'niger.example' }, 'customer', 'ReservationsNotSoldInMarket'],
    [{ customer: 'none.example' }, 'subscription', 'NoUsableSubscription'],
    [{ customer: 'two.example' }, 'subscription', 'empty'],
    [{ customer: 'two.example', subscription: 'Old' }, 'subscription', 'SubscriptionNotActive'],
    [{ subscription: 'Nothing' }, 'subscription', 'unknown'],
    [{ product: '' }, 'product', 'empty'],
    [{ product: 'Standard_Z' }, 'product', 'unknown'],
    [{ product: 'Standard_School' }, 'product', 'SegmentNotOffered'],
    [{ customer: 'yen.example', product: 'SQL vCore' }, 'product', 'PriceMissing'],
    [{ region: '' }, 'region', 'empty'],
    [{ region: 'eastus' }, 'region', 'unknown'],
    [{ term: '' }, 'term', 'empty'],
    [{ term: '3 years' }, 'term', 'unknown'],
    [{ term: '1' }, 'term', 'unreadable'],
    [{ quantity: '' }, 'quantity', 'empty'],
    [{ quantity: '1.5' }, 'quantity', 'QuantityNotWhole'],
    [{ quantity: '0' }, 'quantity', 'QuantityOutOfRange'],
    [{ quantity: '101' }, 'quantity', 'QuantityOutOfRange'],
    [{ billing: 'weekly' }, 'billing', 'unreadable'],
    [{ product: 'SQL vCore', billing: 'monthly' }, 'billing', 'BillingPlanNotOffered'],
    [{ scope: '' }, 'scope', 'empty'],
    [{ customer: 'two.example', subscription: 'Plan', scope: 'single' }, 'scope', 'ScopeNotOffered'],
  ])('%j: %s is %s', async (changes, column, why) => {
    const t = await testDesk({ customers });
    const { faulty, good } = await check(t, [line(changes)]);
    expect(good).toEqual([]);
    const codes = faulty[0]?.faults.map((fault) => [fault.column, fault.refusal?.code ?? fault.kind]);
    expect(codes).toEqual([[column, why]]);
  });

  it.each([
    ['', 'empty'],
    ['Third', 'unknown'],
  ])('of an indirect provider, with %j as reseller: %s', async (reseller, why) => {
    const t = await testDesk({ partner: indirect });
    const { faulty } = await check(t, [line({ reseller })]);
    expect(faulty[0]?.faults.map((fault) => fault.refusal?.code ?? fault.kind)).toEqual([why]);
  });

  it.each(['r-2', '222', 'second'])('but %j names a reseller', async (reseller) => {
    const t = await testDesk({ partner: indirect });
    expect((await check(t, [line({ reseller })])).good[0]?.purchase?.resellerId).toBe('r-2');
  });

  it('of a customer whose document is lost or damaged says so, and the others can be bought', async () => {
    const t = await testDesk({ customers: [customer(), EURO] });
    await t.documents.remove(kinds.CUSTOMER, kinds.customerKey('partner-1', 'euro'));
    const { faulty, good } = await check(t, [line({ customer: 'euro.example' }), ONE]);
    expect(faulty.map(({ faults }) => faults)).toEqual([
      [{ column: 'customer', kind: 'refused', refusal: { code: 'CustomerNotFound' }, text: 'euro.example' }],
    ]);
    expect(good).toHaveLength(1);
  });

  it('of a user without access says so', async () => {
    const t = await testDesk();
    const { faulty } = await check(t, [ONE], 'SalesAgent');
    expect(faulty[0]?.faults).toMatchObject([{ column: 'subscription', refusal: { code: 'NeedsAccess' } }]);
  });

  it('names all its faults at once, and does not keep the others from being bought', async () => {
    const t = await testDesk();
    const bad = line({ product: 'Nothing', quantity: 'many', billing: '', scope: 'wide' });
    const facts = await check(t, [bad, ONE]);
    expect(facts.faulty[0]?.faults.map(({ column }) => column)).toEqual([
      'product',
      'quantity',
      'billing',
      'scope',
    ]);
    const after = await buyAll(t, facts.bulk.id);
    expect([after.state, after.ordered, after.refused]).toEqual(['done', 1, 0]);
    expect((await t.book()).orders).toHaveLength(1);
  });
});

describe('buying the lines', () => {
  it('is one order a line, for each customer, as any other order; carts stay as they are', async () => {
    const t = await testDesk({ customers: [customer(), EURO] });
    const cart = {
      id: 'cart',
      currency: 'USD',
      segment: 'commercial' as const,
      items: [],
      changedAt: '2021-01-06T12:00:00Z',
    };
    await t.change({ carts: { AdminAgent: cart } });
    const { bulk } = await check(t, [ONE, line({ product: 'DSv3_Type3' }), line({ customer: 'euro' })]);
    const after = await buyAll(t, bulk.id);
    expect(after).toMatchObject({
      state: 'done',
      ordered: 3,
      orderedTotals: [
        { currency: 'EUR', amount: '900.00' },
        { currency: 'USD', amount: '7000.00' },
      ],
    });
    const book = await t.book();
    expect(book.orders.map(({ total, items }) => [total, items.length])).toEqual([
      ['2000.00', 1],
      ['5000.00', 1],
    ]);
    expect(book.reservations.map(({ product }) => product.id)).toEqual([VM, HOST]);
    expect(book.activity.map(({ action, subject }) => [action, subject])).toEqual(
      book.orders.map(({ number }) => ['buy', number]),
    );
    expect(book.carts).toEqual({ AdminAgent: cart });
    expect((await t.book('euro')).orders).toMatchObject([{ currency: 'EUR', total: '900.00' }]);
    const numbers = after.good.map(({ outcome }) => outcome?.kind === 'ordered' && outcome.orderNumber);
    expect(numbers.slice(0, 2)).toEqual(book.orders.map(({ number }) => number));
  });

  it('does nothing before it is confirmed, and nothing more once all is done', async () => {
    const t = await testDesk();
    const { bulk } = await check(t, [ONE]);
    expect(await t.desk.buyNextLine(t.actor(), bulk.id)).toBeUndefined();
    expect((await t.book()).orders).toEqual([]);
    await buyAll(t, bulk.id);
    await buyAll(t, bulk.id);
    expect((await t.book()).orders).toHaveLength(1);
  });

  it('in two tabs at once gives one order a line', async () => {
    const t = await testDesk();
    const { bulk } = await check(t, [ONE, ONE, ONE, ONE]);
    await Promise.all([buyAll(t, bulk.id), buyAll(t, bulk.id), buyAll(t, bulk.id)]);
    const { orders } = await t.book();
    expect(orders).toHaveLength(4);
    const { good } = await t.desk.bulk(t.actor(), bulk.id);
    const numbers = good.map(({ outcome }) => outcome?.kind === 'ordered' && outcome.orderNumber);
    expect([...numbers].sort()).toEqual(orders.map(({ number }) => number).sort());
  });

  it('stops a line whose price has changed, with both prices, and only that one', async () => {
    const t = await testDesk();
    const { bulk } = await check(t, [ONE, line({ product: 'DSv3_Type3' })]);
    await t.put(kinds.PRICES, priced(VM, '1000.01'));
    const { good, ordered, refused: stopped } = await buyAll(t, bulk.id);
    expect([ordered, stopped]).toEqual([1, 1]);
    expect(good[0]?.outcome).toMatchObject({
      kind: 'refused',
      refusal: { code: 'PriceChanged', before: '1000.00', now: '1000.01', currency: 'USD' },
    });
    const { orders, activity } = await t.book();
    expect(orders).toMatchObject([{ total: '5000.00' }]);
    expect(activity).toMatchObject([
      { outcome: 'refused', refusal: { code: 'PriceChanged' } },
      { outcome: 'done' },
    ]);
  });

  it('stops a line whose customer is sold to in another currency by now', async () => {
    const t = await testDesk();
    const { bulk } = await check(t, [ONE]);
    await t.change({ currency: 'EUR' });
    const { good } = await buyAll(t, bulk.id);
    expect(good[0]?.outcome).toMatchObject({ refusal: { code: 'CurrenciesDiffer' } });
  });

  it('reads rights at each line: access that is withdrawn in the middle stops the rest, on record', async () => {
    const mine = [subscription({ access: ['SalesAgent'] })];
    const t = await testDesk({ customers: [customer({ subscriptions: mine })] });
    const { bulk } = await check(t, [ONE, ONE, ONE], 'SalesAgent');
    await t.desk.beginBulk(t.actor('SalesAgent'), bulk.id);
    await t.desk.buyNextLine(t.actor('SalesAgent'), bulk.id);
    await t.change({ subscriptions: [subscription()] });
    const after = await buyAll(t, bulk.id, 'SalesAgent');
    expect([after.ordered, after.refused, after.waiting]).toEqual([1, 2, 0]);
    const { orders, activity } = await t.book();
    expect(orders).toHaveLength(1);
    expect(activity.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'refused']);
  });

  it('waits where the user is gone from the book, and buys nothing', async () => {
    const t = await testDesk();
    const { bulk } = await check(t, [ONE]);
    await t.desk.beginBulk(t.actor(), bulk.id);
    await t.put(kinds.USERS, { users: [] });
    expect(await refused(t.desk.buyNextLine(t.actor(), bulk.id))).toEqual({ code: 'UnknownUser' });
    expect((await t.book()).orders).toEqual([]);
  });

  it.each([
    ['the order', kinds.CUSTOMER.name],
    ['what came of the line', kinds.BULK.name],
  ])('goes on after a crash while writing %s, with one order a line', async (_, kind) => {
    const documents = new FailingDocuments();
    const t = await testDesk({ documents });
    const { bulk } = await check(t, [ONE, ONE, ONE]);
    await t.desk.beginBulk(t.actor(), bulk.id);
    await t.desk.buyNextLine(t.actor(), bulk.id);
    documents.failing = kind;
    expect(await refused(t.desk.buyNextLine(t.actor(), bulk.id))).toEqual({ code: 'StoreUnavailable' });
    documents.failing = '';
    // Another process, with nothing in its memory: it finds what is left.
    const again = createDesk({ documents, clock: t.clock, ids: randomIds, partnerCenter: recordedInBook });
    expect(await again.latestBulk(t.actor())).toMatchObject({ state: 'begun', waiting: 2 });
    const after = await buyAll({ ...t, desk: again }, bulk.id);
    expect([after.ordered, after.waiting]).toEqual([3, 0]);
    expect((await t.book()).orders).toHaveLength(3);
  });
});

describe('a bulk purchase', () => {
  it('is found again by who sent it in, an unfinished one first, and by nobody else', async () => {
    const t = await testDesk();
    const first = await check(t, [ONE, ONE]);
    await t.desk.beginBulk(t.actor(), first.bulk.id);
    const second = await check(t, [ONE]);
    await buyAll(t, second.bulk.id);
    expect((await t.desk.latestBulk(t.actor()))?.bulk.id).toBe(first.bulk.id);
    expect(await t.desk.latestBulk(t.actor('colleague'))).toBeUndefined();
    expect(await refused(t.desk.bulk(t.actor('colleague'), first.bulk.id))).toEqual({ code: 'BulkNotFound' });
    expect(await refused(t.desk.beginBulk(t.actor('colleague'), second.bulk.id))).toEqual({
      code: 'BulkNotFound',
    });
    expect(await refused(t.desk.bulk(t.actor(), '../customers/customer-1'))).toEqual({
      code: 'BulkNotFound',
    });
    await buyAll(t, first.bulk.id);
    expect((await t.desk.latestBulk(t.actor()))?.bulk.id).toBe(second.bulk.id);
  });

  it('with no good line can not be bought', async () => {
    const t = await testDesk();
    const { bulk } = await check(t, [line({ quantity: '0' })]);
    expect(await refused(t.desk.beginBulk(t.actor(), bulk.id))).toEqual({ code: 'NothingGood' });
  });

  it('that is forgotten and was never confirmed is not kept', async () => {
    const t = await testDesk();
    const bought = (await check(t, [ONE])).bulk.id;
    await buyAll(t, bought);
    const ids = [bought];
    for (let i = 0; i < 9; i += 1) ids.push((await check(t, [ONE])).bulk.id);
    const kept = await t.documents.list(kinds.BULK);
    expect(kept).toHaveLength(9);
    expect(kept).toContain(`partner-1/${bought}`);
    expect(kept).not.toContain(`partner-1/${ids[1]}`);
  });

  it('does not lose the customers that the user worked with lately', async () => {
    const t = await testDesk();
    await t.desk.noteCustomer(t.actor(), 'customer-1');
    const { bulk } = await check(t, [ONE]);
    await t.desk.noteCustomer(t.actor(), 'customer-1');
    expect(await t.documents.read(kinds.RECENT, 'partner-1/AdminAgent')).toEqual({
      customerIds: ['customer-1'],
      bulkIds: [bulk.id],
    });
  });

  it('is not the same as a customer that has the product already', async () => {
    const t = await testDesk({ customers: [customer({ reservations: [reservation()] })] });
    expect((await check(t, [ONE])).good[0]?.sameAs).toBeUndefined();
  });
});

/** Documents that fail to write one kind, as a full disk or a killed process does. */
class FailingDocuments extends MemoryDocuments {
  failing = '';

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    if (kind.name === this.failing) throw new Refusal({ code: 'StoreUnavailable' });
    return await super.update(kind, key, change);
  }
}
