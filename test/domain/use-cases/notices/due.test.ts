/** What is told by itself, case by case, and to whom. */
import { describe, expect, it } from '@jest/globals';
import type { Customer, NoticeKind, Reservation } from '../../../../domain/model.js';
import { CUSTOMER, customerKey, USERS as USERS_KIND } from '../../../../domain/store/kinds.js';
import { addDays } from '../../../../domain/term.js';
import {
  activityRecord,
  customer,
  partner,
  RENEWAL,
  refundRequest,
  reservation,
  stamp,
  user,
} from '../../../support/builders.js';
import { CUSTOMER_ID, quoted, refused, type TestDesk, testDesk, USERS } from '../../../support/desk.js';
import { inShort, told, wants } from '../../../support/notices.js';

const TODAY = '2021-06-01';
const inDays = (days: number, from = TODAY) => addDays(from, days);

async function deskWith(book: Partial<Customer>, kinds?: readonly NoticeKind[], today = TODAY) {
  const t = await testDesk({ today, customers: [customer(book)] });
  await wants(t, undefined, kinds);
  return t;
}

const tells = async (t: TestDesk, userId?: string) => (await told(t, userId)).map(inShort);

describe('a reservation that expires', () => {
  const ending = (days: number, more: Partial<Reservation> = {}, today = TODAY) =>
    reservation({ id: `in ${days}`, endsOn: inDays(days, today), ...more });

  it('is told within 30 and within 7 days, each day at its border', async () => {
    const t = await deskWith({ reservations: [-1, 0, 1, 7, 8, 30, 31].map((days) => ending(days)) });
    expect(await tells(t)).toEqual([
      'expiring7 in 1',
      'expiring7 in 7',
      'expiring30 in 8',
      'expiring30 in 30',
    ]);
  });

  it('is told once at each of the two, as the days go by', async () => {
    const t = await deskWith({ reservations: [ending(31)] });
    const days: [number, string[]][] = [];
    for (let day = 0; day < 40; day++) {
      t.clock.goTo(inDays(day));
      const rows = await tells(t);
      if (rows.length > 0) days.push([day, rows]);
    }
    expect(days).toEqual([
      [1, ['expiring30 in 31']],
      [24, ['expiring7 in 31']],
    ]);
  });

  it('on the UTC day: a minute before midnight the day before counts', async () => {
    const t = await deskWith({ reservations: [ending(31)] });
    t.clock.goTo(`${TODAY}T23:59:59Z`);
    expect(await tells(t)).toEqual([]);
    t.clock.goTo(`${inDays(1)}T00:00:00Z`);
    expect(await tells(t)).toEqual(['expiring30 in 31']);
  });

  it('over a leap day', async () => {
    const leap = reservation({ id: 'leap', startsOn: '2023-03-30', endsOn: '2024-03-30' });
    const t = await deskWith({ reservations: [leap] }, undefined, '2024-02-28');
    expect(await tells(t)).toEqual([]);
    t.clock.goTo('2024-02-29');
    expect(await tells(t)).toEqual(['expiring30 leap']);
  });

  it.each<[NoticeKind, string[]]>([
    ['expiring30', ['expiring30 in 3', 'expiring30 in 20']],
    ['expiring7', ['expiring7 in 3']],
  ])('where only %s is wanted, as that', async (kind, rows) => {
    const t = await deskWith({ reservations: [ending(3), ending(20)] }, [kind]);
    expect(await tells(t)).toEqual(rows);
  });

  it('is not told where it goes on, is returned or is asked to be', async () => {
    const t = await deskWith({
      reservations: [
        ending(3, { renewedBy: 'res-9' }),
        ending(4, { automaticRenewal: RENEWAL }),
        ending(5, { status: 'refundRequested' }),
        ending(6, { status: 'exchanged' }),
      ],
    });
    expect(await tells(t)).toEqual([]);
  });

  it('is told where its automatic renewal was refused on its end date, for as long as that is tried', async () => {
    const one = ending(0, { automaticRenewal: RENEWAL });
    const t = await deskWith({ reservations: [one] });
    expect(await tells(t)).toEqual([]);
    const refusal = { code: 'PriceMissing', product: 'x', currency: 'USD' };
    await t.change({
      activity: [
        activityRecord({ action: 'renew automatically', subject: one.id, outcome: 'refused', refusal }),
      ],
    });
    t.clock.goTo(inDays(31));
    expect(await tells(t)).toEqual([]);
    t.clock.goTo(inDays(30));
    expect(await told(t)).toEqual([
      expect.objectContaining({ kind: 'expiring7', renewalRefused: true, daysLeft: -30 }),
    ]);
  });

  it('is not told any more where it was renewed, or taken to renew by itself, since it was found', async () => {
    const t = await deskWith({ reservations: [ending(3), ending(5)] });
    await t.desk.planNotices('partner-1');
    await t.change({ reservations: [ending(3, { renewedBy: 'res-9' }), ending(5)] });
    const claimed = await t.desk.claimNotices(t.actor(), { attemptId: 'a' });
    expect(claimed?.groups.map(({ rows }) => rows.map(inShort))).toEqual([['expiring7 in 5']]);
  });
});

describe('what a customer has bought by itself', () => {
  const own = (id: string, startsOn: string, more: Partial<Reservation> = {}) =>
    reservation({ id, orderId: `order of ${id}`, startsOn, boughtByCustomer: 'Olga', ...more });

  it('is told from the day on which it was wanted', async () => {
    const t = await deskWith({
      reservations: [own('before', inDays(-1)), own('today', TODAY), reservation({ startsOn: TODAY })],
    });
    expect(await told(t)).toEqual([
      {
        kind: 'customerPurchase',
        customerId: CUSTOMER_ID,
        customerName: 'Customer One',
        reservationId: 'today',
        product: 'Standard_D2s_v5',
        quantity: 1,
        day: TODAY,
      },
    ]);
  });

  it('is told once, however it is split later', async () => {
    const t = await deskWith({ reservations: [own('one', TODAY, { quantity: 3 })] });
    expect(await tells(t)).toEqual(['customerPurchase one']);
    const parts = [own('one', TODAY, { quantity: 2 }), own('two', TODAY, { orderId: 'order of one' })];
    await t.change({ reservations: parts });
    expect(await tells(t)).toEqual([]);
  });

  it('is no news after 90 days', async () => {
    const t = await deskWith({ reservations: [own('one', TODAY)] });
    t.clock.goTo(inDays(91));
    expect(await tells(t)).toEqual([]);
    t.clock.goTo(inDays(90));
    expect(await tells(t)).toEqual(['customerPurchase one']);
  });
});

describe('the outcome of a request', () => {
  async function settledBy(userId: string) {
    const t = await testDesk({ customers: [customer({ reservations: [reservation()] })] });
    for (const { id, removed, roles } of USERS) if (!removed && roles.length > 0) await wants(t, id);
    const { request } = await (await quoted(t)).file();
    const wish = { number: request.number, locale: 'en', outcome: 'declined', reason: 'too late' };
    await t.desk.settle(t.actor(userId), CUSTOMER_ID, wish, 'settle');
    return { t, number: request.number };
  }

  it('is told to whoever filed it, and to nobody else', async () => {
    const { t, number } = await settledBy('colleague');
    expect(await told(t, 'colleague')).toEqual([]);
    expect(await told(t, 'GlobalAdmin')).toEqual([]);
    expect(await told(t)).toEqual([
      {
        kind: 'requestOutcome',
        customerId: CUSTOMER_ID,
        customerName: 'Customer One',
        number,
        about: 'refund',
        state: 'declined',
        by: 'Bob Colleague',
      },
    ]);
    expect(await told(t)).toEqual([]);
  });

  it('is not told to whoever recorded it', async () => {
    const { t } = await settledBy('AdminAgent');
    expect(await told(t)).toEqual([]);
  });

  it('is not told where it was recorded before that was wanted', async () => {
    const old = refundRequest({
      state: 'paid',
      paidAmount: '1.00',
      outcome: { at: '2021-05-31T12:00:00.000Z', by: stamp(user({ id: 'colleague', name: 'Bob' })) },
      by: stamp(user({ id: 'AdminAgent' })),
    });
    const t = await deskWith({ reservations: [reservation()], requests: [old] });
    expect(await tells(t)).toEqual([]);
  });
});

describe('low use', () => {
  const used = (percents: readonly number[], last = inDays(-1)) => ({
    utilization: percents.map((percent, i) => ({ day: addDays(last, i - percents.length + 1), percent })),
  });
  const week = (percent: number) => Array<number>(7).fill(percent);

  it.each<[string, number[], string, string | undefined]>([
    ['below half for a week', week(49), inDays(-1), undefined],
    ['at 0', week(0), inDays(-1), undefined],
    ['a week with much use before', [100, 100, 100, ...week(10)], inDays(-1), undefined],
    ['with days without data in between', week(10), inDays(-20), undefined],
    ['at half is not low', week(50), inDays(-1), 'not'],
    ['once in the week at half', [...week(10).slice(1), 50], inDays(-1), 'not'],
    ['six days say too little', week(10).slice(1), inDays(-1), 'not'],
    ['nothing is known', [], inDays(-1), 'not'],
    ['of more than 30 days ago', week(10), inDays(-31), 'not'],
  ])('%s', async (_, percents, last, not) => {
    const endsOn = inDays(200);
    const t = await deskWith({ reservations: [reservation({ endsOn, ...used(percents, last) })] });
    expect(await tells(t)).toEqual(not ? [] : ['lowUtilization res-1']);
  });

  it.each<[string, string[]]>([
    ['10', []],
    ['11', ['lowUtilization res-1']],
  ])('below the user’s own %s percent', async (threshold, rows) => {
    const t = await deskWith({ reservations: [reservation({ endsOn: inDays(200), ...used(week(10)) })] });
    await t.desk.setNotices(t.actor(), { threshold });
    expect(await tells(t)).toEqual(rows);
  });

  it('is told once while it lasts, and again a month later where it was better in between', async () => {
    const low = (last: string) =>
      t.change({ reservations: [reservation({ endsOn: inDays(200), ...used(week(10), last) })] });
    const t = await deskWith({ reservations: [] });
    const days: number[] = [];
    for (let day = 0; day < 120; day++) {
      t.clock.goTo(inDays(day));
      // Low for 60 days, then unknown for a while, then low again.
      if (day < 60 || day > 100) await low(inDays(day));
      if ((await tells(t)).length > 0) days.push(day);
    }
    expect(days).toEqual([0, 101]);
  });

  it('is not told of what has not begun or has ended', async () => {
    const t = await deskWith({
      reservations: [
        reservation({ id: 'to come', startsOn: inDays(1), ...used(week(10)) }),
        reservation({ id: 'ended', endsOn: TODAY, ...used(week(10)) }),
      ],
    });
    expect(await tells(t)).toEqual([]);
  });
});

describe('the refund limit', () => {
  const filed = (number: string, usd: string, at: string) =>
    refundRequest({ number, at, figures: { countsUsd: usd } });

  it.each([
    ['39999.99', []],
    ['40000.00', [`capNearlyUsed ${CUSTOMER_ID}`]],
    ['50000.00', [`capNearlyUsed ${CUSTOMER_ID}`]],
  ])('with %s USD used', async (usd, rows) => {
    const t = await deskWith({ requests: [filed('R-1', usd, '2021-05-01T12:00:00Z')] });
    expect(await tells(t)).toEqual(rows);
  });

  it('is told once each time that 80% is reached', async () => {
    const t = await deskWith({
      requests: [
        filed('R-1', '30000.00', '2021-05-01T12:00:00Z'),
        filed('R-2', '15000.00', '2021-06-03T12:00:00Z'),
      ],
    });
    t.clock.goTo('2021-06-03');
    expect(await tells(t)).toEqual([`capNearlyUsed ${CUSTOMER_ID}`]);
    await t.change({
      requests: [...(await t.book()).requests, filed('R-3', '1000.00', '2021-06-05T12:00:00Z')],
    });
    t.clock.goTo('2021-06-05');
    expect(await tells(t)).toEqual([]);
    // The first falls out of the 365 days; then another one takes its place.
    t.clock.goTo('2022-05-01');
    expect(await tells(t)).toEqual([]);
    await t.change({
      requests: [...(await t.book()).requests, filed('R-4', '30000.00', '2022-05-10T12:00:00Z')],
    });
    t.clock.goTo('2022-05-10');
    expect(await tells(t)).toEqual([`capNearlyUsed ${CUSTOMER_ID}`]);
  });
});

describe('who asks for access', () => {
  const asking = { tenantId: 'our-tenant', objectId: 'object-9', name: 'Nina New' };
  async function asked() {
    const t = await testDesk({ partner: partner({ tenantId: 'our-tenant' }) });
    for (const id of ['AdminAgent', 'GlobalAdmin', 'UserManagementAdmin']) await wants(t, id);
    await t.desk.requestAccess(asking);
    const [request] = (await t.desk.accessRequests(t.actor('GlobalAdmin'), 1)).items;
    if (!request) throw new Error('nobody asks');
    return { t, request };
  }

  it('is told to those who manage users, once', async () => {
    const { t, request } = await asked();
    expect(await told(t, 'AdminAgent')).toEqual([]);
    const { id: requestId, name, at } = request;
    for (const id of ['GlobalAdmin', 'UserManagementAdmin']) {
      expect(await told(t, id)).toEqual([{ kind: 'accessRequest', requestId, name, at }]);
      t.clock.forward(1);
      expect(await told(t, id)).toEqual([]);
    }
  });

  it('is not told any more once somebody has decided', async () => {
    const { t, request } = await asked();
    await t.desk.planNotices('partner-1');
    await t.desk.decideAccess(t.actor('GlobalAdmin'), request.id, { kind: 'decline' }, 'decide');
    expect(await told(t, 'UserManagementAdmin')).toEqual([]);
  });
});

describe('who is told', () => {
  const soon = { reservations: [reservation({ endsOn: inDays(5) })] };

  it.each(['AdminAgent', 'GlobalAdmin', 'SalesAgent', 'HelpdeskAgent', 'UserManagementAdmin'])(
    'the %s who wants it, and nobody who does not',
    async (userId) => {
      const t = await testDesk({ today: TODAY, customers: [customer(soon)] });
      await wants(t, userId);
      expect(await tells(t, userId)).toEqual(['expiring7 res-1']);
      expect(await tells(t, 'colleague')).toEqual([]);
    },
  );

  it('nobody who was removed or has no role any more since it was found', async () => {
    const t = await testDesk({ today: TODAY, customers: [customer(soon)] });
    await wants(t);
    await t.desk.planNotices('partner-1');
    expect(await t.desk.noticesWaiting('partner-1')).toEqual([{ userId: 'AdminAgent', due: 1, waiting: 1 }]);
    await t.put(USERS_KIND, { users: USERS.map((one) => ({ ...one, removed: true })) });
    expect(await t.desk.noticesWaiting('partner-1')).toEqual([]);
    expect(await refused(t.desk.claimNotices(t.actor(), { attemptId: 'a' }))).toEqual({
      code: 'UnknownUser',
    });
  });

  it('not of what is not wanted any more since it was found', async () => {
    const t = await testDesk({ today: TODAY, customers: [customer(soon)] });
    await wants(t);
    await t.desk.planNotices('partner-1');
    await t.desk.setNotices(t.actor(), { wanted: { expiring7: false, expiring30: false } });
    expect(await t.desk.claimNotices(t.actor(), { attemptId: 'a' })).toBeUndefined();
    await t.desk.planNotices('partner-1');
    expect(await t.desk.noticesWaiting('partner-1')).toEqual([]);
  });

  it('not of another partner’s customers', async () => {
    const t = await testDesk({ today: TODAY, customers: [customer({ reservations: [] })] });
    await wants(t);
    const theirs = customer({ id: 'theirs', ...soon });
    await t.documents.update(CUSTOMER, customerKey('rival', 'theirs'), () => ({
      next: theirs,
      result: null,
    }));
    expect(await tells(t)).toEqual([]);
  });

  it('of a customer who is gone or can not be read nothing, and of the others all the same', async () => {
    const t = await testDesk({
      today: TODAY,
      customers: [customer({ id: 'a', ...soon }), customer({ id: 'b', ...soon })],
    });
    await wants(t);
    await t.desk.planNotices('partner-1');
    await t.documents.remove(CUSTOMER, customerKey('partner-1', 'a'));
    const claimed = await t.desk.claimNotices(t.actor(), { attemptId: 'a' });
    expect(claimed?.groups).toEqual([
      { kind: 'expiring7', total: 1, rows: [expect.objectContaining({ customerId: 'b' })] },
    ]);
  });
});

describe('several of one kind', () => {
  it('are told as one: the eight most pressing, and how many there are', async () => {
    const reservations = Array.from({ length: 12 }, (_, i) =>
      reservation({ id: `res-${i}`, endsOn: inDays(30 - i) }),
    );
    const t = await deskWith({ reservations });
    await t.desk.planNotices('partner-1');
    const claimed = await t.desk.claimNotices(t.actor(), { attemptId: 'a' });
    expect(claimed?.groups.map(({ kind, total }) => [kind, total])).toEqual([['expiring30', 12]]);
    expect(claimed?.groups[0]?.rows.map(inShort)).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4].map((i) => `expiring30 res-${i}`),
    );
    await t.desk.settleNotices(t.actor(), 'a', 'sent');
    expect(await tells(t)).toEqual([]);
  });

  it('of two kinds are two, the more pressing first', async () => {
    const t = await deskWith({
      reservations: [
        reservation({ id: 'a', endsOn: inDays(20) }),
        reservation({ id: 'b', endsOn: inDays(2) }),
      ],
    });
    expect(await tells(t)).toEqual(['expiring7 b', 'expiring30 a']);
  });
});
