/** Buying the lines of a bulk purchase after the turn that confirmed it: one by one, with word of how far it is. */
import { countsLine } from '../cards/views/bulk-lines.js';
import { bulkProgressCard, howFarLine } from '../cards/views/bulk-progress.js';
import { refusalText } from '../cards/views/refusal.js';
import type { BulkFacts } from '../domain/bulk/facts.js';
import type { Desk } from '../domain/desk.js';
import { Refusal } from '../domain/refusals.js';
import { says } from './card-prompt.js';
import type { Say, Turn } from './turn.js';

/** How often the card is shown again in its place at most, and how often it is said where that can not be. */
const CARDS = 20;
const MESSAGES = 4;
/** Who types these learns it anyway. */
const ASKS = ['bulk.typed.goOn', 'bulk.typed.howFar'] as const;

/** The bulk purchases that this process is buying. Which lines wait stands in the book, and outlives it. */
export class BulkRuns {
  private readonly running = new Set<string>();
  /** Those that stopped before their end, which was said. */
  private readonly stopped = new Set<string>();

  constructor(private readonly desk: Desk) {}

  isRunning(bulkId: string): boolean {
    return this.running.has(bulkId);
  }

  /** Shows the progress and begins; what is at work already is only said. */
  async start(turn: Turn, facts: BulkFacts): Promise<void> {
    const { words, replies } = turn;
    const { id } = facts.bulk;
    if (this.isRunning(id))
      return await replies.text(words.t('bulk.progress.already', { line: howFarLine(words, facts) }));
    const card = bulkProgressCard(words, facts);
    if (facts.waiting === 0) {
      await replies.card(card);
      return;
    }
    // Before anything is waited for: another conversation may begin the same.
    this.running.add(id);
    try {
      this.begin(turn, facts, await replies.card(card));
    } catch (error) {
      this.running.delete(id);
      throw error;
    }
  }

  private begin(turn: Turn, facts: BulkFacts, messageId: string | undefined): void {
    const { id } = facts.bulk;
    turn.memory.buying = id;
    turn.later(async (say, stopping) => {
      try {
        await this.buy(turn, facts, new Progress(turn, say, messageId, doneOf(facts)), stopping);
      } finally {
        this.running.delete(id);
      }
    });
  }

  /** Says once, where it was confirmed, that the desk was stopped before all lines were bought, and how to go on. */
  async sayCutOff(turn: Turn): Promise<void> {
    const { actor, words, replies, memory } = turn;
    const { buying } = memory;
    if (buying === undefined || this.isRunning(buying)) return;
    delete memory.buying;
    if (this.stopped.delete(buying) || ASKS.some((key) => says(turn, key))) return;
    const facts = await this.desk.latestBulk(actor);
    if (facts?.bulk.id !== buying || facts.state !== 'begun') return;
    const line = `${howFarLine(words, facts)}: ${countsLine(words, facts)}`;
    await replies.text(words.t('kept.cutOff', { line }));
  }

  private async buy(
    { actor, words }: Turn,
    facts: BulkFacts,
    progress: Progress,
    stopping: AbortSignal,
  ): Promise<void> {
    try {
      for (;;) {
        // The rest waits in the book until somebody says to go on.
        if (stopping.aborted) return await progress.say(words.t('bulk.progress.deskStops'));
        const next = await this.desk.buyNextLine(actor, facts.bulk.id);
        if (!next) break;
        await progress.show(next);
      }
      await progress.end(await this.desk.bulk(actor, facts.bulk.id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.stopped.add(facts.bulk.id);
      await progress.say(words.t('bulk.progress.stopped', { reason: refusalText(words, error.facts) }));
    }
  }
}

const doneOf = ({ good, waiting }: BulkFacts) => good.length - waiting;

/** What the user sees of it: the card in its place where the channel can, else a message now and then. */
class Progress {
  private inPlace: boolean;

  constructor(
    private readonly turn: Turn,
    private readonly tell: Say,
    private readonly messageId: string | undefined,
    private shown: number,
  ) {
    this.inPlace = messageId !== undefined;
  }

  async say(text: string): Promise<void> {
    await this.tell((replies) => replies.text(text));
  }

  /** Shows how far it is, where that is enough further than what was shown last. The end is shown by itself. */
  async show(facts: BulkFacts): Promise<void> {
    if (facts.waiting === 0) return;
    if (this.inPlace && this.isFurther(facts, CARDS)) await this.replace(facts);
    if (!this.inPlace && this.isFurther(facts, MESSAGES)) {
      this.shown = doneOf(facts);
      await this.say(this.lineOf(facts));
    }
  }

  /** What came of it: in place of the card, and as a message, which is noticed; else as a card. */
  async end(facts: BulkFacts): Promise<void> {
    if (this.inPlace) await this.replace(facts);
    if (this.inPlace) return await this.say(this.lineOf(facts));
    await this.tell(async (replies) => {
      await replies.card(bulkProgressCard(this.turn.words, facts));
    });
  }

  private lineOf(facts: BulkFacts): string {
    const { words } = this.turn;
    return `${howFarLine(words, facts)}: ${countsLine(words, facts)}.`;
  }

  private isFurther(facts: BulkFacts, times: number): boolean {
    const part = (done: number) => Math.floor((done * times) / facts.good.length);
    return part(doneOf(facts)) > part(this.shown);
  }

  private async replace(facts: BulkFacts): Promise<void> {
    const { messageId } = this;
    if (messageId === undefined) return;
    await this.tell(async (replies) => {
      this.inPlace = await replies.replace(messageId, bulkProgressCard(this.turn.words, facts));
    });
    if (this.inPlace) this.shown = doneOf(facts);
  }
}
