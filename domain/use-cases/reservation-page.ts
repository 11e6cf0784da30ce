/** The page of a reservation (rules section 3): overview, utilization, configuration, renewal. */
import type { RelatedReservation, ReservationPage, ReservationState } from '../answers.js';
import type { ActivityRecord, Actor, Customer, Reservation } from '../model.js';
import { paymentsBy } from '../policy/instalments.js';
import { RENEW_AUTOMATICALLY, renewableFrom } from '../policy/renewal.js';
import { utilizationOf } from '../policy/utilization.js';
import { reservationFacts } from './facts.js';
import { latestRecords } from './older-acts.js';
import { keyOf, type Ports, requireCustomer, requireUser, today } from './ports.js';
import { requireReservation } from './requests.js';

/** Everything that the page of a reservation shows. @throws Refusal CustomerNotFound, ReservationNotFound. */
export async function reservationPage(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reservationId: string,
): Promise<ReservationPage> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const stored = requireReservation(customer, reservationId);
  const reservation = { ...stored, utilization: await utilizationDays(ports, stored) };
  const day = today(ports);
  const facts = reservationFacts(customer, reservation, me, day);
  const { state } = facts;
  const returned = state === 'refunded' || state === 'exchanged';
  const renewalRefused = await lastRefusal(ports, keyOf(actor, customerId), customer, reservation);
  return {
    ...facts,
    domain: customer.domain,
    bought: boughtBy(customer, reservation),
    ...(returned ? {} : { payments: paymentsBy(reservation, day) }),
    use: utilizationOf(reservation, day),
    configurable: state === 'active',
    renewable: isOpenToRenewal(reservation, state),
    renewableFrom: renewableFrom(reservation),
    ...related(customer, 'renewedBy', reservation.renewedBy),
    ...related(customer, 'renews', reservation.renews),
    ...(renewalRefused ? { renewalRefused } : {}),
  };
}

/** Not renewed nor returned; what is requested or expired only while automatic renewal has still to be switched off. */
function isOpenToRenewal({ renewedBy, automaticRenewal }: Reservation, state: ReservationState): boolean {
  if (renewedBy !== undefined || state === 'refunded' || state === 'exchanged') return false;
  return state === 'active' || state === 'upcoming' || automaticRenewal !== undefined;
}

/** As Partner Center has it; where that is out of reach, what the book knows. */
async function utilizationDays(ports: Ports, reservation: Reservation): Promise<Reservation['utilization']> {
  try {
    return [...(await ports.partnerCenter.readUtilization(reservation))];
  } catch (error) {
    ports.report?.(error);
    return reservation.utilization;
  }
}

function boughtBy(customer: Customer, { orderNumber, startsOn }: Reservation): ReservationPage['bought'] {
  const order = customer.orders.find(({ number }) => number === orderNumber);
  if (!order) return { at: `${startsOn}T00:00:00.000Z` };
  return { at: order.at, ...(order.by ? { by: order.by } : {}) };
}

/** The other reservation under the name of what it is to this one; nothing where there is none. */
export function related<K extends 'renewedBy' | 'renews'>(
  { reservations }: Pick<Customer, 'reservations'>,
  key: K,
  reservationId: string | undefined,
): { [key in K]?: RelatedReservation } {
  const other = reservations.find(({ id }) => id === reservationId);
  if (!other) return {};
  const { id, orderNumber, startsOn, endsOn } = other;
  return { [key]: { id, orderNumber, startsOn, endsOn } } as { [key in K]: RelatedReservation };
}

/** Why the desk could not renew it by itself the last time; of no interest once it is renewed. */
async function lastRefusal(
  ports: Ports,
  key: string,
  customer: Customer,
  { id, renewedBy }: Reservation,
): Promise<ActivityRecord | undefined> {
  if (renewedBy !== undefined) return undefined;
  const [latest] = await latestRecords(ports, key, customer, {
    actions: [RENEW_AUTOMATICALLY],
    fits: ({ subject, outcome }) => subject === id && outcome === 'refused',
    most: 1,
  });
  return latest;
}
