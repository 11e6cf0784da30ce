/** Signing in on the chat page, with a provider that signs for real: who gets in, as whom, and who does not. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PageBrowser } from '../support/page-browser.js';
import { type PageDesk, startPageDesk } from '../support/page-desk.js';
import { CLIENT, type Claims, type Provider, startProvider } from '../support/provider.js';

const STRANGER = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;

/** The same token under the name of the same key, but with another signature. */
function signedAs(token: string, alg: 'RS256' | 'HS256' | 'none', key?: KeyObject): string {
  const [header, payload] = token.split('.');
  const said = `${part({ ...read(header), alg })}.${payload}`;
  const secret = createHmac('sha256', CLIENT.secret).update(said).digest();
  const signature = key ? sign('RSA-SHA256', Buffer.from(said), key) : alg === 'none' ? Buffer.of() : secret;
  return `${said}.${signature.toString('base64url')}`;
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

let provider: Provider;
let desk: PageDesk;
let browser: PageBrowser;
beforeAll(async () => {
  provider = await startProvider();
  desk = await startPageDesk(provider);
});
afterAll(async () => {
  await desk.close();
  await provider.stop();
});
beforeEach(async () => {
  browser = desk.browser();
  provider.signsIn(await desk.claimsOf('anna-admin'));
});
afterEach(() => {
  desk.lines.length = 0;
});

/** A browser of their own in which this user of the book has signed in. */
const signedIn = async (userId: string): Promise<PageBrowser> => {
  provider.signsIn(await desk.claimsOf(userId));
  const own = desk.browser();
  expect(await own.signIn()).toBe('/');
  return own;
};

/** This browser is known to nobody, and gets no token. */
const expectNobody = async (who: PageBrowser) => {
  expect(await who.isSignedIn()).toBe(false);
  expect((await who.ask('POST', '/webchat/token')).status).toBe(401);
};

describe('Signing in', () => {
  it('lets a user of the book in, with the roles of the book', async () => {
    expect(await browser.signIn()).toBe('/');
    const { body } = await browser.ask('GET', '/sign-in/session');
    expect(body).toMatchObject({ signedIn: true, name: 'Anna Lindqvist' });
    const chat = await browser.chat();
    const said = await browser.hears(chat, /desk\/who/);
    expect(said).toContain('"AdminAgent"');
    expect(said).not.toMatch(/Local mode|act as/i);
    await browser.say(chat, 'permissions fabrikam');
    await browser.hears(chat, /Customer permission/);
  });

  it('asks the issuer for a code, with a proof of its own, and for nothing it does not need', async () => {
    const first = new URL((await browser.ask('GET', '/sign-in')).headers.get('location') ?? '');
    const second = new URL((await desk.browser().ask('GET', '/sign-in')).headers.get('location') ?? '');
    expect(Object.fromEntries(first.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `${desk.url}/sign-in/callback`,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    });
    expect(first.href).not.toContain(CLIENT.secret);
    for (const drawn of ['state', 'nonce', 'code_challenge']) {
      expect(first.searchParams.get(drawn)?.length).toBeGreaterThan(30);
      expect(second.searchParams.get(drawn)).not.toBe(first.searchParams.get(drawn));
    }
  });

  it('has the issuer ask for the account where another one may be wanted', async () => {
    const promptOf = async (path: string) =>
      new URL((await browser.ask('GET', path)).headers.get('location') ?? '').searchParams.get('prompt');
    expect(await promptOf('/sign-in?choose')).toBe('select_account');
    expect(await promptOf('/sign-in')).toBeNull();
  });

  it('gives the browser an id that no script reads and no other site sends, and keeps a hash of it only', async () => {
    const back = await browser.atIssuer();
    const cookies = (await browser.ask('GET', back.pathname + back.search)).headers.getSetCookie();
    const cookie = cookies.find((text) => text.startsWith('desk-session=')) ?? '';
    expect(cookie).toMatch(/^desk-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const id = browser.cookies.get('desk-session') ?? '';
    expect(await desk.kept()).not.toContain(id);
    expect(await desk.kept()).toContain('dl_');
    expect(desk.lines.join()).not.toContain(id);
  });

  it('begins as a new browser each time: an id from before is worth nothing afterwards', async () => {
    await browser.signIn();
    const before = browser.cookies.get('desk-session') ?? '';
    await browser.signIn();
    expect(browser.cookies.get('desk-session')).not.toBe(before);
    const thief = desk.browser();
    thief.cookies.set('desk-session', before);
    await expectNobody(thief);
  });

  it('lets a colleague who is in no book ask for access, and nothing else', async () => {
    const { tid } = await desk.claimsOf('anna-admin');
    provider.signsIn({ tid, oid: 'a-new-colleague', name: 'Nora Nieuw', email: 'nora@northbridge.example' });
    expect(await browser.signIn()).toBe('/');
    const chat = await browser.chat();
    await browser.say(chat, 'customers');
    const said = await browser.hears(chat, /"text":/);
    expect(said).toMatch(/don't know you/);
    expect(said).not.toMatch(/Fabrikam|Adatum/);
    await browser.say(chat, 'ask for access');
    await browser.hears(chat, /Your request has been passed on/);
    const giulia = await signedIn('giulia-global');
    const deciding = await giulia.chat();
    await giulia.say(deciding, 'access requests');
    await giulia.hears(deciding, /Nora Nieuw/);
    await giulia.say(deciding, '1');
    await giulia.hears(deciding, /nora@northbridge.example/);
  });
});

describe('Nobody gets in', () => {
  const refused: readonly (readonly [string, Claims, string])[] = [
    ['with a token for another desk', { aud: 'another-desk' }, 'failed'],
    ['with a token of another issuer', { iss: 'https://elsewhere.example' }, 'failed'],
    ['with an expired token', { exp: inSeconds(-600) }, 'failed'],
    ['with a token from another sign-in', { nonce: 'of-another-sign-in' }, 'failed'],
    ['with a token that answers nothing', { nonce: undefined }, 'failed'],
    ['with a token without a user', { oid: undefined }, 'failed'],
    ['with a token without a tenant', { tid: undefined }, 'failed'],
    ['with a user that is a list', { oid: ['a', 'b'] }, 'failed'],
    ['with a tenant as long as a book', { tid: 'x'.repeat(10_000) }, 'failed'],
    ['from another tenant', { tid: '22222222-2222-4222-8222-222222222222' }, 'other-tenant'],
  ];
  it.each(refused)('%s', async (_what, claims, told) => {
    provider.signsIn({ ...(await desk.claimsOf('anna-admin')), ...claims });
    expect(await browser.signIn()).toBe(`/?sign-in=${told}`);
    await expectNobody(browser);
    expect(desk.lines.join()).toContain('a sign-in was refused');
  });

  const forgeries: readonly (readonly [string, (token: string) => string])[] = [
    ['that somebody else has signed', (token) => signedAs(token, 'RS256', STRANGER)],
    ['that nobody has signed', (token) => signedAs(token, 'none')],
    ['that is signed with a secret that both know', (token) => signedAs(token, 'HS256')],
    ['that was changed afterwards', (token) => token.replace(/\..*\./, `.${part({ oid: 'x' })}.`)],
  ];
  it.each(forgeries)('with a token %s', async (_what, forge) => {
    provider.server.service.once('beforeResponse', ({ body }: { body: Record<string, unknown> }) => {
      body.id_token = forge(String(body.id_token));
    });
    expect(await browser.signIn()).toBe('/?sign-in=failed');
    await expectNobody(browser);
  });

  it('when the issuer says no, or its user does', async () => {
    for (const [error, told] of [
      ['access_denied', 'cancelled'],
      ['server_error', 'failed'],
    ]) {
      provider.server.service.once('beforeAuthorizeRedirect', ({ url }: { url: URL }) => {
        url.searchParams.delete('code');
        url.searchParams.set('error', error ?? '');
        url.searchParams.set('error_description', '<script>alert(1)</script>');
      });
      expect(await browser.signIn()).toBe(`/?sign-in=${told}`);
      await expectNobody(browser);
    }
  });

  it('by coming back twice: neither the state nor the code is good again', async () => {
    const back = await browser.atIssuer();
    const flow = browser.cookies.get('desk-sign-in') ?? '';
    expect(await browser.comeBack(back)).toBe('/');
    const asked = provider.asked;
    const thief = desk.browser();
    thief.cookies.set('desk-sign-in', flow);
    expect(await thief.comeBack(back)).toBe('/?sign-in=again');
    expect(provider.asked).toBe(asked);
    await expectNobody(thief);
  });

  it('with the code of somebody else: it answers another question', async () => {
    const theirs = await browser.atIssuer();
    const thief = desk.browser();
    const own = await thief.atIssuer();
    own.searchParams.set('code', theirs.searchParams.get('code') ?? '');
    expect(await thief.comeBack(own)).toBe('/?sign-in=failed');
    await expectNobody(thief);
  });

  it('by an address that was sent to somebody: it belongs to the browser that began', async () => {
    const attackers = await desk.browser().atIssuer();
    expect(await browser.comeBack(attackers)).toBe('/?sign-in=again');
    await browser.atIssuer();
    expect(await browser.comeBack(attackers)).toBe('/?sign-in=again');
    await expectNobody(browser);
  });

  it('with what is under way changed, or sealed by another desk', async () => {
    const other = await startPageDesk(provider);
    const elsewhere = other.browser();
    await elsewhere.atIssuer();
    for (const forged of [elsewhere.cookies.get('desk-sign-in') ?? '', 'x.y.z', '']) {
      const back = await browser.atIssuer();
      browser.cookies.set('desk-sign-in', forged);
      expect(await browser.comeBack(back)).toBe('/?sign-in=again');
    }
    await other.close();
  });

  it.each(['', 'x', 'a'.repeat(43), '../sessions', '%00', 'undefined'])(
    'with the made-up cookie "%s"',
    async (cookie) => {
      browser.cookies.set('desk-session', cookie);
      await expectNobody(browser);
    },
  );
});

describe('Whoever is signed in', () => {
  it('gets tokens for themselves only, whatever they show', async () => {
    const anna = await signedIn('anna-admin');
    const hiroshi = await signedIn('hiroshi-helpdesk');
    const theirs = await anna.chat();
    const bearer = { Authorization: `Bearer ${theirs.token}` };
    const own = await hiroshi.ask('POST', '/webchat/token', { user: theirs.userId }, bearer);
    expect(own.body.userId).toMatch(/^dl_[\w-]{32}$/);
    expect(own.body.userId).not.toBe(theirs.userId);
  });

  it('opens no conversation of another with their own token', async () => {
    const anna = await signedIn('anna-admin');
    const hiroshi = await signedIn('hiroshi-helpdesk');
    const theirs = await anna.chat();
    await anna.say(theirs, 'customers');
    await anna.hears(theirs, /Fabrikam/);
    const granted = await hiroshi.ask('POST', '/webchat/token');
    for (const token of [String(granted.body.token), (await hiroshi.chat()).token]) {
      const stolen = { ...theirs, token };
      const { status, said } = await hiroshi.read(stolen);
      expect([status, said]).toEqual([403, '[]']);
      expect(await hiroshi.say(stolen, 'customers')).toBe(403);
      const path = `/directline/conversations/${theirs.id}`;
      const asked = await hiroshi.ask('GET', path, undefined, { Authorization: `Bearer ${token}` });
      expect(asked.status).toBe(403);
    }
  });

  it('is who the token says, not who the browser says', async () => {
    const hiroshi = await signedIn('hiroshi-helpdesk');
    const anna = await desk.claimsOf('anna-admin');
    const chat = await hiroshi.chat();
    const path = `/directline/conversations/${chat.id}/activities`;
    const bearer = { Authorization: `Bearer ${chat.token}` };
    const pretended = {
      type: 'message',
      text: 'permissions fabrikam on',
      from: { id: anna.oid, aadObjectId: anna.oid },
      channelId: 'msteams',
      channelData: { tenant: { id: anna.tid } },
      conversation: { tenantId: anna.tid },
    };
    await hiroshi.ask('POST', path, pretended, bearer);
    await hiroshi.hears(chat, /Customer permission/);
    await hiroshi.say(chat, 'on');
    await hiroshi.hears(chat, /takes the role Admin agent/);
  });

  it('is turned away at the next message once the book has them no longer', async () => {
    const sanjay = await signedIn('sanjay-sales');
    const chat = await sanjay.chat();
    await sanjay.say(chat, 'customers');
    await sanjay.hears(chat, /Fabrikam/);
    await desk.changeUser('sanjay-sales', (user) => {
      user.removed = true;
    });
    await sanjay.say(chat, 'customers');
    await sanjay.hears(chat, /You no longer have access/);
  });

  it('may do at once what the book says, and no longer what it said', async () => {
    const ursula = await signedIn('anna-admin');
    const chat = await ursula.chat();
    await ursula.say(chat, 'permissions contoso');
    await ursula.hears(chat, /Customer permission/);
    await desk.changeUser('anna-admin', (user) => {
      user.roles = ['HelpdeskAgent'];
    });
    await ursula.say(chat, 'on');
    await ursula.hears(chat, /takes the role Admin agent/);
    await desk.changeUser('anna-admin', (user) => {
      user.roles = ['AdminAgent'];
    });
  });

  it('can not act as somebody else', async () => {
    const chat = await (await signedIn('hiroshi-helpdesk')).chat();
    const hiroshi = await signedIn('hiroshi-helpdesk');
    const own = await hiroshi.chat();
    await hiroshi.say(own, 'act as admin agent');
    await hiroshi.hears(own, /"text":/);
    expect((await hiroshi.read(own)).said).not.toMatch(/now act as/);
    expect(chat.userId).not.toBe(own.userId);
  });
});

describe('Signing out', () => {
  it('ends the sign-in, its tokens and its conversations at once', async () => {
    await browser.signIn();
    const chat = await browser.chat();
    await browser.hears(chat, /desk\/who/);
    const stolen = browser.cookies.get('desk-session') ?? '';
    const answer = await browser.signOut();
    expect(answer.status).toBe(200);
    expect(browser.cookies.has('desk-session')).toBe(false);
    expect((await browser.read(chat)).status).toBe(403);
    expect(await browser.say(chat, 'customers')).toBe(403);
    const bearer = { Authorization: `Bearer ${chat.token}` };
    expect((await browser.ask('POST', '/directline/tokens/refresh', undefined, bearer)).status).toBe(403);
    expect((await browser.ask('POST', '/directline/conversations', {}, bearer)).status).toBe(403);
    browser.cookies.set('desk-session', stolen);
    await expectNobody(browser);
    expect(await desk.kept()).not.toContain(chat.userId);
  });

  it('answers a poll that waits', async () => {
    await browser.signIn();
    const chat = await browser.chat();
    await browser.hears(chat, /desk\/who/);
    const { length } = (await browser.read(chat)).said;
    expect(length).toBeGreaterThan(10);
    const path = `/directline/conversations/${chat.id}/activities?watermark=500`;
    const waiting = browser.ask('GET', path, undefined, { Authorization: `Bearer ${chat.token}` });
    await browser.signOut();
    expect((await waiting).status).toBeLessThan(500);
    expect((await browser.read(chat)).status).toBe(403);
  });

  it('closes the stream of an open page', async () => {
    await browser.signIn();
    const closed = await browser.stream(await browser.chat());
    await browser.signOut();
    await closed();
  });

  it('offers the way out of the issuer, and back', async () => {
    await browser.signIn();
    const { body } = await browser.signOut();
    const address = new URL(String(body.endSession));
    expect(address.origin).toBe(provider.url);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${desk.url}/`);
  });

  it('leaves other browsers of the same user signed in', async () => {
    const [one, other] = [await signedIn('anna-admin'), await signedIn('anna-admin')];
    await one.signOut();
    expect(await other.isSignedIn()).toBe(true);
  });
});

describe('A page of another site', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost'])(
    'from %s gets no token and signs nobody out, though the browser sends the cookie',
    async (Origin) => {
      await browser.signIn();
      for (const path of ['/webchat/token', '/sign-out'])
        expect((await browser.ask('POST', path, undefined, { Origin })).status).toBe(403);
      expect(await browser.isSignedIn()).toBe(true);
    },
  );

  it('gets nothing where the browser does not say whose page it is', async () => {
    await browser.signIn();
    const Cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const path of ['/webchat/token', '/sign-out'])
      expect((await desk.call('POST', path, undefined, { Cookie })).status).toBe(403);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('changes nothing by a GET', async () => {
    await browser.signIn();
    for (const path of ['/sign-out', '/webchat/token'])
      expect((await browser.ask('GET', path)).status).toBe(405);
    await browser.ask('GET', '/sign-in');
    expect(await browser.isSignedIn()).toBe(true);
  });
});
