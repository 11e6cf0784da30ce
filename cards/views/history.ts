/** Order history and activity log on one card: what to narrow it by, and a page of rows under it (rules sections 2, 6 and 7). */
import type { History } from '../../domain/answers.js';
import type { ActivityRecord, Order } from '../../domain/model.js';
import { CUSTOMER_ITSELF, type HistoryFilter } from '../../domain/use-cases/history.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { type Choice, nextPage } from './choices.js';
import { activityRow, orderRow } from './history-rows.js';
import { actionName, LONGEST_PART } from './history-words.js';
import { typeName } from './names.js';
import { ANY } from './offer-filter.js';

/** Choices of one filter at most, as a card has its size; what is not among them can be typed. */
const MOST_CHOICES = 24;
const PAGE_SIZE = 8;

export type HistoryJob = 'orders' | 'activity';

/** A history with its kind. */
export type HistoryShown =
  | { readonly job: 'orders'; readonly history: History<Order> }
  | { readonly job: 'activity'; readonly history: History<ActivityRecord> };

export interface HistoryCardFacts {
  readonly shown: HistoryShown;
  readonly filter: HistoryFilter;
  /** Whether the file can be asked for; its link once it has been. */
  readonly csv: 'none' | 'offered' | { readonly url: string };
}

/**
 * Narrows by `customer` (part of a name; empty: all), `from`, `to`, `kind` and `user`; opens one with `order` (the
 * number of a row, order history only).
 */
export function historyCard(words: Words, { shown, filter, csv }: HistoryCardFacts, ask: Ask): Card {
  const { job, history } = shown;
  const { rows, customerName, unreadable } = history;
  const empty = rows.total === 0;
  const first = (rows.page - 1) * PAGE_SIZE;
  const link = typeof csv === 'object' ? csv.url : '';
  const next = nextPage(words, rows);
  const title = words.t(`history.${job}.title`);
  return renderCard(
    'history',
    ask.cardId,
    {
      title,
      context: customerName === undefined ? words.t('history.everyone') : short(customerName),
      mistakes: mistakes(words, ask),
      ...filterPart(words, shown, filter, ask),
      empty,
      ...nothing(words, job, filter),
      range: empty
        ? ''
        : words.t('history.range', { from: first + 1, to: first + rows.items.length, total: rows.total }),
      rows: rowsOf(words, shown),
      isIncomplete: unreadable.length > 0,
      incomplete: words.t('history.unreadable', { names: namesOf(words, unreadable) }),
      ...openPart(words, shown, ask),
      isReady: link !== '',
      ready: words.t('history.ready', { what: words.t(`history.${job}.file`, { count: rows.total }) }),
      url: link,
      download: words.t('history.download'),
      offersCsv: csv === 'offered',
      csv: words.t('history.csv'),
      show: words.t('history.show'),
      hasMore: next.more,
      more: next.moreTitle,
      hasNewer: rows.page > 1,
      newer: words.t('history.newer'),
      close: words.t('history.close'),
    },
    { lang: words.locale, speak: title },
  );
}

function rowsOf(words: Words, { job, history }: HistoryShown): View[] {
  const named = history.customerName === undefined;
  return job === 'orders'
    ? history.rows.items.map((row, i) => orderRow(words, row, i, named))
    : history.rows.items.map((row) => activityRow(words, row, named));
}

function nothing(words: Words, job: HistoryJob, { from, to, kind, user }: HistoryFilter) {
  const narrowed = [from, to, kind, user].some((value) => (value ?? '') !== '');
  const key = narrowed ? 'history.noneFound' : `history.${job}.none`;
  return { none: words.t(key), noneHint: words.t(`${key}Hint`) };
}

function namesOf(words: Words, names: readonly string[]): string {
  return words.list(names.slice(0, PAGE_SIZE).map((name) => short(name, LONGEST_PART)));
}

function filterPart(words: Words, { job, history }: HistoryShown, filter: HistoryFilter, ask: Ask): View {
  const kindName = job === 'orders' ? typeName : actionName;
  const users = [
    { value: CUSTOMER_ITSELF, title: words.t('history.filter.customerItself') },
    ...history.users.map(({ id, name }) => ({ value: id, title: short(name, LONGEST_PART) })),
  ];
  const kinds = history.kinds.map((kind) => ({
    value: kind,
    title: short(kindName(words, kind), LONGEST_PART),
  }));
  return {
    labels: {
      customer: words.t('history.filter.customer'),
      from: words.t('history.filter.from'),
      to: words.t('history.filter.to'),
      kind: words.t(`history.${job}.kind`),
      user: words.t('history.filter.user'),
    },
    customer: field(ask, 'customer', history.customerName ?? ''),
    customerHint: words.t('history.filter.customerHint'),
    from: field(ask, 'from', filter.from ?? ''),
    to: field(ask, 'to', filter.to ?? ''),
    dayHint: words.t('history.filter.dayHint'),
    kind: field(ask, 'kind', filter.kind || ANY),
    kinds: choicesOf(words, kinds, filter.kind),
    user: field(ask, 'user', filter.user || ANY),
    users: choicesOf(words, users, filter.user),
  };
}

/** "Any", then what there is; what is chosen stands in it even where the list is cut or no longer has it. */
function choicesOf(words: Words, choices: readonly Choice[], chosen = ''): Choice[] {
  const shown = choices.slice(0, MOST_CHOICES);
  const missing = chosen !== '' && !shown.some(({ value }) => value === chosen);
  const kept = choices.find(({ value }) => value === chosen) ?? {
    value: chosen,
    title: short(chosen, LONGEST_PART),
  };
  return [{ value: ANY, title: words.t('common.any') }, ...shown, ...(missing ? [kept] : [])];
}

/** The orders on the card, to open one of them. */
function openPart(words: Words, { job, history }: HistoryShown, ask: Ask): View {
  const orders = job === 'orders' ? history.rows.items : [];
  return {
    opens: orders.length > 0,
    order: field(ask, 'order', '1'),
    orderLabel: words.t('history.openLabel'),
    orders: orders.map(({ entry }, i) => ({
      value: String(i + 1),
      title: words.t('history.openChoice', { number: i + 1, order: clean(entry.number) }),
    })),
    open: words.t('history.open'),
  };
}
