/** What is shown of a customer and its reservations (rules sections 1 to 3), whom the user works with, its Azure plan and its country. */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import type { Change, DocumentKind } from '../../../domain/store/documents.js';
import { CUSTOMER, CUSTOMERS, customerKey, POLICY, RECENT } from '../../../domain/store/kinds.js';
import type { ReservationSearch } from '../../../domain/use-cases/customers.js';
import { customer, partner, refundRequest, reservation, subscription } from '../../support/builders.js';
import { CUSTOMER_ID, refused, type TestDesk, type TestDeskOptions, testDesk } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const open = (over: Partial<Customer> = {}, options: TestDeskOptions = {}) =>
  testDesk({ customers: [customer(over)], ...options });
const inGerman = (code: string) => new Intl.DisplayNames('de', { type: 'region' }).of(code) ?? code;

/** Nothing can be noted of whom somebody works with. */
class Full extends MemoryDocuments {
  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    if (kind.name === RECENT.name) throw new Error('disk full');
    return await super.update(kind, key, change);
  }
}

const RED_HAT = { ...reservation().product, name: 'Red Hat', returnable: false };
/** In the order in which they were written; not in that in which they are shown. */
const RESERVATIONS = [
  reservation({ id: 'ended', startsOn: '2019-06-01' }),
  reservation({ id: 'never', startsOn: '2021-01-02', product: RED_HAT }),
  reservation({ id: 'older', startsOn: '2020-06-01' }),
  reservation({ id: 'newer', startsOn: '2021-01-01' }),
  reservation({ id: 'busy', startsOn: '2020-12-01', status: 'refundRequested', requestNumber: 'request-1' }),
];
const SHOWN = ['newer', 'older', 'never', 'busy', 'ended'];

describe('the reservations of a customer', () => {
  const find = async (search: ReservationSearch, over: Partial<Customer> = {}) => {
    const t = await open({ reservations: RESERVATIONS, requests: [refundRequest()], ...over });
    return await t.desk.reservations(t.actor('HelpdeskAgent'), CUSTOMER_ID, search);
  };

  it.each<[ReservationSearch, string[], string[]]>([
    [{}, SHOWN, []],
    [{ first: 'ended' }, ['ended', 'newer', 'older', 'never', 'busy'], []],
    [{ first: 'none' }, SHOWN, []],
    [{ only: 'older' }, ['older'], []],
    [{ only: 'none' }, [], []],
    [{ among: ['ended', 'older', 'none'] }, ['older', 'ended'], []],
    [{ among: [] }, [], []],
    [{ returnable: true }, ['newer', 'older'], ['expired', 'active', 'refundRequested']],
    [{ returnable: true, only: 'busy' }, [], ['refundRequested']],
    [{ state: 'active' }, ['newer', 'older', 'never'], ['expired', 'refundRequested']],
    [{ state: 'active', returnable: true }, ['newer', 'older'], ['expired', 'active', 'refundRequested']],
    [{ state: 'exchanged' }, [], ['expired', 'active', 'active', 'active', 'refundRequested']],
  ])('%j: %j, without those that are %j', async (search, ids, leftOut) => {
    const found = await find(search);
    expect(found.reservations.items.map((one) => one.reservation.id)).toEqual(ids);
    expect([found.customerName, found.leftOut]).toEqual(['Customer One', leftOut]);
  });

  it('come eight to a page', async () => {
    const reservations = Array.from({ length: 9 }, (_, i) => reservation({ id: `res-${i}` }));
    expect((await find({}, { reservations })).reservations.items).toHaveLength(8);
    expect((await find({ page: 2 }, { reservations })).reservations).toMatchObject({
      items: [{ reservation: { id: 'res-8' } }],
      total: 9,
    });
  });

  it('say of how many others something is missing, unless one is asked for', async () => {
    const { startsOn: _, ...half } = reservation({ id: 'half' });
    const incompleteReservations = [half, { ...half, id: 'half-2' }];
    expect((await find({}, { incompleteReservations })).incomplete).toBe(2);
    expect((await find({ only: 'older' }, { incompleteReservations })).incomplete).toBe(0);
    expect((await find({})).incomplete).toBe(0);
  });

  it('each have their price, their days, their use and the names of subscription and reseller', async () => {
    const resellers = [
      { id: 'r-1', name: 'First', mpnId: '1' },
      { id: 'r-2', name: 'Second', mpnId: '2' },
    ];
    const one = reservation({
      billing: 'monthly',
      price: '1200.00',
      resellerId: 'r-2',
      utilization: [{ day: '2021-01-02', percent: 75 }],
    });
    const t = await open(
      { reservations: [one], subscriptions: [subscription({ id: 'other', name: 'Other' }), subscription()] },
      { partner: partner({ kind: 'indirectProvider', resellers }) },
    );
    const shown = { customerId: CUSTOMER_ID, customerName: 'Customer One', reservation: one };
    const facts = {
      ...{ ...shown, state: 'active', price: '1200.00', daysSincePurchase: 5, daysLeft: 360 },
      ...{ utilization: 75, subscriptionName: 'Subscription One', resellerName: 'Second', returnable: true },
    };
    expect(await t.desk.reservation(t.actor(), CUSTOMER_ID, 'res-1')).toEqual(facts);
    expect((await t.desk.reservations(t.actor(), CUSTOMER_ID, {})).reservations.items).toEqual([facts]);
  });

  it('have nothing of what is not known, and no days before they begin', async () => {
    const t = await open({ reservations: [reservation({ startsOn: '2021-02-01', subscriptionId: 'gone' })] });
    const facts = await t.desk.reservation(t.actor(), CUSTOMER_ID, 'res-1');
    expect(facts).toMatchObject({
      ...{ state: 'upcoming', daysSincePurchase: 0, subscriptionName: 'gone', returnable: false },
    });
    expect(facts).not.toHaveProperty('utilization');
    expect(facts).not.toHaveProperty('resellerName');
    expect(await refused(t.desk.reservation(t.actor(), CUSTOMER_ID, 'res-2'))).toEqual({
      code: 'ReservationNotFound',
    });
  });
});

describe('the card of a customer', () => {
  const card = (t: TestDesk, userId?: string) => t.desk.customer(t.actor(userId), CUSTOMER_ID);

  it('has its reservations in order, its open requests only, and what is used of the limit', async () => {
    const requests = [
      refundRequest({ figures: { countsUsd: '30000.00' } }),
      refundRequest({ number: 'paid', state: 'paid', paidAmount: '5000.00' }),
      refundRequest({ number: 'withdrawn', state: 'withdrawn' }),
    ];
    const t = await open({ reservations: RESERVATIONS, requests });
    const found = await card(t);
    expect(found.reservations.map((one) => one.reservation.id)).toEqual(SHOWN);
    expect(found.openRequests.map(({ number }) => number)).toEqual(['request-1']);
    expect(found.cap).toEqual({ capUsd: '50000.00', usedUsd: '35000.00', leftUsd: '15000.00' });
  });

  it('says that nothing is left of the limit where more was paid than it is', async () => {
    const requests = [refundRequest({ figures: { countsUsd: '50000.01' } })];
    expect((await card(await open({ requests }))).cap).toMatchObject({
      usedUsd: '50000.01',
      leftUsd: '0.00',
    });
  });

  it.each([
    ['NL', true],
    ['NE', false],
    [undefined, undefined],
  ])('says of a country (%s) whether reservations are sold there: %s', async (country, sold) => {
    const { country: _, ...nowhere } = customer();
    const t = await testDesk({ customers: [country ? customer({ country }) : nowhere] });
    expect((await card(t)).soldInMarket).toBe(sold);
  });

  it.each([
    ['AdminAgent', true, true],
    ['GlobalAdmin', true, true],
    ['UserManagementAdmin', true, true],
    ['SalesAgent', false, false],
    ['HelpdeskAgent', false, true],
  ])('lets a %s correct its country (%s) and buy on its subscription (%s)', async (user, correct, buy) => {
    const t = await open({ subscriptions: [subscription({ access: ['HelpdeskAgent'] })] });
    const { mayCorrectCountry, subscriptions } = await card(t, user);
    expect([mayCorrectCountry, subscriptions[0]?.mayBuy]).toEqual([correct, buy]);
  });

  it('says which subscription can be bought on, and which can not and why', async () => {
    const resellers = [{ id: 'r-1', name: 'First', mpnId: '1' }];
    const t = await open(
      {
        subscriptions: [
          subscription({ resellerId: 'r-1' }),
          subscription({ id: 'old', state: 'suspended', resellerId: 'gone' }),
        ],
      },
      { partner: partner({ kind: 'indirectProvider', resellers }) },
    );
    const [first, second] = (await card(t)).subscriptions;
    expect(first).toMatchObject({ usable: true, resellerName: 'First' });
    expect(first).not.toHaveProperty('why');
    expect(second).toMatchObject({ usable: false, why: 'SubscriptionNotActive' });
    expect(second).not.toHaveProperty('resellerName');
  });

  it('is that of Partner Center where the partner has chosen no policy', async () => {
    const t = await open({ reservations: [reservation({ utilization: [] })] });
    await t.documents.remove(POLICY, 'partner-1');
    const wish = { reservationId: 'res-1' };
    const { quote } = await t.desk.quoteRefund(t.actor(), CUSTOMER_ID, wish, 'en');
    expect(quote.figures.policy).toBe('partner-center');
    expect((await card(t)).cap.capUsd).toBe('50000.00');
  });
});

describe('whom the user works with', () => {
  const ids = Array.from({ length: 11 }, (_, i) => `c-${String(i).padStart(2, '0')}`);
  const customers = ids.map((id) => customer({ id, name: `Name ${id}`, domain: `${id}.example` }));
  const listed = async (t: TestDesk, search: object = {}, userId?: string) =>
    await t.desk.findCustomers(t.actor(userId), search, inGerman);
  const kept = async (t: TestDesk) =>
    (await t.documents.read(RECENT, customerKey('partner-1', 'AdminAgent')))?.customerIds;
  const note = async (t: TestDesk, ...noted: string[]) => {
    for (const id of noted) await t.desk.noteCustomer(t.actor(), id);
  };

  it('comes first in the list, the latest before the others, and only for that user', async () => {
    const t = await testDesk({ customers });
    await note(t, 'c-05', 'c-10', 'c-05');
    const mine = await listed(t);
    expect(mine.items.map(({ id }) => id)).toEqual(['c-05', 'c-10', ...ids.slice(0, 5), 'c-06']);
    expect(mine).toMatchObject({ recent: 2, total: 11 });
    const others = await listed(t, {}, 'colleague');
    expect(others.items.map(({ id }) => id)).toEqual(ids.slice(0, 8));
    expect(others.recent).toBe(0);
    expect((await listed(t, { page: 2 })).recent).toBe(0);
    expect((await listed(t, { size: 3 })).items.map(({ id }) => id)).toEqual(['c-05', 'c-10', 'c-00']);
  });

  it('is remembered for eight, each once, and never for one that there is not', async () => {
    const t = await testDesk({ customers });
    await note(t, ...ids, 'c-04', 'c-04');
    expect(await kept(t)).toEqual(['c-04', 'c-10', 'c-09', 'c-08', 'c-07', 'c-06', 'c-05', 'c-03']);
    expect(await refused(t.desk.noteCustomer(t.actor(), 'nobody'))).toEqual({ code: 'CustomerNotFound' });
    expect((await kept(t))?.[0]).toBe('c-04');
  });

  it('does not forget the bulk purchases that are found again', async () => {
    const t = await testDesk({ customers });
    const key = customerKey('partner-1', 'AdminAgent');
    const recent = { customerIds: ['c-01'], bulkIds: ['bulk-1'] };
    await t.documents.update(RECENT, key, () => ({ next: recent, result: undefined }));
    await note(t, 'c-02');
    expect(await t.documents.read(RECENT, key)).toEqual({ ...recent, customerIds: ['c-02', 'c-01'] });
  });

  it('is nobody where the partner has no list yet', async () => {
    const t = await testDesk({ customers: [] });
    await t.documents.remove(CUSTOMERS, 'partner-1');
    expect(await listed(t)).toMatchObject({ items: [], total: 0, recent: 0 });
  });

  it('that could not be written down is reported, and keeps nobody waiting', async () => {
    const t = await testDesk({ customers, documents: new Full() });
    await note(t, 'c-01');
    expect(t.reported).toEqual([new Error('disk full')]);
  });
});

describe('an Azure plan that is added', () => {
  const ACCEPTED = {
    firstName: 'Olga',
    lastName: 'Owner',
    email: 'olga@customer.example',
    date: '2021-01-05',
  };
  const add = (t: TestDesk, attemptId = 'a', userId = 'AdminAgent') =>
    t.desk.addAzurePlan(t.actor(userId), CUSTOMER_ID, ACCEPTED, attemptId);

  it('is a subscription that can be bought on, and the log says from when the agreement is', async () => {
    const t = await open();
    const plan = await add(t);
    expect(plan).toEqual({
      ...{ id: plan.id, name: 'Azure plan', offer: 'azurePlan', state: 'active', owners: [], access: [] },
    });
    const { subscriptions, agreement, activity } = await t.book();
    expect(subscriptions).toEqual([subscription(), plan]);
    expect(agreement).toEqual(ACCEPTED);
    expect(activity).toMatchObject([
      { action: 'add Azure plan', subject: plan.id, after: 'agreement accepted on 2021-01-05' },
    ]);
    expect(await add(t)).toEqual(plan);
    expect((await t.book()).subscriptions).toHaveLength(2);
  });

  it('has the reseller that the others have', async () => {
    const subscriptions = [subscription(), subscription({ id: 'sub-2', resellerId: 'r-1' })];
    expect((await add(await open({ subscriptions }))).resellerId).toBe('r-1');
  });

  it.each([
    ['active', 'azurePlan', true],
    ['suspended', 'azurePlan', false],
    ['active', 'azureGlobal', false],
  ] as const)('is one too many beside a %s %s: %s', async (state, offer, tooMany) => {
    const t = await open({ subscriptions: [subscription({ state, offer, name: 'First' })] });
    expect(await refused(add(t))).toEqual(
      tooMany ? { code: 'AzurePlanExists', subscription: 'First' } : undefined,
    );
    expect((await t.book()).subscriptions).toHaveLength(tooMany ? 1 : 2);
  });

  it('does not ask again for an agreement that is there: nor for the role that confirms it', async () => {
    const agreement = { ...ACCEPTED, date: '2020-02-02' };
    const t = await open({ agreement });
    await add(t, 'a', 'GlobalAdmin');
    expect((await t.book()).agreement).toEqual(agreement);
    const without = await open();
    expect(await refused(add(without, 'a', 'GlobalAdmin'))).toMatchObject({ code: 'NeedsRole' });
    expect(await without.book()).toMatchObject({ subscriptions: [subscription()] });
  });
});

describe('the country of a customer', () => {
  const nowhere = () => {
    const { country: _, ...rest } = customer();
    return testDesk({ customers: [customer({ id: 'other', country: 'BE' }), rest] });
  };
  const listed = async (t: TestDesk) =>
    (await t.documents.read(CUSTOMERS, 'partner-1'))?.customers.map(({ country }) => country);
  const put = (t: TestDesk, how: 'setCountry' | 'correctCountry', text: string, user = 'AdminAgent') =>
    t.desk[how](t.actor(user), CUSTOMER_ID, { text, locale: 'en' }, `${how} ${text} ${user}`);

  it.each(['setCountry', 'correctCountry'] as const)(
    'that was unknown is written down (%s), in the list of customers too',
    async (how) => {
      const t = await nowhere();
      expect((await put(t, how, 'Sweden')).country).toBe('SE');
      expect((await t.book(CUSTOMER_ID)).country).toBe('SE');
      expect(await listed(t)).toEqual(['BE', 'SE']);
      const [record] = (await t.book(CUSTOMER_ID)).activity;
      expect(record).toMatchObject({ after: 'SE', outcome: 'done' });
      expect(record).not.toHaveProperty('before');
    },
  );

  it('that is known stays where it is asked for, and is changed where it is put right', async () => {
    const t = await open();
    expect((await put(t, 'setCountry', 'SE')).country).toBe('NL');
    expect((await t.book()).activity).toEqual([]);
    expect((await put(t, 'correctCountry', 'SE')).country).toBe('SE');
    expect(await listed(t)).toEqual(['SE']);
    expect((await put(t, 'correctCountry', 'sweden')).country).toBe('SE');
    expect((await t.book()).activity).toMatchObject([
      { action: 'correct country', before: 'NL', after: 'SE' },
    ]);
  });

  it.each(['setCountry', 'correctCountry'] as const)(
    'is written into the list where only that was not yet done (%s)',
    async (how) => {
      const t = await open();
      const { customers } = (await t.documents.read(CUSTOMERS, 'partner-1')) ?? { customers: [] };
      await t.put(CUSTOMERS, { customers: customers.map(({ country: _, ...entry }) => entry) });
      await put(t, how, 'NL');
      expect(await listed(t)).toEqual(['NL']);
    },
  );

  it('that nobody knows is repeated, as much of it as makes sense', async () => {
    const t = await nowhere();
    const text = 'x'.repeat(61);
    for (const how of ['setCountry', 'correctCountry'] as const)
      expect(await refused(put(t, how, text))).toEqual({
        code: 'CountryNotRecognized',
        text: 'x'.repeat(60),
      });
  });

  it('takes access to one of the subscriptions to be set, and a role of its own to be put right', async () => {
    const t = await open({ subscriptions: [subscription({ access: ['SalesAgent'] })] });
    expect(await refused(put(t, 'setCountry', 'SE', 'SalesAgent'))).toBeUndefined();
    expect(await refused(put(t, 'setCountry', 'SE', 'HelpdeskAgent'))).toMatchObject({ code: 'NeedsAccess' });
    expect(await refused(put(t, 'correctCountry', 'SE', 'SalesAgent'))).toMatchObject({ code: 'NeedsRole' });
    expect((await t.book()).country).toBe('NL');
  });
});

describe('a customer that can not be had', () => {
  it('is not there for any question', async () => {
    const t = await open();
    await t.documents.remove(CUSTOMER, customerKey('partner-1', CUSTOMER_ID));
    for (const asked of [
      t.desk.customer(t.actor(), CUSTOMER_ID),
      t.desk.reservations(t.actor(), CUSTOMER_ID, {}),
      t.desk.reservation(t.actor(), CUSTOMER_ID, 'res-1'),
    ])
      expect(await refused(asked)).toEqual({ code: 'CustomerNotFound' });
  });
});
