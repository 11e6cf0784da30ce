/** Looking things up: a customer, or one of its reservations, on a card with buttons into the four jobs. */
import { customerCard } from '../cards/views/customer.js';
import { reservationCard } from '../cards/views/reservation.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt, type ReservationChosen } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { turnOf } from './turn.js';

export class CustomersDialog extends Flow {
  static readonly id = 'customers';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'customers' });

    const show = async (step: FlowStep) => {
      const { actor, replies, words } = turnOf(step.context);
      await replies.card(customerCard(words, await services.desk.customer(actor, step.result)));
      return await step.endDialog();
    };

    super(CustomersDialog.id, [new ChooseCustomerPrompt(services)], [chooseCustomer, show]);
  }
}

export class ReservationsDialog extends Flow {
  static readonly id = 'reservations';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'reservations' });

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
      const { reservationId }: ReservationChosen = step.result;
      const { customerId } = step.values as { customerId: string };
      const { actor, replies, words } = turnOf(step.context);
      await replies.card(
        reservationCard(words, await services.desk.reservation(actor, customerId, reservationId)),
      );
      return await step.endDialog();
    };

    super(
      ReservationsDialog.id,
      [new ChooseCustomerPrompt(services), new ChooseReservationPrompt(services)],
      [chooseCustomer, chooseReservation, show],
    );
  }
}
