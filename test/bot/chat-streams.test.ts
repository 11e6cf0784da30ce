/** The chat page's WebSockets, on the real server: who may open one, what comes over it, and how it ends. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { ownOrigin } from '../../bot/directline/origin.js';
import { Readiness } from '../../bot/readiness.js';
import { MemoryDocuments } from '../support/memory-documents.js';
import { MemoryMemories } from '../support/memory-memories.js';
import { type Activity, bearer, begin, talkIn } from './chat-client.js';
import { type DeskSettings, type RunningDesk, startDesk } from './running-desk.js';

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
async function start(settings: DeskSettings = {}): Promise<RunningDesk> {
  const desk = await startDesk({ pollMs: 0, ...settings });
  open.push(desk);
  return desk;
}

interface Frame {
  readonly activities: readonly Activity[];
  readonly watermark: string;
}

/** A stream as a page has one. */
class Stream {
  readonly frames: Frame[] = [];
  /** Frames with nothing in them. */
  empty = 0;
  readonly closed: Promise<number>;

  constructor(readonly socket: WebSocket) {
    open.push({ close: () => socket.terminate() });
    socket.on('message', (data) => {
      const text = String(data);
      if (text === '') this.empty += 1;
      else this.frames.push(JSON.parse(text) as Frame);
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
  }

  get texts(): (string | undefined)[] {
    return this.frames.flatMap(({ activities }) => activities.map(({ text }) => text));
  }

  async until(isSo: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200 && !isSo(); tries += 1) await pause(10);
    if (!isSo()) throw new Error(`it never came to that: ${JSON.stringify(this.texts)}`);
  }
}

const originOf = (url: string) => new URL(url).origin.replace('ws', 'http');
/** Opens a stream. Gives it, or the status with which it was refused. */
function openStream(url: string, origin: string | undefined = originOf(url)): Promise<Stream | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { ...(origin ? { origin } : {}) });
    const stream = new Stream(socket);
    socket.once('open', () => resolve(stream));
    socket.once('unexpected-response', (_req, res) => {
      res.resume();
      socket.terminate();
      resolve(res.statusCode ?? 0);
    });
    socket.once('error', reject);
  });
}
async function opened(url: string): Promise<Stream> {
  const stream = await openStream(url);
  if (typeof stream === 'number') throw new Error(`the stream was refused with ${stream}`);
  return stream;
}
const freshUrl = async (desk: RunningDesk, session: Parameters<typeof talkIn>[1], watermark = '') =>
  String((await talkIn(desk, session).renew(watermark)).body?.streamUrl);

describe('A stream of the chat page', () => {
  it('brings what was said and what is said, with watermarks from which another one goes on', async () => {
    const desk = await start();
    const session = await begin(desk);
    const talk = talkIn(desk, session);
    const stream = await opened(session.streamUrl);
    await talk.send('one');
    await stream.until(() => stream.texts.length === 3);
    expect(stream.texts).toEqual(['welcome', 'one', 'echo one']);
    stream.socket.close();
    await stream.closed;
    await talk.send('two');
    const next = await opened(await freshUrl(desk, session, stream.frames.at(-1)?.watermark));
    await next.until(() => next.texts.length === 2);
    expect(next.texts).toEqual(['two', 'echo two']);
    expect((await talk.poll(next.frames.at(-1)?.watermark)).activities).toEqual([]);
  });

  it('brings a long history in parts, in order', async () => {
    const desk = await start({ limits: { frame: 2 } });
    const session = await begin(desk);
    const talk = talkIn(desk, session);
    for (const text of ['one', 'two', 'three']) await talk.send(text);
    const { texts } = await talk.until(7);
    const stream = await opened(session.streamUrl);
    await stream.until(() => stream.texts.length === 7);
    expect(stream.texts).toEqual(texts);
    expect(Math.max(...stream.frames.map(({ activities }) => activities.length))).toBe(2);
  });

  it('opens once with its ticket, in its own conversation, for a page of the desk', async () => {
    const desk = await start();
    const [mine, other] = [await begin(desk), await begin(desk)];
    const to = (url: string, change: (made: URL) => void) => {
      const made = new URL(url);
      change(made);
      return made.href;
    };
    for (const origin of ['https://evil.example', 'null', `http://localhost:${desk.port}`, ''])
      expect(await openStream(mine.streamUrl, origin)).toBe(403);
    const elsewhere = to(mine.streamUrl, (url) => {
      url.pathname = url.pathname.replace(mine.id, other.id);
    });
    expect(await openStream(elsewhere)).toBe(403);
    // Whoever tries it elsewhere has used it up.
    expect(await openStream(mine.streamUrl)).toBe(403);
    await opened(other.streamUrl);
    expect(await openStream(other.streamUrl)).toBe(403);
    for (const t of ['', 'x', mine.token]) {
      expect(await openStream(to(other.streamUrl, (url) => url.searchParams.set('t', t)))).toBe(403);
    }
  });

  it('is not what other addresses give, and other upgrades are refused', async () => {
    const desk = await start();
    const base = `ws://127.0.0.1:${desk.port}`;
    for (const path of [
      '/',
      '/api/messages',
      '/directline/conversations/x',
      '/directline/conversations/../stream',
    ])
      expect(await openStream(base + path)).toBe(404);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(desk.port, '127.0.0.1', () =>
        socket.write(
          'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
        ),
      );
      socket.on('data', (part) => resolve(String(part)));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect((await desk.call('GET', '/healthz')).status).toBe(200);
  });

  it('is refused for good: whoever does not hang up in return holds no connection', async () => {
    const desk = await start({ http: { connections: 3 } });
    for (let i = 0; i < 3; i += 1) {
      const socket = connect({ port: desk.port, host: '127.0.0.1', allowHalfOpen: true });
      open.push({ close: () => void socket.destroy() });
      socket.on('error', () => undefined);
      socket.resume();
      socket.write('GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      await once(socket, 'end');
    }
    expect((await desk.call('GET', '/healthz')).status).toBe(200);
  });

  it('is not opened by an address that is none, which the desk survives', async () => {
    const desk = await start();
    for (const path of ['//', '/\\\\:x', 'http://[', '/directline/conversations/%zz/stream']) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(desk.port, '127.0.0.1', () =>
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
          ),
        );
        socket.on('data', (part) => resolve(String(part)));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await desk.call('GET', '/healthz')).status).toBe(200);
  });

  it.each([
    ['https://desk.example', 'https://desk.example', 'desk.example', true],
    ['https://desk.example', 'http://desk.example', 'desk.example', false],
    ['https://desk.example', 'https://evil.example', 'evil.example', false],
    ['https://desk.example:8443/chat', 'https://desk.example:8443', 'inner:3978', true],
    ['https://desk.example', 'http://localhost:3978', 'localhost:3978', false],
    ['https://desk.example', undefined, 'desk.example', false],
  ])('where the desk is at %s, is opened by pages of that address: %s', (publicUrl, from, host, may) => {
    const origin = ownOrigin({ localMode: false, publicUrl });
    const req = { headers: { host, ...(from ? { origin: from } : {}) } };
    expect(origin.isOwn(req)).toBe(may);
    expect(origin.of(req)).toBe(new URL(publicUrl).origin);
  });

  it('is not opened under a name that was pointed at this machine', async () => {
    const desk = await start();
    const session = await begin(desk);
    const { pathname, search } = new URL(session.streamUrl);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(desk.port, '127.0.0.1', () =>
        socket.write(
          [
            `GET ${pathname}${search} HTTP/1.1`,
            'Host: evil.example',
            'Origin: http://evil.example',
            'Connection: Upgrade',
            'Upgrade: websocket',
            'Sec-WebSocket-Version: 13',
            'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
            '\r\n',
          ].join('\r\n'),
        ),
      );
      socket.on('data', (part) => resolve(String(part)));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('is refused beyond what one user may have, and what all may; then there is polling, and room when one closes', async () => {
    const desk = await start({ limits: { streamsOfUser: 1, streams: 2 } });
    const mine = await begin(desk);
    const stream = await opened(mine.streamUrl);
    const second = await begin(desk, mine.token);
    expect(await openStream(second.streamUrl)).toBe(429);
    expect((await talkIn(desk, second).until(1)).texts).toEqual(['welcome']);
    await opened((await begin(desk)).streamUrl);
    expect(await openStream((await begin(desk)).streamUrl)).toBe(503);
    stream.socket.terminate();
    await pause(50);
    await opened(await freshUrl(desk, second));
  });

  it('ends with its conversation, and with its user', async () => {
    const desk = await start();
    const session = await begin(desk);
    const stream = await opened(session.streamUrl);
    const [, claims = ''] = session.token.split('.');
    const { user } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { user: string };
    desk.conversations.endOf(user);
    expect(await stream.closed).toBe(1000);
    expect((await talkIn(desk, session).renew()).status).toBe(404);
  });

  it('ends with "service restart" when the desk stops, after what was said last; none is opened then', async () => {
    const readiness = new Readiness(new MemoryDocuments(), new MemoryMemories());
    readiness.started();
    const desk = await start({ readiness });
    const [session, late] = [await begin(desk), await begin(desk)];
    const stream = await opened(session.streamUrl);
    await talkIn(desk, session).send('one');
    readiness.stops();
    expect(await openStream(late.streamUrl)).toBe(503);
    await stream.until(() => stream.texts.length === 3);
    expect(desk.conversations.unread).toBe(false);
    desk.conversations.close();
    expect(await stream.closed).toBe(1012);
    expect((await talkIn(desk, session).renew()).status).toBe(200);
  });

  it('ends after a while, so that another one is opened with a token that is still good', async () => {
    const desk = await start({ limits: { lifeMs: 50 } });
    const session = await begin(desk);
    const stream = await opened(session.streamUrl);
    expect(await stream.closed).toBe(1001);
    await opened(await freshUrl(desk, session));
  });

  it('is kept open by a page that answers, which sees that the line is good, and closed under one that does not', async () => {
    const desk = await start({ limits: { pingMs: 40 } });
    const [living, dead] = [await begin(desk), await begin(desk)];
    const stream = await opened(living.streamUrl);
    // Answers no ping.
    const socket = new WebSocket(dead.streamUrl, { origin: originOf(dead.streamUrl), autoPong: false });
    expect(await new Stream(socket).closed).toBe(1006);
    await stream.until(() => stream.empty >= 3);
    expect(stream.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('takes the empty frames of Direct Line JS, and neither long ones nor very many', async () => {
    const desk = await start();
    const [quiet, long, many] = [await begin(desk), await begin(desk), await begin(desk)];
    const stream = await opened(quiet.streamUrl);
    for (let i = 0; i < 3; i += 1) stream.socket.send('');
    const shouting = await opened(long.streamUrl);
    shouting.socket.send('x'.repeat(2000));
    expect(await shouting.closed).toBe(1009);
    const chatty = await opened(many.streamUrl);
    for (let i = 0; i < 40; i += 1) chatty.socket.send('');
    expect(await chatty.closed).toBe(1008);
    expect(stream.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('is closed once, however much comes after that', async () => {
    const takenMs = 4321;
    const desk = await start({ limits: { takenMs } });
    const stream = await opened((await begin(desk)).streamUrl);
    const timers = jest.spyOn(globalThis, 'setTimeout');
    open.push({ close: () => timers.mockRestore() });
    for (let i = 0; i < 1000; i += 1) stream.socket.send('');
    expect(await stream.closed).toBe(1008);
    expect(timers.mock.calls.filter(([, ms]) => ms === takenMs)).toHaveLength(1);
  });

  it('is closed under a page that does not read, which holds no memory meanwhile', async () => {
    const text = 'x'.repeat(19_000);
    const bot = {
      async run(context: { sendActivity(text: string): Promise<unknown>; activity: { type: string } }) {
        if (context.activity.type !== 'message') return;
        for (let i = 0; i < 400; i += 1) await context.sendActivity(text);
      },
    };
    const desk = await start({ bot, limits: { takenMs: 200, pingMs: 60_000 } });
    const session = await begin(desk);
    const stream = await opened(session.streamUrl);
    stream.socket.pause();
    await talkIn(desk, session).send('go');
    await pause(1000);
    stream.socket.resume();
    expect(await stream.closed).toBe(1006);
    // All of it is still there for the next one.
    const next = await opened(await freshUrl(desk, session));
    await next.until(() => next.texts.length === 401);
  });
});

describe('One user of the chat page', () => {
  it.each([
    [
      'begins',
      { startsOfUser: 2 },
      (desk: RunningDesk, token: string) => desk.call('POST', '/directline/conversations', {}, bearer(token)),
    ],
    ['sends', { sendsOfUser: 2 }, undefined],
  ])(
    '%s so much in a minute, and is told when to go on; others are not kept waiting',
    async (_what, limits, act) => {
      const desk = await start({ limits });
      const mine = await begin(desk);
      const perform = () => (act ? act(desk, mine.token) : talkIn(desk, mine).send('x'));
      const statuses: number[] = [];
      for (let i = 0; i < 3; i += 1) statuses.push((await perform()).status);
      expect(statuses.at(-1)).toBe(429);
      const refused = await perform();
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.body?.error).toMatch(/^You .* Try again in \d+ seconds\.$/);
      expect((await talkIn(desk, await begin(desk)).send('x')).status).toBe(200);
    },
  );

  it('attaches so many files in a minute', async () => {
    const desk = await start({ limits: { uploadsOfUser: 1 } });
    const session = await begin(desk);
    const upload = () =>
      desk.call('POST', `${talkIn(desk, session).path}/upload`, 'x', bearer(session.token));
    expect([(await upload()).status, (await upload()).status]).toEqual([400, 429]);
  });
});
