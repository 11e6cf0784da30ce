/** A file of purchases as text: its heading understood, its lines as cells. What the cells mean is not looked at here. */
import { CsvError, type Info, parse } from 'csv-parse/sync';
import { lineFinder } from '../csv-lines.js';
import { BULK_COLUMNS, type BulkColumn, LONGEST_CELL } from '../model.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { normalized } from '../search/text.js';

/** The words by which users call things in a file: of all languages, as a file has no language. */
export interface SheetWords {
  readonly columns: Readonly<Record<BulkColumn, readonly string[]>>;
  readonly billing: Readonly<Record<string, readonly string[]>>;
  readonly scope: Readonly<Record<string, readonly string[]>>;
  /** What "global" is called, for products without a region. */
  readonly regions: Readonly<Record<string, readonly string[]>>;
}

/** A line of the file that is not empty. */
export interface SheetLine {
  /** Where it begins in the file; the heading is line 1. */
  readonly number: number;
  readonly cells: Readonly<Partial<Record<BulkColumn, string>>>;
  /** How many cells it has, where these are more than the heading has. */
  readonly tooMany?: number;
}

/** Why a file that was sent is not read: its kind, its size, more than one, not to be had, on no such channel, no text. */
export type FileProblem = 'kind' | 'tooLarge' | 'several' | 'unreachable' | 'channel' | 'encoding';

/** Largest file that is read, in bytes of UTF-8. */
export const MOST_BYTES = 256 * 1024;
/** Most lines that are bought in one go. */
export const MOST_LINES = 500;
const OPTIONAL: readonly BulkColumn[] = ['subscription', 'reseller'];
/** What stands between cells: a spreadsheet that is pasted has tabs. */
const DELIMITERS = [',', ';', '\t'] as const;
/** A heading with so many known columns is meant as one. */
const FEWEST_KNOWN = 3;
/** As many unknown headings as a refusal repeats, and as much of each. */
const REPEATED = { headings: 5, characters: 40 };

type Problem = Extract<RefusalFacts, { code: 'SheetUnreadable' }>['problem'];

/**
 * The lines of a file of purchases: CSV with a heading in any order, with commas, semicolons or tabs, with or without
 * a byte order mark.
 * @throws Refusal SheetUnreadable for a file that is empty, too large, has no such heading, or is no CSV.
 */
export function readSheet(text: string, words: SheetWords): SheetLine[] {
  if (Buffer.byteLength(text) > MOST_BYTES) throw unreadable('tooLarge', { maximum: MOST_BYTES / 1024 });
  const [head, ...rows] = parsed(text, delimiterOf(text, words));
  if (!head) throw unreadable('empty');
  const columns = columnsOf(head.record, words);
  if (rows.length === 0) throw unreadable('noLines');
  if (rows.length > MOST_LINES) throw unreadable('tooManyLines', { maximum: MOST_LINES });
  return rows.map(({ record, number }) => ({
    number,
    cells: Object.fromEntries(columns.map((column, i) => [column, shortened(record[i]?.trim() ?? '')])),
    ...(record.length > columns.length ? { tooMany: record.length } : {}),
  }));
}

/** True for a text that begins as a file of purchases does: a message like that is one. */
export function looksLikeSheet(text: string, words: SheetWords): boolean {
  if (!SEVERAL_CELLS.test(firstLine(text))) return false;
  return knownHeadings(firstLine(text), words, delimiterOf(text, words)) >= FEWEST_KNOWN;
}

/** Fewer cells than two delimiters make are no heading. */
const SEVERAL_CELLS = /[,;\t].*[,;\t]/;

interface Row {
  readonly number: number;
  readonly record: readonly string[];
}

function parsed(text: string, delimiter: string): Row[] {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      // Tabs are blanks, too: where they stand between cells, an empty cell is not to be lost.
      trim: delimiter !== '\t',
    }) as unknown as { record: string[]; info: Info }[];
    const lineOfRow = lineFinder();
    return rows
      .map(({ record, info }) => ({ record, number: lineOfRow(record, info.lines) }))
      .filter(({ record }) => record.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    throw unreadable('notCsv', { line });
  }
}

/** The columns of a heading, in its order. */
function columnsOf(head: readonly string[], words: SheetWords): BulkColumn[] {
  const named = head.map((heading) => ({ heading, column: columnNamed(heading, words) }));
  const known = named.flatMap(({ column }) => (column ? [column] : []));
  if (known.length < FEWEST_KNOWN) throw unreadable('noHeading');
  const twice = known.filter((column, i) => known.indexOf(column) !== i);
  if (twice.length > 0) throw unreadable('columnsTwice', { columns: twice });
  const unknown = named.filter(({ column }) => !column).map(({ heading }) => heading);
  if (unknown.length > 0) throw unreadable('columnsUnknown', { headings: unknown });
  const missing = BULK_COLUMNS.filter((column) => !known.includes(column) && !OPTIONAL.includes(column));
  if (missing.length > 0) throw unreadable('columnsMissing', { columns: missing });
  return known;
}

function columnNamed(heading: string, words: SheetWords): BulkColumn | undefined {
  return columnsByWord(words).get(normalized(heading));
}

/** The words by which columns are known, normalized: every message is looked at for them. */
const byWord = new WeakMap<SheetWords, ReadonlyMap<string, BulkColumn>>();

function columnsByWord(words: SheetWords): ReadonlyMap<string, BulkColumn> {
  const known = byWord.get(words);
  if (known) return known;
  // Of two columns with one word the first counts.
  const pairs = BULK_COLUMNS.toReversed().flatMap((column) =>
    words.columns[column].map((word) => [normalized(word), column] as const),
  );
  const made = new Map(pairs);
  byWord.set(words, made);
  return made;
}

/** The delimiter that finds most columns in the heading; a comma where none finds any. */
function delimiterOf(text: string, words: SheetWords): string {
  const line = firstLine(text);
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, known: knownHeadings(line, words, delimiter) }))
    // Sorting keeps the order of those that find the same.
    .sort((a, b) => b.known - a.known);
  return best?.delimiter ?? ',';
}

function knownHeadings(line: string, words: SheetWords, delimiter: string): number {
  return line
    .split(delimiter)
    .filter((heading) => columnNamed(heading.trim().replace(/^"(.*)"$/, '$1'), words) !== undefined).length;
}

/** Without what is blank before it, as a byte order mark is. */
function firstLine(text: string): string {
  return text.trimStart().replace(/[\r\n].*$/s, '');
}

/** A letter can take two of the places that a cell has. */
function shortened(cell: string): string {
  return Array.from(cell)
    .slice(0, LONGEST_CELL / 2)
    .join('');
}

function unreadable(
  problem: Problem,
  facts: Partial<
    Pick<Extract<RefusalFacts, { code: 'SheetUnreadable' }>, 'columns' | 'headings' | 'line' | 'maximum'>
  > = {},
): Refusal {
  const { columns = [], headings = [], line = 0, maximum = 0 } = facts;
  const repeated = headings
    .slice(0, REPEATED.headings)
    .map((heading) => Array.from(heading).slice(0, REPEATED.characters).join(''));
  return new Refusal({
    code: 'SheetUnreadable',
    problem,
    columns: [...new Set(columns)],
    headings: repeated,
    line,
    maximum,
  });
}
