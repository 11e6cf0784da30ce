import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoDocuments, seedDemoBook } from '../../domain/demo/demo-book.js';
import type { Customer, Reservation, Subscription } from '../../domain/model.js';
import { ROLES } from '../../domain/model.js';
import { sum, times } from '../../domain/money.js';
import { capUsedUsd } from '../../domain/policy/cap.js';
import { instalmentsFor } from '../../domain/policy/instalments.js';
import { soldIn } from '../../domain/policy/markets.js';
import { permissionChecks } from '../../domain/policy/permission.js';
import { refundFigures, usageOf } from '../../domain/policy/refund.js';
import { reservationType } from '../../domain/policy/reservation-types.js';
import type { JsonDocuments } from '../../domain/store/json-documents.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import * as kinds from '../../domain/store/kinds.js';
import { daysBetween, endOfTerm } from '../../domain/term.js';
import { MemoryDocuments } from '../support/memory-documents.js';

const TODAY = '2026-11-21';
const clock = { now: () => new Date('2026-11-21T00:00:05Z') };
const demo = demoDocuments(TODAY);
const { customers, prices } = demo;
const PARTNER = demo.profile.id;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const all = customers.flatMap((customer) =>
  customer.reservations.map((reservation) => ({ customer, reservation })),
);
const reservations: Reservation[] = all.map(({ reservation }) => reservation);
const ageOf = (reservation: Reservation) => daysBetween(reservation.startsOn, TODAY);
const daysLeft = (reservation: Reservation) => daysBetween(TODAY, reservation.endsOn);
const inMarket = (country: string) => customers.filter((customer) => customer.country === country);
const withOffer = (offer: Subscription['offer'], signed: boolean) =>
  customers.filter(
    (customer) =>
      (customer.agreement !== undefined) === signed &&
      customer.subscriptions.length > 0 &&
      customer.subscriptions.every((subscription) => subscription.offer === offer),
  );

describe('the demo book in the store', () => {
  let folder: string;
  let store: JsonDocuments;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'));
    store = await openJsonDocuments({ folder });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('is put in an empty book, each document in the shape that is read back', async () => {
    expect(await seedDemoBook(store, clock)).toEqual({ partnerId: PARTNER });
    expect(await store.read(kinds.PROFILE, PARTNER)).toEqual(demo.profile);
    expect(await store.read(kinds.USERS, PARTNER)).toEqual(demo.users);
    expect(await store.read(kinds.POLICY, PARTNER)).toEqual(demo.policy);
    expect(await store.read(kinds.RATES, PARTNER)).toEqual(demo.rates);
    expect(await store.read(kinds.PRICES, PARTNER)).toEqual(demo.prices);
    expect(await store.read(kinds.CUSTOMERS, PARTNER)).toEqual(demo.customerList);
    for (const customer of customers) {
      const key = kinds.customerKey(PARTNER, customer.id);
      expect(await store.read(kinds.CUSTOMER, key)).toEqual(customer);
    }
    expect(await store.list(kinds.CUSTOMER, PARTNER)).toHaveLength(customers.length);
  });

  it('is not put in a second time, not even on another day', async () => {
    await seedDemoBook(store, clock);
    const later = { now: () => new Date('2026-12-24T12:00:00Z') };
    expect(await seedDemoBook(store, later)).toBeUndefined();
    expect(await store.read(kinds.PRICES, PARTNER)).toEqual(demo.prices);
  });

  it('is not put in a book that has another partner', async () => {
    await store.update(kinds.PROFILE, 'other', () => ({
      next: { ...demo.profile, id: 'other' },
      result: undefined,
    }));
    expect(await seedDemoBook(store, clock)).toBeUndefined();
    expect(await store.list(kinds.CUSTOMER)).toEqual([]);
  });
});

it('seeding that breaks off anywhere is done again by the next start', async () => {
  const writes = customers.length + 6;
  for (let broken = 0; broken < writes; broken++) {
    const documents = new MemoryDocuments();
    const update = documents.update.bind(documents);
    let count = 0;
    documents.update = async (...given) => {
      if (count++ === broken) throw new Error('killed');
      return update(...given);
    };
    await expect(seedDemoBook(documents, clock)).rejects.toThrow('killed');
    documents.update = update;
    expect(await seedDemoBook(documents, clock)).toEqual({ partnerId: PARTNER });
    expect(await documents.read(kinds.CUSTOMERS, PARTNER)).toEqual(demo.customerList);
  }
});

describe('the demo partner', () => {
  it('is an indirect provider with resellers and one user for each role', () => {
    expect(demo.profile).toMatchObject({ kind: 'indirectProvider', tenantId: expect.stringMatching(GUID) });
    expect(demo.profile.resellers).toHaveLength(2);
    expect(demo.users.users.flatMap((user) => user.roles).sort()).toEqual([...ROLES].sort());
    expect(new Set(demo.users.users.map((user) => user.aadObjectId)).size).toBe(5);
  });

  it('has rates for every currency but the dollar, dated two days ago, and the policy of Partner Center', () => {
    expect(Object.keys(demo.rates.rates).sort()).toEqual(['EUR', 'SEK']);
    expect(Object.values(demo.rates.rates).map((rate) => rate.day)).toEqual(['2026-11-19', '2026-11-19']);
    expect(demo.policy.refundPolicy).toBe('partner-center');
  });
});

describe('the demo price list', () => {
  it('has at least 60 products in 5 regions, of 6 types, with terms of one and three years', () => {
    expect(prices.products.length).toBeGreaterThanOrEqual(60);
    expect(new Set(prices.products.map(({ region }) => region)).size).toBeGreaterThanOrEqual(5);
    const types = new Set(prices.products.map(({ type }) => type));
    expect(types.size).toBeGreaterThanOrEqual(6);
    expect(new Set(prices.products.map(({ term }) => term))).toEqual(new Set(['P1Y', 'P3Y']));
    for (const type of types) expect(reservationType(type).id).toBe(type);
  });

  it('names every product by an id of its own, that can be part of a key', () => {
    const ids = prices.products.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._-]{1,80}$/);
    expect(ids).toContain('vm-standard_d2s_v5-westeurope-P1Y');
  });

  it('has a price of each product in each of three currencies, published three days ago', () => {
    expect(Object.keys(prices.lists)).toEqual(['USD', 'EUR', 'SEK']);
    for (const list of Object.values(prices.lists)) {
      expect(list.asOf).toBe('2026-11-18');
      expect(Object.keys(list.prices).sort()).toEqual(prices.products.map(({ id }) => id).sort());
    }
    const b1ls = 'vm-standard_b1ls-eastus-P1Y';
    expect(Object.values(prices.lists).map((list) => list.prices[b1ls])).toEqual([
      '27.00',
      '24.84',
      '280.80',
    ]);
  });

  it('never gives back or bills monthly what cannot be', () => {
    const plans = prices.products.filter((product) =>
      ['suseLinux', 'redHatOpenShift', 'databricks'].includes(product.type),
    );
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) expect(plan).toMatchObject({ returnable: false, billingPlans: ['oneTime'] });
    const others = prices.products.filter((product) => !plans.includes(product));
    for (const other of others) {
      expect(other).toMatchObject({ returnable: true, billingPlans: ['oneTime', 'monthly'] });
    }
  });
});

describe('the demo customers', () => {
  it('are at least 14, listed as their documents have them', () => {
    expect(customers.length).toBeGreaterThanOrEqual(14);
    expect(demo.customerList.customers.map(({ id }) => id)).toEqual(customers.map(({ id }) => id));
    for (const customer of customers) expect(customer.id).toMatch(GUID);
  });

  const branches: [string, (customer: Customer) => boolean][] = [
    ['whose country is unknown', (c) => c.country === undefined],
    ['without a subscription', (c) => c.subscriptions.length === 0],
    ['allowed to buy, and allowed by an Admin agent', (c) => c.permission.by?.roles[0] === 'AdminAgent'],
    [
      'without an Owner',
      (c) => permissionChecks(c).subscriptions.length > 0 && permissionChecks(c).owned.length === 0,
    ],
    ['billed in EUR', (c) => c.currency === 'EUR' && c.reservations.length > 0],
    ['billed in SEK', (c) => c.currency === 'SEK' && c.reservations.length > 0],
    ['with a suspended subscription', (c) => c.subscriptions.some(({ state }) => state === 'suspended')],
    [
      'where the Sales agent has access to one subscription and not to another',
      ({ subscriptions }) =>
        subscriptions.some(({ access }) => access.includes('sanjay-sales')) &&
        subscriptions.some(({ access }) => !access.includes('sanjay-sales')),
    ],
    [
      'where access was given to one reservation only',
      (c) => c.reservations.some(({ access }) => access.length > 0),
    ],
    ['with 45,000 USD refunded already', (c) => capUsedUsd(c.requests, TODAY) === '45000.00'],
  ];
  it.each(branches)('have one %s', (_, isSo) => {
    expect(customers.some(isSo)).toBe(true);
  });

  it('have a blocked market and its look-alike', () => {
    expect([inMarket('NE').length, inMarket('NG').length]).toEqual([1, 1]);
    expect([soldIn('NE'), soldIn('NG')]).toEqual([false, true]);
  });

  it('have each kind of subscription, with and without the signed agreement', () => {
    expect(withOffer('azurePlan', true).length).toBeGreaterThan(0);
    expect(withOffer('azureGlobal', false).length).toBeGreaterThan(0);
    expect(withOffer('azureGlobal', true).length).toBeGreaterThan(0);
    expect(withOffer('other', false)[0]?.subscriptions[0]?.offerName).toBe('Pay-As-You-Go');
  });

  it('have two of one name in two countries', () => {
    const [first, second] = customers.filter(({ name }) => name === 'Adatum Corporation');
    expect([first?.country, second?.country]).toEqual(['NL', 'US']);
    expect(first?.domain).not.toBe(second?.domain);
  });

  it('have a purchase that a customer made itself after it was allowed to', () => {
    const [own] = all.filter(({ reservation }) => reservation.boughtByCustomer);
    const customer = own?.customer;
    const order = customer?.orders.find(({ number }) => number === own?.reservation.orderNumber);
    const record = customer?.activity.find(({ subject }) => subject === order?.number);
    expect(order).toMatchObject({ boughtByCustomer: 'Margie Cole', placement: { state: 'placed' } });
    expect(order).not.toHaveProperty('by');
    expect(record).toMatchObject({ byCustomer: 'Margie Cole', action: 'buy' });
    expect(customer?.activity.map(({ action }) => action)).toContain('Create Customer Purchase Permissions');
    expect(String(customer?.permission.changedAt) < String(order?.at)).toBe(true);
  });
});

describe('the demo reservations', () => {
  it.each([0, 2, 5, 6, 200])('have one that was bought %i days ago', (age) => {
    expect(reservations.some((reservation) => ageOf(reservation) === age)).toBe(true);
  });

  it.each(['used', 'unused', 'unknown'] as const)('have one in the first five days and %s', (usage) => {
    const early = reservations.filter((reservation) => ageOf(reservation) <= 5);
    expect(early.some((reservation) => usageOf(reservation) === usage)).toBe(true);
  });

  it('have monthly ones, more than one of a kind, one that ends within a month and one that has ended', () => {
    expect(reservations.some(({ billing }) => billing === 'monthly')).toBe(true);
    expect(reservations.some(({ quantity }) => quantity > 1)).toBe(true);
    expect(reservations.some((each) => daysLeft(each) > 0 && daysLeft(each) <= 30)).toBe(true);
    expect(reservations.some((each) => daysLeft(each) < 0)).toBe(true);
    expect(reservations.some(({ product }) => !product.returnable)).toBe(true);
  });

  it('have an order, an activity record, a subscription and its reseller each', () => {
    for (const { customer, reservation } of all) {
      const order = customer.orders.find(({ number }) => number === reservation.orderNumber);
      expect(order?.items).toMatchObject([
        { reservationId: reservation.id, reservationOrderId: reservation.orderId },
      ]);
      expect(customer.activity.filter(({ subject }) => subject === order?.number)).toHaveLength(1);
      const subscription = customer.subscriptions.find(({ id }) => id === reservation.subscriptionId);
      expect(subscription?.resellerId).toBe(reservation.resellerId);
      expect(demo.profile.resellers.map(({ id }) => id)).toContain(reservation.resellerId);
      if (subscription?.offer === 'azurePlan') expect(reservation.scope).toBe('shared');
    }
    const numbers = all.map(({ reservation }) => reservation.orderNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(number).toMatch(/^RD-[2-9A-HJ-NP-Z]{8}$/);
  });

  it('cost the list price at the time, in instalments that add up', () => {
    for (const { customer, reservation } of all) {
      const { currency, quantity, billing, product } = reservation;
      const order = customer.orders.find(({ number }) => number === reservation.orderNumber);
      const unitPrice = order?.items[0]?.unitPrice ?? '';
      const price = times(unitPrice, quantity, currency);
      expect(order?.total).toBe(price);
      expect(sum(reservation.instalments, currency)).toBe(price);
      expect(reservation.instalments).toEqual(instalmentsFor(price, billing, product.term, currency));
      if (reservation.status !== 'refunded') {
        expect(unitPrice).toBe(prices.lists[currency]?.prices[product.id]);
      }
    }
  });

  it('begin and end with their term, and were used only in it and not after today', () => {
    for (const { startsOn, endsOn, product, utilization } of reservations) {
      expect(endsOn).toBe(endOfTerm(startsOn, product.term));
      const days = utilization.map(({ day }) => day);
      expect(days).toEqual([...days].sort());
      expect(days.every((day) => day >= startsOn && day < endsOn && day <= TODAY)).toBe(true);
      expect(days.length).toBeLessThanOrEqual(60);
    }
  });

  it('have a refund that was paid, with the figures that the rules give', () => {
    const customer = customers.find(({ requests }) => requests.length > 0);
    const request = customer?.requests[0];
    const reservation = customer?.reservations.find(({ id }) => id === request?.reservationIds[0]);
    if (request?.quote?.kind !== 'refund' || !reservation) throw new Error('the demo has no refund');
    expect(request).toMatchObject({ state: 'paid', paidAmount: '45000.00', at: '2026-08-13T10:05:00.000Z' });
    expect(request.number).toMatch(/^RQ-[2-9A-HJ-NP-Z]{8}$/);
    expect(reservation).toMatchObject({ status: 'refunded', requestNumber: request.number });
    const { figures } = request.quote;
    expect(figures).toMatchObject({ row: 'fullCredit', payable: '45000.00', countsUsd: '45000.00' });
    const again = refundFigures({
      policy: 'partner-center',
      reservation,
      quantity: reservation.quantity,
      usage: usageOf(reservation),
      today: figures.day,
      rate: figures.rate,
      capUsedUsd: '0.00',
      roomOn: figures.day,
    });
    expect(again).toEqual(figures);
  });
});

describe('the demo book on any day', () => {
  it.each(['2027-02-28', '2028-02-29', '2028-03-20', '2026-12-31', '2027-03-31'])(
    'keeps its distances from %s',
    (day) => {
      const then = demoDocuments(day).customers.flatMap((customer) => customer.reservations);
      expect(then.map(({ id }) => id)).toEqual(reservations.map(({ id }) => id));
      const ages = then.map(({ startsOn }) => daysBetween(startsOn, day));
      for (const age of [0, 2, 5, 6, 200]) expect(ages).toContain(age);
      const left = then.map(({ endsOn }) => daysBetween(day, endsOn));
      expect(left.some((days) => days > 0 && days <= 30) && left.some((days) => days < 0)).toBe(true);
      for (const each of then) expect(each.endsOn).toBe(endOfTerm(each.startsOn, each.product.term));
    },
  );

  it('has nothing in it from the time after the first start', () => {
    const moments = customers.flatMap(({ orders, activity, requests }) =>
      [...orders, ...activity, ...requests].map(({ at }) => at),
    );
    expect(moments.every((at) => new Date(at) <= clock.now())).toBe(true);
  });
});
