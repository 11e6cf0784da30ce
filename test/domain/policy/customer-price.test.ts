/** What a customer pays (rules section 2, "Customer price"). */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountOf, compare, exact, minorDigits } from '../../../domain/money.js';
import { customerPrice, requireMarkup, ruleInForce, ruleNow } from '../../../domain/policy/customer-price.js';
import { refusalOf, stamp } from '../../support/builders.js';

const rule = (markupPercent: string, ownPrices: Record<string, string> = {}) => ({
  markupPercent,
  ownPrices,
});

describe('the price of a customer', () => {
  it.each([
    ['no rule: the partner’s own', undefined, '519.00', 'USD', 2, '519.00', '1038.00', 'partnerPrice'],
    ['a markup of nothing', rule('0'), '519.00', 'USD', 1, '519.00', '519.00', 'partnerPrice'],
    ['a markup', rule('12.5'), '519.00', 'USD', 1, '583.88', '583.88', 'markup'],
    ['half a cent goes up', rule('50'), '0.01', 'USD', 1, '0.02', '0.02', 'markup'],
    ['just below half goes down', rule('49'), '0.01', 'USD', 1, '0.01', '0.01', 'markup'],
    ['one is rounded, then taken so many times', rule('0.5'), '1.00', 'USD', 3, '1.01', '3.03', 'markup'],
    ['a discount', rule('-10'), '519.00', 'USD', 1, '467.10', '467.10', 'markup'],
    ['all of it given away', rule('-100'), '519.00', 'USD', 4, '0.00', '0.00', 'markup'],
    ['yen have no decimals', rule('12.5'), '100001', 'JPY', 2, '112501', '225002', 'markup'],
    ['dinars have three', rule('0.1'), '100.001', 'KWD', 1, '100.101', '100.101', 'markup'],
    ['its own price', rule('0', { vm: '600' }), '519.00', 'USD', 3, '600.00', '1800.00', 'ownPrice'],
    ['its own before the markup', rule('50', { vm: '1.00' }), '519.00', 'USD', 1, '1.00', '1.00', 'ownPrice'],
    ['another one’s own', rule('10', { sql: '1.00' }), '100.00', 'USD', 1, '110.00', '110.00', 'markup'],
  ])('%s', (_case, its, price, currency, quantity, one, all, source) => {
    expect(customerPrice(its, price, currency, 'vm', quantity)).toEqual({ one, all, source });
  });

  it.each(['__proto__', 'constructor', 'toString'])('is not found under "%s"', (productId) => {
    expect(customerPrice(rule('0'), '5.00', 'USD', productId, 1).one).toBe('5.00');
  });

  it('goes by the last rule', () => {
    const at = '2026-11-21T09:00:00Z';
    const rules = ['1', '2'].map((percent) => ({ at, by: stamp(), ...rule(percent) }));
    expect(ruleInForce({ priceRules: rules })?.markupPercent).toBe('2');
    expect(ruleInForce({})).toBeUndefined();
  });
});

describe('for any price, markup and quantity', () => {
  const currency = fc.constantFrom('USD', 'JPY', 'KWD');
  const cents = fc.integer({ min: 0, max: 100_000_000 });
  const price = fc.tuple(currency, cents).map(([code, units]) => ({
    code,
    price: amountOf(exact(units).dividedBy(10 ** minorDigits(code)), code),
  }));
  const markup = fc.integer({ min: -1_000_000, max: 10_000_000 }).map((n) => exact(n).dividedBy(10_000));
  const quantity = fc.integer({ min: 1, max: 1000 });

  it('one is within half a minor unit of the exact price, and all is one so many times', () => {
    fc.assert(
      fc.property(price, markup, quantity, ({ code, price: its }, percent, count) => {
        const { one, all } = customerPrice(rule(percent.toFixed()), its, code, 'vm', count);
        const exactly = exact(its).times(percent.plus(100)).dividedBy(100);
        const half = exact(1)
          .dividedBy(2)
          .dividedBy(10 ** minorDigits(code));
        expect(exact(one).minus(exactly).abs().lessThanOrEqualTo(half)).toBe(true);
        expect(one).toBe(amountOf(one, code));
        expect(all).toBe(amountOf(exact(one).times(count), code));
      }),
    );
  });

  it('a higher markup never makes it cheaper', () => {
    fc.assert(
      fc.property(price, markup, markup, ({ code, price: its }, a, b) => {
        const [low, high] = a.lessThan(b) ? [a, b] : [b, a];
        const pays = (percent: string) => customerPrice(rule(percent), its, code, 'vm', 1).one;
        expect(compare(pays(low.toFixed()), pays(high.toFixed()))).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a markup', () => {
  it.each([
    ['12.5', 'en-US', '12.5'],
    ['12,5', 'nl', '12.5'],
    ['12,50 %', 'sv', '12.5'],
    ['+3%', 'en-US', '3'],
    ['-5', 'en-US', '-5'],
    ['−5,25', 'sv', '-5.25'],
    ['- 5', 'en-US', '-5'],
    ['0', 'en-US', '0'],
    ['-0', 'en-US', '0'],
    ['1,000', 'en-US', '1000'],
    ['1.000', 'nl', '1000'],
    ['-100', 'en-US', '-100'],
    ['0.1234', 'en-US', '0.1234'],
  ])('%j in %s is %s percent', (text, locale, percent) => {
    expect(requireMarkup(text, locale)).toBe(percent);
  });

  it.each([
    ['', 'en-US', 'unreadable'],
    ['much', 'en-US', 'unreadable'],
    ['12,5', 'en-US', 'unreadable'],
    ['12.5', 'nl', 'unreadable'],
    ['--5', 'en-US', 'unreadable'],
    ['1e2', 'en-US', 'unreadable'],
    ['5%%', 'en-US', 'unreadable'],
    ['-100.01', 'en-US', 'outOfRange'],
    ['1000.5', 'en-US', 'outOfRange'],
    ['0.12345', 'en-US', 'tooFine'],
  ])('%j in %s is none: %s', (text, locale, problem) => {
    expect(refusalOf(() => requireMarkup(text, locale))).toEqual({ code: 'MarkupInvalid', text, problem });
  });
});

describe('the rule that counts now', () => {
  const made = { at: '2021-01-01T12:00:00Z', by: stamp(), markupPercent: '5', ownPrices: { vm: '10.00' } };
  const now = (currency: string | undefined) => {
    const one = currency === undefined ? made : { ...made, currency };
    return ruleNow({ currency: 'USD', priceRules: [{ ...made, markupPercent: '1' }, one] });
  };

  it('is none where there is none', () => {
    expect(ruleNow({ currency: 'USD' })).toBeUndefined();
  });

  it.each([undefined, 'USD'])('is the last one, with own prices in %s', (currency) => {
    expect(now(currency)).toMatchObject({ markupPercent: '5', ownPrices: { vm: '10.00' } });
  });

  it('is without own prices where they are in another currency', () => {
    expect(now('EUR')).toMatchObject({ markupPercent: '5', ownPrices: {} });
  });
});

describe('a markup as it is typed', () => {
  it.each([
    [' 12.5 % ', '12.5'],
    ['+ 7', '7'],
  ])('%j is %s', (typed, markup) => {
    expect(requireMarkup(typed, 'en')).toBe(markup);
  });

  it.each(['5%%5', '5% off', 'x5', '5-3'])('%j is none', (typed) => {
    expect(refusalOf(() => requireMarkup(typed, 'en'))).toMatchObject({ code: 'MarkupInvalid', text: typed });
  });

  it('that is no number is repeated without blanks, and no longer than 40 characters', () => {
    expect(refusalOf(() => requireMarkup(` ${'x'.repeat(60)} `, 'en'))).toMatchObject({
      text: 'x'.repeat(40),
    });
  });
});
