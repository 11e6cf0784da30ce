/** Refunds, exchanges and what becomes of requests: rules sections 3, 4 and 5. */
import fc from 'fast-check';
import type { RequestFiled } from '../../../domain/answers.js';
import { CONTACT, HOST, SQL, VM, VM_3Y } from '../../support/desk.js';
import { type At, kind } from '../act.js';
import type { Bought, ExchangeQuote, Quote, RefundQuote, Request, Res } from '../book.js';
import {
  billingProblem,
  type Code,
  capUsed,
  defaultScope,
  familyOf,
  filedAlready,
  first,
  market,
  maximumOf,
  needsAccess,
  needsAccessTo,
  notReturnable,
  overdue,
  priceOf,
  priceProblem,
  quantityProblem,
  rateText,
  resellerProblem,
  resOf,
  sameRefund,
  segmentProblem,
  subOf,
  usable,
} from '../rules.js';
import { CAP, rateOf, refund, shares, total, unused, written } from '../sums.js';
import { addOrder, pickOf } from './buying.js';

const QUOTES_KEPT_HOURS = 24;
/** So many, or all. */
const part = fc.oneof(
  { arbitrary: fc.constant(0), weight: 2 },
  { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 3 },
  { arbitrary: fc.constant(99), weight: 1 },
);

/** Of what there is at the beginning the first three can be returned. */
const returned = fc.constantFrom(0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9);

function keep(on: At, quote: Quote): void {
  const oldest = on.now - QUOTES_KEPT_HOURS * 3_600_000;
  on.for.quotes = [...on.for.quotes.filter(({ at }) => at >= oldest), quote];
}

/** What returning so many comes to now, or why it can not be. */
function worked(on: At, one: Res, many: number): Code | Omit<RefundQuote, 'id' | 'at'> {
  const { policy } = on.partnerBook;
  const text = rateText(on.partnerBook, one.currency);
  if (text === undefined) return 'RateMissing';
  const sum = refund(one, many, on.day, policy, rateOf(text), capUsed(on.for, on.day));
  if ('refusal' in sum) return sum.refusal;
  const of = { reservation: one.id, quantity: many, ofQuantity: one.quantity };
  return { kind: 'refund', ...of, policy, rate: text, ...sum };
}

export const quoteRefund = kind<{ pick: number; part: number }, { quote: { id: string } }>(
  'quote refund',
  fc.record({ pick: returned, part }),
  (on, wish) => {
    const one = pickOf(on.for.reservations, wish.pick);
    if (!one) return undefined;
    const many = wish.part || one.quantity;
    const refused = first(notReturnable(one, on.day), quantityProblem(many, one.quantity));
    const sum = refused ?? worked(on, one, many);
    return {
      call: (desk) =>
        desk.quoteRefund(
          on.actor,
          on.customer,
          { reservationId: one.id, quantity: wish.part ? String(many) : '' },
          'en',
        ),
      refusal: typeof sum === 'string' ? sum : undefined,
      apply: ({ quote }) => {
        if (typeof sum === 'object') keep(on, { ...sum, id: quote.id, at: on.now });
      },
    };
  },
);

/** Those that can still be filed, and those that were. */
function quotesOf<K extends Quote['kind']>(on: At, which: K): Extract<Quote, { kind: K }>[] {
  const all = [...on.for.quotes, ...on.for.requests.flatMap(({ quote }) => quote ?? [])];
  return all.filter((quote): quote is Extract<Quote, { kind: K }> => quote.kind === which);
}

const contact = fc.oneof(
  { arbitrary: fc.constant(CONTACT), weight: 9 },
  { arbitrary: fc.constant({ ...CONTACT, email: 'nobody' }), weight: 1 },
);
type Contact = typeof CONTACT;
const contactProblem = ({ email }: Contact) => (email.includes('@') ? undefined : 'ContactInvalid');

function addRequest(
  on: At,
  answer: RequestFiled,
  reservations: string[],
  quote: Quote | undefined,
  about?: string,
): void {
  on.for.requests.push({
    ...{ number: answer.request.number, at: on.now, by: on.user, reservations, quote, about },
    ...{ state: 'open', paid: undefined, placed: false, assignee: undefined, ticket: undefined },
  });
  on.for.quotes = on.for.quotes.filter(({ id }) => id !== quote?.id);
}

/** What is returned waits for the request; part of a quantity with an ID of its own, which the answer says. */
function takeOut(
  on: At,
  id: string,
  many: number,
  status: Res['status'],
  request: string,
  partId: string,
): string {
  const one = resOf(on.for, id);
  if (many === one.quantity) {
    Object.assign(one, { status, request });
    return one.id;
  }
  const returned = shares(one, many);
  const { configured: _, ...rest } = one;
  on.for.reservations.push({
    ...{ ...rest, configured: undefined, id: partId, quantity: many, instalments: returned, status, request },
    ...{ access: [...one.access], customerAccess: [...one.customerAccess] },
  });
  one.instalments = one.instalments.map((amount, i) => amount - (returned[i] ?? 0n));
  one.quantity -= many;
  return partId;
}

function closeHandovers(on: At, isDone: (wish: { what: string; [key: string]: unknown }) => boolean): void {
  for (const handover of on.for.handovers) {
    if (handover.state !== 'open' || !isDone(JSON.parse(handover.wish))) continue;
    handover.state = 'done';
    on.for.log.push(`${on.user}: handover done, done`);
  }
}

export const fileRefund = kind<{ pick: number; accepts: boolean; contact: Contact }, RequestFiled>(
  'file refund',
  fc.record({ pick: fc.nat(9), accepts: fc.boolean(), contact }),
  (on, filing) => {
    const quote = pickOf(quotesOf(on, 'refund'), filing.pick);
    if (!quote) return undefined;
    const one = resOf(on.for, quote.reservation);
    const before = capUsed(on.for, on.day);
    const sum =
      first(
        needsAccess(on.me, subOf(on.for, one.sub), one),
        filedAlready(on.for, quote),
        notReturnable(one, on.day),
        contactProblem(filing.contact),
        overdue(quote.at, on.now) || one.quantity !== quote.ofQuantity ? 'QuoteChanged' : undefined,
      ) ?? worked(on, one, quote.quantity);
    return {
      call: (desk, attempt) =>
        desk.fileRefund(
          on.actor,
          on.customer,
          { quoteId: quote.id, acceptsLoss: filing.accepts, contact: filing.contact },
          attempt,
        ),
      action: 'file refund',
      refusal:
        typeof sum === 'string'
          ? sum
          : first(
              sum && sameRefund(sum, quote) ? undefined : 'QuoteChanged',
              quote.fallsAway > 0n && !filing.accepts ? 'LossNotAccepted' : undefined,
            ),
      apply: (answer) => {
        if (typeof sum !== 'object') return;
        if (before + sum.counts > CAP) throw new Error('the cap does not hold');
        const partId = answer.reservations[0]?.id ?? '';
        const returned = takeOut(
          on,
          one.id,
          quote.quantity,
          'refundRequested',
          answer.request.number,
          partId,
        );
        closeHandovers(
          on,
          (wish) =>
            wish.what === 'refund' && wish.reservationId === one.id && wish.quantity === quote.quantity,
        );
        addRequest(on, answer, [returned], { ...quote, ...sum, id: quote.id, at: quote.at });
      },
    };
  },
);

interface ExchangeWish {
  readonly returns: { readonly pick: number; readonly part: number }[];
  readonly product: string;
  readonly quantity: number;
  readonly sub: number;
  readonly billing: 'oneTime' | 'monthly' | undefined;
}

const exchangeWish = fc.record({
  returns: fc.array(fc.record({ pick: returned, part }), { minLength: 1, maxLength: 2 }),
  product: fc.constantFrom(VM, VM_3Y, HOST, SQL),
  quantity: fc.integer({ min: 1, max: 100 }),
  sub: fc.constantFrom(0, 1, 1, 9, 9, 9, 2),
  billing: fc.constantFrom('oneTime' as const, 'monthly' as const, undefined),
});

interface Worth {
  readonly returns: ExchangeQuote['returns'];
  readonly purchases: Bought[];
  readonly returned: bigint;
  readonly commitment: bigint;
}

/** What is returned against what is bought, worked out now; or the first thing that is wrong with it. */
function exchanged(
  on: At,
  returns: readonly { one: Res; many: number }[],
  wanted: { product: string; quantity: number; sub: string; billing: string; scope: string },
): Code | Worth {
  const { for: customer, partnerBook: book } = on;
  const [home] = returns;
  if (!home) return 'NothingReturned';
  const { currency } = home.one;
  const sub = subOf(customer, wanted.sub);
  const families = new Set(returns.map(({ one }) => familyOf(one.product)));
  const { reseller } = home.one;
  const refused = first(
    ...returns.map(({ one, many }) => first(notReturnable(one, on.day), quantityProblem(many, one.quantity))),
    new Set(returns.map(({ one }) => one)).size < returns.length ? 'ReturnedTwice' : undefined,
    returns.some(({ one }) => one.currency !== currency) ? 'CurrenciesDiffer' : undefined,
    returns.some(({ one }) => one.reseller !== reseller) ? 'ResellersDiffer' : undefined,
    families.size > 1 ? 'FamiliesDiffer' : undefined,
    market(customer),
    usable(customer, sub),
    segmentProblem(book, customer.segment, wanted.product),
    quantityProblem(wanted.quantity, maximumOf(book, wanted.product)),
    priceProblem(book, currency, wanted.product),
    billingProblem(book, { ...wanted, reseller }),
    sub.offer === 'azurePlan' && wanted.scope === 'single' ? 'ScopeNotOffered' : undefined,
    resellerProblem(book, reseller),
    families.has(familyOf(wanted.product)) ? undefined : 'FamiliesDiffer',
  );
  if (refused) return refused;
  const parts = returns.map(({ one, many }) => {
    const { left, notOwed } = unused(one, many, on.day);
    return { reservation: one.id, quantity: many, ofQuantity: one.quantity, value: left + notOwed };
  });
  const returned = total(parts.map(({ value }) => value));
  const commitment = priceOf(book, currency, wanted.product) * BigInt(wanted.quantity);
  if (commitment < returned) return 'NewCommitmentTooSmall';
  const bought = { ...wanted, reseller: book.indirect ? reseller : undefined, price: commitment };
  return { returns: parts, purchases: [bought], returned, commitment };
}

export const quoteExchange = kind<ExchangeWish, { quote: { id: string } }>(
  'quote exchange',
  exchangeWish,
  (on, { returns, product, quantity, sub: subPick, billing }) => {
    const found = returns.flatMap(({ pick, part: many }) => {
      const one = pickOf(on.for.reservations, pick);
      return one ? [{ one, many: many || one.quantity, typed: many ? String(many) : '' }] : [];
    });
    const [home] = found;
    if (!home) return undefined;
    // Beyond the last one: where the first of what is returned is.
    const sub = on.for.subs[subPick] ?? subOf(on.for, home.one.sub);
    const plans = on.partnerBook.products[product]?.billingPlans ?? [];
    const plan = billing ?? (plans.includes('oneTime') ? 'oneTime' : 'monthly');
    const wanted = { product, quantity, sub: sub.id, billing: plan, scope: defaultScope(sub) };
    const worth = exchanged(on, found, wanted);
    return {
      call: (desk) =>
        desk.quoteExchange(
          on.actor,
          on.customer,
          {
            returns: found.map(({ one, typed }) => ({ reservationId: one.id, quantity: typed })),
            purchases: [
              {
                ...{ productId: product, quantity: String(quantity) },
                subscriptionId: on.for.subs[subPick]?.id ?? '',
                ...(billing ? { billing } : {}),
              },
            ],
          },
          'en',
        ),
      refusal: typeof worth === 'string' ? worth : undefined,
      apply: ({ quote }) => {
        if (typeof worth === 'object') keep(on, { kind: 'exchange', id: quote.id, at: on.now, ...worth });
      },
    };
  },
);

export const fileExchange = kind<{ pick: number; contact: Contact }, RequestFiled>(
  'file exchange',
  fc.record({ pick: fc.nat(9), contact }),
  (on, filing) => {
    const quote = pickOf(quotesOf(on, 'exchange'), filing.pick);
    const [bought] = quote?.purchases ?? [];
    if (!quote || !bought) return undefined;
    const returns = quote.returns.map(({ reservation, quantity }) => ({
      one: resOf(on.for, reservation),
      many: quantity,
    }));
    const ones = returns.map(({ one }) => one);
    const early = first(
      needsAccessTo(on.me, on.for, ones, [subOf(on.for, bought.sub)]),
      filedAlready(on.for, quote),
      quote.returns.some(({ ofQuantity }, i) => ones[i]?.quantity !== ofQuantity)
        ? 'QuoteChanged'
        : undefined,
      ...returns.map(({ one }) => notReturnable(one, on.day)),
      contactProblem(filing.contact),
      overdue(quote.at, on.now) ? 'QuoteChanged' : undefined,
    );
    const worth = early ?? exchanged(on, returns, bought);
    const same =
      typeof worth === 'object' &&
      worth.commitment === quote.commitment &&
      worth.returns.every(({ value }, i) => value === quote.returns[i]?.value);
    return {
      call: (desk, attempt) =>
        desk.fileExchange(on.actor, on.customer, { quoteId: quote.id, contact: filing.contact }, attempt),
      action: 'file exchange',
      refusal: typeof worth === 'string' ? worth : same ? undefined : 'QuoteChanged',
      apply: (answer) => {
        const { number, reservationIds } = answer.request;
        const ids = quote.returns.map(({ reservation, quantity }, i) =>
          takeOut(on, reservation, quantity, 'exchangeRequested', number, reservationIds[i] ?? ''),
        );
        closeHandovers(on, (wish) => wish.what === 'exchange' && sameReturns(wish.returns, quote.returns));
        addRequest(on, answer, ids, quote);
      },
    };
  },
);

function sameReturns(wished: unknown, returns: ExchangeQuote['returns']): boolean {
  const parts = wished as { reservationId: string; quantity: number }[];
  return (
    parts.length === returns.length &&
    parts.every((wish) =>
      returns.some((one) => one.reservation === wish.reservationId && one.quantity === wish.quantity),
    )
  );
}

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
