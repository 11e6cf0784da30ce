/** Configuration of a reservation (rules section 3): its scope and its subscription; the partner only. */
import type { ConfigurationForm, Configured, Me, NamedConfiguration } from '../answers.js';
import type { Actor, Configuration, Customer, Reservation, Scope } from '../model.js';
import { requireAccess } from '../policy/access.js';
import { requireUsableSubscription, subscriptionProblem } from '../policy/purchase.js';
import { requireActive } from '../policy/reservation-state.js';
import { act } from './act.js';
import { subscriptionOf } from './exchange-wish.js';
import { handOver } from './placing.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { filingRights, requireReservation, requireSubscription } from './requests.js';

const ACTION = 'configure reservation';

/**
 * What the configuration of a reservation starts with.
 * @throws Refusal ReservationNotFound; ReservationBusy, ReservationNotStarted, ReservationExpired.
 */
export async function configurationForm(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reservationId: string,
): Promise<ConfigurationForm> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const reservation = requireReservation(customer, reservationId);
  requireActive(reservation, today(ports), customer.requests);
  const { filingNeeds } = filingRights(me, customer, [reservation], []);
  return {
    customerId,
    customerName: customer.name,
    reservation,
    subscriptions: customer.subscriptions
      .filter(
        (each) => each.id === reservation.subscriptionId || subscriptionProblem(customer, each) === undefined,
      )
      .sort((a, b) => Number(isOf(reservation, b)) - Number(isOf(reservation, a))),
    ...(filingNeeds ? { needs: filingNeeds } : {}),
  };
}

const isOf = ({ subscriptionId }: Reservation, { id }: { readonly id: string }) => id === subscriptionId;

/** What is to be so from now on; absent: as it is. */
export interface ConfigurationWish {
  readonly reservationId: string;
  readonly scope?: Scope;
  readonly subscriptionId?: string;
}

/**
 * Changes scope, subscription or both, as one attempt. What is so already stays as it is, and is no error.
 * @throws Refusal ReservationNotFound; NeedsRole, NeedsAccess (for another subscription: to both of them);
 *   ReservationBusy, ReservationNotStarted, ReservationExpired; SubscriptionNotFound, SubscriptionElsewhere,
 *   SubscriptionNotActive, NeedsAzurePlan.
 */
export async function configure(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: ConfigurationWish,
  attemptId: string,
): Promise<Configured> {
  const me = await requireUser(ports, actor);
  const { customer, outcome, repeated } = await act(ports, actor, me, customerId, {
    action: ACTION,
    subject: wish.reservationId,
    attemptId,
    decide(draft) {
      const reservation = requireReservation(draft, wish.reservationId);
      const before = configurationOf(reservation);
      const after = {
        scope: wish.scope ?? before.scope,
        subscriptionId: wish.subscriptionId ?? before.subscriptionId,
      };
      requireRights(me, draft, reservation, after);
      requireActive(reservation, today(ports), draft.requests);
      if (before.scope === after.scope && before.subscriptionId === after.subscriptionId)
        return { outcome: { kind: 'configuration', changed: false, before, after } };
      const configured = { at: ports.clock.now().toISOString(), by: stampOf(me) };
      Object.assign(reservation, after, { configured: { ...configured, placement: { state: 'recorded' } } });
      return {
        outcome: { kind: 'configuration', changed: true, before, after },
        trace: { action: ACTION, subject: reservation.id, ...inWords(draft, before, after) },
      };
    },
  });
  if (outcome.kind !== 'configuration') throw new Error('a configuration with another outcome');
  const { changed, before, after } = outcome;
  const reservation = requireReservation(customer, wish.reservationId);
  const answer = {
    customerId,
    customerName: customer.name,
    reservation,
    changed,
    before: named(customer, before),
    after: named(customer, after),
  };
  if (!changed) return answer;
  if (repeated) return { ...answer, placement: reservation.configured?.placement ?? { state: 'recorded' } };
  const placement = await handOver(ports, actor, me, {
    customerId,
    subject: reservation.id,
    send: () => ports.partnerCenter.configure(customer, reservation),
    write: (draft, placed) => {
      const known = draft.reservations.find(({ id }) => id === reservation.id);
      // A colleague may have changed it again meanwhile: then this placement is not of what stands now.
      if (known?.configured?.at === reservation.configured?.at && known?.configured)
        known.configured.placement = placed;
      return known !== undefined;
    },
  });
  return { ...answer, placement };
}

/** For another subscription access to both is needed; access to the reservation alone is not enough (rules section 1). */
function requireRights(me: Me, customer: Customer, reservation: Reservation, after: Configuration): void {
  const subscription = requireSubscription(customer, reservation);
  if (after.subscriptionId === reservation.subscriptionId) {
    requireAccess('manage', me.user, { subscription, reservation });
    return;
  }
  requireAccess('manage', me.user, { subscription });
  const next = subscriptionOf(customer, after.subscriptionId);
  requireUsableSubscription(customer, next);
  requireAccess('manage', me.user, { subscription: next });
}

function configurationOf({ scope, subscriptionId }: Reservation): Configuration {
  return { scope, subscriptionId };
}

function named(customer: Customer, { scope, subscriptionId }: Configuration): NamedConfiguration {
  const subscription = customer.subscriptions.find(({ id }) => id === subscriptionId);
  return { scope, subscriptionName: subscription?.name ?? subscriptionId };
}

/** What of it changed, from what to what, for the activity log. */
function inWords(
  customer: Customer,
  before: Configuration,
  after: Configuration,
): { before: string; after: string } {
  const [from, to] = [named(customer, before), named(customer, after)];
  if (from.scope === to.scope && before.subscriptionId !== after.subscriptionId)
    return { before: from.subscriptionName, after: to.subscriptionName };
  if (before.subscriptionId === after.subscriptionId) return { before: from.scope, after: to.scope };
  return {
    before: `${from.scope}, ${from.subscriptionName}`,
    after: `${to.scope}, ${to.subscriptionName}`,
  };
}
