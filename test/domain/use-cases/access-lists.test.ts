/** Access to reservations and subscriptions: seen, granted and withdrawn (rules sections 1 and 3). */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Role } from '../../../domain/model.js';
import type { AccessTarget } from '../../../domain/use-cases/access-lists.js';
import { customer, reservation, subscription, user } from '../../support/builders.js';
import { CUSTOMER_ID, refused, type TestDesk, testDesk, USERS } from '../../support/desk.js';

const ON_RESERVATION = { reservationId: 'res-1' };
const ON_SUBSCRIPTION = { subscriptionId: 'sub-1' };
const TARGETS: [string, AccessTarget][] = [
  ['a reservation', ON_RESERVATION],
  ['a subscription', ON_SUBSCRIPTION],
];

const open = (change: Partial<Customer> = {}) =>
  testDesk({ customers: [customer({ reservations: [reservation()], ...change })] });
const grant = (
  t: TestDesk,
  target: AccessTarget,
  who: string,
  by = 'AdminAgent',
  attemptId = `grant ${who}`,
) => t.desk.grantAccess(t.actor(by), CUSTOMER_ID, { ...target, who }, attemptId);
const withdraw = (t: TestDesk, target: AccessTarget, who: string, by = 'AdminAgent') =>
  t.desk.withdrawAccess(t.actor(by), CUSTOMER_ID, { ...target, who }, `withdraw ${who}`);
const given = async (t: TestDesk, target: AccessTarget) =>
  (await t.desk.access(t.actor(), CUSTOMER_ID, target)).given.items.map(({ id }) => id);

describe.each(TARGETS)('access to %s', (_name, target) => {
  it.each<[Role, boolean]>([
    ['AdminAgent', true],
    ['GlobalAdmin', true],
    ['SalesAgent', false],
    ['HelpdeskAgent', false],
    ['UserManagementAdmin', false],
  ])('is granted and withdrawn by a %s: %s', async (role, may) => {
    const t = await open({ subscriptions: [subscription({ access: ['colleague'] })] });
    await grant(t, target, 'HelpdeskAgent', role === 'AdminAgent' ? 'colleague' : 'AdminAgent', 'first');
    const told = may ? undefined : { code: 'NeedsRole', roles: ['AdminAgent', 'GlobalAdmin'] };
    expect(await refused(grant(t, target, 'left-out', role))).toEqual(
      told ?? { code: 'PersonNotFound', text: 'left-out' },
    );
    expect(await refused(withdraw(t, target, 'Hal Helpdesk', role))).toEqual(told);
    expect((await t.desk.access(t.actor(role), CUSTOMER_ID, target)).mayGrant).toBe(may);
    const { activity } = await t.book();
    expect(activity.filter(({ outcome }) => outcome === 'refused')).toHaveLength(may ? 1 : 2);
    expect((await given(t, target)).includes('HelpdeskAgent')).toBe(!may);
  });

  it.each([
    ['the id', 'SalesAgent'],
    ['the e-mail address', 'SAM@partner.example'],
    ['the name', 'sam sales'],
    ['the beginning of a name', 'Sam'],
  ])('is granted by %s', async (_by, who) => {
    const users = USERS.map((one) =>
      one.id === 'SalesAgent' ? { ...one, email: 'sam@partner.example' } : one,
    );
    const t = await testDesk({ users, customers: [customer({ reservations: [reservation()] })] });
    expect(await grant(t, target, who)).toEqual({ name: 'Sam Sales', changed: true });
    expect(await given(t, target)).toEqual(['SalesAgent']);
  });

  it('lets the colleague work there, and no more once it is withdrawn', async () => {
    const t = await open();
    const mayFile = async () =>
      (await t.desk.quoteRefund(t.actor('SalesAgent'), CUSTOMER_ID, { reservationId: 'res-1' }, 'en'))
        .mayFile;
    expect(await mayFile()).toBe(false);
    await grant(t, target, 'Sam');
    expect(await mayFile()).toBe(true);
    await withdraw(t, target, 'SalesAgent');
    expect(await mayFile()).toBe(false);
  });

  it('is in the activity log with the names as they were, and the same attempt counts once', async () => {
    const t = await open();
    for (let i = 0; i < 2; i++) await grant(t, target, 'Sam', 'AdminAgent', 'once');
    await withdraw(t, target, 'Sam');
    const subject = Object.values(target)[0];
    expect((await t.book()).activity).toMatchObject([
      { action: 'grant access', subject, before: 'no access', after: 'Sam Sales (ada@partner.example)' },
      { action: 'withdraw access', subject, before: 'Sam Sales (ada@partner.example)', after: 'no access' },
    ]);
  });

  it('that is there already stays as it is, and is no error', async () => {
    const t = await open();
    await grant(t, target, 'Sam');
    expect(await grant(t, target, 'Sam Sales')).toEqual({ name: 'Sam Sales', changed: false });
    expect((await t.book()).activity).toHaveLength(1);
    expect(await given(t, target)).toEqual(['SalesAgent']);
  });

  it.each([
    ['to oneself', 'AdminAgent', { code: 'GrantToSelf' }],
    ['to oneself by name', 'Ada Admin', { code: 'GrantToSelf' }],
    ['to somebody who has left', 'left', { code: 'PersonNotFound', text: 'left' }],
    ['to somebody who has left, by name', 'Lee Left', { code: 'PersonNotFound', text: 'Lee Left' }],
    ['to nobody', '', { code: 'PersonNotFound', text: '' }],
    ['to one letter', 'S', { code: 'PersonNotFound', text: 'S' }],
    ['to a property of objects', '__proto__', { code: 'PersonNotFound', text: '__proto__' }],
  ])('is not granted %s', async (_to, who, told) => {
    const t = await open();
    expect(await refused(grant(t, target, who))).toEqual(told);
    expect(await given(t, target)).toEqual([]);
    expect((await t.book()).activity).toMatchObject([{ action: 'grant access', outcome: 'refused' }]);
  });

  it('asks which one where a name fits several', async () => {
    const users = [...USERS, user({ id: 'sam-2', name: 'Sam Second', email: 's2@partner.example' })];
    const t = await testDesk({ users, customers: [customer({ reservations: [reservation()] })] });
    expect(await refused(grant(t, target, 'sam'))).toEqual({
      code: 'PersonAmbiguous',
      text: 'sam',
      names: ['Sam Sales (ada@partner.example)', 'Sam Second (s2@partner.example)'],
    });
  });

  it('is not withdrawn from somebody who was not given it there', async () => {
    const t = await open();
    expect(await refused(withdraw(t, target, 'Sam'))).toEqual({ code: 'PersonNotFound', text: 'Sam' });
  });

  it('of somebody who has left since is shown as such, and can be withdrawn', async () => {
    const t = await open({
      subscriptions: [subscription({ access: ['left', 'gone'] })],
      reservations: [reservation({ access: ['left', 'gone'] })],
    });
    const { items } = (await t.desk.access(t.actor(), CUSTOMER_ID, target)).given;
    expect(items).toMatchObject([
      { name: 'Lee Left', removed: true },
      { name: 'gone', removed: true },
    ]);
    await withdraw(t, target, 'gone');
    expect(await given(t, target)).toEqual(['left']);
  });

  it('is offered to colleagues whose role needs it, who do not have it and are here', async () => {
    const t = await open();
    const offered = async () =>
      (await t.desk.grantable(t.actor(), CUSTOMER_ID, target)).colleagues.items.map(({ id }) => id);
    expect(await offered()).toEqual(['HelpdeskAgent', 'SalesAgent']);
    await grant(t, target, 'Sam');
    expect(await offered()).toEqual(['HelpdeskAgent']);
  });
});

describe('access to a reservation', () => {
  it('is shown with how each comes to it: the role, the subscription, the reservation', async () => {
    const t = await open({ subscriptions: [subscription({ access: ['HelpdeskAgent'] })] });
    await grant(t, ON_RESERVATION, 'Sam');
    const facts = await t.desk.access(t.actor('SalesAgent'), CUSTOMER_ID, ON_RESERVATION);
    expect(facts.byRole.map(({ id }) => id)).toEqual([
      'AdminAgent',
      'GlobalAdmin',
      'UserManagementAdmin',
      'colleague',
    ]);
    expect(facts.bySubscription.map(({ id }) => id)).toEqual(['HelpdeskAgent']);
    expect(facts.given.items.map(({ id }) => id)).toEqual(['SalesAgent']);
  });

  it('is given to a user of the customer by e-mail address, once whatever its capitals', async () => {
    const t = await open();
    expect(await grant(t, ON_RESERVATION, ' Ann@Customer.example ')).toEqual({
      name: 'ann@customer.example',
      changed: true,
    });
    expect(await grant(t, ON_RESERVATION, 'ann@customer.EXAMPLE')).toMatchObject({ changed: false });
    const [one] = (await t.book()).reservations;
    expect(one).toMatchObject({ access: [], customerAccess: ['ann@customer.example'] });
    await withdraw(t, ON_RESERVATION, 'ann@customer.example');
    expect((await t.book()).reservations[0]?.customerAccess).toEqual([]);
  });

  it.each(['ann@', 'ann@customer', 'a b@customer.example'])('is not given to "%s"', async (who) => {
    const t = await open();
    expect(await refused(grant(t, ON_RESERVATION, who))).toEqual({ code: 'EmailInvalid', text: who });
  });

  it('does not take a colleague who has left for a user of the customer', async () => {
    const users = USERS.map((one) => (one.id === 'left' ? { ...one, email: 'lee@partner.example' } : one));
    const t = await testDesk({ users, customers: [customer({ reservations: [reservation()] })] });
    const who = 'lee@partner.example';
    expect(await refused(grant(t, ON_RESERVATION, who))).toEqual({ code: 'PersonNotFound', text: who });
  });

  it.each([
    [{ reservationId: 'res-2' }, 'ReservationNotFound'],
    [{ subscriptionId: 'sub-2' }, 'SubscriptionNotFound'],
    [{}, 'SubscriptionNotFound'],
  ])('of what is not the customer’s is refused: %j', async (target, code) => {
    const t = await open();
    for (const act of [
      t.desk.access(t.actor(), CUSTOMER_ID, target),
      grant(t, target, 'Sam'),
      withdraw(t, target, 'Sam'),
      t.desk.grantable(t.actor(), CUSTOMER_ID, target),
    ])
      expect(await refused(act)).toEqual({ code });
  });

  it('to a subscription is for colleagues only', async () => {
    const t = await open();
    const who = 'ann@customer.example';
    expect(await refused(grant(t, ON_SUBSCRIPTION, who))).toEqual({ code: 'PersonNotFound', text: who });
  });

  it('comes a page of eight at a time', async () => {
    const access = Array.from({ length: 10 }, (_, i) => `user-${i}`);
    const t = await open({ reservations: [reservation({ access })] });
    const second = await t.desk.access(t.actor(), CUSTOMER_ID, ON_RESERVATION, 2);
    expect(second.given).toMatchObject({
      total: 10,
      page: 2,
      pages: 2,
      items: [{ id: 'user-8' }, { id: 'user-9' }],
    });
  });
});
