/** How demo reservations were used, day by day. */
import type { Usage, UtilizationDay } from '../model.js';
import { addDays, daysBetween } from '../term.js';

/** As many days are kept; older ones say nothing more. */
const LAST_DAYS = 60;

/**
 * Daily percents of the last 60 days, oldest first: above 0 where used, all 0 where unused, none where unknown.
 * They end yesterday (today for what was bought today), on the last day of the term, or when it was returned.
 */
export function utilizationOf(input: {
  readonly use: Usage;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly today: string;
  readonly refund?: { readonly filedDaysAgo: number } | undefined;
  /** Makes two reservations differ. */
  readonly seed: number;
}): UtilizationDay[] {
  const { use, startsOn, endsOn, today, refund, seed } = input;
  if (use === 'unknown') return [];
  const known = startsOn === today ? today : addDays(today, -1);
  const ended = refund ? addDays(today, -refund.filedDaysAgo) : addDays(endsOn, -1);
  const [last = known] = [known, ended].sort();
  const days = Math.min(LAST_DAYS, daysBetween(startsOn, last) + 1);
  return Array.from({ length: days }, (_, i) => {
    const percent = use === 'used' ? 52 + ((i * 17 + seed * 29) % 48) : 0;
    return { day: addDays(last, i + 1 - days), percent };
  });
}
