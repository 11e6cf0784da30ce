/** What a customer pays beside what the partner pays, and the rule behind it (rules section 2, "Customer price"). */
import type { CustomerPricesFacts, PricedProduct } from '../../../domain/use-cases/partner/answers.js';
import type { Card } from '../../card.js';
import { short } from '../../plain.js';
import { renderCard, type View } from '../../render.js';
import type { Words } from '../../words.js';
import { type Ask, field, mistakes } from '../ask.js';
import { LONGEST_NAME, nextPage } from '../choices.js';
import { productWhere } from '../names.js';
import { changesView, mayNotView } from './changes.js';

/** In place of a product id: none. No product has it. */
export const NO_PRODUCT = '*none';

export interface CustomerPricesCardFacts {
  readonly facts: CustomerPricesFacts;
  /** What was searched for; empty: nothing. */
  readonly query: string;
}

/**
 * Asks for `markup` in percent, for `product` (an id) with its own `price`, and takes a `search`; where the user may
 * only look, for the search alone.
 */
export function customerPricesCard(words: Words, { facts, query }: CustomerPricesCardFacts, ask: Ask): Card {
  const { customerName, currency, products, mayChange, hasRule, changes } = facts;
  const t = (key: string) => words.t(`partner.prices.${key}`);
  const values = { currency, query: short(query, LONGEST_NAME) };
  const title = t('title');
  return renderCard(
    'customer-prices',
    ask.cardId,
    {
      title,
      context: words.t('partner.prices.context', { customer: short(customerName), currency }),
      mistakes: mistakes(words, ask),
      rule: ruleText(words, facts),
      mayNot: mayNotView(words, facts),
      mayChange,
      markup: field(ask, 'markup', words.decimal(facts.markupPercent), 20),
      search: field(ask, 'search', query, 100),
      searchHint: t('searchHint'),
      rows: products.items.map((product, i) => rowOf(words, product, i, currency)),
      empty: products.total === 0,
      paysHeading: t('paysHeading'),
      none: words.t(`partner.prices.${query === '' ? 'noProducts' : 'noneFound'}`, values),
      asksPrice: mayChange && products.total > 0,
      product: field(ask, 'product', NO_PRODUCT),
      choices: [
        { value: NO_PRODUCT, title: t('noProduct') },
        ...products.items.map(({ product }, i) => ({
          value: product.id,
          title: choiceOf(words, product, i),
        })),
      ],
      price: field(ask, 'price', '', 40),
      labels: {
        markup: t('markup'),
        search: t('search'),
        product: t('product'),
        price: words.t('partner.prices.price', { currency }),
      },
      changes: changesView(words, changes),
      save: t('save'),
      searchButton: words.t('common.search'),
      ...nextPage(words, products),
      mayRemoveOne: mayChange && products.items.some(({ customer }) => customer.source === 'ownPrice'),
      removeOne: t('removeOne'),
      mayClear: mayChange && hasRule,
      clear: t('clear'),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: title },
  );
}

function ruleText(words: Words, { hasRule, markupPercent, ownPrices }: CustomerPricesFacts): string {
  if (!hasRule) return words.t('partner.prices.none');
  const markup = words.t('partner.percent', { percent: words.decimal(markupPercent) });
  return words.t('partner.prices.rule', { markup, own: ownPrices });
}

function nameOf(words: Words, { name }: PricedProduct['product'], index: number): string {
  return words.t('partner.prices.row', { number: index + 1, name: short(name, LONGEST_NAME) });
}

function choiceOf(words: Words, product: PricedProduct['product'], index: number): string {
  const name = short(product.name, LONGEST_NAME);
  return words.t('partner.prices.choice', { number: index + 1, name, where: productWhere(words, product) });
}

function rowOf(
  words: Words,
  { product, partnerPrice, customer }: PricedProduct,
  index: number,
  currency: string,
): View {
  return {
    name: nameOf(words, product, index),
    where: productWhere(words, product),
    pays: words.money(customer.one, currency),
    yours: words.t('partner.prices.yours', { price: words.money(partnerPrice, currency) }),
    isOwn: customer.source === 'ownPrice',
    own: words.t('partner.prices.ownAnd', { own: words.t('partner.prices.ownPrice') }),
  };
}
