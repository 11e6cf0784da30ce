/** Who may do what (rules section 1), asked of the commands themselves. */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Role } from '../../../domain/model.js';
import { ROLES } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, reservation, subscription, used, user } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import {
  add,
  buyCart,
  CONTACT,
  CUSTOMER_ID,
  quoted,
  refused,
  testDesk,
  USERS,
  VM_3Y,
} from '../../support/desk.js';

type Access = 'no access' | 'subscription' | 'reservation';

function customerWith(access: Access, role: Role, rest: Partial<Customer> = {}): Customer {
  return customer({
    subscriptions: [subscription({ access: access === 'subscription' ? [role] : [], owners: ['Olga'] })],
    reservations: [reservation({ ...used(), access: access === 'reservation' ? [role] : [] })],
    ...rest,
  });
}

const AGREEMENT = { firstName: 'Ann', lastName: 'Lee', email: 'ann@customer.example', date: '2021-01-05' };
const EXCHANGE = {
  returns: [{ reservationId: 'res-1' }],
  purchases: [{ productId: VM_3Y, quantity: '2', subscriptionId: 'sub-1' }],
};

/** Each act as this user, all that it needs prepared by an Admin agent. */
const ACTS: Record<string, (t: TestDesk, role: Role) => Promise<unknown>> = {
  buy: async (t, role) => {
    await add(t, t.actor());
    const { carts } = await t.book();
    const cart = carts.AdminAgent;
    if (cart) await t.change({ carts: { [role]: cart } });
    return await buyCart(t, t.actor(role));
  },
  addAzurePlan: async (t, role) =>
    await t.desk.addAzurePlan(t.actor(role), CUSTOMER_ID, AGREEMENT, 'attempt'),
  addAzurePlanSigned: async (t, role) => {
    await t.change({ agreement: AGREEMENT });
    return await t.desk.addAzurePlan(t.actor(role), CUSTOMER_ID, {}, 'attempt');
  },
  setCountry: async (t, role) =>
    await t.desk.setCountry(t.actor(role), CUSTOMER_ID, { text: 'Sweden', locale: 'en' }, 'attempt'),
  fileRefund: async (t, role) => await (await quoted(t)).file({}, t.actor(role)),
  fileExchange: async (t, role) => {
    const { quote } = await t.desk.quoteExchange(t.actor(), CUSTOMER_ID, EXCHANGE, 'en');
    const filing = { quoteId: quote.id, contact: CONTACT };
    return await t.desk.fileExchange(t.actor(role), CUSTOMER_ID, filing, 'attempt');
  },
  permissionOn: async (t, role) => await t.desk.setPermission(t.actor(role), CUSTOMER_ID, true, 'attempt'),
  permissionOff: async (t, role) => await t.desk.setPermission(t.actor(role), CUSTOMER_ID, false, 'attempt'),
};

const needsAccess = { code: 'NeedsAccess', subscription: 'Subscription One' };
const adminOnly = { code: 'NeedsRole', roles: ['AdminAgent'] };
const confirms = { code: 'NeedsRole', roles: ['AdminAgent', 'SalesAgent'] };

/** What each role is told, with no access, with access to the subscription, and to the reservation; undefined: done. */
type Told = readonly [unknown, unknown, unknown];
const DONE: Told = [undefined, undefined, undefined];
const always = (facts: unknown): Told => [facts, facts, facts];
const bySubscription: Told = [needsAccess, undefined, needsAccess];
const TABLE: Record<string, Record<Role, Told>> = {
  buy: {
    AdminAgent: DONE,
    GlobalAdmin: DONE,
    SalesAgent: bySubscription,
    HelpdeskAgent: bySubscription,
    UserManagementAdmin: DONE,
  },
  addAzurePlan: {
    AdminAgent: DONE,
    GlobalAdmin: always(confirms),
    SalesAgent: [needsAccess, undefined, needsAccess],
    HelpdeskAgent: [needsAccess, confirms, needsAccess],
    UserManagementAdmin: always(confirms),
  },
  addAzurePlanSigned: {
    AdminAgent: DONE,
    GlobalAdmin: DONE,
    SalesAgent: [needsAccess, undefined, needsAccess],
    HelpdeskAgent: [needsAccess, undefined, needsAccess],
    UserManagementAdmin: DONE,
  },
  setCountry: {
    AdminAgent: DONE,
    GlobalAdmin: DONE,
    SalesAgent: bySubscription,
    HelpdeskAgent: bySubscription,
    UserManagementAdmin: DONE,
  },
  fileRefund: {
    AdminAgent: DONE,
    GlobalAdmin: DONE,
    SalesAgent: [needsAccess, undefined, undefined],
    HelpdeskAgent: [needsAccess, undefined, undefined],
    UserManagementAdmin: DONE,
  },
  fileExchange: {
    AdminAgent: DONE,
    GlobalAdmin: DONE,
    SalesAgent: bySubscription,
    HelpdeskAgent: bySubscription,
    UserManagementAdmin: DONE,
  },
  permissionOn: {
    AdminAgent: DONE,
    GlobalAdmin: always(adminOnly),
    SalesAgent: always(adminOnly),
    HelpdeskAgent: always(adminOnly),
    UserManagementAdmin: always(adminOnly),
  },
  permissionOff: {
    AdminAgent: DONE,
    GlobalAdmin: always(adminOnly),
    SalesAgent: always(adminOnly),
    HelpdeskAgent: always(adminOnly),
    UserManagementAdmin: always(adminOnly),
  },
};

describe('the table of roles and actions', () => {
  const cases = Object.entries(TABLE).flatMap(([act, roles]) =>
    ROLES.flatMap((role) =>
      (['no access', 'subscription', 'reservation'] as const).map(
        (access, index) => [act, role, access, roles[role][index]] as const,
      ),
    ),
  );

  it.each(cases)('%s by a %s with %s: %j', async (act, role, access, told) => {
    const t = await testDesk({ customers: [customerWith(access, role)] });
    const facts = await refused(ACTS[act]?.(t, role) ?? Promise.reject(new Error('no such act')));
    expect(facts).toEqual(told);
    if (told) {
      const { activity, orders, requests, permission } = await t.book();
      expect(activity.at(-1)).toMatchObject({ outcome: 'refused', refusal: told, by: { roles: [role] } });
      expect([orders, requests, permission]).toEqual([[], [], { on: false }]);
    }
  });

  it('lets one of several roles that allows be enough', async () => {
    const users = [...USERS, user({ id: 'both', name: 'Both', roles: ['HelpdeskAgent', 'GlobalAdmin'] })];
    const t = await testDesk({ users });
    await add(t, t.actor('both'));
    expect((await buyCart(t, t.actor('both'))).order.by?.roles).toEqual(['HelpdeskAgent', 'GlobalAdmin']);
  });

  it('reads roles at the moment of the act: a role taken meanwhile no longer counts', async () => {
    const t = await testDesk({ customers: [customerWith('no access', 'AdminAgent')] });
    const quote = await quoted(t);
    await t.put(kinds.USERS, { users: [user({ id: 'AdminAgent', roles: ['HelpdeskAgent'] })] });
    expect(await refused(quote.file())).toEqual(needsAccess);
  });

  it('lets everybody work out a quote, and says what is missing to file it', async () => {
    const t = await testDesk({ customers: [customerWith('no access', 'SalesAgent')] });
    const refund = await quoted(t, {}, t.actor('SalesAgent'));
    expect(refund).toMatchObject({ mayFile: false, filingNeeds: needsAccess });
    const exchange = await t.desk.quoteExchange(t.actor('HelpdeskAgent'), CUSTOMER_ID, EXCHANGE, 'en');
    expect(exchange).toMatchObject({ mayFile: false, filingNeeds: needsAccess });
    // Handed to a colleague who has the access, it is filed as it was prepared.
    expect((await refund.file({}, t.actor('GlobalAdmin'))).request.by.name).toBe('Gail Global');
  });

  it('asks an exchange for access to all that is returned and all that is bought', async () => {
    const customers = [
      customerWith('subscription', 'SalesAgent', {
        subscriptions: [subscription({ access: ['SalesAgent'] }), subscription({ id: 'sub-2', name: 'Two' })],
      }),
    ];
    const t = await testDesk({ customers });
    const wish = { ...EXCHANGE, purchases: [{ productId: VM_3Y, quantity: '2', subscriptionId: 'sub-2' }] };
    const { quote } = await t.desk.quoteExchange(t.actor('SalesAgent'), CUSTOMER_ID, wish, 'en');
    const filing = { quoteId: quote.id, contact: CONTACT };
    expect(await refused(t.desk.fileExchange(t.actor('SalesAgent'), CUSTOMER_ID, filing, 'a'))).toEqual({
      code: 'NeedsAccess',
      subscription: 'Two',
    });
  });
});

/** Every use case that names a customer. */
const ON_CUSTOMER: Record<
  string,
  (t: TestDesk, actor: ReturnType<TestDesk['actor']>, id: string) => Promise<unknown>
> = {
  noteCustomer: (t, actor, id) => t.desk.noteCustomer(actor, id),
  customer: (t, actor, id) => t.desk.customer(actor, id),
  reservation: (t, actor, id) => t.desk.reservation(actor, id, 'res-1'),
  reservations: (t, actor, id) => t.desk.reservations(actor, id, {}),
  setCountry: (t, actor, id) => t.desk.setCountry(actor, id, { text: 'Sweden', locale: 'en' }, 'a'),
  addAzurePlan: (t, actor, id) => t.desk.addAzurePlan(actor, id, AGREEMENT, 'a'),
  startBuying: (t, actor, id) => t.desk.startBuying(actor, id),
  offers: (t, actor, id) => t.desk.offers(actor, id, {}),
  addToCart: (t, actor, id) =>
    t.desk.addToCart(
      actor,
      id,
      { itemId: 'i', subscriptionId: 'sub-1', productId: VM_3Y, quantity: '1' },
      'en',
    ),
  review: (t, actor, id) => t.desk.review(actor, id),
  changeCart: (t, actor, id) => t.desk.changeCart(actor, id, [], 'en'),
  buy: (t, actor, id) => t.desk.buy(actor, id, { cartId: 'c', fingerprint: 'f' }, 'a'),
  checkReturn: (t, actor, id) => t.desk.checkReturn(actor, id, { reservationId: 'res-1' }, 'en'),
  quoteRefund: (t, actor, id) => t.desk.quoteRefund(actor, id, { reservationId: 'res-1' }, 'en'),
  fileRefund: (t, actor, id) =>
    t.desk.fileRefund(actor, id, { quoteId: 'q', acceptsLoss: true, contact: CONTACT }, 'a'),
  exchangeSoFar: (t, actor, id) => t.desk.exchangeSoFar(actor, id, EXCHANGE, 'en'),
  exchangeOffers: (t, actor, id) => t.desk.exchangeOffers(actor, id, EXCHANGE.returns, {}),
  exchangeValues: (t, actor, id) => t.desk.exchangeValues(actor, id, ['res-1']),
  quoteExchange: (t, actor, id) => t.desk.quoteExchange(actor, id, EXCHANGE, 'en'),
  fileExchange: (t, actor, id) => t.desk.fileExchange(actor, id, { quoteId: 'q', contact: CONTACT }, 'a'),
  permission: (t, actor, id) => t.desk.permission(actor, id),
  setPermission: (t, actor, id) => t.desk.setPermission(actor, id, true, 'a'),
};

const STRANGE_IDS = [
  '../x',
  '..',
  '.',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  'a/b',
  'x'.repeat(10_000),
  '\0',
];

describe.each(Object.entries(ON_CUSTOMER))('%s', (_name, act) => {
  it.each(['left', 'roleless', 'nobody', ...STRANGE_IDS])('is not for the user %j', async (userId) => {
    const t = await testDesk({ customers: [customerWith('subscription', 'AdminAgent')] });
    const before = await t.book();
    expect(await refused(act(t, t.actor(userId), CUSTOMER_ID))).toEqual({ code: 'UnknownUser' });
    expect(await t.book()).toEqual(before);
  });

  it.each(STRANGE_IDS)('finds no partner %j', async (partnerId) => {
    const t = await testDesk();
    expect(await refused(act(t, { partnerId, userId: 'AdminAgent' }, CUSTOMER_ID))).toEqual({
      code: 'UnknownUser',
    });
  });

  it.each(STRANGE_IDS)('finds no customer %j', async (customerId) => {
    const t = await testDesk();
    expect(await refused(act(t, t.actor(), customerId))).toEqual({ code: 'CustomerNotFound' });
  });

  it("does not find another partner's customer", async () => {
    const t = await testDesk();
    const key = kinds.customerKey('partner-2', 'theirs');
    await t.documents.update(kinds.CUSTOMER, key, () => ({
      next: customer({ id: 'theirs' }),
      result: undefined,
    }));
    expect(await refused(act(t, t.actor(), 'theirs'))).toEqual({ code: 'CustomerNotFound' });
    expect((await t.documents.read(kinds.CUSTOMER, key))?.activity).toEqual([]);
  });
});

describe('ids that are none', () => {
  it.each(STRANGE_IDS)('%j is no reservation, quote, subscription, product or item', async (id) => {
    const t = await testDesk({ customers: [customerWith('no access', 'AdminAgent')] });
    const { desk } = t;
    const actor = t.actor();
    await add(t, actor);
    const told = async (act: Promise<unknown>) => (await refused(act))?.code;
    expect(await told(desk.reservation(actor, CUSTOMER_ID, id))).toBe('ReservationNotFound');
    expect(await told(quoted(t, { reservationId: id }))).toBe('ReservationNotFound');
    expect(
      await told(
        desk.exchangeSoFar(actor, CUSTOMER_ID, { returns: [{ reservationId: id }], purchases: [] }, 'en'),
      ),
    ).toBe('ReservationNotFound');
    expect(await told(desk.exchangeOffers(actor, CUSTOMER_ID, [{ reservationId: id }], {}))).toBe(
      'ReservationNotFound',
    );
    expect(await desk.exchangeValues(actor, CUSTOMER_ID, [id])).toEqual({});
    const filing = { quoteId: id, acceptsLoss: true, contact: CONTACT };
    expect(await told(desk.fileRefund(actor, CUSTOMER_ID, filing, 'a1'))).toBe('QuoteNotFound');
    expect(await told(desk.fileExchange(actor, CUSTOMER_ID, filing, 'a2'))).toBe('QuoteNotFound');
    expect(await told(add(t, actor, { itemId: 'x', subscriptionId: id }))).toBe('SubscriptionNotFound');
    expect(await told(add(t, actor, { itemId: 'x', productId: id }))).toBe('ProductNotFound');
    expect(await told(desk.changeCart(actor, CUSTOMER_ID, [{ itemId: id, quantity: '2' }], 'en'))).toBe(
      'CartItemNotFound',
    );
    expect(await told(desk.buy(actor, CUSTOMER_ID, { cartId: id, fingerprint: id }, 'a3'))).toBe(
      'ReviewChanged',
    );
    expect(await told(desk.setCountry(actor, CUSTOMER_ID, { text: id, locale: 'en' }, 'a4'))).toBe(
      'CountryNotRecognized',
    );
  });
});
