/** What refunds and exchanges share (rules sections 3 to 5): what is returned, who may file, contact, and the support request. */

import type { Draft } from 'immer';
import type { Me, RefundAnswer, RequestFiled } from '../answers.js';
import type {
  Actor,
  ContactPreferences,
  Customer,
  ExchangeQuote,
  RefundQuote,
  Reservation,
  ReturnRequest,
  Subscription,
  SupportRequest,
} from '../model.js';
import { contactPreferencesSchema } from '../model.js';
import { requireAccess, requireSomeAccess } from '../policy/access.js';
import { divide } from '../policy/instalments.js';
import { requireQuantity } from '../policy/purchase.js';
import { requireReturnable } from '../policy/reservation-state.js';
import { Refusal } from '../refusals.js';
import { act } from './act.js';
import { handOver } from './placing.js';
import { type Ports, stampOf } from './ports.js';

/** What is to be returned. */
export interface ReturnWish {
  readonly reservationId: string;
  /** As typed; empty: all of it. */
  readonly quantity?: string;
}

/**
 * What is wished for, found and checked as far as state and product go (rules sections 3 and 4).
 * @throws Refusal ReservationNotFound, NotReturnable, ReservationExpired, ReservationBusy, QuantityNotWhole,
 *   QuantityOutOfRange.
 */
export function returnOf<C extends Pick<Customer, 'reservations' | 'requests'>>(
  customer: C,
  wish: ReturnWish,
  day: string,
  locale: string,
): { reservation: C['reservations'][number]; quantity: number } {
  const reservation = requireReservation(customer, wish.reservationId);
  requireReturnable(reservation, day, customer.requests);
  const typed = (wish.quantity ?? '').trim();
  const quantity = typed === '' ? reservation.quantity : requireQuantity(typed, reservation.quantity, locale);
  return { reservation, quantity };
}

/** @throws Refusal ReservationNotFound. */
export function requireReservation<C extends Pick<Customer, 'reservations'>>(
  customer: C,
  reservationId: string,
): C['reservations'][number] {
  const found = customer.reservations.find((candidate) => candidate.id === reservationId);
  if (!found) throw new Refusal({ code: 'ReservationNotFound' });
  return found;
}

/** The subscription that a reservation belongs to. */
export function requireSubscription(customer: Customer, reservation: Reservation): Subscription {
  const found = customer.subscriptions.find((candidate) => candidate.id === reservation.subscriptionId);
  if (!found) throw new Refusal({ code: 'SubscriptionNotFound' });
  return found;
}

/** May this user file for all of these (of none: for the customer), and if not, what is missing. */
export function filingRights(
  me: Me,
  customer: Customer,
  reservations: readonly Reservation[],
  subscriptions: readonly Subscription[],
): Pick<RefundAnswer, 'mayFile' | 'filingNeeds'> {
  const targets = [
    ...reservations.map((reservation) => ({
      subscription: requireSubscription(customer, reservation),
      reservation,
    })),
    ...subscriptions.map((subscription) => ({ subscription })),
  ];
  try {
    for (const target of targets) requireAccess('manage', me.user, target);
    if (targets.length === 0) requireSomeAccess('manage', me.user, customer.subscriptions);
  } catch (error) {
    if (
      error instanceof Refusal &&
      (error.facts.code === 'NeedsRole' || error.facts.code === 'NeedsAccess')
    ) {
      return { mayFile: false, filingNeeds: error.facts };
    }
    throw error;
  }
  return { mayFile: true };
}

/** @throws Refusal ContactInvalid with the fields that are wrong. */
export function requireContact(contact: Readonly<Record<string, string>>): ContactPreferences {
  const { name = '', email = '', phone = '', method = '' } = contact;
  const trimmed = {
    name: name.trim(),
    email: email.trim(),
    ...(phone.trim() ? { phone: phone.trim() } : {}),
    method,
  };
  const checked = contactPreferencesSchema.safeParse(trimmed);
  const missingPhone = method === 'phone' && phone.trim() === '';
  if (checked.success && !missingPhone) return checked.data;
  const fields = checked.success ? [] : checked.error.issues.map((issue) => String(issue.path[0]));
  throw new Refusal({
    code: 'ContactInvalid',
    fields: [...new Set(missingPhone ? [...fields, 'phone'] : fields)],
  });
}

/**
 * Marks what is returned of a reservation. Part of a quantity becomes a reservation of its own, with its own
 * reservation ID, in the same reservation order; the rest keeps its ID (rules section 3).
 * @returns the id of the reservation that is returned.
 */
export function takeOut(
  ports: Ports,
  draft: Draft<Customer>,
  reservation: Draft<Reservation>,
  quantity: number,
  status: 'refundRequested' | 'exchangeRequested',
  requestNumber: string,
): string {
  if (quantity === reservation.quantity) {
    reservation.status = status;
    reservation.requestNumber = requestNumber;
    return reservation.id;
  }
  const { returned, kept } = divide(
    reservation.instalments,
    quantity,
    reservation.quantity,
    reservation.currency,
  );
  // A configuration that is still to be placed is placed once, for what keeps the ID.
  const { configured: _, ...copied } = plainCopy(reservation);
  const part: Reservation = {
    ...copied,
    id: ports.ids.guid(),
    quantity,
    instalments: returned,
    status,
    requestNumber,
  };
  reservation.quantity -= quantity;
  reservation.instalments = kept;
  draft.reservations.push(part);
  return part.id;
}

/** A copy that shares nothing with a draft. */
export function plainCopy<T>(stored: T): T {
  return JSON.parse(JSON.stringify(stored));
}

/** A request as it is filed: open, and recorded here until Partner Center has it. */
export function requestOf(
  number: string,
  me: Me,
  now: Date,
  reservationIds: string[],
  quote: RefundQuote | ExchangeQuote,
  contact: ContactPreferences,
): ReturnRequest {
  return {
    number,
    at: now.toISOString(),
    by: stampOf(me),
    reservationIds,
    quote,
    contact,
    state: 'open',
    placement: { state: 'recorded' },
  };
}

interface RequestCommand {
  readonly action: string;
  readonly subject: string | undefined;
  readonly request: (draft: Draft<Customer>) => { request: SupportRequest; after: string };
}

/** Files what the command decides, once for each attempt, and hands it to Partner Center after that. */
export async function fileRequest(
  ports: Ports,
  actor: Actor,
  me: Me,
  customerId: string,
  attemptId: string,
  command: RequestCommand,
): Promise<RequestFiled> {
  const { customer, outcome, repeated } = await act(ports, actor, me, customerId, {
    action: command.action,
    ...(command.subject === undefined ? {} : { subject: command.subject }),
    attemptId,
    decide(draft) {
      const { request, after } = command.request(draft);
      draft.requests.push(request as Draft<SupportRequest>);
      if (request.quote) delete draft.quotes[request.quote.id];
      return {
        outcome: { kind: 'request', number: request.number },
        trace: { action: command.action, subject: request.number, after },
      };
    },
  });
  const request = customer.requests.find(
    ({ number }) => outcome.kind === 'request' && number === outcome.number,
  );
  if (!request) throw new Error('a request that is not in the book');
  const about = {
    customerId,
    customerName: customer.name,
    reservations: customer.reservations.filter(({ id }) => request.reservationIds.includes(id)),
    ...subscriptionIn(customer, request),
  };
  if (repeated) return { request, ...about };
  const placement = await handOver(ports, actor, me, {
    customerId,
    subject: request.number,
    send: () => ports.partnerCenter.fileRequest(customer, request),
    write: (draft, placed) => {
      const known = draft.requests.find(({ number }) => number === request.number);
      if (known) known.placement = placed;
      return known !== undefined;
    },
  });
  return { request: { ...request, placement }, ...about };
}

/** The subscription that a request names, or that of its reservations. */
export function subscriptionIn(
  customer: Customer,
  { matter, reservationIds }: SupportRequest,
): Pick<RequestFiled, 'subscription'> {
  const reservation = customer.reservations.find(({ id }) => id === reservationIds[0]);
  const wanted = matter?.subscriptionId ?? reservation?.subscriptionId;
  const found = customer.subscriptions.find(({ id }) => id === wanted);
  return found ? { subscription: { id: found.id, name: found.name } } : {};
}
