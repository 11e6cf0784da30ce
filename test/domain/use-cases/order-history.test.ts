/** Order history and activity log (rules sections 2, 6 and 7). */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import { Refusal } from '../../../domain/refusals.js';
import { CUSTOMER } from '../../../domain/store/kinds.js';
import { CUSTOMER_ITSELF, type HistoryFilter } from '../../../domain/use-cases/history.js';
import { activityRecord, customer, order, product, stamp, user } from '../../support/builders.js';
import { add, buyCart, CUSTOMER_ID, refused, testDesk } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const bob = stamp(user({ id: 'colleague', name: 'Bob Colleague' }));
const { id, name, region, returnable, term } = product();
const sql = { id, name, type: 'sqlDatabase', region, returnable, term };
const [item] = order().items;

/** One customer with four orders: two on one day, one by a colleague, one by the customer itself. */
const ordering = customer({
  orders: [
    order({ number: 'RD-1', at: '2021-01-01T00:00:00.000Z' }),
    order({ number: 'RD-2', at: '2021-01-03T23:59:59.999Z', by: bob }),
    order({ number: 'RD-3', at: '2021-01-04T08:00:00.000Z', boughtByCustomer: 'Kim Customer' }),
    order({
      number: 'RD-4',
      at: '2021-01-04T08:00:00.000Z',
      items: item ? [item, { ...item, product: sql }] : [],
    }),
  ],
  activity: [
    activityRecord({ id: 'a', at: '2021-01-01T00:00:00.000Z' }),
    activityRecord({ id: 'b', at: '2021-01-03T10:00:00.000Z', action: 'file refund', by: bob }),
    activityRecord({
      id: 'c',
      at: '2021-01-03T11:00:00.000Z',
      outcome: 'refused',
      refusal: { code: 'CartEmpty' },
    }),
    activityRecord({ id: 'd', at: '2021-01-04T08:00:00.000Z', byCustomer: 'Kim Customer' }),
  ],
});
const other = customer({
  id: 'customer-2',
  name: 'Customer Two',
  orders: [order({ number: 'RD-5', at: '2021-01-02T09:00:00.000Z' })],
  activity: [activityRecord({ id: 'e', at: '2021-01-02T09:00:00.000Z' })],
});

/** Documents of which those of some customers can not be read. */
class Damaged extends MemoryDocuments {
  readonly damaged = new Set<string>();

  override async read<T>(kind: Parameters<MemoryDocuments['read']>[0], key: string): Promise<T | undefined> {
    if (kind.name === CUSTOMER.name && this.damaged.has(key))
      throw new Refusal({ code: 'DocumentUnreadable', file: key, reason: 'cutOff' });
    return (await super.read(kind, key)) as T | undefined;
  }
}

const desk = async (customers: Customer[] = [ordering, other], documents = new MemoryDocuments()) =>
  await testDesk({ customers, documents });

describe('the order history', () => {
  it.each<[string, HistoryFilter, string]>([
    ['all customers, newest first, of one moment the later record first', {}, '4 3 2 5 1'],
    ['one customer', { customerId: 'customer-1' }, '4 3 2 1'],
    ['from a day on, that day included', { from: '2021-01-03' }, '4 3 2'],
    ['up to a day, that day included to its last millisecond', { to: '2021-01-03' }, '2 5 1'],
    ['one day', { from: '2021-01-03', to: '2021-01-03' }, '2'],
    ['days with space around them', { from: ' 2021-01-04 ' }, '4 3'],
    ['a type, in any item of an order', { kind: 'sqlDatabase' }, '4'],
    ['a user', { user: 'colleague' }, '2'],
    ['the customer itself', { user: CUSTOMER_ITSELF }, '3'],
    [
      'several at once',
      { customerId: 'customer-1', from: '2021-01-02', kind: 'virtualMachines', user: 'ada' },
      '4',
    ],
    ['filters that are empty', { from: '', to: '', kind: '', user: '' }, '4 3 2 5 1'],
    ['a user whom nobody knows', { user: 'nobody' }, ''],
  ])('gives %s', async (_, filter, numbers) => {
    const t = await desk();
    const { rows } = await t.desk.orderHistory(t.actor(), filter, 1);
    expect(rows.items.map(({ entry }) => entry.number.slice(3)).join(' ')).toBe(numbers);
    const exported = await t.desk.exportOrders(t.actor(), filter);
    expect(exported.rows).toEqual(rows.items);
  });

  it('says whose it is, and what there is to narrow it by whatever the filter leaves', async () => {
    const t = await desk();
    const one = await t.desk.orderHistory(t.actor(), { customerId: 'customer-1', from: '2022-01-01' }, 1);
    expect(one).toMatchObject({
      customerName: 'Customer One',
      kinds: ['sqlDatabase', 'virtualMachines'],
      users: [
        { id: 'ada', name: 'Ada Admin' },
        { id: 'colleague', name: 'Bob Colleague' },
      ],
      rows: { total: 0 },
    });
    const all = await t.desk.orderHistory(t.actor(), {}, 1);
    expect(all).not.toHaveProperty('customerName');
    expect(all.rows.items[0]).toMatchObject({ customerId: 'customer-1', customerName: 'Customer One' });
  });

  it('has eight on a page, and the nearest page to one that there is not', async () => {
    const orders = Array.from({ length: 17 }, (_, i) => order({ number: `RD-${i + 1}` }));
    const t = await desk([customer({ orders })]);
    const pages = [1, 2, 3, 99, 0, Number.NaN].map(async (page) => {
      const { rows } = await t.desk.orderHistory(t.actor(), {}, page);
      return [rows.page, rows.items.length, rows.items[0]?.entry.number];
    });
    expect(await Promise.all(pages)).toEqual([
      [1, 8, 'RD-17'],
      [2, 8, 'RD-9'],
      [3, 1, 'RD-1'],
      [3, 1, 'RD-1'],
      [1, 8, 'RD-17'],
      [1, 8, 'RD-17'],
    ]);
    expect((await t.desk.exportOrders(t.actor(), {})).rows).toHaveLength(17);
  });

  it('has an order as soon as it is bought', async () => {
    const t = await testDesk();
    await add(t, t.actor());
    const { order: bought } = await buyCart(t, t.actor());
    const { rows } = await t.desk.orderHistory(t.actor(), { customerId: CUSTOMER_ID }, 1);
    expect(rows.items.map(({ entry }) => entry)).toEqual([bought]);
    expect(await t.desk.order(t.actor(), CUSTOMER_ID, bought.number)).toEqual({
      order: bought,
      customerId: CUSTOMER_ID,
      customerName: 'Customer One',
      names: { 'sub-1': 'Subscription One' },
    });
  });

  it('knows no order of another number, or of another customer', async () => {
    const t = await desk();
    expect(await refused(t.desk.order(t.actor(), 'customer-1', 'RD-5'))).toEqual({ code: 'OrderNotFound' });
    expect(await refused(t.desk.order(t.actor(), 'customer-9', 'RD-1'))).toEqual({
      code: 'CustomerNotFound',
    });
  });
});

describe('the activity log', () => {
  it.each<[string, HistoryFilter, string]>([
    ['everything, refused attempts too', {}, 'd c b e a'],
    ['an action', { kind: 'file refund' }, 'b'],
    ['the customer itself', { user: CUSTOMER_ITSELF }, 'd'],
    [
      'one customer between two days',
      { customerId: 'customer-1', from: '2021-01-02', to: '2021-01-03' },
      'c b',
    ],
  ])('gives %s', async (_, filter, ids) => {
    const t = await desk();
    const { rows } = await t.desk.activityLog(t.actor(), filter, 1);
    expect(rows.items.map(({ entry }) => entry.id).join(' ')).toBe(ids);
    expect((await t.desk.exportActivity(t.actor(), filter)).rows).toEqual(rows.items);
  });

  it('names the actions that there are', async () => {
    const t = await desk();
    expect((await t.desk.activityLog(t.actor(), {}, 1)).kinds).toEqual(['buy', 'file refund']);
  });
});

describe('both', () => {
  const looks = (t: Awaited<ReturnType<typeof desk>>, actor = t.actor(), filter: HistoryFilter = {}) => [
    t.desk.orderHistory(actor, filter, 1),
    t.desk.activityLog(actor, filter, 1),
    t.desk.exportOrders(actor, filter),
    t.desk.exportActivity(actor, filter),
  ];

  it.each([
    [{ from: '2021-02-29' }, { code: 'DateInvalid', field: 'from', text: '2021-02-29' }],
    [{ to: 'yesterday' }, { code: 'DateInvalid', field: 'to', text: 'yesterday' }],
    [{ to: '1/2/2021' }, { code: 'DateInvalid', field: 'to', text: '1/2/2021' }],
    [
      { from: '2021-01-04', to: '2021-01-03' },
      { code: 'DatesReversed', from: '2021-01-04', to: '2021-01-03' },
    ],
    [{ customerId: 'customer-9' }, { code: 'CustomerNotFound' }],
    [{ customerId: '../users' }, { code: 'CustomerNotFound' }],
  ])('refuse %j', async (filter, facts) => {
    const t = await desk();
    for (const look of looks(t, t.actor(), filter)) expect(await refused(look)).toEqual(facts);
  });

  it.each(['AdminAgent', 'GlobalAdmin', 'SalesAgent', 'HelpdeskAgent', 'UserManagementAdmin'])(
    'are seen by a user with the role %s',
    async (role) => {
      const t = await desk();
      for (const look of looks(t, t.actor(role))) expect(await refused(look)).toBeUndefined();
    },
  );

  it.each(['left', 'roleless', 'nobody'])('are not seen by %s', async (who) => {
    const t = await desk();
    for (const look of looks(t, t.actor(who))) expect(await refused(look)).toEqual({ code: 'UnknownUser' });
  });

  it('skip and name a customer whose file can not be read, and one that is on the list only', async () => {
    const documents = new Damaged();
    const t = await desk(
      [ordering, other, customer({ id: 'customer-3', name: 'Customer Three' })],
      documents,
    );
    documents.damaged.add('partner-1/customer-2');
    await documents.remove(CUSTOMER, 'partner-1/customer-3');
    const { rows, unreadable } = await t.desk.orderHistory(t.actor(), {}, 1);
    expect(rows.total).toBe(4);
    expect(unreadable).toEqual(['Customer Two', 'Customer Three']);
    expect((await t.desk.exportActivity(t.actor(), {})).unreadable).toEqual(unreadable);
    expect(await refused(t.desk.orderHistory(t.actor(), { customerId: 'customer-2' }, 1))).toMatchObject({
      code: 'DocumentUnreadable',
    });
  });

  it('pass on what else goes wrong', async () => {
    const t = await desk();
    t.documents.read = async () => {
      throw new Error('no disk');
    };
    await expect(t.desk.orderHistory(t.actor(), {}, 1)).rejects.toThrow('no disk');
  });
});
