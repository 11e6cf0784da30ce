/** Work that a turn begins and that goes on after it; what it says comes between two turns of the conversation. */
import { randomUUID } from 'node:crypto';
import type AsyncLock from 'async-lock';
import { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Words } from '../cards/words.js';
import type { Say } from '../dialogs/turn.js';
import { repliesTo } from './replies.js';

export class LaterWork {
  private readonly open = new Set<Promise<void>>();

  /** @param queue in which the turns of a conversation stand, by the name that `queueName` gives. */
  constructor(
    private readonly queue: AsyncLock,
    private readonly queueName: (context: TurnContext) => string,
    private readonly log: Logger,
  ) {}

  /** Begins the work. Its failure is logged, and told with a number to mention. */
  begin(context: TurnContext, words: Words, work: (say: Say) => Promise<void>): void {
    const say = this.sayIn(context);
    const done = work(say)
      .catch(async (error: unknown) => {
        const id = randomUUID().slice(0, 8);
        this.log.error({ err: error, reference: id }, 'work after a turn failed');
        await say((replies) => replies.text(words.t('dialog.unexpected', { id })));
      })
      .finally(() => this.open.delete(done));
    this.open.add(done);
  }

  /** Waits for all work that has begun. */
  async idle(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  /** What is said goes to the conversation of this turn. A channel that does not take it does not stop the work. */
  private sayIn(context: TurnContext): Say {
    const name = this.queueName(context);
    const reference = TurnContext.getConversationReference(context.activity);
    const { adapter } = context;
    return async (tell) => {
      try {
        await this.queue.acquire(name, async () => {
          await adapter.continueConversation(
            reference,
            async (later) => await tell(repliesTo(later, this.log)),
          );
        });
      } catch (error) {
        this.log.warn({ err: error }, 'a user could not be told how work goes on');
      }
    };
  }
}
