/** Documents of older formats: read as what they have become, and written in the format of today with their next change. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SUMMARIES } from '../../domain/overview/overview.js';
import type { DocumentKind } from '../../domain/store/documents.js';
import { partOfMany } from '../../domain/store/documents.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { ALL_KINDS } from '../../domain/store/kinds.js';

interface Shelf {
  places: { title: string; copies: number }[];
}
const shelfSchema = z.strictObject({
  places: z.array(z.strictObject({ title: z.string(), copies: z.int().positive() })),
});
const first = z.object({ titles: z.array(z.string()) });
const second = z.object({ places: z.array(z.object({ title: z.string() })) });

/** Titles alone at first, then places with titles, then places with how many copies there are. */
const SHELF: DocumentKind<Shelf> = {
  name: 'shelves',
  format: 3,
  schema: shelfSchema,
  migrate: {
    1: (older) => ({ places: first.parse(older).titles.map((title) => ({ title })) }),
    2: (older) => ({ places: second.parse(older).places.map(({ title }) => ({ title, copies: 1 })) }),
  },
};

let folder: string;
let store: JsonDocuments;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formats-'));
  await mkdir(join(folder, 'shelves'));
  store = await openJsonDocuments({ folder });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const pathOf = (key: string) => join(folder, 'shelves', `${key}.json`);
const textOf = (key: string) => readFile(pathOf(key), 'utf8');
async function put(key: string, format: number, document: unknown): Promise<string> {
  const text = JSON.stringify({ format, version: 7, document });
  await writeFile(pathOf(key), text);
  return text;
}
const add = (title: string) => (shelf: Shelf | undefined) => ({
  places: [...(shelf?.places ?? []), { title, copies: 2 }],
});

const OLDER: [number, unknown][] = [
  [1, { titles: ['Emma'] }],
  [2, { places: [{ title: 'Emma' }] }],
  [3, { places: [{ title: 'Emma', copies: 1 }] }],
];

describe('A document of an older format', () => {
  it.each(OLDER)('%i is read as it is today, and its file left as it is', async (format, document) => {
    const text = await put('a', format, document);
    expect(await store.read(SHELF, 'a')).toEqual({ places: [{ title: 'Emma', copies: 1 }] });
    await store.verify(SHELF, 'a');
    // A change that changes nothing does not write either.
    await store.update(SHELF, 'a', (current) => ({ next: current as Shelf, result: 0 }));
    expect(await textOf('a')).toBe(text);
  });

  it.each(OLDER)('%i is written in that of today with its next change', async (format, document) => {
    await put('a', format, document);
    await store.update(SHELF, 'a', (current) => ({ next: add('Persuasion')(current), result: 0 }));
    expect(JSON.parse(await textOf('a'))).toEqual({
      format: 3,
      version: 8,
      document: {
        places: [
          { title: 'Emma', copies: 1 },
          { title: 'Persuasion', copies: 2 },
        ],
      },
    });
  });

  it('is changed among many, and read slice by slice where it is large', async () => {
    const titles = Array.from({ length: 40_000 }, (_, i) => `title ${i}`);
    await put('large', 1, { titles });
    await store.updateMany(async function* () {
      yield partOfMany(SHELF, 'large', add('the last'));
    });
    const { format, document } = JSON.parse(await textOf('large'));
    expect([format, document.places.length]).toEqual([3, 40_001]);
    expect((await store.read(SHELF, 'large'))?.places.at(-1)).toEqual({ title: 'the last', copies: 2 });
  });

  const { migrate: _none, ...forgetful } = SHELF;
  const careless: DocumentKind<Shelf> = { ...SHELF, migrate: { 2: () => ({ places: 'many' }) } };

  it.each<[string, DocumentKind<Shelf>, number, unknown, string]>([
    ['is not of the shape of its format', SHELF, 1, { places: 3 }, 'wrongShape'],
    ['becomes none of today', careless, 2, { places: [] }, 'wrongShape'],
    ['is of a format that nothing says how to read', forgetful, 1, { titles: [] }, 'wrongShape'],
    ['is newer than the desk', SHELF, 4, { anything: true }, 'newerVersion'],
  ])('that %s is refused, and left as it is', async (_which, kind, format, document, reason) => {
    const text = await put('a', format, document);
    const refused = { facts: { code: 'DocumentUnreadable', reason } };
    await expect(store.read(kind, 'a')).rejects.toMatchObject(refused);
    const change = store.update(kind, 'a', () => ({ next: { places: [] }, result: 0 }));
    await expect(change).rejects.toMatchObject(refused);
    expect(await textOf('a')).toBe(text);
  });
});

describe('The kinds of documents', () => {
  it('say of each older format how it is read', () => {
    for (const { name, format, migrate = {} } of [...ALL_KINDS, SUMMARIES]) {
      const older = Array.from({ length: format - 1 }, (_, i) => String(i + 1));
      expect([name, Object.keys(migrate)]).toEqual([name, older]);
    }
  });
});
