/** What came of a bulk purchase: a row a line, with its order number or why not; and the rest, where it was interrupted. */
import type { Page } from '../../domain/answers.js';
import type { BulkFacts } from '../../domain/bulk/facts.js';
import { BULK_COLUMNS, type BulkLine } from '../../domain/model.js';
import type { Card } from '../card.js';
import { type Cell, hasDecimalComma, type Table } from '../csv.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { outcomeRow, totalRows, whyNot } from './bulk-lines.js';
import { nextPage } from './choices.js';
import { columnName } from './names.js';

export interface BulkResultFacts {
  readonly facts: BulkFacts;
  readonly page: Page<BulkLine>;
  /** The rest is being bought by this process now. */
  readonly running: boolean;
  /** Whether the file can be asked for; its link once it has been. */
  readonly csv: 'none' | 'offered' | { readonly url: string };
}

const PAGE_SIZE = 8;

/** Asks whether to go on where lines still wait and nothing is at work; amounts ordered by currency. */
export function bulkResultCard(words: Words, { facts, page, running, csv }: BulkResultFacts, ask: Ask): Card {
  const { bulk, ordered, refused, waiting, faulty, orderedTotals } = facts;
  const t = (key: string, values = {}) => words.t(`bulk.result.${key}`, values);
  const next = nextPage(words, page);
  const first = (page.page - 1) * PAGE_SIZE + 1;
  const link = typeof csv === 'object' ? csv.url : '';
  const counts = { ordered, refused, waiting, faulty: faulty.length };
  return renderCard(
    'bulk-result',
    ask.cardId,
    {
      title: t('title', { count: bulk.lines.length }),
      context: t('begun', { at: words.moment(bulk.at) }),
      figures: Object.entries(counts)
        .filter(([name, count]) => count > 0 || name === 'ordered')
        .map(([name, count]) => ({ label: t(name), value: words.number(count) })),
      totals: totalRows(words, 'bulk.result.total', orderedTotals),
      tells: waiting > 0,
      told: t(running ? 'running' : 'unfinished'),
      range: t('rows', { from: first, to: first + page.items.length - 1, total: page.total }),
      rows: page.items.map((line) => outcomeRow(words, line)),
      goesOn: waiting > 0 && !running,
      goOn: t('goOn', { count: waiting }),
      isRunning: waiting > 0 && running,
      refresh: t('refresh'),
      hasMore: next.more,
      more: next.moreTitle,
      hasNewer: page.page > 1,
      newer: words.t('bulk.review.newer'),
      offersCsv: csv === 'offered',
      csv: t('csv'),
      isReady: link !== '',
      ready: t('ready'),
      url: link,
      download: t('download'),
      isDone: waiting === 0,
      fresh: t('new'),
      close: t('close'),
    },
    { lang: words.locale },
  );
}

/** The columns of the file by the key of their heading, and what stands in them for a line. */
const COLUMNS: { readonly [key: string]: (words: Words, line: BulkLine) => Cell } = {
  line: (_, { number }) => ({ figure: String(number) }),
  state: (words, { purchase, outcome }) => {
    if (purchase && !outcome) return words.t('bulk.table.waiting');
    return words.t(outcome?.kind === 'ordered' ? 'bulk.table.ordered' : 'bulk.table.notBought');
  },
  order: (_, { outcome }) => (outcome?.kind === 'ordered' ? outcome.orderNumber : ''),
  why: (words, line) => whyNot(words, line),
  unitPrice: (_, { purchase }) => (purchase ? { figure: purchase.unitPrice } : ''),
  price: (_, { purchase }) => (purchase ? { figure: purchase.price } : ''),
  currency: (_, { purchase }) => purchase?.currency ?? '',
};

/** One row for each line: as it was sent in, and what came of it; prices in the currency that stands beside them. */
export function bulkTable(words: Words, { bulk }: BulkFacts): Table {
  const keys = Object.keys(COLUMNS);
  return {
    decimalComma: hasDecimalComma(words),
    head: [
      ...keys.map((key) => words.t(`bulk.table.${key}`)),
      ...BULK_COLUMNS.map((column) => columnName(words, column)),
    ],
    rows: bulk.lines.map((line) => [
      ...Object.values(COLUMNS).map((cell) => cell(words, line)),
      ...BULK_COLUMNS.map((column) => line.cells[column] ?? ''),
    ]),
  };
}
