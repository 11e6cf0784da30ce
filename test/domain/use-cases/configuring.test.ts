/** Changing scope and subscription of a reservation (rules section 3, "Configuration"). */
import { describe, expect, it } from '@jest/globals';
import type { Subscription } from '../../../domain/model.js';
import type { ConfigurationWish } from '../../../domain/use-cases/configuring.js';
import { customer, refundRequest, reservation, subscription } from '../../support/builders.js';
import { CUSTOMER_ID, quoted, refused, type TestDeskOptions, testDesk } from '../../support/desk.js';

const SECOND = subscription({ id: 'sub-2', name: 'Subscription Two', access: ['SalesAgent'] });

const open = (over: Partial<Subscription>[] = [{}], bought = {}, options: TestDeskOptions = {}) =>
  testDesk({
    customers: [
      customer({
        subscriptions: [subscription(over[0]), { ...SECOND, ...over[1] }],
        reservations: [reservation(bought)],
        requests: [refundRequest()],
      }),
    ],
    ...options,
  });

type Desk = Awaited<ReturnType<typeof open>>;

const configure = (
  t: Desk,
  wish: Omit<ConfigurationWish, 'reservationId'>,
  user = 'AdminAgent',
  attempt = 'a-1',
) => t.desk.configure(t.actor(user), CUSTOMER_ID, { reservationId: 'res-1', ...wish }, attempt);

describe('configuring a reservation', () => {
  it('changes the scope, also under an Azure plan, and says from what to what', async () => {
    const t = await open([{ offer: 'azurePlan' }]);
    const configured = await configure(t, { scope: 'single' });
    expect(configured).toMatchObject({
      changed: true,
      before: { scope: 'shared', subscriptionName: 'Subscription One' },
      after: { scope: 'single', subscriptionName: 'Subscription One' },
      placement: { state: 'recorded' },
    });
    const { reservations, activity } = await t.book();
    expect(reservations[0]).toMatchObject({ scope: 'single', configured: { by: { name: 'Ada Admin' } } });
    expect(activity).toMatchObject([
      {
        action: 'configure reservation',
        subject: 'res-1',
        before: 'shared',
        after: 'single',
        outcome: 'done',
      },
    ]);
  });

  it('moves it to another usable subscription, and both at once; nothing else changes', async () => {
    const t = await open();
    const [before] = (await t.book()).reservations;
    await configure(t, { scope: 'single', subscriptionId: 'sub-2' });
    const { reservations, activity } = await t.book();
    const { configured, ...rest } = reservations[0] ?? {};
    expect(rest).toEqual({ ...before, scope: 'single', subscriptionId: 'sub-2' });
    expect(configured?.placement).toEqual({ state: 'recorded' });
    expect(activity[0]).toMatchObject({
      before: 'shared, Subscription One',
      after: 'single, Subscription Two',
    });
  });

  it('moves it with the scope that it has: the log names the two subscriptions and no more', async () => {
    const t = await open();
    expect(await configure(t, { subscriptionId: 'sub-2' })).toMatchObject({
      before: { scope: 'shared', subscriptionName: 'Subscription One' },
      after: { scope: 'shared', subscriptionName: 'Subscription Two' },
    });
    expect((await t.book()).activity).toMatchObject([
      { before: 'Subscription One', after: 'Subscription Two', outcome: 'done' },
    ]);
  });

  it('changes nothing where it is so already: no error, no record', async () => {
    const t = await open();
    expect((await configure(t, { scope: 'shared', subscriptionId: 'sub-1' })).changed).toBe(false);
    const { reservations, activity } = await t.book();
    expect(reservations[0]?.configured).toBeUndefined();
    expect(activity).toEqual([]);
  });

  it('is one change for one attempt, with the same answer, whatever came after it', async () => {
    const t = await open();
    const first = await configure(t, { scope: 'single' });
    await configure(t, { scope: 'shared' }, 'colleague', 'a-2');
    const again = await configure(t, { scope: 'single' });
    expect([again.before, again.after]).toEqual([first.before, first.after]);
    expect((await t.book()).reservations[0]?.scope).toBe('shared');
    expect((await t.book()).activity).toHaveLength(2);
  });

  it('is noted as placed where Partner Center takes it, and stands where that fails', async () => {
    const placed = await open(
      [{}],
      {},
      {
        partnerCenter: { configure: async () => ({ state: 'placed', number: 'MS-1' }) },
      },
    );
    expect((await configure(placed, { scope: 'single' })).placement?.number).toBe('MS-1');
    expect((await placed.book()).reservations[0]?.configured?.placement.state).toBe('placed');
    const down = await open(
      [{}],
      {},
      {
        partnerCenter: {
          configure: async () => {
            throw new Error('out of reach');
          },
        },
      },
    );
    expect((await configure(down, { scope: 'single' })).placement).toEqual({ state: 'recorded' });
    expect((await down.book()).reservations[0]?.scope).toBe('single');
    expect(down.reported).toHaveLength(1);
  });

  it.each([
    ['SalesAgent', { scope: 'single' as const }, 'Subscription One'],
    ['SalesAgent', { subscriptionId: 'sub-2' }, 'Subscription One'],
  ])('%s needs access: %j', async (user, wish, needed) => {
    const t = await open();
    expect(await refused(configure(t, wish, user))).toEqual({ code: 'NeedsAccess', subscription: needed });
    expect((await t.book()).activity).toMatchObject([{ outcome: 'refused' }]);
  });

  it('for another subscription needs access to both; access to the reservation alone is for its scope', async () => {
    const t = await open([{}], { access: ['SalesAgent'] });
    expect((await configure(t, { scope: 'single' }, 'SalesAgent', 'a-1')).changed).toBe(true);
    expect(await refused(configure(t, { subscriptionId: 'sub-2' }, 'SalesAgent', 'a-2'))).toEqual({
      code: 'NeedsAccess',
      subscription: 'Subscription One',
    });
    const other = await open([{ access: ['SalesAgent'] }, { access: [] }]);
    expect(await refused(configure(other, { subscriptionId: 'sub-2' }, 'SalesAgent'))).toEqual({
      code: 'NeedsAccess',
      subscription: 'Subscription Two',
    });
    const both = await open([{ access: ['SalesAgent'] }]);
    expect((await configure(both, { subscriptionId: 'sub-2' }, 'SalesAgent')).changed).toBe(true);
  });

  it.each([
    [{ state: 'suspended' as const }, 'SubscriptionNotActive'],
    [{ offer: 'other' as const }, 'SubscriptionElsewhere'],
    [{ id: 'sub-3' }, 'SubscriptionNotFound'],
  ])('does not move to a subscription that is %j', async (over, code) => {
    const t = await open([{}, over]);
    expect((await refused(configure(t, { subscriptionId: 'sub-2' })))?.code).toBe(code);
  });

  it.each([
    [{ status: 'refundRequested' as const, requestNumber: 'request-1' }, 'ReservationBusy'],
    [{ status: 'exchanged' as const, requestNumber: 'request-1' }, 'ReservationBusy'],
    [{ startsOn: '2020-01-06' }, 'ReservationExpired'],
    [{ startsOn: '2021-01-07' }, 'ReservationNotStarted'],
    [{ id: 'another' }, 'ReservationNotFound'],
  ])('is refused for %j', async (bought, code) => {
    const t = await open([{}], bought);
    expect((await refused(configure(t, { scope: 'single' })))?.code).toBe(code);
  });

  it('offers the one that it is on first, then those that can be used', async () => {
    const t = await open([{ state: 'suspended' }]);
    const form = await t.desk.configurationForm(t.actor('HelpdeskAgent'), CUSTOMER_ID, 'res-1');
    expect(form.subscriptions.map(({ id }) => id)).toEqual(['sub-1', 'sub-2']);
    expect(form.needs).toEqual({ code: 'NeedsAccess', subscription: 'Subscription One' });
  });
});

describe('marking a configuration as placed', () => {
  it('waits once, also where part of the reservation is returned after it', async () => {
    const t = await open([{}], { quantity: 3 });
    await configure(t, { scope: 'single' });
    await (await quoted(t, { quantity: '1' })).file();
    const { placeables } = await t.desk.unplaced(t.actor(), CUSTOMER_ID);
    expect(placeables.items.map(({ kind }) => kind).sort()).toEqual(['configuration', 'refund', 'refund']);
    expect((await t.desk.attention(t.actor(), { customerId: CUSTOMER_ID })).unplaced).toBe(3);
  });

  it('is among what waits, and is marked without a number by whoever may manage it', async () => {
    const t = await open();
    await configure(t, { scope: 'single' });
    const { placeables } = await t.desk.unplaced(t.actor(), CUSTOMER_ID);
    const what = placeables.items.find(({ kind }) => kind === 'configuration')?.what ?? '';
    expect(what).toBe('configuration/res-1/2021-01-06T12:00:00.000Z');
    const mark = (user: string, attempt: string) =>
      t.desk.markPlaced(t.actor(user), CUSTOMER_ID, { what, number: '' }, attempt);
    expect((await refused(mark('SalesAgent', 'p-1')))?.code).toBe('NeedsAccess');
    expect((await mark('colleague', 'p-2')).placeable.placement.state).toBe('placed');
    expect((await t.book()).reservations[0]?.configured?.placement.by?.name).toBe('Bob Colleague');
    expect((await t.book()).activity.at(-1)).toMatchObject({ subject: 'res-1', after: 'placed' });
    expect((await refused(mark('AdminAgent', 'p-3')))?.code).toBe('AlreadyPlaced');
    t.clock.forward(5);
    await configure(t, { scope: 'shared' }, 'AdminAgent', 'a-2');
    expect((await refused(mark('AdminAgent', 'p-4')))?.code).toBe('NothingToPlace');
    expect((await mark('colleague', 'p-2')).placeable).toMatchObject({ kind: 'configuration', what });
  });
});
