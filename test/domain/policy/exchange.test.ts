import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ExchangePurchase, ExchangeReturn } from '../../../domain/model.js';
import { minus, sum } from '../../../domain/money.js';
import { exchangeTotals, requireSameFamily, returnedPart } from '../../../domain/policy/exchange.js';
import { refusalOf, reservation } from '../../support/builders.js';

/** Something returned that is worth so much. */
const worth = (value: string): ExchangeReturn => ({ ...returnedPart(reservation(), 1, '2021-01-01'), value });

/** Something bought at this price. */
function buying(price: string): ExchangePurchase {
  const { product } = reservation();
  const choice = { billing: 'oneTime', scope: 'shared', quantity: 1, subscriptionId: 'sub-1' } as const;
  return { product, ...choice, unitPrice: price, price };
}

describe('what is returned', () => {
  it('E1: three years paid at once, after one: two thirds', () => {
    const bought = reservation({ price: '3600.00', term: 'P3Y' });
    expect(returnedPart(bought, 1, '2022-01-01')).toEqual({
      reservationId: 'res-1',
      product: bought.product,
      quantity: 1,
      ofQuantity: 1,
      billing: 'oneTime',
      base: '3600.00',
      remainingDays: 730,
      periodDays: 1095,
      unused: '2400.00',
      noLongerOwed: '0.00',
      value: '2400.00',
    });
  });

  it('E2: the same paid monthly, on a day on which an instalment falls due: that one and what is no longer owed', () => {
    const bought = reservation({ price: '3600.00', term: 'P3Y', billing: 'monthly' });
    expect(returnedPart(bought, 1, '2022-07-01')).toMatchObject({
      base: '100.00',
      remainingDays: 31,
      periodDays: 31,
      unused: '100.00',
      noLongerOwed: '1700.00',
      value: '1800.00',
    });
  });

  it('is prorated in the first five days, too', () => {
    expect(returnedPart(reservation(), 1, '2021-01-06').value).toBe('3600.00');
  });

  it('can be a part of the quantity', () => {
    const bought = reservation({ price: '1000.00', quantity: 3, startsOn: '2025-01-01' });
    expect(returnedPart(bought, 1, '2025-02-01')).toMatchObject({
      quantity: 1,
      ofQuantity: 3,
      base: '333.33',
      value: '305.02',
    });
    expect(refusalOf(() => returnedPart(bought, 4, '2025-02-01'))).toEqual({
      code: 'QuantityOutOfRange',
      maximum: 3,
    });
    expect(refusalOf(() => returnedPart(bought, 0, '2025-02-01'))).toEqual({
      code: 'QuantityOutOfRange',
      maximum: 3,
    });
  });
});

describe('the sums of an exchange', () => {
  it('E3: 62.00 returned and 183.00 new leave 121.00 to pay', () => {
    expect(exchangeTotals([worth('62.00')], [buying('183.00')], 'USD')).toEqual({
      returnedValue: '62.00',
      newCommitment: '183.00',
      netToPay: '121.00',
    });
  });

  it('E4: (15 + 165) + (3.75 + 41.25) returned and 120 + 477 new leave 372.00 to pay', () => {
    const returns = [worth(sum(['15.00', '165.00'], 'USD')), worth(sum(['3.75', '41.25'], 'USD'))];
    expect(exchangeTotals(returns, [buying('120.00'), buying('477.00')], 'USD')).toEqual({
      returnedValue: '225.00',
      newCommitment: '597.00',
      netToPay: '372.00',
    });
  });

  it('may come to nothing to pay, but not to less', () => {
    expect(exchangeTotals([worth('62.00')], [buying('62.00')], 'USD').netToPay).toBe('0.00');
    expect(refusalOf(() => exchangeTotals([worth('62.00')], [buying('61.99')], 'USD'))).toEqual({
      code: 'NewCommitmentTooSmall',
      newCommitment: '61.99',
      returnedValue: '62.00',
      shortfall: '0.01',
      currency: 'USD',
    });
  });

  it('need something on both sides', () => {
    expect(refusalOf(() => exchangeTotals([], [buying('1.00')], 'USD'))).toEqual({ code: 'NothingReturned' });
    expect(refusalOf(() => exchangeTotals([worth('1.00')], [], 'USD'))).toEqual({ code: 'NothingBought' });
  });

  it('net is new minus returned, whatever they are; short of that it is refused by just the shortfall', () => {
    const yen = fc.integer({ min: 0, max: 10_000_000 }).map(String);
    const some = fc.array(yen, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(some, some, (returned, bought) => {
        const [back, fresh] = [sum(returned, 'JPY'), sum(bought, 'JPY')];
        const totals = () => exchangeTotals(returned.map(worth), bought.map(buying), 'JPY');
        const refusal = refusalOf(totals);
        if (refusal) expect(refusal).toMatchObject({ shortfall: minus(back, fresh, 'JPY') });
        else expect(totals().netToPay).toBe(minus(fresh, back, 'JPY'));
        expect(refusal === undefined).toBe(Number(fresh) >= Number(back));
      }),
    );
  });
});

describe('families', () => {
  it.each([
    [['virtualMachines', 'dedicatedHost', 'azureVmwareSolution']],
    [['sqlDatabase', 'sqlManagedInstance', 'sqlElasticPool']],
    [['cosmosDb', 'cosmosDb']],
    [[]],
  ])('%p can be exchanged for each other', (types) => {
    expect(refusalOf(() => requireSameFamily(types))).toBeUndefined();
  });

  it('that differ cannot', () => {
    expect(
      refusalOf(() => requireSameFamily(['virtualMachines', 'dedicatedHost', 'sqlDatabase', 'cosmosDb'])),
    ).toEqual({
      code: 'FamiliesDiffer',
      families: ['compute', 'sql', 'cosmosDb'],
    });
  });
});
