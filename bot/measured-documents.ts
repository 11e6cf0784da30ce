/** The book, with its writes timed and its failures counted. */

import { Refusal, type RefusalCode } from '../domain/refusals.js';
import type { Change, DocumentKind, Documents, PartsOfMany, Watcher } from '../domain/store/documents.js';

/** Told of each change that is on disk, and of each failure of the store. */
export interface StoreCounts {
  written(kind: string, seconds: number): void;
  storeFailed(operation: 'read' | 'write', code: string): void;
}

const OF_THE_STORE: readonly RefusalCode[] = ['StoreUnavailable', 'DocumentUnreadable'];
/** The kind under which changes of many documents are timed. */
const MANY = 'many';

export class MeasuredDocuments implements Documents {
  constructor(
    private readonly documents: Documents,
    private readonly counts: StoreCounts,
  ) {}

  async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    return await this.counted('read', () => this.documents.read(kind, key));
  }

  async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    const from = performance.now();
    let changed = false;
    const result = await this.counted('write', () =>
      this.documents.update(kind, key, (current) => {
        const made = change(current);
        changed = made.next !== current;
        return made;
      }),
    );
    if (changed) this.counts.written(kind.name, secondsSince(from));
    return result;
  }

  async updateMany(parts: PartsOfMany): Promise<number> {
    const from = performance.now();
    const count = await this.counted('write', () => this.documents.updateMany(parts));
    if (count > 0) this.counts.written(MANY, secondsSince(from));
    return count;
  }

  async remove<T>(kind: DocumentKind<T>, key: string): Promise<void> {
    const from = performance.now();
    await this.counted('write', () => this.documents.remove(kind, key));
    this.counts.written(kind.name, secondsSince(from));
  }

  async list<T>(kind: DocumentKind<T>, prefix?: string): Promise<string[]> {
    return await this.counted('read', () => this.documents.list(kind, prefix));
  }

  async stamps<T>(kind: DocumentKind<T>, prefix?: string): Promise<Map<string, string>> {
    return await this.counted('read', () => this.documents.stamps(kind, prefix));
  }

  watch<T>(kind: DocumentKind<T>, watcher: Watcher<T>): void {
    this.documents.watch(kind, watcher);
  }

  watchMany(watcher: () => void): void {
    this.documents.watchMany(watcher);
  }

  async close(): Promise<void> {
    await this.documents.close();
  }

  private async counted<R>(operation: 'read' | 'write', work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Refusal ? error.facts.code : undefined;
      if (code && OF_THE_STORE.includes(code)) this.counts.storeFailed(operation, code);
      throw error;
    }
  }
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000;
}
