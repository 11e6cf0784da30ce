/** Permissions: customer → state, prerequisites and consequences → on or off. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { permissionCard } from '../cards/views/permission.js';
import { permissionSetCard } from '../cards/views/permission-set.js';
import type { PermissionSet } from '../domain/answers.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

const PERMISSION = 'permission';

export class PermissionsDialog extends Flow {
  static readonly id = 'permissions';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'permissions' });

    const switchIt = async (step: FlowStep) =>
      await step.beginDialog(PERMISSION, { customerId: step.result });

    const finish = async (step: FlowStep) => {
      const set: PermissionSet = step.result;
      const { replies, words } = turnOf(step.context);
      await replies.card(permissionSetCard(words, set));
      return await step.endDialog();
    };

    super(
      PermissionsDialog.id,
      [new ChooseCustomerPrompt(services), new PermissionPrompt(services)],
      [chooseCustomer, switchIt, finish],
    );
  }
}

interface PermissionState {
  readonly customerId: string;
  /** What the user wanted last. */
  wished?: 'on' | 'off';
}

class PermissionPrompt extends CardPrompt<PermissionState, PermissionSet> {
  constructor(private readonly services: Services) {
    super(PERMISSION);
  }

  protected override async show(turn: Turn, { customerId }: PermissionState, ask: Ask): Promise<Card> {
    return permissionCard(turn.words, await this.services.desk.permission(turn.actor, customerId), ask);
  }

  override handsOver({ wished }: PermissionState): string {
    return wished === undefined ? '' : `permission/${wished}`;
  }

  protected override async read(
    turn: Turn,
    state: PermissionState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<PermissionSet>> {
    const { customerId } = state;
    const on = answer.by === 'card' ? answer.action === 'on' : says(turn, 'dialog.commands.on');
    const off = answer.by === 'card' ? answer.action === 'off' : says(turn, 'dialog.commands.off');
    const { words, actor } = turn;
    if (!on && !off) {
      const how = words.t('dialog.ask.howPermission');
      if (answer.by === 'text') await turn.replies.text(notUnderstood(turn, answer.text, how));
      return { again: true };
    }
    state.wished = on ? 'on' : 'off';
    const set = await this.services.desk.setPermission(actor, customerId, on, ask.cardId);
    const stands = on ? 'dialog.stands.permissionOn' : 'dialog.stands.permissionOff';
    return { done: set, stands: words.t(set.changed ? stands : 'dialog.stands.permissionAlready') };
  }
}
