/**
 * Temporary files into which rows are sorted by a key, so that what belongs together can be read together however
 * many rows there are: as many files as it takes for one of them to fit in memory.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = 256;
/** Rows are written in pieces of about so many characters. */
const PIECE = 64 * 1024;

export class Spool<T> {
  private readonly waiting = new Map<number, { texts: string[]; size: number }>();
  private readonly used = new Set<number>();

  constructor(private readonly folder: string) {}

  /** Keeps a row with the others of the same key. */
  async add(key: string, row: T): Promise<void> {
    const file = fileOf(key);
    const text = JSON.stringify(row);
    const piece = this.waiting.get(file) ?? { texts: [], size: 0 };
    piece.texts.push(text);
    piece.size += text.length;
    this.waiting.set(file, piece);
    if (piece.size >= PIECE) await this.flush(file);
  }

  /** Has all rows in the files. */
  async end(): Promise<void> {
    for (const file of [...this.waiting.keys()]) await this.flush(file);
  }

  /** The rows by file, in the order in which they were kept; those of one key are together. Only the files of these keys, where some are given. */
  async *groups(keys?: Iterable<string>): AsyncGenerator<T[]> {
    const wanted = keys && new Set([...keys].map(fileOf));
    for (const file of [...this.used].sort((a, b) => a - b)) {
      if (wanted && !wanted.has(file)) continue;
      const lines = (await readFile(this.path(file), 'utf8')).split('\n');
      yield lines.filter((line) => line !== '').map((line): T => JSON.parse(line));
    }
  }

  /** Deletes the files. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async flush(file: number): Promise<void> {
    const piece = this.waiting.get(file);
    if (!piece) return;
    this.waiting.delete(file);
    if (this.used.size === 0) await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.used.add(file);
    await appendFile(this.path(file), `${piece.texts.join('\n')}\n`, { mode: 0o600 });
  }

  private path(file: number): string {
    return join(this.folder, `${file}.jsonl`);
  }
}

function fileOf(key: string): number {
  return createHash('sha1').update(key).digest().readUInt16BE(0) % FILES;
}
