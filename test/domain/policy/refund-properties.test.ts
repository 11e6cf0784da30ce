import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BillingPlan, Rate, RefundFigures, Reservation, Term, Usage } from '../../../domain/model.js';
import { amountOf, compare, exact, minorDigits, minus } from '../../../domain/money.js';
import { dueOn } from '../../../domain/policy/instalments.js';
import type { RefundInput } from '../../../domain/policy/refund.js';
import { refundFigures } from '../../../domain/policy/refund.js';
import { isRefusal } from '../../../domain/refusals.js';
import { addDays, daysBetween, monthsIn } from '../../../domain/term.js';
import { reservation } from '../../support/builders.js';

const RATES: Record<string, string> = { USD: '1', EUR: '1.0873', JPY: '0.0067', KWD: '3.2519' };
const currency = fc.constantFrom(...Object.keys(RATES));
const usage = fc.constantFrom<Usage>('used', 'unused', 'unknown');
const term = fc.constantFrom<Term>('P1Y', 'P3Y', 'P5Y');
const startsOn = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2019-12-30', days));
const usedUsd = fc.integer({ min: 0, max: 6_000_000 }).map((cents) => exact(cents).dividedBy(100).toFixed(2));

function bought(billing: BillingPlan): fc.Arbitrary<Reservation> {
  return fc
    .record({
      currency,
      term,
      startsOn,
      units: fc.integer({ min: 0, max: 20_000_000 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ units, ...rest }) => {
      const price = amountOf(exact(units).times(exact(10).pow(-minorDigits(rest.currency))), rest.currency);
      return reservation({ ...rest, billing, price });
    });
}
const anyBought = fc.oneof(bought('oneTime'), bought('monthly'));

const rateOf = (whole: Reservation, day: string): Rate => ({ usdPerUnit: RATES[whole.currency] ?? '1', day });

/** The figures, or those of nothing where the cap leaves nothing. */
function payableOf(input: Omit<RefundInput, 'policy' | 'rate' | 'roomOn'>): string {
  try {
    const rate = rateOf(input.reservation, input.reservation.startsOn);
    return refundFigures({ ...input, policy: 'partner-center', rate, roomOn: input.today }).payable;
  } catch (error) {
    if (isRefusal(error, 'CapReached')) return '0';
    throw error;
  }
}

describe('whatever is refunded', () => {
  it('is never less than nothing nor more than was paid, and every step adds up', () => {
    fc.assert(
      fc.property(anyBought, usage, usedUsd, fc.nat(), fc.nat(), (whole, used, capUsedUsd, part, at) => {
        const today = addDays(whole.startsOn, at % daysBetween(whole.startsOn, whole.endsOn));
        const quantity = (part % whole.quantity) + 1;
        const rate = rateOf(whole, today);
        let figures: RefundFigures;
        try {
          const input = { reservation: whole, quantity, usage: used, today, rate, capUsedUsd, roomOn: today };
          figures = refundFigures({ ...input, policy: 'partner-center' });
        } catch (error) {
          if (isRefusal(error, 'CapReached')) return;
          throw error;
        }
        const {
          price,
          paid,
          base,
          credit,
          fee,
          net,
          payable,
          fallsAway,
          noLongerOwed,
          countsUsd,
          capLeftUsd,
        } = figures;
        const rising = ['0', payable, net, credit, base, paid, price];
        expect(rising.toSorted(compare)).toEqual(rising);
        expect(minus(credit, fee, whole.currency)).toBe(net);
        expect(minus(net, payable, whole.currency)).toBe(fallsAway);
        expect(minus(price, paid, whole.currency)).toBe(noLongerOwed);
        expect(compare(countsUsd, capLeftUsd)).toBeLessThanOrEqual(0);
        expect(exact(payable).times(rate.usdPerUnit).lte(countsUsd)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('at once: a later cancellation never pays more, with the same usage, room and rate', () => {
    fc.assert(
      fc.property(bought('oneTime'), usage, usedUsd, fc.nat(), fc.nat(), (whole, used, capUsedUsd, a, b) => {
        const days = daysBetween(whole.startsOn, whole.endsOn);
        const [first, later] = [a % days, b % days]
          .toSorted((x, y) => x - y)
          .map((d) => addDays(whole.startsOn, d));
        const on = (today = '') =>
          payableOf({ reservation: whole, quantity: whole.quantity, usage: used, capUsedUsd, today });
        expect(compare(on(first), on(later))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('at once: no day pays more than the day before, from the purchase over day 5 and 6 to the end', () => {
    fc.assert(
      fc.property(bought('oneTime'), usage, (whole, used) => {
        const on = (day: number) =>
          payableOf({
            reservation: whole,
            quantity: whole.quantity,
            usage: used,
            capUsedUsd: '0.00',
            today: addDays(whole.startsOn, day),
          });
        const days = [0, 1, 2, 3, 4, 5, 6, 7, 100, 364].map(on);
        expect(days.toSorted((x, y) => compare(y, x))).toEqual(days);
      }),
    );
  });

  it('monthly: a later cancellation within one billing month never pays more', () => {
    fc.assert(
      fc.property(
        bought('monthly'),
        usage,
        usedUsd,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (whole, used, capUsedUsd, month, a, b) => {
          const index = month % monthsIn(whole.product.term);
          const from = dueOn(whole.startsOn, index);
          const days = daysBetween(from, dueOn(whole.startsOn, index + 1));
          const [first, later] = [a % days, b % days].toSorted((x, y) => x - y).map((d) => addDays(from, d));
          const on = (today = '') =>
            payableOf({ reservation: whole, quantity: whole.quantity, usage: used, capUsedUsd, today });
          expect(compare(on(first), on(later))).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
