/** The rows of what needs attention: what it is, whose, and when or how much at the right. */
import type { AttentionRow, ExpiringRow } from '../../domain/answers/attention.js';
import { clean, short } from '../plain.js';
import type { Words } from '../words.js';

/** Longest part of a row that comes from the book: a card has many of them. */
export const LONGEST_PART = 36;
/** Days left from which on a row is coloured. */
const SOON_DAYS = 30;
const VERY_SOON_DAYS = 7;

export interface RowWords {
  readonly what: string;
  /** What is said beside it, such as the day; empty: nothing. */
  readonly detail: string;
  readonly side: string;
  readonly sideColor: string;
}

/** A row in words, without its customer. */
export function rowWords(words: Words, row: AttentionRow): RowWords {
  const t = (key: string, values: Readonly<Record<string, string | number>> = {}) =>
    words.t(`attention.row.${key}`, values);
  switch (row.section) {
    case 'expiring':
    case 'renewing':
      return {
        what: t('product', productOf(row)),
        detail: joined([words.day(row.endsOn), row.renewal ? t(row.renewal) : '']),
        side: row.daysLeft > 0 ? t('inDays', { days: row.daysLeft }) : t('ended'),
        sideColor: colorOf(row),
      };
    case 'lowUse':
      return {
        what: t('product', productOf(row)),
        detail: '',
        side: t('percent', { percent: row.percent }),
        sideColor: 'warning',
      };
    case 'requests':
      return {
        what: t('request', { kind: row.kind, number: clean(row.number) }),
        detail: '',
        side: words.t('request.age', { days: row.ageDays }),
        sideColor: 'default',
      };
    case 'waiting':
      return {
        what: row.what === 'cart' ? t('cart', { count: row.items }) : t('quote', { kind: row.what }),
        detail: '',
        side: t('until', { moment: words.moment(row.until) }),
        sideColor: 'default',
      };
    case 'ownPurchases':
      return {
        what: t('permission', { count: row.count }),
        detail: row.since === '' ? '' : t('since', { day: words.day(row.since) }),
        side: '',
        sideColor: 'default',
      };
    case 'cap':
      return {
        what: t('capWhat'),
        detail: '',
        side: t('cap', { used: words.money(row.usedUsd, 'USD'), cap: words.money(row.capUsd, 'USD') }),
        sideColor: 'warning',
      };
    case 'unplaced':
      return { what: t('unplaced', { count: row.count }), detail: '', side: '', sideColor: 'default' };
  }
}

/** "2 × Standard_D2s_v5 — Fabrikam": a row in one line, as a choice and where it is said what was opened. */
export function rowLine(words: Words, row: AttentionRow): string {
  const customer = short(row.customerName, LONGEST_PART);
  return words.t('attention.row.joined', { what: rowWords(words, row).what, customer });
}

/** What is said of a row beside what it is: whose, and its detail. */
export function aboutRow(words: Words, row: AttentionRow, named: boolean): string {
  return joined([named ? short(row.customerName, LONGEST_PART) : '', rowWords(words, row).detail]);
}

function productOf({ quantity, product }: { readonly quantity: number; readonly product: string }) {
  return { quantity, product: short(product, LONGEST_PART) };
}

function colorOf({ section, daysLeft }: ExpiringRow): string {
  if (section === 'renewing' || daysLeft > SOON_DAYS) return 'default';
  return daysLeft > VERY_SOON_DAYS ? 'warning' : 'attention';
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
