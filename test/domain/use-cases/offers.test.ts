/** What a price list offers: what fits, in an order that people can rely on, and what there is to narrow it by. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OfferFilter } from '../../../domain/answers.js';
import type { Prices, Product } from '../../../domain/model.js';
import { RESERVATION_TYPES } from '../../../domain/policy/reservation-types.js';
import { findOffers, productsCalled } from '../../../domain/use-cases/offers.js';
import { product } from '../../support/builders.js';

/** A product that is called by what it is. */
const made = (over: Partial<Product> = {}) => {
  const one = product(over);
  return { ...one, id: [one.type, one.name, one.region, one.term].join(' ') };
};
const D2 = made({ name: 'Standard_D2s_v5' });
const D2_3Y = made({ name: 'Standard_D2s_v5', term: 'P3Y' });
const D2_NORTH = made({ name: 'Standard_D2s_v5', region: 'northeurope' });
const D16 = made({ name: 'Standard_D16s_v5' });
const HOST = made({ name: 'DSv3_Type1', type: 'dedicatedHost' });
const COSMOS = made({ name: 'Cosmos 100 RU', type: 'cosmosDb', segments: ['education'] });
const SQL = made({ name: 'SQL vCore', type: 'sqlDatabase', region: 'swedencentral', term: 'P5Y' });
/** As they are offered: by type, the commonest first; then by name, region and term. */
const IN_ORDER = [D2_NORTH, D2, D2_3Y, D16, HOST, SQL, COSMOS];

const listed = (products: readonly Product[], without: readonly Product[] = []): Prices => ({
  products: [...products],
  lists: {
    USD: {
      asOf: '2021-01-01',
      prices: Object.fromEntries(
        products.filter((one) => !without.includes(one)).map(({ id }, i) => [id, `${i + 1}.00`]),
      ),
    },
  },
});
const find = (
  filter: OfferFilter & { family?: string } = {},
  prices = listed(IN_ORDER),
  rank: Parameters<typeof findOffers>[3] = () => 0,
) => findOffers(prices, 'USD', filter, rank);
const ids = (offers: ReturnType<typeof findOffers>) => offers.offers.items.map(({ product: { id } }) => id);
const idsOf = (products: readonly Product[]) => products.map(({ id }) => id);
const shuffled = fc.shuffledSubarray(IN_ORDER, { minLength: IN_ORDER.length });

describe('the offers of a price list', () => {
  it('stand by type, the commonest first, then by name, region and term, in whatever order they are listed', () => {
    fc.assert(
      fc.property(shuffled, (products) => {
        const found = find({}, listed(products));
        expect(ids(found)).toEqual(idsOf(IN_ORDER));
        expect(found.types).toEqual(['cosmosDb', 'dedicatedHost', 'sqlDatabase', 'virtualMachines']);
        expect(found.regions).toEqual(['northeurope', 'swedencentral', 'westeurope']);
        expect(found.terms).toEqual(['P1Y', 'P3Y', 'P5Y']);
      }),
    );
  });

  it('keep to the order of the types, however many there are', () => {
    const all = RESERVATION_TYPES.map(({ id }) => made({ type: id, name: 'Same' }));
    expect(all.length).toBeGreaterThan(10);
    const found = [1, 2, 3, 4].flatMap((page) => ids(find({ page }, listed(all.toReversed()))));
    expect(found.slice(0, all.length)).toEqual(idsOf(all));
  });

  it('stand by their rank first, whatever it goes by', () => {
    fc.assert(
      fc.property(shuffled, (ranked) => {
        const found = find({}, listed(IN_ORDER), (one) => ranked.indexOf(one));
        expect(ids(found)).toEqual(idsOf(ranked));
      }),
    );
    const dearest = (_: Product, unitPrice: string) => -Number(unitPrice);
    expect(ids(find({}, listed(IN_ORDER), dearest))).toEqual(idsOf(IN_ORDER.toReversed()));
  });

  it.each<[string, OfferFilter & { family?: string }, readonly Product[]]>([
    ['of a type', { type: 'dedicatedHost' }, [HOST]],
    ['of a family', { family: 'compute' }, [D2_NORTH, D2, D2_3Y, D16, HOST]],
    ['for a segment', { segment: 'government' }, [D2_NORTH, D2, D2_3Y, D16, HOST, SQL]],
    ['of a region', { region: 'northeurope' }, [D2_NORTH]],
    ['of a region that is typed', { text: 'd2s north europe' }, [D2_NORTH]],
    ['of a term', { term: 'P3Y' }, [D2_3Y]],
    ['of a term that is typed', { text: '3 jaar' }, [D2_3Y]],
    [
      'of the region that is chosen, whatever is typed',
      { text: 'north europe', region: 'swedencentral' },
      [SQL],
    ],
    ['of the term that is chosen, whatever is typed', { text: '1 year', term: 'P5Y' }, [SQL]],
    ['where nothing is chosen', { type: '', region: '', term: '' }, IN_ORDER],
  ])('can be those %s', (_, filter, products) => {
    expect(ids(find(filter))).toEqual(idsOf(products));
  });

  it('are only what has a price in the currency, and so are types, regions and terms', () => {
    const found = find({}, listed(IN_ORDER, [SQL, D2_NORTH]));
    expect(ids(found)).toEqual(idsOf([D2, D2_3Y, D16, HOST, COSMOS]));
    expect([found.regions, found.terms]).toEqual([['westeurope'], ['P1Y', 'P3Y']]);
    for (const currency of ['EUR', '__proto__', 'toString'])
      expect(findOffers(listed(IN_ORDER), currency, {}, () => 0).offers.total).toBe(0);
  });

  it('have the price of one, and what can be chosen of it', () => {
    const [offer] = find({ type: 'dedicatedHost' }).offers.items;
    const { id, name, type, region, term, returnable } = HOST;
    expect(offer).toEqual({
      product: { id, name, type, region, term, returnable },
      billingPlans: ['oneTime', 'monthly'],
      maxQuantity: 100,
      currency: 'USD',
      unitPrice: '5.00',
    });
  });

  it.each([
    ['D16s v5', false, [D16]],
    ['D61s v5', true, [D16]],
    ['Cosmso', true, [COSMOS]],
    ['nothing like it', false, []],
    ['', false, IN_ORDER],
  ] as const)('say whether they only come near to %j: %s', (text, approximate, products) => {
    const found = find({ text });
    expect([found.approximate, ids(found)]).toEqual([approximate, idsOf(products)]);
  });
});

describe('products that are called so', () => {
  it.each([
    ['', IN_ORDER],
    ['d2s', [D2_NORTH, D2, D2_3Y]],
    ['d2s west europe', [D2, D2_3Y]],
    ['d2s 1 year', [D2_NORTH, D2]],
    ['vm', [D2_NORTH, D2, D2_3Y, D16]],
    ['D61s', []],
  ] as const)('%j: in the order in which they are offered', (text, products) => {
    fc.assert(
      fc.property(shuffled, (all) => {
        expect(idsOf(productsCalled(all, text))).toEqual(idsOf(products));
      }),
      { numRuns: 10 },
    );
  });
});
