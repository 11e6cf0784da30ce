/** The line of a turn: what stands in it, and that the reference which the user sees finds it. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../bot/logger.js';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { HEADING } from '../support/sheets.js';

type Line = Record<string, unknown>;

let demo: DemoDesk;
let lines: Line[];
beforeEach(async () => {
  demo = await DemoDesk.open();
  lines = [];
});

const logged = (key?: string) =>
  createLogger('trace', { write: (line: string) => void lines.push(JSON.parse(line) as Line) }, key);
const chatWith = (options: ChatOptions = {}) => new Chat(demo, { log: logged(), ...options });
const turns = () => lines.filter(({ msg }) => msg === 'turn');
const errors = () => lines.filter(({ level }) => Number(level) >= 50);
/** The reference that the user was shown in the latest turn. */
const shown = (chat: Chat) => /mention ([A-Z0-9]{8})/.exec(chat.said.map(({ text }) => text).join('\n'))?.[1];

describe.each(CHANNELS)('a turn on %s', (channel) => {
  it('has one line: who, where, what came of it, and how long it took', async () => {
    const chat = chatWith({ channel });
    await chat.say('buy fabrikam');
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        reference: expect.stringMatching(/^[A-Z0-9]{8}$/),
        channel,
        type: 'message',
        partner: 'northbridge',
        user: expect.stringMatching(/^[\w-]{16}$/),
        conversation: expect.stringMatching(/^[\w-]{16}$/),
        dialog: 'buy',
        step: 'choose-product-to-buy',
        outcome: 'answered',
        ms: expect.any(Number),
        waited: expect.any(Number),
        msg: 'turn',
      },
    ]);
    await chat.say('1');
    expect(turns().at(-1)).toMatchObject({
      from: 'buy/choose-product-to-buy',
      dialog: 'buy',
      step: 'review',
    });
    await chat.say('cancel');
    const { dialog, ...last } = turns().at(-1) ?? {};
    expect(dialog).toBeUndefined();
    expect(last).toMatchObject({ from: 'buy/review', outcome: 'answered' });
  });
});

describe('what came of a turn', () => {
  it('refused, with the code of the refusal', async () => {
    const chat = chatWith();
    await chat.say('buy tailspin');
    expect(turns()).toEqual([
      expect.objectContaining({ outcome: 'refused', refusal: 'ReservationsNotSoldInMarket' }),
    ]);
  });

  it('duplicate, where the channel delivers it again', async () => {
    const chat = chatWith();
    await chat.say('help');
    await chat.deliverAgain();
    expect(turns().map(({ outcome }) => outcome)).toEqual(['answered', 'duplicate']);
  });

  it.each([
    [
      'group',
      { activity: { conversation: { id: 'c', name: '', isGroup: true, conversationType: 'channel' } } },
    ],
    ['notAUser', { localMode: false, channel: 'msteams' }],
    ['ignored', { activity: { type: 'typing' } }],
  ] as const)('%s', async (outcome, options) => {
    await chatWith(options as ChatOptions).say('help');
    expect(turns()).toEqual([expect.objectContaining({ outcome })]);
  });

  it.each(CHANNELS)(
    'failed on %s: the reference that is shown finds one error, and the turn',
    async (channel) => {
      const chat = chatWith({ channel });
      chat.channelRefuses('choose-customer');
      await chat.say('refund');
      const reference = shown(chat);
      expect(errors()).toEqual([expect.objectContaining({ msg: 'a turn failed', reference })]);
      expect(turns()).toEqual([expect.objectContaining({ outcome: 'failed', reference })]);
    },
  );

  it('failed where what it remembers can not be read', async () => {
    const chat = chatWith();
    await chat.say('help');
    demo.memories.read = async () => {
      throw new Error('the disk is gone');
    };
    await chat.say('help');
    chat.text(/can not be written at the moment|not reachable/);
    expect(turns().at(-1)).toMatchObject({ outcome: 'failed', refusal: 'StoreUnavailable' });
  });

  it('failed work after a turn has the reference of its turn', async () => {
    const chat = chatWith();
    await chat.say(
      [HEADING, 'fabrikam.example,,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants'].join(
        '\n',
      ),
    );
    const { buyNextLine } = demo.desk;
    Object.assign(demo.desk, {
      buyNextLine: async () => {
        throw new Error('wrong in the background');
      },
    });
    await chat.say('buy');
    await chat.settled();
    Object.assign(demo.desk, { buyNextLine });
    const reference = shown(chat);
    expect(errors()).toEqual([expect.objectContaining({ msg: 'work after a turn failed', reference })]);
    expect(turns().at(-1)).toMatchObject({ outcome: 'answered', reference });
  });
});

describe('users in the log', () => {
  const userOf = async (key?: string) => {
    lines = [];
    await chatWith({ log: logged(key) }).say('help');
    return turns()[0]?.user;
  };

  it('can not be followed from one start to the next, but with a key that is kept', async () => {
    expect(await userOf()).not.toBe(await userOf());
    const kept = 'a-key-that-is-kept';
    expect(await userOf(kept)).toBe(await userOf(kept));
  });

  it('are told apart, and the same one in two conversations is the same', async () => {
    const log = logged();
    const one = chatWith({ log, conversationId: 'one' });
    await one.say('help');
    await chatWith({ log, conversationId: 'two' }).say('help');
    await one.actAs('sales agent');
    await one.say('help');
    const [first, second, , fourth] = turns();
    expect(second?.user).toBe(first?.user);
    expect(second?.conversation).not.toBe(first?.conversation);
    expect(fourth?.user).not.toBe(first?.user);
  });
});
