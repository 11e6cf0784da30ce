/** A change of many documents, beside what store-many.test.ts says: what waits for what, and a disk that fails. */
import { readdir, readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PartsOfMany, partOfMany } from '../../../domain/store/documents.js';
import { CLOCK, COUNTER, CounterFolder, full, many, set, UNAVAILABLE } from '../../support/counter-folder.js';

let book: CounterFolder;
beforeEach(async () => {
  book = await CounterFolder.make();
});
afterEach(async () => {
  await book.remove();
});

describe('a change of many', () => {
  it('has others wait while its documents take their places, to read and to change', async () => {
    let reached = () => {};
    let go = () => {};
    const moving = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const free = new Promise<void>((resolve) => {
      go = resolve;
    });
    const store = await book.open({
      onSwitchStep: async (step) => {
        if (step !== 'move') return;
        reached();
        await free;
      },
    });
    await set(store, 'a', 1);
    await set(store, 'b', 1);
    const changing = store.updateMany(many({ a: 2, b: 2 }));
    await moving;
    const order: string[] = [];
    const others = [
      store.read(COUNTER, 'a').then((now) => order.push(`read ${now?.count}`)),
      store
        .update(COUNTER, 'b', (now) => ({ next: { count: (now?.count ?? 0) + 1 }, result: undefined }))
        .then(() => order.push('changed')),
    ];
    for (let i = 0; i < 20; i += 1) await setImmediate();
    expect(order).toEqual([]);
    go();
    await changing;
    await Promise.all(others);
    expect(order.toSorted()).toEqual(['changed', 'read 2']);
    expect(await store.read(COUNTER, 'b')).toEqual({ count: 3 });
  });

  it('waits for another one: both are done', async () => {
    const store = await book.open();
    const add: PartsOfMany = async function* () {
      for (const key of ['a', 'b'])
        yield partOfMany(COUNTER, key, (now) => ({ count: (now?.count ?? 0) + 1 }));
    };
    expect(await Promise.all([store.updateMany(add), store.updateMany(add), store.updateMany(add)])).toEqual([
      2, 2, 2,
    ]);
    expect([await store.read(COUNTER, 'a'), await store.read(COUNTER, 'b')]).toEqual([
      { count: 3 },
      { count: 3 },
    ]);
  });

  it('leaves a document alone that somebody else has made what it was to become', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    let first = true;
    const told: string[] = [];
    store.watchMany(() => told.push('many'));
    const toTen: PartsOfMany = async function* () {
      yield partOfMany(COUNTER, 'a', (now) => (now?.count === 10 ? now : { count: 10 }));
      if (first) await set(store, 'a', 10);
      first = false;
    };
    expect(await store.updateMany(toTen)).toBe(0);
    expect(told).toEqual([]);
    expect(JSON.parse(await readFile(book.pathOf('a'), 'utf8'))).toMatchObject({
      version: 2,
      document: { count: 10 },
    });
  });

  it('asks again only for what was changed meanwhile', async () => {
    const store = await book.open();
    const given: string[] = [];
    let first = true;
    const parts: PartsOfMany = async function* (wanted) {
      for (const key of ['a', 'b', 'c']) {
        const part = partOfMany(COUNTER, key, (now) => {
          given.push(key);
          return { count: (now?.count ?? 0) + 10 };
        });
        // Whether it is wanted or not: it is looked at.
        if (wanted(part) || !first) yield part;
      }
      if (first) await set(store, 'b', 1);
      first = false;
    };
    expect(await store.updateMany(parts)).toBe(3);
    expect(given).toEqual(['a', 'b', 'c', 'b']);
    expect(await store.read(COUNTER, 'b')).toEqual({ count: 11 });
  });

  it.each(['prepare', 'commit'] as const)('for which there is no room at "%s" is none', async (at) => {
    let failing = true;
    const store = await book.open({
      onSwitchStep: (step) => {
        if (failing && step === at) throw full();
      },
    });
    await set(store, 'a', 1);
    const change = store.updateMany(many({ a: 2, b: 2 }));
    await expect(change).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: 'ENOSPC' } });
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 1 });
    expect(await readdir(book.folder)).not.toContain('.switch');
    failing = false;
    expect(await store.updateMany(many({ a: 2, b: 2 }))).toBe(2);
  });

  it('that stumbles once while the documents take their places gets there', async () => {
    let stumbles = 1;
    const store = await book.open({
      onSwitchStep: (step) => {
        if (step === 'move' && stumbles-- > 0) throw full();
      },
    });
    expect(await store.updateMany(many({ a: 2, b: 2 }))).toBe(2);
    expect(await store.read(COUNTER, 'b')).toEqual({ count: 2 });
  });

  it('that can not be brought to its end refuses all changes until the next start does', async () => {
    let moves = 0;
    const store = await book.open({
      onSwitchStep: (step) => {
        if (step === 'move' && ++moves > 1) throw full();
      },
    });
    const told: string[] = [];
    store.watchMany(() => told.push('many'));
    const cause = {
      name: 'Halfway',
      message: expect.stringContaining('next start'),
      cause: { code: 'ENOSPC' },
    };
    await expect(store.updateMany(many({ a: 2, b: 2 }))).rejects.toMatchObject({ ...UNAVAILABLE, cause });
    expect(told).toEqual([]);
    for (const act of [
      set(store, 'c', 1),
      store.remove(COUNTER, 'a'),
      store.updateMany(many({ c: 1 })),
      store.snapshot(CLOCK, []),
    ])
      await expect(act).rejects.toMatchObject(UNAVAILABLE);
    await store.close();
    const next = await book.open();
    const found = await Promise.all(['a', 'b', 'c'].map((key) => next.read(COUNTER, key)));
    expect(found).toEqual([{ count: 2 }, { count: 2 }, undefined]);
    expect(await readdir(book.folder)).not.toContain('.switch');
  });
});
