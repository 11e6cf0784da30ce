/** Renewing a reservation (rules section 3): what would be ordered, old price against new, and automatic renewal. */
import type { RenewalReview, Review } from '../../domain/answers.js';
import { compare, minus } from '../../domain/money.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { problemView, productView } from './configure.js';
import { billingName, scopeName } from './names.js';
import { paymentsLeft } from './payments-left.js';

export interface RenewFacts {
  readonly renewal: RenewalReview;
  /** Something changed since the user last looked: this is shown in place of renewing. */
  readonly changed?: boolean;
}

type Amount = {
  readonly label: string;
  readonly amount: string;
  readonly subtle: boolean;
  readonly weight: string;
};

/** The review of a renewal; amounts in the currency in which they are paid. Asks nothing but whether to renew. */
export function renewCard(words: Words, { renewal, changed = false }: RenewFacts, ask: Ask): Card {
  const { review, refusal, reservation } = renewal;
  const t = (key: string) => words.t(`page.renew.${key}`);
  const total = review ? words.money(review.total, review.currency) : '';
  return renderCard(
    'renew',
    ask.cardId,
    {
      title: t('title'),
      ...productView(words, renewal),
      isChanged: changed,
      changed: words.t('buy.review.changed'),
      problem: problemView(words, refusal),
      rows: rows(words, renewal),
      hasReview: review !== undefined,
      amounts: review ? amounts(words, renewal, review) : [],
      notes: review ? notes(words, renewal, review).map((line) => ({ line })) : [],
      automatic: automatic(words, renewal),
      canRenew: review !== undefined && refusal === undefined,
      renew: words.t('page.renew.renew', { total }),
      back: words.t('page.configured.back'),
      cancel: words.t('common.cancel'),
      customerId: renewal.customerId,
      reservationId: reservation.id,
    },
    { lang: words.locale },
  );
}

function rows(words: Words, renewal: RenewalReview): View[] {
  const [item] = renewal.review?.items ?? [];
  const t = (key: string) => words.t(`reservation.one.${key}`);
  return [
    { label: words.t('page.starts'), value: words.day(renewal.startsOn) },
    { label: t('ends'), value: words.day(renewal.endsOn) },
    { label: t('billing'), value: billingName(words, renewal.billing) },
    { label: t('scope'), value: item ? scopeName(words, item.scope) : '' },
    { label: t('subscription'), value: short(item?.subscriptionName ?? '') },
    { label: t('reseller'), value: short(item?.resellerName ?? '') },
  ].filter(({ value }) => value !== '');
}

/** Old price, new price and what lies between where both are of one currency; monthly the first payments. */
function amounts(words: Words, { oldPrice, reservation }: RenewalReview, review: Review): Amount[] {
  const t = (key: string) => words.t(`page.renew.${key}`);
  const { currency, total, items } = review;
  const [item] = items;
  const line = (label: string, amount: string, weight = 'default'): Amount => ({
    label,
    amount,
    weight,
    subtle: weight === 'default',
  });
  const left = paymentsLeft(words, review.items, currency);
  return [
    line(t('oldPrice'), words.money(oldPrice, reservation.currency)),
    ...(item && item.quantity > 1
      ? [
          line(
            words.t('buy.review.unit', {
              unit: words.money(item.unitPrice, currency),
              quantity: item.quantity,
            }),
            words.money(item.price, currency),
          ),
        ]
      : []),
    ...(reservation.currency === currency ? difference(words, oldPrice, review, line) : []),
    line(t('newPrice'), words.money(total, currency), 'bolder'),
    ...(item?.instalments?.next ?? []).map(({ due, amount }) =>
      line(words.t('page.renew.payment', { day: words.day(due) }), words.money(amount, currency)),
    ),
    ...(left ? [line(left.label, left.amount)] : []),
  ];
}

function difference(
  words: Words,
  oldPrice: string,
  { total, currency }: Review,
  line: (label: string, amount: string) => Amount,
): Amount[] {
  const order = compare(total, oldPrice);
  if (order === 0) return [];
  const by = order > 0 ? minus(total, oldPrice, currency) : minus(oldPrice, total, currency);
  return [line(words.t(`page.renew.${order > 0 ? 'more' : 'less'}`), words.money(by, currency))];
}

/** What must be said before it is ordered (rules sections 2 and 3). */
function notes(words: Words, { reservation, refusal }: RenewalReview, review: Review): string[] {
  const [item] = review.items;
  return [
    // What can not be ordered now has no prices that hold.
    refusal
      ? ''
      : words.t('buy.review.note.prices', {
          date: words.day(review.pricesAsOf),
          until: words.moment(review.validUntil),
        }),
    words.t(`buy.review.note.${review.pricesInclude}`),
    words.t('buy.review.note.software'),
    item && item.scope !== reservation.scope ? words.t('page.renew.sharedAgain') : '',
    words.t('page.renew.days'),
  ].filter((line) => line !== '');
}

/** Whether it is on, as whom and when; with the switch where it can be turned. */
function automatic(words: Words, { reservation, canBeAutomatic, renewedBy }: RenewalReview): View {
  const { automaticRenewal: known, endsOn } = reservation;
  const day = words.day(endsOn);
  return {
    heading: words.t('page.renew.automatic'),
    text: known
      ? words.t('page.renewal.on', { day, name: short(known.by.name, LONGEST_NAME) })
      : words.t('page.renew.off', { day }),
    canSwitch: renewedBy === undefined && (known !== undefined || canBeAutomatic),
    title: words.t(known ? 'page.renew.turnOff' : 'page.renew.turnOn'),
    action: known ? 'automaticOff' : 'automaticOn',
  };
}
