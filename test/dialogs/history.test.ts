/** Order history and activity log, by clicking and by typing (rules sections 2, 6 and 7). */
import { describe, expect, it } from '@jest/globals';
import { DownloadLinks } from '../../bot/downloads.js';
import type { FileWish } from '../../dialogs/downloads.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, histories', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  const list = (chat: Chat) => chat.card('history').text;

  it('"orders" shows those of all customers, newest first, eight on a page', async () => {
    const { chat } = await open();
    await chat.say('orders');
    expect(list(chat)).toMatch(/^Order history\nAll customers/);
    expect(list(chat)).toMatch(/1–8 of 28, newest first\n1 · 10 × Standard_D2s_v5 — Sweden Central · 1 year/);
    await chat.submit('more');
    expect(list(chat)).toMatch(/9–16 of 28/);
    await chat.say('more');
    expect(list(chat)).toMatch(/17–24 of 28/);
    await chat.submit('newer');
    await chat.say('newer');
    expect(list(chat)).toMatch(/1–8 of 28/);
  });

  it.each(['orders fabrikam', 'order history for Fabrikam', 'Order history fabrikam'])(
    '"%s" shows those of one customer',
    async (text) => {
      const { chat } = await open();
      await chat.say(text);
      expect(list(chat)).toMatch(/^Order history\nFabrikam, Inc\./);
      expect(chat.card('history').value('customer')).toBe('Fabrikam, Inc.');
    },
  );

  it.each(['activity', 'activity log', 'log', 'log all'])('"%s" shows what all have done', async (text) => {
    const { chat } = await open();
    await chat.say(text);
    expect(list(chat)).toMatch(/^Activity log\nAll customers/);
  });

  it('"order fabrikam" is still a purchase', async () => {
    const { chat } = await open();
    await chat.say('order fabrikam');
    chat.card('choose-product');
  });

  it('asks which customer where several fit', async () => {
    const { demo, chat } = await open();
    await demo.addCustomers(3, 'fabrikam');
    await chat.say('orders extra');
    expect(chat.card('choose-customer').text).toMatch(/^Whose orders\?/);
    await chat.say('2');
    expect(list(chat)).toMatch(/^Order history\nExtra 02/);
  });

  it('is narrowed by dates, type and user, and shows what is filled in again', async () => {
    const { chat } = await open();
    await chat.say('orders');
    const card = chat.card('history');
    const user = card.choice('user', /Sanjay Mehta/);
    const kind = card.choice('kind', /^Virtual machines$/);
    await chat.submit('show', { from: '2026-10-01', to: '2026-11-19', kind, user });
    expect(list(chat)).toMatch(/1–2 of 2, newest first/);
    expect(list(chat)).toMatch(/Sanjay Mehta \(Sales agent\)/);
    expect(list(chat)).not.toMatch(/Anna Lindqvist \(/);
    expect(['from', 'to', 'kind', 'user'].map((id) => chat.card('history').value(id))).toEqual([
      '2026-10-01',
      '2026-11-19',
      kind,
      user,
    ]);
    await chat.submit('show', { from: '', to: '', kind: 'any', user: 'any' });
    expect(list(chat)).toMatch(/1–8 of 28/);
  });

  it('what is filled in counts whichever button is pressed, and another list begins at its first page', async () => {
    const { chat } = await open();
    await chat.say('orders');
    await chat.submit('more', { kind: 'virtualMachines' });
    expect(list(chat)).toMatch(/1–8 of \d+, newest first/);
    expect(chat.card('history').value('kind')).toBe('virtualMachines');
  });

  it('is narrowed by typing', async () => {
    const { chat } = await open();
    await chat.say('orders');
    await chat.say('from 2026-10-01 to 2026-11-19 by sanjay');
    expect(list(chat)).toMatch(/of 2, newest first/);
    await chat.say('type virtual');
    expect(chat.card('history').value('kind')).toBe('virtualMachines');
    expect(chat.card('history').value('from')).toBe('2026-10-01');
    await chat.say('by any');
    expect(chat.card('history').value('user')).toBe('any');
    await chat.say('for fabrikam');
    expect(list(chat)).toMatch(/^Order history\nFabrikam, Inc\./);
    await chat.say('all');
    expect(list(chat)).toMatch(/^Order history\nAll customers/);
    expect(list(chat)).toMatch(/1–8 of 28/);
    await chat.say('by the customer itself');
    expect(list(chat)).toMatch(/Margie Cole, at the customer[^[]*Bought by the customer itself/);
  });

  it('finds a customer by what is written in its field, and all customers where that is empty', async () => {
    const { chat } = await open();
    await chat.say('activity log');
    await chat.submit('show', { customer: 'margie' });
    expect(list(chat)).toMatch(/^Activity log\nMargie's Travel/);
    await chat.submit('show', { from: '2026-11-01' });
    expect(list(chat)).toMatch(/^Activity log\nMargie's Travel/);
    await chat.submit('show', { customer: '' });
    expect(list(chat)).toMatch(/^Activity log\nAll customers/);
  });

  it.each([
    [{ from: '2026-02-30' }, /“2026-02-30” is not a day of the calendar/],
    [{ to: 'tomorrow' }, /“tomorrow” is not a day of the calendar/],
    [{ from: '2026-02-02', to: '2026-02-01' }, /Feb 2, 2026 comes after Feb 1, 2026/],
    [{ customer: 'nobody at all' }, /No customer matches “nobody at all”/],
    [{ customer: 'example' }, /17 customers match “example”: .*Write more of the name/],
  ])('keeps what was entered and says what is wrong: %j', async (filled, wrong) => {
    const { chat } = await open();
    await chat.say('orders');
    await chat.submit('show', filled);
    chat.text(wrong);
    for (const [id, value] of Object.entries(filled)) expect(chat.card('history').value(id)).toBe(value);
    expect(list(chat)).toMatch(/1–8 of 28/);
  });

  it.each([
    ['from 2026-02-30', /is not a day of the calendar/],
    ['by nobody', /Nobody in this list is called “nobody”/],
    ['type unicorns', /“unicorns” is not in this list/],
    ['for nobody at all', /No customer matches “nobody at all”/],
    ['99', /Choose an order of the list/],
    ['RD-UNKNOWN', /I did not understand “RD-UNKNOWN”\. Type the number of a row/],
    ['csv', /Files can not be fetched from this desk/],
  ])('"%s" typed is answered with what is wrong', async (text, wrong) => {
    const { chat } = await open();
    await chat.say('orders');
    await chat.say(text);
    chat.text(wrong);
    expect(list(chat)).toMatch(/1–8 of 28/);
  });

  it('opens an order by its row, by its number, or by the card, and comes back to the same page', async () => {
    const { demo, chat } = await open();
    await chat.say('orders');
    await chat.submit('more');
    const third = chat.card('history').choice('order', /^3 ·/);
    const number = /3 · (RD-\w+)/.exec(chat.card('history').text)?.[1] ?? '';
    await chat.submit('open', { order: third });
    expect(chat.card('order').text).toMatch(/^Order RD-\w+\nContoso Ltd/);
    const order = (await demo.customer('contoso')).orders.find((one) =>
      chat.card('order').text.includes(one.number),
    );
    expect(chat.card('order').text).toContain(`Reservation ID ${order?.items[0]?.reservationId}`);
    await chat.submit('back');
    expect(list(chat)).toMatch(/9–16 of 28/);
    await chat.say('3');
    chat.card('order');
    await chat.say('what now');
    chat.text(/Type back or close/);
    await chat.say('back');
    await chat.say(order?.number.toLowerCase() ?? number);
    expect(chat.card('order').text).toContain(`Order ${order?.number}`);
    await chat.submit('start reservations');
    expect(chat.card('choose-reservation').text).toMatch(/Contoso Ltd/);
  });

  it('no order is opened from the activity log by a number', async () => {
    const { chat } = await open();
    await chat.say('log');
    await chat.say('1');
    chat.text(/I did not understand “1”\. Type from/);
    await chat.submitValue({ ...chat.card('history').press('show'), do: 'open', order: '1' });
    chat.card('history');
  });

  it('shows a refused attempt with its reason in words', async () => {
    const { chat } = await open();
    await chat.say('buy tailspin');
    await chat.say('log tailspin');
    expect(list(chat)).toMatch(/Purchase {2}Refused[^[]*Reservations are not sold in Niger/);
  });

  it('names a customer whose file can not be read, and goes on without it', async () => {
    const { demo, chat } = await open();
    await demo.damage('fabrikam');
    await chat.say('orders');
    expect(list(chat)).toMatch(/Missing here, because the file can not be read: Fabrikam, Inc\./);
    expect(list(chat)).toMatch(/1–8 of 24/);
    await chat.say('orders fabrikam');
    chat.text(/is cut off/);
  });

  it('is begun by the buttons of other cards', async () => {
    const { chat } = await open();
    await chat.say('customer fabrikam');
    await chat.submit('start orders');
    expect(list(chat)).toMatch(/^Order history\nFabrikam/);
    await chat.say('buy fabrikam');
    await chat.say('1');
    await chat.say('buy');
    const number = /RD-\d+/.exec(chat.card('order-placed').text)?.[0];
    await chat.submit('start orders');
    expect(list(chat)).toContain(`${number} · Recorded here`);
    await chat.say('permissions fabrikam');
    await chat.say('on');
    await chat.submit('start activity');
    expect(list(chat)).toMatch(/^Activity log\nFabrikam.*\n(.*\n)*Create Customer Purchase Permissions/);
    await chat.say('refund fabrikam');
    await chat.say('1');
    await chat.say('file');
    await chat.submit('start activity');
    expect(list(chat)).toMatch(/Refund filed/);
  });

  it.each(['close', 'Done.'])('"%s" closes it', async (text) => {
    const { chat } = await open();
    await chat.say('orders fabrikam');
    const { messageId } = chat.card('history');
    await chat.say(text);
    if (channel === 'msteams') expect(chat.message(messageId)).toBe('Closed');
    await chat.say('back');
    expect(chat.waitsAt('history')).toBe(false);
  });

  it('a customer of another partner is not shown', async () => {
    const { demo, chat } = await open();
    const customerId = await demo.foreignCustomer();
    await chat.say('customer fabrikam');
    const press = chat.card('customer').press('start orders');
    await chat.submitValue({ ...press, customerId });
    chat.text(/This customer is not among yours/);
  });

  describe('as a file', () => {
    const withFiles = async () => {
      const demo = await DemoDesk.open();
      const links = new DownloadLinks('http://localhost:3978');
      const chat = new Chat(demo, { channel, downloads: links });
      const wished = (link = ''): FileWish | undefined => links.take(link.split('/').at(-1) ?? '');
      return { demo, chat, wished };
    };

    it('is asked for, and fetched by a link for this user and this filter', async () => {
      const { chat, wished } = await withFiles();
      await chat.actAs('sales agent');
      await chat.say('orders');
      expect(chat.card('history').links).toEqual([]);
      await chat.submit('csv', { from: '2026-10-01' });
      chat.text(/The file with 16 orders is ready/);
      expect(wished(chat.card('history').links[0])).toEqual({
        actor: { partnerId: 'northbridge', userId: 'sanjay-sales' },
        job: 'orders',
        filter: { from: '2026-10-01', to: '', kind: '', user: '' },
        locale: 'en-US',
      });
    });

    it('is asked for by typing, keeps the page, and each link is another one', async () => {
      const { chat, wished } = await withFiles();
      await chat.say('activity log');
      await chat.say('more');
      await chat.say('csv');
      expect(list(chat)).toMatch(/9–16 of/);
      const [first] = chat.card('history').links;
      await chat.submit('show');
      expect(chat.card('history').links).toEqual([]);
      await chat.submit('csv');
      const [second] = chat.card('history').links;
      expect(second).not.toBe(first);
      expect(wished(first)?.job).toBe('activity');
      expect(wished(second)).toBeDefined();
    });

    it('has no link on a card that is shown again after help', async () => {
      const { chat } = await withFiles();
      await chat.say('orders fabrikam');
      await chat.submit('csv');
      await chat.say('help');
      expect(chat.card('history').links).toEqual([]);
      expect(chat.card('history').actions).toContain('csv');
    });

    it('is not offered where there is nothing in it', async () => {
      const { chat } = await withFiles();
      await chat.say('orders');
      await chat.submit('csv', { from: '2030-01-01' });
      expect(chat.card('history').links).toEqual([]);
      expect(chat.card('history').actions).not.toContain('csv');
    });
  });
});
