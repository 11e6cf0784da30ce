/**
 * Where what conversations remember is kept: it changes with every message, so it is in LevelDB, which appends to one
 * log and syncs that for many turns at once; the book stays in its documents.
 */
import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';

/** Texts by key, on disk once a write has resolved. */
export interface Memories {
  /** The text, or undefined where there is none. @throws MemoryUnreadable where its file is damaged. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** The keys that begin so, with their texts, in the order of the keys. @throws MemoryUnreadable as `read`. */
  entries(prefix: string): AsyncIterable<readonly [key: string, text: string]>;
  /** Waits for the writes under way. */
  close(): Promise<void>;
}

/** Opens the memories in a folder, made where it is missing, for this process alone. */
export async function openMemories(
  folder: string,
  log: (message: string) => void = () => undefined,
): Promise<Memories> {
  await mkdir(folder, { recursive: true });
  return new LevelMemories(folder, await opened(folder, log), log);
}

async function opened(folder: string, log: (message: string) => void): Promise<ClassicLevel> {
  const level = new ClassicLevel(folder);
  try {
    await level.open();
  } catch (error) {
    // A disk that is full or gone is no damage: what cannot be written down again must not be taken apart.
    if (!isDamage(error)) throw error;
    await repair(folder, log);
    await level.open();
  }
  return level;
}

/** What can be saved of damaged files is saved: what conversations remember never stops the desk. */
async function repair(folder: string, log: (message: string) => void): Promise<void> {
  log(
    `Files in ${folder} are damaged. What can be saved of them is; the rest is set aside in its folder "lost".`,
  );
  await ClassicLevel.repair(folder);
}

/** True where the database finds its own files damaged. */
function isDamage(error: unknown): boolean {
  // Not every way to it gives the error its code; what fails to open has the reason within.
  const { message = '', cause } = (error ?? {}) as { message?: string; cause?: unknown };
  return message.startsWith('Corruption') || (cause !== undefined && isDamage(cause));
}

type Change =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

interface Waiting {
  readonly change: Change;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What comes in while a write is under way is written together, after it. After a write that failed the database is
 * opened anew: half a record may stand at the end of its log, and all that is written behind it would be lost.
 */
class LevelMemories implements Memories {
  private waiting: Waiting[] = [];
  /** Somebody writes: what waits by then is written by it. */
  private busy = false;
  private writing: Promise<void> = Promise.resolve();
  private opening: Promise<void> | undefined;
  private broken = false;
  private damaged = false;

  constructor(
    private readonly folder: string,
    private level: ClassicLevel,
    private readonly log: (message: string) => void,
  ) {}

  async read(key: string): Promise<string | undefined> {
    if (this.broken) await this.openAnew();
    try {
      return await this.level.get(key);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.failed(error);
      throw new MemoryUnreadable(error);
    }
  }

  async write(key: string, text: string): Promise<void> {
    await this.change({ type: 'put', key, value: text });
  }

  async remove(key: string): Promise<void> {
    await this.change({ type: 'del', key });
  }

  async *entries(prefix: string): AsyncIterable<readonly [key: string, text: string]> {
    if (this.broken) await this.openAnew();
    try {
      yield* this.level.iterator({ gte: prefix, lt: `${prefix}\uffff` });
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.failed(error);
      throw new MemoryUnreadable(error);
    }
  }

  async close(): Promise<void> {
    await this.writing;
    await this.level.close();
  }

  private async change(change: Change): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ change, resolve, reject });
      if (!this.busy) this.writing = this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      const together = this.waiting;
      this.waiting = [];
      try {
        if (this.broken) await this.openAnew();
        await this.level.batch(
          together.map(({ change }) => change),
          { sync: true },
        );
        for (const { resolve } of together) resolve();
      } catch (error) {
        this.failed(error);
        for (const { reject } of together) reject(error);
      }
    }
    // In the same step as nothing waits any more: what comes next begins anew.
    this.busy = false;
  }

  private failed(error: unknown): void {
    this.broken = true;
    this.damaged ||= isDamage(error);
  }

  private async openAnew(): Promise<void> {
    this.opening ??= this.reopen().finally(() => {
      this.opening = undefined;
    });
    await this.opening;
  }

  private async reopen(): Promise<void> {
    // What is being read ends first.
    await this.level.close();
    if (this.damaged) await repair(this.folder, this.log);
    this.level = await opened(this.folder, this.log);
    this.broken = false;
    this.damaged = false;
  }
}

/** What was written of a conversation is not what was ever meant to be. */
export class MemoryUnreadable extends Error {
  constructor(cause?: unknown) {
    super('what a conversation remembers cannot be read', { cause });
    this.name = 'MemoryUnreadable';
  }
}
