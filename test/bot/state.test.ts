import { describe, expect, it } from '@jest/globals';
import { DocumentStorage } from '../../bot/state.js';
import { MemoryDocuments } from '../support/memory-documents.js';

const KEY = 'msteams/conversations/19:abc@thread|x/../y';

describe('The storage of conversation state', () => {
  it('gives back what was written, under any key, as a copy that may be changed', async () => {
    const storage = new DocumentStorage(new MemoryDocuments());
    await storage.write({ [KEY]: { step: { at: 'review' }, eTag: '*' } });
    const first = await storage.read([KEY, 'other']);
    expect(first).toEqual({ [KEY]: { step: { at: 'review' }, eTag: '1' } });
    first[KEY].step.at = 'changed';
    expect((await storage.read([KEY]))[KEY]).toMatchObject({ step: { at: 'review' } });
  });

  it('keeps state over a new start on the same documents', async () => {
    const documents = new MemoryDocuments();
    await new DocumentStorage(documents).write({ [KEY]: { step: 1 } });
    expect(await new DocumentStorage(documents).read([KEY])).toMatchObject({ [KEY]: { step: 1 } });
  });

  it('refuses a write over a change that it has not read, in the words that the SDK looks for', async () => {
    const storage = new DocumentStorage(new MemoryDocuments());
    await storage.write({ [KEY]: { step: 1 } });
    const stale = (await storage.read([KEY]))[KEY];
    await storage.write({ [KEY]: { ...stale, step: 2 } });
    await expect(storage.write({ [KEY]: { ...stale, step: 3 } })).rejects.toThrow(/etag conflict/);
    expect((await storage.read([KEY]))[KEY]).toMatchObject({ step: 2, eTag: '2' });
  });

  it('refuses an eTag for what is not there', async () => {
    const storage = new DocumentStorage(new MemoryDocuments());
    await expect(storage.write({ [KEY]: { eTag: '1' } })).rejects.toThrow(/etag conflict/);
  });

  it('forgets what is deleted', async () => {
    const storage = new DocumentStorage(new MemoryDocuments());
    await storage.write({ [KEY]: { step: 1 } });
    await storage.delete([KEY, 'other']);
    expect(await storage.read([KEY])).toEqual({});
  });
});
