/** Which subscription of the customer? Chosen from the list or by its number; the only one there is at once. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseSubscriptionCard } from '../cards/views/choose-subscription.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, type Reaction, says, typedNumber } from './card-prompt.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

interface ChooseSubscriptionState {
  readonly customerId: string;
  /** Known already. */
  readonly subscriptionId?: string;
  page?: number;
  shown?: string[];
  canAddPlan?: boolean;
}

/** What follows: one of them, or an Azure plan is added. */
export type SubscriptionStep =
  | { readonly step: 'open'; readonly subscriptionId: string }
  | { readonly step: 'addPlan' };

export class ChooseSubscriptionPrompt extends CardPrompt<ChooseSubscriptionState, SubscriptionStep> {
  static readonly id = 'choose-subscription';

  constructor(private readonly services: Services) {
    super(ChooseSubscriptionPrompt.id);
  }

  protected override async known(
    turn: Turn,
    { customerId, subscriptionId }: ChooseSubscriptionState,
  ): Promise<{ done: SubscriptionStep } | undefined> {
    if (subscriptionId !== undefined) return { done: { step: 'open', subscriptionId } };
    const { subscriptions } = await this.services.desk.subscriptions(turn.actor, customerId);
    const [only] = subscriptions.items;
    if (!only || subscriptions.total > 1) return undefined;
    return { done: { step: 'open', subscriptionId: only.subscription.id } };
  }

  protected override async show(turn: Turn, state: ChooseSubscriptionState, ask: Ask): Promise<Card> {
    const list = await this.services.desk.subscriptions(turn.actor, state.customerId, state.page ?? 1);
    state.page = list.subscriptions.page;
    state.canAddPlan = list.canAddPlan;
    state.shown = list.subscriptions.items.map(({ subscription }) => subscription.id);
    return chooseSubscriptionCard(turn.words, list, ask);
  }

  protected override async read(
    turn: Turn,
    state: ChooseSubscriptionState,
    answer: Answer,
  ): Promise<Reaction<SubscriptionStep>> {
    const { words, text } = turn;
    const action = answer.by === 'card' ? answer.action : typedAction(turn);
    if (action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    if (action === 'addPlan' && state.canAddPlan)
      return { done: { step: 'addPlan' }, stands: words.t('dialog.stands.toPlan') };
    const number = typedNumber(text, state.shown?.length ?? 0);
    const typed = number && state.shown?.[number - 1];
    const subscriptionId = answer.by === 'card' ? answer.values.subscription : typed;
    return subscriptionId ? await this.chosen(turn, state.customerId, subscriptionId) : notChosen(turn);
  }

  private async chosen(
    turn: Turn,
    customerId: string,
    subscriptionId: string,
  ): Promise<Reaction<SubscriptionStep>> {
    try {
      const { subscription } = await this.services.desk.subscription(turn.actor, customerId, subscriptionId);
      const stands = turn.words.t('dialog.stands.subscription', { name: subscription.name });
      return { done: { step: 'open', subscriptionId: subscription.id }, stands };
    } catch (error) {
      if (!isRefusal(error, 'SubscriptionNotFound')) throw error;
      return notChosen(turn);
    }
  }
}

function typedAction(turn: Turn): string | undefined {
  return ['more', 'addPlan'].find((action) => says(turn, `dialog.commands.${action}`));
}

function notChosen({ words }: Turn): Reaction<SubscriptionStep> {
  return { again: true, errors: { subscription: words.t('subscription.choose.ask') } };
}
