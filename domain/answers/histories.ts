/** Order history and activity log. */
import type { Page } from './basics.js';

/** An order or an activity record, with the customer whose it is; both empty for what is the partner's own. */
export interface HistoryRow<T> {
  readonly customerId: string;
  readonly customerName: string;
  readonly entry: T;
}

/** All that a filter of a history leaves, newest first. */
export interface ExportedHistory<T> {
  readonly rows: readonly HistoryRow<T>[];
  /** Names of the customers that are missing in it, because their files can not be read. */
  readonly unreadable: readonly string[];
}

/** A page of a history, with what there is to narrow it by whatever the filter leaves. */
export interface History<T> extends Omit<ExportedHistory<T>, 'rows'> {
  /** Whose it is; undefined: all customers'. */
  readonly customerName?: string;
  readonly rows: Page<HistoryRow<T>>;
  readonly kinds: readonly string[];
  /** The partner's users who stand in it, by name. */
  readonly users: readonly { readonly id: string; readonly name: string }[];
}
