/** A part of the code, for a score within the hour: pieces of a few lines, drawn from all files of an area. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';

/** As long as a function: what reaches over the border of a piece is not in the sample. */
const LINES = 12;

/**
 * So many percent of the pieces of the files that the patterns mean, as `<file>:<from>-<to>`; the same for the same seed.
 * @param patterns those with a "!" leave files out.
 */
export function piecesOf(patterns, percent, seed) {
  const without = patterns.filter((pattern) => pattern.startsWith('!'));
  const files = globSync(
    patterns.filter((pattern) => !without.includes(pattern)),
    { ignore: without.map((pattern) => pattern.slice(1)) },
  );
  const pieces = files.sort().flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n').length;
    return Array.from({ length: Math.ceil(lines / LINES) }, (_, i) => {
      const from = i * LINES + 1;
      return `${file}:${from}-${Math.min(lines, from + LINES - 1)}`;
    });
  });
  const length = Math.ceil((pieces.length * percent) / 100);
  const drawn = fc.subarray(pieces, { minLength: length, maxLength: length });
  return fc.sample(drawn, { seed, numRuns: 1 })[0];
}
