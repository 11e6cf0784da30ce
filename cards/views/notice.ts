/** A notice: what is told by itself, several of one kind as one, with the ways to what can be done about it. */
import type { NoticeGroup, NoticeRow } from '../../domain/answers/notices.js';
import type { NoticeKind } from '../../domain/model.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Choice } from './choices.js';
import { type Job, jobTitles } from './jobs.js';
import { requestStateName } from './names.js';

/** Longest part of a row that comes from the book: a card has many of them. */
const LONGEST_PART = 40;
/** Days left from which on a row is coloured as pressing. */
const PRESSING_DAYS = 7;

/** A button that begins a job: about the row that is chosen, or about all of it. */
interface Way {
  readonly job: Job;
  readonly about: 'row' | 'all';
  /** Its title where that is not the job's: a key of notices.button. */
  readonly title?: string;
}

const OPEN: Way = { job: 'reservations', about: 'row', title: 'open' };
const EXPIRING: readonly Way[] = [{ job: 'renew', about: 'row' }, OPEN, { job: 'expiring', about: 'all' }];

/** What can be done about each kind, what is nearest first. Whether the user may is looked at when it is pressed. */
const WAYS: Readonly<Record<NoticeKind, readonly Way[]>> = {
  expiring7: EXPIRING,
  expiring30: EXPIRING,
  customerPurchase: [
    OPEN,
    { job: 'permissions', about: 'row' },
    { job: 'orders', about: 'row' },
    { job: 'attention', about: 'all' },
  ],
  requestOutcome: [
    { job: 'requests', about: 'row', title: 'open' },
    { job: 'requests', about: 'all', title: 'allRequests' },
  ],
  lowUtilization: [
    OPEN,
    { job: 'exchange', about: 'row' },
    { job: 'compare', about: 'row' },
    { job: 'attention', about: 'all' },
  ],
  capNearlyUsed: [
    { job: 'customers', about: 'row', title: 'customer' },
    { job: 'exchange', about: 'row' },
    { job: 'requests', about: 'row' },
    { job: 'attention', about: 'all' },
  ],
  accessRequest: [{ job: 'accessRequests', about: 'all' }],
};

/** It asks nothing and carries no card id: its buttons begin a job whenever they are pressed. */
export function noticeCard(words: Words, { kind, rows, total }: NoticeGroup): Card {
  const refused = rows.every((row) => 'renewalRefused' in row && row.renewalRefused);
  const title = words.t(`notices.title.${refused ? 'renewalRefused' : kind}`, { count: total });
  const choices = rows.map((row): Choice => ({ value: carriedBy(row), title: lineOf(words, row) }));
  const asksWhich = choices.length > 1 && WAYS[kind].some(({ about }) => about === 'row');
  const note = noteOf(kind);
  return renderCard(
    'notice',
    '',
    {
      title,
      hasNote: note !== '',
      note: note === '' ? '' : words.t(`notices.note.${note}`),
      rows: rows.map((row) => rowView(words, row)),
      hasMore: total > rows.length,
      more: words.t('notices.more', { count: total - rows.length }),
      asksWhich,
      which: words.t('notices.about'),
      first: choices[0]?.value ?? '',
      choices,
      buttons: buttons(words, kind, refused, asksWhich ? '' : (choices[0]?.value ?? '')),
    },
    { lang: words.locale, speak: title },
  );
}

function noteOf(kind: NoticeKind): string {
  if (kind === 'expiring7' || kind === 'expiring30') return 'expiring';
  return kind === 'requestOutcome' || kind === 'accessRequest' ? '' : kind;
}

/** @param only what the one row carries; empty: the row is chosen on the card. */
function buttons(words: Words, kind: NoticeKind, refused: boolean, only: string): View[] {
  const jobs = jobTitles(words);
  // One that has ended can not be renewed by hand any more.
  const ways = WAYS[kind].filter(({ job }) => job !== 'renew' || !refused);
  const change: Way = { job: 'notices', about: 'all', title: 'change' };
  return [...ways, change].map(({ job, about, title }, i) => ({
    title: title === undefined ? jobs[job] : words.t(`notices.button.${title}`),
    job,
    about: about === 'row' ? only : '',
    inputs: about === 'row' ? 'auto' : 'none',
    style: i === 0 ? 'positive' : 'default',
  }));
}

/** What a button tells the job of a row, as a query: the desk looks all of it up again. */
function carriedBy(row: NoticeRow): string {
  if (row.kind === 'accessRequest') return '';
  const { customerId } = row;
  return new URLSearchParams({
    customerId,
    ...('reservationId' in row ? { reservationId: row.reservationId } : {}),
    ...('number' in row ? { requestNumber: row.number } : {}),
  }).toString();
}

interface RowWords {
  readonly what: string;
  /** What is said below, beside whose it is. */
  readonly detail: string;
  /** At the right. */
  readonly side: string;
  readonly color: string;
}

function rowWords(words: Words, row: NoticeRow): RowWords {
  const t = (key: string, values: Readonly<Record<string, string | number>> = {}) =>
    words.t(`notices.row.${key}`, values);
  switch (row.kind) {
    case 'expiring7':
    case 'expiring30':
      return {
        what: productOf(words, row),
        detail: row.renewalRefused ? t('refused') : t('expires', { day: words.day(row.endsOn) }),
        side:
          row.daysLeft > 0
            ? words.t('attention.row.inDays', { days: row.daysLeft })
            : words.t('attention.row.ended'),
        color: row.daysLeft > PRESSING_DAYS ? 'warning' : 'attention',
      };
    case 'customerPurchase':
      return {
        what: productOf(words, row),
        detail: t('bought', { day: words.day(row.day) }),
        side: '',
        color: 'default',
      };
    case 'requestOutcome':
      return {
        what: words.t('attention.row.request', { kind: row.about, number: clean(row.number) }),
        detail: t('recordedBy', { name: short(row.by, LONGEST_PART) }),
        side: requestStateName(words, row.state),
        color: row.state === 'paid' || row.state === 'done' ? 'good' : 'warning',
      };
    case 'lowUtilization':
      return {
        what: productOf(words, row),
        detail: '',
        side: t('atMost', { percent: row.highest }),
        color: 'warning',
      };
    case 'capNearlyUsed':
      return {
        what: short(row.customerName, LONGEST_PART),
        detail: t('capLeft'),
        side: words.t('attention.row.cap', {
          used: words.money(row.usedUsd, 'USD'),
          cap: words.money(row.capUsd, 'USD'),
        }),
        color: 'warning',
      };
    case 'accessRequest':
      return {
        what: short(row.name, LONGEST_PART),
        detail: t('asked', { moment: words.moment(row.at) }),
        side: '',
        color: 'default',
      };
  }
}

function rowView(words: Words, row: NoticeRow): View {
  const { what, detail, side, color } = rowWords(words, row);
  const customer = 'customerName' in row ? short(row.customerName, LONGEST_PART) : '';
  const whose = customer === what ? '' : customer;
  return {
    what,
    about: [whose, detail].filter((part) => part !== '').join(' · '),
    hasSide: side !== '',
    side,
    color,
  };
}

/** A row in one line, as a choice: two of one customer may differ by nothing but their day. */
function lineOf(words: Words, row: NoticeRow): string {
  const { what, about } = rowView(words, row);
  return words.t('attention.row.joined', { what: String(what), customer: String(about) });
}

function productOf(
  words: Words,
  { quantity, product }: { readonly quantity: number; readonly product: string },
): string {
  return words.t('attention.row.product', { quantity, product: short(product, LONGEST_PART) });
}
