/** Access control of a reservation: customer → reservation → who has access, granted and withdrawn (rules section 3). */
import { AccessPrompt } from './access-list.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { chosenOrFilled, fillInMissing, MissingFactsPrompt } from './missing-facts.js';

export class AccessDialog extends Flow {
  static readonly id = 'access';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'access' });

    const chooseReservation = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      const { reservationId } = step.options;
      return await step.beginDialog(ChooseReservationPrompt.id, {
        job: 'reservations',
        customerId,
        reservationId,
      });
    };

    const show = async (step: FlowStep) => {
      const { reservationId } = chosenOrFilled(step);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(AccessPrompt.id, { customerId, reservationId });
    };

    super(
      AccessDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
        new AccessPrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillInMissing, show],
    );
  }
}
