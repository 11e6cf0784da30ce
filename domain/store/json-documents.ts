/**
 * The book on disk: one JSON file a document, <folder>/<kind>/<key>.json, through lowdb. What is in memory is
 * always what is on disk: a document is held only once its file has been read, or written and synced.
 */
import { basename, join, relative, resolve, sep } from 'node:path';
import AsyncLock from 'async-lock';
import { Low } from 'lowdb';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../refusals.js';
import type { Clock } from '../term.js';
import { changeMany, Halfway, type ManyBook } from './change-many.js';
import { checkedKey, isKey } from './document-key.js';
import type { Change, DocumentKind, Documents, PartsOfMany, Watcher } from './documents.js';
import type { Content, OnStep } from './durable-file.js';
import {
  DurableFile,
  DurableFolders,
  errorCode,
  filesBelow,
  makeRootFolder,
  ReplacedButNotSynced,
  removeLeftovers,
} from './durable-file.js';
import type { Stored, UnreadableReason } from './envelope.js';
import { envelopeText } from './envelope.js';
import type { FolderLock } from './folder-lock.js';
import { lockFolder } from './folder-lock.js';
import { parseInSlices } from './large-text.js';
import { nextText } from './next-text.js';
import { finishReplacement } from './replacement.js';
import { discard, type KeptBook, removeSnapshots, Snapshot } from './snapshot.js';
import { stampOf, stampsOf } from './stamps.js';
import { finishSwitch, type OnSwitchStep } from './switch-over.js';
import { Watchers } from './watchers.js';

const LOCK_WAIT_MS = 10_000;
const CACHE_DOCUMENTS = 500;
const CACHE_CHARACTERS = 64 * 1024 * 1024;
/** Changes of many wait for one another under this name, which no document has. */
const ALL_AT_ONCE = '';
const ABSENT: Content = { text: undefined };
/** In memory, for so long: there is no such document. What many turns ask for and few have is not looked for each time. */
const NOTHING_MS = 2000;
const NOTHING = { size: 1, document: undefined, texts: undefined } as const;

export interface JsonDocumentsOptions {
  readonly folder: string;
  readonly log?: (message: string) => void;
  /** How long to wait for another process that has the folder; 10 seconds unless given. */
  readonly lockWaitMs?: number;
  /** How many documents are held in memory at most; 500 unless given. */
  readonly cacheDocuments?: number;
  /** Called as each step of a write begins; what it throws fails the write, as a full disk would. For tests. */
  readonly onStep?: OnStep;
  /** The same for the steps of a change of many documents. */
  readonly onSwitchStep?: OnSwitchStep;
}

/**
 * Opens the book in a folder, made where it is missing, for this process alone.
 * @throws FolderInUse where another process has it and does not let go in time.
 */
export async function openJsonDocuments(options: JsonDocumentsOptions): Promise<JsonDocuments> {
  const folder = resolve(options.folder);
  const log = options.log ?? (() => undefined);
  await makeRootFolder(folder);
  const lock = await lockFolder(folder, options.lockWaitMs ?? LOCK_WAIT_MS, log);
  await finishReplacement(folder);
  await finishSwitch(folder);
  await removeSnapshots(folder);
  await removeLeftovers(folder).catch((error: unknown) => {
    log(`Left-over files in ${folder} could not all be deleted: ${String(error)}`);
  });
  return new JsonDocuments(folder, lock, options);
}

/** See Documents for what each method promises; opened by `openJsonDocuments`. */
export class JsonDocuments implements Documents {
  private readonly queue = new AsyncLock({ maxPending: Number.POSITIVE_INFINITY });
  private readonly cache: LRUCache<string, Stored<unknown> | typeof NOTHING>;
  private readonly folders: DurableFolders;
  private readonly onStep: OnStep;
  /** Changes of one document and readings of files that are under way. */
  private readonly busy = new Set<Promise<unknown>>();
  private readonly many = new Set<Promise<unknown>>();
  private readonly watchers = new Watchers();
  private closed = false;
  /** Names of the documents that others have written since a change of many began. */
  private written: Set<string> | undefined;
  /** While new documents take their places: everybody waits for it. */
  private switching: Promise<void> | undefined;
  /** While the files are kept as they were at one moment: asked before each of them is replaced. */
  private snapshotting: Snapshot | undefined;
  /** New documents could not all take their places. */
  private halfway = false;
  private readonly onSwitchStep: OnSwitchStep;

  constructor(
    private readonly folder: string,
    private readonly lock: FolderLock,
    options: JsonDocumentsOptions,
  ) {
    this.cache = new LRUCache({
      max: options.cacheDocuments ?? CACHE_DOCUMENTS,
      maxSize: CACHE_CHARACTERS,
      // One that is being worked with keeps its text too, whole and in parts.
      sizeCalculation: ({ size, texts }) => (texts ? 3 * size : size),
    });
    this.folders = new DurableFolders(folder);
    this.onSwitchStep = options.onSwitchStep ?? (() => undefined);
    this.onStep = async (step) => {
      await options.onStep?.(step);
      if (step === 'rename') lock.assertHeld();
    };
  }

  async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    const name = nameOf(kind, key);
    while (this.switching) await this.switching;
    const held = this.held<T>(name);
    if (held) return held.document;
    // A miss queues with the changes, so that it can not put an older document in memory than is on disk.
    const loading = this.queue.acquire(name, () => this.load(kind, name));
    return (await this.tracked(this.busy, loading))?.document;
  }

  async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    const name = nameOf(kind, key);
    return this.exclusively(name, async () => {
      // What is made where there was nothing must not take the place of what is there by now.
      const before = found(this.held<T>(name)) ?? (await this.loadAnew(kind, name));
      const { next, result } = change(before?.document);
      if (next === before?.document) return result;
      const { text, stored } = textOf(kind, name, next, before);
      await this.write(name, text, () => before && envelopeText(kind, before.version, before.document));
      this.cache.set(name, stored);
      await this.tell(kind, key, stored.document);
      return result;
    });
  }

  async updateMany(parts: PartsOfMany): Promise<number> {
    return await this.queue.acquire(ALL_AT_ONCE, () => this.tracked(this.many, this.changeMany(parts)));
  }

  async remove<T>(kind: DocumentKind<T>, key: string): Promise<void> {
    const name = nameOf(kind, key);
    await this.exclusively(name, async () => {
      if (!(await this.exists(name))) return;
      const { text } = await this.content(name).catch(() => ABSENT);
      await this.write(name, undefined, () => text);
      this.cache.delete(name);
      this.watchers.tell(kind, key, undefined);
    });
  }

  /** @throws Refusal DocumentUnreadable, naming a folder, where the folder can not be read. */
  async list<T>(kind: DocumentKind<T>, prefix = ''): Promise<string[]> {
    const root = join(this.folder, kind.name);
    const below = prefix === '' ? root : join(root, checkedKey(prefix));
    const keys: string[] = [];
    try {
      for await (const file of filesBelow(below)) {
        if (!file.endsWith('.json')) continue;
        const key = relative(root, file).slice(0, -'.json'.length).split(sep).join('/');
        if (isKey(key)) keys.push(key);
      }
    } catch (error) {
      throw this.unreadable(relative(this.folder, below), 'unreadable', error);
    }
    const itself = prefix !== '' && (await this.exists(nameOf(kind, prefix))) ? [prefix] : [];
    return [...itself, ...keys];
  }

  async stamps<T>(kind: DocumentKind<T>, prefix?: string): Promise<Map<string, string>> {
    const keys = await this.list(kind, prefix);
    return await stampsOf(keys, (key) => this.pathOf(nameOf(kind, key)));
  }

  watch<T>(kind: DocumentKind<T>, watcher: Watcher<T>): void {
    this.watchers.add(kind, watcher);
  }

  watchMany(watcher: () => void): void {
    this.watchers.addOfMany(watcher);
  }

  /** Reads one document from its file, past the memory. @throws Refusal DocumentUnreadable as `read` does. */
  async verify<T>(kind: DocumentKind<T>, key: string): Promise<void> {
    await this.fetch(kind, nameOf(kind, key));
  }

  /**
   * Keeps the files of the book as they all are at one moment, `at`, but those of the kinds that are derived. Others
   * wait for the writes that are under way when it begins, and for nothing else.
   * @throws Refusal StoreUnavailable where they could not all be kept.
   */
  async snapshot(clock: Clock, derived: readonly { readonly name: string }[]): Promise<KeptBook> {
    const without = new Set(derived.map(({ name }) => name));
    return await this.queue.acquire(ALL_AT_ONCE, () =>
      this.tracked(this.many, this.takeSnapshot(clock, without)),
    );
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.allSettled([...this.many, ...this.busy]);
    await this.lock.release();
  }

  private async changeMany(parts: PartsOfMany): Promise<number> {
    if (this.closed) throw unavailable(new Error('the book is closed'));
    this.requireWritable();
    let resume = () => {};
    const written = new Set<string>();
    this.written = written;
    const book: ManyBook = {
      folder: this.folder,
      onSwitchStep: this.onSwitchStep,
      name: ({ kind, key }) => nameOf(kind, key),
      load: (kind, name) => this.loadBeside(kind, name),
      text: (kind, name, next, before) => textOf(kind, name, next, before).text,
      pause: async () => {
        resume = await this.pause();
      },
      resume: () => {
        // What was in memory may have become another document.
        this.cache.clear();
        this.folders.forget();
        this.written = undefined;
        resume();
      },
      assertOurs: () => this.lock.assertHeld(),
    };
    try {
      const { size } = await changeMany(book, parts, written);
      if (size > 0) this.watchers.tellOfMany();
      return size;
    } catch (error) {
      this.halfway = error instanceof Halfway;
      throw this.halfway || errorCode(error) !== undefined ? unavailable(error) : error;
    }
  }

  private async takeSnapshot(clock: Clock, without: ReadonlySet<string>): Promise<KeptBook> {
    if (this.closed) throw unavailable(new Error('the book is closed'));
    this.requireWritable();
    let snapshot: Snapshot | undefined;
    try {
      snapshot = await Snapshot.begin(this.folder);
      const resume = await this.pause();
      const at = clock.now().toISOString();
      this.snapshotting = snapshot;
      resume();
      await snapshot.keepAll(without);
      return { folder: snapshot.folder, at };
    } catch (error) {
      if (snapshot) await discard(snapshot).catch(() => undefined);
      throw unavailable(error);
    } finally {
      this.snapshotting = undefined;
    }
  }

  /** Makes everybody wait, and waits for who is at work; gives what lets them go on. */
  private async pause(): Promise<() => void> {
    let open = () => {};
    this.switching = new Promise((resolve) => {
      open = resolve;
    });
    // Who began before ends first; who comes later waits.
    await Promise.allSettled(this.busy);
    return () => {
      this.switching = undefined;
      open();
    };
  }

  private requireWritable(): void {
    if (this.halfway) throw unavailable(new Error('new files wait for the next start to take their places'));
    if (this.lock.lost()) throw unavailable(new Error('the folder has passed to another process'));
  }

  /** Keeps what is under way in a set until it has ended. */
  private async tracked<R>(under: Set<Promise<unknown>>, way: Promise<R>): Promise<R> {
    under.add(way);
    try {
      return await way;
    } finally {
      under.delete(way);
    }
  }

  /** Runs a change alone on its document; `close` waits for it. */
  private async exclusively<R>(name: string, change: () => Promise<R>): Promise<R> {
    while (this.switching) await this.switching;
    if (this.closed) throw unavailable(new Error('the book is closed'));
    const running = this.queue.acquire(name, async () => {
      this.requireWritable();
      return change();
    });
    return await this.tracked(this.busy, running);
  }

  /** What is in memory; nothing, once another process may write the files. */
  private held<T>(name: string): Stored<T> | typeof NOTHING | undefined {
    if (this.lock.lost() || this.closed) return undefined;
    // A name begins with that of its kind, and so stands for documents of one type only.
    return this.cache.get(name) as Stored<T> | typeof NOTHING | undefined;
  }

  /** The document from memory, or from its file and then kept in memory. */
  private async load<T>(kind: DocumentKind<T>, name: string): Promise<Stored<T> | undefined> {
    const held = this.held<T>(name);
    return held ? found(held) : await this.loadAnew(kind, name);
  }

  private async loadAnew<T>(kind: DocumentKind<T>, name: string): Promise<Stored<T> | undefined> {
    const stored = await this.fetch(kind, name);
    if (stored) this.cache.set(name, stored);
    // Somebody may put the file back by hand.
    else this.cache.set(name, NOTHING, { ttl: NOTHING_MS });
    return stored;
  }

  /** The document without keeping it in memory: a change of many would push out all else. */
  private async loadBeside<T>(kind: DocumentKind<T>, name: string): Promise<Stored<T> | undefined> {
    const held = this.held<T>(name);
    if (held) return found(held);
    return await this.fetch(kind, name);
  }

  private async fetch<T>(kind: DocumentKind<T>, name: string): Promise<Stored<T> | undefined> {
    const { text } = await this.content(name).catch((error: unknown) => {
      const reason = errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'cutOff' : 'unreadable';
      throw this.unreadable(`${name}.json`, reason, error);
    });
    if (text === undefined) return undefined;
    const parsed = await parseInSlices(kind, text);
    if ('reason' in parsed) throw this.unreadable(`${name}.json`, parsed.reason, parsed.cause);
    return parsed.stored;
  }

  /** Within the turn of the document, so that the stamp is that of this very text. */
  private async tell<T>(kind: DocumentKind<T>, key: string, document: T): Promise<void> {
    if (!this.watchers.has(kind)) return;
    // Without a stamp it is told all the same: what has none is read again.
    const stamp = await stampOf(this.pathOf(nameOf(kind, key))).catch(() => '');
    this.watchers.tell(kind, key, { document, stamp });
  }

  private pathOf(name: string): string {
    return `${join(this.folder, name)}.json`;
  }

  private file(name: string): Low<Content> {
    return new Low<Content>(new DurableFile(this.pathOf(name), this.folders, this.onStep), ABSENT);
  }

  private async content(name: string): Promise<Content> {
    const file = this.file(name);
    await file.read();
    return file.data;
  }

  private async exists(name: string): Promise<boolean> {
    // One that is there and can not be read exists too.
    return this.content(name).then(
      ({ text }) => text !== undefined,
      () => true,
    );
  }

  /** Puts a text in the file's place (none: removes it). @throws Refusal StoreUnavailable; then it is as before. */
  private async write(
    name: string,
    text: string | undefined,
    before: () => string | undefined,
  ): Promise<void> {
    const file = this.file(name);
    file.data = { text };
    this.written?.add(name);
    await this.snapshotting?.keep(`${name}.json`);
    try {
      await file.write();
    } catch (error) {
      if (error instanceof ReplacedButNotSynced) {
        // Whoever is told that nothing has changed must find it so, now and after a restart.
        file.data = { text: before() };
        await file.write().catch(() => undefined);
      }
      // Should that have failed as well, the memory must follow the disk.
      this.cache.delete(name);
      this.folders.forget();
      throw unavailable(error);
    }
  }

  private unreadable(file: string, reason: UnreadableReason, cause: unknown): Refusal {
    const shown = [basename(this.folder), ...file.split(sep)].join('/');
    return Object.assign(new Refusal({ code: 'DocumentUnreadable', file: shown, reason }), { cause });
  }
}

/** The text of the next document and how it is held; what can not be read back is a mistake in the program. */
function textOf<T>(
  kind: DocumentKind<T>,
  name: string,
  next: T,
  before: Stored<T> | undefined,
): { text: string; stored: Stored<T> } {
  const { text, parsed } = nextText(kind, next, before);
  if ('stored' in parsed) return { text, stored: parsed.stored };
  throw new Error(`The next ${name} could not be read back: ${parsed.reason}.`, { cause: parsed.cause });
}

function found<T>(held: Stored<T> | typeof NOTHING | undefined): Stored<T> | undefined {
  return held === NOTHING ? undefined : (held as Stored<T> | undefined);
}

function unavailable(cause: unknown): Refusal {
  return Object.assign(new Refusal({ code: 'StoreUnavailable' }), { cause });
}

/** The document's path below the folder, without its ending. @throws Error for what is no key. */
function nameOf({ name }: Pick<DocumentKind<unknown>, 'name'>, key: string): string {
  return `${name}/${checkedKey(key)}`;
}
