/** The partner's own data and people: rights, the same attempt once, the log, and what follows for quotes. */
import { describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { customer, reservation, used } from '../../support/builders.js';
import {
  CUSTOMER_ID,
  quoted,
  refused,
  type TestDesk,
  type TestDeskOptions,
  testDesk,
  VM,
  VM_3Y,
} from '../../support/desk.js';

const RATES = { EUR: { usdPerUnit: '1.10', day: '2021-01-05' } };
const open = (options: TestDeskOptions = {}) => testDesk({ rates: RATES, ...options });
const key = 'partner-1';

const setRate = (t: TestDesk, who: string, usdPerUnit = '1.2', attempt = 'attempt') =>
  t.desk.setRate(t.actor(who), { currency: 'eur', usdPerUnit, day: '', locale: 'en' }, attempt);
const setMarkup = (t: TestDesk, who: string, markup = '10', attempt = 'attempt') =>
  t.desk.setCustomerPrices(t.actor(who), CUSTOMER_ID, { markup, locale: 'en' }, attempt);
const giveSales = (t: TestDesk, who: string, attempt = 'attempt') =>
  t.desk.changeColleague(
    t.actor(who),
    'HelpdeskAgent',
    { kind: 'roles', give: ['AdminAgent'], take: [] },
    attempt,
  );

/** Each change, as it is made by whoever has this role. */
const ACTS: Record<string, (t: TestDesk, who: string) => Promise<unknown>> = {
  'set a rate': setRate,
  'set the policy': (t, who) => t.desk.setPolicy(t.actor(who), 'azure-current', 'attempt'),
  'set a markup': setMarkup,
  'remove a price rule': (t, who) => t.desk.removeCustomerPrices(t.actor(who), CUSTOMER_ID, 'attempt'),
  'give a role': giveSales,
  'remove a colleague': (t, who) =>
    t.desk.changeColleague(t.actor(who), 'colleague', { kind: 'remove' }, 'attempt'),
};
const DATA: readonly Role[] = ['AdminAgent', 'GlobalAdmin'];
const PEOPLE: readonly Role[] = ['GlobalAdmin', 'UserManagementAdmin'];
const MAY: Record<string, readonly Role[]> = {
  'set a rate': DATA,
  'set the policy': DATA,
  'set a markup': DATA,
  'remove a price rule': DATA,
  'give a role': PEOPLE,
  'remove a colleague': PEOPLE,
};

describe('who may change the partner’s data and people', () => {
  const cases = Object.keys(ACTS).flatMap((act) => ROLES.map((role) => [act, role] as const));
  it.each(cases)('%s as a %s', async (act, role) => {
    const t = await open();
    const told = await refused(ACTS[act]?.(t, role) ?? Promise.reject(new Error('no such act')));
    const may = MAY[act] ?? [];
    expect(told).toEqual(may.includes(role) ? undefined : { code: 'NeedsRole', roles: [...may] });
  });

  it.each(Object.entries(ACTS))('%s is not for who is removed, without a role or unknown', async (_, act) => {
    const t = await open();
    for (const who of ['left', 'roleless', 'nobody', '__proto__'])
      expect(await refused(act(t, who))).toEqual({ code: 'UnknownUser' });
  });

  it.each(ROLES)('a %s sees it all, and what it may change', async (role) => {
    const { desk, actor } = await open();
    const me = actor(role);
    expect(await desk.settings(me)).toMatchObject({
      refundPolicy: 'partner-center',
      since: '2020-01-01',
      colleagues: 7,
      removed: 1,
      pricesAsOf: '2021-01-01',
      pricesAgeDays: 5,
    });
    expect((await desk.rates(me, 1)).mayChange).toBe(DATA.includes(role));
    expect((await desk.policy(me)).mayChange).toBe(DATA.includes(role));
    expect((await desk.customerPrices(me, CUSTOMER_ID, {})).mayChange).toBe(DATA.includes(role));
    expect((await desk.colleagues(me, 1)).mayChange).toBe(PEOPLE.includes(role));
  });
});

describe('rates', () => {
  it('shows every currency with a rate or with prices, how old its rate is, and which has none', async () => {
    const { desk, actor, clock } = await open();
    clock.goTo('2021-01-13');
    expect((await desk.rates(actor(), 1)).rates.items).toEqual([
      { currency: 'EUR', usdPerUnit: '1.10', day: '2021-01-05', ageDays: 8, isOld: true },
      { currency: 'JPY', ageDays: 0, isOld: false },
      { currency: 'KWD', ageDays: 0, isOld: false },
    ]);
  });

  it('keeps what was, who changed it and when, in the same document', async () => {
    const t = await open();
    expect(await setRate(t, 'AdminAgent')).toEqual({
      currency: 'EUR',
      usdPerUnit: '1.2',
      day: '2021-01-06',
      changed: true,
    });
    expect(await t.documents.read(kinds.RATES, key)).toMatchObject({
      rates: { EUR: { usdPerUnit: '1.2', day: '2021-01-06' } },
      activity: [
        {
          action: 'set rate',
          subject: 'EUR',
          before: '1.10 (2021-01-05)',
          after: '1.2 (2021-01-06)',
          outcome: 'done',
          by: { name: 'Ada Admin' },
        },
      ],
    });
  });

  it('asked for once more after a colleague has set another gives the same answer, and changes nothing', async () => {
    const t = await open();
    const answer = await setRate(t, 'AdminAgent');
    await setRate(t, 'GlobalAdmin', '1.3', 'another');
    expect(await setRate(t, 'AdminAgent')).toEqual(answer);
    expect((await t.documents.read(kinds.RATES, key))?.rates.EUR?.usdPerUnit).toBe('1.3');
  });

  it('asked for once more on a later day gives the day on which it was set', async () => {
    const t = await testDesk();
    const answer = await setRate(t, 'AdminAgent');
    t.clock.goTo('2021-02-01');
    expect(await setRate(t, 'AdminAgent')).toEqual(answer);
  });

  it('that is the same already changes nothing and logs nothing', async () => {
    const t = await open();
    await setRate(t, 'AdminAgent');
    expect((await setRate(t, 'GlobalAdmin', '1.20', 'another')).changed).toBe(false);
    expect((await t.documents.read(kinds.RATES, key))?.activity).toHaveLength(1);
  });

  it.each([
    [{ currency: 'USD' }, 'CurrencyUnknown'],
    [{ usdPerUnit: '1,2' }, 'RateInvalid'],
    [{ day: '2021-01-07' }, 'RateDayInvalid'],
  ])('refuses %j', async (wrong, code) => {
    const t = await open();
    const wish = { currency: 'EUR', usdPerUnit: '1.2', day: '', locale: 'en', ...wrong };
    expect(await refused(t.desk.setRate(t.actor(), wish, 'attempt'))).toMatchObject({ code });
    expect((await t.documents.read(kinds.RATES, key))?.rates).toEqual(RATES);
  });

  it('begins a document where there is none yet', async () => {
    const t = await open();
    await t.documents.remove(kinds.RATES, key);
    await setRate(t, 'AdminAgent');
    expect((await t.documents.read(kinds.RATES, key))?.rates).toEqual({
      EUR: { usdPerUnit: '1.2', day: '2021-01-06' },
    });
  });
});

describe('the policy', () => {
  it('is in force from the day on which it is set', async () => {
    const t = await open();
    expect(await t.desk.setPolicy(t.actor(), 'azure-current', 'a')).toMatchObject({ changed: true });
    expect(await t.desk.setPolicy(t.actor(), 'azure-current', 'b')).toMatchObject({ changed: false });
    expect(await t.desk.policy(t.actor())).toMatchObject({
      refundPolicy: 'azure-current',
      since: '2021-01-06',
      changes: [{ before: 'partner-center', after: 'azure-current' }],
    });
  });
});

describe('a quote that was made before', () => {
  const euros = () =>
    open({
      customers: [customer({ currency: 'EUR', reservations: [reservation({ ...used(), currency: 'EUR' })] })],
    });
  it.each<[string, (t: TestDesk) => Promise<unknown>]>([
    ['the rate', (t) => setRate(t, 'GlobalAdmin')],
    ['the policy', (t) => t.desk.setPolicy(t.actor('GlobalAdmin'), 'azure-current', 'a')],
  ])('is not filed once %s has changed: the new one is shown first', async (_what, change) => {
    const t = await euros();
    t.clock.goTo('2021-03-01');
    const { file } = await quoted(t);
    await change(t);
    expect(await refused(file())).toMatchObject({ code: 'QuoteChanged' });
    expect((await t.book()).requests).toEqual([]);
    expect((await (await quoted(t)).file({ attemptId: 'again' })).request.state).toBe('open');
  });
});

describe('colleagues', () => {
  it('a role given counts at the next act, and one taken no longer', async () => {
    const t = await open();
    await giveSales(t, 'GlobalAdmin');
    expect((await setRate(t, 'HelpdeskAgent')).changed).toBe(true);
    await t.desk.changeColleague(
      t.actor('UserManagementAdmin'),
      'HelpdeskAgent',
      { kind: 'roles', give: [], take: ['AdminAgent'] },
      'take',
    );
    expect(await refused(setRate(t, 'HelpdeskAgent', '1.3', 'later'))).toMatchObject({ code: 'NeedsRole' });
  });

  it('who is removed acts no more, stays in what was done, and acts again once brought back', async () => {
    const t = await open();
    await setRate(t, 'AdminAgent');
    const change = (kind: 'remove' | 'bringBack') =>
      t.desk.changeColleague(t.actor('GlobalAdmin'), 'AdminAgent', { kind }, kind);
    await change('remove');
    expect(await refused(setRate(t, 'AdminAgent', '1.3', 'b'))).toEqual({ code: 'UnknownUser' });
    expect((await t.desk.rates(t.actor('GlobalAdmin'), 1)).changes[0]?.by?.name).toBe('Ada Admin');
    expect((await change('bringBack')).colleague.roles).toEqual(['AdminAgent']);
    expect((await setRate(t, 'AdminAgent', '1.3', 'c')).changed).toBe(true);
  });

  it('of two who remove each other at once, the first stays', async () => {
    const t = await open();
    const remove = (who: string, whom: string) =>
      refused(t.desk.changeColleague(t.actor(who), whom, { kind: 'remove' }, who));
    const told = await Promise.all([
      remove('GlobalAdmin', 'UserManagementAdmin'),
      remove('UserManagementAdmin', 'GlobalAdmin'),
    ]);
    expect(told).toEqual([undefined, { code: 'NeedsRole', roles: [...PEOPLE] }]);
  });

  it('are found by a part of the name or the address, removed ones too, and listed at the end', async () => {
    const { desk, actor } = await open();
    const found = async (text: string) => (await desk.findColleagues(actor(), text)).map(({ id }) => id);
    expect(await found('gail')).toEqual(['GlobalAdmin']);
    expect(await found('GLO ga')).toEqual(['GlobalAdmin']);
    expect(await found('lee')).toEqual(['left']);
    expect(await found('xyz')).toEqual([]);
    expect((await desk.colleagues(actor(), 1)).colleagues.items.at(-1)?.id).toBe('left');
  });
});

describe('customer prices', () => {
  const pays = async (t: TestDesk, productId: string) =>
    (await t.desk.customerPrices(t.actor(), CUSTOMER_ID, {})).products.items.find(
      ({ product }) => product.id === productId,
    );
  const setOwn = (t: TestDesk, price: string, productId = VM, attempt = `own ${price}`) =>
    t.desk.setCustomerPrices(t.actor(), CUSTOMER_ID, { own: { productId, price }, locale: 'en' }, attempt);

  it('stand beside the partner’s price: with the markup, or their own', async () => {
    const t = await open();
    await setMarkup(t, 'AdminAgent', '12.5');
    await setOwn(t, '1,234.50');
    expect(await pays(t, VM)).toMatchObject({ partnerPrice: '1000.00', customer: { one: '1234.50' } });
    expect(await pays(t, VM_3Y)).toMatchObject({ partnerPrice: '3600.00', customer: { one: '4050.00' } });
    const own = await t.desk.customerPrices(t.actor(), CUSTOMER_ID, { onlyOwn: true });
    expect(own.products.items.map(({ product }) => product.id)).toEqual([VM]);
  });

  it('keep what was: the rules oldest first, and who changed what in the log', async () => {
    const t = await open();
    await setMarkup(t, 'AdminAgent');
    await setOwn(t, '600');
    await setOwn(t, '');
    await t.desk.removeCustomerPrices(t.actor('GlobalAdmin'), CUSTOMER_ID, 'clear');
    const { priceRules, activity } = await t.book();
    expect(priceRules?.map(({ markupPercent, ownPrices }) => [markupPercent, ownPrices])).toEqual([
      ['10', {}],
      ['10', { [VM]: '600.00' }],
      ['10', {}],
      ['0', {}],
    ]);
    expect(activity.map(({ action, subject, before, after }) => [action, subject, before, after])).toEqual([
      ['set customer prices', undefined, '0%', '10%'],
      ['set customer prices', 'Standard_D2s_v5 · westeurope · P1Y', '—', '600.00 USD'],
      ['set customer prices', 'Standard_D2s_v5 · westeurope · P1Y', '600.00 USD', '—'],
      ['remove customer prices', undefined, '10%', '0%'],
    ]);
  });

  it('of their own are none once the customer is sold to in another currency', async () => {
    const t = await open();
    await setMarkup(t, 'AdminAgent');
    await setOwn(t, '600');
    await t.change({ currency: 'JPY' });
    expect(await pays(t, VM)).toMatchObject({ customer: { source: 'markup' } });
    await setMarkup(t, 'AdminAgent', '5', 'five');
    expect((await t.book()).priceRules?.at(-1)).toMatchObject({ currency: 'JPY', ownPrices: {} });
  });

  it('can be the partner’s own price, where that is said: then a copy for the customer tells it', async () => {
    const t = await open({ customers: [customer({ reservations: [reservation(used())] })] });
    const { quote } = await quoted(t);
    const copy = () => t.desk.customerCopy(t.actor(), CUSTOMER_ID, `quote/${quote.id}`);
    expect(await refused(copy())).toEqual({ code: 'CustomerPriceMissing' });
    expect(await setMarkup(t, 'AdminAgent', '0', 'zero')).toEqual({ changed: true });
    expect(await copy()).toMatchObject({ back: quote.figures.payable });
    expect(await setMarkup(t, 'AdminAgent', '0', 'again')).toEqual({ changed: false });
    expect((await t.book()).activity).toMatchObject([{ action: 'set customer prices', after: '0%' }]);
  });

  it.each([
    [{ markup: '10,5' }, 'MarkupInvalid'],
    [{ own: { productId: VM, price: '1.001' } }, 'AmountInvalid'],
    [{ own: { productId: VM, price: '-1' } }, 'AmountInvalid'],
    [{ own: { productId: '__proto__', price: '1' } }, 'ProductNotFound'],
  ])('refuse %j, and record that', async (wrong, code) => {
    const t = await open();
    const act = t.desk.setCustomerPrices(t.actor(), CUSTOMER_ID, { ...wrong, locale: 'en' }, 'attempt');
    expect(await refused(act)).toMatchObject({ code });
    const { priceRules, activity } = await t.book();
    expect(priceRules).toBeUndefined();
    expect(activity).toMatchObject([{ outcome: 'refused', refusal: { code } }]);
  });

  it('are in the customer’s own currency only', async () => {
    const t = await open({ customers: [customer({ currency: 'JPY' })] });
    expect(await refused(setOwn(t, '100.5'))).toMatchObject({ code: 'AmountInvalid', problem: 'tooFine' });
    expect(await refused(setOwn(t, '100', VM_3Y, 'b'))).toMatchObject({
      code: 'PriceMissing',
      currency: 'JPY',
    });
    await setOwn(t, '120000', VM, 'c');
    expect(await pays(t, VM)).toMatchObject({ customer: { one: '120000' } });
  });
});

describe('the same attempt', () => {
  it.each(Object.entries(ACTS))(
    '%s, repeated at once and later, has one effect and one record',
    async (_, act) => {
      const t = await open();
      await setMarkup(t, 'AdminAgent', '7', 'before');
      await Promise.all([act(t, 'GlobalAdmin'), act(t, 'GlobalAdmin')]);
      t.clock.forward(60);
      await act(t, 'GlobalAdmin');
      const { rows } = await t.desk.exportActivity(t.actor(), { user: 'GlobalAdmin' });
      expect(rows).toHaveLength(1);
    },
  );

  it.each(Object.entries(ACTS))('%s, refused, is refused again, and recorded once', async (_, act) => {
    const t = await open();
    const first = await refused(act(t, 'SalesAgent'));
    expect(first).toMatchObject({ code: 'NeedsRole' });
    expect(await refused(act(t, 'SalesAgent'))).toEqual(first);
    const { rows } = await t.desk.exportActivity(t.actor(), { user: 'SalesAgent' });
    expect(rows.map(({ entry }) => [entry.outcome, entry.refusal])).toEqual([['refused', first]]);
  });
});

describe('the activity log', () => {
  const changed = async () => {
    const t = await open();
    await setRate(t, 'AdminAgent');
    t.clock.forward(1);
    await setMarkup(t, 'AdminAgent');
    t.clock.forward(1);
    await giveSales(t, 'GlobalAdmin');
    return t;
  };

  it('of all customers has what was done to the partner’s own documents, newest first', async () => {
    const t = await changed();
    const { rows, kinds: known, users } = await t.desk.activityLog(t.actor(), {}, 1);
    expect(rows.items.map(({ customerName, entry }) => [entry.action, customerName])).toEqual([
      ['change roles', ''],
      ['set customer prices', 'Customer One'],
      ['set rate', ''],
    ]);
    expect(known).toEqual(['change roles', 'set customer prices', 'set rate']);
    expect(users.map(({ id }) => id)).toEqual(['AdminAgent', 'GlobalAdmin']);
  });

  it('of one customer has only what is that customer’s', async () => {
    const t = await changed();
    const { rows } = await t.desk.exportActivity(t.actor(), { customerId: CUSTOMER_ID });
    expect(rows.map(({ entry }) => entry.action)).toEqual(['set customer prices']);
  });

  it.each([
    [{ kind: 'set rate' }, ['set rate']],
    [{ user: 'GlobalAdmin' }, ['change roles']],
    [{ from: '2021-01-07' }, []],
    [{ user: '*customer' }, []],
  ])('is narrowed by %j', async (filter, actions) => {
    const t = await changed();
    const { rows } = await t.desk.exportActivity(t.actor(), filter);
    expect(rows.map(({ entry }) => entry.action)).toEqual(actions);
  });

  it('is not in the order history', async () => {
    const t = await changed();
    expect((await t.desk.exportOrders(t.actor(), {})).rows).toEqual([]);
  });
});
