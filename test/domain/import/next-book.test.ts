/** The book as files make it: what is looked at first is what is written then, or nothing is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noCounts } from '../../../domain/import/counts.js';
import type { CustomerLine } from '../../../domain/import/join.js';
import { lookAt, type NextBookOptions, partsOf } from '../../../domain/import/next-book.js';
import type { Row } from '../../../domain/import/rows.js';
import type { SortedFiles } from '../../../domain/import/sort-files.js';
import { Spool } from '../../../domain/import/spool.js';
import type { Customer } from '../../../domain/model.js';
import type { DocumentKind } from '../../../domain/store/documents.js';
import * as kinds from '../../../domain/store/kinds.js';
import { activityRecord, customer, partner, product, reservation, user } from '../../support/builders.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const KEY = 'partner-1';
const at = (line: number) => ({ file: 'x.csv', line });
const OPTIONS: NextBookOptions = {
  partnerId: KEY,
  today: '2026-11-21',
  userId: 'ada',
  resellers: new Map([['111', 'reseller-1']]),
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-next-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const ADA = user();
const USERS = { users: [ADA] };
const VM = product({ id: 'vm' });
const PRICES = { products: [VM], lists: { USD: { asOf: '2026-01-01', prices: { vm: '1000.00' } } } };

/** A book with these customers. */
async function bookOf(...customers: readonly Customer[]): Promise<MemoryDocuments> {
  const documents = new MemoryDocuments();
  const put = <T>(kind: DocumentKind<T>, key: string, next: T) =>
    documents.update(kind, key, () => ({ next, result: undefined }));
  await put(kinds.PROFILE, KEY, partner());
  await put(kinds.USERS, KEY, USERS);
  await put(kinds.PRICES, KEY, PRICES);
  const entries = customers.map(({ id, name, domain, tags }) => ({ id, name, domain, tags }));
  await put(kinds.CUSTOMERS, KEY, { customers: entries });
  for (const one of customers) await put(kinds.CUSTOMER, kinds.customerKey(KEY, one.id), one);
  return documents;
}

async function filesOf(
  lines: readonly CustomerLine[],
  more: Partial<SortedFiles> = {},
): Promise<SortedFiles> {
  const customers = new Spool<CustomerLine>(join(folder, 'customers'));
  for (const line of lines) await customers.add(line.customerId, line);
  await customers.end();
  const none = { users: [], rates: [], prices: [] };
  return { partner: none, customers, counts: noCounts(), problems: [], wrong: 0, ...more };
}

const named = (id: string, changes: Partial<Row<'customers'>> = {}): CustomerLine => ({
  ...{ is: 'customer', customerId: id, place: at(2) },
  row: { id, name: `Customer ${id}`, domain: `${id}.example`, currency: 'USD', ...changes },
});
const subscribed = (customerId: string, changes: Partial<Row<'subscriptions'>> = {}): CustomerLine => ({
  ...{ is: 'subscription', customerId, place: at(3) },
  row: {
    id: `sub-${customerId}`,
    name: 'S',
    customerId,
    offerName: 'Azure plan',
    status: 'active',
    ...changes,
  },
});
const reserved = (customerId: string): CustomerLine => ({
  ...{ is: 'reservation', customerId, id: `res-${customerId}`, place: at(4), facts: {}, usage: [] },
  row: {
    id: `res-${customerId}`,
    orderId: 'order-1',
    skuName: VM.name,
    type: VM.type,
    region: 'West Europe',
    term: VM.term,
    quantity: 1,
    endsOn: '2027-01-01',
  },
});
const placed = <R>(...rows: readonly R[]) => rows.map((row, i) => ({ row, place: at(i + 2) }));
const EUR = { currency: 'EUR', usdPerUnit: '1.1', day: '2026-11-20' };
const NILS: Row<'users'> = { id: 'nils', name: 'Nils', email: 'nils@partner.example', roles: ['SalesAgent'] };
const PRICE: Row<'prices'> = {
  ...{
    productTitle: 'VM',
    productId: 'own',
    skuName: 'Own',
    type: VM.type,
    region: VM.region,
    term: VM.term,
  },
  ...{
    billingPlan: 'oneTime',
    currency: 'EUR',
    unitPrice: '5',
    startsOn: '2026-01-01',
    segment: ['commercial'],
  },
};
const ALL = {
  partner: { users: placed(NILS), rates: placed(EUR), prices: placed(PRICE) },
} satisfies Partial<SortedFiles>;

const record = (after: string) =>
  activityRecord({ id: 'import-1', action: 'import data', subject: 'IM-1', after });

/** Looks, lets happen what happens meanwhile, and writes. */
async function bringIn(
  documents: MemoryDocuments,
  files: SortedFiles,
  {
    options = OPTIONS,
    meanwhile = async () => {},
  }: { options?: NextBookOptions; meanwhile?: () => Promise<void> } = {},
) {
  const look = await lookAt(documents, files, options);
  await meanwhile();
  const written = await documents.updateMany(partsOf(files, look, options, record, []));
  return { look, written };
}
const read = (documents: MemoryDocuments, id: string) =>
  documents.read(kinds.CUSTOMER, kinds.customerKey(KEY, id));
const reasonsOf = ({ problems }: Awaited<ReturnType<typeof lookAt>>) =>
  problems.kept.map(({ file, line, reason }) => `${file}:${line} ${reason}`);

describe('files', () => {
  it('are looked at without changing anything, and counted over all of them', async () => {
    const documents = await bookOf(customer());
    const counts = noCounts();
    counts.transactions.leftOut = 7;
    const problem = { ...at(9), reason: 'read before' };
    const files = await filesOf(
      [named('a'), subscribed('a'), named('customer-1', { name: 'Renamed' }), reserved('customer-1')],
      { ...ALL, counts, problems: [problem], wrong: 120 },
    );
    const look = await lookAt(documents, files, OPTIONS);
    const all = noCounts();
    for (const kind of ['users', 'rates', 'prices', 'subscriptions', 'reservations'] as const)
      all[kind].new = 1;
    Object.assign(all.customers, { new: 1, changed: 1 });
    all.transactions.leftOut = 7;
    expect(look.counts).toEqual(all);
    expect([...look.customerIds].sort()).toEqual(['a', 'customer-1']);
    expect([look.problems.kept, look.problems.count]).toEqual([[problem], 120]);
    expect(await documents.read(kinds.USERS, KEY)).toEqual(USERS);
    expect(await read(documents, 'a')).toBeUndefined();
  });

  it('say all that is wrong: of the partner, and of every customer', async () => {
    const documents = await bookOf();
    const promoted = { ...NILS, id: 'ada', roles: ['GlobalAdmin' as const] };
    const granted = subscribed('c', { access: ['ada'] });
    const files = await filesOf([subscribed('a'), subscribed('b'), named('c'), granted], {
      partner: {
        users: placed(promoted),
        rates: placed(EUR, EUR),
        prices: placed(PRICE, { ...PRICE, unitPrice: '6' }),
      },
    });
    const look = await lookAt(documents, files, OPTIONS);
    expect(reasonsOf(look).sort()).toEqual([
      'x.csv:2 nobody gives a role to themselves',
      'x.csv:3 EUR is there twice: see line 2 of x.csv',
      'x.csv:3 customer a is neither in the files nor in the book',
      'x.csv:3 customer b is neither in the files nor in the book',
      'x.csv:3 nobody grants access to themselves',
      'x.csv:3 own in EUR has two prices: 5.00 and 6.00',
    ]);
    expect(look.problems.count).toBe(6);
  });

  it('write what was looked at, in each document of the partner', async () => {
    const documents = await bookOf();
    const { written } = await bringIn(documents, await filesOf([named('a')], ALL));
    expect(written).toBe(5);
    expect(await documents.read(kinds.USERS, KEY)).toEqual({ users: [ADA, NILS] });
    expect(await documents.read(kinds.RATES, KEY)).toEqual({
      rates: { EUR: { usdPerUnit: '1.1', day: '2026-11-20' } },
    });
    expect((await documents.read(kinds.PRICES, KEY))?.lists).toMatchObject({
      ...PRICES.lists,
      EUR: { prices: { own: '5.00' } },
    });
    expect((await documents.read(kinds.CUSTOMERS, KEY))?.customers).toEqual([
      { id: 'a', name: 'Customer a', domain: 'a.example', tags: [] },
    ]);
  });

  it('touch nothing that they do not speak of', async () => {
    const documents = await bookOf(customer());
    expect(
      (
        await bringIn(
          documents,
          await filesOf([named('customer-1', { name: 'Customer One', domain: 'customer.example' })]),
        )
      ).written,
    ).toBe(0);
    expect(await read(documents, 'customer-1')).toEqual(customer());
    const empty = await bringIn(documents, await filesOf([]));
    expect([empty.written, empty.look.customerIds]).toEqual([0, []]);
  });

  it('give each customer a line in its log, with how much was new and changed in it', async () => {
    const documents = await bookOf(customer({ activity: [activityRecord()] }), customer({ id: 'b' }));
    await bringIn(
      documents,
      await filesOf([
        ...[
          named('customer-1'),
          subscribed('customer-1'),
          subscribed('customer-1', { id: 'sub-1' }),
          named('b'),
        ],
        ...[named('a'), subscribed('a'), reserved('a')],
      ]),
    );
    expect((await read(documents, 'customer-1'))?.activity).toEqual([
      activityRecord(),
      record('1 new, 2 changed'),
    ]);
    expect((await read(documents, 'a'))?.activity).toEqual([record('3 new, 0 changed')]);
    expect((await read(documents, 'b'))?.activity).toEqual([record('0 new, 1 changed')]);
  });

  it('change the list of customers in place, and put new ones behind', async () => {
    const documents = await bookOf(customer({ id: 'b', tags: ['old'] }), customer());
    await bringIn(
      documents,
      await filesOf([named('a', { country: 'SE', tags: ['new'] }), named('b', { name: 'Bee' })]),
    );
    expect((await documents.read(kinds.CUSTOMERS, KEY))?.customers).toEqual([
      { id: 'b', name: 'Bee', domain: 'b.example', country: 'NL', tags: ['old'] },
      { id: 'customer-1', name: 'Customer One', domain: 'customer.example', tags: [] },
      { id: 'a', name: 'Customer a', domain: 'a.example', country: 'SE', tags: ['new'] },
    ]);
  });

  it('change the list of customers where one has another name, and nobody is new', async () => {
    const documents = await bookOf(customer());
    await bringIn(documents, await filesOf([named('customer-1')]));
    expect((await documents.read(kinds.CUSTOMERS, KEY))?.customers).toMatchObject([
      { name: 'Customer customer-1' },
    ]);
  });

  it('name a product as the price list of the same files does, or that of the book', async () => {
    const listed = { ...PRICE, productId: 'listed', skuName: 'Listed' };
    const row = reserved('customer-1');
    const other = {
      ...row,
      id: 'res-2',
      row: { ...(row.is === 'reservation' ? row.row : {}), id: 'res-2', skuName: 'Listed' },
    };
    const documents = await bookOf(customer());
    const files = await filesOf([row, other as CustomerLine], {
      partner: { ...ALL.partner, users: [], rates: [], prices: placed(listed) },
    });
    await bringIn(documents, files);
    const ids = (await read(documents, 'customer-1'))?.incompleteReservations?.map((one) => one.product.id);
    expect(ids).toEqual(['vm', 'listed']);
  });

  it('give customers the currency that is given for all, and resellers by their MPN ID', async () => {
    const documents = await bookOf();
    const files = await filesOf([
      named('a', { currency: undefined }),
      subscribed('a', { resellerMpnId: '111' }),
    ]);
    expect(reasonsOf(await lookAt(documents, files, OPTIONS))).toHaveLength(1);
    await bringIn(documents, files, { options: { ...OPTIONS, currency: 'NOK' } });
    expect(await read(documents, 'a')).toMatchObject({
      currency: 'NOK',
      subscriptions: [{ resellerId: 'reseller-1' }],
    });
  });

  it('fill an empty book, with the partner that they name', async () => {
    const documents = new MemoryDocuments();
    const policy = { refundPolicy: 'partner-center' as const, since: '2020-01-01' };
    const { userId: _, ...nobody } = OPTIONS;
    const options = { ...nobody, partner: { profile: partner(), policy } };
    const granted = subscribed('a', { access: ['ada'] });
    const files = await filesOf([named('a'), granted], {
      partner: { ...ALL.partner, users: placed({ ...NILS, id: 'ada' }) },
    });
    await bringIn(documents, files, { options });
    expect(await documents.read(kinds.PROFILE, KEY)).toEqual(partner());
    expect(await documents.read(kinds.POLICY, KEY)).toEqual(policy);
    expect(await read(documents, 'a')).toMatchObject({ subscriptions: [{ access: ['ada'] }] });
    expect((await documents.read(kinds.CUSTOMERS, KEY))?.customers).toHaveLength(1);
  });

  it('make no customer anew whose file is missing', async () => {
    const documents = await bookOf(customer());
    await documents.remove(kinds.CUSTOMER, kinds.customerKey(KEY, 'customer-1'));
    const look = await lookAt(documents, await filesOf([named('customer-1'), named('a')]), OPTIONS);
    expect(reasonsOf(look)).toEqual(['x.csv:2 customer customer-1 is in the book, and its file is missing']);
    expect(look.counts.customers.new).toBe(1);
  });
});

describe('a book that somebody changed since it was looked at', () => {
  it('is not changed where the files no longer fit it: nothing is written at all', async () => {
    const documents = await bookOf(customer());
    const files = await filesOf([named('a'), reserved('customer-1')], ALL);
    const meanwhile = () =>
      documents.update(kinds.CUSTOMER, kinds.customerKey(KEY, 'customer-1'), (now) => ({
        next: { ...(now ?? customer()), subscriptions: [] },
        result: undefined,
      }));
    await expect(bringIn(documents, files, { meanwhile })).rejects.toMatchObject({
      name: 'BookChanged',
      message: expect.stringContaining('reservation res-customer-1: its customer has no subscription '),
    });
    expect(await documents.read(kinds.USERS, KEY)).toEqual(USERS);
    expect(await read(documents, 'a')).toBeUndefined();
  });

  it('gives nobody a role back that was taken from them meanwhile', async () => {
    const documents = await bookOf();
    const files = await filesOf([named('a')], {
      partner: { ...ALL.partner, users: placed<Row<'users'>>({ ...ADA, name: 'Ada A' }) },
    });
    const meanwhile = () =>
      documents.update(kinds.USERS, KEY, () => ({
        next: { users: [{ ...ADA, roles: ['SalesAgent' as const] }] },
        result: undefined,
      }));
    await expect(bringIn(documents, files, { meanwhile })).rejects.toThrow(
      'nobody gives a role to themselves',
    );
    expect(await read(documents, 'a')).toBeUndefined();
  });

  it('is merged with as it is by then: what a colleague did stays', async () => {
    const documents = await bookOf(customer());
    const files = await filesOf([subscribed('customer-1', { id: 'sub-1', name: 'Renamed' })]);
    const meanwhile = () =>
      documents.update(kinds.CUSTOMER, kinds.customerKey(KEY, 'customer-1'), (now) => ({
        next: { ...(now ?? customer()), reservations: [reservation()] },
        result: undefined,
      }));
    await bringIn(documents, files, { meanwhile });
    expect(await read(documents, 'customer-1')).toMatchObject({
      reservations: [reservation()],
      subscriptions: [{ name: 'Renamed' }],
    });
  });

  it('is asked again for those customers only that are wanted', async () => {
    const documents = await bookOf();
    const ids = Array.from({ length: 300 }, (_, i) => `c-${i}`);
    const files = await filesOf(ids.map((id) => named(id)));
    const look = await lookAt(documents, files, OPTIONS);
    expect(look.counts.customers.new).toBe(300);
    const more = { kind: kinds.IMPORTS as DocumentKind<unknown>, key: KEY, change: (now: unknown) => now };
    const parts = partsOf(files, look, OPTIONS, record, [more]);
    const partsFor = async (wanted: Parameters<typeof parts>[0]) => {
      const found: string[] = [];
      for await (const { kind, key } of parts(wanted, (kind, key) => documents.read(kind, key)))
        found.push(`${kind.name} ${key}`);
      return found;
    };
    const partner = [`${kinds.CUSTOMERS.name} ${KEY}`, `${kinds.IMPORTS.name} ${KEY}`];
    for (const id of ids.slice(0, 10)) {
      const wanted = `${KEY}/${id}`;
      expect(await partsFor(({ kind, key }) => kind.name === 'customers' && key === wanted)).toEqual([
        `customers ${wanted}`,
        ...partner,
      ]);
    }
    expect(await partsFor(() => false)).toEqual(partner);
    expect(await partsFor(() => true)).toHaveLength(302);
  });
});
