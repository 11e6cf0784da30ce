/** Exchanges through the desk (rules section 5). */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Reservation } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import type { ExchangeWish } from '../../../domain/use-cases/exchange-wish.js';
import {
  customer,
  partner,
  product,
  refundRequest,
  reservation,
  subscription,
  used,
} from '../../support/builders.js';
import type { TestDesk, TestDeskOptions } from '../../support/desk.js';
import {
  CONTACT,
  CUSTOMER_ID,
  HOST,
  PRICES,
  priced,
  quoted,
  refused,
  SCHOOL_VM,
  SQL,
  SUSE,
  testDesk,
  VM,
  VM_3Y,
} from '../../support/desk.js';

const THREE_YEARS = { ...used(), price: '3600.00', term: 'P3Y' } as const;
const wish = (rest: Partial<ExchangeWish> = {}): ExchangeWish => ({
  returns: [{ reservationId: 'res-1' }],
  purchases: [{ productId: VM_3Y, quantity: '1' }],
  ...rest,
});
const deskWith = (reservations: Reservation[], rest: TestDeskOptions = {}, more: Partial<Customer> = {}) =>
  testDesk({ today: '2022-01-01', customers: [customer({ reservations, ...more })], ...rest });
const quote = (t: TestDesk, wanted = wish(), userId = 'AdminAgent') =>
  t.desk.quoteExchange(t.actor(userId), CUSTOMER_ID, wanted, 'en');
const fileQuote = (t: TestDesk, quoteId: string, attemptId = 'a', userId = 'AdminAgent') =>
  t.desk.fileExchange(t.actor(userId), CUSTOMER_ID, { quoteId, contact: CONTACT }, attemptId);

describe('an exchange quote', () => {
  it('E1: 3 years at once for 3,600.00, a third used, returns 2,400.00 without fee', async () => {
    const t = await deskWith([reservation(THREE_YEARS)]);
    const answer = await quote(t);
    expect(answer.quote).toMatchObject({
      day: '2022-01-01',
      currency: 'USD',
      returns: [{ unused: '2400.00', noLongerOwed: '0.00', value: '2400.00' }],
      returnedValue: '2400.00',
      newCommitment: '3600.00',
      netToPay: '1200.00',
      validUntil: '2022-01-01T12:15:00.000Z',
    });
    expect(answer.mayFile).toBe(true);
  });

  it('E2: the same paid monthly, on 2022-07-01, returns 100.00 and 1,700.00 no longer owed', async () => {
    const t = await deskWith([reservation({ ...THREE_YEARS, billing: 'monthly' })], { today: '2022-07-01' });
    expect((await quote(t)).quote).toMatchObject({
      returns: [{ unused: '100.00', noLongerOwed: '1700.00', value: '1800.00' }],
      netToPay: '1800.00',
    });
  });

  it('knows no cap, and no five days of full credit', async () => {
    const requests = [refundRequest({ reservationIds: ['old'], figures: { countsUsd: '50000.00' } })];
    const t = await deskWith([reservation({ price: '60000.00' })], { today: '2021-01-06' }, { requests });
    const bought = wish({ purchases: [{ productId: VM_3Y, quantity: '20' }] });
    expect((await quote(t, bought)).quote.returnedValue).toBe('59178.08');
  });

  const other = (rest: Parameters<typeof reservation>[0]) =>
    reservation({ ...THREE_YEARS, id: 'res-2', ...rest });
  const both = { returns: [{ reservationId: 'res-1' }, { reservationId: 'res-2' }] };
  const threeYears = { ...reservation().product, term: 'P3Y' as const };
  const host = { ...threeYears, id: HOST, name: 'Host', type: 'dedicatedHost' };
  const sql = { ...threeYears, id: SQL, name: 'SQL', type: 'sqlDatabase' };
  it.each<[string, Reservation, Partial<ExchangeWish>, unknown]>([
    ['nothing returned', other({}), { returns: [] }, { code: 'NothingReturned' }],
    [
      'more reservations than one card shows',
      other({}),
      { returns: Array.from({ length: 9 }, () => ({ reservationId: 'res-1' })) },
      { code: 'TooManyReturned', maximum: 8 },
    ],
    [
      'more new ones than one card shows',
      other({}),
      { purchases: Array.from({ length: 9 }, () => ({ productId: VM, quantity: '1' })) },
      { code: 'CartFull', maximum: 8 },
    ],
    ['nothing bought', other({}), { purchases: [] }, { code: 'NothingBought' }],
    [
      'one returned twice',
      other({}),
      { returns: [{ reservationId: 'res-1' }, { reservationId: 'res-1' }] },
      { code: 'ReturnedTwice' },
    ],
    [
      'two of one family',
      other({ product: host }),
      { ...both, purchases: [{ productId: VM_3Y, quantity: '2' }] },
      undefined,
    ],
    [
      'two families returned',
      other({ product: sql }),
      both,
      { code: 'FamiliesDiffer', families: ['compute', 'sql'] },
    ],
    [
      'another family bought',
      other({}),
      { purchases: [{ productId: SQL, quantity: '20' }] },
      { code: 'FamiliesDiffer', families: ['compute', 'sql'] },
    ],
    [
      'two currencies',
      other({ currency: 'EUR' }),
      both,
      { code: 'CurrenciesDiffer', currencies: ['USD', 'EUR'] },
    ],
    ['two resellers', other({ resellerId: 'r1' }), both, { code: 'ResellersDiffer' }],
    [
      'an expired one',
      other({ startsOn: '2018-01-01', endsOn: '2021-01-01' }),
      both,
      { code: 'ReservationExpired', endedOn: '2021-01-01' },
    ],
    [
      'one never returnable',
      other({ product: { ...host, returnable: false } }),
      both,
      { code: 'NotReturnable', product: 'Host' },
    ],
    [
      'too many',
      other({}),
      { returns: [{ reservationId: 'res-1', quantity: '2' }] },
      { code: 'QuantityOutOfRange', maximum: 1 },
    ],
    [
      'too little bought',
      other({}),
      { purchases: [{ productId: VM, quantity: '2' }] },
      {
        code: 'NewCommitmentTooSmall',
        newCommitment: '2000.00',
        returnedValue: '2400.00',
        shortfall: '400.00',
        currency: 'USD',
      },
    ],
    [
      'a product that is none',
      other({}),
      { purchases: [{ productId: '__proto__', quantity: '2' }] },
      { code: 'ProductNotFound' },
    ],
    [
      'half a machine',
      other({}),
      { purchases: [{ productId: VM_3Y, quantity: '1.5' }] },
      { code: 'QuantityNotWhole', text: '1.5' },
    ],
    [
      'more than the maximum',
      other({}),
      { purchases: [{ productId: HOST, quantity: '6' }] },
      { code: 'QuantityOutOfRange', maximum: 5 },
    ],
    [
      'a subscription that is none',
      other({}),
      { purchases: [{ productId: VM_3Y, quantity: '1', subscriptionId: '../x' }] },
      { code: 'SubscriptionNotFound' },
    ],
    [
      'a subscription elsewhere',
      other({}),
      { purchases: [{ productId: VM_3Y, quantity: '1', subscriptionId: 'payg' }] },
      { code: 'SubscriptionElsewhere', subscription: 'PAYG', offer: 'Pay-As-You-Go' },
    ],
  ])('with %s', async (_what, second, change, told) => {
    const elsewhere = subscription({ id: 'payg', name: 'PAYG', offer: 'other', offerName: 'Pay-As-You-Go' });
    const t = await deskWith(
      [reservation(THREE_YEARS), second],
      {},
      { subscriptions: [subscription(), elsewhere] },
    );
    expect(await refused(quote(t, wish(change)))).toEqual(told);
    expect(Object.keys((await t.book()).quotes)).toHaveLength(told ? 0 : 1);
  });

  it('follows the rules of buying: market, agreement, reseller kept', async () => {
    const resellers = ['r1', 'r2'].map((id) => ({ id, name: id, mpnId: id }));
    const indirect = { partner: partner({ kind: 'indirectProvider', resellers }) } as const;
    const code = async (t: TestDesk) => (await refused(quote(t)))?.code;
    const one = reservation({ ...THREE_YEARS, resellerId: 'r2' });
    expect(await code(await deskWith([one], {}, { country: 'NE' }))).toBe('ReservationsNotSoldInMarket');
    const agreement = { firstName: 'A', lastName: 'B', email: 'a@b.example', date: '2021-01-01' };
    expect(await code(await deskWith([one], {}, { agreement }))).toBe('NeedsAzurePlan');
    expect(await code(await deskWith([reservation(THREE_YEARS)], indirect))).toBe('ResellerNeeded');
    const t = await deskWith([one], indirect, { subscriptions: [subscription({ resellerId: 'r1' })] });
    expect((await quote(t)).quote.purchases).toMatchObject([{ resellerId: 'r2' }]);
  });

  it('so far says whether enough is chosen, and offers only what can be chosen', async () => {
    const t = await deskWith([reservation(THREE_YEARS)]);
    const soFar = (purchases: ExchangeWish['purchases']) =>
      t.desk.exchangeSoFar(t.actor(), CUSTOMER_ID, wish({ purchases }), 'en');
    expect(await soFar([])).toMatchObject({ returnedValue: '2400.00', newCommitment: '0.00', enough: false });
    const two = [{ productId: VM, quantity: '2' }];
    expect(await soFar(two)).toMatchObject({ newCommitment: '2000.00', enough: false });
    expect(await soFar([...two, { productId: VM, quantity: '1' }])).toMatchObject({
      newCommitment: '3000.00',
      enough: true,
    });
    const { offers } = await t.desk.exchangeOffers(t.actor(), CUSTOMER_ID, wish().returns, {});
    expect(offers.items.map(({ product }) => product.id).sort()).toEqual([HOST, VM, VM_3Y].sort());
    expect(PRICES.products.map(({ id }) => id)).toEqual(expect.arrayContaining([SQL, SUSE]));
    expect(await t.desk.exchangeValues(t.actor(), CUSTOMER_ID, ['res-1'])).toEqual({
      'res-1': { value: '2400.00', currency: 'USD' },
    });
  });
});

describe('an exchange as far as it is chosen', () => {
  const soFar = (t: TestDesk, rest: Partial<ExchangeWish> = {}) =>
    t.desk.exchangeSoFar(t.actor(), CUSTOMER_ID, wish({ purchases: [], ...rest }), 'en');

  it('says what is returned also where nothing can be bought; what is bought is checked as it is chosen', async () => {
    const t = await deskWith([reservation(THREE_YEARS)], {}, { country: 'NE' });
    expect(await soFar(t)).toMatchObject({ returnedValue: '2400.00', purchases: [], enough: false });
    const { purchases } = wish();
    expect(await refused(soFar(t, { purchases }))).toMatchObject({ code: 'ReservationsNotSoldInMarket' });
    const other = await deskWith([reservation(THREE_YEARS)]);
    expect(await refused(soFar(other, { purchases: [{ productId: SQL, quantity: '9' }] }))).toEqual({
      code: 'FamiliesDiffer',
      families: ['compute', 'sql'],
    });
  });

  it.each([
    ['2399.99', false],
    ['2400.00', true],
    ['2400.01', true],
  ])('is enough with %s bought against 2,400.00 returned: %s', async (price, enough) => {
    const t = await deskWith([reservation(THREE_YEARS)], { prices: priced(VM_3Y, price) });
    expect((await soFar(t, { purchases: wish().purchases })).enough).toBe(enough);
  });

  it('begins with the subscription of what is returned, and has only those that can be bought on', async () => {
    const subscriptions = [
      subscription({ id: 'other' }),
      subscription({ id: 'old', state: 'suspended' }),
      subscription({ id: 'sub-1' }),
      subscription({ id: 'third' }),
    ];
    const t = await deskWith([reservation(THREE_YEARS)], {}, { subscriptions });
    const found = (await soFar(t)).subscriptions;
    expect(found.map(({ subscription: { id } }) => id)).toEqual(['sub-1', 'other', 'third']);
  });

  it('offers first what reaches what is returned, of the same region, and another product than that', async () => {
    const made = (id: string, region: string) => product({ id, name: id, region, term: 'P3Y' });
    const prices = {
      'same product': '2400.00',
      'dear here': '2400.00',
      'dear elsewhere': '9000.00',
      'cheap here': '2399.99',
      'cheap elsewhere': '1.00',
    };
    const ids = Object.keys(prices);
    const products = ids.map((id) => made(id, id.includes('elsewhere') ? 'northeurope' : 'westeurope'));
    const returned = { ...reservation().product, id: 'same product', term: 'P3Y' as const };
    const t = await deskWith([reservation({ ...THREE_YEARS, product: returned })], {
      prices: { products, lists: { USD: { asOf: '2022-01-01', prices } } },
    });
    const { offers } = await t.desk.exchangeOffers(t.actor(), CUSTOMER_ID, wish().returns, {});
    expect(offers.items.map(({ product: { id } }) => id)).toEqual([
      'dear here',
      'same product',
      'dear elsewhere',
      'cheap here',
      'cheap elsewhere',
    ]);
  });

  it('is paid at once where the product allows it, and monthly where it does not', async () => {
    const t = await deskWith([reservation(THREE_YEARS)]);
    const billing = async () => (await quote(t)).quote.purchases[0]?.billing;
    expect(await billing()).toBe('oneTime');
    const products = PRICES.products.map((one) => ({ ...one, billingPlans: ['monthly' as const] }));
    await t.put(kinds.PRICES, { ...PRICES, products });
    expect(await billing()).toBe('monthly');
  });

  it('offers what is for the segment of the customer, unless another is chosen', async () => {
    const t = await deskWith([reservation(THREE_YEARS)]);
    const found = async (filter: object) =>
      (await t.desk.exchangeOffers(t.actor(), CUSTOMER_ID, wish().returns, filter)).offers.items.map(
        ({ product: { id } }) => id,
      );
    expect(await found({})).not.toContain(SCHOOL_VM);
    expect(await found({ segment: 'education' })).toContain(SCHOOL_VM);
  });

  it('values only those that are asked for and can be returned', async () => {
    const t = await deskWith([
      reservation({ ...THREE_YEARS, quantity: 3 }),
      reservation({ ...THREE_YEARS, id: 'res-2', currency: 'EUR' }),
      reservation({ ...THREE_YEARS, id: 'res-3' }),
      reservation({ id: 'ended', startsOn: '2020-01-01' }),
    ]);
    const asked = ['res-1', 'res-2', 'ended', 'none'];
    expect(await t.desk.exchangeValues(t.actor(), CUSTOMER_ID, asked)).toEqual({
      'res-1': { value: '2400.00', currency: 'USD' },
      'res-2': { value: '2400.00', currency: 'EUR' },
    });
  });
});

describe('a filed exchange', () => {
  it('is one request with all that is returned; nothing new exists before it is done', async () => {
    const t = await deskWith([
      reservation({ ...THREE_YEARS, quantity: 3 }),
      reservation({ ...THREE_YEARS, id: 'res-2' }),
    ]);
    const wanted = wish({
      returns: [{ reservationId: 'res-1', quantity: '1' }, { reservationId: 'res-2' }],
      purchases: [
        { productId: VM_3Y, quantity: '1' },
        { productId: VM, quantity: '1', billing: 'monthly' },
      ],
    });
    const { quote: made } = await quote(t, wanted);
    expect(made).toMatchObject({ returnedValue: '3200.00', newCommitment: '4600.00', netToPay: '1400.00' });
    const { request, reservations } = await fileQuote(t, made.id);
    const book = await t.book();
    expect(request).toMatchObject({ quote: made, state: 'open', placement: { state: 'recorded' } });
    expect(book.reservations).toMatchObject([
      { id: 'res-1', quantity: 2, instalments: ['2400.00'], status: 'active' },
      { id: 'res-2', quantity: 1, status: 'exchangeRequested', requestNumber: request.number },
      {
        orderId: 'res-order-1',
        quantity: 1,
        instalments: ['1200.00'],
        status: 'exchangeRequested',
        requestNumber: request.number,
      },
    ]);
    expect(request.reservationIds).toEqual([book.reservations[2]?.id, 'res-2']);
    expect(reservations.map(({ id }) => id).sort()).toEqual([...request.reservationIds].sort());
    expect([book.orders, book.requests]).toEqual([[], [request]]);
    expect(book.activity).toMatchObject([
      { action: 'file exchange', subject: request.number, after: '1400.00 USD' },
    ]);
  });

  it('is filed once: the same attempt gets the same answer, a colleague is told who and when', async () => {
    const t = await deskWith([reservation({ ...THREE_YEARS, quantity: 2 })]);
    const wanted = wish({ returns: [{ reservationId: 'res-1', quantity: '1' }] });
    const { quote: made } = await quote(t, wanted);
    const { quote: theirs } = await quote(t, wish(), 'colleague');
    const answers = await Promise.all(Array.from({ length: 20 }, () => fileQuote(t, made.id)));
    expect(answers).toEqual(Array(20).fill(answers[0]));
    const busy = {
      code: 'ReservationBusy',
      status: 'exchangeRequested',
      requestNumber: answers[0]?.request.number,
      first: { by: 'Ada Admin', at: '2022-01-01T12:00:00.000Z' },
    };
    expect(await refused(fileQuote(t, made.id, 'b', 'colleague'))).toEqual(busy);
    expect(await refused(fileQuote(t, theirs.id, 'c', 'colleague'))).toEqual({
      code: 'QuoteChanged',
      first: busy.first,
    });
    const rest = await quote(t);
    await fileQuote(t, rest.quote.id, 'd');
    expect(await refused(quoted(t))).toMatchObject({ code: 'ReservationBusy', status: 'exchangeRequested' });
    expect(await refused(quote(t))).toMatchObject({ code: 'ReservationBusy', status: 'exchangeRequested' });
  });

  it.each<[string, (t: TestDesk) => unknown, string]>([
    ['its 15 minutes are over', (t) => t.clock.forward(15, 1), 'QuoteChanged'],
    ['midnight has passed', (t) => t.clock.goTo('2022-01-02T00:00:01Z'), 'QuoteChanged'],
    ['a price has changed', (t) => t.put(kinds.PRICES, priced(VM_3Y, '3600.01')), 'QuoteChanged'],
    [
      'a product has left the price list',
      (t) => t.put(kinds.PRICES, { products: [], lists: {} }),
      'ProductNotFound',
    ],
    [
      'the price has fallen below what is returned',
      (t) => t.put(kinds.PRICES, priced(VM_3Y, '1.00')),
      'NewCommitmentTooSmall',
    ],
    [
      'it was refunded meanwhile',
      async (t) => (await quoted(t)).file({ attemptId: 'refund' }),
      'ReservationBusy',
    ],
    ['the market was closed', (t) => t.change({ country: 'NE' }), 'ReservationsNotSoldInMarket'],
  ])('is not filed where %s', async (_what, change, code) => {
    const t = await deskWith([reservation(THREE_YEARS)], { today: '2022-01-01T23:59:00Z' });
    const { quote: made } = await quote(t);
    await change(t);
    expect(await refused(fileQuote(t, made.id))).toMatchObject({ code });
    const { requests, activity } = await t.book();
    expect(requests.filter((request) => request.quote?.kind === 'exchange')).toEqual([]);
    expect(activity.at(-1)).toMatchObject({
      action: 'file exchange',
      subject: 'res-1',
      outcome: 'refused',
      refusal: { code },
    });
  });

  it('needs a contact', async () => {
    const t = await deskWith([reservation(THREE_YEARS)]);
    const { quote: made } = await quote(t);
    const filing = { quoteId: made.id, contact: { ...CONTACT, method: 'phone' } };
    expect(await refused(t.desk.fileExchange(t.actor(), CUSTOMER_ID, filing, 'a'))).toEqual({
      code: 'ContactInvalid',
      fields: ['phone'],
    });
  });
});
