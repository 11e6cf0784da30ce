/** Find a product, say how many: for the cart, or for what comes in place of returned reservations. */
import type { Offer, OfferFilter, Offers, SubscriptionFacts } from '../../domain/answers.js';
import { SEGMENTS, type Segment } from '../../domain/model.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { type Choice, LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { type ExchangeSoFar, exchangeSoFar } from './exchange-so-far.js';
import { regionName, segmentName, termName, typeName } from './names.js';
import { ANY } from './offer-filter.js';
import { quickField, searchLabel } from './type-ahead.js';

export interface ChooseProductFacts {
  readonly customerName: string;
  readonly purpose: 'buy' | 'exchange';
  /** Those that can be bought on. */
  readonly subscriptions: readonly SubscriptionFacts[];
  readonly offers: Offers;
  readonly filter: OfferFilter;
  /** The customer's segment, or what was chosen in its place. */
  readonly segment: Segment;
  /** Items that wait in the cart. */
  readonly cartItems: number;
  /** For an exchange: what is returned, and what is chosen so far. */
  readonly exchange?: ExchangeSoFar;
  /** The channel suggests names while they are typed; it does not unless said so. */
  readonly suggests?: boolean;
}

/**
 * Asks for `product` (a product id), `quantity` and, where there is a choice, `subscription`; narrows by `text`,
 * `type`, `region`, `term` and `segment`, or where the channel suggests names by `quick` (rules section 2, check 5; for an exchange section 5).
 */
export function chooseProductCard(words: Words, facts: ChooseProductFacts, ask: Ask): Card {
  const { purpose, offers, cartItems, exchange, suggests = false } = facts;
  const products = numbered(
    words,
    offers.offers.items.map((offer) => ({ value: offer.product.id, title: row(words, offer) })),
  );
  const forExchange = purpose === 'exchange';
  return renderCard(
    'choose-product',
    ask.cardId,
    {
      title: words.t(forExchange ? 'buy.product.titleExchange' : 'buy.product.title'),
      mistakes: mistakes(words, ask),
      ...subscriptionPart(words, facts, ask),
      ...filterPart(words, facts, ask),
      isExchange: exchange !== undefined,
      exchange: exchange ? exchangeSoFar(words, exchange) : {},
      empty: products.length === 0,
      none: words.t('buy.product.none'),
      noneHint: words.t('buy.product.noneHint'),
      product: { ...field(ask, 'product'), value: preset(products, ask.entries?.product) },
      products,
      quick: quickField(words, suggests),
      hasNext: products.length > 0 || suggests,
      quantity: field(ask, 'quantity', '1'),
      add: words.t(forExchange ? 'buy.product.addExchange' : 'buy.product.add'),
      searchButton: words.t('common.search'),
      ...nextPage(words, offers.offers),
      hasReview: forExchange ? (exchange?.chosen.length ?? 0) > 0 : cartItems > 0,
      review: forExchange
        ? words.t('buy.product.compare')
        : words.t('buy.product.review', { count: cartItems }),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** One subscription is said beside the customer; more are a field. */
function subscriptionPart(words: Words, { customerName, subscriptions }: ChooseProductFacts, ask: Ask): View {
  const choices = subscriptions.map(({ subscription }) => ({
    value: subscription.id,
    title: short(subscription.name, LONGEST_NAME),
  }));
  const [only] = choices.length === 1 ? choices : [];
  const asked = field(ask, 'subscription', choices[0]?.value ?? '');
  return {
    context: only
      ? words.t('buy.product.context', { customer: short(customerName), subscription: only.title })
      : short(customerName),
    asksSubscription: choices.length > 1,
    subscription: asked,
    subscriptions: choices,
  };
}

function filterPart(words: Words, facts: ChooseProductFacts, ask: Ask): View {
  const { offers, filter, segment, suggests = false } = facts;
  const anyOf = (ids: readonly string[], name: (words: Words, id: string) => string): Choice[] => [
    { value: ANY, title: words.t('common.any') },
    ...ids.map((id) => ({ value: id, title: short(name(words, id), LONGEST_NAME) })),
  ];
  return {
    labels: {
      subscription: words.t('buy.product.subscription'),
      text: searchLabel(words, suggests, 'buy.product.search'),
      type: words.t('buy.product.type'),
      region: words.t('buy.product.region'),
      term: words.t('buy.product.term'),
      segment: words.t('buy.product.segment'),
      product: words.t('buy.product.list', { total: offers.offers.total }),
      quantity: words.t('buy.product.quantity'),
    },
    text: field(ask, 'text', filter.text ?? ''),
    textHint: words.t('buy.product.searchHint'),
    type: field(ask, 'type', filter.type ?? ANY),
    region: field(ask, 'region', filter.region ?? ANY),
    term: field(ask, 'term', filter.term ?? ANY),
    segment: field(ask, 'segment', filter.segment ?? segment),
    types: anyOf(offers.types, typeName),
    regions: anyOf(offers.regions, regionName),
    terms: anyOf(offers.terms, termName),
    segments: SEGMENTS.map((id) => ({ value: id, title: segmentName(words, id) })),
  };
}

function row(words: Words, { product, unitPrice, currency }: Offer): string {
  return words.t('buy.product.row', {
    name: short(product.name, LONGEST_NAME),
    region: regionName(words, product.region),
    term: termName(words, product.term),
    price: words.money(unitPrice, currency),
  });
}
