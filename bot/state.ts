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
  /** The text, or undefined where there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Waits for the writes under way. */
  close(): Promise<void>;
}

/** What was written lately is asked for next: so much of it is kept in memory. */
const LATELY = 2000;
const LATELY_CHARACTERS = 16 * 1024 * 1024;

/** Opens the memories in a folder, made where it is missing, for this process alone. */
export async function openMemories(folder: string): Promise<Memories> {
  await mkdir(folder, { recursive: true });
  const level = new ClassicLevel<string, string>(folder);
  try {
    await level.open();
  } catch {
    // A file of it is damaged: what can be saved is saved, and the desk starts.
    await ClassicLevel.repair(folder);
    await level.open();
  }
  const lately = new LRUCache<string, string>({
    max: LATELY,
    maxSize: LATELY_CHARACTERS,
    sizeCalculation: (text) => text.length + 1,
  });
  return {
    read: async (key) => lately.get(key) ?? (await level.get(key)),
    async write(key, text) {
      lately.delete(key);
      await level.put(key, text, { sync: true });
      lately.set(key, text);
    },
    async remove(key) {
      lately.delete(key);
      await level.del(key, { sync: true });
    },
    close: () => level.close(),
  };
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
  parts: Record<string, unknown>;
}

/**
 * The state of the conversation that a turn is in: read once in the turn, and written once where it has changed. The
 * SDK's own reads and hashes it twice more, and lets turns overwrite each other all the same.
 */
export class ConversationMemory {
  private readonly kept = Symbol('kept');

  constructor(private readonly memories: Memories) {}

  /** Reads it, where this turn has not yet. @throws MemoryUnreadable. */
  async load(context: TurnContext): Promise<void> {
    await this.of(context);
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
    context.turnState.set(this.kept, { before: undefined, parts: {} } satisfies Kept);
    await this.memories.remove(keyOf(context));
  }

  /** Writes what has changed in this turn. */
  async saveChanges(context: TurnContext): Promise<void> {
    const kept: Kept | undefined = context.turnState.get(this.kept);
    if (!kept) return;
    const text = JSON.stringify(kept.parts);
    if (text !== kept.before) await this.memories.write(keyOf(context), text);
  }

  private async of(context: TurnContext): Promise<Kept> {
    const known: Kept | undefined = context.turnState.get(this.kept);
    if (known) return known;
    const before = await this.memories.read(keyOf(context));
    const kept: Kept = { before, parts: before === undefined ? {} : partsIn(before) };
    context.turnState.set(this.kept, kept);
    return kept;
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
