/** Support requests after they are filed, by clicking and by typing (rules section 3, "Outcome of a request"). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, requests', (channel) => {
  /** A conversation after a refund of Fabrikam was filed. */
  const filed = async (domain = 'fabrikam', options: ChatOptions = {}) => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { channel, ...options });
    await chat.say(`refund ${domain}`);
    await chat.say('1');
    if (chat.waitsAt('refund-quote')) await chat.say('file');
    const request = async () => {
      const last = (await demo.customer(domain)).requests.at(-1);
      if (!last) throw new Error('nothing was filed');
      return last;
    };
    return { demo, chat, request, number: (await request()).number };
  };
  const reservationOf = async (demo: DemoDesk, id = '') =>
    (await demo.customer('fabrikam')).reservations.find((one) => one.id === id);
  const capLine = (text: string, label: string) => new RegExp(`${label}\\s+(\\S+ \\S+)`).exec(text)?.[1];

  it('from the confirmation of a refund to its outcome takes four clicks, with what it means before the last', async () => {
    const { demo, chat, request } = await filed();
    const { quote, reservationIds } = await request();
    const payable = quote?.kind === 'refund' ? quote.figures.payable : '';
    await chat.submit('start requests');
    chat.text(/Support request/);
    await chat.submit('settle');
    expect(chat.card('settle-request').value('outcome')).toBe('paid');
    expect(chat.card('settle-request').value('amount').replaceAll(',', '')).toBe(payable);
    await chat.submit('next');
    chat.text(/Record this outcome\?/);
    chat.text(/→ Refunded/);
    expect((await request()).state).toBe('open');
    await chat.submit('record');
    chat.text(/Outcome recorded/);
    expect(chat.card('request-outcome').actions).toEqual([
      'start copy',
      'start requests',
      'start reservations',
    ]);
    expect(await request()).toMatchObject({
      state: 'paid',
      paidAmount: payable,
      outcome: { by: { userId: 'anna-admin' } },
    });
    expect((await reservationOf(demo, reservationIds[0]))?.status).toBe('refunded');
  });

  it('can be typed from one end to the other', async () => {
    const { chat, number, request } = await filed();
    await chat.say(`requests ${number.toLowerCase()}`);
    chat.card('request');
    await chat.say('settle');
    await chat.say('paid 12.50');
    chat.text(/Paid: USD 12\.50/);
    chat.text(/less than the USD/);
    await chat.say('record');
    chat.text(/Outcome recorded/);
    expect(await request()).toMatchObject({ state: 'paid', paidAmount: '12.50' });
  });

  it.each([
    ['declined It was used.', 'declined', 'It was used.'],
    ['withdrawn', 'withdrawn', undefined],
  ])('"%s" gives the reservation and the allowance back', async (typed, state, reason) => {
    const { demo, chat, number, request } = await filed();
    const { reservationIds } = await request();
    await chat.say(`requests ${number}`);
    await chat.say('settle');
    await chat.say(typed);
    const { text } = chat.card('request-outcome');
    expect(text).toMatch(/→ Active/);
    expect(capLine(text, 'Used with it')).toBe('USD 0.00');
    expect(capLine(text, 'Used without this outcome')).not.toBe('USD 0.00');
    await chat.submit('record');
    expect((await request()).state).toBe(state);
    expect((await request()).outcome?.reason).toBe(reason);
    const reservation = await reservationOf(demo, reservationIds[0]);
    expect(reservation?.status).toBe('active');
    expect(reservation).not.toHaveProperty('requestNumber');
  });

  it('"Change" goes back to the form as it was filled in', async () => {
    const { chat, request } = await filed();
    await chat.submit('start requests');
    await chat.submit('settle');
    await chat.submit('next', { outcome: 'declined', reason: 'No.' });
    await chat.submit('change');
    const form = chat.card('settle-request');
    expect([form.value('outcome'), form.value('reason')]).toEqual(['declined', 'No.']);
    await chat.submit('next', { outcome: 'withdrawn', reason: '' });
    await chat.say('change');
    expect(chat.card('settle-request').value('outcome')).toBe('withdrawn');
    expect((await request()).state).toBe('open');
  });

  it.each([
    [{ outcome: 'paid', amount: '1.234,56' }, /is not an amount\. Enter it as 1,234\.00 is written/],
    [{ outcome: 'paid', amount: '-5' }, /is negative/],
    [{ outcome: 'paid', amount: '5.005' }, /more decimals than USD has/],
    [{ outcome: 'declined', reason: ' ' }, /why it was declined/],
  ])('%j is asked again with what was entered and what is wrong', async (entered, why) => {
    const { chat, request } = await filed();
    await chat.submit('start requests');
    await chat.submit('settle');
    await chat.submit('next', entered);
    chat.text(why);
    expect(chat.card('settle-request').value('outcome')).toBe(entered.outcome);
    expect((await request()).state).toBe('open');
  });

  it('an exchange that is done begins the new reservations under an order of their own', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { channel });
    for (const text of ['exchange fabrikam', '3', '1 x 40', 'file']) await chat.say(text);
    await chat.submit('start requests');
    await chat.submit('settle');
    expect(chat.card('settle-request').fields).toEqual(['outcome', 'reason']);
    await chat.say('paid 5');
    chat.text(/Choose one of these: Done, Declined,? or Withdrawn/);
    await chat.say('done');
    chat.text(/New from today on/);
    chat.text(/does not count against the refund limit/);
    await chat.say('ok');
    chat.text(/New under order RD-/);
    const { orders, requests } = await demo.customer('fabrikam');
    expect(orders.at(-1)).toMatchObject({ exchangeRequest: requests.at(-1)?.number });
  });

  it('a colleague who was first is named, with when and what stands', async () => {
    const { demo, chat, number, request } = await filed();
    await chat.submit('start requests');
    await chat.submit('settle');
    await chat.submit('next');
    const other = new Chat(demo, { channel, conversationId: 'another' });
    for (const text of [`requests ${number}`, 'settle', 'withdrawn', 'record']) await other.say(text);
    await chat.submit('record');
    chat.text(/Anna Lindqvist recorded on Nov 21, 2026, 09:00 UTC/);
    chat.text(/It stands at: Withdrawn/);
    expect((await request()).state).toBe('withdrawn');
  });

  it('"Record" pressed again, or delivered twice, changes nothing more', async () => {
    const { demo, chat } = await filed();
    await chat.submit('start requests');
    await chat.submit('settle');
    await chat.submit('next');
    const card = chat.card('request-outcome');
    await Promise.all([chat.submitOn(card, 'record'), chat.submitOn(card, 'record')]);
    chat.text(/This card is no longer current\. Recorded: /);
    await chat.deliverAgain();
    expect(chat.said).toEqual([]);
    const { activity } = await demo.customer('fabrikam');
    expect(activity.filter(({ action }) => action === 'settle request')).toHaveLength(1);
  });

  it('is taken on, let go, and taken over by a colleague who has looked', async () => {
    const { demo, chat, number, request } = await filed();
    await chat.say(`requests ${number}`);
    const other = new Chat(demo, { channel, conversationId: 'another' });
    await other.actAs('global admin');
    await other.say(`requests ${number}`);
    await chat.submit('takeOn');
    chat.text(/Worked on by {2}Anna Lindqvist, since Nov 21, 2026/);
    await other.submit('takeOn');
    other.text(/Anna Lindqvist works on request/);
    expect(other.card('request').buttons.map(({ title }) => title)).toContain('Take over');
    await other.say('take over');
    expect((await request()).assignee?.by.roles).toEqual(['GlobalAdmin']);
    await other.say('let go');
    other.text(/Nobody yet/);
    expect(await request()).not.toHaveProperty('assignee');
  });

  it('gets its references, on the card and typed; what was not changed stays', async () => {
    const { chat, number, request } = await filed();
    await chat.say(`requests ${number}`);
    await chat.submit('references');
    await chat.submit('save', { ticketNumber: '2611210030001234' });
    chat.text(/Microsoft’s number {2}2611210030001234/);
    await chat.say('references');
    await chat.say('case: CASE-7');
    expect(await request()).toMatchObject({ ticketNumber: '2611210030001234', caseReference: 'CASE-7' });
    await chat.say('references');
    await chat.say('hello there');
    chat.text(/Type ticket and Microsoft's number/);
    await chat.submit('save', { caseReference: 'x'.repeat(61) });
    chat.text(/60 characters at most/);
    await chat.say('cancel');
    for (const known of ['2611210030001234', 'case-7']) {
      await chat.say(`requests ${known}`);
      expect(chat.card('request').text).toContain(number);
    }
  });

  it('is marked placed under the number that Microsoft gave, and has no more to copy', async () => {
    const { chat, number, request } = await filed();
    await chat.say(`requests ${number}`);
    chat.text(/Issue type: Billing/);
    chat.text(/Problem type: Reservation management/);
    await chat.submit('placed');
    await chat.submit('mark');
    chat.text(/the number that Microsoft gave/);
    await chat.submit('mark', { placedNumber: 'MS-77' });
    chat.text(/marked as placed in Partner Center under MS-77/);
    expect(chat.card('request').actions).toEqual(['settle', 'takeOn', 'references', 'cancel']);
    chat.noText(/Issue type/);
    expect((await request()).placement).toMatchObject({ state: 'placed', number: 'MS-77' });
  });

  it('lists open ones of all customers, settled ones too where asked, and takes a number or a row', async () => {
    const { demo, chat, number } = await filed();
    await chat.say('tickets');
    const open = chat.card('choose-request');
    expect(open.text).toContain('All customers · 1 request');
    await chat.say('all');
    expect(chat.card('choose-request').text).toMatch(/Woodgrove Bank — Refund USD .* · paid/);
    await chat.submit('showOpen');
    await chat.say('9');
    chat.text(/Choose a request, or type its number/);
    await chat.say(number);
    chat.card('request');
    await chat.say('requests woodgrove');
    chat.text(/No request is open/);
    expect(chat.card('choose-request').actions).toEqual(['showAll', 'cancel']);
    await chat.submit('showAll');
    await chat.submit('next');
    expect(chat.card('request').actions).toEqual(['references', 'cancel']);
    await demo.damage('adatum');
    await chat.say('requests');
    chat.text(/the file can not be read: A/);
  });

  it('comes a page at a time', async () => {
    const { demo, chat, request } = await filed();
    const like = await request();
    await demo.change('fabrikam', ({ requests }) => {
      for (let i = 1; i <= 11; i++) requests.push({ ...like, number: `RQ-MORE${i}` });
    });
    await chat.say('requests fabrikam');
    await chat.submit('more');
    expect(chat.card('choose-request').choices('request')).toHaveLength(4);
    await chat.say('more');
    await chat.say('2');
    chat.card('request');
  });

  it('a Sales agent without access may look, and is told what is missing', async () => {
    const { demo, chat, number } = await filed();
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.actAs('sales agent');
    await chat.say(`requests ${number}`);
    chat.text(/Settling it needs access to the subscription/);
    expect(chat.card('request').actions).toEqual(['cancel']);
    await chat.say('settle');
    await chat.say('withdrawn');
    chat.text(/You have no access to this subscription/);
    expect((await demo.customer('fabrikam')).requests.at(-1)?.state).toBe('open');
  });

  it('anything else typed says what can be typed', async () => {
    const { chat, number } = await filed();
    await chat.say(`requests ${number}`);
    await chat.say('hm');
    chat.text(/I did not understand “hm”\. Type settle, placed, take on, let go, references or cancel\./);
    await chat.say('settle');
    await chat.say('hm');
    chat.text(/Type paid and the amount, such as paid [\d,]+\.\d\d/);
    await chat.say('paid');
    await chat.say('hm');
    chat.text(/Type record to record it, or change/);
    chat.card('request-outcome');
  });

  it('the card of the customer leads to its requests', async () => {
    const { chat } = await filed();
    await chat.say('customers fabrikam');
    await chat.submit('start requests');
    expect(chat.card('choose-request').text).toContain('Fabrikam, Inc. · 1 request');
  });

  it('what a hostile client sends for a request is not found, and nothing happens', async () => {
    const { demo, chat } = await filed();
    await chat.say('requests');
    const { cardId } = chat.card('choose-request');
    const foreign = await demo.foreignCustomer();
    for (const request of ['/', '__proto__/x', '../../etc/passwd', `${foreign}/RQ-1`, 'x'.repeat(5000)]) {
      const live = chat.card('choose-request').cardId;
      await chat.submitValue({ kind: 'choose-request', cardId: live, do: 'next', request });
      chat.text(/Choose a request/);
    }
    expect(cardId).not.toBe(chat.card('choose-request').cardId);
  });
});
