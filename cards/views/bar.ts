/**
 * Bars: a row of coloured parts whose widths are shares of a whole. A template shows one as a ColumnSet whose only
 * column stands for each of the parts:
 *
 *   { "type": "ColumnSet", "$when": "${x.bar.shown}", "spacing": "small", "columns": [
 *     { "type": "Column", "$data": "${x.bar.parts}", "width": "${width}", "style": "${style}",
 *       "minHeight": "10px", "spacing": "none", "items": [] } ] }
 *
 * A bar has no words, so a text with the figures always stands beside it.
 */
import { exact } from '../../domain/money.js';

/** Container styles, by what a part stands for: what is taken, what this adds, what is free. */
type BarStyle = 'accent' | 'warning' | 'emphasis';

interface BarPart {
  readonly style: BarStyle;
  /** A decimal string, in the same unit for all parts; below zero counts as zero. */
  readonly size: string;
}

type BarView = {
  /** False where all parts are zero: there is nothing to show. */
  readonly shown: boolean;
  readonly parts: readonly { readonly width: string; readonly style: string }[];
};

/** Finer than any screen shows a bar of a chat card. */
const WIDTH = 200;

/** The bar of these parts, in order; a part above zero is at least visible, one of zero is left out. */
export function barView(parts: readonly BarPart[]): BarView {
  const sized = parts.filter(({ size }) => exact(size).greaterThan(0));
  const whole = sized.reduce((total, { size }) => total.plus(size), exact(0));
  return {
    shown: sized.length > 0,
    parts: sized.map(({ style, size }) => ({
      style,
      width: String(Math.max(1, exact(size).times(WIDTH).dividedBy(whole).round().toNumber())),
    })),
  };
}
