/** Refund, exchange or wait: side by side, and how the refund changes over the coming days (rules sections 4 and 5). */
import { compare } from '../../domain/money.js';
import { type OutlookDay, type OutlookTurn, paysOn } from '../../domain/policy/outlook.js';
import { isDay } from '../../domain/term.js';
import type { Comparison } from '../../domain/use-cases/comparing.js';
import type { Card } from '../card.js';
import { clean } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { MessageArguments, Words } from '../words.js';
import { outlookPicture } from './compare-picture.js';
import { productWhere, typeName } from './names.js';

const MOST_TURNS = 6;
/** Where the days are too few for an amount in that place. */
const NO_POINT = { shown: false, day: '', amount: '' };

interface CompareInput {
  readonly comparison: Comparison;
  /** The day that was asked for, as it was entered, and what is wrong with it. */
  readonly day?: { readonly entered: string; readonly error: string };
}

/** The card of a comparison, with a field for another day. Nothing is filed by it. */
export function compareCard(words: Words, { comparison, day }: CompareInput): Card {
  const { facts, quantity, days, asked } = comparison;
  const { reservation } = facts;
  const t = (key: string, values?: MessageArguments) => words.t(`compare.${key}`, values);
  const first = days[0];
  const refund = refundOption(words, comparison);
  const view = {
    title: t('title'),
    context: clean(facts.customerName),
    product: clean(reservation.product.name),
    where: `${typeName(words, reservation.product.type)} · ${productWhere(words, reservation.product)}`,
    bought: t('part', {
      quantity,
      of: reservation.quantity,
      day: words.day(reservation.startsOn),
    }),
    asked: askedView(words, reservation.currency, asked),
    options: [
      refund,
      option(t('exchange.title'), words.money(first.exchangeValue, reservation.currency), [
        t('exchange.toward'),
        t('exchange.free'),
        t('exchange.new'),
      ]),
      option(t('wait.title'), t('wait.amount'), [
        t('wait.runs', { day: words.day(reservation.endsOn), days: facts.daysLeft }),
        stillOwed(words, first, reservation.currency),
      ]),
    ],
    ahead: aheadView(words, comparison),
    turns: turnsView(words, comparison),
    day: {
      label: t('day.label'),
      // A date field takes dates only; what else was typed is named in the error.
      value: day && isDay(day.entered) ? day.entered : (asked?.day ?? ''),
      wrong: day !== undefined,
      error: clean(day?.error ?? ''),
      min: first.day,
      max: comparison.lastDay,
    },
    buttons: { workOut: t('workOut'), refund: t('refundIt'), exchange: t('exchangeIt') },
    customerId: facts.customerId,
    reservationId: reservation.id,
    quantity: String(quantity),
  };
  return renderCard('compare', '', view, {
    lang: words.locale,
    speak: `${t('title')}. ${refund.title}: ${refund.amount}`,
  });
}

function option(title: string, amount: string, lines: readonly string[]) {
  return { title, amount, lines: lines.join(' · ') };
}

function refundOption(words: Words, { days: [first], cap, facts }: Comparison) {
  const t = (key: string, values?: MessageArguments) => words.t(`compare.refund.${key}`, values);
  const { refund, refused } = first;
  if (!refund) return option(t('title'), t('notNow'), [whyRefused(words, refused)]);
  const money = (amount: string) => words.money(amount, facts.reservation.currency);
  return option(t('title'), money(refund.payable), [
    compare(refund.fee, '0') > 0 ? t('fee', { percent: words.decimal(refund.feePercent) }) : t('noFee'),
    ...(compare(refund.fallsAway, '0') > 0 ? [t('fallsAway', { amount: money(refund.fallsAway) })] : []),
    t('limit', { amount: words.money(refund.countsUsd, 'USD') }),
    t('left', { amount: words.money(cap.leftUsd, 'USD') }),
  ]);
}

function whyRefused(words: Words, refused: OutlookDay['refused']): string {
  const t = (key: string, values?: MessageArguments) => words.t(`compare.refund.${key}`, values);
  if (refused?.code === 'CapReached') return t('roomOn', { day: words.day(refused.roomOn) });
  const roomOn = refused?.code === 'OverCap' ? refused.roomOn : '';
  return roomOn === '' ? t('over') : t('overUntil', { day: words.day(roomOn) });
}

/** Monthly billing: what is still to be paid when nothing is done. */
function stillOwed(words: Words, { noLongerOwed }: Comparison['days'][0], currency: string): string {
  return compare(noLongerOwed, '0') > 0
    ? words.t('compare.wait.owed', { amount: words.money(noLongerOwed, currency) })
    : words.t('compare.wait.paid');
}

function askedView(words: Words, currency: string, asked: OutlookDay | undefined): View {
  const t = (key: string, values?: MessageArguments) => words.t(`compare.asked.${key}`, values);
  const lines = asked && [
    asked.refund ? t('refund', { amount: words.money(paysOn(asked), currency) }) : t('refused'),
    t('exchange', { amount: words.money(asked.exchangeValue, currency) }),
  ];
  return {
    shown: asked !== undefined,
    heading: asked ? t('heading', { day: words.day(asked.day) }) : '',
    lines: (lines ?? []).map((text) => ({ text })),
  };
}

function aheadView(words: Words, { days, turns, facts }: Comparison): View {
  const t = (key: string, values?: MessageArguments) => words.t(`compare.ahead.${key}`, values);
  const last = days.length - 1;
  // The amounts under the picture: at its left, in its middle and at its right.
  const points = [...new Set([0, Math.round(last / 2), last])].map((i) => {
    const day = days[i];
    if (!day) return NO_POINT;
    return {
      shown: true,
      day: i === 0 ? t('today') : words.day(day.day),
      amount: day.refund ? words.money(day.refund.payable, facts.reservation.currency) : t('notPossible'),
    };
  });
  const said = points.filter(({ shown }) => shown).map(({ day, amount }) => t('point', { day, amount }));
  return {
    heading: t('heading', { days: last }),
    note: t('note'),
    legend: { refund: t('legendRefund'), exchange: t('legendExchange') },
    picture: {
      url: outlookPicture(days, turns),
      alt: t('alt', { points: words.list(said) }),
    },
    points: Object.fromEntries([0, 1, 2].map((i) => [`p${i}`, points[i] ?? NO_POINT])),
  };
}

function turnsView(words: Words, { turns, facts }: Comparison): View {
  const t = (key: string, values?: MessageArguments) => words.t(`compare.turns.${key}`, values);
  const money = (amount: string) => words.money(amount, facts.reservation.currency);
  const row = ({ day, reason, before, after }: OutlookTurn) => ({
    day: words.day(day),
    what: t(`what.${reason}`),
    amounts: t('amounts', { before: money(before), after: money(after) }),
  });
  return {
    heading: t('heading'),
    empty: turns.length === 0,
    none: t('none'),
    rows: turns.slice(0, MOST_TURNS).map(row),
  };
}
