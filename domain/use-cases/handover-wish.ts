/** What is handed over (rules section 1): taken from what the user prepared, and who may do it. Only ids and quantities. */
import type { Customer, Handover, HandoverWish, PartnerUser } from '../model.js';
import { requireAccess, requireRole, type Target } from '../policy/access.js';
import { requireReturnable } from '../policy/reservation-state.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { cartOf } from './cart.js';
import { subscriptionOf } from './exchange-wish.js';
import { requireReservation, requireSubscription } from './requests.js';

/** How a button names what was prepared: the user's cart, a switch of the permission, or a quote by its id. */
const QUOTE = 'quote/';

/**
 * What the user has prepared, by its name: "cart", "permission/on", "permission/off", "quote/<id>".
 * @throws Refusal NothingToHandOver where it is not there (any more).
 */
export function preparedWish(customer: Customer, userId: string, what: string, now: Date): HandoverWish {
  const wish =
    what === 'cart'
      ? cartWish(customer, userId, now)
      : what.startsWith(QUOTE)
        ? quotedWish(customer, what.slice(QUOTE.length))
        : permissionWish(what);
  if (!wish) throw new Refusal({ code: 'NothingToHandOver' });
  return wish;
}

function cartWish(customer: Customer, userId: string, now: Date): HandoverWish | undefined {
  const cart = cartOf(customer, userId, now);
  if (!cart || cart.items.length === 0) return undefined;
  return {
    what: 'cart',
    cartId: cart.id,
    segment: cart.segment,
    items: cart.items.map(({ productId, subscriptionId, quantity, billing, scope, resellerId }) => ({
      ...{ productId, subscriptionId, quantity, billing, scope },
      ...(resellerId === undefined ? {} : { resellerId }),
    })),
  };
}

function quotedWish(customer: Customer, quoteId: string): HandoverWish | undefined {
  const quote = Object.hasOwn(customer.quotes, quoteId) ? customer.quotes[quoteId] : undefined;
  if (!quote) return undefined;
  if (quote.kind === 'refund') {
    return { what: 'refund', reservationId: quote.reservationId, quantity: quote.figures.quantity };
  }
  return {
    what: 'exchange',
    returns: quote.returns.map(({ reservationId, quantity }) => ({ reservationId, quantity })),
    purchases: quote.purchases.map(({ product, subscriptionId, quantity, billing, scope }) => ({
      ...{ productId: product.id, subscriptionId, quantity, billing, scope },
    })),
  };
}

function permissionWish(what: string): HandoverWish | undefined {
  if (what === 'permission/on') return { what: 'permission', on: true };
  return what === 'permission/off' ? { what: 'permission', on: false } : undefined;
}

/** True where the user may do exactly this now; removed users may nothing (rules section 1). */
export function mayDo(user: PartnerUser, customer: Customer, wish: HandoverWish): boolean {
  if (user.removed) return false;
  try {
    if (wish.what === 'permission') requireRole('switchPermission', user.roles);
    else for (const target of targetsOf(customer, wish)) requireAccess('manage', user, target);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function targetsOf(customer: Customer, wish: Exclude<HandoverWish, { what: 'permission' }>): Target[] {
  const returns = wish.what === 'cart' ? [] : wish.what === 'refund' ? [wish] : wish.returns;
  const bought = wish.what === 'cart' ? wish.items : wish.what === 'exchange' ? wish.purchases : [];
  return [
    ...returns.map(({ reservationId }) => {
      const reservation = requireReservation(customer, reservationId);
      return { subscription: requireSubscription(customer, reservation), reservation };
    }),
    ...bought.map(({ subscriptionId }) => ({ subscription: subscriptionOf(customer, subscriptionId) })),
  ];
}

/** Why a handover that is open makes no sense any more; undefined where it does. */
export function problemOf(
  customer: Customer,
  { wish, from }: Handover,
  day: string,
  now: Date,
): RefusalFacts | undefined {
  try {
    if (wish.what === 'refund') requireStillReturnable(customer, [wish], day);
    else if (wish.what === 'exchange') requireStillReturnable(customer, wish.returns, day);
    else if (!isStillWished(customer, wish, from.userId, now))
      throw new Refusal({ code: 'HandoverOutdated' });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
}

function requireStillReturnable(
  customer: Customer,
  returns: readonly { readonly reservationId: string; readonly quantity: number }[],
  day: string,
): void {
  for (const { reservationId, quantity } of returns) {
    const reservation = requireReservation(customer, reservationId);
    requireReturnable(reservation, day, customer.requests);
    if (reservation.quantity < quantity) throw new Refusal({ code: 'HandoverOutdated' });
  }
}

/** The asker's cart is as it was handed over; the permission is not yet as it is to be. */
function isStillWished(
  customer: Customer,
  wish: Extract<HandoverWish, { what: 'cart' | 'permission' }>,
  userId: string,
  now: Date,
): boolean {
  if (wish.what === 'permission') return customer.permission.on !== wish.on;
  return JSON.stringify(cartWish(customer, userId, now)) === JSON.stringify(wish);
}
