/** The SDK's storage of conversation state, kept in the same store as the book. */
import { createHash } from 'node:crypto';
import type { Storage, StoreItems } from 'botbuilder';
import { z } from 'zod';
import type { DocumentKind, Documents } from '../domain/store/documents.js';

const stateSchema = z.strictObject({
  /** The key as the SDK has it; the document is named by its hash. */
  key: z.string(),
  /** Counts the writes; the item's eTag. */
  version: z.int().positive(),
  value: z.record(z.string(), z.unknown()),
});
type StoredState = z.infer<typeof stateSchema>;

const STATE: DocumentKind<StoredState> = { name: 'state', format: 1, schema: stateSchema };

/**
 * Items of state, one document each. An item that is written with an eTag other than "*" replaces only what it
 * was read from.
 */
export class DocumentStorage implements Storage {
  constructor(private readonly documents: Documents) {}

  /** The items that exist, each a copy of its own with its eTag. @throws Refusal DocumentUnreadable. */
  async read(keys: string[]): Promise<StoreItems> {
    const items = await Promise.all(keys.map(async (key) => [key, await this.readOne(key)] as const));
    return Object.fromEntries(items.filter(([, item]) => item !== undefined));
  }

  /**
   * Writes each item.
   * @throws Error "etag conflict" (the wording that the SDK looks for) where an item has changed since it was
   *   read; the items before it are written. Refusal DocumentUnreadable, StoreUnavailable.
   */
  async write(changes: StoreItems): Promise<void> {
    for (const [key, item] of Object.entries(changes)) await this.writeOne(key, jsonCopy(item));
  }

  /** Removes the items; no error where there are none. */
  async delete(keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.documents.remove(STATE, documentKey(key))));
  }

  private async readOne(key: string): Promise<Record<string, unknown> | undefined> {
    const stored = await this.documents.read(STATE, documentKey(key));
    return stored && { ...jsonCopy(stored.value), eTag: String(stored.version) };
  }

  private async writeOne(key: string, item: Record<string, unknown>): Promise<void> {
    const { eTag, ...value } = item;
    await this.documents.update(STATE, documentKey(key), (current) => {
      const anyVersion = eTag === undefined || eTag === '*';
      if (!anyVersion && String(eTag) !== String(current?.version)) {
        throw new Error(`etag conflict: the state "${key}" has changed since it was read`);
      }
      return { next: { key, version: (current?.version ?? 0) + 1, value }, result: undefined };
    });
  }
}

/** SDK keys hold slashes, bars and user ids of any length; a hash is always a good document key. */
function documentKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** State is JSON; documents are frozen and the SDK changes what it has read. */
function jsonCopy(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
