/** All files read and sorted by what they are about, with what the book knows of whose things are. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noCounts } from '../../../domain/import/counts.js';
import type { CustomerLine, OrderLine } from '../../../domain/import/join.js';
import { openFile } from '../../../domain/import/read-file.js';
import { Problems, sortFiles } from '../../../domain/import/sort-files.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-sort-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Known {
  readonly id: string;
  readonly subscriptionIds: readonly string[];
  readonly orders: readonly Extract<OrderLine, { is: 'inBook' }>[];
}

/** Sorts the files in this order; a book that may not be asked is `undefined`. */
async function sort(texts: Readonly<Record<string, readonly string[]>>, book: readonly Known[] = []) {
  const files = [];
  for (const [name, lines] of Object.entries(texts)) {
    const path = join(folder, name);
    await writeFile(path, `${lines.join('\n')}\n`);
    const file = await openFile(path);
    if ('reason' in file) throw new Error(file.reason);
    files.push(file);
  }
  const progress: [number, number][] = [];
  let asked = false;
  const inBook = {
    async *customers() {
      asked = true;
      yield* book;
    },
  };
  const temporary = join(folder, 'temporary');
  const sorted = await sortFiles(files, temporary, inBook, (...now) => progress.push(now));
  const lines: CustomerLine[] = [];
  for await (const group of sorted.customers.groups()) lines.push(...group);
  const reasons = sorted.problems.map(({ file, line, reason }) => `${file}:${line} ${reason}`);
  return { ...sorted, lines, reasons, progress, asked, left: await readdir(temporary).catch(() => []) };
}

const USERS = ['UserId,DisplayName,UserPrincipalName,Roles', 'ada,Ada,ada@partner.example,Sales agent'];
const RATES = ['Currency,UsdPerUnit,Date', 'EUR,1.1,2026-11-20'];
const PRICES = [
  'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Currency,UnitPrice,EffectiveStartDate,Segment',
  'Virtual Machines,DZH1,001F,"Reserved VM Instance, B1ls, US West 2, 1 Year",P1Y,OneTime,EUR,300,2026-11-01,Commercial',
];
const CUSTOMERS = ['Microsoft ID,Company name,Primary domain name', 'c-1,Customer One,customer.example'];
const SUBSCRIPTIONS = [
  'SubscriptionId,FriendlyName,CustomerId,OfferName,Status',
  's-1,One,c-1,Azure plan,active',
];
const OF_SUBSCRIPTION = [
  'ReservationId,ReservationOrderId,SkuName,Type,Term,Quantity,ExpiryDate,SubscriptionId',
  'r-1,o-1,D2s,VirtualMachines,P1Y,2,2027-03-01,s-1',
];
const OF_CUSTOMER = [
  'ReservationId,ReservationOrderId,SkuName,Type,Term,Quantity,ExpiryDate,CustomerId',
  'r-1,o-1,D2s,VirtualMachines,P1Y,2,2027-03-01,c-7',
];
const TRANSACTIONS = [
  'ReservationOrderId,EventDate,EventType,Amount,Currency,BillingFrequency,Quantity',
  'o-1,2026-03-01,Purchase,10.00,EUR,OneTime,2',
  'o-9,2026-03-01,Purchase,10.00,EUR,OneTime,2',
];
const UTILIZATION = [
  'ReservationOrderId,ReservationId,UsageDate,AvgUtilizationPercentage',
  'o-1,r-1,2026-11-01,5',
  'o-9,r-9,2026-11-01,5',
];
const inBook: Known['orders'][number] = {
  is: 'inBook',
  orderId: 'o-1',
  customerId: 'c-1',
  row: { id: 'r-1', quantity: 2, term: 'P1Y' },
};

describe('files', () => {
  it('become the rows of the partner, and lines about customers', async () => {
    const sorted = await sort({
      'u.csv': UTILIZATION,
      't.csv': TRANSACTIONS,
      'r.csv': OF_SUBSCRIPTION,
      's.csv': SUBSCRIPTIONS,
      'c.csv': CUSTOMERS,
      'p.csv': PRICES,
      'x.csv': RATES,
      'a.csv': USERS,
    });
    expect(sorted.reasons).toEqual([]);
    expect(sorted.partner).toMatchObject({
      users: [{ row: { id: 'ada' }, place: { file: 'a.csv', line: 2 } }],
      rates: [{ row: { currency: 'EUR' } }],
      prices: [{ row: { productId: 'DZH1' } }],
    });
    expect(sorted.lines).toMatchObject([
      { is: 'customer', customerId: 'c-1', place: { file: 'c.csv', line: 2 } },
      { is: 'subscription', customerId: 'c-1', place: { file: 's.csv', line: 2 } },
      {
        ...{ is: 'reservation', customerId: 'c-1', id: 'r-1', place: { file: 'r.csv', line: 2 } },
        facts: { instalments: ['10.00'] },
        usage: [{ day: '2026-11-01', percent: 5 }],
      },
    ]);
    const counts = noCounts();
    counts.transactions = { ...counts.transactions, leftOut: 1, unchanged: 1 };
    counts.utilization = { ...counts.utilization, leftOut: 1 };
    expect(sorted.counts).toEqual(counts);
    expect(sorted.left).toEqual(['customers']);
  });

  it('tell how far they are read, over all of them', async () => {
    const texts = { 'x.csv': [...RATES, 'SEK,0.1,2026-11-20'], 'a.csv': USERS };
    const { progress } = await sort(texts);
    const bytes = (lines: readonly string[]) => lines.join('\n').length + 1;
    const total = bytes(texts['x.csv']) + bytes(USERS);
    expect(progress).toEqual([
      [bytes(USERS), total],
      [bytes(USERS) + bytes(RATES), total],
      [total, total],
    ]);
  });

  it.each<[string, boolean, Record<string, readonly string[]>]>([
    ['about the partner alone', false, { 'a.csv': USERS, 'x.csv': RATES, 'p.csv': PRICES }],
    ['about customers alone', false, { 'c.csv': CUSTOMERS }],
    ['with subscriptions', true, { 's.csv': SUBSCRIPTIONS }],
    ['with reservations', true, { 'r.csv': OF_CUSTOMER }],
    ['with transactions', true, { 't.csv': TRANSACTIONS }],
    ['with reservations among others', true, { 'x.csv': RATES, 'r.csv': OF_CUSTOMER, 'c.csv': CUSTOMERS }],
    ['with utilization', true, { 'u.csv': UTILIZATION }],
  ])('%s need the book read: %s', async (_, asked, texts) => {
    expect((await sort(texts)).asked).toBe(asked);
  });
});

describe('a reservation', () => {
  const customersOf = (lines: readonly CustomerLine[]) => lines.map(({ customerId }) => customerId);

  it('is of the customer whose subscription it is billed to: in the book, or before that in the files', async () => {
    const book = [{ id: 'c-0', subscriptionIds: ['s-0', 's-1'], orders: [] }];
    expect(customersOf((await sort({ 'r.csv': OF_SUBSCRIPTION }, book)).lines)).toEqual(['c-0']);
    const both = await sort({ 'r.csv': OF_SUBSCRIPTION, 's.csv': SUBSCRIPTIONS });
    expect(customersOf(both.lines)).toEqual(['c-1', 'c-1']);
  });

  it('is of the customer that its row names', async () => {
    expect(customersOf((await sort({ 'r.csv': OF_CUSTOMER })).lines)).toEqual(['c-7']);
  });

  it('is of nobody otherwise, and that is wrong', async () => {
    const { reasons, lines, wrong } = await sort({ 'r.csv': OF_SUBSCRIPTION });
    expect(reasons).toEqual([
      'r.csv:2 whose is reservation r-1? CustomerId is missing, and so is a subscription of the book',
    ]);
    expect([lines, wrong]).toEqual([[], 1]);
    const bare = OF_SUBSCRIPTION.map((line) => line.split(',').slice(0, 7).join(','));
    expect((await sort({ 'r.csv': bare })).wrong).toBe(1);
  });

  it('of the book needs no row: its transactions and its use say something of it', async () => {
    const book = [{ id: 'c-1', subscriptionIds: ['s-1'], orders: [inBook] }];
    const { lines, counts } = await sort({ 't.csv': TRANSACTIONS, 'u.csv': UTILIZATION }, book);
    expect(lines).toMatchObject([{ customerId: 'c-1', id: 'r-1', facts: { instalments: ['10.00'] } }]);
    expect(counts.transactions).toMatchObject({ unchanged: 1, leftOut: 1 });
  });
});

describe('a subscription', () => {
  it('stays with its customer: it belongs to nobody else in the book or the files', async () => {
    const reason = (customer: string) => `s.csv:2 subscription s-1 belongs to customer ${customer}`;
    const book = (id: string) => [{ id, subscriptionIds: ['s-1'], orders: [] }];
    expect((await sort({ 's.csv': SUBSCRIPTIONS }, book('c-0'))).reasons).toEqual([reason('c-0')]);
    expect((await sort({ 's.csv': SUBSCRIPTIONS }, book('c-1'))).reasons).toEqual([]);
    const twice = [...SUBSCRIPTIONS, 's-1,One,c-2,Azure plan,active'];
    expect((await sort({ 's.csv': twice })).reasons).toEqual([reason('c-1').replace(':2', ':3')]);
  });
});

describe('problems', () => {
  it('are all counted, and the first hundred are kept', async () => {
    const rows = Array.from({ length: 60 }, () => 'EUR,x,2026-11-20');
    const orders = Array.from({ length: 60 }, () => OF_SUBSCRIPTION[1] ?? '');
    const { problems, wrong, reasons } = await sort({
      'x.csv': [RATES[0] ?? '', ...rows],
      'r.csv': [OF_SUBSCRIPTION[0] ?? '', ...orders],
    });
    expect([problems.length, wrong]).toEqual([100, 120]);
    expect(reasons[0]).toMatch(/^x\.csv:2 UsdPerUnit is no amount/);
    expect(reasons[99]).toMatch(/^r\.csv:41 whose/);
  });

  it('of the lines of an order are among them', async () => {
    const twice = [...OF_CUSTOMER, OF_CUSTOMER[1] ?? ''];
    expect((await sort({ 'r.csv': twice })).reasons).toEqual([
      'r.csv:3 reservation r-1 is there twice: see line 2 of r.csv',
    ]);
  });

  it('are added in pieces', () => {
    const problems = new Problems();
    const some = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ file: 'x', line: i, reason: '' }));
    for (const count of [99, 0, 2, 5]) problems.add(some(count));
    expect([problems.count, problems.kept.length, problems.kept.at(-1)?.line]).toEqual([106, 100, 0]);
  });
});
