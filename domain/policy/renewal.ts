/** When a reservation can be renewed, and when the desk does it by itself (rules section 3, "Renew"). */
import type { Order, Reservation, SupportRequest } from '../model.js';
import { Refusal } from '../refusals.js';
import { addDays } from '../term.js';
import { requireActive, requireUnrequested } from './reservation-state.js';

/** As the activity log names what the desk has done by itself. */
export const RENEW_AUTOMATICALLY = 'renew automatically';

/** From so many days before its end date a reservation can be renewed. */
const DAYS_BEFORE = 30;
/** So many days after its end date automatic renewal still tries; later nobody expects an order any more (decided). */
const DAYS_AFTER = 30;

/** The first day on which it can be renewed. */
export function renewableFrom({ endsOn }: Pick<Reservation, 'endsOn'>): string {
  return addDays(endsOn, -DAYS_BEFORE);
}

/** The last day on which automatic renewal tries, where it could not before. */
export function renewalTriedUntil({ endsOn }: Pick<Reservation, 'endsOn'>): string {
  return addDays(endsOn, DAYS_AFTER);
}

/**
 * The day on which a renewal that is ordered today begins: the end date of what it renews; today where that is past,
 * as nothing can begin in the past.
 */
export function renewalStart({ endsOn }: Pick<Reservation, 'endsOn'>, today: string): string {
  return today > endsOn ? today : endsOn;
}

/** Automatic renewal is switched on, has nothing before it and has its day: the end date, or a month after it. */
export function isRenewalDue(reservation: Reservation, today: string): boolean {
  const { automaticRenewal, renewedBy, status, endsOn } = reservation;
  const returned = status === 'refunded' || status === 'exchanged';
  const inTime = today >= endsOn && today <= renewalTriedUntil(reservation);
  return automaticRenewal !== undefined && renewedBy === undefined && !returned && inTime;
}

/** What a reservation is renewed in: its customer's orders and requests. */
interface Surroundings {
  readonly orders: readonly Order[];
  readonly requests: readonly SupportRequest[];
}

/**
 * Passes where a user can renew it today: once, from 30 days before its end date until the day before that.
 * @throws Refusal ReservationBusy, AlreadyRenewed, ReservationNotStarted, ReservationExpired, RenewalTooEarly.
 */
export function requireRenewable(reservation: Reservation, today: string, around: Surroundings): void {
  requireNotRenewed(reservation, around.orders);
  requireActive(reservation, today, around.requests);
  const from = renewableFrom(reservation);
  if (today < from) {
    throw new Refusal({ code: 'RenewalTooEarly', renewableFrom: from, endsOn: reservation.endsOn });
  }
}

/**
 * Passes where automatic renewal may order it today: once, and its day has come.
 * @throws Refusal ReservationBusy, AlreadyRenewed, RenewalTooEarly.
 */
export function requireRenewalDue(reservation: Reservation, today: string, around: Surroundings): void {
  requireNotRenewed(reservation, around.orders);
  requireUnrequested(reservation, around.requests);
  const { endsOn } = reservation;
  if (!isRenewalDue(reservation, today)) {
    throw new Refusal({ code: 'RenewalTooEarly', renewableFrom: endsOn, endsOn });
  }
}

/** Passes for one that is not renewed yet. @throws Refusal AlreadyRenewed with the order, by whom and when. */
export function requireNotRenewed({ id, renewedBy }: Reservation, orders: readonly Order[]): void {
  if (renewedBy === undefined) return;
  const order = orders.find((candidate) => candidate.items.some((item) => item.reservationId === renewedBy));
  if (!order) throw new Error(`reservation ${id} is renewed without an order`);
  throw new Refusal({
    code: 'AlreadyRenewed',
    orderNumber: order.number,
    first: { by: order.by?.name ?? '', at: order.at },
  });
}
