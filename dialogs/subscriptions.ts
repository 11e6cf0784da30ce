/** A customer's subscriptions: customer → one of them → what is done with it, and back to it. */
import { AccessPrompt } from './access-list.js';
import { AddPlanPrompt } from './add-plan.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseSubscriptionPrompt, type SubscriptionStep } from './choose-subscription.js';
import { again, Flow, type FlowStep, type Services } from './flow.js';
import { SubscriptionPrompt } from './subscription.js';

interface Known {
  readonly customerId: string;
  readonly subscriptionId?: string;
}

export class SubscriptionsDialog extends Flow {
  static readonly id = 'subscriptions';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'subscriptions' });

    const chooseSubscription = async (step: FlowStep) => {
      const customerId: string = step.result;
      const { subscriptionId } = step.options;
      Object.assign(step.values, { customerId });
      return await step.beginDialog(ChooseSubscriptionPrompt.id, {
        customerId,
        ...(subscriptionId === undefined ? {} : { subscriptionId }),
      });
    };

    const show = async (step: FlowStep) => {
      const chosen: SubscriptionStep = step.result;
      if (chosen.step === 'addPlan') return await step.next(chosen);
      const { subscriptionId } = chosen;
      Object.assign(step.values, { subscriptionId });
      return await step.beginDialog(SubscriptionPrompt.id, {
        customerId: knownTo(step).customerId,
        subscriptionId,
      });
    };

    const act = async (step: FlowStep) => {
      const { step: next }: { step: 'access' | 'addPlan' } = step.result;
      const { customerId, subscriptionId } = knownTo(step);
      if (next === 'addPlan') return await step.beginDialog(AddPlanPrompt.id, { customerId });
      return await step.beginDialog(AccessPrompt.id, { customerId, subscriptionId });
    };

    const finish = async (step: FlowStep) => await again(step, { ...knownTo(step) });

    super(
      SubscriptionsDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseSubscriptionPrompt(services),
        new SubscriptionPrompt(services),
        new AccessPrompt(services),
        new AddPlanPrompt(services),
      ],
      [chooseCustomer, chooseSubscription, show, act, finish],
    );
  }
}

function knownTo(step: FlowStep): Known {
  const { customerId, subscriptionId } = step.values as unknown as Known;
  return { customerId, ...(subscriptionId === undefined ? {} : { subscriptionId }) };
}
