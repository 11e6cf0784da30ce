/** How far the buying of a bulk purchase is. The card asks nothing: it is shown again in its place as the work goes on. */
import type { BulkFacts } from '../../domain/bulk/facts.js';
import type { Card } from '../card.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { barView } from './bar.js';
import { countsLine, totalRows } from './bulk-lines.js';

/** With a bar of the lines that have had their turn; totals by currency once all have. */
export function bulkProgressCard(words: Words, facts: BulkFacts): Card {
  const { bulk, good, ordered, waiting, state, orderedTotals } = facts;
  const done = state === 'done';
  return renderCard(
    'bulk-progress',
    '',
    {
      title: words.t(done ? 'bulk.progress.titleDone' : 'bulk.progress.title', { count: good.length }),
      bar: barView(
        [
          { meaning: 'taken', size: String(ordered) },
          { meaning: 'added', size: String(good.length - ordered - waiting) },
          { meaning: 'free', size: String(waiting) },
        ],
        howFarLine(words, facts),
      ),
      line: howFarLine(words, facts),
      counts: countsLine(words, facts),
      totals: done ? totalRows(words, 'bulk.result.total', orderedTotals) : [],
      isBusy: !done,
      busy: words.t('bulk.progress.busy'),
      see: words.t('bulk.progress.see'),
      bulkId: bulk.id,
    },
    { lang: words.locale },
  );
}

/** "5 of 12 done": lines that have had their turn. */
export function howFarLine(words: Words, { good, waiting }: BulkFacts): string {
  return words.t('bulk.progress.line', { done: good.length - waiting, total: good.length });
}
