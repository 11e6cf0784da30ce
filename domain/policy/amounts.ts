/** Amounts as people type them, read as strictly as quantities are: nothing is rounded or guessed. */
import { amountOf, exact, minorDigits } from '../money.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { knownLocale, plainSigns } from './locale.js';

/** More digits than any amount of money has. */
const MOST_DIGITS = 15;
/** As much of what was typed as a refusal repeats. */
const REPEATED_CHARACTERS = 40;

type Problem = Extract<RefusalFacts, { code: 'AmountInvalid' }>['problem'];

/**
 * The amount that was typed, as a decimal string in its currency: digits, or digits in groups just as the locale
 * writes thousands, with the locale's decimal sign ("1.234,56" in Dutch, "1,234.56" in English); the currency's
 * code may stand before or after it. Zero is an amount.
 * @throws Refusal AmountInvalid for what is no amount, negative, or written finer than the currency's minor unit.
 */
export function requireAmount(text: string, currency: string, locale: string): string {
  const refuse = (problem: Problem) => {
    const repeated = Array.from(text.trim()).slice(0, REPEATED_CHARACTERS).join('');
    return new Refusal({ code: 'AmountInvalid', text: repeated, currency, problem });
  };
  const typed = plainSigns(text)
    .replace(new RegExp(`^\\s*${currency}|${currency}\\s*$`, 'i'), '')
    .trim();
  if (/^[-−]/.test(typed)) throw refuse('negative');
  const read = readDecimal(typed, locale);
  if (read === undefined) throw refuse('unreadable');
  if (decimalsOf(read) > minorDigits(currency)) throw refuse('tooFine');
  return amountOf(exact(read), currency);
}

/**
 * A number of zero or more, as the locale writes it, as a decimal string with the decimals that were typed: digits,
 * or digits in groups, with the locale's decimal sign. Undefined for anything else.
 */
export function readDecimal(text: string, locale: string): string | undefined {
  const { decimal, group } = signsOf(locale);
  const [whole = '', fraction, ...more] = plainSigns(text).trim().split(decimal);
  const digits = whole.replaceAll(group, '');
  const read =
    /^\d+$/.test(digits) &&
    digits.length <= MOST_DIGITS &&
    (whole === digits || whole === grouped(digits, locale)) &&
    (fraction === undefined || /^\d+$/.test(fraction)) &&
    more.length === 0;
  if (!read) return undefined;
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** How many decimals a decimal string is written with. */
export function decimalsOf(value: string): number {
  return value.split('.')[1]?.length ?? 0;
}

/** What the locale writes before the decimals, and between the thousands. */
function signsOf(locale: string): { decimal: string; group: string } {
  const parts = formatOf(locale, 1).formatToParts(12345.6);
  const sign = (type: string) => plainSigns(parts.find((part) => part.type === type)?.value ?? '');
  return { decimal: sign('decimal'), group: sign('group') };
}

function grouped(digits: string, locale: string): string {
  return plainSigns(formatOf(locale, 0).format(BigInt(digits)));
}

function formatOf(locale: string, decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat(knownLocale(locale), {
    useGrouping: 'always',
    numberingSystem: 'latn',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
