/** What a bulk purchase comes to: how many lines are what, and totals that are of one currency each. */
import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../../../domain/bulk/facts.js';
import type { Bulk, BulkLine, Prices } from '../../../domain/model.js';
import { product, stamp } from '../../support/builders.js';

const AT = '2026-11-21T09:00:00.000Z';
const PRICES: Prices = {
  products: [],
  lists: { USD: { asOf: '2026-11-01', prices: {} }, NOK: { asOf: '2026-11-02', prices: {} } },
};
const good = (number: number, changes: Partial<NonNullable<BulkLine['purchase']>> = {}): BulkLine => ({
  number,
  cells: {},
  faults: [],
  purchase: {
    customerId: 'customer-1',
    customerName: 'Customer One',
    subscriptionId: 'sub-1',
    subscriptionName: 'Subscription One',
    product: product(),
    quantity: 1,
    billing: 'oneTime',
    scope: 'shared',
    currency: 'USD',
    unitPrice: '10.00',
    price: '10.00',
    ...changes,
  },
});
const ordered = (line: BulkLine, total: string): BulkLine => ({
  ...line,
  outcome: { kind: 'ordered', at: AT, orderNumber: 'RD-1', total },
});
const refused = (line: BulkLine): BulkLine => ({
  ...line,
  outcome: { kind: 'refused', at: AT, refusal: { code: 'PriceChanged' } },
});
const FAULTY: BulkLine = { number: 9, cells: {}, faults: [{ column: 'term', kind: 'empty', text: '' }] };
const facts = (lines: BulkLine[], begunAt?: string) => {
  const bulk: Bulk = { id: 'bulk-1', at: AT, by: stamp(), lines, ...(begunAt ? { begunAt } : {}) };
  return factsOf(bulk, PRICES);
};

describe('a bulk purchase', () => {
  it('counts its lines: good and faulty, ordered, refused and waiting', () => {
    const lines = [
      ordered(good(2), '10.00'),
      FAULTY,
      refused(good(3)),
      good(4),
      refused(good(5)),
      good(6),
      good(7),
    ];
    const { good: all, faulty, ...counts } = facts(lines, AT);
    expect(all.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(faulty).toEqual([FAULTY]);
    expect(counts).toMatchObject({ ordered: 1, refused: 2, waiting: 3 });
  });

  it.each<[string, BulkLine[], string | undefined, string]>([
    ['not confirmed', [good(2)], undefined, 'checked'],
    ['confirmed', [good(2)], AT, 'begun'],
    ['with one line that waits', [ordered(good(2), '1.00'), good(3)], AT, 'begun'],
    ['with no line that waits', [ordered(good(2), '1.00'), refused(good(3)), FAULTY], AT, 'done'],
    ['with faulty lines only', [FAULTY], undefined, 'checked'],
  ])('%s', (_, lines, begunAt, state) => {
    expect(facts(lines, begunAt).state).toBe(state);
  });

  it('has the totals of each currency by itself: of what is good, and of what came of it', () => {
    const krone = good(3, { currency: 'NOK', price: '99.95' });
    const lines = [
      refused(good(2)),
      ordered(krone, '100.05'),
      ordered(good(4, { price: '0.10' }), '0.20'),
      FAULTY,
    ];
    const { totals, orderedTotals, pricesAsOf } = facts(lines, AT);
    expect(totals).toEqual([
      { currency: 'NOK', amount: '99.95' },
      { currency: 'USD', amount: '10.10' },
    ]);
    expect(orderedTotals).toEqual([
      { currency: 'NOK', amount: '100.05' },
      { currency: 'USD', amount: '0.20' },
    ]);
    expect(pricesAsOf).toEqual([
      { currency: 'NOK', day: '2026-11-02' },
      { currency: 'USD', day: '2026-11-01' },
    ]);
  });

  it('has no totals without good lines, and no day of a list that is gone', () => {
    expect(facts([FAULTY])).toMatchObject({ totals: [], orderedTotals: [], pricesAsOf: [] });
    const { totals, pricesAsOf } = facts([good(2, { currency: 'EUR' })]);
    expect(totals).toEqual([{ currency: 'EUR', amount: '10.00' }]);
    expect(pricesAsOf).toEqual([]);
  });
});
