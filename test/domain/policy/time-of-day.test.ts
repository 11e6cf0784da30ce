/** Times of day and time zones as they are typed, and when it is quiet. */
import { describe, expect, it } from '@jest/globals';
import { isQuiet, timeOfDay, timeZoneNamed } from '../../../domain/policy/time-of-day.js';

describe('a time of day', () => {
  it.each([
    ['18:00', '18:00'],
    [' 8:30 ', '08:30'],
    ['18.15', '18:15'],
    ['7', '07:00'],
    ['0:00', '00:00'],
    ['23:59', '23:59'],
    ['24:00', undefined],
    ['12:60', undefined],
    ['6 pm', undefined],
    ['18:0', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%j is %j', (typed, known) => {
    expect(timeOfDay(typed)).toBe(known);
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Stockholm', 'Europe/Stockholm'],
    ['  europe/amsterdam ', 'Europe/Amsterdam'],
    ['stockholm', 'Europe/Stockholm'],
    ['New York', 'America/New_York'],
    ['utc', 'UTC'],
    ['+02:00', undefined],
    ['Europe/Atlantis', undefined],
    ['', undefined],
    ['../etc/passwd', undefined],
    ['x'.repeat(5000), undefined],
  ])('%j is %j', (typed, known) => {
    expect(timeZoneNamed(typed)).toBe(known);
  });

  it('may be named by another name of the same zone', () => {
    for (const name of ['Asia/Kolkata', 'Asia/Calcutta']) expect(timeZoneNamed(name)).toBeDefined();
  });
});

describe('quiet hours', () => {
  const evening = { from: '18:00', to: '08:00' };
  it.each([
    ['before they begin', '2026-11-21T16:59:59Z', false],
    ['on the minute on which they begin', '2026-11-21T17:00:00Z', true],
    ['before midnight', '2026-11-21T22:59:00Z', true],
    ['after midnight', '2026-11-21T23:00:00Z', true],
    ['in the last minute', '2026-11-22T06:59:59Z', true],
    ['on the minute on which they end', '2026-11-22T07:00:00Z', false],
  ])('from 18:00 to 08:00 in Stockholm, %s', (_, at, quiet) => {
    expect(isQuiet(evening, 'Europe/Stockholm', new Date(at))).toBe(quiet);
  });

  it.each([
    ['the day before summer time', '2026-03-28T04:30:00Z', true],
    ['the first day of summer time', '2026-03-29T04:30:00Z', false],
    ['the last day of summer time', '2026-10-24T04:30:00Z', false],
    ['the first day of winter time', '2026-10-25T04:30:00Z', true],
  ])('end by the clock on the wall: at 04:30 UTC on %s', (_, at, quiet) => {
    expect(isQuiet({ from: '22:00', to: '06:00' }, 'Europe/Stockholm', new Date(at))).toBe(quiet);
  });

  it('in the hour that is left out in spring are never, and in the one that comes twice are twice', () => {
    const quiet = { from: '02:00', to: '03:00' };
    const minutes = (day: string) =>
      Array.from({ length: 24 * 60 }, (_, i) => new Date(Date.parse(`${day}T00:00:00Z`) + i * 60_000)).filter(
        (now) => isQuiet(quiet, 'Europe/Stockholm', now),
      ).length;
    expect([minutes('2026-03-29'), minutes('2026-03-30'), minutes('2026-10-25')]).toEqual([0, 60, 120]);
  });

  it('within a day, and none at all', () => {
    const noon = { from: '12:00', to: '13:00' };
    const at = (time: string) => isQuiet(noon, 'UTC', new Date(`2026-11-21T${time}:00Z`));
    expect([at('11:59'), at('12:00'), at('12:59'), at('13:00')]).toEqual([false, true, true, false]);
    expect(isQuiet(undefined, 'UTC', new Date())).toBe(false);
  });

  it('count in UTC where the zone is not known any more', () => {
    expect(isQuiet({ from: '12:00', to: '13:00' }, 'Mars/Olympus', new Date('2026-11-21T12:30:00Z'))).toBe(
      true,
    );
  });
});
