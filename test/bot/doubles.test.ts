/** The same thing twice, over HTTP to the real server and the real bot (rules section 8). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '../../bot/logger.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { ACTS, type Act } from '../dialogs/acts.js';
import { DemoDesk } from '../support/demo-desk.js';
import { ShownCard } from '../support/shown-card.js';
import { type RunningDesk, startConnector, startDesk } from './running-desk.js';

// Far more than it takes: whatever else the machine does, these are no tests of time.
jest.setTimeout(120_000);

const CLICKS = 100;
const STANDS = /^This card is no longer current\. (?!The current card|Nothing is open)./;

let connector: Awaited<ReturnType<typeof startConnector>>;
let demo: DemoDesk;
let desk: RunningDesk;
let bot: PartnerBot;
let posted = 0;

beforeAll(async () => {
  connector = await startConnector();
});
afterAll(() => connector.close());
beforeEach(async () => {
  demo = await DemoDesk.open();
  bot = new PartnerBot({
    desk: demo.desk,
    memories: demo.memories,
    localMode: true,
    log: createLogger('silent'),
  });
  desk = await startDesk({ bot });
  connector.received.length = 0;
});
afterEach(() => desk.close());

/** The channel hands over what a user said or pressed; gives the status. */
async function post(activity: Record<string, unknown>, conversation = 'c1') {
  posted += 1;
  const answer = await desk.call('POST', '/api/messages', {
    type: 'message',
    id: `a${posted}`,
    channelId: 'emulator',
    serviceUrl: connector.url,
    conversation: { id: conversation },
    from: { id: 'u1' },
    recipient: { id: 'bot' },
    ...activity,
  });
  return answer.status;
}

interface Heard {
  readonly text?: string;
  readonly summary?: string;
  readonly attachments?: readonly { readonly content: Record<string, unknown> }[];
}

/** What the bot said in a conversation, in order. */
const heard = (conversation = 'c1') =>
  connector.received
    .filter(({ path }) => path.includes(`/conversations/${conversation}/`))
    .map(({ body }) => body as Heard);
const textsIn = (conversation?: string) =>
  heard(conversation).map(({ text, summary }) => text ?? summary ?? '');

/** The newest card of a conversation with buttons. */
function newestCard(conversation?: string): ShownCard {
  const cards = heard(conversation).flatMap(({ attachments }) =>
    (attachments ?? []).map(({ content }) => new ShownCard(content, '')),
  );
  const card = cards.findLast(({ kind }) => kind !== undefined);
  if (!card) throw new Error('no card came');
  return card;
}

async function comeTo(act: Act, conversation?: string): Promise<ShownCard> {
  await act.given?.(demo);
  for (const text of act.typed) await post({ text }, conversation);
  const card = newestCard(conversation);
  expect(card.kind).toBe(act.kind);
  return card;
}

const done = async ({ customer, action }: Act) =>
  (await demo.customer(customer)).activity.filter((one) => one.action === action && one.outcome === 'done');

/** Where money moves, or somebody is let in to move it. The others go the same way: test/dialogs/doubles.test.ts. */
const WITH_MONEY = [
  'buy',
  'file a refund',
  'file an exchange',
  'turn the permission on',
  'settle a request',
  'take up a handover',
  'buy in bulk',
  'renew',
];

describe.each(ACTS.filter(({ name }) => WITH_MONEY.includes(name)))('$name', (act) => {
  it(`${CLICKS} clicks at once: taken, one effect, told once; the others are told what stands`, async () => {
    const card = await comeTo(act);
    const before = (await done(act)).length;
    const said = heard().length;
    const value = card.press(act.button, act.fields);
    const answers = await Promise.all(Array.from({ length: CLICKS }, () => post({ value })));
    await bot.idle();
    expect(new Set(answers)).toEqual(new Set([200]));
    const texts = textsIn().slice(said);
    expect(texts.filter((text) => STANDS.test(text))).toHaveLength(CLICKS - 1);
    expect(texts.filter((text) => act.told.test(text))).toHaveLength(1);
    const lines = act.later ? 2 : 1;
    expect((await done(act)).length).toBe(before + (act.action ? lines : 0));
  });

  it('the same activity, at once and again: taken each time, and one turn', async () => {
    const card = await comeTo(act);
    const before = (await done(act)).length;
    const said = heard().length;
    const activity = { id: 'delivered', value: card.press(act.button, act.fields) };
    await Promise.all([post(activity), post(activity), post(activity)]);
    await bot.idle();
    const { length } = heard();
    expect(await post(activity)).toBe(200);
    expect(heard()).toHaveLength(length);
    const texts = textsIn().slice(said);
    expect(texts.filter((text) => STANDS.test(text))).toEqual([]);
    expect(texts.filter((text) => act.told.test(text))).toHaveLength(1);
    expect((await done(act)).length).toBe(before + (act.action ? (act.later ? 2 : 1) : 0));
  });
});

it('turns of one conversation are answered in the order in which they arrive, and conversations do not mix', async () => {
  const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` });
  const begin = async () => {
    const granted = await desk.call('POST', '/webchat/token');
    const begun = await desk.call('POST', '/directline/conversations', {}, bearer(granted.body?.token));
    const path = `/directline/conversations/${String(begun.body?.conversationId)}/activities`;
    const auth = bearer(begun.body?.token);
    return {
      say: (text: string) => desk.call('POST', path, { type: 'message', text }, auth),
      log: async () => {
        const { body } = await desk.call('GET', path, undefined, auth);
        return (body?.activities ?? []) as { text?: string; from: { role?: string } }[];
      },
    };
  };
  const both = await Promise.all([begin(), begin()]);
  const words = Array.from({ length: 25 }, (_, i) => `zzq${i}x`);
  await Promise.all(words.flatMap((word) => both.map(({ say }) => say(word))));
  for (const { log } of both) {
    let all = await log();
    const answers = () => all.filter(({ text, from }) => from.role === 'bot' && text?.includes('zzq'));
    for (let tries = 0; tries < 200 && answers().length < words.length; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      all = await log();
    }
    const arrived = all.flatMap(({ text, from }) => (from.role === 'user' && text ? [text] : []));
    expect([...arrived].sort()).toEqual([...words].sort());
    expect(answers().map(({ text }) => /zzq\d+x/.exec(text ?? '')?.[0])).toEqual(arrived);
  }
});
