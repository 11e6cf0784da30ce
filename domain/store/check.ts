/** Looks through the whole book for files that can not be read, while the desk is at work. */
import { setImmediate } from 'node:timers/promises';
import type { RefusalFacts } from '../refusals.js';
import { isRefusal } from '../refusals.js';
import type { DocumentKind, Documents } from './documents.js';

/** A store whose files can be read past its memory. */
interface Verifiable extends Pick<Documents, 'list'> {
  verify(kind: DocumentKind<unknown>, key: string): Promise<void>;
}

/** A file that can not be read, and why. */
export type Unreadable = Omit<Extract<RefusalFacts, { code: 'DocumentUnreadable' }>, 'code'>;

/**
 * Gives each document of these kinds that can not be read, as it is found. Reads one file at a time, lets others
 * go first, and leaves what is held in memory alone. @throws whatever else goes wrong.
 */
export async function* checkAll(
  documents: Verifiable,
  kinds: readonly DocumentKind<unknown>[],
): AsyncGenerator<Unreadable> {
  for (const kind of kinds) {
    const keys: string[] = [];
    const unlisted = await unreadable(async () => {
      keys.push(...(await documents.list(kind)));
    });
    if (unlisted) yield unlisted;
    for (const key of keys) {
      const found = await unreadable(() => documents.verify(kind, key));
      if (found) yield found;
      await setImmediate();
    }
  }
}

async function unreadable(read: () => Promise<void>): Promise<Unreadable | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    const { file, reason } = error.facts;
    return { file, reason };
  }
}
