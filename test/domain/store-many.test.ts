/** A change of many documents: all of them or none, wherever the process is killed; on real files. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type DocumentKind, type PartsOfMany, partOfMany } from '../../domain/store/documents.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import type { OnSwitchStep, SwitchStep } from '../../domain/store/switch-over.js';

const COUNTER: DocumentKind<{ count: number }> = {
  name: 'counters',
  format: 1,
  schema: z.strictObject({ count: z.int() }),
};
const KEYS = ['p/a', 'p/b', 'q/c', 'd'];

let folder = '';
const opened: JsonDocuments[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-many-'));
});
afterEach(async () => {
  for (const documents of opened.splice(0)) await documents.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(onSwitchStep?: OnSwitchStep): Promise<JsonDocuments> {
  const documents = await openJsonDocuments({ folder, ...(onSwitchStep ? { onSwitchStep } : {}) });
  opened.push(documents);
  return documents;
}

/** As a process that is killed leaves it: nothing is cleaned up, and the folder is free. */
class Killed extends Error {}

const set = (documents: JsonDocuments, key: string, count: number) =>
  documents.update(COUNTER, key, () => ({ next: { count }, result: undefined }));

const addTen: PartsOfMany = async function* (wanted) {
  for (const key of KEYS) {
    const part = partOfMany(COUNTER, key, (now) => ({ count: (now?.count ?? 0) + 10 }));
    if (wanted(part)) yield part;
  }
};

async function counts(documents: JsonDocuments): Promise<(number | undefined)[]> {
  const found = await Promise.all(KEYS.map((key) => documents.read(COUNTER, key)));
  return found.map((one) => one?.count);
}

async function filled(): Promise<void> {
  const documents = await open();
  for (const [index, key] of KEYS.entries()) if (key !== 'd') await set(documents, key, index);
  await documents.close();
}

const OLD = [0, 1, 2, undefined];
const NEW = [10, 11, 12, 10];

describe('a change of many documents', () => {
  it('changes all, now and after a restart, and leaves nothing behind', async () => {
    await filled();
    const documents = await open();
    expect(await counts(documents)).toEqual(OLD);
    expect(await documents.updateMany(addTen)).toBe(4);
    expect(await counts(documents)).toEqual(NEW);
    await documents.close();
    expect(await counts(await open())).toEqual(NEW);
    expect(await readdir(folder)).not.toContain('.switch');
  });

  /** Every step of the switch, by how often it has begun. */
  const steps: [SwitchStep, number, 'old' | 'new'][] = [
    ...[1, 2, 4].map((time): [SwitchStep, number, 'old'] => ['prepare', time, 'old']),
    ['commit', 1, 'old'],
    ...[1, 2, 3, 4].map((time): [SwitchStep, number, 'new'] => ['move', time, 'new']),
    ['clear', 1, 'new'],
  ];

  it.each(steps)('killed at "%s" number %i, it is all %s after the restart', async (step, time, expected) => {
    await filled();
    let seen = 0;
    let dead = false;
    const documents = await open((now) => {
      if (now === step) seen += 1;
      if (seen === time) dead = true;
      // What is dead does nothing any more: it can not clean up either.
      return dead ? new Promise(() => undefined) : undefined;
    });
    const change = documents.updateMany(addTen);
    change.catch(() => undefined);
    while (!dead) await new Promise((resolve) => setImmediate(resolve));
    const after = await takenOver(documents);
    expect(await counts(after)).toEqual(expected === 'old' ? OLD : NEW);
    expect(await readdir(folder)).not.toContain('.switch');
  });

  it('takes in what somebody else writes while it is prepared', async () => {
    await filled();
    const documents = await open();
    const parts: PartsOfMany = async function* (wanted, read) {
      for await (const part of addTen(wanted, read)) {
        yield part;
        if (part.key === 'q/c' && (await documents.read(COUNTER, 'p/a'))?.count === 0)
          await set(documents, 'p/a', 5);
      }
    };
    await documents.updateMany(parts);
    expect(await counts(documents)).toEqual([15, 11, 12, 10]);
  });

  it('reads of other documents what it needs to know, also while everybody waits for it', async () => {
    await filled();
    const documents = await open();
    let asked = 0;
    const parts: PartsOfMany = async function* (wanted, read) {
      asked += 1;
      const more = (await read(COUNTER, 'q/c'))?.count ?? 0;
      if (asked === 1) await set(documents, 'p/a', 5);
      const part = partOfMany(COUNTER, 'p/a', (now) => ({ count: (now?.count ?? 0) + more }));
      if (wanted(part)) yield part;
    };
    await documents.updateMany(parts);
    expect(asked).toBe(2);
    expect(await counts(documents)).toEqual([7, 1, 2, undefined]);
    await set(documents, 'd', 1);
  });

  it('changes nothing where a part throws, and the book goes on', async () => {
    await filled();
    const documents = await open();
    const parts: PartsOfMany = async function* (wanted, read) {
      yield* addTen(wanted, read);
      yield partOfMany(COUNTER, 'e', () => {
        throw new Error('this row is wrong');
      });
    };
    await expect(documents.updateMany(parts)).rejects.toThrow('this row is wrong');
    expect(await counts(documents)).toEqual(OLD);
    await set(documents, 'd', 7);
    expect(await documents.updateMany(addTen)).toBe(4);
    expect(await counts(documents)).toEqual([10, 11, 12, 17]);
  });

  it('writes nothing where nothing changes', async () => {
    await filled();
    const documents = await open((step) => {
      throw new Killed(step);
    });
    const same: PartsOfMany = async function* () {
      yield partOfMany<{ count: number } | undefined>(COUNTER as never, 'p/a', (now) => now);
    };
    expect(await documents.updateMany(same)).toBe(0);
  });
});

/** The next process: the lock of the dead one is released as the system does when its time is over. */
async function takenOver(dead: JsonDocuments): Promise<JsonDocuments> {
  opened.splice(opened.indexOf(dead), 1);
  await rm(join(folder, '.lock'), { recursive: true, force: true });
  return await open();
}
