/** What a reservation is today, and whether it can be returned (rules sections 3 and 4). */
import type { ReservationState } from '../answers.js';
import type { Reservation, SupportRequest } from '../model.js';
import { Refusal } from '../refusals.js';
import { RESERVATION_TYPES } from './reservation-types.js';

/** The state today: as stored, but an active reservation is expired from its end date on (rules section 3). */
export function stateOf(reservation: Reservation, today: string): ReservationState {
  return reservation.status === 'active' && today >= reservation.endsOn ? 'expired' : reservation.status;
}

/**
 * Passes where the reservation can be refunded or exchanged as far as its product and its
 * state go (rules sections 3 and 4).
 * @throws Refusal NotReturnable; ReservationExpired; ReservationBusy with the request that was first.
 */
export function requireReturnable(
  reservation: Reservation,
  today: string,
  requests: readonly SupportRequest[],
): void {
  const { product, status, endsOn } = reservation;
  if (!isReturnable(product)) throw new Refusal({ code: 'NotReturnable', product: product.name });
  if (stateOf(reservation, today) === 'expired') {
    throw new Refusal({ code: 'ReservationExpired', endedOn: endsOn });
  }
  if (status === 'active') return;
  const request = requests.find((each) => each.number === reservation.requestNumber);
  if (!request) throw new Error(`reservation ${reservation.id} is ${status} without a request`);
  throw new Refusal({
    code: 'ReservationBusy',
    status,
    requestNumber: request.number,
    first: { by: request.by.name, at: request.at },
  });
}

/** The product's own flag, and that of its type: a slip in a price list does not make SUSE plans refundable. */
function isReturnable(product: Reservation['product']): boolean {
  return (
    product.returnable && !RESERVATION_TYPES.some((type) => type.id === product.type && !type.returnable)
  );
}
