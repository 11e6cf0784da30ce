/** Files as they lie on the disk: told by their columns, read row by row, each row with where it stands. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FILE_KIND_NAMES, FILE_KINDS, recognized } from '../../../domain/import/file-kinds.js';
import { openFile, rowsOf } from '../../../domain/import/read-file.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-read-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function open(text: string | Uint8Array) {
  const path = join(folder, 'x.csv');
  await writeFile(path, text);
  return await openFile(path);
}

/** What is read: the rows by their lines, and what is wrong as "<line> <reason>". */
async function readAll(text: string) {
  const file = await open(text);
  if ('reason' in file) return [`${file.line} ${file.reason}`];
  const read: unknown[] = [];
  for await (const one of rowsOf(file, file.kind.name))
    read.push('problem' in one ? `${one.problem.line} ${one.problem.reason}` : [one.place.line, one.row]);
  return read;
}

const RATES = 'Currency,UsdPerUnit,Date';
const EUR = { currency: 'EUR', usdPerUnit: '1.1', day: '2026-11-20' };
const LINE = 'EUR,1.1,2026-11-20';

describe('a file', () => {
  it.each([
    ['with the line ends of Windows and a byte order mark', `\uFEFF${RATES}\r\n${LINE}\r\n`],
    ['without an end of its last line', `${RATES}\n${LINE}`],
    ['with blanks around its cells', `Currency , UsdPerUnit,Date\n EUR ,1.1 , 2026-11-20\n`],
    ['with other capitals, blanks and signs in its columns', `CURRENCY,usd_per unit,"D-a-t-e"\n${LINE}\n`],
    [
      'with columns that nobody knows, in any order',
      'Date,Colour,Currency,UsdPerUnit\n2026-11-20,red,EUR,1.1\n',
    ],
  ])('%s is read', async (_, text) => {
    expect(await readAll(text)).toEqual([[2, EUR]]);
  });

  it('says of each row where it begins, over empty lines and over cells of several lines', async () => {
    const text = `${RATES},Note\r\n\r\n${LINE},"a\r\nb"\r\n\r\n${LINE},\r\n`;
    expect(await readAll(text)).toEqual([
      [3, EUR],
      [6, EUR],
    ]);
    expect(await readAll(`\n\n${RATES}\n${LINE}\n`)).toEqual([[4, EUR]]);
  });

  it('says how much of it has been read', async () => {
    const text = `${RATES}\n${LINE}\n${LINE}\nEUR,x,\n`;
    const file = await open(text);
    if ('reason' in file) throw new Error(file.reason);
    const bytes: number[] = [];
    for await (const read of rowsOf(file, file.kind.name)) bytes.push(read.bytes);
    expect(file).toMatchObject({ name: 'x.csv', bytes: text.length, kind: { name: 'rates' } });
    expect(bytes).toEqual([44, 63, text.length]);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /^1 the file is empty$/],
    ['empty lines', '\n\n', /^1 the file is empty$/],
    ['columns of no kind', 'a,b\n1,2\n', /^1 these columns belong to no kind of file that is known$/],
    ['a column too few', 'Currency,Date\n', /^1 these columns/],
    ['a quote without an end in its header', '"Currency,UsdPerUnit,Date\n', /^\d .*quote/i],
  ])('with %s is none', async (_, text, reason) => {
    expect(await readAll(text)).toEqual([expect.stringMatching(reason)]);
  });

  it('that is not there is none', async () => {
    expect(await openFile(join(folder, 'gone.csv'))).toEqual({
      file: 'gone.csv',
      line: 1,
      reason: expect.stringMatching(/no such file/),
    });
  });

  it.each([
    ['a quote that does not end in it', `${RATES}\n${LINE}\nEUR,"1.1,2026-11-20\n`, /^\d .*quote/i],
    ['a cell too many', `${RATES}\n${LINE}\n${LINE},more\n${LINE}\n`, /^3 .*expect 3, got 4/],
  ])('with %s says so at last', async (_, text, reason) => {
    expect((await readAll(text)).at(-1)).toEqual(expect.stringMatching(reason));
  });
});

describe('a row', () => {
  it('has one value for what two columns mean: that of the better name, whatever their order', async () => {
    const own = { Email: 'other@partner.example', UserPrincipalName: 'ada@partner.example' };
    const file = (columns: readonly (keyof typeof own)[], cells: Partial<typeof own>) =>
      readAll(
        [
          ['UserId', 'DisplayName', 'Roles', ...columns].join(','),
          ['ada', 'Ada', 'Sales agent', ...columns.map((column) => cells[column] ?? '')].join(','),
        ].join('\n'),
      );
    for (const columns of [
      ['Email', 'UserPrincipalName'],
      ['UserPrincipalName', 'Email'],
    ] as const) {
      expect(await file(columns, own)).toMatchObject([[2, { email: own.UserPrincipalName }]]);
      expect(await file(columns, { Email: own.Email })).toMatchObject([[2, { email: own.Email }]]);
      expect(await file(columns, {})).toEqual(['2 UserPrincipalName is missing']);
    }
  });

  it('that can not be read says why, by the names of the columns, and the next one is read', async () => {
    expect(await readAll(`${RATES}\n,x,\n${LINE}\n`)).toEqual([
      '2 Currency is missing; UsdPerUnit is no amount: write 1234.56, without signs for thousands; Date is missing',
      [3, EUR],
    ]);
  });

  it('names the column by its own name, whatever the file calls it, also for one of several values', async () => {
    const text = 'Id,Name,Email,UserRoles\nada,Ada,ada@partner.example,Sales agent;Boss\nbob,Bob,,\n';
    expect(await readAll(text)).toEqual([
      expect.stringMatching(/^2 Roles is no role: .*; it says "Boss"$/),
      '3 UserPrincipalName is missing; Roles is missing',
    ]);
  });

  it.each([
    ["'=1+1", '=1+1'],
    ["'-x", '-x'],
    ["'@x", '@x'],
    ["'+x", '+x'],
    ["''=x", "'=x"],
    ["'x", "'x"],
    ["'", "'"],
    ["O'=x", "O'=x"],
    ['=x', '=x'],
  ])('has no apostrophe that only a spreadsheet needed: %s', async (cell, name) => {
    const text = `UserId,DisplayName,UserPrincipalName,Roles\nada,${cell},ada@partner.example,Sales agent\n`;
    expect(await readAll(text)).toMatchObject([[2, { name }]]);
  });
});

describe('the kind of a file', () => {
  const spelled = FILE_KINDS.flatMap(({ name: kind, columns }) =>
    Object.entries(columns).flatMap(([key, { name, also = [] }]) =>
      [name, ...also].map((spelling) => [kind, spelling, key] as const),
    ),
  );

  it.each(FILE_KINDS.map(({ name, columns }) => [name, columns] as const))(
    '%s is told by the columns that it needs, and by no fewer',
    (kind, columns) => {
      const needed = Object.values(columns).flatMap(({ name, needed: must }) => (must ? [name] : []));
      expect(needed.length).toBeGreaterThan(2);
      expect(recognized(needed)?.kind.name).toBe(kind);
      expect(recognized([...needed].reverse())?.kind.name).toBe(kind);
      for (const missing of needed)
        expect(recognized(needed.filter((name) => name !== missing))?.kind.name).not.toBe(kind);
    },
  );

  it.each(spelled)('%s may have %j for its column %s', (kind, spelling, key) => {
    const { columns = {} } = FILE_KINDS.find(({ name }) => name === kind) ?? {};
    const header = Object.entries(columns).map(([known, { name }]) => (known === key ? spelling : name));
    const fit = recognized(['Colour', ...header]);
    expect(fit?.kind.name).toBe(kind);
    expect([...(fit?.columns ?? [])]).toEqual(Object.keys(columns).map((known, i) => [known, [i + 1]]));
  });

  it('is the one that knows most of its columns, where several fit', () => {
    const utilization = ['ReservationOrderId', 'ReservationId', 'UsageDate', 'AvgUtilizationPercentage'];
    const reservations = ['SkuName', 'Type', 'Term', 'Quantity', 'ExpiryDate'];
    expect(recognized([...utilization, ...reservations])?.kind.name).toBe('reservations');
    const needed = (kind: string) =>
      Object.values(FILE_KINDS.find(({ name }) => name === kind)?.columns ?? {}).map(({ name }) => name);
    expect(recognized([...reservations, ...needed('users'), ...needed('rates')])?.kind.name).toBe('users');
  });

  it('has one order in which it is read: what others refer to comes first', () => {
    expect(FILE_KINDS.map(({ name }) => name)).toEqual([...FILE_KIND_NAMES]);
  });
});
