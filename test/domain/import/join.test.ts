/** The lines about one order, brought together: whose it is, what was paid, how it was used. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joined, type OrderLine } from '../../../domain/import/join.js';
import type { Row } from '../../../domain/import/rows.js';

const at = (line: number) => ({ file: 'x.csv', line });

const told = (line: number, changes: Partial<Row<'reservations'>> = {}, customerId = 'c'): OrderLine => {
  const row: Row<'reservations'> = {
    id: 'r-1',
    orderId: 'o-1',
    skuName: 'D2s',
    type: 'virtualMachines',
    term: 'P1Y',
    quantity: 2,
    endsOn: '2027-03-01',
    ...changes,
  };
  return { is: 'reservation', orderId: row.orderId, customerId, row, place: at(line) };
};
const inBook = (id = 'r-1', customerId = 'c'): OrderLine => ({
  is: 'inBook',
  orderId: 'o-1',
  customerId,
  row: { id, quantity: 2, term: 'P1Y' },
});
const paid = (changes: Partial<Row<'transactions'>> = {}): OrderLine => {
  const row: Row<'transactions'> = {
    orderId: 'o-1',
    day: '2026-03-01',
    event: 'purchase',
    amount: '10',
    currency: 'EUR',
    frequency: 'oneTime',
    quantity: 2,
    ...changes,
  };
  return { is: 'transaction', orderId: row.orderId, row };
};
const used = (line: number, day: string, percent: number, reservationId = 'r-1'): OrderLine => ({
  is: 'usage',
  orderId: 'o-1',
  row: { orderId: 'o-1', reservationId, day, percent },
  place: at(line),
});
const FACTS = { startsOn: '2026-03-01', billing: 'oneTime', currency: 'EUR' };
const reasonsOf = (lines: readonly OrderLine[]) =>
  joined(lines).problems.map(({ file, line, reason }) => `${file}:${line} ${reason}`);

describe('the lines of an order', () => {
  it('become one line about its customer', () => {
    const reservation = told(2);
    const result = joined([paid(), used(3, '2026-11-01', 5), reservation, used(4, '2026-11-02', 7)]);
    expect(result).toEqual({
      lines: [
        {
          is: 'reservation',
          customerId: 'c',
          id: 'r-1',
          row: reservation.row,
          place: at(2),
          facts: { ...FACTS, instalments: ['10.00'] },
          usage: [
            { day: '2026-11-01', percent: 5 },
            { day: '2026-11-02', percent: 7 },
          ],
        },
      ],
      problems: [],
      leftOut: { transactions: 0, utilization: 0 },
      transactionsUsed: 1,
    });
  });

  it('are told apart by their order', () => {
    const other = told(3, { id: 'r-2', orderId: 'o-2' });
    const { lines, transactionsUsed } = joined([
      paid(),
      other,
      told(2),
      paid({ orderId: 'o-2', amount: '20' }),
    ]);
    expect(lines.map((line) => line.is === 'reservation' && [line.id, line.facts.instalments])).toEqual([
      ['r-1', ['10.00']],
      ['r-2', ['20.00']],
    ]);
    expect(transactionsUsed).toBe(2);
  });

  it('say what was paid for all reservations of the order together, and so for none of several', () => {
    const { lines } = joined([told(2), told(3, { id: 'r-2' }), paid()]);
    expect(lines).toMatchObject([
      { id: 'r-1', facts: FACTS },
      { id: 'r-2', facts: FACTS },
    ]);
    for (const line of lines) expect(line).not.toHaveProperty('facts.instalments');
    const half = joined([told(2), inBook('r-2'), paid()]).lines[0];
    expect(half).not.toHaveProperty('facts.instalments');
  });

  it('are about what the book has, where no file has a row of it; nothing is said where nothing is new', () => {
    expect(joined([inBook()]).lines).toEqual([]);
    const usage = [{ day: '2026-11-01', percent: 5 }];
    expect(joined([inBook(), used(2, '2026-11-01', 5)]).lines).toEqual([
      { is: 'reservation', customerId: 'c', id: 'r-1', facts: {}, usage },
    ]);
    expect(joined([inBook(), paid()]).lines).toEqual([
      {
        is: 'reservation',
        customerId: 'c',
        id: 'r-1',
        facts: { ...FACTS, instalments: ['10.00'] },
        usage: [],
      },
    ]);
  });

  it('are those of the file, where the book has the reservation as well', () => {
    const more = told(2, { quantity: 7 });
    for (const lines of [
      [inBook(), more],
      [more, inBook()],
    ]) {
      const result = joined(lines);
      expect(result.lines).toMatchObject([{ row: { quantity: 7 }, place: at(2) }]);
      expect(result.problems).toEqual([]);
    }
  });

  it('are left out, and counted, where nobody knows the reservation', () => {
    expect(joined([paid(), paid(), used(2, '2026-11-01', 5)])).toMatchObject({
      lines: [],
      problems: [],
      leftOut: { transactions: 2, utilization: 1 },
      transactionsUsed: 0,
    });
    const strange = joined([told(2), used(3, '2026-11-01', 5, 'r-9'), used(4, '2026-11-01', 6, 'r-9')]);
    expect(strange).toMatchObject({ leftOut: { transactions: 0, utilization: 2 }, lines: [{ usage: [] }] });
  });

  it('give each reservation its own days', () => {
    const { lines } = joined([
      told(2),
      told(3, { id: 'r-2' }),
      used(4, '2026-11-01', 5),
      used(5, '2026-11-01', 6, 'r-2'),
    ]);
    expect(lines).toMatchObject([
      { id: 'r-1', usage: [{ day: '2026-11-01', percent: 5 }] },
      { id: 'r-2', usage: [{ day: '2026-11-01', percent: 6 }] },
    ]);
  });

  it.each<[string, OrderLine[], string[]]>([
    [
      'a reservation twice',
      [told(2), told(3)],
      ['x.csv:3 reservation r-1 is there twice: see line 2 of x.csv'],
    ],
    [
      'a reservation three times',
      [told(2), told(3), told(4)],
      [
        'x.csv:3 reservation r-1 is there twice: see line 2 of x.csv',
        'x.csv:4 reservation r-1 is there twice: see line 2 of x.csv',
      ],
    ],
    [
      'a reservation of another customer in the book',
      [inBook('r-1', 'd'), told(2)],
      ['x.csv:2 reservation r-1 belongs to another customer in the book or the files'],
    ],
    [
      'that other customer, read later',
      [told(2), inBook('r-1', 'd')],
      ['x.csv:2 reservation r-1 belongs to another customer in the book or the files'],
    ],
    [
      'a reservation of two customers in the book',
      [inBook(), inBook('r-1', 'd')],
      ['the transactions:0 reservation r-1 belongs to another customer in the book or the files'],
    ],
    [
      'two numbers on a day',
      [told(2), used(3, '2026-11-01', 5), used(4, '2026-11-01', 6)],
      ['x.csv:4 r-1 has two utilizations on 2026-11-01'],
    ],
    ['the same number on a day', [told(2), used(3, '2026-11-01', 5), used(4, '2026-11-01', 5)], []],
    [
      'an amount that is too fine',
      [told(2), paid({ amount: '1.001' })],
      ['x.csv:2 1.001 is finer than the minor unit of EUR'],
    ],
    [
      'that amount, of the book',
      [inBook(), paid({ amount: '1.001' })],
      ['the transactions:0 1.001 is finer than the minor unit of EUR'],
    ],
  ])('are refused with %s', (_, lines, reasons) => {
    expect(reasonsOf(lines)).toEqual(reasons);
  });

  it('do not hide a fault of the desk itself', () => {
    const broken = { ...paid(), row: null } as unknown as OrderLine;
    expect(() => joined([told(2), broken])).toThrow(TypeError);
  });

  it('are counted, each of them once, whatever order they come in', () => {
    const all = [
      told(2),
      told(3, { id: 'r-2', orderId: 'o-2' }),
      inBook('r-3'),
      ...[paid(), paid({ orderId: 'o-2' }), paid({ orderId: 'o-3' })],
      ...[used(4, '2026-11-01', 5), used(5, '2026-11-02', 6), used(6, '2026-11-01', 7, 'r-9')],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (lines) => {
        const result = joined(lines);
        expect(result).toMatchObject({
          problems: [],
          leftOut: { transactions: 1, utilization: 1 },
          transactionsUsed: 2,
        });
        expect(result.lines.map((line) => line.is === 'reservation' && line.id).sort()).toEqual([
          ...['r-1', 'r-2', 'r-3'],
        ]);
      }),
    );
  });
});
