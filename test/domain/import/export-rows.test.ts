/** The book as rows: what is written is what is read, with the columns of each kind of file. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cellsOf,
  customerRow,
  type ExportRow,
  headerOf,
  priceRows,
  rateRows,
  reservationRows,
  subscriptionRows,
  userRows,
  utilizationRows,
} from '../../../domain/import/export-rows.js';
import {
  FILE_KIND_NAMES,
  FILE_KINDS,
  type FileKindName,
  recognized,
} from '../../../domain/import/file-kinds.js';
import { ROWS } from '../../../domain/import/rows.js';
import { customer, product, reservation, subscription, user } from '../../support/builders.js';

/** The row as it is read again. */
function again(kind: FileKindName, row: ExportRow) {
  const keys = Object.keys(FILE_KINDS.find(({ name }) => name === kind)?.columns ?? {});
  const values = cellsOf(kind, row).flatMap((cell, i): [string, string][] =>
    cell === '' ? [] : [[keys[i] ?? '', cell.replace(/^'(?='*[=+\-@])/, '')]],
  );
  return ROWS[kind].parse(Object.fromEntries(values));
}

describe('a file that is exported', () => {
  it.each(FILE_KIND_NAMES)('%s has a header that is read again, and as many cells', (kind) => {
    expect(recognized(headerOf(kind))?.kind.name).toBe(kind);
    expect(cellsOf(kind, {})).toEqual(headerOf(kind).map(() => ''));
  });

  it('has its cells in the order of its header, and empty ones for what is unknown', () => {
    expect(headerOf('rates')).toEqual(['Currency', 'UsdPerUnit', 'Date']);
    expect(cellsOf('rates', { day: 'd', currency: 'c', other: 'x' })).toEqual(['c', '', 'd']);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ["'=x", "''=x"],
    ["'x", "'x"],
    ['a=b', 'a=b'],
    ['', ''],
  ])('has no cell that a spreadsheet takes for a formula: %j', (text, cell) => {
    expect(cellsOf('rates', { currency: text })[0]).toBe(cell);
  });

  it('gives every text back as it was', () => {
    const name = fc.oneof(fc.string({ minLength: 1, maxLength: 30 }), fc.stringMatching(/^['=+\-@]{1,6}$/));
    fc.assert(
      fc.property(name, (text) => {
        expect(again('customers', customerRow(customer({ name: text })))).toMatchObject({ name: text });
      }),
    );
  });
});

describe('rows', () => {
  it('of users say all of them, with or without roles, phone and object ID, and who was removed', () => {
    const plain = user();
    const rich = user({
      id: 'bob',
      roles: ['SalesAgent', 'HelpdeskAgent'],
      phone: '+31 1',
      aadObjectId: 'oid',
      removed: true,
    });
    const roleless = user({ id: 'carol', roles: [], removed: false });
    const rows = userRows({ users: [plain, rich, roleless] });
    const { aadObjectId: objectId, ...others } = rich;
    expect(rows.map((row) => again('users', row))).toEqual([plain, { ...others, objectId }, roleless]);
  });

  it('of rates say their days', () => {
    const rows = rateRows({
      rates: {
        EUR: { usdPerUnit: '1.0870', day: '2026-11-20' },
        SEK: { usdPerUnit: '0.09', day: '2026-11-01' },
      },
    });
    expect(rows.map((row) => again('rates', row))).toEqual([
      { currency: 'EUR', usdPerUnit: '1.0870', day: '2026-11-20' },
      { currency: 'SEK', usdPerUnit: '0.09', day: '2026-11-01' },
    ]);
  });

  it('of prices are one for each product, currency and way to pay, with the first instalment of a monthly one', () => {
    const once = product({
      id: 'once',
      billingPlans: ['oneTime'],
      segments: ['education', 'nonprofit'],
      returnable: false,
      maxQuantity: 7,
    });
    const both = product({ id: 'both', term: 'P3Y' });
    const rows = priceRows({
      products: [once, both, product({ id: 'unpriced' })],
      lists: {
        EUR: { asOf: '2026-11-01', prices: { once: '5.00', both: '100.00' } },
        JPY: { asOf: '2026-11-02', prices: { both: '3600' } },
      },
    });
    expect(rows.map((row) => again('prices', row))).toMatchObject([
      {
        ...{
          productTitle: once.name,
          productId: 'once',
          skuTitle: once.name,
          skuName: once.name,
          term: 'P1Y',
        },
        ...{ billingPlan: 'oneTime', currency: 'EUR', unitPrice: '5.00', startsOn: '2026-11-01' },
        ...{ segment: ['education', 'nonprofit'], type: once.type, region: once.region },
        ...{ maxQuantity: 7, returnable: false },
      },
      { productId: 'both', billingPlan: 'oneTime', currency: 'EUR', unitPrice: '100.00', returnable: true },
      { productId: 'both', billingPlan: 'monthly', currency: 'EUR', unitPrice: '2.78', term: 'P3Y' },
      {
        productId: 'both',
        billingPlan: 'oneTime',
        currency: 'JPY',
        unitPrice: '3600',
        startsOn: '2026-11-02',
      },
      { productId: 'both', billingPlan: 'monthly', currency: 'JPY', unitPrice: '100' },
    ]);
  });

  it('of a customer say who it is, and what it has signed', () => {
    const agreement = {
      firstName: 'Carol',
      lastName: 'C',
      email: 'carol@customer.example',
      date: '2020-01-01',
    };
    const signed = customer({ agreement, tags: ['a;b', 'c'], language: 'nl', segment: 'education' });
    expect(again('customers', customerRow(signed))).toEqual({
      ...{ id: 'customer-1', name: 'Customer One', domain: 'customer.example', country: 'NL' },
      ...{ segment: 'education', currency: 'USD', tags: ['a;b', 'c'], language: 'nl' },
      ...{
        agreementFirstName: 'Carol',
        agreementLastName: 'C',
        agreementEmail: agreement.email,
        agreementDate: agreement.date,
      },
    });
    const { country: _, ...plain } = customer();
    expect(Object.keys(again('customers', customerRow(plain)))).toEqual([
      'id',
      'name',
      'domain',
      'segment',
      'currency',
    ]);
  });

  it.each([
    [
      subscription({ offer: 'azurePlan', owners: ['o@customer.example'], access: ['ada', 'bob'] }),
      'Azure plan',
    ],
    [subscription({ offer: 'azureGlobal', state: 'suspended', resellerId: 'reseller-1' }), 'MS-AZR-0145P'],
    [subscription({ offer: 'other', offerName: 'Pay-As-You-Go', state: 'cancelled' }), 'Pay-As-You-Go'],
    [subscription({ offer: 'other' }), 'other'],
  ])('of subscriptions say their offer, state, reseller and users: %#', (one, offerName) => {
    const [row = {}] = subscriptionRows(customer({ subscriptions: [one] }));
    expect(again('subscriptions', row)).toEqual({
      ...{ id: 'sub-1', name: 'Subscription One', customerId: 'customer-1', offerName, status: one.state },
      ...(one.resellerId ? { resellerId: one.resellerId } : {}),
      ...(one.owners.length > 0 ? { owners: one.owners } : {}),
      ...(one.access.length > 0 ? { access: one.access } : {}),
    });
  });

  it('of reservations say all that is known, of those that are complete and those that are not', () => {
    const rich = reservation({
      ...{ billing: 'monthly', scope: 'single', resellerId: 'reseller-1', boughtByCustomer: 'Carol' },
      ...{ access: ['ada'], quantity: 3, status: 'refunded' },
    });
    const { currency: _c, billing: _b, instalments: _i, startsOn: _s, ...part } = reservation({ id: 'part' });
    const rows = reservationRows(customer({ reservations: [rich], incompleteReservations: [part] }));
    const common = {
      ...{
        orderId: 'res-order-1',
        orderNumber: 'order-1',
        customerId: 'customer-1',
        subscriptionId: 'sub-1',
      },
      ...{ skuName: rich.product.name, type: rich.product.type, region: rich.product.region, term: 'P1Y' },
      ...{ productId: rich.product.id, returnable: true, endsOn: '2022-01-01' },
    };
    expect(rows.map((row) => again('reservations', row))).toEqual([
      {
        ...common,
        ...{
          id: 'res-1',
          quantity: 3,
          scope: 'single',
          status: 'refunded',
          startsOn: '2021-01-01',
          billing: 'monthly',
        },
        ...{ currency: 'USD', instalments: rich.instalments, resellerId: 'reseller-1' },
        ...{ boughtByCustomer: 'Carol', access: ['ada'] },
      },
      { ...common, id: 'part', quantity: 1, scope: 'shared', status: 'active' },
    ]);
    expect(reservationRows(customer())).toEqual([]);
  });

  it('of utilization are one for each day of each reservation', () => {
    const utilization = [
      { day: '2021-01-02', percent: 0 },
      { day: '2021-01-03', percent: 87.5 },
    ];
    const rows = utilizationRows(
      customer({
        reservations: [reservation({ utilization })],
        incompleteReservations: [reservation({ id: 'part', utilization: utilization.slice(1) })],
      }),
    );
    expect(rows.map((row) => again('utilization', row))).toEqual([
      { orderId: 'res-order-1', reservationId: 'res-1', day: '2021-01-02', percent: 0 },
      { orderId: 'res-order-1', reservationId: 'res-1', day: '2021-01-03', percent: 87.5 },
      { orderId: 'res-order-1', reservationId: 'part', day: '2021-01-03', percent: 87.5 },
    ]);
  });
});
