/** The monthly payments that a card does not list: how many, until when and how much together. */
import type { ReviewItem } from '../../domain/answers.js';
import { minus, sum } from '../../domain/money.js';
import { dueOn } from '../../domain/policy/instalments.js';
import type { Words } from '../words.js';

/**
 * One line for the payments after those that are listed, with their sum in the currency of the items; with the
 * listed ones they add up to the prices (rules section 4). Undefined where all are listed.
 */
export function paymentsLeft(
  words: Words,
  items: readonly ReviewItem[],
  currency: string,
): { readonly label: string; readonly amount: string } | undefined {
  const monthly = items.flatMap(({ price, instalments }) => (instalments ? [{ price, ...instalments }] : []));
  const days = monthly.flatMap(({ count, next: [first] }) => (first ? [dueOn(first.due, count - 1)] : []));
  const count = Math.max(0, ...monthly.map(({ count: all, next }) => all - next.length));
  const last = days.toSorted().at(-1);
  if (count === 0 || last === undefined) return undefined;
  const listed = monthly.flatMap(({ next }) => next.map(({ amount }) => amount));
  const prices = monthly.map(({ price }) => price);
  return {
    label: words.t('buy.review.paymentsLeft', { count, date: words.day(last) }),
    amount: words.money(minus(sum(prices, currency), sum(listed, currency), currency), currency),
  };
}
