/** The cart (rules section 2, checks 5 and 6): one a user and customer, kept for 7 days, priced again at every look. */
import { createHash } from 'node:crypto';
import type { Review, ReviewItem } from '../answers.js';
import type {
  Cart,
  CartItem,
  Customer,
  PartnerProfile,
  Prices,
  Product,
  Segment,
  Subscription,
} from '../model.js';
import { compare, sum, times } from '../money.js';
import { dueOn, instalmentsFor } from '../policy/instalments.js';
import { pricesInclude, requireUsableSubscription, scopesFor } from '../policy/purchase.js';
import { Refusal } from '../refusals.js';
import { dayOf } from '../term.js';
import { requirePrice, requireProduct, snapshotOf } from './prices.js';

/** So long a cart is kept after its last change. */
export const CART_DAYS = 7;
const PRICE_MINUTES = 15;
/** How many items one order can have: as many as one review shows with all their fields. */
export const CART_MAXIMUM = 10;
const NEXT_INSTALMENTS_SHOWN = 3;

/** The user's cart for this customer, or undefined where there is none or it is older than 7 days. */
export function cartOf(customer: Customer, userId: string, now: Date): Cart | undefined {
  const cart = Object.hasOwn(customer.carts, userId) ? customer.carts[userId] : undefined;
  if (!cart || now.getTime() - new Date(cart.changedAt).getTime() > CART_DAYS * 86_400_000) return undefined;
  return cart;
}

/**
 * The cart as it would be ordered now, at the prices of the list as it stands; `startsOn`: the day of the first
 * instalment, where that is not today.
 * @throws Refusal ProductNotFound or PriceMissing where an item has left the price list.
 */
export function reviewOf(
  customer: Customer,
  cart: Cart,
  partner: PartnerProfile,
  prices: Prices,
  now: Date,
  startsOn = dayOf(now),
): Review {
  const items = cart.items.map((item) =>
    reviewItem(customer, item, cart.currency, partner, prices, startsOn),
  );
  const facts = {
    cartId: cart.id,
    customerId: customer.id,
    customerName: customer.name,
    customerDomain: customer.domain,
    segment: cart.segment,
    currency: cart.currency,
    items,
    total: sum(
      items.map((item) => item.price),
      cart.currency,
    ),
    dueToday: sum(
      items.map((item) => item.instalments?.next[0]?.amount ?? item.price),
      cart.currency,
    ),
    pricesInclude: pricesInclude(partner),
    pricesAsOf: prices.lists[cart.currency]?.asOf ?? dayOf(now),
    resellers: partner.kind === 'indirectProvider' ? partner.resellers : [],
    validUntil: new Date(now.getTime() + PRICE_MINUTES * 60_000).toISOString(),
  };
  return { ...facts, fingerprint: fingerprintOf(facts) };
}

function reviewItem(
  customer: Customer,
  item: CartItem,
  currency: string,
  partner: PartnerProfile,
  prices: Prices,
  startsOn: string,
): ReviewItem {
  const product = requireProduct(prices, item.productId);
  const unitPrice = requirePrice(prices, product, currency);
  const price = times(unitPrice, item.quantity, currency);
  const subscription = customer.subscriptions.find((candidate) => candidate.id === item.subscriptionId);
  if (!subscription) throw new Refusal({ code: 'SubscriptionNotFound' });
  const reseller = partner.resellers.find((candidate) => candidate.id === item.resellerId);
  const amounts = instalmentsFor(price, item.billing, product.term, currency);
  return {
    id: item.id,
    product: snapshotOf(product),
    subscriptionId: subscription.id,
    subscriptionName: subscription.name,
    quantity: item.quantity,
    maxQuantity: product.maxQuantity,
    unitPrice,
    price,
    billing: item.billing,
    billingPlans: product.billingPlans,
    scope: item.scope,
    scopes: scopesFor(subscription),
    ...(reseller ? { resellerId: reseller.id, resellerName: reseller.name } : {}),
    ...(compare(unitPrice, item.unitPrice) === 0 ? {} : { previousUnitPrice: item.unitPrice }),
    ...(item.billing === 'monthly'
      ? {
          instalments: {
            count: amounts.length,
            next: amounts
              .slice(0, NEXT_INSTALMENTS_SHOWN)
              .map((amount, index) => ({ due: dueOn(startsOn, index), amount })),
          },
        }
      : {}),
  };
}

/** Changes with everything that is decided by pressing Buy; the age of the price list and the validity are not. */
function fingerprintOf(facts: Omit<Review, 'fingerprint'>): string {
  const bought = facts.items.map((item) => [
    item.id,
    item.product.id,
    item.product.name,
    item.product.region,
    item.product.term,
    item.subscriptionId,
    item.quantity,
    item.unitPrice,
    item.price,
    item.billing,
    item.scope,
    item.resellerId ?? '',
    item.instalments?.next ?? [],
  ]);
  const text = JSON.stringify([
    facts.cartId,
    facts.segment,
    facts.currency,
    facts.total,
    facts.pricesInclude,
    bought,
  ]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * A subscription that can be bought on (rules section 2, checks 3 and 4); the rights are checked at Buy.
 * @throws Refusal SubscriptionNotFound, SubscriptionElsewhere, SubscriptionNotActive, NeedsAzurePlan.
 */
export function requireBuyable(customer: Customer, subscriptionId: string): Subscription {
  const subscription = customer.subscriptions.find((candidate) => candidate.id === subscriptionId);
  if (!subscription) throw new Refusal({ code: 'SubscriptionNotFound' });
  requireUsableSubscription(customer, subscription);
  return subscription;
}

/** Passes for a segment that the product is offered in. @throws Refusal SegmentNotOffered (rules section 2, check 5). */
export function requireSegment(product: Product, segment: Segment): void {
  if (!product.segments.includes(segment)) {
    throw new Refusal({ code: 'SegmentNotOffered', product: product.name });
  }
}
