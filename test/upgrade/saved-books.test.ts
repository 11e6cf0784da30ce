/** Books that earlier versions of the desk have written stay books for ever: read, worked with and written anew. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { restoreBook } from '../../domain/backup/restore.js';
import { createDesk, type Desk, randomIds } from '../../domain/desk.js';
import { partnerFileText, readPartnerFile } from '../../domain/import/partner-file.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { checkAll } from '../../domain/store/check.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { ALL_KINDS, CUSTOMER, POLICY, PROFILE } from '../../domain/store/kinds.js';
import { partner } from '../support/builders.js';
import { CONTACT } from '../support/desk.js';

const BOOKS = join(import.meta.dirname, 'books');
/** What the books are about: the demo's partner, with a few days of work of its users. */
const ANNA = { partnerId: 'northbridge', userId: 'anna-admin' };

const saved = (await readdir(BOOKS)).sort();

/** The kinds that were in a book when it was saved: none of them may be forgotten. */
const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  '2026-11-21.tar.gz': [
    'profiles',
    'users',
    'policies',
    'rates',
    'prices',
    'customer-lists',
    'customers',
    'older-acts',
    'recent',
    'preferences',
    'bulks',
    'inboxes',
    'imports',
  ],
};

it('There is a saved book, and of each is known what is in it', () => {
  expect(saved).toEqual(Object.keys(KINDS_OF));
});

describe.each(saved)('The book of %s', (name) => {
  const day = name.slice(0, '2026-11-21'.length);
  const clock = { now: () => new Date(`${day}T20:00:00Z`) };
  let folder: string;
  let book: JsonDocuments;
  let desk: Desk;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-saved-'));
    const file = join(BOOKS, name);
    await restoreBook({ file, folder, replace: false, clock, log: () => undefined });
    book = await openJsonDocuments({ folder });
    desk = createDesk({
      documents: book,
      clock,
      ids: randomIds,
      partnerCenter: recordedInBook,
      report: (error) => {
        throw error;
      },
    });
  });
  afterAll(async () => {
    await book.close();
    await rm(folder, { recursive: true });
  });

  const customer = async (text: string) => {
    const found = await desk.findCustomers(ANNA, { text }, (code) => code);
    const id = found.items[0]?.id ?? '';
    return { id, document: await book.read(CUSTOMER, `${ANNA.partnerId}/${id}`) };
  };

  it('is read, every document of it', async () => {
    const unreadable = [];
    for await (const found of checkAll(book, ALL_KINDS)) unreadable.push(found);
    expect(unreadable).toEqual([]);
    const inIt = [];
    for (const kind of ALL_KINDS) if ((await book.list(kind)).length > 0) inIt.push(kind.name);
    expect(inIt).toEqual(expect.arrayContaining([...(KINDS_OF[name] ?? ['unknown'])]));
  });

  it('is worked with: a refund is quoted to the cent and filed, and machines are bought', async () => {
    const { id, document } = await customer('adatum-us.example');
    const left = document?.reservations.find(({ status, quantity }) => status === 'active' && quantity === 3);
    const { quote } = await desk.quoteRefund(
      ANNA,
      id,
      { reservationId: left?.id ?? '', quantity: '3' },
      'en',
    );
    // Two of the five, returned when the book was saved, came to 167.68.
    expect([quote.figures.payable, quote.figures.currency]).toEqual(['251.52', 'USD']);
    await desk.fileRefund(ANNA, id, { quoteId: quote.id, acceptsLoss: false, contact: CONTACT }, 'attempt-1');

    const fabrikam = await customer('Fabrikam');
    const old = fabrikam.document?.orders.length ?? 0;
    const { subscriptionId = '', product } = fabrikam.document?.orders.at(-1)?.items[0] ?? {};
    const item = { itemId: 'item-1', subscriptionId, productId: product?.id ?? '', quantity: '2' };
    await desk.addToCart(ANNA, fabrikam.id, item, 'en');
    const reviewed = await desk.review(ANNA, fabrikam.id);
    await desk.buy(ANNA, fabrikam.id, reviewed, 'attempt-2');
    expect((await customer('Fabrikam')).document?.orders).toHaveLength(old + 1);
  });

  it('is written anew, each document in the format of today, and nothing of it is lost', async () => {
    for (const kind of ALL_KINDS)
      for (const key of await book.list(kind)) {
        const before = await book.read(kind, key);
        await book.update(kind, key, (current) => ({ next: { ...(current as object) }, result: 0 }));
        await book.verify(kind, key);
        expect(await book.read(kind, key)).toEqual(before);
        const text = await readFile(join(folder, kind.name, `${key}.json`), 'utf8');
        expect(JSON.parse(text)).toMatchObject({ format: kind.format });
      }
  });
});

describe('A partner file', () => {
  const profile = partner();
  const policy = { refundPolicy: 'partner-center', since: '2026-11-21' } as const;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-partner-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    const file = join(folder, 'partner.jsonl');
    await writeFile(file, text);
    return await readPartnerFile(file);
  };

  it('of the first desks, which said no format, is read, and written as one of today', async () => {
    const first = await readPartnerFile(join(import.meta.dirname, 'partner-2026-11-21.jsonl'));
    if ('reason' in first) throw new Error(first.reason);
    expect([first.profile.id, first.policy.refundPolicy]).toEqual(['northbridge', 'partner-center']);
    const text = partnerFileText(first);
    for (const { format } of [PROFILE, POLICY]) expect(text).toContain(`"format":${format}`);
    expect(await read(text)).toEqual(first);
  });

  it('of a newer desk is refused, and says so', async () => {
    const text = partnerFileText({ profile, policy }).replace(/"format":\d+/, '"format":99');
    expect(await read(text)).toMatchObject({
      reason: 'this file was written by a newer version of the desk',
    });
  });
});
