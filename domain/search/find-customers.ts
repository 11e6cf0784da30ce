/**
 * Which customers a text means. Each of its words is looked for in names, domains, tags and countries: whole, as the
 * beginning of a word, or inside one. Only where nothing fits so, words are taken for mistyped.
 */
import type { CustomerEntry } from '../model.js';
import { byName, type CustomerIndex } from './customer-index.js';
import { Spelling } from './spelling.js';
import { normalized, wordsIn } from './text.js';

export interface FoundCustomers {
  /** Whose whole name or domain it is first, then by how well they fit, then by name. */
  readonly entries: readonly CustomerEntry[];
  /** How many of them, at the beginning, are called so. */
  readonly whole: number;
  /** Nothing fits as it is written; these come near. */
  readonly approximate: boolean;
}

/** How well a word fits an entry; zero: not at all. */
const GRADES = {
  wholeWord: 6,
  beginning: 5,
  inside: 4,
  elsewhere: 3,
  oneMistake: 2,
  twoMistakes: 1,
} as const;
/** Fewer letters than this stand in the middle of too many countries' names. */
const SHORTEST_IN_COUNTRY = 3;

const NONE: FoundCustomers = { entries: [], whole: 0, approximate: false };

/** All customers that fit; all there are, for an empty text. `countryName`: in the language of the user. */
export function findInIndex(
  index: CustomerIndex,
  text: string,
  countryName: (code: string) => string,
): FoundCustomers {
  const words = wordsIn(text);
  if (words.length === 0) return { ...NONE, entries: text.trim() === '' ? index.entries : [] };
  const countries = [...index.byCountry.keys()].map((code): Country => [code, named(countryName, code)]);
  const exact = words.map((word) => gradesOf(index, word, countries));
  for (const mistakes of [0, 1, 2] as const) {
    const grades =
      mistakes === 0 ? exact : words.map((word, i) => withNear(index, word, countries, mistakes, exact[i]));
    const totals = together(grades);
    const found = ordered(index, totals, words.join(' '));
    if (found.entries.length > 0) return { ...found, approximate: mistakes > 0 };
  }
  return NONE;
}

/** Names of countries as they are compared, by whoever gives them: the same in every search. */
const namesBy = new WeakMap<(code: string) => string, Map<string, string>>();

function named(countryName: (code: string) => string, code: string): string {
  const names = namesBy.get(countryName) ?? new Map<string, string>();
  namesBy.set(countryName, names);
  const name = names.get(code) ?? normalized(countryName(code));
  names.set(code, name);
  return name;
}

/** The same while there is no index yet: by parts of words only, the whole name or domain first. */
export function findInList(
  list: readonly CustomerEntry[],
  text: string,
  countryName: (code: string) => string,
): FoundCustomers {
  const words = wordsIn(text);
  if (words.length === 0 && text.trim() !== '') return NONE;
  const called = words.join(' ');
  const isWhole = ({ name, domain }: CustomerEntry) =>
    [name, domain].some((one) => wordsIn(one).join(' ') === called);
  const found = list
    .filter(({ name, domain, country, tags }) => {
      const where = country ? `${country} ${countryName(country)}` : '';
      const all = wordsIn(`${name} ${domain} ${where} ${tags.join(' ')}`).join(' ');
      return words.every((word) => all.includes(word));
    })
    .sort(byName);
  const whole = words.length === 0 ? [] : found.filter(isWhole);
  const others = whole.length === 0 ? found : found.filter((entry) => !isWhole(entry));
  return { entries: [...whole, ...others], whole: whole.length, approximate: false };
}

type Country = readonly [code: string, name: string];
/** A grade for each entry, by its place in the index. */
type Grades = Uint8Array;

function gradesOf(index: CustomerIndex, word: string, countries: readonly Country[]): Grades {
  const grades = new Uint8Array(index.entries.length);
  scan(index, word, (i, grade) => raise(grades, i, grade));
  for (const [code, name] of countries) {
    if (code.toLowerCase() === word) gradeCountry(index, grades, code, GRADES.beginning);
    else if (word.length >= SHORTEST_IN_COUNTRY && name.includes(word))
      gradeCountry(index, grades, code, GRADES.elsewhere);
  }
  return grades;
}

/** Tells of every entry in which the word occurs. A line is left as soon as no better grade can come in it. */
function scan({ text, starts }: CustomerIndex, word: string, tell: (i: number, grade: number) => void): void {
  let i = 0;
  let at = text.indexOf(word);
  while (at >= 0) {
    while ((starts[i + 1] ?? 0) <= at) i += 1;
    const grade = gradeAt(text, word, at, starts[i] ?? 0);
    tell(i, grade);
    const done = grade === GRADES.wholeWord || grade === GRADES.elsewhere;
    at = text.indexOf(word, done ? starts[i + 1] : at + 1);
  }
}

function gradeAt(text: string, word: string, at: number, start: number): number {
  const domain = text.indexOf('\t', start);
  if (domain < at) return GRADES.elsewhere;
  const begins = isBorder(text[at - 1]);
  if (!begins) return GRADES.inside;
  return isBorder(text[at + word.length]) ? GRADES.wholeWord : GRADES.beginning;
}

/** A line begins with a border, and a tab follows the name: there is always one on both sides. */
const isBorder = (letter: string | undefined) => letter === ' ' || letter === '\t' || letter === '\n';

/** The same word with mistakes forgiven: what stands in the exact grades keeps them. */
function withNear(
  index: CustomerIndex,
  word: string,
  countries: readonly Country[],
  most: 1 | 2,
  exact: Grades = new Uint8Array(index.entries.length),
): Grades {
  const grades = exact.slice();
  for (const { word: near, places, mistakes } of index.spelling.near(word, most)) {
    for (const id of places) {
      const i = index.byId.get(id);
      // It may have been there once only: what is found is looked up again.
      if (i !== undefined && standsIn(index, i, near)) raise(grades, i, gradeOfMistakes(mistakes));
    }
  }
  const names = new Spelling<string>();
  for (const [code, name] of countries) for (const part of name.split(' ')) names.add(part, code);
  for (const { places, mistakes } of names.near(word, most)) {
    for (const code of places) gradeCountry(index, grades, code, gradeOfMistakes(mistakes));
  }
  return grades;
}

const gradeOfMistakes = (mistakes: number) => (mistakes === 1 ? GRADES.oneMistake : GRADES.twoMistakes);

function standsIn({ text, starts }: CustomerIndex, i: number, word: string): boolean {
  return text.slice(starts[i], starts[i + 1]).includes(word);
}

function raise(grades: Grades, i: number, grade: number): void {
  grades[i] = Math.max(grades[i] ?? 0, grade);
}

function gradeCountry(index: CustomerIndex, grades: Grades, code: string, grade: number): void {
  for (const i of index.byCountry.get(code) ?? []) raise(grades, i, grade);
}

/** The sum of the grades of each entry in which every word is found; zero for the others. */
function together([first = new Uint8Array(), ...others]: readonly Grades[]): Uint32Array {
  const totals = new Uint32Array(first);
  for (const grades of others) {
    for (let i = 0; i < totals.length; i += 1) {
      const total = totals[i] ?? 0;
      const grade = grades[i] ?? 0;
      totals[i] = total === 0 || grade === 0 ? 0 : total + grade;
    }
  }
  return totals;
}

/** The entries in which all was found, the best first; those of one grade stay in the order of the index. */
function ordered(
  { entries, text, starts }: CustomerIndex,
  totals: Uint32Array,
  called: string,
): Pick<FoundCustomers, 'entries' | 'whole'> {
  const whole = `${called}\t`;
  const calledSo: CustomerEntry[] = [];
  const byTotal = new Map<number, CustomerEntry[]>();
  for (let i = 0; i < totals.length; i += 1) {
    const total = totals[i] ?? 0;
    const entry = total === 0 ? undefined : entries[i];
    if (!entry) continue;
    const line = starts[i] ?? 0;
    const domain = text.indexOf('\t', line);
    if (text.startsWith(whole, line + 1) || text.startsWith(whole, domain + 1)) {
      calledSo.push(entry);
      continue;
    }
    const alike = byTotal.get(total);
    if (alike) alike.push(entry);
    else byTotal.set(total, [entry]);
  }
  const graded = [...byTotal].sort(([a], [b]) => b - a).map(([, alike]) => alike);
  return { entries: [calledSo, ...graded].flat(), whole: calledSo.length };
}
