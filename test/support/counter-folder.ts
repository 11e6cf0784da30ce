/** A book of counters in a folder of its own, for tests of the store. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type DocumentKind, type PartsOfMany, partOfMany } from '../../domain/store/documents.js';
import {
  type JsonDocuments,
  type JsonDocumentsOptions,
  openJsonDocuments,
} from '../../domain/store/json-documents.js';

export interface Counter {
  count: number;
}
export const COUNTER: DocumentKind<Counter> = {
  name: 'counters',
  format: 1,
  schema: z.strictObject({ count: z.number() }),
};
export const CLOCK = { now: () => new Date('2026-11-21T13:00:00.000Z') };
export const UNAVAILABLE = { facts: { code: 'StoreUnavailable' } };

/** What the system says of a disk without room. */
export const full = () => Object.assign(new Error('no space left'), { code: 'ENOSPC' });

/** The text of the file of a counter. */
export const envelope = (count: number) => JSON.stringify({ format: 1, version: 1, document: { count } });

/** Sets a counter. */
export const set = (store: JsonDocuments, key: string, count: number) =>
  store.update(COUNTER, key, () => ({ next: { count }, result: count }));

/** The parts of a change that sets many counters. */
export const many = (counts: Readonly<Record<string, number>>): PartsOfMany =>
  async function* () {
    for (const [key, count] of Object.entries(counts)) yield partOfMany(COUNTER, key, () => ({ count }));
  };

/** A folder for one test, and the books that were opened in it. */
export class CounterFolder {
  private readonly opened: JsonDocuments[] = [];

  private constructor(private readonly base: string) {}

  static async make(): Promise<CounterFolder> {
    return new CounterFolder(await mkdtemp(join(tmpdir(), 'book-')));
  }

  /** Of the book: it is not there until that is opened. */
  get folder(): string {
    return join(this.base, 'data');
  }

  /** The file of a counter. */
  pathOf(key: string): string {
    return join(this.folder, 'counters', `${key}.json`);
  }

  async open(options: Partial<JsonDocumentsOptions> = {}): Promise<JsonDocuments> {
    const store = await openJsonDocuments({ folder: this.folder, ...options });
    this.opened.push(store);
    return store;
  }

  /** Writes the file of a counter by hand. */
  async put(key: string, text: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.pathOf(key)), { recursive: true });
    await writeFile(this.pathOf(key), text);
  }

  /** Closes what was opened, and deletes all of it. */
  async remove(): Promise<void> {
    await Promise.all(this.opened.splice(0).map((store) => store.close()));
    await rm(this.base, { recursive: true, force: true });
  }
}
