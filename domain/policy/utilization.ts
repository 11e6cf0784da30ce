/** How a reservation was used lately, day by day (rules section 3, "Overview"). Percents are whole numbers of a day's hours. */
import type { Reservation, UtilizationDay } from '../model.js';
import { addDays } from '../term.js';

const DAYS = 30;
/** A day with less use than this is one to look at. */
export const ENOUGH_PERCENT = 80;

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
  const days = Array.from({ length: DAYS }, (_, i): DayOfUse => {
    const day = addDays(today, i + 1 - DAYS);
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
      below: known.filter(({ percent }) => percent < ENOUGH_PERCENT).length,
    },
  };
}
