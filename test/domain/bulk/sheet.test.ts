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

  it('names the line rightly behind line breaks of Windows within quotes', () => {
    const broken = LINE.replace('Fabrikam', '"Fabrikam\r\nInc\r\n"');
    expect(read(sheet(broken, LINE, broken, LINE)).map(({ number }) => number)).toEqual([2, 5, 6, 9]);
  });

  it('keeps as much of a cell as a line of the book has room for, and no half of a letter', () => {
    const [short, long] = read(
      sheet(LINE.replace('Fabrikam', '\u{1F600}'.repeat(100)), LINE.replace('Fabrikam', 'x'.repeat(101))),
    );
    expect(short?.cells.customer).toBe('\u{1F600}'.repeat(100));
    expect(long?.cells.customer).toBe('x'.repeat(100));
  });

  it('is one with the delimiter that finds the most columns, whatever else stands in the heading', () => {
    const commas = HEADING.replaceAll(',', ';').replace('customer', '"customer"');
    expect(read(`${commas}\n${LINE.replaceAll(',', ';').replace('Fabrikam', 'a,b,c')}`)).toMatchObject([
      { cells: { customer: 'a,b,c', product: 'D2s' } },
    ]);
    const text = 'customer;product;region;a, b, c, d, e, f, g\n1;2;3;4';
    expect(refusalOf(() => read(text))).toMatchObject({
      problem: 'columnsUnknown',
      headings: ['a, b, c, d, e, f, g'],
    });
  });

  it('may begin with empty lines and blanks', () => {
    const text = `\n  \n${sheet(LINE).replaceAll(',', ';')}`;
    expect(read(text)).toEqual([{ number: 4, cells: CELLS }]);
  });

  it('keeps empty cells between tabs, at the beginning of a line as well', () => {
    const tabs = sheet(',,D2s,westeurope,P1Y,2,monthly,shared,').replaceAll(',', '\t');
    expect(read(tabs)).toEqual([{ number: 2, cells: { ...CELLS, customer: '' } }]);
  });

  it('knows its columns by all their words; of two columns with one word the first has it', () => {
    const words = {
      ...SHEET_WORDS,
      columns: { ...SHEET_WORDS.columns, customer: ['klant', 'Kund'], subscription: ['kund', 'sub'] },
    };
    const columns = ['  KLANT ', 'sub', ...HEADING.split(',').slice(2)].join(',');
    expect(readSheet(`${columns}\n${LINE}`, words)).toEqual([{ number: 2, cells: CELLS }]);
    expect(readSheet(`${columns.replace('KLANT', 'kund')}\n${LINE}`, words)[0]?.cells.customer).toBe(
      'Fabrikam',
    );
    expect(read(sheet(LINE))).toHaveLength(1);
  });

  it('notes a line with more cells than the heading has', () => {
    expect(read(sheet(`${LINE},more`, LINE))).toEqual([
      { number: 2, cells: CELLS, tooMany: 10 },
      { number: 3, cells: CELLS },
    ]);
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
    ['two columns', 'customer,product\nFabrikam,D2s', { problem: 'noHeading' }],
    ['three columns', 'customer,product,region\nFabrikam,D2s,eastus', { problem: 'columnsMissing' }],
    [
      'columns that are missing',
      'customer,product,region,term,reseller\n,,,,',
      { problem: 'columnsMissing', columns: ['quantity', 'billing', 'scope'] },
    ],
    ['lines of nothing', sheet(',,,,,,,,', '', ' , '), { problem: 'noLines' }],
    [
      'a column three times',
      `${HEADING},term,scope,term`,
      { problem: 'columnsTwice', columns: ['term', 'scope'] },
    ],
    [
      'columns nobody knows',
      `${HEADING},a,b,${'x'.repeat(41)},d,e,f`,
      { problem: 'columnsUnknown', headings: ['a', 'b', 'x'.repeat(40), 'd', 'e'], columns: [] },
    ],
    ['a column nobody knows', `${HEADING},colour`, { problem: 'columnsUnknown', headings: ['colour'] }],
    ['a column twice', `${HEADING},term`, { problem: 'columnsTwice', columns: ['term'] }],
    [
      'an open quote',
      sheet(LINE, '"Fabrikam,,'),
      { problem: 'notCsv', line: 3, maximum: 0, columns: [], headings: [] },
    ],
    ['501 lines', sheet(...Array(501).fill(LINE)), { problem: 'tooManyLines', maximum: 500 }],
    [
      'more than 256 KB',
      sheet(...Array(400).fill(`${LINE}${'x'.repeat(700)}`)),
      { problem: 'tooLarge', maximum: 256, line: 0 },
    ],
  ])('is refused with %s', (_, text, facts) => {
    expect(refusalOf(() => read(text))).toMatchObject({ code: 'SheetUnreadable', ...facts });
  });

  it('may have 256 KB, counted as it is sent', () => {
    const room = 256 * 1024 - Buffer.byteLength(sheet(LINE));
    expect(read(`${sheet(LINE)}${'\n'.repeat(room)}`)).toHaveLength(1);
    expect(refusalOf(() => read(`${sheet(LINE)}${'\n'.repeat(room + 1)}`))).toMatchObject({
      problem: 'tooLarge',
    });
    const wide = sheet(LINE.replace('Fabrikam', '€'.repeat(90_000)));
    expect(refusalOf(() => read(wide))).toMatchObject({ problem: 'tooLarge' });
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
    ['\uFEFF customer, product, region', true],
    ['\n\ncustomer,product,region', true],
    ['customer\tproduct\tregion', true],
    ['customer, product, whatever', false],
    ['first, second, third, fourth', false],
    ['customer product region', false],
    ['something\ncustomer,product,region', false],
    ['customer\nproduct,region,term', false],
    ['"customer,"product,"region', false],
    ['customer",product",region"', false],
    ['buy for a customer, please', false],
    ['customer', false],
    ['', false],
  ])('%j is a file of purchases: %s', (text, is) => {
    expect(looksLikeSheet(text, SHEET_WORDS)).toBe(is);
  });
});
