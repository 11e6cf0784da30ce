/** Terms and UTC calendar days (rules section 4): a day is "2026-11-21", a term is one, three or five years. */
import { UTCDate } from '@date-fns/utc';
import { addDays as addCalendarDays, addMonths as addCalendarMonths, addYears, formatISO } from 'date-fns';
import type { Term } from './model.js';

/** What tells the time; passed in, so that a test can hold it. */
export interface Clock {
  now(): Date;
}

/** The clock on the wall. */
export const systemClock: Clock = { now: () => new Date() };

const DAY_MS = 86_400_000;
const YEARS: Record<Term, number> = { P1Y: 1, P3Y: 3, P5Y: 5 };

const parse = (day: string) => new UTCDate(`${day}T00:00:00Z`);
const format = (date: UTCDate) => formatISO(date, { representation: 'date' });

/** The UTC day of a moment. */
export function dayOf(moment: Date | string): string {
  return format(new UTCDate(moment));
}

/** The day so many days later (or earlier). */
export function addDays(day: string, days: number): string {
  return format(addCalendarDays(parse(day), days));
}

/** The same day so many months later; the end of a shorter month clamps. */
export function addMonths(day: string, months: number): string {
  return format(addCalendarMonths(parse(day), months));
}

/** Days from a to b; negative where b is earlier. */
export function daysBetween(a: string, b: string): number {
  // In UTC every day has the same length, and a day by itself is read as its midnight in UTC.
  return Math.round((Date.parse(b) - Date.parse(a)) / DAY_MS);
}

/** The day on which a term ends that starts on this day: the same day years later; 29 February clamps. */
export function endOfTerm(start: string, term: Term): string {
  return format(addYears(parse(start), YEARS[term]));
}

/** How many monthly instalments a term has: 12, 36 or 60. */
export function monthsIn(term: Term): number {
  return YEARS[term] * 12;
}

/** True for a real calendar day written as 2026-11-21. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parse(text).getTime()) && format(parse(text)) === text
  );
}
