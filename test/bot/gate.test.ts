/** The gate before the bot: who asks too much is told so, once, and nobody else notices. */
import { describe, expect, it } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { TestAdapter } from 'botbuilder';
import { Gate } from '../../bot/gate.js';
import { LIMITS, type TurnLimits } from '../../bot/limits.js';
import { createLogger } from '../../bot/logger.js';
import { wordsFor } from '../../cards/words.js';

/** A gate before a bot that writes down what it hears, and answers only when it is let. */
function gateWith(limits: Partial<TurnLimits> = {}, locale = 'en-US', personOf?: (userId: string) => string) {
  const heard: string[] = [];
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  let slow = false;
  const gate = new Gate({
    log: createLogger('silent'),
    limits,
    personOf,
    bot: {
      async run({ activity }) {
        heard.push(`${activity.from.id}: ${activity.text}`);
        if (slow) await new Promise<void>((resolve) => waiting.push(resolve));
      },
      wordsIn: async () => wordsFor(locale),
    },
  });
  let ids = 0;
  const adapter = new TestAdapter(async () => undefined);
  adapter.sendActivities = async (_context, activities) => {
    told.push(...activities.map(({ text }) => text ?? ''));
    return activities.map(() => ({ id: 'sent' }));
  };
  const deliver = (activity: Partial<Activity> = {}) => {
    const whole = {
      type: 'message',
      text: 'hi',
      id: `a${++ids}`,
      channelId: 'msteams',
      from: { id: 'anna', name: '' },
      recipient: { id: 'bot', name: '' },
      conversation: { id: 'c', name: '', isGroup: false, conversationType: 'personal' },
      ...activity,
    };
    return adapter.processActivity(whole, (context) => gate.run(context));
  };
  const times = async (count: number, activity: Partial<Activity> = {}) => {
    for (let i = 0; i < count; i += 1) await deliver(activity);
  };
  const talk = (id: string) => ({ id, name: '', isGroup: false, conversationType: 'personal' });
  return {
    heard,
    told,
    deliver,
    times,
    talk,
    /** From now on the bot is still at it until `answer`. */
    hold: () => {
      slow = true;
    },
    answer: () => {
      slow = false;
      for (const resolve of waiting.splice(0)) resolve();
    },
    waiting,
  };
}

describe('The gate', () => {
  it('lets somebody who clicks as fast as anybody can go on: 100 in a moment', async () => {
    const gate = gateWith();
    await gate.times(100);
    expect([gate.heard.length, gate.told]).toEqual([100, []]);
  });

  it('stops a flood, says so once, and says when it goes on', async () => {
    const gate = gateWith({ perMinute: 3 });
    await gate.times(50);
    expect(gate.heard).toHaveLength(6);
    expect(gate.told).toEqual([
      expect.stringMatching(/I read 6 messages in 2 minutes.*Go on in \d+ seconds/),
    ]);
  });

  it.each([
    ['nl-NL', /Je laatste berichten zijn niet gelezen/],
    ['sv-SE', /Dina senaste meddelanden har inte lästs/],
  ])('says it in the language of the user: %s', async (locale, said) => {
    const gate = gateWith({ perMinute: 1 }, locale);
    await gate.times(3);
    expect(gate.told).toEqual([expect.stringMatching(said)]);
  });

  it('keeps nobody else from speaking, in another conversation or in the same one', async () => {
    const gate = gateWith({ perMinute: 3 });
    await gate.times(50);
    await gate.deliver({ from: { id: 'bo', name: '' }, conversation: gate.talk('other') });
    await gate.deliver({ from: { id: 'cy', name: '' } });
    expect(gate.heard.slice(-2)).toEqual(['bo: hi', 'cy: hi']);
  });

  it('counts a user over all conversations', async () => {
    const gate = gateWith({ perMinute: 3 });
    for (let i = 0; i < 20; i += 1) await gate.deliver({ conversation: gate.talk(`c${i}`) });
    expect(gate.heard).toHaveLength(6);
  });

  it('counts users of Teams by their object id, and those of another tenant apart', async () => {
    const gate = gateWith({ perMinute: 1, usersOfConversation: 100 });
    const from = (id: string, aadObjectId: string) => ({ from: { id, name: '', aadObjectId } });
    await gate.times(3, from('one', 'object'));
    await gate.times(3, from('two', 'object'));
    expect(gate.heard).toEqual(['one: hi', 'one: hi']);
    await gate.deliver({
      ...from('three', 'object'),
      conversation: { ...gate.talk('c'), tenantId: 'elsewhere' } as Activity['conversation'],
    });
    expect(gate.heard.at(-1)).toBe('three: hi');
  });

  it('counts a person of the chat page once, with however many sign-ins', async () => {
    const gate = gateWith({ perMinute: 1 }, 'en-US', (userId) => userId.split('-')[0] ?? '');
    const webchat = { channelId: 'webchat' };
    for (let i = 0; i < 5; i += 1)
      await gate.deliver({
        ...webchat,
        from: { id: `anna-${i}`, name: '' },
        conversation: gate.talk(`c${i}`),
      });
    await gate.deliver({ ...webchat, from: { id: 'bo-1', name: '' }, conversation: gate.talk('d') });
    expect(gate.heard).toEqual(['anna-0: hi', 'anna-1: hi', 'bo-1: hi']);
  });

  it('bounds a conversation, whoever speaks in it', async () => {
    const gate = gateWith({ perMinute: 1, usersOfConversation: 3 });
    for (let i = 0; i < 20; i += 1) await gate.deliver({ from: { id: `u${i}`, name: '' } });
    expect(gate.heard).toHaveLength(6);
  });

  it('does not count that somebody types among what somebody says', async () => {
    const gate = gateWith({ perMinute: 3 });
    await gate.times(50, { type: 'typing', text: '' });
    await gate.deliver();
    expect([gate.heard.at(-1), gate.told]).toEqual(['anna: hi', []]);
  });

  it('counts what is delivered again once, and lets it through to be known again', async () => {
    const gate = gateWith({ perMinute: 1 });
    await gate.times(4, { id: 'same' });
    expect(gate.heard).toHaveLength(4);
    await gate.deliver();
    expect([gate.heard.length, gate.told]).toEqual([5, []]);
  });

  it('does not take in later what it has refused, when the channel delivers it again', async () => {
    const gate = gateWith({ perMinute: 1 });
    await gate.times(2);
    await gate.times(5, { id: 'refused' });
    expect([gate.heard.length, gate.told.length]).toEqual([2, 1]);
  });

  it('does not look at one id for ever', async () => {
    const gate = gateWith();
    await gate.times(500, { id: 'same' });
    expect(gate.heard).toHaveLength(LIMITS.turns.deliveries);
  });

  it('lets 20 of a conversation wait; what comes after them is told to wait, once', async () => {
    const gate = gateWith();
    gate.hold();
    const all = Promise.all(Array.from({ length: 30 }, () => gate.deliver()));
    await settled();
    expect(gate.waiting).toHaveLength(20);
    const other = gate.deliver({ from: { id: 'bo', name: '' }, conversation: gate.talk('other') });
    await settled();
    expect(gate.heard.at(-1)).toBe('bo: hi');
    gate.answer();
    await Promise.all([all, other]);
    expect(gate.told).toEqual([expect.stringMatching(/still answering your last 20 messages/)]);
    await gate.deliver();
    expect(gate.heard).toHaveLength(22);
  });

  it('has a bound for the whole desk, and goes on when that is over', async () => {
    const gate = gateWith({ inDesk: 5 });
    gate.hold();
    const all = Array.from({ length: 9 }, (_, i) =>
      gate.deliver({ from: { id: `u${i}`, name: '' }, conversation: gate.talk(`c${i}`) }),
    );
    await settled();
    gate.answer();
    await Promise.all(all);
    expect([gate.heard.length, gate.told.length]).toEqual([5, 4]);
    expect(gate.told[0]).toMatch(/Send it again in a minute/);
    await gate.deliver();
    expect(gate.heard).toHaveLength(6);
  });

  it('makes room again where the bot has failed', async () => {
    const failing = new Gate({
      log: createLogger('silent'),
      limits: { inConversation: 1 },
      bot: {
        run: async () => {
          throw new Error('the bot has failed');
        },
        wordsIn: async () => wordsFor('en-US'),
      },
    });
    const adapter = new TestAdapter(async () => undefined);
    for (let i = 0; i < 3; i += 1) {
      await expect(
        adapter.processActivity({ type: 'message', id: `a${i}` }, (context) => failing.run(context)),
      ).rejects.toThrow('the bot has failed');
    }
  });
});

/** Lets everything run that waits for nothing but its turn. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
