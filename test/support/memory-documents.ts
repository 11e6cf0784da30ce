/** A book in memory for tests: the port of the store with the same promises (schema check, frozen reads, one change at a time), and no disk. */
import { createHash } from 'node:crypto';
import type { Change, DocumentKind, Documents, PartsOfMany, Watcher } from '../../domain/store/documents.js';
import { Watchers } from '../../domain/store/watchers.js';

const KEY = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;

export class MemoryDocuments implements Documents {
  /** JSON texts by "<kind>/<key>", so that nothing is shared with the one who wrote it. */
  protected readonly texts = new Map<string, string>();
  /** What was read of a text: frozen, so that it can be given again. */
  private readonly known = new Map<string, { readonly text: string; readonly document: unknown }>();
  private readonly watchers = new Watchers();

  /** The document, deeply frozen; undefined where there is none. @throws where it does not fit the schema. */
  async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    return this.current(kind, key);
  }

  /** Applies the change in one go; where it (or the schema) throws, nothing has changed. */
  async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    const current = this.current(kind, key);
    const { next, result } = change(current);
    if (next !== current) {
      this.texts.set(pathOf(kind, key), JSON.stringify(kind.schema.parse(next)));
      const document = this.current(kind, key);
      if (document && this.watchers.has(kind))
        this.watchers.tell(kind, key, { document, stamp: this.stamp(kind, key) });
    }
    return result;
  }

  /** Changes all or none: what is thrown while the next ones are made leaves all as they were. */
  async updateMany(parts: PartsOfMany): Promise<number> {
    const next = new Map<string, string>();
    for await (const { kind, key, change } of parts(
      () => true,
      (kind, key) => this.read(kind, key),
    )) {
      const current = this.current(kind, key);
      const changed = change(current);
      if (changed !== current) next.set(pathOf(kind, key), JSON.stringify(kind.schema.parse(changed)));
    }
    for (const [path, text] of next) this.texts.set(path, text);
    if (next.size > 0) this.watchers.tellOfMany();
    return next.size;
  }

  /** Removes one document; no error where there is none. */
  async remove<T>(kind: DocumentKind<T>, key: string): Promise<void> {
    this.texts.delete(pathOf(kind, key));
    this.watchers.tell(kind, key, undefined);
  }

  /** The keys of a kind that are the prefix or lie under it. */
  async list<T>(kind: DocumentKind<T>, prefix = ''): Promise<string[]> {
    const folder = `${kind.name}/`;
    return [...this.texts.keys()]
      .filter((path) => path.startsWith(folder))
      .map((path) => path.slice(folder.length))
      .filter((key) => prefix === '' || key === prefix || key.startsWith(`${prefix}/`));
  }

  /** What the text of each document comes to: another text, another stamp. */
  async stamps<T>(kind: DocumentKind<T>, prefix = ''): Promise<Map<string, string>> {
    const keys = await this.list(kind, prefix);
    return new Map(keys.map((key) => [key, this.stamp(kind, key)]));
  }

  /** From now on this one is told of every change of a document of this kind. */
  watch<T>(kind: DocumentKind<T>, watcher: Watcher<T>): void {
    this.watchers.add(kind, watcher);
  }

  /** From now on this one is told after every change of many. */
  watchMany(watcher: () => void): void {
    this.watchers.addOfMany(watcher);
  }

  /** Nothing to wait for. */
  async close(): Promise<void> {}

  private stamp<T>(kind: DocumentKind<T>, key: string): string {
    return createHash('sha1')
      .update(this.texts.get(pathOf(kind, key)) ?? '')
      .digest('base64');
  }

  private current<T>(kind: DocumentKind<T>, key: string): T | undefined {
    const path = pathOf(kind, key);
    const text = this.texts.get(path);
    if (text === undefined) return undefined;
    const known = this.known.get(path);
    if (known?.text === text) return known.document as T;
    const document = deepFreeze(kind.schema.parse(JSON.parse(text)));
    this.known.set(path, { text, document });
    return document;
  }
}

function pathOf<T>(kind: DocumentKind<T>, key: string): string {
  if (!KEY.test(key)) throw new TypeError(`not a document key: ${key}`);
  return `${kind.name}/${key}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
