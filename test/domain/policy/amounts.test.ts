/** Amounts as people type them. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordsFor } from '../../../cards/words.js';
import { requireAmount } from '../../../domain/policy/amounts.js';
import { refusalOf } from '../../support/builders.js';

describe('an amount', () => {
  it.each([
    ['1,234.56', 'USD', 'en-US', '1234.56'],
    ['1.234,56', 'EUR', 'nl', '1234.56'],
    ['1 234,56', 'EUR', 'fr', '1234.56'],
    ['1\u202f234,56', 'EUR', 'fr', '1234.56'],
    ["1'234.56", 'CHF', 'de-CH', '1234.56'],
    ['12,34,567.5', 'INR', 'en-IN', '1234567.50'],
    ['3159.2', 'USD', 'en-US', '3159.20'],
    ['3159', 'USD', 'en-US', '3159.00'],
    ['1.000', 'EUR', 'nl', '1000.00'],
    ['0', 'USD', 'en-US', '0.00'],
    [' USD 3,159.20 ', 'USD', 'en-US', '3159.20'],
    ['3.159,20 eur', 'EUR', 'nl', '3159.20'],
    ['1,234', 'JPY', 'ja', '1234'],
    ['1.234', 'KWD', 'en-US', '1.234'],
    ['0012.50', 'USD', 'en-US', '12.50'],
    ['5', 'USD', 'no language at all', '5.00'],
  ])('%j in %s as %s is written is %s', (text, currency, locale, amount) => {
    expect(requireAmount(text, currency, locale)).toBe(amount);
  });

  it.each([
    ['', 'USD', 'en-US', 'unreadable'],
    ['1.234,56', 'USD', 'en-US', 'unreadable'],
    ['1,234.56', 'EUR', 'nl', 'unreadable'],
    ['12,34', 'USD', 'en-US', 'unreadable'],
    ['1,2345', 'USD', 'en-US', 'unreadable'],
    ['1,234,56', 'USD', 'en-US', 'unreadable'],
    ['1.2.3', 'USD', 'en-US', 'unreadable'],
    ['.5', 'USD', 'en-US', 'unreadable'],
    ['5.', 'USD', 'en-US', 'unreadable'],
    ['1e3', 'USD', 'en-US', 'unreadable'],
    ['0x10', 'USD', 'en-US', 'unreadable'],
    ['NaN', 'USD', 'en-US', 'unreadable'],
    ['٣', 'USD', 'en-US', 'unreadable'],
    ['100 EUR', 'USD', 'en-US', 'unreadable'],
    ['about 5', 'USD', 'en-US', 'unreadable'],
    ['9'.repeat(16), 'USD', 'en-US', 'unreadable'],
    ['-5', 'USD', 'en-US', 'negative'],
    ['−5', 'USD', 'en-US', 'negative'],
    ['USD -5', 'USD', 'en-US', 'negative'],
    ['3159.205', 'USD', 'en-US', 'tooFine'],
    ['1.234', 'USD', 'en-US', 'tooFine'],
    ['1,234', 'EUR', 'nl', 'tooFine'],
    ['100.5', 'JPY', 'ja', 'tooFine'],
    ['1.2345', 'KWD', 'en-US', 'tooFine'],
  ])('%j in %s as %s is written is %s', (text, currency, locale, problem) => {
    expect(refusalOf(() => requireAmount(text, currency, locale))).toMatchObject({
      code: 'AmountInvalid',
      currency,
      problem,
    });
  });

  it('as the desk writes it is read back as it was', () => {
    const currencies = { USD: 2, JPY: 0, KWD: 3 } as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(currencies) as (keyof typeof currencies)[])),
        fc.constantFrom('en-US', 'en-IN', 'en-ZA', 'en-CH'),
        fc.bigInt({ min: 0n, max: 10n ** 14n }),
        (currency, locale, minor) => {
          const digits = String(minor).padStart(currencies[currency] + 1, '0');
          const cut = digits.length - currencies[currency];
          const amount = cut === digits.length ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
          expect(requireAmount(wordsFor(locale).amount(amount, currency), currency, locale)).toBe(amount);
        },
      ),
    );
  });
});
