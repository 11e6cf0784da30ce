/**
 * The disk under the store, which notes what would not outlast a power cut: the content of a file until it is synced,
 * and the names in a folder until that is. Its functions take the place of those of node:fs before the store is
 * imported: `jest.unstable_mockModule('node:fs', () => disk.fs)`, and the same for 'node:fs/promises'.
 */
import * as fs from 'node:fs';
import * as promises from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

/** Folders that count from the moment on that they are called so. */
const DECIDING = ['committed', 'moved'];

type Callback = (error: NodeJS.ErrnoException | null) => void;

export class WatchedDisk {
  /** Moves that would have put something in its place that was not on the disk yet. */
  readonly faults: string[] = [];
  /** What the next call of a function throws, by its name. */
  readonly failing = new Map<string, string>();
  private readonly files = new Map<number, string>();
  private readonly syncedFiles = new Set<string>();
  private readonly unsynced = new Set<string>();
  /** The folder in which it was decided last that something counts. */
  private decided: string | undefined;

  /** Folders of which a name is not on the disk yet, below this one; without temporary ones. */
  pending(root: string): string[] {
    return [...this.unsynced]
      .map((folder) => relative(root, folder))
      .filter((folder) => !folder.startsWith('..') && !/^\.(tmp|snapshots)/.test(folder))
      .sort();
  }

  /** From here on only what comes counts. */
  forget(): void {
    this.unsynced.clear();
    this.faults.length = 0;
    this.decided = undefined;
  }

  private fail(name: string): void {
    const code = this.failing.get(name);
    if (code) throw Object.assign(new Error(`${name} fails`), { code });
  }

  private sync(path: string): void {
    this.syncedFiles.add(path);
    this.unsynced.delete(path);
  }

  private written(path: string): void {
    this.syncedFiles.delete(path);
  }

  private named(path: string): void {
    this.unsynced.add(dirname(path));
  }

  /** Before a name becomes another one: what has it must be on the disk, and what came before it too. */
  private move(from: string, to: string): void {
    if (this.decided !== undefined && this.unsynced.has(this.decided))
      this.faults.push(`moved before ${basename(this.decided)} was synced`);
    if (!fs.statSync(from).isDirectory()) {
      if (!this.syncedFiles.has(from)) this.faults.push(`${from} was not synced`);
    } else if (DECIDING.includes(basename(to))) {
      this.decided = dirname(to);
      // From here on all of this counts, and what was done before it.
      for (const folder of this.unsynced)
        if (folder !== this.decided && basename(folder) !== '.tmp')
          this.faults.push(`${folder} was not synced`);
      if (basename(to) === 'committed')
        for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
          const path = join(entry.parentPath, entry.name);
          if (entry.isFile() && !this.syncedFiles.has(path)) this.faults.push(`${path} was not synced`);
        }
    }
    for (const known of [this.syncedFiles, this.unsynced])
      for (const path of known)
        if (path === from || path.startsWith(`${from}/`)) {
          known.delete(path);
          known.add(`${to}${path.slice(from.length)}`);
        }
    this.named(from);
    this.named(to);
  }

  /** In place of node:fs. */
  get fs() {
    const own = {
      openSync: (path: string, flags: string) => {
        const file = fs.openSync(path, flags);
        this.files.set(file, path);
        if (flags.startsWith('w')) this.named(path);
        return file;
      },
      writeFileSync: (file: number, text: string) => {
        fs.writeFileSync(file, text);
        this.written(this.files.get(file) ?? '');
      },
      fsync: (file: number, done: Callback) => {
        fs.fsync(file, (error) => {
          if (!error) this.sync(this.files.get(file) ?? '');
          done(error);
        });
      },
      renameSync: (from: string, to: string) => {
        this.move(from, to);
        fs.renameSync(from, to);
      },
    };
    return { ...fs, ...own, default: { ...fs, ...own } };
  }

  /** In place of node:fs/promises. */
  get promises() {
    const own = {
      open: async (path: string, flags: string) => {
        const handle = await promises.open(path, flags);
        if (flags.startsWith('w')) {
          this.named(path);
          this.written(path);
        }
        return {
          writeFile: (text: string) => handle.writeFile(text),
          close: () => handle.close(),
          sync: async () => {
            await handle.sync();
            this.sync(path);
          },
        };
      },
      mkdir: async (path: string, options?: fs.MakeDirectoryOptions) => {
        const first = await promises.mkdir(path, options);
        const top = options?.recursive ? first : path;
        if (top !== undefined)
          for (let made = path; made.length >= top.length; made = dirname(made)) this.named(made);
        return first;
      },
      rename: async (from: string, to: string) => {
        this.fail('rename');
        this.move(from, to);
        await promises.rename(from, to);
      },
      link: async (from: string, to: string) => {
        this.fail('link');
        await promises.link(from, to);
      },
      unlink: async (path: string) => {
        await promises.unlink(path);
        this.named(path);
      },
      rm: async (path: string, options?: fs.RmOptions) => {
        // What brings a switch to its end may go once all that was moved is on the disk.
        if (/\.(switch|restore)$/.test(path) && fs.existsSync(path))
          for (const folder of this.pending(dirname(path)))
            if (!folder.startsWith('.switch') && !folder.startsWith('.restore'))
              this.faults.push(`"${folder}" was not synced at the end`);
        await promises.rm(path, options);
        for (const folder of this.unsynced) if (!fs.existsSync(folder)) this.unsynced.delete(folder);
      },
    };
    return { ...promises, ...own, default: { ...promises, ...own } };
  }
}
