/** What comes of a request, and what that means for its reservations and for the cap (rules sections 3 and 4). */
import { describe, expect, it } from '@jest/globals';
import type { Reservation, Role } from '../../../domain/model.js';
import { customerSchema } from '../../../domain/model.js';
import type { OutcomeWish } from '../../../domain/policy/settlement.js';
import { customer, partner, reservation, subscription, used } from '../../support/builders.js';
import type { TestDesk, TestDeskOptions } from '../../support/desk.js';
import { CONTACT, CUSTOMER_ID, quoted, refused, testDesk, VM_3Y } from '../../support/desk.js';

const deskWith = (reservations: Reservation[] = [reservation(used())], rest: TestDeskOptions = {}) =>
  testDesk({ today: '2021-01-07', customers: [customer({ reservations })], ...rest });

/** A refund of the default reservation filed on 2021-01-07: 3,159.20 USD. */
async function refundFiled(t: TestDesk, quantity = '') {
  const { request } = await (await quoted(t, { quantity })).file();
  return request.number;
}

async function exchangeFiled(t: TestDesk, quantity = '', attemptId = 'file') {
  const wish = {
    returns: [{ reservationId: 'res-1', quantity }],
    purchases: [{ productId: VM_3Y, quantity: '2', billing: 'monthly' as const }],
  };
  const { quote } = await t.desk.quoteExchange(t.actor(), CUSTOMER_ID, wish, 'en');
  const filing = { quoteId: quote.id, contact: CONTACT };
  return (await t.desk.fileExchange(t.actor(), CUSTOMER_ID, filing, attemptId)).request.number;
}

const settle = (t: TestDesk, number: string, wish: OutcomeWish, attemptId = 'settle', user = 'AdminAgent') =>
  t.desk.settle(t.actor(user), CUSTOMER_ID, { number, locale: 'en', ...wish }, attemptId);
const preview = (t: TestDesk, number: string, wish: OutcomeWish, user = 'AdminAgent') =>
  t.desk.settlement(t.actor(user), CUSTOMER_ID, { number, locale: 'en', ...wish });
const usedUsd = async (t: TestDesk) => (await t.desk.customer(t.actor(), CUSTOMER_ID)).cap.usedUsd;

describe('a refund', () => {
  it.each([
    ['3,159.20', '3159.20'],
    ['3,000', '3000.00'],
    ['0', '0.00'],
    ['60,000.00', '60000.00'],
  ])(
    'paid with %s refunds the reservation, and that amount takes its place in the cap',
    async (amount, paid) => {
      const t = await deskWith();
      const number = await refundFiled(t);
      t.clock.goTo('2021-02-01');
      const answer = await settle(t, number, { outcome: 'paid', amount });
      expect(answer).toMatchObject({
        state: 'paid',
        paidAmount: paid,
        quoted: '3159.20',
        total: { amount: paid, currency: 'USD' },
        becomes: 'refunded',
        capBefore: { usedUsd: '3159.20' },
        capAfter: { usedUsd: paid },
      });
      const book = await t.book();
      expect(book.reservations).toMatchObject([{ id: 'res-1', status: 'refunded', requestNumber: number }]);
      expect(book.requests).toMatchObject([
        {
          state: 'paid',
          paidAmount: paid,
          outcome: { at: '2021-02-01T12:00:00.000Z', by: { userId: 'AdminAgent' } },
        },
      ]);
      expect(await usedUsd(t)).toBe(paid);
      expect(book.activity.at(-1)).toMatchObject({
        action: 'settle request',
        subject: number,
        before: 'open',
        after: `paid ${paid} USD`,
        outcome: 'done',
      });
      expect(customerSchema.safeParse(book).success).toBe(true);
    },
  );

  it.each([
    [{ outcome: 'declined', reason: ' It was used. ' }, 'It was used.', 'declined: It was used.'],
    [{ outcome: 'withdrawn' }, undefined, 'withdrawn'],
    [
      { outcome: 'withdrawn', reason: 'Changed their mind' },
      'Changed their mind',
      'withdrawn: Changed their mind',
    ],
  ])('%j gives the reservation and the allowance back', async (wish, reason, logged) => {
    const t = await deskWith();
    const before = (await t.book()).reservations;
    const number = await refundFiled(t);
    expect(await settle(t, number, wish)).toMatchObject({
      becomes: 'active',
      capBefore: { usedUsd: '3159.20', leftUsd: '46840.80' },
      capAfter: { usedUsd: '0.00', leftUsd: '50000.00' },
    });
    const book = await t.book();
    expect(book.reservations).toEqual(before);
    expect(book.requests[0]?.outcome?.reason).toBe(reason);
    expect(book.activity.at(-1)?.after).toBe(logged);
    expect(await usedUsd(t)).toBe('0.00');
    // It can be returned once more.
    expect((await (await quoted(t)).file({ attemptId: 'again' })).request.state).toBe('open');
  });

  it('of part of a quantity comes back as a reservation of its own', async () => {
    const t = await deskWith([reservation({ ...used(), quantity: 3, price: '1000.00' })]);
    const number = await refundFiled(t, '1');
    const [rest, part] = (await t.book()).reservations;
    await settle(t, number, { outcome: 'withdrawn' });
    const { status: _, requestNumber: __, ...unchanged } = part ?? reservation();
    expect((await t.book()).reservations).toEqual([rest, { ...unchanged, status: 'active' }]);
  });

  it('in another currency is read in that currency', async () => {
    const euros = reservation({ ...used(), currency: 'EUR' });
    const t = await deskWith([euros], { rates: { EUR: { usdPerUnit: '1.10', day: '2021-01-06' } } });
    const number = await refundFiled(t);
    const wish = { number, locale: 'nl', outcome: 'paid', amount: '1.234,56' };
    expect(await t.desk.settle(t.actor(), CUSTOMER_ID, wish, 'a')).toMatchObject({
      paidAmount: '1234.56',
      total: { amount: '1234.56', currency: 'EUR' },
      capAfter: { usedUsd: '1358.02' },
    });
  });

  it('under the policy azure-current counts as it was cancelled, whatever is paid', async () => {
    const t = await deskWith(undefined, { policy: 'azure-current' });
    const number = await refundFiled(t);
    const answer = await settle(t, number, { outcome: 'paid', amount: '1' });
    expect(answer.capAfter).toEqual(answer.capBefore);
  });
});

describe('an exchange', () => {
  const threeYears = {
    ...used(),
    price: '3600.00',
    term: 'P3Y',
    resellerId: 'reseller-1',
    quantity: 2,
  } as const;
  const exchangeDesk = () => deskWith([reservation(threeYears)]);

  it('done exchanges what was returned, and what was bought exists from that day on under its own order', async () => {
    const t = await deskWith([reservation({ ...threeYears, quantity: 3 })]);
    const number = await exchangeFiled(t, '1');
    const [rest] = (await t.book()).reservations;
    t.clock.goTo('2021-03-31');
    const answer = await settle(t, number, { outcome: 'done' });
    const book = await t.book();
    const [order, ...more] = book.orders;
    expect(more).toEqual([]);
    expect(answer).toMatchObject({ becomes: 'exchanged', order, purchases: [{ quantity: 2 }] });
    expect(answer.capAfter).toEqual(answer.capBefore);
    expect(order).toMatchObject({
      number: expect.stringMatching(/^RD-/),
      exchangeRequest: number,
      total: '7200.00',
      currency: 'USD',
      placement: { state: 'placed' },
    });
    expect(order).not.toHaveProperty('cartId');
    const [kept, returned, fresh] = book.reservations;
    expect(kept).toEqual(rest);
    expect(returned).toMatchObject({ quantity: 1, status: 'exchanged', requestNumber: number });
    expect(fresh).toMatchObject({
      id: order?.items[0]?.reservationId,
      orderId: order?.items[0]?.reservationOrderId,
      orderNumber: order?.number,
      product: { id: VM_3Y },
      quantity: 2,
      billing: 'monthly',
      instalments: Array(36).fill('200.00'),
      startsOn: '2021-03-31',
      endsOn: '2024-03-31',
      status: 'active',
    });
    expect(customerSchema.safeParse(book).success).toBe(true);
    expect(book.activity.at(-1)?.after).toBe(`done, order ${order?.number}`);
    // What is new can be returned in its turn.
    expect((await quoted(t, { reservationId: fresh?.id ?? '' })).quote.figures.price).toBe('7200.00');
  });

  it('keeps the reseller', async () => {
    const resellers = [{ id: 'reseller-1', name: 'Reseller', mpnId: '1' }];
    const t = await deskWith([reservation(threeYears)], {
      partner: partner({ kind: 'indirectProvider', resellers }),
    });
    await settle(t, await exchangeFiled(t), { outcome: 'done' });
    const { orders, reservations } = await t.book();
    expect([orders[0]?.items[0]?.resellerId, reservations[1]?.resellerId]).toEqual([
      'reseller-1',
      'reseller-1',
    ]);
  });

  it.each([{ outcome: 'declined', reason: 'No.' }, { outcome: 'withdrawn' }])(
    '%j gives all back',
    async (wish) => {
      const t = await exchangeDesk();
      const before = (await t.book()).reservations;
      await settle(t, await exchangeFiled(t), wish);
      const { orders, reservations } = await t.book();
      expect([orders, reservations]).toEqual([[], before]);
    },
  );
});

describe('an outcome that can not be', () => {
  it.each<[OutcomeWish, object]>([
    [{ outcome: 'done' }, { code: 'OutcomeNotPossible', outcomes: ['paid', 'declined', 'withdrawn'] }],
    [{ outcome: 'open' }, { code: 'OutcomeNotPossible' }],
    [{ outcome: '' }, { code: 'OutcomeNotPossible' }],
    [{ outcome: 'paid' }, { code: 'AmountInvalid', problem: 'unreadable' }],
    [
      { outcome: 'paid', amount: '-1' },
      { code: 'AmountInvalid', problem: 'negative' },
    ],
    [
      { outcome: 'paid', amount: '1.005' },
      { code: 'AmountInvalid', problem: 'tooFine' },
    ],
    [
      { outcome: 'declined', reason: '  ' },
      { code: 'ReasonNeeded', longest: 300 },
    ],
    [{ outcome: 'declined', reason: 'x'.repeat(301) }, { code: 'ReasonNeeded' }],
  ])('%j is refused, changes nothing and is in the log', async (wish, facts) => {
    const t = await deskWith();
    const number = await refundFiled(t);
    const { reservations, requests, activity } = await t.book();
    expect(await refused(preview(t, number, wish))).toMatchObject(facts);
    expect((await t.book()).activity).toEqual(activity);
    expect(await refused(settle(t, number, wish))).toMatchObject(facts);
    const after = await t.book();
    expect([after.reservations, after.requests]).toEqual([reservations, requests]);
    expect(after.activity.at(-1)).toMatchObject({
      action: 'settle request',
      subject: number,
      outcome: 'refused',
    });
  });

  it('an exchange is not paid, and a number that is none is not known', async () => {
    const t = await deskWith([reservation({ ...used(), price: '3600.00', term: 'P3Y' })]);
    const number = await exchangeFiled(t);
    expect(await refused(settle(t, number, { outcome: 'paid', amount: '1' }))).toEqual({
      code: 'OutcomeNotPossible',
      outcomes: ['done', 'declined', 'withdrawn'],
    });
    expect(await refused(settle(t, 'x'.repeat(1000), { outcome: 'done' }, 'b'))).toEqual({
      code: 'RequestNotFound',
    });
    expect((await t.book()).activity.at(-1)?.subject).toBe('x'.repeat(40));
  });
});

describe('the right to settle', () => {
  const needsAccess = { code: 'NeedsAccess', subscription: 'Subscription One' };
  it.each<[Role, Partial<Reservation>, object | undefined]>([
    ['AdminAgent', {}, undefined],
    ['GlobalAdmin', {}, undefined],
    ['UserManagementAdmin', {}, undefined],
    ['SalesAgent', {}, needsAccess],
    ['HelpdeskAgent', {}, needsAccess],
    ['SalesAgent', { access: ['SalesAgent'] }, undefined],
    ['HelpdeskAgent', { access: ['SalesAgent'] }, needsAccess],
  ])('of a %s with %j: %j', async (role, access, facts) => {
    const t = await deskWith([reservation({ ...used(), ...access })]);
    const number = await refundFiled(t);
    const wish = { outcome: 'withdrawn' };
    expect(await refused(preview(t, number, wish, role))).toEqual(facts);
    expect(await refused(settle(t, number, wish, 'settle', role))).toEqual(facts);
    expect((await t.book()).requests[0]?.state).toBe(facts ? 'open' : 'withdrawn');
  });

  it('of an exchange asks for access to what is bought as well', async () => {
    const t = await deskWith([reservation({ ...used(), price: '3600.00', access: ['SalesAgent'] })]);
    const number = await exchangeFiled(t);
    expect(await refused(settle(t, number, { outcome: 'done' }, 'a', 'SalesAgent'))).toEqual(needsAccess);
    await t.change({ subscriptions: [subscription({ access: ['SalesAgent'] })] });
    expect(await refused(settle(t, number, { outcome: 'done' }, 'b', 'SalesAgent'))).toBeUndefined();
  });
});

describe('an outcome once recorded stands', () => {
  it('is recorded once by the same attempt 50 times, with the same answer', async () => {
    const t = await deskWith();
    const number = await refundFiled(t);
    const paid = { outcome: 'paid', amount: '3000' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => settle(t, number, paid)));
    expect(answers).toEqual(Array(50).fill(answers[0]));
    expect((await t.book()).activity).toHaveLength(2);
    // What the repetition says is what the attempt did.
    expect(await settle(t, number, { outcome: 'withdrawn' })).toEqual(answers[0]);
  });

  it('by whom was first; the second is told by whom, when and as what', async () => {
    const t = await deskWith();
    const number = await refundFiled(t);
    const [first, second] = await Promise.all([
      refused(settle(t, number, { outcome: 'paid', amount: '3000' }, 'a')),
      refused(settle(t, number, { outcome: 'withdrawn' }, 'b', 'colleague')),
    ]);
    expect(first).toBeUndefined();
    const stands = {
      code: 'RequestSettled',
      requestNumber: number,
      state: 'paid',
      first: { by: 'Ada Admin', at: '2021-01-07T12:00:00.000Z' },
    };
    expect(second).toEqual(stands);
    expect(await refused(preview(t, number, { outcome: 'withdrawn' }))).toEqual(stands);
    expect((await t.book()).requests).toMatchObject([{ state: 'paid', paidAmount: '3000.00' }]);
  });

  it('also where an older book does not say who recorded it', async () => {
    const t = await deskWith();
    const number = await refundFiled(t);
    const [request] = (await t.book()).requests;
    if (request) await t.change({ requests: [{ ...request, state: 'declined' }] });
    expect(await refused(settle(t, number, { outcome: 'withdrawn' }))).toMatchObject({
      code: 'RequestSettled',
      state: 'declined',
      first: { by: 'Ada Admin', at: request?.at },
    });
  });
});

describe('what an outcome would mean', () => {
  it('is said before, and is what then happens; nothing is recorded by asking', async () => {
    const t = await deskWith();
    const number = await refundFiled(t);
    const before = await t.book();
    const told = await preview(t, number, { outcome: 'paid', amount: '3000' });
    expect(await t.book()).toEqual(before);
    const { capBefore, capAfter, becomes } = await settle(t, number, { outcome: 'paid', amount: '3000' });
    expect({ capBefore, capAfter, becomes }).toEqual({
      capBefore: told.capBefore,
      capAfter: told.capAfter,
      becomes: told.becomes,
    });
    expect(told).toMatchObject({
      request: { state: 'open' },
      capAfter: { usedUsd: '3000.00', leftUsd: '47000.00' },
    });
  });
});
