/** What was said on the chat page outlives the process: nothing is lost, and nothing is there twice. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { TurnContext } from 'botbuilder';
import { MemoryUnreadable } from '../../bot/memories.js';
import { MemoryMemories } from '../support/memory-memories.js';
import { bearer, begin, talkIn } from './chat-client.js';
import type { DeskSettings, RunningDesk } from './running-desk.js';
import { startDesk } from './running-desk.js';

const open: RunningDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
});

const key = new Uint8Array(32).fill(1);
async function start(settings: DeskSettings): Promise<RunningDesk> {
  const desk = await startDesk({ key, pollMs: 0, ...settings });
  open.push(desk);
  return desk;
}
/** As a killed process leaves it: what is written later does not get there. */
const copyOf = (memories: MemoryMemories) => {
  const copy = new MemoryMemories();
  for (const [name, text] of memories.texts) copy.texts.set(name, text);
  return copy;
};

describe('A conversation of the chat page, after a restart', () => {
  it('has its history, goes on from the same watermark, and gives no id twice', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories });
    const session = await begin(first);
    const before = talkIn(first, session);
    await before.send('one');
    const { activities, watermark } = await before.until(3);

    const second = await start({ memories: copyOf(memories) });
    const after = talkIn(second, session);
    expect((await after.poll()).activities).toEqual(activities);
    expect((await after.poll(watermark)).activities).toEqual([]);
    await after.send('two');
    await after.until(5);
    expect((await after.poll(watermark)).texts).toEqual(['two', 'echo two']);
    const all = (await after.poll()).activities;
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
    const moments = all.map(({ timestamp }) => String(timestamp));
    expect(moments).toEqual([...moments].sort());
  });

  it('begins no second time where it had begun, and begins where it had not', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories, bot: { run: () => new Promise(() => undefined) } });
    const session = await begin(first);
    const second = await start({ memories: copyOf(memories) });
    expect((await talkIn(second, session).until(1)).texts).toEqual(['welcome']);
    const third = await start({ memories: copyOf(memories) });
    await talkIn(third, session).until(1);
    expect(third.turns).toEqual(['conversationUpdate']);
  });

  it('has turns that were cut off run again, in their order and once, with replies in the place of those that were there', async () => {
    const memories = new MemoryMemories();
    const cutOff = {
      async run(context: TurnContext) {
        if (context.activity.type !== 'message') return;
        await context.sendActivity('the first half');
        await new Promise(() => undefined);
      },
    };
    const first = await start({ memories, bot: cutOff });
    const session = await begin(first);
    const before = talkIn(first, session);
    const ids = [(await before.send('one')).body?.id, (await before.send('two')).body?.id];
    const shown = await before.until(4);

    const left = copyOf(memories);
    const second = await start({ memories: left });
    const after = talkIn(second, session);
    const found = await after.until(6);
    expect(second.turns.filter((turn) => turn.startsWith('message'))).toEqual(['message one', 'message two']);
    const last = new Map(found.activities.map((activity) => [activity.id, activity.text]));
    expect([...last.values()].sort()).toEqual(['echo one', 'echo two', 'one', 'two']);
    // A page that was shown the first half is shown the whole in its place.
    for (const { id } of shown.activities) expect(last.has(id)).toBe(true);
    expect(ids.map((id) => last.get(String(id)))).toEqual(['one', 'two']);

    const third = await start({ memories: copyOf(left) });
    await talkIn(third, session).until(5);
    expect(third.turns).toEqual([]);
  });

  it('keeps the files that came with a message, for the page and for a turn that was cut off', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories, bot: { run: () => new Promise(() => undefined) } });
    const session = await begin(first);
    const form = new FormData();
    form.append('activity', new Blob([JSON.stringify({ type: 'message' })]));
    form.append('file', new Blob(['a,b']), 'lines.csv');
    const path = `${first.url}/directline/conversations/${session.id}/upload`;
    const sent = await fetch(path, { method: 'POST', body: form, headers: bearer(session.token) });
    expect(sent.status).toBe(200);

    const heard: unknown[] = [];
    const bot = { run: async ({ activity }: TurnContext) => void heard.push(activity.attachments?.[0]) };
    const second = await start({ memories: copyOf(memories), bot });
    const [shown] = (await talkIn(second, session).until(1)).activities;
    const [{ contentUrl = '' } = {}] = (shown?.attachments ?? []) as { contentUrl?: string }[];
    expect((await second.call('GET', contentUrl)).text).toBe('a,b');
    expect(heard).toContainEqual({
      contentType: 'text/csv',
      name: 'lines.csv',
      content: Buffer.from('a,b').toString('base64'),
    });
  });

  it('is another user’s to none, and nobody’s without a token of its own', async () => {
    const memories = new MemoryMemories();
    const session = await begin(await start({ memories }));
    const second = await start({ memories: copyOf(memories) });
    const other = await begin(second);
    const path = talkIn(second, session).path;
    for (const token of [other.token, '', 'x']) {
      expect((await second.call('GET', path, undefined, bearer(token))).status).toBe(403);
    }
    expect(
      (await talkIn(await start({ memories: copyOf(memories), key: new Uint8Array(32) }), session).poll())
        .status,
    ).toBe(403);
  });

  it('begins anew where it is damaged on the disk, and the others go on', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories });
    const [whole, broken, bare] = [await begin(first), await begin(first), await begin(first)];
    for (const session of [whole, broken, bare]) await talkIn(first, session).until(1);
    const left = copyOf(memories);
    const damage = (id: string, text: (key: string) => string | undefined) => {
      for (const name of [...left.texts.keys()].filter((one) => one.startsWith(`chat/${id}`))) {
        const made = text(name);
        if (made === undefined) left.texts.delete(name);
        else left.texts.set(name, made);
      }
    };
    damage(broken.id, (name) => (name.includes(`${broken.id}/`) ? '{"number":0,"act' : left.texts.get(name)));
    damage(bare.id, (name) => (name.includes(`${bare.id}/`) ? left.texts.get(name) : undefined));
    const second = await start({ memories: left });
    expect((await talkIn(second, whole).poll()).texts).toEqual(['welcome']);
    for (const session of [broken, bare]) {
      expect((await talkIn(second, session).renew()).status).toBe(404);
      expect([...left.texts.keys()].filter((name) => name.includes(session.id))).toEqual([]);
    }
  });

  it('goes on as far as the disk can be read, and the desk starts all the same', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories });
    const session = await begin(first);
    await talkIn(first, session).until(1);
    const left = copyOf(memories);
    const entries = left.entries.bind(left);
    left.entries = async function* (prefix) {
      yield* entries(prefix);
      throw new MemoryUnreadable();
    };
    const second = await start({ memories: left });
    expect((await talkIn(second, session).poll()).texts).toEqual(['welcome']);
    await talkIn(second, session).send('on');
    expect((await talkIn(second, session).until(3)).texts).toEqual(['welcome', 'on', 'echo on']);
  });

  it('has ended, with all of its records, when nobody had used it for too long', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories });
    const session = await begin(first);
    await talkIn(first, session).until(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const left = copyOf(memories);
    const second = await start({ memories: left, limits: { idleMs: 20 } });
    expect((await talkIn(second, session).renew()).status).toBe(404);
    expect([...left.texts.keys()].filter((name) => name.startsWith('chat/'))).toEqual([]);
  });

  it('is gone on with after 30 minutes, by who shows the token that has expired since', async () => {
    const desk = await start({ memories: new MemoryMemories() });
    const session = await begin(desk);
    const granted = await desk.call('POST', '/webchat/token', undefined, bearer(session.token));
    const found = await desk.call('GET', talkIn(desk, session).path, undefined, bearer(granted.body?.token));
    expect(found).toMatchObject({ status: 200, body: { conversationId: session.id } });
    const stranger = await desk.call('POST', '/webchat/token');
    const path = talkIn(desk, session).path;
    expect((await desk.call('GET', path, undefined, bearer(stranger.body?.token))).status).toBe(403);
  });
});

describe('What is said on the chat page', () => {
  it('is taken in once, however often a page sends it that had no answer', async () => {
    const desk = await start({ memories: new MemoryMemories() });
    const talk = talkIn(desk, await begin(desk));
    const answers = await Promise.all([
      talk.send('buy', 'k1'),
      talk.send('buy', 'k1'),
      talk.send('buy', 'k2'),
    ]);
    const again = await talk.send('buy', 'k1');
    await talk.until(5);
    const ids = [...answers, again].map(({ body }) => body?.id);
    expect([ids[0] === ids[1], ids[0] === ids[3], ids[0] === ids[2]]).toEqual([true, true, false]);
    expect(desk.turns.filter((turn) => turn === 'message buy')).toHaveLength(2);
  });

  it('is taken in once also by the process after the one that was killed before it could answer', async () => {
    const memories = new MemoryMemories();
    const first = await start({ memories });
    const session = await begin(first);
    const { body } = await talkIn(first, session).send('buy', 'k1');
    await talkIn(first, session).until(3);
    const second = await start({ memories: copyOf(memories) });
    expect((await talkIn(second, session).send('buy', 'k1')).body?.id).toBe(body?.id);
    expect((await talkIn(second, session).until(3)).activities).toHaveLength(3);
    expect(second.turns).toEqual([]);
  });

  it('is refused with 503 where the disk does not take it, without a turn; and taken when it does', async () => {
    const memories = new MemoryMemories();
    const desk = await start({ memories });
    const talk = talkIn(desk, await begin(desk));
    await talk.until(1);
    memories.full = true;
    const refused = await talk.send('buy', 'k1');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await desk.call('POST', '/webchat/token')).status).toBe(200);
    memories.full = false;
    expect((await talk.send('buy', 'k1')).status).toBe(200);
    await talk.until(3);
    expect(desk.turns).toEqual(['conversationUpdate', 'message buy']);
  });

  it('is not shown before it is on the disk', async () => {
    let release: () => void = () => undefined;
    const memories = new MemoryMemories();
    const desk = await start({ memories });
    const talk = talkIn(desk, await begin(desk));
    await talk.until(1);
    const write = memories.write.bind(memories);
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    memories.write = async (name, text) => {
      await held;
      await write(name, text);
    };
    const sending = talk.send('one');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await talk.poll()).texts).toEqual(['welcome']);
    release();
    expect((await sending).status).toBe(200);
    expect((await talk.until(3)).texts).toEqual(['welcome', 'one', 'echo one']);
  });

  it('is kept no longer than the history is: the disk holds what the page can read', async () => {
    const memories = new MemoryMemories();
    const desk = await start({ memories, limits: { activities: 4 } });
    const session = await begin(desk);
    const talk = talkIn(desk, session);
    for (const text of ['one', 'two', 'three', 'replace', 'delete']) await talk.send(text);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const shown = (await talk.poll()).activities;
    expect(shown.length).toBeLessThanOrEqual(4);
    const records = [...memories.texts].filter(([name]) => name.startsWith(`chat/${session.id}/`));
    const kept = records
      .map(([, text]) => JSON.parse(text) as { number: number; activity: { id: string }; open?: true })
      .sort((one, other) => one.number - other.number);
    expect(kept.map(({ activity }) => activity)).toEqual(shown);
    expect(kept.some(({ open: stillOpen }) => stillOpen)).toBe(false);
  });

  it('may be preceded by a sign that the desk is at work, which is gone with the answer and is never kept', async () => {
    const memories = new MemoryMemories();
    let answer: () => void = () => undefined;
    const bot = {
      async run(context: TurnContext) {
        if (context.activity.type !== 'message') return;
        await context.sendActivity({ type: 'typing' });
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        await context.sendActivity('done');
      },
    };
    const desk = await start({ memories, bot });
    const session = await begin(desk);
    const talk = talkIn(desk, session);
    await talk.send('go');
    const types = async () => (await talk.poll()).activities.map(({ type }) => type);
    for (let tries = 0; tries < 50 && (await types()).length < 2; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await types()).toEqual(['message', 'typing']);
    const second = await start({ memories: copyOf(memories) });
    expect((await talkIn(second, session).until(2)).texts).toEqual(['go', 'echo go']);
    answer();
    for (let tries = 0; tries < 50 && (await types()).includes('typing'); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await talk.poll()).texts).toEqual(['go', 'done']);
  });

  it('is gone, on the disk too, once its user has signed out; nobody else’s is', async () => {
    const memories = new MemoryMemories();
    const desk = await start({ memories, pollMs: 5000 });
    const [mine, other] = [await begin(desk), await begin(desk)];
    const talk = talkIn(desk, mine);
    const { watermark } = await talk.until(1);
    const [, claims = ''] = mine.token.split('.');
    const { user } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { user: string };
    const waiting = talk.poll(watermark);
    await new Promise((resolve) => setTimeout(resolve, 30));
    desk.conversations.endOf(user);
    expect((await waiting).activities).toEqual([]);
    expect((await talk.renew()).status).toBe(404);
    expect((await talk.send('still here?')).status).toBe(404);
    expect((await talkIn(desk, other).until(1)).texts).toEqual(['welcome']);
    const ofMine = [...memories.texts.keys()].filter((name) => name.includes(mine.id));
    expect(ofMine).toEqual([]);
  });
});
