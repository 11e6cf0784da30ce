/** Exchanges: rules section 5. */
import fc from 'fast-check';
import type { RequestFiled } from '../../../domain/answers.js';
import { HOST, SQL, VM, VM_3Y } from '../../support/desk.js';
import { type At, kind } from '../act.js';
import type { Bought, ExchangeQuote, Res } from '../book.js';
import {
  billingProblem,
  type Code,
  defaultScope,
  familyOf,
  filedAlready,
  first,
  market,
  maximumOf,
  needsAccessTo,
  notReturnable,
  overdue,
  priceOf,
  priceProblem,
  quantityProblem,
  resellerProblem,
  resOf,
  segmentProblem,
  subOf,
  usable,
} from '../rules.js';
import { total, unused } from '../sums.js';
import { pickOf } from './ordering.js';
import {
  addRequest,
  type Contact,
  closeHandovers,
  contact,
  contactProblem,
  keep,
  part,
  quotesOf,
  returned,
  takeOut,
} from './returns.js';

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
