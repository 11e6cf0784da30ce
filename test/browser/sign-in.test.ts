/** Signing in on the chat page, doing a job, and signing out: in a browser, with a provider on this machine. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { produce } from 'immer';
import type { Browser, Page } from 'playwright-core';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { PROFILE, USERS } from '../../domain/store/kinds.js';
import { systemClock } from '../../domain/term.js';
import { PageBrowser } from '../support/page-browser.js';
import { type Claims, type Provider, startProvider } from '../support/provider.js';
import { Chat } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { picture } from './support/pictures.js';

jest.setTimeout(60_000);

const PARTNER = 'northbridge';

describeInBrowser('The chat page where users sign in', () => {
  let provider: Provider;
  let desk: BuiltDesk;
  let browser: Browser;
  /** By user id: what the provider says of a user of the book. */
  const claims = new Map<string, Claims>();

  /** The demo book, with one user taken out; no desk seeds it where users sign in. */
  const prepare = async (folder: string) => {
    const documents = await openJsonDocuments({ folder, log: () => undefined });
    await seedDemoBook(documents, systemClock);
    const tid = (await documents.read(PROFILE, PARTNER))?.tenantId;
    await documents.update(USERS, PARTNER, (current) => {
      if (!current) throw new Error('the demo has no users');
      for (const { id, aadObjectId: oid, name } of current.users) claims.set(id, { tid, oid, name });
      const next = produce(current, ({ users }) => {
        for (const user of users) if (user.id === 'sanjay-sales') user.removed = true;
      });
      return { next, result: undefined };
    });
    await documents.close();
  };

  beforeAll(async () => {
    provider = await startProvider();
    desk = await startBuiltDesk((url) => provider.env(url), prepare);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
    await provider?.stop();
  });
  beforeEach(() => {
    provider.signsIn(claims.get('anna-admin') ?? {});
  });

  /** A window in which nobody is signed in. */
  const arrive = async (options = {}): Promise<Page> => {
    const page = await (
      await browser.newContext({ viewport: { width: 900, height: 800 }, ...options })
    ).newPage();
    await page.goto(desk.url);
    return page;
  };
  const heading = (page: Page) => page.locator('#sign-in');
  const signIn = async (page: Page, label = 'Sign in') =>
    await page.getByRole('link', { name: label, exact: true }).click();

  it('asks for a sign-in, does a job for who signed in, and forgets all of it when they sign out', async () => {
    const page = await arrive();
    const chat = Chat.on(page);
    await heading(page).getByText('Sign in with your work account').waitFor();
    expect(await page.locator('#chat').isVisible()).toBe(false);
    await picture(page, 'sign-in');
    await signIn(page);
    await chat.card('Reservation Desk');
    await page.locator('#who').getByText('Anna Lindqvist · Admin agent').waitFor();
    expect(await page.locator('#act').isVisible()).toBe(false);
    await chat.say('permission for Contoso');
    await chat.card('Customer permission');
    await chat.press('Turn on');
    await chat.card('Permission is on');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page).getByText('You are signed out.').waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Contoso');
    const wayOut = await page
      .getByRole('link', { name: /Sign out of your work account/ })
      .getAttribute('href');
    expect(wayOut).toContain(`${provider.url}/endsession`);
    await page.reload();
    await heading(page).getByText('Sign in with your work account').waitFor();
    expect(chat.troubles).toEqual([]);
    await chat.close();
  });

  it('goes on in the same conversation after a reload and after a restart of the desk', async () => {
    const page = await arrive();
    const chat = Chat.on(page);
    await signIn(page);
    await chat.card('Reservation Desk');
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    await page.reload();
    await chat.sees('refund for Fabrikam');
    await desk.restart();
    await chat.say('help');
    await chat.cards('What you can type').last().waitFor();
    await chat.close();
  });

  it('tells somebody of another company so, in the language that was chosen', async () => {
    provider.signsIn({ ...claims.get('anna-admin'), tid: '22222222-2222-4222-8222-222222222222' });
    const page = await arrive({ locale: 'nl-NL', colorScheme: 'dark' });
    await heading(page).getByText('Meld je aan met je werkaccount').waitFor();
    await signIn(page, 'Aanmelden');
    await heading(page).getByText('Je bedrijf gebruikt deze desk niet.').waitFor();
    await picture(page, 'sign-in-other-company');
    expect(new URL(page.url()).search).toBe('');
    // Or the issuer would take the same account again, and never ask.
    expect(await page.locator('#sign-in-link').getAttribute('href')).toBe('/sign-in?choose');
    await page.locator('#language').selectOption('sv');
    await heading(page).getByText('Ditt företag använder inte den här desken.').waitFor();
    await page.context().close();
  });

  it.each([
    ['for another desk', { aud: 'another-desk' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 600 }],
    ['from another sign-in', { nonce: 'of-another-sign-in' }],
  ])('lets nobody in with a token %s', async (_what, wrong) => {
    provider.signsIn({ ...claims.get('anna-admin'), ...wrong });
    const page = await arrive();
    await signIn(page);
    await heading(page).getByText('The sign-in did not succeed.').waitFor();
    expect(await page.locator('#chat').isVisible()).toBe(false);
    await page.context().close();
  });

  it('lets nobody in who comes back with the answer to an earlier sign-in', async () => {
    const page = await arrive();
    const back = page.waitForRequest((request) => request.url().includes('/sign-in/callback'));
    await signIn(page);
    await Chat.on(page).card('Reservation Desk');
    const thief = await arrive();
    await thief.goto((await back).url());
    await heading(thief).getByText('was begun in another window').waitFor();
    expect(await thief.locator('#chat').isVisible()).toBe(false);
    await thief.context().close();
    await page.context().close();
  });

  it('gives nobody another user’s conversation, whatever token the page shows', async () => {
    const page = await arrive();
    await signIn(page);
    await Chat.on(page).card('Reservation Desk');
    provider.signsIn(claims.get('hiroshi-helpdesk') ?? {});
    const other = await arrive();
    await signIn(other);
    await Chat.on(other).card('Reservation Desk');
    const session = (of: Page) =>
      of.evaluate(() => JSON.parse(sessionStorage.getItem('reservation-desk') ?? '{}'));
    const [annas, hiroshis] = [await session(page), await session(other)];
    const statuses = await other.evaluate(
      async ([conversationId, token]) => {
        const path = `/directline/conversations/${conversationId}`;
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        const body = JSON.stringify({ type: 'message', text: 'customers' });
        const ask = async (below: string, said = {}) =>
          (await fetch(path + below, { headers, ...said })).status;
        return [await ask(''), await ask('/activities'), await ask('/activities', { method: 'POST', body })];
      },
      [annas.conversationId, hiroshis.token],
    );
    expect(annas.conversationId).not.toBe(hiroshis.conversationId);
    expect(statuses).toEqual([403, 403, 403]);
    await other.context().close();
    await page.context().close();
  });

  it('tells a user who was removed so, and does nothing for them', async () => {
    provider.signsIn(claims.get('sanjay-sales') ?? {});
    const page = await arrive();
    const chat = Chat.on(page);
    await signIn(page);
    await page.locator('#who').getByText('Sanjay Mehta').waitFor();
    await chat.card('You no longer have access');
    await chat.say('customers');
    await page.waitForTimeout(500);
    expect(await page.locator('#chat').textContent()).not.toContain('Fabrikam');
    await chat.close();
  });

  it('goes on in every window of the browser once the user has signed in again in one', async () => {
    const page = await arrive();
    const other = await page.context().newPage();
    await other.goto(desk.url);
    await heading(other).getByText('Sign in with your work account').waitFor();
    await signIn(page);
    await Chat.on(other).card('Reservation Desk');
    await page.context().close();
  });

  it('has no serious accessibility fault where one signs in, in light, in dark and on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await arrive({ colorScheme, viewport: { width: 360, height: 640 } });
      await heading(page).getByText('Sign in with your work account').waitFor();
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide).toBe(false);
      await page.locator('#language').focus();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('sign-in-link');
      await page.context().close();
    }
  });

  it('makes no demo book for whoever would sign in to it', async () => {
    const empty = await startBuiltDesk((url) => provider.env(url));
    const own = new PageBrowser(new URL(empty.url).origin);
    expect(await own.signIn()).toBe('/?sign-in=other-tenant');
    await empty.stop();
  });

  it('signs out in every window of the browser, and leaves nothing to be read in any', async () => {
    const page = await arrive();
    const chat = Chat.on(page);
    await signIn(page);
    await chat.card('Reservation Desk');
    const other = await page.context().newPage();
    await other.goto(desk.url);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await heading(page).getByText('You are signed out.').waitFor();
    expect(await page.locator('body').textContent()).not.toContain('Anna');
    await chat.close();
  });

  it('says in an open chat that the sign-in has ended, and keeps what was being typed', async () => {
    const page = await arrive();
    const chat = Chat.on(page);
    await signIn(page);
    await chat.card('Reservation Desk');
    await page.locator('[data-id="webchat-sendbox-input"]').fill('refund for Adatum');
    // As when its time is up: no page of the browser has asked for it.
    const Origin = new URL(desk.url).origin;
    await page.request.post(`${desk.url}sign-out`, { headers: { Origin } });
    await heading(page).getByText('You are no longer signed in.').waitFor();
    await chat.cards('Reservation Desk').last().waitFor();
    await picture(page, 'sign-in-ended');
    await signIn(page);
    await chat.card('Reservation Desk');
    expect(await page.locator('[data-id="webchat-sendbox-input"]').inputValue()).toBe('refund for Adatum');
    await chat.close();
  });
});
