/** What a customer pays, as the partner has set it (rules section 2, "Customer price"). */
import type { Customer, PriceRule } from '../model.js';
import { amountOf, exact, roundHalfUp, times } from '../money.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { decimalsOf, readDecimal } from './amounts.js';
import { plainSigns } from './locale.js';

/** Where a customer's price comes from: a price of its own for the product, the markup, or the partner's own price. */
type PriceSource = 'ownPrice' | 'markup' | 'partnerPrice';

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

/** The rule in force, without own prices that are in another currency than the customer is sold to in by now. */
export function ruleNow(customer: Pick<Customer, 'priceRules' | 'currency'>): Rule | undefined {
  const rule = ruleInForce(customer);
  return rule?.currency === undefined || rule.currency === customer.currency
    ? rule
    : { ...rule, ownPrices: {} };
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

/** Nothing is sold below nothing, and ten times the price is a slip of the keyboard. */
const LEAST_PERCENT = -100;
const MOST_PERCENT = 1000;
const MOST_DECIMALS = 4;
const REPEATED_CHARACTERS = 40;

/**
 * The markup that was typed, in percent as a decimal string, such as "12,5" or "-3 %" in Dutch.
 * @throws Refusal MarkupInvalid for what is no number, out of -100 to 1,000, or finer than four decimals.
 */
export function requireMarkup(text: string, locale: string): string {
  const refuse = (problem: Extract<RefusalFacts, { code: 'MarkupInvalid' }>['problem']) =>
    new Refusal({
      code: 'MarkupInvalid',
      text: Array.from(text.trim()).slice(0, REPEATED_CHARACTERS).join(''),
      problem,
    });
  const typed = plainSigns(text).trim().replace(/\s*%$/, '');
  const [, sign = '', digits = ''] = /^([-−+]?)\s*(.*)$/.exec(typed) ?? [];
  const read = readDecimal(digits, locale);
  if (read === undefined) throw refuse('unreadable');
  if (decimalsOf(read) > MOST_DECIMALS) throw refuse('tooFine');
  const percent = sign === '-' || sign === '−' ? exact(read).negated() : exact(read);
  if (percent.lessThan(LEAST_PERCENT) || percent.greaterThan(MOST_PERCENT)) throw refuse('outOfRange');
  return percent.isZero() ? '0' : percent.toFixed();
}
