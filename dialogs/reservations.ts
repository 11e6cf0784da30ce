/** Looking a reservation up: its state on a card, with buttons to refund and exchange it. */
import { reservationCard } from '../cards/views/reservation.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt, type ReservationChosen } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { turnOf } from './turn.js';

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
