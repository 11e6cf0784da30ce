/** A backup becomes a book again, once every file in it has proven to be the one that was packed. */
import { mkdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { extract, list, type ReadEntry } from 'tar';
import { errorCode, filesBelow, syncFile } from '../store/durable-file.js';
import { isFileOfBook } from '../store/snapshot.js';
import { BOOK, MANIFEST, type Manifest, manifestSchema, measured } from './manifest.js';

/** The file is no backup that can be brought back: cut off, changed, or something else altogether. */
export class BackupRefused extends Error {
  constructor(why: string, cause?: unknown) {
    super(`This backup can not be brought back: ${why}. Nothing was changed.`, { cause });
    this.name = 'BackupRefused';
  }
}

/**
 * Unpacks a backup into a folder of its own, has its files on the disk, and gives what it holds. Nothing is written
 * outside that folder, whatever the file says.
 * @throws BackupRefused; errors of the file system where it can not be read or written.
 */
export async function unpackBackup(file: string, into: string): Promise<Manifest> {
  await requireReadable(file);
  await mkdir(join(into, BOOK), { recursive: true });
  await extract({ file, cwd: into, strict: true, preserveOwner: false, filter: isFile });
  const manifest = await manifestIn(into);
  const named = new Map(manifest.files.map((each) => [each.path, each]));
  for await (const path of filesBelow(join(into, BOOK))) {
    const name = relative(join(into, BOOK), path).split(sep).join('/');
    const expected = named.get(name);
    if (!expected) throw new BackupRefused(`${name} does not stand in its manifest`);
    const { size, sha256 } = await measured(path);
    if (size !== expected.size || sha256 !== expected.sha256)
      throw new BackupRefused(`${name} is not as it was packed`);
    await syncFile(path);
    named.delete(name);
  }
  const [missing] = named.keys();
  if (missing !== undefined) throw new BackupRefused(`${missing} is missing`);
  return manifest;
}

/**
 * Reads the whole file before anything of it is written. What can stand in a backup is the manifest, files of the
 * book, each once, and folders; no links, no other places.
 */
async function requireReadable(file: string): Promise<void> {
  const strange: string[] = [];
  const seen = new Set<string>();
  const onReadEntry = ({ path, type }: ReadEntry) => {
    if (type === 'Directory' && !path.split('/').includes('..')) return;
    const isOurs = path === MANIFEST || isFileOfBook(pathInBook(path));
    if (type !== 'File' || !isOurs || seen.has(path)) strange.push(path);
    seen.add(path);
  };
  try {
    await list({ file, strict: true, onReadEntry });
  } catch (error) {
    // What the system says of the file is no fault of the backup.
    if (['ENOENT', 'EACCES', 'EISDIR', 'EIO'].includes(errorCode(error) ?? '')) throw error;
    throw new BackupRefused('it is cut off or damaged', error);
  }
  if (strange.length > 0) throw new BackupRefused(`it has "${strange[0]}" in it, which is no file of a book`);
}

/** Folders are made as their files need them. */
const isFile = (_path: string, entry: object) => 'type' in entry && entry.type === 'File';

const pathInBook = (path: string) => (path.startsWith(`${BOOK}/`) ? path.slice(BOOK.length + 1) : '');

async function manifestIn(into: string): Promise<Manifest> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(into, MANIFEST), 'utf8'));
  } catch (error) {
    throw new BackupRefused('it has no manifest', error);
  }
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success)
    throw new BackupRefused('its manifest is of another version, or damaged', manifest.error);
  return manifest.data;
}
