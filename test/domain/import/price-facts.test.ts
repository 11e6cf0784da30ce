/** What was paid for a reservation, by its own row and the transactions of its order: certain, or not known. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isComplete, type PriceFacts, priceFacts } from '../../../domain/import/price-facts.js';
import type { Row } from '../../../domain/import/rows.js';
import { sum } from '../../../domain/money.js';
import { reservation } from '../../support/builders.js';

type Transaction = Row<'transactions'>;

const bought = (changes: Partial<Transaction> = {}): Transaction => ({
  orderId: 'order-1',
  day: '2026-03-01',
  event: 'purchase',
  amount: '3650.5',
  currency: 'SEK',
  frequency: 'oneTime',
  quantity: 2,
  ...changes,
});
const ROW = { quantity: 2, term: 'P1Y' as const };
const KNOWN: PriceFacts = { startsOn: '2026-03-01', billing: 'oneTime', currency: 'SEK' };
const monthly = (month: number, changes: Partial<Transaction> = {}) =>
  bought({
    day: `2026-${String(month).padStart(2, '0')}-01`,
    frequency: 'monthly',
    amount: '100',
    ...changes,
  });
const MONTHS = Array.from({ length: 12 }, (_, i) => monthly(i + 1));

describe('transactions', () => {
  it.each<[string, Transaction[], PriceFacts]>([
    ['nothing, where there are none', [], {}],
    ['nothing, where nothing was bought', [bought({ event: 'refund', amount: '-1' })], {}],
    ['all, of one purchase', [bought()], { ...KNOWN, instalments: ['3650.50'] }],
    ['the first day, of two purchases', [bought({ day: '2026-03-02' }), bought()], KNOWN],
    ['no price, of another quantity', [bought({ quantity: 3 })], KNOWN],
    ['no price, of a charge turned back', [bought({ amount: '-3650.5' })], KNOWN],
    ['no price, with a refund beside it', [bought(), bought({ event: 'refund' })], KNOWN],
    [
      'no price, with a cancelling before it',
      [bought({ event: 'cancel', day: '2026-01-01' }), bought()],
      KNOWN,
    ],
    ['nothing, of two currencies', [bought(), bought({ currency: 'EUR' })], {}],
    ['nothing, of two ways to pay', [bought(), monthly(4)], {}],
    [
      'all twelve instalments, of one that was paid so far',
      [monthly(3)],
      { ...KNOWN, billing: 'monthly', instalments: Array(12).fill('100.00') },
    ],
    [
      'all twelve instalments, of twelve, in whatever order',
      [...MONTHS].reverse(),
      { startsOn: '2026-01-01', billing: 'monthly', currency: 'SEK', instalments: Array(12).fill('100.00') },
    ],
    [
      'no price, of thirteen instalments in a year',
      [...MONTHS, monthly(12)],
      { startsOn: '2026-01-01', billing: 'monthly', currency: 'SEK' },
    ],
    [
      'no price, where a month cost more',
      [monthly(3), monthly(4, { amount: '100.01' })],
      { ...KNOWN, billing: 'monthly' },
    ],
    [
      'no price, where a month was for fewer',
      [monthly(3), monthly(4, { quantity: 1 })],
      { ...KNOWN, billing: 'monthly' },
    ],
  ])('say %s', (_, transactions, facts) => {
    expect(priceFacts(ROW, transactions, true)).toEqual(facts);
  });

  it('say no price where the order has several reservations', () => {
    expect(priceFacts(ROW, [bought()], false)).toEqual(KNOWN);
  });

  it('say 36 instalments for a term of three years', () => {
    expect(priceFacts({ ...ROW, term: 'P3Y' }, [monthly(3)], true).instalments).toHaveLength(36);
  });

  it('are refused with an amount that is finer than its currency', () => {
    expect(() => priceFacts(ROW, [bought({ currency: 'JPY' })], true)).toThrow(RangeError);
  });

  it('say the same in whatever order they stand', () => {
    const some = fc.shuffledSubarray([bought(), ...MONTHS, bought({ event: 'refund' })]);
    fc.assert(
      fc.property(some, (transactions) => {
        const facts = priceFacts(ROW, transactions, true);
        expect(priceFacts(ROW, [...transactions].reverse(), true)).toEqual(facts);
      }),
    );
  });
});

describe('the row of a reservation', () => {
  type PaidRow = Parameters<typeof priceFacts>[0];
  const paid: PaidRow = { ...ROW, instalments: ['1200'], billing: 'oneTime', currency: 'EUR' };

  it.each<[string, PaidRow, PriceFacts]>([
    [
      'the whole price, paid at once',
      paid,
      { billing: 'oneTime', currency: 'EUR', instalments: ['1200.00'] },
    ],
    [
      'the whole price, paid monthly',
      { ...paid, billing: 'monthly', instalments: ['1200.05'] },
      {
        billing: 'monthly',
        currency: 'EUR',
        instalments: [...Array(5).fill('100.01'), ...Array(7).fill('100.00')],
      },
    ],
    [
      'each instalment',
      { ...paid, billing: 'monthly', instalments: MONTHS.map((_, i) => String(i + 1)) },
      { billing: 'monthly', currency: 'EUR', instalments: MONTHS.map((_, i) => `${i + 1}.00`) },
    ],
    ['its day alone', { ...ROW, startsOn: '2026-02-28' }, { startsOn: '2026-02-28' }],
    [
      'a price without a currency: that is none',
      { ...ROW, billing: 'oneTime', instalments: ['5'] },
      { billing: 'oneTime' },
    ],
    [
      'a price without how it is paid: that is none',
      { ...ROW, currency: 'EUR', instalments: ['5'] },
      { currency: 'EUR' },
    ],
  ])('says %s', (_, row, facts) => {
    expect(priceFacts(row, [], true)).toEqual(facts);
  });

  it.each<[string, Partial<PaidRow>, PriceFacts]>([
    [
      'its own before theirs',
      { ...paid, startsOn: '2026-02-28' },
      { startsOn: '2026-02-28', billing: 'oneTime', currency: 'EUR', instalments: ['1200.00'] },
    ],
    ['theirs, where it is silent', {}, { ...KNOWN, instalments: ['3650.50'] }],
    [
      'their price with its own day',
      { startsOn: '2026-02-28' },
      { ...KNOWN, startsOn: '2026-02-28', instalments: ['3650.50'] },
    ],
    ['its price in their currency and way', { instalments: ['7'] }, { ...KNOWN, instalments: ['7.00'] }],
    ['no price, where the currencies differ', { currency: 'EUR' }, { ...KNOWN, currency: 'EUR' }],
    ['no price, where the ways to pay differ', { billing: 'monthly' }, { ...KNOWN, billing: 'monthly' }],
  ])('and the transactions say together: %s', (_, row, facts) => {
    expect(priceFacts({ ...ROW, ...row }, [bought()], true)).toEqual(facts);
  });

  it.each([
    [['1', '2'], 'there are 2 instalments, and 12 in the term'],
    [Array(13).fill('1'), 'there are 13 instalments, and 12 in the term'],
    [['1.001'], '1.001 is finer than the minor unit of EUR'],
    [Array(12).fill('1.001'), '1.001 is finer than the minor unit of EUR'],
  ])('is refused with the instalments %j', (instalments, reason) => {
    const row: PaidRow = { ...paid, billing: 'monthly', instalments };
    expect(() => priceFacts(row, [], true)).toThrow(new RangeError(reason));
  });

  it('is refused with several instalments of what was paid at once', () => {
    const reason = 'there are 12 instalments, and 1 in the term';
    expect(() => priceFacts({ ...paid, instalments: Array(12).fill('1') }, [], true)).toThrow(reason);
  });

  it('comes to its whole price, however it is paid', () => {
    const cents = fc.integer({ min: 1, max: 1e9 }).map((all) => (all / 100).toFixed(2));
    fc.assert(
      fc.property(
        cents,
        fc.constantFrom('oneTime' as const, 'monthly' as const),
        fc.constantFrom('P1Y' as const, 'P3Y' as const),
        (price, billing, term) => {
          const facts = priceFacts({ ...paid, term, billing, instalments: [price] }, [], true);
          expect(sum(facts.instalments ?? [], 'EUR')).toBe(price);
        },
      ),
    );
  });
});

describe('a reservation', () => {
  it.each(['currency', 'billing', 'instalments', 'startsOn'] as const)(
    'is not complete without %s',
    (fact) => {
      const { [fact]: _, ...rest } = reservation();
      expect(isComplete(reservation())).toBe(true);
      expect(isComplete(rest)).toBe(false);
    },
  );
});
