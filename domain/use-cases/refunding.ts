/** Refunds (rules section 4): a quote, worked out and kept; and the request that files it, worked out again. */

import type { RefundAnswer, RequestFiled } from '../answers.js';
import type {
  Actor,
  Customer,
  Rates,
  RefundFigures,
  RefundPolicyId,
  RefundQuote,
  Reservation,
  Usage,
} from '../model.js';
import { compare } from '../money.js';
import { requireAccess } from '../policy/access.js';
import { capUsedUsd, roomOn } from '../policy/cap.js';
import { returnedPart } from '../policy/exchange.js';
import { rateFor, refundFigures, refundPolicy, usageOf } from '../policy/refund.js';
import { requireReturnable } from '../policy/reservation-state.js';
import { Refusal } from '../refusals.js';
import { RATES } from '../store/kinds.js';
import { addDays } from '../term.js';
import { prepare } from './act.js';
import { closeRefundHandovers } from './closing-handovers.js';
import { policyInForce } from './customers.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { keepQuote, quoteOf, requireSameQuantity, requireUnfiled, validUntil } from './quotes.js';
import {
  fileRequest,
  filingRights,
  type ReturnWish,
  requestOf,
  requireContact,
  requireReservation,
  requireSubscription,
  returnOf,
  takeOut,
} from './requests.js';

/**
 * Whether a reservation, or part of it, can be returned as far as its state and product go; how many of it.
 * @throws Refusal ReservationNotFound, NotReturnable, ReservationExpired, ReservationBusy, QuantityNotWhole,
 *   QuantityOutOfRange.
 */
export async function checkReturn(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: ReturnWish,
  locale: string,
): Promise<number> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  return returnOf(customer, wish, today(ports), locale).quantity;
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
  wish: ReturnWish,
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
  const roomReturnsOn = roomOn(customer.requests, facts.today);
  const lastDayWithoutFee =
    fullCreditDays === null ? undefined : addDays(reservation.startsOn, fullCreditDays);
  return {
    quote,
    customerId,
    customerName: customer.name,
    customerDomain: customer.domain,
    reservation,
    hints: {
      ...(lastDayWithoutFee !== undefined && facts.today <= lastDayWithoutFee ? { lastDayWithoutFee } : {}),
      exchangeValue: returnedPart(reservation, quantity, facts.today).value,
      // Where this refund alone is over the cap, there is no day that brings more room.
      ...(compare(figures.fallsAway, '0') > 0 && roomReturnsOn > facts.today ? { roomReturnsOn } : {}),
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
      requireUnfiled(draft, quote.id);
      requireReturnable(reservation, facts.today, draft.requests);
      const contact = requireContact(filing.contact);
      if (now.toISOString() > quote.validUntil) throw new Refusal({ code: 'QuoteChanged' });
      requireSameQuantity(draft, reservation, quote.figures.ofQuantity);
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
      closeRefundHandovers(
        ports,
        draft,
        me,
        { reservationId: quote.reservationId, quantity: figures.quantity },
        number,
      );
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
