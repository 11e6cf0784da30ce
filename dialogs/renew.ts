/** Renewal: customer → reservation → old price and new, and whether it is automatic → ordered. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import type { Job } from '../cards/views/jobs.js';
import { orderPlacedCard } from '../cards/views/order-placed.js';
import { renewCard } from '../cards/views/renew.js';
import type { OrderPlaced } from '../domain/answers.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt } from './choose-reservation.js';
import { Flow, type FlowOptions, type FlowStep, type Services } from './flow.js';
import { chosenOrFilled, fillInMissing, MissingFactsPrompt } from './missing-facts.js';
import { switched } from './reservation.js';
import { type Turn, turnOf } from './turn.js';

const RENEW = 'renew-reservation';

export class RenewDialog extends Flow {
  static readonly id = 'renew';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'renew' });

    const chooseReservation = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { reservationId } = step.options;
      return await step.beginDialog(ChooseReservationPrompt.id, { job: 'renew', customerId, reservationId });
    };

    const review = async (step: FlowStep) => {
      const { reservationId } = chosenOrFilled(step);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(RENEW, { customerId, reservationId });
    };

    const finish = async (step: FlowStep) => {
      const placed: OrderPlaced = step.result;
      const { replies, words } = turnOf(step.context);
      await replies.card(orderPlacedCard(words, { placed }));
      return await step.endDialog();
    };

    super(
      RenewDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
        new RenewPrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillInMissing, review, finish],
    );
  }
}

interface RenewState {
  readonly customerId: string;
  readonly reservationId: string;
  /** What the card showed: what pressing Renew means. */
  fingerprint?: string;
  changed?: boolean;
}

class RenewPrompt extends CardPrompt<RenewState, OrderPlaced> {
  constructor(private readonly services: Services) {
    super(RENEW);
  }

  /** "renew" here orders it. */
  override claims(turn: Turn): boolean {
    return says(turn, 'dialog.commands.renewNow');
  }

  protected override leadsTo({ customerId, reservationId }: RenewState, job: Job): FlowOptions | undefined {
    return job === 'reservations' ? { customerId, reservationId } : undefined;
  }

  protected override async show(turn: Turn, state: RenewState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const renewal = await desk.renewal(turn.actor, state.customerId, state.reservationId);
    state.fingerprint = renewal.review?.fingerprint ?? '';
    const changed = state.changed === true;
    delete state.changed;
    return renewCard(turn.words, { renewal, changed }, ask);
  }

  protected override async read(
    turn: Turn,
    state: RenewState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<OrderPlaced>> {
    const action = answer.by === 'card' ? answer.action : typedAction(turn);
    if (action === 'renew') return await this.renew(turn, state, ask);
    if (action === 'automaticOn' || action === 'automaticOff') {
      const { customerId, reservationId } = state;
      const wish = { reservationId, on: action === 'automaticOn' };
      await this.services.desk.setAutomaticRenewal(turn.actor, customerId, wish, ask.cardId);
      await turn.replies.text(turn.words.t(`dialog.stands.${action}`));
      return { again: true };
    }
    if (answer.by === 'text')
      await turn.replies.text(notUnderstood(turn, answer.text, turn.words.t('dialog.ask.howRenew')));
    return { again: true };
  }

  private async renew(turn: Turn, state: RenewState, ask: Ask): Promise<Reaction<OrderPlaced>> {
    const { words, actor } = turn;
    const { customerId, reservationId, fingerprint = '' } = state;
    try {
      const reviewed = { reservationId, fingerprint };
      const placed = await this.services.desk.renew(actor, customerId, reviewed, ask.cardId);
      const { number, total, currency } = placed.order;
      const stands = words.t('dialog.stands.ordered', { number, total: words.money(total, currency) });
      return { done: placed, stands };
    } catch (error) {
      if (!isRefusal(error, 'ReviewChanged')) throw error;
      state.changed = true;
      return { again: true };
    }
  }
}

function typedAction(turn: Turn): string {
  const on = switched(turn);
  if (on !== undefined) return on ? 'automaticOn' : 'automaticOff';
  return says(turn, 'dialog.commands.renewNow') ? 'renew' : '';
}
