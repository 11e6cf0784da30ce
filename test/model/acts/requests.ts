/** What becomes of requests, and requests about anything else: rules section 3. */
import fc from 'fast-check';
import type { RequestFiled } from '../../../domain/answers.js';
import { type At, kind } from '../act.js';
import type { Request } from '../book.js';
import { type Code, first, needsAccessTo, resOf, subOf } from '../rules.js';
import { written } from '../sums.js';
import { addOrder, pickOf } from './ordering.js';
import { addRequest, type Contact, contact, contactProblem } from './returns.js';

/** To all that it returns and buys; to what it names; else to one subscription. */
function requestAccess(on: At, { reservations, quote, about }: Request): Code {
  const bought = quote?.kind === 'exchange' ? quote.purchases.map(({ sub }) => sub) : [];
  const subs = [...bought, ...(about === undefined ? [] : [about])];
  return needsAccessTo(
    on.me,
    on.for,
    reservations.map((id) => resOf(on.for, id)),
    subs.map((id) => subOf(on.for, id)),
  );
}

interface Settling {
  readonly pick: number;
  readonly outcome: string;
  /** What is paid, in percent of what was quoted. */
  readonly percent: number;
  readonly reason: string;
}

export const settle = kind<Settling, { order?: Parameters<typeof addOrder>[1] }>(
  'settle',
  fc.record({
    pick: fc.nat(9),
    outcome: fc.constantFrom('paid', 'done', 'declined', 'withdrawn', 'lost'),
    percent: fc.constantFrom(0, 50, 100, 130),
    reason: fc.constantFrom('', 'They said no', 'x'.repeat(301)),
  }),
  (on, { pick, outcome, percent, reason }) => {
    const request = pickOf(on.for.requests, pick);
    if (!request) return undefined;
    const { quote } = request;
    const isRefund = quote?.kind === 'refund';
    const paid = isRefund && outcome === 'paid' ? (quote.payable * BigInt(percent)) / 100n : undefined;
    const lacksReason = (outcome === 'declined' && reason === '') || reason.length > 300;
    const closing = outcome === 'declined' || outcome === 'withdrawn';
    return {
      call: (desk, attempt) =>
        desk.settle(
          on.actor,
          on.customer,
          {
            ...{ number: request.number, outcome, reason, locale: 'en' },
            ...(paid === undefined ? {} : { amount: written(paid, on.for.currency) }),
          },
          attempt,
        ),
      action: 'settle request',
      refusal: first(
        requestAccess(on, request),
        request.state === 'open' ? undefined : 'RequestSettled',
        closing || outcome === (isRefund ? 'paid' : 'done') ? undefined : 'OutcomeNotPossible',
        closing && lacksReason ? 'ReasonNeeded' : undefined,
      ),
      apply: ({ order }) => {
        Object.assign(request, { state: outcome, paid });
        for (const one of on.for.reservations.filter((each) => each.request === request.number)) {
          one.status = outcome === 'paid' ? 'refunded' : outcome === 'done' ? 'exchanged' : 'active';
          if (one.status === 'active') one.request = undefined;
        }
        if (quote?.kind !== 'exchange' || outcome !== 'done') return;
        if (!order) throw new Error('an exchange that is done without an order');
        addOrder(on, order, quote.purchases, on.day, { request: request.number }, on.for.currency);
      },
    };
  },
);

export const takeOn = kind<{ pick: number; mine: boolean; seen: boolean }, unknown>(
  'take on',
  fc.record({ pick: fc.nat(9), mine: fc.boolean(), seen: fc.boolean() }),
  (on, { pick, mine, seen }) => {
    const request = pickOf(on.for.requests, pick);
    if (!request) return undefined;
    const wanted = mine ? on.user : undefined;
    const same = request.assignee === wanted;
    const saw = seen ? (request.assignee ?? '') : 'nobody-there';
    return {
      call: (desk, attempt) =>
        desk.takeOn(
          on.actor,
          on.customer,
          { number: request.number, who: mine ? 'me' : 'nobody', seen: saw },
          attempt,
        ),
      action: 'take on request',
      same,
      refusal: first(
        requestAccess(on, request),
        request.state === 'open' ? undefined : 'RequestSettled',
        !same && request.assignee !== undefined && !seen ? 'RequestTakenOn' : undefined,
      ),
      apply: () => {
        request.assignee = wanted;
      },
    };
  },
);

export const setReference = kind<{ pick: number; ticket: string }, unknown>(
  'set reference',
  fc.record({ pick: fc.nat(9), ticket: fc.constantFrom('', 'TN-1', 'TN-2', '[no](x)') }),
  (on, { pick, ticket }) => {
    const request = pickOf(on.for.requests, pick);
    if (!request) return undefined;
    const wanted = ticket || undefined;
    return {
      call: (desk, attempt) =>
        desk.setReferences(on.actor, on.customer, { number: request.number, ticketNumber: ticket }, attempt),
      action: 'set references',
      same: request.ticket === wanted,
      refusal: first(requestAccess(on, request), ticket.startsWith('[') ? 'ReferenceInvalid' : undefined),
      apply: () => {
        request.ticket = wanted;
      },
    };
  },
);

export const fileSupport = kind<{ about: string; pick: number; contact: Contact }, RequestFiled>(
  'file support',
  fc.record({ about: fc.constantFrom('nothing', 'reservation', 'subscription'), pick: fc.nat(9), contact }),
  (on, { about, pick, contact: given }) => {
    const one = about === 'reservation' ? pickOf(on.for.reservations, pick) : undefined;
    const sub = about === 'subscription' ? pickOf(on.for.subs, pick) : undefined;
    return {
      call: (desk, attempt) =>
        desk.fileSupport(
          on.actor,
          on.customer,
          {
            ...{
              issueType: 'billing',
              problemType: 'reservationManagement',
              category: 'purchase',
              severity: 'C',
            },
            ...{ subject: 'A question', description: 'What is this?', contact: given },
            ...{ reservationId: one?.id ?? '', subscriptionId: sub?.id ?? '' },
          },
          attempt,
        ),
      action: 'file support request',
      refusal: first(needsAccessTo(on.me, on.for, one ? [one] : [], sub ? [sub] : []), contactProblem(given)),
      apply: (answer) => addRequest(on, answer, one ? [one.id] : [], undefined, sub?.id),
    };
  },
);
