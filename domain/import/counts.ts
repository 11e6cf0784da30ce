/** How many rows of each kind of file were new, changed, unchanged or left out. */
import { isDeepStrictEqual } from 'node:util';
import type { ImportCounts } from '../model.js';
import { FILE_KIND_NAMES, type FileKindName } from './file-kinds.js';

export type Counts = Record<FileKindName, ImportCounts>;

export function noCounts(): Counts {
  const none = () => ({ new: 0, changed: 0, unchanged: 0, leftOut: 0 });
  return Object.fromEntries(FILE_KIND_NAMES.map((name) => [name, none()])) as Counts;
}

/** Counts one that was this and becomes that; gives what stands: the very same object where nothing changes. */
export function counted<T>(counts: Counts, kind: FileKindName, before: T | undefined, after: T): T {
  const same = before !== undefined && isDeepStrictEqual(withoutAbsent(before), withoutAbsent(after));
  counts[kind][before === undefined ? 'new' : same ? 'unchanged' : 'changed'] += 1;
  return before !== undefined && same ? before : after;
}

/** Adds the one to the other. */
export function addCounts(to: Counts, more: Counts): void {
  for (const kind of FILE_KIND_NAMES) {
    for (const what of ['new', 'changed', 'unchanged', 'leftOut'] as const) {
      to[kind][what] += more[kind][what];
    }
  }
}

/** As it is stored: what is undefined is not there. */
function withoutAbsent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
