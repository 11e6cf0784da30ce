/** Refunds (rules section 4): a quote, worked out and kept; and the request that files it, worked out again. */

import type { Draft } from 'immer';
import type { Me, RefundAnswer, RequestFiled } from '../answers.js';
import type {
  Actor,
  ContactPreferences,
  Customer,
  ExchangeQuote,
  Rates,
  RefundFigures,
  RefundPolicyId,
  RefundQuote,
  Reservation,
  Subscription,
  SupportRequest,
  Usage,
} from '../model.js';
import { contactPreferencesSchema } from '../model.js';
import { compare } from '../money.js';
import { mayActOn, requireAccess } from '../policy/access.js';
import { capUsedUsd, roomOn } from '../policy/cap.js';
import { returnedPart } from '../policy/exchange.js';
import { divide } from '../policy/instalments.js';
import { requireQuantity } from '../policy/purchase.js';
import { rateFor, refundFigures, refundPolicy, usageOf } from '../policy/refund.js';
import { requireReturnable } from '../policy/reservation-state.js';
import { Refusal } from '../refusals.js';
import { RATES } from '../store/kinds.js';
import { addDays } from '../term.js';
import { act, prepare } from './act.js';
import { policyInForce } from './customers.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';

const QUOTES_KEPT_HOURS = 24;

export interface RefundWish {
  readonly reservationId: string;
  /** As typed; empty: all of it. */
  readonly quantity?: string;
}

/**
 * Whether a reservation, or part of it, can be returned as far as its state and product go; how many of it.
 * @throws Refusal ReservationNotFound, NotReturnable, ReservationExpired, ReservationBusy, QuantityNotWhole,
 *   QuantityOutOfRange.
 */
export async function checkReturn(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: RefundWish,
  locale: string,
): Promise<number> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  return returnOf(customer, wish, today(ports), locale).quantity;
}

/** What is wished for, found and checked: shared by refunds and exchanges. */
export function returnOf<C extends Pick<Customer, 'reservations' | 'requests'>>(
  customer: C,
  wish: RefundWish,
  day: string,
  locale: string,
): { reservation: C['reservations'][number]; quantity: number } {
  const reservation = requireReservation(customer, wish.reservationId);
  requireReturnable(reservation, day, customer.requests);
  const typed = (wish.quantity ?? '').trim();
  const quantity = typed === '' ? reservation.quantity : requireQuantity(typed, reservation.quantity, locale);
  return { reservation, quantity };
}

/**
 * Works out what returning a reservation, or part of it, pays today, and keeps the quote. Nothing is filed.
 * @throws Refusal ReservationNotFound, NotReturnable, ReservationExpired, ReservationBusy, QuantityNotWhole,
 *   QuantityOutOfRange, RateMissing, NothingToRefund, CapReached, OverCap.
 */
export async function quoteRefund(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: RefundWish,
  locale: string,
): Promise<RefundAnswer> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const { reservation, quantity } = returnOf(customer, wish, today(ports), locale);
  const facts = await readFacts(ports, actor, reservation);
  const figures = figuresOf(customer, reservation, quantity, facts);
  const now = ports.clock.now();
  const quote: RefundQuote = {
    id: ports.ids.guid(),
    kind: 'refund',
    at: now.toISOString(),
    validUntil: validUntil(facts.policy, now),
    by: stampOf(me),
    reservationId: reservation.id,
    figures,
    ...otherRow(customer, reservation, quantity, facts),
  };
  await prepare(ports, actor, customerId, (draft) => keepQuote(draft, quote, now));
  const { fullCreditDays } = refundPolicy(facts.policy);
  const lastDayWithoutFee =
    fullCreditDays === null ? undefined : addDays(reservation.startsOn, fullCreditDays);
  return {
    quote,
    customerId,
    customerName: customer.name,
    reservation,
    hints: {
      ...(lastDayWithoutFee !== undefined && facts.today <= lastDayWithoutFee ? { lastDayWithoutFee } : {}),
      exchangeValue: returnedPart(reservation, quantity, facts.today).value,
      ...(compare(figures.fallsAway, '0') > 0
        ? { roomReturnsOn: roomOn(customer.requests, facts.today) }
        : {}),
    },
    ...filingRights(me, customer, [reservation], []),
  };
}

/** What is read before a quote is worked out: policy, rate, utilization, the day. */
interface RefundContext {
  readonly policy: RefundPolicyId;
  readonly rates: Rates;
  readonly usage: Usage;
  readonly today: string;
}

async function readFacts(ports: Ports, actor: Actor, reservation: Reservation): Promise<RefundContext> {
  const [policy, rates, utilization] = await Promise.all([
    policyInForce(ports, actor),
    ports.documents.read(RATES, actor.partnerId),
    ports.partnerCenter.readUtilization(reservation),
  ]);
  const usage = usageOf({ ...reservation, utilization: [...utilization] });
  return { policy, rates: rates ?? { rates: {} }, usage, today: today(ports) };
}

function figuresOf(
  customer: Customer,
  reservation: Reservation,
  quantity: number,
  facts: RefundContext,
): RefundFigures {
  return refundFigures({
    policy: facts.policy,
    reservation,
    quantity,
    usage: facts.usage,
    today: facts.today,
    rate: rateFor(reservation.currency, facts.rates, facts.today),
    capUsedUsd: capUsedUsd(customer.requests, facts.today),
    roomOn: roomOn(customer.requests, facts.today),
  });
}

/** Usage unknown where it decides the row: the row that would apply if it was unused, beside the one that is filed. */
function otherRow(
  customer: Customer,
  reservation: Reservation,
  quantity: number,
  facts: RefundContext,
): { ifUnused?: RefundFigures } {
  if (facts.usage !== 'unknown') return {};
  const ifUnused = figuresOf(customer, reservation, quantity, { ...facts, usage: 'unused' });
  return ifUnused.row === 'fullCredit' ? { ifUnused } : {};
}

export interface RefundFiling {
  readonly quoteId: string;
  /** The user has confirmed, in so many words, that part falls away over the cap. */
  readonly acceptsLoss: boolean;
  readonly contact: Readonly<Record<string, string>>;
}

/**
 * Files a quoted refund as a support request, worked out again at this moment.
 * @throws Refusal NeedsRole, NeedsAccess, QuoteNotFound, QuoteChanged (also when its 15 minutes are over),
 *   LossNotAccepted, ContactInvalid, ReservationBusy and the refusals of `quoteRefund`.
 */
export async function fileRefund(
  ports: Ports,
  actor: Actor,
  customerId: string,
  filing: RefundFiling,
  attemptId: string,
): Promise<RequestFiled> {
  const me = await requireUser(ports, actor);
  const before = await requireCustomer(ports, actor, customerId);
  const quoted = quoteOf(before, filing.quoteId, 'refund');
  const facts = quoted
    ? await readFacts(ports, actor, requireReservation(before, quoted.reservationId))
    : undefined;
  const now = ports.clock.now();
  return await fileRequest(ports, actor, me, customerId, attemptId, {
    action: 'file refund',
    subject: quoted?.reservationId,
    request(draft) {
      const quote = quoteOf(draft, filing.quoteId, 'refund');
      if (!quote || !facts) throw new Refusal({ code: 'QuoteNotFound' });
      const reservation = requireReservation(draft, quote.reservationId);
      requireAccess('manage', me.user, {
        subscription: requireSubscription(draft, reservation),
        reservation,
      });
      requireReturnable(reservation, facts.today, draft.requests);
      const contact = requireContact(filing.contact);
      if (now.toISOString() > quote.validUntil) throw new Refusal({ code: 'QuoteChanged' });
      const figures = figuresOf(draft, reservation, quote.figures.quantity, facts);
      if (!sameAmounts(figures, quote.figures)) throw new Refusal({ code: 'QuoteChanged' });
      if (compare(figures.fallsAway, '0') > 0 && !filing.acceptsLoss) {
        throw new Refusal({
          code: 'LossNotAccepted',
          fallsAway: figures.fallsAway,
          currency: figures.currency,
        });
      }
      const number = ports.ids.number('RQ');
      const returned = takeOut(ports, draft, reservation, figures.quantity, 'refundRequested', number);
      return {
        request: requestOf(number, me, now, [returned], { ...quote, figures }, contact),
        after: `${figures.payable} ${figures.currency}`,
      };
    },
  });
}

const AMOUNTS = [
  'price',
  'paid',
  'base',
  'credit',
  'fee',
  'net',
  'noLongerOwed',
  'countsUsd',
  'payable',
  'fallsAway',
] as const;

function sameAmounts(a: RefundFigures, b: RefundFigures): boolean {
  return a.policy === b.policy && AMOUNTS.every((key) => compare(a[key], b[key]) === 0);
}

// ---- shared with exchanges -------------------------------------------------------------------------------------

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

/** A kept quote of this kind, still open or already filed. */
export function quoteOf<K extends 'refund' | 'exchange'>(
  customer: Customer,
  quoteId: string,
  kind: K,
): (K extends 'refund' ? RefundQuote : ExchangeQuote) | undefined {
  const kept = Object.hasOwn(customer.quotes, quoteId) ? customer.quotes[quoteId] : undefined;
  const quote = kept ?? customer.requests.find((request) => request.quote.id === quoteId)?.quote;
  return quote?.kind === kind ? (quote as K extends 'refund' ? RefundQuote : ExchangeQuote) : undefined;
}

/** Keeps a quote by its id; those of yesterday go. */
export function keepQuote(draft: Draft<Customer>, quote: RefundQuote | ExchangeQuote, now: Date): void {
  const oldest = new Date(now.getTime() - QUOTES_KEPT_HOURS * 3_600_000).toISOString();
  for (const [id, known] of Object.entries(draft.quotes)) if (known.at < oldest) delete draft.quotes[id];
  draft.quotes[quote.id] = quote as Draft<RefundQuote>;
}

/** When a quote made now stops being valid (rules section 4: 15 minutes). */
export function validUntil(policy: RefundPolicyId, now: Date): string {
  return new Date(now.getTime() + refundPolicy(policy).quoteMinutes * 60_000).toISOString();
}

/** May this user file for all of these, and if not, what is missing. */
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
  const missing = targets.find((target) => !mayActOn('manage', me.user, target));
  if (!missing) return { mayFile: true };
  try {
    requireAccess('manage', me.user, missing);
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
  const part: Reservation = {
    ...structuredCloneOf(reservation),
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

function structuredCloneOf(reservation: Reservation): Reservation {
  return JSON.parse(JSON.stringify(reservation));
}

export function requestOf(
  number: string,
  me: Me,
  now: Date,
  reservationIds: string[],
  quote: RefundQuote | ExchangeQuote,
  contact: ContactPreferences,
): SupportRequest {
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
      delete draft.quotes[request.quote.id];
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
  const placement = repeated ? request.placement : await ports.partnerCenter.fileRequest(customer, request);
  if (placement.state === 'placed' && !repeated) {
    await prepare(ports, actor, customerId, (draft) => {
      const placed = draft.requests.find(({ number }) => number === request.number);
      if (placed) placed.placement = placement;
    });
  }
  return {
    request: { ...request, placement },
    customerId,
    customerName: customer.name,
    reservations: customer.reservations.filter(({ id }) => request.reservationIds.includes(id)),
  };
}
