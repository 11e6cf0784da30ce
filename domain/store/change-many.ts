/** A change of many documents at once, over files that take their places together (see switch-over.ts). */
import type { DocumentKind, PartOfMany, PartsOfMany, ReadForMany } from './documents.js';
import type { Stored } from './envelope.js';
import { severalAtATime } from './several.js';
import { type OnSwitchStep, SwitchOver } from './switch-over.js';

/** So many files are written and synced at a time. */
const AT_A_TIME = 16;

/** What a change of many needs of the book. */
export interface ManyBook {
  readonly folder: string;
  readonly onSwitchStep: OnSwitchStep;
  name(part: { readonly kind: { readonly name: string }; readonly key: string }): string;
  /** The document as it stands, without keeping it in memory. */
  load<T>(kind: DocumentKind<T>, name: string): Promise<Stored<T> | undefined>;
  /** The text of the file of the next document. */
  text(kind: DocumentKind<unknown>, name: string, next: unknown, before: Stored<unknown> | undefined): string;
  /** Makes everybody wait until `resume`, and waits for who is at work. */
  pause(): Promise<void>;
  resume(): void;
  /** @throws where this process must not write. */
  assertOurs(): void;
}

/** The new files are committed, and could not all take their places: the next start brings that to its end. */
export class Halfway extends Error {
  constructor(cause: unknown) {
    super('new files wait for the next start to take their places', { cause });
    this.name = 'Halfway';
  }
}

/**
 * Changes all documents that the parts name, or none; gives the names of those that changed. `written` is filled by
 * the book with the names that others write meanwhile: those are asked for again while everybody waits.
 * @throws Halfway; anything else: nothing has changed.
 */
export async function changeMany(
  book: ManyBook,
  parts: PartsOfMany,
  written: ReadonlySet<string>,
): Promise<Set<string>> {
  const changed = new Set<string>();
  const switchOver = await SwitchOver.begin(book.folder, book.onSwitchStep);
  const prepare = async ({ kind, key, change }: PartOfMany) => {
    const name = book.name({ kind, key });
    const before = await book.load(kind, name);
    const next = change(before?.document);
    if (next !== before?.document) {
      changed.add(name);
      await switchOver.prepare(`${name}.json`, book.text(kind, name, next, before));
    } else if (changed.delete(name)) {
      await switchOver.drop(`${name}.json`);
    }
  };
  const read: ReadForMany = async (kind, key) => (await book.load(kind, book.name({ kind, key })))?.document;
  try {
    await severalAtATime(
      AT_A_TIME,
      parts(() => true, read),
      prepare,
    );
    await book.pause();
    if (written.size > 0) {
      const isWritten = (part: Pick<PartOfMany, 'kind' | 'key'>) => written.has(book.name(part));
      const again = async (part: PartOfMany) => {
        if (isWritten(part)) await prepare(part);
      };
      await severalAtATime(AT_A_TIME, parts(isWritten, read), again);
    }
    if (changed.size > 0) {
      book.assertOurs();
      await switchOver.commit();
    }
  } catch (error) {
    await switchOver.abandon().catch(() => undefined);
    book.resume();
    throw error;
  }
  try {
    // Once more, should the disk have stumbled.
    await switchOver.finish().catch(() => switchOver.finish());
  } catch (error) {
    throw new Halfway(error);
  } finally {
    book.resume();
  }
  return changed;
}
