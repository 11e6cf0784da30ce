/** Looking a reservation up: customer → reservation → its page, and what can be begun from there. */
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt, type ReservationChosen } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { MISSING, MissingFactsPrompt } from './missing-facts.js';
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

    const fillIn = async (step: FlowStep) => {
      const chosen: ReservationChosen | typeof MISSING = step.result;
      if (chosen !== MISSING) return await step.next(chosen.reservationId);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(MissingFactsPrompt.id, { customerId });
    };

    const show = async (step: FlowStep) => {
      const reservationId: string = step.result;
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
      [chooseCustomer, chooseReservation, fillIn, show],
    );
  }
}
