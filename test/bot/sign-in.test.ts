/** Signing in on the chat page, with a provider that signs for real: who gets in, as whom, and who does not. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PageBrowser } from '../support/page-browser.js';
import { type PageDesk, startPageDesk } from '../support/page-desk.js';
import { type Claims, type Provider, startProvider } from '../support/provider.js';

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

/** Signs this user of the book in, in a browser of their own. */
const signedIn = async (userId: string): Promise<PageBrowser> => {
  provider.signsIn(await desk.claimsOf(userId));
  const own = desk.browser();
  expect(await own.signIn()).toBe('/');
  return own;
};

describe('Signing in', () => {
  it('lets a user of the book in, with the name of the token and the roles of the book', async () => {
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
});
