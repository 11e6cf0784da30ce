/** Every limit of the real server, met over HTTP: a clear answer, and the desk goes on. */
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Gate } from '../../bot/gate.js';
import { LIMITS } from '../../bot/limits.js';
import { createLogger } from '../../bot/logger.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { DemoDesk } from '../support/demo-desk.js';
import { type DeskSettings, type RunningDesk, startConnector, startDesk } from './running-desk.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function start(settings: DeskSettings = {}): Promise<RunningDesk> {
  const desk = await startDesk(settings);
  open.push(desk);
  return desk;
}
const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` });

describe('A request', () => {
  it.each([
    ['/api/messages', LIMITS.body.bytes],
    ['/directline/conversations', LIMITS.body.bytes],
  ])('to %s has %d bytes of body at most: then 413', async (path, most) => {
    const desk = await start();
    const body = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`;
    expect((await desk.call('POST', path, body(most))).status).not.toBe(413);
    const answer = await desk.call('POST', path, body(most + 1));
    expect([answer.status, answer.body]).toEqual([413, { error: 'The body is larger than 256 KB.' }]);
  });

  it('has 64 headers at most: then 431', async () => {
    const desk = await start();
    const headers = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`X-H${i}`, '1']));
    expect((await desk.call('GET', '/healthz', undefined, headers(40))).status).toBe(200);
    for (const count of [64, 500]) {
      const answer = await desk.call('GET', '/healthz', undefined, headers(count));
      expect([answer.status, answer.body]).toEqual([
        431,
        { error: 'The request has more headers than are read.' },
      ]);
    }
  });

  it('has 16 KB of headers at most: then 431', async () => {
    const desk = await start();
    const answer = await desk.call('GET', '/healthz', undefined, { 'X-Long': 'x'.repeat(20_000) });
    expect(answer.status).toBe(431);
  });

  it.each([
    ['its headers', 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    [
      'its body',
      'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":',
    ],
  ])('that is slow to send %s is ended with 408', async (_what, begun) => {
    const desk = await start({ http: { headersMs: 150, requestMs: 200, checkMs: 50 } });
    const answer = await new Promise<string>((resolve, reject) => {
      let read = '';
      const socket = connect(desk.port, '127.0.0.1', () => socket.write(begun));
      // A byte now and then keeps an idle connection alive, but not this one.
      const drip = setInterval(() => socket.write('x'), 40);
      socket.on('data', (part) => {
        read += part.toString();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
      });
      socket.on('close', () => {
        clearInterval(drip);
        resolve(read);
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await desk.call('GET', '/healthz')).status).toBe(200);
  });

  it('comes by one of so many connections: one more is closed', async () => {
    const desk = await start({ http: { connections: 2 } });
    const sockets = await Promise.all(
      Array.from(
        { length: 2 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(desk.port, '127.0.0.1', () => resolve(socket));
          }),
      ),
    );
    const closed = await new Promise<boolean>((resolve) => {
      const third = connect(desk.port, '127.0.0.1');
      third.on('error', () => resolve(true));
      third.on('close', () => resolve(true));
    });
    expect(closed).toBe(true);
    for (const socket of sockets) socket.destroy();
  });
});

describe('A chat of the page', () => {
  const begin = async (desk: RunningDesk) => {
    const { body } = await desk.call('POST', '/webchat/token');
    return await desk.call('POST', '/directline/conversations', {}, bearer(body?.token));
  };

  it('is refused with 503 where there are as many as can be, and all are in use', async () => {
    const desk = await start({ limits: { conversations: 1 } });
    const first = (await begin(desk)).body;
    const refused = await begin(desk);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.body?.error).toMatch(/as many chats as it can hold.*Try again in 60 seconds/);
    const path = `/directline/conversations/${String(first?.conversationId)}`;
    expect((await desk.call('GET', path, undefined, bearer(first?.token))).status).toBe(200);
  });

  it('is refused with 429 where too many begin', async () => {
    const desk = await start({ limits: { startsPerMinute: 2 } });
    const answers = [await begin(desk), await begin(desk), await begin(desk)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('takes an upload of 1 MB at most: then 413', async () => {
    const desk = await start();
    const { body } = await begin(desk);
    const path = `/directline/conversations/${String(body?.conversationId)}/upload`;
    const answer = await desk.call('POST', path, 'x'.repeat(LIMITS.body.upload + 1), bearer(body?.token));
    expect([answer.status, answer.body]).toEqual([413, { error: 'The upload is larger than 1 MB.' }]);
  });
});

describe('Messages', () => {
  /** The real bot behind its gate, and a connector that hears the answers. */
  async function talk(perMinute: number) {
    const demo = await DemoDesk.open();
    const log = createLogger('silent');
    const bot = new Gate({
      bot: new PartnerBot({ desk: demo.desk, memories: demo.memories, localMode: true, log }),
      log,
      limits: { perMinute },
    });
    const connector = await startConnector();
    open.push(connector);
    const desk = await start({ bot });
    let ids = 0;
    const say = (text: string, user = 'anna', more = {}) =>
      desk.call('POST', '/api/messages', {
        type: 'message',
        id: `a${++ids}`,
        channelId: 'emulator',
        serviceUrl: connector.url,
        conversation: { id: `with-${user}` },
        from: { id: user },
        recipient: { id: 'bot' },
        locale: 'sv-SE',
        text,
        ...more,
      });
    const heardBy = (user: string) =>
      connector.received.filter(({ path }) => path.includes(`/with-${user}/`)).map(({ body }) => body);
    return { demo, say, heardBy };
  }

  it('are answered 200 beyond the limit, and the user is told once, in the chosen language', async () => {
    const { say, heardBy } = await talk(2);
    await say('nederlands');
    for (let i = 0; i < 10; i += 1) expect((await say('klanten')).status).toBe(200);
    const told = heardBy('anna').filter(({ text }) => /niet gelezen/.test(String(text)));
    expect(told).toHaveLength(1);
    expect(heardBy('anna').filter(({ summary }) => /Welke klant/.test(String(summary)))).toHaveLength(3);
  });

  it('of one user do not keep another from working', async () => {
    const { say, heardBy } = await talk(2);
    await Promise.all(Array.from({ length: 60 }, () => say('kunder')));
    await say('kunder', 'bo');
    expect(heardBy('bo').at(-1)?.summary).toMatch(/kund/i);
  });

  it.each([
    ['within the limit', 2, 1],
    ['beyond it', 1, 0],
  ])('%s are acted on, and not otherwise', async (_what, perMinute, filed) => {
    const { demo, say } = await talk(perMinute);
    const before = (await demo.customer('fabrikam')).requests.length;
    for (const text of ['refund fabrikam', '1', 'file', 'file']) await say(text);
    expect((await demo.customer('fabrikam')).requests.length - before).toBe(filed);
  });
});
