/** A book that was kept as it is at one moment (see store/snapshot.ts) becomes one file. */
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { nanoid } from 'nanoid';
import { create } from 'tar';
import { filesBelow, syncFile, syncFolder } from '../store/durable-file.js';
import type { KeptBook } from '../store/snapshot.js';
import { BACKUP_FORMAT, BOOK, MANIFEST, type Manifest, measured } from './manifest.js';

/** There is a file already where the backup was to go: it is left alone. */
export class FileExists extends Error {
  constructor(readonly file: string) {
    super(`There is a file ${file} already; it is left as it is. Name another one with --to.`);
    this.name = 'FileExists';
  }
}

/**
 * Writes the backup, whole or not at all, for its owner only to read; gives what is in it.
 * @throws FileExists; errors of the file system.
 */
export async function packBackup({ folder, at }: KeptBook, file: string): Promise<Manifest> {
  if (await isThere(file)) throw new FileExists(file);
  const manifest = await manifestOf(join(folder, BOOK), at);
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest));
  const temp = `${file}.${nanoid()}.tmp`;
  try {
    const packing = { file: temp, gzip: true, portable: true, strict: true, mode: 0o600, cwd: folder };
    await create(packing, [MANIFEST, BOOK]);
    await syncFile(temp);
    if (await isThere(file)) throw new FileExists(file);
    await rename(temp, file);
  } finally {
    await rm(temp, { force: true });
  }
  await syncFolder(dirname(file));
  return manifest;
}

async function manifestOf(book: string, at: string): Promise<Manifest> {
  const files: Manifest['files'] = [];
  for await (const path of filesBelow(book))
    files.push({ path: relative(book, path).split(sep).join('/'), ...(await measured(path)) });
  return { format: BACKUP_FORMAT, at, count: files.length, files };
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
