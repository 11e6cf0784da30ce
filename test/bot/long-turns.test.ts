/**
 * A turn that takes long, over HTTP to the real server: it is acknowledged in time and goes on, somebody is seen to
 * type, and what goes wrong later is said in the chat.
 */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { turnErrors } from '../../bot/failed-turn.js';
import { createLogger } from '../../bot/logger.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import type { TurnHandler } from '../../bot/turn-handler.js';
import { whileTyping } from '../../bot/typing.js';
import { DemoDesk } from '../support/demo-desk.js';
import { startConnector, startDesk } from './running-desk.js';

jest.setTimeout(60_000);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Something that the bot waits for until it is let go on. */
function door() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function start(bot: TurnHandler, answerWithinMs = 30) {
  const connector = await startConnector();
  const log = createLogger('silent');
  const desk = await startDesk({ bot, answerWithinMs, log, onTurnError: turnErrors(log) });
  closing.push(desk.close, connector.close);
  const post = (more: Record<string, unknown> = {}) =>
    desk.call('POST', '/api/messages', {
      type: 'message',
      id: `a${Math.random()}`,
      channelId: 'msteams',
      serviceUrl: connector.url,
      conversation: { id: 'c1' },
      from: { id: 'u1' },
      recipient: { id: 'bot' },
      locale: 'en-US',
      text: 'hello',
      ...more,
    });
  return { post, said: () => connector.received.map(({ body }) => body.text ?? body.type) };
}

describe('A turn that takes longer than a channel waits', () => {
  it('is acknowledged, goes on, and what it says arrives', async () => {
    const { opened, open } = door();
    const ended = door();
    const { post, said } = await start({
      async run(context) {
        await opened;
        await context.sendActivity('late');
        ended.open();
      },
    });
    const answer = await post();
    expect([answer.status, said()]).toEqual([200, []]);
    open();
    await ended.opened;
    expect(said()).toEqual(['late']);
  });

  it('that fails after that says so in the chat', async () => {
    const { opened, open } = door();
    const { post, said } = await start({
      async run() {
        await opened;
        throw new Error('a secret of the inside');
      },
    });
    expect((await post()).status).toBe(200);
    open();
    await until(() => said().length > 0);
    expect(said()).toEqual([expect.stringMatching(/^Something went wrong/)]);
  });

  it.each([
    [
      'an invoke',
      { type: 'invoke', name: 'x' },
      { type: 'invokeResponse', value: { status: 200, body: { is: 'it' } } },
      { is: 'it' },
    ],
    [
      'replies that are expected in the response',
      { deliveryMode: 'expectReplies' },
      'late',
      { activities: [expect.objectContaining({ text: 'late' })] },
    ],
  ])('waits with its response for %s', async (_what, activity, reply, body) => {
    const { opened, open } = door();
    const { post } = await start({
      async run(context) {
        await opened;
        await context.sendActivity(reply);
      },
    });
    const answering = post(activity);
    await new Promise((resolve) => setTimeout(resolve, 100));
    open();
    expect(await answering).toMatchObject({ status: 200, body });
  });

  it('still stands before the next one of its conversation, is in the log when it ends, and is waited for', async () => {
    const demo = await DemoDesk.open();
    const lines: string[] = [];
    const log = createLogger('info', { write: (line) => void lines.push(line) });
    const { opened, open } = door();
    const desk: typeof demo.desk = {
      ...demo.desk,
      async whoIs(actor) {
        await opened;
        return await demo.desk.whoIs(actor);
      },
    };
    const bot = new PartnerBot({ desk, memories: demo.memories, localMode: true, log });
    const { post, said } = await start(bot);
    const answers = [await post({ text: 'hello' }), await post({ text: 'cancel fee?' })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect([bot.underWay.turns, lines.length, said()]).toEqual([2, 0, []]);
    open();
    await bot.idle();
    const outcomes = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'turn');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect(said().length).toBeGreaterThanOrEqual(2);
  });
});

describe('That somebody types', () => {
  const times = { afterMs: 20, againMs: 20 };
  const typing = (work: TurnHandler['run']) =>
    start({ run: (context) => whileTyping(context, () => work(context), times) }, 5000);

  it('is shown while a turn takes long, again and again, and no longer', async () => {
    let seen: () => unknown[] = () => [];
    const { post, said } = await typing(async (context) => {
      await until(() => seen().length > 1);
      await context.sendActivity('done');
    });
    seen = said;
    await post();
    expect(said().slice(0, 2)).toEqual(['typing', 'typing']);
    expect(said()).toContain('done');
    const { length } = said();
    await new Promise((resolve) => setTimeout(resolve, 100));
    // One that was on its way may still have come in.
    expect(said().length - length).toBeLessThanOrEqual(1);
  });

  it('is not shown in a turn that is fast, and nothing of it is left behind', async () => {
    const { post, said } = await typing(async () => undefined);
    await post();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(said()).toEqual([]);
  });

  it.each([{ type: 'invoke', name: 'x' }, { deliveryMode: 'expectReplies' }])(
    'is not shown where the answer is in the response: %j',
    async (activity) => {
      const { post, said } = await typing(async (context) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: {} } });
      });
      const { body } = await post(activity);
      expect(said()).toEqual([]);
      expect(JSON.stringify(body)).not.toContain('typing');
    },
  );

  it('that can not be shown is no mishap of the turn', async () => {
    let seen: () => unknown[] = () => [];
    // The connector has no such conversation.
    const { post, said } = await typing(async () => until(() => seen().length > 1));
    seen = said;
    expect((await post({ conversation: { id: 'gone' } })).status).toBe(200);
    expect(new Set(said())).toEqual(new Set(['typing']));
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
