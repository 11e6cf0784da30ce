/** Where Azure reservations are sold (rules section 2, check 2), and what country a user means. Countries are ISO 3166 codes of two letters. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Refusal } from '../refusals.js';
import { knownLocale } from './locale.js';

const code = z.string().regex(/^[A-Z]{2}$/);
/** Kosovo has no ISO code; XK is the one in use (rules section 2). */
const KOSOVO = 'XK';

const MARKETS = z
  .array(z.strictObject({ name: z.string(), iso2: code.nullable(), note: z.string().optional() }))
  .transform((markets) => markets.map(({ name, iso2 }) => ({ name, country: iso2 ?? KOSOVO })))
  .parse(readJson('./unavailable-markets.json'));

const COUNTRIES = z
  .strictObject({
    /** Every ISO 3166 alpha-2 code and XK, one space between. */
    codes: z
      .string()
      .transform((codes) => codes.split(' '))
      .pipe(z.array(code)),
    /** Names in use that neither Intl nor the list of markets has. */
    names: z.record(z.string(), code),
  })
  .parse(readJson('./countries.json'));

const UNAVAILABLE: ReadonlySet<string> = new Set(MARKETS.map((market) => market.country));

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

/** True for the code of a country, in capitals. */
export function isCountry(code: string): boolean {
  return COUNTRIES.codes.includes(code);
}

/** Whether reservations are sold in this country (rules section 2, check 2). */
export function soldIn(country: string): boolean {
  return !UNAVAILABLE.has(country.toUpperCase());
}

/**
 * Passes where reservations are sold in the customer's market (rules section 2, check 2).
 * @throws Refusal CountryUnknown: it is asked for, never assumed; ReservationsNotSoldInMarket.
 */
export function requireMarket(customer: { readonly country?: string | undefined }): void {
  if (!customer.country) throw new Refusal({ code: 'CountryUnknown' });
  if (!soldIn(customer.country)) {
    throw new Refusal({ code: 'ReservationsNotSoldInMarket', country: customer.country });
  }
}

/** A name and the country that it is one of. */
type Name = readonly [name: string, country: string];

/** Compares names without regard to case, accents, spaces and hyphens; nothing less than the whole name is equal. */
const NAMES = new Intl.Collator('en', { sensitivity: 'base', ignorePunctuation: true });

/** Names known whatever the language of the user: the list of markets, common ones, and three languages. */
const KNOWN_NAMES: readonly Name[] = [
  ...MARKETS.map(({ name, country }): Name => [evened(name), country]),
  ...Object.entries(COUNTRIES.names).map(([name, country]): Name => [evened(name), country]),
  ...['en', 'nl', 'sv'].flatMap(namesIn),
];

/**
 * The country that a text names: a code ("NE") or a whole name in English, Dutch, Swedish or the user's language,
 * without regard to case and accents. Undefined where it is none, or more than one: a country is never guessed
 * (rules section 2, check 2: Niger is not Nigeria).
 */
export function countryFromText(text: string, locale: string): string | undefined {
  const given = text.trim();
  const asCode = given.toUpperCase();
  // Only two plain letters are a code: Vietnamese "Bỉ" is Belgium, not BI.
  if (/^[a-z]{2}$/i.test(given) && COUNTRIES.codes.includes(asCode)) return asCode;
  const name = evened(given);
  const found = new Set(
    [...KNOWN_NAMES, ...namesIn(locale)]
      .filter(([known]) => NAMES.compare(known, name) === 0)
      .map(([, country]) => country),
  );
  const [country] = found;
  return found.size === 1 ? country : undefined;
}

/** Long and short names of all countries in a language. */
function namesIn(locale: string): Name[] {
  return (['long', 'short'] as const).flatMap((style) => {
    const names = new Intl.DisplayNames(knownLocale(locale), { type: 'region', style, fallback: 'none' });
    return COUNTRIES.codes.flatMap((country): Name[] => {
      const name = names.of(country);
      return name ? [[evened(name), country]] : [];
    });
  });
}

/** A name with what is written in two ways written in one: "St. Lucia" and "Saint Lucia", "&" and "and", "the Gambia" and "Gambia". */
function evened(name: string): string {
  return name
    .replace(/\bst\b\.?/gi, 'Saint')
    .replace(/&/g, 'and')
    .replace(/^the\s+/i, '');
}
