/** What is told to be done is on the disk: it would be there after a power cut. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import type { DocumentKind } from '../../../domain/store/documents.js';
import type { JsonDocuments } from '../../../domain/store/json-documents.js';
import { WatchedDisk } from '../../support/watched-disk.js';

const disk = new WatchedDisk();
jest.unstable_mockModule('node:fs', () => disk.fs);
jest.unstable_mockModule('node:fs/promises', () => disk.promises);
const { openJsonDocuments } = await import('../../../domain/store/json-documents.js');
const { partOfMany } = await import('../../../domain/store/documents.js');
const { discard } = await import('../../../domain/store/snapshot.js');
const { packBackup } = await import('../../../domain/backup/pack.js');
const { restoreBook } = await import('../../../domain/backup/restore.js');

interface Counter {
  count: number;
}
const COUNTER: DocumentKind<Counter> = {
  name: 'counters',
  format: 1,
  schema: z.strictObject({ count: z.number() }),
};
const CLOCK = { now: () => new Date('2026-11-21T13:00:00.000Z') };

let base: string;
let folder: string;
let store: JsonDocuments;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'synced-'));
  folder = join(base, 'data');
  disk.failing.clear();
  store = await openJsonDocuments({ folder });
});
afterEach(async () => {
  await store.close();
  await rm(base, { recursive: true });
});

const set = (key: string, count: number) =>
  store.update(COUNTER, key, () => ({ next: { count }, result: undefined }));
const addToMany = (...keys: readonly string[]) =>
  store.updateMany(async function* () {
    for (const key of keys) yield partOfMany(COUNTER, key, (now) => ({ count: (now?.count ?? 0) + 10 }));
  });

describe('what is done is on the disk', () => {
  it('once the book is open: its folder, wherever that had to be made', async () => {
    await store.close();
    disk.forget();
    store = await openJsonDocuments({ folder: join(base, 'far', 'below', 'data') });
    expect(disk.pending(base)).toEqual([]);
  });

  it.each(['one', 'p/one', 'p/deep/two'])('once "%s" is made, changed and removed', async (key) => {
    disk.forget();
    await set(key, 1);
    expect(disk.pending(folder)).toEqual([]);
    await set(key, 2);
    expect(disk.pending(folder)).toEqual([]);
    await store.remove(COUNTER, key);
    expect(disk.pending(folder)).toEqual([]);
    expect(disk.faults).toEqual([]);
  });

  it('once many are changed, those in new folders too', async () => {
    await set('p/one', 1);
    disk.forget();
    expect(await addToMany('p/one', 'p/two', 'q/deep/three', 'four')).toBe(4);
    expect(disk.pending(folder)).toEqual([]);
    expect(disk.faults).toEqual([]);
  });

  it('once a backup is made, and once it is brought back', async () => {
    await set('p/one', 1);
    await set('q/two', 2);
    disk.forget();
    const file = join(base, 'backup.tar.gz');
    const kept = await store.snapshot(CLOCK, []);
    await packBackup(kept, file);
    await discard(kept);
    expect(disk.faults).toEqual([]);
    // The folder that the backup stands in.
    expect(disk.pending(base)).not.toContain('');
    await store.close();
    disk.forget();
    const restoring = { file, folder, replace: true, clock: CLOCK, log: () => undefined, lockWaitMs: 100 };
    const restored = await restoreBook(restoring);
    expect(disk.faults).toEqual([]);
    expect(disk.pending(folder)).toEqual([]);
    expect(await readdir(join(restored.kept ?? '', 'counters'))).toHaveLength(2);
    store = await openJsonDocuments({ folder });
    expect(await store.read(COUNTER, 'q/two')).toEqual({ count: 2 });
  });
});

describe('a backup where there are no hard links', () => {
  const moment = async () => {
    await set('p/one', 1);
    const kept = await store.snapshot(CLOCK, []);
    await set('p/one', 2);
    return JSON.parse(await readFile(join(kept.folder, 'book', 'counters', 'p', 'one.json'), 'utf8'))
      .document;
  };
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])('(%s) is one of copies', async (code) => {
    disk.failing.set('link', code);
    expect(await moment()).toEqual({ count: 1 });
  });

  it('for any other reason is none, and the book goes on', async () => {
    disk.failing.set('link', 'EIO');
    await expect(moment()).rejects.toMatchObject({
      facts: { code: 'StoreUnavailable' },
      cause: { code: 'EIO' },
    });
    expect(await store.read(COUNTER, 'p/one')).toEqual({ count: 1 });
    await set('p/one', 3);
    disk.failing.clear();
    expect(await moment()).toEqual({ count: 1 });
  });
});
