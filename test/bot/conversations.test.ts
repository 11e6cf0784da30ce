import { describe, expect, it } from '@jest/globals';
import { Conversations } from '../../bot/directline/conversations.js';
import { ChatHistory } from '../../bot/directline/history.js';
import { LIMITS } from '../../bot/limits.js';
import { createLogger } from '../../bot/logger.js';
import { MemoryMemories } from '../support/memory-memories.js';

const conversations = (limits = {}, memories = new MemoryMemories()) =>
  new Conversations({ ...LIMITS.chat, ...limits }, new ChatHistory(memories, createLogger('silent')));
/** A conversation for which there has to be room. */
const begin = async (all: Conversations, userId = 'u') => {
  const conversation = await all.create(userId);
  if (!conversation) throw new Error('there is no room for a conversation');
  return conversation;
};
const say = (...texts: string[]) => texts.map((text) => ({ id: `id-${text}`, type: 'message', text }));
const texts = (set: { activities: readonly { text?: string }[] }) => set.activities.map(({ text }) => text);

describe('A conversation of the chat page', () => {
  it('gives what is newer than the watermark, and everything where there is none', async () => {
    const conversation = await begin(conversations());
    for (const activity of say('a', 'b', 'c')) await conversation.append(activity);
    expect(conversation.since('1')).toMatchObject({ watermark: '3' });
    expect(texts(conversation.since('1'))).toEqual(['b', 'c']);
    for (const odd of ['', '-1', 'x', '1e9']) expect(texts(conversation.since(odd))).toEqual(['a', 'b', 'c']);
    expect(conversation.since('99')).toEqual({ activities: [], watermark: '3' });
  });

  it('drops the oldest when it grows too long, and the watermarks stay right', async () => {
    const conversation = await begin(conversations({ activities: 3 }));
    for (const activity of say('a', 'b', 'c', 'd', 'e')) await conversation.append(activity);
    expect(texts(conversation.since('0'))).toEqual(['c', 'd', 'e']);
    expect(texts(conversation.since('4'))).toEqual(['e']);
    expect(conversation.since('5').watermark).toBe('5');
  });

  it('shows a replaced activity in its old place and, to who has read past it, again', async () => {
    const conversation = await begin(conversations());
    for (const activity of say('a', 'b')) await conversation.append(activity);
    expect(await conversation.replace({ id: 'id-a', type: 'message', text: 'A' })).toBe(true);
    expect(texts(conversation.since('0'))).toEqual(['A', 'b', 'A']);
    expect(texts(conversation.since('2'))).toEqual(['A']);
    expect(await conversation.replace({ id: 'none', type: 'message' })).toBe(false);
  });

  it('does not show what was removed, and keeps the numbers', async () => {
    const conversation = await begin(conversations());
    for (const activity of say('a', 'b', 'c')) await conversation.append(activity);
    conversation.remove('id-b');
    expect(texts(conversation.since('0'))).toEqual(['a', 'c']);
    expect(texts(conversation.since('2'))).toEqual(['c']);
  });

  it('answers a waiting poll when something comes, when it has waited long enough, and when it ends', async () => {
    const all = conversations();
    const conversation = await begin(all);
    const waiting = conversation.poll('0', 60_000);
    await conversation.append({ id: '1', type: 'message', text: 'a' });
    expect(texts(await waiting)).toEqual(['a']);
    expect(await conversation.poll('1', 5)).toEqual({ activities: [], watermark: '1' });
    const last = conversation.poll('1', 60_000);
    all.close();
    expect((await last).activities).toEqual([]);
    // It goes on in the next process; until then nothing is waited for.
    expect(await all.get(conversation.id)?.poll('1', 60_000)).toEqual({ activities: [], watermark: '1' });
  });

  it('has something unread from when something is said until a page that listens has asked', async () => {
    const all = conversations();
    const [heard, unheard] = [await begin(all), await begin(all)];
    for (const activity of say('a')) await unheard.append(activity);
    heard.since('0');
    expect(all.unread).toBe(false);
    for (const activity of say('b')) await heard.append(activity);
    expect(all.unread).toBe(true);
    heard.since('0');
    expect(all.unread).toBe(false);
  });

  it('keeps no more waiting polls than allowed', async () => {
    const conversation = await begin(conversations({ waiters: 1 }));
    const oldest = conversation.poll('0', 60_000);
    const newest = conversation.poll('0', 60_000);
    expect((await oldest).activities).toEqual([]);
    conversation.listeners.release();
    await newest;
  });

  it('ends when nobody uses it', async () => {
    const all = conversations({ idleMs: 20 });
    const { id } = await begin(all);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(all.get(id)).toBeUndefined();
  });

  it('makes room for another user when nobody has used it for a while, the one used longest ago first', async () => {
    const few = conversations({ conversations: 2, spareMs: 20 });
    const [first, second] = [await begin(few, 'a'), await begin(few, 'b')];
    await new Promise((resolve) => setTimeout(resolve, 40));
    few.get(first.id);
    await begin(few, 'c');
    expect([few.get(first.id)?.id, few.get(second.id)]).toEqual([first.id, undefined]);
  });

  it('does not end while it is in use: then there is no room for one more', async () => {
    const few = conversations({ conversations: 2 });
    const [first, second] = [await begin(few, 'a'), await begin(few, 'b')];
    expect(await few.create('c')).toBeUndefined();
    expect([first, second].map(({ id }) => few.get(id)?.id)).toEqual([first.id, second.id]);
  });

  it('ends when its own user opens too many, and nobody else does', async () => {
    const all = conversations({ conversationsOfUser: 2 });
    const other = await begin(all, 'other');
    const [first, second, third] = [await begin(all), await begin(all), await begin(all)];
    expect([other, first, second, third].map(({ id }) => all.get(id)?.id)).toEqual([
      other.id,
      undefined,
      second.id,
      third.id,
    ]);
  });

  it('gives every activity a later moment than the one before', async () => {
    const conversation = await begin(conversations());
    const moments = Array.from({ length: 50 }, () => conversation.nextTimestamp().getTime());
    expect(new Set(moments).size).toBe(50);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });
});
