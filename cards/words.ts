/**
 * The words of one language, and how that language writes amounts, days and numbers. All words stand in
 * text/<language>/*.json as ICU messages; code names them by key, such as "review.title".
 */
import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { LANGUAGES, type Language } from '../domain/model.js';
import { minorDigits } from '../domain/money.js';

export type MessageArguments = Readonly<Record<string, string | number>>;

export interface Words {
  readonly language: Language;
  /** The locale that amounts and days are written in, such as "en-US". */
  readonly locale: string;
  /** The message with this key. @throws for a key that does not exist: a mistake in the code. */
  t(key: string, values?: MessageArguments): string;
  /** True where a message with this key exists. */
  has(key: string): boolean;
  /** An amount with its currency: "USD 3,650.00". */
  money(amount: string, currency: string): string;
  /** An amount as it is typed into a field, without its currency: "3,650.00". */
  amount(amount: string, currency: string): string;
  /** A UTC calendar day: "Nov 21, 2026". */
  day(day: string): string;
  /** A moment, in UTC and said so: "Nov 21, 2026, 09:30 UTC". */
  moment(moment: string): string;
  /** A whole number with its grouping. */
  number(value: number): string;
  /** A decimal string with all its decimals: "1.10" is "1,10" in Dutch. */
  decimal(value: string): string;
  /** Several things in one phrase: "a, b and c". */
  list(items: readonly string[]): string;
  /** Several things of which one is enough: "a, b or c". */
  anyOf(items: readonly string[]): string;
  /** The name of a country by its ISO code. */
  country(code: string): string;
}

const tree: z.ZodType<TextTree> = z.lazy(() => z.record(z.string(), z.union([z.string(), tree])));
interface TextTree {
  [key: string]: string | TextTree;
}

const messagesByLanguage = new Map(LANGUAGES.map((language) => [language, load(language)]));
/** Locales come from clients: only so many are kept. */
const byLocale = new LRUCache<string, Words>({ max: 50 });
/** The same words by what was asked for, as a turn asks for them many times. */
const byAsked = new LRUCache<string, Words>({ max: 200 });

/**
 * The words for a user whose channel says this locale: in the language that was chosen, else in the channel's where
 * the desk speaks it, else in English. The channel's region decides on formats where the language is its own.
 */
export function wordsFor(locale: string, chosen?: Language): Words {
  const wanted = `${chosen ?? ''} ${locale}`;
  const known = byAsked.get(wanted);
  if (known) return known;
  const words = wordsIn(locale, chosen);
  byAsked.set(wanted, words);
  return words;
}

function wordsIn(locale: string, chosen: Language | undefined): Words {
  const asked = parsed(locale);
  const language = chosen ?? LANGUAGES.find((known) => known === asked?.language) ?? LANGUAGES[0];
  const { region } = asked?.language === language ? asked : new Intl.Locale(language).maximize();
  const key = `${language}-${region}`;
  const known = byLocale.get(key);
  if (known) return known;
  const words = makeWords(language, key);
  byLocale.set(key, words);
  return words;
}

/** With the region that is usual for a bare language: "nl" is "nl-NL"; undefined for what is no locale. */
function parsed(locale: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(locale).maximize();
  } catch {
    return undefined;
  }
}

function makeWords(language: Language, locale: string): Words {
  const messages = messagesByLanguage.get(language) ?? new Map<string, string>();
  const compiled = new Map<string, IntlMessageFormat | string>();
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const moments = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
    hourCycle: 'h23',
  });
  const numbers = new Intl.NumberFormat(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const alternatives = new Intl.ListFormat(locale, { type: 'disjunction' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const countryNames = new LRUCache<string, string>({ max: 300 });
  return {
    language,
    locale,
    t(key, values = {}) {
      let message = compiled.get(key);
      if (message === undefined) {
        const text = messages.get(key);
        if (text === undefined) throw new Error(`no message ${key} in ${language}`);
        // Most messages have nothing to fill in.
        const filled = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
        message = text.includes('{') ? filled : String(filled.format());
        compiled.set(key, message);
      }
      return typeof message === 'string' ? message : String(message.format({ ...values }));
    },
    has: (key) => messages.has(key),
    money: (amount, currency) => moneyFormat(locale, currency).format(amount as Intl.StringNumericLiteral),
    amount: (amount, currency) => typedFormat(locale, currency).format(amount as Intl.StringNumericLiteral),
    day: (value) => days.format(new Date(`${value}T00:00:00Z`)),
    moment: (value) => `${moments.format(new Date(value))} UTC`,
    number: (value) => numbers.format(value),
    decimal: (value) =>
      decimalFormat(locale, value.split('.')[1]?.length ?? 0).format(value as Intl.StringNumericLiteral),
    list: (items) => lists.format(items),
    anyOf: (items) => alternatives.format(items),
    country(code) {
      let name = countryNames.get(code);
      if (name === undefined) {
        name = countries.of(code) ?? code;
        countryNames.set(code, name);
      }
      return name;
    },
  };
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** Decimal strings go in as they are, so no amount passes through a floating-point number. */
function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = moneyFormats.get(key);
  if (!format) {
    const digits = minorDigits(currency);
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'code',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    moneyFormats.set(key, format);
  }
  return format;
}

function typedFormat(locale: string, currency: string): Intl.NumberFormat {
  return decimalFormat(locale, minorDigits(currency));
}

const decimalFormats = new Map<string, Intl.NumberFormat>();

function decimalFormat(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`;
  let format = decimalFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    decimalFormats.set(key, format);
  }
  return format;
}

/** All messages of a language, flattened: the file's name is the first part of each key. */
function load(language: string): Map<string, string> {
  const folder = new URL(`./text/${language}/`, import.meta.url);
  const messages = new Map<string, string>();
  const flatten = (prefix: string, node: TextTree) => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') messages.set(`${prefix}.${key}`, value);
      else flatten(`${prefix}.${key}`, value);
    }
  };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    flatten(
      file.slice(0, -'.json'.length),
      tree.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
    );
  }
  return messages;
}
