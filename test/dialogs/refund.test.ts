/** Refunds, by clicking and by typing: what is returned (rules section 4). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, choosing what to refund', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  const filed = async (demo: DemoDesk, domain = 'fabrikam') => (await demo.customer(domain)).requests;

  it('takes four clicks from the greeting', async () => {
    const { demo, chat } = await open();
    await chat.join();
    await chat.submit('start refund');
    await chat.submit('next', { customer: chat.card('choose-customer').choice('customer', /Fabrikam/) });
    const reservation = chat.card('choose-reservation').choice('reservation', /B16ms/);
    await chat.submit('next', { reservation });
    chat.text(/everything paid comes back, without a fee/);
    await chat.submit('file');
    expect(chat.turns).toBe(4);
    const [request] = await filed(demo);
    expect(request).toMatchObject({ reservationIds: [reservation], state: 'open' });
    expect(request?.contact).toEqual({
      name: 'Anna Lindqvist',
      email: 'anna@northbridge.example',
      method: 'email',
    });
    expect(chat.card('request-filed').text).toContain(request?.number);
    chat.text(/Billing[\s\S]*Reservation management[\s\S]*Exchanges and refunds/);
    chat.text(/Recorded here; not yet placed in Partner Center/);
  });

  it('takes three typed lines', async () => {
    const { demo, chat } = await open();
    await chat.say('refund fabrikam');
    await chat.say('1');
    await chat.say('file');
    expect(chat.turns).toBe(3);
    expect(await filed(demo)).toHaveLength(1);
  });

  it('returns part of a quantity, by click or typed', async () => {
    const { demo, chat } = await open();
    await chat.say('refund fabrikam');
    const reservation = chat.card('choose-reservation').choice('reservation', /B12ms/);
    await chat.submit('next', { reservation, quantity: '1' });
    chat.text(/1 of 2/);
    await chat.say('yes');
    const parts = (await demo.customer('fabrikam')).reservations.filter(({ product }) =>
      /B12ms/.test(product.name),
    );
    expect(parts.map(({ quantity, status }) => [quantity, status])).toEqual([
      [1, 'active'],
      [1, 'refundRequested'],
    ]);
    await chat.say('refund contoso');
    await chat.say('1 x 2');
    chat.text(/2 of (3|4)/);
  });

  it.each([
    ['0', /whole number from 1 to 2/],
    ['3', /whole number from 1 to 2/],
    ['1.5', /“1\.5” does not work/],
    ['abc', /“abc” does not work/],
    ['9999', /whole number from 1 to 2/],
  ])('a quantity of "%s" is asked again beside the field, with what was chosen', async (quantity, why) => {
    const { demo, chat } = await open();
    await chat.say('refund fabrikam');
    const reservation = chat.card('choose-reservation').choice('reservation', /B12ms/);
    await chat.submit('next', { reservation, quantity });
    chat.text(why);
    expect(chat.card('choose-reservation').value('reservation')).toBe(reservation);
    expect(chat.card('choose-reservation').value('quantity')).toBe(quantity);
    await chat.say(`2 x ${quantity}`);
    chat.text(why);
    chat.card('choose-reservation');
    expect(await filed(demo)).toEqual([]);
  });

  it('pages through many reservations; numbers mean those that are shown', async () => {
    const { demo, chat } = await open();
    await demo.addReservations(15, 'fabrikam', 'Standard_B16ms');
    await chat.say('refund fabrikam');
    const seen = [chat.card('choose-reservation').choices('reservation')];
    await chat.submit('more');
    seen.push(chat.card('choose-reservation').choices('reservation'));
    await chat.say('more');
    seen.push(chat.card('choose-reservation').choices('reservation'));
    expect(new Set(seen.flat()).size).toBe(19);
    await chat.say('1');
    await chat.say('file');
    expect((await filed(demo))[0]?.reservationIds).toEqual([seen[2]?.[0]]);
  });

  it('asks for a reservation where none is chosen, and for a number that is on the list', async () => {
    const { chat } = await open();
    await chat.say('refund fabrikam');
    await chat.submit('next', { quantity: '1' });
    chat.text(/Choose a reservation\./);
    await chat.say('17');
    chat.text(/no number 17/);
    await chat.say('the big one');
    chat.text(/Choose a reservation\./);
  });

  it.each([
    ['trey', 1, /Not listed, as it does not come into question: 1 expired\./],
    ['woodgrove', 2, /Not listed, as it does not come into question: 1 refunded\./],
    ['alpine', 0, /Not listed, as they do not come into question: 2 that can never be returned\./],
  ])(
    'what can not be returned is not on the list of %s, and the list says so',
    async (customer, count, why) => {
      const { chat } = await open();
      await chat.say(`refund ${customer}`);
      const card = chat.card('choose-reservation');
      expect(card.text).toMatch(why);
      expect(count > 0 ? card.choices('reservation') : []).toHaveLength(count);
    },
  );

  it('what a colleague has returned since the list was shown is refused beside the field', async () => {
    const { demo, chat } = await open();
    await chat.say('refund trey');
    const [shown = ''] = chat.card('choose-reservation').choices('reservation');
    await demo.change('treyresearch', ({ reservations }) => {
      for (const one of reservations) if (one.id === shown) one.endsOn = '2026-11-21';
    });
    await chat.submit('next', { reservation: shown });
    chat.text(/It ended on Nov 21, 2026/);
    chat.card('choose-reservation');
  });

  it('a reservation known from its own card is not asked for again', async () => {
    const { chat } = await open();
    await chat.say('reservations fabrikam');
    await chat.say('1');
    await chat.submit('start refund');
    chat.card('refund-quote');
    await chat.say('reservations fabrikam');
    chat.card('choose-reservation');
    await chat.say('2');
    await chat.submit('start refund');
    expect(chat.card('choose-reservation').choices('reservation')).toHaveLength(1);
  });
});
