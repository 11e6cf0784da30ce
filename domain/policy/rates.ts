/** Rates as a partner sets them: US dollars for one unit of a currency (rules section 4, "Other currencies"). */
import type { Rate } from '../model.js';
import { exact, isCurrency } from '../money.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { daysBetween, isDay } from '../term.js';
import { decimalsOf, readDecimal } from './amounts.js';

/** Finer than any published rate. */
const MOST_DECIMALS = 10;
/** No currency is worth that many dollars: "1.083" in Dutch is a thousand and more, and a slip. */
const MOST_DOLLARS = 10;
const REPEATED_CHARACTERS = 40;

const repeated = (text: string) => Array.from(text.trim()).slice(0, REPEATED_CHARACTERS).join('');

/** The code of a currency that has a rate, such as "EUR". @throws Refusal CurrencyUnknown; the US dollar has none. */
export function requireCurrency(text: string): string {
  const code = text.trim().toUpperCase();
  if (!isCurrency(code) || code === 'USD')
    throw new Refusal({ code: 'CurrencyUnknown', text: repeated(text) });
  return code;
}

/**
 * US dollars for one unit, as typed in the locale, with the decimals that were typed.
 * @throws Refusal RateInvalid for what is no number, not above zero, ten dollars or more, or finer than ten decimals.
 */
export function requireRate(text: string, locale: string): string {
  const refuse = (problem: Extract<RefusalFacts, { code: 'RateInvalid' }>['problem']) =>
    new Refusal({ code: 'RateInvalid', text: repeated(text), problem });
  if (/^\s*[-−]/.test(text)) throw refuse('notPositive');
  const read = readDecimal(text, locale);
  if (read === undefined) throw refuse('unreadable');
  if (exact(read).isZero()) throw refuse('notPositive');
  if (exact(read).greaterThanOrEqualTo(MOST_DOLLARS)) throw refuse('tooHigh');
  if (decimalsOf(read) > MOST_DECIMALS) throw refuse('tooFine');
  return read;
}

/** The UTC day of a rate; nothing typed is today. @throws Refusal RateDayInvalid for no day, or one still to come. */
export function requireRateDay(text: string, today: string): string {
  const day = text.trim() || today;
  if (!isDay(day)) throw new Refusal({ code: 'RateDayInvalid', text: repeated(text), problem: 'unreadable' });
  if (day > today) throw new Refusal({ code: 'RateDayInvalid', text: repeated(text), problem: 'inFuture' });
  return day;
}

/** How many days ago the rate was taken, and whether that is longer than the policy uses it without a warning. */
export function ageOf(
  { day }: Pick<Rate, 'day'>,
  today: string,
  oldAfterDays: number,
): { readonly ageDays: number; readonly isOld: boolean } {
  const ageDays = daysBetween(day, today);
  return { ageDays, isOld: ageDays > oldAfterDays };
}
