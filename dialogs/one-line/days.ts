/** The days that a line speaks of, as UTC days counted from the day it is: "3 March", "next month", "in 60 days". */
import * as chrono from 'chrono-node';
import type { Words } from '../../cards/words.js';
import { addDays, addMonths, isDay } from '../../domain/term.js';
import { type Grammar, grammarOf, phraseAt } from './phrases.js';
import { type Token, tokensOf } from './tokens.js';

export interface Days {
  readonly from: string;
  readonly to: string;
  /** The one day that is meant where only one can be: the last of "in 60 days", the first of "next month". */
  readonly day: string;
}

/** The days that were said, and which of the tokens said so; undefined: none. */
interface Said extends Days {
  readonly at: number;
  readonly count: number;
}

const LANGUAGE_PARSERS = { en: [chrono.en], nl: [chrono.nl, chrono.en], sv: [chrono.sv, chrono.en] };
/** More than this is no time in which a reservation ends. */
const MOST_DAYS = 4000;

/** The days that a line names, with the tokens that are left. */
export function daysIn(
  line: string,
  words: Words,
  today: string,
): { readonly days?: Days; readonly used: (token: Token) => boolean } {
  const tokens = tokensOf(line, words.locale);
  const grammar = grammarOf(words);
  const said =
    spanIn(tokens, grammar, today) ?? dateIn(line, tokens, words, today) ?? monthIn(tokens, words, today);
  if (!said) return { used: () => false };
  const before = tokens[said.at - 1];
  const until = before !== undefined && grammar.until.has(before.key) && said.from > today;
  const { from, to, day } = until ? { ...said, from: addDays(today, 1), day: said.to } : said;
  const first = tokens[until ? said.at - 1 : said.at]?.from ?? 0;
  const last = tokens[said.at + said.count - 1]?.to ?? 0;
  return { days: { from, to, day }, used: (token) => token.from >= first && token.to <= last };
}

/** "next month", "in 60 days". */
function spanIn(tokens: readonly Token[], grammar: Grammar, today: string): Said | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const span = phraseAt(tokens, at, grammar.spans);
    if (span) {
      const { from, to } = spanOf(span.value, today);
      return { from, to, day: from > today ? from : today, at, count: span.count };
    }
    const within = phraseAt(tokens, at, grammar.within);
    const number = within && tokens[at + within.count];
    const unit = within && phraseAt(tokens, at + within.count + 1, grammar.units);
    if (!within || !number || !unit) continue;
    const count = Number(grammar.numbers.get(number.key) ?? number.key);
    const to = Number.isInteger(count) && count > 0 ? later(today, count, unit.value) : undefined;
    // What ends today has ended (rules section 3).
    if (to) return { from: addDays(today, 1), to, day: to, at, count: within.count + 1 + unit.count };
  }
  return undefined;
}

/** How many days or months a unit has. */
const UNITS: Readonly<Record<string, { days?: number; months?: number }>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  year: { months: 12 },
};

function later(today: string, count: number, unit: string): string | undefined {
  const { days = 0, months = 0 } = UNITS[unit] ?? {};
  if (count * days > MOST_DAYS || count * months * 30 > MOST_DAYS) return undefined;
  return addMonths(addDays(today, count * days), count * months);
}

/** A week begins on Monday. */
function spanOf(span: string, today: string): { from: string; to: string } {
  const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const month = `${today.slice(0, 7)}-01`;
  const year = Number(today.slice(0, 4));
  switch (span) {
    case 'thisWeek':
      return { from: monday, to: addDays(monday, 6) };
    case 'nextWeek':
      return { from: addDays(monday, 7), to: addDays(monday, 13) };
    case 'thisMonth':
      return wholeMonth(month);
    case 'nextMonth':
      return wholeMonth(addMonths(month, 1));
    case 'thisYear':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    default:
      return { from: `${year + 1}-01-01`, to: `${year + 1}-12-31` };
  }
}

function wholeMonth(first: string): { from: string; to: string } {
  return { from: first, to: addDays(addMonths(first, 1), -1) };
}

/** "3 March", "tomorrow", "from 1 to 31 March": a date without a year is the next one. */
function dateIn(line: string, tokens: readonly Token[], words: Words, today: string): Said | undefined {
  const reference = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  for (const parser of LANGUAGE_PARSERS[words.language]) {
    for (const result of parser.parse(line, reference, { forwardDate: true })) {
      const to = result.index + result.text.length;
      const at = tokens.findIndex((token) => token.from >= result.index);
      const count = tokens.filter((token) => token.from >= result.index && token.to <= to).length;
      // "2s" in "D2s" is no time: what is read begins and ends where words do.
      const whole = tokens[at]?.from === result.index && tokens[at + count - 1]?.to === to;
      const day = dayIn(result.start);
      if (!whole || day === undefined) continue;
      const end = (result.end && dayIn(result.end)) ?? day;
      return { from: day, to: [day, end].toSorted()[1] ?? day, day, at, count };
    }
  }
  return undefined;
}

/** The day of what was read, where it names one and not only a month or an hour. */
function dayIn(parts: chrono.ParsedComponents): string | undefined {
  if (!parts.isCertain('day') && !parts.isCertain('weekday')) return undefined;
  const [year, month, day] = [parts.get('year'), parts.get('month'), parts.get('day')];
  const written = [
    String(year ?? 0).padStart(4, '0'),
    ...[month, day].map((part) => String(part ?? 0).padStart(2, '0')),
  ].join('-');
  return isDay(written) ? written : undefined;
}

/** "in March", "March 2027": the whole month, the next one of that name. */
function monthIn(tokens: readonly Token[], words: Words, today: string): Said | undefined {
  const months = monthsOf(words);
  for (const [at, token] of tokens.entries()) {
    const month = months.get(token.key);
    if (at === 0 || month === undefined) continue;
    const named = /^20\d\d$/.exec(tokens[at + 1]?.key ?? '')?.[0];
    const thisYear = today.slice(0, 4);
    const next = `${thisYear}-${month}` < today.slice(0, 7) ? String(Number(thisYear) + 1) : thisYear;
    const { from, to } = wholeMonth(`${named ?? next}-${month}-01`);
    return { from, to, day: from > today ? from : today, at, count: named ? 2 : 1 };
  }
  return undefined;
}

/** "03" by "march" and "maart". */
function monthsOf({ locale }: Words): Map<string, string> {
  return new Map(
    [locale, 'en'].flatMap((each) => {
      const month = new Intl.DateTimeFormat(each, { month: 'long', timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, i): [string, string] => [
        month.format(new Date(Date.UTC(2026, i, 1))).toLocaleLowerCase(each),
        String(i + 1).padStart(2, '0'),
      ]);
    }),
  );
}
