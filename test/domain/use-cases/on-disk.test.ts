/** The same commands on the real book: one file a document in a folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonDocuments } from '../../../domain/store/json-documents.js';
import { openJsonDocuments } from '../../../domain/store/json-documents.js';
import { CUSTOMER } from '../../../domain/store/kinds.js';
import { customer, reservation, subscription, used } from '../../support/builders.js';
import { add, buyCart, CUSTOMER_ID, quoted, refused, testDesk } from '../../support/desk.js';

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
  const customers = [
    customer({
      subscriptions: [subscription({ owners: ['Olga'] })],
      reservations: [reservation({ ...used(), quantity: 2 })],
    }),
  ];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'use-cases-'));
    documents = await open();
  });
  afterEach(async () => {
    failing = false;
    await documents.close();
    await rm(folder, { recursive: true });
  });

  it('a purchase, a refund of a part and a switch are there after the book is opened again', async () => {
    const t = await testDesk({ customers, documents });
    await add(t, t.actor());
    const { order } = await buyCart(t, t.actor());
    const { request } = await (await quoted(t, { quantity: '1' })).file();
    await t.desk.setPermission(t.actor(), CUSTOMER_ID, true, 'switch');
    const before = await t.book();
    expect(before).toMatchObject({ orders: [order], requests: [request], permission: { on: true } });
    await documents.close();
    documents = await open();
    expect(await documents.read(CUSTOMER, 'partner-1/customer-1')).toEqual(before);
  });

  it('the same attempt 100 times at once is one order, one request and one answer', async () => {
    const t = await testDesk({ customers, documents });
    const reviewed = await add(t, t.actor());
    const { file } = await quoted(t);
    const orders = await Promise.all(
      Array.from({ length: 100 }, () => t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a')),
    );
    const requests = await Promise.all(Array.from({ length: 100 }, () => file()));
    expect(orders).toEqual(Array(100).fill(orders[0]));
    expect(requests).toEqual(Array(100).fill(requests[0]));
    expect(await t.book()).toMatchObject({ orders: [orders[0]?.order], requests: [requests[0]?.request] });
  });

  it('two tabs on one cart at once are one order', async () => {
    const t = await testDesk({ customers, documents });
    const reviewed = await add(t, t.actor());
    const told = await Promise.all(
      ['tab-1', 'tab-2'].map((tab) => refused(t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, tab))),
    );
    expect(told).toEqual([undefined, expect.objectContaining({ code: 'CartAlreadyOrdered' })]);
  });

  it('a full disk refuses, and nothing has happened; the same attempt then goes through', async () => {
    const t = await testDesk({ customers, documents });
    const reviewed = await add(t, t.actor());
    const before = await t.book();
    failing = true;
    const attempt = () => t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a');
    expect(await refused(attempt())).toEqual({ code: 'StoreUnavailable' });
    expect(await t.book()).toEqual(before);
    failing = false;
    expect((await attempt()).order.total).toBe('1000.00');
  });

  it.each(['../x', '__proto__', 'constructor', '', 'x'.repeat(10_000)])('%j is no customer', async (id) => {
    const t = await testDesk({ customers, documents });
    expect(await refused(t.desk.customer(t.actor(), id))).toEqual({ code: 'CustomerNotFound' });
    expect(await refused(t.desk.noteCustomer(t.actor(), id))).toEqual({ code: 'CustomerNotFound' });
    expect(await refused(t.desk.setCountry(t.actor(), id, { text: 'SE', locale: 'en' }, 'a'))).toEqual({
      code: 'CustomerNotFound',
    });
  });
});
