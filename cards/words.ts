/**
 * The words of one language, and how that language writes amounts, days and numbers. All words stand in
 * text/<language>/*.json as ICU messages; code names them by key, such as "review.title".
 */
import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { minorDigits } from '../domain/money.js';

export type MessageArguments = Readonly<Record<string, string | number>>;

export interface Words {
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
  /** Several things in one phrase: "a, b and c". */
  list(items: readonly string[]): string;
  /** Several things of which one is enough: "a, b or c". */
  anyOf(items: readonly string[]): string;
  /** The name of a country by its ISO code. */
  country(code: string): string;
}

const LANGUAGES = ['en'] as const;
const tree: z.ZodType<TextTree> = z.lazy(() => z.record(z.string(), z.union([z.string(), tree])));
interface TextTree {
  [key: string]: string | TextTree;
}

const messagesByLanguage = new Map(LANGUAGES.map((language) => [language, load(language)]));
/** Locales come from clients: only so many are kept. */
const byLocale = new LRUCache<string, Words>({ max: 50 });

/** The words for a locale: its language where the desk speaks it, English otherwise. */
export function wordsFor(locale: string): Words {
  const known = byLocale.get(locale);
  if (known) return known;
  const words = makeWords(usableLocale(locale));
  byLocale.set(locale, words);
  return words;
}

/** The locale itself where Intl knows it and the desk speaks its language; "en-US" otherwise. */
function usableLocale(locale: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(locale);
    const language = LANGUAGES.find((known) => canonical?.split('-')[0] === known);
    return canonical && language ? canonical : 'en-US';
  } catch {
    return 'en-US';
  }
}

function makeWords(locale: string): Words {
  const language = LANGUAGES.find((known) => locale.split('-')[0] === known) ?? 'en';
  const messages = messagesByLanguage.get(language) ?? new Map<string, string>();
  const compiled = new Map<string, IntlMessageFormat>();
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' });
  const numbers = new Intl.NumberFormat(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const alternatives = new Intl.ListFormat(locale, { type: 'disjunction' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const day = (value: string) => days.format(new Date(`${value}T00:00:00Z`));
  return {
    locale,
    t(key, values = {}) {
      let message = compiled.get(key);
      if (!message) {
        const text = messages.get(key);
        if (text === undefined) throw new Error(`no message ${key} in ${language}`);
        message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
        compiled.set(key, message);
      }
      return String(message.format({ ...values }));
    },
    has: (key) => messages.has(key),
    money: (amount, currency) => moneyFormat(locale, currency).format(amount as Intl.StringNumericLiteral),
    amount: (amount, currency) => typedFormat(locale, currency).format(amount as Intl.StringNumericLiteral),
    day,
    moment: (value) => `${day(value.slice(0, 10))}, ${times.format(new Date(value))} UTC`,
    number: (value) => numbers.format(value),
    list: (items) => lists.format(items),
    anyOf: (items) => alternatives.format(items),
    country: (code) => countries.of(code) ?? code,
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
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
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
