/**
 * What a customer pays, and gets back, worked out from its own price (rules section 2, "Customer price"). Nothing
 * here gives away what the partner pays.
 */
import type { Customer, PriceRule } from '../model.js';
import { compare, exact, roundHalfUp } from '../money.js';
import { Refusal } from '../refusals.js';
import { type CustomerPrice, customerPrice } from './customer-price.js';

/** One purchase as the partner pays it, in `currency`. */
interface Bought {
  readonly productId: string;
  /** The partner's price of one for the whole term. */
  readonly unitPrice: string;
  readonly quantity: number;
  readonly currency: string;
  /** When it was bought, or when the quote was made. */
  readonly at: string;
}

/**
 * What the customer pays for a purchase, by the price rule that was in force then; by the first one where the
 * partner has set its prices only since (rules section 2, "Customer price").
 * @throws Refusal CustomerPriceMissing where the partner has never said what this customer pays: its own price is not
 *   told; also where it has said it in another currency, as nothing is converted.
 */
export function customerPays(
  customer: Pick<Customer, 'priceRules' | 'currency'>,
  bought: Bought,
): CustomerPrice {
  const rule = ruleAt(customer.priceRules ?? [], bought.at);
  const elsewhere =
    (rule?.currency ?? customer.currency) !== bought.currency &&
    Object.hasOwn(rule?.ownPrices ?? {}, bought.productId);
  if (!rule || elsewhere) throw new Refusal({ code: 'CustomerPriceMissing' });
  return customerPrice(rule, bought.unitPrice, bought.currency, bought.productId, bought.quantity);
}

function ruleAt(rules: readonly PriceRule[], moment: string): PriceRule | undefined {
  return rules.findLast(({ at }) => at <= moment) ?? rules[0];
}

/**
 * The customer's part of an amount that the partner gets back: as large a part of the customer's price as that is of
 * the partner's price, rounded half up to the minor unit. Nothing where the partner's price is nothing.
 */
export function customerShare(
  customerAmount: string,
  { part, whole }: { readonly part: string; readonly whole: string },
  currency: string,
): string {
  if (compare(whole, '0') === 0) return roundHalfUp(exact(0), currency);
  return roundHalfUp(exact(customerAmount).times(part).dividedBy(whole), currency);
}
