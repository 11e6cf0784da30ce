/** What a conversation has kept is of an earlier version, or broken: it ends politely, the cart stays, and it goes on at once. */
import { describe, expect, it, jest } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { changeState, type KeptDialog, type KeptState, openIn } from '../support/kept-state.js';

// Far more than it takes: whatever else the machine does, these are no tests of time.
jest.setTimeout(120_000);

const CLOSED = {
  en: /^The desk has been renewed.* your cart is kept for 7 days: type buy and/m,
  nl: /^De desk is vernieuwd.* je winkelwagen blijft 7 dagen bewaard: typ kopen en/m,
  sv: /^Desken har förnyats.* din kundvagn sparas i 7 dagar: skriv köp och/m,
};

const named = (state: KeptState, id: string): KeptDialog => {
  const found = openIn(state).find((one) => one.id === id);
  if (!found) throw new Error(`${id} is not open`);
  return found;
};

/** With the review of a cart open: desk → buy → its steps and the review. */
const BROKEN: readonly [string, (state: KeptState) => void][] = [
  ['an earlier version', (state) => Object.assign(state.desk, { version: 0 })],
  ['a later version', (state) => Object.assign(state.desk, { version: 99 })],
  ['a version that is none', (state) => Object.assign(state.desk, { version: 'one' })],
  ['a flow that is not there', (state) => Object.assign(named(state, 'buy'), { id: 'purchase' })],
  ['a prompt that is not there', (state) => Object.assign(named(state, 'review'), { id: 'cart' })],
  ['a root that is not there', (state) => Object.assign(named(state, 'desk'), { id: 'root' })],
  ['a flow with other steps', (state) => Object.assign(named(state, 'buy'), { version: '1' })],
  [
    'a step that is beyond the last',
    (state) => Object.assign(named(state, 'steps').state, { stepIndex: 99 }),
  ],
  ['a step before the first', (state) => Object.assign(named(state, 'steps').state, { stepIndex: -1 })],
  ['a step that is no number', (state) => Object.assign(named(state, 'steps').state, { stepIndex: 'two' })],
  ['options that are a text', (state) => Object.assign(named(state, 'steps').state, { options: 'fabrikam' })],
  ['values that are a list', (state) => Object.assign(named(state, 'steps').state, { values: ['fabrikam'] })],
  [
    'values of another shape',
    (state) => Object.assign(named(state, 'steps').state.values, { customerId: { id: 1 } }),
  ],
  ['a prompt that keeps nothing', (state) => Object.assign(named(state, 'review'), { state: {} })],
  ['a prompt that keeps null', (state) => Object.assign(named(state, 'review'), { state: null })],
  [
    'a prompt that knows a customer by number',
    (state) => Object.assign(named(state, 'review').state.state, { customerId: 7 }),
  ],
  ['a prompt without its card', (state) => Object.assign(named(state, 'review').state, { ask: undefined })],
  [
    'a card with entries of another shape',
    (state) => Object.assign(named(state, 'review').state.ask, { entries: { quantity: 3 } }),
  ],
  [
    'a flow with nothing in it',
    (state) => Object.assign(named(state, 'buy').state, { dialogs: { dialogStack: [] } }),
  ],
  ['a flow without its stack', (state) => Object.assign(named(state, 'buy'), { state: {} })],
  ['a stack that is none', (state) => Object.assign(state, { dialogs: { dialogStack: 'buy' } })],
  ['a stack that is a text', (state) => Object.assign(state, { dialogs: 'buy' })],
];

describe.each(CHANNELS)('on %s, a conversation that kept', (channel) => {
  // Each on one of the three in turn: what is kept is looked at in the same way on all.
  const broken = BROKEN.filter((_, i) => CHANNELS[i % CHANNELS.length] === channel);

  const atReview = async (activity = {}) => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { channel, activity });
    await chat.say('buy fabrikam');
    await chat.say('1 x 2');
    chat.card('review');
    return { demo, chat };
  };
  const cartOf = async (demo: DemoDesk) => Object.values((await demo.customer('fabrikam')).carts);

  it.each(broken)(
    '%s: what was open is closed, the cart is kept, and it goes on at once',
    async (_what, change) => {
      const { demo, chat } = await atReview();
      const before = await demo.customer('fabrikam');
      await changeState(demo.memories, channel, change);
      chat.restart();
      await chat.say('buy');
      chat.text(CLOSED.en);
      expect(chat.said).toHaveLength(channel === 'msteams' ? 2 : 1);
      expect(chat.warned).toHaveLength(1);
      expect(await demo.customer('fabrikam')).toEqual(before);
      await chat.say('buy fabrikam');
      await chat.say('review');
      expect(chat.card('review').text).toMatch(/Standard_/);
      await chat.submit('buy');
      chat.text(/RD-\d+/);
      expect(chat.warned).toHaveLength(1);
    },
  );

  it.each(broken)('%s: a card of then is no longer current', async (_what, change) => {
    const { demo, chat } = await atReview();
    const review = chat.card('review');
    await changeState(demo.memories, channel, change);
    await chat.submitOn(review, 'buy');
    chat.text(CLOSED.en);
    await chat.submitOn(review, 'buy');
    chat.text(/^This card is no longer current/m);
    expect(await cartOf(demo)).toHaveLength(1);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it.each(['nl', 'sv'] as const)(
    'another version says so in the language of the user: %s',
    async (locale) => {
      const { demo, chat } = await atReview({ locale });
      await changeState(demo.memories, channel, (state) => Object.assign(state.desk, { version: 0 }));
      await chat.say('buy');
      chat.text(CLOSED[locale]);
    },
  );

  it('parts of its memory in another shape, and parts that nobody knows: goes on at the same step', async () => {
    const { demo, chat } = await atReview();
    await changeState(demo.memories, channel, ({ desk }) => {
      Object.assign(desk, { seen: 'a', retired: [{ card: 1 }], prepared: 3, greeted: 'yes', colour: 'blue' });
    });
    await chat.say('quantity 3');
    expect(chat.card('review').value(chat.card('review').field('quantity_'))).toBe('3');
    expect(chat.warned).toEqual([]);
  });

  it('nothing open, by another version: nobody is told anything', async () => {
    const { demo, chat } = await atReview();
    await chat.say('cancel');
    await changeState(demo.memories, channel, (state) => Object.assign(state.desk, { version: 0 }));
    await chat.say('refund');
    chat.card('choose-customer');
    expect(chat.said).toHaveLength(1);
    expect(chat.warned).toEqual([]);
  });
});
