/** Files of purchases as text: what is read, and what is refused as a whole. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeSheet, readSheet } from '../../../domain/bulk/sheet.js';
import { BULK_COLUMNS } from '../../../domain/model.js';
import { refusalOf } from '../../support/builders.js';
import { HEADING, SHEET_WORDS, sheet } from '../../support/sheets.js';

const read = (text: string) => readSheet(text, SHEET_WORDS);
const LINE = 'Fabrikam,,D2s,westeurope,P1Y,2,monthly,shared,';
const CELLS = {
  customer: 'Fabrikam',
  subscription: '',
  product: 'D2s',
  region: 'westeurope',
  term: 'P1Y',
  quantity: '2',
  billing: 'monthly',
  scope: 'shared',
  reseller: '',
};

describe('a file of purchases', () => {
  it.each([
    ['commas', sheet(LINE)],
    ['semicolons', sheet(LINE).replaceAll(',', ';')],
    ['tabs, as a spreadsheet pastes them', sheet(LINE).replaceAll(',', '\t')],
    ['a byte order mark and the line ends of Windows', `\uFEFF${sheet(LINE).replaceAll('\n', '\r\n')}\r\n`],
    ['everything in quotes', sheet(LINE).replace(/[^,\n]+/g, '"$&"')],
    ['blanks around the cells', sheet(LINE).replaceAll(',', ' , ')],
    ['a heading in capitals', sheet(LINE).replace(HEADING, HEADING.toUpperCase())],
    ['nothing where the last cells are empty', sheet(LINE.replace(/,$/, ''))],
  ])('may have %s', (_, text) => {
    expect(read(text)).toEqual([{ number: 2, cells: CELLS }]);
  });

  it('may have its columns in any order, and none for subscription and reseller', () => {
    const text =
      'quantity,product,customer,scope,billing,term,region\n2,D2s,Fabrikam,shared,monthly,P1Y,westeurope';
    const { subscription: _, reseller: __, ...cells } = CELLS;
    expect(read(text)).toEqual([{ number: 2, cells }]);
  });

  it('names each line by where it begins, over empty lines and line breaks within quotes', () => {
    const broken = LINE.replace('Fabrikam', '"Fabrikam\nInc"');
    const lines = read(sheet(LINE, '', broken, LINE, ',,,,,,,,', LINE));
    expect(lines.map(({ number }) => number)).toEqual([2, 4, 6, 8]);
    expect(lines[1]?.cells.customer).toBe('Fabrikam\nInc');
  });

  it('notes a line with more cells than the heading has', () => {
    expect(read(sheet(`${LINE},more`))).toMatchObject([{ number: 2, tooMany: 10 }]);
  });

  it.each([
    ['nothing', '', { problem: 'empty' }],
    ['a heading alone', HEADING, { problem: 'noLines' }],
    ['no heading', LINE, { problem: 'noHeading' }],
    [
      'a column that is missing',
      HEADING.replace(',term', ''),
      { problem: 'columnsMissing', columns: ['term'] },
    ],
    ['a column nobody knows', `${HEADING},colour`, { problem: 'columnsUnknown', headings: ['colour'] }],
    ['a column twice', `${HEADING},term`, { problem: 'columnsTwice', columns: ['term'] }],
    ['an open quote', sheet(LINE, '"Fabrikam,,'), { problem: 'notCsv' }],
    ['501 lines', sheet(...Array(501).fill(LINE)), { problem: 'tooManyLines', maximum: 500 }],
    ['more than 256 KB', sheet(...Array(400).fill(`${LINE}${'x'.repeat(700)}`)), { problem: 'tooLarge' }],
  ])('is refused with %s', (_, text, facts) => {
    expect(refusalOf(() => read(text))).toMatchObject({ code: 'SheetUnreadable', ...facts });
  });

  it('may have 500 lines', () => {
    expect(read(sheet(...Array(500).fill(LINE)))).toHaveLength(500);
  });

  it('gives every cell as it was written, whatever is in it', () => {
    const cell = fc.string({ maxLength: 40 }).map((text) => text.trim());
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 9, maxLength: 9 }),
        fc.constantFrom(',', ';', '\t'),
        (cells, by) => {
          fc.pre(cells.some((text) => text !== ''));
          const text = `${HEADING.replaceAll(',', by)}\n${cells.map(quoted).join(by)}`;
          const [line] = read(text);
          expect(BULK_COLUMNS.map((column) => line?.cells[column])).toEqual(cells);
        },
      ),
    );
  });
});

describe('a message', () => {
  it.each([
    [sheet(LINE), true],
    [HEADING, true],
    ['customer; product; region', true],
    ['"customer","product","region"', true],
    ['buy for a customer, please', false],
    ['customer', false],
    ['', false],
  ])('%j is a file of purchases: %s', (text, is) => {
    expect(looksLikeSheet(text, SHEET_WORDS)).toBe(is);
  });
});
