/** Looking through the whole book for what can not be read. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusals.js';
import { checkAll } from '../../../domain/store/check.js';
import type { DocumentKind } from '../../../domain/store/documents.js';

const kind = (name: string): DocumentKind<unknown> => ({ name, format: 1, schema: z.unknown() });
const damaged = (file: string) =>
  new Refusal({ code: 'DocumentUnreadable', file: `data/${file}.json`, reason: 'cutOff' });

/** Documents "a" to "d" of each kind; those named, or the list of a kind, fail so. */
const book = (failing: Readonly<Record<string, Error>>, looked: string[] = []) => ({
  list: async (of: { readonly name: string }) => {
    const error = failing[of.name];
    if (error) throw error;
    return ['a', 'b', 'c', 'd'];
  },
  verify: async (of: { readonly name: string }, key: string) => {
    looked.push(`${of.name}/${key}`);
    const error = failing[`${of.name}/${key}`];
    if (error) throw error;
  },
});

async function found(of: ReturnType<typeof book>): Promise<string[]> {
  const files: string[] = [];
  for await (const { file, reason } of checkAll(of, [kind('x'), kind('y')])) files.push(`${file} ${reason}`);
  return files;
}

describe('a look through the book', () => {
  it('reads every document of every kind once, and tells of none where all can be read', async () => {
    const looked: string[] = [];
    expect(await found(book({}, looked))).toEqual([]);
    expect(looked).toEqual(['x/a', 'x/b', 'x/c', 'x/d', 'y/a', 'y/b', 'y/c', 'y/d']);
  });

  it('tells what can not be read, and goes on', async () => {
    const failing = { 'x/b': damaged('x/b'), 'x/d': damaged('x/d'), 'y/a': damaged('y/a') };
    expect(await found(book(failing))).toEqual(
      ['x/b', 'x/d', 'y/a'].map((file) => `data/${file}.json cutOff`),
    );
  });

  it('tells of a kind that can not be listed, and goes on with the next', async () => {
    const looked: string[] = [];
    expect(await found(book({ x: damaged('x') }, looked))).toEqual(['data/x.json cutOff']);
    expect(looked).toEqual(['y/a', 'y/b', 'y/c', 'y/d']);
  });

  it.each([
    ['x', new Error('no such disk')],
    ['x/b', new Error('no such disk')],
    ['x/b', new Refusal({ code: 'StoreUnavailable' })],
  ])('ends where something else goes wrong at %s', async (at, error) => {
    await expect(found(book({ [at]: error }))).rejects.toBe(error);
  });

  it('lets others go first after each file', async () => {
    let others = 0;
    let looking = true;
    const done = found(book({})).finally(() => {
      looking = false;
    });
    while (looking) {
      await setImmediate();
      others += 1;
    }
    await done;
    expect(others).toBeGreaterThanOrEqual(8);
  });
});
