/** Stamps of files, and who is told of changes. */
import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { stampOf, stampsOf } from '../../../domain/store/stamps.js';
import { Watchers } from '../../../domain/store/watchers.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stamps-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A file written at a moment, in seconds. */
async function written(name: string, text: string, seconds: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await utimes(path, seconds, seconds);
  return path;
}

describe('the stamp of a file', () => {
  it('is the same as long as the file is', async () => {
    const path = await written('a.json', 'text', 1000);
    expect(await stampOf(path)).toBe(await stampOf(path));
  });

  it('is another one for another text as long as it, a longer one, or one put in its place', async () => {
    const path = await written('a.json', 'text', 1000);
    const stamps = [await stampOf(path)];
    // Within the same millisecond.
    await written('a.json', 'next', 1000.0005);
    stamps.push(await stampOf(path));
    await written('a.json', 'longer', 1000.0005);
    stamps.push(await stampOf(path));
    await rename(await written('b.json', 'longer', 1000.0005), path);
    stamps.push(await stampOf(path));
    expect(new Set(stamps).size).toBe(4);
  });

  it('is empty where there is no file, and anything else is an error', async () => {
    expect(await stampOf(join(folder, 'none.json'))).toBe('');
    const path = await written('a.json', 'text', 1000);
    await expect(stampOf(join(path, 'below.json'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each([0, 1, 200, 201, 450])(
    'of %i files are had by key, and others go first now and then',
    async (count) => {
      const path = await written('a.json', 'text', 1000);
      const keys = Array.from({ length: count }, (_, i) => `key-${i}`);
      let others = 0;
      let ready = false;
      const asked: string[] = [];
      const pathOf = (key: string) => {
        asked.push(key);
        return key === 'key-0' ? path : join(folder, key);
      };
      const found = stampsOf(keys, pathOf).finally(() => {
        ready = true;
      });
      while (!ready) {
        await setImmediate();
        others += 1;
      }
      const stamps = await found;
      expect([...stamps.keys()]).toEqual(keys);
      expect(asked).toEqual(keys);
      expect([...stamps.values()]).toEqual(
        keys.map((_, i) => (i === 0 ? expect.stringContaining('-4-') : '')),
      );
      expect(others).toBeGreaterThanOrEqual(Math.ceil(count / 200));
    },
  );
});

describe('whoever watches', () => {
  const A: DocumentKind<string> = { name: 'a', format: 1, schema: z.string() };
  const B: DocumentKind<string> = { ...A, name: 'b' };
  const now = { document: 'text', stamp: 's' };

  it('is told of that kind only, in the order of who came first, and that it is gone', () => {
    const watchers = new Watchers();
    const told: unknown[] = [];
    watchers.add(A, (...of) => told.push(['first', ...of]));
    watchers.add(A, (...of) => told.push(['second', ...of]));
    watchers.add(B, (...of) => told.push(['other', ...of]));
    watchers.tell(A, 'key', now);
    watchers.tell(B, 'key', undefined);
    watchers.tell({ ...A, name: 'c' }, 'key', now);
    expect(told).toEqual([
      ['first', 'key', now],
      ['second', 'key', now],
      ['other', 'key', undefined],
    ]);
    expect([A, B, { ...A, name: 'c' }].map((kind) => watchers.has(kind))).toEqual([true, true, false]);
  });

  it('is told of a change of many', () => {
    const watchers = new Watchers();
    const told: string[] = [];
    watchers.addOfMany(() => told.push('first'));
    watchers.addOfMany(() => told.push('second'));
    watchers.tellOfMany();
    expect(told).toEqual(['first', 'second']);
  });
});
