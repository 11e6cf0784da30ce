/** The price list and what files say of it: products by their titles or columns, one list a currency. */
import { describe, expect, it } from '@jest/globals';
import { noCounts } from '../../../domain/import/counts.js';
import { mergedPrices } from '../../../domain/import/merge-prices.js';
import type { Problem, Row } from '../../../domain/import/rows.js';
import type { Prices } from '../../../domain/model.js';
import { product } from '../../support/builders.js';

/** The rows as they stand in a file, under its header. */
const placed = <R>(rows: readonly R[]) =>
  rows.map((row, i) => ({ row, place: { file: 'x.csv', line: i + 2 } }));
const reasonsOf = (problems: readonly Problem[]) => problems.map(({ line, reason }) => `${line} ${reason}`);
const counted = (counts: Partial<ReturnType<typeof noCounts>['users']>) => ({
  ...{ new: 0, changed: 0, unchanged: 0, leftOut: 0 },
  ...counts,
});

describe('prices from a file', () => {
  const TODAY = '2026-11-21';
  /** As Microsoft's price sheet has it: all that can be said is in the titles. */
  const SHEET: Row<'prices'> = {
    productTitle: 'Virtual Machines Bs Series',
    productId: 'DZH1',
    skuId: '001F',
    skuTitle: 'Reserved VM Instance, Standard_B1ls, US West 2, 1 Year',
    term: 'P1Y',
    billingPlan: 'oneTime',
    currency: 'EUR',
    unitPrice: '300',
    startsOn: '2026-11-01',
    segment: ['commercial'],
  };
  /** As the desk exports it. */
  const OWN: Row<'prices'> = {
    productTitle: 'vCore',
    productId: 'sql-1',
    skuTitle: 'vCore',
    term: 'P3Y',
    billingPlan: 'oneTime',
    currency: 'EUR',
    unitPrice: '900.5',
    startsOn: '2026-11-02',
    segment: ['commercial', 'education'],
    type: 'sqlDatabase',
    region: 'West Europe',
    skuName: 'vCore',
    maxQuantity: 5,
    returnable: false,
  };
  const VM = product({ id: 'vm' });
  const BOOK: Prices = {
    products: [VM],
    lists: { USD: { asOf: '2026-01-01', prices: { vm: '1000.00' } } },
    note: 'public list prices',
  };

  function merge(rows: readonly Row<'prices'>[], current: Prices | undefined = BOOK) {
    const counts = noCounts();
    const problems: Problem[] = [];
    const next = mergedPrices(current, placed(rows), TODAY, counts, problems);
    return { next, counts: counts.prices, reasons: reasonsOf(problems) };
  }
  const first = (...rows: Row<'prices'>[]) => merge(rows, { products: [], lists: {} }).next?.products[0];

  it('name products by their titles, or by columns of their own', () => {
    const { next, counts, reasons } = merge([SHEET, OWN]);
    expect(reasons).toEqual([]);
    expect(next?.products).toEqual([
      VM,
      {
        id: 'DZH1-001F-P1Y',
        name: 'Standard_B1ls',
        type: 'virtualMachines',
        region: 'westus2',
        term: 'P1Y',
        billingPlans: ['oneTime'],
        segments: ['commercial'],
        maxQuantity: 1000,
        returnable: true,
      },
      {
        id: 'sql-1',
        name: 'vCore',
        type: 'sqlDatabase',
        region: 'westeurope',
        term: 'P3Y',
        billingPlans: ['oneTime'],
        segments: ['commercial', 'education'],
        maxQuantity: 5,
        returnable: false,
      },
    ]);
    expect(counts).toEqual(counted({ new: 2 }));
  });

  it('make a list of each currency, as of the latest day in it; the lists of others stay, and so does the note', () => {
    const later = { ...SHEET, skuId: '002', startsOn: '2026-11-03' };
    for (const rows of [
      [SHEET, OWN, later],
      [later, OWN, SHEET],
    ])
      expect(merge(rows).next).toMatchObject({
        lists: {
          USD: BOOK.lists.USD,
          EUR: {
            asOf: '2026-11-03',
            prices: { 'DZH1-001F-P1Y': '300.00', 'DZH1-002-P1Y': '300.00', 'sql-1': '900.50' },
          },
        },
        note: 'public list prices',
      });
    expect(merge([SHEET], { products: [], lists: {} }).next).not.toHaveProperty('note');
  });

  it('take the place of the list of their currency, with the products that have no price any more', () => {
    const { next } = merge([{ ...SHEET, currency: 'USD' }]);
    expect(next?.lists).toEqual({ USD: { asOf: '2026-11-01', prices: { 'DZH1-001F-P1Y': '300.00' } } });
    expect(next?.products.map(({ id }) => id)).toEqual(['DZH1-001F-P1Y']);
  });

  it('renew a product of the book in its place', () => {
    const vcore = product({ id: 'sql-1', name: 'old', region: 'eastus' });
    const book = {
      products: [vcore, VM],
      lists: { EUR: { asOf: '2026-01-01', prices: { 'sql-1': '900.50', gone: '1.00' } }, ...BOOK.lists },
    };
    const { next, counts } = merge([OWN], book);
    expect(next?.products.map(({ id, name, region }) => [id, name, region])).toEqual([
      ['sql-1', 'vCore', 'westeurope'],
      ['vm', VM.name, VM.region],
    ]);
    expect(counts).toEqual(counted({ unchanged: 1 }));
    expect(merge([{ ...OWN, unitPrice: '901' }], book).counts).toEqual(counted({ changed: 1 }));
  });

  it('are the very same list where they say nothing new', () => {
    const { next } = merge([SHEET, OWN]);
    expect(merge([SHEET, OWN], next).next).toBe(next);
    expect(merge([]).next).toBe(BOOK);
    expect(mergedPrices(undefined, [], TODAY, noCounts(), [])).toBeUndefined();
    expect(mergedPrices(undefined, placed([SHEET]), TODAY, noCounts(), [])).toMatchObject({
      products: [{ name: 'Standard_B1ls' }],
    });
  });

  it.each<[string, Partial<Row<'prices'>>, boolean]>([
    ['begins today', { startsOn: TODAY }, true],
    ['begins tomorrow', { startsOn: '2026-11-22' }, false],
    ['ends today', { endsOn: TODAY }, true],
    ['ended yesterday', { endsOn: '2026-11-20' }, false],
    ['has no end', {}, true],
    ['began and ended in the future', { startsOn: '2026-12-01', endsOn: '2026-12-31' }, false],
  ])('count where they are in force today: one that %s', (_, days, counts) => {
    const merged = merge([OWN, { ...SHEET, ...days }]);
    expect(Object.keys(merged.next?.lists.EUR?.prices ?? {})).toHaveLength(counts ? 2 : 1);
    expect(merged.counts).toEqual(counted(counts ? { new: 2 } : { new: 1, leftOut: 1 }));
  });

  it('say by a row of its own that a product can be paid monthly; its price is the one for paying at once', () => {
    const monthly: Row<'prices'> = { ...SHEET, billingPlan: 'monthly', unitPrice: '25.123' };
    for (const rows of [
      [SHEET, monthly],
      [monthly, SHEET],
    ]) {
      const { next, reasons, counts } = merge(rows);
      expect(reasons).toEqual([]);
      expect(next?.products[1]?.billingPlans).toEqual(['oneTime', 'monthly']);
      expect(next?.lists.EUR?.prices).toEqual({ 'DZH1-001F-P1Y': '300.00' });
      expect(counts).toEqual(counted({ new: 1 }));
    }
    expect(merge([SHEET, { ...monthly, currency: 'NOK' }]).reasons).toEqual([
      '3 DZH1-001F-P1Y in NOK has a price for monthly payment only',
    ]);
    const odd = { ...monthly, productId: 'a in EUR', skuId: undefined };
    expect(merge([odd]).reasons).toEqual(['2 a in EUR in EUR has a price for monthly payment only']);
    expect(merge([odd, { ...odd, billingPlan: 'oneTime', unitPrice: '1' }]).reasons).toEqual([]);
  });

  it('bring the segments of all rows of a product together, in the order of the desk', () => {
    const rows = [
      { ...SHEET, segment: ['nonprofit' as const] },
      { ...SHEET, segment: ['government' as const, 'education' as const] },
    ];
    expect(first(...rows)?.segments).toEqual(['education', 'government', 'nonprofit']);
    expect(first({ ...SHEET, segment: ['commercial', 'commercial'] })?.segments).toEqual(['commercial']);
  });

  it('keep how many can be bought and whether it can be returned, once a row says so', () => {
    expect(first({ ...SHEET, maxQuantity: 7, returnable: false }, SHEET)).toMatchObject({
      maxQuantity: 7,
      returnable: false,
    });
    expect(first(SHEET, { ...SHEET, maxQuantity: 7 })?.maxQuantity).toBe(7);
    expect(first({ ...OWN, returnable: undefined, type: 'databricks' })?.returnable).toBe(false);
    expect(first({ ...OWN, returnable: undefined })?.returnable).toBe(true);
    expect(first({ ...OWN, returnable: undefined, type: 'of a later version' })?.returnable).toBe(false);
  });

  it.each<[string, Partial<Row<'prices'>>, object]>([
    [
      'of a title in small letters',
      { skuTitle: 'reserved vm instance, D2s, EU West, 1 Year' },
      { name: 'D2s', region: 'westeurope' },
    ],
    [
      'of a title with blanks',
      { skuTitle: 'Reserved VM Instance ,  D2s , EU West , 1 Year' },
      { name: 'D2s', region: 'westeurope' },
    ],
    [
      'of a title with more in it',
      { skuTitle: 'Reserved VM Instance, D2s, EU West, 1 Year, Promo' },
      { name: 'D2s', region: 'westeurope' },
    ],
    [
      'by its columns before its title',
      { skuName: 'Own', region: 'eastus' },
      { name: 'Own', region: 'eastus' },
    ],
    [
      'by the title of the SKU where that of the product says no type',
      { productTitle: 'Bs Series' },
      { type: 'virtualMachines' },
    ],
    ['by the type before the title', { type: 'dedicatedHost' }, { type: 'dedicatedHost' }],
    [
      'by the title of the product where that of the SKU says no type',
      { skuTitle: 'Other, D2s, EU West, 1 Year' },
      { type: 'virtualMachines' },
    ],
    [
      'without a title of the SKU',
      { skuTitle: undefined, skuName: 'Own', region: 'eastus' },
      { name: 'Own', type: 'virtualMachines' },
    ],
    ['by an ID that is too long for the book', { productId: 'x'.repeat(80) }, { id: 'x'.repeat(80) }],
  ])('know a product %s', (_, changes, known) => {
    expect(first({ ...SHEET, ...changes })).toMatchObject(known);
  });

  it.each<[string, Partial<Row<'prices'>>, string]>([
    ['three parts', { skuTitle: 'Reserved VM Instance, D2s, EU West' }, 'ArmSkuName, ArmRegionName missing'],
    ['no name', { skuTitle: 'Reserved VM Instance,, EU West, 1 Year' }, 'ArmSkuName missing'],
    ['no region', { skuTitle: 'Reserved VM Instance, D2s,, 1 Year' }, 'ArmRegionName missing'],
    [
      'another type',
      { skuTitle: 'SQL, vCore, EU West, 1 Year', productTitle: 'SQL' },
      'ReservedResourceType missing',
    ],
    [
      'the type in the middle',
      {
        skuTitle: 'My Reserved VM Instance, vCore, EU West, 1 Year',
        productTitle: 'SQL on virtual machines',
      },
      'ReservedResourceType missing',
    ],
  ])('name no product by a title with %s', (_, changes, missing) => {
    const { reasons, next } = merge([{ ...SHEET, ...changes }, OWN]);
    expect(reasons).toEqual([`2 the titles do not say it: ${missing}`]);
    expect(next?.products.map(({ id }) => id)).toEqual(['vm', 'sql-1']);
  });

  const differing = '3 sql-1 names two different products';
  it.each<[string, Partial<Row<'prices'>>, string[]]>([
    ['another price', { unitPrice: '900.51' }, ['3 sql-1 in EUR has two prices: 900.50 and 900.51']],
    ['the same price, written otherwise', { unitPrice: '900.50' }, []],
    ['another price in another currency', { currency: 'NOK', unitPrice: '9' }, []],
    [
      'a price that is finer than its currency',
      { currency: 'JPY', unitPrice: '9.5' },
      ['3 9.5 is finer than the minor unit of JPY'],
    ],
    ['another name', { skuName: 'eCore' }, [differing]],
    ['another type', { type: 'databricks' }, [differing]],
    ['another region', { region: 'eastus' }, [differing]],
    ['another term, in another currency', { term: 'P1Y', currency: 'NOK' }, [differing]],
    ['a region that is written otherwise', { region: 'EU West' }, []],
  ])('of one product a second time, with %s', (_, changes, reasons) => {
    expect(merge([OWN, { ...OWN, ...changes }]).reasons).toEqual(reasons);
  });
});
