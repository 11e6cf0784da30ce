/**
 * A whole book in the place of the one in a folder, or nothing: as a backup is brought back.
 *
 *   1. The new files are written below <folder>/.restore/preparing/book and synced, and an empty folder below
 *      preparing/old gets the name under which the old book is to be kept.
 *   2. The one moment that decides: .restore/preparing is renamed to .restore/committed.
 *   3. The old book's folders are moved to committed/old/<name>; .restore/committed is renamed to .restore/moved.
 *   4. The new book's folders are moved to their places, and <name> into the folder; .restore goes.
 *
 * Killed before 2, nothing has changed and the next process deletes what was prepared; killed after it, the next one
 * does the rest before anybody reads. All of it stays within the folder: what is beside it may be another disk.
 */
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nanoid } from 'nanoid';
import { errorCode, filesBelow, syncFolder } from './durable-file.js';
import { kindsIn } from './snapshot.js';

/** The steps, named as each begins; tests stop at them. */
export type ReplacementStep = 'commit' | 'old' | 'moved' | 'new' | 'clear';
export type OnReplacementStep = (step: ReplacementStep) => void | Promise<void>;

const FOLDER = '.restore';

/** A book that is being prepared to take the place of the one in a folder. */
export class Replacement {
  private constructor(
    private readonly folder: string,
    private readonly preparing: string,
    /** The name, within the folder, of what keeps the old book. */
    readonly oldName: string,
    private readonly onStep: OnReplacementStep,
  ) {}

  /** @param onStep called as each step begins; for tests. */
  static async begin(
    folder: string,
    at: Date,
    onStep: OnReplacementStep = () => undefined,
  ): Promise<Replacement> {
    const preparing = join(folder, FOLDER, 'preparing');
    // Never the name of an earlier one: what was committed has to be brought to its end.
    const oldName = `.replaced-${at.toISOString().replace(/[-:]|\.\d+/g, '')}-${nanoid(6)}`;
    await rm(preparing, { recursive: true, force: true });
    await mkdir(join(preparing, 'old', oldName), { recursive: true, mode: 0o700 });
    return new Replacement(folder, preparing, oldName, onStep);
  }

  /** Where the new book is written: its files below "book". */
  get into(): string {
    return this.preparing;
  }

  /** From here on the new book counts, whatever happens. @throws errors of the file system: then the old one does. */
  async commit(): Promise<void> {
    for (const path of await foldersOf(this.preparing)) await syncFolder(path);
    // The folder in it is empty, and its name says where the old book goes.
    await syncFolder(join(this.preparing, 'old'));
    await syncFolder(this.folder);
    await this.onStep('commit');
    await rename(this.preparing, join(this.folder, FOLDER, 'committed'));
    await syncFolder(join(this.folder, FOLDER));
  }

  /** Puts the new book in its place. May be called again where it failed. */
  async finish(): Promise<void> {
    await finishReplacement(this.folder, this.onStep);
  }

  /** Forgets what was prepared. */
  async abandon(): Promise<void> {
    // Files may still be on their way when one of them has failed.
    await rm(join(this.folder, FOLDER), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Brings what a killed process left to its end: what was committed takes its place, what was not goes. */
export async function finishReplacement(
  folder: string,
  onStep: OnReplacementStep = () => undefined,
): Promise<void> {
  const [committed, moved] = ['committed', 'moved'].map((name) => join(folder, FOLDER, name)) as [
    string,
    string,
  ];
  if ((await entriesOf(committed)).length > 0) {
    const [oldName = ''] = await entriesOf(join(committed, 'old'));
    for (const kind of await kindsIn(folder)) {
      await onStep('old');
      await rename(join(folder, kind), join(committed, 'old', oldName, kind));
    }
    await syncFolder(join(committed, 'old', oldName));
    await syncFolder(folder);
    await onStep('moved');
    await rename(committed, moved);
    await syncFolder(join(folder, FOLDER));
  }
  if ((await entriesOf(moved)).length > 0) {
    for (const kind of await entriesOf(join(moved, 'book'))) {
      await onStep('new');
      await rename(join(moved, 'book', kind), join(folder, kind));
    }
    for (const name of await entriesOf(join(moved, 'old')))
      await keepOld(join(moved, 'old', name), join(folder, name));
    await syncFolder(folder);
    await onStep('clear');
  }
  await rm(join(folder, FOLDER), { recursive: true, force: true });
}

/** An old book with nothing in it is not kept. */
async function keepOld(from: string, to: string): Promise<void> {
  if ((await entriesOf(from)).length > 0) await rename(from, to);
  else await rmdir(from);
}

/** The names in a folder; none where there is no such folder. */
async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The folder and all folders below it that have files somewhere below them. */
async function foldersOf(top: string): Promise<Set<string>> {
  const folders = new Set([top]);
  for await (const file of filesBelow(top)) {
    for (let folder = dirname(file); folder.length > top.length; folder = dirname(folder))
      folders.add(folder);
  }
  return folders;
}
