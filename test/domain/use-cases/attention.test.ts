/** What needs attention, case by case. */
import { describe, expect, it } from '@jest/globals';
import type { Section } from '../../../domain/answers/attention.js';
import type { Customer } from '../../../domain/model.js';
import { lowUse, meanUtilization } from '../../../domain/policy/utilization.js';
import { CUSTOMERS } from '../../../domain/store/kinds.js';
import { addDays } from '../../../domain/term.js';
import { customer, order, RENEWAL, refundRequest, reservation, stamp, user } from '../../support/builders.js';
import { refused, type TestDesk, testDesk } from '../../support/desk.js';
import { manyCustomers } from '../../support/many-customers.js';

const TODAY = '2021-06-01';
const inDays = (days: number) => addDays(TODAY, days);
const days = (percents: readonly number[], last = TODAY) =>
  percents.map((percent, i) => ({ day: addDays(last, i - percents.length + 1), percent }));

const desk = (...overrides: Partial<Customer>[]) =>
  testDesk({
    today: TODAY,
    customers: overrides.map((each, i) => customer({ id: `c-${i + 1}`, name: `Customer ${i + 1}`, ...each })),
  });
const rowsOf = async (t: TestDesk, section: Section, userId?: string) =>
  (await t.desk.attentionList(t.actor(userId), section, {}, 1)).rows.items;

describe('what expires', () => {
  const ending = (id: string, endsIn: number, more: Partial<Customer['reservations'][number]> = {}) =>
    reservation({ id, endsOn: inDays(endsIn), ...more });

  it('is counted within 30, 60 and 90 days, each day at its border', async () => {
    const t = await desk({
      reservations: [-1, 0, 1, 30, 31, 60, 61, 90, 91].map((n) => ending(`in ${n}`, n)),
    });
    const { parts, within } = await t.desk.attention(t.actor(), {});
    expect(within).toEqual([
      { days: 30, count: 2 },
      { days: 60, count: 4 },
      { days: 90, count: 6 },
    ]);
    expect(parts).toEqual([
      {
        section: 'expiring',
        total: 6,
        rows: [1, 30, 31].map((n) => expect.objectContaining({ reservationId: `in ${n}`, daysLeft: n })),
      },
    ]);
  });

  it('what is renewed or renews itself is named apart, and what was returned not at all', async () => {
    const t = await desk({
      reservations: [
        ending('plain', 10),
        ending('automatic', 20, { automaticRenewal: RENEWAL }),
        ending('not automatic', 25, {}),
        ending('renewed', 30, { renewedBy: 'res-9', automaticRenewal: RENEWAL }),
        ending('refunded', 30, { status: 'refunded' }),
        ending('asked', 30, { status: 'refundRequested' }),
      ],
    });
    const ids = async (section: Section) =>
      (await rowsOf(t, section)).map((row) => 'endsOn' in row && [row.reservationId, row.renewal]);
    expect(await ids('expiring')).toEqual([
      ['plain', undefined],
      ['not automatic', undefined],
    ]);
    expect(await ids('renewing')).toEqual([
      ['automatic', 'automatic'],
      ['renewed', 'renewed'],
    ]);
    const between = await t.desk.expiring(t.actor(), { from: inDays(20), to: inDays(30) }, 1);
    expect(between.rows.items.map((row) => 'endsOn' in row && row.reservationId)).toEqual([
      'automatic',
      'not automatic',
      'renewed',
    ]);
  });

  it('between two days, both included, of all or of one, by page', async () => {
    const t = await desk(
      { reservations: Array.from({ length: 9 }, (_, i) => ending(`a-${i}`, 10 + i)) },
      { reservations: [ending('b', 12)] },
    );
    const look = (search: object, page = 1) => t.desk.expiring(t.actor(), search, page);
    expect((await look({ from: inDays(12), to: inDays(12) })).rows.items).toHaveLength(2);
    expect((await look({ from: inDays(18) })).rows.total).toBe(1);
    expect((await look({ to: inDays(9) })).rows.total).toBe(0);
    expect((await look({ customerId: 'c-2' })).customerName).toBe('Customer 2');
    const second = await look({}, 2);
    expect([second.rows.total, second.rows.items.length, second.rows.page]).toEqual([10, 2, 2]);
    expect((await look({ days: 11 })).between).toEqual({ from: inDays(1), to: inDays(11) });
  });

  it.each([
    [{ from: 'soon' }, { code: 'DateInvalid', field: 'from', text: 'soon' }],
    [
      { from: '2021-07-01', to: '2021-06-01' },
      { code: 'DatesReversed', from: '2021-07-01', to: '2021-06-01' },
    ],
    [{ customerId: 'nobody' }, { code: 'CustomerNotFound' }],
  ])('%j is refused', async (search, refusal) => {
    const t = await desk({});
    expect(await refused(t.desk.expiring(t.actor(), search, 1))).toEqual(refusal);
  });
});

describe('low use', () => {
  it.each<[string, number[], string, string, number | undefined]>([
    ['80 is not low', [80, 80], TODAY, TODAY, undefined],
    ['79 is', [79, 79], TODAY, TODAY, 79],
    ['what rounds to 80 is shown as 80 and is not low', [79, 80], TODAY, TODAY, undefined],
    ['none is unknown, not low', [], TODAY, TODAY, undefined],
    ['high days fall out of the thirty as time passes', [100, 100, 100, 70], '2021-05-20', '2021-06-18', 70],
    ['and before that they count', [100, 100, 100, 70], '2021-05-20', '2021-06-01', undefined],
    ['all too long ago is unknown', [10, 10], '2021-04-01', TODAY, undefined],
  ])('%s', async (_, percents, last, today, percent) => {
    const utilization = days(percents, last);
    const t = await desk({ reservations: [reservation({ endsOn: '2022-01-01', utilization })] });
    t.clock.goTo(today);
    const rows = await rowsOf(t, 'lowUse');
    expect(rows.map((row) => 'percent' in row && row.percent)).toEqual(
      percent === undefined ? [] : [percent],
    );
  });

  it('keeps of the use only what can make a mean low, and then all that counts', () => {
    expect(lowUse({ utilization: days([100, 90, 80]) })).toEqual([]);
    const kept = lowUse({ utilization: days([...Array(40).fill(100), 60]) });
    expect(kept).toHaveLength(30);
    for (let later = 0; later <= 30; later++) {
      expect(meanUtilization({ utilization: kept }, inDays(later))).toBe(
        meanUtilization({ utilization: days([...Array(40).fill(100), 60]) }, inDays(later)),
      );
    }
  });
});

describe('what waits', () => {
  it('open requests, the oldest first; settled ones not', async () => {
    const t = await desk(
      { requests: [refundRequest({ number: 'new', at: '2021-05-30T12:00:00Z' })] },
      {
        requests: [
          refundRequest({ number: 'old', at: '2021-05-01T12:00:00Z' }),
          refundRequest({ number: 'paid', state: 'paid' }),
        ],
      },
    );
    const rows = await rowsOf(t, 'requests');
    expect(rows.map((row) => 'ageDays' in row && [row.number, row.ageDays])).toEqual([
      ['old', 31],
      ['new', 2],
    ]);
  });

  it('quotes and carts of the user as long as they hold, and nobody else’s', async () => {
    const { quote } = refundRequest();
    const cart = (changedAt: string, items: number) => ({
      id: 'cart',
      currency: 'USD',
      segment: 'commercial' as const,
      changedAt,
      items: Array.from({ length: items }, (_, i) => ({
        id: `i-${i}`,
        productId: 'p',
        subscriptionId: 's',
        quantity: 1,
        billing: 'oneTime' as const,
        scope: 'shared' as const,
        unitPrice: '1.00',
        pricedAt: changedAt,
      })),
    });
    const by = stamp(user({ id: 'AdminAgent' }));
    const valid = { ...quote, id: 'valid', by, validUntil: '2021-06-01T12:15:00Z' };
    const t = await desk({
      quotes: {
        valid,
        late: { ...valid, id: 'late', validUntil: '2021-06-01T11:59:00Z' },
        theirs: { ...valid, id: 'theirs', by: stamp(user({ id: 'colleague' })) },
      },
      carts: {
        AdminAgent: cart('2021-05-26T12:00:00Z', 2),
        colleague: cart('2021-05-24T11:00:00Z', 1),
        SalesAgent: cart(TODAY.concat('T12:00:00Z'), 0),
      },
    });
    expect(await rowsOf(t, 'waiting')).toMatchObject([
      { what: 'refund', until: '2021-06-01T12:15:00Z', reservationId: 'res-1' },
      { what: 'cart', items: 2, until: '2021-06-02T12:00:00.000Z' },
    ]);
    expect(await rowsOf(t, 'waiting', 'SalesAgent')).toEqual([]);
    expect(await rowsOf(t, 'waiting', 'colleague')).toMatchObject([{ what: 'refund' }]);
    await t.change({ requests: [refundRequest({ quote: valid } as object)] });
    expect(await rowsOf(t, 'waiting', 'AdminAgent')).toMatchObject([{ what: 'cart' }]);
  });

  it('purchases by the customer since its permission is on', async () => {
    const own = (number: string, at: string) => order({ number, at, boughtByCustomer: 'Kim' });
    const orders = [own('before', '2021-05-01T12:00:00Z'), own('since', '2021-05-20T12:00:00Z'), order()];
    const on = { on: true, changedAt: '2021-05-10T12:00:00Z' };
    const t = await desk(
      { orders, permission: on },
      { orders, permission: { on: false } },
      { permission: on },
    );
    expect(await rowsOf(t, 'ownPurchases')).toEqual([
      {
        section: 'ownPurchases',
        customerId: 'c-1',
        customerName: 'Customer 1',
        since: '2021-05-10',
        count: 1,
      },
    ]);
  });

  it.each([
    ['39999.99', []],
    ['40000.00', ['40000.00']],
    ['50000.00', ['50000.00']],
  ])('a refund limit of which %s USD is used', async (countsUsd, used) => {
    const t = await desk({
      requests: [refundRequest({ at: '2021-05-01T12:00:00Z', figures: { countsUsd } })],
    });
    expect((await rowsOf(t, 'cap')).map((row) => 'usedUsd' in row && row.usedUsd)).toEqual(used);
    t.clock.goTo('2022-05-01');
    expect(await rowsOf(t, 'cap')).toEqual([]);
  });

  it('acts that are recorded and not placed, counted by customer, those with most of them first', async () => {
    const placed = { placement: { state: 'placed' as const } };
    const recorded = { state: 'recorded' as const };
    const t = await desk(
      { orders: [order()] },
      { orders: [order(), order({ number: 'RD-2', ...placed })], requests: [refundRequest()] },
      { requests: [refundRequest({ state: 'declined' })] },
      { reservations: [reservation({ configured: { at: order().at, by: stamp(), placement: recorded } })] },
    );
    expect((await rowsOf(t, 'unplaced')).map((row) => 'count' in row && [row.customerId, row.count])).toEqual(
      [
        ['c-2', 2],
        ['c-1', 1],
        ['c-4', 1],
      ],
    );
    expect((await t.desk.attention(t.actor(), {})).unplaced).toBe(4);
  });
});

describe('of many customers', () => {
  async function many(count: number): Promise<TestDesk> {
    const t = await testDesk({
      today: TODAY,
      customers: [customer({ reservations: [reservation({ endsOn: inDays(5) })] })],
    });
    const entries = [{ id: 'customer-1', name: 'Customer One', domain: 'one.example', tags: [] }];
    await t.put(CUSTOMERS, { customers: [...entries, ...manyCustomers(count).slice(1)] });
    return t;
  }

  it('says that the overview is being made, answers for one at once, and for all once it is there', async () => {
    const t = await many(600);
    expect(await refused(t.desk.attention(t.actor(), {}))).toEqual({ code: 'OverviewNotReady' });
    expect(await refused(t.desk.requests(t.actor(), {}))).toEqual({ code: 'OverviewNotReady' });
    expect((await t.desk.attention(t.actor(), { customerId: 'customer-1' })).parts).toHaveLength(1);
    await t.desk.prepareOverview();
    const found = await t.desk.attention(t.actor(), {});
    expect(found.parts).toMatchObject([{ section: 'expiring', total: 1 }]);
    // Listed and without a document.
    expect(found.unreadable).toHaveLength(599);
  });

  it('begins to make it by itself where it was asked for', async () => {
    const t = await many(600);
    expect(await t.desk.attentionAtOnce(t.actor())).toBeUndefined();
    await refused(t.desk.attention(t.actor(), {}));
    await t.desk.prepareOverview();
    expect((await t.desk.attentionAtOnce(t.actor()))?.parts).toHaveLength(1);
  });

  it('a user who is turned away learns nothing', async () => {
    const t = await desk({ requests: [refundRequest()] });
    await t.desk.prepareOverview();
    for (const userId of ['nobody', 'left', 'roleless']) {
      for (const asked of [
        t.desk.attention(t.actor(userId), {}),
        t.desk.attentionList(t.actor(userId), 'requests', {}, 1),
        t.desk.expiring(t.actor(userId), {}, 1),
        t.desk.exportExpiring(t.actor(userId), {}),
      ])
        expect(await refused(asked)).toEqual({ code: 'UnknownUser' });
    }
  });
});
