/** The customer's copy holds the customer's prices and nothing of the partner's (rules section 2, "Customer price"). */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import { customer, reservation, stamp, subscription, used } from '../../support/builders.js';
import { add, buyCart, CUSTOMER_ID, quoted, refused, testDesk } from '../../support/desk.js';

const TEN_PERCENT = [{ at: '2020-01-01T00:00:00.000Z', by: stamp(), markupPercent: '10', ownPrices: {} }];
const withPrices = (over: Partial<Customer> = {}) =>
  customer({
    priceRules: TEN_PERCENT,
    subscriptions: [subscription()],
    reservations: [reservation(used())],
    ...over,
  });

describe('the customer’s copy', () => {
  it('of an order shows what the customer pays for it', async () => {
    const t = await testDesk({ customers: [withPrices()] });
    await add(t, t.actor());
    const { order } = await buyCart(t, t.actor());
    const copy = await t.desk.customerCopy(t.actor(), CUSTOMER_ID, `order/${order.number}`);
    const [item] = order.items;
    expect(copy).toMatchObject({ about: 'order', state: 'ordered', number: order.number, returned: [] });
    expect(Number(copy.boughtTotal)).toBeCloseTo(Number(order.total) * 1.1, 2);
    expect(JSON.stringify(copy)).not.toContain(item?.unitPrice);
  });

  it('of a refund quote shows the customer’s part, and neither fee nor cap nor what the partner gets', async () => {
    const t = await testDesk({ today: '2021-01-07', customers: [withPrices()] });
    const { quote } = await quoted(t);
    expect(quote.figures).toMatchObject({ payable: '3159.20', fee: '430.80' });
    const copy = await t.desk.customerCopy(t.actor(), CUSTOMER_ID, `quote/${quote.id}`);
    expect(copy).toMatchObject({ state: 'quoted', back: '3475.12', validUntil: quote.validUntil });
    expect(copy.returned[0]).toMatchObject({ price: '4015.00', back: '3475.12' });
    const whole = JSON.stringify(copy);
    for (const partners of ['3650', '3159', '430.80', 'fee', 'cap', '50000'])
      expect(whole).not.toContain(partners);
  });

  it('of a settlement takes the amount that was paid; of one that came to nothing, none', async () => {
    const t = await testDesk({ today: '2021-01-07', customers: [withPrices()] });
    const { file } = await quoted(t);
    const { request } = await file();
    const what = `request/${request.number}`;
    expect(await t.desk.customerCopy(t.actor(), CUSTOMER_ID, what)).toMatchObject({
      state: 'open',
      number: request.number,
      back: '3475.12',
    });
    await t.change({ requests: [{ ...request, state: 'paid', paidAmount: '3000.00' }] });
    expect(await t.desk.customerCopy(t.actor(), CUSTOMER_ID, what)).toMatchObject({
      state: 'paid',
      back: '3300.00',
    });
    await t.change({ requests: [{ ...request, state: 'declined' }] });
    expect(await t.desk.customerCopy(t.actor(), CUSTOMER_ID, what)).toMatchObject({
      state: 'declined',
      back: '0.00',
    });
  });

  it('of part of what a file brought in is the same before and after it is filed', async () => {
    // A third of it is 333.33; what stays of it would be 333.34 each.
    const held = reservation({ price: '1000.00', quantity: 3, ...used() });
    const t = await testDesk({ today: '2021-02-01', customers: [withPrices({ reservations: [held] })] });
    const { quote, file } = await quoted(t, { quantity: '1' });
    const before = await t.desk.customerCopy(t.actor(), CUSTOMER_ID, `quote/${quote.id}`);
    const { request } = await file();
    const after = await t.desk.customerCopy(t.actor(), CUSTOMER_ID, `request/${request.number}`);
    expect(before).toMatchObject({ returned: [{ price: '366.66' }] });
    expect(after.returned).toEqual(before.returned);
  });

  it('of monthly billing shows the customer’s payments that are no longer owed', async () => {
    const monthly = reservation({ ...used(), billing: 'monthly', price: '1200.00' });
    const t = await testDesk({ today: '2021-01-20', customers: [withPrices({ reservations: [monthly] })] });
    const { quote } = await quoted(t);
    expect(quote.figures.noLongerOwed).toBe('1100.00');
    expect(await t.desk.customerCopy(t.actor(), CUSTOMER_ID, `quote/${quote.id}`)).toMatchObject({
      noLongerOwed: '1210.00',
    });
  });

  it('is refused where the partner has never said what the customer pays', async () => {
    const t = await testDesk({ customers: [customer({ reservations: [reservation(used())] })] });
    const { quote } = await quoted(t);
    expect(await refused(t.desk.customerCopy(t.actor(), CUSTOMER_ID, `quote/${quote.id}`))).toEqual({
      code: 'CustomerPriceMissing',
    });
  });

  it.each([
    ['order/none', 'OrderNotFound'],
    ['request/none', 'RequestNotFound'],
    ['quote/none', 'QuoteNotFound'],
    ['quote/__proto__', 'QuoteNotFound'],
    ['', 'QuoteNotFound'],
    ['order', 'OrderNotFound'],
  ])('of %j is refused', async (what, code) => {
    const t = await testDesk({ customers: [withPrices()] });
    expect(await refused(t.desk.customerCopy(t.actor(), CUSTOMER_ID, what))).toEqual({ code });
  });

  it('can be made of orders, open quotes and requests, the newest first; a quote that was filed is its request', async () => {
    const t = await testDesk({ customers: [withPrices()] });
    await add(t, t.actor());
    await buyCart(t, t.actor());
    t.clock.forward(1);
    const { file } = await quoted(t);
    await file();
    t.clock.forward(1);
    const { subjects } = await t.desk.copySubjects(t.actor(), CUSTOMER_ID, 1);
    expect(subjects.items.map(({ kind, state }) => [kind, state])).toEqual([
      ['refund', 'open'],
      ['order', 'ordered'],
    ]);
  });
});
