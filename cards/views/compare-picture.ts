/** The refund by day as a line, the exchange value as a broken one, and the days on which something changes as marks. */
import { exact } from '../../domain/money.js';
import { type OutlookDay, type OutlookTurn, paysOn } from '../../domain/policy/outlook.js';
import { INK, pictureOf } from '../picture.js';

const WIDTH = 420;
const HEIGHT = 120;
/** Room for the thickness of the lines. */
const EDGE = 4;

/** The days from today on, as a PNG in a data URI. */
export function outlookPicture(days: readonly OutlookDay[], turns: readonly OutlookTurn[]): string {
  const refunds = days.map(paysOn);
  const values = days.map(({ exchangeValue }) => exchangeValue);
  const top = [...refunds, ...values]
    .map(exact)
    .reduce((most, each) => (each.greaterThan(most) ? each : most));
  const right = (i: number) => EDGE + ((WIDTH - 2 * EDGE) * i) / Math.max(days.length - 1, 1);
  // Pixels, never an amount.
  const down = (amount: string) =>
    top.isZero()
      ? HEIGHT - EDGE
      : exact(HEIGHT - EDGE)
          .minus(
            exact(amount)
              .times(HEIGHT - 2 * EDGE)
              .dividedBy(top),
          )
          .toDecimalPlaces(1)
          .toNumber();
  const path = (amounts: readonly string[]) =>
    amounts.map((amount, i) => `${right(i).toFixed(1)},${down(amount)}`).join(' ');
  const marks = turns.flatMap(({ day }) => {
    const at = days.findIndex((each) => each.day === day);
    return at < 0
      ? []
      : [
          `<line x1="${right(at)}" x2="${right(at)}" y1="0" y2="${HEIGHT}" stroke="${INK.line}" stroke-dasharray="2 3"/>`,
        ];
  });
  return pictureOf(
    [
      ...marks,
      `<line x1="0" x2="${WIDTH}" y1="${HEIGHT - 1}" y2="${HEIGHT - 1}" stroke="${INK.line}"/>`,
      `<polyline fill="none" stroke="${INK.weak}" stroke-width="2" stroke-dasharray="6 4" points="${path(values)}"/>`,
      `<polyline fill="none" stroke="${INK.strong}" stroke-width="3" points="${path(refunds)}"/>`,
    ].join(''),
    WIDTH,
    HEIGHT,
  );
}
