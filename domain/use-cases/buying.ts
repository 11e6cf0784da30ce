/** Buying (rules section 2): the checks, the offers, the cart, the review, and the order. */

import type { BuyingStart, Me, OfferFilter, Offers, OrderPlaced, Review } from '../answers.js';
import type {
  Actor,
  BillingPlan,
  Cart,
  Customer,
  Order,
  Prices,
  Reservation,
  Scope,
  Segment,
  Subscription,
} from '../model.js';
import { mayActOn, requireAccess } from '../policy/access.js';
import { instalmentsFor } from '../policy/instalments.js';
import { requireMarket } from '../policy/markets.js';
import {
  defaultScope,
  requireBilling,
  requireQuantity,
  requireReseller,
  requireScope,
  requireUsableSubscription,
  subscriptionProblem,
} from '../policy/purchase.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { PRICES } from '../store/kinds.js';
import { endOfTerm } from '../term.js';
import { act, prepare, refusedOnRecord } from './act.js';
import { CART_MAXIMUM, cartOf, requirePrice, requireProduct, reviewOf } from './cart.js';
import { subscriptionFacts } from './facts.js';
import { findOffers } from './offers.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';

/**
 * Checks 1 to 4: may this user buy for this customer, and on which subscriptions?
 * @throws Refusal NeedsRole, NeedsAccess, CountryUnknown, ReservationsNotSoldInMarket, NoUsableSubscription; the
 *   refused attempt is in the activity log.
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
  const [first] = usable;
  if (!first) {
    throw new Refusal({
      code: 'NoUsableSubscription',
      agreementSigned: customer.agreement !== undefined,
      elsewhere: customer.subscriptions
        .filter((subscription) => subscription.offer === 'other')
        .map((subscription) => subscription.offerName ?? subscription.name),
    });
  }
  const mine = usable.filter((subscription) => mayActOn('manage', me.user, { subscription }));
  if (mine.length === 0) requireAccess('manage', me.user, { subscription: first });
  return mine;
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
  const prices = await requirePrices(ports, actor);
  const before = new Set(customer.reservations.map((reservation) => reservation.product.id));
  return findOffers(
    prices,
    customer.currency,
    { ...filter, segment: filter.segment ?? customer.segment },
    (product) => (before.has(product.id) ? 0 : 1),
  );
}

/** The partner's price list; empty where there is none yet. */
export async function requirePrices(ports: Ports, actor: Actor): Promise<Prices> {
  return (await ports.documents.read(PRICES, actor.partnerId)) ?? { products: [], lists: {} };
}

export interface NewItem {
  /** Names the item: adding it again changes nothing. */
  readonly itemId: string;
  readonly subscriptionId: string;
  readonly productId: string;
  /** As typed. */
  readonly quantity: string;
  readonly segment?: Segment;
}

/**
 * Puts a product in the user's cart for this customer and gives the review of the cart.
 * @throws Refusal for each of the checks 1 to 5; CartFull; CurrenciesDiffer.
 */
export async function addToCart(
  ports: Ports,
  actor: Actor,
  customerId: string,
  item: NewItem,
  locale: string,
): Promise<Review> {
  const me = await requireUser(ports, actor);
  const prices = await requirePrices(ports, actor);
  const now = ports.clock.now();
  const { customer } = await prepare(ports, actor, customerId, (draft) => {
    requireMarket(draft);
    const subscription = requireBuyable(me, draft, item.subscriptionId);
    const segment = item.segment ?? draft.segment;
    const product = requireProduct(prices, item.productId);
    if (!product.segments.includes(segment))
      throw new Refusal({ code: 'SegmentNotOffered', product: product.name });
    const quantity = requireQuantity(item.quantity, product.maxQuantity, locale);
    const unitPrice = requirePrice(prices, product, draft.currency);
    const cart = openCart(ports, draft, actor.userId, segment, now);
    if (cart.items.some((known) => known.id === item.itemId)) return;
    if (cart.items.length >= CART_MAXIMUM) throw new Refusal({ code: 'CartFull', maximum: CART_MAXIMUM });
    const resellerKnown = me.partner.resellers.some((reseller) => reseller.id === subscription.resellerId);
    cart.items.push({
      id: item.itemId,
      productId: product.id,
      subscriptionId: subscription.id,
      quantity,
      billing: product.billingPlans.includes('oneTime') ? 'oneTime' : 'monthly',
      scope: defaultScope(subscription),
      ...(me.partner.kind === 'indirectProvider' && resellerKnown
        ? { resellerId: subscription.resellerId }
        : {}),
      unitPrice,
      pricedAt: now.toISOString(),
    });
    cart.changedAt = now.toISOString();
  });
  return reviewFor(customer, me, prices, now);
}

/** The cart to add to: the user's own, or a new one in the customer's currency. */
function openCart(ports: Ports, draft: Customer, userId: string, segment: Segment, now: Date): Cart {
  const carts = draft.carts as Record<string, Cart>;
  const existing = cartOf(draft, userId, now);
  if (existing && existing.items.length > 0) {
    if (existing.currency !== draft.currency) {
      throw new Refusal({ code: 'CurrenciesDiffer', currencies: [existing.currency, draft.currency] });
    }
    return existing;
  }
  const cart: Cart = {
    id: ports.ids.guid(),
    currency: draft.currency,
    segment,
    items: [],
    changedAt: now.toISOString(),
  };
  carts[userId] = cart;
  return carts[userId] as Cart;
}

function requireBuyable(me: Me, customer: Customer, subscriptionId: string): Subscription {
  const subscription = customer.subscriptions.find((candidate) => candidate.id === subscriptionId);
  if (!subscription) throw new Refusal({ code: 'SubscriptionNotFound' });
  requireUsableSubscription(customer, subscription);
  requireAccess('manage', me.user, { subscription });
  return subscription;
}

/**
 * The user's cart as it would be ordered now; prices read more than a moment ago are read again and kept.
 * @throws Refusal CartEmpty where there is none.
 */
export async function review(ports: Ports, actor: Actor, customerId: string): Promise<Review> {
  const me = await requireUser(ports, actor);
  const prices = await requirePrices(ports, actor);
  const now = ports.clock.now();
  const customer = await requireCustomer(ports, actor, customerId);
  const shown = reviewFor(customer, me, prices, now);
  // What was shown is what the next look compares with: a changed price is said once, and then holds.
  await prepare(ports, actor, customerId, (draft) => {
    const cart = draft.carts[actor.userId];
    for (const item of cart?.items ?? []) {
      const line = shown.items.find((candidate) => candidate.id === item.id);
      if (line?.previousUnitPrice === undefined) continue;
      item.unitPrice = line.unitPrice;
      item.pricedAt = now.toISOString();
    }
  });
  return shown;
}

function reviewFor(customer: Customer, me: Me, prices: Prices, now: Date): Review {
  const cart = cartOf(customer, me.user.id, now);
  if (!cart || cart.items.length === 0) throw new Refusal({ code: 'CartEmpty' });
  return reviewOf(customer, cart, me.partner, prices, now);
}

export interface ItemChange {
  readonly itemId: string;
  /** As typed; "0" takes the item out. */
  readonly quantity?: string;
  readonly scope?: string;
  readonly billing?: string;
  readonly resellerId?: string;
}

export interface ItemProblem {
  readonly itemId: string;
  readonly field: 'quantity' | 'scope' | 'billing' | 'reseller';
  readonly facts: RefusalFacts;
}

/**
 * Changes items of the cart: all of the changes or, where one of them can not be, none; then each problem is
 * named with its item and field. An empty cart afterwards is no error.
 */
export async function changeCart(
  ports: Ports,
  actor: Actor,
  customerId: string,
  changes: readonly ItemChange[],
  locale: string,
): Promise<readonly ItemProblem[]> {
  const me = await requireUser(ports, actor);
  const prices = await requirePrices(ports, actor);
  const now = ports.clock.now();
  const problems: ItemProblem[] = [];
  const { customer } = { customer: await requireCustomer(ports, actor, customerId) };
  const cart = cartOf(customer, actor.userId, now);
  if (!cart) throw new Refusal({ code: 'CartEmpty' });
  const checked = changes.map((change) => {
    const item = cart.items.find((candidate) => candidate.id === change.itemId);
    const subscription = customer.subscriptions.find((candidate) => candidate.id === item?.subscriptionId);
    if (!item || !subscription) throw new Refusal({ code: 'CartItemNotFound' });
    const product = requireProduct(prices, item.productId);
    const attempt = <T>(field: ItemProblem['field'], check: () => T): T | undefined => {
      try {
        return check();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        problems.push({ itemId: item.id, field, facts: error.facts });
        return undefined;
      }
    };
    const removed = change.quantity?.trim() === '0';
    const { quantity, scope, billing, resellerId } = change;
    return {
      itemId: item.id,
      removed,
      quantity:
        quantity === undefined || removed
          ? undefined
          : attempt('quantity', () => requireQuantity(quantity, product.maxQuantity, locale)),
      scope: scope === undefined ? undefined : attempt('scope', () => asScope(subscription, scope)),
      billing: billing === undefined ? undefined : attempt('billing', () => asBilling(product, billing)),
      resellerId:
        resellerId === undefined
          ? undefined
          : attempt('reseller', () => requireReseller(me.partner, resellerId)),
    };
  });
  if (problems.length > 0) return problems;
  await prepare(ports, actor, customerId, (draft) => {
    const open = draft.carts[actor.userId];
    if (!open || open.id !== cart.id) throw new Refusal({ code: 'ReviewChanged' });
    for (const change of checked) {
      const item = open.items.find((candidate) => candidate.id === change.itemId);
      if (!item) continue;
      item.quantity = change.quantity ?? item.quantity;
      item.scope = change.scope ?? item.scope;
      item.billing = change.billing ?? item.billing;
      if (change.resellerId !== undefined) item.resellerId = change.resellerId;
    }
    const removed = new Set(checked.filter((change) => change.removed).map((change) => change.itemId));
    open.items = open.items.filter((item) => !removed.has(item.id));
    open.changedAt = now.toISOString();
  });
  return [];
}

function asScope(subscription: Subscription, scope: string): Scope {
  if (scope !== 'single' && scope !== 'shared')
    throw new Refusal({ code: 'ScopeNotOffered', scope: 'single' });
  requireScope(subscription, scope);
  return scope;
}

function asBilling(product: Parameters<typeof requireBilling>[0], billing: string): BillingPlan {
  if (billing !== 'oneTime' && billing !== 'monthly') {
    throw new Refusal({ code: 'BillingPlanNotOffered', product: product.name });
  }
  requireBilling(product, billing);
  return billing;
}

/**
 * Orders the cart as it was reviewed (check 6): every check and price again, at this moment. One order, one
 * reservation order an item.
 * @throws Refusal ReviewChanged where anything differs from the review; CartAlreadyOrdered where another attempt
 *   was first; each of the checks 1 to 5.
 */
export async function buy(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reviewed: { cartId: string; fingerprint: string },
  attemptId: string,
): Promise<OrderPlaced> {
  const me = await requireUser(ports, actor);
  const prices = await requirePrices(ports, actor);
  const now = ports.clock.now();
  const { customer, outcome, repeated } = await act(ports, actor, me, customerId, {
    action: 'buy',
    attemptId,
    decide(draft) {
      requireMarket(draft);
      const cart = requireReviewedCart(draft, actor.userId, reviewed.cartId, now);
      for (const item of cart.items) checkItem(me, draft, prices, item);
      const shown = reviewOf(draft, cart, me.partner, prices, now);
      if (shown.fingerprint !== reviewed.fingerprint) throw new Refusal({ code: 'ReviewChanged' });
      const order = orderOf(ports, me, shown, now);
      draft.orders.push(order);
      draft.reservations.push(...reservationsOf(order, today(ports)));
      delete draft.carts[actor.userId];
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
  if (repeated) return { order, customerId, customerName: customer.name };
  const placement = await ports.partnerCenter.placeOrder(customer, order);
  if (placement.state === 'placed') {
    await prepare(ports, actor, customerId, (draft) => {
      const placed = draft.orders.find((candidate) => candidate.number === order.number);
      if (placed) placed.placement = placement;
    });
  }
  return { order: { ...order, placement }, customerId, customerName: customer.name };
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

function checkItem(me: Me, customer: Customer, prices: Prices, item: Cart['items'][number]): void {
  const subscription = requireBuyable(me, customer, item.subscriptionId);
  const product = requireProduct(prices, item.productId);
  requireQuantity(String(item.quantity), product.maxQuantity);
  requireScope(subscription, item.scope);
  requireBilling(product, item.billing);
  requireReseller(me.partner, item.resellerId);
}

function orderOf(ports: Ports, me: Me, shown: Review, now: Date): Order {
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
