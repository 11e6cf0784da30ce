/** The words by which a file of purchases is read: of all languages at once, as a file has no language. */
import type { SheetWords } from '../../domain/bulk/sheet.js';
import { BILLING_PLANS, BULK_COLUMNS, LANGUAGES, SCOPES } from '../../domain/model.js';
import { hasDecimalComma, type Table } from '../csv.js';
import { type Words, wordsFor } from '../words.js';
import { columnName } from './names.js';

const spoken = LANGUAGES.map((language) => wordsFor(language));

/** The words of a list, in every language. */
const everywhere = (key: string) => spoken.flatMap((words) => words.t(key).split('|'));

function byId<K extends string>(ids: readonly K[], ...keys: ((id: K) => string)[]): Record<K, string[]> {
  const entries = ids.map((id) => [id, keys.flatMap((key) => everywhere(key(id)))]);
  return Object.fromEntries(entries) as Record<K, string[]>;
}

/** What headings, billing, scope and "global" are called. */
export const SHEET_WORDS: SheetWords = {
  columns: byId(BULK_COLUMNS, (column) => `bulk.heading.${column}`),
  billing: byId(
    BILLING_PLANS,
    (plan) => `names.billing.${plan}`,
    (plan) => `dialog.commands.item.${plan}`,
  ),
  scope: byId(
    SCOPES,
    (scope) => `names.scope.${scope}`,
    (scope) => `dialog.commands.item.${scope}`,
  ),
  regions: byId(['global'], (region) => `names.region.${region}`),
};

/** The first line of a file of purchases, in the user's language. */
export function sheetHeading(words: Words): string {
  return BULK_COLUMNS.map((column) => columnName(words, column)).join(',');
}

/** A file of purchases to fill in: the heading and one example. */
export function sheetTemplate(words: Words): Table {
  return {
    decimalComma: hasDecimalComma(words),
    head: sheetHeading(words).split(','),
    rows: [words.t('bulk.example').split(',')],
  };
}
