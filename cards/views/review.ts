/** The cart as it would be ordered now: the last look before money is spent. */
import type { Review, ReviewItem } from '../../domain/answers.js';
import { sum } from '../../domain/money.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import { billingName, customerLine, productWhere, scopeName, segmentName, typeName } from './names.js';
import { paymentsLeft } from './payments-left.js';
import { refusalText, refusalTitle } from './refusal.js';
import { asksFromList } from './reseller-field.js';

/** Room for each name, and for what is wrong with one item; a long order has less. */
const ROOM = { name: LONGEST_NAME, error: 120, entry: 80 };
const LITTLE_ROOM = { name: 34, error: 74, entry: 60 };

export interface ReviewFacts {
  readonly review: Review;
  /** Something changed since the user last looked: this is shown in place of buying. */
  readonly changed?: boolean;
  /** What the user lacks to place the order; absent: what the review says. */
  readonly needs?: Extract<RefusalFacts, { code: 'NeedsRole' | 'NeedsAccess' }>;
}

/**
 * Shows each item with its price and asks for `quantity_<item>`, `billing_<item>`, `scope_<item>` and
 * `reseller_<item>` where there is a choice; amounts in the cart's currency (rules section 2, checks 5 and 6).
 */
export function reviewCard(
  words: Words,
  { review, changed = false, needs = review.needs }: ReviewFacts,
  ask: Ask,
): Card {
  const picksReseller = asksFromList(review);
  const total = words.money(review.total, review.currency);
  return renderCard(
    'review',
    ask.cardId,
    {
      title: words.t('buy.review.title'),
      context: words.t('buy.review.context', {
        customer: customerLine(words, review),
        segment: segmentName(words, review.segment),
      }),
      isChanged: changed,
      changed: words.t('buy.review.changed'),
      isTwice: twice(review).length > 0,
      twice: words.t('buy.review.twice', {
        products: words.list(twice(review).map((name) => short(name, LONGEST_NAME))),
      }),
      lacks: needs !== undefined,
      needs: needs ? needsPart(words, needs) : {},
      mistakes: mistakes(words, ask),
      items: review.items.map((item) => itemPart(words, review, item, ask, picksReseller)),
      labels: {
        quantity: words.t('buy.review.quantity'),
        billing: words.t('buy.review.billing'),
        scope: words.t('buy.review.scope'),
        reseller: words.t('buy.review.reseller'),
        resellerText: words.t('buy.review.resellerText'),
      },
      picksReseller,
      typesReseller: review.resellers.length > 0 && !picksReseller,
      resellers: review.resellers.map(({ id, name, mpnId }) => ({
        value: id,
        title: words.t('buy.review.resellerTitle', { name: short(name, 40), mpnId: short(mpnId, 20) }),
      })),
      totalLabel: words.t('buy.review.total'),
      total,
      dueLabel: words.t('buy.review.dueToday'),
      due: words.money(review.dueToday, review.currency),
      payments: laterPayments(words, review),
      notes: notes(words, review).map((line) => ({ line })),
      askColleague: jobTitles(words).ask,
      customerId: review.customerId,
      buy: words.t('buy.review.buy', { total }),
      update: words.t('buy.review.update'),
      addMore: words.t('buy.review.addMore'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** Products that the cart has more than once for one subscription: a line sent again, or a cart from days ago. */
function twice({ items }: Review): string[] {
  const keyOf = ({ product, subscriptionId }: ReviewItem) => `${product.id}/${subscriptionId}`;
  const keys = items.map(keyOf);
  return items
    .filter((item, i) => keys.indexOf(keyOf(item)) === i && keys.lastIndexOf(keyOf(item)) > i)
    .map(({ product }) => product.name);
}

function needsPart(words: Words, needs: RefusalFacts): View {
  return {
    title: words.t('buy.review.cannotBuy'),
    text: `${refusalTitle(words, needs)}. ${refusalText(words, needs)}`,
  };
}

function itemPart(words: Words, review: Review, item: ReviewItem, ask: Ask, picksReseller: boolean): View {
  const money = (amount: string) => words.money(amount, review.currency);
  const room = review.items.length > 5 ? LITTLE_ROOM : ROOM;
  const fields = {
    quantity: field(ask, `quantity_${item.id}`, String(item.quantity), 12),
    billing: field(ask, `billing_${item.id}`, item.billing),
    scope: field(ask, `scope_${item.id}`, item.scope),
    reseller: field(ask, `reseller_${item.id}`, resellerPreset(review, item, picksReseller), room.entry),
  };
  const errors = Object.values(fields).map(({ error }) => error);
  return {
    ...fields,
    id: item.id,
    name: short(item.product.name, room.name),
    facts: factsOf(words, item, room.name, money),
    price: money(item.price),
    isRepriced: item.previousUnitPrice !== undefined,
    was: item.previousUnitPrice ? words.t('buy.review.was', { before: money(item.previousUnitPrice) }) : '',
    wrong: errors.some((error) => error !== ''),
    error: short(errors.filter((error) => error !== '').join(' '), room.error),
    asksBilling: item.billingPlans.length > 1,
    billings: item.billingPlans.map((plan) => ({ value: plan, title: billingName(words, plan) })),
    asksScope: item.scopes.length > 1,
    scopes: item.scopes.map((scope) => ({ value: scope, title: scopeName(words, scope) })),
  };
}

/** How many at which price, type, place, subscription, and what of scope and billing is not a field, in one line. */
function factsOf(words: Words, item: ReviewItem, longest: number, money: (amount: string) => string): string {
  const { count, next } = item.instalments ?? { count: 0, next: [] };
  const [first] = next;
  return [
    words.t('buy.review.unit', { unit: money(item.unitPrice), quantity: item.quantity }),
    typeName(words, item.product.type),
    productWhere(words, item.product),
    short(item.subscriptionName, longest),
    item.scopes.length > 1 ? '' : words.t('buy.review.scopeLine', { scope: scopeName(words, item.scope) }),
    item.billingPlans.length > 1
      ? ''
      : words.t('buy.review.billingLine', { billing: billingName(words, item.billing) }),
    first ? words.t('buy.review.instalments', { count, first: money(first.amount) }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function resellerPreset({ resellers }: Review, { resellerId }: ReviewItem, picked: boolean): string {
  if (picked) return resellerId ?? '';
  return resellers.find(({ id }) => id === resellerId)?.mpnId ?? '';
}

/** What falls due after today, by day, over all items that are billed monthly. */
function laterPayments(words: Words, { items, currency }: Review): View[] {
  const later = items.flatMap(({ instalments }) => instalments?.next.slice(1) ?? []);
  const days = [...new Set(later.map(({ due }) => due))].sort();
  const listed = days.map((due) => ({
    day: words.t('buy.review.payment', { date: words.day(due) }),
    amount: words.money(
      sum(
        later.filter((payment) => payment.due === due).map(({ amount }) => amount),
        currency,
      ),
      currency,
    ),
  }));
  const left = paymentsLeft(words, items, currency);
  return left ? [...listed, { day: left.label, amount: left.amount }] : listed;
}

/** What can never be given back, said before it is bought (rules section 4). */
function neverReturnable(words: Words, { items }: Review): string {
  const names = items
    .filter(({ product }) => !product.returnable)
    .map(({ product }) => short(product.name, LONGEST_NAME));
  const products = words.list([...new Set(names)].slice(0, 3));
  return products === '' ? '' : words.t('buy.review.note.notReturnable', { products });
}

/** What must be said before buying (rules section 2). */
function notes(words: Words, review: Review): string[] {
  const note = (name: string) => words.t(`buy.review.note.${name}`);
  return [
    note('remove'),
    words.t('buy.review.note.prices', {
      date: words.day(review.pricesAsOf),
      until: words.moment(review.validUntil),
    }),
    note(review.pricesInclude),
    note('software'),
    neverReturnable(words, review),
    review.items.some(({ scopes }) => scopes.includes('single')) ? note('quota') : '',
    review.resellers.length > 0 ? note('reseller') : '',
  ].filter((line) => line !== '');
}
