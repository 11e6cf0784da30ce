import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDesk, startDesk } from './running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

type Activity = Record<string, unknown> & { text?: string; id: string };
const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` });

/** A conversation as the page has one. */
async function converse(earlier?: unknown) {
  const granted = await desk.call('POST', '/webchat/token', undefined, earlier ? bearer(earlier) : {});
  const started = await desk.call(
    'POST',
    '/directline/conversations',
    { locale: 'en-US' },
    bearer(granted.body?.token),
  );
  const id = String(started.body?.conversationId);
  const token = started.body?.token;
  const path = `/directline/conversations/${id}`;
  const send = (activity: unknown, as: unknown = token) =>
    desk.call('POST', `${path}/activities`, activity, bearer(as));
  const poll = async (watermark = '') => {
    const { status, body } = await desk.call(
      'GET',
      `${path}/activities?watermark=${watermark}`,
      undefined,
      bearer(token),
    );
    return { status, activities: (body?.activities ?? []) as Activity[], watermark: String(body?.watermark) };
  };
  /** Polls until so many activities are there. */
  const until = async (count: number) => {
    for (let tries = 0; tries < 50; tries += 1) {
      const { activities } = await poll();
      if (activities.length >= count) return activities;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`there were never ${count} activities`);
  };
  return { id, token, path, userId: String(granted.body?.userId), status: started.status, send, poll, until };
}
const message = (text: string, more = {}) => ({ type: 'message', text, ...more });
const textsOf = (activities: Activity[]) => activities.map(({ text }) => text);

describe('The embedded Direct Line', () => {
  it('begins with a token that carries the user, and tells the bot once that both are there', async () => {
    const before = desk.turns.filter((turn) => turn === 'conversationUpdate').length;
    const talk = await converse();
    expect(talk.status).toBe(201);
    const [, payload] = String(talk.token).split('.');
    expect(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())).toMatchObject({
      user: talk.userId,
      conv: talk.id,
    });
    expect(talk.userId).toMatch(/^dl_.{20,}/);
    expect(textsOf(await talk.until(1))).toEqual(['welcome']);
    expect(desk.turns.filter((turn) => turn === 'conversationUpdate')).toHaveLength(before + 1);
  });

  it('answers a message with an id, echoes it with that id and shows the reply', async () => {
    const talk = await converse();
    const { body } = await talk.send(message('hi', { channelData: { clientActivityID: 'k1', other: 1 } }));
    const [, own, reply] = await talk.until(3);
    expect(own).toMatchObject({
      id: body?.id,
      text: 'hi',
      channelId: 'webchat',
      from: { id: talk.userId, role: 'user' },
      conversation: { id: talk.id },
      channelData: { clientActivityID: 'k1' },
    });
    expect(own?.channelData).toEqual({ clientActivityID: 'k1' });
    expect(reply).toMatchObject({ text: 'echo hi', replyToId: body?.id, from: { role: 'bot' } });
  });

  it('believes the token, not the body, about who speaks and where', async () => {
    const talk = await converse();
    await talk.send(
      message('me', {
        from: { id: 'dl_other', name: 'Global admin' },
        channelId: 'msteams',
        serviceUrl: 'https://evil.example',
        conversation: { id: 'elsewhere' },
        entities: [{}],
        id: 'mine',
      }),
    );
    const own = (await talk.until(3))[1];
    expect(own).toMatchObject({
      from: { id: talk.userId, name: '' },
      channelId: 'webchat',
      serviceUrl: 'urn:reservation-desk:embedded',
      conversation: { id: talk.id },
    });
    expect(own).not.toHaveProperty('entities');
    expect(own?.id).not.toBe('mine');
  });

  it('runs the turns in the order of arrival', async () => {
    const talk = await converse();
    for (const text of ['one', 'two', 'three']) await talk.send(message(text));
    await talk.until(7);
    expect(desk.turns.slice(-3)).toEqual(['message one', 'message two', 'message three']);
  });

  it('gives only what is newer than the watermark, and holds a poll until there is something', async () => {
    const talk = await converse();
    await talk.until(1);
    const { watermark } = await talk.poll();
    const started = Date.now();
    expect((await talk.poll(watermark)).activities).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(250);
    const held = talk.poll(watermark);
    await talk.send(message('now'));
    expect(textsOf((await held).activities)[0]).toBe('now');
  });

  it('gives the history and a fresh token to a page that is loaded again', async () => {
    const talk = await converse();
    await talk.send(message('before'));
    await talk.until(3);
    const again = await desk.call('GET', talk.path, undefined, bearer(talk.token));
    expect(again).toMatchObject({ status: 200, body: { conversationId: talk.id } });
    const history = await desk.call('GET', `${talk.path}/activities`, undefined, bearer(again.body?.token));
    expect(textsOf(history.body?.activities as Activity[])).toEqual(['welcome', 'before', 'echo before']);
  });

  it('keeps the user of a page that starts over', async () => {
    const first = await converse();
    const second = await converse(first.token);
    expect([second.userId, second.id === first.id]).toEqual([first.userId, false]);
  });

  it('shows a replaced activity again under the same id and with the same moment', async () => {
    const talk = await converse();
    await talk.send(message('replace'));
    const activities = await talk.until(4);
    expect(textsOf(activities)).toEqual(['welcome', 'replace', 'replaced', 'replaced']);
    expect(activities[3]).toEqual(activities[2]);
  });

  it('forgets a deleted activity', async () => {
    const talk = await converse();
    await talk.send(message('delete'));
    await talk.send(message('after'));
    await talk.until(4);
    expect(textsOf((await talk.poll()).activities)).toEqual(['welcome', 'delete', 'after', 'echo after']);
  });

  it('tells the user when a turn fails', async () => {
    const talk = await converse();
    await talk.send(message('crash'));
    expect(textsOf(await talk.until(3))).toEqual(['welcome', 'crash', 'sorry']);
  });

  it('asks for a token everywhere, and for the right one', async () => {
    const [talk, other] = [await converse(), await converse()];
    for (const token of ['', 'made.up.token', other.token]) {
      const asked = [
        await desk.call('GET', talk.path, undefined, bearer(token)),
        await desk.call('GET', `${talk.path}/activities`, undefined, bearer(token)),
        await talk.send(message('x'), token),
        await desk.call('POST', `${talk.path}/upload`, undefined, bearer(token)),
      ];
      expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    }
    expect((await desk.call('POST', '/directline/conversations', {})).status).toBe(403);
    expect((await desk.call('POST', '/directline/tokens/refresh')).status).toBe(403);
  });

  it('does not let a token without a conversation into one', async () => {
    const talk = await converse();
    const { body } = await desk.call('POST', '/webchat/token');
    expect((await talk.send(message('x'), body?.token)).status).toBe(403);
  });

  it('renews a token for the same conversation', async () => {
    const talk = await converse();
    const { status, body } = await desk.call(
      'POST',
      '/directline/tokens/refresh',
      undefined,
      bearer(talk.token),
    );
    expect(status).toBe(200);
    expect((await talk.send(message('x'), body?.token)).status).toBe(200);
    const { body: bare } = await desk.call('POST', '/webchat/token');
    const refused = await desk.call('POST', '/directline/tokens/refresh', undefined, bearer(bare?.token));
    expect(refused.status).toBe(404);
  });

  it('answers 404 for a conversation that has ended', async () => {
    const small = await startDesk({ limits: { conversations: 1, spareMs: 0 } });
    const begin = async () => {
      const { body } = await small.call('POST', '/webchat/token');
      return small.call('POST', '/directline/conversations', {}, bearer(body?.token));
    };
    const gone = (await begin()).body;
    await begin();
    const path = `/directline/conversations/${String(gone?.conversationId)}`;
    expect((await small.call('GET', path, undefined, bearer(gone?.token))).status).toBe(404);
    expect((await small.call('GET', `${path}/activities`, undefined, bearer(gone?.token))).status).toBe(404);
    await small.close();
  });

  it.each([
    ['no type', {}],
    ['an array', []],
    ['an invoke', { type: 'invoke', name: 'x' }],
    ['a conversationUpdate', { type: 'conversationUpdate', membersAdded: [] }],
    ['an event without a name', { type: 'event' }],
    ['a text that is too long', message('x'.repeat(20_001))],
    ['a value that is no object', { type: 'message', value: [1] }],
    ['a value that is too large', { type: 'message', value: { a: 'x'.repeat(40_000) } }],
    ['bad JSON', '{'],
  ])('answers 400 to %s', async (_what, body) => {
    const answer = await (await converse()).send(body);
    expect([answer.status, Object.keys(answer.body ?? {})]).toEqual([400, ['error']]);
  });

  it('takes no 3 MB', async () => {
    const talk = await converse();
    expect((await talk.send(message('x'.repeat(3 * 1024 * 1024)))).status).toBe(413);
  });

  it('sends no CORS headers', async () => {
    const answer = await desk.call('POST', '/webchat/token', undefined, { Origin: desk.url });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
