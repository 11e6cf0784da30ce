/** Looking a customer up: its state on a card, with buttons into the four jobs. */
import { customerCard } from '../cards/views/customer.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { turnOf } from './turn.js';

export class CustomersDialog extends Flow {
  static readonly id = 'customers';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'customers' });

    const show = async (step: FlowStep) => {
      const { actor, replies, words } = turnOf(step.context);
      const facts = await services.desk.customer(actor, step.result);
      await services.desk.noteCustomer(actor, facts.customer.id);
      await replies.card(customerCard(words, facts));
      return await step.endDialog();
    };

    super(CustomersDialog.id, [new ChooseCustomerPrompt(services)], [chooseCustomer, show]);
  }
}
