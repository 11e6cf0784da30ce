/** One subscription: its Owners are recorded here; access, an Azure plan and buying are steps of their own. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { subscriptionCard } from '../cards/views/subscription.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import type { Services } from './flow.js';
import { changed, fromList, typedPerson, type Verb } from './people.js';
import type { Turn } from './turn.js';

interface SubscriptionState {
  readonly customerId: string;
  readonly subscriptionId: string;
  /** Of the Owners. */
  page?: number;
  name?: string;
  /** Who stands on the card by number: those who were given access, and the Owners. */
  given?: string[];
  owners?: string[];
  canAddPlan?: boolean;
}

interface Next {
  readonly step: 'access' | 'addPlan';
}

/** By button of the card. */
const VERB_OF: ReadonlyMap<string, Verb> = new Map([
  ['recordOwner', 'owner'],
  ['removeOwner', 'removeOwner'],
]);

/** Where the card asks for whom it is about; access has a card of its own. */
const FIELD_OF: Partial<Record<Verb, 'email' | 'owner'>> = { owner: 'email', removeOwner: 'owner' };
const MISSING = { email: 'dialog.ask.field.email', owner: 'subscription.askOwner' } as const;

export class SubscriptionPrompt extends CardPrompt<SubscriptionState, Next> {
  static readonly id = 'subscription';

  constructor(private readonly services: Services) {
    super(SubscriptionPrompt.id);
  }

  protected override async show(turn: Turn, state: SubscriptionState, ask: Ask): Promise<Card> {
    const { customerId, subscriptionId, page = 1 } = state;
    const detail = await this.services.desk.subscription(turn.actor, customerId, subscriptionId, page);
    state.page = detail.owners.page;
    state.name = detail.subscription.name;
    state.given = detail.given.items.map(({ id }) => id);
    state.owners = [...detail.owners.items];
    state.canAddPlan = detail.canAddPlan;
    return subscriptionCard(turn.words, detail, ask);
  }

  /** "access" is about this subscription here. */
  override claims(turn: Turn): boolean {
    return says(turn, 'dialog.commands.job.access');
  }

  protected override async read(
    turn: Turn,
    state: SubscriptionState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Next>> {
    const { words, replies } = turn;
    const action = answer.by === 'card' ? answer.action : typedAction(turn);
    if (action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    if (action === 'access') return toAccess(turn, state);
    if (action === 'addPlan' && state.canAddPlan)
      return { done: { step: 'addPlan' }, stands: words.t('dialog.stands.toPlan') };
    const person = answer.by === 'card' ? undefined : typedPerson(turn);
    const verb = person?.verb ?? VERB_OF.get(action ?? '');
    if (verb) {
      const values = answer.by === 'card' ? answer.values : {};
      const who = person?.who ?? (verb === 'owner' ? values.email : values.owner) ?? '';
      return await this.change(turn, state, verb, who.trim(), person !== undefined, ask);
    }
    if (answer.by === 'text')
      await replies.text(notUnderstood(turn, answer.text, words.t('subscription.how')));
    return { again: true };
  }

  private async change(
    turn: Turn,
    state: SubscriptionState,
    verb: Verb,
    named: string,
    typed: boolean,
    ask: Ask,
  ): Promise<Reaction<Next>> {
    const { desk } = this.services;
    const { actor, words } = turn;
    const { customerId, subscriptionId } = state;
    const numbered = { withdraw: state.given, removeOwner: state.owners, grant: [], owner: [] };
    const who = typed ? fromList(named, numbered[verb]) : named;
    const field = FIELD_OF[verb];
    if (who === '' && field) return { again: true, errors: { [field]: words.t(MISSING[field]) } };
    if (who === '') return toAccess(turn, state);
    return await changed(turn, verb, field && { id: field, value: who }, async () => {
      if (verb === 'owner' || verb === 'removeOwner') {
        const wish = { subscriptionId, who, owner: verb === 'owner' };
        return await desk.setOwner(actor, customerId, wish, ask.cardId);
      }
      const change = verb === 'grant' ? desk.grantAccess : desk.withdrawAccess;
      return await change(actor, customerId, { subscriptionId, who }, ask.cardId);
    });
  }
}

function toAccess({ words }: Turn, { name = '' }: SubscriptionState): Reaction<Next> {
  return { done: { step: 'access' }, stands: words.t('dialog.stands.toAccess', { name }) };
}

function typedAction(turn: Turn): string | undefined {
  if (says(turn, 'dialog.commands.job.access')) return 'access';
  return ['more', 'addPlan'].find((action) => says(turn, `dialog.commands.${action}`));
}
