/** Filling in what a file did not say of a reservation: all that a refund is worked out of (rules section 4). */
import { describe, expect, it } from '@jest/globals';
import type { Customer, IncompleteReservation } from '../../../domain/model.js';
import type { FactsWish } from '../../../domain/use-cases/completing.js';
import { customer, reservation, subscription } from '../../support/builders.js';
import { CUSTOMER_ID, refused, type TestDesk, testDesk } from '../../support/desk.js';

/** A reservation until 2022-01-01, of which only this is known. */
function incomplete(known: Partial<IncompleteReservation> = {}): IncompleteReservation {
  const { currency: _c, billing: _b, instalments: _i, startsOn: _s, ...rest } = reservation({ id: 'half' });
  return { ...rest, ...known };
}

const open = (known: Partial<IncompleteReservation> = {}, over: Partial<Customer> = {}) =>
  testDesk({ customers: [customer({ incompleteReservations: [incomplete(known)], ...over })] });

const FACTS = { price: '1,200.00', currency: 'USD', startsOn: '2021-01-01', billing: 'oneTime' };
const complete = (t: TestDesk, facts: Partial<FactsWish> = {}, attemptId = 'a', userId = 'AdminAgent') => {
  const wish = { reservationId: 'half', ...FACTS, locale: 'en', ...facts };
  return t.desk.completeReservation(t.actor(userId), CUSTOMER_ID, wish, attemptId);
};

const NOTHING = { price: '', currency: '', startsOn: '', billing: '' };
const KNOWN: Partial<IncompleteReservation> = {
  currency: 'EUR',
  startsOn: '2021-01-01',
  billing: 'oneTime',
  instalments: ['900.00'],
};
/** Known but for one fact. */
const without = (fact: keyof typeof KNOWN) => {
  const { [fact]: _, ...rest } = KNOWN;
  return rest;
};

describe('completing a reservation', () => {
  it('makes it one like the others, and the log says what was filled in', async () => {
    const t = await open();
    const whole = reservation({ id: 'half', price: '1200.00' });
    expect(await complete(t)).toEqual(whole);
    const { reservations, incompleteReservations, activity } = await t.book();
    expect(reservations).toEqual([whole]);
    expect(incompleteReservations).toBeUndefined();
    expect(activity).toMatchObject([
      {
        action: 'complete reservation',
        subject: 'half',
        after: '1200.00 USD, 2021-01-01, oneTime',
        outcome: 'done',
      },
    ]);
  });

  it('takes none but that one from those that wait', async () => {
    const others = [incomplete({ id: 'before' }), incomplete(), incomplete({ id: 'after' })];
    const t = await open({}, { incompleteReservations: others, reservations: [reservation()] });
    await complete(t);
    const { reservations, incompleteReservations } = await t.book();
    expect(incompleteReservations?.map(({ id }) => id)).toEqual(['before', 'after']);
    expect(reservations.map(({ id }) => id)).toEqual(['res-1', 'half']);
  });

  it('paid monthly has an instalment for each month of its term', async () => {
    const t = await open();
    const { instalments, billing } = await complete(t, { billing: 'monthly', price: '1000.00' });
    expect([billing, instalments.length, instalments[0], instalments[11]]).toEqual([
      'monthly',
      12,
      '83.34',
      '83.33',
    ]);
  });

  it('reads the price as the user writes it, and the currency in small letters', async () => {
    const t = await open();
    const dutch = { price: ' 1.200,50 ', currency: ' eur ', startsOn: ' 2021-01-01 ', locale: 'nl' };
    expect(await complete(t, dutch)).toMatchObject({ currency: 'EUR', instalments: ['1200.50'] });
  });

  it.each<[keyof typeof KNOWN, Partial<FactsWish>]>([
    ['currency', { currency: 'EUR', price: '900.00' }],
    ['startsOn', { startsOn: '2021-01-01' }],
    ['billing', { billing: 'oneTime', price: '900' }],
    ['instalments', { price: '900.00' }],
  ])('leaves what is known as it is where only %s is missing', async (missing, facts) => {
    const t = await open(without(missing));
    expect(await complete(t, { ...NOTHING, ...facts })).toMatchObject(KNOWN);
  });

  it('takes what is typed rather than what is known', async () => {
    const t = await open(without('startsOn'));
    const typed = { price: '1200.00', currency: 'USD', startsOn: '2021-01-02', billing: 'monthly' };
    expect(await complete(t, typed)).toMatchObject({
      currency: 'USD',
      startsOn: '2021-01-02',
      billing: 'monthly',
      instalments: Array(12).fill('100.00'),
    });
  });

  it.each<[string, Partial<IncompleteReservation>, Partial<FactsWish>, string[]]>([
    ['nothing', {}, NOTHING, ['price', 'currency', 'startsOn', 'billing']],
    ['no price', {}, { price: ' ' }, ['price']],
    ['no currency', {}, { currency: '' }, ['currency']],
    ['no day', {}, { startsOn: '' }, ['startsOn']],
    ['no billing', {}, { billing: 'weekly' }, ['billing']],
    ['a currency that is none', {}, { currency: 'XX' }, ['currency']],
    ['a currency in words', {}, { currency: 'EUROS' }, ['currency']],
    ['three signs that are no currency', {}, { currency: '€€€' }, ['currency']],
    ['a day that there is not', {}, { startsOn: '2021-02-29' }, ['startsOn']],
    ['a day in words', {}, { startsOn: 'January' }, ['startsOn']],
    ['a day from which it would end two days late', {}, { startsOn: '2021-01-03' }, ['startsOn']],
    ['a day to come', { endsOn: '2022-01-07' }, { startsOn: '2021-01-07' }, ['startsOn']],
    ['a price of nothing', {}, { price: '0' }, ['price']],
    ['no price in another currency than is known', without('startsOn'), { price: '' }, ['price']],
  ])('with %s says which fields are wrong, and changes nothing', async (_, known, facts, fields) => {
    const t = await open(known);
    expect(await refused(complete(t, facts))).toEqual({ code: 'FactsInvalid', fields });
    const { reservations, incompleteReservations, activity } = await t.book();
    expect([reservations, incompleteReservations]).toEqual([[], [incomplete(known)]]);
    expect(activity).toMatchObject([{ action: 'complete reservation', subject: 'half', outcome: 'refused' }]);
  });

  it.each(['-1.00', '1,200.005', 'much'])(
    'with %j as its price is refused for what that is',
    async (price) => {
      const t = await open();
      expect(await refused(complete(t, { price }))).toMatchObject({ code: 'AmountInvalid', text: price });
      expect((await t.book()).reservations).toEqual([]);
    },
  );

  it.each([
    ['today', '2021-01-06', '2022-01-06'],
    ['a day beside the one on which it should begin', '2021-01-02', '2022-01-01'],
  ])('can begin %s', async (_, startsOn, endsOn) => {
    const t = await open({ endsOn });
    expect(await complete(t, { startsOn })).toMatchObject({ startsOn, endsOn });
  });

  it.each([
    ['AdminAgent', [], []],
    ['SalesAgent', ['SalesAgent'], []],
    ['SalesAgent', [], ['SalesAgent']],
  ])(
    'is for a %s with access to the subscription (%j) or to it (%j)',
    async (userId, onSubscription, onIt) => {
      const t = await open({ access: onIt }, { subscriptions: [subscription({ access: onSubscription })] });
      expect((await complete(t, {}, 'a', userId)).id).toBe('half');
    },
  );

  it('is refused without access, and is in the log', async () => {
    const t = await open();
    expect(await refused(complete(t, {}, 'a', 'SalesAgent'))).toEqual({
      code: 'NeedsAccess',
      subscription: 'Subscription One',
    });
    expect((await t.book()).activity).toMatchObject([{ outcome: 'refused' }]);
  });

  it('is done once: the same attempt has the same answer, a colleague comes too late', async () => {
    const t = await open();
    const first = await complete(t);
    expect(await complete(t, { price: '9.99' })).toEqual(first);
    expect(await refused(complete(t, { price: '9.99' }, 'b', 'colleague'))).toEqual({
      code: 'ReservationNotFound',
    });
    expect((await t.book()).reservations).toEqual([first]);
  });

  it.each([
    ['is whole already', { reservationId: 'res-1' }, {}],
    ['there is not', { reservationId: 'none' }, {}],
    ['is on a subscription that there is not', {}, { subscriptionId: 'gone' }],
  ])('does nothing to one that %s', async (_, facts, known) => {
    const t = await open(known, { reservations: [reservation()] });
    const before = await t.book();
    expect(await refused(complete(t, facts))).toEqual({ code: 'ReservationNotFound' });
    expect((await t.book()).reservations).toEqual(before.reservations);
  });
});

describe('what is still to be completed', () => {
  const list = (t: TestDesk, page = 1) =>
    t.desk.incompleteReservations(t.actor('HelpdeskAgent'), CUSTOMER_ID, page);

  it('is listed a page at a time, under the name of its subscription', async () => {
    const many = Array.from({ length: 9 }, (_, i) => incomplete({ id: `half-${i}` }));
    const elsewhere = incomplete({ id: 'elsewhere', subscriptionId: 'gone' });
    const t = await open({}, { incompleteReservations: [...many, elsewhere] });
    const first = await list(t);
    expect([first.customerName, first.reservations.total]).toEqual(['Customer One', 10]);
    expect(first.reservations.items[0]).toEqual({
      reservation: many[0],
      subscriptionName: 'Subscription One',
    });
    expect((await list(t, 2)).reservations.items.map((one) => one.subscriptionName)).toEqual([
      'Subscription One',
      'gone',
    ]);
  });

  it('is nothing at most customers', async () => {
    const t = await testDesk();
    expect((await list(t)).reservations).toMatchObject({ items: [], total: 0 });
  });
});
