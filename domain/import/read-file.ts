/** Reads a CSV file a row at a time, however long it is. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import type { ZodError } from 'zod';
import { lineFinder } from '../csv-lines.js';
import { type ColumnPlaces, type FileKind, type FileKindName, recognized } from './file-kinds.js';
import type { Place, Problem, Row } from './rows.js';
import { ROWS } from './rows.js';

/** A file whose kind is known. */
export interface KnownFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly kind: FileKind;
  readonly columns: ColumnPlaces;
}

type Cells = string[];

/** The kind of a file by its header. A problem where it can not be read, or is of no kind that is known. */
export async function openFile(path: string): Promise<KnownFile | Problem> {
  const name = basename(path);
  try {
    for await (const { record } of records(path, 1)) {
      const fit = recognized(record);
      if (!fit)
        return { file: name, line: 1, reason: 'these columns belong to no kind of file that is known' };
      return { path, name, bytes: (await stat(path)).size, ...fit };
    }
    return { file: name, line: 1, reason: 'the file is empty' };
  } catch (error) {
    return { file: name, line: lineOf(error), reason: reasonOf(error) };
  }
}

/** A row and where it stands; or why there is none. `bytes`: how much of the file has been read. */
export type ReadRow<K extends FileKindName> =
  | { readonly row: Row<K>; readonly place: Place; readonly bytes: number }
  | { readonly problem: Problem; readonly bytes: number };

/** The rows of a file after its header. What can not be read of the file itself is the last problem. */
export async function* rowsOf<K extends FileKindName>(file: KnownFile, kind: K): AsyncGenerator<ReadRow<K>> {
  const lineOfRow = lineFinder();
  let isHeader = true;
  let bytes = 0;
  try {
    for await (const { record, info } of records(file.path)) {
      ({ bytes } = info);
      const place = { file: file.name, line: lineOfRow(record, info.lines) };
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const values = valuesOf(file, record);
      const checked = ROWS[kind].safeParse(values);
      if (checked.success) yield { row: checked.data as Row<K>, place, bytes };
      else yield { problem: { ...place, reason: reasonsOf(file, values, checked.error) }, bytes };
    }
  } catch (error) {
    yield { problem: { file: file.name, line: lineOf(error), reason: reasonOf(error) }, bytes };
  }
}

interface Parsed {
  readonly record: Cells;
  readonly info: { readonly bytes: number; readonly lines: number };
}

function records(path: string, to?: number): AsyncIterable<Parsed> {
  const parser = parse({ bom: true, info: true, trim: true, skip_empty_lines: true, ...(to ? { to } : {}) });
  const source = createReadStream(path);
  source.once('error', (error) => parser.destroy(error));
  parser.once('close', () => source.destroy());
  return source.pipe(parser);
}

/** Of several cells with one meaning the first that is filled. */
function valuesOf({ columns }: KnownFile, record: Cells): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, places] of columns) {
    const cell = places.map((place) => record[place] ?? '').find((text) => text !== '');
    // An apostrophe keeps a spreadsheet from reading a text as a formula; it is no part of it.
    if (cell !== undefined) values[key] = cell.replace(/^'(?='*[=+\-@])/, '');
  }
  return values;
}

/** What is wrong, by the names of the columns. */
function reasonsOf({ kind }: KnownFile, values: Record<string, string>, { issues }: ZodError): string {
  return issues
    .map(({ path, message }) => {
      const key = String(path[0]);
      const column = kind.columns[key]?.name ?? key;
      return key in values ? `${column} ${message}` : `${column} is missing`;
    })
    .join('; ');
}

function lineOf(error: unknown): number {
  return error instanceof CsvError && typeof error.lines === 'number' ? error.lines : 1;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
