/** What is open and what is closed, by what the environment names; and an issuer that is not there. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../bot/config.js';
import { identityOf, SignInFailed } from '../../bot/sign-in/issuer.js';
import { tokenOf } from '../support/authority.js';
import { type PageDesk, startPageDesk } from '../support/page-desk.js';
import { type Provider, startProvider } from '../support/provider.js';
import { type RunningDesk, startDesk } from './running-desk.js';

const CREDENTIALS = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'a-password' };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const provide = async (): Promise<Provider> => {
  const provider = await startProvider();
  closing.push(async () => {
    if (provider.server.listening) await provider.stop();
  });
  return provider;
};
const page = async (provider: Provider, env = {}): Promise<PageDesk> => {
  const desk = await startPageDesk(provider, { env });
  closing.push(() => desk.close());
  return desk;
};
const start = async (env = {}): Promise<RunningDesk> => {
  const desk = await startDesk({ env });
  closing.push(() => desk.close());
  return desk;
};
const message = (channelId: string) => ({
  type: 'message',
  id: 'm',
  text: 'customers',
  channelId,
  serviceUrl: 'http://127.0.0.1:1/',
  conversation: { id: 'c' },
  from: { id: 'dl_x' },
});

describe('With a sign-in and without credentials', () => {
  it('the page is open to who signs in, and the channels of the Bot Framework are closed to everybody', async () => {
    const desk = await page(await provide());
    for (const channelId of ['msteams', 'webchat', 'directline', 'emulator']) {
      const bearer = { Authorization: `Bearer ${await tokenOf()}` };
      for (const headers of [{}, bearer]) {
        const { status, body } = await desk.call('POST', '/api/messages', message(channelId), headers);
        expect([status, body?.error]).toEqual([403, expect.stringContaining('no credentials of a bot')]);
      }
    }
    expect((await desk.call('GET', '/')).status).toBe(200);
    expect((await desk.browser().ask('POST', '/webchat/token')).status).toBe(401);
  });

  it('others than this machine may come', async () => {
    const config = readConfig((await provide()).env('https://desk.example'));
    expect(config).toMatchObject({ localMode: false, host: '0.0.0.0' });
    expect(config).not.toHaveProperty('credentials');
  });

  it('says on the page that one signs in, and in local mode that one does not', async () => {
    const desk = await page(await provide());
    expect((await desk.call('GET', '/')).text).toContain('name="desk-sign-in" content="required"');
    const local = await start();
    expect((await local.call('GET', '/')).text).toContain('name="desk-sign-in" content="none"');
    expect((await local.call('GET', '/sign-in')).status).toBe(404);
  });
});

describe('Under an address by https', () => {
  it('the cookies are held to this host and to https by the browser itself', async () => {
    const provider = await provide();
    const desk = await page(provider, { PUBLIC_URL: 'https://desk.example' });
    provider.signsIn(await desk.claimsOf('anna-admin'));
    const browser = desk.browser();
    const back = await browser.atIssuer();
    expect(back.origin).toBe('https://desk.example');
    const answer = await browser.ask('GET', back.pathname + back.search);
    expect(answer.headers.getSetCookie()).toEqual([
      '__Host-desk-sign-in=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
      expect.stringMatching(/^__Host-desk-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    const plain = desk.browser();
    plain.cookies.set('desk-session', browser.cookies.get('__Host-desk-session') ?? '');
    expect(await plain.isSignedIn()).toBe(false);
    const Origin = 'https://desk.example';
    expect((await browser.ask('POST', '/webchat/token', undefined, { Origin })).status).toBe(200);
    expect((await browser.ask('POST', '/webchat/token')).status).toBe(403);
  });
});

describe('With credentials', () => {
  it('and without a sign-in nobody gets a chat token', async () => {
    const desk = await start(CREDENTIALS);
    for (const path of ['/webchat/token', '/directline/conversations', '/sign-out'])
      expect((await desk.call('POST', path, {})).status).toBe(404);
  });

  it('and a sign-in both doors are open, each to its own', async () => {
    const provider = await provide();
    const desk = await page(provider, CREDENTIALS);
    provider.signsIn(await desk.claimsOf('anna-admin'));
    const browser = desk.browser();
    expect(await browser.signIn()).toBe('/');
    const chat = await browser.chat();
    await browser.say(chat, 'customers');
    await browser.hears(chat, /Fabrikam/);
    // Somebody who got hold of a user id of the chat, at the other door.
    const forged = { ...message('webchat'), serviceUrl: 'https://webchat.botframework.com/', from: chat };
    expect((await desk.call('POST', '/api/messages', forged)).status).toBe(401);
    const inside = { ...forged, serviceUrl: 'urn:reservation-desk:embedded' };
    expect((await desk.call('POST', '/api/messages', inside)).status).toBe(403);
  });
});

describe('An issuer that is not there', () => {
  it('keeps the desk from nothing but signing in, and works once it is', async () => {
    const provider = await provide();
    await provider.stop();
    const desk = await page(provider);
    const browser = desk.browser();
    expect((await browser.ask('GET', '/healthz')).status).toBe(200);
    const asked = await browser.ask('GET', '/sign-in');
    expect([asked.status, asked.headers.get('location')]).toEqual([302, '/?sign-in=unavailable']);
    await provider.start();
    provider.signsIn(await desk.claimsOf('anna-admin'));
    expect(await browser.signIn()).toBe('/');
    await provider.stop();
    expect(await browser.isSignedIn()).toBe(true);
    expect((await browser.signOut()).status).toBe(200);
  });

  it('that goes away while the user is there is said so', async () => {
    const provider = await provide();
    const desk = await page(provider);
    const browser = desk.browser();
    const back = await browser.atIssuer();
    await provider.stop();
    expect(await browser.comeBack(back)).toBe('/?sign-in=unavailable');
  });

  it('that is another one than its address says is none', async () => {
    const provider = await provide();
    provider.server.issuer.url = 'https://elsewhere.example';
    const desk = await page(provider);
    expect((await desk.browser().ask('GET', '/sign-in')).headers.get('location')).toBe(
      '/?sign-in=unavailable',
    );
  });
});

describe('The claims of a token', () => {
  const settings = {
    issuer: 'https://login.example',
    clientId: 'c',
    clientSecret: 's',
    tenantClaim: 'tid',
    userClaim: 'oid',
  };
  const good = { tid: 't', oid: 'o', name: 'Ann', email: 'ann@a.example' };

  it('name the tenant, the user, and what they are called', () => {
    expect(identityOf(good, settings)).toEqual({
      tenantId: 't',
      objectId: 'o',
      name: 'Ann',
      email: 'ann@a.example',
    });
    expect(identityOf({ ...good, email_verified: false }, settings)).not.toHaveProperty('email');
    const without = { tid: 't', oid: 'o', preferred_username: 'ann@b.example' };
    expect(identityOf(without, settings)).toMatchObject({ name: 'ann@b.example', email: 'ann@b.example' });
    expect(identityOf({ tid: 't', oid: 'o', name: ['x'] }, settings)).toEqual({
      tenantId: 't',
      objectId: 'o',
      name: '',
    });
    expect(identityOf({ ...good, name: 'x'.repeat(10_000) }, settings).name).toHaveLength(200);
  });

  it('may have other names, or leave the tenant to the configuration', () => {
    const named = { ...settings, tenantClaim: 'org', userClaim: 'sub' };
    expect(identityOf({ org: 'a', sub: 'b', tid: 'no', oid: 'no' }, named)).toMatchObject({
      tenantId: 'a',
      objectId: 'b',
    });
    const fixed = { ...settings, tenantId: 'fixed' };
    expect(identityOf({ oid: 'o' }, fixed).tenantId).toBe('fixed');
    expect(identityOf({ oid: 'o', tid: 'fixed' }, fixed).tenantId).toBe('fixed');
  });

  it('that name another tenant than the configuration are refused', () => {
    const fixed = { ...settings, tenantId: 'fixed' };
    expect(() => identityOf(good, fixed)).toThrow(SignInFailed);
  });

  it.each([{}, { tid: 't' }, { oid: 'o' }, { tid: '', oid: 'o' }, { tid: 1, oid: 2 }])(
    'that do not name both are refused: %j',
    (claims) => {
      expect(() => identityOf(claims, settings)).toThrow(SignInFailed);
    },
  );
});
