/**
 * Part `model`: random histories against the small model of the book, one in twenty of them on disk. MODEL_HISTORY is
 * the number of the one history to repeat, as a failure names it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { histories, type Run } from '../model/histories.js';
import { MemoryDocuments } from '../support/memory-documents.js';
import type { Part } from './parts.js';

const COUNT = 10_000;
const ON_DISK_EVERY = 20;
const SAY_EVERY = 500;

export const model: Part = {
  name: 'model',
  what: 'random histories of all that changes the book, against a model',
  async run({ count = COUNT, seed, say }) {
    let opened = 0;
    let done = 0;
    const found = await histories({
      count,
      seed,
      only: process.env.MODEL_HISTORY,
      open: () => (++opened % ON_DISK_EVERY === 0 ? onDisk() : inMemory()),
      done: () => {
        done += 1;
        if (done % SAY_EVERY === 0) say(`${done} histories`);
      },
    });
    return { done: `${done} histories`, faults: found === undefined ? [] : [found] };
  },
};

type Opening = ReturnType<Run['open']>;

async function inMemory(): Opening {
  return { documents: new MemoryDocuments(), close: async () => {} };
}

async function onDisk(): Opening {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  const documents = await openJsonDocuments({ folder });
  const close = async () => {
    await documents.close();
    await rm(folder, { recursive: true });
  };
  return { documents, close };
}
