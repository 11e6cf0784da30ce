/** What may come of a support request, and what that means for its reservations and for the cap (rules section 3, "Outcome"). */
import {
  type ActorStamp,
  type RequestKind,
  type RequestState,
  type Reservation,
  requestKind,
  type SupportRequest,
} from '../model.js';
import { Refusal } from '../refusals.js';
import { requireAmount } from './amounts.js';

export type OutcomeState = Exclude<RequestState, 'open'>;

/** What came of a request, as it was chosen and typed. */
export interface OutcomeWish {
  readonly outcome: string;
  /** Paid: the amount in the quote's currency, as the user's locale writes it. */
  readonly amount?: string;
  /** Declined: why. Withdrawn: why, if anybody says so. */
  readonly reason?: string;
}

/** What came of a request, checked; the amount is in the quote's currency. */
export interface Outcome {
  readonly state: OutcomeState;
  readonly paidAmount?: string;
  readonly reason?: string;
}

const LONGEST_REASON = 300;

/** Which outcomes a request of this kind can have: only a refund is paid, anything else is done (rules section 3). */
export function outcomesFor(kind: RequestKind): OutcomeState[] {
  return [kind === 'refund' ? 'paid' : 'done', 'declined', 'withdrawn'];
}

/** Passes for a request that is still open. @throws Refusal RequestSettled with what came of it, by whom and when. */
export function requireOpen(request: SupportRequest): void {
  if (request.state === 'open') return;
  const { by, at } = request.outcome ?? request;
  throw new Refusal({
    code: 'RequestSettled',
    requestNumber: request.number,
    state: request.state,
    first: { by: by.name, at },
  });
}

/**
 * The outcome that was chosen and typed, checked against the request.
 * @throws Refusal OutcomeNotPossible; AmountInvalid; ReasonNeeded for a declined one without, or with a reason that
 *   is too long.
 */
export function requireOutcome(request: SupportRequest, wish: OutcomeWish, locale: string): Outcome {
  const outcomes = outcomesFor(requestKind(request));
  const state = outcomes.find((known) => known === wish.outcome);
  if (!state) throw new Refusal({ code: 'OutcomeNotPossible', outcomes });
  if (state === 'paid')
    return { state, paidAmount: requireAmount(wish.amount ?? '', currencyOf(request) ?? '', locale) };
  if (state === 'done') return { state };
  const reason = (wish.reason ?? '').trim();
  if ((state === 'declined' && reason === '') || reason.length > LONGEST_REASON) {
    throw new Refusal({ code: 'ReasonNeeded', longest: LONGEST_REASON });
  }
  return { state, ...(reason === '' ? {} : { reason }) };
}

/** The request with its outcome. */
export function settledRequest(
  request: SupportRequest,
  { state, paidAmount, reason }: Outcome,
  at: string,
  by: ActorStamp,
): SupportRequest {
  return {
    ...request,
    state,
    ...(paidAmount === undefined ? {} : { paidAmount }),
    outcome: { at, by, ...(reason === undefined ? {} : { reason }) },
  };
}

/** What its reservations are after that: declined and withdrawn give them back (rules section 3). */
export function statusAfter(state: OutcomeState): Reservation['status'] {
  const after = { paid: 'refunded', done: 'exchanged', declined: 'active', withdrawn: 'active' } as const;
  return after[state];
}

/** The currency in which a request is quoted, and paid; undefined for one without a quote. */
export function currencyOf(request: SupportRequest): string | undefined {
  const { quote } = request;
  return quote?.kind === 'refund' ? quote.figures.currency : quote?.currency;
}
