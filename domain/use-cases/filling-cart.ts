/** Filling the cart (rules section 2, checks 5 and 6): add to it, review it, change it. Nothing is ordered here. */

import type { Draft } from 'immer';
import type { Me, Review } from '../answers.js';
import type {
  Actor,
  BillingPlan,
  Cart,
  Customer,
  Prices,
  Product,
  Scope,
  Segment,
  Subscription,
} from '../model.js';
import { requireMarket } from '../policy/markets.js';
import {
  defaultScope,
  requireBilling,
  requireQuantity,
  requireReseller,
  requireScope,
} from '../policy/purchase.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { prepare, refusedOnRecord } from './act.js';
import { CART_MAXIMUM, cartOf, requireBuyable, requireSegment, reviewOf } from './cart.js';
import { type Ports, requireCustomer, requireUser } from './ports.js';
import { readPrices, requirePrice, requireProduct } from './prices.js';
import { filingRights } from './requests.js';

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
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  const before = await requireCustomer(ports, actor, customerId);
  await refusedOnRecord(ports, actor, me, customerId, 'buy', () => {
    requireMarket(before);
    requireBuyable(before, item.subscriptionId);
  });
  await takeOutUnsold(ports, actor, customerId, prices, now);
  const { customer } = await prepare(ports, actor, customerId, (draft) => {
    requireMarket(draft);
    const subscription = requireBuyable(draft, item.subscriptionId);
    const segment = item.segment ?? cartOf(draft, actor.userId, now)?.segment ?? draft.segment;
    const product = requireProduct(prices, item.productId);
    requireSegment(product, segment);
    const quantity = requireQuantity(item.quantity, product.maxQuantity, locale);
    const unitPrice = requirePrice(prices, product, draft.currency);
    const cart = openCart(ports, draft, actor.userId, segment, now);
    if (cart.items.some((known) => known.id === item.itemId)) return;
    if (cart.items.length >= CART_MAXIMUM) throw new Refusal({ code: 'CartFull', maximum: CART_MAXIMUM });
    // One order is of one segment: the one chosen last, where all of the cart is offered in it.
    for (const known of cart.items) requireSegment(requireProduct(prices, known.productId), segment);
    cart.segment = segment;
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
function openCart(
  ports: Ports,
  draft: Draft<Customer>,
  userId: string,
  segment: Segment,
  now: Date,
): Draft<Cart> {
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
  draft.carts[userId] = cart;
  // Read back: what is changed in it from here on is the draft.
  return draft.carts[userId];
}

/**
 * Takes items out of the cart that the price list no longer has, and says so: no order could be made of them, and
 * the rest of the cart could not be seen.
 * @throws Refusal ProductNotFound, PriceMissing, once for a cart with such items.
 */
async function takeOutUnsold(
  ports: Ports,
  actor: Actor,
  customerId: string,
  prices: Prices,
  now: Date,
): Promise<void> {
  const { result: problem } = await prepare(ports, actor, customerId, (draft) => {
    const cart = cartOf(draft, actor.userId, now);
    const problems = (cart?.items ?? []).map((item) =>
      saleProblem(prices, item.productId, cart?.currency ?? ''),
    );
    if (cart) cart.items = cart.items.filter((_, index) => problems[index] === undefined);
    return problems.find((found) => found !== undefined);
  });
  if (problem) throw new Refusal(problem);
}

function saleProblem(prices: Prices, productId: string, currency: string): RefusalFacts | undefined {
  try {
    requirePrice(prices, requireProduct(prices, productId), currency);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
}

/**
 * The user's cart as it would be ordered now, for a look that nobody sees: a changed price stays to be said.
 * @throws Refusal CartEmpty, ProductNotFound, PriceMissing.
 */
export async function cartNow(ports: Ports, actor: Actor, customerId: string): Promise<Review> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  return reviewFor(customer, me, await readPrices(ports, actor), ports.clock.now());
}

/**
 * The user's cart as it would be ordered now: prices are read again, and kept where they have changed.
 * @throws Refusal CartEmpty where there is none; ProductNotFound or PriceMissing where an item has left the price
 *   list: it has been taken out of the cart, and the next review shows the rest.
 */
export async function review(ports: Ports, actor: Actor, customerId: string): Promise<Review> {
  const me = await requireUser(ports, actor);
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  await takeOutUnsold(ports, actor, customerId, prices, now);
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
  const bought = customer.subscriptions.filter(({ id }) =>
    cart.items.some(({ subscriptionId }) => subscriptionId === id),
  );
  const { filingNeeds } = filingRights(me, customer, [], bought);
  return {
    ...reviewOf(customer, cart, me.partner, prices, now),
    ...(filingNeeds ? { needs: filingNeeds } : {}),
  };
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
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  const problems: ItemProblem[] = [];
  const customer = await requireCustomer(ports, actor, customerId);
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

function asBilling(product: Product, billing: string): BillingPlan {
  if (billing !== 'oneTime' && billing !== 'monthly') {
    throw new Refusal({ code: 'BillingPlanNotOffered', product: product.name });
  }
  requireBilling(product, billing);
  return billing;
}
