/** What is kept of a customer for whatever goes over many: what counts and what does not. */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../domain/model.js';
import { activityInShort, numbersOf, summaryOf, summarySchema } from '../../domain/overview/summary.js';
import {
  activityRecord,
  customer,
  order,
  product,
  RENEWAL,
  refundRequest,
  reservation,
  stamp,
  supportRequest,
  user,
} from '../support/builders.js';

const of = (given: Partial<Customer>) => summaryOf(customer(given));
const ADA = stamp(user({ id: 'ada', name: 'Ada' }));
const BOB = stamp(user({ id: 'bob', name: 'Bob' }));

describe('the summary of a customer', () => {
  it('of whom nothing is known but the name says just that', () => {
    const nothing = { count: 0, oldest: '', newest: '', kinds: [], users: {}, byCustomer: false };
    expect(of({})).toEqual({
      name: 'Customer One',
      reservations: [],
      renewsItself: false,
      requests: [],
      claims: [],
      unplaced: 0,
      quotes: [],
      carts: [],
      orders: nothing,
      activity: nothing,
    });
  });

  it('names the active reservations in short, and how they go on', () => {
    const bought = { ...reservation().product, name: 'SQL vCore' };
    const short = { product: 'Standard_D2s_v5', quantity: 1, startsOn: '2021-01-01', endsOn: '2022-01-01' };
    expect(
      of({
        reservations: [
          reservation({ id: 'plain', product: bought, quantity: 3 }),
          reservation({ id: 'automatic', automaticRenewal: RENEWAL }),
          reservation({ id: 'renewed', renewedBy: 'res-9', automaticRenewal: RENEWAL }),
          reservation({ id: 'asked', status: 'refundRequested' }),
          reservation({ id: 'gone', status: 'refunded' }),
        ],
      }).reservations,
    ).toEqual([
      { ...short, id: 'plain', product: 'SQL vCore', quantity: 3 },
      { ...short, id: 'automatic', renewal: 'automatic' },
      { ...short, id: 'renewed', renewal: 'renewed' },
    ]);
  });

  it('keeps the use of a reservation only where it may be low', () => {
    const used = (percent: number) => [{ day: '2021-01-02', percent }];
    const [low, high] = of({
      reservations: [reservation({ utilization: used(79) }), reservation({ utilization: used(80) })],
    }).reservations;
    expect(low?.utilization).toEqual(used(79));
    expect(high).not.toHaveProperty('utilization');
  });

  it.each<[string, Customer['reservations'], boolean]>([
    ['none is', [reservation()], false],
    ['one is', [reservation(), reservation({ automaticRenewal: RENEWAL })], true],
    // What is no longer active may be so again: declined, it comes back as it was.
    [
      'one that waits for a refund is',
      [reservation({ status: 'refundRequested', automaticRenewal: RENEWAL })],
      true,
    ],
    ['it has been', [reservation({ automaticRenewal: RENEWAL, renewedBy: 'res-9' })], false],
    ['it has been by hand', [reservation({ renewedBy: 'res-9' })], false],
  ])('tells whether one is still to be renewed by itself: %s', (_what, reservations, expected) => {
    expect(of({ reservations }).renewsItself).toBe(expected);
  });

  it('names those of which automatic renewal was refused, as long as they wait for it', () => {
    const waiting = (id: string, given: Partial<Customer['reservations'][number]> = {}) =>
      reservation({ id, automaticRenewal: RENEWAL, ...given });
    const refusal = (subject: string, given: Partial<Customer['activity'][number]> = {}) =>
      activityRecord({ action: 'renew automatically', subject, outcome: 'refused', ...given });
    const reservations = [
      waiting('twice'),
      waiting('renewed since', { renewedBy: 'res-9' }),
      waiting('returned since', { status: 'refunded' }),
      waiting('done'),
      waiting('otherwise'),
      reservation({ id: 'switched off' }),
      waiting('never'),
    ];
    const activity = [
      ...['twice', 'twice', 'renewed since', 'returned since', 'switched off'].map((id) => refusal(id)),
      refusal('done', { outcome: 'done' }),
      refusal('otherwise', { action: 'renew' }),
    ];
    expect(of({ reservations, activity }).renewalsRefused).toEqual(['twice']);
    expect(of({ reservations, activity: activity.slice(2) })).not.toHaveProperty('renewalsRefused');
    expect(of({ reservations: [], activity })).not.toHaveProperty('renewalsRefused');
  });

  it('names the reservation order of what the customer bought by itself', () => {
    const [own, ours] = of({
      reservations: [reservation({ orderId: 'theirs', boughtByCustomer: 'Kim' }), reservation()],
    }).reservations;
    expect(own?.ownOrder).toBe('theirs');
    expect(ours).not.toHaveProperty('ownOrder');
  });

  it('says of a settled request when that was, by whom, and who had filed it', () => {
    const outcome = { at: '2021-02-01T12:00:00Z', by: BOB };
    const [settled, open] = of({
      requests: [refundRequest({ by: ADA, state: 'declined', outcome } as object), refundRequest()],
    }).requests;
    expect(settled?.settled).toEqual({ at: '2021-02-01T12:00:00Z', by: 'bob', name: 'Bob', filedBy: 'ada' });
    expect(open).not.toHaveProperty('settled');
  });

  it('names every request, whatever it is about and has come to', () => {
    expect(
      of({
        requests: [
          refundRequest({ state: 'paid' }),
          supportRequest({ at: '2021-01-07T12:00:00Z', placement: { state: 'placed', number: 'MS 7' } }),
        ],
      }).requests,
    ).toEqual([
      {
        number: 'request-1',
        at: '2021-01-06T12:00:00Z',
        kind: 'refund',
        state: 'paid',
        numbers: ['request-1'],
      },
      {
        number: 'request-2',
        at: '2021-01-07T12:00:00Z',
        kind: 'support',
        state: 'open',
        numbers: ['request-2', 'ms 7'],
      },
    ]);
  });

  it.each([
    [{}, ['rq-1']],
    [{ ticketNumber: 'T-1', caseReference: 'C 2' }, ['rq-1', 't-1', 'c 2']],
    [{ ticketNumber: '', caseReference: '  ' }, ['rq-1']],
    // However it is written, it is one number.
    [{ ticketNumber: 'rq-1', caseReference: ' RQ-1 ' }, ['rq-1']],
    [{ placement: { state: 'placed' as const, number: 'MS-7' } }, ['rq-1', 'ms-7']],
  ])('a request with %j is known by %j', (given, numbers) => {
    expect(numbersOf(refundRequest({ number: 'RQ-1', ...given }))).toEqual(numbers);
  });

  it('counts what the customer bought since it may, from that very moment on', () => {
    const own = (at: string) => order({ at, boughtByCustomer: 'Kim' });
    const orders = [
      own('2021-05-09T12:00:00Z'),
      own('2021-05-10T12:00:00Z'),
      own('2021-05-11T12:00:00Z'),
      order(),
    ];
    const since = '2021-05-10T12:00:00Z';
    expect(of({ orders, permission: { on: true, changedAt: since } }).ownPurchases).toEqual({
      since,
      count: 2,
    });
    expect(of({ orders, permission: { on: true } }).ownPurchases).toEqual({ since: '', count: 3 });
    expect(of({ orders, permission: { on: false, changedAt: since } })).not.toHaveProperty('ownPurchases');
    expect(of({ orders: [order()], permission: { on: true } })).not.toHaveProperty('ownPurchases');
  });

  const recorded = { state: 'recorded' as const };
  const placed = { state: 'placed' as const };
  const configured = { at: '2021-01-02T12:00:00Z', by: stamp() };
  it.each<[string, Partial<Customer>, number]>([
    ['an order', { orders: [order()] }, 1],
    ['an order that is placed', { orders: [order({ placement: placed })] }, 0],
    ['an open request', { requests: [refundRequest()] }, 1],
    ['an open request that is placed', { requests: [refundRequest({ placement: placed })] }, 0],
    ['a settled request', { requests: [refundRequest({ state: 'paid' })] }, 0],
    ['a withdrawn request', { requests: [refundRequest({ state: 'withdrawn' })] }, 0],
    [
      'a configuration',
      { reservations: [reservation({ configured: { ...configured, placement: recorded } })] },
      1,
    ],
    [
      'one that is placed',
      { reservations: [reservation({ configured: { ...configured, placement: placed } })] },
      0,
    ],
    ['a reservation that was not configured', { reservations: [reservation()] }, 0],
    ['a permission', { permission: { on: true, changedAt: '2021-01-02T12:00:00Z', placement: recorded } }, 1],
    [
      'a permission that is placed',
      { permission: { on: true, changedAt: '2021-01-02T12:00:00Z', placement: placed } },
      0,
    ],
    [
      'a permission without word of placing',
      { permission: { on: true, changedAt: '2021-01-02T12:00:00Z' } },
      0,
    ],
    ['one that was never changed', { permission: { on: false, placement: recorded } }, 0],
  ])('of what is recorded and not placed, %s counts', (_what, given, count) => {
    expect(of(given).unplaced).toBe(count);
  });

  it('names the quotes that were not filed, each with whose it is', () => {
    const { quote } = refundRequest();
    const mine = { ...quote, id: 'mine', by: ADA, validUntil: '2021-01-06T12:15:00Z' };
    const filed = { ...mine, id: 'filed' };
    const { reservationId: _, ...rest } = mine;
    const exchange = {
      ...rest,
      id: 'swap',
      kind: 'exchange',
      by: BOB,
    } as unknown as Customer['quotes'][string];
    expect(
      of({
        quotes: { mine, filed, swap: exchange },
        requests: [{ ...refundRequest(), quote: filed }, supportRequest()],
      }).quotes,
    ).toEqual([
      {
        id: 'mine',
        userId: 'ada',
        kind: 'refund',
        validUntil: '2021-01-06T12:15:00Z',
        reservationId: 'res-1',
      },
      { id: 'swap', userId: 'bob', kind: 'exchange', validUntil: '2021-01-06T12:15:00Z' },
    ]);
  });

  it('names the carts that have something in them', () => {
    const cart = (items: number) =>
      ({
        changedAt: '2021-01-06T12:00:00Z',
        items: Array(items).fill({}),
      }) as unknown as Customer['carts'][string];
    expect(of({ carts: { ada: cart(2), bob: cart(0) } }).carts).toEqual([
      { userId: 'ada', changedAt: '2021-01-06T12:00:00Z', items: 2 },
    ]);
  });

  it('tells of the orders between when they were, of what, and by whom', () => {
    const [item] = order().items;
    if (!item) throw new Error('no item');
    const sql = { ...item, product: { ...item.product, type: product({ type: 'sqlDatabase' }).type } };
    const orders = [
      order({ at: '2021-03-01T12:00:00Z', by: BOB, items: [sql, item] }),
      order({ at: '2021-01-01T12:00:00Z', by: ADA }),
      order({ at: '2021-02-01T12:00:00Z', boughtByCustomer: 'Kim' }),
    ];
    expect(of({ orders }).orders).toEqual({
      count: 3,
      oldest: '2021-01-01T12:00:00Z',
      newest: '2021-03-01T12:00:00Z',
      kinds: ['sqlDatabase', 'virtualMachines'],
      users: { ada: 'Ada', bob: 'Bob' },
      byCustomer: true,
    });
    expect(of({ orders: orders.slice(0, 2) }).orders.byCustomer).toBe(false);
  });

  it('tells the same of the acts, and of the older acts that stand elsewhere', () => {
    const acts = [
      activityRecord({ at: '2021-02-01T12:00:00Z', by: ADA, action: 'buy' }),
      activityRecord({ at: '2021-01-01T12:00:00Z', byCustomer: 'Kim', action: 'buy' }),
      activityRecord({ at: '2021-01-02T12:00:00Z', by: ADA, action: 'set country' }),
    ];
    const short = {
      count: 3,
      oldest: '2021-01-01T12:00:00Z',
      newest: '2021-02-01T12:00:00Z',
      kinds: ['buy', 'set country'],
      users: { ada: 'Ada' },
      byCustomer: true,
    };
    expect(activityInShort(acts)).toEqual(short);
    expect(activityInShort(acts.slice(2)).byCustomer).toBe(false);
    const older = [{ number: 1, activity: short, attempts: '' }];
    expect(of({ activity: acts, older })).toMatchObject({
      activity: short,
      // The marks of the attempts stay where they are.
      older: [{ number: 1, activity: short }],
    });
    expect(of({ older }).older?.[0]).not.toHaveProperty('attempts');
  });

  it('is what can be kept', () => {
    const given = { orders: [order()], requests: [refundRequest()], reservations: [reservation()] };
    expect(summarySchema.parse(of(given))).toEqual(of(given));
  });
});
