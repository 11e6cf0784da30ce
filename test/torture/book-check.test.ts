/** The check of the whole book finds what it is for: each kind of harm is done to a good book, and said. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Draft, produce } from 'immer';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import type { Customer } from '../../domain/model.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { bookFaults, customersIn, readOnly } from './desk/book-check.js';

const NOW = new Date('2026-11-21T09:00:00.000Z');
let folder = '';
let path = '';
let good = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-check-'));
  const documents = await openJsonDocuments({ folder });
  await seedDemoBook(documents, { now: () => NOW });
  await documents.close();
  const [key] =
    [...(await customersIn(readOnly(folder)))].find(([, { requests }]) => requests.length > 0) ?? [];
  path = join(folder, 'customers', `${key}.json`);
  good = await readFile(path, 'utf8');
});
afterEach(async () => await writeFile(path, good));
afterAll(async () => await rm(folder, { recursive: true }));

const HARMS: [string, (draft: Draft<Customer>) => void, RegExp][] = [
  ['a reservation is lost', (draft) => void draft.reservations.splice(0, 1), /lacks a reservation/],
  ['an order is lost', (draft) => void draft.orders.splice(0, 1), /order .* is spoken of, and is not there/],
  [
    'an order is doubled',
    (draft) => void draft.orders.push(...draft.orders.slice(0, 1)),
    /order .* is there more than once/,
  ],
  [
    'the log lacks a purchase',
    ({ activity }) =>
      void activity.splice(
        activity.findIndex(({ action }) => action === 'buy'),
        1,
      ),
    /is 0 times in the log/,
  ],
  [
    'a quantity is another one',
    ({ reservations }) => {
      for (const reservation of reservations) reservation.quantity += 1;
    },
    /of \d+ reserved/,
  ],
  [
    'an instalment is another one',
    ({ reservations }) => {
      for (const reservation of reservations) reservation.instalments.push('0.01');
    },
    /in instalments/,
  ],
  [
    'a request is lost',
    (draft) => void draft.requests.splice(0),
    /request .* is spoken of, and is not there/,
  ],
  [
    'what was returned is active',
    ({ reservations }) => {
      for (const reservation of reservations) reservation.status = 'active';
    },
    /does not return what it names/,
  ],
  [
    'the log lacks a request',
    ({ activity }) =>
      void activity.splice(
        activity.findIndex(({ action }) => action === 'file refund'),
        1,
      ),
    /request .* is 0 times in the log/,
  ],
  [
    'the permission is on and nobody switched it',
    ({ permission }) => {
      permission.on = !permission.on;
    },
    /not as the log says/,
  ],
  [
    'more is refunded than the cap allows',
    ({ requests }) => {
      for (const { quote } of requests) if (quote?.kind === 'refund') quote.figures.countsUsd = '50000.01';
    },
    /over the cap/,
  ],
];

describe('the check of the book', () => {
  it('finds nothing in the demo book', async () => {
    expect(await bookFaults(folder, NOW)).toEqual([]);
  });

  it.each(HARMS)('finds that %s', async (_, harm, fault) => {
    const envelope = JSON.parse(good) as { document: Customer };
    await writeFile(path, JSON.stringify({ ...envelope, document: produce(envelope.document, harm) }));
    expect((await bookFaults(folder, NOW)).join('\n')).toMatch(fault);
  });

  it('finds a file that is cut off', async () => {
    await writeFile(path, good.slice(0, 100));
    expect((await bookFaults(folder, NOW)).join('\n')).toMatch(/can not be read: cutOff/);
  });
});
