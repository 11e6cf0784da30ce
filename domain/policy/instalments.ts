/** What is paid for a reservation, and when (rules section 4, "Monthly billing" and "Part of the quantity"). */
import type { BillingPlan, Term } from '../model.js';
import { amountOf, minus, share, split, sum } from '../money.js';
import { addMonths, monthsIn } from '../term.js';

/** The whole price of a reservation, in its currency: the sum of its instalments. */
export function priceOf(reservation: {
  readonly instalments: readonly string[];
  readonly currency: string;
}): string {
  return sum(reservation.instalments, reservation.currency);
}

/**
 * The day on which an instalment is due; index 0 is the first, due on the purchase day. Always counted from the
 * first, so that a clamp at the end of one month does not carry over to the next (rules section 4).
 */
export function dueOn(startsOn: string, index: number): string {
  return addMonths(startsOn, index);
}

/** A total price as instalments: one when one-time, else 12, 36 or 60 that add up exactly, largest first (rules section 4). */
export function instalmentsFor(total: string, billing: BillingPlan, term: Term, currency: string): string[] {
  return billing === 'oneTime' ? [amountOf(total, currency)] : split(total, monthsIn(term), currency);
}

/**
 * The instalments of a part of the quantity and those of what stays, each pair adding up to the instalment that it
 * comes from; the part is rounded, what stays keeps the rest (rules section 4, "Part of the quantity").
 */
export function divide(
  instalments: readonly string[],
  part: number,
  of: number,
  currency: string,
): { returned: string[]; kept: string[] } {
  const returned = instalments.map((instalment) => share(instalment, part, of, currency));
  const kept = instalments.map((instalment, i) => minus(instalment, returned[i] ?? '0', currency));
  return { returned, kept };
}

/** What of a price is paid by a day and what is still to come, in its currency, with the next payment where there is one. */
export interface Payments {
  readonly paid: string;
  readonly toCome: string;
  readonly next?: { readonly due: string; readonly amount: string };
}

/** The instalments of a reservation by a day: those due until then are paid; before its first day none is (rules section 4). */
export function paymentsBy(
  reservation: {
    readonly instalments: readonly string[];
    readonly currency: string;
    readonly startsOn: string;
  },
  day: string,
): Payments {
  const { instalments, currency, startsOn } = reservation;
  const due = instalments.filter((_, index) => dueOn(startsOn, index) <= day).length;
  const amount = instalments[due];
  return {
    paid: sum(instalments.slice(0, due), currency),
    toCome: sum(instalments.slice(due), currency),
    ...(amount === undefined ? {} : { next: { due: dueOn(startsOn, due), amount } }),
  };
}
