/** Finding customers and reservations, and looking at them. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, looking', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  it('a customer takes two clicks or one typed line', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.submit('next', { customer: chat.card('choose-customer').choice('customer', /Contoso/) });
    expect(chat.card('customer').text).toMatch(/Contoso Ltd/);
    await chat.say('customer contoso');
    chat.card('customer');
  });

  it.each([
    ['buy', 'choose-product'],
    ['refund', 'choose-reservation'],
    ['exchange', 'choose-returns'],
    ['permissions', 'permission'],
    ['reservations', 'choose-reservation'],
  ])('the button for %s on the customer’s card does not ask for the customer again', async (job, kind) => {
    const { chat } = await open();
    await chat.say('customers contoso');
    await chat.submit(`start ${job}`);
    expect(chat.card(kind).text).toMatch(/Contoso Ltd/);
  });

  it('searches by part of a name, a domain or a country, and keeps the words', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.submit('search', { search: 'toys' });
    const card = chat.card('choose-customer');
    expect(card.choices('customer')).toHaveLength(2);
    expect(card.value('search')).toBe('toys');
    await chat.submit('search', { search: 'germany' });
    expect(chat.card('customer').text).toMatch(/Contoso Ltd/);
    await chat.say('customers');
    await chat.say('nobody at all');
    chat.text(/No customer matches “nobody at all”/);
    // Where names are suggested while they are typed, one of those can be gone on with.
    const next = channel === 'msteams' ? ['next'] : [];
    expect(chat.card('choose-customer').actions).toEqual([...next, 'search', 'cancel']);
  });

  it('a mistyped name is forgiven, and asked about rather than taken for granted', async () => {
    const { chat } = await open();
    await chat.say('refund woodgorve');
    expect(chat.card('choose-customer').text).toMatch(/No customer matches “woodgorve” as it is written/);
    await chat.say('1');
    expect(chat.card('choose-reservation').text).toMatch(/Woodgrove Bank/);
    await chat.say('customers');
    await chat.submit('search', { search: 'adatm corporation' });
    expect(chat.card('choose-customer').choices('customer')).toHaveLength(2);
  });

  it('in the middle of a flow a mistyped name is an answer, not another wish', async () => {
    const { chat } = await open();
    await chat.say('permissions');
    await chat.say('refund woodgorve');
    chat.noText(/set aside/);
    chat.card('choose-customer');
  });

  it('what has no letters or digits is no customer, also where there is only one', async () => {
    const { demo, chat } = await open();
    await demo.keepCustomers('fabrikam');
    await chat.say('customers');
    await chat.say('🦆');
    chat.text(/No customer matches/);
  });

  it('words in the search field count, whichever button is pressed', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.submit('next', { search: 'toys' });
    expect(chat.card('choose-customer').choices('customer')).toHaveLength(2);
  });

  it('asks for one where none is chosen', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.submit('next');
    chat.text(/Choose one of the list, or search/);
  });

  it('pages through many customers by button and by typing; numbers mean those that are shown', async () => {
    const { demo, chat } = await open();
    await demo.addCustomers(20, 'fabrikam');
    await chat.say('customers');
    await chat.say('extra');
    const seen = [chat.card('choose-customer').choices('customer')];
    await chat.submit('more');
    seen.push(chat.card('choose-customer').choices('customer'));
    await chat.say('more');
    seen.push(chat.card('choose-customer').choices('customer'));
    expect(new Set(seen.flat()).size).toBe(20);
    expect(chat.card('choose-customer').actions).not.toContain('more');
    await chat.say('1');
    expect(chat.card('customer').text).toMatch(/Extra 17/);
  });

  it('a number that is not on the list is searched for, not guessed', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.say('99');
    chat.text(/No customer matches “99”/);
  });

  it('customers worked with lately come first, however they were found', async () => {
    const { chat } = await open();
    await chat.say('refund woodgrove');
    await chat.say('customers');
    expect(chat.card('choose-customer').text).toMatch(/1 · Woodgrove Bank/);
    await chat.submit('next', { customer: chat.card('choose-customer').choice('customer', /Contoso/) });
    await chat.say('customers');
    expect(chat.card('choose-customer').text).toMatch(/1 · Contoso[\s\S]*2 · Woodgrove/);
  });

  it('a reservation takes two typed lines and shows all three numbers', async () => {
    const { demo, chat } = await open();
    await chat.say('reservations fabrikam');
    const card = chat.card('choose-reservation');
    expect(card.fields).toEqual(['reservation']);
    await chat.say('1');
    const { reservations } = await demo.customer('fabrikam');
    const shown = reservations.find(({ id }) => id === card.choices('reservation')[0]);
    const { text } = chat.card('reservation');
    for (const number of [shown?.id, shown?.orderId, shown?.orderNumber]) expect(text).toContain(number);
  });

  it('an expired reservation offers neither refund nor exchange', async () => {
    const { chat } = await open();
    await chat.say('reservations trey');
    await chat.say('2');
    expect(chat.card('reservation').actions).toEqual([
      'start access',
      'start support',
      'start reservations',
      'cancel',
    ]);
  });

  it('a file that can not be read is named, and the other customers work', async () => {
    const { demo, chat } = await open();
    const file = await demo.damage('woodgrove');
    await chat.say('refund woodgrove');
    chat.text(new RegExp(`The file ${file} is cut off`));
    await chat.say('customers');
    await chat.submit('next', { customer: chat.card('choose-customer').choice('customer', /Contoso/) });
    chat.card('customer');
    await chat.say('customers woodgrove');
    chat.text(/cut off/);
  });

  it.each([
    ['refund fabrikam', '1'],
    ['exchange fabrikam', '3'],
    ['permissions fabrikam', 'on'],
    ['buy fabrikam', '1'],
  ])('a file damaged in the middle of "%s" ends that flow only', async (begin, next) => {
    const { demo, chat } = await open();
    await chat.say(begin);
    await demo.damage('fabrikam');
    await chat.say(next);
    chat.text(/cut off/);
    await chat.say('customers contoso');
    chat.card('customer');
  });

  it('"back" leads from a reservation and from a request to the list', async () => {
    const { chat } = await open();
    for (const text of ['reservation fabrikam', '1', 'back']) await chat.say(text);
    expect(chat.card('choose-reservation').text).toMatch(/Fabrikam/);
    for (const text of ['refund fabrikam', '1', 'file', 'requests', '1', 'back']) await chat.say(text);
    chat.card('choose-request');
  });

  it('a name with a typing mistake is understood at a list too, even at an empty one', async () => {
    const { chat } = await open();
    for (const text of ['handovers', 'refund woodgorve']) await chat.say(text);
    chat.text(/Woodgrove Bank/);
  });

  it('closing a list by typing is said', async () => {
    const { chat } = await open();
    for (const text of ['orders', 'close']) await chat.say(text);
    chat.text(/^Closed\.$/m);
  });

  it('"save" with nothing to save looks for no product', async () => {
    const { chat } = await open();
    for (const text of ['prices fabrikam', 'save']) await chat.say(text);
    chat.text(/I did not understand “save”/);
  });

  it('of several reservations that a line fits, only those are asked about', async () => {
    const { chat } = await open();
    for (const text of ['buy 3 D2s_v5 in west europe for 1 year for Fabrikam', 'buy']) await chat.say(text);
    await chat.say("what would cancelling Fabrikam's D2s pay on 3 March?");
    expect(chat.card('choose-reservation').text).not.toMatch(/B16ms/);
  });
});
