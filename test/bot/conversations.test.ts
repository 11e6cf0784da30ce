import { describe, expect, it } from '@jest/globals';
import { Conversations, DEFAULT_LIMITS } from '../../bot/directline/conversations.js';
import { Tokens } from '../../bot/directline/tokens.js';

const conversations = (limits = {}) => new Conversations({ ...DEFAULT_LIMITS, ...limits });
const say = (...texts: string[]) => texts.map((text) => ({ id: `id-${text}`, type: 'message', text }));
const texts = (set: { activities: readonly { text?: string }[] }) => set.activities.map(({ text }) => text);

describe('A conversation of the chat page', () => {
  it('gives what is newer than the watermark, and everything where there is none', () => {
    const conversation = conversations().create('u');
    for (const activity of say('a', 'b', 'c')) conversation.append(activity);
    expect(conversation.since('1')).toMatchObject({ watermark: '3' });
    expect(texts(conversation.since('1'))).toEqual(['b', 'c']);
    for (const odd of ['', '-1', 'x', '1e9']) expect(texts(conversation.since(odd))).toEqual(['a', 'b', 'c']);
    expect(conversation.since('99')).toEqual({ activities: [], watermark: '3' });
  });

  it('drops the oldest when it grows too long, and the watermarks stay right', () => {
    const conversation = conversations({ activities: 3 }).create('u');
    for (const activity of say('a', 'b', 'c', 'd', 'e')) conversation.append(activity);
    expect(texts(conversation.since('0'))).toEqual(['c', 'd', 'e']);
    expect(texts(conversation.since('4'))).toEqual(['e']);
    expect(conversation.since('5').watermark).toBe('5');
  });

  it('shows a replaced activity in its old place and, to who has read past it, again', () => {
    const conversation = conversations().create('u');
    for (const activity of say('a', 'b')) conversation.append(activity);
    expect(conversation.replace({ id: 'id-a', type: 'message', text: 'A' })).toBe(true);
    expect(texts(conversation.since('0'))).toEqual(['A', 'b', 'A']);
    expect(texts(conversation.since('2'))).toEqual(['A']);
    expect(conversation.replace({ id: 'none', type: 'message' })).toBe(false);
  });

  it('does not show what was removed, and keeps the numbers', () => {
    const conversation = conversations().create('u');
    for (const activity of say('a', 'b', 'c')) conversation.append(activity);
    conversation.remove('id-b');
    expect(texts(conversation.since('0'))).toEqual(['a', 'c']);
    expect(texts(conversation.since('2'))).toEqual(['c']);
  });

  it('answers a waiting poll when something comes, when it has waited long enough, and when it ends', async () => {
    const all = conversations();
    const conversation = all.create('u');
    const waiting = conversation.poll('0', 60_000);
    conversation.append({ id: '1', type: 'message', text: 'a' });
    expect(texts(await waiting)).toEqual(['a']);
    expect(await conversation.poll('1', 5)).toEqual({ activities: [], watermark: '1' });
    const last = conversation.poll('1', 60_000);
    all.close();
    expect((await last).activities).toEqual([]);
    expect(all.get(conversation.id)).toBeUndefined();
  });

  it('has something unread from when something is said until a page that listens has asked', () => {
    const all = conversations();
    const [heard, unheard] = [all.create('u'), all.create('u')];
    for (const activity of say('a')) unheard.append(activity);
    heard.since('0');
    expect(all.unread).toBe(false);
    for (const activity of say('b')) heard.append(activity);
    expect(all.unread).toBe(true);
    heard.since('0');
    expect(all.unread).toBe(false);
  });

  it('keeps no more waiting polls than allowed', async () => {
    const conversation = conversations({ waiters: 1 }).create('u');
    const oldest = conversation.poll('0', 60_000);
    const newest = conversation.poll('0', 60_000);
    expect((await oldest).activities).toEqual([]);
    conversation.release();
    await newest;
  });

  it('ends when too many newer ones are in use, or nobody uses it', async () => {
    const few = conversations({ conversations: 2, idleMs: 20 });
    const [first, second] = [few.create('u'), few.create('u')];
    few.get(first.id);
    few.create('u');
    expect([few.get(first.id)?.id, few.get(second.id)]).toEqual([first.id, undefined]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(few.get(first.id)).toBeUndefined();
  });

  it('gives every activity a later moment than the one before', () => {
    const conversation = conversations().create('u');
    const moments = Array.from({ length: 50 }, () => conversation.nextTimestamp().getTime());
    expect(new Set(moments).size).toBe(50);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });
});

describe('A token of the chat page', () => {
  it('says who speaks and where, to the process that made it, for half an hour', async () => {
    let now = Date.UTC(2026, 0, 1);
    const tokens = new Tokens(() => now);
    const token = await tokens.issue({ user: 'dl_1', conv: 'c' });
    expect(await tokens.read(token)).toEqual({ user: 'dl_1', conv: 'c' });
    expect(await new Tokens(() => now).read(token)).toBeUndefined();
    now += 31 * 60 * 1000;
    expect(await tokens.read(token)).toBeUndefined();
  });

  it('is not accepted unsigned or changed', async () => {
    const tokens = new Tokens();
    const [, body, signature] = (await tokens.issue({ user: 'dl_1' })).split('.');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      '',
      'x',
      `${part({ alg: 'none' })}.${body}.`,
      `${part({ alg: 'HS256' })}.${part({ user: 'dl_2', exp: 9_999_999_999 })}.${signature}`,
    ];
    for (const token of forged) expect(await tokens.read(token)).toBeUndefined();
  });
});
