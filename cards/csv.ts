/** Tables as CSV for spreadsheets: RFC 4180, in Unicode with a byte order mark so that Excel reads it as such. */
import { stringify } from 'csv-stringify/sync';
import type { Words } from './words.js';

/** A text; or a number that the desk has made, which stays one in a spreadsheet. */
export type Cell = string | { readonly figure: string };

export interface Table {
  /** For readers whose numbers have a decimal comma: their spreadsheets take a semicolon between cells. */
  readonly decimalComma: boolean;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * What a spreadsheet takes for the beginning of a formula, wide signs included: at the beginning of a cell, and where
 * one would begin for a spreadsheet that takes other signs between cells than the file has.
 */
const FORMULA = /^[\t\r\n]|(?:^|(?<=[;,\t\r\n]))[=+\-@＝＋－＠]/g;

/** True where these words are written with a decimal comma. */
export function hasDecimalComma(words: Pick<Words, 'decimal'>): boolean {
  return words.decimal('0.5').includes(',');
}

/** The table as CSV. A text that begins as a formula does gets an apostrophe before it; figures do not. */
export function csvOf({ head, rows, decimalComma }: Table): string {
  const textOf = (cell: Cell) => {
    if (typeof cell === 'string') return cell.replace(FORMULA, "'$&");
    return decimalComma ? cell.figure.replace('.', ',') : cell.figure;
  };
  return stringify(
    [head, ...rows].map((row) => row.map(textOf)),
    {
      bom: true,
      record_delimiter: 'windows',
      quote_record_delimiter: true,
      delimiter: decimalComma ? ';' : ',',
    },
  );
}
