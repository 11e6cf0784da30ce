/** What a customer pays, as the partner has set it (rules section 2, "Customer price"). */
import type { PriceRule } from '../model.js';
import { amountOf, exact, roundHalfUp, times } from '../money.js';

/** Where a customer's price comes from: a price of its own for the product, the markup, or the partner's own price. */
export type PriceSource = 'ownPrice' | 'markup' | 'partnerPrice';

/** Both amounts in the currency that was asked for, for the whole term. */
export interface CustomerPrice {
  readonly one: string;
  /** For the whole quantity: that of one, so many times. */
  readonly all: string;
  readonly source: PriceSource;
}

type Rule = Pick<PriceRule, 'markupPercent' | 'ownPrices'>;

/** The rule in force; undefined: the customer pays the partner's own price. */
export function ruleInForce({ priceRules = [] }: { readonly priceRules?: readonly PriceRule[] | undefined }) {
  return priceRules.at(-1);
}

/**
 * What the customer pays for so many of a product: its own price where the rule has one, else the partner's price
 * with the markup, rounded half up to the minor unit for one; what all cost is that price times the quantity.
 * @param productPrice the partner's price of one for the whole term, in `currency`.
 */
export function customerPrice(
  rule: Rule | undefined,
  productPrice: string,
  currency: string,
  productId: string,
  quantity: number,
): CustomerPrice {
  const own = rule && Object.hasOwn(rule.ownPrices, productId) ? rule.ownPrices[productId] : undefined;
  const markup = rule?.markupPercent ?? '0';
  const one = own === undefined ? withMarkup(productPrice, markup, currency) : amountOf(own, currency);
  const source = own !== undefined ? 'ownPrice' : exact(markup).isZero() ? 'partnerPrice' : 'markup';
  return { one, all: times(one, quantity, currency), source };
}

/** The price and so many percent of it, rounded half up to the minor unit: the named step of a customer's price. */
function withMarkup(price: string, percent: string, currency: string): string {
  return roundHalfUp(exact(price).times(exact(percent).plus(100)).dividedBy(100), currency);
}
