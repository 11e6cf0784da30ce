/** Filling in what a file did not say of a reservation: price, currency, day of purchase, billing. A refund needs all of it. */
import { current } from 'immer';
import type { IncompleteFacts, Page } from '../answers.js';
import { termFits } from '../import/merge-reservation.js';
import { isComplete } from '../import/price-facts.js';
import type { Actor, BillingPlan, IncompleteReservation, Reservation } from '../model.js';
import { BILLING_PLANS } from '../model.js';
import { compare, isCurrency } from '../money.js';
import { requireAccess } from '../policy/access.js';
import { requireAmount } from '../policy/amounts.js';
import { instalmentsFor, priceOf } from '../policy/instalments.js';
import { Refusal } from '../refusals.js';
import { isDay } from '../term.js';
import { act } from './act.js';
import { pageOf } from './lists.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';

const ACTION = 'complete reservation';
const PAGE_SIZE = 8;

/** A customer's reservations of which something is missing, a page at a time. @throws Refusal CustomerNotFound. */
export async function incompleteReservations(
  ports: Ports,
  actor: Actor,
  customerId: string,
  page: number,
): Promise<{ customerName: string; reservations: Page<IncompleteFacts> }> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const facts = (customer.incompleteReservations ?? []).map((reservation) => ({
    reservation,
    subscriptionName:
      customer.subscriptions.find(({ id }) => id === reservation.subscriptionId)?.name ??
      reservation.subscriptionId,
  }));
  return { customerName: customer.name, reservations: pageOf(facts, page, PAGE_SIZE) };
}

/** What was filled in, as typed. What is empty and known stays as it is known. */
export interface FactsWish {
  readonly reservationId: string;
  /** The whole price that was paid, or is to be paid in instalments, as the locale writes it. */
  readonly price: string;
  readonly currency: string;
  /** "2026-11-21" */
  readonly startsOn: string;
  readonly billing: string;
  readonly locale: string;
}

/**
 * Writes down what was missing of a reservation; from then on it is one like the others.
 * @throws Refusal NeedsRole, NeedsAccess (rules section 1, "manage"); ReservationNotFound, also where a colleague was
 *   first; FactsInvalid with the fields that are missing or wrong; AmountInvalid.
 */
export async function completeReservation(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: FactsWish,
  attemptId: string,
): Promise<Reservation> {
  const me = await requireUser(ports, actor);
  const { customer } = await act(ports, actor, me, customerId, {
    action: ACTION,
    subject: wish.reservationId.slice(0, 80),
    attemptId,
    decide(draft) {
      const waiting = draft.incompleteReservations ?? [];
      const found = waiting.find(({ id }) => id === wish.reservationId);
      const subscription = draft.subscriptions.find(({ id }) => id === found?.subscriptionId);
      if (!found || !subscription) throw new Refusal({ code: 'ReservationNotFound' });
      const reservation = current(found);
      requireAccess('manage', me.user, { subscription, reservation });
      const complete = completed(reservation, requireFacts(reservation, wish, today(ports)));
      draft.reservations.push(complete);
      const left = waiting.filter((one) => one !== found);
      if (left.length > 0) draft.incompleteReservations = left;
      else delete draft.incompleteReservations;
      const price = `${priceOf(complete)} ${complete.currency}`;
      return {
        outcome: { kind: 'customer' },
        trace: {
          action: ACTION,
          subject: complete.id,
          after: `${price}, ${complete.startsOn}, ${complete.billing}`,
        },
      };
    },
  });
  const reservation = customer.reservations.find(({ id }) => id === wish.reservationId);
  if (!reservation) throw new Refusal({ code: 'ReservationNotFound' });
  return reservation;
}

type Facts = Required<Pick<IncompleteReservation, 'currency' | 'billing' | 'instalments' | 'startsOn'>>;

function completed(reservation: IncompleteReservation, facts: Facts): Reservation {
  const complete = { ...reservation, ...facts };
  if (!isComplete(complete)) throw new Error('a reservation that is still not complete');
  return complete;
}

function requireFacts(reservation: IncompleteReservation, wish: FactsWish, day: string): Facts {
  const { product, endsOn } = reservation;
  const currency = wish.currency.trim().toUpperCase() || reservation.currency;
  const startsOn = wish.startsOn.trim() || reservation.startsOn;
  const billing: BillingPlan | undefined =
    BILLING_PLANS.find((plan) => plan === wish.billing) ?? reservation.billing;
  const price = wish.price.trim();
  // What was paid is known in its own currency only.
  const paid = currency === reservation.currency ? reservation.instalments : undefined;
  const fields = [
    ...(price === '' && !paid ? ['price'] : []),
    ...(currency && isCurrency(currency) ? [] : ['currency']),
    ...(startsOn && isDay(startsOn) && startsOn <= day && termFits(startsOn, product, endsOn)
      ? []
      : ['startsOn']),
    ...(billing ? [] : ['billing']),
  ];
  if (fields.length > 0 || !currency || !startsOn || !billing)
    throw new Refusal({ code: 'FactsInvalid', fields });
  if (price === '' && paid && billing === reservation.billing) {
    return { currency, startsOn, billing, instalments: paid };
  }
  const total = requireAmount(price, currency, wish.locale);
  // Nothing was ever reserved for nothing: 0 is a slip.
  if (compare(total, '0') <= 0) throw new Refusal({ code: 'FactsInvalid', fields: ['price'] });
  return { currency, startsOn, billing, instalments: instalmentsFor(total, billing, product.term, currency) };
}
