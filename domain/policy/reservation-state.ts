/** What a reservation is today, and what its state allows (rules sections 3 and 4). */
import type { ReservationState } from '../answers.js';
import type { Reservation, SupportRequest } from '../model.js';
import { Refusal } from '../refusals.js';
import { RESERVATION_TYPES } from './reservation-types.js';

/**
 * The state today: as stored, but an active reservation is upcoming until its first day, and expired from its end
 * date on (rules section 3).
 */
export function stateOf(reservation: Reservation, today: string): ReservationState {
  const { status, startsOn, endsOn } = reservation;
  if (status !== 'active') return status;
  if (today < startsOn) return 'upcoming';
  return today >= endsOn ? 'expired' : 'active';
}

/**
 * Passes where the reservation can be refunded or exchanged as far as its product and its
 * state go (rules sections 3 and 4).
 * @throws Refusal NotReturnable and those of `requireActive`.
 */
export function requireReturnable(
  reservation: Reservation,
  today: string,
  requests: readonly SupportRequest[],
): void {
  const { product } = reservation;
  if (!isReturnable(product)) throw new Refusal({ code: 'NotReturnable', product: product.name });
  requireActive(reservation, today, requests);
}

/**
 * Passes where the reservation is active today: neither upcoming nor expired, nor requested or returned. Only then
 * can it be returned or configured (rules section 3).
 * @throws Refusal ReservationNotStarted; ReservationExpired; ReservationBusy with the request that was first.
 */
export function requireActive(
  reservation: Reservation,
  today: string,
  requests: readonly SupportRequest[],
): void {
  requireUnrequested(reservation, requests);
  const { startsOn, endsOn } = reservation;
  const state = stateOf(reservation, today);
  if (state === 'upcoming') throw new Refusal({ code: 'ReservationNotStarted', startsOn });
  if (state === 'expired') throw new Refusal({ code: 'ReservationExpired', endedOn: endsOn });
}

/**
 * Passes where no refund or exchange of it is requested or done.
 * @throws Refusal ReservationBusy with the request that was first.
 */
export function requireUnrequested(reservation: Reservation, requests: readonly SupportRequest[]): void {
  const { status } = reservation;
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
