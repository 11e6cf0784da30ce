/** Exchanges, by clicking and by typing (rules section 5). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, exchanges', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  /** At the quote of a SQL managed instance against SQL databases. */
  const atQuote = async () => {
    const { demo, chat } = await open();
    await chat.say('exchange fabrikam');
    await chat.say('3');
    await chat.say('1 x 2');
    chat.card('exchange-quote');
    return { demo, chat };
  };
  const filed = async (demo: DemoDesk) => (await demo.customer('fabrikam')).requests;

  it('takes five clicks from the greeting', async () => {
    const { demo, chat } = await open();
    await chat.join();
    await chat.submit('start exchange');
    await chat.submit('next', { customer: chat.card('choose-customer').choice('customer', /Fabrikam/) });
    const returned = chat.card('choose-returns').choice('reservations', /SQL Managed Instance/);
    await chat.submit('next', { reservations: returned });
    const bought = chat.card('choose-product').choice('product', /SQL Managed Instance .* 3 years/);
    await chat.submit('add', { product: bought, quantity: '1' });
    chat.text(/Net to pay/);
    await chat.submit('file');
    expect(chat.turns).toBe(5);
    const [request] = await filed(demo);
    expect(request).toMatchObject({
      reservationIds: [returned],
      quote: { kind: 'exchange', returnedValue: '3473.14', newCommitment: '3960.00', netToPay: '486.86' },
    });
    expect(chat.card('request-filed').text).toContain(request?.number);
  });

  it('takes four typed lines', async () => {
    const { demo, chat } = await atQuote();
    await chat.say('file');
    expect(chat.turns).toBe(4);
    expect(await filed(demo)).toHaveLength(1);
  });

  it('returns several, each whole or in part', async () => {
    const { chat } = await open();
    await chat.say('exchange fabrikam');
    await chat.say('1 and 2 x 1');
    chat.text(/Returned value to reach {2}USD 5,889\.21/);
    await chat.say('cancel');
    await chat.say('exchange fabrikam');
    const card = chat.card('choose-returns');
    const [one, two] = [card.choice('reservations', /B16ms/), card.choice('reservations', /B12ms/)];
    await chat.submit('next', { reservations: `${one},${two}`, [`quantity_${two}`]: '1' });
    chat.text(/USD 5,889\.21/);
  });

  it('returns what was chosen over several pages, also when paging or mistyping in words', async () => {
    const { demo, chat } = await open();
    await demo.addReservations(15, 'fabrikam', 'Standard_B16ms');
    await chat.say('exchange fabrikam');
    const first = chat.card('choose-returns').choices('reservations')[0] ?? '';
    await chat.submit('more', { reservations: first });
    chat.text(/1 reservation chosen on another page/);
    const second = chat.card('choose-returns').choices('reservations')[0] ?? '';
    await chat.submit('more', { reservations: second });
    chat.text(/2 reservations chosen on another page/);
    await chat.say('whatever');
    chat.text(/2 reservations chosen on another page/);
    const third = chat.card('choose-returns').choices('reservations')[0] ?? '';
    expect(new Set([first, second, third]).size).toBe(3);
    await chat.submit('next', { reservations: third });
    if (channel === 'msteams') chat.text(/To return: 3 reservations/);
    chat.card('choose-product');
  });

  it('lets go of a choice that a colleague has returned meanwhile', async () => {
    const { demo, chat } = await open();
    await demo.addReservations(15, 'fabrikam', 'Standard_B16ms');
    await chat.say('exchange fabrikam');
    const first = chat.card('choose-returns').choices('reservations')[0] ?? '';
    await chat.submit('more', { reservations: first });
    await demo.change('fabrikam', (customer) => {
      customer.reservations = customer.reservations.filter(({ id }) => id !== first);
    });
    const second = chat.card('choose-returns').choices('reservations')[0] ?? '';
    await chat.submit('next', { reservations: second });
    chat.card('choose-returns');
    await chat.submit('next', {});
    chat.card('choose-product');
    if (channel === 'msteams') chat.text(/To return: 1 reservation/);
  });

  it('shows a reservation that it was started for first, already chosen', async () => {
    const { demo, chat } = await open();
    await demo.addReservations(15, 'fabrikam', 'Standard_B16ms');
    const last = (await demo.customer('fabrikam')).reservations.at(-1)?.id ?? '';
    const { id } = await demo.customer('fabrikam');
    await chat.submitValue({ do: 'start', job: 'exchange', customerId: id, reservationId: last });
    expect(chat.card('choose-returns').choices('reservations')[0]).toBe(last);
    await chat.submit('next');
    chat.card('choose-product');
  });

  it('typing "more" forgets nothing that was chosen', async () => {
    const { demo, chat } = await open();
    await demo.addReservations(15, 'fabrikam', 'Standard_B16ms');
    await chat.say('exchange fabrikam');
    await chat.submit('more', { reservations: chat.card('choose-returns').choices('reservations')[0] ?? '' });
    await chat.say('more');
    chat.text(/1 reservation chosen on another page/);
  });

  it('asks for more until the returned value is reached', async () => {
    const { chat } = await open();
    await chat.say('exchange fabrikam');
    await chat.say('3');
    const product = chat.card('choose-product').choice('product', /SQL Database General .* 1 year/);
    await chat.submit('add', { product, quantity: '1' });
    chat.text(/Still missing {2}USD 2,520\.14/);
    await chat.submit('review');
    chat.text(/Still missing/);
    await chat.submit('add', { product, quantity: '3' });
    chat.card('exchange-quote');
    chat.text(/USD 3,812\.00/);
  });

  it.each([
    ['1, 3', /one family/],
    ['9', /numbers, such as/],
    ['2 x 3', /from 1 to 2/],
    ['2 x 0', /from 1 to 2/],
    ['1, 1', /on the list twice|once/],
    ['all of them', /numbers, such as/],
  ])('"%s" as what is returned is asked again beside the list', async (typed, why) => {
    const { demo, chat } = await open();
    await chat.say('exchange fabrikam');
    await chat.say(typed);
    chat.text(why);
    chat.card('choose-returns');
    expect(await filed(demo)).toEqual([]);
  });

  it('asks for at least one, and keeps the quantities that were entered', async () => {
    const { chat } = await open();
    await chat.say('exchange fabrikam');
    const card = chat.card('choose-returns');
    const two = card.choice('reservations', /B12ms/);
    await chat.submit('next', { [`quantity_${two}`]: '1' });
    chat.text(/Choose at least one reservation/);
    expect(chat.card('choose-returns').value(`quantity_${two}`)).toBe('1');
    await chat.submit('next', { reservations: two, [`quantity_${two}`]: '7' });
    chat.text(/from 1 to 2/);
    expect(chat.card('choose-returns').value('reservations')).toBe(two);
    expect(chat.card('choose-returns').value(`quantity_${two}`)).toBe('7');
  });

  it.each(['0', '1.5', 'abc', '9999', ''])(
    'a quantity of "%s" of what is bought is said beside it',
    async (quantity) => {
      const { chat } = await open();
      await chat.say('exchange fabrikam');
      await chat.say('3');
      const product = chat.card('choose-product').choices('product')[0] ?? '';
      await chat.submit('add', { product, quantity });
      chat.text(/whole number/);
      expect(chat.card('choose-product').value('quantity')).toBe(quantity);
      expect(chat.card('choose-product').value('product')).toBe(product);
    },
  );

  it('only what is of the same family is offered', async () => {
    const { chat } = await open();
    await chat.say('exchange fabrikam');
    await chat.say('3');
    await chat.submit('search', { text: 'standard_b1s' });
    chat.text(/Nothing in the price list fits/);
  });

  it('what is bought can be chosen again from the quote', async () => {
    const { demo, chat } = await atQuote();
    await chat.submit('change');
    chat.card('choose-product');
    expect(await filed(demo)).toEqual([]);
    await chat.say('1 x 1');
    await chat.say('change');
    chat.card('choose-product');
  });

  it('File pressed again files nothing more and names the same request', async () => {
    const { demo, chat } = await atQuote();
    const quote = chat.card('exchange-quote');
    await Promise.all([chat.submitOn(quote, 'file'), chat.submitOn(quote, 'file')]);
    chat.restart();
    await chat.submitOn(quote, 'file');
    const requests = await filed(demo);
    expect(requests).toHaveLength(1);
    chat.text(new RegExp(`no longer current\\. Filed: ${requests[0]?.number}`));
  });

  it('a quote that is no longer true is shown anew instead of filing', async () => {
    const { demo, chat } = await atQuote();
    await demo.reprice(({ lists }) => {
      for (const list of Object.values(lists))
        for (const id of Object.keys(list.prices)) list.prices[id] = '5000.00';
    });
    await chat.submit('file');
    chat.text(/The figures have changed/);
    chat.text(/USD 10,000\.00/);
    expect(await filed(demo)).toEqual([]);
    demo.wait({ minutes: 16 });
    await chat.submit('file');
    expect(await filed(demo)).toEqual([]);
    await chat.submit('file');
    expect(await filed(demo)).toHaveLength(1);
  });

  it('contact fields that are wrong are said beside them', async () => {
    const { demo, chat } = await atQuote();
    await chat.submit('file', { contactName: '', contactEmail: '' });
    chat.text(/Fill in a name\./);
    chat.text(/Fill in an e-mail address/);
    expect(chat.card('exchange-quote').value('contactName')).toBe('');
    expect(await filed(demo)).toEqual([]);
  });

  it.each([
    ['what is bought', ['exchange fabrikam', '3'], '1 x 2'],
    ['the quote', ['exchange fabrikam', '3', '1 x 2'], 'file'],
  ])(
    'access withdrawn at %s: nothing can be filed, and the subscription is named',
    async (_step, path, next) => {
      const { demo, chat } = await open();
      await chat.actAs('sales agent');
      for (const text of path) await chat.say(text);
      await demo.withdrawAccess('sanjay-sales', 'fabrikam');
      await chat.say(next);
      chat.text(/access to (the subscription )?Fabrikam Production/);
      expect(await filed(demo)).toEqual([]);
    },
  );
});
