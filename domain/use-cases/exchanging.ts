/** Exchanges (rules section 5): what is returned against what is bought, quoted and filed. */

import type { ExchangeAnswer, Me, OfferFilter, Offers, RequestFiled, SubscriptionFacts } from '../answers.js';
import type { Actor, Customer, ExchangePurchase, ExchangeQuote, ExchangeReturn } from '../model.js';
import { compare, sum } from '../money.js';
import { requireAccess } from '../policy/access.js';
import { exchangeTotals, requireSameFamily, returnedPart } from '../policy/exchange.js';
import { subscriptionProblem } from '../policy/purchase.js';
import { familyOf } from '../policy/reservation-types.js';
import { Refusal } from '../refusals.js';
import { prepare } from './act.js';
import { closeExchangeHandovers } from './closing-handovers.js';
import { policyInForce } from './customers.js';
import {
  type ExchangeWish,
  type PurchaseWish,
  purchasesOf,
  returnsOf,
  subscriptionOf,
  wishOf,
  worthOf,
} from './exchange-wish.js';
import { reservationFacts, subscriptionFacts } from './facts.js';
import { findOffers } from './offers.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { readPrices } from './prices.js';
import { keepQuote, quoteOf, requireSameQuantity, requireUnfiled, validUntil } from './quotes.js';
import {
  fileRequest,
  filingRights,
  plainCopy,
  type ReturnWish,
  requestOf,
  requireContact,
  requireReservation,
  requireSubscription,
  takeOut,
} from './requests.js';

export type { PurchaseWish, ReturnWish };

/** An exchange as far as it is chosen. */
export interface ExchangeSoFar {
  readonly customer: Customer;
  readonly currency: string;
  readonly returns: readonly ExchangeReturn[];
  readonly returnedValue: string;
  readonly purchases: readonly ExchangePurchase[];
  readonly newCommitment: string;
  /** What is bought reaches what is returned. */
  readonly enough: boolean;
  /** Where the new reservations can go; the subscription of what is returned comes first. */
  readonly subscriptions: readonly SubscriptionFacts[];
}

/**
 * Checks what is chosen so far for an exchange; nothing needs to be bought yet.
 * @throws Refusal NothingReturned, ReservationNotFound, ReservationBusy, ReservationExpired, NotReturnable,
 *   QuantityNotWhole, QuantityOutOfRange, CurrenciesDiffer, FamiliesDiffer, ResellersDiffer, ReturnedTwice; for what
 *   is bought the checks of buying.
 */
export async function exchangeSoFar(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: ExchangeWish,
  locale: string,
): Promise<ExchangeSoFar> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const prices = await readPrices(ports, actor);
  const { returns, currency } = returnsOf(customer, wish.returns, today(ports), locale);
  const purchases =
    wish.purchases.length > 0 ? purchasesOf(me.partner, customer, prices, wish, currency, locale) : [];
  requireSameFamily([...returns, ...purchases].map((part) => part.product.type));
  const returnedValue = worthOf(returns, currency);
  const newCommitment = sum(
    purchases.map((purchase) => purchase.price),
    currency,
  );
  const home = requireReservation(customer, wish.returns[0]?.reservationId ?? '').subscriptionId;
  return {
    customer,
    currency,
    returns,
    returnedValue,
    purchases,
    newCommitment,
    enough: purchases.length > 0 && compare(newCommitment, returnedValue) >= 0,
    subscriptions: customer.subscriptions
      .filter((subscription) => !subscriptionProblem(customer, subscription))
      .sort((a, b) => Number(b.id === home) - Number(a.id === home))
      .map((subscription) => subscriptionFacts(customer, subscription, me)),
  };
}

/** What each of these reservations would be worth in an exchange today, by reservation ID, where it can be returned. */
export async function exchangeValues(
  ports: Ports,
  actor: Actor,
  customerId: string,
  reservationIds: readonly string[],
): Promise<Record<string, { value: string; currency: string }>> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const wanted = customer.reservations
    .filter(({ id }) => reservationIds.includes(id))
    .filter((one) => reservationFacts(customer, one, me, today(ports)).returnable);
  return Object.fromEntries(
    wanted.map((one) => [
      one.id,
      { value: returnedPart(one, one.quantity, today(ports)).value, currency: one.currency },
    ]),
  );
}

/** Products of the same family in the currency of what is returned; those nearest to it come first. */
export async function exchangeOffers(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wishes: readonly ReturnWish[],
  filter: OfferFilter,
): Promise<Offers> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const prices = await readPrices(ports, actor);
  const first = requireReservation(customer, wishes[0]?.reservationId ?? '');
  const { returns, currency } = returnsOf(customer, wishes, today(ports), 'en');
  const value = worthOf(returns, currency);
  const segmented = {
    ...filter,
    segment: filter.segment ?? customer.segment,
    family: familyOf(first.product.type),
  };
  return findOffers(prices, currency, segmented, (product, unitPrice) => {
    const enough = compare(unitPrice, value) >= 0 ? 0 : 4;
    const elsewhere = product.region === first.product.region ? 0 : 2;
    const same = product.id === first.product.id ? 1 : 0;
    return enough + elsewhere + same;
  });
}

/**
 * Works out an exchange and keeps the quote. Nothing is filed.
 * @throws Refusal those of `exchangeSoFar`; NothingBought, the checks of buying, NewCommitmentTooSmall.
 */
export async function quoteExchange(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: ExchangeWish,
  locale: string,
): Promise<ExchangeAnswer> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  const { returns, currency } = returnsOf(customer, wish.returns, today(ports), locale);
  const purchases = purchasesOf(me.partner, customer, prices, wish, currency, locale);
  requireSameFamily([...returns, ...purchases].map((part) => part.product.type));
  const quote: ExchangeQuote = {
    id: ports.ids.guid(),
    kind: 'exchange',
    at: now.toISOString(),
    validUntil: validUntil(await policyInForce(ports, actor), now),
    by: stampOf(me),
    day: today(ports),
    currency,
    returns,
    purchases,
    ...exchangeTotals(returns, purchases, currency),
  };
  await prepare(ports, actor, customerId, (draft) => keepQuote(draft, quote, now));
  return {
    quote,
    customerId,
    customerName: customer.name,
    customerDomain: customer.domain,
    ...filingRights(
      me,
      customer,
      returns.map((part) => requireReservation(customer, part.reservationId)),
      purchases.map((purchase) => subscriptionOf(customer, purchase.subscriptionId)),
    ),
  };
}

export interface ExchangeFiling {
  readonly quoteId: string;
  readonly contact: Readonly<Record<string, string>>;
}

/**
 * Files a quoted exchange as a support request, worked out again at this moment. The new reservations come into
 * being when Microsoft has done it (rules section 3).
 * @throws Refusal NeedsRole, NeedsAccess, QuoteNotFound, QuoteChanged, ContactInvalid, and those of `quoteExchange`.
 */
export async function fileExchange(
  ports: Ports,
  actor: Actor,
  customerId: string,
  filing: ExchangeFiling,
  attemptId: string,
): Promise<RequestFiled> {
  const me = await requireUser(ports, actor);
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  const quoted = quoteOf(await requireCustomer(ports, actor, customerId), filing.quoteId, 'exchange');
  return await fileRequest(ports, actor, me, customerId, attemptId, {
    action: 'file exchange',
    subject: quoted?.returns[0]?.reservationId,
    request(draft) {
      const quote = quoteOf(draft, filing.quoteId, 'exchange');
      if (!quote) throw new Refusal({ code: 'QuoteNotFound' });
      requireAllAccess(me, draft, quote);
      requireUnfiled(draft, quote.id);
      const wish = wishOf(quote);
      for (const part of quote.returns) {
        requireSameQuantity(draft, requireReservation(draft, part.reservationId), part.ofQuantity);
      }
      const { returns, currency } = returnsOf(draft, wish.returns, today(ports), 'en');
      const contact = requireContact(filing.contact);
      if (now.toISOString() > quote.validUntil) throw new Refusal({ code: 'QuoteChanged' });
      const purchases = purchasesOf(me.partner, draft, prices, wish, currency, 'en');
      requireSameFamily([...returns, ...purchases].map((part) => part.product.type));
      const totals = exchangeTotals(returns, purchases, currency);
      if (!sameExchange(quote, { ...quote, returns, purchases, ...totals }))
        throw new Refusal({ code: 'QuoteChanged' });
      const number = ports.ids.number('RQ');
      const returned = returns.map((part) =>
        takeOut(
          ports,
          draft,
          requireReservation(draft, part.reservationId),
          part.quantity,
          'exchangeRequested',
          number,
        ),
      );
      closeExchangeHandovers(ports, draft, me, quote.returns, number);
      return {
        request: requestOf(number, me, now, returned, plainCopy(quote), contact),
        after: `${quote.netToPay} ${quote.currency}`,
      };
    },
  });
}

/** An exchange needs access to all that is returned and all that is bought (rules section 1). */
function requireAllAccess(me: Me, customer: Customer, quote: ExchangeQuote): void {
  for (const part of quote.returns) {
    const reservation = requireReservation(customer, part.reservationId);
    requireAccess('manage', me.user, {
      subscription: requireSubscription(customer, reservation),
      reservation,
    });
  }
  for (const purchase of quote.purchases) {
    requireAccess('manage', me.user, { subscription: subscriptionOf(customer, purchase.subscriptionId) });
  }
}

function sameExchange(a: ExchangeQuote, b: ExchangeQuote): boolean {
  const amounts = (quote: ExchangeQuote) => [
    quote.returnedValue,
    quote.newCommitment,
    quote.netToPay,
    ...quote.returns.flatMap((part) => [part.unused, part.noLongerOwed, part.value]),
    ...quote.purchases.flatMap((purchase) => [purchase.unitPrice, purchase.price]),
  ];
  return JSON.stringify(amounts(a)) === JSON.stringify(amounts(b));
}
