/**
 * Bars, drawn with line characters in coloured text runs: every channel shows those, strongly, in light and dark,
 * and they say the same in plain text. A template shows one as
 *
 *   { "type": "RichTextBlock", "$when": "${x.bar.shown}", "spacing": "small", "inlines": [
 *     { "type": "TextRun", "$data": "${x.bar.parts}", "text": "${text}", "color": "${color}",
 *       "isSubtle": "${subtle}", "fontType": "monospace", "weight": "bolder" } ] }
 *
 * A bar has no words, so a text with the figures always stands beside it.
 */
import { exact } from '../../domain/money.js';

/** What a part stands for: what is taken, what this adds, what is free. */
type Meaning = 'taken' | 'added' | 'free';

interface BarPart {
  readonly meaning: Meaning;
  /** A decimal string, in the same unit for all parts; below zero counts as zero. */
  readonly size: string;
}

type BarView = {
  /** False where all parts are zero: there is nothing to show. */
  readonly shown: boolean;
  readonly parts: readonly { readonly text: string; readonly color: string; readonly subtle: boolean }[];
};

/** Characters of a whole bar: fits a card on a phone. */
const LENGTH = 28;

const LOOK: Record<Meaning, { character: string; color: string; subtle: boolean }> = {
  taken: { character: '━', color: 'accent', subtle: false },
  added: { character: '━', color: 'warning', subtle: false },
  free: { character: '─', color: 'default', subtle: true },
};

/** The bar of these parts, in order; a part above zero is at least visible, one of zero is left out. */
export function barView(parts: readonly BarPart[]): BarView {
  const sized = parts.filter(({ size }) => exact(size).greaterThan(0));
  const whole = sized.reduce((total, { size }) => total.plus(size), exact(0));
  const lengths = sized.map(({ size }) =>
    Math.max(1, exact(size).times(LENGTH).dividedBy(whole).round().toNumber()),
  );
  const longest = lengths.indexOf(Math.max(...lengths));
  const excess = lengths.reduce((total, length) => total + length, 0) - LENGTH;
  return {
    shown: sized.length > 0,
    parts: sized.map(({ meaning }, i) => {
      const { character, color, subtle } = LOOK[meaning];
      return { text: character.repeat((lengths[i] ?? 1) - (i === longest ? excess : 0)), color, subtle };
    }),
  };
}
