/** What is exported and brought in again is the same book, as far as the kinds of files go. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { seedDemoBook } from '../../../domain/demo/demo-book.js';
import { createDesk } from '../../../domain/desk.js';
import type { Customer } from '../../../domain/model.js';
import { recordedInBook } from '../../../domain/partner-center.js';
import type { Documents } from '../../../domain/store/documents.js';
import { CUSTOMER, CUSTOMERS, POLICY, PRICES, PROFILE, RATES, USERS } from '../../../domain/store/kinds.js';
import type { ImportReport } from '../../../domain/use-cases/importing.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-21T09:00:00.000Z');
const PARTNER = 'northbridge';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-export-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function deskOf(documents: Documents) {
  let counter = 0;
  const ids = { guid: () => `id-${++counter}`, number: (prefix: string) => `${prefix}-${++counter}` };
  return createDesk({ documents, clock: { now: () => NOW }, ids, partnerCenter: recordedInBook });
}

async function demoBook(): Promise<MemoryDocuments> {
  const documents = new MemoryDocuments();
  await seedDemoBook(documents, { now: () => NOW });
  return documents;
}

async function filesIn(path: string): Promise<string[]> {
  return (await readdir(path)).map((name) => join(path, name));
}

/** Brings all files of the folder in; gives what was reported. */
async function bringIn(documents: Documents, userId = 'giulia-global', dryRun = false) {
  const reports: ImportReport[] = [];
  const goOn = async (report: ImportReport) => {
    reports.push(report);
    return true;
  };
  const wish = { files: await filesIn(folder), userId, dryRun };
  const { done } = await deskOf(documents).importFiles(wish, { goOn });
  return { done, report: reports[0] };
}

/** What a customer's files carry: no orders, requests and the like; only reservations that are in force. */
function carried({ reservations, ...customer }: Customer) {
  const { id, name, domain, country, segment, currency, tags, agreement, subscriptions } = customer;
  const byId = <T extends { id: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => a.id.localeCompare(b.id));
  return {
    ...{ id, name, domain, country, segment, currency, tags, agreement, subscriptions },
    reservations: byId(reservations.filter(({ status }) => status === 'active')),
    incomplete: byId(customer.incompleteReservations ?? []),
  };
}

async function customersOf(documents: Documents) {
  const keys = (await documents.list(CUSTOMER, PARTNER)).sort();
  const customers = await Promise.all(keys.map((key) => documents.read(CUSTOMER, key)));
  return customers.flatMap((customer) => (customer ? [carried(customer)] : []));
}

describe('an export', () => {
  it('is refused where a customer that the book lists has no file: it would begin anew', async () => {
    const documents = await demoBook();
    await deskOf(documents).exportBook({ folder, userId: 'anna-admin' });
    const [key = ''] = await documents.list(CUSTOMER, PARTNER);
    await documents.remove(CUSTOMER, key);
    const { done, report } = await bringIn(documents);
    expect(done).toBe(false);
    expect(report?.problems.map(({ reason }) => reason)).toContainEqual(
      `customer ${key.split('/')[1]} is in the book, and its file is missing`,
    );
    expect(await documents.read(CUSTOMER, key)).toBeUndefined();
  });

  it('fills an empty folder with an equal book', async () => {
    const book = await demoBook();
    await deskOf(book).exportBook({ folder, userId: 'anna-admin' });
    const empty = new MemoryDocuments();
    const { done, report } = await bringIn(empty);
    expect(report?.problems).toEqual([]);
    expect(done).toBe(true);
    expect(await customersOf(empty)).toEqual(await customersOf(book));
    for (const kind of [PROFILE, POLICY, USERS, RATES]) {
      expect(await empty.read(kind as typeof PROFILE, PARTNER)).toEqual(
        await book.read(kind as typeof PROFILE, PARTNER),
      );
    }
    const listed = (await empty.read(CUSTOMERS, PARTNER))?.customers ?? [];
    const byId = [...listed].sort((a, b) => a.id.localeCompare(b.id));
    const original = (await book.read(CUSTOMERS, PARTNER))?.customers ?? [];
    expect(byId).toEqual([...original].sort((a, b) => a.id.localeCompare(b.id)));
    const { note: _, ...prices } = (await book.read(PRICES, PARTNER)) ?? { products: [], lists: {} };
    expect(await empty.read(PRICES, PARTNER)).toEqual(prices);
  });

  it('changes nothing in the book that it comes from, nor when it is brought in a second time', async () => {
    const book = await demoBook();
    await deskOf(book).exportBook({ folder, userId: 'anna-admin' });
    const { done, report } = await bringIn(book);
    expect(done).toBe(false);
    for (const counts of Object.values(report?.counts ?? {}))
      expect(counts).toMatchObject({ new: 0, changed: 0 });
    const empty = new MemoryDocuments();
    expect((await bringIn(empty)).done).toBe(true);
    expect((await bringIn(empty)).done).toBe(false);
  });
});
