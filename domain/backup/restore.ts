/** Brings a backup back: the book in a folder becomes the one in the file, or stays what it is. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeRootFolder } from '../store/durable-file.js';
import { lockFolder } from '../store/folder-lock.js';
import { finishReplacement, type OnReplacementStep, Replacement } from '../store/replacement.js';
import { kindsIn } from '../store/snapshot.js';
import { finishSwitch } from '../store/switch-over.js';
import type { Clock } from '../term.js';
import { MANIFEST, type Manifest } from './manifest.js';
import { unpackBackup } from './unpack.js';

/** Longer than the lock of a killed process lasts. */
const LOCK_WAIT_MS = 6_000;

/** There is a book in the folder, and it was not said to be replaced. */
export class FolderNotEmpty extends Error {
  constructor(readonly folder: string) {
    super(
      `There is a book in ${folder} already. With --replace it is kept aside, and the backup takes its place.`,
    );
    this.name = 'FolderNotEmpty';
  }
}

export interface Restoring {
  readonly file: string;
  readonly folder: string;
  /** A book that is there is kept aside; without this it is a reason to stop. */
  readonly replace: boolean;
  readonly clock: Clock;
  readonly log: (message: string) => void;
  readonly lockWaitMs?: number;
  /** For tests. */
  readonly onStep?: OnReplacementStep;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where the book that was there is kept; absent: there was none. */
  readonly kept?: string;
}

/**
 * Checks the whole backup, then puts it in place in one step that a killed process does or does not; the next one
 * that opens the folder finishes what was begun.
 * @throws FolderInUse, FolderNotEmpty, BackupRefused; errors of the file system. Then the book is what it was.
 */
export async function restoreBook(restoring: Restoring): Promise<Restored> {
  const { file, replace, clock, log, lockWaitMs = LOCK_WAIT_MS, onStep } = restoring;
  const folder = resolve(restoring.folder);
  await makeRootFolder(folder);
  const lock = await lockFolder(folder, lockWaitMs, log);
  try {
    await finishReplacement(folder);
    await finishSwitch(folder);
    const hadBook = (await kindsIn(folder)).length > 0;
    if (hadBook && !replace) throw new FolderNotEmpty(folder);
    const replacement = await Replacement.begin(folder, clock.now(), onStep);
    const manifest = await prepared(replacement, file);
    lock.assertHeld();
    await replacement.commit();
    await replacement.finish();
    return { manifest, ...(hadBook ? { kept: join(folder, replacement.oldName) } : {}) };
  } finally {
    await lock.release();
  }
}

async function prepared(replacement: Replacement, file: string): Promise<Manifest> {
  try {
    const manifest = await unpackBackup(file, replacement.into);
    await rm(join(replacement.into, MANIFEST));
    return manifest;
  } catch (error) {
    // What can not be deleted now goes when the folder is opened next.
    await replacement.abandon().catch(() => undefined);
    throw error;
  }
}
