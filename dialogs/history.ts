/** Order history or activity log: of the customer that is named, or of all → looked at, narrowed, fetched as a file. */
import type { HistoryJob } from '../cards/views/history.js';
import { isOneOf } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { HistoryPrompt } from './history-prompt.js';
import { turnOf } from './turn.js';

export class HistoryDialog extends Flow {
  constructor(job: HistoryJob, services: Services) {
    const chooseCustomer = async (step: FlowStep) => {
      const { customerId, query } = step.options;
      const turn = turnOf(step.context);
      const named = query !== undefined && !isOneOf(turn, 'history.typed.anything', query);
      if (customerId === undefined && !named) return await step.next();
      return await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job });
    };

    const look = async (step: FlowStep) => {
      const customerId: string | undefined = step.result;
      return await step.beginDialog(HistoryPrompt.id, {
        job,
        filter: customerId === undefined ? {} : { customerId },
      });
    };

    const finish = async (step: FlowStep) => await step.endDialog();

    super(
      job,
      [new ChooseCustomerPrompt(services), new HistoryPrompt(services)],
      [chooseCustomer, look, finish],
    );
  }
}
