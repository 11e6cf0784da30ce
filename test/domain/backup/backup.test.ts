/** Backups: one moment of the whole book in one file, and back again; on real files. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { create, Header } from 'tar';
import { z } from 'zod';
import { FileExists, packBackup } from '../../../domain/backup/pack.js';
import { FolderNotEmpty, restoreBook } from '../../../domain/backup/restore.js';
import { BackupRefused } from '../../../domain/backup/unpack.js';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { filesBelow } from '../../../domain/store/durable-file.js';
import { FolderInUse } from '../../../domain/store/folder-lock.js';
import { type JsonDocuments, openJsonDocuments } from '../../../domain/store/json-documents.js';
import type { OnReplacementStep, ReplacementStep } from '../../../domain/store/replacement.js';
import { discard, Snapshot } from '../../../domain/store/snapshot.js';

interface Counter {
  count: number;
}
const COUNTER: DocumentKind<Counter> = {
  name: 'counters',
  format: 1,
  schema: z.strictObject({ count: z.number() }),
};
const DERIVED: DocumentKind<Counter> = { ...COUNTER, name: 'derived' };
const CLOCK = { now: () => new Date('2026-11-21T13:00:00.000Z') };

let base: string;
let folder: string;
let file: string;
const opened: JsonDocuments[] = [];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'desk-backup-'));
  folder = join(base, 'data');
  file = join(base, 'backup.tar.gz');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await rm(base, { recursive: true, force: true });
});

async function openBook(at = folder): Promise<JsonDocuments> {
  const store = await openJsonDocuments({ folder: at });
  opened.push(store);
  return store;
}

const set = (store: JsonDocuments, key: string, count: number, kind = COUNTER) =>
  store.update(kind, key, () => ({ next: { count }, result: undefined }));

async function countsIn(store: JsonDocuments): Promise<Record<string, number | undefined>> {
  const keys = (await store.list(COUNTER)).sort();
  const found = await Promise.all(keys.map((key) => store.read(COUNTER, key)));
  return Object.fromEntries(keys.map((key, i) => [key, found[i]?.count]));
}

async function backUp(store: JsonDocuments): Promise<void> {
  const kept = await store.snapshot(CLOCK, [DERIVED]);
  await packBackup(kept, file);
  await discard(kept);
}

/** A book of three documents, backed up and then changed. */
async function backedUpAndChanged(): Promise<void> {
  const store = await openBook();
  for (const [i, key] of ['p/a', 'p/b', 'q/c'].entries()) await set(store, key, i);
  await set(store, 'p/a', 9, DERIVED);
  await backUp(store);
  await set(store, 'p/a', 100);
  await set(store, 'r/new', 101);
  await store.remove(COUNTER, 'q/c');
  await store.close();
}
const THEN = { 'p/a': 0, 'p/b': 1, 'q/c': 2 };
const SINCE = { 'p/a': 100, 'p/b': 1, 'r/new': 101 };

const restore = (more: { into?: string; replace?: boolean; onStep?: OnReplacementStep } = {}) =>
  restoreBook({
    file,
    folder: more.into ?? folder,
    replace: more.replace ?? false,
    clock: CLOCK,
    log: () => undefined,
    lockWaitMs: 100,
    ...(more.onStep ? { onStep: more.onStep } : {}),
  });

async function all(paths: AsyncIterable<string>): Promise<string[]> {
  const listed: string[] = [];
  for await (const path of paths) listed.push(path);
  return listed;
}

describe('a backup', () => {
  it('brings back all documents as they were, into a folder that is empty', async () => {
    await backedUpAndChanged();
    const into = join(base, 'other', 'data');
    const { manifest, kept } = await restore({ into });
    expect([manifest.at, manifest.count, kept]).toEqual(['2026-11-21T13:00:00.000Z', 3, undefined]);
    expect(await countsIn(await openBook(into))).toEqual(THEN);
    expect((await readdir(into)).filter((name) => !/^\.(lock|owner|tmp)$/.test(name))).toEqual(['counters']);
  });

  it('holds a manifest with every file and what it comes to, and is for its owner only', async () => {
    await backedUpAndChanged();
    const { manifest } = await restore({ into: join(base, 'other') });
    for (const { path, size, sha256 } of manifest.files) {
      const content = await readFile(join(base, 'other', path));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([size, sha256]);
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is of one moment: what is changed, made or removed while it is taken is in it as it was', async () => {
    const store = await openBook();
    const keys = Array.from({ length: 40 }, (_, i) => `p/${i}`);
    await Promise.all(keys.map((key) => set(store, key, 0)));
    let round = 0;
    let taking = true;
    // Every document is changed in turn, in the same order: at any moment no later one is ahead of an earlier one.
    const writing = (async () => {
      while (taking) {
        round += 1;
        for (const key of keys) await set(store, key, round);
        await set(store, `new/${round}`, round);
        if (round > 1) await store.remove(COUNTER, `new/${round - 1}`);
      }
    })();
    while (round < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    await backUp(store);
    taking = false;
    await writing;
    await restore({ into: join(base, 'other') });
    const then = await countsIn(await openBook(join(base, 'other')));
    const counts = keys.map((key) => then[key] ?? -1);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect((counts[0] ?? 0) - (counts.at(-1) ?? 0)).toBeLessThanOrEqual(1);
    const made = Object.keys(then).filter((key) => key.startsWith('new/'));
    expect(made.length).toBeLessThanOrEqual(2);
    for (const key of made) expect(Math.abs((then[key] ?? 0) - (counts.at(-1) ?? 0))).toBeLessThanOrEqual(1);
  }, 30_000);

  it('keeps what is replaced, made or removed before its turn has come as it was', async () => {
    const store = await openBook();
    for (const key of ['p/a', 'p/b', 'p/c']) await set(store, key, 1);
    const snapshot = await Snapshot.begin(folder);
    for (const key of ['p/a', 'p/b', 'p/new', 'new/d']) await snapshot.keep(`counters/${key}.json`);
    for (const key of ['p/a', 'p/new', 'new/d']) await set(store, key, 2);
    await store.remove(COUNTER, 'p/b');
    await snapshot.keep('counters/p/b.json');
    await set(store, 'p/b', 2);
    await snapshot.keepAll(new Set());
    expect(await countsIn(await openBook(join(snapshot.folder, 'book')))).toEqual({
      'p/a': 1,
      'p/b': 1,
      'p/c': 1,
    });
  });

  it('that can not be kept whole is none, and the book goes on', async () => {
    const store = await openBook();
    await set(store, 'p/a', 1);
    await writeFile(join(folder, '.snapshots'), 'in the way');
    await expect(store.snapshot(CLOCK, [])).rejects.toMatchObject({ facts: { code: 'StoreUnavailable' } });
    await set(store, 'p/a', 2);
    expect(await countsIn(store)).toEqual({ 'p/a': 2 });
  });

  it('leaves nothing behind, also where its process was killed', async () => {
    const store = await openBook();
    await set(store, 'p/a', 1);
    await store.snapshot(CLOCK, []);
    await store.close();
    await openBook();
    expect(await readdir(folder)).not.toContain('.snapshots');
  });

  it('does not take the place of a file that is there', async () => {
    await writeFile(file, 'last night');
    const store = await openBook();
    await set(store, 'p/a', 1);
    await expect(backUp(store)).rejects.toThrow(FileExists);
    expect(await readFile(file, 'utf8')).toBe('last night');
  });
});

describe('bringing back', () => {
  it('stops where there is a book, unless that is to be replaced; then it is kept aside', async () => {
    await backedUpAndChanged();
    await expect(restore()).rejects.toThrow(FolderNotEmpty);
    expect(await countsIn(await openBook())).toEqual(SINCE);
    await opened.pop()?.close();
    const { kept } = await restore({ replace: true });
    expect(dirname(kept ?? '')).toBe(folder);
    expect(basename(kept ?? '')).toMatch(/^\.replaced-20261121T130000Z-/);
    const store = await openBook();
    expect(await countsIn(store)).toEqual(THEN);
    // What was derived from the old book goes with it.
    expect(await store.list(DERIVED)).toEqual([]);
    expect(await countsIn(await openBook(kept))).toEqual(SINCE);
  });

  it('stops where a desk has the folder', async () => {
    await backedUpAndChanged();
    const store = await openBook();
    await expect(restore({ replace: true })).rejects.toThrow(FolderInUse);
    expect(await countsIn(store)).toEqual(SINCE);
  });

  const steps: [ReplacementStep, 'since' | 'then'][] = [
    ['commit', 'since'],
    ['old', 'then'],
    ['moved', 'then'],
    ['new', 'then'],
    ['clear', 'then'],
  ];
  it.each(steps)('killed at "%s" leaves the book of %s', async (step, expected) => {
    await backedUpAndChanged();
    let dead = false;
    const onStep: OnReplacementStep = (at) => {
      dead ||= at === step;
      // What is dead does nothing any more: it can not clean up either.
      return dead ? new Promise(() => undefined) : undefined;
    };
    restore({ replace: true, onStep }).catch(() => undefined);
    while (!dead) await new Promise((resolve) => setImmediate(resolve));
    await rm(join(folder, '.lock'), { recursive: true, force: true });
    expect(await countsIn(await openBook())).toEqual(expected === 'then' ? THEN : SINCE);
    expect(await readdir(folder)).not.toContain('.restore');
  });
});

describe('a file that is not as it was packed', () => {
  const refusedBook = async (): Promise<unknown> => {
    const outcome = await restore({ replace: true }).catch((error: unknown) => error);
    expect(await countsIn(await openBook())).toEqual(SINCE);
    expect(await readdir(folder)).not.toContain('.restore');
    return outcome;
  };
  beforeEach(backedUpAndChanged);

  it.each([0.1, 0.5, 0.9, 0.99])('cut off at %d of its length is refused', async (part) => {
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, Math.floor(whole.length * part)));
    expect(await refusedBook()).toBeInstanceOf(BackupRefused);
  });

  it('with a byte changed is refused, wherever that is', async () => {
    const whole = await readFile(file);
    for (let at = 12; at < whole.length; at += 37) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x5a;
      await writeFile(file, changed);
      expect(await restore({ replace: true }).catch((error: unknown) => error)).toBeInstanceOf(BackupRefused);
    }
    expect(await refusedBook()).toBeInstanceOf(BackupRefused);
  });

  it.each(['', 'not a backup at all', '{}'])('and never was one is refused: %j', async (content) => {
    await writeFile(file, content);
    expect(await refusedBook()).toBeInstanceOf(BackupRefused);
  });

  it('that is not there is said so', async () => {
    await rm(file);
    expect(await refusedBook()).toMatchObject({ code: 'ENOENT' });
  });

  const content = '{"format":1,"version":1,"document":{"count":5}}\n';
  const named = (path: string, of = content) => ({
    path,
    size: of.length,
    sha256: createHash('sha256').update(of).digest('hex'),
  });
  const manifest = (files: object[], more: object = {}) =>
    JSON.stringify({ format: 1, at: '2026-11-21T13:00:00.000Z', count: files.length, files, ...more });

  /** Packs these files as somebody who means harm would. */
  async function packed(files: Record<string, string>): Promise<void> {
    const from = join(base, 'forged');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(from, path)), { recursive: true });
      await writeFile(join(from, path), text);
    }
    const paths = (await all(filesBelow(from))).map((path) => relative(from, path));
    await create({ file, gzip: true, cwd: from }, paths);
  }

  it('is taken where all is well (so that the ones below are refused for their fault)', async () => {
    await packed({
      'manifest.json': manifest([named('counters/p/a.json')]),
      'book/counters/p/a.json': content,
    });
    await restore({ replace: true });
    expect(await countsIn(await openBook())).toEqual({ 'p/a': 5 });
  });

  it.each<[string, Record<string, string>]>([
    ['no manifest', { 'book/counters/p/a.json': content }],
    [
      'a manifest of another version',
      {
        'manifest.json': manifest([named('counters/p/a.json')], { format: 2 }),
        'book/counters/p/a.json': content,
      },
    ],
    ['a file less than its manifest', { 'manifest.json': manifest([named('counters/p/a.json')]) }],
    ['a file more', { 'manifest.json': manifest([]), 'book/counters/p/a.json': content }],
    [
      'another content',
      { 'manifest.json': manifest([named('counters/p/a.json')]), 'book/counters/p/a.json': `${content} ` },
    ],
    [
      'a count that is wrong',
      {
        'manifest.json': manifest([named('counters/p/a.json')], { count: 2 }),
        'book/counters/p/a.json': content,
      },
    ],
    [
      'a place outside the book',
      { 'manifest.json': manifest([named('../../evil.json')]), 'evil.json': content },
    ],
    ['a hidden place', { 'manifest.json': manifest([]), 'book/.switch/committed/x.json': content }],
    ['a program', { 'manifest.json': manifest([]), 'book/counters/run.sh': content }],
  ])('with %s is refused', async (_, files) => {
    await packed(files);
    expect(await refusedBook()).toBeInstanceOf(BackupRefused);
  });

  it.each([
    '../../evil.json',
    '/tmp/desk-backup-evil.json',
    'book/../../../evil.json',
    'book/counters/../../../../evil.json',
  ])('that names the place %s is refused, and nothing is written there', async (path) => {
    const header = new Header({ path, mode: 0o644, size: content.length, type: 'File', mtime: new Date(0) });
    const blocks = [Buffer.alloc(512), Buffer.alloc(512), Buffer.alloc(1024)];
    header.encode(blocks[0], 0);
    blocks[1]?.write(content);
    await writeFile(file, Buffer.concat(blocks));
    expect(await refusedBook()).toBeInstanceOf(BackupRefused);
    const outside = (await all(filesBelow(base))).filter((found) => found.includes('evil'));
    expect(outside).toEqual([]);
    await expect(stat('/tmp/desk-backup-evil.json')).rejects.toThrow('ENOENT');
  });

  it('with a link in it is refused', async () => {
    const from = join(base, 'forged');
    await mkdir(join(from, 'book', 'counters'), { recursive: true });
    await writeFile(join(from, 'manifest.json'), manifest([]));
    await symlink('/etc', join(from, 'book', 'counters', 'p'));
    await create({ file, gzip: true, cwd: from }, ['manifest.json', 'book']);
    expect(await refusedBook()).toBeInstanceOf(BackupRefused);
  });
});
