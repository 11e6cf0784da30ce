/** Where the rows of a CSV file begin. */

/**
 * Gives the line on which a row begins, counted from 1; to be asked for every row in its turn. The parser counts the
 * lines until the end of a row, and a line break of Windows within quotes twice.
 */
export function lineFinder(): (record: readonly string[], lines: number) => number {
  let countedTwice = 0;
  return (record, lines) => {
    const cells = record.join();
    const count = (breaks: RegExp) => cells.match(breaks)?.length ?? 0;
    countedTwice += count(/\r\n/g);
    return lines - countedTwice - count(/\r\n|\r|\n/g);
  };
}
