import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf, hasDecimalComma } from '../../cards/csv.js';
import { wordsFor } from '../../cards/words.js';
import { recordsOf } from '../support/csv.js';

/** The apostrophe before what would be a formula. */
const GUARD = /^'(?=[\t\r\n])|(?:^|(?<=[;,\t\r\n]))'(?=[=+\-@＝＋－＠])/g;

const one = (cell: string) =>
  recordsOf(csvOf({ decimalComma: false, head: ['a'], rows: [[cell, 'end']] }))[1]?.[0];

describe('CSV', () => {
  it('is Unicode with a byte order mark, and its lines end as RFC 4180 says', () => {
    expect(csvOf({ decimalComma: false, head: ['Wer', 'Größe'], rows: [['Ōe', { figure: '1' }]] })).toBe(
      '\ufeffWer,Größe\r\nŌe,1\r\n',
    );
  });

  it.each([
    ['quotes', 'the "big" one'],
    ['commas', 'Fabrikam, Inc.'],
    ['line breaks of all kinds', 'a\nb\r\nc\rd'],
    ['a quote alone', '"'],
    ['nothing', ''],
    ['what only looks like a formula further on', 'a=1+1'],
    ['space', '  a  '],
  ])('keeps %s', (_, text) => {
    expect(one(text)).toBe(text);
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    `=cmd|' /C calc'!A0`,
  ])('puts an apostrophe before a text that begins as a formula: %j', (text) => {
    expect(one(text)).toBe(`'${text}`);
  });

  it.each([
    ['x;=1+1', "x;'=1+1"],
    ['a,@b', "a,'@b"],
    ['a\n=1', "a\n'=1"],
    ['a; -5', 'a; -5'],
  ])('puts one where another sign between cells would begin a formula: %j', (text, safe) => {
    expect(one(text)).toBe(safe);
  });

  it('has semicolons and decimal commas where spreadsheets are used to them', () => {
    const table = {
      decimalComma: true,
      head: ['a', 'b'],
      rows: [
        ['x, y', { figure: '-12.50' }],
        ['x;y', 'z'],
      ],
    };
    expect(csvOf(table)).toBe('\ufeffa;b\r\nx, y;-12,50\r\n"x;y";z\r\n');
    expect(['en-US', 'nl-NL', 'sv-SE'].map((locale) => hasDecimalComma(wordsFor(locale)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each(['-12.50', '0.00', '3650.00'])('leaves our figure %s a number', (figure) => {
    expect(recordsOf(csvOf({ decimalComma: false, head: ['a'], rows: [[{ figure }]] }))[1]).toEqual([figure]);
  });

  it('reads back as it was, whatever stands in it, and no cell begins as a formula', () => {
    const texts = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('x')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(texts, (rows) => {
        const [, ...read] = recordsOf(csvOf({ decimalComma: false, head: ['a', 'b', 'c'], rows }));
        const plain = (cells: readonly string[]) => cells.map((cell) => cell.replace(GUARD, ''));
        expect(read.map(plain)).toEqual(rows.map(plain));
        for (const cell of read.flat()) expect(cell).not.toMatch(/^[\t\r\n]|(?:^|[;,\t\r\n])[=+\-@＝＋－＠]/);
      }),
    );
  });
});
