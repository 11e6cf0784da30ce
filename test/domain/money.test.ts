import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  amountOf,
  compare,
  exact,
  isCurrency,
  minorDigits,
  minus,
  roundDown,
  roundHalfUp,
  roundUp,
  share,
  split,
  sum,
  times,
} from '../../domain/money.js';

describe('exact', () => {
  it.each(['NaN', 'Infinity', '-Infinity', '0x10', '1e3', '1_000', '', ' 1', '1,5', '.5', '5.'])(
    'takes nothing but a decimal string: not %p',
    (text) => {
      expect(() => exact(text)).toThrow(TypeError);
    },
  );

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'takes no floating-point number: not %p',
    (n) => {
      expect(() => exact(n)).toThrow(TypeError);
    },
  );

  it('keeps what a floating-point number would lose', () => {
    expect(exact('0.1').plus('0.2').toFixed()).toBe('0.3');
    expect(exact('90071992547409931.01').toFixed()).toBe('90071992547409931.01');
  });
});

describe('the minor unit', () => {
  it.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['CLF', 4],
  ])('of %s has %d decimals', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it('of an unknown currency is an error, not a guess', () => {
    expect(() => minorDigits('ABC')).toThrow(RangeError);
  });
});

describe('a currency', () => {
  it.each([
    ['EUR', true],
    ['JPY', true],
    ['eur', false],
    ['ABC', false],
    ['EURO', false],
    ['xEUR', false],
    ['', false],
  ])('%j is one: %s', (code, is) => {
    expect(isCurrency(code)).toBe(is);
  });
});

describe('rounding', () => {
  it.each([
    ['1.005', 'USD', '1.01', '1.00', '1.01'],
    ['1.004', 'USD', '1.00', '1.00', '1.01'],
    ['1', 'USD', '1.00', '1.00', '1.00'],
    ['1.5', 'JPY', '2', '1', '2'],
    ['1.4999', 'JPY', '1', '1', '2'],
    ['1.0005', 'KWD', '1.001', '1.000', '1.001'],
    ['0', 'KWD', '0.000', '0.000', '0.000'],
  ])('of %s %s is half up %s, down %s, up %s', (value, currency, halfUp, down, up) => {
    expect(roundHalfUp(exact(value), currency)).toBe(halfUp);
    expect(roundDown(exact(value), currency)).toBe(down);
    expect(roundUp(exact(value), currency)).toBe(up);
  });
});

describe('amounts', () => {
  it('have exactly the decimals of their currency', () => {
    expect(amountOf('3650', 'USD')).toBe('3650.00');
    expect(amountOf('3650.0', 'JPY')).toBe('3650');
    expect(amountOf(3650, 'KWD')).toBe('3650.000');
  });

  it('are not silently cut to the minor unit', () => {
    expect(() => amountOf('1.005', 'USD')).toThrow(RangeError);
    expect(() => amountOf('0.5', 'JPY')).toThrow(RangeError);
    expect(() => split('0.5', 2, 'JPY')).toThrow(RangeError);
  });

  it('add up, subtract and multiply exactly', () => {
    expect(sum([], 'USD')).toBe('0.00');
    expect(sum(['0.10', '0.20', '1000000000000.00'], 'USD')).toBe('1000000000000.30');
    expect(minus('0.30', '0.10', 'USD')).toBe('0.20');
    expect(minus('1', '3', 'JPY')).toBe('-2');
    expect(times('19.99', 3, 'USD')).toBe('59.97');
  });

  it('compare by value, not as text', () => {
    expect(compare('9.00', '10.00')).toBeLessThan(0);
    expect(compare('10', '10.00')).toBe(0);
    expect(compare('0.01', '-5.00')).toBeGreaterThan(0);
  });
});

describe('splitting and sharing', () => {
  it.each([
    ['1000.00', 12, 'USD', ['83.34', '83.34', '83.34', '83.34', ...Array(8).fill('83.33')]],
    ['10', 4, 'JPY', ['3', '3', '2', '2']],
    ['0.002', 3, 'KWD', ['0.001', '0.001', '0.000']],
    ['0.00', 2, 'USD', ['0.00', '0.00']],
  ])('%s in %d parts of %s, the largest first', (total, parts, currency, expected) => {
    expect(split(total, parts, currency)).toEqual(expected);
  });

  it('makes parts that add up and differ by one minor unit at most, the largest first', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 14n }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (units, parts, currency) => {
          const unit = exact(10).pow(-minorDigits(currency));
          const total = amountOf(exact(String(units)).times(unit), currency);
          const split_ = split(total, parts, currency);
          expect(split_).toHaveLength(parts);
          expect(sum(split_, currency)).toBe(total);
          expect(split_.toSorted((a, b) => compare(b, a))).toEqual(split_);
          const [first = '', last = ''] = [split_[0], split_.at(-1)];
          expect(exact(first).minus(last).lte(unit)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['1000.00', 1, 3, 'USD', '333.33'],
    ['1000.00', 2, 3, 'USD', '666.67'],
    ['0.01', 1, 2, 'USD', '0.01'],
    ['5', 1, 2, 'JPY', '3'],
    ['1.000', 1, 3, 'KWD', '0.333'],
  ])(
    'the share of %s that falls on %d of %d is rounded half up to the minor unit of %s: %s',
    (amount, part, of, currency, expected) => {
      expect(share(amount, part, of, currency)).toBe(expected);
    },
  );
});
