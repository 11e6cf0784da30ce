/** A customer's subscriptions and their Owners (rules sections 2, 3 and 6), and a country put right. */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Role } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, reservation, subscription } from '../../support/builders.js';
import { add, buyCart, CUSTOMER_ID, refused, type TestDesk, testDesk } from '../../support/desk.js';

const AGREEMENT = { firstName: 'Ann', lastName: 'Lee', email: 'ann@customer.example', date: '2021-01-05' };
const PLAN = subscription({ id: 'sub-2', name: 'Plan', offer: 'azurePlan' });

const open = (change: Partial<Customer> = {}) => testDesk({ customers: [customer(change)] });
const detail = (t: TestDesk, by = 'AdminAgent', id = 'sub-1') =>
  t.desk.subscription(t.actor(by), CUSTOMER_ID, id);
const setOwner = (t: TestDesk, who: string, owner: boolean, by = 'AdminAgent') =>
  t.desk.setOwner(t.actor(by), CUSTOMER_ID, { subscriptionId: 'sub-1', who, owner }, `${by} ${who} ${owner}`);

describe('a subscription', () => {
  it.each<[string, Partial<Customer>, string, string[]]>([
    ['nothing, where it is active', {}, 'AdminAgent', []],
    [
      'its state',
      { subscriptions: [subscription({ state: 'suspended' })] },
      'AdminAgent',
      ['SubscriptionNotActive'],
    ],
    [
      'where it was bought',
      { subscriptions: [subscription({ offer: 'other' })] },
      'AdminAgent',
      ['SubscriptionElsewhere'],
    ],
    ['the agreement, under Azure Global', { agreement: AGREEMENT }, 'AdminAgent', ['NeedsAzurePlan']],
    ['the market', { country: 'NE' }, 'AdminAgent', ['ReservationsNotSoldInMarket']],
    ['the access', {}, 'SalesAgent', ['NeedsAccess']],
    [
      'several things at once',
      { agreement: AGREEMENT, country: 'NE' },
      'SalesAgent',
      ['NeedsAzurePlan', 'ReservationsNotSoldInMarket', 'NeedsAccess'],
    ],
  ])('says what is in the way of buying under it: %s', async (_what, change, by, hindrances) => {
    const t = await open(change);
    expect((await detail(t, by)).hindrances).toEqual(hindrances);
  });

  it('says so where the country is unknown', async () => {
    const { country: _, ...nowhere } = customer();
    const t = await testDesk({ customers: [nowhere] });
    expect((await detail(t)).hindrances).toEqual(['CountryUnknown']);
  });

  it('has what is on it, and no other reservations', async () => {
    const t = await open({
      subscriptions: [subscription({ access: ['SalesAgent'] }), PLAN],
      reservations: [reservation(), reservation({ id: 'res-2', subscriptionId: 'sub-2' })],
    });
    const { reservations, given, azurePlan } = await detail(t);
    expect(reservations.map((facts) => facts.reservation.id)).toEqual(['res-1']);
    expect(given.items.map(({ name }) => name)).toEqual(['Sam Sales']);
    expect(azurePlan).toBe('Plan');
  });

  it.each<[string, Partial<Customer>, Role, boolean]>([
    ['there is none', { subscriptions: [] }, 'AdminAgent', true],
    ['there is Azure Global only', {}, 'AdminAgent', true],
    [
      'there is one that is suspended',
      { subscriptions: [{ ...PLAN, state: 'suspended' }] },
      'AdminAgent',
      true,
    ],
    ['there is one', { subscriptions: [PLAN] }, 'AdminAgent', false],
    ['the user has no access', {}, 'SalesAgent', false],
  ])('can be joined by an Azure plan where %s: %4$s', async (_where, change, by, can) => {
    const t = await open(change);
    expect((await t.desk.subscriptions(t.actor(by), CUSTOMER_ID)).canAddPlan).toBe(can);
  });

  it('of another customer is not found', async () => {
    const t = await open();
    expect(await refused(detail(t, 'AdminAgent', 'sub-9'))).toEqual({ code: 'SubscriptionNotFound' });
  });
});

describe('an Owner', () => {
  it('is recorded once, lets the permission be turned on, and is logged', async () => {
    const t = await open();
    expect((await t.desk.permission(t.actor(), CUSTOMER_ID)).ownerNeededOn).toBe('sub-1');
    expect(await setOwner(t, ' Ann@Customer.example', true)).toEqual({
      name: 'ann@customer.example',
      changed: true,
    });
    expect(await setOwner(t, 'ann@customer.example', true)).toMatchObject({ changed: false });
    const set = await t.desk.setPermission(t.actor(), CUSTOMER_ID, true, 'on');
    expect(set.facts).toMatchObject({ on: true, owned: [{ owners: ['ann@customer.example'] }] });
    expect(set.facts).not.toHaveProperty('ownerNeededOn');
    expect((await t.book()).activity[0]).toMatchObject({
      action: 'record Owner',
      subject: 'sub-1',
      before: 'not Owner',
      after: 'ann@customer.example',
    });
  });

  it.each(['Olga Owner', 'olga'])('is one no longer, named as "%s"', async (who) => {
    const t = await open({ subscriptions: [subscription({ owners: ['Olga Owner', 'Otto'] })] });
    expect(await setOwner(t, who, false)).toEqual({ name: 'Olga Owner', changed: true });
    expect((await t.book()).subscriptions[0]?.owners).toEqual(['Otto']);
    expect((await t.book()).activity).toMatchObject([{ before: 'Olga Owner', after: 'not Owner' }]);
    const again = await refused(setOwner(t, 'Olga', false, 'colleague'));
    expect(again).toEqual({ code: 'PersonNotFound', text: 'Olga' });
  });

  it.each(['Olga', '', 'olga@', '__proto__'])(
    'is not recorded without an e-mail address: "%s"',
    async (who) => {
      const t = await open();
      expect(await refused(setOwner(t, who, true))).toEqual({ code: 'EmailInvalid', text: who });
    },
  );

  it.each<[Role, string[], string | undefined]>([
    ['AdminAgent', [], undefined],
    ['GlobalAdmin', [], undefined],
    ['UserManagementAdmin', [], undefined],
    ['SalesAgent', [], 'NeedsAccess'],
    ['HelpdeskAgent', ['SalesAgent'], 'NeedsAccess'],
    ['SalesAgent', ['SalesAgent'], undefined],
  ])('takes the right to manage: %s, with access for %j', async (role, access, code) => {
    const t = await open({ subscriptions: [subscription({ access, owners: ['Olga'] })] });
    expect((await refused(setOwner(t, 'ann@customer.example', true, role)))?.code).toBe(code);
    expect((await refused(setOwner(t, 'Olga', false, role)))?.code).toBe(code);
    expect((await detail(t, role)).mayManage).toBe(code === undefined);
  });
});

describe('a country that is put right', () => {
  const correct = (t: TestDesk, text: string, by = 'AdminAgent') =>
    t.desk.correctCountry(t.actor(by), CUSTOMER_ID, { text, locale: 'en' }, `${by} ${text}`);

  it('is in the list of customers too, and in the activity log with what it was', async () => {
    const t = await open();
    expect((await correct(t, 'Nigeria')).country).toBe('NG');
    const list = await t.documents.read(kinds.CUSTOMERS, 'partner-1');
    expect(list?.customers[0]?.country).toBe('NG');
    expect((await t.book()).activity).toMatchObject([
      { action: 'correct country', before: 'NL', after: 'NG' },
    ]);
    await correct(t, 'ng', 'colleague');
    expect((await t.book()).activity).toHaveLength(1);
  });

  it('stops a purchase that is under way where nothing is sold there, and allows it where it is', async () => {
    const t = await open();
    await add(t, t.actor());
    const review = await t.desk.review(t.actor(), CUSTOMER_ID);
    await correct(t, 'Niger');
    const told = { code: 'ReservationsNotSoldInMarket', country: 'NE' };
    expect(await refused(t.desk.buy(t.actor(), CUSTOMER_ID, review, 'buy'))).toEqual(told);
    expect(await refused(t.desk.startBuying(t.actor(), CUSTOMER_ID))).toEqual(told);
    await correct(t, 'Nigeria');
    expect((await buyCart(t, t.actor())).order.total).toBe('1000.00');
  });

  it.each<[Role, boolean]>([
    ['AdminAgent', true],
    ['GlobalAdmin', true],
    ['UserManagementAdmin', true],
    ['SalesAgent', false],
    ['HelpdeskAgent', false],
  ])('takes a role that needs no access: %s, %s', async (role, may) => {
    const t = await open({ subscriptions: [subscription({ access: [role] })] });
    expect((await t.desk.customer(t.actor(role), CUSTOMER_ID)).mayCorrectCountry).toBe(may);
    expect((await refused(correct(t, 'Sweden', role)))?.code).toBe(may ? undefined : 'NeedsRole');
    expect((await t.book()).country).toBe(may ? 'SE' : 'NL');
  });

  it('is a country', async () => {
    const t = await open();
    expect(await refused(correct(t, 'Atlantis'))).toEqual({ code: 'CountryNotRecognized', text: 'Atlantis' });
  });
});

describe('buying for a customer with Azure Global that has signed the agreement', () => {
  it('is refused with what that asks for, and goes on once there is an Azure plan', async () => {
    const t = await open({ agreement: AGREEMENT });
    expect(await refused(t.desk.startBuying(t.actor(), CUSTOMER_ID))).toEqual({
      code: 'NeedsAzurePlan',
      subscription: 'Subscription One',
    });
    await t.desk.addAzurePlan(t.actor(), CUSTOMER_ID, {}, 'plan');
    const { subscriptions } = await t.desk.startBuying(t.actor(), CUSTOMER_ID);
    expect(subscriptions.map(({ subscription: { offer } }) => offer)).toEqual(['azurePlan']);
  });
});
