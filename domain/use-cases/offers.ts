/** Finding products in a price list: by words, type, region, term and segment, with their prices in one currency. */

import type { Offer, OfferFilter, Offers } from '../answers.js';
import type { Prices, Product } from '../model.js';
import { familyOf, RESERVATION_TYPES } from '../policy/reservation-types.js';
import { normalized, pageOf } from './lists.js';
import { snapshotOf } from './prices.js';

const PAGE_SIZE = 8;
const TERM_WORDS: Record<string, string> = { '1': 'P1Y', '3': 'P3Y', '5': 'P5Y' };

/**
 * The offers that fit, the lowest rank first, then by type, name, region and term. Only products with a price in
 * this currency are offered; with a family given, only those of it (rules section 5).
 */
export function findOffers(
  prices: Prices,
  currency: string,
  filter: OfferFilter & { family?: string },
  rank: (product: Product, unitPrice: string) => number,
): Offers {
  const list = Object.hasOwn(prices.lists, currency) ? (prices.lists[currency]?.prices ?? {}) : {};
  const { words, term } = readWords(filter.text ?? '');
  const sold = prices.products.filter(
    (product) =>
      Object.hasOwn(list, product.id) &&
      (filter.segment === undefined || product.segments.includes(filter.segment)) &&
      (filter.family === undefined || familyOf(product.type) === filter.family),
  );
  const found = sold
    .filter((product) => !filter.type || product.type === filter.type)
    .filter((product) => !filter.region || product.region === filter.region)
    .filter((product) => !(filter.term || term) || product.term === (filter.term || term))
    .filter((product) => words.every((word) => haystack(product).includes(word)))
    .map((product) => ({
      product,
      unitPrice: list[product.id] ?? '',
      rank: rank(product, list[product.id] ?? ''),
    }))
    .sort(
      (a, b) => a.rank - b.rank || order(a.product).localeCompare(order(b.product), 'en', { numeric: true }),
    )
    .map(
      ({ product, unitPrice }): Offer => ({
        product: snapshotOf(product),
        billingPlans: product.billingPlans,
        maxQuantity: product.maxQuantity,
        currency,
        unitPrice,
      }),
    );
  return {
    offers: pageOf(found, filter.page ?? 1, PAGE_SIZE),
    types: distinct(sold.map((product) => product.type)),
    regions: distinct(sold.map((product) => product.region)),
    terms: distinct(sold.map((product) => product.term)),
  };
}

/** The words to look for, and a term where one is named: "d2s v5 west europe 3 years", "b1ms 1y", "3 jaar", "3 år". */
function readWords(text: string): { words: string[]; term?: string } {
  const term = /(?:^|\s)([135])\s*-?\s*(?:y|yr|yrs|year|years|jr|jaar|år)(?=\s|$)/i.exec(text);
  const rest = term ? text.replace(term[0], ' ') : text;
  const words = normalized(rest)
    .split(/[\s,;·]+/)
    .filter((word) => word !== '');
  return { words, ...(term?.[1] ? { term: TERM_WORDS[term[1]] ?? '' } : {}) };
}

function haystack(product: Product): string {
  return normalized(
    `${product.name} ${product.name.replaceAll('_', ' ')} ${product.type} ${product.region} ${product.term}`,
  );
}

const TYPE_ORDER = new Map(RESERVATION_TYPES.map(({ id }, index) => [id, String(index).padStart(2, '0')]));

/** By type, the commonest first; then by name, region and term. */
const order = (product: Product) =>
  `${TYPE_ORDER.get(product.type) ?? product.type} ${product.name} ${product.region} ${product.term}`;

const distinct = (values: string[]) => [...new Set(values)].sort();
