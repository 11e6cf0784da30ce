/** Filing a quoted refund (rules sections 3, 4 and 8). */
import { describe, expect, it } from '@jest/globals';
import { sum } from '../../../domain/money.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, refundRequest, reservation, used } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import { CONTACT, CUSTOMER_ID, quoted, refused, testDesk } from '../../support/desk.js';

const unused = { utilization: [{ day: '2021-01-01', percent: 0 }] };
const deskWith = (overrides: Parameters<typeof reservation>[0] = used(), today = '2021-01-07') =>
  testDesk({ today, customers: [customer({ reservations: [reservation(overrides)] })] });

describe('a filed refund', () => {
  it('is an open request with the quote, the contact and both IDs; the reservation waits for it', async () => {
    const t = await deskWith();
    const { quote, file } = await quoted(t);
    const { request, reservations, customerName } = await file();
    expect(customerName).toBe('Customer One');
    expect(request).toEqual({
      number: expect.stringMatching(/^RQ-\d+$/),
      at: '2021-01-07T12:00:00.000Z',
      by: { userId: 'AdminAgent', name: 'Ada Admin', roles: ['AdminAgent'] },
      reservationIds: ['res-1'],
      quote,
      contact: { name: 'Ada Admin', email: 'ada@partner.example', method: 'email' },
      state: 'open',
      placement: { state: 'recorded' },
    });
    expect(reservations).toMatchObject([{ id: 'res-1', orderId: 'res-order-1', status: 'refundRequested' }]);
    const book = await t.book();
    expect(book.reservations).toMatchObject([{ status: 'refundRequested', requestNumber: request.number }]);
    expect([book.requests, book.quotes]).toEqual([[request], {}]);
    expect(book.activity).toMatchObject([
      { action: 'file refund', subject: request.number, after: '3159.20 USD', outcome: 'done' },
    ]);
  });

  it('is one for the same attempt 100 times at once, with the same answer', async () => {
    const t = await deskWith();
    const { file } = await quoted(t);
    const answers = await Promise.all(Array.from({ length: 100 }, () => file()));
    expect(answers).toEqual(Array(100).fill(answers[0]));
    expect((await t.book()).requests).toHaveLength(1);
    t.clock.goTo('2021-06-01');
    expect(await file()).toEqual(answers[0]);
    expect((await t.book()).activity).toHaveLength(1);
  });

  it("is in a colleague's way, who is told by whom and when", async () => {
    const t = await deskWith();
    const ours = await quoted(t);
    const theirs = await quoted(t, {}, t.actor('colleague'));
    const { request } = await ours.file();
    const busy = {
      code: 'ReservationBusy',
      status: 'refundRequested',
      requestNumber: request.number,
      first: { by: 'Ada Admin', at: '2021-01-07T12:00:00.000Z' },
    };
    expect(await refused(theirs.file({ attemptId: 'theirs' }))).toEqual(busy);
    expect(await refused(ours.file({ attemptId: 'again' }))).toEqual(busy);
    expect(await refused(quoted(t))).toEqual(busy);
    expect((await t.book()).requests).toHaveLength(1);
  });
});

describe('a quote that no longer holds is not filed', () => {
  it('is valid for 15 minutes, and not a moment longer', async () => {
    const t = await deskWith();
    const { file } = await quoted(t);
    t.clock.forward(15, 1);
    expect(await refused(file({ attemptId: 'late' }))).toEqual({ code: 'QuoteChanged' });
    expect((await t.book()).requests).toEqual([]);
    const again = await quoted(t);
    t.clock.forward(15);
    expect((await again.file()).request.state).toBe('open');
  });

  const big = (use: Parameters<typeof reservation>[0]) =>
    reservation({ ...use, currency: 'EUR', price: '60000.00' });
  it.each<[string, (t: TestDesk) => unknown, string]>([
    ['midnight has passed', (t) => t.clock.forward(1), 'QuoteChanged'],
    [
      'the reservation turns out to be used',
      (t) => t.change({ reservations: [big(used())] }),
      'QuoteChanged',
    ],
    [
      'the rate has changed',
      (t) => t.put(kinds.RATES, { rates: { EUR: { usdPerUnit: '1.11', day: '2021-01-06' } } }),
      'QuoteChanged',
    ],
    [
      'the cap was used meanwhile',
      (t) =>
        t.change({
          requests: [refundRequest({ reservationIds: ['other'], figures: { countsUsd: '10.00' } })],
        }),
      'QuoteChanged',
    ],
    [
      'the new policy refuses what passes the cap',
      (t) => t.put(kinds.POLICY, { refundPolicy: 'azure-current', since: '2021-01-06' }),
      'OverCap',
    ],
  ])('where %s', async (_what, change, code) => {
    const t = await testDesk({
      today: '2021-01-06T23:59:30Z',
      customers: [customer({ currency: 'EUR', reservations: [big(unused)] })],
      rates: { EUR: { usdPerUnit: '1.10', day: '2021-01-06' } },
    });
    const { file } = await quoted(t);
    await change(t);
    expect(await refused(file({ acceptsLoss: true }))).toMatchObject({ code });
    const { activity, reservations } = await t.book();
    expect(activity).toMatchObject([
      { action: 'file refund', subject: 'res-1', outcome: 'refused', refusal: { code } },
    ]);
    expect(reservations[0]?.status).toBe('active');
  });

  it('but after midnight with the same figures it is filed', async () => {
    const t = await deskWith(unused, '2021-01-03T23:59:30Z');
    const { file } = await quoted(t);
    t.clock.forward(1);
    expect((await file()).request.quote).toMatchObject({
      figures: { day: '2021-01-04', payable: '3650.00' },
    });
  });

  it('where nothing is left of the cap meanwhile, that is what is said', async () => {
    const t = await deskWith();
    const { file } = await quoted(t);
    await t.change({
      requests: [refundRequest({ reservationIds: ['other'], figures: { countsUsd: '50000.00' } })],
    });
    expect(await refused(file())).toMatchObject({ code: 'CapReached', roomOn: '2022-01-06' });
  });

  it('where the rate is gone meanwhile, that is what is said', async () => {
    const euros = reservation({ ...used(), currency: 'EUR' });
    const rates = { EUR: { usdPerUnit: '1.10', day: '2021-01-06' } };
    const t = await testDesk({ customers: [customer({ reservations: [euros] })], rates });
    const { file } = await quoted(t);
    await t.put(kinds.RATES, { rates: {} });
    expect(await refused(file())).toEqual({ code: 'RateMissing', currency: 'EUR' });
  });
});

describe('what falls away over the cap', () => {
  it('must be accepted in so many words', async () => {
    const t = await deskWith({ ...unused, price: '60000.00' }, '2021-01-04');
    const { file } = await quoted(t);
    const told = { code: 'LossNotAccepted', fallsAway: '10000.00', currency: 'USD' };
    expect(await refused(file())).toEqual(told);
    expect((await file({ acceptsLoss: true, attemptId: 'b' })).request.quote).toMatchObject({
      figures: { payable: '50000.00', fallsAway: '10000.00', countsUsd: '50000.00' },
    });
  });
});

describe('the contact', () => {
  it.each<[Record<string, string>, string[] | undefined]>([
    [{}, ['name', 'email', 'method']],
    [{ ...CONTACT, name: '  ' }, ['name']],
    [{ ...CONTACT, email: 'ada' }, ['email']],
    [{ ...CONTACT, method: 'pigeon' }, ['method']],
    [{ ...CONTACT, method: 'phone' }, ['phone']],
    [{ ...CONTACT, method: 'phone', phone: '1'.repeat(41) }, ['phone']],
    [{ ...CONTACT, name: 'x'.repeat(10_000) }, ['name']],
    [{ ...CONTACT, method: 'phone', phone: '+31 20 555 0100' }, undefined],
    [{ ...CONTACT, name: ' Ada ', email: ' ada@partner.example ' }, undefined],
  ])('%j lacks %j', async (contact, fields) => {
    const t = await deskWith();
    const { file } = await quoted(t);
    expect(await refused(file({ contact }))).toEqual(fields && { code: 'ContactInvalid', fields });
    expect((await t.book()).requests).toHaveLength(fields ? 0 : 1);
  });
});

describe('part of a quantity', () => {
  it.each([
    ['USD', '1000.00', 'oneTime'],
    ['USD', '1000.00', 'monthly'],
    ['JPY', '100001', 'monthly'],
    ['KWD', '100.001', 'monthly'],
  ] as const)(
    'in %s of %s, %s, becomes a reservation of its own; the rest keeps its ID',
    async (currency, price, billing) => {
      const whole = reservation({ ...used(), currency, price, billing, quantity: 3, access: ['SalesAgent'] });
      const rates = {
        JPY: { usdPerUnit: '0.009', day: '2021-01-06' },
        KWD: { usdPerUnit: '3.25', day: '2021-01-06' },
      };
      const t = await testDesk({
        today: '2021-02-01',
        customers: [customer({ reservations: [whole] })],
        rates,
      });
      const { file, quote } = await quoted(t, { quantity: '1' });
      expect(quote.figures).toMatchObject({ quantity: 1, ofQuantity: 3 });
      const { request, reservations } = await file();
      const [rest, part, ...more] = (await t.book()).reservations;
      if (!rest || !part) throw new Error('not split');
      expect(more).toEqual([]);
      expect(reservations).toEqual([part]);
      expect(request.reservationIds).toEqual([part.id]);
      expect(rest).toEqual({ ...whole, quantity: 2, instalments: rest.instalments });
      expect(part).toEqual({
        ...whole,
        id: part.id,
        quantity: 1,
        instalments: part.instalments,
        status: 'refundRequested',
        requestNumber: request.number,
      });
      expect(part.id).not.toBe(whole.id);
      expect(
        rest.instalments.map((kept, index) => sum([kept, part.instalments[index] ?? '0'], currency)),
      ).toEqual(whole.instalments);
      // What stays can be returned as well; with it all is returned, and nothing is paid twice.
      const last = await (await quoted(t)).file({ attemptId: 'rest' });
      expect(last.reservations).toMatchObject([{ id: 'res-1', quantity: 2, status: 'refundRequested' }]);
    },
  );

  it('is returned once by one quote, though the rest would fit it as well', async () => {
    const t = await deskWith({ ...used(), price: '900.00', quantity: 3 });
    const { file } = await quoted(t, { quantity: '1' });
    const { request } = await file();
    expect(await refused(file({ attemptId: 'other' }, t.actor('colleague')))).toEqual({
      code: 'ReservationBusy',
      status: 'refundRequested',
      requestNumber: request.number,
      first: { by: 'Ada Admin', at: request.at },
    });
    expect((await t.book()).requests).toHaveLength(1);
  });

  it.each(['1', '3', ''])(
    'taken meanwhile by a colleague shows a new quote to who wanted %j, and says who was first',
    async (quantity) => {
      const t = await deskWith({ ...used(), price: '900.00', quantity: 3 });
      const ours = await quoted(t, { quantity });
      await (await quoted(t, { quantity: '1' }, t.actor('colleague'))).file({ attemptId: 'theirs' });
      const [theirs] = (await t.book()).requests;
      expect(await refused(ours.file({ attemptId: 'ours' }))).toEqual({
        code: 'QuoteChanged',
        first: { by: theirs?.by.name, at: theirs?.at },
      });
      expect((await t.book()).requests).toHaveLength(1);
    },
  );

  it('of a request that was declined can be quoted and returned again', async () => {
    const t = await deskWith();
    const { file } = await quoted(t);
    const { request } = await file();
    await t.change({ requests: [{ ...request, state: 'declined' }], reservations: [reservation(used())] });
    expect(await refused(file({ attemptId: 'old quote' }))).toEqual({ code: 'QuoteChanged' });
    expect((await (await quoted(t)).file({ attemptId: 'new quote' })).request.state).toBe('open');
  });
});

describe('a quote of one customer', () => {
  it('is not one of another, nor is a refund an exchange', async () => {
    const customers = [customer({ reservations: [reservation(used())] }), customer({ id: 'customer-2' })];
    const t = await testDesk({ customers });
    const { quote } = await quoted(t);
    const filing = { quoteId: quote.id, acceptsLoss: true, contact: CONTACT };
    expect(await refused(t.desk.fileRefund(t.actor(), 'customer-2', filing, 'a'))).toEqual({
      code: 'QuoteNotFound',
    });
    expect(await refused(t.desk.fileExchange(t.actor(), CUSTOMER_ID, filing, 'b'))).toEqual({
      code: 'QuoteNotFound',
    });
  });
});
