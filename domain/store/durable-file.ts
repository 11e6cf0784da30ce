/**
 * Files that are replaced whole or not at all, and are on the disk once a write has resolved: a new file is written
 * and synced in a folder of its own, takes the old one's name, and the folder that holds the name is synced. What a
 * killed process leaves is in that one folder: finding it takes no longer in a large book.
 */
import { closeSync, type Dirent, fsync, openSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, open, opendir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Adapter } from 'lowdb';
import { nanoid } from 'nanoid';

/**
 * The steps of a write, named as each begins: the temporary file is written, synced, takes the place of the old
 * one, and the folder is synced. A removal has the last two.
 */
export type WriteStep = 'temp' | 'sync' | 'rename' | 'folder';
export type OnStep = (step: WriteStep) => void | Promise<void>;

/** What a file holds; no text: there is no such file. */
export interface Content {
  readonly text: string | undefined;
}

/** New files are written here, below the root. */
const TEMPORARY = '.tmp';
/** What they were called where they stood beside the old ones, as they did in earlier versions. */
const LEFTOVER = /\.json\.[A-Za-z0-9_-]{21}\.tmp$/;
/** Names of files that are asked for together. */
const ENTRIES_AT_ONCE = 500;
const synced = promisify(fsync);
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The code of an error of the operating system, such as "ENOENT"; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** The write failed after the file had been replaced: its new content is there, but may not outlast a power cut. */
export class ReplacedButNotSynced extends Error {
  constructor(cause: unknown) {
    super('the file was replaced, but its folder could not be synced', { cause });
    this.name = 'ReplacedButNotSynced';
  }
}

/** lowdb's adapter for one such file. */
export class DurableFile implements Adapter<Content> {
  constructor(
    private readonly path: string,
    private readonly folders: DurableFolders,
    private readonly onStep: OnStep,
  ) {}

  /** @throws errors of the file system, and one for bytes that are no UTF-8. */
  async read(): Promise<Content | null> {
    try {
      return { text: decoder.decode(await readFile(this.path)) };
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  /** @throws ReplacedButNotSynced, or what the file system says: then the file is as it was. */
  async write({ text }: Content): Promise<void> {
    if (text === undefined) await this.remove();
    else await this.replace(text);
    try {
      await this.onStep('folder');
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw new ReplacedButNotSynced(error);
    }
  }

  private async replace(text: string): Promise<void> {
    const temp = join(this.folders.temporary, `${basename(this.path)}.${nanoid()}.tmp`);
    try {
      await this.onStep('temp');
      await this.folders.ensure(this.folders.temporary);
      await this.folders.ensure(dirname(this.path));
      // What ends in the memory of the system is done at once: to wait for each of these steps takes longer than
      // they do. Only what has to reach the disk is waited for.
      const file = openSync(temp, 'wx');
      try {
        writeFileSync(file, text);
        await this.onStep('sync');
        await synced(file);
      } finally {
        closeSync(file);
      }
      await this.onStep('rename');
      renameSync(temp, this.path);
    } catch (error) {
      await rm(temp, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  private async remove(): Promise<void> {
    await this.onStep('rename');
    await unlink(this.path);
  }
}

/** Folders that are on the disk before a file in them is. */
export class DurableFolders {
  private readonly known = new Set<string>();

  /** Where new files are written. */
  readonly temporary: string;

  constructor(private readonly root: string) {
    this.temporary = join(root, TEMPORARY);
  }

  /** Makes the folder where it is missing, it and those above it up to the root, which exists. */
  async ensure(folder: string): Promise<void> {
    if (folder === this.root || this.known.has(folder)) return;
    await this.ensure(dirname(folder));
    await makeFolder(folder);
    // Also where it was there: a process that was killed may have made it and not synced it.
    await syncFolder(dirname(folder));
    this.known.add(folder);
  }

  /** Looks again at every folder: after a failure, one may be gone. */
  forget(): void {
    this.known.clear();
  }
}

/** Makes a folder and those above it, for the owner alone, and has them on the disk. One that is there stays as it is. */
export async function makeRootFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** The paths of all files below a folder; none where there is no such folder. In between, others are let go first. */
export async function* filesBelow(folder: string): AsyncGenerator<string> {
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for await (const entry of await entriesIn(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) yield path;
    }
  }
}

async function entriesIn(folder: string): Promise<AsyncIterable<Dirent>> {
  try {
    return await opendir(folder, { bufferSize: ENTRIES_AT_ONCE });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return (async function* () {})();
  }
}

/**
 * Deletes the temporary files that a killed process left. Where no folder for them is there yet, an earlier version may
 * have left some anywhere: then all is looked through, once.
 */
export async function removeLeftovers(root: string): Promise<void> {
  const folders = new DurableFolders(root);
  if (await isFolder(folders.temporary)) {
    await rm(folders.temporary, { recursive: true, force: true });
  } else {
    for await (const file of filesBelow(root)) {
      if (LEFTOVER.test(file)) await rm(file, { force: true });
    }
  }
  await folders.ensure(folders.temporary);
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Has what a file holds on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Has the names that stand in a folder on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows gives no handle to a folder and keeps names by itself.
  if (process.platform === 'win32') return;
  const names = openSync(folder, 'r');
  try {
    await synced(names);
  } finally {
    closeSync(names);
  }
}
