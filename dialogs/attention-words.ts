/** What is typed about what expires: "60 days", "fabrikam in the next 60 days". */
import { commandWords } from './commands.js';
import type { Turn } from './turn.js';

export interface Asked {
  /** Words that say which customer; empty: none. */
  readonly query: string;
  /** So many days ahead. */
  readonly days?: number;
}

/** The customer and the days ahead in a text that ends in them: a number and a word for days, and what may stand before. */
export function askedIn({ words }: Pick<Turn, 'words'>, text: string): Asked {
  const ahead = /^(.*?)(?<!\S)([1-9]\d{0,3}) ?(\p{L}+)$/u.exec(text.trim());
  const [, before = '', number = '', unit = ''] = ahead ?? [];
  const isDays = commandWords(words, 'attention.typed.days').includes(unit.toLocaleLowerCase(words.locale));
  if (!ahead || !isDays) return { query: text.trim() };
  return { query: withoutEnding(words, before.trim()), days: Number(number) };
}

/** Without the longest of the words that may stand before a number of days, where it ends in one. */
function withoutEnding(words: Turn['words'], text: string): string {
  const lower = text.toLocaleLowerCase(words.locale);
  const lengths = commandWords(words, 'attention.typed.within')
    .filter((word) => lower === word || lower.endsWith(` ${word}`))
    .map((word) => word.length);
  return text.slice(0, text.length - Math.max(0, ...lengths)).trim();
}
