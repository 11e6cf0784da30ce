/** The summaries of all customers: taken, kept up to date, written, and found again; never a source of truth. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Customer } from '../../domain/model.js';
import { Overview, SUMMARIES } from '../../domain/overview/overview.js';
import { type Summary, summaryOf } from '../../domain/overview/summary.js';
import { Refusal } from '../../domain/refusals.js';
import { type DocumentKind, type Documents, partOfMany } from '../../domain/store/documents.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { CUSTOMER } from '../../domain/store/kinds.js';
import { customer, order } from '../support/builders.js';
import { manyCustomers } from '../support/many-customers.js';
import { MemoryDocuments } from '../support/memory-documents.js';

/** Many customers, on a machine that may be busy. */
jest.setTimeout(60_000);

const PARTNER = 'partner-1';
const MANY = 1000;

/** Notes which customers are read. */
class WatchedReads extends MemoryDocuments {
  readonly reads: string[] = [];
  readonly damaged = new Set<string>();
  /** Runs once, when the next customer is read, before it is. */
  meanwhile: (() => Promise<void>) | undefined;

  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    const path = `${kind.name}/${key}`;
    if (this.damaged.has(path))
      throw new Refusal({ code: 'DocumentUnreadable', file: `${path}.json`, reason: 'cutOff' });
    if (kind.name !== CUSTOMER.name) return await super.read(kind, key);
    this.reads.push(key.slice(PARTNER.length + 1));
    const before = await super.read(kind, key);
    const run = this.meanwhile;
    this.meanwhile = undefined;
    await run?.();
    return before;
  }

  override async remove<T>(kind: DocumentKind<T>, key: string): Promise<void> {
    this.damaged.delete(`${kind.name}/${key}`);
    await super.remove(kind, key);
  }
}

const put = (documents: Documents, next: Customer) =>
  documents.update(CUSTOMER, `${PARTNER}/${next.id}`, () => ({ next, result: undefined }));

async function bookOf(count: number): Promise<WatchedReads> {
  const documents = new WatchedReads();
  for (const entry of manyCustomers(count)) await put(documents, customer(entry));
  return documents;
}

async function prepared(documents: Documents): Promise<Overview> {
  const overview = new Overview(documents);
  await overview.prepare(PARTNER);
  return overview;
}

const nameOf = (overview: Overview, id: string): string | undefined => overview.of(PARTNER)?.get(id)?.name;

/** Every summary is what its document gives. */
async function expectTrue(overview: Overview, documents: Documents): Promise<void> {
  const keys = await documents.list(CUSTOMER, PARTNER);
  const given: [string, Summary | undefined][] = [];
  const wanted: [string, Summary | undefined][] = [];
  for (const key of keys) {
    const document = await documents.read(CUSTOMER, key);
    wanted.push([key, document && summaryOf(document)]);
    given.push([key, overview.of(PARTNER)?.get(key.slice(PARTNER.length + 1))]);
  }
  expect(given).toEqual(wanted);
}

describe('the summaries of all customers', () => {
  it('are there once all are taken, and follow every change at once', async () => {
    const documents = await bookOf(20);
    const overview = new Overview(documents);
    expect(overview.of(PARTNER)).toBeUndefined();
    await overview.prepare(PARTNER);
    await put(documents, customer({ id: 'customer-3', name: 'Renamed' }));
    await put(documents, customer({ id: 'new', name: 'New' }));
    expect([nameOf(overview, 'customer-3'), nameOf(overview, 'new')]).toEqual(['Renamed', 'New']);
    await documents.remove(CUSTOMER, `${PARTNER}/customer-4`);
    expect(nameOf(overview, 'customer-4')).toBeUndefined();
    await expectTrue(overview, documents);
  });

  it('are taken anew after a change of many documents, and only of those that changed', async () => {
    const documents = await bookOf(20);
    const overview = await prepared(documents);
    documents.reads.length = 0;
    await documents.updateMany(async function* () {
      for (const id of ['customer-3', 'customer-5'])
        yield partOfMany(CUSTOMER, `${PARTNER}/${id}`, () => customer({ id, name: 'Imported' }));
    });
    expect(overview.of(PARTNER)).toBeUndefined();
    await overview.prepare(PARTNER);
    expect([nameOf(overview, 'customer-3'), nameOf(overview, 'customer-5')]).toEqual([
      'Imported',
      'Imported',
    ]);
    expect(documents.reads.sort()).toEqual(['customer-3', 'customer-5']);
    await expectTrue(overview, documents);
  });

  it('of another partner are not among them', async () => {
    const documents = await bookOf(2);
    await documents.update(CUSTOMER, 'rival/theirs', () => ({
      next: customer({ id: 'theirs' }),
      result: undefined,
    }));
    const overview = await prepared(documents);
    expect([overview.of('rival'), nameOf(overview, 'theirs')]).toEqual([undefined, undefined]);
  });

  it('are taken in steps: others are let go first many times, whatever there is to read', async () => {
    const documents = await bookOf(MANY);
    const overview = new Overview(documents);
    let ready = false;
    const building = overview.prepare(PARTNER).then(() => {
      ready = true;
    });
    let others = 0;
    while (!ready) {
      await setImmediate();
      others += 1;
    }
    await building;
    expect(others).toBeGreaterThan(MANY);
    await expectTrue(overview, documents);
  });

  it('asked for twice at once are taken once', async () => {
    const documents = await bookOf(50);
    const overview = new Overview(documents);
    await Promise.all([overview.prepare(PARTNER), overview.prepare(PARTNER)]);
    expect(documents.reads).toHaveLength(50);
  });

  it('hold what has changed while they were taken, not what was read before', async () => {
    const documents = await bookOf(50);
    documents.meanwhile = async () => {
      for (const id of ['customer-1', 'customer-50']) await put(documents, customer({ id, name: 'Changed' }));
      await documents.remove(CUSTOMER, `${PARTNER}/customer-2`);
    };
    const overview = await prepared(documents);
    expect(nameOf(overview, 'customer-1')).toBe('Changed');
    expect(nameOf(overview, 'customer-50')).toBe('Changed');
    expect(nameOf(overview, 'customer-2')).toBeUndefined();
    await expectTrue(overview, documents);
  });

  it('leave out a customer that can not be read, and have it again once it is written', async () => {
    const documents = await bookOf(5);
    documents.damaged.add(`${CUSTOMER.name}/${PARTNER}/customer-3`);
    const overview = await prepared(documents);
    expect(nameOf(overview, 'customer-3')).toBeUndefined();
    documents.damaged.clear();
    await put(documents, customer({ id: 'customer-3', name: 'Repaired' }));
    expect(nameOf(overview, 'customer-3')).toBe('Repaired');
  });
});

describe('after a restart', () => {
  it('only what has changed since it was written is read again', async () => {
    const documents = await bookOf(MANY);
    await prepared(documents);
    // Nobody has told the summaries that were written.
    await put(documents, customer({ id: 'customer-7', name: 'Changed' }));
    await put(documents, customer({ id: 'new', name: 'New' }));
    await documents.remove(CUSTOMER, `${PARTNER}/customer-8`);
    documents.reads.length = 0;
    const overview = await prepared(documents);
    expect(documents.reads.sort()).toEqual(['customer-7', 'new']);
    expect(nameOf(overview, 'customer-8')).toBeUndefined();
    await expectTrue(overview, documents);
  });

  it('nothing is read where nothing has changed, also what was told before', async () => {
    const documents = await bookOf(30);
    const first = await prepared(documents);
    await put(documents, customer({ id: 'customer-7', orders: [order()] }));
    await first.write();
    documents.reads.length = 0;
    const overview = await prepared(documents);
    expect(documents.reads).toEqual([]);
    expect(overview.of(PARTNER)?.get('customer-7')?.orders.count).toBe(1);
  });

  it('what was lost or can not be read of them is taken anew', async () => {
    const documents = await bookOf(600);
    await prepared(documents);
    const [lost = '', cutOff = '', ...others] = await documents.list(SUMMARIES, PARTNER);
    expect(others.length).toBeGreaterThan(100);
    const idsIn = async (key: string) => Object.keys((await documents.read(SUMMARIES, key))?.customers ?? {});
    const gone = [...(await idsIn(lost)), ...(await idsIn(cutOff))];
    await documents.remove(SUMMARIES, lost);
    documents.damaged.add(`${SUMMARIES.name}/${cutOff}`);
    documents.reads.length = 0;
    const overview = await prepared(documents);
    expect(documents.reads.sort()).toEqual(gone.sort());
    await expectTrue(overview, documents);
    expect(await idsIn(cutOff)).not.toHaveLength(0);
  });
});

describe('on disk', () => {
  let folder: string;
  let documents: JsonDocuments;
  let failing = false;
  const open = () =>
    openJsonDocuments({
      folder,
      onStep: () => {
        if (failing) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'overview-'));
    documents = await open();
    for (const entry of manyCustomers(40)) await put(documents, customer(entry));
  });
  afterEach(async () => {
    failing = false;
    await documents.close();
    await rm(folder, { recursive: true });
  });
  const restart = async () => {
    await documents.close();
    documents = await open();
  };

  it('stamps differ with every write, and are those that watchers are told', async () => {
    const told: string[] = [];
    documents.watch(CUSTOMER, (_, now) => told.push(now?.stamp ?? 'gone'));
    const seen = new Set((await documents.stamps(CUSTOMER, PARTNER)).values());
    expect(seen.size).toBe(40);
    for (let i = 0; i < 20; i++) {
      await put(documents, customer({ id: 'customer-1', name: `Name ${i % 2}` }));
      const stamp = (await documents.stamps(CUSTOMER, PARTNER)).get(`${PARTNER}/customer-1`);
      expect(told.at(-1)).toBe(stamp);
      expect(seen.has(stamp ?? '')).toBe(false);
      seen.add(stamp ?? '');
    }
    await documents.remove(CUSTOMER, `${PARTNER}/customer-1`);
    expect(told.at(-1)).toBe('gone');
    expect((await documents.stamps(CUSTOMER, PARTNER)).size).toBe(39);
  });

  it('are found again, with what was written by hand while the desk was down', async () => {
    await prepared(documents);
    await restart();
    const file = join(folder, CUSTOMER.name, PARTNER, 'customer-5.json');
    const next = customer({ id: 'customer-5', name: 'By hand' });
    await writeFile(file, JSON.stringify({ format: 1, version: 1, document: next }));
    const overview = await prepared(documents);
    expect(nameOf(overview, 'customer-5')).toBe('By hand');
    await expectTrue(overview, documents);
  });

  it('killed in the middle of writing them, nothing wrong is left', async () => {
    const overview = await prepared(documents);
    failing = true;
    await expect(put(documents, customer({ id: 'customer-5', name: 'Not written' }))).rejects.toThrow();
    expect(nameOf(overview, 'customer-5')).not.toBe('Not written');
    failing = false;
    await put(documents, customer({ id: 'customer-6', name: 'Written' }));
    failing = true;
    await expect(overview.write()).rejects.toThrow();
    failing = false;
    await restart();
    await expectTrue(await prepared(documents), documents);
  });

  it('are taken anew where their folder is gone', async () => {
    await prepared(documents);
    await restart();
    await rm(join(folder, SUMMARIES.name), { recursive: true });
    await expectTrue(await prepared(documents), documents);
    expect(await readdir(join(folder, SUMMARIES.name, PARTNER))).not.toHaveLength(0);
  });
});
