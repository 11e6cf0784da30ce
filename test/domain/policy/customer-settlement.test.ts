/** What the customer pays and gets back, by its own price (rules section 2, "Customer price"). */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PriceRule } from '../../../domain/model.js';
import { compare } from '../../../domain/money.js';
import { customerPays, customerShare } from '../../../domain/policy/customer-settlement.js';
import { refusalOf, stamp } from '../../support/builders.js';

const rule = (at: string, markupPercent: string, ownPrices: Record<string, string> = {}): PriceRule => ({
  at,
  by: stamp(),
  markupPercent,
  ownPrices,
});
const bought = {
  productId: 'vm',
  unitPrice: '100.00',
  quantity: 3,
  currency: 'USD',
  at: '2021-06-01T12:00:00Z',
};

describe('what a customer pays', () => {
  it.each<[string, PriceRule[], string]>([
    ['with a markup', [rule('2021-01-01T00:00:00Z', '10')], '330.00'],
    ['with a price of its own', [rule('2021-01-01T00:00:00Z', '10', { vm: '99.99' })], '299.97'],
    [
      'by the rule in force when it was bought, not by a later one',
      [rule('2021-01-01T00:00:00Z', '10'), rule('2021-07-01T00:00:00Z', '50')],
      '330.00',
    ],
    ['by the first rule where it was bought before any', [rule('2021-07-01T00:00:00Z', '50')], '450.00'],
  ])('%s', (_, priceRules, all) => {
    expect(customerPays({ currency: 'USD', priceRules }, bought).all).toBe(all);
  });

  it.each<[string, Partial<PriceRule>]>([
    ['of a rule that names its currency', { currency: 'EUR' }],
    ['of one that was set before rules named it', {}],
  ])('is not told where its own price, %s, is in another currency', (_, more) => {
    const own = { ...rule('2021-01-01T00:00:00Z', '10', { vm: '99.99' }), ...more };
    const pays = (productId: string) =>
      customerPays({ currency: 'EUR', priceRules: [own] }, { ...bought, productId });
    expect(refusalOf(() => pays('vm'))).toEqual({ code: 'CustomerPriceMissing' });
    expect(pays('another').all).toBe('330.00');
  });

  it('is not told where the partner has never said it: its own price is its own', () => {
    expect(refusalOf(() => customerPays({ currency: 'USD' }, bought))).toEqual({
      code: 'CustomerPriceMissing',
    });
    expect(refusalOf(() => customerPays({ currency: 'USD', priceRules: [] }, bought))).toEqual({
      code: 'CustomerPriceMissing',
    });
  });
});

describe('the customer’s share of what comes back', () => {
  it.each([
    ['D3 with a markup of 10%', '4015.00', '3159.20', '3650.00', 'USD', '3475.12'],
    ['all of it', '4015.00', '3650.00', '3650.00', 'USD', '4015.00'],
    ['nothing', '4015.00', '0.00', '3650.00', 'USD', '0.00'],
    ['of what cost nothing', '4015.00', '0.00', '0.00', 'USD', '0.00'],
    ['half up, to the minor unit', '1.00', '1.00', '200.00', 'USD', '0.01'],
    ['in a currency without minor unit', '1000', '1', '3', 'JPY', '333'],
  ])('%s', (_, customerAmount, part, whole, currency, share) => {
    expect(customerShare(customerAmount, { part, whole }, currency)).toBe(share);
  });

  it('is never more than the customer paid, where the partner gets back no more than it paid', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 }).map((n) => (n / 100).toFixed(2));
    fc.assert(
      fc.property(cents, cents, cents, (paid, a, b) => {
        const [part = '0', whole = '0'] = [a, b].sort(compare);
        expect(compare(customerShare(paid, { part, whole }, 'USD'), paid)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
