/** A notice as it is shown: for whom it is, what it says, and which comes first. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NoticeRow } from '../../../../domain/answers/notices.js';
import type { Customer, NoticeWishes, Role } from '../../../../domain/model.js';
import { NOTICE_KINDS, ROLES } from '../../../../domain/model.js';
import { summaryOf } from '../../../../domain/overview/summary.js';
import { addDays } from '../../../../domain/term.js';
import {
  byUrgency,
  type Due,
  dayAt,
  dueFor,
  isFor,
  maySee,
} from '../../../../domain/use-cases/notices/due.js';
import { customer, RENEWAL, refundRequest, reservation, stamp, user } from '../../../support/builders.js';

const TODAY = '2021-06-01';
const NOON = `${TODAY}T12:00:00.000Z`;
const inDays = (days: number) => addDays(TODAY, days);

const WHOSE = { customerId: 'c', customerName: 'Customer' };
const RESERVED = { ...WHOSE, reservationId: 'r', product: 'Standard_B1ms', quantity: 1 };
const expiring = (kind: 'expiring7' | 'expiring30', daysLeft: number, over: object = {}): NoticeRow => ({
  ...{ kind, ...RESERVED, endsOn: inDays(daysLeft), daysLeft, renewalRefused: false },
  ...over,
});
const lowUse = (highest: number, over: object = {}): NoticeRow => ({
  ...{ kind: 'lowUtilization', ...RESERVED, highest },
  ...over,
});
const bought = (day: string, over: object = {}): NoticeRow => ({
  ...{ kind: 'customerPurchase', ...RESERVED, day },
  ...over,
});
const limit = (usedUsd: string, over: object = {}): NoticeRow => ({
  ...{ kind: 'capNearlyUsed', ...WHOSE, usedUsd, capUsd: '50000.00' },
  ...over,
});
const outcome = (customerName: string): NoticeRow => ({
  ...{
    kind: 'requestOutcome',
    ...WHOSE,
    customerName,
    number: 'R-1',
    about: 'refund',
    state: 'paid',
    by: 'Bob',
  },
});
const asking = (name: string): NoticeRow => ({ kind: 'accessRequest', requestId: name, name, at: NOON });

describe('for whom it is', () => {
  const ALL = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, NOON]));
  const is = (
    row: NoticeRow,
    about: Partial<Due> = {},
    wishes: Partial<NoticeWishes> = {},
    roles: Role[] = ['GlobalAdmin'],
  ) => isFor({ id: 'ada', roles }, { wanted: ALL, ...wishes }, { key: 'k', row, ...about });

  it.each<[string, Partial<Due>, boolean]>([
    ['anybody who wants it', {}, true],
    ['one user only: this one', { userId: 'ada' }, true],
    ['one user only: another', { userId: 'bob' }, false],
    ['who wanted it by the moment at which it happened', { at: NOON }, true],
    ['not who wanted it a moment later', { at: '2021-06-01T11:59:59.999Z' }, false],
    ['who wanted it on the day on which it happened', { at: TODAY }, true],
    ['not who wanted it a day later', { at: inDays(-1) }, false],
  ])('%s', (_, about, expected) => {
    expect(is(outcome('C'), about)).toBe(expected);
  });

  it('is for nobody who does not want its kind', () => {
    for (const row of [expiring('expiring7', 3), bought(TODAY), limit('1.00'), asking('N')])
      expect(is(row, {}, { wanted: { ...ALL, [row.kind]: undefined } })).toBe(false);
  });

  it.each([
    [49, undefined, true],
    [50, undefined, false],
    [10, 11, true],
    [10, 10, false],
    [74, 75, true],
  ])('use of %d percent, told below %s: %s', (highest, threshold, expected) => {
    expect(is(lowUse(highest), {}, threshold === undefined ? {} : { threshold })).toBe(expected);
  });

  it('the week before takes the place of the month before, where both are wanted', () => {
    const { expiring7: _, ...monthOnly } = ALL;
    const months = (daysLeft: number, wanted: NoticeWishes['wanted']) =>
      is(expiring('expiring30', daysLeft), {}, { wanted });
    expect([months(8, ALL), months(7, ALL), months(7, monthOnly)]).toEqual([true, false, true]);
    expect(is(expiring('expiring7', 7))).toBe(true);
  });

  it.each(ROLES)('a %s is told of what the role lets it see', (role) => {
    const managesUsers = role === 'GlobalAdmin' || role === 'UserManagementAdmin';
    expect(is(asking('N'), {}, {}, [role])).toBe(managesUsers);
    expect(is(limit('1.00'), {}, {}, [role])).toBe(true);
    expect(maySee({ roles: [] }, 'capNearlyUsed')).toBe(false);
  });
});

describe('which comes first', () => {
  it.each<[string, NoticeRow[]]>([
    ['what ends first', [expiring('expiring7', 1), expiring('expiring7', 2), expiring('expiring7', 10)]],
    ['what is used least', [lowUse(0), lowUse(9), lowUse(10)]],
    ['what was bought last', [bought('2021-06-01'), bought('2021-05-31'), bought('2020-12-31')]],
    ['of which limit most is used', [limit('100000.00'), limit('45000.00'), limit('9000.00')]],
    ['of outcomes, by customer', [outcome('Adatum'), outcome('Contoso'), outcome('Fabrikam')]],
    ['of those who ask, by name', [asking('Ann'), asking('Bo'), asking('Cy')]],
    [
      'of what is alike, by customer',
      [expiring('expiring7', 1, { customerName: 'A' }), expiring('expiring7', 1, { customerName: 'B' })],
    ],
    ['of the same use, by customer', [lowUse(5, { customerName: 'A' }), lowUse(5, { customerName: 'B' })]],
    [
      'of the same day, by customer',
      [bought(TODAY, { customerName: 'A' }), bought(TODAY, { customerName: 'B' })],
    ],
    [
      'of the same limit, by customer',
      [limit('1.00', { customerName: 'A' }), limit('1.00', { customerName: 'B' })],
    ],
  ])('%s', (_, rows) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(shuffled.toSorted(byUrgency)).toEqual(rows);
      }),
      { numRuns: 20 },
    );
    for (const row of rows) expect(byUrgency(row, row)).toBe(0);
  });
});

describe('what it says', () => {
  const dueOf = (over: Partial<Customer>, today = TODAY) => {
    const one = customer(over);
    const day = dayAt(new Date(`${today}T12:00:00Z`), '50000.00');
    return dueFor({ id: one.id, summary: summaryOf(one) }, day);
  };
  const about = { customerId: 'customer-1', customerName: 'Customer One' };
  const reserved = { ...about, reservationId: 'res-1', product: 'Standard_D2s_v5', quantity: 3 };

  it('of an end: when, in how many days, of what; named by the day, so that another end is another notice', () => {
    const endsOn = inDays(7);
    const both = dueOf({ reservations: [reservation({ endsOn, quantity: 3 })] });
    expect(both).toEqual(
      (['expiring7', 'expiring30'] as const).map((kind) => ({
        key: `${kind}/customer-1/res-1/${endsOn}`,
        row: { kind, ...reserved, endsOn, daysLeft: 7, renewalRefused: false },
      })),
    );
  });

  it('of an end at which automatic renewal was refused: that it was; it is a notice of its own', () => {
    const endsOn = inDays(-1);
    const refused = {
      ...{ id: 'a', at: NOON, by: stamp(), action: 'renew automatically', subject: 'res-1' },
      ...{ outcome: 'refused' as const, refusal: { code: 'SubscriptionNotActive' } },
    };
    const one = reservation({ endsOn, quantity: 3, automaticRenewal: RENEWAL });
    const found = dueOf({ reservations: [one], activity: [refused] });
    expect(found[0]).toEqual({
      key: `expiring7/customer-1/res-1/${endsOn}/refused`,
      row: { kind: 'expiring7', ...reserved, endsOn, daysLeft: -1, renewalRefused: true },
    });
  });

  it('of a purchase of the customer’s own: what, how many, and when', () => {
    const own = reservation({ startsOn: inDays(-90), quantity: 3, boughtByCustomer: 'Olga' });
    expect(dueOf({ reservations: [own] })).toEqual([
      {
        key: 'customerPurchase/customer-1/res-order-1',
        row: { kind: 'customerPurchase', ...reserved, day: inDays(-90) },
        at: inDays(-90),
      },
    ]);
    expect(dueOf({ reservations: [own] }, inDays(1))).toEqual([]);
  });

  it('of an outcome: of which request, what came of it and by whom; for who filed it, for 90 days', () => {
    const by = stamp(user({ id: 'bob', name: 'Bob' }));
    const request = refundRequest({ state: 'paid', paidAmount: '1.00', outcome: { at: NOON, by } });
    const [told] = dueOf({ reservations: [reservation()], requests: [request] });
    expect(told).toEqual({
      key: 'requestOutcome/customer-1/request-1',
      row: {
        kind: 'requestOutcome',
        ...about,
        number: 'request-1',
        about: 'refund',
        state: 'paid',
        by: 'Bob',
      },
      at: NOON,
      userId: 'ada',
    });
    const later = (days: number) => dueOf({ reservations: [], requests: [request] }, inDays(days)).length;
    expect([later(90), later(91)]).toEqual([1, 0]);
  });

  it('of low use: the most of the last seven days that are known, in whatever order they stand', () => {
    const percents = [100, 5, 6, 41, 7, 8, 9, 10];
    const days = percents.map((percent, i) => ({ day: inDays(i - 10), percent }));
    const one = reservation({ quantity: 3, utilization: days.toReversed() });
    expect(dueOf({ reservations: [one] })).toEqual([
      {
        key: 'lowUtilization/customer-1/res-1',
        row: { kind: 'lowUtilization', ...reserved, highest: 41 },
      },
    ]);
  });

  it('of the limit: how much is used of how much; named by the day since when', () => {
    const at = (day: string) => `${day}T12:00:00Z`;
    const requests = [
      refundRequest({ number: 'R-1', at: at('2021-05-01'), figures: { countsUsd: '30000.00' } }),
      refundRequest({ number: 'R-2', at: at('2021-05-20'), figures: { countsUsd: '12000.00' } }),
    ];
    expect(dueOf({ requests })).toEqual([
      {
        key: 'capNearlyUsed/customer-1/2021-05-20',
        row: { kind: 'capNearlyUsed', ...about, usedUsd: '42000.00', capUsd: '50000.00' },
      },
    ]);
  });
});
