/** The page of one reservation: what can be begun from it, and what can be changed on it by typing. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { configuredCard } from '../cards/views/configure.js';
import type { Job } from '../cards/views/jobs.js';
import { PAGE_JOBS, reservationCard } from '../cards/views/reservation.js';
import { Refusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { typedConfiguration } from './configure.js';
import type { FlowOptions, GoTo, Services } from './flow.js';
import type { Turn } from './turn.js';

interface ReservationState {
  readonly customerId: string;
  readonly reservationId: string;
}

/** Answered only by going back to the list; else it is left for what it leads to, or closed. */
export class ReservationPrompt extends CardPrompt<ReservationState, GoTo> {
  static readonly id = 'reservation';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(ReservationPrompt.id);
  }

  protected override async show(turn: Turn, state: ReservationState, ask: Ask): Promise<Card> {
    const { customerId, reservationId } = state;
    const page = await this.services.desk.reservationPage(turn.actor, customerId, reservationId);
    return reservationCard(turn.words, page, ask);
  }

  /** "refund" here means this reservation; "reservations" those of this customer. */
  protected override leadsTo(state: ReservationState, job: Job): FlowOptions | undefined {
    const { customerId, reservationId } = state;
    if (!PAGE_JOBS.includes(job)) return undefined;
    return job === 'reservations' ? { customerId } : { customerId, reservationId };
  }

  protected override async read(
    turn: Turn,
    state: ReservationState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<GoTo>> {
    if (answer.by === 'card') return { again: true };
    if (says(turn, 'dialog.commands.back'))
      return { done: { goTo: 'reservations', options: { customerId: state.customerId } } };
    try {
      if (await this.changed(turn, state, answer.text, ask)) return { again: true };
      await turn.replies.text(notUnderstood(turn, answer.text, turn.words.t('dialog.ask.howPage')));
    } catch (error) {
      // What stands in the way stands beside the page, which is shown again.
      if (!(error instanceof Refusal)) throw error;
      await turn.replies.text(wordsOf(turn, error.facts));
    }
    return { again: true };
  }

  /** "scope single", "move to Production", "auto renew on": done at once, and said. False: none of these. */
  private async changed(turn: Turn, state: ReservationState, text: string, ask: Ask): Promise<boolean> {
    const { desk } = this.services;
    const { words, actor, replies } = turn;
    const { customerId, reservationId } = state;
    const on = switched(turn);
    if (on !== undefined) {
      await desk.setAutomaticRenewal(actor, customerId, { reservationId, on }, ask.cardId);
      await replies.text(words.t(on ? 'dialog.stands.automaticOn' : 'dialog.stands.automaticOff'));
      return true;
    }
    const typed = await typedConfiguration(desk, turn, state, text);
    if (!typed) return false;
    if ('problem' in typed) await replies.text(typed.problem);
    else {
      const wish = { reservationId, ...typed.wish };
      const configured = await desk.configure(actor, customerId, wish, ask.cardId);
      await replies.card(configuredCard(words, configured));
    }
    return true;
  }
}

/** Automatic renewal on or off, as it was typed; undefined: neither. */
export function switched(turn: Turn): boolean | undefined {
  if (says(turn, 'dialog.commands.automaticOn')) return true;
  return says(turn, 'dialog.commands.automaticOff') ? false : undefined;
}
