/** Facts about a customer worked out from its document, for cards to show and for use cases to decide on. */

import type { CapFacts, CustomerFacts, Me, ReservationFacts, SubscriptionFacts } from '../answers.js';
import type { Customer, Order, RefundPolicyId, Reservation, Subscription, SupportRequest } from '../model.js';
import { minus } from '../money.js';
import { mayActOn } from '../policy/access.js';
import { capUsedUsd } from '../policy/cap.js';
import { priceOf } from '../policy/instalments.js';
import { soldIn } from '../policy/markets.js';
import { subscriptionProblem } from '../policy/purchase.js';
import { refundPolicy } from '../policy/refund.js';
import { stateOf } from '../policy/reservation-state.js';
import { utilizationOf } from '../policy/utilization.js';
import { daysBetween } from '../term.js';

export function subscriptionFacts(customer: Customer, subscription: Subscription, me: Me): SubscriptionFacts {
  const why = subscriptionProblem(customer, subscription);
  const reseller = me.partner.resellers.find((candidate) => candidate.id === subscription.resellerId);
  return {
    subscription,
    ...(reseller ? { resellerName: reseller.name } : {}),
    usable: why === undefined,
    ...(why === undefined ? {} : { why }),
    mayBuy: mayActOn('manage', me.user, { subscription }),
  };
}

export function reservationFacts(
  customer: Customer,
  reservation: Reservation,
  me: Me,
  today: string,
): ReservationFacts {
  const state = stateOf(reservation, today);
  const utilization = utilizationOf(reservation, today).known?.mean;
  const reseller = me.partner.resellers.find((candidate) => candidate.id === reservation.resellerId);
  const subscription = customer.subscriptions.find(
    (candidate) => candidate.id === reservation.subscriptionId,
  );
  return {
    customerId: customer.id,
    customerName: customer.name,
    reservation,
    state,
    price: priceOf(reservation),
    daysSincePurchase: Math.max(0, daysBetween(reservation.startsOn, today)),
    daysLeft: daysBetween(today, reservation.endsOn),
    ...(utilization === undefined ? {} : { utilization }),
    subscriptionName: subscription?.name ?? reservation.subscriptionId,
    ...(reseller ? { resellerName: reseller.name } : {}),
    returnable: state === 'active' && reservation.product.returnable,
  };
}

/** The cap of a customer with these requests today, in US dollars (rules section 4, "Cap"). */
export function capFacts(
  requests: readonly SupportRequest[],
  policyId: RefundPolicyId,
  today: string,
): CapFacts {
  const { capUsd } = refundPolicy(policyId);
  const usedUsd = capUsedUsd(requests, today);
  const left = minus(capUsd, usedUsd, 'USD');
  return { capUsd, usedUsd, leftUsd: left.startsWith('-') ? '0.00' : left };
}

export function customerFacts(
  customer: Customer,
  me: Me,
  policyId: RefundPolicyId,
  today: string,
): CustomerFacts {
  return {
    customer,
    ...(customer.country === undefined ? {} : { soldInMarket: soldIn(customer.country) }),
    subscriptions: customer.subscriptions.map((subscription) =>
      subscriptionFacts(customer, subscription, me),
    ),
    reservations: customer.reservations
      .map((reservation) => reservationFacts(customer, reservation, me, today))
      .sort(returnableFirst),
    openRequests: customer.requests.filter((request) => request.state === 'open'),
    cap: capFacts(customer.requests, policyId, today),
  };
}

/** What can be returned first, then the newest purchase first. */
export function returnableFirst(a: ReservationFacts, b: ReservationFacts): number {
  return (
    Number(b.returnable) - Number(a.returnable) ||
    b.reservation.startsOn.localeCompare(a.reservation.startsOn)
  );
}

/** What the subscriptions and resellers of an order are called, by id. */
export function namesIn(order: Order, customer: Customer, me: Me): Record<string, string> {
  const ids = new Set(order.items.flatMap(({ subscriptionId, resellerId }) => [subscriptionId, resellerId]));
  const named = [
    ...customer.subscriptions,
    ...me.partner.resellers.map(({ id, name, mpnId }) => ({ id, name: `${name} (${mpnId})` })),
  ];
  return Object.fromEntries(named.filter(({ id }) => ids.has(id)).map(({ id, name }) => [id, name]));
}
