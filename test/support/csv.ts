/** Reads CSV as RFC 4180 has it, so that a test does not trust the writer with both ends. */

/** The records of a text. @throws where it does not begin with a byte order mark, or a quoted cell is not closed. */
export function recordsOf(csv: string, delimiter: ',' | ';' = ','): string[][] {
  if (!csv.startsWith('\ufeff')) throw new Error('no byte order mark');
  const records: string[][] = [];
  let record: string[] = [];
  let rest = csv.slice(1);
  const cell = new RegExp(`^(?:"((?:[^"]|"")*)"|([^"${delimiter}\\r\\n]*))(${delimiter}|\\r\\n|$)`);
  while (rest !== '') {
    const found = cell.exec(rest);
    if (!found) throw new Error(`not CSV: ${rest.slice(0, 40)}`);
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    rest = rest.slice(found[0].length);
    if (found[3] !== delimiter) {
      records.push(record);
      record = [];
    }
  }
  return records;
}
