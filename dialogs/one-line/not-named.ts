/** What is said where nothing is called as it was typed. */
import { clean, short } from '../../cards/plain.js';
import { regionName, termName } from '../../cards/views/names.js';
import type { Words } from '../../cards/words.js';
import type { Said } from './wish.js';

/** Names the words that fit nothing, and where they were looked for; `near`: something comes near. No customer: the price list. */
export function notNamed(words: Words, said: Said, near: unknown, customerName?: string): string {
  const text = short(
    [
      said.text,
      said.region ? regionName(words, said.region) : '',
      said.term ? termName(words, said.term) : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
    60,
  );
  if (customerName === undefined)
    return words.t(near ? 'one-line.nearHere' : 'one-line.notFoundHere', { text });
  return words.t(near ? 'one-line.near' : 'one-line.notFound', { text, customer: clean(customerName) });
}
