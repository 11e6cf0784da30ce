/** The book in a folder, beside what store.test.ts says: who is told, what is held in memory, what is listed. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkAll } from '../../../domain/store/check.js';
import { type PartsOfMany, partOfMany } from '../../../domain/store/documents.js';
import {
  CLOCK,
  COUNTER,
  type Counter,
  CounterFolder,
  envelope,
  full,
  many,
  set,
  UNAVAILABLE,
} from '../../support/counter-folder.js';

/** One of them waits for the lock to be refreshed, on a machine that may be busy. */
jest.setTimeout(30_000);

let book: CounterFolder;
beforeEach(async () => {
  book = await CounterFolder.make();
});
afterEach(async () => {
  await book.remove();
});

describe('whoever watches a kind', () => {
  it('is told of each change with the document and its stamp, and of a removal', async () => {
    const store = await book.open();
    const told: unknown[] = [];
    store.watch(COUNTER, (key, now) => told.push([key, now]));
    store.watch({ ...COUNTER, name: 'others' }, () => told.push('of another kind'));
    await set(store, 'p/a', 1);
    const stamp = (await store.stamps(COUNTER)).get('p/a');
    expect(told).toEqual([['p/a', { document: { count: 1 }, stamp }]]);
    await store.remove(COUNTER, 'p/a');
    expect(told.slice(1)).toEqual([['p/a', undefined]]);
  });

  it('is not told of what has not changed, failed, or was not there', async () => {
    let failing = false;
    const store = await book.open({
      onStep: () => {
        if (failing) throw full();
      },
    });
    await set(store, 'a', 1);
    const told: string[] = [];
    store.watch(COUNTER, (key) => told.push(key));
    await store.update(COUNTER, 'a', (now) => ({ next: now ?? { count: 0 }, result: undefined }));
    await store.remove(COUNTER, 'never');
    failing = true;
    await expect(set(store, 'a', 2)).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.remove(COUNTER, 'a')).rejects.toMatchObject(UNAVAILABLE);
    expect(told).toEqual([]);
  });

  it('is told of a change of many as such, once, and not where nothing changed', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    const told: string[] = [];
    store.watch(COUNTER, (key) => told.push(key));
    store.watchMany(() => told.push('many'));
    await store.updateMany(many({ a: 2, b: 3 }));
    expect(told).toEqual(['many']);
    await store.updateMany(many({}));
    expect(told).toEqual(['many']);
  });
});

describe('what is in memory', () => {
  it('is given again as it is, without looking at the file', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    const first = await store.read(COUNTER, 'a');
    await writeFile(book.pathOf('a'), envelope(9));
    expect(await store.read(COUNTER, 'a')).toBe(first);
    await set(store, 'b', 1);
    expect(await store.read(COUNTER, 'a')).toBe(first);
  });

  it('is kept of what was read, too', async () => {
    await book.put('a', envelope(1));
    const store = await book.open();
    const first = await store.read(COUNTER, 'a');
    await writeFile(book.pathOf('a'), envelope(9));
    expect(await store.read(COUNTER, 'a')).toBe(first);
  });

  it('that there is none is remembered for two seconds', async () => {
    const store = await book.open();
    // What the memory goes by.
    const now = jest.spyOn(performance, 'now').mockReturnValue(1000);
    try {
      expect(await store.read(COUNTER, 'a')).toBeUndefined();
      await book.put('a', envelope(9));
      // It looks at the time no more than once in a millisecond.
      now.mockReturnValue(3000);
      await setTimeout(5);
      expect(await store.read(COUNTER, 'a')).toBeUndefined();
      now.mockReturnValue(3001);
      await setTimeout(5);
      expect(await store.read(COUNTER, 'a')).toEqual({ count: 9 });
    } finally {
      now.mockRestore();
    }
  });

  it('is no more than there is room for: what was asked for longest ago goes', async () => {
    const store = await book.open({ cacheDocuments: 2 });
    for (const key of ['a', 'b', 'c']) await set(store, key, 1);
    for (const key of ['a', 'b', 'c']) await writeFile(book.pathOf(key), envelope(9));
    const counts = [];
    for (const key of ['c', 'b', 'a']) counts.push((await store.read(COUNTER, key))?.count);
    expect(counts).toEqual([1, 1, 9]);
  });

  it('is not what a look at the file goes by', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    await store.verify(COUNTER, 'a');
    await writeFile(book.pathOf('a'), '{');
    await expect(store.verify(COUNTER, 'a')).rejects.toMatchObject({ facts: { reason: 'cutOff' } });
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 1 });
  });

  it('is not pushed out by a change of many, and not filled by it', async () => {
    const store = await book.open({ cacheDocuments: 2 });
    await book.put('x', envelope(1));
    await set(store, 'a', 1);
    const same: PartsOfMany = async function* () {
      for (const key of ['x', 'y', 'z'])
        yield partOfMany<Counter | undefined>(COUNTER as never, key, (now) => now);
    };
    await store.updateMany(same);
    await writeFile(book.pathOf('x'), envelope(9));
    expect(await store.read(COUNTER, 'x')).toEqual({ count: 9 });
  });

  it('does not count any more once the folder has passed to somebody else', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    await rm(join(book.folder, '.lock'), { recursive: true });
    // The owner finds out when it refreshes its lock.
    while ((await store.read(COUNTER, 'a'))?.count === 1) {
      await writeFile(book.pathOf('a'), envelope(9));
      await setImmediate();
    }
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 9 });
    await expect(store.updateMany(many({ a: 1 }))).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.snapshot(CLOCK, [])).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('a folder of documents', () => {
  it('that is no folder can not be listed, and is named', async () => {
    const store = await book.open();
    await writeFile(join(book.folder, 'counters'), 'in the way');
    const refusal = { code: 'DocumentUnreadable', file: 'data/counters', reason: 'unreadable' };
    await expect(store.list(COUNTER)).rejects.toMatchObject({ facts: refusal });
    await expect(store.list(COUNTER, 'p')).rejects.toMatchObject({ facts: { file: 'data/counters/p' } });
    const found = [];
    for await (const one of checkAll(store, [COUNTER, { ...COUNTER, name: 'nothing' }])) found.push(one);
    expect(found).toEqual([{ file: 'data/counters', reason: 'unreadable' }]);
  });

  it('that was taken away by hand is made again after the first write has failed', async () => {
    const store = await book.open();
    await set(store, 'p/a', 1);
    await rm(join(book.folder, 'counters'), { recursive: true });
    await expect(set(store, 'p/a', 2)).rejects.toMatchObject(UNAVAILABLE);
    expect(await set(store, 'p/a', 2)).toBe(2);
    expect(await readFile(book.pathOf('p/a'), 'utf8')).toContain('"count":2');
  });

  it('is listed with the stamps of what is below the prefix alone', async () => {
    const store = await book.open();
    for (const key of ['p/a', 'p/b', 'pq/c']) await set(store, key, 1);
    expect([...(await store.stamps(COUNTER, 'p')).keys()].sort()).toEqual(['p/a', 'p/b']);
    expect((await store.stamps(COUNTER)).size).toBe(3);
    expect(await store.list(COUNTER, 'p/a')).toEqual(['p/a']);
  });

  it('is not listed by what is no key', async () => {
    const store = await book.open();
    await expect(store.list(COUNTER, '../x')).rejects.toThrow('not a key');
  });
});

describe('a document that can not be read', () => {
  it.each([
    ['no text', new Uint8Array([0x7b, 0xff])],
    ['cut off', '{'],
  ])('(%s) can be removed, and is left as it was where that fails', async (_what, content) => {
    let failing = false;
    const store = await book.open({
      onStep: (step) => {
        if (failing && step === 'rename') throw full();
      },
    });
    await book.put('a', content);
    failing = true;
    await expect(store.remove(COUNTER, 'a')).rejects.toMatchObject(UNAVAILABLE);
    expect(await readFile(book.pathOf('a'))).toEqual(Buffer.from(content));
    failing = false;
    await store.remove(COUNTER, 'a');
    expect(await store.list(COUNTER)).toEqual([]);
  });
});

describe('a book that is closed', () => {
  it('refuses every change, and can be closed again', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    await Promise.all([store.close(), store.close()]);
    for (const act of [
      set(store, 'a', 2),
      store.remove(COUNTER, 'a'),
      store.updateMany(many({ a: 2 })),
      store.snapshot(CLOCK, []),
    ])
      await expect(act).rejects.toMatchObject(UNAVAILABLE);
    expect(await (await book.open()).read(COUNTER, 'a')).toEqual({ count: 1 });
  });

  it('is let go of after the changes of many and the reading that are under way', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    const changing = store.updateMany(many({ a: 2, b: 3 }));
    await setImmediate();
    await store.close();
    const next = await book.open();
    expect(await next.read(COUNTER, 'a')).toEqual({ count: 2 });
    expect(await changing).toBe(2);
  });
});
