/** Renewing a reservation (rules section 3, "Renew"): the same product once more, from the end date of the old one. */
import { current, type Draft } from 'immer';
import type { Me, OrderPlaced, RenewalReview, Review } from '../answers.js';
import type { Actor, Cart, Customer, Order, Prices, Reservation } from '../model.js';
import { requireAccess } from '../policy/access.js';
import { priceOf } from '../policy/instalments.js';
import { requireMarket } from '../policy/markets.js';
import {
  requireBilling,
  requireQuantity,
  requireReseller,
  requireUsableSubscription,
  scopesFor,
} from '../policy/purchase.js';
import { renewableFrom, renewalStart, requireNotRenewed, requireRenewable } from '../policy/renewal.js';
import { requireUnrequested } from '../policy/reservation-state.js';
import { Refusal, refusalIn } from '../refusals.js';
import { endOfTerm } from '../term.js';
import { act } from './act.js';
import { orderOf, reservationsOf } from './buying.js';
import { requireSegment, reviewOf } from './cart.js';
import { namesIn } from './facts.js';
import { sendOrder } from './placing.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';
import { readPrices, requirePrice, requireProduct } from './prices.js';
import { requireReservation, requireSubscription } from './requests.js';
import { related } from './reservation-page.js';

const ACTION = 'renew';

/**
 * What renewing it would order at the prices of now, and why it can not be ordered now; nothing is ordered.
 * @throws Refusal ReservationNotFound.
 */
export async function renewal(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reservationId: string,
): Promise<RenewalReview> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const prices = await readPrices(ports, actor);
  const reservation = requireReservation(customer, reservationId);
  const day = today(ports);
  const startsOn = renewalStart(reservation, day);
  const review = shownReview(ports, me, customer, prices, reservation);
  const refusal = refusalIn(() => {
    requireRenewable(reservation, day, customer);
    requireOrderable(me, customer, prices, reservation);
  });
  const blocked = refusalIn(() => {
    requireNotRenewed(reservation, customer.orders);
    requireUnrequested(reservation, customer.requests);
  });
  return {
    customerId,
    customerName: customer.name,
    reservation,
    oldPrice: priceOf(reservation),
    billing: reservation.billing,
    ...(review ? { review } : {}),
    startsOn,
    endsOn: endOfTerm(startsOn, reservation.product.term),
    renewableFrom: renewableFrom(reservation),
    ...(refusal ? { refusal } : {}),
    ...related(customer, 'renewedBy', reservation.renewedBy),
    canBeAutomatic: blocked === undefined && day < reservation.endsOn,
  };
}

/** Undefined where it is no longer in the price list: the refusal says so. */
function shownReview(
  ports: Ports,
  me: Me,
  customer: Customer,
  prices: Prices,
  reservation: Reservation,
): Review | undefined {
  const problem = refusalIn(() =>
    requirePrice(prices, requireProduct(prices, reservation.product.id), customer.currency),
  );
  return problem ? undefined : renewalReview(ports, me, customer, prices, reservation);
}

/**
 * Renews it as it was reviewed: every check and price again, at this moment; the order is recorded and handed to
 * Partner Center.
 * @throws Refusal ReservationNotFound; ReservationBusy, AlreadyRenewed with who was first, ReservationNotStarted,
 *   ReservationExpired, RenewalTooEarly; the checks of buying; ReviewChanged where anything differs from the review.
 */
export async function renew(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reviewed: { readonly reservationId: string; readonly fingerprint: string },
  attemptId: string,
): Promise<OrderPlaced> {
  const me = await requireUser(ports, actor);
  const prices = await readPrices(ports, actor);
  const { reservationId, fingerprint } = reviewed;
  return await orderRenewal(ports, actor, me, customerId, {
    action: ACTION,
    reservationId,
    attemptId,
    check(draft, reservation) {
      requireRenewable(reservation, today(ports), draft);
      requireOrderable(me, draft, prices, reservation);
      const shown = renewalReview(ports, me, draft, prices, reservation);
      if (shown.fingerprint !== fingerprint) throw new Refusal({ code: 'ReviewChanged' });
      return shown;
    },
  });
}

export interface RenewalCommand {
  readonly action: string;
  readonly reservationId: string;
  readonly attemptId: string;
  /** Checks everything at this moment, and gives what is ordered. @throws Refusal. */
  readonly check: (customer: Customer, reservation: Reservation) => Review;
}

/** Orders what the command's check gives, once for each attempt, and hands it to Partner Center after that. */
export async function orderRenewal(
  ports: Ports,
  actor: Actor,
  me: Me,
  customerId: string,
  { action, reservationId, attemptId, check }: RenewalCommand,
): Promise<OrderPlaced> {
  const { customer, outcome, repeated } = await act(ports, actor, me, customerId, {
    action,
    subject: reservationId,
    attemptId,
    decide(draft) {
      const reservation = requireReservation(draft, reservationId);
      const shown = check(current(draft), current(reservation));
      const order = renewalOrder(ports, me, reservation, shown);
      addRenewal(draft, reservation, order, renewalStart(reservation, today(ports)));
      return {
        outcome: { kind: 'order', number: order.number },
        trace: { action, subject: order.number, after: `${order.total} ${order.currency}` },
      };
    },
  });
  const order = customer.orders.find(({ number }) => outcome.kind === 'order' && number === outcome.number);
  const renewed = customer.reservations.find(({ orderNumber }) => orderNumber === order?.number);
  if (!order || !renewed) throw new Error('a renewal that is not in the book');
  return {
    order: repeated ? order : await sendOrder(ports, actor, me, customer, order),
    startsOn: renewed.startsOn,
    customerId,
    customerName: customer.name,
    names: namesIn(order, customer, me),
  };
}

function renewalOrder(ports: Ports, me: Me, { id }: Reservation, shown: Review): Order {
  const { cartId: _, ...order } = orderOf(ports, me, shown, ports.clock.now());
  return { ...order, renews: id };
}

/** Both reservations know each other. */
function addRenewal(draft: Draft<Customer>, old: Draft<Reservation>, order: Order, startsOn: string): void {
  draft.orders.push(order);
  for (const renewed of reservationsOf(order, startsOn)) {
    draft.reservations.push({ ...renewed, renews: old.id });
    old.renewedBy = renewed.id;
  }
}

/**
 * The checks of buying (rules section 2) for what it would be renewed with; product, quantity, subscription, billing
 * and Partner of Record stay what they are.
 * @throws Refusal NeedsRole, NeedsAccess; CountryUnknown, ReservationsNotSoldInMarket; SubscriptionElsewhere,
 *   SubscriptionNotActive, NeedsAzurePlan; ProductNotFound, PriceMissing, SegmentNotOffered, QuantityOutOfRange,
 *   BillingPlanNotOffered, ResellerNeeded, ResellerUnknown.
 */
export function requireOrderable(me: Me, customer: Customer, prices: Prices, reservation: Reservation): void {
  const subscription = requireSubscription(customer, reservation);
  requireAccess('manage', me.user, { subscription, reservation });
  requireMarket(customer);
  requireUsableSubscription(customer, subscription);
  const product = requireProduct(prices, reservation.product.id);
  requirePrice(prices, product, customer.currency);
  requireSegment(product, customer.segment);
  requireQuantity(reservation.quantity, product.maxQuantity);
  requireBilling(product, reservation.billing);
  requireReseller(me.partner, reservation.resellerId);
}

/**
 * What is ordered, at the prices of now, in the customer's currency. The scope is kept where it can be chosen at
 * purchase: under an Azure plan it is shared again (rules section 2, check 5).
 * @throws Refusal ProductNotFound, PriceMissing.
 */
export function renewalReview(
  ports: Ports,
  me: Me,
  customer: Customer,
  prices: Prices,
  reservation: Reservation,
): Review {
  const now = ports.clock.now();
  const { id, product, subscriptionId, quantity, billing, resellerId } = reservation;
  const scopes = scopesFor(requireSubscription(customer, reservation));
  const unitPrice = requirePrice(prices, requireProduct(prices, product.id), customer.currency);
  const cart: Cart = {
    id,
    currency: customer.currency,
    segment: customer.segment,
    changedAt: now.toISOString(),
    items: [
      {
        id,
        productId: product.id,
        subscriptionId,
        quantity,
        billing,
        scope: scopes.includes(reservation.scope) ? reservation.scope : (scopes[0] ?? 'shared'),
        ...(resellerId === undefined ? {} : { resellerId }),
        unitPrice,
        pricedAt: now.toISOString(),
      },
    ],
  };
  return reviewOf(customer, cart, me.partner, prices, now, renewalStart(reservation, today(ports)));
}
