/** What needs attention, or what expires: of the customer that is named, or of all → looked at → gone to. */
import { AttentionPrompt, DAYS_AHEAD, type List } from './attention-prompt.js';
import { type Asked, askedIn } from './attention-words.js';
import { isOneOf } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { Flow, type FlowStep, type GoTo, type Services } from './flow.js';
import { turnOf } from './turn.js';

export class AttentionDialog extends Flow {
  constructor(job: 'attention' | 'expiring', services: Services) {
    const chooseCustomer = async (step: FlowStep) => {
      const { query: typed = '', ...options } = step.options;
      const turn = turnOf(step.context);
      const asked = askedIn(turn, typed);
      Object.assign(step.values, asked);
      const named = asked.query !== '' && !isOneOf(turn, 'history.typed.anything', asked.query);
      if (options.customerId === undefined && !named) return await step.next();
      return await step.beginDialog(ChooseCustomerPrompt.id, { ...options, query: asked.query, job });
    };

    const look = async (step: FlowStep) => {
      const customerId: string | undefined = step.result;
      const { from, to } = step.options;
      const { days } = step.values as Partial<Asked>;
      const dated = from !== undefined || to !== undefined;
      const list: List | undefined = job === 'expiring' || dated || days !== undefined ? 'dates' : undefined;
      return await step.beginDialog(AttentionPrompt.id, {
        filter: {
          ...(customerId === undefined ? {} : { customerId }),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        },
        ...(list ? { list } : {}),
        ...(list && !dated ? { days: days ?? DAYS_AHEAD } : {}),
      });
    };

    const finish = async (step: FlowStep) => {
      const next: GoTo | null = step.result;
      return await step.endDialog(next ?? undefined);
    };

    super(
      job,
      [new ChooseCustomerPrompt(services), new AttentionPrompt(services)],
      [chooseCustomer, look, finish],
    );
  }
}
