/** Looking a reservation up: customer → reservation → its page, and what can be begun from there. */
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { chosenOrFilled, fillInMissing, MissingFactsPrompt } from './missing-facts.js';
import { ReservationPrompt } from './reservation.js';

export class ReservationsDialog extends Flow {
  static readonly id = 'reservations';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'reservations' });

    const chooseReservation = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { reservationId, said } = step.options;
      return await step.beginDialog(ChooseReservationPrompt.id, {
        job: 'reservations',
        customerId,
        reservationId,
        said: said?.returns[0],
      });
    };

    const show = async (step: FlowStep) => {
      const { reservationId } = chosenOrFilled(step);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(ReservationPrompt.id, { customerId, reservationId });
    };

    super(
      ReservationsDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
        new ReservationPrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillInMissing, show],
    );
  }
}
