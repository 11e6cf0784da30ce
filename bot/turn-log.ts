/** One line in the log for every turn, and the same to the metrics: where it was, what came of it, how long it took. */
import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Place } from '../dialogs/stack.js';
import type { Actor } from '../domain/model.js';
import type { RefusalCode } from '../domain/refusals.js';
import { channelName } from './channels.js';
import { conversationName } from './inbound.js';
import { withoutSearching } from './logger.js';
import { referenceOf } from './reference.js';

/**
 * What came of a turn: answered; refused for a reason that the rules have; failed inside; delivered before; of
 * nobody the book knows; in a group; of a kind that asks for no answer.
 */
export type TurnOutcome = 'answered' | 'refused' | 'failed' | 'duplicate' | 'notAUser' | 'group' | 'ignored';

/** What a turn comes to, in seconds, for whoever counts turns. */
export interface TurnFigures {
  readonly channel: string;
  readonly outcome: TurnOutcome;
  readonly seconds: number;
  /** Of these, waiting for the turns before it. */
  readonly waited: number;
}

/** Counts turns; see metrics.ts. */
export interface TurnCounts {
  /** A turn has come in, and now waits for those before it. */
  turnCame(): void;
  /** It waits no longer. */
  turnBegan(): void;
  turnEnded(figures: TurnFigures): void;
}

/** What is noted of one turn while it runs. */
export class TurnRecord {
  outcome: TurnOutcome = 'answered';
  refusal: RefusalCode | undefined;
  actor: Actor | undefined;
  /** Where the turn found the conversation, and where it left it. */
  from: Place | undefined;
  at: Place | undefined;
  private readonly came = performance.now();
  private began = this.came;

  constructor(private readonly counts: TurnCounts | undefined) {
    counts?.turnCame();
  }

  /** The turn waits no longer for those before it. */
  begins(): void {
    this.began = performance.now();
    this.counts?.turnBegan();
  }

  /** The turn was refused, for this reason. */
  refused(code: RefusalCode): void {
    this.outcome = 'refused';
    this.refusal = code;
  }

  /** Milliseconds so far, and those of them that it waited. */
  times(): { readonly ms: number; readonly waited: number } {
    const now = performance.now();
    return { ms: now - this.came, waited: this.began - this.came };
  }
}

export class TurnLog {
  private readonly log: Logger;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    log: Logger,
    private readonly counts?: TurnCounts,
  ) {
    this.log = withoutSearching(log);
  }

  /** Runs a turn, and writes its line when it has ended, however it has. */
  async run(context: TurnContext, turn: (record: TurnRecord) => Promise<void>): Promise<void> {
    const running = this.recorded(context, turn);
    const ended = running.catch(() => undefined);
    this.underWay.add(ended);
    try {
      await running;
    } finally {
      this.underWay.delete(ended);
    }
  }

  /** Turns that wait or run. */
  get count(): number {
    return this.underWay.size;
  }

  /** Waits for the turns that are under way. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async recorded(context: TurnContext, turn: (record: TurnRecord) => Promise<void>): Promise<void> {
    const { activity } = context;
    const reference = referenceOf(context);
    const record = new TurnRecord(this.counts);
    try {
      await turn(record);
    } catch (error) {
      record.outcome = 'failed';
      throw error;
    } finally {
      this.write(activity, reference, record);
    }
  }

  private write(activity: Activity, reference: string, record: TurnRecord): void {
    const { outcome, refusal, actor, from, at } = record;
    const channel = channelName(activity);
    const { ms, waited } = record.times();
    this.log.info(
      {
        reference,
        channel,
        type: activity.type,
        partner: actor?.partnerId,
        user: actor ?? `${activity.channelId}/${activity.from.id}`,
        conversation: conversationName(activity),
        from: from && `${from.dialog}/${from.step}`,
        dialog: at?.dialog,
        step: at?.step,
        outcome,
        refusal,
        ms: rounded(ms),
        waited: rounded(waited),
      },
      'turn',
    );
    this.counts?.turnEnded({ channel, outcome, seconds: ms / 1000, waited: waited / 1000 });
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
