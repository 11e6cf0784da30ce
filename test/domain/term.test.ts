import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Term } from '../../domain/model.js';
import {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  endOfTerm,
  isDay,
  monthsIn,
  systemClock,
} from '../../domain/term.js';

describe('days', () => {
  it('are UTC days of a moment, wherever the moment was written down', () => {
    expect(dayOf('2021-01-01T23:59:59.999Z')).toBe('2021-01-01');
    expect(dayOf('2021-01-01T23:59:59-05:00')).toBe('2021-01-02');
    expect(dayOf(new Date('2021-03-28T01:30:00Z'))).toBe('2021-03-28');
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2021-01-01', -1, '2020-12-31'],
    ['2021-03-27', 2, '2021-03-29'],
  ])('%s and %d days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });

  it.each([
    ['2021-01-01', '2022-01-01', 365],
    ['2023-03-01', '2024-03-01', 366],
    ['2021-01-06', '2021-01-01', -5],
    ['2021-10-30', '2021-11-01', 2],
    ['2021-01-01', '2021-01-01', 0],
  ])('from %s to %s there are %d', (a, b, expected) => {
    expect(daysBetween(a, b)).toBe(expected);
  });

  it('between two days are as many as lead from the one to the other', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
    fc.assert(fc.property(day, day, (a, b) => addDays(a, daysBetween(a, b)) === b));
  });

  it.each(['2021-02-29', '2021-13-01', '2021-1-1', '2021-01-01T00:00:00Z', '', 'today', '01-01-2021'])(
    'are real and written as 2026-11-21: not %p',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it('can be 29 February', () => {
    expect(isDay('2024-02-29')).toBe(true);
  });
});

describe('months and terms', () => {
  it.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-03-31', 1, '2025-04-30'],
    ['2025-03-31', 2, '2025-05-31'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %d months is %s: the end of a shorter month clamps', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  it.each<[string, Term, string]>([
    ['2021-01-01', 'P1Y', '2022-01-01'],
    ['2021-01-01', 'P3Y', '2024-01-01'],
    ['2021-01-01', 'P5Y', '2026-01-01'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-02-29', 'P3Y', '2027-02-28'],
    ['2020-02-29', 'P5Y', '2025-02-28'],
  ])('a term that starts on %s and lasts %s ends on %s', (start, term, expected) => {
    expect(endOfTerm(start, term)).toBe(expected);
  });

  it('a term ends when its months are over', () => {
    const start = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
    const term = fc.constantFrom<Term>('P1Y', 'P3Y', 'P5Y');
    fc.assert(fc.property(start, term, (day, t) => endOfTerm(day, t) === addMonths(day, monthsIn(t))));
  });
});

it('the clock on the wall tells the time of now', () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000);
});
