/** Replies on their way to a channel that does not take each of them at once. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Connector } from '../../bot/connector.js';
import { Pace } from '../../bot/pace.js';

/** What the channel does with a request. */
type Answer = (req: IncomingMessage, res: ServerResponse) => void;
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_req, res) => {
    res.statusCode = code;
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.end('{"id":"m1"}');
  };
const taken = status(200);
const hangUp: Answer = (req) => req.socket.destroy();

jest.setTimeout(60_000);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A channel that answers so, one after the other, and then takes everything. */
async function channel(...answers: Answer[]) {
  const asked: string[] = [];
  const at: number[] = [];
  const server = createServer((req, res) => {
    req.resume();
    req.on('end', () => {
      asked.push(`${req.method} ${req.url}`);
      at.push(performance.now());
      (answers.shift() ?? taken)(req, res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connector = new Connector(async () => '', undefined, new Pace([{ most: 2, ms: 1000 }], []));
  closing.push(
    () => connector.close(),
    async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
  const place = {
    channelId: 'webchat',
    serviceUrl: `http://127.0.0.1:${port}/`,
    conversationId: 'c1',
    tenantId: 't',
  };
  return { connector, asked, at, place, message: { ...place, activityId: 'm1' } };
}
const hello = { type: 'message', text: 'hello' };

describe('A message to a channel', () => {
  it.each([
    ['too many at once (429)', status(429)],
    ['502', status(502)],
    ['504', status(504)],
    ['412', status(412)],
    ['503, with when to come back', status(503, { 'Retry-After': '0' })],
  ])('is sent again after %s', async (_what, answer) => {
    const { connector, asked, place } = await channel(answer);
    expect(await connector.send(place, hello)).toEqual({ id: 'm1' });
    expect(asked).toEqual(Array(2).fill('POST /v3/conversations/c1/activities'));
  });

  it('waits as long as the channel says', async () => {
    const { connector, at, place } = await channel(status(429, { 'Retry-After': '1' }));
    await connector.send(place, hello);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('is given up where the channel refuses it again and again, and says with what', async () => {
    const again = status(429, { 'Retry-After': '0' });
    const { connector, asked, place } = await channel(again, again, again, again);
    await expect(connector.send(place, hello)).rejects.toMatchObject({ name: 'NotTaken', statusCode: 429 });
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['hangs up', hangUp, { code: 'UND_ERR_SOCKET' }],
    ['answers 503 and no more', status(503), { statusCode: 503 }],
    ['answers 500', status(500), { statusCode: 500 }],
  ])('is not sent twice where the channel %s: it may have been taken', async (_what, answer, error) => {
    const { connector, asked, place } = await channel(answer);
    await expect(connector.send(place, hello)).rejects.toMatchObject(error);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['hangs up', hangUp],
    ['answers 503', status(503)],
  ])(
    'that takes the place of another, or is deleted, is sent again where the channel %s',
    async (_what, answer) => {
      const { connector, asked, message } = await channel(answer, taken, answer);
      await connector.replace(message, hello);
      await connector.delete(message);
      const path = '/v3/conversations/c1/activities/m1';
      expect(asked).toEqual([`PUT ${path}`, `PUT ${path}`, `DELETE ${path}`, `DELETE ${path}`]);
    },
  );

  it('keeps to the pace of Teams there, whatever kind of message it is', async () => {
    const { connector, at, message } = await channel();
    const inTeams = { ...message, channelId: 'msteams' };
    await Promise.all([
      connector.send(inTeams, hello),
      connector.replace(inTeams, hello),
      connector.delete(inTeams),
    ]);
    expect((at[2] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(500);
  });

  it('keeps to no pace on a channel that has none', async () => {
    const { connector, asked, place } = await channel();
    // At the pace that is set here a hundred would take a minute.
    await Promise.all(Array.from({ length: 100 }, () => connector.send(place, hello)));
    expect(asked).toHaveLength(100);
  });

  it('gives way: that somebody types is left out where it would have to wait, and is not sent again', async () => {
    const { connector, asked, place } = await channel(taken, status(429));
    const inTeams = { ...place, channelId: 'msteams' };
    const typing = { type: 'typing' };
    await connector.send(inTeams, hello);
    await expect(connector.send(inTeams, typing)).rejects.toMatchObject({ statusCode: 429 });
    expect(await connector.send(inTeams, typing)).toEqual({ id: '' });
    expect(asked).toHaveLength(2);
  });

  it('does not hold up the end of the desk while it waits', async () => {
    const { connector, asked, place } = await channel(status(429, { 'Retry-After': '20' }));
    const sending = connector.send(place, hello).catch((error: unknown) => error);
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await connector.close();
    expect(await sending).toHaveProperty('message');
  });
});
