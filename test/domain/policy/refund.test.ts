import { describe, expect, it } from '@jest/globals';
import type { RefundFigures } from '../../../domain/model.js';
import { rateFor, refundFigures, refundPolicy, unusedPart, usageOf } from '../../../domain/policy/refund.js';
import type { RefundCase } from '../../support/builders.js';
import { refundInput, refusalOf, reservation } from '../../support/builders.js';

const refund = (given: RefundCase): RefundFigures => refundFigures(refundInput(given));
const refused = (given: RefundCase) => refusalOf(() => refund(given));

const rateOf = (day: string, usdPerUnit = '1') => ({ rate: { usdPerUnit, day } });

describe('what the row depends on', () => {
  it.each([
    ['2021-01-01', 0, 'unused', 'fullCredit'],
    ['2021-01-06', 5, 'unused', 'fullCredit'],
    ['2021-01-06', 5, 'used', 'prorated'],
    ['2021-01-06', 5, 'unknown', 'prorated'],
    ['2021-01-07', 6, 'unused', 'proratedWithFee'],
    ['2021-01-07', 6, 'used', 'proratedWithFee'],
    ['2021-01-07', 6, 'unknown', 'proratedWithFee'],
  ] as const)('on %s, day %d, %s: %s', (today, daysSincePurchase, usage, row) => {
    expect(refund({ today, usage })).toMatchObject({ daysSincePurchase, usage, row });
  });

  it('before the start, as after a renewal, it is day 0', () => {
    expect(refund({ today: '2020-12-15', usage: 'used' })).toMatchObject({
      daysSincePurchase: 0,
      remainingDays: 365,
      credit: '3650.00',
      row: 'prorated',
    });
    expect(refund({ today: '2020-12-15', bought: { billing: 'monthly', price: '1200.00' } })).toMatchObject({
      paid: '100.00',
      credit: '100.00',
      noLongerOwed: '1100.00',
    });
  });

  it('used is any day above 0 since the purchase; without data since then it is unknown', () => {
    const days = (...utilization: { day: string; percent: number }[]) =>
      usageOf(reservation({ utilization }));
    expect(days()).toBe('unknown');
    expect(days({ day: '2020-12-31', percent: 80 })).toBe('unknown');
    expect(days({ day: '2021-01-01', percent: 0 })).toBe('unused');
    expect(days({ day: '2020-12-31', percent: 80 }, { day: '2021-01-01', percent: 0 })).toBe('unused');
    expect(days({ day: '2021-01-01', percent: 0 }, { day: '2021-01-02', percent: 0.1 })).toBe('used');
  });
});

describe('refusals', () => {
  it.each([0, -1, 1.5, 4, Number.NaN])('a part of %p of three is out of range', (quantity) => {
    expect(refused({ quantity, bought: { quantity: 3 } })).toEqual({
      code: 'QuantityOutOfRange',
      maximum: 3,
    });
  });

  it('on the end date or later there is nothing to refund', () => {
    expect(refused({ today: '2021-12-31' })).toBeUndefined();
    expect(refused({ today: '2022-01-01' })).toEqual({ code: 'NothingToRefund' });
    expect(refused({ today: '2023-01-01' })).toEqual({ code: 'NothingToRefund' });
  });

  it.each(['50000.00', '61234.50'])('with %s USD used nothing is left: the cap is reached', (capUsedUsd) => {
    expect(refused({ capUsedUsd })).toEqual({
      code: 'CapReached',
      capUsd: '50000.00',
      usedUsd: capUsedUsd,
      roomOn: '2022-01-01',
    });
    expect(refused({ capUsedUsd, policy: 'azure-current' })).toMatchObject({
      code: 'OverCap',
      leftUsd: '0.00',
    });
  });

  it('nothing payable needs no room', () => {
    expect(refund({ capUsedUsd: '50000.00', bought: { price: '0.00' } })).toMatchObject({
      payable: '0.00',
      capLeftUsd: '0.00',
    });
  });

  it('a last cent under the cap is still paid, and the whole rest under azure-current', () => {
    expect(refund({ capUsedUsd: '49999.99' })).toMatchObject({ payable: '0.01', fallsAway: '3599.99' });
    expect(refund({ capUsedUsd: '46400.00', policy: 'azure-current' })).toMatchObject({
      countsUsd: '3600.00',
    });
    expect(refused({ capUsedUsd: '46400.01', policy: 'azure-current' })).toMatchObject({ code: 'OverCap' });
  });

  it.each([
    ['50000.00', '2022-01-01'],
    ['50000.01', ''],
  ])('under azure-current waiting makes room for %s, on the day: %j', (price, roomOn) => {
    // On the first day all of it is still to be used.
    const given: RefundCase = {
      policy: 'azure-current',
      capUsedUsd: '0.01',
      today: '2021-01-01',
      bought: { price },
    };
    expect(refused(given)).toMatchObject({ code: 'OverCap', countsUsd: price, roomOn });
  });

  it('less than one minor unit under the cap is nothing', () => {
    const given: RefundCase = {
      capUsedUsd: '49999.99',
      ...rateOf('2021-01-06', '1.10'),
      bought: { currency: 'JPY', price: '3650' },
    };
    expect(refused(given)).toMatchObject({ code: 'CapReached' });
  });
});

describe('other currencies', () => {
  const rates = {
    rates: { EUR: { usdPerUnit: '1.10', day: '2021-01-01' }, KWD: { usdPerUnit: '0', day: '2021-01-01' } },
  };

  it('have a rate with its day; the dollar is worth one dollar today', () => {
    expect(rateFor('EUR', rates, '2021-01-06')).toEqual({ usdPerUnit: '1.10', day: '2021-01-01' });
    expect(rateFor('USD', rates, '2021-01-06')).toEqual({ usdPerUnit: '1', day: '2021-01-06' });
  });

  it.each(['JPY', 'KWD', 'toString'])(
    'without a rate, or with one of nothing, there is no quote: %s',
    (currency) => {
      expect(refusalOf(() => rateFor(currency, rates, '2021-01-06'))).toEqual({
        code: 'RateMissing',
        currency,
      });
    },
  );

  it.each([
    ['2020-12-30', false],
    ['2020-12-29', true],
    ['2021-01-10', false],
  ])('a rate of %s on 2021-01-06 is old: %p (older than 7 days)', (day, rateIsOld) => {
    expect(refund({ rate: { usdPerUnit: '1', day } }).rateIsOld).toBe(rateIsOld);
  });

  it('the yen has no minor unit: every step is rounded to whole yen', () => {
    const bought = { currency: 'JPY', price: '100000', startsOn: '2021-01-01' };
    expect(refund({ today: '2021-03-01', bought, ...rateOf('2021-03-01', '0.0067') })).toMatchObject({
      credit: '83836',
      fee: '10060',
      net: '73776',
      payable: '73776',
      fallsAway: '0',
      countsUsd: '494.30',
    });
    expect(
      refund({ today: '2021-03-01', bought, ...rateOf('2021-03-01', '0.0067'), capUsedUsd: '49999.00' }),
    ).toMatchObject({
      payable: '149',
      fallsAway: '73627',
      countsUsd: '1.00',
    });
  });

  it('the Kuwaiti dinar has three decimals', () => {
    const bought = { currency: 'KWD', price: '1000.000', startsOn: '2021-01-01' };
    expect(refund({ today: '2021-03-01', bought, ...rateOf('2021-03-01', '3.25') })).toMatchObject({
      credit: '838.356',
      fee: '100.603',
      net: '737.753',
      payable: '737.753',
      fallsAway: '0.000',
      countsUsd: '2397.70',
    });
  });
});

describe('the unused part, for refunds and exchanges', () => {
  const monthly = (startsOn: string, endsOn: string, today: string) =>
    unusedPart({
      instalments: Array(12).fill('100.00'),
      billing: 'monthly',
      startsOn,
      endsOn,
      today,
      currency: 'USD',
    });

  it('starts a new billing month on the day an instalment is due', () => {
    expect(monthly('2025-01-31', '2026-01-31', '2025-02-27')).toMatchObject({
      paid: '100.00',
      remainingDays: 1,
      periodDays: 28,
    });
    expect(monthly('2025-01-31', '2026-01-31', '2025-02-28')).toMatchObject({
      paid: '200.00',
      remainingDays: 31,
      periodDays: 31,
    });
  });

  it('of a purchase on 29 February is clamped in the months without one and ends on the 28th', () => {
    expect(monthly('2024-02-29', '2025-02-28', '2025-01-29')).toEqual({
      base: '100.00',
      paid: '1200.00',
      remainingDays: 30,
      periodDays: 30,
      periodEndsOn: '2025-02-28',
      unused: '100.00',
      noLongerOwed: '0.00',
    });
    expect(
      refund({ today: '2025-02-27', bought: { price: '365.00', startsOn: '2024-02-29' } }),
    ).toMatchObject({
      periodDays: 365,
      remainingDays: 1,
      credit: '1.00',
    });
  });

  it('is nothing from the end date on', () => {
    expect(monthly('2025-01-15', '2026-01-15', '2026-03-01')).toMatchObject({
      remainingDays: 0,
      unused: '0.00',
      paid: '1200.00',
    });
  });
});

it('the policies are data: their numbers are those of rules section 4', () => {
  const common = { capUsd: '50000.00', windowDays: 365, rateOldAfterDays: 7, quoteMinutes: 15 };
  expect(refundPolicy('partner-center')).toEqual({
    ...common,
    fullCreditDays: 5,
    feePercent: '12',
    capCounts: 'payable',
    overCap: 'cut',
  });
  expect(refundPolicy('azure-current')).toEqual({
    ...common,
    fullCreditDays: null,
    feePercent: '0',
    capCounts: 'cancelledCommitment',
    overCap: 'refuse',
  });
});
