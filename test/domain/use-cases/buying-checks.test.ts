/** The checks before buying (rules section 2, checks 1 to 4), and the two ways out: an Azure plan, a country. */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, partner, subscription } from '../../support/builders.js';
import { add, buyCart, CUSTOMER_ID, refused, testDesk } from '../../support/desk.js';

const AGREEMENT = { firstName: 'Ann', lastName: 'Lee', email: 'ann@customer.example', date: '2021-01-05' };
const PLAN = subscription({ id: 'plan-1', name: 'Plan One', offer: 'azurePlan' });
const ELSEWHERE = subscription({ id: 'payg', name: 'PAYG', offer: 'other', offerName: 'Pay-As-You-Go' });
const { country: _country, ...COUNTRYLESS } = customer();

describe('who buys', () => {
  const none = { code: 'NoUsableSubscription', agreementSigned: false, elsewhere: [] };
  it.each<[string, Customer, string, unknown]>([
    ['fills a cart without access too: the right is needed at Buy', customer(), 'SalesAgent', undefined],
    ['is asked for an unknown country', COUNTRYLESS, 'AdminAgent', { code: 'CountryUnknown' }],
    [
      'is refused in Niger',
      customer({ country: 'NE' }),
      'AdminAgent',
      { code: 'ReservationsNotSoldInMarket', country: 'NE' },
    ],
    ['is not refused in Nigeria', customer({ country: 'NG' }), 'AdminAgent', undefined],
    [
      'is refused in Dominica',
      customer({ country: 'DM' }),
      'AdminAgent',
      { code: 'ReservationsNotSoldInMarket', country: 'DM' },
    ],
    ['is not refused in the Dominican Republic', customer({ country: 'DO' }), 'AdminAgent', undefined],
    [
      'is refused in mainland China',
      customer({ country: 'CN' }),
      'AdminAgent',
      { code: 'ReservationsNotSoldInMarket', country: 'CN' },
    ],
    ['is not refused in Hong Kong', customer({ country: 'HK' }), 'AdminAgent', undefined],
    [
      'is refused in Kosovo',
      customer({ country: 'XK' }),
      'AdminAgent',
      { code: 'ReservationsNotSoldInMarket', country: 'XK' },
    ],
    ['needs a subscription', customer({ subscriptions: [] }), 'AdminAgent', none],
    [
      'needs an active one',
      customer({ subscriptions: [subscription({ state: 'suspended' })] }),
      'AdminAgent',
      none,
    ],
    [
      'is told that subscriptions elsewhere never count',
      customer({ subscriptions: [ELSEWHERE] }),
      'AdminAgent',
      { ...none, elsewhere: ['Pay-As-You-Go'] },
    ],
    [
      'needs an Azure plan once the agreement is signed',
      customer({ agreement: AGREEMENT }),
      'AdminAgent',
      { code: 'NeedsAzurePlan', subscription: 'Subscription One' },
    ],
    [
      'needs a subscription where the agreement is signed and the Azure plan is not active',
      customer({ agreement: AGREEMENT, subscriptions: [{ ...PLAN, state: 'suspended' }] }),
      'AdminAgent',
      { ...none, agreementSigned: true },
    ],
    [
      'buys under an Azure plan once the agreement is signed',
      customer({ agreement: AGREEMENT, subscriptions: [PLAN] }),
      'AdminAgent',
      undefined,
    ],
  ])('%s', async (_rule, who, userId, told) => {
    const t = await testDesk({ customers: [who] });
    expect(await refused(t.desk.startBuying(t.actor(userId), CUSTOMER_ID))).toEqual(told);
    const { activity } = await t.book();
    expect(activity).toEqual(
      told ? [expect.objectContaining({ action: 'buy', outcome: 'refused', refusal: told })] : [],
    );
  });

  it('sees only the subscriptions that can be bought on, and by this user', async () => {
    const subscriptions = [
      subscription({ id: 'a', access: ['SalesAgent'] }),
      subscription({ id: 'b' }),
      subscription({ id: 'c', state: 'cancelled', access: ['SalesAgent'] }),
      ELSEWHERE,
    ];
    const t = await testDesk({ customers: [customer({ subscriptions })] });
    const ids = async (userId: string) =>
      (await t.desk.startBuying(t.actor(userId), CUSTOMER_ID)).subscriptions.map(
        (one) => one.subscription.id,
      );
    expect(await ids('SalesAgent')).toEqual(['a']);
    expect(await ids('AdminAgent')).toEqual(['a', 'b']);
    expect(await ids('HelpdeskAgent')).toEqual(['a', 'b']);
  });

  it.each([
    ['payg', { code: 'SubscriptionElsewhere', subscription: 'PAYG', offer: 'Pay-As-You-Go' }],
    ['off', { code: 'SubscriptionNotActive', subscription: 'Off' }],
    ['sub-1', { code: 'NeedsAzurePlan', subscription: 'Subscription One' }],
    ['plan-1', undefined],
  ])('may put nothing in the cart on %s that it can not buy there', async (subscriptionId, told) => {
    const off = subscription({ id: 'off', name: 'Off', offer: 'azurePlan', state: 'suspended' });
    const subscriptions = [ELSEWHERE, off, subscription(), PLAN];
    const t = await testDesk({ customers: [customer({ agreement: AGREEMENT, subscriptions })] });
    expect(await refused(add(t, t.actor(), { subscriptionId }))).toEqual(told);
  });

  it('is checked again at Buy: what has changed since the cart was filled counts', async () => {
    const changes: [Partial<Customer>, string][] = [
      [{ country: 'NE' }, 'ReservationsNotSoldInMarket'],
      [{ agreement: AGREEMENT }, 'NeedsAzurePlan'],
      [{ subscriptions: [subscription({ state: 'cancelled' })] }, 'SubscriptionNotActive'],
    ];
    for (const [change, code] of changes) {
      const t = await testDesk();
      await add(t, t.actor());
      await t.change(change);
      expect(await refused(buyCart(t, t.actor()))).toMatchObject({ code });
      const { orders, reservations, activity, carts } = await t.book();
      expect([orders, reservations]).toEqual([[], []]);
      expect(activity.at(-1)).toMatchObject({ action: 'buy', outcome: 'refused', refusal: { code } });
      // Nothing is silently lost: the cart is still there.
      expect(carts.AdminAgent?.items).toHaveLength(1);
    }
  });
});

describe('adding an Azure plan', () => {
  const without = customer({ subscriptions: [] });
  const fields = ['firstName', 'lastName', 'email', 'date'];

  it.each([
    ['nothing', {}, { code: 'AgreementInvalid', fields }],
    [
      'no name',
      { ...AGREEMENT, firstName: ' ', lastName: '' },
      { code: 'AgreementInvalid', fields: ['firstName', 'lastName'] },
    ],
    ['no such e-mail', { ...AGREEMENT, email: 'ann' }, { code: 'AgreementInvalid', fields: ['email'] }],
    ['no such day', { ...AGREEMENT, date: '2021-02-30' }, { code: 'AgreementInvalid', fields: ['date'] }],
    ['tomorrow', { ...AGREEMENT, date: '2021-01-07' }, { code: 'AgreementDateInFuture', date: '2021-01-07' }],
    ['today', { ...AGREEMENT, date: '2021-01-06' }, undefined],
  ] as const)('asks for the acceptance of the agreement: %s', async (_given, acceptance, told) => {
    const t = await testDesk({ customers: [without] });
    const facts = await refused(t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, acceptance, 'a'));
    expect(facts).toEqual(told);
    const { subscriptions, agreement, activity } = await t.book();
    expect([subscriptions.length, agreement !== undefined]).toEqual(told ? [0, false] : [1, true]);
    expect(activity).toMatchObject([{ action: 'add Azure plan', outcome: told ? 'refused' : 'done' }]);
  });

  it('lets the customer buy under the plan from then on', async () => {
    const t = await testDesk({ customers: [without] });
    const plan = await t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, AGREEMENT, 'a');
    expect((await t.book()).agreement).toEqual(AGREEMENT);
    await add(t, t.actor(), { subscriptionId: plan.id });
    expect((await buyCart(t, t.actor())).order.items).toMatchObject([
      { subscriptionId: plan.id, scope: 'shared' },
    ]);
  });

  it('asks for nothing where the agreement is there, and keeps the one that is', async () => {
    const t = await testDesk({ customers: [customer({ subscriptions: [], agreement: AGREEMENT })] });
    await t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, { ...AGREEMENT, firstName: 'Mallory' }, 'a');
    expect((await t.book()).agreement).toEqual(AGREEMENT);
  });

  it('adds one plan: the same attempt gets it again, another is told that it is there', async () => {
    const t = await testDesk({ customers: [without] });
    const plan = await t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, AGREEMENT, 'a');
    expect(await t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, AGREEMENT, 'a')).toEqual(plan);
    expect(await refused(t.desk.addAzurePlan(t.actor('colleague'), CUSTOMER_ID, AGREEMENT, 'b'))).toEqual({
      code: 'AzurePlanExists',
      subscription: 'Azure plan',
    });
    expect((await t.book()).subscriptions).toEqual([plan]);
  });

  it('keeps the Partner of Record of an indirect provider', async () => {
    const subscriptions = [subscription({ resellerId: 'r1' })];
    const resellers = [{ id: 'r1', name: 'One', mpnId: '1' }];
    const t = await testDesk({
      customers: [customer({ subscriptions })],
      partner: partner({ kind: 'indirectProvider', resellers }),
    });
    expect((await t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, AGREEMENT, 'a')).resellerId).toBe('r1');
  });
});

describe('setting a country', () => {
  const set = (t: Awaited<ReturnType<typeof testDesk>>, text: string, attemptId = 'a', by = 'AdminAgent') =>
    t.desk.setCountry(t.actor(by), CUSTOMER_ID, { text, locale: 'en' }, attemptId);
  const listed = async (t: Awaited<ReturnType<typeof testDesk>>) =>
    (await t.documents.read(kinds.CUSTOMERS, 'partner-1'))?.customers.find(({ id }) => id === CUSTOMER_ID)
      ?.country;

  it('writes it in the customer, the list of customers and the activity log; then buying goes on', async () => {
    const t = await testDesk({ customers: [COUNTRYLESS] });
    expect((await set(t, 'nigeria')).country).toBe('NG');
    const { country, activity } = await t.book();
    expect([country, await listed(t)]).toEqual(['NG', 'NG']);
    expect(activity).toMatchObject([{ action: 'set country', after: 'NG', outcome: 'done' }]);
    expect(await refused(t.desk.startBuying(t.actor(), CUSTOMER_ID))).toBeUndefined();
  });

  it.each(['', 'Niger or Nigeria', 'Atlantis', 'x'.repeat(10_000), '__proto__'])(
    'never guesses: %j',
    async (text) => {
      const t = await testDesk({ customers: [COUNTRYLESS] });
      expect(await refused(set(t, text))).toEqual({ code: 'CountryNotRecognized', text: text.slice(0, 60) });
      expect((await t.book()).country).toBeUndefined();
    },
  );

  it('leaves a known one: of two colleagues the first wins, and the second gets what stands', async () => {
    const t = await testDesk({ customers: [COUNTRYLESS] });
    const [first, second] = await Promise.all([set(t, 'Sweden', 'a'), set(t, 'Norway', 'b', 'colleague')]);
    expect([first.country, second.country, await listed(t)]).toEqual(['SE', 'SE', 'SE']);
    expect((await t.book()).activity).toHaveLength(1);
  });

  it('does not open a blocked market', async () => {
    const t = await testDesk({ customers: [customer({ country: 'NE' })] });
    expect((await set(t, 'Netherlands')).country).toBe('NE');
    expect(await refused(t.desk.startBuying(t.actor(), CUSTOMER_ID))).toMatchObject({
      code: 'ReservationsNotSoldInMarket',
    });
  });
});
