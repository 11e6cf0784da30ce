/** The book in a folder, beside what store.test.ts says: who is told, what is held in memory, and what waits for what. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { checkAll } from '../../../domain/store/check.js';
import { type DocumentKind, type PartsOfMany, partOfMany } from '../../../domain/store/documents.js';
import { FolderInUse } from '../../../domain/store/folder-lock.js';
import {
  type JsonDocuments,
  type JsonDocumentsOptions,
  openJsonDocuments,
} from '../../../domain/store/json-documents.js';

/** One of them waits for the lock to be refreshed, on a machine that may be busy. */
jest.setTimeout(30_000);

interface Counter {
  count: number;
}
const COUNTER: DocumentKind<Counter> = {
  name: 'counters',
  format: 1,
  schema: z.strictObject({ count: z.number() }),
};
const CLOCK = { now: () => new Date('2026-11-21T13:00:00.000Z') };
const UNAVAILABLE = { facts: { code: 'StoreUnavailable' } };

let base: string;
let folder: string;
const opened: JsonDocuments[] = [];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'book-'));
  folder = join(base, 'data');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await rm(base, { recursive: true, force: true });
});

async function open(options: Partial<JsonDocumentsOptions> = {}): Promise<JsonDocuments> {
  const store = await openJsonDocuments({ folder, ...options });
  opened.push(store);
  return store;
}

const pathOf = (key: string) => join(folder, 'counters', `${key}.json`);
const set = (store: JsonDocuments, key: string, count: number) =>
  store.update(COUNTER, key, () => ({ next: { count }, result: count }));
const many = (counts: Readonly<Record<string, number>>): PartsOfMany =>
  async function* () {
    for (const [key, count] of Object.entries(counts)) yield partOfMany(COUNTER, key, () => ({ count }));
  };
const put = async (key: string, text: string | Uint8Array) => {
  await mkdir(dirname(pathOf(key)), { recursive: true });
  await writeFile(pathOf(key), text);
};
const envelope = (count: number) => JSON.stringify({ format: 1, version: 1, document: { count } });
const full = () => Object.assign(new Error('no space left'), { code: 'ENOSPC' });

describe('whoever watches a kind', () => {
  it('is told of each change with the document and its stamp, and of a removal', async () => {
    const store = await open();
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
    const store = await open({
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
    const store = await open();
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
    const store = await open();
    await set(store, 'a', 1);
    const first = await store.read(COUNTER, 'a');
    await writeFile(pathOf('a'), envelope(9));
    expect(await store.read(COUNTER, 'a')).toBe(first);
    await set(store, 'b', 1);
    expect(await store.read(COUNTER, 'a')).toBe(first);
  });

  it('is kept of what was read, too', async () => {
    await put('a', envelope(1));
    const store = await open();
    const first = await store.read(COUNTER, 'a');
    await writeFile(pathOf('a'), envelope(9));
    expect(await store.read(COUNTER, 'a')).toBe(first);
  });

  it('that there is none is remembered for two seconds', async () => {
    const store = await open();
    // What the memory goes by.
    const now = jest.spyOn(performance, 'now').mockReturnValue(1000);
    try {
      expect(await store.read(COUNTER, 'a')).toBeUndefined();
      await put('a', envelope(9));
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
    const store = await open({ cacheDocuments: 2 });
    for (const key of ['a', 'b', 'c']) await set(store, key, 1);
    for (const key of ['a', 'b', 'c']) await writeFile(pathOf(key), envelope(9));
    const counts = [];
    for (const key of ['c', 'b', 'a']) counts.push((await store.read(COUNTER, key))?.count);
    expect(counts).toEqual([1, 1, 9]);
  });

  it('is not what a look at the file goes by', async () => {
    const store = await open();
    await set(store, 'a', 1);
    await store.verify(COUNTER, 'a');
    await writeFile(pathOf('a'), '{');
    await expect(store.verify(COUNTER, 'a')).rejects.toMatchObject({ facts: { reason: 'cutOff' } });
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 1 });
  });

  it('is not pushed out by a change of many, and not filled by it', async () => {
    const store = await open({ cacheDocuments: 2 });
    await put('x', envelope(1));
    await set(store, 'a', 1);
    const same: PartsOfMany = async function* () {
      for (const key of ['x', 'y', 'z'])
        yield partOfMany<Counter | undefined>(COUNTER as never, key, (now) => now);
    };
    await store.updateMany(same);
    await writeFile(pathOf('x'), envelope(9));
    expect(await store.read(COUNTER, 'x')).toEqual({ count: 9 });
  });

  it('does not count any more once the folder has passed to somebody else', async () => {
    const store = await open();
    await set(store, 'a', 1);
    await rm(join(folder, '.lock'), { recursive: true });
    // The owner finds out when it refreshes its lock.
    while ((await store.read(COUNTER, 'a'))?.count === 1) {
      await writeFile(pathOf('a'), envelope(9));
      await setImmediate();
    }
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 9 });
    await expect(store.updateMany(many({ a: 1 }))).rejects.toMatchObject(UNAVAILABLE);
    await expect(store.snapshot(CLOCK, [])).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('a folder of documents', () => {
  it('that is no folder can not be listed, and is named', async () => {
    const store = await open();
    await writeFile(join(folder, 'counters'), 'in the way');
    const refusal = { code: 'DocumentUnreadable', file: 'data/counters', reason: 'unreadable' };
    await expect(store.list(COUNTER)).rejects.toMatchObject({ facts: refusal });
    await expect(store.list(COUNTER, 'p')).rejects.toMatchObject({ facts: { file: 'data/counters/p' } });
    const found = [];
    for await (const one of checkAll(store, [COUNTER, { ...COUNTER, name: 'nothing' }])) found.push(one);
    expect(found).toEqual([{ file: 'data/counters', reason: 'unreadable' }]);
  });

  it('that was taken away by hand is made again after the first write has failed', async () => {
    const store = await open();
    await set(store, 'p/a', 1);
    await rm(join(folder, 'counters'), { recursive: true });
    await expect(set(store, 'p/a', 2)).rejects.toMatchObject(UNAVAILABLE);
    expect(await set(store, 'p/a', 2)).toBe(2);
    expect(await readFile(pathOf('p/a'), 'utf8')).toContain('"count":2');
  });

  it('is listed with the stamps of what is below the prefix alone', async () => {
    const store = await open();
    for (const key of ['p/a', 'p/b', 'pq/c']) await set(store, key, 1);
    expect([...(await store.stamps(COUNTER, 'p')).keys()].sort()).toEqual(['p/a', 'p/b']);
    expect((await store.stamps(COUNTER)).size).toBe(3);
    expect(await store.list(COUNTER, 'p/a')).toEqual(['p/a']);
  });

  it('is not listed by what is no key', async () => {
    const store = await open();
    await expect(store.list(COUNTER, '../x')).rejects.toThrow('not a key');
  });
});

describe('a document that can not be read', () => {
  it.each([
    ['no text', new Uint8Array([0x7b, 0xff])],
    ['cut off', '{'],
  ])('(%s) can be removed, and is left as it was where that fails', async (_what, content) => {
    let failing = false;
    const store = await open({
      onStep: (step) => {
        if (failing && step === 'rename') throw full();
      },
    });
    await put('a', content);
    failing = true;
    await expect(store.remove(COUNTER, 'a')).rejects.toMatchObject(UNAVAILABLE);
    expect(await readFile(pathOf('a'))).toEqual(Buffer.from(content));
    failing = false;
    await store.remove(COUNTER, 'a');
    expect(await store.list(COUNTER)).toEqual([]);
  });
});

describe('a book that is closed', () => {
  it('refuses every change, and can be closed again', async () => {
    const store = await open();
    await set(store, 'a', 1);
    await Promise.all([store.close(), store.close()]);
    for (const act of [
      set(store, 'a', 2),
      store.remove(COUNTER, 'a'),
      store.updateMany(many({ a: 2 })),
      store.snapshot(CLOCK, []),
    ])
      await expect(act).rejects.toMatchObject(UNAVAILABLE);
    expect(await (await open()).read(COUNTER, 'a')).toEqual({ count: 1 });
  });

  it('is let go of after the changes of many and the reading that are under way', async () => {
    const store = await open();
    await set(store, 'a', 1);
    const changing = store.updateMany(many({ a: 2, b: 3 }));
    await setImmediate();
    await store.close();
    const next = await open();
    expect(await next.read(COUNTER, 'a')).toEqual({ count: 2 });
    expect(await changing).toBe(2);
  });
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
    const store = await open({
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
    const store = await open();
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
    const store = await open();
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
    expect(JSON.parse(await readFile(pathOf('a'), 'utf8'))).toMatchObject({
      version: 2,
      document: { count: 10 },
    });
  });

  it('asks again only for what was changed meanwhile', async () => {
    const store = await open();
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
    const store = await open({
      onSwitchStep: (step) => {
        if (failing && step === at) throw full();
      },
    });
    await set(store, 'a', 1);
    const change = store.updateMany(many({ a: 2, b: 2 }));
    await expect(change).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: 'ENOSPC' } });
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 1 });
    expect(await readdir(folder)).not.toContain('.switch');
    failing = false;
    expect(await store.updateMany(many({ a: 2, b: 2 }))).toBe(2);
  });

  it('that stumbles once while the documents take their places gets there', async () => {
    let stumbles = 1;
    const store = await open({
      onSwitchStep: (step) => {
        if (step === 'move' && stumbles-- > 0) throw full();
      },
    });
    expect(await store.updateMany(many({ a: 2, b: 2 }))).toBe(2);
    expect(await store.read(COUNTER, 'b')).toEqual({ count: 2 });
  });

  it('that can not be brought to its end refuses all changes until the next start does', async () => {
    let moves = 0;
    const store = await open({
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
    const next = await open();
    const found = await Promise.all(['a', 'b', 'c'].map((key) => next.read(COUNTER, key)));
    expect(found).toEqual([{ count: 2 }, { count: 2 }, undefined]);
    expect(await readdir(folder)).not.toContain('.switch');
  });
});

describe('the lock of a folder', () => {
  it('that another one has taken is not let go of by the one before', async () => {
    const first = await open();
    await rm(join(folder, '.lock'), { recursive: true });
    await open();
    await first.close();
    await expect(openJsonDocuments({ folder, lockWaitMs: 1 })).rejects.toThrow(FolderInUse);
  });

  it('says who is in the way', async () => {
    await open();
    await expect(openJsonDocuments({ folder, lockWaitMs: 1 })).rejects.toMatchObject({
      name: 'FolderInUse',
      folder,
      message: `The folder ${folder} is in use by another process.`,
      cause: { code: 'ELOCKED' },
    });
  });

  it('is not waited for where it can not be had at all', async () => {
    await mkdir(folder);
    await writeFile(join(folder, '.lock'), 'in the way of a folder');
    const messages: string[] = [];
    const opening = openJsonDocuments({ folder, lockWaitMs: 1, log: (message) => messages.push(message) });
    await expect(opening).rejects.toThrow();
  });

  it('whose mark has gone is not ours any more', async () => {
    const store = await open();
    await set(store, 'a', 1);
    await writeFile(join(folder, '.owner'), 'somebody else');
    await expect(set(store, 'a', 2)).rejects.toMatchObject({
      ...UNAVAILABLE,
      cause: { message: expect.stringContaining('another owner') },
    });
    await expect(store.updateMany(many({ a: 2 }))).rejects.toThrow('another owner');
    expect(await store.read(COUNTER, 'a')).toEqual({ count: 1 });
  });
});

describe('what a process of an earlier version left', () => {
  it('is deleted at the first start, whatever else is called nearly so', async () => {
    const id = 'x'.repeat(21);
    const left = [`a.json.${id}.tmp`, `p/b.json.${id}.tmp`];
    const ours = ['a.json.tmp', `a.json.${id}.tmp.txt`, `a.txt.${id}.tmp`, `a.json.${id}x.tmp`];
    await mkdir(join(folder, 'counters', 'p'), { recursive: true });
    for (const name of [...left, ...ours]) await writeFile(join(folder, 'counters', name), '');
    await (await open()).close();
    const found = await readdir(join(folder, 'counters'), { recursive: true });
    expect(found.filter((name) => name !== 'p').sort()).toEqual(ours.toSorted());
  });

  it('is not looked for where new files have a place of their own, which is emptied', async () => {
    const left = join(folder, 'counters', `a.json.${'x'.repeat(21)}.tmp`);
    await mkdir(join(folder, 'counters'), { recursive: true });
    await mkdir(join(folder, '.tmp'));
    await writeFile(left, '');
    await writeFile(join(folder, '.tmp', 'half'), '');
    await open();
    expect(await readdir(join(folder, 'counters'))).toHaveLength(1);
    expect(await readdir(join(folder, '.tmp'))).toEqual([]);
  });
});
