/** The small read-only card that takes the place of an answered one. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';

export interface DecidedFacts {
  /** What was decided, in words, such as "Customer: Fabrikam". */
  readonly title: string;
  readonly lines: readonly string[];
  readonly tone?: 'good' | 'neutral' | 'warning';
}

const COLORS = { good: 'good', neutral: 'default', warning: 'warning' } as const;
const LONGEST_LINE = 200;

/** Title and lines as they are given (they may hold names: shown as text); nothing to press. */
export function decidedCard(words: Words, { title, lines, tone = 'neutral' }: DecidedFacts): Card {
  return renderCard(
    'decided',
    '',
    {
      title: short(title, LONGEST_LINE),
      color: COLORS[tone],
      lines: lines
        .filter((line) => line.trim() !== '')
        .slice(0, 12)
        .map((line) => ({ line: short(line, LONGEST_LINE) })),
    },
    { lang: words.locale },
  );
}
