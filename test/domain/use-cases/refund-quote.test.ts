/** Quotes of refunds as they are given and kept (rules section 4); the sums themselves are tested with the policy. */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Reservation } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, refundRequest, reservation, subscription, used } from '../../support/builders.js';
import { CONTACT, CUSTOMER_ID, quoted, refused, testDesk } from '../../support/desk.js';

const withOne = (...reservations: Reservation[]) => [customer({ reservations })];
const unused = { utilization: [{ day: '2021-01-01', percent: 0 }] };

describe('a refund quote', () => {
  it('is worked out, kept for a day, and files nothing', async () => {
    const t = await testDesk({ customers: withOne(reservation(unused)) });
    const { quote, mayFile, hints } = await quoted(t);
    expect(quote.figures).toMatchObject({ row: 'fullCredit', credit: '3650.00', payable: '3650.00' });
    expect(quote).toMatchObject({ at: '2021-01-06T12:00:00.000Z', validUntil: '2021-01-06T12:15:00.000Z' });
    expect([mayFile, hints]).toEqual([true, { lastDayWithoutFee: '2021-01-06', exchangeValue: '3600.00' }]);
    const { quotes, requests, activity, reservations } = await t.book();
    expect([Object.keys(quotes), requests, activity]).toEqual([[quote.id], [], []]);
    expect(reservations[0]?.status).toBe('active');
    t.clock.forward(24 * 60 + 1);
    const next = await quoted(t);
    expect(Object.keys((await t.book()).quotes)).toEqual([next.quote.id]);
    expect(next.hints).toEqual({ exchangeValue: '3590.00' });
  });

  it('shows both rows where use is unknown in the first five days, and files the lower', async () => {
    const t = await testDesk({ customers: withOne(reservation()) });
    const { quote, file } = await quoted(t);
    expect(quote.figures).toMatchObject({ usage: 'unknown', row: 'prorated', payable: '3600.00' });
    expect(quote.ifUnused).toMatchObject({ row: 'fullCredit', payable: '3650.00' });
    const { request } = await file();
    expect(request.quote).toMatchObject({
      figures: { payable: '3600.00' },
      ifUnused: { payable: '3650.00' },
    });
  });

  it('shows one row from the sixth day on, where use decides nothing', async () => {
    const t = await testDesk({ today: '2021-01-07', customers: withOne(reservation()) });
    expect((await quoted(t)).quote).not.toHaveProperty('ifUnused');
  });

  it('takes the use that Partner Center reads', async () => {
    const readUtilization = async () => [{ day: '2021-01-02', percent: 1 }];
    const t = await testDesk({ customers: withOne(reservation(unused)), partnerCenter: { readUtilization } });
    expect((await quoted(t)).quote.figures).toMatchObject({ usage: 'used', payable: '3600.00' });
  });

  const SUSE = { ...reservation().product, type: 'suseLinux', name: 'SUSE', returnable: false };
  it.each<[string, string, Partial<Reservation>, string, unknown]>([
    ['an expired one', '2022-01-01', {}, '', { code: 'ReservationExpired', endedOn: '2022-01-01' }],
    [
      'what is never returnable',
      '2021-01-06',
      { product: SUSE },
      '',
      { code: 'NotReturnable', product: 'SUSE' },
    ],
    ['no quantity', '2021-01-06', { quantity: 3 }, '0', { code: 'QuantityOutOfRange', maximum: 3 }],
    ['more than there are', '2021-01-06', { quantity: 3 }, '4', { code: 'QuantityOutOfRange', maximum: 3 }],
    ['half a one', '2021-01-06', { quantity: 3 }, '1.5', { code: 'QuantityNotWhole', text: '1.5' }],
    [
      'a currency without a rate',
      '2021-01-06',
      { currency: 'EUR' },
      '',
      { code: 'RateMissing', currency: 'EUR' },
    ],
    ['the day before the end', '2021-12-31', {}, '', undefined],
  ])('of %s', async (_what, today, change, quantity, told) => {
    const t = await testDesk({ today, customers: withOne(reservation({ ...used(), ...change })) });
    expect(await refused(quoted(t, { quantity }))).toEqual(told);
    expect(Object.keys((await t.book()).quotes)).toHaveLength(told ? 0 : 1);
  });

  it('in euros has its rate with the date, and a warning where that is older than 7 days', async () => {
    const euros = reservation({
      ...used('2025-01-01'),
      currency: 'EUR',
      price: '80000.00',
      startsOn: '2025-01-01',
    });
    const t = await testDesk({
      today: '2025-03-01',
      customers: [customer({ currency: 'EUR', reservations: [euros] })],
      rates: { EUR: { usdPerUnit: '1.10', day: '2025-02-22' } },
    });
    const { quote, hints } = await quoted(t);
    expect(quote.figures).toMatchObject({
      credit: '67068.49',
      fee: '8048.22',
      payable: '45454.54',
      fallsAway: '13565.73',
      countsUsd: '50000.00',
      rate: { usdPerUnit: '1.10', day: '2025-02-22' },
      rateIsOld: false,
    });
    // This one alone is over the cap: no day brings more room.
    expect(hints).toEqual({ exchangeValue: '67068.49' });
    t.clock.goTo('2025-03-02');
    expect((await quoted(t)).quote.figures.rateIsOld).toBe(true);
  });

  it('says when room returns where others have used the cap, and is refused where nothing is left', async () => {
    const big = reservation({ ...unused, price: '60000.00' });
    const before = (usd: string) => [
      refundRequest({ at: '2020-12-01T00:00:00Z', reservationIds: ['old'], figures: { countsUsd: usd } }),
    ];
    const t = await testDesk({
      customers: [customer({ reservations: [big], requests: before('20000.00') })],
    });
    const { quote, hints } = await quoted(t);
    expect(quote.figures).toMatchObject({
      payable: '30000.00',
      fallsAway: '30000.00',
      capLeftUsd: '30000.00',
    });
    expect(hints.roomReturnsOn).toBe('2021-12-01');
    await t.change({ requests: before('50000.00') });
    expect(await refused(quoted(t))).toEqual({
      code: 'CapReached',
      capUsd: '50000.00',
      usedUsd: '50000.00',
      roomOn: '2021-12-01',
    });
    t.clock.goTo('2021-11-30');
    expect(await refused(quoted(t))).toMatchObject({ code: 'CapReached' });
    t.clock.goTo('2021-12-01');
    expect((await quoted(t)).quote.figures).toMatchObject({ capUsedUsd: '0.00', capLeftUsd: '50000.00' });
  });

  it('under azure-current has no window and no fee, counts the cancelled commitment, and is refused over the cap', async () => {
    const monthly = reservation({ ...used(), price: '3600.00', term: 'P3Y', billing: 'monthly' });
    const t = await testDesk({ today: '2021-12-31', customers: withOne(monthly), policy: 'azure-current' });
    expect((await quoted(t)).quote.figures).toMatchObject({
      credit: '3.23',
      fee: '0.00',
      payable: '3.23',
      countsUsd: '2403.23',
    });
    await t.change({ reservations: [reservation({ ...unused, price: '60000.00' })] });
    t.clock.goTo('2021-01-04');
    expect(await refused(quoted(t))).toMatchObject({
      code: 'OverCap',
      countsUsd: '59506.85',
      leftUsd: '50000.00',
    });
  });

  it('names no last day without a fee where the policy takes none', async () => {
    const t = await testDesk({
      today: '2021-01-01',
      customers: withOne(reservation(unused)),
      policy: 'azure-current',
    });
    expect((await quoted(t)).hints).toEqual({ exchangeValue: '3650.00' });
    await t.put(kinds.POLICY, { refundPolicy: 'partner-center', since: '2021-01-01' });
    expect((await quoted(t)).hints.lastDayWithoutFee).toBe('2021-01-06');
  });

  it('worked out under another policy than the one in force is not filed', async () => {
    const t = await testDesk({ customers: withOne(reservation(used())) });
    const { file } = await quoted(t);
    await t.put(kinds.POLICY, { refundPolicy: 'azure-current', since: '2021-01-06' });
    expect(await refused(file())).toEqual({ code: 'QuoteChanged' });
  });
});

describe('before a quote', () => {
  it('it can be asked how many would be returned', async () => {
    const t = await testDesk({ customers: withOne(reservation({ quantity: 3 })) });
    const check = (quantity: string) =>
      t.desk.checkReturn(t.actor(), CUSTOMER_ID, { reservationId: 'res-1', quantity }, 'en');
    expect([await check(''), await check(' 2 ')]).toEqual([3, 2]);
    expect(await refused(check('4'))).toEqual({ code: 'QuantityOutOfRange', maximum: 3 });
  });

  it('the customer is only as its own partner has it', async () => {
    const theirs: Customer = customer({
      subscriptions: [subscription()],
      reservations: [reservation(used())],
    });
    const t = await testDesk({ customers: [theirs] });
    const { quote } = await quoted(t);
    const stranger = { partnerId: 'partner-2', userId: 'AdminAgent' };
    const filing = { quoteId: quote.id, acceptsLoss: true, contact: CONTACT };
    expect(await refused(t.desk.fileRefund(stranger, CUSTOMER_ID, filing, 'a'))).toEqual({
      code: 'UnknownUser',
    });
  });
});
