/** One process owns a data folder; a second one waits for it, or is told so. There are never two writers. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import { lock } from 'proper-lockfile';
import { errorCode } from './durable-file.js';

const STALE_MS = 5_000;
const UPDATE_MS = 1_000;
const RETRY_MS = 250;

/** Another process has the folder open, and did not let go of it in time. */
export class FolderInUse extends Error {
  constructor(
    readonly folder: string,
    cause: unknown,
  ) {
    super(`The folder ${folder} is in use by another process.`, { cause });
    this.name = 'FolderInUse';
  }
}

export interface FolderLock {
  /** True once the folder has passed to another process, or may have: this one must not write any more. */
  lost(): boolean;
  /** Looks at the folder itself. @throws Error where it is not (or no longer) ours. */
  assertHeld(): void;
  /** Lets go of the folder. */
  release(): Promise<void>;
}

/**
 * Takes the folder for this process. One whose owner was killed is free after 5 seconds.
 * @throws FolderInUse where it is still in use after so many milliseconds.
 */
export async function lockFolder(
  folder: string,
  waitMs: number,
  log: (message: string) => void,
): Promise<FolderLock> {
  let compromised: Error | undefined;
  const options = {
    lockfilePath: join(folder, '.lock'),
    stale: STALE_MS,
    update: UPDATE_MS,
    onCompromised: (error: Error) => {
      compromised = error;
      log(`The folder ${folder} is no longer ours; nothing more is written: ${error.message}`);
    },
  };
  const release = await lockOrWait(folder, options, waitMs, log);

  // The lock is refreshed by a timer. A process that was suspended for longer than the lock lasts finds out only
  // when that timer runs; this mark, read right before a file takes its place, tells it at once.
  const mark = join(folder, '.owner');
  const token = nanoid();
  await writeFile(mark, token);

  // It is asked before every write, of a file that the system has in memory.
  const isOurs = () => readFileSync(mark, 'utf8') === token;

  const isStillOurs = () => {
    try {
      return isOurs();
    } catch {
      return false;
    }
  };

  return {
    lost: () => compromised !== undefined,
    assertHeld() {
      if (compromised) throw compromised;
      if (!isOurs()) throw new Error(`the folder ${folder} has another owner`);
    },
    async release() {
      // The lock of whoever has taken the folder meanwhile is theirs to release.
      if (!compromised && isStillOurs()) await release();
    },
  };
}

async function lockOrWait(
  folder: string,
  options: Parameters<typeof lock>[1],
  waitMs: number,
  log: (message: string) => void,
): Promise<() => Promise<void>> {
  try {
    return await lock(folder, options);
  } catch (error) {
    if (errorCode(error) !== 'ELOCKED') throw error;
  }
  log(`Waiting for the folder ${folder}: another process has it open.`);
  try {
    const retries = Math.ceil(waitMs / RETRY_MS);
    return await lock(folder, {
      ...options,
      retries: { retries, factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
    });
  } catch (error) {
    throw errorCode(error) === 'ELOCKED' ? new FolderInUse(folder, error) : error;
  }
}
