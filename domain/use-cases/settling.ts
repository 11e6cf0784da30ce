/** Recording what came of a support request (rules section 3, "Outcome of a request", and section 4, "Cap"). */
import { current, type Draft } from 'immer';
import type { Me, Settlement } from '../answers.js';
import type { Actor, ActorStamp, Customer, Order, RefundPolicyId, SupportRequest } from '../model.js';
import {
  currencyOf,
  type Outcome,
  type OutcomeWish,
  requireOpen,
  requireOutcome,
  settledRequest,
  statusAfter,
} from '../policy/settlement.js';
import { dayOf } from '../term.js';
import { act } from './act.js';
import { reservationsOf } from './buying.js';
import { policyInForce } from './customers.js';
import { capFacts } from './facts.js';
import { requestFacts, requireRequest, requireRequestAccess, subjectOf } from './following-requests.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { requireReservation } from './requests.js';

const ACTION = 'settle request';

export interface Settling extends OutcomeWish {
  readonly number: string;
  /** How the user writes amounts. */
  readonly locale: string;
}

/**
 * What an outcome would mean for the reservations, and for the cap; nothing is recorded.
 * @throws Refusal those of `settle`.
 */
export async function settlement(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: Settling,
): Promise<Settlement> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const request = requireRequest(customer, wish.number);
  const outcome = requireSettling(me, customer, request, wish);
  const policy = await policyInForce(ports, actor);
  return settlementOf(ports, customer, request, outcome, policy, stampOf(me));
}

function requireSettling(me: Me, customer: Customer, request: SupportRequest, wish: Settling): Outcome {
  requireRequestAccess(me, customer, request);
  requireOpen(request);
  return requireOutcome(request, wish, wish.locale);
}

/**
 * Records what came of a request; it stands. Declined and withdrawn give the reservations and the allowance back;
 * paid refunds them, and the amount paid takes the quoted one's place in the cap; done exchanges them, and what was
 * bought exists from this day on under an order number of its own.
 * @throws Refusal RequestNotFound, NeedsRole, NeedsAccess, RequestSettled, OutcomeNotPossible, AmountInvalid,
 *   ReasonNeeded.
 */
export async function settle(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: Settling,
  attemptId: string,
): Promise<Settlement> {
  const me = await requireUser(ports, actor);
  const policy = await policyInForce(ports, actor);
  const now = ports.clock.now();
  const by = stampOf(me);
  const { customer } = await act(ports, actor, me, customerId, {
    action: ACTION,
    subject: subjectOf(wish.number),
    attemptId,
    decide(draft) {
      const request = requireRequest(draft, wish.number);
      const outcome = requireSettling(me, draft, request, wish);
      Object.assign(request, settledRequest(request, outcome, now.toISOString(), by));
      giveBack(draft, request, outcome);
      const order = outcome.state === 'done' ? exchangeOrder(ports, current(request), now, by) : undefined;
      if (order) {
        draft.orders.push(order);
        draft.reservations.push(...reservationsOf(order, dayOf(now)));
      }
      return {
        outcome: { kind: 'request', number: request.number },
        trace: {
          action: ACTION,
          subject: request.number,
          before: 'open',
          after: inWords(request, outcome, order),
        },
      };
    },
  });
  const request = requireRequest(customer, wish.number);
  return settlementOf(ports, customer, request, recordedOutcome(request), policy, by);
}

/** The reservations that wait for the request wait no longer. */
function giveBack(draft: Draft<Customer>, request: SupportRequest, { state }: Outcome): void {
  for (const reservation of draft.reservations) {
    if (reservation.requestNumber !== request.number) continue;
    reservation.status = statusAfter(state);
    if (reservation.status === 'active') delete reservation.requestNumber;
  }
}

/** What an exchange brings into being, as an order; Microsoft has placed it, or the exchange would not be done. */
function exchangeOrder(
  ports: Ports,
  { number, quote }: SupportRequest,
  now: Date,
  by: ActorStamp,
): Order | undefined {
  if (quote?.kind !== 'exchange') return undefined;
  const at = now.toISOString();
  return {
    number: ports.ids.number('RD'),
    exchangeRequest: number,
    at,
    by,
    currency: quote.currency,
    total: quote.newCommitment,
    items: quote.purchases.map((purchase) => ({
      ...purchase,
      reservationId: ports.ids.guid(),
      reservationOrderId: ports.ids.guid(),
    })),
    placement: { state: 'placed', at, by },
  };
}

function inWords(request: SupportRequest, { state, paidAmount, reason }: Outcome, order?: Order): string {
  if (paidAmount !== undefined) return `paid ${paidAmount} ${currencyOf(request)}`;
  if (order) return `done, order ${order.number}`;
  return reason === undefined ? state : `${state}: ${reason}`;
}

function recordedOutcome({ state, paidAmount, outcome }: SupportRequest): Outcome {
  if (state === 'open') throw new Error('a settled request that is open');
  return {
    state,
    ...(paidAmount === undefined ? {} : { paidAmount }),
    ...(outcome?.reason === undefined ? {} : { reason: outcome.reason }),
  };
}

/** The same for an outcome that is yet to be recorded and for one that is: the cap is compared with and without it. */
function settlementOf(
  ports: Ports,
  customer: Customer,
  request: SupportRequest,
  outcome: Outcome,
  policy: RefundPolicyId,
  by: ActorStamp,
): Settlement {
  const { quote } = request;
  const reservations = request.reservationIds.map((id) => requireReservation(customer, id));
  const { paidAmount: _, ...rest } = request;
  const open: SupportRequest = { ...rest, state: 'open' };
  const closed = settledRequest(open, outcome, ports.clock.now().toISOString(), by);
  const capWith = (one: SupportRequest) =>
    capFacts(
      customer.requests.map((each) => (each.number === request.number ? one : each)),
      policy,
      today(ports),
    );
  const order = customer.orders.find(({ exchangeRequest }) => exchangeRequest === request.number);
  return {
    ...requestFacts(customer, request, today(ports)),
    ...outcome,
    ...(quote?.kind === 'refund' ? { quoted: quote.figures.payable } : {}),
    reservations,
    becomes: request.matter ? (reservations[0]?.status ?? 'active') : statusAfter(outcome.state),
    purchases: quote?.kind === 'exchange' && outcome.state === 'done' ? quote.purchases : [],
    ...(order ? { order } : {}),
    capBefore: capWith(open),
    capAfter: capWith(closed),
  };
}
