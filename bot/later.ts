/** Work that a turn begins and that goes on after it; what it says comes between two turns of the conversation. */
import type AsyncLock from 'async-lock';
import { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Words } from '../cards/words.js';
import type { Say } from '../dialogs/turn.js';
import { conversationName } from './inbound.js';
import { referenceOf } from './reference.js';
import { repliesTo } from './replies.js';

export class LaterWork {
  private readonly open = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  /** @param queue in which the turns of a conversation stand, by its name. */
  constructor(
    private readonly queue: AsyncLock,
    private readonly log: Logger,
  ) {}

  /** Begins the work. Its failure is logged, and told with the reference of the turn that began it. */
  begin(context: TurnContext, words: Words, work: (say: Say, stopping: AbortSignal) => Promise<void>): void {
    const reference = referenceOf(context);
    const say = this.sayIn(context, reference);
    const done = work(say, this.stopping.signal)
      .catch(async (error: unknown) => {
        this.log.error({ err: error, reference }, 'work after a turn failed');
        await say((replies) => replies.text(words.t('dialog.unexpected', { id: reference })));
      })
      .finally(() => this.open.delete(done));
    this.open.add(done);
  }

  /** Work that is under way. */
  get count(): number {
    return this.open.size;
  }

  /** From now on work ends where it can be taken up again. */
  stop(): void {
    this.stopping.abort();
  }

  /** Waits for all work that has begun. */
  async idle(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  /** What is said goes to the conversation of this turn. A channel that does not take it does not stop the work. */
  private sayIn(context: TurnContext, reference: string): Say {
    const name = conversationName(context.activity);
    const conversation = TurnContext.getConversationReference(context.activity);
    const { adapter } = context;
    return async (tell) => {
      try {
        await this.queue.acquire(name, async () => {
          await adapter.continueConversation(
            conversation,
            async (later) => await tell(repliesTo(later, this.log)),
          );
        });
      } catch (error) {
        this.log.warn({ err: error, reference }, 'a user could not be told how work goes on');
      }
    };
  }
}
