/** What needs attention is looked at: as a whole, or one section of it with its pages; a row is gone to. */
import type { Card } from '../cards/card.js';
import { clean } from '../cards/plain.js';
import type { Ask } from '../cards/views/ask.js';
import { type AttentionTarget, attentionCard, attentionTargets } from '../cards/views/attention.js';
import { attentionListCard } from '../cards/views/attention-list.js';
import { rowLine } from '../cards/views/attention-rows.js';
import type { AttentionRow, Section } from '../domain/answers/attention.js';
import { askedIn } from './attention-words.js';
import {
  type Answer,
  CardPrompt,
  closedAs,
  notUnderstood,
  type Reaction,
  says,
  typedNumber,
} from './card-prompt.js';
import { afterCommand } from './commands.js';
import type { GoTo, Services } from './flow.js';
import { narrowed, typedFields } from './history-filter.js';
import type { Turn } from './turn.js';

export type List = Section | 'dates';

/** What a number on the card leads to. */
type Shown = (GoTo & { readonly line: string }) | { readonly all: Section };

interface AttentionState {
  /** Whose, and what expires between which days. */
  filter: { customerId?: string; from?: string; to?: string };
  /** So many days ahead, until the days themselves are known. */
  days?: number;
  /** What is shown whole: a section, or what expires between days; nothing: all sections. */
  list?: List;
  page?: number;
  /** What stands in the field for the customer; empty: all customers. */
  customer?: string;
  shown?: Shown[];
  /** The file was asked for: the next card has its link. */
  file?: boolean;
}

/** Days ahead that are shown where none are named. */
export const DAYS_AHEAD = 90;

/** What can be done beside going to a row. */
const MOVES = ['expires', 'show', 'more', 'back', 'csv'] as const;
type Move = (typeof MOVES)[number];

const WORDS_FOR: Record<Move, string> = {
  expires: 'dialog.commands.job.expiring',
  show: 'history.typed.show',
  more: 'dialog.commands.more',
  back: 'attention.typed.back',
  csv: 'history.typed.csv',
};

/** Ends where a row is gone to, or where it is closed. */
export class AttentionPrompt extends CardPrompt<AttentionState, GoTo | null> {
  static readonly id = 'attention-prompt';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(AttentionPrompt.id);
  }

  /** What begins these jobs elsewhere turns the page here. */
  override claims(turn: Turn): boolean {
    return says(turn, 'dialog.commands.job.expiring') || says(turn, 'dialog.commands.job.attention');
  }

  protected override async show(turn: Turn, state: AttentionState, ask: Ask): Promise<Card> {
    if (state.list) return await this.showList(turn, state, state.list, ask);
    const { actor, words } = turn;
    const attention = await this.services.desk.attention(actor, whose(state));
    state.shown = attentionTargets(attention).map((target) => shownAs(words, target));
    state.customer = fieldOf(attention.customerName);
    return attentionCard(words, { attention }, ask);
  }

  private async showList(turn: Turn, state: AttentionState, shown: List, ask: Ask): Promise<Card> {
    const { desk, downloads } = this.services;
    const { actor, words } = turn;
    const { days, page = 1 } = state;
    const list =
      shown === 'dates'
        ? await desk.expiring(actor, { ...state.filter, ...(days === undefined ? {} : { days }) }, page)
        : await desk.attentionList(actor, shown, whose(state), page);
    state.page = list.rows.page;
    state.shown = list.rows.items.map((row) => shownAs(words, { row }));
    state.customer = fieldOf(list.customerName);
    if (list.between) {
      state.filter = { ...state.filter, ...list.between };
      delete state.days;
    }
    // A link works once: the card that is shown next has a button for a new one again.
    const { file } = state;
    state.file = false;
    const wish = { actor, job: 'expiring', filter: state.filter, locale: words.locale } as const;
    const offered = downloads && list.between && list.rows.total > 0;
    const csv = !offered ? 'none' : file ? { url: downloads.linkTo(wish) } : 'offered';
    return attentionListCard(words, { list, csv }, ask);
  }

  protected override async read(
    turn: Turn,
    state: AttentionState,
    answer: Answer,
  ): Promise<Reaction<GoTo | null>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text);
    const { action, values } = answer;
    if (action === 'open') return this.open(turn, state, values.row ?? '');
    return await this.move(turn, state, MOVES.find((known) => known === action) ?? 'show', values);
  }

  private async readText(turn: Turn, state: AttentionState, text: string): Promise<Reaction<GoTo | null>> {
    if (says(turn, 'history.typed.close')) return await closedAs(turn, 'history.closed');
    if (says(turn, 'dialog.commands.job.attention')) return overview(state);
    const move = MOVES.find((known) => says(turn, WORDS_FOR[known]));
    if (move === 'csv' && !this.services.downloads) {
      await turn.replies.text(turn.words.t('history.ask.noFile'));
      return { again: true };
    }
    if (move) return await this.move(turn, state, move, {});
    if (/^\d+$/.test(text)) return this.open(turn, state, text);
    if (says(turn, 'history.typed.anything')) {
      delete state.filter.customerId;
      state.page = 1;
      return { again: true };
    }
    const { query, days } = askedIn(turn, afterCommand(turn.words, WORDS_FOR.expires, text) ?? text);
    if (days !== undefined && query === '') return expiresWithin(state, days);
    const fields = typedFields(turn, text);
    if (fields && (fields.customer ?? fields.from ?? fields.to) !== undefined)
      return await this.move(turn, state, 'show', { ...fields });
    const how = state.list === undefined ? 'how' : state.list === 'dates' ? 'howList' : 'howSection';
    await turn.replies.text(notUnderstood(turn, text, turn.words.t(`attention.ask.${how}`)));
    return { again: true };
  }

  /** Narrows first: what is filled in counts whichever button is pressed. Another list begins at its first page. */
  private async move(
    turn: Turn,
    state: AttentionState,
    move: Move,
    values: Readonly<Record<string, string>>,
  ): Promise<Reaction<GoTo | null>> {
    const { customer, from, to } = values;
    const fields = {
      ...(customer === undefined ? {} : { customer }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    const before = state.filter;
    const next = await narrowed(turn, this.services, before, fields, state.customer ?? '');
    if ('errors' in next) return { again: true, entries: values, errors: next.errors };
    const { customerId } = next.filter;
    state.filter = {
      from: next.filter.from ?? '',
      to: next.filter.to ?? '',
      ...(customerId ? { customerId } : {}),
    };
    const page = state.page ?? 1;
    if (move === 'back' && page === 1) return overview(state);
    if (move === 'expires') return expiresWithin(state, DAYS_AHEAD);
    if (from !== undefined || to !== undefined) state.list = 'dates';
    const same = (['customerId', 'from', 'to'] as const).every(
      (key) => (before[key] ?? '') === (state.filter[key] ?? ''),
    );
    state.page = !same || move === 'show' ? 1 : page + STEPS[move];
    state.file = move === 'csv';
    return { again: true };
  }

  private open(turn: Turn, state: AttentionState, row: string): Reaction<GoTo | null> {
    const number = typedNumber(row, state.shown?.length ?? 0);
    const shown = number && state.shown?.[number - 1];
    if (!shown) return { again: true, errors: { row: turn.words.t('attention.ask.choose') } };
    if ('all' in shown) {
      state.list = shown.all;
      state.page = 1;
      return { again: true };
    }
    const { goTo, options, line } = shown;
    return { done: { goTo, options }, stands: turn.words.t('attention.opened', { what: line }) };
  }
}

const STEPS: Readonly<Record<Exclude<Move, 'expires'>, number>> = { show: 0, csv: 0, more: 1, back: -1 };

function whose({ filter: { customerId } }: AttentionState): { customerId?: string } {
  return customerId === undefined ? {} : { customerId };
}

/** A name as it stands in a field. */
function fieldOf(name = ''): string {
  return clean(name).slice(0, 200).trim();
}

function overview(state: AttentionState): Reaction<never> {
  delete state.list;
  state.page = 1;
  return { again: true };
}

function expiresWithin(state: AttentionState, days: number): Reaction<never> {
  state.list = 'dates';
  state.days = days;
  state.page = 1;
  return { again: true };
}

function shownAs(words: Turn['words'], target: AttentionTarget): Shown {
  if ('all' in target) return { all: target.all };
  return { ...goTo(target.row), line: rowLine(words, target.row) };
}

/** The job that goes on with a row, with what is known of it. */
function goTo(row: AttentionRow): GoTo {
  const { customerId } = row;
  switch (row.section) {
    case 'expiring':
    case 'renewing':
    case 'lowUse':
      return { goTo: 'reservations', options: { customerId, reservationId: row.reservationId } };
    case 'requests':
      return { goTo: 'requests', options: { customerId, requestNumber: row.number } };
    case 'waiting': {
      if (row.what === 'cart') return { goTo: 'buy', options: { customerId } };
      const { reservationId } = row;
      return { goTo: row.what, options: { customerId, ...(reservationId ? { reservationId } : {}) } };
    }
    case 'ownPurchases':
      return { goTo: 'permissions', options: { customerId } };
    case 'cap':
      return { goTo: 'customers', options: { customerId } };
    case 'unplaced':
      return { goTo: 'placed', options: { customerId } };
  }
}
