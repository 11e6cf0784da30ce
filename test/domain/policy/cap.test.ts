import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RefundPolicyId, ReturnRequest, SupportRequest } from '../../../domain/model.js';
import { compare, exact, roundDown, sum } from '../../../domain/money.js';
import { capUsedUsd, roomOn } from '../../../domain/policy/cap.js';
import { refundFigures } from '../../../domain/policy/refund.js';
import { Refusal } from '../../../domain/refusals.js';
import { addDays, dayOf, daysBetween } from '../../../domain/term.js';
import { refundRequest, reservation, supportRequest } from '../../support/builders.js';

const filed = (day: string, countsUsd: string, rest: Partial<Omit<ReturnRequest, 'quote'>> = {}) =>
  refundRequest({ at: `${day}T23:59:59Z`, figures: { countsUsd }, ...rest });

describe('the day on which room returns', () => {
  it('is the first of them, whatever the order of the requests', () => {
    expect(roomOn([filed('2021-03-01', '1.00'), filed('2021-02-01', '1.00')], '2021-04-01')).toBe(
      '2022-02-01',
    );
  });

  it('is never a day that is past', () => {
    expect(roomOn([filed('2015-01-01', '1.00'), filed('2021-02-01', '1.00')], '2021-04-01')).toBe(
      '2022-02-01',
    );
  });

  it('is another one than the day on which something stops counting', () => {
    const requests = [filed('2021-02-01', '1.00'), filed('2021-03-01', '1.00')];
    expect(roomOn(requests, '2022-02-01')).toBe('2022-03-01');
  });
});

describe('what counts against the cap', () => {
  it('is nothing where nothing was filed', () => {
    expect(capUsedUsd([], '2021-01-06')).toBe('0.00');
    expect(roomOn([], '2021-01-06')).toBe('2021-01-06');
  });

  it.each([
    ['2021-01-06', '100.00'],
    ['2022-01-05', '100.00'],
    ['2022-01-06', '0.00'],
    ['2020-01-08', '100.00'],
    ['2020-01-07', '0.00'],
  ])(
    'is a request of 2021-01-06 for 365 days, also were the clock to go back: on %s %s',
    (today, expected) => {
      expect(capUsedUsd([filed('2021-01-06', '100.00')], today)).toBe(expected);
    },
  );

  it('over a leap day is still 365 days, not a year', () => {
    expect(capUsedUsd([filed('2023-03-01', '1.00')], '2024-02-28')).toBe('1.00');
    expect(capUsedUsd([filed('2023-03-01', '1.00')], '2024-02-29')).toBe('0.00');
  });

  it.each([
    ['open', '100.00'],
    ['paid', '100.00'],
    ['declined', '0.00'],
    ['withdrawn', '0.00'],
  ] as const)('is a request that is %s with %s', (state, expected) => {
    expect(capUsedUsd([filed('2021-01-06', '100.00', { state })], '2021-02-01')).toBe(expected);
  });

  it('is the amount paid once it is, at the rate of the quote and rounded up, be it more or less than quoted', () => {
    const paid = (paidAmount: string) =>
      refundRequest({
        state: 'paid',
        paidAmount,
        figures: { currency: 'EUR', countsUsd: '100.00', rate: { usdPerUnit: '1.0873', day: '2021-01-01' } },
      });
    expect(capUsedUsd([paid('10.01')], '2021-01-06')).toBe('10.89');
    expect(capUsedUsd([paid('50000.00')], '2021-01-06')).toBe('54365.00');
  });

  it('stays the cancelled commitment also after payment under azure-current', () => {
    const request = refundRequest({
      state: 'paid',
      paidAmount: '3.23',
      figures: { policy: 'azure-current', countsUsd: '2403.23' },
    });
    expect(capUsedUsd([request], '2021-01-06')).toBe('2403.23');
  });

  it('is never a request of any other kind', () => {
    expect(capUsedUsd([supportRequest()], '2021-01-06')).toBe('0.00');
    expect(capUsedUsd([supportRequest({ state: 'done' })], '2021-01-06')).toBe('0.00');
  });

  it('is never an exchange', () => {
    const { quote, ...rest } = refundRequest();
    const { id, at, validUntil, by } = quote;
    const sums = {
      currency: 'USD',
      returns: [],
      purchases: [],
      returnedValue: '1.00',
      newCommitment: '1.00',
      netToPay: '0.00',
    };
    const exchange: SupportRequest = {
      ...rest,
      quote: { kind: 'exchange', id, at, validUntil, by, day: '2021-01-06', ...sums },
    };
    expect(capUsedUsd([exchange], '2021-01-06')).toBe('0.00');
    expect(roomOn([exchange], '2021-01-06')).toBe('2021-01-06');
  });
});

describe('the day on which room returns', () => {
  it('is the first day on which something stops counting', () => {
    const requests = [filed('2021-03-01', '20000.00'), filed('2021-02-01', '30000.00')];
    expect(roomOn(requests, '2021-04-01')).toBe('2022-02-01');
    expect(capUsedUsd(requests, '2022-01-31')).toBe('50000.00');
    expect(capUsedUsd(requests, '2022-02-01')).toBe('20000.00');
  });

  it('waits until less than the cap is used where more than the cap was paid', () => {
    const much = filed('2021-03-01', '10.00', { state: 'paid', paidAmount: '55000.00' });
    expect(roomOn([filed('2021-02-01', '40000.00'), much], '2021-04-01')).toBe('2022-03-01');
  });

  it('does not wait for what counts nothing, nor for what was declined', () => {
    const requests = [
      filed('2021-01-01', '0.00'),
      filed('2021-01-02', '5.00', { state: 'declined' }),
      filed('2021-02-01', '50000.00'),
    ];
    expect(roomOn(requests, '2021-04-01')).toBe('2022-02-01');
  });
});

describe('what is filed in any window of 365 days', () => {
  const RATES: Record<string, string> = { USD: '1', EUR: '1.0873', JPY: '0.0067', KWD: '3.2519' };
  const attempt = fc.record({
    day: fc.integer({ min: 0, max: 1200 }),
    currency: fc.constantFrom(...Object.keys(RATES)),
    price: fc.integer({ min: 1, max: 90_000 }),
    monthly: fc.boolean(),
    policy: fc.constantFrom<RefundPolicyId>('partner-center', 'azure-current'),
    /** What becomes of an earlier request before this one is filed. */
    fate: fc.constantFrom('nothing', 'declined', 'withdrawn', 'paid', 'paidLess'),
    which: fc.nat(),
  });
  type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

  /** Files one refund as a command would, in its own day order; undefined where the rules refuse it. */
  function file(requests: SupportRequest[], given: Attempt, number: string): SupportRequest | undefined {
    const today = addDays('2021-01-01', given.day);
    const { currency, policy } = given;
    const whole = reservation({
      currency,
      price: currency === 'JPY' ? `${given.price}00` : `${given.price}`,
      billing: given.monthly ? 'monthly' : 'oneTime',
      startsOn: addDays(today, -(given.price % 300)),
    });
    try {
      const figures = refundFigures({
        policy,
        reservation: whole,
        quantity: 1,
        usage: given.price % 2 ? 'used' : 'unused',
        today,
        rate: { usdPerUnit: RATES[currency] ?? '1', day: today },
        capUsedUsd: capUsedUsd(requests, today),
        roomOn: roomOn(requests, today),
      });
      return refundRequest({ number, at: `${today}T12:00:00Z`, figures });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(['CapReached', 'OverCap']).toContain(error.facts.code);
      return undefined;
    }
  }

  /** Microsoft answers one of the open requests, paying what was quoted or less. */
  function settle(requests: SupportRequest[], { fate, which }: Attempt): SupportRequest[] {
    const open = requests.filter(({ state }) => state === 'open');
    const request = open[which % Math.max(1, open.length)];
    if (fate === 'nothing' || request?.quote?.kind !== 'refund') return requests;
    const { payable, currency } = request.quote.figures;
    const paidAmount = fate === 'paid' ? payable : roundDown(exact(payable).dividedBy(2), currency);
    const settled: SupportRequest =
      fate === 'paid' || fate === 'paidLess'
        ? { ...request, state: 'paid', paidAmount }
        : { ...request, state: fate };
    return requests.map((each) => (each === request ? settled : each));
  }

  it('never passes 50,000 USD, whatever the order, days, currencies and policies, with the clock going back too', () => {
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 2, maxLength: 14 }), (attempts) => {
        let requests: SupportRequest[] = [];
        attempts.forEach((given, i) => {
          requests = settle(requests, given);
          const request = file(requests, given, `request-${i}`);
          if (request) requests = [...requests, request];
        });
        for (const { at } of requests) {
          const from = dayOf(at);
          const inWindow = requests.filter((each) => {
            const days = daysBetween(from, dayOf(each.at));
            return days >= 0 && days < 365;
          });
          // Counted one by one, so that the window under test is this one and not the one of the rule.
          const total = sum(
            inWindow.map((each) => capUsedUsd([each], dayOf(each.at))),
            'USD',
          );
          expect(compare(total, '50000.00')).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has room again on the day that is named, and not the day before', () => {
    const days = fc.array(fc.integer({ min: 0, max: 364 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(days, (offsets) => {
        const today = addDays('2021-01-01', 364);
        const requests = offsets.map((offset) => filed(addDays('2021-01-01', offset), '50000.00'));
        const day = roomOn(requests, today);
        expect(compare(capUsedUsd(requests, day), '50000.00')).toBeLessThan(0);
        expect(compare(capUsedUsd(requests, addDays(day, -1)), '50000.00')).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
