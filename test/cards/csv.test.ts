import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../../cards/csv.js';
import { recordsOf } from '../support/csv.js';

const one = (cell: string) => recordsOf(csvOf({ head: ['a'], rows: [[cell, 'end']] }))[1]?.[0];

describe('CSV', () => {
  it('is Unicode with a byte order mark, and its lines end as RFC 4180 says', () => {
    expect(csvOf({ head: ['Wer', 'Größe'], rows: [['Ōe', { figure: '1' }]] })).toBe(
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

  it.each(['-12.50', '0.00', '3650.00'])('leaves our figure %s a number', (figure) => {
    expect(recordsOf(csvOf({ head: ['a'], rows: [[{ figure }]] }))[1]).toEqual([figure]);
  });

  it('reads back as it was, whatever stands in it, and no cell begins as a formula', () => {
    const texts = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('x')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(texts, (rows) => {
        const [, ...read] = recordsOf(csvOf({ head: ['a', 'b', 'c'], rows }));
        expect(read.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')))).toEqual(
          rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))),
        );
        for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });
});
