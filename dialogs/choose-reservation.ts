/** Which reservation of the customer, and how many of it? */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseReservationCard, type ReservationJob } from '../cards/views/choose-reservation.js';
import { productLine } from '../cards/views/names.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import type { ReservationSearch } from '../domain/use-cases/customers.js';
import { type Answer, CardPrompt, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { commandWords, NUMBERED } from './commands.js';
import type { Services } from './flow.js';
import { type MISSING, toMissing } from './missing-facts.js';
import { notNamed } from './one-line/not-named.js';
import { isNamed, quantityOf, type Said } from './one-line/wish.js';
import type { Turn } from './turn.js';

export interface ChooseReservationState {
  readonly job: ReservationJob;
  readonly customerId: string;
  /** Known already. */
  readonly reservationId?: string;
  /** What was said of it, and of how many. */
  readonly said?: Said | undefined;
  /** Only these are asked about: they fit what was said. */
  among?: string[];
  /** Known already; empty: all of it. */
  readonly quantity?: string;
  page?: number;
  shown?: string[];
  /** Of others something is missing, and can be filled in. */
  incomplete?: boolean;
}

export interface ReservationChosen {
  readonly reservationId: string;
  /** As typed and checked; empty: all of it. */
  readonly quantity: string;
}

const FIELD_OF: Partial<Record<RefusalCode, 'quantity' | 'reservation'>> = {
  QuantityNotWhole: 'quantity',
  QuantityOutOfRange: 'quantity',
  ReservationNotFound: 'reservation',
  ReservationBusy: 'reservation',
  ReservationExpired: 'reservation',
  ReservationNotStarted: 'reservation',
  NotReturnable: 'reservation',
  NothingToRefund: 'reservation',
};

/** Which of them come into question. One that is named is looked at whatever its state is. */
const LISTED: Record<ReservationJob, Omit<ReservationSearch, 'page'>> = {
  refund: { returnable: true },
  reservations: {},
  compare: { returnable: true },
  configure: { state: 'active' },
  renew: { state: 'active' },
};

export class ChooseReservationPrompt extends CardPrompt<
  ChooseReservationState,
  ReservationChosen | typeof MISSING
> {
  static readonly id = 'choose-reservation';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(ChooseReservationPrompt.id);
  }

  /** One that is named is taken, unless it still has to be asked how many of it. */
  protected override async known(
    turn: Turn,
    state: ChooseReservationState,
  ): Promise<Reaction<ReservationChosen> | undefined> {
    if (!state.reservationId) return state.said && (await this.named(turn, state, state.said));
    const { reservation } = await this.services.desk.reservation(
      turn.actor,
      state.customerId,
      state.reservationId,
    );
    const { quantity } = state;
    if (state.job === 'refund' && reservation.quantity > 1 && quantity === undefined) return undefined;
    return { done: { reservationId: reservation.id, quantity: quantity ?? '' } };
  }

  /** The one that was named in words; where several fit, those are asked about, with what was said of how many. */
  private async named(
    turn: Turn,
    state: ChooseReservationState,
    said: Said,
  ): Promise<Reaction<ReservationChosen>> {
    const quantity = quantityOf(said);
    const entries: Record<string, string> = quantity ? { quantity } : {};
    if (!isNamed(said)) return { again: true, entries };
    const found = await this.services.desk.reservationsNamed(turn.actor, state.customerId, said);
    const [only] = found.reservations;
    if (only) state.among = found.reservations.map(({ reservation }) => reservation.id);
    if (!only || found.approximate) {
      const { customer } = await this.services.desk.customer(turn.actor, state.customerId);
      return {
        again: true,
        entries,
        errors: { reservation: notNamed(turn.words, said, only, customer.name) },
      };
    }
    if (found.reservations.length > 1) return { again: true, entries };
    const chosen = { ...entries, reservation: only.reservation.id };
    const asksHowMany = state.job === 'refund' && only.returnable && only.reservation.quantity > 1;
    if (asksHowMany && !quantity) return { again: true, entries: chosen };
    return await this.chosen(turn, state, only.reservation.id, quantity, chosen);
  }

  protected override async show(turn: Turn, state: ChooseReservationState, ask: Ask): Promise<Card> {
    const search = {
      page: state.page ?? 1,
      ...(state.reservationId === undefined ? LISTED[state.job] : { only: state.reservationId }),
    };
    const { customerName, reservations, incomplete, leftOut } = await this.services.desk.reservations(
      turn.actor,
      state.customerId,
      { ...search, ...(state.among === undefined ? {} : { among: state.among }) },
    );
    state.page = reservations.page;
    state.incomplete = incomplete > 0;
    state.shown = reservations.items.map(({ reservation }) => reservation.id);
    return chooseReservationCard(
      turn.words,
      { job: state.job, customerName, reservations, incomplete, leftOut },
      ask,
    );
  }

  protected override async read(
    turn: Turn,
    state: ChooseReservationState,
    answer: Answer,
  ): Promise<Reaction<ReservationChosen | typeof MISSING>> {
    const typed = answer.by === 'text' && state.incomplete === true && says(turn, 'missing.typed');
    if (typed) return toMissing(turn);
    if (answer.by === 'text') return await this.readText(turn, state, answer.text);
    const { action, values } = answer;
    if (action === 'missing') return toMissing(turn);
    if (action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true, entries: values };
    }
    if (!values.reservation) {
      return {
        again: true,
        entries: values,
        errors: { reservation: turn.words.t('dialog.ask.chooseReservation') },
      };
    }
    return await this.chosen(turn, state, values.reservation, values.quantity ?? '', values);
  }

  /** "2", or "2 x 3" for three of the second. */
  private async readText(
    turn: Turn,
    state: ChooseReservationState,
    text: string,
  ): Promise<Reaction<ReservationChosen>> {
    if (says(turn, 'dialog.commands.more')) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    const typed = NUMBERED.exec(text);
    const reservationId = typed && state.shown?.[Number(typed[1]) - 1];
    if (!reservationId) {
      const key = typed ? 'dialog.ask.noSuchNumber' : 'dialog.ask.chooseReservation';
      return { again: true, errors: { reservation: turn.words.t(key, { number: text.slice(0, 20) }) } };
    }
    const quantity = typed[2] ?? quantityOf(state.said);
    return await this.chosen(turn, state, reservationId, quantity, { reservation: reservationId, quantity });
  }

  private async chosen(
    turn: Turn,
    state: ChooseReservationState,
    reservationId: string,
    typedQuantity: string,
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<ReservationChosen>> {
    const { desk } = this.services;
    const quantity = isAll(turn, typedQuantity) ? '' : typedQuantity;
    try {
      const { reservation } = await desk.reservation(turn.actor, state.customerId, reservationId);
      const part =
        state.job === 'refund'
          ? await desk.checkReturn(
              turn.actor,
              state.customerId,
              { reservationId, quantity },
              turn.words.locale,
            )
          : reservation.quantity;
      const product = productLine(turn.words, reservation.product);
      const stands = turn.words.t('dialog.stands.reservation', { quantity: part, product });
      return { done: { reservationId, quantity }, stands };
    } catch (error) {
      const field = error instanceof Refusal ? FIELD_OF[error.facts.code] : undefined;
      if (!(error instanceof Refusal) || !field) throw error;
      return { again: true, entries, errors: { [field]: wordsOf(turn, error.facts) } };
    }
  }
}

function isAll(turn: Turn, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase(turn.words.locale);
  return wanted === '' || commandWords(turn.words, 'dialog.commands.all').includes(wanted);
}
