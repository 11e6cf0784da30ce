/** What needs attention on one card: each section with how much is in it, and its first rows to go to. */
import type { Attention, AttentionPart, AttentionRow, Section } from '../../domain/answers/attention.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { aboutRow, LONGEST_PART, rowLine, rowWords } from './attention-rows.js';
import { type Choice, preset } from './choices.js';

/** Names of customers that are missing, at most. */
const MOST_NAMED = 5;

/** How the count of a section is coloured, where it is. */
const COLORS: Partial<Record<Section, string>> = {
  expiring: 'warning',
  lowUse: 'warning',
  cap: 'warning',
  renewing: 'good',
};

/** What a number on the card stands for: a row, or all rows of a section. */
export type AttentionTarget =
  | { readonly row: AttentionRow }
  | { readonly all: Section; readonly total: number };

/** What can be gone to, in the order of the numbers on the card. */
export function attentionTargets({ parts }: Attention): AttentionTarget[] {
  return parts.flatMap(({ section, total, rows }) => [
    ...rows.map((row) => ({ row })),
    ...(total > rows.length ? [{ all: section, total }] : []),
  ]);
}

/** Asks for `row`: the number of a row. The other button shows what expires, to narrow and to leaf through. */
export function attentionCard(words: Words, { attention }: { attention: Attention }, ask: Ask): Card {
  const t = (key: string) => words.t(`attention.${key}`);
  const { customerName, parts, unreadable } = attention;
  const choices = attentionTargets(attention).map((target, i): Choice => choiceOf(words, target, i + 1));
  return renderCard(
    'attention',
    ask.cardId,
    {
      title: t('title'),
      context: customerName === undefined ? words.t('history.everyone') : short(customerName),
      mistakes: mistakes(words, ask),
      ...missing(words, unreadable),
      empty: parts.length === 0,
      none: t('nothing'),
      noneHint: t('nothingHint'),
      parts: partViews(words, attention),
      choice: {
        ...field(ask, 'row'),
        value: preset(choices, ask.entries?.row) || (choices[0]?.value ?? ''),
        label: t('goTo'),
      },
      choices,
      open: t('open'),
      expires: t('expires'),
      close: t('close'),
    },
    { lang: words.locale },
  );
}

/** That customers are missing, and which, where they are. */
export function missing(words: Words, names: readonly string[]) {
  const named = names.slice(0, MOST_NAMED).map((name) => short(name, LONGEST_PART));
  return {
    isIncomplete: names.length > 0,
    incomplete: words.t('attention.unreadable', { names: words.list(named) }),
  };
}

function partViews(words: Words, attention: Attention): View[] {
  let number = 0;
  return attention.parts.map((part) => {
    const { section, total, rows } = part;
    const note = noteOf(words, attention, part);
    return {
      title: words.t(`attention.section.${section}`),
      count: words.number(total),
      color: COLORS[section] ?? 'default',
      hasNote: note !== '',
      note,
      rows: rows.map((row): View => {
        const { what, side, sideColor } = rowWords(words, row);
        const about = aboutRow(words, row, attention.customerName === undefined);
        number += 1;
        return {
          what: words.t('attention.row.what', { number, what }),
          who: about === '' ? '' : ` — ${about}`,
          hasSide: side !== '',
          side,
          sideColor,
        };
      }),
      hasAll: total > rows.length,
      all: total > rows.length ? words.t('attention.row.all', { number: ++number, total }) : '',
    };
  });
}

/** What is said of a section as a whole; empty: nothing. */
function noteOf(words: Words, { within, unplaced }: Attention, { section, total }: AttentionPart): string {
  const [first = 0, second = 0, third = 0] = within.map(({ count }) => count);
  if (section === 'expiring') return words.t('attention.within', { first, second, third });
  if (section === 'unplaced') return words.t('attention.acts', { acts: unplaced, customers: total });
  return '';
}

function choiceOf(words: Words, target: AttentionTarget, number: number): Choice {
  const section = 'all' in target ? words.t(`attention.section.${target.all}`) : '';
  const what =
    'row' in target
      ? rowLine(words, target.row)
      : words.t('attention.row.allOf', { total: target.total, section });
  return { value: String(number), title: words.t('attention.row.what', { number, what }) };
}

/** What needs attention in a few lines for the greeting, the most pressing first. */
export function attentionLines(words: Words, { parts, within, unplaced }: Attention): string[] {
  const soonest = within.find(({ count }) => count > 0);
  return parts.flatMap(({ section, total, rows: [first] }) => {
    if (section === 'renewing') return [];
    const days = section === 'expiring' ? soonest?.days : first && 'ageDays' in first ? first.ageDays : 0;
    const count =
      section === 'expiring' ? (soonest?.count ?? total) : section === 'unplaced' ? unplaced : total;
    return [words.t(`attention.greeting.${section}`, { count, days: days ?? 0 })];
  });
}
