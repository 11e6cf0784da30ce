/** The phrases that mean something in a line, in the user's language and in English: tables in text/<language>/one-line.json. */
import { JOBS } from '../../cards/views/jobs.js';
import { type Words, wordsFor } from '../../cards/words.js';
import { normalized } from '../../domain/search/text.js';
import { commandWords } from '../commands.js';
import type { Token } from './tokens.js';

/** Phrases by their words, each with what it stands for. */
export type Phrases = ReadonlyMap<string, string>;

/** All tables of a language. */
export interface Grammar {
  readonly jobs: Phrases;
  readonly politely: Phrases;
  /** Before a customer: "for". */
  readonly owner: Phrases;
  /** Before a place or a manner: "in". */
  readonly place: Phrases;
  /** Before what comes in exchange. */
  readonly swap: Phrases;
  readonly and: Phrases;
  readonly filler: Phrases;
  /** What ends a question of what a refund would pay. */
  readonly pay: Phrases;
  readonly terms: Phrases;
  readonly billing: Phrases;
  readonly scope: Phrases;
  readonly reseller: Phrases;
  /** Said of a permission: on, off. */
  readonly switch: Phrases;
  readonly numbers: Phrases;
  readonly regions: Phrases;
  readonly spans: Phrases;
  readonly within: Phrases;
  readonly units: Phrases;
  readonly until: Phrases;
}

const made = new WeakMap<Words, Grammar>();

/** The tables of the user's language, with the English ones. */
export function grammarOf(words: Words): Grammar {
  const known = made.get(words);
  if (known) return known;
  const grammar: Grammar = {
    jobs: jobPhrases(words),
    politely: listed(words, 'one-line.politely'),
    owner: listed(words, 'one-line.owner'),
    place: listed(words, 'one-line.place'),
    swap: listed(words, 'one-line.swap'),
    and: listed(words, 'one-line.and'),
    filler: new Map([...listed(words, 'dialog.commands.filler'), ...listed(words, 'one-line.filler')]),
    pay: listed(words, 'one-line.pay'),
    terms: named(words, 'one-line.terms'),
    billing: named(words, 'one-line.billing'),
    scope: named(words, 'one-line.scope'),
    reseller: listed(words, 'one-line.reseller'),
    switch: listed(words, 'one-line.switch'),
    numbers: named(words, 'one-line.numbers'),
    regions: named(words, 'one-line.regions'),
    spans: named(words, 'one-line.spans'),
    within: listed(words, 'one-line.within'),
    units: named(words, 'one-line.units'),
    until: listed(words, 'one-line.until'),
  };
  made.set(words, grammar);
  return grammar;
}

/** What a run of tokens that begins at a place stands for, and how many they are; the longest phrase wins. */
export interface Taken {
  readonly value: string;
  readonly count: number;
}

const LONGEST_PHRASE = 6;

/** The longest phrase of a table that begins with the token at this place. */
export function phraseAt(tokens: readonly Token[], at: number, phrases: Phrases): Taken | undefined {
  for (let count = Math.min(LONGEST_PHRASE, tokens.length - at); count > 0; count -= 1) {
    const said = tokens.slice(at, at + count).map(({ key }) => key);
    const value = phrases.get(said.join(' '));
    if (value !== undefined) return { value, count };
  }
  return undefined;
}

function jobPhrases(words: Words): Phrases {
  return new Map(
    JOBS.flatMap((job) =>
      [`dialog.commands.job.${job}`, `one-line.begins.${job}`]
        .filter((key) => words.has(key))
        .flatMap((key) => commandWords(words, key))
        .map((phrase): [string, string] => [asPhrase(phrase), job]),
    ),
  );
}

/** "a|b": each stands for itself. */
function listed(words: Words, key: string): Phrases {
  return new Map(commandWords(words, key).map((phrase) => [asPhrase(phrase), asPhrase(phrase)]));
}

/** "P1Y = 1 year, a year|P3Y = …": each stands for what is before the sign. What the user's language says wins. */
function named(words: Words, key: string): Phrases {
  return new Map(
    [wordsFor('en'), words].flatMap((spoken) =>
      spoken
        .t(key)
        .split('|')
        .flatMap((group) => {
          const [value = '', phrases = ''] = group.split(' = ');
          return phrases.split(', ').map((phrase): [string, string] => [asPhrase(phrase), value]);
        }),
    ),
  );
}

/** As tokens are compared, so that a phrase fits however its words are joined. */
function asPhrase(phrase: string): string {
  return normalized(phrase).replaceAll('-', ' ');
}
