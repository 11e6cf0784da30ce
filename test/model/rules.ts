/**
 * What the rules allow, asked of the small book: each question gives the code of the refusal that is due, or nothing.
 * Written from the rules, in the order in which the desk asks; it calls nothing of the domain.
 */
import type { CustomerBook, PartnerBook, Quote, RefundQuote, Res, Sub, User } from './book.js';
import { addMonths, countsOn, type Day, dayOf, inCents, type Minor, rateOf, total } from './sums.js';

export type Code = string | undefined;

/** The first refusal that is due; a question is asked only where those before it passed. */
export function first(...questions: (Code | (() => Code))[]): Code {
  for (const question of questions) {
    const code = typeof question === 'function' ? question() : question;
    if (code) return code;
  }
  return undefined;
}

const MANAGES_OUTRIGHT = ['AdminAgent', 'GlobalAdmin', 'UserManagementAdmin'];

export function holds({ roles }: User, ...wanted: string[]): boolean {
  return roles.some((role) => wanted.includes(role));
}

export function needsRole(user: User, ...wanted: string[]): Code {
  return holds(user, ...wanted) ? undefined : 'NeedsRole';
}

/** Sales and Helpdesk agents need access to the subscription, or to the one reservation (section 1). */
export function needsAccess(user: User, sub: Sub, one?: Res): Code {
  if (holds(user, ...MANAGES_OUTRIGHT)) return undefined;
  return sub.access.includes(user.id) || one?.access.includes(user.id) ? undefined : 'NeedsAccess';
}

export function needsAccessTo(
  user: User,
  customer: CustomerBook,
  reservations: readonly Res[],
  subs: readonly Sub[],
): Code {
  if (reservations.length + subs.length === 0) return needsSomeAccess(user, customer);
  return first(
    ...reservations.map((one) => needsAccess(user, subOf(customer, one.sub), one)),
    ...subs.map((sub) => needsAccess(user, sub)),
  );
}

export function needsOutright(user: User): Code {
  return needsRole(user, ...MANAGES_OUTRIGHT);
}

/** To act for a customer as a whole. */
export function needsSomeAccess(user: User, { subs }: CustomerBook): Code {
  if (holds(user, ...MANAGES_OUTRIGHT) || subs.some(({ access }) => access.includes(user.id)))
    return undefined;
  return subs.some(({ offer }) => offer !== 'other') ? 'NeedsAccess' : 'NeedsRole';
}

export function subOf({ subs }: CustomerBook, id: string): Sub {
  const found = subs.find((sub) => sub.id === id);
  if (!found) throw new Error(`the model has no subscription ${id}`);
  return found;
}

export function resOf({ reservations }: CustomerBook, id: string): Res {
  const found = reservations.find((one) => one.id === id);
  if (!found) throw new Error(`the model has no reservation ${id}`);
  return found;
}

/** Of the countries that histories know; Niger is blocked, Nigeria is not. */
export function market({ country }: CustomerBook): Code {
  if (country === undefined) return 'CountryUnknown';
  return country === 'NE' || country === 'CN' ? 'ReservationsNotSoldInMarket' : undefined;
}

/** Checks 3 and 4. */
export function usable({ agreement }: CustomerBook, { offer, active }: Sub): Code {
  if (offer === 'other') return 'SubscriptionElsewhere';
  if (!active) return 'SubscriptionNotActive';
  return agreement && offer === 'azureGlobal' ? 'NeedsAzurePlan' : undefined;
}

export interface Wanted {
  readonly product: string;
  readonly quantity: number;
  readonly billing: string;
  readonly scope: string;
  readonly reseller: string | undefined;
}

/** Check 5, beside the subscription. */
export function segmentProblem({ products }: PartnerBook, segment: string, product: string): Code {
  return products[product]?.segments.some((known) => known === segment) ? undefined : 'SegmentNotOffered';
}

export function quantityProblem(quantity: number, most: number): Code {
  return quantity < 1 || quantity > most ? 'QuantityOutOfRange' : undefined;
}

export function maximumOf({ products }: PartnerBook, product: string): number {
  return products[product]?.maxQuantity ?? 0;
}

export function priceProblem({ prices }: PartnerBook, currency: string, product: string): Code {
  return prices[currency]?.[product] === undefined ? 'PriceMissing' : undefined;
}

export function priceOf({ prices }: PartnerBook, currency: string, product: string): Minor {
  return prices[currency]?.[product] ?? 0n;
}

export function billingProblem({ products }: PartnerBook, { product, billing }: Wanted): Code {
  return products[product]?.billingPlans.some((plan) => plan === billing)
    ? undefined
    : 'BillingPlanNotOffered';
}

/** Shared only, under an Azure plan. */
export function scopeProblem({ offer }: Sub, scope: string): Code {
  return offer === 'azurePlan' && scope === 'single' ? 'ScopeNotOffered' : undefined;
}

export function defaultScope({ offer }: Sub): string {
  return offer === 'azureGlobal' ? 'single' : 'shared';
}

export function resellerProblem({ indirect, resellers }: PartnerBook, reseller: string | undefined): Code {
  if (!indirect) return undefined;
  if (!reseller) return 'ResellerNeeded';
  return resellers.includes(reseller) ? undefined : 'ResellerUnknown';
}

const NEVER_RETURNED = ['suse-1y'];
const FAMILIES: Record<string, string> = { 'sql-db-we-1y': 'sql', 'suse-1y': 'suse' };
export const familyOf = (product: string) => FAMILIES[product] ?? 'compute';

/** Active today: neither requested nor returned, begun, and not over (section 3). */
export function notActive({ status, startsOn, endsOn }: Res, day: Day): Code {
  if (status !== 'active') return 'ReservationBusy';
  if (day < startsOn) return 'ReservationNotStarted';
  return day >= endsOn ? 'ReservationExpired' : undefined;
}

export function notReturnable(one: Res, day: Day): Code {
  return NEVER_RETURNED.includes(one.product) ? 'NotReturnable' : notActive(one, day);
}

/** Renewed once, from 30 days before its end date. */
export function notRenewable(one: Res, day: Day): Code {
  return first(
    one.renewedBy && 'AlreadyRenewed',
    notActive(one, day),
    day < one.endsOn - 30 ? 'RenewalTooEarly' : undefined,
  );
}

/** In cents: what was filed in the last 365 days, and neither declined nor withdrawn; the amount paid, once it is. */
export function capUsed({ requests, currency }: CustomerBook, day: Day): Minor {
  return total(
    requests.map(({ at, quote, state, paid }) => {
      const counts = quote?.kind === 'refund' && state !== 'declined' && state !== 'withdrawn';
      if (!counts || !countsOn(Math.floor(at / 86_400_000), day)) return 0n;
      const byAmount = quote.policy === 'partner-center' && paid !== undefined;
      return byAmount ? inCents(paid, currency, rateOf(quote.rate)) : quote.counts;
    }),
  );
}

/** US dollars for one unit, as it is quoted. */
export function rateText({ rates }: PartnerBook, currency: string): string | undefined {
  return currency === 'USD' ? '1' : rates[currency]?.split(' ')[0];
}

/** A quote is filed once. */
export function filedAlready({ requests }: CustomerBook, quote: Quote): Code {
  const request = requests.find((known) => known.quote?.id === quote.id);
  if (!request) return undefined;
  return request.state === 'declined' || request.state === 'withdrawn' ? 'QuoteChanged' : 'ReservationBusy';
}

export const sameRefund = (a: Omit<RefundQuote, 'id' | 'at'>, b: RefundQuote) =>
  a.policy === b.policy &&
  (['payable', 'fallsAway', 'credit', 'fee', 'counts'] as const).every((field) => a[field] === b[field]);

const QUOTE_MINUTES = 15;
export const overdue = (at: number, now: number) => now > at + QUOTE_MINUTES * 60_000;

const CART_DAYS = 7;
export function cartOf({ carts }: CustomerBook, userId: string, now: number) {
  const cart = carts[userId];
  return cart && now - cart.changedAt <= CART_DAYS * 86_400_000 ? cart : undefined;
}

export function today(now: number): Day {
  return dayOf(new Date(now).toISOString());
}

/** The days on which the next three instalments fall: part of what a review shows. */
export function nextDue(startsOn: Day): Day[] {
  return [0, 1, 2].map((index) => addMonths(startsOn, index));
}
