/** What is wished for in an exchange (rules section 5), found and checked: what is returned and what is bought. */

import type {
  BillingPlan,
  Customer,
  ExchangePurchase,
  ExchangeQuote,
  ExchangeReturn,
  PartnerProfile,
  Prices,
  Scope,
  Subscription,
} from '../model.js';
import { sum, times } from '../money.js';
import { requireSameFamily, returnedPart } from '../policy/exchange.js';
import { requireMarket } from '../policy/markets.js';
import {
  defaultScope,
  requireBilling,
  requireQuantity,
  requireReseller,
  requireScope,
  requireUsableSubscription,
} from '../policy/purchase.js';
import { Refusal } from '../refusals.js';
import { requireSegment } from './cart.js';
import { requirePrice, requireProduct, snapshotOf } from './prices.js';
import { type ReturnWish, requireReservation, returnOf } from './requests.js';

/** How many reservations, and how many new ones, one exchange can have: as many as one card shows with all their figures. */
const EXCHANGE_MAXIMUM = 8;

export interface PurchaseWish {
  readonly productId: string;
  readonly quantity: string;
  /** Empty: the subscription of what is returned. */
  readonly subscriptionId?: string;
  readonly billing?: BillingPlan;
  readonly scope?: Scope;
}

export interface ExchangeWish {
  readonly returns: readonly ReturnWish[];
  readonly purchases: readonly PurchaseWish[];
}

/** What these bring into the exchange, in its currency. */
export function worthOf(returns: readonly ExchangeReturn[], currency: string): string {
  return sum(
    returns.map((part) => part.value),
    currency,
  );
}

/**
 * What is returned: one family, one currency, one reseller, no reservation twice (rules section 5).
 * @throws Refusal NothingReturned, ReturnedTwice, CurrenciesDiffer, ResellersDiffer, FamiliesDiffer, and those of
 *   `returnOf`.
 */
export function returnsOf(
  customer: Customer,
  wishes: readonly ReturnWish[],
  day: string,
  locale: string,
): { returns: ExchangeReturn[]; currency: string } {
  if (wishes.length > EXCHANGE_MAXIMUM)
    throw new Refusal({ code: 'TooManyReturned', maximum: EXCHANGE_MAXIMUM });
  const wanted = wishes.map((wish) => returnOf(customer, wish, day, locale));
  const reservations = wanted.map(({ reservation }) => reservation);
  const [first] = reservations;
  if (!first) throw new Refusal({ code: 'NothingReturned' });
  if (new Set(reservations).size < reservations.length) throw new Refusal({ code: 'ReturnedTwice' });
  const currencies = [...new Set(reservations.map((reservation) => reservation.currency))];
  if (currencies.length > 1) throw new Refusal({ code: 'CurrenciesDiffer', currencies });
  if (new Set(reservations.map((reservation) => reservation.resellerId)).size > 1) {
    throw new Refusal({ code: 'ResellersDiffer' });
  }
  requireSameFamily(reservations.map((reservation) => reservation.product.type));
  const returns = wanted.map(({ reservation, quantity }) => returnedPart(reservation, quantity, day));
  return { returns, currency: first.currency };
}

/**
 * What is bought, by the rules of buying; the reseller is kept from what is returned (rules section 2, check 5).
 * @throws Refusal CountryUnknown, ReservationsNotSoldInMarket, SubscriptionNotFound and those of the checks 3 to 5.
 */
export function purchasesOf(
  partner: PartnerProfile,
  customer: Customer,
  prices: Prices,
  wish: ExchangeWish,
  currency: string,
  locale: string,
): ExchangePurchase[] {
  if (wish.purchases.length > EXCHANGE_MAXIMUM)
    throw new Refusal({ code: 'CartFull', maximum: EXCHANGE_MAXIMUM });
  requireMarket(customer);
  const first = requireReservation(customer, wish.returns[0]?.reservationId ?? '');
  return wish.purchases.map((bought) => {
    const subscription = subscriptionOf(customer, bought.subscriptionId || first.subscriptionId);
    requireUsableSubscription(customer, subscription);
    const product = requireProduct(prices, bought.productId);
    requireSegment(product, customer.segment);
    const quantity = requireQuantity(bought.quantity, product.maxQuantity, locale);
    const unitPrice = requirePrice(prices, product, currency);
    const billing = bought.billing ?? (product.billingPlans.includes('oneTime') ? 'oneTime' : 'monthly');
    requireBilling(product, billing);
    const scope = bought.scope ?? defaultScope(subscription);
    requireScope(subscription, scope);
    const resellerId = requireReseller(partner, first.resellerId);
    return {
      product: snapshotOf(product),
      subscriptionId: subscription.id,
      quantity,
      billing,
      scope,
      ...(resellerId === undefined ? {} : { resellerId }),
      unitPrice,
      price: times(unitPrice, quantity, currency),
    };
  });
}

/** @throws Refusal SubscriptionNotFound. */
export function subscriptionOf(customer: Customer, subscriptionId: string): Subscription {
  const found = customer.subscriptions.find((candidate) => candidate.id === subscriptionId);
  if (!found) throw new Refusal({ code: 'SubscriptionNotFound' });
  return found;
}

/** The wish that a quote answered, to work it out again. */
export function wishOf(quote: ExchangeQuote): { returns: ReturnWish[]; purchases: PurchaseWish[] } {
  return {
    returns: quote.returns.map((part) => ({
      reservationId: part.reservationId,
      quantity: String(part.quantity),
    })),
    purchases: quote.purchases.map((purchase) => ({
      productId: purchase.product.id,
      quantity: String(purchase.quantity),
      subscriptionId: purchase.subscriptionId,
      billing: purchase.billing,
      scope: purchase.scope,
    })),
  };
}
