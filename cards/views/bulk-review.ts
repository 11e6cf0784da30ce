/** The review of a bulk purchase: what is bought, what is wrong, and what it comes to, before anything is bought. */
import type { Page } from '../../domain/answers.js';
import type { BulkFacts } from '../../domain/bulk/facts.js';
import type { BulkFault, BulkLine } from '../../domain/model.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { faultRow, purchaseRow, totalRows } from './bulk-lines.js';
import { nextPage } from './choices.js';

/** A page of the good lines, or of the faults: each with the line it is in. */
export type BulkReviewPage =
  | { readonly of: 'lines'; readonly page: Page<BulkLine> }
  | { readonly of: 'faults'; readonly page: Page<{ readonly line: number; readonly fault: BulkFault }> };

export interface BulkReviewFacts {
  readonly facts: BulkFacts;
  readonly shown: BulkReviewPage;
  /** Prices are with tax (rules section 2). */
  readonly withTax: boolean;
}

const PAGE_SIZE = 8;
const MOST_NAMED = 3;

/** Asks whether to buy: all lines, or, said so, only the good ones. Totals by currency. */
export function bulkReviewCard(words: Words, { facts, shown, withTax }: BulkReviewFacts, ask: Ask): Card {
  const { bulk, good, faulty, totals, pricesAsOf } = facts;
  const t = (key: string, values = {}) => words.t(`bulk.review.${key}`, values);
  const { page } = shown;
  const repeated = good.filter(({ sameAs }) => sameAs !== undefined).length;
  const next = nextPage(words, page);
  const first = (page.page - 1) * PAGE_SIZE + 1;
  const range = { from: first, to: first + page.items.length - 1, total: page.total };
  return renderCard(
    'bulk-review',
    ask.cardId,
    {
      title: t('title', { count: bulk.lines.length }),
      context: t('checked', { at: words.moment(bulk.at) }),
      figures: [
        { label: t('good'), value: words.number(good.length) },
        ...(faulty.length > 0 ? [{ label: t('faulty'), value: words.number(faulty.length) }] : []),
      ],
      totals: totalRows(words, 'bulk.review.total', totals),
      warns: faulty.length > 0,
      warning: good.length === 0 ? t('none') : t('some', { count: faulty.length }),
      isRepeated: repeated > 0,
      repeated: t('repeated', { count: repeated }),
      range: t(shown.of === 'lines' ? 'goodTitle' : 'faultsTitle', range),
      lines: shown.of === 'lines' ? shown.page.items.flatMap((line) => lineRow(words, line)) : [],
      faults:
        shown.of === 'faults' ? shown.page.items.map(({ line, fault }) => faultRow(words, line, fault)) : [],
      notes: [
        ...pricesAsOf.map(({ currency, day }) => ({
          line: t(withTax ? 'pricesTax' : 'prices', { currency, date: words.day(day) }),
        })),
        { line: t('onceMore') },
        ...notesFor(words, good).map((line) => ({ line })),
      ],
      buys: good.length > 0,
      buy: t(faulty.length > 0 ? 'buyGood' : 'buyAll', { count: good.length }),
      buyAction: faulty.length > 0 ? 'buyGood' : 'buy',
      hasMore: next.more,
      more: next.moreTitle,
      hasNewer: page.page > 1,
      newer: t('newer'),
      toggles: good.length > 0 && faulty.length > 0,
      toggle: t(shown.of === 'lines' ? 'showFaults' : 'showLines'),
      toggleAction: shown.of === 'lines' ? 'faults' : 'lines',
      paste: t('paste'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** What must be said before buying (rules section 2), where a line gives reason to. */
function notesFor(words: Words, good: readonly BulkLine[]): string[] {
  const purchases = good.flatMap(({ purchase }) => (purchase ? [purchase] : []));
  const never = purchases.filter(({ product }) => !product.returnable).map(({ product }) => product.name);
  const products = words.list([...new Set(never)].slice(0, MOST_NAMED).map((name) => short(name)));
  const note = (name: string, values = {}) => words.t(`buy.review.note.${name}`, values);
  return [
    note('software'),
    ...(products === '' ? [] : [note('notReturnable', { products })]),
    ...(purchases.some(({ scope }) => scope === 'single') ? [note('quota')] : []),
    ...(purchases.some(({ resellerId }) => resellerId !== undefined) ? [note('reseller')] : []),
  ];
}

function lineRow(words: Words, line: BulkLine): View[] {
  return line.purchase ? [purchaseRow(words, line, line.purchase)] : [];
}
