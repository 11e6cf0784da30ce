/**
 * What conversations remember between turns. It changes with every message and is kept in LevelDB, which appends to
 * one log and syncs that for many turns at once; the book stays in its documents.
 */
import { mkdir } from 'node:fs/promises';
import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import { ClassicLevel } from 'classic-level';
import { LRUCache } from 'lru-cache';

/** Texts by key, on disk once a write has resolved. */
export interface Memories {
  /** The text, or undefined where there is none. @throws MemoryUnreadable where its file is damaged. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
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

/** What is kept of one conversation while a turn runs. */
interface Kept {
  /** As it was read; undefined: nothing. */
  readonly before: string | undefined;
  readonly parts: Record<string, unknown>;
  /** This very process has written it: it need not be looked at before it is gone on with. */
  readonly own: boolean;
}

/** Conversations that are held in memory between two turns, so as not to read them again. */
const HELD = 1000;

/**
 * The state of the conversation that a turn is in: read once in the turn, and written once where it has changed. The
 * SDK's own reads and hashes it twice more, and lets turns overwrite each other all the same.
 */
export class ConversationMemory {
  private readonly kept = Symbol('kept');
  private readonly held: LRUCache<string, Kept> | undefined;

  /** @param held how many conversations are held in memory. A turn takes its own out, and puts it back once it is written. */
  constructor(
    private readonly memories: Memories,
    held = HELD,
  ) {
    this.held = held > 0 ? new LRUCache({ max: held }) : undefined;
  }

  /** Reads it, where this turn has not yet. True where this process wrote it. @throws MemoryUnreadable. */
  async load(context: TurnContext): Promise<boolean> {
    return (await this.of(context)).own;
  }

  /** A part of it, as the SDK's dialogs ask for one. JSON only. */
  createProperty<T>(name: string): StatePropertyAccessor<T> {
    const get = async (context: TurnContext, initial?: T): Promise<T> => {
      const { parts } = await this.of(context);
      if (parts[name] === undefined && initial !== undefined) parts[name] = initial;
      return parts[name] as T;
    };
    return {
      get,
      set: async (context, value) => {
        (await this.of(context)).parts[name] = value;
      },
      delete: async (context) => {
        delete (await this.of(context)).parts[name];
      },
    };
  }

  /** Forgets all of it, also what can not be read. */
  async delete(context: TurnContext): Promise<void> {
    const key = keyOf(context);
    context.turnState.set(this.kept, { before: undefined, parts: {}, own: true } satisfies Kept);
    this.held?.delete(key);
    await this.memories.remove(key);
  }

  /** Writes what has changed in this turn. Where that fails, it is held all the same, and written with the next turn. */
  async saveChanges(context: TurnContext): Promise<void> {
    const kept: Kept | undefined = context.turnState.get(this.kept);
    if (!kept) return;
    const key = keyOf(context);
    const text = JSON.stringify(kept.parts);
    let written = kept.before;
    try {
      if (text !== kept.before) await this.memories.write(key, text);
      written = text;
    } finally {
      // Also what could not be written: the user has seen it, and means it with what is typed next.
      this.held?.set(key, { before: written, parts: kept.parts, own: true });
    }
  }

  private async of(context: TurnContext): Promise<Kept> {
    const known: Kept | undefined = context.turnState.get(this.kept);
    if (known) return known;
    const key = keyOf(context);
    const kept = this.held?.get(key) ?? (await this.read(key));
    // Until it is written, nobody else finds it as this turn changes it.
    this.held?.delete(key);
    context.turnState.set(this.kept, kept);
    return kept;
  }

  private async read(key: string): Promise<Kept> {
    const before = await this.memories.read(key);
    return { before, parts: before === undefined ? {} : partsIn(before), own: before === undefined };
  }
}

function partsIn(text: string): Record<string, unknown> {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch (cause) {
    throw new MemoryUnreadable(cause);
  }
  if (parts === null || typeof parts !== 'object' || Array.isArray(parts)) throw new MemoryUnreadable();
  return parts as Record<string, unknown>;
}

function keyOf({ activity }: TurnContext): string {
  return `${activity.channelId}/conversations/${activity.conversation.id}`;
}
