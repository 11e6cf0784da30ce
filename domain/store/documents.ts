/**
 * The port to where the book is kept. Small on purpose: read one document, change one document, list what there
 * is. What must be true together lives in one document and so changes in one write.
 */
import type { ZodType } from 'zod';

/** A kind of document: its folder, the version of its format, and the schema that it is checked against when read. */
export interface DocumentKind<T> {
  readonly name: string;
  readonly format: number;
  readonly schema: ZodType<T>;
  /** What makes a document of each format below this one that of the next: pure steps, by the format they begin at. */
  readonly migrate?: Readonly<Record<number, Migration>>;
}

/** What an older document becomes in the next format. It may be of any shape: the schema looks at what comes out last. */
type Migration = (older: unknown) => unknown;

/** What a change makes of a document: the next one, and the answer for whoever asked for the change. */
export interface Change<T, R> {
  /** The same object as the current one: nothing is written. */
  readonly next: T;
  readonly result: R;
}

/**
 * Told of a change of a document once it is on disk, before whoever changed it is: the document as it stands with
 * its stamp (see `stamps`), or undefined where it was removed. It does not throw.
 */
export type Watcher<T> = (
  key: string,
  now: { readonly document: T; readonly stamp: string } | undefined,
) => void;
/** One document of a change of many: the next one from the current one; the same object where nothing changes. */
export interface PartOfMany {
  readonly kind: DocumentKind<unknown>;
  readonly key: string;
  readonly change: (current: unknown) => unknown;
}

/** Reads a document for a change of many. Everybody else may be waiting for that change to end. */
export type ReadForMany = <T>(kind: DocumentKind<T>, key: string) => Promise<T | undefined>;

/**
 * Gives the parts of a change of many, each document once. It is asked a second time for those that somebody else
 * changed meanwhile: `wanted` says which ones are needed. What it needs to know of other documents it asks `read`
 * for: `Documents.read` would wait for the very change that waits for the parts.
 */
export type PartsOfMany = (
  wanted: (part: Pick<PartOfMany, 'kind' | 'key'>) => boolean,
  read: ReadForMany,
) => AsyncIterable<PartOfMany>;

/** A part of a change of many. */
export function partOfMany<T>(
  kind: DocumentKind<T>,
  key: string,
  change: (current: T | undefined) => T,
): PartOfMany {
  return { kind: kind as DocumentKind<unknown>, key, change: (current) => change(current as T | undefined) };
}

export interface Documents {
  /**
   * The document with this key, or undefined where there is none. A key is one or more segments of letters,
   * digits, "-", "_" and "." joined by "/". What is given is frozen: change it through `update`.
   * @throws Refusal DocumentUnreadable for a file that is cut off, of the wrong shape or of a newer format.
   */
  read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined>;

  /**
   * Changes one document by a pure function from the current one to the next one. Once the promise resolves the
   * change is on disk. If the function throws, nothing has changed. Changes of one document queue; those of
   * different documents do not wait for each other.
   * @throws Refusal DocumentUnreadable as `read` does (a file that cannot be read is never overwritten);
   *   StoreUnavailable where the write failed: then nothing has changed.
   */
  update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R>;

  /**
   * Changes many documents: all of them or, whatever happens, none. Others can read and change documents while it is
   * being prepared, and wait for the short while in which the new ones take their places. Gives how many changed.
   * @throws Refusal as `update` does, and what the parts throw: then nothing has changed.
   */
  updateMany(parts: PartsOfMany): Promise<number>;

  /** Removes one document; no error where there is none. */
  remove<T>(kind: DocumentKind<T>, key: string): Promise<void>;

  /** The keys of the documents of a kind that begin with the prefix (whole segments), in no particular order. */
  list<T>(kind: DocumentKind<T>, prefix?: string): Promise<string[]>;

  /**
   * A stamp of each document below the prefix, by its key: another one with every change, also by another process,
   * and had without reading the document. For whatever is derived from documents and kept beside them.
   */
  stamps<T>(kind: DocumentKind<T>, prefix?: string): Promise<Map<string, string>>;

  /** From now on this one is told of every change of a document of this kind. */
  watch<T>(kind: DocumentKind<T>, watcher: Watcher<T>): void;

  /** From now on this one is told after every change of many documents: what it knows of any may be old. */
  watchMany(watcher: () => void): void;

  /** Waits for writes under way and lets go of the folder. */
  close(): Promise<void>;
}
