/** Support requests: of all customers or of one → one of them → what is done with it, and back to it. */
import { markedPlacedText } from '../cards/views/mark-placed.js';
import { requestOutcomeCard } from '../cards/views/request-outcome.js';
import type { PlaceableFacts, Settlement } from '../domain/answers.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseRequestPrompt, findRequest, type RequestChosen } from './choose-request.js';
import { again, Flow, type FlowStep, type Services } from './flow.js';
import { MarkPlacedPrompt } from './placed.js';
import { ReferencesPrompt, RequestPrompt, type RequestStep } from './request.js';
import { SettlePrompt } from './settle-request.js';
import { turnOf } from './turn.js';

export class RequestsDialog extends Flow {
  static readonly id = 'requests';

  constructor(services: Services) {
    /** Nobody named: those of all customers. A number named: that request. Else the words say which customer. */
    const chooseCustomer = async (step: FlowStep) => {
      const { customerId, query } = step.options;
      if (customerId) return await step.beginDialog(ChooseCustomerPrompt.id, { customerId, job: 'requests' });
      if (!query) return await step.next();
      const found = await findRequest(services, turnOf(step.context), query);
      if (found) return await again(step, { customerId: found.customerId, requestNumber: found.number });
      return await step.beginDialog(ChooseCustomerPrompt.id, { query, job: 'requests' });
    };

    const chooseRequest = async (step: FlowStep) => {
      const customerId: string | undefined = step.result;
      const { requestNumber } = step.options;
      if (customerId && requestNumber) return await step.next({ customerId, number: requestNumber });
      return await step.beginDialog(ChooseRequestPrompt.id, customerId ? { customerId } : {});
    };

    const show = async (step: FlowStep) => {
      const chosen: RequestChosen = step.result;
      Object.assign(step.values, chosen);
      return await step.beginDialog(RequestPrompt.id, chosen);
    };

    const act = async (step: FlowStep) => {
      const { step: next }: { step: RequestStep } = step.result;
      const { customerId, number } = step.values as RequestChosen;
      const chosen = { customerId, number };
      Object.assign(step.values, { next });
      if (next === 'back') return await again(step, {});
      if (next === 'settle') return await step.beginDialog(SettlePrompt.id, chosen);
      if (next === 'references') return await step.beginDialog(ReferencesPrompt.id, chosen);
      return await step.beginDialog(MarkPlacedPrompt.id, { customerId, what: `request/${number}` });
    };

    const finish = async (step: FlowStep) => {
      const { customerId, number, next } = step.values as RequestChosen & { next: RequestStep };
      const { replies, words } = turnOf(step.context);
      if (next === 'settle') {
        await replies.card(requestOutcomeCard(words, step.result as Settlement));
        return await step.endDialog();
      }
      if (next === 'placed') await replies.text(markedPlacedText(words, step.result as PlaceableFacts));
      return await again(step, { customerId, requestNumber: number });
    };

    super(
      RequestsDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseRequestPrompt(services),
        new RequestPrompt(services),
        new SettlePrompt(services),
        new ReferencesPrompt(services),
        new MarkPlacedPrompt(services),
      ],
      [chooseCustomer, chooseRequest, show, act, finish],
    );
  }
}
