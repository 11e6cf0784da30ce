/** What came of a bulk purchase: leafed through, fetched as a file; and the rest, where it was interrupted. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { bulkResultCard } from '../cards/views/bulk-result.js';
import type { BulkFacts } from '../domain/bulk/facts.js';
import { pageOf } from '../domain/use-cases/lists.js';
import type { BulkStep } from './bulk.js';
import type { BulkRuns } from './bulk-run.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

interface ResultState {
  readonly bulkId: string;
  page?: number;
  /** The file was asked for: the next card has its link. */
  file?: boolean;
}

const PAGE_SIZE = 8;

/** What can be answered, and the words for it. */
const MOVES = {
  goOn: 'bulk.typed.goOn',
  more: 'dialog.commands.more',
  newer: 'bulk.typed.newer',
  csv: 'bulk.typed.csv',
  new: 'bulk.typed.new',
  close: 'bulk.typed.close',
} as const;
type Move = keyof typeof MOVES | 'show';

/** Ends where it is closed. */
export class BulkResultPrompt extends CardPrompt<ResultState, BulkStep> {
  static readonly id = 'bulk-result';

  constructor(
    private readonly services: Services,
    private readonly runs: BulkRuns,
  ) {
    super(BulkResultPrompt.id);
  }

  protected override async show(turn: Turn, state: ResultState, ask: Ask): Promise<Card> {
    const { desk, downloads } = this.services;
    const { bulkId, file } = state;
    const facts = await desk.bulk(turn.actor, bulkId);
    const page = pageOf(facts.bulk.lines, state.page ?? 1, PAGE_SIZE);
    state.page = page.page;
    // A link works once: the card that is shown next has a button for a new one again.
    state.file = false;
    const wish = { actor: turn.actor, job: 'bulk', bulkId, locale: turn.words.locale } as const;
    const csv = !downloads ? 'none' : file ? { url: downloads.linkTo(wish) } : 'offered';
    return bulkResultCard(turn.words, { facts, page, running: this.runs.isRunning(bulkId), csv }, ask);
  }

  protected override async read(turn: Turn, state: ResultState, answer: Answer): Promise<Reaction<BulkStep>> {
    const { words } = turn;
    const { bulkId, page = 1 } = state;
    const facts = await this.services.desk.bulk(turn.actor, bulkId);
    const move = answer.by === 'text' ? typedMove(turn) : moveOf(answer.action);
    if (move === 'goOn' && facts.waiting > 0) {
      const stands = words.t('bulk.stands.confirmed', { count: facts.waiting });
      return { done: { bulkId, run: true }, stands };
    }
    if (move === 'close') return { done: {}, stands: words.t('bulk.result.closed') };
    if (move === 'new') return { done: { fresh: true }, stands: words.t('bulk.result.closed') };
    if (move === 'csv' && !this.services.downloads) await turn.replies.text(words.t('bulk.result.noFile'));
    if (move === 'more' || move === 'newer') state.page = page + (move === 'more' ? 1 : -1);
    state.file = move === 'csv';
    if (answer.by === 'text' && !move) await this.explain(turn, facts, answer.text);
    return { again: true };
  }

  private async explain(turn: Turn, { waiting, bulk }: BulkFacts, text: string): Promise<void> {
    const how = waiting === 0 ? 'how' : this.runs.isRunning(bulk.id) ? 'howRunning' : 'howUnfinished';
    await turn.replies.text(notUnderstood(turn, text, turn.words.t(`bulk.result.${how}`)));
  }
}

const isMove = (text: string): text is keyof typeof MOVES => Object.hasOwn(MOVES, text);

function moveOf(action: string): Move {
  return isMove(action) ? action : 'show';
}

function typedMove(turn: Turn): Move | undefined {
  return Object.keys(MOVES)
    .filter(isMove)
    .find((move) => says(turn, MOVES[move]));
}
