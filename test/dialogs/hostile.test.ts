/** What a client can send that is not ours: nothing changes, nothing breaks, and the conversation goes on. */
import { describe, expect, it } from '@jest/globals';
import { JOBS } from '../../cards/views/jobs.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { CONCERNED, goTo, STEPS, stepsOn } from './steps.js';

const LONG = 'x'.repeat(10_000);

/** What may stand in a field in place of a text. */
const VALUES: readonly [string, unknown][] = [
  ['an array', ['a', 'b']],
  ['an object', { $ne: null }],
  ['null', null],
  ['10,000 characters', LONG],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['a path', '../../northbridge/customers'],
  ['markup', '<script>alert(1)</script> ${1+1} {{x}} [a](javascript:b)'],
  ['a number', 3],
  ['NaN as a number', Number.NaN],
  ['control characters', 'a\u0000b\u202e\nc'],
];

/** Those that may well be the number that somebody gave to something. */
const HONEST = ['constructor', 'a number', 'NaN as a number'];

/** Jobs about the partner itself: a customer that comes with them is not looked at. */
const WITHOUT_CUSTOMER: readonly string[] = [
  'settings',
  'colleagues',
  'accessRequests',
  'rates',
  'policy',
  'notices',
  'bulk',
];

async function settled(demo: DemoDesk) {
  const customers = await Promise.all(CONCERNED.map((domain) => demo.customer(domain)));
  const kept = customers.map(
    ({ carts: _carts, quotes: _quotes, activity, attempts: _attempts, ...rest }) => ({
      ...rest,
      done: activity.filter(({ outcome }) => outcome === 'done'),
    }),
  );
  return { kept, partner: await demo.partnerBook() };
}

describe.each(CHANNELS)('on %s, hostile submits', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  describe.each(stepsOn(channel))('at "$name"', (step) => {
    it('no value in its fields, whatever it is, changes anything', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      let before = await settled(demo);
      const { fields } = chat.card(step.kind);
      const values = VALUES.filter(([name]) => !(step.writes && HONEST.includes(name)));
      for (const [name, value] of fields.length > 0 ? values : []) {
        const card = chat.card(step.kind);
        const filled = Object.fromEntries(card.fields.map((id) => [id, value]));
        await chat.submitValue({ ...card.press(card.actions[0] ?? ''), ...filled }, card.messageId);
        expect(chat.said.length).toBeGreaterThan(0);
        expect([name, await settled(demo)]).toEqual([name, before]);
        if (!chat.waitsAt(step.kind)) {
          await chat.say('start over');
          await goTo(chat, step);
          before = await settled(demo);
        }
      }
    });

    it('a button that is not on the card changes nothing', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      const before = await settled(demo);
      for (const action of ['approve', 'constructor', '', 'buyy']) {
        const { kind, cardId } = chat.card(step.kind);
        await chat.submitValue({ kind, cardId, do: action });
      }
      expect(await settled(demo)).toEqual(before);
    });

    it('a card id that was never given out changes nothing', async () => {
      const { demo, chat } = await open();
      await goTo(chat, step);
      const before = await settled(demo);
      const { actions } = chat.card(step.kind);
      // What begins a job may come from a card without an id.
      const answer = actions.find((action) => !action.startsWith('start '));
      const pressed = chat.card(step.kind).press(answer ?? '');
      for (const cardId of ['', 'made-up', LONG, ['a'], { a: 1 }, null, 0]) {
        await chat.submitValue({ ...pressed, cardId });
        chat.text(/This card is no longer current/);
      }
      expect(await settled(demo)).toEqual(before);
    });
  });

  it.each([
    ['an array', [{ do: 'start', job: 'buy' }]],
    ['an empty object', {}],
    ['__proto__ as a key', JSON.parse('{"__proto__":{"do":"start","job":"buy"},"do":"start"}')],
    ['a thousand fields', Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, LONG]))],
    ['a job that is none', { do: 'start', job: 'toString' }],
    ['a job as an array', { do: 'start', job: ['buy'] }],
    ['a number', 7],
    ['a text', '{"do":"start"}'],
  ])('%s as the whole value is answered, and the next turn works', async (_name, value) => {
    const { chat } = await open();
    await chat.submitValue(value);
    expect(chat.said.length).toBeGreaterThan(0);
    await chat.say('buy fabrikam');
    chat.card('choose-product');
  });

  it.each([
    'no-such-customer',
    '__proto__',
    'constructor',
    '../other/secret',
    LONG,
    'another-partner/their-customer',
  ])('the customer id "%.30s" is not among ours, in every job', async (customerId) => {
    const { demo, chat } = await open();
    const before = await settled(demo);
    for (const job of JOBS.filter((each) => !WITHOUT_CUSTOMER.includes(each))) {
      const what = { reservationId: customerId, requestNumber: customerId, what: customerId };
      await chat.submitValue({ do: 'start', job, customerId, ...what });
      chat.text(/not among yours/);
    }
    await chat.submitValue({ do: 'start', job: 'bulk', bulkId: customerId });
    chat.text(/no longer kept/);
    expect(await settled(demo)).toEqual(before);
  });

  it('a customer of another partner is not among ours', async () => {
    const { demo, chat } = await open();
    const foreign = await demo.foreignCustomer();
    await chat.say('customers');
    const card = chat.card('choose-customer');
    await chat.submitValue({ ...card.press('next'), customer: foreign }, card.messageId);
    chat.text(/Choose one of the list/);
    chat.noText(/Foreign/);
    await chat.submitValue({ do: 'start', job: 'customers', customerId: foreign });
    chat.text(/not among yours/);
  });

  it('a reservation of another customer is not found', async () => {
    const { demo, chat } = await open();
    const [theirs] = (await demo.customer('contoso')).reservations;
    await chat.say('refund fabrikam');
    const card = chat.card('choose-reservation');
    await chat.submitValue({ ...card.press('next'), reservation: theirs?.id }, card.messageId);
    chat.text(/no longer there|choose again/);
    await chat.say('exchange fabrikam');
    const returns = chat.card('choose-returns');
    await chat.submitValue({ ...returns.press('next'), reservations: theirs?.id }, returns.messageId);
    chat.text(/no longer there|choose again/);
    chat.noText(/Contoso/);
  });

  it('an item that is not in the cart is not looked at, and a price is never taken from the card', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1');
    const card = chat.card('review');
    await chat.submitValue(
      { ...card.press('buy'), quantity_other: '5', unitPrice: '0.01', price: '0.01', total: '0.01' },
      card.messageId,
    );
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('2559.00');
  });

  it.each([LONG, '\u0000', '<at>Bot</at>', '${desk}', '{"do":"buy"}', '🦆'.repeat(400)])(
    'typing "%.20s" is answered, with nothing open and in the middle of a flow',
    async (text) => {
      const { demo, chat } = await open();
      let before = await settled(demo);
      await chat.say(text);
      expect(chat.said.length).toBeGreaterThan(0);
      expect(await settled(demo)).toEqual(before);
      for (const step of STEPS) {
        await chat.say('start over');
        await goTo(chat, step);
        before = await settled(demo);
        await chat.say(text);
        expect(chat.said.length).toBeGreaterThan(0);
        expect(await settled(demo)).toEqual(before);
      }
    },
  );

  it('no card grows beyond what every channel takes, whatever is entered', async () => {
    const { chat } = await open();
    for (const step of STEPS) {
      await chat.say('start over');
      await goTo(chat, step);
      const card = chat.card(step.kind);
      const filled = Object.fromEntries(card.fields.map((id) => [id, '"<ü€'.repeat(2000)]));
      await chat.submitValue({ ...card.press(card.actions[0] ?? ''), ...filled }, card.messageId);
      for (const said of chat.said) {
        const bytes = Buffer.byteLength(JSON.stringify(said.card?.content ?? {}));
        expect(bytes).toBeLessThanOrEqual(25 * 1024);
      }
    }
  });
});
