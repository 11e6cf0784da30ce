/**
 * What the activity log notes of a change, in words. Records keep short English notes ("paid 5.00 EUR", "no access");
 * a note that has no words yet is shown as it stands.
 */
import type { Words } from '../words.js';

/** The notes that say more than a word, by the message for them; its arguments are the named parts. */
const FORMS: readonly { readonly key: string; readonly form: RegExp }[] = [
  { key: 'history.noted.paid', form: /^paid (?<amount>-?\d+(?:\.\d+)? [A-Z]{3})$/ },
  { key: 'history.noted.doneOrder', form: /^done, order (?<text>\S+)$/ },
  { key: 'history.noted.because', form: /^(?<word>paid|done|declined|withdrawn): (?<text>.+)$/s },
  { key: 'history.noted.placed', form: /^placed (?<text>.+)$/ },
  { key: 'history.noted.agreement', form: /^agreement accepted on (?<day>\d{4}-\d\d-\d\d)$/ },
  {
    key: 'history.noted.facts',
    form: /^(?<amount>\d+(?:\.\d+)? [A-Z]{3}), (?<day>\d{4}-\d\d-\d\d), (?<word>oneTime|monthly)$/,
  },
  {
    key: 'history.noted.with',
    form: /^(?<word>cart|refund|exchange|permission|single|shared), (?<text>.+)$/,
  },
  { key: 'history.noted.references', form: /^ticket (?<text>.+), case (?<other>.+)$/ },
  { key: 'history.noted.imported', form: /^(?<text>\d+) new, (?<other>\d+) changed$/ },
  { key: 'partner.rates.of', form: /^(?<rate>\d+(?:\.\d+)?) \((?<day>\d{4}-\d\d-\d\d)\)$/ },
];

/** How each named part of a note is written; the rest is as somebody entered it. */
const WRITTEN: Readonly<Record<string, (words: Words, part: string) => string>> = {
  amount: figures,
  day: (words, part) => words.day(part),
  rate: (words, part) => words.decimal(part),
  word: (words, part) => wordFor(words, part) ?? part,
};

/** A noted value: its words where it has some; amounts, percents, days and countries as the language writes them. */
export function notedName(words: Words, action: string, value: string): string {
  if (value === '') return '';
  try {
    // "NL", of a customer's country.
    if (/ country$/.test(action)) return words.country(value);
    const named = value.split(', ').map((part) => wordFor(words, part));
    if (named.every((word) => word !== undefined)) return named.join(', ');
    return formed(words, value) ?? figures(words, value);
  } catch {
    // Three capitals that are no currency; a country or a day that is none.
    return value;
  }
}

function formed(words: Words, value: string): string | undefined {
  for (const { key, form } of FORMS) {
    const parts = form.exec(value)?.groups;
    if (!parts) continue;
    const written = Object.entries(parts).map(([name, part]) => [name, WRITTEN[name]?.(words, part) ?? part]);
    return words.t(key, Object.fromEntries(written));
  }
  return undefined;
}

/** Amounts and percents in a note as the language writes them. */
function figures(words: Words, value: string): string {
  return value
    .replace(/(-?\d+(?:\.\d+)?) ([A-Z]{3})\b/g, (_, amount: string, currency: string) =>
      words.money(amount, currency),
    )
    .replace(/(-?\d+(?:\.\d+)?)%/g, (_, figure: string) =>
      words.t('partner.percent', { percent: words.decimal(figure) }),
    );
}

/** The word for a state or a role. */
function wordFor(words: Words, part: string): string | undefined {
  const key = [`history.value.${part}`, `names.role.${part}`].find((known) => words.has(known));
  return key === undefined ? undefined : words.t(key);
}
