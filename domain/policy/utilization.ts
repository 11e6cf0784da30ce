/** How much a reservation is used, of what is known of it, in whole percent (rules section 3, "Overview"). */
import type { Reservation, UtilizationDay } from '../model.js';
import { addDays } from '../term.js';

/** The last days within which use counts, today among them. */
const UTILIZATION_DAYS = 30;
/** Use below this many percent, of a day or in the mean, is low. */
export const LOW_USE_PERCENT = 80;

type Used = Pick<Reservation, 'utilization'>;

/** The UTC days of which use counts today, both included. */
export interface UseWindow {
  readonly from: string;
  readonly to: string;
}

/** The days that count today. */
export function useWindow(today: string): UseWindow {
  return { from: addDays(today, 1 - UTILIZATION_DAYS), to: today };
}

/** Mean utilization of the last 30 days with data, in whole percent; undefined: unknown. */
export function meanUtilization(reservation: Used, today: string): number | undefined {
  return meanWithin(reservation, useWindow(today));
}

/** The same, of these days: for whoever asks it of many reservations. */
export function meanWithin({ utilization }: Used, { from, to }: UseWindow): number | undefined {
  const percents = [...byDay(utilization, from, to).values()];
  if (percents.length === 0) return undefined;
  return Math.round(percents.reduce((total, percent) => total + percent, 0) / percents.length);
}

/** Percents by day, of these days; where a day is told of twice, what was told last. */
function byDay(utilization: Used['utilization'], from: string, to: string): ReadonlyMap<string, number> {
  return new Map(
    utilization.filter(({ day }) => day >= from && day <= to).map(({ day, percent }) => [day, percent]),
  );
}

/**
 * The use that counts on the latest day with data and later, where the mean of it is low on some day from then on: as
 * days pass without new data, the earlier ones count no longer. Nothing where it never is.
 */
export function lowUse({ utilization }: Used): Used['utilization'] {
  const latest = utilization
    .map(({ day }) => day)
    .sort()
    .at(-1);
  if (latest === undefined) return [];
  const from = addDays(latest, 1 - UTILIZATION_DAYS);
  const counting = [...byDay(utilization, from, latest)].map(([day, percent]) => ({ day, percent }));
  let total = 0;
  const low = counting
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
    .some(({ percent }, i) => {
      total += percent;
      return Math.round(total / (i + 1)) < LOW_USE_PERCENT;
    });
  return low ? counting : [];
}

/** A day, with its percent where that is known. */
interface DayOfUse {
  readonly day: string;
  readonly percent?: number;
}

export interface Utilization {
  /** The last 30 days, today among them, oldest first. */
  readonly days: readonly DayOfUse[];
  /** What is known of them; absent: nothing. */
  readonly known?: {
    /** How many days have data. */
    readonly days: number;
    /** In whole percent. */
    readonly mean: number;
    readonly lowest: UtilizationDay;
    /** Days at 0. */
    readonly unused: number;
    /** Days below 80 percent, those at 0 among them. */
    readonly below: number;
  };
}

/** The use of the last 30 days, in percent. */
export function utilizationOf(reservation: Pick<Reservation, 'utilization'>, today: string): Utilization {
  const percents = new Map(reservation.utilization.map(({ day, percent }) => [day, percent]));
  const days = Array.from({ length: UTILIZATION_DAYS }, (_, i): DayOfUse => {
    const day = addDays(today, i + 1 - UTILIZATION_DAYS);
    const percent = percents.get(day);
    return percent === undefined ? { day } : { day, percent };
  });
  const known = days.flatMap(({ day, percent }) => (percent === undefined ? [] : [{ day, percent }]));
  const [first] = known;
  if (!first) return { days };
  return {
    days,
    known: {
      days: known.length,
      mean: Math.round(known.reduce((total, { percent }) => total + percent, 0) / known.length),
      lowest: known.reduce((lowest, each) => (each.percent < lowest.percent ? each : lowest), first),
      unused: known.filter(({ percent }) => percent === 0).length,
      below: known.filter(({ percent }) => percent < LOW_USE_PERCENT).length,
    },
  };
}
