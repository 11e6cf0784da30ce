/**
 * Sums and days as rules section 4 has them, written once more: whole minor units (bigint) instead of decimals, days
 * as numbers since 1970. It calls nothing of the domain, so that a mistake there is not made here as well.
 */

/** Minor units of a currency. */
export type Minor = bigint;
/** Days since 1970-01-01, UTC. */
export type Day = number;

const DECIMALS: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };
const MONTHS: Record<string, number> = { P1Y: 12, P3Y: 36, P5Y: 60 };
export const CAP: Minor = 5_000_000n;
const WINDOW_DAYS = 365;

/** "12.30" USD is 1230. */
export function minor(amount: string, currency: string): Minor {
  const decimals = DECIMALS[currency] ?? 2;
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
}

/** As the log writes it: 1230 is "12.30" USD. */
export function written(amount: Minor, currency: string): string {
  const decimals = DECIMALS[currency] ?? 2;
  const digits = amount.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

export function total(amounts: readonly Minor[]): Minor {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

const floor = (a: bigint, b: bigint) => a / b;
const ceiling = (a: bigint, b: bigint) => (a + b - 1n) / b;
/** Of amounts that are not negative. */
const halfUp = (a: bigint, b: bigint) => (2n * a + b) / (2n * b);

export function dayOf(text: string): Day {
  return Math.floor(Date.parse(text) / 86_400_000);
}

export function dayText(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** The same day so many months later; the end of a shorter month clamps. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(day * 86_400_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / 86_400_000;
}

export function endOf(startsOn: Day, term: string): Day {
  return addMonths(startsOn, MONTHS[term] ?? 12);
}

/** One amount, or 12, 36 or 60 that differ by one unit at most, the largest first. */
export function instalments(price: Minor, billing: string, term: string): Minor[] {
  if (billing === 'oneTime') return [price];
  const parts = BigInt(MONTHS[term] ?? 12);
  return Array.from(
    { length: Number(parts) },
    (_, i) => price / parts + (BigInt(i) < price % parts ? 1n : 0n),
  );
}

/** What is sold back, as far as sums need it. */
export interface Sold {
  readonly quantity: number;
  readonly instalments: readonly Minor[];
  readonly billing: string;
  readonly startsOn: Day;
  readonly endsOn: Day;
  readonly currency: string;
  readonly used: boolean | undefined;
}

/** The part of each instalment that goes with so many of the quantity. */
export function shares({ instalments: all, quantity }: Sold, part: number): Minor[] {
  return all.map((amount) => halfUp(amount * BigInt(part), BigInt(quantity)));
}

/** What was paid, what of it is unused, and what is no longer owed. */
export function unused(sold: Sold, part: number, today: Day): { paid: Minor; left: Minor; notOwed: Minor } {
  const amounts = shares(sold, part);
  const { startsOn, endsOn, billing } = sold;
  const due = amounts.filter((_, i) => i === 0 || addMonths(startsOn, i) <= today).length;
  const from = addMonths(startsOn, due - 1);
  const to = billing === 'oneTime' || due === amounts.length ? endsOn : addMonths(startsOn, due);
  return {
    paid: total(amounts.slice(0, due)),
    left: halfUp((amounts[due - 1] ?? 0n) * BigInt(Math.max(0, to - today)), BigInt(to - from)),
    notOwed: total(amounts.slice(due)),
  };
}

/** Dollars for one unit as a fraction: "1.10" is 110/100. */
export interface Rate {
  readonly dollars: bigint;
  readonly units: bigint;
}

export function rateOf(text: string): Rate {
  const [whole = '0', fraction = ''] = text.split('.');
  return { dollars: BigInt(whole + fraction), units: 10n ** BigInt(fraction.length) };
}

/** In cents of a dollar, rounded up. */
export function inCents(amount: Minor, currency: string, { dollars, units }: Rate): Minor {
  return ceiling(amount * dollars * 100n, units * 10n ** BigInt(DECIMALS[currency] ?? 2));
}

function fromCents(cents: Minor, currency: string, { dollars, units }: Rate): Minor {
  return floor(cents * units * 10n ** BigInt(DECIMALS[currency] ?? 2), dollars * 100n);
}

export type Policy = 'partner-center' | 'azure-current';

/** What a refund comes to, or why there is none. `counts` is in cents. */
export type Refund =
  | {
      readonly payable: Minor;
      readonly fallsAway: Minor;
      readonly counts: Minor;
      readonly credit: Minor;
      readonly fee: Minor;
    }
  | { readonly refusal: 'OverCap' | 'CapReached' };

/** Base, credit, fee, net and cap, each rounded (rules section 4); `usedCap` in cents. */
export function refund(
  sold: Sold,
  part: number,
  today: Day,
  policy: Policy,
  rate: Rate,
  usedCap: Minor,
): Refund {
  const { paid, left, notOwed } = unused(sold, part, today);
  const early = today - sold.startsOn <= 5;
  const whole = policy === 'partner-center' && early && sold.used === false;
  const credit = whole ? paid : left;
  const fee = policy === 'partner-center' && !early ? halfUp(credit * 12n, 100n) : 0n;
  const net = credit - fee;
  const room = usedCap < CAP ? CAP - usedCap : 0n;
  const counts = inCents(policy === 'partner-center' ? net : credit + notOwed, sold.currency, rate);
  if (counts <= room) return { payable: net, fallsAway: 0n, counts, credit, fee };
  if (policy === 'azure-current') return { refusal: 'OverCap' };
  const payable = fromCents(room, sold.currency, rate);
  if (payable === 0n) return { refusal: 'CapReached' };
  const cut = inCents(payable, sold.currency, rate);
  return { payable, fallsAway: net - payable, counts: cut, credit, fee };
}

/** What counts on a day of what was filed on another. */
export function countsOn(filedOn: Day, day: Day): boolean {
  return day >= filedOn && day < filedOn + WINDOW_DAYS;
}
