/** Rows sorted into temporary files: nothing is lost, and what belongs together comes together. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Spool } from '../../../domain/import/spool.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-spool-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Kept {
  readonly key: string;
  readonly number: number;
  readonly text?: string;
}

async function groupsOf(spool: Spool<Kept>, keys?: Iterable<string>): Promise<Kept[][]> {
  const groups: Kept[][] = [];
  for await (const group of spool.groups(keys)) groups.push(group);
  return groups;
}

async function filled(rows: readonly Kept[], name = 'rows'): Promise<Spool<Kept>> {
  const spool = new Spool<Kept>(join(folder, name));
  for (const row of rows) await spool.add(row.key, row);
  await spool.end();
  return spool;
}

const MANY = Array.from({ length: 2000 }, (_, number): Kept => ({ key: `key-${number % 700}`, number }));

describe('rows kept in files', () => {
  it('come back once each; those of one key together, in the order in which they were kept', async () => {
    const groups = await groupsOf(await filled(MANY));
    expect(groups.flat().sort((a, b) => a.number - b.number)).toEqual(MANY);
    expect(groups.length).toBeGreaterThan(200);
    expect(groups.length).toBeLessThanOrEqual(256);
    for (const { key } of MANY.slice(0, 700)) {
      const numbers = groups.map((rows) => rows.filter((row) => row.key === key).map(({ number }) => number));
      expect(numbers.filter((some) => some.length > 0)).toEqual([
        MANY.filter((row) => row.key === key).map(({ number }) => number),
      ]);
    }
  });

  it('come in the same order, whoever came first', async () => {
    const keysOf = (groups: readonly Kept[][]) =>
      groups.map((rows) => [...new Set(rows.map(({ key }) => key))].sort());
    const again = await filled([...MANY].reverse(), 'again');
    expect(keysOf(await groupsOf(again))).toEqual(keysOf(await groupsOf(await filled(MANY))));
  });

  it('are those of some keys where these are named, and of few others', async () => {
    const spool = await filled(MANY);
    const wanted = ['key-3', 'key-333', 'nobody'];
    const groups = await groupsOf(spool, wanted);
    expect(groups.length).toBeLessThanOrEqual(wanted.length);
    for (const key of ['key-3', 'key-333'])
      expect(groups.flat().filter((row) => row.key === key)).toEqual(MANY.filter((row) => row.key === key));
    expect(await groupsOf(spool, [])).toEqual([]);
  });

  it('are what they were, however long they are and whatever is in them', async () => {
    const texts = fc.array(
      fc.record({
        text: fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constant('\n\r\u2028'),
          fc.constant('x'.repeat(70_000)),
        ),
      }),
      { maxLength: 8 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (some) => {
        const rows = some.map(({ text }, number) => ({ key: 'one', number, text }));
        const groups = await groupsOf(await filled(rows, `run-${++run}`));
        expect(groups).toEqual(rows.length === 0 ? [] : [rows]);
      }),
      { numRuns: 20 },
    );
  });

  it('wait in memory for no more than a piece of a file', async () => {
    const spool = new Spool<Kept>(join(folder, 'rows'));
    const row = { key: 'one', number: 1, text: 'x'.repeat(1000) };
    const size = JSON.stringify(row).length;
    const fits = Math.ceil((64 * 1024) / size);
    for (let i = 1; i < fits; i += 1) await spool.add('one', row);
    expect(await readdir(folder)).toEqual([]);
    await spool.add('one', row);
    const [file = ''] = await readdir(join(folder, 'rows'));
    expect((await stat(join(folder, 'rows', file))).size).toBe(fits * (size + 1));
    await spool.add('one', row);
    await spool.end();
    await spool.end();
    expect((await groupsOf(spool)).flat()).toHaveLength(fits + 1);
  });

  it('can be read by nobody else on the machine, and are gone once they are removed', async () => {
    const spool = await filled([{ key: 'one', number: 1 }]);
    const path = join(folder, 'rows');
    const [file = ''] = await readdir(path);
    if (process.platform !== 'win32') {
      expect((await stat(path)).mode & 0o777).toBe(0o700);
      expect((await stat(join(path, file))).mode & 0o777).toBe(0o600);
    }
    await spool.remove();
    await spool.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('take no folder where there are none', async () => {
    const spool = await filled([]);
    expect(await groupsOf(spool)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});
