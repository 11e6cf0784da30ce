/** The review of a bulk purchase: leafed through, its faults and its good lines; confirmed; or sent again. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { type BulkReviewPage, bulkReviewCard } from '../cards/views/bulk-review.js';
import type { BulkFacts } from '../domain/bulk/facts.js';
import { pricesInclude } from '../domain/policy/purchase.js';
import { pageOf } from '../domain/use-cases/lists.js';
import type { BulkStep } from './bulk.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

interface ReviewState {
  readonly bulkId: string;
  /** What is listed: the faults first, where there are any. */
  of?: 'lines' | 'faults';
  page?: number;
}

const PAGE_SIZE = 8;

/** What can be answered, and the words for it. */
const MOVES = {
  buy: 'dialog.commands.buyNow',
  buyGood: 'bulk.typed.buyGood',
  more: 'dialog.commands.more',
  newer: 'bulk.typed.newer',
  lines: 'bulk.typed.lines',
  faults: 'bulk.typed.faults',
  paste: 'bulk.typed.paste',
} as const;
type Move = keyof typeof MOVES;
const isMove = (text: string): text is Move => Object.hasOwn(MOVES, text);

export class BulkReviewPrompt extends CardPrompt<ReviewState, BulkStep> {
  static readonly id = 'bulk-review';

  constructor(private readonly services: Services) {
    super(BulkReviewPrompt.id);
  }

  override claims(turn: Turn): boolean {
    return typedMove(turn) !== undefined;
  }

  protected override async show(turn: Turn, state: ReviewState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const facts = await desk.bulk(turn.actor, state.bulkId);
    const { partner } = await desk.whoIs(turn.actor);
    const shown = shownPage(facts, state);
    state.page = shown.page.page;
    state.of = shown.of;
    return bulkReviewCard(turn.words, { facts, shown, withTax: pricesInclude(partner) === 'tax' }, ask);
  }

  protected override async read(turn: Turn, state: ReviewState, answer: Answer): Promise<Reaction<BulkStep>> {
    const facts = await this.services.desk.bulk(turn.actor, state.bulkId);
    const move = answer.by === 'text' ? typedMove(turn) : isMove(answer.action) ? answer.action : undefined;
    const partly = facts.faulty.length > 0;
    if (facts.good.length > 0 && (move === 'buyGood' || (move === 'buy' && !partly)))
      return await this.confirm(turn, state);
    if (move === 'paste') return { done: { fresh: true }, stands: turn.words.t('bulk.stands.again') };
    // "buy" says too little where not all lines would be bought.
    if (move && move !== 'buy' && move !== 'buyGood') turnTo(state, move);
    else if (answer.by === 'text') await explain(turn, facts, answer.text);
    return { again: true };
  }

  private async confirm(turn: Turn, { bulkId }: ReviewState): Promise<Reaction<BulkStep>> {
    const { good } = await this.services.desk.beginBulk(turn.actor, bulkId);
    const stands = turn.words.t('bulk.stands.confirmed', { count: good.length });
    return { done: { bulkId, run: true }, stands };
  }
}

function typedMove(turn: Turn): Move | undefined {
  return Object.keys(MOVES)
    .filter(isMove)
    .find((move) => says(turn, MOVES[move]));
}

function turnTo(state: ReviewState, move: Exclude<Move, 'buy' | 'buyGood' | 'paste'>): void {
  const { page = 1 } = state;
  if (move === 'more' || move === 'newer') state.page = page + (move === 'more' ? 1 : -1);
  else Object.assign(state, { of: move, page: 1 });
}

/** What is asked for where there is any of it, else the other. */
function shownPage({ good, faulty }: BulkFacts, { of, page = 1 }: ReviewState): BulkReviewPage {
  const wanted = of ?? (faulty.length > 0 ? 'faults' : 'lines');
  if (good.length > 0 && (wanted === 'lines' || faulty.length === 0))
    return { of: 'lines', page: pageOf(good, page, PAGE_SIZE) };
  const faults = faulty.flatMap(({ number, faults }) => faults.map((fault) => ({ line: number, fault })));
  return { of: 'faults', page: pageOf(faults, page, PAGE_SIZE) };
}

async function explain(turn: Turn, { good, faulty }: BulkFacts, text: string): Promise<void> {
  const how = good.length === 0 ? 'howNone' : faulty.length === 0 ? 'howAll' : 'howGood';
  const words = turn.words.t(`bulk.review.${how}`);
  const understood = says(turn, MOVES.buy) || says(turn, MOVES.buyGood);
  await turn.replies.text(understood ? words : notUnderstood(turn, text, words));
}
