/** One section of what needs attention whole, a page at a time; what expires can be narrowed and fetched as a file. */
import type { AttentionList } from '../../domain/answers/attention.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { missing } from './attention.js';
import { aboutRow, rowLine, rowWords } from './attention-rows.js';
import { type Choice, nextPage, preset } from './choices.js';

const PAGE_SIZE = 8;

export interface AttentionListFacts {
  readonly list: AttentionList;
  /** Whether the file can be asked for; its link once it has been. */
  readonly csv: 'none' | 'offered' | { readonly url: string };
}

/**
 * Asks for `row`: the number of a row. Of what expires it takes `customer` (part of a name; empty: all), `from` and
 * `to` as well.
 */
export function attentionListCard(words: Words, { list, csv }: AttentionListFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`attention.${key}`);
  const { customerName, section, between, rows, unreadable } = list;
  const first = (rows.page - 1) * PAGE_SIZE;
  const named = customerName === undefined;
  const choices = rows.items.map((row, i): Choice => {
    const title = words.t('attention.row.what', { number: i + 1, what: rowLine(words, row) });
    return { value: String(i + 1), title };
  });
  const next = nextPage(words, rows);
  const link = typeof csv === 'object' ? csv.url : '';
  const title = between ? t('listTitle') : t(`section.${section}`);
  return renderCard(
    'attention-list',
    ask.cardId,
    {
      title,
      context: named ? words.t('history.everyone') : short(customerName),
      mistakes: mistakes(words, ask),
      ...missing(words, unreadable),
      hasFields: between !== undefined,
      ...fields(words, list, ask),
      empty: rows.total === 0,
      none: t(between ? 'noneEnds' : 'nothing'),
      noneHint: t(between ? 'noneEndsHint' : 'nothingHint'),
      range: words.t('attention.range', {
        from: first + 1,
        to: first + rows.items.length,
        total: rows.total,
      }),
      rows: rows.items.map((row, i): View => {
        const { what, side, sideColor } = rowWords(words, row);
        const text = aboutRow(words, row, named);
        return {
          what: words.t('attention.row.what', { number: i + 1, what }),
          lines: text === '' ? [] : [{ text, color: 'default', subtle: true }],
          hasSide: side !== '',
          side,
          sideColor,
        };
      }),
      opens: rows.total > 0,
      choice: { ...field(ask, 'row'), value: preset(choices, ask.entries?.row) || '1', label: t('goTo') },
      choices,
      isReady: link !== '',
      ready: words.t('attention.ready', { count: rows.total }),
      url: link,
      download: words.t('history.download'),
      offersCsv: csv === 'offered',
      csv: words.t('history.csv'),
      open: t('open'),
      show: words.t('history.show'),
      hasMore: next.more,
      more: next.moreTitle,
      back: t(rows.page > 1 ? 'previous' : 'overview'),
      close: t('close'),
    },
    { lang: words.locale, speak: title },
  );
}

function fields(words: Words, { customerName = '', between }: AttentionList, ask: Ask): View {
  return {
    labels: {
      customer: words.t('history.filter.customer'),
      from: words.t('history.filter.from'),
      to: words.t('history.filter.to'),
    },
    customer: field(ask, 'customer', customerName),
    customerHint: words.t('history.filter.customerHint'),
    from: field(ask, 'from', between?.from ?? ''),
    to: field(ask, 'to', between?.to ?? ''),
    dayHint: words.t('history.filter.dayHint'),
  };
}
