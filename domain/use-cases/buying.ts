/** Buying (rules section 2): the checks before, the offers, and the order. The cart between them is in filling-cart.ts. */

import type { Draft } from 'immer';
import type { BuyingStart, Me, OfferFilter, Offers, OrderPlaced, Review } from '../answers.js';
import type { Actor, Cart, Customer, Order, Prices, Reservation, Subscription } from '../model.js';
import { mayActOn, requireAccess } from '../policy/access.js';
import { instalmentsFor } from '../policy/instalments.js';
import { requireMarket } from '../policy/markets.js';
import {
  requireBilling,
  requireQuantity,
  requireReseller,
  requireScope,
  subscriptionProblem,
} from '../policy/purchase.js';
import { Refusal } from '../refusals.js';
import { dayOf, endOfTerm } from '../term.js';
import { act, refusedOnRecord } from './act.js';
import { cartOf, requireBuyable, requireSegment, reviewOf } from './cart.js';
import { closeCartHandovers, requireStillAsked } from './closing-handovers.js';
import { namesIn, subscriptionFacts } from './facts.js';
import { findOffers } from './offers.js';
import { sendOrder } from './placing.js';
import { type Ports, requireCustomer, requireUser, stampOf } from './ports.js';
import { readPrices, requireProduct } from './prices.js';

export type { ItemChange } from './filling-cart.js';

/**
 * Checks 2 to 4: can be bought for this customer, and on which subscriptions? Everybody can fill a cart; the rights
 * (check 1) are checked at Buy.
 * @throws Refusal CountryUnknown, ReservationsNotSoldInMarket, NoUsableSubscription, NeedsAzurePlan; the refused
 *   attempt is in the activity log.
 */
export async function startBuying(ports: Ports, actor: Actor, customerId: string): Promise<BuyingStart> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  return refusedOnRecord(ports, actor, me, customerId, 'buy', () => ({
    customer,
    subscriptions: buyableSubscriptions(me, customer).map((subscription) =>
      subscriptionFacts(customer, subscription, me),
    ),
    cartItems: cartOf(customer, actor.userId, ports.clock.now())?.items.length ?? 0,
  }));
}

function buyableSubscriptions(me: Me, customer: Customer): Subscription[] {
  requireMarket(customer);
  const usable = customer.subscriptions.filter(
    (subscription) => !subscriptionProblem(customer, subscription),
  );
  if (usable.length === 0) {
    // It has one that would do, had it not signed the agreement: that is check 4, not check 3.
    const legacy = customer.subscriptions.find(
      (each) => subscriptionProblem(customer, each) === 'NeedsAzurePlan',
    );
    if (legacy) throw new Refusal({ code: 'NeedsAzurePlan', subscription: legacy.name });
    throw new Refusal({
      code: 'NoUsableSubscription',
      agreementSigned: customer.agreement !== undefined,
      elsewhere: customer.subscriptions
        .filter((subscription) => subscription.offer === 'other')
        .map((subscription) => subscription.offerName ?? subscription.name),
    });
  }
  const mine = usable.filter((subscription) => mayActOn('manage', me.user, { subscription }));
  // Who may buy on none prepares the cart for a colleague who may.
  return mine.length > 0 ? mine : usable;
}

/** Products with their prices in the customer's currency, narrowed by the filter; what the customer bought before comes first. */
export async function offers(
  ports: Ports,
  actor: Actor,
  customerId: string,
  filter: OfferFilter,
): Promise<Offers> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const prices = await readPrices(ports, actor);
  const before = new Set(customer.reservations.map((reservation) => reservation.product.id));
  return findOffers(
    prices,
    customer.currency,
    { ...filter, segment: filter.segment ?? customer.segment },
    (product) => (before.has(product.id) ? 0 : 1),
  );
}

/**
 * Orders the cart as it was reviewed (check 6): every check and price again, at this moment. One order, one
 * reservation order an item.
 * @throws Refusal ReviewChanged where anything differs from the review; CartAlreadyOrdered where another attempt
 *   was first; HandoverClosed where a colleague's cart is no longer to be ordered; each of the checks 1 to 5.
 */
export async function buy(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reviewed: { cartId: string; fingerprint: string },
  attemptId: string,
): Promise<OrderPlaced> {
  const me = await requireUser(ports, actor);
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  return await placeOrder(ports, actor, me, customerId, {
    attemptId,
    decide(draft) {
      requireMarket(draft);
      const cart = requireReviewedCart(draft, actor.userId, reviewed.cartId, now);
      requireStillAsked(draft, cart);
      for (const item of cart.items) requireOrderable(me, draft, prices, cart, item);
      const shown = reviewOf(draft, cart, me.partner, prices, now);
      if (shown.fingerprint !== reviewed.fingerprint) throw new Refusal({ code: 'ReviewChanged' });
      return shown;
    },
    closes(draft, order) {
      const cart = draft.carts[actor.userId];
      if (cart) closeCartHandovers(ports, draft, me, cart, order.number);
      delete draft.carts[actor.userId];
    },
  });
}

/** An order to place: which attempt it is, and what is ordered. */
interface Placing {
  readonly attemptId: string;
  /** Checks everything at this moment and gives what is ordered. @throws Refusal that leaves the customer as it was. */
  readonly decide: (draft: Draft<Customer>) => Review;
  /** What is done with once the order stands: the cart, and who was asked to order it. */
  readonly closes?: (draft: Draft<Customer>, order: Order) => void;
}

/**
 * Places an order, once an attempt: into the book and the activity log in one write, and then to Partner Center.
 * @throws Refusal as decided, also when the attempt is repeated.
 */
export async function placeOrder(
  ports: Ports,
  actor: Actor,
  me: Me,
  customerId: string,
  { attemptId, decide, closes }: Placing,
): Promise<OrderPlaced> {
  const now = ports.clock.now();
  const { customer, outcome, repeated } = await act(ports, actor, me, customerId, {
    action: 'buy',
    attemptId,
    decide(draft) {
      const order = orderOf(ports, me, decide(draft), now);
      draft.orders.push(order);
      draft.reservations.push(...reservationsOf(order, dayOf(now)));
      closes?.(draft, order);
      return {
        outcome: { kind: 'order', number: order.number },
        trace: { action: 'buy', subject: order.number, after: `${order.total} ${order.currency}` },
      };
    },
  });
  const order = customer.orders.find(
    (candidate) => outcome.kind === 'order' && candidate.number === outcome.number,
  );
  if (!order) throw new Error('an order that is not in the book');
  const about = { customerId, customerName: customer.name, names: namesIn(order, customer, me) };
  if (repeated) return { order, ...about };
  return { order: await sendOrder(ports, actor, me, customer, order), ...about };
}

function requireReviewedCart(customer: Customer, userId: string, cartId: string, now: Date): Cart {
  const ordered = customer.orders.find((order) => order.cartId === cartId);
  if (ordered) {
    throw new Refusal({
      code: 'CartAlreadyOrdered',
      orderNumber: ordered.number,
      first: { by: ordered.by?.name ?? ordered.boughtByCustomer ?? '', at: ordered.at },
    });
  }
  const cart = cartOf(customer, userId, now);
  if (!cart || cart.items.length === 0) throw new Refusal({ code: 'CartEmpty' });
  if (cart.id !== cartId) throw new Refusal({ code: 'ReviewChanged' });
  return cart;
}

/**
 * Checks 3 to 5 for one item, and the right to buy it.
 * @throws Refusal of the first check that fails.
 */
export function requireOrderable(
  me: Me,
  customer: Customer,
  prices: Prices,
  cart: Cart,
  item: Cart['items'][number],
): void {
  const subscription = requireBuyable(customer, item.subscriptionId);
  requireAccess('manage', me.user, { subscription });
  const product = requireProduct(prices, item.productId);
  requireSegment(product, cart.segment);
  requireQuantity(String(item.quantity), product.maxQuantity);
  requireScope(subscription, item.scope);
  requireBilling(product, item.billing);
  requireReseller(me.partner, item.resellerId);
}

/** What was reviewed, as an order by this user; recorded here until Partner Center has it. */
export function orderOf(ports: Ports, me: Me, shown: Review, now: Date): Order {
  return {
    number: ports.ids.number('RD'),
    cartId: shown.cartId,
    at: now.toISOString(),
    by: stampOf(me),
    currency: shown.currency,
    total: shown.total,
    items: shown.items.map((item) => ({
      product: item.product,
      quantity: item.quantity,
      unitPrice: item.unitPrice,
      price: item.price,
      billing: item.billing,
      scope: item.scope,
      subscriptionId: item.subscriptionId,
      ...(item.resellerId === undefined ? {} : { resellerId: item.resellerId }),
      reservationId: ports.ids.guid(),
      reservationOrderId: ports.ids.guid(),
    })),
    placement: { state: 'recorded' },
  };
}

/** What an order brings into being: a reservation order an item, with one reservation of the whole quantity. */
export function reservationsOf(order: Order, startsOn: string): Reservation[] {
  return order.items.map((item) => ({
    id: item.reservationId,
    orderId: item.reservationOrderId,
    orderNumber: order.number,
    product: item.product,
    quantity: item.quantity,
    currency: order.currency,
    billing: item.billing,
    instalments: instalmentsFor(item.price, item.billing, item.product.term, order.currency),
    startsOn,
    endsOn: endOfTerm(startsOn, item.product.term),
    subscriptionId: item.subscriptionId,
    scope: item.scope,
    ...(item.resellerId === undefined ? {} : { resellerId: item.resellerId }),
    status: 'active',
    access: [],
    utilization: [],
  }));
}
