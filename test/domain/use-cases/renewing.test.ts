/** Renewing a reservation by hand and automatically (rules section 3, "Renew"). */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Reservation } from '../../../domain/model.js';
import { CUSTOMER, PRICES as PRICES_KIND, USERS as USERS_KIND } from '../../../domain/store/kinds.js';
import {
  customer,
  partner,
  product,
  type ReservationOverrides,
  refundRequest,
  reservation,
  subscription,
} from '../../support/builders.js';
import {
  CUSTOMER_ID,
  PRICES,
  priced,
  refused,
  type TestDesk,
  type TestDeskOptions,
  testDesk,
  USERS,
  VM,
} from '../../support/desk.js';

/** Two machines for a year until 2022-01-01, bought for 1,900.00; it is 2021-12-10 and they are 1,000.00 each. */
const open = (
  bought: ReservationOverrides = {},
  over: Partial<Customer> = {},
  options: TestDeskOptions = {},
) =>
  testDesk({
    today: '2021-12-10',
    customers: [
      customer({
        reservations: [reservation({ quantity: 2, price: '1900.00', ...bought })],
        requests: [refundRequest()],
        ...over,
      }),
    ],
    ...options,
  });

const review = (t: TestDesk, user = 'AdminAgent') => t.desk.renewal(t.actor(user), CUSTOMER_ID, 'res-1');

async function renew(t: TestDesk, user = 'AdminAgent', attempt = 'a-1', fingerprint?: string) {
  const reviewed = fingerprint ?? (await review(t, user)).review?.fingerprint ?? '';
  const wish = { reservationId: 'res-1', fingerprint: reviewed };
  return await t.desk.renew(t.actor(user), CUSTOMER_ID, wish, attempt);
}

async function newest(t: TestDesk): Promise<Reservation> {
  const last = (await t.book()).reservations.at(-1);
  if (!last) throw new Error('no reservation');
  return last;
}

describe('renewing by hand', () => {
  it('reviews old price and new, at the prices of now, to begin when the old one ends', async () => {
    const t = await open({ billing: 'monthly', price: '1200.00' });
    const shown = await review(t);
    expect(shown).toMatchObject({ oldPrice: '1200.00', startsOn: '2022-01-01', endsOn: '2023-01-01' });
    expect(shown.refusal).toBeUndefined();
    expect(shown.review).toMatchObject({ total: '2000.00', currency: 'USD' });
    expect(shown.review?.items[0]?.instalments?.next[0]).toEqual({ due: '2022-01-01', amount: '166.67' });
  });

  it('orders the same once more; both know each other, and the order stands in the history', async () => {
    const t = await open();
    const placed = await renew(t);
    expect(placed).toMatchObject({ startsOn: '2022-01-01', order: { total: '2000.00', renews: 'res-1' } });
    const { reservations, orders, activity } = await t.book();
    const [old, next] = reservations;
    expect(orders.map(({ number }) => number)).toEqual([placed.order.number]);
    expect(next).toMatchObject({
      renews: 'res-1',
      orderNumber: placed.order.number,
      startsOn: '2022-01-01',
      endsOn: '2023-01-01',
      quantity: 2,
      instalments: ['2000.00'],
      status: 'active',
    });
    expect(old).toEqual({ ...reservation({ quantity: 2, price: '1900.00' }), renewedBy: next?.id });
    expect(activity).toMatchObject([
      { action: 'renew', subject: placed.order.number, after: '2000.00 USD', outcome: 'done' },
    ]);
  });

  it('can be neither returned nor configured until it begins; from then on days count from there', async () => {
    const t = await open();
    await renew(t);
    const { id } = await newest(t);
    const wish = { reservationId: id, quantity: '' };
    const quote = () => t.desk.quoteRefund(t.actor(), CUSTOMER_ID, wish, 'en');
    expect(await refused(quote())).toEqual({ code: 'ReservationNotStarted', startsOn: '2022-01-01' });
    t.clock.goTo('2022-01-01');
    const { figures } = (await quote()).quote;
    expect(figures).toMatchObject({ daysSincePurchase: 0, credit: '2000.00', payable: '2000.00' });
  });

  it('is once: the same attempt gets the same answer, another one is told who was first', async () => {
    const t = await open();
    const { review: shown } = await review(t);
    const first = await renew(t);
    const again = await renew(t, 'AdminAgent', 'a-1', shown?.fingerprint ?? '');
    expect(again.order.number).toBe(first.order.number);
    expect(await refused(renew(t, 'colleague', 'a-2', shown?.fingerprint ?? ''))).toEqual({
      code: 'AlreadyRenewed',
      orderNumber: first.order.number,
      first: { by: 'Ada Admin', at: '2021-12-10T12:00:00.000Z' },
    });
    expect((await t.book()).reservations).toHaveLength(2);
  });

  it('is not ordered where a price is another than was reviewed', async () => {
    const t = await open();
    const { review: shown } = await review(t);
    await t.put(PRICES_KIND, priced(VM, '1000.01'));
    expect((await refused(renew(t, 'AdminAgent', 'a-1', shown?.fingerprint ?? '')))?.code).toBe(
      'ReviewChanged',
    );
    expect((await t.book()).orders).toEqual([]);
    expect((await renew(t, 'AdminAgent', 'a-2')).order.total).toBe('2000.02');
  });

  it('keeps billing and Partner of Record', async () => {
    const profile = partner({
      kind: 'indirectProvider',
      resellers: [{ id: 'r-1', name: 'Reseller', mpnId: '1' }],
    });
    const t = await open({ billing: 'monthly', resellerId: 'r-1' }, {}, { partner: profile });
    await renew(t);
    expect(await newest(t)).toMatchObject({ billing: 'monthly', resellerId: 'r-1' });
    expect((await newest(t)).instalments).toHaveLength(12);
  });

  it.each([
    ['azurePlan', 'shared'],
    ['azureGlobal', 'single'],
  ] as const)('under %s a single scope is renewed as %s', async (offer, scope) => {
    const t = await open({ scope: 'single' }, { subscriptions: [subscription({ offer })] });
    await renew(t);
    expect((await newest(t)).scope).toBe(scope);
  });

  it.each<[string, ReservationOverrides, Partial<Customer>, TestDeskOptions]>([
    ['CountryUnknown', {}, { country: undefined }, {}],
    ['ReservationsNotSoldInMarket', {}, { country: 'NE' }, {}],
    ['SubscriptionNotActive', {}, { subscriptions: [subscription({ state: 'suspended' })] }, {}],
    [
      'NeedsAzurePlan',
      {},
      { agreement: { firstName: 'A', lastName: 'B', email: 'a@b.example', date: '2021-01-01' } },
      {},
    ],
    ['ProductNotFound', {}, {}, { prices: { ...PRICES, products: [] } }],
    ['PriceMissing', {}, { currency: 'SEK' }, {}],
    [
      'SegmentNotOffered',
      {},
      {},
      { prices: { ...PRICES, products: [product({ segments: ['education'] })] } },
    ],
    ['QuantityOutOfRange', {}, {}, { prices: { ...PRICES, products: [product({ maxQuantity: 1 })] } }],
    [
      'BillingPlanNotOffered',
      { billing: 'monthly' },
      {},
      { prices: { ...PRICES, products: [product({ billingPlans: ['oneTime'] })] } },
    ],
    ['ResellerNeeded', {}, {}, { partner: partner({ kind: 'indirectProvider' }) }],
    ['ReservationBusy', { status: 'refundRequested', requestNumber: 'request-1' }, {}, {}],
    ['RenewalTooEarly', {}, {}, { today: '2021-12-01' }],
    ['ReservationExpired', {}, {}, { today: '2022-01-01' }],
  ])(
    'is refused with %s, in the review and at the act, and that is logged',
    async (code, bought, over, options) => {
      const t = await open(bought, over, options);
      expect((await review(t)).refusal?.code).toBe(code);
      expect((await refused(renew(t)))?.code).toBe(code);
      const { orders, activity } = await t.book();
      expect(orders).toEqual([]);
      expect(activity).toMatchObject([{ action: 'renew', subject: 'res-1', outcome: 'refused' }]);
    },
  );

  it.each([
    ['SalesAgent', {}, 'NeedsAccess'],
    ['SalesAgent', { access: ['SalesAgent'] }, undefined],
    ['UserManagementAdmin', {}, undefined],
  ])('takes the right to manage it: %s %j', async (user, bought, code) => {
    const t = await open(bought);
    expect((await refused(renew(t, user)))?.code).toBe(code);
  });

  it('is placed where Partner Center takes it', async () => {
    const t = await open(
      {},
      {},
      {
        partnerCenter: { placeOrder: async () => ({ state: 'placed', number: 'MS-9' }) },
      },
    );
    expect((await renew(t)).order.placement.number).toBe('MS-9');
    expect((await t.book()).orders[0]?.placement.number).toBe('MS-9');
  });
});

describe('automatic renewal', () => {
  const switchIt = (t: TestDesk, on: boolean, user = 'AdminAgent', attempt = `${user}-${on}`) =>
    t.desk.setAutomaticRenewal(t.actor(user), CUSTOMER_ID, { reservationId: 'res-1', on }, attempt);
  const due = (t: TestDesk) => t.desk.renewDue(t.actor().partnerId);

  it('is switched on and off; what is so already is no error and no record', async () => {
    const t = await open();
    expect((await switchIt(t, false)).changed).toBe(false);
    expect((await switchIt(t, true)).changed).toBe(true);
    expect((await switchIt(t, true, 'colleague')).changed).toBe(false);
    expect((await t.book()).reservations[0]?.automaticRenewal?.by.name).toBe('Ada Admin');
    expect((await switchIt(t, false, 'colleague')).changed).toBe(true);
    const { activity, reservations } = await t.book();
    expect(activity.map(({ before, after }) => [before, after])).toEqual([
      ['off', 'on'],
      ['on', 'off'],
    ]);
    expect(reservations[0]?.automaticRenewal).toBeUndefined();
  });

  it('takes the right to manage it, and one that can still be renewed', async () => {
    expect((await refused(switchIt(await open(), true, 'SalesAgent')))?.code).toBe('NeedsAccess');
    const expired = await open({}, {}, { today: '2022-01-01' });
    expect((await refused(switchIt(expired, true)))?.code).toBe('ReservationExpired');
    const busy = await open({ status: 'refundRequested', requestNumber: 'request-1' });
    expect((await refused(switchIt(busy, true)))?.code).toBe('ReservationBusy');
    const renewed = await open();
    await renew(renewed);
    expect((await refused(switchIt(renewed, true)))?.code).toBe('AlreadyRenewed');
  });

  it('orders on the end date, not before, as the user who switched it on, and never twice', async () => {
    const t = await open();
    await switchIt(t, true);
    t.clock.goTo('2021-12-31T23:59:00Z');
    expect((await due(t)).placed).toEqual([]);
    t.clock.goTo('2022-01-01T00:05:00Z');
    expect((await due(t)).placed).toMatchObject([{ startsOn: '2022-01-01', order: { total: '2000.00' } }]);
    await due(t);
    t.clock.goTo('2022-01-02');
    await due(t);
    const { orders, reservations, activity } = await t.book();
    expect(orders).toMatchObject([{ by: { name: 'Ada Admin' }, renews: 'res-1' }]);
    expect(reservations).toHaveLength(2);
    expect(reservations[1]?.automaticRenewal).toBeUndefined();
    expect(activity.at(-1)).toMatchObject({ action: 'renew automatically', outcome: 'done' });
  });

  it('does nothing where it was renewed by hand, or switched off', async () => {
    const byHand = await open();
    await switchIt(byHand, true);
    await renew(byHand);
    const off = await open();
    await switchIt(off, true);
    await switchIt(off, false);
    for (const t of [byHand, off]) {
      t.clock.goTo('2022-01-01');
      expect(await due(t)).toEqual({ placed: [], refused: [] });
    }
  });

  it('is done later where the desk was down, and begins on that day; after a month it is left', async () => {
    const t = await open();
    await switchIt(t, true);
    t.clock.goTo('2022-01-20');
    await due(t);
    expect(await newest(t)).toMatchObject({ startsOn: '2022-01-20', endsOn: '2023-01-20' });
    const late = await open();
    await switchIt(late, true);
    late.clock.goTo('2022-02-01');
    expect(await due(late)).toEqual({ placed: [], refused: [] });
  });

  it('a refusal is logged once a day, stands on the page, and is tried again the next day', async () => {
    const t = await open();
    await switchIt(t, true);
    await t.change({ subscriptions: [subscription({ state: 'suspended' })] });
    t.clock.goTo('2022-01-01');
    expect((await due(t)).refused).toMatchObject([{ refusal: { code: 'SubscriptionNotActive' } }]);
    t.clock.forward(60);
    await due(t);
    const logged = async () =>
      (await t.book()).activity.filter(({ action }) => action === 'renew automatically');
    expect(await logged()).toMatchObject([
      { subject: 'res-1', outcome: 'refused', by: { name: 'Ada Admin' } },
    ]);
    const page = await t.desk.reservationPage(t.actor(), CUSTOMER_ID, 'res-1');
    expect(page.renewalRefused?.refusal?.code).toBe('SubscriptionNotActive');
    expect(page).toMatchObject({ state: 'expired', renewable: true });
    await t.change({ subscriptions: [subscription()] });
    t.clock.goTo('2022-01-02');
    expect((await due(t)).placed).toHaveLength(1);
    expect((await t.desk.reservationPage(t.actor(), CUSTOMER_ID, 'res-1')).renewalRefused).toBeUndefined();
  });

  it.each([
    ['has lost access', { roles: ['SalesAgent' as const] }, 'NeedsAccess'],
    ['has no role any more', { roles: [] }, 'UnknownUser'],
    ['has left', { removed: true }, 'UnknownUser'],
  ])('is refused, in its name, where the user %s', async (_, over, code) => {
    const t = await open();
    await switchIt(t, true);
    const users = USERS.map((user) => (user.id === 'AdminAgent' ? { ...user, ...over } : user));
    await t.put(USERS_KIND, { users });
    t.clock.goTo('2022-01-01');
    expect((await due(t)).refused).toMatchObject([{ refusal: { code } }]);
    const { activity, orders } = await t.book();
    expect(orders).toEqual([]);
    expect(activity.at(-1)).toMatchObject({ outcome: 'refused', by: { name: 'Ada Admin' } });
  });

  it('one customer whose file is gone does not stop the others, and what goes wrong is reported', async () => {
    const second = customer({ id: 'customer-2', reservations: [reservation({ id: 'res-2' })] });
    const t = await open(
      {},
      {},
      {
        customers: [customer({ reservations: [reservation()] }), second],
        partnerCenter: {
          placeOrder: async () => {
            throw new Error('out of reach');
          },
        },
      },
    );
    await switchIt(t, true);
    await t.desk.setAutomaticRenewal(t.actor(), 'customer-2', { reservationId: 'res-2', on: true }, 'x');
    await t.documents.remove(CUSTOMER, 'partner-1/customer-1');
    t.clock.goTo('2022-01-01');
    expect((await due(t)).placed).toHaveLength(1);
    expect(t.reported).toHaveLength(1);
    expect((await t.book('customer-2')).reservations).toHaveLength(2);
  });
});
