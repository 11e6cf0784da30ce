/** Refunds: customer → reservation and how many of it → quote with contact preferences → filed. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { refundQuoteCard } from '../cards/views/refund-quote.js';
import { requestFiledCard } from '../cards/views/request-filed.js';
import type { RequestFiled } from '../domain/answers.js';
import { compare } from '../domain/money.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt, type ReservationChosen } from './choose-reservation.js';
import { contactErrors, contactFrom, presetContact, sayWhoWasFirst } from './filing.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { MISSING, MissingFactsPrompt } from './missing-facts.js';
import { type Turn, turnOf } from './turn.js';

const REFUND_QUOTE = 'refund-quote';

export class RefundDialog extends Flow {
  static readonly id = 'refund';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'refund' });

    const chooseReservation = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { reservationId, quantity, said } = step.options;
      return await step.beginDialog(ChooseReservationPrompt.id, {
        job: 'refund',
        customerId,
        reservationId,
        quantity,
        said: said?.returns[0],
      });
    };

    const fillIn = async (step: FlowStep) => {
      const chosen: ReservationChosen | typeof MISSING = step.result;
      if (chosen !== MISSING) return await step.next(chosen);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(MissingFactsPrompt.id, { customerId });
    };

    const howMany = async (step: FlowStep) => {
      const known: ReservationChosen | string = step.result;
      if (typeof known !== 'string') return await step.next(known);
      const { customerId } = step.values as { customerId: string };
      const options = { job: 'refund', customerId, reservationId: known };
      return await step.beginDialog(ChooseReservationPrompt.id, options);
    };

    const quote = async (step: FlowStep) => {
      const chosen: ReservationChosen = step.result;
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(REFUND_QUOTE, { customerId, ...chosen });
    };

    const finish = async (step: FlowStep) => {
      const filed: RequestFiled = step.result;
      const { replies, words } = turnOf(step.context);
      await replies.card(requestFiledCard(words, filed));
      return await step.endDialog();
    };

    super(
      RefundDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
        new RefundQuotePrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillIn, howMany, quote, finish],
    );
  }
}

interface RefundQuoteState extends ReservationChosen {
  readonly customerId: string;
  quoteId?: string;
  /** What falls away over the cap, as the card says it; empty: nothing. */
  loss?: string;
  changed?: boolean;
}

class RefundQuotePrompt extends CardPrompt<RefundQuoteState, RequestFiled> {
  constructor(private readonly services: Services) {
    super(REFUND_QUOTE);
  }

  protected override async show(turn: Turn, state: RefundQuoteState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const answer = await desk.quoteRefund(turn.actor, state.customerId, state, turn.words.locale);
    const { fallsAway, currency } = answer.quote.figures;
    state.quoteId = answer.quote.id;
    state.loss = compare(fallsAway, '0') > 0 ? turn.words.money(fallsAway, currency) : '';
    const changed = state.changed === true;
    delete state.changed;
    const entries = { ...(await presetContact(desk, turn)), ...ask.entries };
    return refundQuoteCard(turn.words, { answer, changed }, { ...ask, entries });
  }

  override handsOver({ quoteId }: RefundQuoteState): string {
    return `quote/${quoteId ?? ''}`;
  }

  protected override async read(
    turn: Turn,
    state: RefundQuoteState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<RequestFiled>> {
    if (answer.by === 'card') {
      if (answer.action !== 'file') return { again: true, entries: answer.values };
      const acceptsLoss = answer.values.acceptsLoss === 'yes';
      return await this.file(turn, state, acceptsLoss, answer.values, ask);
    }
    const entries = { ...(await presetContact(this.services.desk, turn)), ...ask.entries };
    if (says(turn, 'dialog.commands.acceptLoss')) return await this.file(turn, state, true, entries, ask);
    if (!says(turn, 'dialog.commands.file')) {
      const how = turn.words.t('dialog.ask.howQuote');
      await turn.replies.text(notUnderstood(turn, answer.text, how));
      return { again: true, entries };
    }
    if (state.loss) {
      await turn.replies.text(turn.words.t('dialog.ask.typeLoss', { amount: state.loss }));
      return { again: true, entries };
    }
    return await this.file(turn, state, false, entries, ask);
  }

  private async file(
    turn: Turn,
    state: RefundQuoteState,
    acceptsLoss: boolean,
    entries: Readonly<Record<string, string>>,
    ask: Ask,
  ): Promise<Reaction<RequestFiled>> {
    const { words, actor } = turn;
    const filing = { quoteId: state.quoteId ?? '', acceptsLoss, contact: contactFrom(entries) };
    try {
      const filed = await this.services.desk.fileRefund(actor, state.customerId, filing, ask.cardId);
      const { quote, number } = filed.request;
      const amount =
        quote?.kind === 'refund' ? words.money(quote.figures.payable, quote.figures.currency) : '';
      return { done: filed, stands: words.t('dialog.stands.filed', { number, amount }) };
    } catch (error) {
      if (isRefusal(error, 'ContactInvalid')) {
        return { again: true, entries, errors: contactErrors(turn, error.facts.fields) };
      }
      if (isRefusal(error, 'QuoteChanged')) await sayWhoWasFirst(turn, error.facts.first);
      if (isRefusal(error, 'QuoteChanged') || isRefusal(error, 'LossNotAccepted')) {
        state.changed = true;
        return { again: true, entries };
      }
      throw error;
    }
  }
}
