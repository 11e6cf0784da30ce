/** What is told over all customers where something can not be read, is missing, or is not known yet. */
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../../domain/refusals.js';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { CUSTOMER, CUSTOMERS, POLICY, PROFILE } from '../../../domain/store/kinds.js';
import { customer, order, partner, reservation } from '../../support/builders.js';
import { refused, testDesk } from '../../support/desk.js';
import { manyCustomers } from '../../support/many-customers.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const TODAY = '2021-06-01';

/** Documents of which some can not be read: damaged, or for another reason. */
class Damaged extends MemoryDocuments {
  readonly damaged = new Set<string>();
  readonly failing = new Set<string>();

  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    const path = `${kind.name}/${key}`;
    if (this.failing.has(path)) throw new Error('no such disk');
    if (this.damaged.has(path))
      throw new Refusal({ code: 'DocumentUnreadable', file: `${path}.json`, reason: 'cutOff' });
    return await super.read(kind, key);
  }
}

async function open(count = 3) {
  const documents = new Damaged();
  const customers = Array.from({ length: count }, (_, i) =>
    customer({
      id: `c-${i + 1}`,
      name: `Customer ${i + 1}`,
      reservations: [reservation({ id: `r-${i + 1}`, endsOn: '2021-06-11' })],
    }),
  );
  return { ...(await testDesk({ today: TODAY, customers, documents })), documents };
}

const fileOf = (id: string) => `${CUSTOMER.name}/partner-1/${id}`;

describe('what can not be read', () => {
  it.each([false, true])('is named, and the rest is told (summaries taken before: %j)', async (prepared) => {
    const { desk, actor, documents } = await open();
    documents.damaged.add(fileOf('c-2'));
    if (prepared) await desk.prepareOverview();
    const { parts, unreadable } = await desk.attention(actor(), {});
    expect(parts).toMatchObject([{ section: 'expiring', total: 2 }]);
    expect(unreadable).toEqual(['Customer 2']);
    documents.damaged.clear();
    const repaired = await desk.attention(actor(), {});
    expect(repaired.parts).toMatchObject([{ total: 3 }]);
    expect(repaired.unreadable).toEqual([]);
  });

  it('is left out of an export and named once, and is no longer counted from then on', async () => {
    const { desk, actor, documents } = await open();
    await desk.prepareOverview();
    documents.damaged.add(fileOf('c-2'));
    expect((await desk.expiring(actor(), { days: 30 }, 1)).rows.total).toBe(3);
    const { rows, unreadable } = await desk.exportExpiring(actor(), { days: 30 });
    expect(rows.map((row) => row.reservation.id)).toEqual(['r-1', 'r-3']);
    expect(unreadable).toEqual(['Customer 2']);
    const list = await desk.expiring(actor(), { days: 30 }, 1);
    expect([list.rows.total, list.unreadable]).toEqual([2, ['Customer 2']]);
    expect((await desk.attentionAtOnce(actor()))?.parts).toMatchObject([{ total: 2 }]);
  });

  it('for another reason than its content is no answer', async () => {
    const { desk, actor, documents } = await open();
    documents.failing.add(fileOf('c-2'));
    await expect(desk.attention(actor(), {})).rejects.toThrow('no such disk');
  });

  it('while the summaries are taken is reported, and the next partner has its own all the same', async () => {
    const documents = new Damaged();
    await documents.update(PROFILE, 'partner-0', () => ({
      next: partner({ id: 'partner-0' }),
      result: undefined,
    }));
    await documents.update(CUSTOMER, 'partner-0/bad', () => ({
      next: customer({ id: 'bad' }),
      result: undefined,
    }));
    const { desk, actor, reported } = await testDesk({ today: TODAY, documents });
    documents.failing.add(`${CUSTOMER.name}/partner-0/bad`);
    expect(await desk.attentionAtOnce(actor())).toBeUndefined();
    await desk.prepareOverview();
    expect(reported).toEqual([new Error('no such disk')]);
    expect(await desk.attentionAtOnce(actor())).toMatchObject({ parts: [], unreadable: [] });
  });
});

describe('an export of what expires', () => {
  it('has all of it, more than a page, as the documents have it now', async () => {
    const { desk, actor, change } = await open(10);
    await desk.prepareOverview();
    expect((await desk.exportExpiring(actor(), { days: 30 })).rows).toHaveLength(10);
    expect((await desk.exportExpiring(actor(), { days: 9 })).rows).toHaveLength(0);
    await change({ reservations: [reservation({ endsOn: '2021-06-11', status: 'refunded' })] }, 'c-1');
    const { rows, unreadable } = await desk.exportExpiring(actor(), { days: 30 });
    expect([rows.length, unreadable]).toEqual([9, []]);
    expect((await desk.exportExpiring(actor(), { customerId: 'c-2' })).rows).toMatchObject([
      { reservation: { id: 'r-2' }, customerName: 'Customer 2' },
    ]);
  });

  it('leaves out what has been removed behind its back', async () => {
    const { desk, actor, documents } = await open();
    await desk.prepareOverview();
    await documents.remove(CUSTOMER, 'partner-1/c-3');
    const { rows, unreadable } = await desk.exportExpiring(actor(), { days: 30 });
    expect(rows).toHaveLength(2);
    expect(unreadable).toEqual(['Customer 3']);
  });
});

describe('at the greeting', () => {
  it('nothing is told before it is known, then all of it, with nothing read', async () => {
    const { desk, actor, documents } = await open();
    expect(await desk.attentionAtOnce(actor())).toBeUndefined();
    await desk.prepareOverview();
    documents.failing.add(fileOf('c-1'));
    expect(await desk.attentionAtOnce(actor())).toMatchObject({
      parts: [{ section: 'expiring', total: 3 }],
      within: [{ count: 3 }, { count: 3 }, { count: 3 }],
      unplaced: 0,
      unreadable: [],
    });
  });

  it('what is refused is nothing, what fails is an error', async () => {
    const { desk, actor, documents } = await open();
    await desk.prepareOverview();
    expect(await desk.attentionAtOnce(actor('nobody'))).toBeUndefined();
    documents.damaged.add(`${POLICY.name}/partner-1`);
    expect(await desk.attentionAtOnce(actor())).toBeUndefined();
    documents.damaged.clear();
    documents.failing.add(`${POLICY.name}/partner-1`);
    await expect(desk.attentionAtOnce(actor())).rejects.toThrow('no such disk');
  });

  it('of a partner without customers is that nothing waits', async () => {
    const { desk, actor, documents } = await testDesk({ customers: [] });
    await documents.remove(CUSTOMERS, 'partner-1');
    const nothing = { parts: [], unplaced: 0, unreadable: [] };
    expect(await desk.attention(actor(), {})).toMatchObject(nothing);
    await desk.prepareOverview();
    expect(await desk.attentionAtOnce(actor())).toMatchObject(nothing);
  });
});

describe('a section', () => {
  it('has its three most urgent rows with the others, eight on a page of its own, and how many there are', async () => {
    const orders = [order()];
    const customers = Array.from({ length: 10 }, (_, i) =>
      customer({ id: `c-${i}`, name: `Customer ${i}`, orders }),
    );
    const { desk, actor } = await testDesk({ today: TODAY, customers });
    const { parts, unplaced } = await desk.attention(actor(), {});
    expect(parts.map(({ section, total, rows }) => [section, total, rows.length])).toEqual([
      ['unplaced', 10, 3],
    ]);
    expect(unplaced).toBe(10);
    const pages = await Promise.all([1, 2].map((page) => desk.attentionList(actor(), 'unplaced', {}, page)));
    expect(pages.map(({ rows }) => [rows.items.length, rows.total, rows.pages])).toEqual([
      [8, 10, 2],
      [2, 10, 2],
    ]);
    expect(pages[0]).toMatchObject({ section: 'unplaced', unreadable: [] });
    const one = await desk.attentionList(actor(), 'unplaced', { customerId: 'c-3' }, 1);
    expect(one).toMatchObject({ customerName: 'Customer 3', rows: { total: 1 }, unreadable: [] });
  });
});

describe('without summaries', () => {
  it.each([
    [500, undefined],
    [501, { code: 'OverviewNotReady' }],
  ])('a list of %i customers: %j', async (count, refusal) => {
    const t = await testDesk({ today: TODAY });
    await t.put(CUSTOMERS, { customers: manyCustomers(count) });
    expect(await refused(t.desk.attention(t.actor(), {}))).toEqual(refusal);
  });
});
