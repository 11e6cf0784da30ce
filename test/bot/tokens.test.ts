/**
 * Who may call, over the real server with credentials and with the SDK's own validation: whoever does not belong is
 * refused, noted once without anything secret, and leaves no trace in the book.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { authenticationFor, whyRefused } from '../../bot/authentication.js';
import { inSeconds, REGISTRATION, type TokenWish, tokenOf } from '../support/authority.js';
import { type SignedInDesk, startSignedInDesk } from '../support/signed-in-desk.js';
import { BAD_TOKENS, bearer, OWN_TENANT } from './bad-tokens.js';

let desk: SignedInDesk;
/** What the SDK writes past the log. */
const written = jest.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  desk = await startSignedInDesk();
});
afterAll(async () => {
  await desk.close();
  written.mockRestore();
});
beforeEach(() => desk.forget());

const header = async (wish?: TokenWish) => ({ Authorization: `Bearer ${await tokenOf(wish)}` });

/** What is sent for a user of the book, with a token as the case has it. */
async function sent(headers: Record<string, string>, change: Record<string, unknown> = {}) {
  return await desk.post(
    { ...(await desk.inTeams('anna-admin', 'permissions fabrikam')), ...change },
    headers,
  );
}

describe('a message with', () => {
  it.each(BAD_TOKENS)('%s is refused', async (_what, headerOf) => {
    const given = await headerOf();
    const before = await desk.folder();
    const answer = await sent(given === undefined ? {} : { Authorization: given });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ error: 'The sender is not allowed to call.' });
    expect(desk.microsoft.delivered).toEqual([]);
    expectNotedOnce(given);
    expect(await desk.folder()).toEqual(before);
  });

  it.each([
    ['a minute ago', { exp: inSeconds(-60) }],
    ['in a minute', { nbf: inSeconds(60) }],
  ])('a clock that is off is borne with: %s', async (_what, claims) => {
    expect((await sent(await header({ claims }))).status).toBe(200);
    expect(desk.said()).toContain('Fabrikam');
  });
});

describe('a good token', () => {
  it('is answered where Teams takes replies, by a bot that has signed in', async () => {
    const answer = await sent(await header());
    expect(answer.status).toBe(200);
    expect(desk.microsoft.delivered[0]?.path).toMatch(/^\/emea\/v3\/conversations\/personal-anna-admin\//);
    expect(desk.said()).toContain('Fabrikam');
    expect(desk.microsoft.unsigned()).toBe(0);
    expect(desk.lines.filter((line) => !line.includes('"msg":"turn"'))).toEqual([]);
  });

  it('acts in the book as the user that Teams names, whatever else the message says', async () => {
    const headers = await header();
    const sanjay = await desk.inTeams('sanjay-sales', '');
    const giulia = { userId: 'giulia-global', name: 'Giulia Rossi', roles: ['AdminAgent'] };
    const claims = { actor: giulia, actingAs: giulia, user: giulia.userId };
    for (const text of ['orders', 'permissions fabrikam', 'on']) {
      const message = {
        ...(await desk.inTeams('sanjay-sales', text)),
        recipient: { ...Object(sanjay.recipient), ...claims, role: 'AdminAgent' },
        from: { ...Object(sanjay.from), ...claims, id: '29:giulia-global', name: giulia.name, role: 'user' },
        channelData: { ...Object(sanjay.channelData), ...claims, from: claims },
        value: text === 'orders' ? { do: 'start', job: 'orders', ...claims, partnerId: 'other' } : undefined,
        entities: [{ type: 'clientInfo', ...claims }],
        callerId: 'urn:botframework:aadappid:giulia-global',
      };
      expect((await desk.post(message, headers)).status).toBe(200);
    }
    const { activity, permission } = await desk.customer('fabrikam');
    expect(activity.at(-1)).toMatchObject({ by: { userId: 'sanjay-sales' }, outcome: 'refused' });
    expect(permission.on).toBe(false);
  });

  it.each([
    'emulator',
    'slack',
    'telegram',
    'facebook',
    'email',
    'sms',
    'AseChannel',
    'outlook',
    'm365extensions',
    'agents',
    'MSTEAMS',
    'constructor',
    '__proto__',
  ])('does not open the channel %s', async (channelId) => {
    const before = await desk.folder();
    const answer = await sent(await header(), { channelId });
    expect(answer.status).toBe(403);
    expect(answer.body?.error).toMatch(/^channelId: /);
    expect(desk.microsoft.delivered).toEqual([]);
    expectNotedOnce();
    expect(await desk.folder()).toEqual(before);
  });

  it.each([
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.example/',
    'http://smba.trafficmanager.net/emea/',
    'http://169.254.169.254/',
  ])('does not send replies to %s, also where the token names it', async (serviceUrl) => {
    const before = await desk.folder();
    const answer = await sent(await header({ claims: { serviceurl: serviceUrl } }), { serviceUrl });
    expect(answer.status).toBe(403);
    expectNotedOnce();
    expect(desk.microsoft.asked).toEqual([]);
    expect(await desk.folder()).toEqual(before);
  });
});

describe('somebody whom the channel vouches for, and who is no user', () => {
  /** Parts of a message in place of those of Anna's. */
  const CASES: readonly (readonly [string, (anna: Record<string, unknown>) => Record<string, unknown>])[] = [
    ['a tenant that is not in the book', () => inTenant('22222222-2222-4222-8222-222222222222')],
    ['no tenant', () => ({ ...inTenant(undefined), channelData: {} })],
    ['a tenant that is no text', () => ({ ...inTenant(undefined), channelData: { tenant: { id: ['x'] } } })],
    ['an object id that nobody has', () => from({ aadObjectId: '11111111-1111-4111-8111-111111111111' })],
    ['no object id', () => from({ aadObjectId: undefined })],
    ['an empty object id', () => from({ aadObjectId: '' })],
    ['an object id in capitals', ({ from: who }) => from({ aadObjectId: upper(who) })],
    ['the id and the name of a user alone', () => from({ id: 'anna-admin', aadObjectId: 'anna-admin' })],
    [
      'a guest: known, but signed in to another tenant',
      () => ({ channelData: { tenant: { id: '22222222-2222-4222-8222-222222222222' } } }),
    ],
    [
      'a conversation of another tenant, though the message is of ours',
      () => inTenant('22222222-2222-4222-8222-222222222222'),
    ],
    ['Web Chat', () => ({ channelId: 'webchat' })],
    ['Direct Line', () => ({ channelId: 'directline' })],
  ];
  const inTenant = (tenantId: string | undefined) => ({
    conversation: { id: 'personal-anna-admin', conversationType: 'personal', tenantId },
  });
  const from = (who: Record<string, unknown>) => ({ from: { id: '29:anna', name: 'Anna', ...who } });
  /** Of a text, or of a card: it says the same as its summary. */
  const textOf = ({ text, summary }: Record<string, unknown>) => String(text ?? summary);
  const upper = (who: unknown) => String(Reflect.get(Object(who), 'aadObjectId')).toUpperCase();

  it.each(CASES)('%s: is told so, and nothing more', async (_what, change) => {
    const anna = await desk.inTeams('anna-admin', 'permissions fabrikam');
    const before = await desk.folder();
    const headers = await header();
    for (const text of ['permissions fabrikam', 'act as admin agent', 'hello'])
      expect((await desk.post({ ...anna, ...change(anna), text }, headers)).status).toBe(200);
    expect(desk.microsoft.delivered.map(({ body }) => textOf(body))).toEqual(
      Array(3).fill(expect.stringMatching(/^I don't know you (at this desk|yet)/)),
    );
    expect(desk.lines).toHaveLength(3);
    expect(desk.lines.join()).not.toMatch(/Anna|fabrikam|Bearer|eyJ[\w-]+\./);
    expect(await desk.folder()).toEqual(before);
  });

  it('a user who was taken out of the book', async () => {
    const hiroshi = await desk.inTeams('hiroshi-helpdesk', 'customers');
    await desk.removeUser('hiroshi-helpdesk');
    const before = await desk.folder();
    expect((await desk.post(hiroshi, await header())).status).toBe(200);
    expect(desk.said()).toMatch(/You no longer have access/);
    expect(desk.lines).toHaveLength(1);
    expect(await desk.folder()).toEqual(before);
  });
});

describe('in the cloud of the US government', () => {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: password } = REGISTRATION;
  const channelService = 'https://botframework.azure.us';
  const authentication = authenticationFor({ type: 'MultiTenant', appId, password, channelService });
  const asked = async (iss: string) => {
    const activity = await desk.inTeams('anna-admin', 'hello');
    return await authentication.authenticateRequest(
      activity as unknown as Activity,
      await bearer({ claims: { iss } }),
    );
  };

  it('nobody is let in while the keys are not to be had, and nobody is told off for it', async () => {
    desk.microsoft.outage(true);
    const error = await asked('https://api.botframework.us').catch((thrown: unknown) => thrown);
    desk.microsoft.outage(false);
    expect(error).toMatchObject({ message: expect.stringContaining('Failed to load') });
    expect(whyRefused(error)).toBeUndefined();
  });

  it('the tokens of its own channels count, and no others', async () => {
    expect((await asked('https://api.botframework.us')).claimsIdentity.isAuthenticated).toBe(true);
    await expect(asked('https://api.botframework.com')).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe('many tokens of made-up tenants', () => {
  it('leave nothing behind in the SDK', async () => {
    const { ToBotFromBotOrEmulatorTokenValidationParameters: kept } = await import('botframework-connector');
    const before = kept.issuer?.length;
    for (let i = 0; i < 20; i += 1) {
      const claims = { iss: OWN_TENANT, tid: `tenant-${i}` };
      expect((await sent(await header({ key: 'stranger', claims }))).status).toBe(401);
    }
    expect(kept.issuer?.length).toBe(before);
  });
});

it('the SDK writes no token past the log', () => {
  expect(written).toHaveBeenCalled();
  expect(JSON.stringify(written.mock.calls)).not.toMatch(/eyJ[\w-]+\.eyJ|PRIVATE/);
});

/** One line, with nothing of the header or of who was named in it. */
function expectNotedOnce(given?: string): void {
  expect(desk.lines).toHaveLength(1);
  const [line = ''] = desk.lines;
  expect(line).not.toMatch(/eyJ[\w-]+\.|Anna|fabrikam/i);
  expect(line.length).toBeLessThan(250);
  const secret = given?.replace(/^\w+ ?/, '');
  if (secret) expect(line).not.toContain(secret);
}
