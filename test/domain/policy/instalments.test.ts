import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Term } from '../../../domain/model.js';
import { amountOf, compare, exact, minorDigits, sum } from '../../../domain/money.js';
import { divide, dueOn, instalmentsFor, priceOf } from '../../../domain/policy/instalments.js';
import { endOfTerm, monthsIn } from '../../../domain/term.js';
import { reservation } from '../../support/builders.js';

const currency = fc.constantFrom('USD', 'JPY', 'KWD');
const term = fc.constantFrom<Term>('P1Y', 'P3Y', 'P5Y');
const priceIn = (code: string) =>
  fc
    .bigInt({ min: 0n, max: 10n ** 10n })
    .map((units) => amountOf(exact(String(units)).times(exact(10).pow(-minorDigits(code))), code));
const priced = currency.chain((code) => fc.tuple(fc.constant(code), priceIn(code)));

describe('instalments', () => {
  it('are one when paid at once, and 12, 36 or 60 when paid monthly', () => {
    expect(instalmentsFor('3650', 'oneTime', 'P3Y', 'USD')).toEqual(['3650.00']);
    expect(instalmentsFor('1200.00', 'monthly', 'P1Y', 'USD')).toEqual(Array(12).fill('100.00'));
    expect(instalmentsFor('3600.00', 'monthly', 'P3Y', 'USD')).toEqual(Array(36).fill('100.00'));
    expect(instalmentsFor('6000', 'monthly', 'P5Y', 'JPY')).toEqual(Array(60).fill('100'));
  });

  it('add up to the price', () => {
    expect(priceOf(reservation({ price: '1000.00', billing: 'monthly' }))).toBe('1000.00');
    expect(priceOf(reservation({ price: '0.007', billing: 'monthly', currency: 'KWD' }))).toBe('0.007');
  });

  it('add up exactly and differ by one minor unit at most, the largest first', () => {
    fc.assert(
      fc.property(priced, term, ([code, price], years) => {
        const instalments = instalmentsFor(price, 'monthly', years, code);
        expect(instalments).toHaveLength(monthsIn(years));
        expect(sum(instalments, code)).toBe(price);
        const [first = '', last = ''] = [instalments[0], instalments.at(-1)];
        expect(
          exact(first)
            .minus(last)
            .lte(exact(10).pow(-minorDigits(code))),
        ).toBe(true);
        expect(instalments.toSorted((a, b) => compare(b, a))).toEqual(instalments);
      }),
    );
  });

  it.each([
    ['2025-03-31', ['2025-03-31', '2025-04-30', '2025-05-31', '2025-06-30']],
    ['2025-01-31', ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30']],
    ['2024-01-30', ['2024-01-30', '2024-02-29', '2024-03-30', '2024-04-30']],
    ['2024-02-29', ['2024-02-29', '2024-03-29', '2024-04-29', '2024-05-29']],
  ])(
    'of a purchase on %s are due on the same day of each month, clamped but never drifting',
    (start, days) => {
      expect(days.map((_, i) => dueOn(start, i))).toEqual(days);
    },
  );

  it('end with the term', () => {
    expect(dueOn('2024-02-29', 12)).toBe(endOfTerm('2024-02-29', 'P1Y'));
  });
});

describe('part of a quantity', () => {
  it('takes its rounded share of every instalment; what stays keeps the rest', () => {
    expect(divide(['1000.00'], 1, 3, 'USD')).toEqual({ returned: ['333.33'], kept: ['666.67'] });
    expect(divide(['83.34', '83.33'], 1, 2, 'USD')).toEqual({
      returned: ['41.67', '41.67'],
      kept: ['41.67', '41.66'],
    });
    expect(divide(['5', '4'], 1, 2, 'JPY')).toEqual({ returned: ['3', '2'], kept: ['2', '2'] });
    expect(divide(['1.000'], 1, 3, 'KWD')).toEqual({ returned: ['0.333'], kept: ['0.667'] });
    expect(divide(['10.00'], 4, 4, 'USD')).toEqual({ returned: ['10.00'], kept: ['0.00'] });
  });

  it('and what stays add up to the whole, instalment by instalment, whatever is returned in whatever order', () => {
    const quantity = fc.integer({ min: 1, max: 40 });
    const billing = fc.constantFrom('oneTime' as const, 'monthly' as const);
    const steps = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });
    fc.assert(
      fc.property(priced, term, billing, quantity, steps, ([code, price], years, plan, of, wanted) => {
        const whole = instalmentsFor(price, plan, years, code);
        const parts: string[][] = [];
        let rest = whole;
        let left = of;
        for (const want of wanted) {
          const part = Math.min(want, left);
          if (part === 0) break;
          const { returned, kept } = divide(rest, part, left, code);
          parts.push(returned);
          rest = kept;
          left -= part;
        }
        parts.push(rest);
        whole.forEach((instalment, i) => {
          const amounts = parts.map((each) => each[i] ?? '');
          expect(sum(amounts, code)).toBe(instalment);
          expect(amounts.every((amount) => compare(amount, '0') >= 0)).toBe(true);
        });
        expect(sum(parts.flat(), code)).toBe(price);
      }),
    );
  });
});
