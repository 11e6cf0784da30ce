/** The quote of a refund, as a receipt: what comes back, why, and each step of the sum (rules section 4). */
import type { RefundAnswer } from '../../domain/answers.js';
import type { RefundFigures, Reservation } from '../../domain/model.js';
import { compare, exact, minus, sum } from '../../domain/money.js';
import { dueOn } from '../../domain/policy/instalments.js';
import type { Card } from '../card.js';
import { clean } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, mistakes } from './ask.js';
import { barView, markOf } from './bar.js';
import { jobTitles } from './jobs.js';
import { customerLine, productWhere, roleName, typeName } from './names.js';
import { contactView } from './request-filed.js';

type Step = { readonly label: string; readonly amount: string };

interface RefundQuoteInput {
  readonly answer: RefundAnswer;
  /** The figures are no longer those that were about to be filed: said on top. */
  readonly changed?: boolean;
}

/** The card of a refund quote: the receipt, the cap, what happens next, and the contact preferences to file it with. */
export function refundQuoteCard(words: Words, input: RefundQuoteInput, ask?: Ask): Card {
  const { quote, reservation, customerId, mayFile } = input.answer;
  const { figures } = quote;
  const payable = words.money(figures.payable, figures.currency);
  const fallsAway = words.money(figures.fallsAway, figures.currency);
  const loses = compare(figures.fallsAway, '0') > 0;
  const t = (key: string, values?: Record<string, string | number>) => words.t(`refund.${key}`, values);
  const view = {
    title: t('title'),
    context: customerLine(words, input.answer),
    changed: { shown: input.changed === true, text: t('changed') },
    mistakes: mistakes(words, ask),
    product: clean(reservation.product.name),
    where: `${typeName(words, reservation.product.type)} · ${productWhere(words, reservation.product)}`,
    bought: t('bought', {
      part: t('quantity', { quantity: figures.quantity, of: figures.ofQuantity }),
      day: words.day(reservation.startsOn),
    }),
    why: t(`why.${whyKey(figures)}`, {
      days: figures.daysSincePurchase,
      percent: words.decimal(figures.feePercent),
    }),
    steps: steps(words, figures, reservation),
    payable: { label: t('step.payable'), amount: payable },
    after: notRefunded(words, figures),
    compare: comparison(words, input.answer),
    loss: {
      shown: loses,
      amount: t('loss.amount', { amount: fallsAway }),
      text: t('loss.text', { left: words.money(figures.capLeftUsd, 'USD') }),
    },
    cap: cap(words, figures),
    know: { heading: t('know.heading'), lines: goodToKnow(words, input.answer) },
    mayFile,
    askColleague: jobTitles(words).ask,
    handover: `quote/${quote.id}`,
    mayNot: mayNot(words, 'refund', input.answer.filingNeeds),
    contact: contactView(words, ask),
    file: loses ? t('fileWithLoss', { amount: fallsAway }) : t('file', { amount: payable }),
    exchange: t('exchangeInstead'),
    copy: words.t('desk.job.copy'),
    what: `quote/${quote.id}`,
    cancel: words.t('common.cancel'),
    customerId,
    reservationId: reservation.id,
  };
  return renderCard('refund-quote', ask?.cardId ?? '', view, {
    lang: words.locale,
    speak: `${view.title}: ${payable}. ${view.why}`,
  });
}

/** Who may not file is told which role or access is missing, and how a colleague can (rules section 1). */
export function mayNot(
  words: Words,
  job: 'refund' | 'exchange',
  needs: RefundAnswer['filingNeeds'] | undefined,
): string {
  if (needs?.code === 'NeedsRole') {
    return words.t(`${job}.mayNot.NeedsRole`, {
      count: needs.roles.length,
      roles: words.list(needs.roles.map((role) => roleName(words, role))),
    });
  }
  if (needs?.code === 'NeedsAccess') {
    return words.t(`${job}.mayNot.NeedsAccess`, { subscription: clean(needs.subscription) });
  }
  return words.t(`${job}.mayNot.other`);
}

/** Which sentence explains the row of the table that applied. */
function whyKey({ policy, row, usage }: RefundFigures): string {
  if (policy === 'azure-current') return 'azureCurrent';
  return row === 'prorated' && usage === 'unknown' ? 'proratedUnknown' : row;
}

/** base → credit → fee → net → what falls away: each step as the rules name it. */
function steps(words: Words, figures: RefundFigures, reservation: Reservation): Step[] {
  const t = (key: string, values?: Record<string, string | number>) => words.t(`refund.step.${key}`, values);
  const money = (amount: string) => words.money(amount, figures.currency);
  const less = (amount: string) => words.t('refund.minus', { amount: money(amount) });
  const { remainingDays, periodDays, feePercent } = figures;
  const hasFee = compare(figures.fee, '0') > 0;
  return [
    { label: baseLabel(words, figures, reservation), amount: money(figures.base) },
    {
      label:
        figures.row === 'fullCredit'
          ? t('creditFull')
          : t('credit', { remaining: remainingDays, period: periodDays }),
      amount: money(figures.credit),
    },
    hasFee
      ? { label: t('fee', { percent: words.decimal(feePercent) }), amount: less(figures.fee) }
      : { label: t('noFee'), amount: money(figures.fee) },
    { label: t('net'), amount: money(figures.net) },
    ...(compare(figures.fallsAway, '0') > 0
      ? [{ label: t('fallsAway'), amount: less(figures.fallsAway) }]
      : []),
  ];
}

function baseLabel(words: Words, figures: RefundFigures, reservation: Reservation): string {
  if (figures.billing === 'oneTime') {
    const key = figures.quantity === figures.ofQuantity ? 'paid' : 'paidPart';
    return words.t(`refund.step.${key}`, { quantity: figures.quantity, of: figures.ofQuantity });
  }
  if (figures.row === 'fullCredit') return words.t('refund.step.paidSoFar');
  const due = reservation.instalments.filter(
    (_, i) => i === 0 || dueOn(reservation.startsOn, i) <= figures.day,
  ).length;
  return words.t('refund.step.instalment', {
    number: due,
    count: reservation.instalments.length,
    day: words.day(figures.periodEndsOn),
  });
}

/** Monthly billing: what has been paid in all, and what is no longer owed; neither is refunded. */
function notRefunded(words: Words, figures: RefundFigures): Step[] {
  const money = (amount: string) => words.money(amount, figures.currency);
  const { paid, base, noLongerOwed } = figures;
  return [
    ...(compare(paid, base) === 0 ? [] : [{ label: words.t('refund.step.paidSoFar'), amount: money(paid) }]),
    ...(compare(noLongerOwed, '0') > 0
      ? [{ label: words.t('refund.step.noLongerOwed'), amount: money(noLongerOwed) }]
      : []),
  ];
}

/** Usage unknown in the first five days: both rows of the table, the filed one first. */
function comparison(words: Words, { quote }: RefundAnswer): View {
  const { figures, ifUnused } = quote;
  const t = (key: string) => words.t(`refund.compare.${key}`);
  const side = (label: string, shown: RefundFigures) => ({
    label,
    row: t(shown.row === 'fullCredit' ? 'fullCredit' : 'prorated'),
    amount: words.money(shown.payable, shown.currency),
  });
  return {
    shown: ifUnused !== undefined,
    heading: t('heading'),
    filed: side(t('ifUsed'), figures),
    other: side(t('ifUnused'), ifUnused ?? figures),
    note: t('note'),
  };
}

/** The cap in US dollars: used before, this request, left afterwards; with the rate where the currency is another. */
function cap(words: Words, figures: RefundFigures): View {
  const commitment = figures.policy === 'azure-current' ? 'Commitment' : '';
  const { capUsd, capUsedUsd, countsUsd, rate } = figures;
  const taken = sum([capUsedUsd, countsUsd], 'USD');
  const left = exact(taken).lessThan(capUsd) ? minus(capUsd, taken, 'USD') : '0';
  const parts = [
    { key: 'used', meaning: 'taken', size: capUsedUsd },
    { key: 'this', meaning: 'added', size: countsUsd },
    { key: 'left', meaning: 'free', size: left },
  ] as const;
  const rows = parts.map(({ key, meaning, size }) => ({
    mark: markOf(meaning),
    markText: words.t('refund.cap.mark'),
    label: words.t(`refund.cap.${key}`),
    amount: words.money(size, 'USD'),
  }));
  return {
    heading: words.t(`refund.cap.heading${commitment}`, { cap: words.money(capUsd, 'USD') }),
    bar: barView(parts, rows.map(({ label, amount }) => `${label} ${amount}`).join(' · ')),
    rows,
    note: words.t(`refund.cap.note${commitment}`),
    hasRate: figures.currency !== 'USD',
    rate: words.t('refund.cap.rate', {
      usd: words.t('refund.cap.usd', { amount: words.decimal(rate.usdPerUnit) }),
      currency: figures.currency,
      day: words.day(rate.day),
    }),
    rateIsOld: figures.currency !== 'USD' && figures.rateIsOld,
    oldRate: words.t('refund.cap.oldRate'),
  };
}

/** Whose money it is, until when the quote holds, and what could be better (rules section 4). */
function goodToKnow(words: Words, { quote, hints }: RefundAnswer): { readonly text: string }[] {
  const { lastDayWithoutFee, exchangeValue, roomReturnsOn } = hints;
  const t = (key: string, values?: Record<string, string>) => words.t(`refund.know.${key}`, values);
  return [
    t('money'),
    t('validUntil', { moment: words.moment(quote.validUntil) }),
    ...(lastDayWithoutFee ? [t('lastDay', { day: words.day(lastDayWithoutFee) })] : []),
    ...(compare(exchangeValue, '0') > 0
      ? [t('exchange', { amount: words.money(exchangeValue, quote.figures.currency) })]
      : []),
    ...(roomReturnsOn ? [t('room', { day: words.day(roomReturnsOn) })] : []),
  ].map((text) => ({ text }));
}
