/** What needs attention and what expires, by clicking and by typing. */
import { describe, expect, it, jest } from '@jest/globals';
import { DownloadLinks } from '../../bot/downloads.js';
import type { FileWish } from '../../dialogs/downloads.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** Long conversations, on a machine that may be busy. */
jest.setTimeout(60_000);

describe.each(CHANNELS)('on %s', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  const whole = (chat: Chat) => chat.card('attention').text;
  const list = (chat: Chat) => chat.card('attention-list').text;

  it('"what needs attention" shows each section with how much is in it, and its first rows', async () => {
    const { chat } = await open();
    await chat.say('What needs attention?');
    expect(whole(chat)).toMatch(/^What needs attention\nAll customers\nExpire within 90 days {2}1\n/);
    expect(whole(chat)).toMatch(/^1 within 30 days · 1 within 60 · 1 within 90$/m);
    expect(whole(chat)).toMatch(/^1 · 1 × Standard_D2s_v5 — Fabrikam, Inc\. · Dec 11, 2026 {2}in 20 days$/m);
    expect(whole(chat)).toMatch(/^Used less than 80% over the last 30 days {2}23$/m);
    expect(whole(chat)).toMatch(/^5 · Show all 23$/m);
    expect(whole(chat)).toMatch(/ — Margie's Travel · since Oct 22, 2026$/m);
    expect(whole(chat)).toMatch(/Woodgrove Bank {2}USD 45,000\.00 of USD 50,000\.00$/m);
    expect(whole(chat)).toMatch(/^13 items, for 8 customers$/m);
  });

  it('is of one customer where it is named, also in the middle of it', async () => {
    const { chat } = await open();
    await chat.say('attention fabrikam');
    expect(whole(chat)).toMatch(/^What needs attention\nFabrikam, Inc\.\n/);
    await chat.say('for contoso');
    expect(whole(chat)).toMatch(/^What needs attention\nContoso Ltd\n/);
    await chat.say('all');
    expect(whole(chat)).toMatch(/^What needs attention\nAll customers\n/);
    await chat.say('attention for Woodgrove');
    expect(whole(chat)).toMatch(/^What needs attention\nWoodgrove Bank\n/);
  });

  it.each<[string, RegExp, string, string]>([
    ['what expires', /Standard_D2s_v5 — Fabrikam/, 'reservation', 'Expires Dec 11, 2026'],
    ['used little', /SQL Database General Purpose Gen5 — Contoso/, 'reservation', 'Contoso Production'],
    ['a permission', /by the customer — Margie/, 'permission', 'Margie'],
    ['a refund limit', /Refund limit — Woodgrove/, 'customer', 'Woodgrove Bank'],
    ['what is not placed', /to place — Contoso/, 'choose-unplaced', 'Contoso Ltd'],
  ])('a row leads to %s, by its button and by its number', async (_, title, kind, text) => {
    for (const by of ['button', 'number'] as const) {
      const { chat } = await open();
      await chat.say('attention');
      const row = chat.card('attention').choice('row', title);
      if (by === 'button') await chat.submit('open', { row });
      else await chat.say(row);
      expect(chat.said.map((said) => said.card?.kind)).toContain(kind);
      expect(chat.said.at(-1)?.text.replace(/ {2}/g, ' ')).toContain(text);
    }
  });

  it('a request leads to that request, a quote to its reservation, a cart to buying', async () => {
    const { demo, chat } = await open();
    await chat.say('refund woodgrove');
    await chat.say('1');
    chat.card('refund-quote');
    await chat.say('attention');
    expect(whole(chat)).toMatch(/^Your quotes and carts {2}1$/m);
    await chat.submit('open', { row: chat.card('attention').choice('row', /Refund quote — Woodgrove/) });
    expect(['refund-quote', 'choose-reservation']).toContain(chat.said.at(-1)?.card?.kind);
    chat.text(/Woodgrove Bank/);
    await chat.say('cancel');
    for (const text of ['refund fabrikam', '1', 'file', 'buy contoso', '1 x 2', 'cancel', 'attention']) {
      await chat.say(text);
    }
    const { number } = (await demo.customer('fabrikam')).requests[0] ?? {};
    expect(whole(chat)).toMatch(/^Open requests, the oldest first {2}1$/m);
    const cart = chat.card('attention').choice('row', /Cart with 1 item — Contoso/);
    await chat.submit('open', {
      row: chat.card('attention').choice('row', new RegExp(`Refund ${number} — Fabrikam`)),
    });
    expect(chat.card('request').text).toContain(number);
    await chat.say('attention');
    await chat.say(cart);
    chat.text(/Contoso/);
    expect(['choose-product', 'review']).toContain(chat.said.at(-1)?.card?.kind);
    await chat.submit('cancel');
    chat.text(/your cart is kept for 7 days/);
  });

  it('"show all" opens a section, eight on a page, and back', async () => {
    const { chat } = await open();
    await chat.say('attention');
    await chat.submit('open', { row: chat.card('attention').choice('row', /All 23/) });
    expect(list(chat)).toMatch(/^Used less than 80% over the last 30 days\nAll customers\n1–8 of 23\n/);
    expect(chat.card('attention-list').fields).toEqual(['row']);
    await chat.submit('more');
    await chat.say('more');
    expect(list(chat)).toMatch(/^17–23 of 23$/m);
    await chat.submit('back');
    expect(list(chat)).toMatch(/^9–16 of 23$/m);
    await chat.say('back');
    await chat.say('overview');
    expect(whole(chat)).toMatch(/^What needs attention\n/);
    await chat.say('close');
    if (channel === 'msteams') expect(chat.said.at(-1)?.text).toBe('Closed');
  });

  it('"what expires" shows the next ninety days; days and customers are typed or filled in', async () => {
    const { chat } = await open();
    await chat.say('what expires');
    const card = chat.card('attention-list');
    expect([card.value('from'), card.value('to')]).toEqual(['2026-11-22', '2027-02-19']);
    expect(list(chat)).toMatch(/^1–1 of 1$/m);
    await chat.say('400 days');
    expect(list(chat)).toMatch(/^1–8 of 19$/m);
    await chat.say('from 2027-05-01 to 2027-05-31 for fabrikam');
    expect(list(chat)).toMatch(/^What expires\nFabrikam, Inc\.\n/);
    expect(list(chat)).toMatch(/^1–1 of 1$/m);
    await chat.submit('show', { customer: '', from: '2027-05-01', to: '2027-12-31' });
    expect(list(chat)).toMatch(/^What expires\nAll customers\n/);
    expect(list(chat)).toMatch(/^1–8 of 18$/m);
    await chat.submit('more');
    expect(list(chat)).toMatch(/^9–16 of 18$/m);
    await chat.say('2');
    chat.text(/^Reservation$/m);
  });

  it.each([
    ['expires in 60 days', '2027-01-20', /All customers/],
    ['What expires in the next 60 days?', '2027-01-20', /All customers/],
    ['expires fabrikam within 60 days', '2027-01-20', /Fabrikam, Inc\./],
    ['what expires for Fabrikam', '2027-02-19', /Fabrikam, Inc\./],
  ])('"%s" at the start and in the middle of it', async (text, to, whose) => {
    const { chat } = await open();
    await chat.say(text);
    expect(chat.card('attention-list').value('to')).toBe(to);
    expect(list(chat)).toMatch(whose);
    if (!text.includes('abrikam') && !text.includes('?')) {
      await chat.say('expires in 400 days');
      expect(chat.card('attention-list').value('to')).toBe('2027-12-26');
      await chat.say(text);
      expect(chat.card('attention-list').value('to')).toBe(to);
    }
  });

  it('a button elsewhere can ask for days, and a wrong day is said to be', async () => {
    const { chat } = await open();
    const days = { from: '2027-05-01', to: '2027-05-31' };
    await chat.submitValue({ do: 'start', job: 'attention', ...days });
    expect(list(chat)).toMatch(/^1–2 of 2$/m);
    await chat.submitValue({ do: 'start', job: 'attention', from: 'soon' });
    chat.text(/soon/);
    await chat.say('attention');
    chat.card('attention');
  });

  it('keeps what was filled in where it is wrong, and says what to do', async () => {
    const { chat } = await open();
    await chat.say('what expires');
    await chat.submit('show', { from: 'tomorrow', customer: 'Fabrikam, Inc.' });
    expect(chat.card('attention-list').value('from')).toBe('tomorrow');
    expect(chat.card('attention-list').value('customer')).toBe('Fabrikam, Inc.');
    chat.text(/Please look at the line marked below/);
    await chat.submit('show', { from: '2027-12-31', to: '2027-01-01' });
    chat.text(/Dec 31, 2027 comes after Jan 1, 2027/);
    await chat.submit('show', { customer: 'nobody at all', from: '', to: '' });
    chat.text(/No customer matches “nobody at all”/);
    await chat.say('99');
    chat.text(/Choose a row, or type its number/);
    await chat.say('dance');
    chat.text(/I did not understand “dance”\. Type the number of a row, from 2026-01-01/);
    await chat.say('csv');
    chat.text(/no file|No file|can not be fetched|cannot/i);
  });

  it('a customer whose file can not be read is named, and the others are there', async () => {
    const { demo, chat } = await open();
    await demo.damage('margiestravel');
    await chat.say('attention');
    chat.text(/Missing here, because the file can not be read: Margie's Travel/);
    expect(whole(chat)).toMatch(/Woodgrove Bank/);
  });

  it('nothing needs attention where nothing does', async () => {
    const { demo, chat } = await open();
    await demo.change('fabrikam', (draft) => {
      draft.reservations = [];
      draft.orders = [];
    });
    await chat.say('attention fabrikam');
    expect(whole(chat)).toMatch(/^Nothing needs attention\.$/m);
    expect(chat.card('attention').actions).toEqual(['expires', 'cancel']);
  });

  it('the file has the days and the customer of the list', async () => {
    const demo = await DemoDesk.open();
    const wishes: FileWish[] = [];
    const links = new DownloadLinks('http://localhost:3978');
    const downloads = {
      linkTo: (wish: FileWish) => {
        wishes.push(wish);
        return links.linkTo(wish);
      },
    };
    const chat = new Chat(demo, { channel, downloads });
    await chat.say('what expires fabrikam in 400 days');
    await chat.submit('csv');
    chat.text(/The file with 4 reservations is ready/);
    expect(chat.card('attention-list').links).toHaveLength(1);
    const { id: customerId } = await demo.customer('fabrikam');
    expect(wishes).toEqual([
      {
        actor: { partnerId: 'northbridge', userId: 'anna-admin' },
        job: 'expiring',
        filter: { customerId, from: '2026-11-22', to: '2027-12-26' },
        locale: 'en-US',
      },
    ]);
    await chat.say('show');
    expect(chat.card('attention-list').links).toEqual([]);
  });
});

describe('the greeting', () => {
  it('says what needs attention once the summaries are there, and begins it', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo);
    await chat.say('hello');
    chat.noText(/Needs attention/);
    expect(chat.card('welcome').actions).toContain('start reservations');
    await demo.desk.prepareOverview();
    await chat.say('hello');
    chat.text(
      /^Needs attention\n1 reservation expires within 30 days\n23 reservations are used less than 80%\n1 customer has bought by itself since you allowed it\n1 customer has used 80% or more of the refund limit\n13 recorded items are not yet placed in Partner Center\n/m,
    );
    expect(chat.card('welcome').actions).toEqual([
      'start attention',
      'start buy',
      'start refund',
      'start exchange',
      'start permissions',
      'start customers',
      'start reservations',
    ]);
    await chat.submit('start attention');
    expect(chat.card('attention').text).toContain('1 within 30 days');
  });

  it('follows what happens, and is as ever where something can not be read', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo);
    await demo.desk.prepareOverview();
    for (const text of ['refund fabrikam', '1', 'file', 'hello']) await chat.say(text);
    chat.text(/^1 request is open, the oldest since today$/m);
    demo.documents.damaged.add('policies/northbridge.json');
    await chat.say('hello');
    chat.noText(/Needs attention/);
    chat.text(/Hello Anna Lindqvist/);
  });

  it('what has been returned is no longer said', async () => {
    const demo = await DemoDesk.open();
    await demo.desk.prepareOverview();
    await demo.change('fabrikam', (draft) => {
      for (const one of draft.reservations) one.status = 'refunded';
    });
    const chat = new Chat(demo);
    await chat.say('hello');
    chat.noText(/expires? within/);
  });
});

describe('in Dutch and Swedish', () => {
  it('wat vraagt aandacht, en wat verloopt', async () => {
    const demo = await DemoDesk.open();
    await demo.desk.prepareOverview();
    const chat = new Chat(demo, { activity: { locale: 'nl-NL' } });
    await chat.say('hallo');
    chat.text(/^Vraagt aandacht\n1 reservering verloopt binnen 30 dagen$/m);
    await chat.say('Wat vraagt aandacht?');
    chat.text(/^Wat aandacht vraagt\nAlle klanten\nVerlopen binnen 90 dagen {2}1$/m);
    await chat.say('verloopt binnen 400 dagen');
    chat.text(/^Wat verloopt\nAlle klanten$/m);
    chat.text(/^1–8 van 19$/m);
    await chat.say('van 2027-05-01 tot 2027-05-31 voor contoso');
    chat.text(/^1 · 1 × Standard_D4ds_v5 5 mei 2027 {2}over 165 dagen$/m);
    await chat.say('terug');
    chat.text(/^Wat aandacht vraagt\nContoso Ltd$/m);
    await chat.say('alles');
    await chat.say('sluiten');
    await chat.say('aandacht woodgrove');
    chat.text(/Restitutielimiet {2}USD 45\.000,00 van USD 50\.000,00/);
  });

  it('vad kräver uppmärksamhet, och vad upphör', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { activity: { locale: 'sv-SE' } });
    await chat.say('vad kräver uppmärksamhet');
    chat.text(/^Upphör inom 90 dagar {2}1$/m);
    await chat.say('5');
    chat.text(/^Används till mindre än 80 % de senaste 30 dagarna\nAlla kunder$/m);
    await chat.say('upphör inom 400 dagar');
    chat.text(/^Det här upphör\nAlla kunder$/m);
    await chat.say('1');
    chat.text(/^Reservation$/m);
    await chat.say('vad upphör för Fabrikam');
    chat.text(/^Det här upphör\nFabrikam, Inc\.$/m);
  });
});
