/** Whoever wants to know of changes of a kind of documents, told in the order in which they happen. */
import type { DocumentKind, Watcher } from './documents.js';

export class Watchers {
  private readonly byKind = new Map<string, Watcher<unknown>[]>();
  private readonly ofMany: (() => void)[] = [];

  /** From now on this one is told too. */
  add<T>(kind: DocumentKind<T>, watcher: Watcher<T>): void {
    // A name stands for documents of one type only.
    this.byKind.set(kind.name, [...(this.byKind.get(kind.name) ?? []), watcher as Watcher<unknown>]);
  }

  /** From now on this one is told after a change of many documents. */
  addOfMany(watcher: () => void): void {
    this.ofMany.push(watcher);
  }

  /** Tells that many documents have changed, of whatever kinds. */
  tellOfMany(): void {
    for (const watcher of this.ofMany) watcher();
  }

  /** True where somebody wants to know. */
  has<T>(kind: DocumentKind<T>): boolean {
    return this.byKind.has(kind.name);
  }

  /** Tells of a document as it stands now; `undefined`: it is gone. */
  tell<T>(kind: DocumentKind<T>, key: string, now: Parameters<Watcher<T>>[1]): void {
    for (const watcher of this.byKind.get(kind.name) ?? []) watcher(key, now);
  }
}
