/** What a bulk purchase comes to, for cards: counts, and totals by currency, which are never added to one another. */
import type { Bulk, BulkLine, Prices } from '../model.js';
import { sum } from '../money.js';

/** An amount with its currency. */
export interface BulkTotal {
  readonly currency: string;
  readonly amount: string;
}

/** A bulk purchase, worked out. */
export interface BulkFacts {
  readonly bulk: Bulk;
  /** Not confirmed yet; confirmed with lines that still wait; or all lines have had their turn. */
  readonly state: 'checked' | 'begun' | 'done';
  /** Lines that can be bought as far as could be seen when they were checked. */
  readonly good: readonly BulkLine[];
  readonly faulty: readonly BulkLine[];
  readonly ordered: number;
  readonly refused: number;
  /** Good lines that have had no turn yet. */
  readonly waiting: number;
  /** Of the good lines, by currency. */
  readonly totals: readonly BulkTotal[];
  /** Of what was ordered, by currency. */
  readonly orderedTotals: readonly BulkTotal[];
  /** The days of the price lists of these currencies. */
  readonly pricesAsOf: readonly { readonly currency: string; readonly day: string }[];
}

/** Works out a bulk purchase. */
export function factsOf(bulk: Bulk, prices: Prices): BulkFacts {
  const good = bulk.lines.filter(({ purchase }) => purchase !== undefined);
  const ordered = good.filter(({ outcome }) => outcome?.kind === 'ordered');
  const waiting = good.filter(({ outcome }) => outcome === undefined).length;
  const totals = totalsOf(good, ({ purchase }) => purchase?.price);
  return {
    bulk,
    state: bulk.begunAt === undefined ? 'checked' : waiting > 0 ? 'begun' : 'done',
    good,
    faulty: bulk.lines.filter(({ purchase }) => purchase === undefined),
    ordered: ordered.length,
    refused: good.length - ordered.length - waiting,
    waiting,
    totals,
    orderedTotals: totalsOf(ordered, ({ outcome }) =>
      outcome?.kind === 'ordered' ? outcome.total : undefined,
    ),
    pricesAsOf: totals.flatMap(({ currency }) => {
      const list = Object.hasOwn(prices.lists, currency) ? prices.lists[currency] : undefined;
      return list ? [{ currency, day: list.asOf }] : [];
    }),
  };
}

function totalsOf(lines: readonly BulkLine[], amountOf: (line: BulkLine) => string | undefined): BulkTotal[] {
  const amounts = lines.flatMap((line) => {
    const amount = amountOf(line);
    return line.purchase && amount !== undefined ? [{ currency: line.purchase.currency, amount }] : [];
  });
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => ({
    currency,
    amount: sum(
      amounts.filter((each) => each.currency === currency).map(({ amount }) => amount),
      currency,
    ),
  }));
}
