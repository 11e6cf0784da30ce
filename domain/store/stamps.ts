/** Stamps of files: cheap to read, and another one with every write. */
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { errorCode } from './durable-file.js';

/** Files asked about before others are let go first. */
const SLICE = 200;

/** The stamp of a file: when it was written, its length, and its place on the disk, which a write changes as well. Empty: no such file. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    return `${mtimeNs}-${size}-${ino}`;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

/** The stamps of the files of these keys, by key. Others go first now and then. */
export async function stampsOf(
  keys: readonly string[],
  pathOf: (key: string) => string,
): Promise<Map<string, string>> {
  const stamps = new Map<string, string>();
  for (let from = 0; from < keys.length; from += SLICE) {
    const slice = keys.slice(from, from + SLICE);
    const found = await Promise.all(slice.map((key) => stampOf(pathOf(key))));
    for (const [i, key] of slice.entries()) stamps.set(key, found[i] ?? '');
    await setImmediate();
  }
  return stamps;
}
