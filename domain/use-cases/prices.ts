/** The partner's price list, as the use cases ask of it (rules section 2). */
import type { Actor, Prices, Product, ProductSnapshot } from '../model.js';
import { Refusal } from '../refusals.js';
import { PRICES } from '../store/kinds.js';
import type { Ports } from './ports.js';

/** The partner's price list; empty where there is none yet. */
export async function readPrices(ports: Ports, actor: Actor): Promise<Prices> {
  return (await ports.documents.read(PRICES, actor.partnerId)) ?? { products: [], lists: {} };
}

/** @throws Refusal ProductNotFound for an id that is not in the price list. */
export function requireProduct(prices: Prices, productId: string): Product {
  const product = prices.products.find((candidate) => candidate.id === productId);
  if (!product) throw new Refusal({ code: 'ProductNotFound' });
  return product;
}

/** Price of one for the whole term, in that currency. @throws Refusal PriceMissing; nothing is ever converted. */
export function requirePrice(prices: Prices, product: Product, currency: string): string {
  const list = Object.hasOwn(prices.lists, currency) ? prices.lists[currency]?.prices : undefined;
  const price = list && Object.hasOwn(list, product.id) ? list[product.id] : undefined;
  if (price === undefined) throw new Refusal({ code: 'PriceMissing', product: product.name, currency });
  return price;
}

/** The product as it is kept with what was bought. */
export function snapshotOf(product: Product): ProductSnapshot {
  const { id, name, type, region, term, returnable } = product;
  return { id, name, type, region, term, returnable };
}
