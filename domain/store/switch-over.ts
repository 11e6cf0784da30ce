/**
 * Many files that take their places together, or not at all.
 *
 *   1. Each new file is written to <folder>/.switch/preparing/<name> and synced, several at a time; then the folders
 *      they stand in.
 *   2. The one moment that decides: .switch/preparing is renamed to .switch/committed, and .switch is synced. A
 *      rename of a folder happens whole or not at all.
 *   3. Each file is moved from there to its place; the folders of the places are synced; .switch/committed goes.
 *
 * A process that is killed before 2 leaves "preparing": the next one deletes it, and all is as it was. Killed after
 * it, it leaves "committed" with what has not been moved yet: the next one does step 3 again before anybody reads,
 * and all is new. Step 3 can be done any number of times.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { DurableFolders, errorCode, filesBelow, syncFolder } from './durable-file.js';

/** The steps of a switch, named as each begins; tests stop at them. */
export type SwitchStep = 'prepare' | 'commit' | 'move' | 'clear';
export type OnSwitchStep = (step: SwitchStep) => void | Promise<void>;

const FOLDER = '.switch';

/** The new files of one switch, while they are being prepared. Only one at a time in a folder. */
export class SwitchOver {
  private readonly preparing: string;
  private readonly made = new Set<string>();

  private constructor(
    private readonly folder: string,
    private readonly onStep: OnSwitchStep,
  ) {
    this.preparing = join(folder, FOLDER, 'preparing');
  }

  static async begin(folder: string, onStep: OnSwitchStep): Promise<SwitchOver> {
    const begun = new SwitchOver(folder, onStep);
    await rm(begun.preparing, { recursive: true, force: true });
    await begun.makeFolder(begun.preparing);
    await syncFolder(folder);
    return begun;
  }

  /** Writes the file that is to take this place, a path below the folder; the last one for a place counts. */
  async prepare(name: string, text: string): Promise<void> {
    await this.onStep('prepare');
    const path = join(this.preparing, name);
    await this.makeFolder(dirname(path));
    const handle = await open(path, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Takes back what was prepared for a place. */
  async drop(name: string): Promise<void> {
    await rm(join(this.preparing, name), { force: true });
  }

  /** From here on the new files count, whatever happens. @throws errors of the file system: then the old ones do. */
  async commit(): Promise<void> {
    for (const folder of this.made) await syncFolder(folder);
    await this.onStep('commit');
    await rename(this.preparing, join(this.folder, FOLDER, 'committed'));
    await syncFolder(join(this.folder, FOLDER));
  }

  /** Moves what is committed to its places. May be called again where it failed. */
  async finish(): Promise<void> {
    await finishSwitch(this.folder, this.onStep);
  }

  /** Forgets what was prepared. */
  async abandon(): Promise<void> {
    await rm(join(this.folder, FOLDER), { recursive: true, force: true });
  }

  private async makeFolder(folder: string): Promise<void> {
    if (this.made.has(folder)) return;
    await mkdir(folder, { recursive: true });
    for (let above = folder; above.length >= this.preparing.length; above = dirname(above)) {
      this.made.add(above);
    }
  }
}

/** Brings what a killed process left to its end: what was committed takes its places, what was not goes. */
export async function finishSwitch(folder: string, onStep: OnSwitchStep = () => undefined): Promise<void> {
  if (await isThere(join(folder, FOLDER, 'committed'))) await moveCommitted(folder, onStep);
  await rm(join(folder, FOLDER), { recursive: true, force: true });
}

async function moveCommitted(folder: string, onStep: OnSwitchStep): Promise<void> {
  const committed = join(folder, FOLDER, 'committed');
  const places = new DurableFolders(folder);
  // All of them, also where files have been moved before: the process that moved them may not have synced them.
  const touched = new Set<string>();
  for await (const path of filesBelow(committed)) {
    await onStep('move');
    const place = join(folder, relative(committed, path));
    await places.ensure(dirname(place));
    await rename(path, place);
    touched.add(dirname(place));
  }
  for (const place of await foldersBelow(committed, folder)) touched.add(place);
  for (const place of touched) await syncFolder(place);
  await onStep('clear');
}

/** The folders in which the files of a switch have their places, whether or not any is left to be moved. */
async function foldersBelow(committed: string, folder: string): Promise<string[]> {
  const kept = (await directories(committed)).map((path) => join(folder, relative(committed, path)));
  const there = await Promise.all(kept.map(async (path) => ((await isThere(path)) ? [path] : [])));
  return there.flat();
}

async function directories(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
