import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isRefusal } from '../../domain/refusals.js';
import { checkAll } from '../../domain/store/check.js';
import type { DocumentKind } from '../../domain/store/documents.js';
import type { WriteStep } from '../../domain/store/durable-file.js';
import { FolderInUse } from '../../domain/store/folder-lock.js';
import type { JsonDocuments, JsonDocumentsOptions } from '../../domain/store/json-documents.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';

interface Counter {
  count: number;
  notes: string[];
}
const COUNTER: DocumentKind<Counter> = {
  name: 'counters',
  format: 2,
  schema: z.strictObject({ count: z.number(), notes: z.array(z.string()) }),
};

let base: string;
let folder: string;
const opened: JsonDocuments[] = [];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'store-'));
  folder = join(base, 'data');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await rm(base, { recursive: true });
});

async function openStore(options: Partial<JsonDocumentsOptions> = {}): Promise<JsonDocuments> {
  const store = await openJsonDocuments({ folder, ...options });
  opened.push(store);
  return store;
}

const pathOf = (key: string, inFolder = folder) => join(inFolder, 'counters', `${key}.json`);
const set = (store: JsonDocuments, key: string, count: number) =>
  store.update(COUNTER, key, () => ({ next: { count, notes: [] }, result: count }));
const increment = (store: JsonDocuments, key: string) =>
  store.update(COUNTER, key, (current) => {
    const count = (current?.count ?? 0) + 1;
    return { next: { count, notes: current?.notes ?? [] }, result: count };
  });
const put = async (key: string, text: string | Uint8Array) => {
  await mkdir(dirname(pathOf(key)), { recursive: true });
  await writeFile(pathOf(key), text);
};
const envelope = (document: unknown, format = 2) => JSON.stringify({ format, version: 1, document });
const unavailable = { facts: { code: 'StoreUnavailable' } };

/** A hook that fails each write at one step for as long as it is armed. */
function faultAt(step: WriteStep) {
  const fault = { armed: false, step, onStep: (at: WriteStep) => fault.check(at), check };
  function check(at: WriteStep) {
    if (fault.armed && at === fault.step) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  }
  return fault;
}

describe('documents', () => {
  it('that were not there are found once somebody has put them back, and are not written over', async () => {
    const store = await openStore();
    expect(await store.read(COUNTER, 'a')).toBeUndefined();
    await put('a', envelope({ count: 41, notes: ['by hand'] }));
    expect(await increment(store, 'a')).toBe(42);
    expect((await store.read(COUNTER, 'a'))?.notes).toEqual(['by hand']);
  });

  it('lie in a folder that nobody else on the machine can look into', async () => {
    await openStore();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('are undefined where there is none, and what the last update made of them otherwise', async () => {
    const store = await openStore();
    expect(await store.read(COUNTER, 'p/one')).toBeUndefined();
    expect(await set(store, 'p/one', 7)).toBe(7);
    expect(await store.read(COUNTER, 'p/one')).toEqual({ count: 7, notes: [] });
  });

  it('outlast the process', async () => {
    const store = await openStore();
    await set(store, 'p/one', 7);
    await store.close();
    expect(await (await openStore()).read(COUNTER, 'p/one')).toEqual({ count: 7, notes: [] });
  });

  it('are one file each, with the format and a version that goes up by one with each write', async () => {
    const store = await openStore();
    await set(store, 'p/one', 1);
    await set(store, 'p/one', 2);
    expect(JSON.parse(await readFile(pathOf('p/one'), 'utf8'))).toEqual({
      format: 2,
      version: 2,
      document: { count: 2, notes: [] },
    });
    await store.close();
    await increment(await openStore(), 'p/one');
    expect(JSON.parse(await readFile(pathOf('p/one'), 'utf8'))).toMatchObject({ version: 3 });
  });

  it('are frozen through and through, also the one that a change is given', async () => {
    const store = await openStore();
    await set(store, 'one', 1);
    const read = await store.read(COUNTER, 'one');
    expect(Object.isFrozen(read) && Object.isFrozen(read?.notes)).toBe(true);
    const push = store.update(COUNTER, 'one', (current) => {
      current?.notes.push('changed in place');
      return { next: { count: 2, notes: [] }, result: undefined };
    });
    await expect(push).rejects.toThrow(TypeError);
    expect(await store.read(COUNTER, 'one')).toEqual({ count: 1, notes: [] });
  });

  it('are not changed later through the object that an update was given', async () => {
    const store = await openStore();
    const next: Counter = { count: 1, notes: [] };
    await store.update(COUNTER, 'one', () => ({ next, result: undefined }));
    next.notes.push('too late');
    expect(await store.read(COUNTER, 'one')).toEqual({ count: 1, notes: [] });
  });

  it('are not written where a change gives back the current one', async () => {
    const store = await openStore();
    await set(store, 'one', 1);
    const before = await readFile(pathOf('one'), 'utf8');
    const same = store.update(COUNTER, 'one', (current) => ({
      next: current ?? { count: 0, notes: [] },
      result: 'same',
    }));
    expect(await same).toBe('same');
    expect(await readFile(pathOf('one'), 'utf8')).toBe(before);
  });

  it('are as before, in memory and on disk, where a change throws', async () => {
    const store = await openStore();
    await set(store, 'one', 1);
    const before = await readFile(pathOf('one'), 'utf8');
    const failing = store.update(COUNTER, 'one', () => {
      throw new Error('refused by a rule');
    });
    await expect(failing).rejects.toThrow('refused by a rule');
    expect(await store.read(COUNTER, 'one')).toEqual({ count: 1, notes: [] });
    expect(await readFile(pathOf('one'), 'utf8')).toBe(before);
    expect(await increment(store, 'one')).toBe(2);
  });

  it('are never written in a shape that could not be read back', async () => {
    const store = await openStore();
    await set(store, 'one', 1);
    const nan = store.update(COUNTER, 'one', () => ({
      next: { count: Number.NaN, notes: [] },
      result: undefined,
    }));
    await expect(nan).rejects.toThrow('counters/one could not be read back');
    await expect(nan).rejects.not.toMatchObject({ name: 'Refusal' });
    expect(await store.read(COUNTER, 'one')).toEqual({ count: 1, notes: [] });
  });

  it('queue their changes: a hundred at once count to a hundred', async () => {
    const store = await openStore();
    const results = await Promise.all(Array.from({ length: 100 }, () => increment(store, 'p/one')));
    expect(results).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(await store.read(COUNTER, 'p/one')).toMatchObject({ count: 100 });
  });

  it('do not wait for each other', async () => {
    let free = () => {};
    const held = new Promise<void>((done) => {
      free = done;
    });
    let first = true;
    const store = await openStore({
      onStep: () => {
        const wait = first;
        first = false;
        return wait ? held : undefined;
      },
    });
    const slow = set(store, 'slow', 1);
    await set(store, 'quick', 2);
    expect(await store.read(COUNTER, 'quick')).toMatchObject({ count: 2 });
    free();
    expect(await slow).toBe(1);
  });

  it('are still served once more of them were read than memory holds', async () => {
    const store = await openStore({ cacheDocuments: 2 });
    for (const key of ['a', 'b', 'c', 'd']) await set(store, key, 1);
    const counts = await Promise.all(['a', 'b', 'c', 'd'].map((key) => increment(store, key)));
    expect(counts).toEqual([2, 2, 2, 2]);
  });

  it.each([
    '',
    '.',
    '..',
    '../other',
    'p/../../other',
    '/absolute',
    'p//one',
    'p/',
    'a b',
    'p\\one',
    'é',
    'a\0',
    'x.json/one',
    'a'.repeat(201),
  ])('have no key %j', async (key) => {
    const store = await openStore();
    await expect(store.read(COUNTER, key)).rejects.toThrow('not a key');
    await expect(set(store, key, 1)).rejects.toThrow('not a key');
    await expect(store.remove(COUNTER, key)).rejects.toThrow('not a key');
  });

  it('are listed by whole segments of their key, without temporary or foreign files', async () => {
    const store = await openStore();
    for (const key of ['p', 'p/one', 'p/deep/two', 'pq/three']) await set(store, key, 1);
    await put('p/a copy of one', '{}');
    await writeFile(`${pathOf('p/one')}.tmp`, '');
    expect((await store.list(COUNTER)).sort()).toEqual(['p', 'p/deep/two', 'p/one', 'pq/three']);
    expect((await store.list(COUNTER, 'p')).sort()).toEqual(['p', 'p/deep/two', 'p/one']);
    expect(await store.list(COUNTER, 'nobody')).toEqual([]);
    expect(await store.list({ ...COUNTER, name: 'nothing' })).toEqual([]);
  });

  it('can be removed, and it is no error where there is none', async () => {
    const store = await openStore();
    await set(store, 'p/one', 1);
    await store.remove(COUNTER, 'p/one');
    await store.remove(COUNTER, 'p/one');
    await store.remove(COUNTER, 'never/there');
    expect(await store.read(COUNTER, 'p/one')).toBeUndefined();
    expect(await store.list(COUNTER)).toEqual([]);
    expect(await increment(store, 'p/one')).toBe(1);
  });
});

describe('a file that can not be read', () => {
  const damaged: [string, string | Uint8Array, string][] = [
    ['is empty', '', 'cutOff'],
    ['ends too early', envelope({ count: 1, notes: [] }).slice(0, 30), 'cutOff'],
    ['has bytes that are no text', new Uint8Array([0x7b, 0xff, 0xfe]), 'cutOff'],
    ['is from a newer version', JSON.stringify({ format: 3, anything: true }), 'newerVersion'],
    ['has another shape', envelope({ count: 'one', notes: [] }), 'wrongShape'],
    ['has a field too many', envelope({ count: 1, notes: [], more: 1 }), 'wrongShape'],
    ['has no envelope', JSON.stringify({ count: 1, notes: [] }), 'wrongShape'],
    ['is null', 'null', 'wrongShape'],
  ];

  it.each(damaged)('because it %s is refused and never overwritten', async (_, content, reason) => {
    const store = await openStore();
    await put('p/bad', content);
    await set(store, 'p/good', 1);
    const refusal = { facts: { code: 'DocumentUnreadable', file: 'data/counters/p/bad.json', reason } };
    await expect(store.read(COUNTER, 'p/bad')).rejects.toMatchObject(refusal);
    await expect(increment(store, 'p/bad')).rejects.toMatchObject(refusal);
    expect(await readFile(pathOf('p/bad'))).toEqual(Buffer.from(content));
    expect(await increment(store, 'p/good')).toBe(2);
    expect((await store.list(COUNTER, 'p')).sort()).toEqual(['p/bad', 'p/good']);
  });

  it('because the system does not give it is refused as unreadable', async () => {
    const store = await openStore();
    await mkdir(pathOf('p/bad'), { recursive: true });
    const refusal = { facts: { reason: 'unreadable', file: 'data/counters/p/bad.json' } };
    await expect(store.read(COUNTER, 'p/bad')).rejects.toMatchObject(refusal);
    await expect(increment(store, 'p/bad')).rejects.toMatchObject(refusal);
  });

  it('is read again as soon as it was repaired', async () => {
    const store = await openStore();
    await put('p/bad', '{');
    await expect(store.read(COUNTER, 'p/bad')).rejects.toMatchObject({ facts: { reason: 'cutOff' } });
    await put('p/bad', envelope({ count: 41, notes: [] }));
    expect(await increment(store, 'p/bad')).toBe(42);
  });

  it('can be removed all the same', async () => {
    const store = await openStore();
    await put('p/bad', '{');
    await store.remove(COUNTER, 'p/bad');
    expect(await store.read(COUNTER, 'p/bad')).toBeUndefined();
  });

  it('is found by looking through the whole book', async () => {
    const store = await openStore();
    await set(store, 'p/good', 1);
    await set(store, 'p/damaged-since', 1);
    for (const [i, [, content]] of damaged.entries()) await put(`p/bad${i}`, content);
    await writeFile(pathOf('p/damaged-since'), '');
    const found: { file: string; reason: string }[] = [];
    for await (const one of checkAll(store, [COUNTER, { ...COUNTER, name: 'nothing' }])) found.push(one);
    const expected = damaged.map(([, , reason], i) => ({ file: `data/counters/p/bad${i}.json`, reason }));
    expected.push({ file: 'data/counters/p/damaged-since.json', reason: 'cutOff' });
    expect(found.sort((a, b) => a.file.localeCompare(b.file))).toEqual(expected);
  });
});

describe('a write that fails', () => {
  it.each(['temp', 'sync', 'rename', 'folder'] as const)(
    'at the step %s changes nothing, in memory or on disk, and the next one works',
    async (step) => {
      const fault = faultAt(step);
      const store = await openStore({ onStep: fault.onStep });
      await set(store, 'p/one', 1);
      fault.armed = true;
      await expect(increment(store, 'p/one')).rejects.toMatchObject(unavailable);
      await expect(increment(store, 'p/new')).rejects.toMatchObject(unavailable);
      expect(await store.read(COUNTER, 'p/one')).toEqual({ count: 1, notes: [] });
      expect(await store.read(COUNTER, 'p/new')).toBeUndefined();
      expect(JSON.parse(await readFile(pathOf('p/one'), 'utf8'))).toMatchObject({ version: 1 });
      expect(await readdir(join(folder, 'counters', 'p'))).toEqual(['one.json']);
      fault.armed = false;
      expect(await increment(store, 'p/one')).toBe(2);
      expect(await increment(store, 'p/new')).toBe(1);
    },
  );

  it('keeps its cause', async () => {
    const fault = faultAt('sync');
    const store = await openStore({ onStep: fault.onStep });
    fault.armed = true;
    await expect(set(store, 'one', 1)).rejects.toMatchObject({ cause: { code: 'ENOSPC' } });
  });

  it('leaves a document that was to be removed', async () => {
    const fault = faultAt('folder');
    const store = await openStore({ onStep: fault.onStep });
    await set(store, 'one', 1);
    fault.armed = true;
    await expect(store.remove(COUNTER, 'one')).rejects.toMatchObject(unavailable);
    expect(await store.read(COUNTER, 'one')).toEqual({ count: 1, notes: [] });
  });
});

describe('a process that is killed during a write', () => {
  it.each([
    ['temp', 1, 0],
    ['sync', 1, 1],
    ['rename', 1, 1],
    ['folder', 2, 0],
  ] as const)(
    'before the step %s leaves a whole document, and what else it left is deleted',
    async (step, count, leftovers) => {
      let snapshot = '';
      const store = await openStore({
        onStep: async (at) => {
          if (at !== step || !snapshot) return;
          // What is on disk at this moment is what a killed process leaves.
          await cp(folder, snapshot, { recursive: true, filter: (path) => !path.endsWith('.lock') });
        },
      });
      await set(store, 'p/one', 1);
      snapshot = join(base, 'killed');
      await set(store, 'p/one', 2);
      expect(await readdir(join(snapshot, '.tmp'))).toHaveLength(leftovers);
      const after = await openStore({ folder: snapshot });
      expect(await after.read(COUNTER, 'p/one')).toEqual({ count, notes: [] });
      expect(await readdir(join(snapshot, 'counters', 'p'))).toEqual(['one.json']);
      expect(await readdir(join(snapshot, '.tmp'))).toEqual([]);
    },
  );
});

it('what a process of an earlier version left beside its documents is deleted', async () => {
  await put('p/one', envelope({ count: 1, notes: [] }));
  const left = `${pathOf('p/one')}.${'x'.repeat(21)}.tmp`;
  await writeFile(left, 'half of i');
  const store = await openStore();
  expect(await store.read(COUNTER, 'p/one')).toMatchObject({ count: 1 });
  expect(await readdir(dirname(left))).toEqual(['one.json']);
});

describe('a folder', () => {
  it('belongs to one store at a time: a second one is told so', async () => {
    await openStore();
    const messages: string[] = [];
    const second = openStore({ lockWaitMs: 300, log: (message) => messages.push(message) });
    await expect(second).rejects.toThrow(FolderInUse);
    await expect(second).rejects.toMatchObject({ folder });
    expect(messages).toEqual([expect.stringContaining(`Waiting for the folder ${folder}`)]);
  });

  it('passes to the one that waits once the first lets go', async () => {
    const first = await openStore();
    await set(first, 'one', 1);
    const second = openStore({ lockWaitMs: 5_000 });
    await first.close();
    expect(await increment(await second, 'one')).toBe(2);
  });

  it('is let go of only after the changes under way are on disk', async () => {
    const store = await openStore();
    const changes = Array.from({ length: 20 }, () => increment(store, 'one'));
    await store.close();
    expect(JSON.parse(await readFile(pathOf('one'), 'utf8'))).toMatchObject({ document: { count: 20 } });
    await Promise.all(changes);
    await expect(increment(store, 'one')).rejects.toMatchObject(unavailable);
    await store.close();
  });

  it('is not written to any more once the lock is gone', async () => {
    const messages: string[] = [];
    const store = await openStore({ log: (message) => messages.push(message) });
    await set(store, 'one', 1);
    await rm(join(folder, '.lock'), { recursive: true });
    await new Promise((done) => setTimeout(done, 1_500));
    await expect(increment(store, 'one')).rejects.toMatchObject(unavailable);
    await expect(store.remove(COUNTER, 'one')).rejects.toMatchObject(unavailable);
    expect(messages).toEqual([expect.stringContaining('no longer ours')]);
    expect(await store.read(COUNTER, 'one')).toEqual({ count: 1, notes: [] });
  });

  it('is not written to by a process that slept while another one took it', async () => {
    const store = await openStore();
    await set(store, 'one', 1);
    await rm(join(folder, '.lock'), { recursive: true });
    const other = await openStore();
    await expect(increment(store, 'one')).rejects.toMatchObject(unavailable);
    expect(await increment(other, 'one')).toBe(2);
  });

  it('is free again a few seconds after its owner was killed', async () => {
    await mkdir(folder);
    const script = `require('proper-lockfile').lock(process.argv[1], { lockfilePath: process.argv[1] + '/.lock' }).then(() => { console.log('locked'); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ['-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    const store = await openStore();
    expect(await set(store, 'one', 1)).toBe(1);
  }, 15_000);

  it('may have files in it that are not of the book', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'README.txt'), 'hello');
    const store = await openStore();
    expect(await store.list(COUNTER)).toEqual([]);
    expect(await readFile(join(folder, 'README.txt'), 'utf8')).toBe('hello');
  });
});

it('refusals of the store are refusals', async () => {
  const store = await openStore();
  await put('bad', '');
  const error: unknown = await store.read(COUNTER, 'bad').catch((thrown: unknown) => thrown);
  expect(isRefusal(error, 'DocumentUnreadable') && error.facts.reason).toBe('cutOff');
});
