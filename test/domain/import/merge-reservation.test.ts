/** A reservation of the book and what files say of it: what the desk did stands, and no price outlives what it was for. */
import { describe, expect, it } from '@jest/globals';
import {
  type FindProduct,
  inForce,
  isOfDesk,
  newReservation,
  sorted,
  termFits,
  updatedReservation,
} from '../../../domain/import/merge-reservation.js';
import type { PriceFacts } from '../../../domain/import/price-facts.js';
import type { Row } from '../../../domain/import/rows.js';
import { addDays, endOfTerm } from '../../../domain/term.js';
import { customer, order, refundRequest, reservation } from '../../support/builders.js';

type ReservationRow = Row<'reservations'>;

const UNLISTED: FindProduct = () => undefined;
const row = (changes: Partial<ReservationRow> = {}): ReservationRow => ({
  id: 'res-1',
  orderId: 'res-order-1',
  skuName: 'Standard_D2s_v5',
  type: 'virtualMachines',
  region: 'West Europe',
  term: 'P1Y',
  quantity: 1,
  endsOn: '2022-01-01',
  ...changes,
});
const PAID: PriceFacts = {
  currency: 'USD',
  billing: 'oneTime',
  instalments: ['3650.00'],
  startsOn: '2021-01-01',
};
const DAYS = [
  { day: '2021-01-03', percent: 30 },
  { day: '2021-01-02', percent: 20 },
];

describe('a row', () => {
  it.each([
    [undefined, true],
    ['Succeeded', true],
    ['Expired', true],
    ['active', true],
    ['Cancelled', false],
    ['CANCELED', false],
    ['refundRequested', false],
    ['exchanged', false],
    ['Failed', false],
    ['Split', false],
    ['Merged', false],
    ['PendingBilling', false],
    ['Creating', false],
  ])('in the state %s is in force: %s', (status, is) => {
    expect(inForce(row(status === undefined ? {} : { status }))).toBe(is);
  });
});

describe('a reservation that is new', () => {
  it('has what the row says, with its days in order', () => {
    const given = row({
      orderNumber: 'RD-7',
      scope: 'single',
      resellerId: 'reseller-1',
      boughtByCustomer: 'Carol',
      access: ['ada'],
      quantity: 3,
    });
    expect(newReservation(given, PAID, DAYS, 'sub-1', UNLISTED)).toEqual({
      id: 'res-1',
      orderId: 'res-order-1',
      orderNumber: 'RD-7',
      product: {
        id: 'virtualMachines-Standard_D2s_v5-westeurope',
        name: 'Standard_D2s_v5',
        type: 'virtualMachines',
        region: 'westeurope',
        term: 'P1Y',
        returnable: true,
      },
      quantity: 3,
      ...PAID,
      endsOn: '2022-01-01',
      subscriptionId: 'sub-1',
      scope: 'single',
      resellerId: 'reseller-1',
      status: 'active',
      boughtByCustomer: 'Carol',
      access: ['ada'],
      utilization: [...DAYS].reverse(),
    });
  });

  it('is shared and open to nobody in particular where the row does not say it; what is absent is not there', () => {
    const made = newReservation(row(), {}, [], 'sub-1', UNLISTED);
    expect(made).toMatchObject({ orderNumber: '', scope: 'shared', access: [], utilization: [] });
    for (const absent of ['resellerId', 'boughtByCustomer', 'instalments', 'startsOn'])
      expect(made).not.toHaveProperty(absent);
  });

  const listed = { id: 'listed', returnable: false };
  const find: FindProduct = ({ name, type, region, term }) =>
    name === 'Standard_D2s_v5' && type === 'virtualMachines' && region === 'westeurope' && term === 'P1Y'
      ? listed
      : undefined;
  it.each<[string, Partial<ReservationRow>, object]>([
    ['the price list', {}, listed],
    [
      'its row, before the price list',
      { productId: 'own', returnable: true },
      { id: 'own', returnable: true },
    ],
    ['its type, of another term', { term: 'P3Y', endsOn: '2024-01-01' }, { returnable: true }],
    ['its type, which can not be returned', { type: 'databricks' }, { returnable: false }],
    ['no type that is known', { type: 'of a later version' }, { returnable: false }],
    [
      'its names, cut to the length of an ID',
      { skuName: 'x'.repeat(100) },
      { id: `virtualMachines-${'x'.repeat(64)}` },
    ],
  ])('is a product by %s', (_, changes, product) => {
    expect(newReservation(row(changes), {}, [], 'sub-1', find).product).toMatchObject(product);
  });

  it('ends when its term ends, a day more or less; without a first day nothing can be said', () => {
    const made =
      (endsOn: string, facts: PriceFacts = PAID) =>
      () =>
        newReservation(row({ endsOn }), facts, [], 'sub-1', UNLISTED);
    expect(made('2021-12-31')).not.toThrow();
    expect(made('2022-01-02')).not.toThrow();
    expect(made('2022-01-03')).toThrow(new RangeError('P1Y from 2021-01-01 does not end on 2022-01-03'));
    expect(made('2021-12-30')).toThrow(RangeError);
    expect(made('2030-01-01', {})).not.toThrow();
  });
});

describe('the days of a term', () => {
  it.each(['P1Y', 'P3Y', 'P5Y'] as const)('%s fit with one day to either side', (term) => {
    for (const startsOn of ['2020-02-29', '2021-01-01', '2026-11-21']) {
      const end = endOfTerm(startsOn, term);
      const fits = [-2, -1, 0, 1, 2].map((days) => termFits(startsOn, { term }, addDays(end, days)));
      expect(fits).toEqual([false, true, true, true, false]);
    }
  });
});

describe('a reservation of the book', () => {
  const BOUGHT = reservation({
    ...{ resellerId: 'reseller-0', scope: 'single' as const, access: ['ada'] },
    utilization: [
      { day: '2021-01-02', percent: 1 },
      { day: '2021-01-04', percent: 4 },
    ],
  });
  const update = (
    given: ReservationRow | undefined,
    facts: PriceFacts = {},
    { usage = [] as typeof DAYS, ofDesk = false, before = BOUGHT } = {},
  ) => updatedReservation(before, given, facts, usage, ofDesk, UNLISTED);

  it('takes over what the row says', () => {
    const given = row({
      orderNumber: 'RD-8',
      endsOn: '2022-01-02',
      subscriptionId: 'sub-2',
      scope: 'shared',
      resellerId: 'reseller-2',
      access: ['bob'],
      skuName: 'Standard_D4s_v5',
    });
    expect(update(given)).toEqual({
      ...BOUGHT,
      orderNumber: 'RD-8',
      endsOn: '2022-01-02',
      subscriptionId: 'sub-2',
      scope: 'shared',
      resellerId: 'reseller-2',
      access: ['bob'],
      product: { ...BOUGHT.product, name: 'Standard_D4s_v5' },
    });
  });

  it('keeps what the row does not say', () => {
    expect(update(row())).toEqual(BOUGHT);
    expect(update(undefined)).toEqual(BOUGHT);
    const special = reservation({ product: { ...BOUGHT.product, id: 'special', returnable: false } });
    expect(update(row(), {}, { before: special })).toEqual(special);
    expect(
      update(row({ productId: 'own', returnable: true }), {}, { before: special }).product,
    ).toMatchObject({
      id: 'own',
      returnable: true,
    });
  });

  it('takes over its use by the day: new days, and other numbers of known ones', () => {
    const utilization = [
      { day: '2021-01-02', percent: 20 },
      { day: '2021-01-03', percent: 30 },
      { day: '2021-01-04', percent: 4 },
    ];
    for (const given of [row(), undefined])
      for (const ofDesk of [true, false])
        expect(update(given, {}, { usage: DAYS, ofDesk })).toEqual({ ...BOUGHT, utilization });
  });

  it('takes over nothing but its use where the desk sold it', () => {
    expect(
      update(row({ quantity: 9, scope: 'shared' }), { ...PAID, instalments: ['1.00'] }, { ofDesk: true }),
    ).toEqual(BOUGHT);
    expect(update(undefined, { ...PAID, instalments: ['1.00'] }, { ofDesk: true })).toEqual(BOUGHT);
  });

  const MONTHLY = Array<string>(12).fill('10.00');
  it.each<[string, Partial<ReservationRow> | undefined, PriceFacts, readonly string[] | undefined]>([
    ['as it was', {}, {}, BOUGHT.instalments],
    ['as it was, without a row', undefined, {}, BOUGHT.instalments],
    [
      'as it was, with the same currency, day and way to pay',
      {},
      { currency: 'USD', billing: 'oneTime', startsOn: '2021-01-01' },
      BOUGHT.instalments,
    ],
    ['as it was, begun a day later', {}, { startsOn: '2021-01-02' }, BOUGHT.instalments],
    ['new, with a new price', {}, { ...PAID, instalments: ['5.00'] }, ['5.00']],
    ['new, without a row', undefined, { ...PAID, instalments: ['5.00'] }, ['5.00']],
    [
      'new, with another quantity and its price',
      { quantity: 2 },
      { ...PAID, instalments: ['5.00'] },
      ['5.00'],
    ],
    ['new, paid monthly', undefined, { ...PAID, billing: 'monthly', instalments: MONTHLY }, MONTHLY],
    ['not known, of another quantity', { quantity: 2 }, {}, undefined],
    ['not known, of another term', { term: 'P3Y', endsOn: '2024-01-01' }, {}, undefined],
    ['not known, in another currency', {}, { currency: 'EUR' }, undefined],
    ['not known, in another currency without a row', undefined, { currency: 'EUR' }, undefined],
    ['not known, paid in another way', {}, { billing: 'monthly' }, undefined],
    ['not known, paid in another way without a row', undefined, { billing: 'monthly' }, undefined],
  ])('has a price: %s', (_, changes, facts, instalments) => {
    const next = update(changes && row(changes), facts);
    expect(next.instalments).toEqual(instalments);
    expect('instalments' in next).toBe(instalments !== undefined);
  });

  it('has days that fit together', () => {
    expect(() => update(row({ endsOn: '2022-01-03' }))).toThrow(RangeError);
    expect(() => update(undefined, { startsOn: '2021-01-03' })).toThrow(RangeError);
    expect(() => update(row({ endsOn: '2022-01-03' }), {}, { ofDesk: true })).not.toThrow();
  });
});

describe('what the desk knows of itself', () => {
  const other = reservation({ id: 'res-2' });
  it.each([
    ['an order of its own', customer({ reservations: [reservation()], orders: [order()] }), true],
    [
      'an order of several things',
      customer({
        orders: [
          order({ items: order().items.flatMap((item) => [{ ...item, reservationOrderId: 'other' }, item]) }),
        ],
      }),
      true,
    ],
    ['a request for it', customer({ reservations: [reservation()], requests: [refundRequest()] }), true],
    [
      'a request for another part of the order',
      customer({
        reservations: [reservation(), other],
        requests: [refundRequest({ reservationIds: ['x', 'res-2'] })],
      }),
      true,
    ],
    [
      'a request for another order',
      customer({
        reservations: [reservation({ id: 'a' }), reservation({ orderId: 'other' })],
        requests: [refundRequest()],
      }),
      false,
    ],
    [
      'an order of another',
      customer({ reservations: [reservation({ orderId: 'other' })], orders: [order()] }),
      true,
    ],
    ['nothing', customer({ reservations: [reservation()] }), false],
  ])('is by %s', (_, book, is) => {
    expect(isOfDesk(book, 'res-order-1')).toBe(is);
    expect(isOfDesk(book, 'unheard-of')).toBe(false);
  });
});

describe('reservations', () => {
  it('are kept apart where something of them is not known', () => {
    const whole = reservation();
    const { currency: _, ...part } = reservation({ id: 'res-2' });
    expect(sorted([part, whole])).toEqual({ complete: [whole], incomplete: [part] });
  });
});
