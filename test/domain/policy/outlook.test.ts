/** How refund and exchange change over the coming days (rules sections 4 and 5). */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SupportRequest } from '../../../domain/model.js';
import { type OutlookInput, outlook, outlookOn, paysOn, turnsIn } from '../../../domain/policy/outlook.js';
import { refundFigures } from '../../../domain/policy/refund.js';
import { addDays } from '../../../domain/term.js';
import { type ReservationOverrides, refundRequest, refusalOf, reservation } from '../../support/builders.js';

const of = (
  over: ReservationOverrides = {},
  given: Partial<OutlookInput> = {},
  requests: SupportRequest[] = [],
): OutlookInput => {
  const held = reservation(over);
  return {
    policy: 'partner-center',
    reservation: held,
    quantity: held.quantity,
    usage: 'unused',
    rate: { usdPerUnit: '1', day: '2021-01-01' },
    requests,
    ...given,
  };
};
const turns = (input: OutlookInput, from: string, days = 90) =>
  turnsIn(outlook(input, from, days), input.reservation.endsOn, addDays(from, days)).map((turn) =>
    [turn.day, turn.reason, turn.before, turn.after].join(' '),
  );

describe('the outlook of a refund', () => {
  it('gives today and each day after it, with the sums of that day (D1, D2, D3)', () => {
    const days = outlook(of(), '2021-01-06', 1);
    expect(days.map((day) => [day.day, paysOn(day), day.exchangeValue])).toEqual([
      ['2021-01-06', '3650.00', '3600.00'],
      ['2021-01-07', '3159.20', '3590.00'],
    ]);
  });

  it('names the day on which the early termination fee begins', () => {
    expect(turns(of(), '2021-01-04', 10)).toEqual(['2021-01-07 fee 3650.00 3159.20']);
    expect(turns(of(), '2021-01-07', 90)).toEqual([]);
  });

  it('has no such day under the policy azure-current', () => {
    expect(turns(of({}, { policy: 'azure-current' }), '2021-01-01', 30)).toEqual([]);
  });

  it('names the days on which an instalment falls due', () => {
    const monthly = of({ billing: 'monthly', price: '1200.00', startsOn: '2025-03-31' }, { usage: 'used' });
    expect(turns(monthly, '2025-05-10', 60).map((turn) => turn.split(' ').slice(0, 2))).toEqual([
      ['2025-05-31', 'instalment'],
      ['2025-06-30', 'instalment'],
    ]);
  });

  it('names the end, from which on there is nothing to refund', () => {
    const input = of();
    expect(turns(input, '2021-12-30', 90)).toEqual(['2022-01-01 ends 8.80 0']);
    expect(outlook(input, '2021-12-30', 90)).toHaveLength(2);
    expect(refusalOf(() => outlookOn(input, '2022-01-01'))).toEqual({ code: 'NothingToRefund' });
  });

  it('is refused while the limit is used up, and names the day on which room returns', () => {
    const full = refundRequest({ at: '2020-02-01T12:00:00Z', figures: { countsUsd: '50000.00' } });
    const input = of({}, {}, [full]);
    const [today] = outlook(input, '2021-01-20', 0);
    expect(today).toMatchObject({ refused: { code: 'CapReached', roomOn: '2021-01-31' } });
    expect(turns(input, '2021-01-20', 30)).toEqual(['2021-01-31 room 0 2948.00']);
  });

  it('under azure-current is refused until it fits under the limit, and then says that', () => {
    const input = of({ price: '60000.00' }, { policy: 'azure-current' });
    expect(outlookOn(input, '2021-03-02')).toMatchObject({ refused: { code: 'OverCap' } });
    expect(turns(input, '2021-02-01', 60)).toEqual(['2021-03-03 fits 0 49972.60']);
  });

  it('does not name room that nobody lacks', () => {
    const some = refundRequest({ at: '2020-02-01T12:00:00Z', figures: { countsUsd: '100.00' } });
    expect(turns(of({}, {}, [some]), '2021-01-20', 30)).toEqual([]);
  });

  it('is, on every day, what a quote of that day would say', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 364 }),
        fc.constantFrom('oneTime' as const, 'monthly' as const),
        fc.constantFrom('used' as const, 'unused' as const),
        (after, billing, usage) => {
          const input = of({ billing }, { usage });
          const day = addDays('2021-01-01', after);
          const quoted = refundFigures({ ...input, today: day, capUsedUsd: '0.00', roomOn: day });
          expect(outlookOn(input, day).refund).toEqual(quoted);
        },
      ),
    );
  });
});
