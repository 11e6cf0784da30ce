/** How much a reservation is used, of what is known of it. */
import type { Reservation } from '../model.js';
import { addDays } from '../term.js';

/** Days back from today within which use counts. */
const UTILIZATION_DAYS = 30;
/** Mean use below this many percent is low. */
export const LOW_USE_PERCENT = 80;

type Used = Pick<Reservation, 'utilization'>;

/** The UTC days of which use counts today, both included. */
export interface UseWindow {
  readonly from: string;
  readonly to: string;
}

/** The days that count today. */
export function useWindow(today: string): UseWindow {
  return { from: addDays(today, -UTILIZATION_DAYS), to: today };
}

/** Mean utilization of the last 30 days with data, in whole percent; undefined: unknown. */
export function meanUtilization(reservation: Used, today: string): number | undefined {
  return meanWithin(reservation, useWindow(today));
}

/** The same, of these days: for whoever asks it of many reservations. */
export function meanWithin({ utilization }: Used, { from, to }: UseWindow): number | undefined {
  const days = utilization.filter(({ day }) => day >= from && day <= to);
  if (days.length === 0) return undefined;
  return Math.round(days.reduce((total, { percent }) => total + percent, 0) / days.length);
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
  const from = addDays(latest, -UTILIZATION_DAYS);
  const counting = utilization.filter(({ day }) => day >= from);
  let total = 0;
  const low = counting
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
    .some(({ percent }, i) => {
      total += percent;
      return Math.round(total / (i + 1)) < LOW_USE_PERCENT;
    });
  return low ? counting : [];
}
