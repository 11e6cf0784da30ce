/** Adding an Azure plan to a customer, with the acceptance of the agreement where that is not there yet. */

import type { Card } from '../cards/card.js';
import { addPlanCard } from '../cards/views/add-plan.js';
import type { Ask } from '../cards/views/ask.js';
import { subscriptionProblem } from '../domain/policy/purchase.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

/** A prompt that clears the way gives the customer back, to begin again with. */
export interface Cleared {
  readonly customerId: string;
  readonly cleared: boolean;
}

interface AddPlanState {
  readonly customerId: string;
}

/** Offers an Azure plan to a customer that needs one. */
export class AddPlanPrompt extends CardPrompt<AddPlanState, Cleared> {
  static readonly id = 'add-plan';

  constructor(private readonly services: Services) {
    super(AddPlanPrompt.id);
  }

  protected override async show(turn: Turn, { customerId }: AddPlanState, ask: Ask): Promise<Card> {
    const { customer } = await this.services.desk.customer(turn.actor, customerId);
    const elsewhere = customer.subscriptions.filter(({ offer }) => offer === 'other');
    const legacy = customer.subscriptions.find(
      (one) => subscriptionProblem(customer, one) === 'NeedsAzurePlan',
    );
    return addPlanCard(
      turn.words,
      {
        customerName: customer.name,
        agreementSigned: customer.agreement !== undefined,
        elsewhere: elsewhere.map(({ name, offerName }) => offerName ?? name),
        ...(legacy ? { legacy: legacy.name } : {}),
      },
      ask,
    );
  }

  protected override async read(
    turn: Turn,
    { customerId }: AddPlanState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Cleared>> {
    const { words, actor } = turn;
    const { customer } = await this.services.desk.customer(actor, customerId);
    const values = acceptanceOf(turn, answer, customer.agreement !== undefined);
    if (!values) {
      const how = words.t(customer.agreement ? 'dialog.ask.howPlan' : 'dialog.ask.howAgreement');
      await turn.replies.text(notUnderstood(turn, turn.text, how));
      return { again: true };
    }
    try {
      await this.services.desk.addAzurePlan(actor, customerId, values, ask.cardId);
      await turn.replies.text(words.t('dialog.planRecorded', { name: customer.name }));
      return {
        done: { customerId, cleared: true },
        stands: words.t('dialog.stands.plan', { name: customer.name }),
      };
    } catch (error) {
      if (isRefusal(error, 'AgreementInvalid')) {
        const errors = error.facts.fields.map((field) => [field, words.t(`dialog.ask.field.${field}`)]);
        return { again: true, entries: values, errors: Object.fromEntries(errors) };
      }
      if (isRefusal(error, 'AgreementDateInFuture')) {
        return { again: true, entries: values, errors: { date: wordsOf(turn, error.facts) } };
      }
      throw error;
    }
  }
}

/**
 * The acceptance as filled in, or typed as one line: "Ann Lee, ann@fabrikam.example, 2026-03-31". Where the agreement
 * is signed already, typing "add" is enough. Undefined: the answer is none of these.
 */
function acceptanceOf(
  turn: Turn,
  answer: Answer,
  signed: boolean,
): Readonly<Record<string, string>> | undefined {
  if (answer.by === 'card') return answer.action === 'add' ? answer.values : undefined;
  if (signed) return says(turn, 'dialog.commands.addPlan') ? {} : undefined;
  const [name = '', email = '', date = ''] = answer.text.split(/[,;]/).map((part) => part.trim());
  if (email === '') return undefined;
  const [firstName = '', ...rest] = name.split(/\s+/);
  return { firstName, lastName: rest.join(' '), email, date };
}
