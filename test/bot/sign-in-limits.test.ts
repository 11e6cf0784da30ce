/** What one person may have of the desk: the same with ten sign-ins as with one, and nothing that others need. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../bot/limits.js';
import type { PageBrowser } from '../support/page-browser.js';
import { type PageDesk, startPageDesk } from '../support/page-desk.js';
import { type Provider, startProvider } from '../support/provider.js';

let provider: Provider;
let desk: PageDesk;
beforeAll(async () => {
  provider = await startProvider();
  desk = await startPageDesk(provider);
});
afterAll(async () => {
  await desk.close();
  await provider.stop();
});

const signedIn = async (userId: string): Promise<PageBrowser> => {
  provider.signsIn(await desk.claimsOf(userId));
  const own = desk.browser();
  expect(await own.signIn()).toBe('/');
  return own;
};
/** Begins a chat with a token of this browser. Gives the status. */
const begin = async (browser: PageBrowser): Promise<number> => {
  const { body } = await browser.ask('POST', '/webchat/token');
  const bearer = { Authorization: `Bearer ${String(body.token)}` };
  return (await browser.ask('POST', '/directline/conversations', {}, bearer)).status;
};

describe('Somebody who signs in again and again', () => {
  it('begins no more chats for it', async () => {
    const first = await signedIn('anna-admin');
    for (let i = 0; i < LIMITS.chat.startsOfUser; i += 1) expect(await begin(first)).toBe(201);
    expect(await begin(await signedIn('anna-admin'))).toBe(429);
    expect(await begin(await signedIn('hiroshi-helpdesk'))).toBe(201);
  });

  it('keeps no more chats for it: the own oldest ends', async () => {
    const first = await signedIn('sanjay-sales');
    const chats = [];
    for (let i = 0; i < LIMITS.chat.conversationsOfUser; i += 1) chats.push(await first.chat());
    await (await signedIn('sanjay-sales')).chat();
    const statuses = [];
    for (const chat of chats) statuses.push((await first.read(chat)).status);
    expect(statuses).toEqual([404, ...chats.slice(1).map(() => 200)]);
  });

  it('takes no more tokens for it', async () => {
    const first = await signedIn('ursula-users');
    const take = async (browser: PageBrowser) => (await browser.ask('POST', '/webchat/token')).status;
    for (let i = 0; i < LIMITS.signIn.tokensPerMinute; i += 1) expect(await take(first)).toBe(200);
    expect(await take(await signedIn('ursula-users'))).toBe(429);
  });
});

describe('Somebody who comes back from the issuer without a code', () => {
  it('keeps nobody else from signing in, however often', async () => {
    const stranger = desk.browser();
    for (let i = 0; i < LIMITS.signIn.comebacksPerMinute; i += 1) {
      const begun = await stranger.ask('GET', '/sign-in');
      const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
      await stranger.ask('GET', `/sign-in/callback?error=access_denied&state=${state}`);
    }
    await signedIn('giulia-global');
  });
});
