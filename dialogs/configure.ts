/** Configuration: customer → reservation → scope and subscription → changed. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { configureCard, configuredCard, subscriptionMeant } from '../cards/views/configure.js';
import { scopeName } from '../cards/views/names.js';
import type { ConfigurationForm, Configured } from '../domain/answers.js';
import type { Desk } from '../domain/desk.js';
import { SCOPES, type Scope } from '../domain/model.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import { type Answer, CardPrompt, isOneOf, notUnderstood, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { ChooseReservationPrompt } from './choose-reservation.js';
import { afterCommand, asTyped } from './commands.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { chosenOrFilled, fillInMissing, MissingFactsPrompt } from './missing-facts.js';
import { type Turn, turnOf } from './turn.js';

const CONFIGURE = 'configure-reservation';

export class ConfigureDialog extends Flow {
  static readonly id = 'configure';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'configure' });

    const chooseReservation = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { reservationId } = step.options;
      return await step.beginDialog(ChooseReservationPrompt.id, {
        job: 'configure',
        customerId,
        reservationId,
      });
    };

    const configure = async (step: FlowStep) => {
      const { reservationId } = chosenOrFilled(step);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(CONFIGURE, { customerId, reservationId });
    };

    const finish = async (step: FlowStep) => {
      const configured: Configured = step.result;
      const { replies, words } = turnOf(step.context);
      await replies.card(configuredCard(words, configured));
      return await step.endDialog();
    };

    super(
      ConfigureDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
        new ConfigurePrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillInMissing, configure, finish],
    );
  }
}

interface ConfigureState {
  readonly customerId: string;
  readonly reservationId: string;
  /** As the card shows it: what is left so is no wish, also where somebody has changed it since. */
  shown?: Wish;
}

/** Refusals that are about the subscription that was chosen, and so are said beside it. */
const FIELD_OF: Partial<Record<RefusalCode, 'subscription'>> = {
  NeedsAccess: 'subscription',
  SubscriptionNotFound: 'subscription',
  SubscriptionElsewhere: 'subscription',
  SubscriptionNotActive: 'subscription',
  NeedsAzurePlan: 'subscription',
};

class ConfigurePrompt extends CardPrompt<ConfigureState, Configured> {
  constructor(private readonly services: Services) {
    super(CONFIGURE);
  }

  protected override async show(turn: Turn, state: ConfigureState, ask: Ask): Promise<Card> {
    const { customerId, reservationId } = state;
    const form = await this.services.desk.configurationForm(turn.actor, customerId, reservationId);
    const { scope, subscriptionId } = form.reservation;
    state.shown = { scope, subscriptionId };
    return configureCard(turn.words, form, ask);
  }

  protected override async read(
    turn: Turn,
    state: ConfigureState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Configured>> {
    const { desk } = this.services;
    const { words, replies } = turn;
    if (answer.by === 'card') {
      if (answer.action !== 'save') return { again: true, entries: answer.values };
      const form = await desk.configurationForm(turn.actor, state.customerId, state.reservationId);
      const chosen = chosenConfiguration(turn, form, answer.values, state.shown ?? {});
      if (chosen.errors) return { again: true, entries: answer.values, errors: chosen.errors };
      return await this.save(turn, state, chosen.wish, answer.values, ask);
    }
    if (says(turn, 'dialog.commands.save')) return await this.save(turn, state, {}, {}, ask);
    const typed = await typedConfiguration(desk, turn, state, answer.text);
    if (!typed) {
      await replies.text(notUnderstood(turn, answer.text, words.t('dialog.ask.howConfigure')));
      return { again: true };
    }
    if ('problem' in typed) return { again: true, errors: { [typed.field]: typed.problem } };
    return await this.save(turn, state, typed.wish, {}, ask);
  }

  private async save(
    turn: Turn,
    { customerId, reservationId }: ConfigureState,
    wish: Wish,
    entries: Readonly<Record<string, string>>,
    ask: Ask,
  ): Promise<Reaction<Configured>> {
    const { words, actor } = turn;
    try {
      const { desk } = this.services;
      const configured = await desk.configure(actor, customerId, { reservationId, ...wish }, ask.cardId);
      const { scope, subscriptionName } = configured.after;
      const stands = { scope: scopeName(words, scope), subscription: subscriptionName };
      return { done: configured, stands: words.t('dialog.stands.configured', stands) };
    } catch (error) {
      const field = error instanceof Refusal ? FIELD_OF[error.facts.code] : undefined;
      if (!(error instanceof Refusal) || !field) throw error;
      return { again: true, entries, errors: { [field]: wordsOf(turn, error.facts) } };
    }
  }
}

interface Wish {
  readonly scope?: Scope;
  readonly subscriptionId?: string;
}

/** What the card's fields come to; what they do not name, or leave as it was shown, stays as it is. */
function chosenConfiguration(
  turn: Turn,
  { subscriptions }: ConfigurationForm,
  { scope = '', subscription = '' }: Readonly<Record<string, string>>,
  shown: Wish,
): { readonly wish: Wish; readonly errors?: Record<string, string> } {
  const known = SCOPES.find((each) => each === scope);
  const meant = subscriptionMeant(turn.words, subscriptions, subscription);
  const errors = {
    ...(scope !== '' && !known ? { scope: turn.words.t('dialog.ask.noSuchScope') } : {}),
    ...(subscription.trim() !== '' && !meant
      ? { subscription: noSuch(turn, subscriptions, subscription) }
      : {}),
  };
  return {
    wish: {
      ...(known && known !== shown.scope ? { scope: known } : {}),
      ...(meant && meant.id !== shown.subscriptionId ? { subscriptionId: meant.id } : {}),
    },
    ...(Object.keys(errors).length > 0 ? { errors } : {}),
  };
}

type Typed = { readonly wish: Wish } | { readonly field: 'scope' | 'subscription'; readonly problem: string };

/** "single", "scope shared", "move to Production": what it comes to, or what is wrong with it; undefined: none of these. */
export async function typedConfiguration(
  desk: Desk,
  turn: Turn,
  { customerId, reservationId }: ConfigureState,
  text: string,
): Promise<Typed | undefined> {
  const { words } = turn;
  const scopeText = afterCommand(words, 'dialog.commands.scope', text);
  const named = asTyped(scopeText || text, words);
  const scope = SCOPES.find((each) => isOneOf(turn, `dialog.commands.item.${each}`, named));
  if (scope) return { wish: { scope } };
  if (scopeText !== undefined) return { field: 'scope', problem: words.t('dialog.ask.noSuchScope') };
  const name = afterCommand(words, 'dialog.commands.moveTo', text);
  if (name === undefined) return undefined;
  const { subscriptions } = await desk.configurationForm(turn.actor, customerId, reservationId);
  const meant = subscriptionMeant(words, subscriptions, name);
  return meant
    ? { wish: { subscriptionId: meant.id } }
    : { field: 'subscription', problem: noSuch(turn, subscriptions, name) };
}

/** How many subscriptions are named to choose from. */
const MOST_NAMED = 6;

function noSuch({ words }: Turn, subscriptions: readonly { readonly name: string }[], text: string): string {
  const names = subscriptions.slice(0, MOST_NAMED).map(({ name }) => name.slice(0, 60));
  return words.t('dialog.ask.noSuchSubscription', { text: text.slice(0, 60), names: words.anyOf(names) });
}
