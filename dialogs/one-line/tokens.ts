/** A typed line as its words, each with the place where it stands, so that a name is said back as it was typed. */
import { normalized } from '../../domain/search/text.js';

export interface Token {
  /** As it is compared: without case and accents. */
  readonly key: string;
  /** Where it begins in the line, and where it ends. */
  readonly from: number;
  readonly to: number;
}

/** A longer line is no request: what comes after is not read. */
export const LONGEST_LINE = 400;

/** Numbers keep the signs between their digits: "1,000", "2027-03-03"; words the signs within them: "D2s_v5", "Adatum's". */
const WORD = /[-+]?\d+(?:[.,\-/]\d+)+(?![\p{L}\p{N}])|[^\s,;:!?()"“”„«»]+/gu;
/** A word ends where a hyphen joins it to another: "west-europa", "3-year". */
const HYPHEN = /(?<=\p{L})-(?=[\p{L}\p{N}])|(?<=\p{N})-(?=\p{L})/u;
const SPACED = /(?<!\S)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\S)/g;

/** The words of a line. Thousands that the locale groups by spaces are one number. */
export function tokensOf(line: string, locale: string): Token[] {
  const text = joined(line, locale);
  return [...text.matchAll(WORD)].flatMap((match) => {
    let from = match.index;
    return match[0].split(HYPHEN).flatMap((part) => {
      const bare = part.replace(/\.+$/, '');
      const token = { key: keyOf(bare), from, to: from + bare.length };
      from += part.length + 1;
      return token.key === '' ? [] : [token];
    });
  });
}

/** A word as it is compared. A genitive is the same with either apostrophe. */
function keyOf(word: string): string {
  return normalized(word).replace(/[’`´]/g, "'").replaceAll(GROUP, ' ');
}

/** Stands between the thousands of a number while the line is cut into words. */
const GROUP = '\u001f';

/** As SPACED, to ask whether there is one. */
const SPACED_SOMEWHERE = /(?<!\S)\d{1,3}[ \u00a0\u202f]\d{3}/;

function groupsBySpaces(locale: string): boolean {
  const groups = new Intl.NumberFormat(locale).formatToParts(1_000_000).find(({ type }) => type === 'group');
  return /\s/.test(groups?.value ?? '');
}

/** Every character stays in its place. */
function joined(line: string, locale: string): string {
  if (!SPACED_SOMEWHERE.test(line) || !groupsBySpaces(locale)) return line;
  return line.replace(SPACED, (number) => number.replace(/\s/g, GROUP));
}
