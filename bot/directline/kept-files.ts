/** Files that were sent in a conversation: the latest of them are kept with what was said. */
import { nanoid } from 'nanoid';
import type { Entry, KeptFile } from './history.js';
import type { SentFile } from './uploads.js';

const ID_LENGTH = 43;

/** The file with an id by which it is fetched again: one that can not be guessed. */
export function named(file: SentFile): KeptFile {
  return { id: nanoid(ID_LENGTH), ...file };
}

/** The file with this id; undefined where there is none (any more). */
export function fileIn(entries: readonly Entry[], id: string): KeptFile | undefined {
  return entries.flatMap(({ files = [] }) => files).find((file) => file.id === id);
}

/** The entries that have to do without some of their files, so that so many are left: the oldest go first. */
export function withFewerFiles(entries: readonly Entry[], most: number): Entry[] {
  let room = most;
  return entries.toReversed().flatMap((entry) => {
    const { files = [], ...rest } = entry;
    const kept = files.slice(Math.max(0, files.length - room));
    room -= kept.length;
    if (kept.length === files.length) return [];
    return [kept.length > 0 ? { ...rest, files: kept } : rest];
  });
}
