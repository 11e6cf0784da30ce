/** What is said of a backup that can not be made or brought back, and what its manifest may be. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { create, list } from 'tar';
import { type Manifest, manifestSchema, measured } from '../../../domain/backup/manifest.js';
import { FileExists, packBackup } from '../../../domain/backup/pack.js';
import { FolderNotEmpty, restoreBook } from '../../../domain/backup/restore.js';
import { BackupRefused, unpackBackup } from '../../../domain/backup/unpack.js';

const AT = '2026-11-21T13:00:00.000Z';
const TEXT = '{"format":1,"version":1,"document":{}}\n';
/** That of no file here. */
const SHA256 = 'd0d2dcab0e6c3a8c5b1e2ba0cd2d2eb9b5a0d7b8ad1b0c3ee3ab4a8e5bd5b0d7';

let base: string;
let file: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'files-'));
  file = join(base, 'backup.tar.gz');
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function put(path: string, text = TEXT): Promise<string> {
  const at = join(base, path);
  await mkdir(dirname(at), { recursive: true });
  await writeFile(at, text);
  return at;
}

/** A backup of these texts by their places in the book. */
async function packed(
  texts: Readonly<Record<string, string>> = { 'counters/p/a.json': TEXT },
): Promise<Manifest> {
  await mkdir(join(base, 'kept', 'book'), { recursive: true });
  for (const [path, text] of Object.entries(texts)) await put(`kept/book/${path}`, text);
  return await packBackup({ folder: join(base, 'kept'), at: AT }, file);
}

describe('a backup', () => {
  it('holds each file with its place, its size and its sum, and the moment that it is of', async () => {
    const manifest = await packed({ 'counters/p/a.json': TEXT, 'users/p.json': 'é' });
    const { sha256 } = await measured(join(base, 'kept', 'book', 'counters', 'p', 'a.json'));
    expect(manifest).toMatchObject({ format: 1, at: AT, count: 2 });
    expect(manifest.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'counters/p/a.json', size: TEXT.length, sha256 },
      {
        path: 'users/p.json',
        size: 2,
        sha256: '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c',
      },
    ]);
    const into = join(base, 'into');
    expect(await unpackBackup(file, into)).toEqual(manifest);
    expect(await readFile(join(into, 'book', 'users', 'p.json'), 'utf8')).toBe('é');
  });

  it('has the manifest first, to be read without the rest, and names nothing of this machine', async () => {
    await packed();
    const paths: string[] = [];
    await list({ file, onReadEntry: ({ path }) => void paths.push(path) });
    expect(paths[0]).toBe('manifest.json');
    expect(paths.every((path) => path === 'manifest.json' || path.startsWith('book/'))).toBe(true);
  });

  it('of an empty book is one, too', async () => {
    expect(await packed({})).toEqual({ format: 1, at: AT, count: 0, files: [] });
    expect(await unpackBackup(file, join(base, 'into'))).toMatchObject({ count: 0 });
  });

  it('that can not be written leaves nothing where it was to be', async () => {
    file = join(base, 'none', 'backup.tar.gz');
    await expect(packed()).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(join(base, 'none'));
    // Nothing that could be packed.
    await rm(join(base, 'kept', 'book'), { recursive: true });
    await expect(packBackup({ folder: join(base, 'kept'), at: AT }, file)).rejects.toThrow();
    expect(await readdir(join(base, 'none'))).toEqual([]);
  });

  it('leaves the file alone that is there, and says so', async () => {
    await put('backup.tar.gz', 'last night');
    await expect(packed()).rejects.toMatchObject({
      name: 'FileExists',
      file,
      message: `There is a file ${file} already; it is left as it is. Name another one with --to.`,
    });
    await expect(packed()).rejects.toBeInstanceOf(FileExists);
    expect((await readdir(base)).sort()).toEqual(['backup.tar.gz', 'kept']);
    // Nothing of what was kept is looked at for it.
    expect(await readdir(join(base, 'kept'))).toEqual(['book']);
  });
});

describe('a manifest', () => {
  const fileOf = (given: object = {}) => ({ path: 'counters/p/a.json', size: 3, sha256: SHA256, ...given });
  const of = (given: object = {}) => ({ format: 1, at: AT, count: 1, files: [fileOf()], ...given });
  it.each<[string, object]>([
    ['one file', of()],
    ['none', of({ count: 0, files: [] })],
    ['an empty file', of({ files: [fileOf({ size: 0 })] })],
    ['two files', of({ count: 2, files: [fileOf(), fileOf({ path: 'counters/p/b.json' })] })],
  ])('can be of %s', (_what, manifest) => {
    expect(manifestSchema.safeParse(manifest).success).toBe(true);
  });

  it.each<[string, object]>([
    ['another format', of({ format: 2 })],
    ['no moment', of({ at: 'yesterday' })],
    ['another count', of({ count: 2 })],
    ['a file that is named twice', of({ count: 2, files: [fileOf(), fileOf()] })],
    ['a place outside', of({ files: [fileOf({ path: '../a.json' })] })],
    ['a size below nothing', of({ files: [fileOf({ size: -1 })] })],
    ['a sum that is none', of({ files: [fileOf({ sha256: SHA256.toUpperCase() })] })],
    ['a sum that is too long', of({ files: [fileOf({ sha256: `${SHA256}0` })] })],
    ['a sum that is too short', of({ files: [fileOf({ sha256: SHA256.slice(1) })] })],
    ['a field too many', of({ more: 1 })],
    ['a field too many of a file', of({ files: [fileOf({ more: 1 })] })],
  ])('can not be of %s', (_what, manifest) => {
    expect(manifestSchema.safeParse(manifest).success).toBe(false);
  });
});

describe('a backup that is refused', () => {
  const nothing = ' Nothing was changed.';
  const said = async (): Promise<unknown> =>
    await unpackBackup(file, join(base, 'into')).catch((error: unknown) =>
      error instanceof BackupRefused ? error.message : error,
    );
  /** Packs these files as somebody else would. */
  const forged = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) await put(`forged/${path}`, text);
    await create({ file, gzip: true, cwd: join(base, 'forged') }, Object.keys(files));
  };
  const manifest = async (path: string, given: object = {}) =>
    JSON.stringify({
      ...{ format: 1, at: AT, count: 1 },
      files: [{ path, ...(await measured(await put('measured.json'))), ...given }],
    });

  it('says that it is no whole file', async () => {
    await writeFile(file, 'not a backup');
    expect(await said()).toBe(`This backup can not be brought back: it is cut off or damaged.${nothing}`);
  });

  it('says that it has no manifest', async () => {
    await forged({ 'book/counters/a.json': TEXT });
    expect(await said()).toBe(`This backup can not be brought back: it has no manifest.${nothing}`);
    await forged({ 'manifest.json': '{' });
    expect(await said()).toBe(`This backup can not be brought back: it has no manifest.${nothing}`);
  });

  it('says that its manifest is not ours', async () => {
    await forged({ 'manifest.json': '{}' });
    expect(await said()).toContain('its manifest is of another version, or damaged');
  });

  it('says what is in it that is no file of a book', async () => {
    await forged({ 'manifest.json': '{}', 'book/counters/run.sh': '' });
    expect(await said()).toContain('it has "book/counters/run.sh" in it, which is no file of a book');
    await forged({ 'manifest.json': '{}', 'other.json': '' });
    expect(await said()).toContain('"other.json"');
  });

  it('says which file is in it twice', async () => {
    const text = await manifest('counters/a.json');
    await put('forged/manifest.json', text);
    await put('forged/book/counters/a.json');
    await create({ file, gzip: true, cwd: join(base, 'forged') }, [
      ...['manifest.json', 'book/counters/a.json', 'book/counters/a.json'],
    ]);
    expect(await said()).toContain('it has "book/counters/a.json" in it');
  });

  it('says which file is missing, is more, or is another one', async () => {
    await forged({ 'manifest.json': await manifest('counters/a.json') });
    expect(await said()).toContain('counters/a.json is missing');
    await forged({ 'manifest.json': await manifest('counters/a.json'), 'book/counters/b.json': TEXT });
    expect(await said()).toContain('counters/b.json does not stand in its manifest');
  });

  it.each([{ size: TEXT.length + 1 }, { sha256: SHA256 }])(
    'says which file is not the one: %j',
    async (given) => {
      await forged({
        'manifest.json': await manifest('counters/a.json', given),
        'book/counters/a.json': TEXT,
      });
      expect(await said()).toContain('counters/a.json is not as it was packed');
    },
  );

  it('is not what a file is that the system does not give', async () => {
    expect(await said()).toMatchObject({ code: 'ENOENT' });
    await mkdir(file);
    expect(await said()).toMatchObject({ code: 'EISDIR' });
  });

  it('may have folders of its own in it', async () => {
    await put('forged/manifest.json', await manifest('counters/a.json'));
    await put('forged/book/counters/a.json');
    await create({ file, gzip: true, cwd: join(base, 'forged') }, ['manifest.json', 'book']);
    expect(await said()).toMatchObject({ count: 1 });
  });
});

describe('bringing back', () => {
  const restoring = (folder: string, replace: boolean) => ({
    ...{ file, folder, replace, lockWaitMs: 1 },
    clock: { now: () => new Date(AT) },
    log: () => undefined,
  });

  it('into a folder that is there and has no book keeps nothing aside, and leaves what else is there', async () => {
    await packed();
    await put('data/notes.txt', 'not of the book');
    const folder = join(base, 'data');
    expect(await restoreBook(restoring(folder, false))).not.toHaveProperty('kept');
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.lock') && name !== '.owner');
    expect(names.sort()).toEqual(['counters', 'notes.txt']);
  });

  it('says that there is a book already, and how to go on', async () => {
    await packed();
    await put('data/counters/b.json');
    const folder = join(base, 'data');
    await expect(restoreBook(restoring(folder, false))).rejects.toMatchObject({
      name: 'FolderNotEmpty',
      folder,
      message: `There is a book in ${folder} already. With --replace it is kept aside, and the backup takes its place.`,
    });
    await expect(restoreBook(restoring(folder, false))).rejects.toBeInstanceOf(FolderNotEmpty);
    expect(await readdir(join(folder, 'counters'))).toEqual(['b.json']);
    const { kept = '' } = await restoreBook(restoring(folder, true));
    expect(await readdir(join(kept, 'counters'))).toEqual(['b.json']);
    expect(await readdir(join(folder, 'counters'))).toEqual(['p']);
    // The folder is free again.
    expect((await restoreBook(restoring(folder, true))).kept).not.toBe(kept);
  });
});
