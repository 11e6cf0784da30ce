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

/** The stamps of files, in the order of their paths. Others go first now and then. */
export async function stampsOf(paths: readonly string[]): Promise<string[]> {
  const stamps: string[] = [];
  for (let from = 0; from < paths.length; from += SLICE) {
    stamps.push(...(await Promise.all(paths.slice(from, from + SLICE).map(stampOf))));
    await setImmediate();
  }
  return stamps;
}
