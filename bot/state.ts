/** What conversations remember between turns. */
import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { type Memories, MemoryUnreadable } from './memories.js';

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

  /** A part of it as it is kept, for who only looks: nothing is taken out, and nothing put back. @throws MemoryUnreadable. */
  async peek(context: TurnContext, name: string): Promise<unknown> {
    const key = keyOf(context);
    return (this.held?.peek(key) ?? (await this.read(key))).parts[name];
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
