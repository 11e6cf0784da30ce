/** Finding products in a price list: by words, type, region, term and segment, with their prices in one currency. */

import type { Offer, OfferFilter, Offers } from '../answers.js';
import type { Prices, Product } from '../model.js';
import { familyOf, RESERVATION_TYPES } from '../policy/reservation-types.js';
import { isCalledSo, readWish, withWords } from '../search/product-words.js';
import { pageOf } from './lists.js';
import { snapshotOf } from './prices.js';

const PAGE_SIZE = 8;

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
  const sold = prices.products.filter(
    (product) =>
      Object.hasOwn(list, product.id) &&
      (filter.segment === undefined || product.segments.includes(filter.segment)) &&
      (filter.family === undefined || familyOf(product.type) === filter.family),
  );
  const regions = distinct(sold.map((product) => product.region));
  const wish = readWish(filter.text ?? '', regions);
  const region = filter.region || wish.region;
  const term = filter.term || wish.term;
  const narrowed = sold
    .filter((product) => !filter.type || product.type === filter.type)
    .filter((product) => !region || product.region === region)
    .filter((product) => !term || product.term === term);
  const fitting = withWords(narrowed, wish.words);
  const found = fitting
    .map((product) => ({
      product,
      unitPrice: list[product.id] ?? '',
      rank: rank(product, list[product.id] ?? ''),
    }))
    .sort((a, b) => a.rank - b.rank || inOrder(a.product, b.product))
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
    regions,
    terms: distinct(sold.map((product) => product.term)),
    approximate: fitting.some((product) => !isCalledSo(product, wish.words)),
  };
}

/**
 * The products that have all words of a text as they are, in the order of the price list: by type, the commonest
 * first; then by name, region and term. Mistyped ones are for who has finished typing.
 */
export function productsCalled(products: readonly Product[], text: string): readonly Product[] {
  const wish = readWish(text, distinct(products.map(({ region }) => region)));
  return sorted(products)
    .filter(({ region }) => !wish.region || region === wish.region)
    .filter(({ term }) => !wish.term || term === wish.term)
    .filter((product) => isCalledSo(product, wish.words));
}

/** Made once for each price list that is held in memory: somebody types, and each letter asks anew. */
const sortedMade = new WeakMap<readonly Product[], readonly Product[]>();

function sorted(products: readonly Product[]): readonly Product[] {
  const made = sortedMade.get(products) ?? products.toSorted(inOrder);
  sortedMade.set(products, made);
  return made;
}

const TYPE_ORDER = new Map(RESERVATION_TYPES.map(({ id }, index) => [id, String(index).padStart(2, '0')]));

/** By type, the commonest first; then by name, region and term. */
const order = (product: Product) =>
  `${TYPE_ORDER.get(product.type) ?? product.type} ${product.name} ${product.region} ${product.term}`;

/** Made once: the options of a comparison cost more than the comparison. */
const collator = new Intl.Collator('en', { numeric: true });

const inOrder = (a: Product, b: Product) => collator.compare(order(a), order(b));

const distinct = (values: string[]) => [...new Set(values)].sort();
