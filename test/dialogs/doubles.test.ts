/** The same thing twice (rules section 8): one confirm card clicked, delivered and retried any number of times. */
import { describe, expect, it, jest } from '@jest/globals';
import type { Documents } from '../../domain/store/documents.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { ACTS, type Act, goToAct } from './acts.js';
import { CONCERNED } from './steps.js';

// Far more than it takes: whatever else the machine does, these are no tests of time.
jest.setTimeout(120_000);

const CLICKS = 100;
/** Says that it is answered, and what stands now. */
const STANDS = /^This card is no longer current\. (?!The current card|Nothing is open)./;

/** The book without what is only prepared, and without the names of the attempts. */
async function settled(demo: DemoDesk<Documents>) {
  const customers = await Promise.all(CONCERNED.map((domain) => demo.customer(domain)));
  const kept = customers.map(({ carts: _c, quotes: _q, attempts: _a, ...rest }) => rest);
  return { kept, partner: await demo.partnerBook() };
}

/** The act done once and left alone: what the book is to be like. */
async function doneOnce(act: Act, channel: (typeof CHANNELS)[number]) {
  const demo = await DemoDesk.open();
  const chat = new Chat(demo, { channel });
  await goToAct(chat, act);
  await chat.submit(act.button, act.fields);
  await chat.settled();
  expect(chat.said.map(({ text }) => text).join('\n')).toMatch(act.told);
  return { book: await settled(demo), told: chat.said.length };
}

describe.each(CHANNELS)('on %s', (channel) => {
  const acts = ACTS.filter((_, i) => CHANNELS[i % CHANNELS.length] === channel);
  const at = async (act: Act, options = {}) => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { channel, ...options });
    await goToAct(chat, act);
    return { demo, chat, card: chat.card(act.kind) };
  };

  describe.each(acts)('$name', (act) => {
    it(`${CLICKS} clicks at once: one effect, told once; the others are told what stands`, async () => {
      const once = await doneOnce(act, channel);
      const { demo, chat, card } = await at(act);
      await Promise.all(Array.from({ length: CLICKS }, () => chat.submitOn(card, act.button, act.fields)));
      await chat.settled();
      expect(await settled(demo)).toEqual(once.book);
      const texts = chat.said.map(({ text }) => text);
      expect(texts.filter((text) => STANDS.test(text))).toHaveLength(CLICKS - 1);
      expect(texts).toHaveLength(once.told + CLICKS - 1);
    });

    it('delivered again under the same id, while it runs, after it, after a restart and after 60 others: nothing', async () => {
      const once = await doneOnce(act, channel);
      const { demo, chat, card } = await at(act);
      const first = chat.submitOn(card, act.button, act.fields);
      const again = chat.latestActivity();
      await Promise.all([first, chat.redeliver(again), chat.redeliver(again)]);
      await chat.settled();
      expect(chat.said).toHaveLength(once.told);
      await chat.redeliver(again);
      chat.restart();
      await chat.redeliver(again);
      expect(chat.said).toHaveLength(once.told);
      for (let i = 0; i < 60; i++) await chat.say('which language');
      const { length } = chat.said;
      await chat.redeliver(again);
      expect(chat.said).toHaveLength(length);
      expect(await settled(demo)).toEqual(once.book);
    });

    it('delivered again under other ids, also after a restart: the same attempt, and what came of it', async () => {
      const once = await doneOnce(act, channel);
      const { demo, chat, card } = await at(act);
      await chat.submitOn(card, act.button, act.fields);
      await chat.settled();
      await chat.submitOn(card, act.button, act.fields);
      const [answer] = chat.said;
      expect(answer?.text).toMatch(STANDS);
      chat.restart();
      for (let i = 0; i < 40; i++) await chat.say(i % 2 === 0 ? 'refund' : 'cancel');
      await chat.submitOn(card, act.button, act.fields);
      expect(chat.said[0]?.text).toBe(answer?.text);
      expect(await settled(demo)).toEqual(once.book);
    });
  });
});
