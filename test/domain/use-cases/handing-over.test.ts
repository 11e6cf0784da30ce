/** Handing what was prepared to a colleague who may do it (rules section 1). */
import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import { customerSchema } from '../../../domain/model.js';
import { CUSTOMERS, customerKey, INBOX, PRICES } from '../../../domain/store/kinds.js';
import { customer, reservation, subscription, used, user } from '../../support/builders.js';
import {
  add,
  buyCart,
  CONTACT,
  CUSTOMER_ID,
  priced,
  quoted,
  refused,
  type TestDesk,
  testDesk,
  VM,
  VM_3Y,
} from '../../support/desk.js';

const book = (over: Partial<Customer> = {}) =>
  customer({
    subscriptions: [subscription({ owners: ['Olga'] })],
    reservations: [reservation({ quantity: 3, ...used() })],
    ...over,
  });
const SALES = 'SalesAgent';
const names = async (t: TestDesk, what: string, userId = SALES) =>
  (await t.desk.colleaguesToAsk(t.actor(userId), CUSTOMER_ID, what)).colleagues.map(({ id }) => id);
const ask = async (t: TestDesk, what: string, colleague = 'colleague', note = '', attemptId = 'ask') =>
  (await t.desk.askColleague(t.actor(SALES), CUSTOMER_ID, { what, colleague, note }, attemptId)).handover;
const stored = async (t: TestDesk) => (await t.book()).handovers ?? [];
const news = async (t: TestDesk, userId: string) => await t.desk.handoverNews(t.actor(userId));
const mine = async (t: TestDesk, userId: string) =>
  (await t.desk.handovers(t.actor(userId), {})).handovers.items.map(({ handover }) => handover.number);

/** A desk on which a Sales agent without access has filled a cart. */
async function withCart(over: Partial<Customer> = {}): Promise<TestDesk> {
  const t = await testDesk({ customers: [book(over)] });
  await add(t, t.actor(SALES), { quantity: '2' });
  return t;
}

async function withRefund(): Promise<{ t: TestDesk; what: string }> {
  const t = await testDesk({ customers: [book()] });
  const { quote } = await quoted(t, { quantity: '1' }, t.actor(SALES));
  return { t, what: `quote/${quote.id}` };
}

const EXCHANGE = {
  returns: [{ reservationId: 'res-1', quantity: '1' }],
  purchases: [{ productId: VM_3Y, quantity: '2' }],
};

describe('whom to ask', () => {
  it('is every colleague who may do exactly this; never oneself, nor who has left', async () => {
    const t = await withCart();
    expect(await names(t, 'cart')).toEqual(['AdminAgent', 'colleague', 'GlobalAdmin', 'UserManagementAdmin']);
  });

  it('is for a permission only who may switch it', async () => {
    const t = await withCart();
    expect(await names(t, 'permission/on')).toEqual(['AdminAgent', 'colleague']);
  });

  it('is also who has been given access', async () => {
    const t = await testDesk({
      customers: [book({ subscriptions: [subscription({ access: ['HelpdeskAgent'] })] })],
    });
    await add(t, t.actor(SALES));
    expect(await names(t, 'cart')).toContain('HelpdeskAgent');
  });

  it('is nobody where nobody may: said, with whom to go to', async () => {
    const sam = user({ id: SALES, name: 'Sam Sales', roles: ['SalesAgent'] });
    const t = await testDesk({ customers: [book()], users: [sam] });
    expect(await refused(t.desk.colleaguesToAsk(t.actor(SALES), CUSTOMER_ID, 'permission/on'))).toEqual({
      code: 'NobodyElseMay',
    });
  });

  it.each(['cart', 'quote/none', 'quote/toString', 'permission/maybe', '', '__proto__'])(
    'is nobody for what was not prepared: %j',
    async (what) => {
      const t = await testDesk({ customers: [book()] });
      expect(await refused(t.desk.colleaguesToAsk(t.actor(SALES), CUSTOMER_ID, what))).toEqual({
        code: 'NothingToHandOver',
      });
    },
  );
});

describe('asking', () => {
  it('keeps ids and quantities, and no price, amount or right', async () => {
    const t = await withCart();
    const { wish, ...rest } = await ask(t, 'cart', 'colleague', ' before noon ');
    expect(wish).toMatchObject({
      what: 'cart',
      items: [{ productId: VM, quantity: 2, subscriptionId: 'sub-1' }],
    });
    expect(JSON.stringify(wish)).not.toMatch(/price|amount|role/i);
    expect(rest).toMatchObject({ state: 'open', to: { userId: 'colleague' }, note: 'before noon' });
    const after = await t.book();
    expect(customerSchema.safeParse(after).success).toBe(true);
    expect(after.activity.at(-1)).toMatchObject({
      action: 'ask colleague',
      subject: rest.number,
      outcome: 'done',
    });
  });

  it('the same attempt asks once', async () => {
    const t = await withCart();
    expect((await ask(t, 'cart')).number).toBe((await ask(t, 'cart')).number);
    expect(await stored(t)).toHaveLength(1);
  });

  it.each([
    ['SalesAgent', '', ['colleague']],
    ['HelpdeskAgent', '', ['colleague']],
    ['left', '', ['colleague']],
    ['nobody', '', ['colleague']],
    ['colleague', 'x'.repeat(301), ['note']],
  ])('%s can not be asked, or not so, and the attempt is in the log', async (colleague, note, fields) => {
    const t = await withCart();
    expect(await refused(ask(t, 'cart', colleague, note))).toEqual({ code: 'HandoverInvalid', fields });
    expect((await t.book()).activity.at(-1)).toMatchObject({ action: 'ask colleague', outcome: 'refused' });
    expect(await news(t, 'colleague')).toEqual({ waiting: 0, answered: 0 });
  });

  it('is seen by both from then on, and by nobody else', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    expect(await mine(t, 'colleague')).toEqual([number]);
    expect(await mine(t, SALES)).toEqual([number]);
    expect(await mine(t, 'AdminAgent')).toEqual([]);
    expect(await news(t, 'colleague')).toEqual({ waiting: 1, answered: 0 });
    expect(await news(t, SALES)).toEqual({ waiting: 0, answered: 0 });
  });
});

describe('a cart', () => {
  it('becomes the colleague’s own, and its order closes the handover and takes the asker’s cart, in one write', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    await t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number);
    // Twice is once: the cart that is there is it.
    await t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number);
    const { order } = await buyCart(t, t.actor('colleague'));
    expect(order).toMatchObject({ total: '2000.00', by: { userId: 'colleague' } });
    const after = await t.book();
    expect(after.carts).toEqual({});
    expect(after.handovers).toMatchObject([
      { state: 'done', closed: { by: { userId: 'colleague' }, subject: order.number } },
    ]);
    expect(after.activity.map(({ action, subject }) => [action, subject])).toEqual(
      expect.arrayContaining([
        ['buy', order.number],
        ['handover done', number],
      ]),
    );
    expect(await news(t, SALES)).toEqual({ waiting: 0, answered: 1 });
    expect(await news(t, 'colleague')).toEqual({ waiting: 0, answered: 0 });
  });

  it('that the asker has added to since it was taken up keeps what was added', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    await t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number);
    await add(t, t.actor(SALES), { itemId: 'more', productId: VM_3Y });
    await buyCart(t, t.actor('colleague'));
    expect((await t.book()).carts[SALES]?.items.map(({ id }) => id)).toEqual(['more']);
  });

  it('handed to two is ordered by the first of them; the second is told by whom', async () => {
    const t = await withCart();
    for (const who of ['colleague', 'GlobalAdmin']) {
      const { number } = await ask(t, 'cart', who, '', `ask ${who}`);
      await t.desk.takeUpHandover(t.actor(who), CUSTOMER_ID, number);
    }
    const { order } = await buyCart(t, t.actor('colleague'), 'first');
    expect(await refused(buyCart(t, t.actor('GlobalAdmin'), 'second'))).toMatchObject({
      code: 'HandoverClosed',
      state: 'done',
      first: { by: 'Bob Colleague' },
    });
    expect((await t.book()).orders.map(({ number }) => number)).toEqual([order.number]);
  });

  it('is priced when it is taken up, not as it was', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    await t.put(PRICES, priced(VM, '1100.00'));
    await t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number);
    expect((await t.desk.review(t.actor('colleague'), CUSTOMER_ID)).total).toBe('2200.00');
  });

  it('is not mixed with one that the colleague has', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    await add(t, t.actor('colleague'), { itemId: 'own' });
    expect(await refused(t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number))).toEqual({
      code: 'CartInUse',
    });
    expect((await t.book()).carts.colleague?.items.map(({ id }) => id)).toEqual(['own']);
  });

  it('that the asker has changed since makes no sense any more, says so, and can be declined', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    await add(t, t.actor(SALES), { itemId: 'more' });
    const { problem } = await t.desk.handover(t.actor('colleague'), CUSTOMER_ID, number);
    expect(problem).toEqual({ code: 'HandoverOutdated' });
    expect(await refused(t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number))).toEqual(problem);
    const no = { number, reason: 'It has changed.' };
    await t.desk.declineHandover(t.actor('colleague'), CUSTOMER_ID, no, 'no');
    expect(await stored(t)).toMatchObject([{ state: 'declined' }]);
  });

  it.each(['withdrawn', 'done'])(
    'that was taken up is not ordered once the asker has it %s: by whom and when is said',
    async (state) => {
      const t = await withCart();
      const { number } = await ask(t, 'cart');
      const { actor, desk } = t;
      await desk.takeUpHandover(actor('colleague'), CUSTOMER_ID, number);
      if (state === 'withdrawn') await desk.withdrawHandover(actor(SALES), CUSTOMER_ID, number, 'back');
      else {
        await t.change({ subscriptions: [subscription({ access: [SALES] })] });
        await buyCart(t, actor(SALES), 'by-the-asker');
      }
      const orders = (await t.book()).orders.length;
      expect(await refused(buyCart(t, actor('colleague')))).toMatchObject({
        code: 'HandoverClosed',
        state,
        first: { by: 'Sam Sales' },
      });
      expect((await t.book()).orders).toHaveLength(orders);
      // Emptied, it is a cart of the colleague's own again.
      const { items } = await desk.review(actor('colleague'), CUSTOMER_ID);
      const out = items.map(({ id }) => ({ itemId: id, quantity: '0' }));
      await desk.changeCart(actor('colleague'), CUSTOMER_ID, out, 'en');
      await add(t, actor('colleague'), { itemId: 'own' });
      expect((await buyCart(t, actor('colleague'), 'own')).order.items).toHaveLength(1);
    },
  );

  it('can be prepared by who may not buy, whose own Buy is refused and in the log', async () => {
    const t = await withCart();
    const review = await t.desk.review(t.actor(SALES), CUSTOMER_ID);
    expect(review.needs).toEqual({ code: 'NeedsAccess', subscription: 'Subscription One' });
    expect(await refused(buyCart(t, t.actor(SALES)))).toEqual(review.needs);
    expect((await t.book()).activity.at(-1)).toMatchObject({ action: 'buy', outcome: 'refused' });
    expect((await t.book()).orders).toEqual([]);
  });
});

describe('a refund', () => {
  it('is done once just this is filed, by whomever', async () => {
    const { t, what } = await withRefund();
    const { number, wish } = await ask(t, what);
    expect(wish).toEqual({ what: 'refund', reservationId: 'res-1', quantity: 1 });
    const { file } = await quoted(t, { quantity: '1' }, t.actor('AdminAgent'));
    const { request } = await file();
    expect(await stored(t)).toMatchObject([
      { number, state: 'done', closed: { by: { userId: 'AdminAgent' }, subject: request.number } },
    ]);
  });

  it('of another quantity leaves it open', async () => {
    const { t, what } = await withRefund();
    await ask(t, what);
    await (await quoted(t, { quantity: '2' })).file();
    expect(await stored(t)).toMatchObject([{ state: 'open' }]);
  });

  it('of what was returned meanwhile says by whom', async () => {
    const { t, what } = await withRefund();
    const { number } = await ask(t, what);
    await (await quoted(t)).file();
    expect((await t.desk.handover(t.actor('colleague'), CUSTOMER_ID, number)).problem).toMatchObject({
      code: 'ReservationBusy',
    });
  });
});

describe('an exchange', () => {
  it('is done once these are returned in one', async () => {
    const t = await testDesk({ customers: [book()] });
    const { quote } = await t.desk.quoteExchange(t.actor(SALES), CUSTOMER_ID, EXCHANGE, 'en');
    const { wish } = await ask(t, `quote/${quote.id}`);
    expect(wish).toMatchObject({
      what: 'exchange',
      returns: [{ reservationId: 'res-1', quantity: 1 }],
      purchases: [{ productId: VM_3Y, quantity: 2 }],
    });
    const again = await t.desk.quoteExchange(t.actor('colleague'), CUSTOMER_ID, EXCHANGE, 'en');
    const filing = { quoteId: again.quote.id, contact: CONTACT };
    await t.desk.fileExchange(t.actor('colleague'), CUSTOMER_ID, filing, 'file');
    expect(await stored(t)).toMatchObject([{ state: 'done', closed: { by: { userId: 'colleague' } } }]);
  });
});

describe('what an exchange is done with', () => {
  const part = (reservationId: string, quantity = '1') => ({ reservationId, quantity });
  type Returns = readonly ReturnType<typeof part>[];
  it.each<[string, Returns, Returns, 'done' | 'open']>([
    ['these, in another order', [part('res-1'), part('res-2')], [part('res-2'), part('res-1')], 'done'],
    ['one more', [part('res-1')], [part('res-1'), part('res-2')], 'open'],
    ['one less', [part('res-1'), part('res-2')], [part('res-1')], 'open'],
    ['another beside one of them', [part('res-1'), part('res-2')], [part('res-1'), part('res-3')], 'open'],
    ['another quantity', [part('res-1')], [part('res-1', '2')], 'open'],
  ])('%s returned', async (_, asked, filed, state) => {
    const reservations = ['res-1', 'res-2', 'res-3'].map((id) => reservation({ id, quantity: 3, ...used() }));
    const t = await testDesk({ customers: [book({ reservations })] });
    const purchases = [{ productId: VM_3Y, quantity: '4' }];
    const quote = async (userId: string, returns: Returns) =>
      (await t.desk.quoteExchange(t.actor(userId), CUSTOMER_ID, { returns, purchases }, 'en')).quote.id;
    await ask(t, `quote/${await quote(SALES, asked)}`);
    // What else was handed over has nothing to do with it.
    const { quote: refund } = await quoted(t, { reservationId: 'res-1', quantity: '1' }, t.actor(SALES));
    await ask(t, `quote/${refund.id}`, 'colleague', '', 'ask for a refund');
    await ask(t, 'permission/on', 'colleague', '', 'ask for a permission');
    const filing = { quoteId: await quote('colleague', filed), contact: CONTACT };
    await t.desk.fileExchange(t.actor('colleague'), CUSTOMER_ID, filing, 'file');
    expect((await stored(t)).map((one) => one.state)).toEqual([state, 'open', 'open']);
  });
});

describe('a permission', () => {
  it('is done once it is switched so, and not when it is switched back', async () => {
    const t = await testDesk({ customers: [book()] });
    await ask(t, 'permission/on', 'colleague', '', 'a');
    await ask(t, 'permission/off', 'colleague', '', 'b');
    await t.desk.setPermission(t.actor('colleague'), CUSTOMER_ID, true, 'on');
    expect(await stored(t)).toMatchObject([{ state: 'done' }, { state: 'open' }]);
  });

  it('that was taken back stays so; the log says of each that is done what became of it', async () => {
    const t = await testDesk({ customers: [book()] });
    const { number: back } = await ask(t, 'permission/on', 'colleague', '', 'a');
    await t.desk.withdrawHandover(t.actor(SALES), CUSTOMER_ID, back, 'back');
    const { number } = await ask(t, 'permission/on', 'colleague', '', 'b');
    await t.desk.setPermission(t.actor('colleague'), CUSTOMER_ID, true, 'on');
    const [first, second] = await stored(t);
    expect([first?.state, second?.state]).toEqual(['withdrawn', 'done']);
    expect(second?.closed).not.toHaveProperty('subject');
    const done = (await t.book()).activity.filter(({ action }) => action === 'handover done');
    expect(done).toMatchObject([{ subject: number, before: 'open', after: 'done' }]);
  });

  it('that is so already makes no sense any more', async () => {
    const t = await testDesk({ customers: [book()] });
    const { number } = await ask(t, 'permission/off');
    expect((await t.desk.handover(t.actor(SALES), CUSTOMER_ID, number)).problem).toEqual({
      code: 'HandoverOutdated',
    });
  });
});

describe('an answer', () => {
  it('declined needs a reason, is told to the asker once, and stands', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    const decline = (reason: string, attempt: string, userId = 'colleague') =>
      t.desk.declineHandover(t.actor(userId), CUSTOMER_ID, { number, reason }, attempt);
    expect(await refused(decline(' ', 'a'))).toMatchObject({ code: 'ReasonNeeded' });
    expect(await refused(decline('no', 'b', 'AdminAgent'))).toEqual({ code: 'HandoverNotFound' });
    await decline('Too expensive.', 'c');
    expect(await refused(decline('Once more.', 'd'))).toMatchObject({
      code: 'HandoverClosed',
      state: 'declined',
    });
    expect(await refused(t.desk.withdrawHandover(t.actor(SALES), CUSTOMER_ID, number, 'e'))).toMatchObject({
      code: 'HandoverClosed',
    });
    expect(await news(t, SALES)).toEqual({ waiting: 0, answered: 1 });
    await t.desk.handover(t.actor(SALES), CUSTOMER_ID, number);
    expect(await news(t, SALES)).toEqual({ waiting: 0, answered: 0 });
    expect((await t.book()).activity.filter(({ action }) => action === 'decline handover')).toHaveLength(4);
  });

  it('is not needed for what the asker takes back', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    expect(await refused(t.desk.withdrawHandover(t.actor('colleague'), CUSTOMER_ID, number, 'a'))).toEqual({
      code: 'HandoverNotFound',
    });
    await t.desk.withdrawHandover(t.actor(SALES), CUSTOMER_ID, number, 'b');
    expect(await news(t, 'colleague')).toEqual({ waiting: 0, answered: 0 });
    expect(await mine(t, SALES)).toEqual([]);
    expect(await refused(t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, number))).toMatchObject({
      code: 'HandoverClosed',
      state: 'withdrawn',
    });
  });
});

describe('a handover that there is not', () => {
  it.each<[string, (t: TestDesk) => Promise<unknown>]>([
    ['taken up', (t) => t.desk.takeUpHandover(t.actor('colleague'), CUSTOMER_ID, 'HO-0')],
    [
      'declined',
      (t) => t.desk.declineHandover(t.actor('colleague'), CUSTOMER_ID, { number: 'HO-0', reason: 'no' }, 'a'),
    ],
    ['withdrawn', (t) => t.desk.withdrawHandover(t.actor(SALES), CUSTOMER_ID, 'HO-0', 'a')],
    ['looked at', (t) => t.desk.handover(t.actor(SALES), CUSTOMER_ID, 'HO-0')],
  ])('is not %s, whether or not there are others', async (_, act) => {
    const t = await withCart();
    expect(await refused(act(t))).toEqual({ code: 'HandoverNotFound' });
    await ask(t, 'cart');
    const before = await stored(t);
    expect(await refused(act(t))).toEqual({ code: 'HandoverNotFound' });
    expect(await stored(t)).toEqual(before);
  });
});

describe('the pointers', () => {
  const inbox = customerKey('partner-1', 'colleague');

  it('that are lost are written again when the handovers of the customer are looked at', async () => {
    const t = await withCart();
    const { number } = await ask(t, 'cart');
    await t.documents.remove(INBOX, inbox);
    expect(await mine(t, 'colleague')).toEqual([]);
    const { handovers, customerName } = await t.desk.handovers(t.actor('AdminAgent'), {
      customerId: CUSTOMER_ID,
    });
    expect([customerName, handovers.total]).toEqual(['Customer One', 1]);
    expect(await mine(t, 'colleague')).toEqual([number]);
  });

  it('that lead nowhere are taken away', async () => {
    const t = await withCart();
    const pointers = [
      { customerId: CUSTOMER_ID, number: 'HO-0' },
      { customerId: 'nobody', number: 'HO-1' },
    ];
    await t.documents.update(INBOX, inbox, () => ({ next: { pointers }, result: undefined }));
    expect(await mine(t, 'colleague')).toEqual([]);
    expect(await t.documents.read(INBOX, inbox)).toEqual({ pointers: [] });
  });

  it('are all that is read for the greeting, but for what they lead to', async () => {
    const t = await withCart();
    await ask(t, 'cart');
    await t.documents.remove(CUSTOMERS, 'partner-1');
    expect(await news(t, 'colleague')).toEqual({ waiting: 1, answered: 0 });
  });
});
