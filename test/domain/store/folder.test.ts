/** The folder of the book: whose it is, and what earlier processes left in it. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderInUse } from '../../../domain/store/folder-lock.js';
import { openJsonDocuments } from '../../../domain/store/json-documents.js';
import { COUNTER, CounterFolder, many, set, UNAVAILABLE } from '../../support/counter-folder.js';

let book: CounterFolder;
beforeEach(async () => {
  book = await CounterFolder.make();
});
afterEach(async () => {
  await book.remove();
});

describe('the lock of a folder', () => {
  it('that another one has taken is not let go of by the one before', async () => {
    const first = await book.open();
    await rm(join(book.folder, '.lock'), { recursive: true });
    await book.open();
    await first.close();
    await expect(openJsonDocuments({ folder: book.folder, lockWaitMs: 1 })).rejects.toThrow(FolderInUse);
  });

  it('says who is in the way', async () => {
    await book.open();
    await expect(openJsonDocuments({ folder: book.folder, lockWaitMs: 1 })).rejects.toMatchObject({
      name: 'FolderInUse',
      folder: book.folder,
      message: `The folder ${book.folder} is in use by another process.`,
      cause: { code: 'ELOCKED' },
    });
  });

  it('whose mark has gone is not ours any more', async () => {
    const store = await book.open();
    await set(store, 'a', 1);
    await writeFile(join(book.folder, '.owner'), 'somebody else');
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
    await mkdir(join(book.folder, 'counters', 'p'), { recursive: true });
    for (const name of [...left, ...ours]) await writeFile(join(book.folder, 'counters', name), '');
    await (await book.open()).close();
    const found = await readdir(join(book.folder, 'counters'), { recursive: true });
    expect(found.filter((name) => name !== 'p').sort()).toEqual(ours.toSorted());
  });

  it('is not looked for where new files have a place of their own, which is emptied', async () => {
    const left = join(book.folder, 'counters', `a.json.${'x'.repeat(21)}.tmp`);
    await mkdir(join(book.folder, 'counters'), { recursive: true });
    await mkdir(join(book.folder, '.tmp'));
    await writeFile(left, '');
    await writeFile(join(book.folder, '.tmp', 'half'), '');
    await book.open();
    expect(await readdir(join(book.folder, 'counters'))).toHaveLength(1);
    expect(await readdir(join(book.folder, '.tmp'))).toEqual([]);
  });
});
