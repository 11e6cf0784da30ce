/** What an outcome means for the reservations and the cap: before it is recorded, and once it is (rules sections 3 and 4). */
import type { Settlement } from '../../domain/answers.js';
import { requestKind } from '../../domain/model.js';
import { compare, minus } from '../../domain/money.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { barView } from './bar.js';
import { LONGEST_NAME } from './choices.js';
import { productWhere, reservationStateName } from './names.js';

/** With `ask` it asks whether to record it; without, it says that it is recorded. */
export function requestOutcomeCard(words: Words, settlement: Settlement, ask?: Ask): Card {
  const { request, state } = settlement;
  const t = (key: string) => words.t(`request.outcome.${key}`);
  const recorded = ask === undefined;
  const difference = differenceLine(words, settlement);
  const title = t(recorded ? 'recorded' : 'ask');
  const view = {
    title,
    context: words.t('request.settle.context', {
      number: clean(request.number),
      customer: short(settlement.customerName),
    }),
    outcome: outcomeLine(words, settlement),
    differs: difference !== '',
    difference,
    hasReason: settlement.reason !== undefined,
    reason: words.t('request.outcome.reason', { reason: clean(settlement.reason ?? '') }),
    recorded,
    by: words.t('request.outcome.by', {
      moment: words.moment((request.outcome ?? request).at),
      name: short((request.outcome ?? request).by.name),
    }),
    meansHeading: t(recorded ? 'meant' : 'means'),
    reservations: settlement.reservations.map((reservation) => ({
      product: words.t('request.one.product', {
        quantity: reservation.quantity,
        name: short(reservation.product.name, LONGEST_NAME),
      }),
      state: reservationStateName(words, settlement.becomes),
      id: clean(reservation.id),
    })),
    ...purchasesView(words, settlement),
    cap: capView(words, settlement),
    hasNote: !recorded,
    note: t(state === 'withdrawn' ? 'standsWithdrawn' : 'stands'),
    record: t('record'),
    change: t('change'),
    cancel: words.t('common.cancel'),
    requests: t('requests'),
    all: t('reservations'),
    customerId: settlement.customerId,
    copy: words.t('desk.job.copy'),
    what: `request/${settlement.request.number}`,
  };
  return renderCard('request-outcome', ask?.cardId ?? '', view, {
    lang: words.locale,
    speak: `${title} ${view.outcome}`,
  });
}

/** "Paid: USD 3,000.00", "Declined". */
export function outcomeLine(words: Words, { state, paidAmount, total }: Settlement): string {
  const amount = paidAmount === undefined || !total ? '' : words.money(paidAmount, total.currency);
  return words.t(`request.outcome.${state}`, { amount });
}

/** By how much what was paid is less or more than what was quoted; empty where it is the same. */
function differenceLine(words: Words, { paidAmount, quoted, total }: Settlement): string {
  if (!total || paidAmount === undefined || quoted === undefined) return '';
  if (compare(paidAmount, quoted) === 0) return '';
  const { currency } = total;
  const less = compare(paidAmount, quoted) < 0;
  const by = less ? minus(quoted, paidAmount, currency) : minus(paidAmount, quoted, currency);
  return words.t(`request.outcome.${less ? 'less' : 'more'}`, {
    amount: words.money(by, currency),
    quoted: words.money(quoted, currency),
  });
}

function purchasesView(words: Words, { purchases, order, total }: Settlement): View {
  return {
    hasPurchases: purchases.length > 0,
    purchasesHeading: order
      ? words.t('request.outcome.ordered', { number: clean(order.number) })
      : words.t('request.outcome.purchases'),
    purchases: purchases.map((purchase) => ({
      line: words.t('request.outcome.purchase', {
        quantity: purchase.quantity,
        name: short(purchase.product.name, LONGEST_NAME),
        where: productWhere(words, purchase.product),
        price: total ? words.money(purchase.price, total.currency) : '',
      }),
    })),
  };
}

function capView(words: Words, { request, capBefore, capAfter }: Settlement): View {
  const kind = requestKind(request);
  const t = (key: string) => words.t(`request.outcome.${key}`);
  const usd = (amount: string) => words.money(amount, 'USD');
  const rows = [
    { label: t('before'), value: usd(capBefore.usedUsd) },
    { label: t('after'), value: usd(capAfter.usedUsd) },
    { label: t('left'), value: usd(capAfter.leftUsd) },
  ];
  return {
    shown: kind === 'refund',
    hasNone: kind === 'exchange',
    none: t('noCap'),
    heading: words.t('request.outcome.cap', { cap: usd(capAfter.capUsd) }),
    bar: barView(
      [
        { meaning: 'taken', size: capAfter.usedUsd },
        { meaning: 'free', size: capAfter.leftUsd },
      ],
      rows.map(({ label, value }) => `${label} ${value}`).join(' · '),
    ),
    rows,
  };
}
