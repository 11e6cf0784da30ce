/** Quotes as they are kept until they are filed (rules section 4; the same holds for an exchange). */

import type { Draft } from 'immer';
import type { Customer, ExchangeQuote, RefundPolicyId, RefundQuote, Reservation } from '../model.js';
import { refundPolicy } from '../policy/refund.js';
import { Refusal } from '../refusals.js';
import { requireReservation } from './requests.js';

const QUOTES_KEPT_HOURS = 24;
/** So many of one customer: all are valid for minutes only, and each is written with the customer. */
const QUOTES_KEPT = 20;

/** A kept quote of this kind, still open or already filed. */
export function quoteOf<K extends 'refund' | 'exchange'>(
  customer: Customer,
  quoteId: string,
  kind: K,
): (K extends 'refund' ? RefundQuote : ExchangeQuote) | undefined {
  const kept = Object.hasOwn(customer.quotes, quoteId) ? customer.quotes[quoteId] : undefined;
  const quote = kept ?? customer.requests.find((filed) => filed.quote?.id === quoteId)?.quote;
  return quote?.kind === kind ? (quote as K extends 'refund' ? RefundQuote : ExchangeQuote) : undefined;
}

/**
 * Passes for a quote that has not been filed. One quote is filed once: part of a quantity leaves the rest active, and
 * the same quote would fit the rest as well.
 * @throws Refusal ReservationBusy with the request that was first; QuoteChanged where that has come to nothing.
 */
export function requireUnfiled(customer: Customer, quoteId: string): void {
  const request = customer.requests.find((candidate) => candidate.quote?.id === quoteId);
  if (!request) return;
  if (request.state === 'declined' || request.state === 'withdrawn') {
    throw new Refusal({ code: 'QuoteChanged' });
  }
  throw new Refusal({
    code: 'ReservationBusy',
    status: requireReservation(customer, request.reservationIds[0] ?? '').status,
    requestNumber: request.number,
    first: { by: request.by.name, at: request.at },
  });
}

/**
 * Passes where a reservation still has the quantity that a quote was worked out of.
 * @throws Refusal QuoteChanged where part of it has been returned since, with who did and when (rules section 8).
 */
export function requireSameQuantity(customer: Customer, reservation: Reservation, ofQuantity: number): void {
  if (reservation.quantity === ofQuantity) return;
  const parts = customer.reservations.filter(({ orderId }) => orderId === reservation.orderId);
  const ids = new Set(parts.map(({ id }) => id));
  const latest = customer.requests
    .filter(({ reservationIds }) => reservationIds.some((id) => ids.has(id)))
    .at(-1);
  throw new Refusal({
    code: 'QuoteChanged',
    ...(latest ? { first: { by: latest.by.name, at: latest.at } } : {}),
  });
}

/** Keeps a quote by its id; those of yesterday go, and the oldest of very many. */
export function keepQuote(draft: Draft<Customer>, quote: RefundQuote | ExchangeQuote, now: Date): void {
  const oldest = new Date(now.getTime() - QUOTES_KEPT_HOURS * 3_600_000).toISOString();
  for (const [id, known] of Object.entries(draft.quotes)) if (known.at < oldest) delete draft.quotes[id];
  // They stand in the order in which they were kept.
  for (const id of Object.keys(draft.quotes).slice(0, -(QUOTES_KEPT - 1))) delete draft.quotes[id];
  draft.quotes[quote.id] = quote as Draft<RefundQuote>;
}

/** When a quote made now stops being valid (rules section 4: 15 minutes). */
export function validUntil(policy: RefundPolicyId, now: Date): string {
  return new Date(now.getTime() + refundPolicy(policy).quoteMinutes * 60_000).toISOString();
}
