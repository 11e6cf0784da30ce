/** What needs attention, as the use case answers it: sections with their rows, each of one customer. */

import type { RequestKind } from '../model.js';
import type { Page } from './basics.js';

/** In the order in which they are shown. */
export const SECTIONS = [
  'expiring',
  'requests',
  'waiting',
  'lowUse',
  'ownPurchases',
  'cap',
  'unplaced',
  'renewing',
] as const;
export type Section = (typeof SECTIONS)[number];

/** Days ahead within which what expires is counted. */
export const HORIZONS = [30, 60, 90] as const;

interface Whose {
  readonly customerId: string;
  readonly customerName: string;
}

/** A reservation that ends; `renewing` where it goes on by itself or has been renewed (rules section 3). */
export interface ExpiringRow extends Whose {
  readonly section: 'expiring' | 'renewing';
  readonly reservationId: string;
  readonly product: string;
  readonly quantity: number;
  readonly endsOn: string;
  readonly daysLeft: number;
  readonly renewal?: 'automatic' | 'renewed';
}

/** A reservation whose mean use of the last 30 days, in whole percent, is low. */
interface LowUseRow extends Whose {
  readonly section: 'lowUse';
  readonly reservationId: string;
  readonly product: string;
  readonly quantity: number;
  readonly percent: number;
}

/** An open support request. */
interface RequestRow extends Whose {
  readonly section: 'requests';
  readonly number: string;
  readonly kind: RequestKind;
  readonly ageDays: number;
}

/** A quote of the user that is valid, or a cart of the user that waits. */
interface WaitingRow extends Whose {
  readonly section: 'waiting';
  readonly what: 'refund' | 'exchange' | 'cart';
  /** Until when the quote is valid, or the cart kept. */
  readonly until: string;
  /** Of a refund quote. */
  readonly reservationId?: string;
  /** How many items the cart has; of a quote 0. */
  readonly items: number;
}

/** The permission is on, and the customer has bought so many times since. */
interface OwnPurchasesRow extends Whose {
  readonly section: 'ownPurchases';
  /** UTC day; empty: unknown. */
  readonly since: string;
  readonly count: number;
}

/** Most of the refund limit is used; amounts in US dollars. */
interface CapRow extends Whose {
  readonly section: 'cap';
  readonly usedUsd: string;
  readonly capUsd: string;
}

/** So many acts are recorded and not yet placed in Partner Center. */
interface UnplacedRow extends Whose {
  readonly section: 'unplaced';
  readonly count: number;
}

export type AttentionRow =
  | ExpiringRow
  | LowUseRow
  | RequestRow
  | WaitingRow
  | OwnPurchasesRow
  | CapRow
  | UnplacedRow;

export interface AttentionPart {
  readonly section: Section;
  /** How many rows there are. */
  readonly total: number;
  /** The first of them. */
  readonly rows: readonly AttentionRow[];
}

export interface Attention {
  /** Where it is of one customer. */
  readonly customerName?: string;
  /** Those that have something. */
  readonly parts: readonly AttentionPart[];
  /** How many reservations expire within so many days. */
  readonly within: readonly { readonly days: number; readonly count: number }[];
  /** Acts that are recorded and not placed, of all the customers together. */
  readonly unplaced: number;
  /** Names of customers that are missing, because their files can not be read. */
  readonly unreadable: readonly string[];
}

/** UTC days between which a reservation ends, both included; empty: no bound. */
export interface Between {
  readonly from: string;
  readonly to: string;
}

/** One section whole, a page at a time. */
export interface AttentionList {
  readonly customerName?: string;
  readonly section: Section;
  /** Where it is what expires between two days. */
  readonly between?: Between;
  readonly rows: Page<AttentionRow>;
  readonly unreadable: readonly string[];
}
