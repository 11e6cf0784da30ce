import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDesk, startConnector, startDesk, statusUnderHost } from './running-desk.js';

let desk: RunningDesk;
let connector: Awaited<ReturnType<typeof startConnector>>;

beforeAll(async () => {
  connector = await startConnector();
  desk = await startDesk();
});
afterAll(async () => {
  await desk.close();
  await connector.close();
});

const activity = (more: Record<string, unknown> = {}) => ({
  type: 'message',
  id: 'a1',
  channelId: 'msteams',
  serviceUrl: connector.url,
  conversation: { id: 'c1' },
  from: { id: 'u1' },
  recipient: { id: 'bot' },
  text: 'hello',
  ...more,
});
const post = (body: unknown, headers?: Record<string, string>) =>
  desk.call('POST', '/api/messages', body, headers);

describe('POST /api/messages', () => {
  it('runs a turn and sends the reply to the service URL of the activity', async () => {
    expect((await post(activity())).status).toBe(200);
    expect(connector.received.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v3/conversations/c1/activities/a1',
      body: { type: 'message', text: 'echo hello', replyToId: 'a1' },
    });
  });

  it('ignores unknown fields, and fields that are null', async () => {
    const answer = await post(
      activity({ text: 'odd', what: { is: ['this'] }, locale: null, replyToId: null }),
    );
    expect(answer.status).toBe(200);
    expect(desk.turns.at(-1)).toBe('message odd');
  });

  it('takes an activity without a recipient', async () => {
    expect((await post(activity({ recipient: undefined }))).status).toBe(200);
  });

  it('acknowledges an unknown type of activity and does nothing', async () => {
    const before = desk.turns.length;
    expect((await post(activity({ type: 'teleport' }))).status).toBe(200);
    expect(desk.turns).toHaveLength(before);
  });

  it.each([
    ['an empty object', '{}'],
    ['an array', '[]'],
    ['an array of activities', '[{"type":"message"}]'],
    ['null', 'null'],
    ['a number', '42'],
    ['a text', '"hello"'],
    ['bad JSON', '{"type":'],
    ['nothing', ''],
    ['nesting without end', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('answers 400 with a short reason to %s', async (_what, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body ?? {})).toEqual(['error']);
    expect(String(answer.body?.error).length).toBeLessThan(100);
  });

  it.each([
    ['type', { type: '' }],
    ['type', { type: 7 }],
    ['channelId', { channelId: undefined }],
    ['serviceUrl', { serviceUrl: undefined }],
    ['serviceUrl', { serviceUrl: { href: 'x' } }],
    ['conversation', { conversation: undefined }],
    ['conversation', { conversation: 'c1' }],
    ['conversation.id', { conversation: { id: 1 } }],
    ['from', { from: null }],
    ['from.id', { from: {} }],
    ['from.id', { from: { id: 'x'.repeat(2000) } }],
    ['from.name', { from: { id: 'u1', name: { first: 'Ann' } } }],
    ['from.aadObjectId', { from: { id: 'u1', aadObjectId: ['x'] } }],
    ['conversation.tenantId', { conversation: { id: 'c1', tenantId: 7 } }],
    ['recipient.id', { recipient: {} }],
    ['text', { text: ['hello'] }],
    ['text', { text: 'x'.repeat(20_001) }],
    ['membersAdded', { type: 'conversationUpdate', membersAdded: 'all' }],
    ['entities', { entities: {} }],
    ['attachments', { attachments: 1 }],
  ])('answers 400 and names %s where it is missing or wrong', async (part, wrong) => {
    const answer = await post(activity(wrong));
    expect(answer.status).toBe(400);
    expect(answer.body?.error).toMatch(new RegExp(`^${part}[.:]`));
  });

  it.each([
    ['conversation.id', { conversation: { id: 'c\u0000' } }],
    ['conversation.id', { conversation: { id: '\u202ec1' } }],
    ['conversation.isGroup', { conversation: { id: 'c1', isGroup: 'yes' } }],
    ['conversation.conversationType', { conversation: { id: 'c1', conversationType: {} } }],
    ['conversation.tenantId', { conversation: { id: 'c1', tenantId: ['t'] } }],
    ['from.name', { from: { id: 'u1', name: 7 } }],
    ['from.aadObjectId', { from: { id: 'u1', aadObjectId: {} } }],
    ['recipient.role', { recipient: { id: 'bot', role: [] } }],
  ])('answers 400 to a %s with which no reply could be sent', async (part, wrong) => {
    const answer = await post(activity(wrong));
    expect([answer.status, answer.body?.error]).toEqual([400, expect.stringContaining(`${part}: `)]);
  });

  it('answers 400 to an invoke, of which it takes none', async () => {
    const answer = await post(activity({ type: 'invoke', name: 'adaptiveCard/action', text: undefined }));
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'name: the desk does not take this invoke.' },
    });
  });

  it.each([
    'https://evil.example/',
    'http://169.254.169.254/latest',
    'http://localhost.evil.example/',
    'http://127.0.0.1@evil.example/',
    'http://user:pass@127.0.0.1/',
    'http://0.0.0.0/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'urn:reservation-desk:embedded',
    'nonsense',
  ])('answers 403 to the service URL %s and sends nothing', async (serviceUrl) => {
    const before = desk.turns.length;
    const answer = await post(activity({ serviceUrl }));
    expect(answer.status).toBe(403);
    expect(desk.turns).toHaveLength(before);
  });

  it('answers 413 to 3 MB', async () => {
    expect((await post(activity({ text: 'x'.repeat(3 * 1024 * 1024) }))).status).toBe(413);
  });

  it.each([
    ['a compressed body', { 'Content-Encoding': 'gzip' }],
    ['a form of another site', { 'Content-Type': 'text/plain' }],
  ])('answers 415 to %s', async (_what, headers) => {
    expect((await post('not gzip at all', headers)).status).toBe(415);
  });

  it('answers 405 to GET, and 404 elsewhere, in the same form', async () => {
    const answers = [await desk.call('GET', '/api/messages'), await desk.call('GET', '/nowhere')];
    expect(answers.map(({ status }) => status)).toEqual([405, 404]);
    for (const { body } of answers) expect(Object.keys(body ?? {})).toEqual(['error']);
  });

  it('tells the user when a turn fails, and nobody why', async () => {
    const answer = await post(activity({ text: 'crash' }));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('secret');
    expect(connector.received.at(-1)?.body.text).toBe('sorry');
  });

  it('says nothing of the inside when a reply cannot be delivered', async () => {
    const answer = await post(activity({ conversation: { id: 'gone' } }));
    expect(answer).toMatchObject({ status: 500, body: { error: 'Something went wrong.' } });
  });

  it('goes on after all that', async () => {
    expect((await post(activity({ text: 'still there?' }))).status).toBe(200);
    expect((await desk.call('GET', '/healthz')).body).toEqual({ status: 'ok' });
  });
});

describe('Local mode', () => {
  it('answers only under names of this machine', async () => {
    const statuses = await Promise.all(
      ['127.0.0.1', `localhost:${desk.port}`, '[::1]:80', 'evil.example', 'evil.example:127'].map((host) =>
        statusUnderHost(desk.port, host),
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 403, 403]);
  });

  it('does not answer pages of other sites', async () => {
    const origin = (value: string) => desk.call('POST', '/webchat/token', undefined, { Origin: value });
    expect((await origin('https://evil.example')).status).toBe(403);
    expect((await origin('null')).status).toBe(403);
    expect((await origin(desk.url)).status).toBe(200);
  });
});

describe('With credentials', () => {
  const env = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'secret' };
  let guarded: RunningDesk;
  beforeAll(async () => {
    guarded = await startDesk({ env });
  });
  afterAll(() => guarded.close());
  const send = (more: Record<string, unknown>) => guarded.call('POST', '/api/messages', activity(more));

  it('refuses who shows no token, and who shows a made-up one, without a turn', async () => {
    const teams = activity({ serviceUrl: 'https://smba.trafficmanager.net/emea/' });
    const nobody = await guarded.call('POST', '/api/messages', teams);
    const forged = await guarded.call('POST', '/api/messages', teams, { Authorization: 'Bearer a.b.c' });
    expect([nobody.status, forged.status]).toEqual([401, 401]);
    expect(nobody.body).toEqual({ error: 'The sender is not allowed to call.' });
    expect(guarded.turns).toEqual([]);
  });

  it('replies to the channels of Microsoft only, and not to the Emulator', async () => {
    expect((await send({})).status).toBe(403);
    expect((await send({ serviceUrl: 'https://evilbotframework.com/' })).status).toBe(403);
    expect((await send({ serviceUrl: 'http://smba.trafficmanager.net/' })).status).toBe(403);
    expect((await send({ serviceUrl: 'https://a.botframework.com/', channelId: 'emulator' })).status).toBe(
      403,
    );
  });

  it('gives no chat tokens, for nobody signs in there', async () => {
    expect((await guarded.call('POST', '/webchat/token')).status).toBe(404);
    expect((await guarded.call('POST', '/directline/conversations', {})).status).toBe(404);
  });
});
