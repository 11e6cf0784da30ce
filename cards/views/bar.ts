/**
 * Bars, as pictures that fill the width of the card. A template shows one as
 *
 *   { "type": "Image", "$when": "${x.bar.shown}", "url": "${x.bar.url}", "altText": "${x.bar.altText}",
 *     "size": "stretch", "spacing": "small" }
 *
 * A bar has no words, so a text with the figures always stands beside it; a legend marks each with `markOf`.
 */
import { exact } from '../../domain/money.js';
import { INK, pictureOf } from '../picture.js';

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
  /** A picture, as a data URI. */
  readonly url: string;
  readonly altText: string;
};

/** In units of the picture; it is stretched to the width of the card. */
const WIDTH = 600;
const HEIGHT = 12;
/** What a part above zero takes at least. */
const LEAST = 4;
/** Side of a mark. */
const MARK = 12;

const LOOK: Record<Meaning, { readonly ink: string; readonly opacity: string }> = {
  taken: { ink: INK.strong, opacity: '1' },
  added: { ink: INK.warm, opacity: '1' },
  free: { ink: INK.weak, opacity: '0.4' },
};

/** The bar of these parts, in order; `altText` says the figures that stand beside it. */
export function barView(parts: readonly BarPart[], altText: string): BarView {
  const widths = partWidths(parts);
  let x = 0;
  const drawn = widths.map(({ meaning, width }) => {
    const rect = rectangle(meaning, x, width, HEIGHT);
    x += width;
    return rect;
  });
  const shown = widths.length > 0;
  return { shown, url: shown ? pictureOf(drawn.join(''), WIDTH, HEIGHT) : '', altText };
}

/** The mark of a part in a legend, in the very colour of the bar. */
export function markOf(meaning: Meaning): string {
  return pictureOf(rectangle(meaning, 0, MARK, MARK), MARK, MARK);
}

/** How wide each part is, adding up to the whole; one above zero is at least visible, one of zero is left out. */
export function partWidths(
  parts: readonly BarPart[],
): { readonly meaning: Meaning; readonly width: number }[] {
  const sized = parts.filter(({ size }) => exact(size).greaterThan(0));
  const whole = sized.reduce((total, { size }) => total.plus(size), exact(0));
  const widths = sized.map(({ size }) =>
    Math.max(LEAST, exact(size).times(WIDTH).dividedBy(whole).round().toNumber()),
  );
  const longest = widths.indexOf(Math.max(...widths));
  const excess = widths.reduce((total, width) => total + width, 0) - WIDTH;
  return sized.map(({ meaning }, i) => ({
    meaning,
    width: (widths[i] ?? LEAST) - (i === longest ? excess : 0),
  }));
}

function rectangle(meaning: Meaning, x: number, width: number, height: number): string {
  const { ink, opacity } = LOOK[meaning];
  return `<rect x="${x}" y="0" width="${width}" height="${height}" fill="${ink}" fill-opacity="${opacity}"/>`;
}
