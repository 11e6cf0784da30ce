/** Rates as a partner types them (rules section 4, "Other currencies"). */
import { describe, expect, it } from '@jest/globals';
import { ageOf, requireCurrency, requireRate, requireRateDay } from '../../../domain/policy/rates.js';
import { refusalOf } from '../../support/builders.js';

const TODAY = '2026-11-21';

describe('a rate', () => {
  it.each([
    ['1.0832', 'en-US', '1.0832'],
    ['1,0832', 'nl', '1.0832'],
    ['0.006712', 'en-US', '0.006712'],
    ['0.0000391234', 'en-US', '0.0000391234'],
    ['3.250', 'en-US', '3.250'],
    ['1', 'sv', '1'],
    ['9.9999', 'en-US', '9.9999'],
  ])('%j in %s is %s', (text, locale, rate) => {
    expect(requireRate(text, locale)).toBe(rate);
  });

  it.each([
    ['', 'en-US', 'unreadable'],
    ['1,0832', 'en-US', 'unreadable'],
    ['1.0832 USD', 'en-US', 'unreadable'],
    ['NaN', 'en-US', 'unreadable'],
    ['0', 'en-US', 'notPositive'],
    ['0.0000', 'en-US', 'notPositive'],
    ['-1.08', 'en-US', 'notPositive'],
    ['1.083', 'nl', 'tooHigh'],
    ['10', 'en-US', 'tooHigh'],
    ['0.12345678901', 'en-US', 'tooFine'],
  ])('%j in %s is none: %s', (text, locale, problem) => {
    expect(refusalOf(() => requireRate(text, locale))).toEqual({ code: 'RateInvalid', text, problem });
  });
});

describe('its currency', () => {
  it.each(['EUR', 'eur', ' Sek '])('may be %j', (text) => {
    expect(requireCurrency(text)).toBe(text.trim().toUpperCase());
  });
  it.each(['USD', 'usd', 'XYZ', 'euro', '', '__proto__'])('may not be %j', (text) => {
    expect(refusalOf(() => requireCurrency(text))).toEqual({ code: 'CurrencyUnknown', text });
  });
});

describe('its day', () => {
  it.each([
    ['', TODAY],
    [TODAY, TODAY],
    [' 2026-11-20 ', '2026-11-20'],
    ['2020-02-29', '2020-02-29'],
  ])('%j is %s', (text, day) => {
    expect(requireRateDay(text, TODAY)).toBe(day);
  });
  it.each([
    ['2026-11-22', 'inFuture'],
    ['2026-02-29', 'unreadable'],
    ['yesterday', 'unreadable'],
    ['21-11-2026', 'unreadable'],
  ])('is not %j: %s', (text, problem) => {
    expect(refusalOf(() => requireRateDay(text, TODAY))).toEqual({ code: 'RateDayInvalid', text, problem });
  });
  it.each([
    [TODAY, 0, false],
    ['2026-11-14', 7, false],
    ['2026-11-13', 8, true],
  ])('of %s is %d days ago; too old: %s', (day, ageDays, isOld) => {
    expect(ageOf({ day }, TODAY, 7)).toEqual({ ageDays, isOld });
  });
});
