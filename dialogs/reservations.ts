/** Looking a reservation up: its state on a card, with buttons to refund and exchange it. */
import { reservationCard } from '../cards/views/reservation.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { ChooseReservationPrompt, type ReservationChosen } from './choose-reservation.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { MISSING, MissingFactsPrompt } from './missing-facts.js';
import { turnOf } from './turn.js';

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

    const fillIn = async (step: FlowStep) => {
      const chosen: ReservationChosen | typeof MISSING = step.result;
      if (chosen !== MISSING) return await step.next(chosen.reservationId);
      const { customerId } = step.values as { customerId: string };
      return await step.beginDialog(MissingFactsPrompt.id, { customerId });
    };

    const show = async (step: FlowStep) => {
      const reservationId: string = step.result;
      const { customerId } = step.values as { customerId: string };
      const { actor, replies, words } = turnOf(step.context);
      await replies.card(
        reservationCard(words, await services.desk.reservation(actor, customerId, reservationId)),
      );
      return await step.endDialog();
    };

    super(
      ReservationsDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReservationPrompt(services),
        new MissingFactsPrompt(services),
      ],
      [chooseCustomer, chooseReservation, fillIn, show],
    );
  }
}
