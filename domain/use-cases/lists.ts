/** Pages of lists, and text as it is compared: without case, accents or surrounding space. */
import type { Page } from '../answers.js';

/** One page of a list; a page beyond the ends is the nearest there is. */
export function pageOf<T>(all: readonly T[], page: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  return { items: all.slice((at - 1) * size, at * size), total: all.length, page: at, pages };
}
