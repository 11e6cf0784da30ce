/** Lists to choose from: a page of rows with numbers that can be typed, and the button to the next page. */
import type { Page } from '../../domain/answers.js';
import { plain, short } from '../plain.js';
import type { Words } from '../words.js';

/** Rows on a page. */
const PAGE_SIZE = 8;

export type Choice = { readonly value: string; readonly title: string };

/** Longest part of a row that comes from the book. */
export const LONGEST_NAME = 60;

/** Choices shown as a list, "1 · Fabrikam": numbered by their place on this card, names as text and never as markup. */
export function numbered(words: Words, choices: readonly Choice[]): Choice[] {
  return choices.map(({ value, title }, i) => ({
    value,
    title: words.t('common.choice', { number: i + 1, title: plain(short(title, 3 * LONGEST_NAME)) }),
  }));
}

/** The value to preset: what was chosen before where it is still there, or the only one. */
export function preset(choices: readonly Choice[], before: string | undefined): string {
  return kept(choices, before) || ((choices.length === 1 ? choices[0] : undefined)?.value ?? '');
}

/** The value that was chosen before, where it is still there: what takes something away is never chosen for the user. */
export function kept(choices: readonly Choice[], before: string | undefined): string {
  return choices.find(({ value }) => value === before)?.value ?? '';
}

/** Whether there is a next page, and the title of its button: "Show 9–16 of 23". */
export function nextPage(
  words: Words,
  page: Page<unknown>,
): { readonly more: boolean; readonly moreTitle: string } {
  const more = page.page < page.pages;
  const from = page.page * PAGE_SIZE + 1;
  const to = Math.min(page.total, from + PAGE_SIZE - 1);
  return { more, moreTitle: more ? words.t('common.showMore', { from, to, total: page.total }) : '' };
}
