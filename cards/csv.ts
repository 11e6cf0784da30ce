/** Tables as CSV for spreadsheets: RFC 4180, in Unicode with a byte order mark so that Excel reads it as such. */
import { stringify } from 'csv-stringify/sync';

/** A text; or a number that the desk has made, which stays one in a spreadsheet. */
export type Cell = string | { readonly figure: string };

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a spreadsheet takes for the beginning of a formula, wide signs included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The table as CSV. A text that begins as a formula does gets an apostrophe before it; figures do not. */
export function csvOf({ head, rows }: Table): string {
  const texts = [head, ...rows].map((row) => row.map(textOf));
  return stringify(texts, { bom: true, record_delimiter: 'windows', quote_record_delimiter: true });
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell.replace(FORMULA, "'$&") : cell.figure;
}
