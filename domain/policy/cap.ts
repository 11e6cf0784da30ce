/** What counts against the cap of a customer, and when room returns (rules section 4, "Cap"). Amounts in US dollars. */
import type { SupportRequest } from '../model.js';
import { compare, exact, roundUp, sum } from '../money.js';
import { addDays, dayOf, daysBetween } from '../term.js';
import { refundPolicy } from './refund.js';

/** What one request takes of the cap: from the day it was filed, until the day before `ends`. */
export interface Claim {
  readonly filedOn: string;
  readonly ends: string;
  readonly windowDays: number;
  readonly usd: string;
}

/**
 * What counts against the customer's cap today: refunds filed less than 365 days ago and neither declined nor
 * withdrawn, however long they stay open; once one is paid, the amount paid takes the place of the quoted one, but
 * where the policy counts the cancelled commitment (rules section 4, "Cap").
 */
export function capUsedUsd(requests: readonly SupportRequest[], today: string): string {
  return usedOn(claimsOf(requests), today);
}

/**
 * The first day on which there is more room under the cap than today: the day on which something stops counting
 * and less than the cap is used. More than the cap may have been paid; then the first day on which something stops
 * counting may still leave no room. Today where nothing counts.
 */
export function roomOn(
  requests: readonly SupportRequest[],
  today: string,
  capUsd: string = refundPolicy('partner-center').capUsd,
): string {
  const claims = claimsOf(requests);
  const used = usedOn(claims, today);
  const enough = compare(used, capUsd) < 0 ? used : capUsd;
  const days = claims
    .map((claim) => claim.ends)
    .filter((day) => day > today)
    .sort();
  return days.find((day) => compare(usedOn(claims, day), enough) < 0) ?? today;
}

/** What these requests take of the cap; those that take nothing are not among them. */
export function claimsOf(requests: readonly SupportRequest[]): Claim[] {
  return requests.flatMap((request): Claim[] => {
    const { quote, state } = request;
    if (quote?.kind !== 'refund' || state === 'declined' || state === 'withdrawn') return [];
    const { windowDays, capCounts } = refundPolicy(quote.figures.policy);
    const { countsUsd, rate } = quote.figures;
    const paid = state === 'paid' && capCounts === 'payable' ? request.paidAmount : undefined;
    const usd = paid === undefined ? countsUsd : roundUp(exact(paid).times(rate.usdPerUnit), 'USD');
    const filedOn = dayOf(request.at);
    return [{ filedOn, ends: addDays(filedOn, windowDays), windowDays, usd }];
  });
}

/** Both directions: were the clock to go back, what was filed "later" must still count, or a window could be filled twice. */
export function usedOn(claims: readonly Claim[], day: string): string {
  const counting = claims.filter((claim) => Math.abs(daysBetween(claim.filedOn, day)) < claim.windowDays);
  return sum(
    counting.map((claim) => claim.usd),
    'USD',
  );
}

/**
 * The day since which as much as this has been used without a break; undefined where less is used. Later requests do
 * not count on an earlier day.
 */
export function usedSince(claims: readonly Claim[], usd: string, today: string): string | undefined {
  const days = [...new Set(claims.flatMap(({ filedOn, ends }) => [filedOn, ends]))].filter(
    (day) => day <= today,
  );
  let since: string | undefined;
  for (const day of days.sort()) {
    const used = usedOn(
      claims.filter(({ filedOn }) => filedOn <= day),
      day,
    );
    since = compare(used, usd) < 0 ? undefined : (since ?? day);
  }
  return since;
}
