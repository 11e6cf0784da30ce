/** The rows of each section for one customer, and the most urgent of them. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttentionRow } from '../../../domain/answers/attention.js';
import type { Customer } from '../../../domain/model.js';
import { summaryOf } from '../../../domain/overview/summary.js';
import {
  circumstancesAt,
  endingBetween,
  mostUrgent,
  mostUrgentFirst,
  rowsIn,
} from '../../../domain/use-cases/attention-rows.js';
import { customer, order, RENEWAL, refundRequest, reservation, stamp, user } from '../../support/builders.js';

const NOW = '2021-06-01T12:00:00.000Z';
const TODAY = '2021-06-01';
const at = (now: string, capUsd = '50000.00') => circumstancesAt(new Date(now), 'ada', capUsd);
const known = (given: Partial<Customer>) => ({ id: 'c-1', summary: summaryOf(customer(given)) });
const WHOSE = { customerId: 'c-1', customerName: 'Customer One' };
const WHAT = { reservationId: 'res-1', product: 'Standard_D2s_v5', quantity: 1 };

describe('the circumstances', () => {
  it('are those of the UTC day: what ends soon, and when the refund limit is nearly used', () => {
    expect(at('2021-06-01T23:59:59.999Z')).toMatchObject({
      today: TODAY,
      soon: { from: '2021-06-02', to: '2021-08-30' },
      horizons: [
        { days: 30, until: '2021-07-01' },
        { days: 60, until: '2021-07-31' },
        { days: 90, until: '2021-08-30' },
      ],
      userId: 'ada',
      capUsd: '50000.00',
      nearlyUsd: '40000',
    });
  });
});

describe('a row tells', () => {
  it('what ends, and what goes on after its end', () => {
    const ends = { endsOn: '2021-06-11', daysLeft: 10 };
    const plain = known({ reservations: [reservation({ endsOn: '2021-06-11', quantity: 4 })] });
    expect(rowsIn('expiring', plain, at(NOW))).toEqual([
      { section: 'expiring', ...WHOSE, ...WHAT, ...ends, quantity: 4 },
    ]);
    expect(rowsIn('renewing', plain, at(NOW))).toEqual([]);
    const automatic = known({
      reservations: [reservation({ endsOn: '2021-06-11', automaticRenewal: RENEWAL })],
    });
    expect(rowsIn('renewing', automatic, at(NOW))).toEqual([
      { section: 'renewing', ...WHOSE, ...WHAT, ...ends, renewal: 'automatic' },
    ]);
    expect(rowsIn('expiring', automatic, at(NOW))).toEqual([]);
  });

  it.each([
    [{ from: '', to: '' }, ['a', 'b', 'c']],
    [{ from: '2021-06-11', to: '' }, ['b', 'c']],
    [{ from: '', to: '2021-06-11' }, ['a', 'b']],
    [{ from: '2021-06-11', to: '2021-06-11' }, ['b']],
    [{ from: '2021-06-13', to: '' }, []],
  ])('what ends between two days, both included: %j', (between, ids) => {
    const reservations = ['2021-06-10', '2021-06-11', '2021-06-12'].map((endsOn, i) =>
      reservation({ id: ['a', 'b', 'c'][i] ?? '', endsOn }),
    );
    const rows = endingBetween(known({ reservations }), between, TODAY);
    expect(rows.map(({ reservationId }) => reservationId)).toEqual(ids);
  });

  it.each([
    ['2021-06-02', 1],
    ['2021-06-01', 0],
  ])('low use of what ends on %s: %i rows', (endsOn, count) => {
    const utilization = [{ day: '2021-05-31', percent: 20 }];
    const rows = rowsIn('lowUse', known({ reservations: [reservation({ endsOn, utilization })] }), at(NOW));
    expect(rows).toEqual(count === 0 ? [] : [{ section: 'lowUse', ...WHOSE, ...WHAT, percent: 20 }]);
  });

  it.each([
    ['2021-06-01T00:00:00Z', 0],
    ['2021-05-31T23:59:59Z', 1],
    ['2021-05-01T12:00:00Z', 31],
    // A clock that was set back.
    ['2021-06-03T12:00:00Z', 0],
  ])('of a request filed at %s that it is %i days old', (filedAt, ageDays) => {
    expect(rowsIn('requests', known({ requests: [refundRequest({ at: filedAt })] }), at(NOW))).toEqual([
      { section: 'requests', ...WHOSE, number: 'request-1', kind: 'refund', ageDays },
    ]);
  });

  const by = stamp(user({ id: 'ada' }));
  it.each([
    ['2021-06-01T12:00:00.001Z', 1],
    ['2021-06-01T12:00:00.000Z', 0],
  ])('a quote valid until %s at noon: %i rows', (validUntil, count) => {
    const quote = { ...refundRequest().quote, by, validUntil };
    const rows = rowsIn('waiting', known({ quotes: { [quote.id]: quote } }), at(NOW));
    const row = {
      section: 'waiting',
      ...WHOSE,
      what: 'refund',
      until: validUntil,
      reservationId: 'res-1',
      items: 0,
    };
    expect(rows).toEqual(count === 0 ? [] : [row]);
  });

  it('an exchange that waits, without naming one reservation', () => {
    const { reservationId: _, ...quote } = {
      ...refundRequest().quote,
      by,
      validUntil: '2021-06-01T12:15:00Z',
    };
    const exchange = { ...quote, kind: 'exchange' } as unknown as Customer['quotes'][string];
    expect(rowsIn('waiting', known({ quotes: { [quote.id]: exchange } }), at(NOW))).toEqual([
      { section: 'waiting', ...WHOSE, what: 'exchange', until: '2021-06-01T12:15:00Z', items: 0 },
    ]);
  });

  it.each([
    ['2021-05-25T12:00:00.000Z', 1],
    ['2021-05-25T11:59:59.999Z', 0],
  ])('a cart changed last at %s: %i rows', (changedAt, count) => {
    const cart = { changedAt, items: [{}, {}] } as unknown as Customer['carts'][string];
    const rows = rowsIn('waiting', known({ carts: { ada: cart, bob: cart } }), at(NOW));
    expect(rows).toEqual(
      count === 0 ? [] : [{ section: 'waiting', ...WHOSE, what: 'cart', until: NOW, items: 2 }],
    );
  });

  it('what the customer bought, since when it may, if that is known', () => {
    const orders = [order({ at: '2021-05-20T12:00:00Z', boughtByCustomer: 'Kim' })];
    const since = (changedAt?: string) =>
      rowsIn(
        'ownPurchases',
        known({ orders, permission: { on: true, ...(changedAt ? { changedAt } : {}) } }),
        at(NOW),
      );
    expect(since('2021-05-10T23:00:00Z')).toEqual([
      { section: 'ownPurchases', ...WHOSE, since: '2021-05-10', count: 1 },
    ]);
    expect(since()).toEqual([{ section: 'ownPurchases', ...WHOSE, since: '', count: 1 }]);
    expect(rowsIn('ownPurchases', known({}), at(NOW))).toEqual([]);
  });

  it.each([
    ['39999.99', false],
    ['40000.00', true],
    ['60000.00', true],
  ])('that the refund limit is nearly used with %s USD: %j', (countsUsd, nearly) => {
    const requests = [refundRequest({ at: '2021-05-01T12:00:00Z', figures: { countsUsd } })];
    const row = { section: 'cap', ...WHOSE, usedUsd: countsUsd, capUsd: '50000.00' };
    expect(rowsIn('cap', known({ requests }), at(NOW))).toEqual(nearly ? [row] : []);
  });

  it('nothing of a limit of which nothing is used, however low it is', () => {
    expect(rowsIn('cap', known({}), at(NOW, '0.00'))).toEqual([]);
  });

  it('how much is not placed', () => {
    expect(rowsIn('unplaced', known({ orders: [order(), order()] }), at(NOW))).toEqual([
      { section: 'unplaced', ...WHOSE, count: 2 },
    ]);
    expect(rowsIn('unplaced', known({}), at(NOW))).toEqual([]);
  });
});

describe('the most urgent', () => {
  const names = fc.constantFrom('Ann', 'Bo', 'Cy');
  const whose = { customerId: 'c', ...WHAT };
  const days = fc.constantFrom('2021-06-02', '2021-06-03', '2021-06-04');
  const few = fc.nat(3);
  /** Rows of one section, by what they are more urgent for: the first number in order is the most urgent. */
  const kinds: readonly [string, fc.Arbitrary<AttentionRow>, (row: AttentionRow) => number | string][] = [
    [
      'what ends first',
      fc.record({ customerName: names, endsOn: days }).map((row) => ({
        ...{ section: 'expiring' as const, daysLeft: 1, ...whose, ...row },
      })),
      (row) => ('endsOn' in row ? row.endsOn : ''),
    ],
    [
      'what is used least',
      fc
        .record({ customerName: names, percent: few })
        .map((row) => ({ section: 'lowUse' as const, ...whose, ...row })),
      (row) => ('percent' in row ? row.percent : 0),
    ],
    [
      'what waits longest',
      fc.record({ customerName: names, ageDays: few }).map((row) => ({
        ...{ section: 'requests' as const, customerId: 'c', number: 'n', kind: 'refund' as const, ...row },
      })),
      (row) => ('ageDays' in row ? -row.ageDays : 0),
    ],
    [
      'what is lost first',
      fc.record({ customerName: names, until: days }).map((row) => ({
        ...{ section: 'waiting' as const, customerId: 'c', what: 'cart' as const, items: 1, ...row },
      })),
      (row) => ('until' in row ? row.until : ''),
    ],
    [
      'where most of the limit is used',
      fc
        .record({ customerName: names, usedUsd: fc.constantFrom('900.00', '9000.00', '10000.00') })
        .map((row) => ({
          ...{ section: 'cap' as const, customerId: 'c', capUsd: '10000.00', ...row },
        })),
      (row) => ('usedUsd' in row ? -Number(row.usedUsd) : 0),
    ],
    [
      'where most is not placed',
      fc.record({ customerName: names, count: few }).map((row) => ({
        ...{ section: 'unplaced' as const, customerId: 'c', ...row },
      })),
      (row) => ('count' in row ? -row.count : 0),
    ],
  ];
  const compared = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);

  it.each(kinds)(
    'is %s, then the customer by name, then what stands first in the book',
    (_what, row, key) => {
      fc.assert(
        fc.property(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (rows, count) => {
          const expected = rows
            .map((one, place) => ({ one, place }))
            .sort(
              (a, b) =>
                compared(key(a.one), key(b.one)) ||
                compared(a.one.customerName, b.one.customerName) ||
                a.place - b.place,
            )
            .map(({ one }) => one);
          const all = mostUrgentFirst(rows);
          // The very rows, not such that look alike.
          expect(all.map((one) => rows.indexOf(one))).toEqual(expected.map((one) => rows.indexOf(one)));
          const first = mostUrgent(rows, count);
          expect(first.map((one) => rows.indexOf(one))).toEqual(
            expected.slice(0, count).map((one) => rows.indexOf(one)),
          );
        }),
      );
    },
  );
});
