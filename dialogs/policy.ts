/** The refund policy: the one in force → another one put in force. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { policyCard, policyName } from '../cards/views/partner/policy.js';
import { REFUND_POLICIES, type RefundPolicyId } from '../domain/model.js';
import { type Answer, isOneOf, notUnderstood, type Reaction } from './card-prompt.js';
import { afterCommand } from './commands.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { PartnerPrompt, type PartnerState } from './partner-prompt.js';
import type { Turn } from './turn.js';

const POLICY = 'policy-in-force';

export class PolicyDialog extends Flow {
  static readonly id = 'policy';

  constructor(services: Services) {
    const look = async (step: FlowStep) => await step.beginDialog(POLICY, { said: step.options.query ?? '' });

    const finish = async (step: FlowStep) => await step.endDialog();

    super(PolicyDialog.id, [new PolicyPrompt(services)], [look, finish]);
  }
}

class PolicyPrompt extends PartnerPrompt<PartnerState> {
  constructor(private readonly services: Services) {
    super(POLICY);
  }

  protected override async show(turn: Turn, _state: PartnerState, ask: Ask): Promise<Card> {
    return policyCard(turn.words, await this.services.desk.policy(turn.actor), ask);
  }

  protected override async read(
    turn: Turn,
    state: PartnerState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<null>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask.cardId);
    if (answer.action !== 'switch') return { again: true };
    const chosen = REFUND_POLICIES.find((known) => known === answer.values.policy);
    if (chosen) return await this.switchTo(turn, chosen, ask.cardId);
    return { again: true, errors: { policy: turn.words.t('partner.ask.choosePolicy') } };
  }

  protected override async obey(
    turn: Turn,
    _state: PartnerState,
    text: string,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const name = afterCommand(turn.words, 'dialog.commands.job.policy', text) ?? text;
    const named = REFUND_POLICIES.find((known) => isOneOf(turn, `partner.typed.policy.${known}`, name));
    if (named) return await this.switchTo(turn, named, attemptId);
    await turn.replies.text(notUnderstood(turn, text, turn.words.t('partner.ask.howPolicy')));
    return { again: true };
  }

  private async switchTo(turn: Turn, chosen: RefundPolicyId, attemptId: string): Promise<Reaction<null>> {
    const { words, actor, replies } = turn;
    const { refundPolicy, changed } = await this.services.desk.setPolicy(actor, chosen, attemptId);
    const policy = policyName(words, refundPolicy);
    await replies.text(words.t(`partner.policy.${changed ? 'done' : 'unchanged'}`, { policy }));
    return { again: true };
  }
}
