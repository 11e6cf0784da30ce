/**
 * The files of the book as they are at one moment, kept in a folder beside them while the book goes on changing. A
 * document's file is never changed, it is replaced; so a hard link keeps what it holds, at no cost. What is about to
 * be replaced is kept first; everything else is kept a few files at a time, beside the turns.
 */
import { constants, copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { nanoid } from 'nanoid';
import { isKey } from './document-key.js';
import { errorCode, filesBelow } from './durable-file.js';
import { severalAtATime } from './several.js';

const FOLDER = '.snapshots';
/** So many files are linked at a time. */
const AT_A_TIME = 16;

/** What was kept of the book, until it is discarded. */
export interface KeptBook {
  /** A folder with "book" in it, where each file has the place that it has in the book. */
  readonly folder: string;
  /** The moment as which it was kept. */
  readonly at: string;
}

export class Snapshot {
  /** Files that there were none of at that moment. */
  private readonly absent = new Set<string>();
  private readonly made = new Map<string, Promise<unknown>>();
  private failure: unknown;

  private constructor(
    private readonly book: string,
    readonly folder: string,
  ) {}

  /** A snapshot with nothing in it yet. Its moment is when writers begin to call `keep`. */
  static async begin(book: string): Promise<Snapshot> {
    const folder = join(book, FOLDER, nanoid());
    await mkdir(join(folder, 'book'), { recursive: true, mode: 0o700 });
    return new Snapshot(book, folder);
  }

  /** Before the first change of a file: keeps it as it is. A failure fails the snapshot, never the change. */
  async keep(path: string): Promise<void> {
    try {
      if (!(await this.keepOne(path))) this.absent.add(path);
    } catch (error) {
      this.failure ??= error;
    }
  }

  /** Keeps all files of the book, but those of some kinds. @throws errors of the file system: it is not whole then. */
  async keepAll(without: ReadonlySet<string>): Promise<void> {
    const keepOne = async (path: string) => {
      // One that has come since is not of that moment; one that has gone since was kept before.
      if (!this.absent.has(path)) await this.keepOne(path);
    };
    await severalAtATime(AT_A_TIME, this.pathsIn(without), keepOne);
    if (this.failure !== undefined) throw this.failure;
  }

  private async *pathsIn(without: ReadonlySet<string>): AsyncGenerator<string> {
    for (const kind of await kindsIn(this.book)) {
      if (without.has(kind)) continue;
      for await (const file of filesBelow(join(this.book, kind))) {
        const path = relative(this.book, file).split(sep).join('/');
        if (isFileOfBook(path)) yield path;
      }
    }
  }

  /** False where there is no such file; one that is kept already stays so. */
  private async keepOne(path: string): Promise<boolean> {
    const kept = join(this.folder, 'book', path);
    await this.makeFolder(dirname(kept));
    try {
      await linkOrCopy(join(this.book, path), kept);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    return true;
  }

  private async makeFolder(folder: string): Promise<void> {
    const making = this.made.get(folder) ?? mkdir(folder, { recursive: true });
    this.made.set(folder, making);
    await making;
  }
}

/** The kinds of documents that a folder has files of: its folders, but for those that are not of the book. */
export async function kindsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

/** True for the path of a document's file below the folder of the book, such as "customers/partner/customer.json". */
export function isFileOfBook(path: string): boolean {
  return /^[a-z-]+\/.+\.json$/.test(path) && isKey(path.slice(0, -'.json'.length));
}

/** Deletes what was kept. */
export async function discard({ folder }: Pick<KeptBook, 'folder'>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Deletes what the snapshots of a killed process left. */
export async function removeSnapshots(book: string): Promise<void> {
  await rm(join(book, FOLDER), { recursive: true, force: true });
}

/** Where the file system has no hard links, a copy is as good: who replaces the file leaves the old one to who reads it. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error) ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}
