/** A history that is looked at: narrowed, leafed through, fetched as a file; an order of it opened and closed again. */
import type { Card } from '../cards/card.js';
import { clean } from '../cards/plain.js';
import type { Ask } from '../cards/views/ask.js';
import { type HistoryJob, type HistoryShown, historyCard } from '../cards/views/history.js';
import { orderCard } from '../cards/views/order.js';
import type { HistoryFilter } from '../domain/use-cases/history.js';
import { type Answer, CardPrompt, closedAs, type Reaction, says, typedNumber } from './card-prompt.js';
import type { Services } from './flow.js';
import { narrowed, typedFields, valuesFor } from './history-filter.js';
import type { Turn } from './turn.js';

const LONGEST_ECHO = 80;

/** An order in the list. */
interface Listed {
  readonly customerId: string;
  readonly number: string;
}

interface HistoryState {
  readonly job: HistoryJob;
  filter: HistoryFilter;
  page?: number;
  /** The orders of the page, for an answer by the number of a row. */
  listed?: Listed[];
  /** What stands in the field for the customer; empty: all customers. */
  customer?: string;
  /** The order that is open in place of the list. */
  open?: Listed;
  /** The file was asked for: the next card has its link. */
  file?: boolean;
}

/** What can be done with the list beside opening an order of it. */
const MOVES = ['show', 'more', 'newer', 'csv'] as const;
type Move = (typeof MOVES)[number];

const WORDS_FOR: Record<Move, string> = {
  show: 'history.typed.show',
  more: 'dialog.commands.more',
  newer: 'history.typed.newer',
  csv: 'history.typed.csv',
};

/** Ends where it is closed. */
export class HistoryPrompt extends CardPrompt<HistoryState, null> {
  static readonly id = 'history';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(HistoryPrompt.id);
  }

  protected override async show(turn: Turn, state: HistoryState, ask: Ask): Promise<Card> {
    const { desk, downloads } = this.services;
    const { job, filter, open, file } = state;
    if (open) return orderCard(turn.words, await desk.order(turn.actor, open.customerId, open.number), ask);
    const shown = await this.look(turn, state);
    state.page = shown.history.rows.page;
    state.customer = clean(shown.history.customerName ?? '')
      .slice(0, 200)
      .trim();
    state.listed = listedIn(shown);
    // A link works once: the card that is shown next has a button for a new one again.
    state.file = false;
    const wish = { actor: turn.actor, job, filter, locale: turn.words.locale };
    const offered = downloads && shown.history.rows.total > 0;
    const csv = !offered ? 'none' : file ? { url: downloads.linkTo(wish) } : 'offered';
    return historyCard(turn.words, { shown, filter, csv }, ask);
  }

  protected override async read(turn: Turn, state: HistoryState, answer: Answer): Promise<Reaction<null>> {
    if (answer.by === 'text' && says(turn, 'history.typed.close'))
      return await closedAs(turn, 'history.closed');
    if (state.open) return await this.readOrder(turn, state, answer);
    if (answer.by === 'text') return await this.readText(turn, state, answer.text);
    const { action, values } = answer;
    if (action === 'open') return this.open(turn, state, values.order ?? '');
    const move = MOVES.find((known) => known === action) ?? 'show';
    return await this.move(turn, state, move, values);
  }

  private async readOrder(turn: Turn, state: HistoryState, answer: Answer): Promise<Reaction<null>> {
    const back = answer.by === 'card' ? answer.action === 'back' : says(turn, 'history.typed.newer');
    if (back) delete state.open;
    else if (answer.by === 'text') await this.explain(turn, answer.text, 'history.ask.howOrder');
    return { again: true };
  }

  private async readText(turn: Turn, state: HistoryState, text: string): Promise<Reaction<null>> {
    const move = MOVES.find((known) => says(turn, WORDS_FOR[known]));
    if (move === 'csv' && !this.services.downloads) {
      await turn.replies.text(turn.words.t('history.ask.noFile'));
      return { again: true };
    }
    if (move) return await this.move(turn, state, move, {});
    if (says(turn, 'history.typed.anything')) {
      state.filter = {};
      state.page = 1;
      return { again: true };
    }
    const typed = typedFields(turn, text);
    if (typed) {
      const values = valuesFor(turn, await this.look(turn, state), typed);
      if ('errors' in values) return { again: true, errors: values.errors };
      return await this.move(turn, state, 'show', values);
    }
    const row = state.listed?.findIndex(({ number }) => number.toLowerCase() === text.toLowerCase()) ?? -1;
    if (state.job === 'orders' && (row >= 0 || /^\d+$/.test(text)))
      return this.open(turn, state, row >= 0 ? String(row + 1) : text);
    await this.explain(turn, text, `history.ask.how.${state.job}`);
    return { again: true };
  }

  /** Narrows first: what is filled in counts whichever button is pressed. Another list begins at its first page. */
  private async move(
    turn: Turn,
    state: HistoryState,
    move: Move,
    values: Readonly<Record<string, string>>,
  ): Promise<Reaction<null>> {
    const next = await narrowed(turn, this.services, state.filter, values, state.customer ?? '');
    if ('errors' in next) return { again: true, entries: values, errors: next.errors };
    const same = sameFilter(next.filter, state.filter);
    const page = state.page ?? 1;
    state.filter = next.filter;
    if (!same || move === 'show') state.page = 1;
    else state.page = page + (move === 'more' ? 1 : move === 'newer' ? -1 : 0);
    state.file = move === 'csv';
    return { again: true };
  }

  private open(turn: Turn, state: HistoryState, row: string): Reaction<null> {
    const number = typedNumber(row, state.listed?.length ?? 0);
    const order = number && state.listed?.[number - 1];
    if (!order) return { again: true, errors: { order: turn.words.t('history.ask.chooseOrder') } };
    state.open = order;
    return { again: true };
  }

  private async look(turn: Turn, { job, filter, page = 1 }: HistoryState): Promise<HistoryShown> {
    const { desk } = this.services;
    return job === 'orders'
      ? { job, history: await desk.orderHistory(turn.actor, filter, page) }
      : { job, history: await desk.activityLog(turn.actor, filter, page) };
  }

  private async explain({ words, replies }: Turn, text: string, how: string): Promise<void> {
    await replies.text(
      words.t('dialog.ask.useButtons', { text: text.slice(0, LONGEST_ECHO), how: words.t(how) }),
    );
  }
}

function listedIn({ job, history }: HistoryShown): Listed[] {
  if (job !== 'orders') return [];
  return history.rows.items.map(({ customerId, entry }) => ({ customerId, number: entry.number }));
}

function sameFilter(a: HistoryFilter, b: HistoryFilter): boolean {
  return (['customerId', 'from', 'to', 'kind', 'user'] as const).every(
    (key) => (a[key] ?? '') === (b[key] ?? ''),
  );
}
