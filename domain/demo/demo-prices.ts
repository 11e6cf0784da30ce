/** The price list of the demo book. */
import type { BillingPlan, Prices, Product, Term } from '../model.js';
import { TERMS } from '../model.js';
import { exact, roundHalfUp } from '../money.js';
import { reservationType } from '../policy/reservation-types.js';
import { addDays } from '../term.js';
import type { DemoPrices } from './demo-data.js';

interface PricedProduct {
  readonly product: Product;
  readonly usd: string;
}

/** Every term in every region is a product of its own, with a price in each currency of the demo. */
export function demoPrices(data: DemoPrices, today: string): Prices {
  const priced = data.products.flatMap((group) =>
    [...group.regions, ...group.alsoIn].flatMap((region) =>
      TERMS.flatMap((term) => productIn(data, group, region, term)),
    ),
  );
  const asOf = addDays(today, -data.publishedDaysAgo);
  const lists = Object.entries(data.perUsd).map(([currency, perUsd]) => {
    const prices = priced.map(({ product, usd }) => [
      product.id,
      roundHalfUp(exact(usd).times(perUsd), currency),
    ]);
    return [currency, { asOf, prices: Object.fromEntries(prices) }];
  });
  return {
    products: priced.map(({ product }) => product),
    lists: Object.fromEntries(lists),
    note: data.note,
  };
}

/** The product of this term, or none where the term has no price. */
function productIn(
  data: DemoPrices,
  group: DemoPrices['products'][number],
  region: string,
  term: Term,
): PricedProduct[] {
  const usd = group.prices[term];
  const facts = data.types[group.type];
  if (usd === undefined) return [];
  if (!facts) throw new Error(`the demo's price list does not describe the type ${group.type}`);
  const { monthly, returnable } = reservationType(group.type);
  const billingPlans: BillingPlan[] = monthly ? ['oneTime', 'monthly'] : ['oneTime'];
  const slug = group.name.toLowerCase().replace(/[^a-z0-9_]+/g, '-');
  const product = {
    id: `${facts.prefix}-${slug}-${region}-${term}`,
    name: group.name,
    type: group.type,
    region,
    term,
    billingPlans,
    segments: facts.segments,
    maxQuantity: facts.maxQuantity,
    returnable,
  };
  return [{ product, usd }];
}
