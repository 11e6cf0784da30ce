/** Random histories of the use cases against a small model of the book. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { histories } from '../model/histories.js';
import { MemoryDocuments } from '../support/memory-documents.js';

/** The same ones each time; `npm run torture -- model` tries others. */
const seed = 20261121;

describe('random histories', () => {
  it('300 in memory are as the model has them', async () => {
    const open = async () => ({ documents: new MemoryDocuments(), close: async () => {} });
    expect(await histories({ count: 300, seed, open })).toBeUndefined();
  }, 300_000);

  it('5 on disk are as the model has them', async () => {
    const open = async () => {
      const folder = await mkdtemp(join(tmpdir(), 'model-'));
      const documents = await openJsonDocuments({ folder });
      const close = async () => {
        await documents.close();
        await rm(folder, { recursive: true });
      };
      return { documents, close };
    };
    expect(await histories({ count: 5, seed, open })).toBeUndefined();
  }, 300_000);
});
