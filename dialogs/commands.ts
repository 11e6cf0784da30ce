/** What can be typed: the words that mean something, in the user's language and in English, which every user may type. */
import { type Words, wordsFor } from '../cards/words.js';
import { LANGUAGES } from '../domain/model.js';

/** The words that a message lists, separated by "|", in the user's language and in English. */
export function commandWords(words: Words, key: string): readonly string[] {
  const known = knownFor(words);
  let listed = known.get(key);
  if (!listed) {
    listed = [words, wordsFor('en')].flatMap((spoken) => spoken.t(key).split('|'));
    known.set(key, listed);
  }
  return listed;
}

/** What messages list, by key: each turn compares what was typed with most of them. */
const listedBy = new WeakMap<Words, Map<string, readonly string[]>>();

function knownFor(words: Words): Map<string, readonly string[]> {
  const known = listedBy.get(words) ?? new Map<string, readonly string[]>();
  listedBy.set(words, known);
  return known;
}

/** Signs that end a statement. A question is no command: "buy now?" buys nothing. */
const END_SIGNS = /(?<=[^.!])[.!]+$/;

/** What was typed as it is compared with such words: lower case, without full stops and the like at the end. */
export function asTyped(text: string, { locale }: Words): string {
  return text.normalize().toLocaleLowerCase(locale).replace(END_SIGNS, '');
}

/** True where the whole text is one of the words that a message lists in any language: Teams offers those of its own. */
export function saidInAny(text: string, key: string): boolean {
  return LANGUAGES.some((language) => {
    const words = wordsFor(language);
    return words.t(key).split('|').includes(asTyped(text, words));
  });
}

/** What follows the longest of these words that the text begins with; empty: nothing. Undefined: it begins with none. */
export function afterCommand(words: Words, key: string, text: string): string | undefined {
  const typed = asTyped(text, words);
  const lengths = commandWords(words, key)
    .filter((word) => typed === word || typed.startsWith(`${word} `))
    .map((word) => word.length);
  if (lengths.length === 0) return undefined;
  return text
    .normalize()
    .replace(END_SIGNS, '')
    .slice(Math.max(...lengths))
    .trim();
}

/** A number of a list, "2", or with how many, "2 x 5"; thousands may be grouped as the user's language does, "2 x 1 000". */
export const NUMBERED = /^(\d{1,2})(?:\s*[x×*,]\s*(\S+(?: \d{3})*))?$/;
