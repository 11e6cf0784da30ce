/** What a conversation has kept: read, looked at before it is gone on with, and saved. */
import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { canGoOn, KEPT_VERSION } from '../dialogs/kept.js';
import type { DialogSet, DialogState } from '../dialogs/sdk.js';
import { Refusal } from '../domain/refusals.js';
import { type Memories, MemoryUnreadable } from './memories.js';
import { type DeskMemory, FIRST_VERSION, memoryIn } from './memory.js';
import { ConversationMemory } from './state.js';

/** Why what was open can not be gone on with: another version of the desk kept it in another way; or it is damaged. */
export type Lost = 'older' | 'unreadable';

/** The part that is no dialog's. */
const MEMORY = 'desk';

export class KeptState {
  /** The dialogs that are open. */
  readonly stack: StatePropertyAccessor<DialogState>;
  private readonly state: ConversationMemory;
  private readonly memory: StatePropertyAccessor<DeskMemory>;

  constructor(
    memories: Memories,
    private readonly log: Logger,
    held?: number,
  ) {
    this.state = new ConversationMemory(memories, held);
    this.memory = this.state.createProperty(MEMORY);
    this.stack = this.state.createProperty('dialogs');
  }

  /**
   * What the conversation remembers; changes of it are kept once it is saved. `lost`: something may be open, and
   * can not be gone on with.
   * @throws Refusal StoreUnavailable.
   */
  async recall(context: TurnContext, dialogs: DialogSet): Promise<{ memory: DeskMemory; lost?: Lost }> {
    const found = await this.find(context);
    const kept = await this.memory.get(context);
    // What this process has kept itself, and could go on with, it need not look at.
    if (found === 'own' && kept?.version === KEPT_VERSION) return { memory: kept };
    const memory = memoryIn(kept);
    await this.memory.set(context, memory);
    if (found === 'unreadable') return { memory, lost: 'unreadable' };
    const { version = FIRST_VERSION } = memory;
    if (canGoOn(dialogs, await this.stack.get(context), version)) {
      memory.version = KEPT_VERSION;
      return { memory };
    }
    this.log.warn({ version }, 'what was open in a conversation is of another version');
    return { memory, lost: 'older' };
  }

  /** What the conversation remembers, beside a turn of it that may be under way: to look at, as it is kept. */
  async peek(context: TurnContext): Promise<DeskMemory> {
    return memoryIn(await this.state.peek(context, MEMORY).catch(() => undefined));
  }

  /** Forgets what was remembered of somebody else; what was delivered before is still known. */
  async begin(context: TurnContext, seen: string[]): Promise<DeskMemory> {
    await this.state.delete(context);
    const memory = { ...memoryIn(undefined), seen };
    await this.memory.set(context, memory);
    return memory;
  }

  /** Closes what is open. */
  async close(context: TurnContext, memory: DeskMemory): Promise<void> {
    await this.stack.delete(context);
    memory.version = KEPT_VERSION;
  }

  async save(context: TurnContext): Promise<void> {
    await this.state.saveChanges(context);
  }

  /** Whether this process wrote what was kept. What can not be read is put away, or no turn could be taken here any more. */
  private async find(context: TurnContext): Promise<'own' | 'read' | 'unreadable'> {
    try {
      return (await this.state.load(context)) ? 'own' : 'read';
    } catch (error) {
      if (!(error instanceof MemoryUnreadable)) {
        // The disk is full or gone: nothing is done, and the same answer will do when it is back.
        throw Object.assign(new Refusal({ code: 'StoreUnavailable' }), { cause: error });
      }
      this.log.warn({ err: error }, 'the state of a conversation cannot be read; it begins anew');
      await this.state.delete(context);
      return 'unreadable';
    }
  }
}
