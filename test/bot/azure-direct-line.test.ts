/** The chat by Azure's Direct Line: its tokens, for whom, and who somebody is who comes by it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MockAgent } from 'undici';
import { readConfig } from '../../bot/config.js';
import { AzureDirectLine, azureDirectLineOf } from '../../bot/webchat/azure-direct-line.js';
import { REGISTRATION, SERVICE_URL, standInForMicrosoft, tokenOf } from '../support/authority.js';
import { type PageDesk, startPageDesk } from '../support/page-desk.js';
import { type Provider, startProvider } from '../support/provider.js';

const SECRET = 'the-secret-of-the-direct-line';
const WEBCHAT_URL = 'https://directline.botframework.com/';

/** Azure's side of the wire. */
async function startAzure() {
  const asked: { path: string; authorization: string; body: unknown }[] = [];
  const answers: { status: number; body: unknown }[] = [];
  let hangs = false;
  const server = createServer(async (req: IncomingMessage, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(parts).toString() || 'null');
    asked.push({ path: req.url ?? '', authorization: req.headers.authorization ?? '', body });
    if (hangs) return;
    const { status, body: answer } = answers.shift() ?? {
      status: 200,
      body: { conversationId: 'of-azure', token: `token-${asked.length}`, expires_in: 1800 },
    };
    res.statusCode = status;
    res.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers,
    hang: (on: boolean) => {
      hangs = on;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('The chat by Azure’s Direct Line', () => {
  let azure: Awaited<ReturnType<typeof startAzure>>;
  let microsoft: Awaited<ReturnType<typeof standInForMicrosoft>>;
  let provider: Provider;
  let desk: PageDesk;
  beforeAll(async () => {
    azure = await startAzure();
    microsoft = await standInForMicrosoft();
    provider = await startProvider();
    desk = await startPageDesk(provider, {
      env: { ...REGISTRATION, DIRECT_LINE_SECRET: SECRET },
      azure: (publicUrl) =>
        new AzureDirectLine({
          secret: SECRET,
          trustedOrigin: publicUrl,
          service: azure.url,
          patienceMs: 1000,
        }),
      connections: microsoft.connections,
    });
  });
  afterAll(async () => {
    await desk.close();
    await provider.stop();
    await microsoft.close();
    await azure.close();
  });
  beforeEach(async () => {
    provider.signsIn(await desk.claimsOf('anna-admin'));
    microsoft.delivered.length = 0;
  });
  afterEach(() => {
    azure.asked.length = 0;
    desk.lines.length = 0;
  });

  const signedIn = async (userId: string) => {
    provider.signsIn(await desk.claimsOf(userId));
    const browser = desk.browser();
    expect(await browser.signIn()).toBe('/');
    return browser;
  };

  /** A message as Azure's Direct Line passes it on, with a token of the Bot Framework. */
  const passOn = async (userId: string, text: string, channelId = 'directline', serviceUrl = WEBCHAT_URL) => {
    microsoft.delivered.length = 0;
    const activity = {
      type: 'message',
      id: `m-${Math.random()}`,
      text,
      channelId,
      serviceUrl,
      conversation: { id: 'of-azure' },
      from: { id: userId, name: 'Giulia Rossi' },
      recipient: { id: 'bot' },
      locale: 'en-US',
    };
    const token = await tokenOf({ claims: { serviceurl: serviceUrl } });
    const { status } = await desk.call('POST', '/api/messages', activity, {
      Authorization: `Bearer ${token}`,
    });
    return { status, said: JSON.stringify(microsoft.delivered.map(({ body }) => body)) };
  };

  it('gives the signed-in user a token for a user id that nobody guesses, and keeps the secret', async () => {
    const browser = await signedIn('anna-admin');
    const { status, body, text } = await browser.ask('POST', '/webchat/token');
    expect(status).toBe(200);
    expect(body).toEqual({
      token: 'token-1',
      conversationId: 'of-azure',
      expires_in: 1800,
      domain: `${azure.url}/v3/directline`,
      userId: expect.stringMatching(/^dl_[\w-]{32}$/),
    });
    expect(azure.asked).toEqual([
      {
        path: '/v3/directline/tokens/generate',
        authorization: `Bearer ${SECRET}`,
        body: { user: { id: body.userId, name: 'Anna Lindqvist' }, trustedOrigins: [desk.url] },
      },
    ]);
    expect(text + desk.lines.join()).not.toContain(SECRET);
  });

  it('asks for nothing where nobody is signed in, or a page of another site asks', async () => {
    expect((await desk.browser().ask('POST', '/webchat/token')).status).toBe(401);
    const browser = await signedIn('anna-admin');
    const Origin = 'https://evil.example';
    expect((await browser.ask('POST', '/webchat/token', undefined, { Origin })).status).toBe(403);
    expect(azure.asked).toEqual([]);
  });

  it.each([
    ['refuses the secret', { status: 403, body: { error: { message: SECRET } } }],
    ['is down', { status: 502, body: 'no' }],
    ['gives something else', { status: 200, body: { token: 7 } }],
  ])('says that the chat can not be reached where Azure %s', async (_what, answer) => {
    const browser = await signedIn('anna-admin');
    azure.answers.push(answer);
    const { status, text, headers } = await browser.ask('POST', '/webchat/token');
    expect([status, headers.get('retry-after')]).toEqual([503, '10']);
    expect(text + desk.lines.join()).not.toContain(SECRET);
    expect((await browser.ask('POST', '/webchat/token')).status).toBe(200);
  });

  it('does not wait for Azure without end', async () => {
    const browser = await signedIn('anna-admin');
    azure.hang(true);
    const { status } = await browser.ask('POST', '/webchat/token');
    azure.hang(false);
    expect(status).toBe(503);
  });

  it('gives one user only so many tokens a minute', async () => {
    const browser = await signedIn('ursula-users');
    const statuses: number[] = [];
    for (let count = 0; count < 31; count += 1)
      statuses.push((await browser.ask('POST', '/webchat/token')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    const take = async (userId: string) =>
      (await (await signedIn(userId)).ask('POST', '/webchat/token')).status;
    // Signing in again makes nobody another user.
    expect([await take('ursula-users'), await take('anna-admin')]).toEqual([429, 200]);
  });

  it('lets the page talk to Azure, and to nothing else; the desk’s own Direct Line is closed', async () => {
    const policy = (await desk.call('GET', '/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`connect-src 'self' blob: ${azure.url} ${azure.url.replace('http', 'ws')};`);
    expect((await desk.call('POST', '/directline/conversations', {})).status).toBe(404);
  });

  it('knows who comes by the user id of the token, whatever name the browser sends', async () => {
    const browser = await signedIn('hiroshi-helpdesk');
    const userId = String((await browser.ask('POST', '/webchat/token')).body.userId);
    const { status, said } = await passOn(userId, 'permissions fabrikam');
    expect(status).toBe(200);
    expect(said).toContain('Customer permission');
    expect((await passOn(userId, 'on')).said).toMatch(/takes the role Admin agent/);
    const viaWebChat = await passOn(userId, 'help', 'webchat', 'https://webchat.botframework.com/');
    expect(viaWebChat.said).toContain('What you can type');
  });

  it('knows nobody by a made-up user id, and by one that has signed out', async () => {
    const again = /no longer signed in/;
    expect((await passOn('dl_made-up', 'customers')).said).toMatch(again);
    const { oid } = await desk.claimsOf('anna-admin');
    expect((await passOn(String(oid), 'customers')).said).toMatch(again);
    const browser = await signedIn('anna-admin');
    const userId = String((await browser.ask('POST', '/webchat/token')).body.userId);
    expect((await passOn(userId, 'customers')).said).toContain('Fabrikam');
    await browser.signOut();
    expect((await passOn(userId, 'customers')).said).toMatch(again);
  });

  it('does not take a user id of the chat for somebody in Teams', async () => {
    const browser = await signedIn('anna-admin');
    const userId = String((await browser.ask('POST', '/webchat/token')).body.userId);
    expect((await passOn(userId, 'customers', 'msteams', SERVICE_URL)).said).toMatch(/don't know you/);
  });

  it('takes nothing that the Bot Framework has not signed', async () => {
    const browser = await signedIn('anna-admin');
    const userId = String((await browser.ask('POST', '/webchat/token')).body.userId);
    const activity = {
      type: 'message',
      text: 'customers',
      channelId: 'directline',
      serviceUrl: WEBCHAT_URL,
      conversation: { id: 'c' },
      from: { id: userId },
    };
    expect((await desk.call('POST', '/api/messages', activity)).status).toBe(401);
  });
});

describe('Azure’s Direct Line', () => {
  const env = {
    ...REGISTRATION,
    SIGN_IN_ISSUER: 'https://login.example',
    SIGN_IN_CLIENT_ID: 'c',
    SIGN_IN_CLIENT_SECRET: 's',
    PUBLIC_URL: 'https://desk.example/',
    DIRECT_LINE_SECRET: SECRET,
  };
  const usGovernment = { ChannelService: 'https://botframework.azure.us' };

  it.each([
    [{}, 'https://directline.botframework.com'],
    [usGovernment, 'https://directline.botframework.azure.us'],
  ])('is asked where it is, with the origin of the desk alone: %j', async (more, service) => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    let sent: unknown;
    agent
      .get(service)
      .intercept({ path: '/v3/directline/tokens/generate', method: 'POST' })
      .reply(200, ({ body }) => {
        sent = JSON.parse(String(body));
        return { token: 't', conversationId: 'c', expires_in: 1800 };
      });
    const azure = azureDirectLineOf(readConfig({ ...env, ...more }), { connections: agent });
    expect(await azure?.tokenFor({ id: 'dl_x', name: 'Ann' })).toMatchObject({
      domain: `${service}/v3/directline`,
    });
    expect(sent).toEqual({ user: { id: 'dl_x', name: 'Ann' }, trustedOrigins: ['https://desk.example'] });
    await agent.close();
  });

  it('is not used where it has no secret', () => {
    const { DIRECT_LINE_SECRET: _, ...without } = env;
    expect(azureDirectLineOf(readConfig(without))).toBeUndefined();
  });
});
