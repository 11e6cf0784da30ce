/**
 * Amounts of money: a decimal string with its currency, exact to the minor unit (JPY has none, KWD has three).
 * Inside a function amounts are Decimal; they leave it as strings. Nothing is rounded in passing: every rounding
 * is one of the named functions here (rules section 4, "Rounding").
 */
import { code as currencyFacts } from 'currency-codes';
import { Decimal } from 'decimal.js';

/** Precise enough for the largest amount times the largest day count, many times over. */
const Exact = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });

/** An exact number from a decimal string (or a whole number). @throws on anything else. */
export function exact(value: string | number | Decimal): Decimal {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new TypeError('not a whole number');
  // decimal.js would also read "NaN", "Infinity", "0x10" and "1e3", none of which is an amount.
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value))
    throw new TypeError('not a decimal string');
  return new Exact(value);
}

/** How many decimals the currency's minor unit has: USD 2, JPY 0, KWD 3 (ISO 4217). @throws for an unknown currency. */
export function minorDigits(currency: string): number {
  const facts = currencyFacts(currency);
  if (!facts) throw new RangeError(`unknown currency ${currency}`);
  return facts.digits;
}

/** True for a currency that amounts can be counted in, as three capital letters (ISO 4217). */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && currencyFacts(code) !== undefined;
}

/** Rounded half up to the minor unit, as a string: what every named step of a sum ends with. */
export function roundHalfUp(value: Decimal, currency: string): string {
  return value.toFixed(minorDigits(currency), Decimal.ROUND_HALF_UP);
}

/** Rounded down to the minor unit: what may be paid under a cap. */
export function roundDown(value: Decimal, currency: string): string {
  return value.toFixed(minorDigits(currency), Decimal.ROUND_DOWN);
}

/** Rounded up to the minor unit: what counts against a cap. */
export function roundUp(value: Decimal, currency: string): string {
  return value.toFixed(minorDigits(currency), Decimal.ROUND_UP);
}

/** The amount with exactly the decimals of its currency. @throws RangeError where that would lose something. */
export function amountOf(value: string | number | Decimal, currency: string): string {
  const decimal = exact(value);
  if (decimal.decimalPlaces() > minorDigits(currency)) {
    throw new RangeError(`${decimal.toFixed()} is finer than the minor unit of ${currency}`);
  }
  return decimal.toFixed(minorDigits(currency));
}

/** The sum of amounts of one currency; zero for none. */
export function sum(amounts: readonly string[], currency: string): string {
  return amountOf(
    amounts.reduce((total, amount) => total.plus(amount), exact(0)),
    currency,
  );
}

/** a − b, both of one currency. */
export function minus(a: string, b: string, currency: string): string {
  return amountOf(exact(a).minus(b), currency);
}

/** The price of so many at a price of one each. */
export function times(unitPrice: string, quantity: number, currency: string): string {
  return amountOf(exact(unitPrice).times(quantity), currency);
}

/** Negative, zero or positive, as a is less than, equal to or more than b. */
export function compare(a: string, b: string): number {
  return exact(a).comparedTo(b);
}

/**
 * A total in so many parts that differ by one minor unit at most and add up exactly, the largest first
 * (rules section 4, "Monthly billing"). @throws RangeError where the total is finer than the minor unit.
 */
export function split(total: string, parts: number, currency: string): string[] {
  const digits = minorDigits(currency);
  const units = exact(amountOf(total, currency)).times(exact(10).pow(digits));
  const each = units.dividedToIntegerBy(parts);
  const larger = units.minus(each.times(parts)).toNumber();
  return Array.from({ length: parts }, (_, i) =>
    (i < larger ? each.plus(1) : each).dividedBy(exact(10).pow(digits)).toFixed(digits),
  );
}

/** The share of an amount that falls on so many of a quantity, rounded half up (rules section 4, "Part of the quantity"). */
export function share(amount: string, part: number, of: number, currency: string): string {
  return roundHalfUp(exact(amount).times(part).dividedBy(of), currency);
}
