/** What works at every step of every flow: help, cancel, starting over, another job, old cards, repeated deliveries, restarts. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { CONCERNED, goTo, stepsOn } from './steps.js';

/** Here is only looked: nothing is prepared that could be set aside. */
const LOOKS = [
  'choose-customer',
  'choose-reservation',
  'choose-request',
  'choose-handover',
  'history',
  'order',
  'attention',
  'attention-list',
  'reservation',
  'request',
];

/** Everything that is settled for the partner and the customers concerned: what a mere conversation must not touch. */
async function settled(demo: DemoDesk) {
  const customers = await Promise.all(CONCERNED.map((domain) => demo.customer(domain)));
  const kept = customers.map(({ carts: _carts, quotes: _quotes, ...rest }) => rest);
  return { kept, partner: await demo.partnerBook() };
}

describe.each(CHANNELS)('on %s, anywhere', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  describe.each(stepsOn(channel))('at "$name"', (step) => {
    it('help is shown and the step is asked again with a fresh card, which works', async () => {
      const { chat } = await open();
      await goTo(chat, step);
      const before = chat.card(step.kind);
      await chat.say('Help!');
      chat.text(/What you can type/);
      const after = chat.card(step.kind);
      expect(after.cardId).not.toBe(before.cardId);
      await chat.submit('cancel');
      chat.text(/^Cancelled/m);
    });

    it('an old card changes nothing, says so and asks again', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      const old = chat.card(step.kind);
      await chat.say('help');
      const before = await settled(demo);
      for (const action of old.actions) {
        await chat.submitOn(old, action);
        chat.text(/^This card is no longer current\./m);
        chat.card(step.kind);
      }
      expect(await settled(demo)).toEqual(before);
    });

    it.each(['cancel', 'Never mind.'])('"%s" leaves it', async (word) => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      const before = await settled(demo);
      await chat.say(word);
      chat.text(step.buying ? /your cart is kept for 7 days/ : /Nothing was filed or bought/);
      expect(await settled(demo)).toEqual(before);
    });

    it('the button Cancel leaves it, and the card is dead from then on', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      const before = await settled(demo);
      const card = chat.card(step.kind);
      await chat.submit('cancel');
      chat.text(step.buying ? /your cart is kept for 7 days/ : /Nothing was filed or bought/);
      if (channel === 'msteams') expect(chat.message(card.messageId)).toBe('Closed');
      for (const action of card.actions) {
        await chat.submitOn(card, action);
        chat.text(/^This card is no longer current\./m);
      }
      expect(await settled(demo)).toEqual(before);
    });

    it('"start over" closes it and greets', async () => {
      const { chat } = await open();
      await goTo(chat, step);
      await chat.say('start over');
      chat.text(/Hello Anna Lindqvist/);
      await chat.say('customers');
      chat.card('choose-customer');
    });

    it('the word of another job sets it aside and begins that one', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      const before = await settled(demo);
      await chat.say(step.name.startsWith('permissions') ? 'reservations' : 'permissions');
      if (LOOKS.includes(step.kind)) chat.noText(/set aside/);
      else chat.text(step.buying ? /^Buying is set aside/m : /^That is set aside/m);
      chat.card('choose-customer');
      expect(await settled(demo)).toEqual(before);
    });

    it('another job with a customer is begun for that customer', async () => {
      const { chat } = await open();
      await goTo(chat, step);
      await chat.say('refund for Woodgrove');
      expect(chat.card('choose-reservation').text).toMatch(/Woodgrove Bank/);
    });

    it('the same activity delivered twice is one turn', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      await chat.submit('cancel');
      const before = await settled(demo);
      await chat.deliverAgain();
      expect(chat.said).toEqual([]);
      expect(await settled(demo)).toEqual(before);
    });

    it('a restart of the desk changes nothing: the card that waits still works', async () => {
      const { chat } = await open();
      await goTo(chat, step);
      chat.restart();
      await chat.submit('cancel');
      chat.text(/^Cancelled/m);
    });

    it('a user without any role is turned away', async () => {
      const { demo, chat } = await open();
      await chat.actAs('admin agent');
      await goTo(chat, step);
      await demo.giveRoles('anna-admin', []);
      const before = await settled(demo);
      const card = chat.card(step.kind);
      const [first = ''] = card.actions;
      await chat.submit(first);
      chat.text(/Ask a Global admin or a User management admin of your company to add you/);
      expect(await settled(demo)).toEqual(before);
    });
  });

  it('greets once, however often the channel says that the user has come', async () => {
    const { chat } = await open();
    await chat.join();
    expect(chat.card('welcome').actions).toEqual([
      'start buy',
      'start refund',
      'start exchange',
      'start permissions',
      'start customers',
      'start reservations',
    ]);
    await chat.join();
    expect(chat.said).toEqual([]);
    await chat.deliver({ type: 'installationUpdate', action: 'add' });
    expect(chat.said).toEqual([]);
  });

  it('does not greet when only the bot itself has come', async () => {
    const { chat } = await open();
    await chat.deliver({ type: 'conversationUpdate', membersAdded: [{ id: 'bot', name: 'Bot' }] });
    expect(chat.said).toEqual([]);
  });

  it('greets whoever says hello, and each time', async () => {
    const { chat } = await open();
    for (const word of ['hi', 'Hello!', 'good morning']) {
      await chat.say(word);
      chat.card('welcome');
    }
  });

  it.each(['buy', 'refund', 'exchange', 'permissions', 'customers', 'reservations'])(
    'the button for %s on the greeting begins it, also when pressed again later',
    async (job) => {
      const { chat } = await open();
      await chat.join();
      const welcome = chat.card('welcome');
      await chat.submit(`start ${job}`);
      chat.card('choose-customer');
      await chat.submit('cancel');
      await chat.submitOn(welcome, `start ${job}`);
      chat.card('choose-customer');
    },
  );

  it('answers what it does not know with what it can do', async () => {
    const { chat } = await open();
    await chat.say('sing me a song');
    chat.text(/“sing me a song”/);
    chat.card('help');
  });

  it('an old card with nothing open says that nothing is open', async () => {
    const { chat } = await open();
    await chat.say('customers');
    const old = chat.card('choose-customer');
    await chat.say('help');
    await chat.say('cancel');
    await chat.submitOn(old, 'search', { search: 'x' });
    chat.text(/^This card is no longer current\. Nothing is open/m);
  });

  it('"cancel" with nothing open begins a refund, and with a customer that customer’s', async () => {
    const { chat } = await open();
    await chat.say('cancel');
    chat.text(/Whose reservation is to be refunded/);
    await chat.say('cancel');
    chat.text(/^Cancelled/m);
    await chat.say('Cancel a reservation for Woodgrove');
    expect(chat.card('choose-reservation').text).toMatch(/Woodgrove Bank/);
  });

  it('what the turn before left half done goes on after a restart', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    chat.restart();
    await chat.say('1 x 2');
    chat.card('review');
    chat.restart();
    await chat.submit('buy');
    chat.text(/RD-\d+/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(5);
  });

  it('two turns at once are taken one after the other, and nothing is lost', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await Promise.all([chat.say('1 x 2'), chat.say('add'), chat.say('2 x 3')]);
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items.map(({ quantity }) => quantity)).toEqual([2, 3]);
    chat.card('review');
  });

  it('confirm pressed twice at once has one effect', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1 x 2');
    const review = chat.card('review');
    await Promise.all([chat.submitOn(review, 'buy'), chat.submitOn(review, 'buy')]);
    const { orders } = await demo.customer('fabrikam');
    expect(orders).toHaveLength(5);
    expect(chat.said.filter(({ text }) => text.includes(orders.at(-1)?.number ?? '')).length).toBeGreaterThan(
      1,
    );
  });
});
