/** Pages of lists, and text as it is compared: without case, accents or surrounding space. */
import type { Page } from '../answers.js';

/** One page of a list; a page beyond the ends is the nearest there is. */
export function pageOf<T>(all: readonly T[], page: number, size: number): Page<T> {
  const { at, pages } = placeOf(all.length, page, size);
  return { items: all.slice((at - 1) * size, at * size), total: all.length, page: at, pages };
}

/** Which page it is of how many. */
export function placeOf(total: number, page: number, size: number): { at: number; pages: number } {
  const pages = Math.max(1, Math.ceil(total / size));
  return { at: Math.min(Math.max(1, Math.trunc(page) || 1), pages), pages };
}
