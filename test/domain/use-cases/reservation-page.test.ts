/** The page of a reservation (rules section 3): what it says, and what it offers in each state. */
import { describe, expect, it } from '@jest/globals';
import type { ActivityRecord, Customer, Reservation } from '../../../domain/model.js';
import {
  activityRecord,
  customer,
  order,
  RENEWAL,
  type ReservationOverrides,
  refundRequest,
  reservation,
  stamp,
} from '../../support/builders.js';
import { CUSTOMER_ID, type TestDeskOptions, testDesk } from '../../support/desk.js';

const open = (
  bought: ReservationOverrides = {},
  over: Partial<Customer> = {},
  options: TestDeskOptions = {},
) =>
  testDesk({
    customers: [customer({ reservations: [reservation(bought)], requests: [refundRequest()], ...over })],
    ...options,
  });
type Desk = Awaited<ReturnType<typeof open>>;

const pageOf = (t: Desk, id = 'res-1') => t.desk.reservationPage(t.actor(), CUSTOMER_ID, id);

const REQUESTED = { requestNumber: 'request-1' };
const ENDED = { startsOn: '2020-01-06' };
const TO_COME = { startsOn: '2021-01-07' };

describe('the page of a reservation', () => {
  it.each<[string, ReservationOverrides, boolean, boolean]>([
    ['active', {}, true, true],
    ['upcoming', TO_COME, false, true],
    ['expired', ENDED, false, false],
    ['expired', { ...ENDED, automaticRenewal: RENEWAL }, false, true],
    ['refundRequested', { ...REQUESTED, status: 'refundRequested' }, false, false],
    ['refundRequested', { ...REQUESTED, status: 'refundRequested', automaticRenewal: RENEWAL }, false, true],
    ['exchangeRequested', { ...REQUESTED, status: 'exchangeRequested' }, false, false],
    ['refunded', { ...REQUESTED, status: 'refunded', automaticRenewal: RENEWAL }, false, false],
    ['exchanged', { ...REQUESTED, status: 'exchanged', automaticRenewal: RENEWAL }, false, false],
    ['active', { renewedBy: 'res-2' }, true, false],
    ['expired', { ...ENDED, renewedBy: 'res-2', automaticRenewal: RENEWAL }, false, false],
  ])('of what is %s %j: configurable %s, renewable %s', async (state, bought, configurable, renewable) => {
    expect(await pageOf(await open(bought))).toMatchObject({ state, configurable, renewable });
  });

  it('says from which day on it can be renewed: 30 days before its end', async () => {
    expect((await pageOf(await open())).renewableFrom).toBe('2021-12-02');
  });

  it('says what is paid and what is to come, but of what is returned: of that nothing is owed', async () => {
    const monthly = { billing: 'monthly', price: '1200.00' } as const;
    expect((await pageOf(await open(monthly))).payments).toEqual({
      paid: '100.00',
      toCome: '1100.00',
      next: { due: '2021-02-01', amount: '100.00' },
    });
    const waiting = await open({ ...monthly, ...REQUESTED, status: 'refundRequested' });
    expect((await pageOf(waiting)).payments?.toCome).toBe('1100.00');
    for (const status of ['refunded', 'exchanged'] as const)
      expect(await pageOf(await open({ ...monthly, ...REQUESTED, status }))).not.toHaveProperty('payments');
  });

  it('says who ordered it and when; where the order is not in the book, only its first day', async () => {
    const orders = [
      order({ number: 'other', at: '2020-05-05T12:00:00.000Z', by: stamp() }),
      order({ number: 'order-1' }),
    ];
    expect((await pageOf(await open({}, { orders }))).bought).toEqual({
      at: '2021-01-01T12:00:00.000Z',
      by: stamp(),
    });
    const own = [order({ number: 'order-1', boughtByCustomer: 'Olga' })];
    expect((await pageOf(await open({ boughtByCustomer: 'Olga' }, { orders: own }))).bought).toEqual({
      at: '2021-01-01T12:00:00.000Z',
    });
    expect((await pageOf(await open())).bought).toEqual({ at: '2021-01-01T00:00:00.000Z' });
  });

  it('names the one that it renews and the one that renews it, and no other', async () => {
    const before = reservation({ id: 'before', startsOn: '2020-01-01', orderNumber: 'order-0' });
    const after = reservation({ id: 'after', startsOn: '2022-01-01', orderNumber: 'order-2' });
    const one = reservation({ renews: 'before', renewedBy: 'after' });
    const t = await open({}, { reservations: [reservation({ id: 'other' }), before, one, after] });
    expect(await pageOf(t)).toMatchObject({
      renews: { id: 'before', orderNumber: 'order-0', startsOn: '2020-01-01', endsOn: '2021-01-01' },
      renewedBy: { id: 'after', orderNumber: 'order-2', startsOn: '2022-01-01', endsOn: '2023-01-01' },
    });
    const alone = await pageOf(t, 'other');
    expect(alone).not.toHaveProperty('renews');
    expect(alone).not.toHaveProperty('renewedBy');
  });

  it('shows the use that Partner Center reads; where that is out of reach, what the book has', async () => {
    const known = { utilization: [{ day: '2021-01-05', percent: 40 }] };
    const read = await open(
      known,
      {},
      { partnerCenter: { readUtilization: async () => [{ day: '2021-01-06', percent: 90 }] } },
    );
    expect(await pageOf(read)).toMatchObject({ utilization: 90, use: { known: { days: 1, mean: 90 } } });
    expect(read.reported).toEqual([]);
    const out = new Error('out of reach');
    const down = await open(known, {}, { partnerCenter: { readUtilization: () => Promise.reject(out) } });
    expect(await pageOf(down)).toMatchObject({ utilization: 40, use: { known: { days: 1, mean: 40 } } });
    expect(down.reported).toEqual([out]);
  });
});

describe('why it could not be renewed by itself', () => {
  const attempt = (day: string, over: Partial<ActivityRecord> = {}) =>
    activityRecord({
      id: `${day} ${over.subject}`,
      at: `${day}T00:00:00.000Z`,
      action: 'renew automatically',
      subject: 'res-1',
      outcome: 'refused',
      refusal: { code: 'SubscriptionNotActive' },
      ...over,
    });
  const refusedOn = async (activity: ActivityRecord[], bought: Partial<Reservation> = {}) =>
    (await pageOf(await open({ ...ENDED, ...bought }, { activity }))).renewalRefused?.at.slice(0, 10);

  it('is what the last attempt came to', async () => {
    expect(await refusedOn([attempt('2021-01-03'), attempt('2021-01-04')])).toBe('2021-01-04');
  });

  it.each<[string, ActivityRecord[]]>([
    ['that of another reservation', [attempt('2021-01-05', { subject: 'res-2' })]],
    ['an attempt that ordered it', [attempt('2021-01-05', { outcome: 'done' })]],
    ['another act on it', [attempt('2021-01-05', { action: 'renew' })]],
  ])('is not %s', async (_, others) => {
    expect(await refusedOn(others)).toBeUndefined();
    expect(await refusedOn([attempt('2021-01-03'), ...others])).toBe('2021-01-03');
  });

  it('is of no interest once it is renewed', async () => {
    expect(await refusedOn([attempt('2021-01-03')], { renewedBy: 'res-2' })).toBeUndefined();
  });
});
