import { describe, expect, it } from '@jest/globals';
import { paymentsBy } from '../../../domain/policy/instalments.js';
import {
  isRenewalDue,
  renewableFrom,
  renewalStart,
  requireRenewable,
  requireRenewalDue,
} from '../../../domain/policy/renewal.js';
import { stateOf } from '../../../domain/policy/reservation-state.js';
import { utilizationOf } from '../../../domain/policy/utilization.js';
import { order, refundRequest, refusalOf, reservation, stamp } from '../../support/builders.js';

const around = { orders: [], requests: [] };
/** One year from 2021-01-01. */
const automatic = { automaticRenewal: { at: '2021-06-01T00:00:00Z', by: stamp() } };

describe('a reservation that begins later', () => {
  it.each([
    ['2020-12-31', 'upcoming'],
    ['2021-01-01', 'active'],
    ['2021-12-31', 'active'],
    ['2022-01-01', 'expired'],
  ])('is on %s %s', (today, state) => {
    expect(stateOf(reservation(), today)).toBe(state);
  });
});

describe('renewing by hand', () => {
  it('is from 30 days before the end date until the day before it', () => {
    expect(renewableFrom(reservation())).toBe('2021-12-02');
  });

  it.each([
    ['2020-12-31', { code: 'ReservationNotStarted', startsOn: '2021-01-01' }],
    ['2021-12-01', { code: 'RenewalTooEarly', renewableFrom: '2021-12-02', endsOn: '2022-01-01' }],
    ['2021-12-02', undefined],
    ['2021-12-31', undefined],
    ['2022-01-01', { code: 'ReservationExpired', endedOn: '2022-01-01' }],
  ])('on %s: %j', (today, refusal) => {
    expect(refusalOf(() => requireRenewable(reservation(), today, around))).toEqual(refusal);
  });

  it('is once, also where the first is known by its order only', () => {
    const renewed = reservation({ renewedBy: 'res-1' });
    expect(
      refusalOf(() => requireRenewable(renewed, '2021-12-10', { ...around, orders: [order()] })),
    ).toEqual({
      code: 'AlreadyRenewed',
      orderNumber: 'RD-1',
      first: { by: 'Ada Admin', at: '2021-01-01T12:00:00.000Z' },
    });
  });

  it('is not of what is requested', () => {
    const requested = reservation({ status: 'refundRequested', requestNumber: 'request-1' });
    const requests = [refundRequest()];
    for (const check of [requireRenewable, requireRenewalDue]) {
      expect(refusalOf(() => check(requested, '2021-12-10', { ...around, requests }))?.code).toBe(
        'ReservationBusy',
      );
    }
  });
});

describe('a reservation that is renewed', () => {
  const item = order().items[0];
  const items = item ? [item, { ...item, reservationId: 'res-2' }] : [];
  const renewed = reservation({ renewedBy: 'res-2' });
  const by = { number: 'RD-2', items, at: '2021-12-05T12:00:00Z' };
  const again = (orders: ReturnType<typeof order>[]) => () =>
    requireRenewable(renewed, '2021-12-10', { orders, requests: [] });

  it('names the order of it among the others, by whom and when', () => {
    expect(refusalOf(again([order(), order({ ...by, by: stamp() })]))).toEqual({
      ...{ code: 'AlreadyRenewed', orderNumber: 'RD-2' },
      first: { by: 'Ada Admin', at: by.at },
    });
  });

  it('without an order of it is a book that is wrong', () => {
    expect(again([order()])).toThrow('renewed without an order');
  });
});

describe('renewing automatically', () => {
  it('before its day says from when', () => {
    expect(refusalOf(() => requireRenewalDue(reservation(automatic), '2021-12-31', around))).toEqual({
      ...{ code: 'RenewalTooEarly', renewableFrom: '2022-01-01', endsOn: '2022-01-01' },
    });
  });

  it.each([
    ['2021-12-31', false],
    ['2022-01-01', true],
    ['2022-01-31', true],
    ['2022-02-01', false],
  ])('is due on %s: %s', (today, due) => {
    expect(isRenewalDue(reservation(automatic), today)).toBe(due);
    expect(refusalOf(() => requireRenewalDue(reservation(automatic), today, around)) === undefined).toBe(due);
  });

  it.each([
    [{}],
    [{ ...automatic, renewedBy: 'res-2' }],
    [{ ...automatic, status: 'refunded' as const }],
    [{ ...automatic, status: 'exchanged' as const }],
  ])('is never due for %j', (over) => {
    expect(isRenewalDue(reservation(over), '2022-01-01')).toBe(false);
  });

  it.each([
    ['2021-12-10', '2022-01-01'],
    ['2022-01-01', '2022-01-01'],
    ['2022-01-05', '2022-01-05'],
  ])('ordered on %s it begins on %s: never in the past', (today, start) => {
    expect(renewalStart(reservation(), today)).toBe(start);
  });
});

describe('what is paid by a day', () => {
  const monthly = reservation({ billing: 'monthly', price: '1000.00', startsOn: '2025-01-31' });

  it.each([
    ['2025-01-30', '0.00', '1000.00', { due: '2025-01-31', amount: '83.34' }],
    ['2025-01-31', '83.34', '916.66', { due: '2025-02-28', amount: '83.34' }],
    ['2025-02-28', '166.68', '833.32', { due: '2025-03-31', amount: '83.34' }],
    ['2025-12-31', '1000.00', '0.00', undefined],
  ])('on %s', (day, paid, toCome, next) => {
    expect(paymentsBy(monthly, day)).toEqual({ paid, toCome, ...(next ? { next } : {}) });
  });

  it('is all of it once it is paid at once', () => {
    expect(paymentsBy(reservation(), '2021-01-01')).toEqual({ paid: '3650.00', toCome: '0.00' });
  });
});

describe('utilization', () => {
  it('is of the last 30 days, today among them; days without data are left open', () => {
    const utilization = [
      { day: '2021-01-01', percent: 100 },
      { day: '2021-01-02', percent: 79.5 },
      { day: '2021-01-30', percent: 0 },
      { day: '2021-01-31', percent: 80 },
    ];
    const { days, known } = utilizationOf({ utilization }, '2021-01-31');
    expect(days).toHaveLength(30);
    expect(days[0]).toEqual({ day: '2021-01-02', percent: 79.5 });
    expect(days[1]).toEqual({ day: '2021-01-03' });
    expect(days.at(-1)).toEqual({ day: '2021-01-31', percent: 80 });
    expect(known).toEqual({
      days: 3,
      mean: 53,
      lowest: { day: '2021-01-30', percent: 0 },
      unused: 1,
      below: 2,
    });
  });

  it('is unknown where none of them has data', () => {
    const utilization = [{ day: '2021-01-01', percent: 100 }];
    expect(utilizationOf({ utilization }, '2021-01-31').known).toBeUndefined();
  });
});
