/** Where the rows of a CSV file begin, whatever line breaks stand between them and in them. */
import { expect, it } from '@jest/globals';
import { type Info, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { lineFinder } from '../../domain/csv-lines.js';

/** The rows with their lines, as the desk has them read. */
function linesOf(text: string): number[] {
  const rows = parse(text, { info: true, skipEmptyLines: true }) as unknown as {
    record: string[];
    info: Info;
  }[];
  const lineOfRow = lineFinder();
  return rows.map(({ record, info }) => lineOfRow(record, info.lines));
}

it.each<[string, string, number[]]>([
  ['one row', 'a,b', [1]],
  ['a row after another', 'a,b\nc,d\n', [1, 2]],
  ['empty lines before and between', '\n\na,b\n\nc,d\n', [3, 5]],
  ['a break within quotes', 'a,"1\n2"\nc,d\n', [1, 3]],
  ['breaks of Windows within quotes', 'a,"1\r\n2\r\n3"\r\nc,"4\r\n5"\r\ne,f\r\n', [1, 4, 6]],
  ['those among breaks of Unix', 'a,"1\r\n2"\nc,d\n', [1, 3]],
])('%s', (_, text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

it('is where the row stands when the text is looked at', () => {
  const eol = fc.constantFrom('\n', '\r\n');
  const cell = fc
    .array(fc.constantFrom('x', '\n', '\r\n', ','), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const rows = fc.array(fc.record({ cell, blank: fc.nat(2) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(rows, eol, (all, end) => {
      const lines: number[] = [];
      let text = '';
      for (const { cell, blank } of all) {
        text += end.repeat(blank);
        lines.push(text.split('\n').length);
        text += `"${cell}","y"${end}`;
      }
      expect(linesOf(text)).toEqual(lines);
    }),
  );
});
