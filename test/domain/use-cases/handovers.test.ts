/** The handovers that concern a user: which, in which order, with what; and what is read and written for it. */
import { describe, expect, it } from '@jest/globals';
import type { Customer, Handover, HandoverWish, Inbox } from '../../../domain/model.js';
import { Refusal } from '../../../domain/refusals.js';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { CUSTOMER, customerKey, INBOX, PRICES as PRICES_KIND } from '../../../domain/store/kinds.js';
import { customer, reservation, stamp, user } from '../../support/builders.js';
import {
  CUSTOMER_ID,
  HOST,
  type TestDesk,
  type TestDeskOptions,
  testDesk,
  USERS,
  VM,
} from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const SALES = 'SalesAgent';
const named = (id: string) => USERS.find((one) => one.id === id) ?? user({ id });
const ON: HandoverWish = { what: 'permission', on: true };

const handed = (number: string, over: Partial<Handover> = {}, from = SALES, to = 'colleague'): Handover => ({
  ...{ number, at: '2021-01-05T12:00:00.000Z', state: 'open', wish: ON },
  from: stamp(named(from)),
  to: { userId: to, name: named(to).name },
  ...over,
});
const closed = (state: Handover['state'], by: string): Partial<Handover> => ({
  state,
  closed: { at: '2021-01-05T13:00:00.000Z', by: stamp(named(by)) },
});

/** A desk with these handovers at its one customer, all of them pointed to for everybody. */
async function open(handovers: Handover[], over: Partial<Customer> = {}, options: TestDeskOptions = {}) {
  const t = await testDesk({ customers: [customer({ handovers, ...over })], ...options });
  const pointers = handovers.map(({ number }) => ({ customerId: CUSTOMER_ID, number }));
  for (const { id } of USERS) await point(t, id, pointers);
  return t;
}
const inboxOf = (userId: string) => customerKey('partner-1', userId);
const point = (t: TestDesk, userId: string, pointers: Inbox['pointers']) =>
  t.documents.update(INBOX, inboxOf(userId), () => ({ next: { pointers }, result: undefined }));
const pointers = async (t: TestDesk, userId: string) =>
  (await t.documents.read(INBOX, inboxOf(userId)))?.pointers.map(({ number }) => number);
const mine = async (t: TestDesk, userId: string, page?: number) =>
  (await t.desk.handovers(t.actor(userId), page ? { page } : {})).handovers.items;
const numbers = async (t: TestDesk, userId: string, page?: number) =>
  (await mine(t, userId, page)).map(({ handover }) => handover.number);

describe('whom a handover concerns', () => {
  it.each<[string, Partial<Handover>, boolean, boolean]>([
    ['open', {}, true, true],
    ['done by who was asked', closed('done', 'colleague'), true, false],
    ['declined', closed('declined', 'colleague'), true, false],
    ['done by somebody else', closed('done', 'AdminAgent'), true, false],
    ['withdrawn', closed('withdrawn', SALES), false, false],
    ['done by who asked', closed('done', SALES), false, false],
  ])('%s: who asked %s, who was asked %s, nobody else', async (_, over, asker, asked) => {
    const t = await open([handed('HO-1', over)]);
    for (const [id, concerned] of [
      [SALES, asker],
      ['colleague', asked],
      ['GlobalAdmin', false],
    ] as const) {
      expect(await numbers(t, id)).toEqual(concerned ? ['HO-1'] : []);
      // What concerns nobody any more is not looked at again.
      expect(await pointers(t, id)).toEqual(concerned ? ['HO-1'] : []);
    }
  });

  it('is counted: what waits for the user, and what became of what it asked for', async () => {
    const t = await open([
      handed('HO-1'),
      handed('HO-2', {}, 'AdminAgent'),
      handed('HO-3', closed('declined', 'AdminAgent'), 'colleague', 'AdminAgent'),
      handed('HO-4', {}, 'colleague', 'AdminAgent'),
    ]);
    const news = (id: string) => t.desk.handoverNews(t.actor(id));
    expect(await news('colleague')).toEqual({ waiting: 2, answered: 1 });
    expect(await news('AdminAgent')).toEqual({ waiting: 1, answered: 0 });
    expect(await news(SALES)).toEqual({ waiting: 0, answered: 0 });
  });

  it('says on which side the user is, and of which customer it is', async () => {
    const t = await open([handed('HO-1')]);
    const about = { customerId: CUSTOMER_ID, customerName: 'Customer One' };
    expect(await mine(t, 'colleague')).toMatchObject([{ ...about, toMe: true, fromMe: false }]);
    expect(await mine(t, SALES)).toMatchObject([{ ...about, toMe: false, fromMe: true }]);
  });

  it('comes newest first, eight to a page', async () => {
    const at = (i: number) => `2021-01-0${1 + (i % 5)}T12:0${i}:00.000Z`;
    const many = Array.from({ length: 9 }, (_, i) => handed(`HO-${i}`, { at: at(i) }));
    const t = await open(many);
    const newest = many.toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(({ number }) => number);
    expect(await numbers(t, 'colleague')).toEqual(newest.slice(0, 8));
    expect(await numbers(t, 'colleague', 2)).toEqual(newest.slice(8));
    const { handovers } = await t.desk.handovers(t.actor('AdminAgent'), { customerId: CUSTOMER_ID, page: 2 });
    expect(handovers.items.map(({ handover }) => handover.number)).toEqual(newest.slice(8));
  });

  it('of a customer are those that are open, whoever asked whom', async () => {
    const t = await open([
      handed('HO-1'),
      handed('HO-2', closed('done', 'colleague')),
      handed('HO-3', {}, 'AdminAgent', 'colleague'),
    ]);
    const { handovers } = await t.desk.handovers(t.actor('GlobalAdmin'), { customerId: CUSTOMER_ID });
    expect(handovers.items.map(({ handover }) => handover.number)).toEqual(['HO-1', 'HO-3']);
    const none = await testDesk();
    const { handovers: nothing } = await none.desk.handovers(none.actor(), { customerId: CUSTOMER_ID });
    expect(nothing.items).toEqual([]);
  });

  it('names the problem of an open one, and none of one that is over', async () => {
    const t = await open([handed('HO-1'), handed('HO-2', closed('done', 'colleague'))], {
      permission: { on: true },
    });
    const found = await mine(t, SALES);
    expect(found.map(({ problem }) => problem?.code)).toEqual(['HandoverOutdated', undefined]);
  });
});

describe('looking at a handover', () => {
  it('that is over takes it from the list of who looks, and from no other', async () => {
    const t = await open([handed('HO-1', closed('declined', 'colleague')), handed('HO-2')]);
    await t.desk.handover(t.actor(SALES), CUSTOMER_ID, 'HO-1');
    expect(await pointers(t, SALES)).toEqual(['HO-2']);
    expect(await pointers(t, 'AdminAgent')).toEqual(['HO-1', 'HO-2']);
  });

  it('that is open points both to it again, once', async () => {
    const t = await open([handed('HO-1'), handed('HO-2')]);
    for (const id of [SALES, 'colleague', 'AdminAgent']) await point(t, id, []);
    for (let i = 0; i < 2; i++) await t.desk.handover(t.actor('AdminAgent'), CUSTOMER_ID, 'HO-2');
    expect(await pointers(t, SALES)).toEqual(['HO-2']);
    expect(await pointers(t, 'colleague')).toEqual(['HO-2']);
    expect(await pointers(t, 'AdminAgent')).toEqual([]);
  });

  it('keeps a hundred in the list, the latest of them', async () => {
    const t = await open([handed('new')]);
    const all = Array.from({ length: 100 }, (_, i) => `HO-${i}`);
    await point(
      t,
      'colleague',
      all.map((number) => ({ customerId: 'another', number })),
    );
    await t.desk.handover(t.actor('AdminAgent'), CUSTOMER_ID, 'new');
    expect(await pointers(t, 'colleague')).toEqual([...all.slice(1), 'new']);
  });

  it('of the same number at another customer is another', async () => {
    const t = await open([handed('HO-1', closed('declined', 'colleague'))]);
    const both = ['another', CUSTOMER_ID].map((customerId) => ({ customerId, number: 'HO-1' }));
    await point(t, SALES, both);
    await t.desk.handover(t.actor(SALES), CUSTOMER_ID, 'HO-1');
    expect((await t.documents.read(INBOX, inboxOf(SALES)))?.pointers).toEqual(both.slice(0, 1));
  });

  const item = { billing: 'oneTime', scope: 'shared', subscriptionId: 'sub-1' } as const;
  const returned = { does: 'return', quantity: 1, id: 'res-1', product: reservation().product };
  it.each<[HandoverWish, object[]]>([
    [ON, []],
    [{ what: 'refund', reservationId: 'res-1', quantity: 1 }, [returned]],
    [{ what: 'refund', reservationId: 'gone', quantity: 2 }, [{ does: 'return', quantity: 2, id: 'gone' }]],
    [
      {
        what: 'exchange',
        returns: [{ reservationId: 'res-1', quantity: 1 }],
        purchases: [{ ...item, productId: HOST, quantity: 3 }],
      },
      [returned, { does: 'buy', quantity: 3, id: HOST, product: { name: 'DSv3_Type3' } }],
    ],
    [
      {
        what: 'cart',
        cartId: 'cart-1',
        segment: 'commercial',
        items: [
          { ...item, productId: VM, quantity: 2 },
          { ...item, productId: 'gone', quantity: 4 },
        ],
      },
      [
        { does: 'buy', quantity: 2, id: VM, product: { name: 'Standard_D2s_v5' } },
        { does: 'buy', quantity: 4, id: 'gone' },
      ],
    ],
  ])('of %j shows what is returned and bought', async (wish, items) => {
    const t = await open([handed('HO-1', { wish })], { reservations: [reservation()] });
    const found = (await t.desk.handover(t.actor(), CUSTOMER_ID, 'HO-1')).items;
    expect(found).toMatchObject(items);
    expect(found).toHaveLength(items.length);
    for (const { id, product } of found) expect(product === undefined).toBe(id === 'gone');
  });
});

describe('what can not be read', () => {
  const UNREADABLE = { code: 'DocumentUnreadable', file: 'x.json', reason: 'cutOff' } as const;
  class Damaged extends MemoryDocuments {
    damaged = '';
    reads: string[] = [];

    override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
      this.reads.push(kind.name);
      if (kind.name === this.damaged) throw new Refusal(UNREADABLE);
      return await super.read(kind, key);
    }
  }

  it('of a user’s list is reported: nothing is in it, and those of the customer are found all the same', async () => {
    const documents = new Damaged();
    const t = await open([handed('HO-1')], {}, { documents });
    documents.damaged = INBOX.name;
    expect(await numbers(t, 'colleague')).toEqual([]);
    expect(t.reported).toEqual([new Refusal(UNREADABLE)]);
    const { handovers } = await t.desk.handovers(t.actor(), { customerId: CUSTOMER_ID });
    expect(handovers.total).toBe(1);
  });

  it('of a customer is passed over, and is there again once it can be read', async () => {
    const documents = new Damaged();
    const t = await open([handed('HO-1')], {}, { documents });
    documents.damaged = CUSTOMER.name;
    expect(await numbers(t, 'colleague')).toEqual([]);
    documents.damaged = '';
    expect(await numbers(t, 'colleague')).toEqual(['HO-1']);
  });

  it('of prices does not matter where nothing is bought', async () => {
    const documents = new Damaged();
    const wish: HandoverWish = { what: 'refund', reservationId: 'res-1', quantity: 1 };
    const t = await open([handed('HO-1', { wish })], { reservations: [reservation()] }, { documents });
    documents.damaged = PRICES_KIND.name;
    expect((await t.desk.handover(t.actor(), CUSTOMER_ID, 'HO-1')).items).toHaveLength(1);
  });
});
