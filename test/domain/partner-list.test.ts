/** The partners in the book: known until one comes, goes or may have. */
import { describe, expect, it } from '@jest/globals';
import { PartnerList } from '../../domain/partner-list.js';
import { type DocumentKind, partOfMany } from '../../domain/store/documents.js';
import { PROFILE } from '../../domain/store/kinds.js';
import { partner } from '../support/builders.js';
import { MemoryDocuments } from '../support/memory-documents.js';

/** Counts how often the partners are looked for; fails while it is told to. */
class Counted extends MemoryDocuments {
  asked = 0;
  failing = false;

  override async list<T>(kind: DocumentKind<T>, prefix?: string): Promise<string[]> {
    this.asked += 1;
    if (this.failing) throw new Error('no such folder');
    return await super.list(kind, prefix);
  }
}

async function open(...ids: readonly string[]) {
  const documents = new Counted();
  const add = (id: string) =>
    documents.update(PROFILE, id, () => ({ next: partner({ id }), result: undefined }));
  for (const id of ids) await add(id);
  return { documents, add, list: new PartnerList(documents) };
}

describe('the partners in the book', () => {
  it('are in order, and looked for once as long as they stay', async () => {
    const { documents, list } = await open('b', 'c', 'a');
    expect(await list.ids()).toEqual(['a', 'b', 'c']);
    expect(await list.ids()).toEqual(['a', 'b', 'c']);
    await Promise.all([list.ids(), list.ids()]);
    expect(documents.asked).toBe(1);
  });

  it('are looked for again once one has come, has gone, or many documents have changed', async () => {
    const { documents, add, list } = await open('b');
    expect(await list.ids()).toEqual(['b']);
    await add('a');
    expect(await list.ids()).toEqual(['a', 'b']);
    await documents.remove(PROFILE, 'b');
    expect(await list.ids()).toEqual(['a']);
    await documents.updateMany(async function* () {
      yield partOfMany(PROFILE, 'c', () => partner({ id: 'c' }));
    });
    expect(await list.ids()).toEqual(['a', 'c']);
  });

  it('that could not be read are looked for again the next time', async () => {
    const { documents, list } = await open('a');
    documents.failing = true;
    await expect(list.ids()).rejects.toThrow('no such folder');
    documents.failing = false;
    expect(await list.ids()).toEqual(['a']);
  });

  it('that could not be read do not make those be forgotten that were read since', async () => {
    const { documents, add, list } = await open('a');
    documents.failing = true;
    const failed = list.ids();
    // Forgets what is being read, and what is read next counts.
    const added = add('b');
    documents.failing = false;
    await added;
    const next = list.ids();
    await expect(failed).rejects.toThrow('no such folder');
    expect(await next).toEqual(['a', 'b']);
    const { asked } = documents;
    await list.ids();
    expect(documents.asked).toBe(asked);
  });
});
