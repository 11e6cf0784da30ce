/** What was handed over: the list → one of them → done here and now, declined, or withdrawn (rules section 1). */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseHandoverCard, handoverCard, handoverValue } from '../cards/views/handover.js';
import type { Handover } from '../domain/model.js';
import { isRefusal } from '../domain/refusals.js';
import { BuyDialog } from './buy.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says, typedNumber } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { afterCommand } from './commands.js';
import { ExchangeDialog } from './exchange.js';
import { Flow, type FlowOptions, type FlowStep, type Services } from './flow.js';
import { PermissionsDialog } from './permissions.js';
import { RefundDialog } from './refund.js';
import { type Turn, turnOf } from './turn.js';

const CHOOSE_HANDOVER = 'choose-handover';
const HANDOVER = 'handover';

interface HandoverChosen {
  readonly customerId: string;
  readonly number: string;
}

/** What came of looking at it: taken up, or closed; then what is said. */
interface HandoverLeft {
  readonly takenUp?: true;
  readonly said?: string;
}

export class HandoversDialog extends Flow {
  static readonly id = 'handovers';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) => {
      const { customerId, query } = step.options;
      if (!customerId && !query) return await step.next();
      return await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'handovers' });
    };

    const choose = async (step: FlowStep) => {
      const customerId: string | undefined = step.result;
      return await step.beginDialog(CHOOSE_HANDOVER, customerId ? { customerId } : {});
    };

    const look = async (step: FlowStep) => {
      const chosen: HandoverChosen = step.result;
      Object.assign(step.values, chosen);
      return await step.beginDialog(HANDOVER, chosen);
    };

    const goOn = async (step: FlowStep) => {
      const { takenUp, said }: HandoverLeft = step.result;
      const { customerId, number } = step.values as unknown as HandoverChosen;
      const { actor, replies } = turnOf(step.context);
      if (said) await replies.text(said);
      if (!takenUp) return await step.endDialog();
      const handover = await services.desk.takeUpHandover(actor, customerId, number);
      const { flow, options } = begun(handover);
      return await step.beginDialog(flow, { customerId, ...options });
    };

    super(
      HandoversDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseHandoverPrompt(services),
        new HandoverPrompt(services),
        new BuyDialog(services),
        new RefundDialog(services),
        new ExchangeDialog(services),
        new PermissionsDialog(services),
      ],
      [chooseCustomer, choose, look, goOn],
    );
  }
}

/** The flow in which it is done, begun at its last card. */
function begun({ wish }: Handover): { flow: string; options: FlowOptions } {
  switch (wish.what) {
    case 'cart':
      return { flow: BuyDialog.id, options: { review: true } };
    case 'refund': {
      const { reservationId, quantity } = wish;
      return { flow: RefundDialog.id, options: { reservationId, quantity: String(quantity) } };
    }
    case 'exchange': {
      const typed = <T extends { quantity: number }>(part: T) => ({
        ...part,
        quantity: String(part.quantity),
      });
      const options = { returns: wish.returns.map(typed), purchases: wish.purchases.map(typed) };
      return { flow: ExchangeDialog.id, options };
    }
    case 'permission':
      return { flow: PermissionsDialog.id, options: {} };
  }
}

interface ChooseHandoverState {
  /** Of this customer; absent: those that concern the user. */
  readonly customerId?: string;
  page?: number;
  /** What the rows of the card stand for, for an answer by number. */
  shown?: string[];
}

class ChooseHandoverPrompt extends CardPrompt<ChooseHandoverState, HandoverChosen> {
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(CHOOSE_HANDOVER);
  }

  protected override async show(turn: Turn, state: ChooseHandoverState, ask: Ask): Promise<Card> {
    const { customerId, page = 1 } = state;
    const list = await this.services.desk.handovers(turn.actor, {
      ...(customerId === undefined ? {} : { customerId }),
      page,
    });
    state.page = list.handovers.page;
    state.shown = list.handovers.items.map(handoverValue);
    return chooseHandoverCard(turn.words, list, ask);
  }

  protected override async read(
    turn: Turn,
    state: ChooseHandoverState,
    answer: Answer,
  ): Promise<Reaction<HandoverChosen>> {
    const more = answer.by === 'card' ? answer.action === 'more' : says(turn, 'dialog.commands.more');
    if (more) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    const shown = state.shown ?? [];
    const value =
      answer.by === 'card'
        ? answer.values.handover
        : (shown[(typedNumber(answer.text, shown.length) ?? 0) - 1] ??
          shown.find((one) => one.toLowerCase().endsWith(`/${answer.text.toLowerCase()}`)));
    const [customerId = '', number = ''] = (value ?? '').split('/');
    try {
      await this.services.desk.handover(turn.actor, customerId, number);
      return { done: { customerId, number }, stands: turn.words.t('handover.stands.chosen', { number }) };
    } catch (error) {
      if (!isRefusal(error, 'HandoverNotFound') && !isRefusal(error, 'CustomerNotFound')) throw error;
      return { again: true, errors: { handover: turn.words.t('handover.wrong.handover') } };
    }
  }
}

class HandoverPrompt extends CardPrompt<HandoverChosen, HandoverLeft> {
  constructor(private readonly services: Services) {
    super(HANDOVER);
  }

  /** A reason to decline may well be a question. */
  override claims(turn: Turn): boolean {
    return typed(turn) !== undefined;
  }

  protected override async show(turn: Turn, { customerId, number }: HandoverChosen, ask: Ask): Promise<Card> {
    return handoverCard(turn.words, await this.services.desk.handover(turn.actor, customerId, number), ask);
  }

  protected override async read(
    turn: Turn,
    { customerId, number }: HandoverChosen,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<HandoverLeft>> {
    const { words, actor } = turn;
    const { desk } = this.services;
    const chosen = answer.by === 'card' ? chosenOn(answer) : typed(turn);
    switch (chosen?.action) {
      case 'do':
        return { done: { takenUp: true }, stands: words.t('handover.stands.takenUp', { number }) };
      case 'withdraw': {
        await desk.withdrawHandover(actor, customerId, number, ask.cardId);
        const said = words.t('handover.stands.withdrawn', { number });
        return { done: { said }, stands: said };
      }
      case 'decline':
        return await this.decline(turn, { customerId, number }, chosen.reason, ask);
      default:
        if (answer.by === 'text')
          await turn.replies.text(notUnderstood(turn, answer.text, words.t('handover.how')));
        return { again: true, ...(ask.entries ? { entries: ask.entries } : {}) };
    }
  }

  private async decline(
    turn: Turn,
    { customerId, number }: HandoverChosen,
    reason: string,
    ask: Ask,
  ): Promise<Reaction<HandoverLeft>> {
    const { words, actor } = turn;
    try {
      await this.services.desk.declineHandover(actor, customerId, { number, reason }, ask.cardId);
      const said = words.t('handover.stands.declined', { number });
      return { done: { said }, stands: said };
    } catch (error) {
      if (!isRefusal(error, 'ReasonNeeded')) throw error;
      return { again: true, entries: { reason }, errors: { reason: wordsOf(turn, error.facts) } };
    }
  }
}

const ACTIONS = ['do', 'decline', 'withdraw'] as const;
interface Chosen {
  readonly action: (typeof ACTIONS)[number];
  readonly reason: string;
}

function chosenOn({ action, values }: Extract<Answer, { by: 'card' }>): Chosen | undefined {
  const known = ACTIONS.find((each) => each === action);
  return known && { action: known, reason: values.reason ?? '' };
}

/** "do", "decline The quote is too old", "withdraw". */
function typed(turn: Turn): Chosen | undefined {
  const { words, text } = turn;
  if (says(turn, 'dialog.commands.handover.do')) return { action: 'do', reason: '' };
  if (says(turn, 'dialog.commands.handover.withdraw')) return { action: 'withdraw', reason: '' };
  const reason = afterCommand(words, 'dialog.commands.handover.decline', text);
  return reason === undefined ? undefined : { action: 'decline', reason };
}
