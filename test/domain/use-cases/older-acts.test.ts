/** Acts that have moved out of a customer's document: none is lost, none is shown twice, and an attempt stays the same one. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ActivityRecord, Actor, Customer } from '../../../domain/model.js';
import { Refusal } from '../../../domain/refusals.js';
import type { Change, DocumentKind } from '../../../domain/store/documents.js';
import { CUSTOMER, customerKey, OLDER_ACTS } from '../../../domain/store/kinds.js';
import { activityRecord, customer, reservation, stamp, subscription } from '../../support/builders.js';
import { CUSTOMER_ID, refused, type TestDesk, testDesk, VM } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const KEY = customerKey('partner-1', CUSTOMER_ID);
const MOVED = 200;
const MINUTE = 60_000;
const FIRST = Date.parse('2020-01-01T00:00:00.000Z');

/** Fails the next change of a document of this kind, as a process that is killed before it. */
class Failing extends MemoryDocuments {
  failAt: string | undefined;

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    if (kind.name === this.failAt && (await this.isMove(kind, key, change))) {
      this.failAt = undefined;
      throw new Error(`killed before ${kind.name} was written`);
    }
    return await super.update(kind, key, change);
  }

  /** After a move the customer's document names one more of older acts. */
  private async isMove<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<boolean> {
    if (kind.name !== CUSTOMER.name) return true;
    const now = await this.read(kind, key);
    const named = (document: unknown) => (document as Customer).older?.length ?? 0;
    return named(change(now).next) > named(now);
  }
}

/** So many acts of long ago, one a minute, every third of them refused. */
function acts(count: number): Pick<Customer, 'activity' | 'attempts'> {
  const at = (i: number) => new Date(FIRST + i * MINUTE).toISOString();
  const activity = Array.from({ length: count }, (_, i): ActivityRecord => {
    const by = stamp(i % 2 === 0 ? undefined : { id: 'bob', name: 'Bob', email: '', roles: ['SalesAgent'] });
    const action = i === 7 ? 'once only' : 'buy';
    const outcome = i % 3 === 0 ? 'refused' : 'done';
    return activityRecord({ id: `record-${i}`, at: at(i), by, action, subject: `RD-${i}`, outcome });
  });
  const attempts = Object.fromEntries(
    activity.map(({ by = stamp() }, i): [string, Customer['attempts'][string]] => [
      `attempt-${i}`,
      { at: at(i), command: 'buy', by, outcome: { kind: 'permission', on: i % 2 === 0, changed: true } },
    ]),
  );
  return { activity, attempts };
}

let t: TestDesk;
const me = (): Actor => t.actor();

async function withActs(count: number, documents = new MemoryDocuments()): Promise<void> {
  const owned = subscription({ owners: ['owner@customer.example'] });
  t = await testDesk({
    documents,
    customers: [customer({ ...acts(count), subscriptions: [owned], reservations: [reservation()] })],
  });
}

/** One act more; what it does does not matter. */
const actOnce = (attemptId: string) => t.desk.setPermission(me(), CUSTOMER_ID, true, attemptId);
const older = () => t.documents.list(OLDER_ACTS);
const subjects = async (filter: object = {}) =>
  (await t.desk.exportActivity(me(), filter)).rows.map(({ entry }) => entry.subject ?? entry.action);

/** Every act of the book, the newest first; those that `actOnce` did have no subject. */
const all = (count: number, newest: string[] = []) => [
  ...newest,
  ...Array.from({ length: count }, (_, i) => `RD-${count - 1 - i}`),
];
const SWITCHED = ['Create Customer Purchase Permissions'];

describe('acts of a customer', () => {
  it('stay in its document while they are few', async () => {
    await withActs(2 * MOVED - 2);
    await actOnce('new');
    expect(await older()).toEqual([]);
    expect((await t.book()).activity).toHaveLength(2 * MOVED - 1);
  });

  it('move out of it, the oldest first, once they are many: no more than that are written with an act', async () => {
    await withActs(5 * MOVED);
    for (let i = 0; i < 5; i++) await actOnce(`new-${i}`);
    const { activity, attempts, older: inShort = [] } = await t.book();
    expect(activity.length).toBeLessThan(2 * MOVED);
    expect(Object.keys(attempts).length).toBeLessThan(2 * MOVED);
    expect(inShort.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    const kept = await Promise.all(
      inShort.map(({ number }) => t.documents.read(OLDER_ACTS, `${KEY}/${number}`)),
    );
    const records = [...kept.flatMap((acts) => acts?.activity ?? []), ...activity];
    // Only the first of the five switched anything.
    expect(records.map(({ id }) => id).slice(0, 5 * MOVED)).toEqual(
      acts(5 * MOVED).activity.map(({ id }) => id),
    );
    expect(records).toHaveLength(5 * MOVED + 1);
  });
});

describe('the activity log', () => {
  const COUNT = 5 * MOVED;

  it.each([
    ['of the customer', { customerId: CUSTOMER_ID }],
    ['of all', {}],
  ])('%s has them all, newest first', async (_, of) => {
    await withActs(COUNT);
    const { total } = (await t.desk.activityLog(me(), of, 1)).rows;
    for (let i = 0; i < 5; i++) await actOnce(`new-${i}`);
    expect(await subjects(of)).toEqual(all(COUNT, SWITCHED));
    const first = await t.desk.activityLog(me(), of, 1);
    expect(first.rows).toMatchObject({ total: total + 1, pages: Math.ceil((total + 1) / 8) });
    expect(first.rows.items[0]?.entry.action).toBe(SWITCHED[0]);
    const last = await t.desk.activityLog(me(), of, 9999);
    expect(last.rows.items.at(-1)?.entry.subject).toBe('RD-0');
    expect(first.kinds).toEqual(['buy', ...SWITCHED, 'once only']);
    expect(first.users.map(({ id }) => id)).toEqual(['ada', 'AdminAgent', 'bob']);
  });

  it.each([
    ['by kind', { kind: 'once only' }, ['RD-7']],
    ['by user', { user: 'bob', to: '2020-01-01' }, all(COUNT).filter((_, i) => i % 2 === 0)],
    ['by day', { from: '2020-01-02' }, SWITCHED],
    ['by what nobody did', { user: 'nobody' }, []],
  ])('can be narrowed %s', async (_, filter, expected) => {
    await withActs(COUNT);
    for (let i = 0; i < 5; i++) await actOnce(`new-${i}`);
    expect(await subjects({ customerId: CUSTOMER_ID, ...filter })).toEqual(expected);
    expect(await subjects(filter)).toEqual(expected);
  });

  it('reads no more documents than its page needs', async () => {
    await withActs(COUNT);
    for (let i = 0; i < 5; i++) await actOnce(`new-${i}`);
    for (const key of await older()) await t.documents.remove(OLDER_ACTS, key);
    expect((await t.desk.activityLog(me(), { customerId: CUSTOMER_ID }, 1)).rows.items).toHaveLength(8);
    const last = t.desk.activityLog(me(), { customerId: CUSTOMER_ID }, 9999);
    expect(await refused(last)).toMatchObject({ code: 'DocumentUnreadable' });
    expect((await t.desk.activityLog(me(), {}, 9999)).unreadable).toEqual(['Customer One']);
  });

  it('shows the latest changes of prices, also where much has been done since', async () => {
    await withActs(0);
    await t.desk.setCustomerPrices(me(), CUSTOMER_ID, { markup: '5', locale: 'en' }, 'prices');
    await t.desk.setCustomerPrices(
      me(),
      CUSTOMER_ID,
      { own: { productId: VM, price: '5.00' }, locale: 'en' },
      'price',
    );
    const before = await t.desk.customerPrices(me(), CUSTOMER_ID, {});
    const { activity, attempts } = await t.book();
    const since = acts(3 * MOVED);
    await t.change({
      activity: [...activity, ...since.activity],
      attempts: { ...attempts, ...since.attempts },
    });
    for (let i = 0; i < 4; i++) await actOnce(`new-${i}`);
    expect((await t.book()).activity.some(({ action }) => action === 'set customer prices')).toBe(false);
    expect((await t.desk.customerPrices(me(), CUSTOMER_ID, {})).changes).toEqual(before.changes);
  });
});

describe('an attempt that has moved', () => {
  it('is still the same attempt: no second effect, and the same answer', async () => {
    await withActs(0);
    const first = await actOnce('long ago');
    await t.desk.setPermission(me(), CUSTOMER_ID, false, 'off again');
    const { activity, attempts } = await t.book();
    const since = acts(3 * MOVED);
    await t.change({
      activity: [...activity, ...since.activity],
      attempts: { ...attempts, ...since.attempts },
    });
    // Moved by the moment of the attempt, whatever the order in which they stand.
    t.clock.goTo('2021-02-01');
    await t.change({
      attempts: Object.fromEntries(
        Object.entries((await t.book()).attempts).map(([id, attempt]) => [
          id,
          id === 'long ago' ? { ...attempt, at: '2019-01-01T00:00:00.000Z' } : attempt,
        ]),
      ),
    });
    for (let i = 0; i < 3; i++) await t.desk.setPermission(me(), CUSTOMER_ID, false, `no change ${i}`);
    const { attempts: left, activity: log } = await t.book();
    expect(Object.hasOwn(left, 'long ago')).toBe(false);
    const again = await actOnce('long ago');
    expect(again).toMatchObject({ changed: true, facts: { on: first.facts.on } });
    expect((await t.book()).permission.on).toBe(false);
    expect((await t.book()).activity).toEqual(log);
  });

  it('is not taken for new where its document can not be read', async () => {
    await withActs(3 * MOVED);
    for (let i = 0; i < 2; i++) await actOnce(`new-${i}`);
    for (const key of await older()) await t.documents.remove(OLDER_ACTS, key);
    const before = await t.book();
    const again = t.desk.setPermission(me(), CUSTOMER_ID, false, 'attempt-0');
    expect(await refused(again)).toMatchObject({ code: 'DocumentUnreadable' });
    expect(await t.book()).toEqual(before);
  });
});

describe('a move that does not come to its end', () => {
  afterEach(() => expect(t.reported).toHaveLength(1));

  it.each([
    ['before the older acts are written', OLDER_ACTS.name],
    ['between the two documents', CUSTOMER.name],
  ])('%s loses nothing and shows nothing twice, then and after the next one', async (_, kind) => {
    const documents = new Failing();
    await withActs(3 * MOVED, documents);
    documents.failAt = kind;
    await actOnce('new');
    expect((await t.book()).older).toBeUndefined();
    expect(await subjects()).toEqual(all(3 * MOVED, SWITCHED));
    for (let i = 0; i < 3; i++) await actOnce(`more-${i}`);
    expect((await t.book()).older).toHaveLength(2);
    expect(await subjects()).toEqual(all(3 * MOVED, SWITCHED));
    const repeated = await t.desk
      .setPermission(me(), CUSTOMER_ID, false, 'attempt-1')
      .catch((error) => error);
    expect(repeated instanceof Refusal).toBe(false);
    expect((await t.book()).permission.on).toBe(true);
  });
});

describe('a move of other acts than the one that was broken off', () => {
  it('moves those of both', async () => {
    const documents = new Failing();
    await withActs(2 * MOVED - 2, documents);
    const { attempts } = await t.book();
    const [attempt] = Object.values(attempts);
    if (!attempt) throw new Error('no attempt');
    // Attempts that changed nothing have left no record.
    const later = { ...attempt, at: '2020-12-31T00:00:00.000Z' };
    await t.change({ attempts: { ...attempts, idle: later, 'idle too': later } });
    documents.failAt = CUSTOMER.name;
    await actOnce('first');
    expect(t.reported).toHaveLength(1);
    expect((await documents.read(OLDER_ACTS, `${KEY}/1`))?.activity).toEqual([]);
    await t.desk.setPermission(me(), CUSTOMER_ID, false, 'second');
    const moved = await documents.read(OLDER_ACTS, `${KEY}/1`);
    expect(moved?.activity.map(({ id }) => id)).toEqual(acts(MOVED).activity.map(({ id }) => id));
    expect(Object.keys(moved?.attempts ?? {})).toHaveLength(MOVED);
    expect((await t.book()).activity).toHaveLength(MOVED);
    expect(await subjects()).toEqual(
      all(2 * MOVED - 2, ['Delete Customer Purchase Permissions', ...SWITCHED]),
    );
  });
});

describe('two moves at once', () => {
  it('move the same acts once', async () => {
    await withActs(4 * MOVED);
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((attempt) => actOnce(attempt)));
    expect(await subjects()).toEqual(all(4 * MOVED, SWITCHED));
    const numbers = ((await t.book()).older ?? []).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });
});
