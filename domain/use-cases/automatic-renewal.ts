/** Automatic renewal (rules section 3, "Renew"): switched by a user, done by the desk on the end date, as that user. */
import type { AutomaticRenewal, Me, OrderPlaced, RenewalsDue } from '../answers.js';
import type { Actor, Customer, Reservation } from '../model.js';
import { requireAccess } from '../policy/access.js';
import {
  isRenewalDue,
  RENEW_AUTOMATICALLY,
  requireNotRenewed,
  requireRenewalDue,
} from '../policy/renewal.js';
import { requireUnrequested } from '../policy/reservation-state.js';
import { isRefusal, Refusal } from '../refusals.js';
import { CUSTOMERS, PROFILE } from '../store/kinds.js';
import { act } from './act.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { readPrices } from './prices.js';
import { orderRenewal, renewalReview, requireOrderable } from './renewing.js';
import { requireReservation, requireSubscription } from './requests.js';

const ACTION = 'switch automatic renewal';

/**
 * Switches automatic renewal on or off; the desk renews as the user who has switched it on. What is so already stays
 * as it is, and is no error. It is for one renewal: what comes of it begins with automatic renewal off.
 * @throws Refusal ReservationNotFound; NeedsRole, NeedsAccess; to switch it on ReservationBusy, AlreadyRenewed,
 *   ReservationExpired.
 */
export async function setAutomaticRenewal(
  ports: Ports,
  actor: Actor,
  customerId: string,
  { reservationId, on }: { readonly reservationId: string; readonly on: boolean },
  attemptId: string,
): Promise<AutomaticRenewal> {
  const me = await requireUser(ports, actor);
  const { customer, outcome } = await act(ports, actor, me, customerId, {
    action: ACTION,
    subject: reservationId,
    attemptId,
    decide(draft) {
      const reservation = requireReservation(draft, reservationId);
      requireAccess('manage', me.user, {
        subscription: requireSubscription(draft, reservation),
        reservation,
      });
      const was = reservation.automaticRenewal !== undefined;
      if (was === on) return { outcome: { kind: 'automaticRenewal', on, changed: false } };
      if (on) {
        requireSwitchable(draft, reservation, today(ports));
        reservation.automaticRenewal = { at: ports.clock.now().toISOString(), by: stampOf(me) };
      } else delete reservation.automaticRenewal;
      return {
        outcome: { kind: 'automaticRenewal', on, changed: true },
        trace: {
          action: ACTION,
          subject: reservation.id,
          before: was ? 'on' : 'off',
          after: on ? 'on' : 'off',
        },
      };
    },
  });
  return {
    customerId,
    customerName: customer.name,
    reservation: requireReservation(customer, reservationId),
    on,
    changed: outcome.kind === 'automaticRenewal' && outcome.changed,
  };
}

function requireSwitchable(customer: Customer, reservation: Reservation, day: string): void {
  requireNotRenewed(reservation, customer.orders);
  requireUnrequested(reservation, customer.requests);
  const { endsOn } = reservation;
  if (day >= endsOn) throw new Refusal({ code: 'ReservationExpired', endedOn: endsOn });
}

/**
 * Renews what is due at a partner, each as the user who has switched it on, whose rights are read again now. One that
 * was not done on its end date, as the desk was down or as it was refused, is tried again on a later day and begins
 * then. A refusal is in the activity log, once a day; other errors are reported. Nothing is thrown.
 */
export async function renewDue(ports: Ports, partnerId: string): Promise<RenewalsDue> {
  const placed: OrderPlaced[] = [];
  const refused: { reservationId: string; refusal: Refusal['facts'] }[] = [];
  for (const due of await dueAt(ports, partnerId)) {
    try {
      placed.push(await renewOne(ports, due));
    } catch (error) {
      if (error instanceof Refusal) refused.push({ reservationId: due.reservation.id, refusal: error.facts });
      else ports.report?.(error);
    }
  }
  return { placed, refused };
}

interface Due {
  readonly actor: Actor;
  readonly customerId: string;
  readonly reservation: Reservation & Required<Pick<Reservation, 'automaticRenewal'>>;
}

/** A customer whose file can not be read is passed over: it is named where all files are checked. */
async function dueAt(ports: Ports, partnerId: string): Promise<Due[]> {
  const due: Due[] = [];
  for (const customerId of await mayBeDue(ports, partnerId)) {
    try {
      const customer = await requireCustomer(ports, { partnerId, userId: '' }, customerId);
      for (const reservation of customer.reservations) {
        const { automaticRenewal } = reservation;
        if (!automaticRenewal || !isRenewalDue(reservation, today(ports))) continue;
        const actor = { partnerId, userId: automaticRenewal.by.userId };
        due.push({ actor, customerId, reservation: { ...reservation, automaticRenewal } });
      }
    } catch (error) {
      if (!isRefusal(error, 'DocumentUnreadable') && !isRefusal(error, 'CustomerNotFound')) throw error;
    }
  }
  return due;
}

/** The customers that may have something to renew; once they are known in short, only those are read. */
async function mayBeDue(ports: Ports, partnerId: string): Promise<string[]> {
  const list = (await ports.documents.read(CUSTOMERS, partnerId))?.customers ?? [];
  const summaries = ports.overview.of(partnerId);
  return list.map(({ id }) => id).filter((id) => summaries?.get(id)?.renewsItself ?? true);
}

/** The attempt is that of the day: however often the desk looks on one day, it is made, and refused, once. */
async function renewOne(ports: Ports, { actor, customerId, reservation }: Due): Promise<OrderPlaced> {
  const { me, refusal } = await userOf(ports, actor, reservation);
  const prices = await readPrices(ports, actor);
  return await orderRenewal(ports, actor, me, customerId, {
    action: RENEW_AUTOMATICALLY,
    reservationId: reservation.id,
    attemptId: `renew-${today(ports)}-${reservation.id}`,
    check(customer, due) {
      if (refusal) throw refusal;
      requireRenewalDue(due, today(ports), customer);
      requireOrderable(me, customer, prices, due);
      return renewalReview(ports, me, customer, prices, due);
    },
  });
}

/** The user as the book has it now; one who is no user any more is refused under the name of then. */
async function userOf(
  ports: Ports,
  actor: Actor,
  { automaticRenewal: { by } }: Due['reservation'],
): Promise<{ me: Me; refusal?: Refusal }> {
  try {
    return { me: await requireUser(ports, actor, 'manage') };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const partner = await ports.documents.read(PROFILE, actor.partnerId);
    if (!partner) throw error;
    const user = { id: by.userId, name: by.name, email: '', roles: [...by.roles] };
    return { me: { user, partner }, refusal: error };
  }
}
