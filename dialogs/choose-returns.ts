/** Which reservations are returned in an exchange, and how many of each? */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseReturnsCard } from '../cards/views/choose-returns.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import type { ReturnWish } from '../domain/use-cases/exchanging.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { commandWords } from './commands.js';
import type { Services } from './flow.js';
import { type MISSING, toMissing } from './missing-facts.js';
import { notNamed } from './one-line/not-named.js';
import { isNamed, quantityOf, type Said } from './one-line/wish.js';
import type { Turn } from './turn.js';

interface ChooseReturnsState {
  readonly customerId: string;
  /** The one to return, where that is known. */
  readonly reservationId?: string;
  /** What was said of them, and of how many. */
  readonly said?: readonly Said[] | undefined;
  /** Only these are asked about: they fit what was said. */
  among?: string[];
  page?: number;
  shown?: string[];
  /** Of others something is missing, and can be filled in. */
  incomplete?: boolean;
  /** What is chosen, on this page and others. */
  chosen?: string[];
}

/** Refusals that are about the choice itself, and so are said beside it. */
const RETURNS_FIELD: Partial<Record<RefusalCode, true>> = {
  NothingReturned: true,
  TooManyReturned: true,
  ReservationNotFound: true,
  ReservationBusy: true,
  ReservationExpired: true,
  ReservationNotStarted: true,
  NotReturnable: true,
  CurrenciesDiffer: true,
  FamiliesDiffer: true,
  ResellersDiffer: true,
  ReturnedTwice: true,
  QuantityNotWhole: true,
  QuantityOutOfRange: true,
};

export class ChooseReturnsPrompt extends CardPrompt<ChooseReturnsState, ReturnWish[] | typeof MISSING> {
  static readonly id = 'choose-returns';

  constructor(private readonly services: Services) {
    super(ChooseReturnsPrompt.id);
  }

  /** Those that were named in words; where several fit one of them, those are asked about. */
  protected override async known(
    turn: Turn,
    state: ChooseReturnsState,
  ): Promise<Reaction<ReturnWish[]> | undefined> {
    const { desk } = this.services;
    const said = (state.said ?? []).filter(isNamed);
    const wishes: ReturnWish[] = [];
    for (const one of said) {
      const { reservations, approximate } = await desk.reservationsNamed(turn.actor, state.customerId, one);
      const fitting = reservations.map(({ reservation }) => reservation.id);
      const [only] = fitting;
      if (only && !approximate && fitting.length === 1) {
        wishes.push({ reservationId: only, quantity: quantityOf(one) });
        continue;
      }
      const { customer } = await desk.customer(turn.actor, state.customerId);
      if (only && said.length === 1) state.among = fitting;
      const errors = { reservations: notNamed(turn.words, one, only, customer.name) };
      const found = wishes.map(({ reservationId, quantity }): [string, string] => [
        reservationId,
        quantity ?? '',
      ]);
      const quantities = [...found, ...fitting.map((id): [string, string] => [id, quantityOf(one)])];
      const entries = entriesOf(
        quantities,
        found.map(([id]) => id),
      );
      return { again: true, entries, ...(only && !approximate ? {} : { errors }) };
    }
    if (wishes.length === 0) return undefined;
    const quantities = wishes.map(({ reservationId, quantity }): [string, string] => [
      reservationId,
      quantity ?? '',
    ]);
    return await this.chosen(
      turn,
      state,
      wishes,
      entriesOf(
        quantities,
        quantities.map(([id]) => id),
      ),
    );
  }

  protected override async show(turn: Turn, state: ChooseReturnsState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const search = {
      page: state.page ?? 1,
      returnable: true,
      ...(state.reservationId === undefined ? {} : { first: state.reservationId }),
      ...(state.among === undefined ? {} : { among: state.among }),
    };
    const found = await desk.reservations(turn.actor, state.customerId, search);
    const { customerName, reservations, incomplete, leftOut } = found;
    state.page = reservations.page;
    state.incomplete = incomplete > 0;
    state.shown = reservations.items.map(({ reservation }) => reservation.id);
    const before = listed(ask.entries?.reservations ?? state.reservationId ?? '');
    const values = await desk.exchangeValues(turn.actor, state.customerId, [...state.shown, ...before]);
    // What can no longer be returned is no longer chosen: a colleague may have been first.
    state.chosen = before.filter((id) => Object.hasOwn(values, id));
    const entries = { ...ask.entries, reservations: state.chosen.join(',') };
    return chooseReturnsCard(
      turn.words,
      { customerName, reservations, incomplete, values, leftOut },
      { ...ask, entries },
    );
  }

  protected override async read(
    turn: Turn,
    state: ChooseReturnsState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<ReturnWish[] | typeof MISSING>> {
    const typed = answer.by === 'text' && state.incomplete === true && says(turn, 'missing.typed');
    if (typed) return toMissing(turn);
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask.entries ?? {});
    if (answer.action === 'missing') return toMissing(turn);
    const elsewhere = (state.chosen ?? []).filter((id) => !state.shown?.includes(id));
    const chosen = [...elsewhere, ...listed(answer.values.reservations ?? '')];
    const entries = { ...ask.entries, ...answer.values, reservations: chosen.join(',') };
    if (answer.action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true, entries };
    }
    const wishes = chosen.map((reservationId) => ({
      reservationId,
      quantity: entries[`quantity_${reservationId}` as keyof typeof entries] ?? '',
    }));
    return await this.chosen(turn, state, wishes, entries);
  }

  /** "1, 3", or "1 x 2" for two of the first. */
  private async readText(
    turn: Turn,
    state: ChooseReturnsState,
    text: string,
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<ReturnWish[]>> {
    if (says(turn, 'dialog.commands.more')) {
      state.page = (state.page ?? 1) + 1;
      return { again: true, entries };
    }
    const wishes: ReturnWish[] = [];
    const only = state.said?.length === 1 ? state.said[0] : undefined;
    const and = commandWords(turn.words, 'dialog.commands.and').join('|');
    for (const part of text.split(new RegExp(`[,;]|\\b(?:${and})\\b`, 'i'))) {
      const typed = /^(\d{1,2})(?:\s*[x×*]\s*(\d+))?$/.exec(part.trim());
      const reservationId = typed && state.shown?.[Number(typed[1]) - 1];
      if (!reservationId) {
        const how = turn.words.t('dialog.ask.howReturns');
        return {
          again: true,
          entries,
          errors: { reservations: notUnderstood(turn, text, how) },
        };
      }
      wishes.push({ reservationId, quantity: typed[2] ?? quantityOf(only) });
    }
    return await this.chosen(turn, state, wishes, {});
  }

  private async chosen(
    turn: Turn,
    state: ChooseReturnsState,
    wishes: readonly ReturnWish[],
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<ReturnWish[]>> {
    const { words } = turn;
    try {
      if (wishes.length === 0) throw new Refusal({ code: 'NothingReturned' });
      const wish = { returns: wishes, purchases: [] };
      const checked = await this.services.desk.exchangeSoFar(
        turn.actor,
        state.customerId,
        wish,
        words.locale,
      );
      const value = words.money(checked.returnedValue, checked.currency);
      const returns = checked.returns.map(({ reservationId, quantity }) => ({
        reservationId,
        quantity: String(quantity),
      }));
      return { done: returns, stands: words.t('dialog.stands.returns', { count: returns.length, value }) };
    } catch (error) {
      if (!(error instanceof Refusal) || !RETURNS_FIELD[error.facts.code]) throw error;
      return { again: true, entries, errors: { reservations: wordsOf(turn, error.facts) } };
    }
  }
}

/** The fields of the card: how many of which, and which are chosen. */
function entriesOf(
  quantities: readonly (readonly [id: string, quantity: string])[],
  chosen: readonly string[],
): Record<string, string> {
  const fields = quantities.map(([id, quantity]): [string, string] => [`quantity_${id}`, quantity]);
  return { ...Object.fromEntries(fields), reservations: chosen.join(',') };
}

/** The ids that a field for several holds, joined by commas. */
function listed(ids: string): string[] {
  return ids.split(',').filter((id) => id !== '');
}
