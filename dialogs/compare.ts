/** Refund, exchange or wait: which reservation, then what each would come to, today and on a day that is asked about. */
import { compareCard } from '../cards/views/compare.js';
import { isRefusal } from '../domain/refusals.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { ChooseReservationPrompt } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { chosenOrFilled, fillInMissing, MissingFactsPrompt } from './missing-facts.js';
import { turnOf } from './turn.js';

export class CompareDialog extends Flow {
  static readonly id = 'compare';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'compare' });

    const chooseReservation = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { reservationId, said } = step.options;
      return await step.beginDialog(ChooseReservationPrompt.id, {
        job: 'compare',
        customerId,
        reservationId,
        said: said?.returns[0],
      });
    };

    const show = async (step: FlowStep) => {
      const { reservationId, quantity: chosen } = chosenOrFilled(step);
      const { customerId } = step.values as { customerId: string };
      const { quantity = chosen, day } = step.options;
      const turn = turnOf(step.context);
      const { actor, replies, words } = turn;
      const wish = { reservationId, quantity };
      const work = (wanted: string | undefined) =>
        services.desk.compareOptions(
          actor,
          customerId,
          wanted ? { ...wish, day: wanted } : wish,
          words.locale,
        );
      try {
        await replies.card(compareCard(words, { comparison: await work(day) }));
      } catch (error) {
        if (!isRefusal(error, 'DayNotBetween')) throw error;
        const wrong = { entered: day ?? '', error: wordsOf(turn, error.facts) };
        await replies.card(compareCard(words, { comparison: await work(undefined), day: wrong }));
      }
      return await step.endDialog();
    };

    super(
      CompareDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillInMissing, show],
    );
  }
}
