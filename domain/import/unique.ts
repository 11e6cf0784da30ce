/** Rows that must be there once. */
import type { Place, Problem } from './rows.js';

/** A row and where it stands. */
export interface Placed<R> {
  readonly row: R;
  readonly place: Place;
}

/** The first row of each key; each further one is a problem. */
export function unique<R, P extends Placed<R>>(
  rows: readonly P[],
  keyOf: (row: P['row']) => string,
  problems: Problem[],
): P[] {
  const seen = new Map<string, P>();
  for (const placed of rows) {
    const key = keyOf(placed.row);
    const other = seen.get(key);
    if (other) {
      const reason = `${key} is there twice: see line ${other.place.line} of ${other.place.file}`;
      problems.push({ ...placed.place, reason });
    } else seen.set(key, placed);
  }
  return [...seen.values()];
}
