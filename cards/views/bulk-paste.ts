/** Asks for the lines of a bulk purchase, and shows what they look like. */
import { MOST_BYTES, MOST_LINES } from '../../domain/bulk/sheet.js';
import type { Card } from '../card.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { sheetHeading } from './sheet-words.js';

export interface BulkPasteFacts {
  /** A file can be sent on this channel. */
  readonly takesFiles: boolean;
  /** Where the template can be fetched; absent: nowhere. */
  readonly template?: string;
}

/** Longest text that the field takes. */
export const LONGEST_PASTE = 20_000;
/** Larger than this, what was entered does not fit on a card once more. */
const MOST_SHOWN_AGAIN = 6 * 1024;

/** Asks for `lines`: a heading and one line for each purchase. */
export function bulkPasteCard(words: Words, { takesFiles, template }: BulkPasteFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`bulk.paste.${key}`);
  const { lines, gone } = shownAgain(ask.entries?.lines ?? '');
  return renderCard(
    'bulk-paste',
    ask.cardId,
    {
      title: t('title'),
      intro: words.t('bulk.paste.intro', { most: MOST_LINES }),
      first: t('first'),
      heading: sheetHeading(words),
      example: words.t('bulk.example'),
      optional: t('optional'),
      ways: takesFiles
        ? words.t('bulk.paste.attach', { kilobytes: MOST_BYTES / 1024 })
        : words.t('bulk.paste.noAttach'),
      mistakes: mistakes(words, ask),
      lines: { ...field(ask, 'lines'), value: lines },
      isGone: gone,
      gone: t('gone'),
      label: t('lines'),
      check: t('check'),
      hasTemplate: template !== undefined,
      template: t('template'),
      url: template ?? '',
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** As clean() takes out, but for tabs and line breaks. */
const UNCLEAN = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\t\r\n]/gu;

/** What was entered, with its line breaks; nothing where it is too long. */
function shownAgain(entry: string): { readonly lines: string; readonly gone: boolean } {
  const lines = entry.replace(UNCLEAN, ' ');
  const gone = Buffer.byteLength(JSON.stringify(lines)) > MOST_SHOWN_AGAIN;
  return { lines: gone ? '' : lines, gone };
}
