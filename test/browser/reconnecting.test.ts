/// <reference lib="dom" />
/** The chat page when the desk, the network or the computer itself was away: nothing is lost, nothing is there twice. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, WebSocketRoute } from 'playwright-core';
import { Tokens } from '../../bot/directline/tokens.js';
import { LIMITS } from '../../bot/limits.js';
import { Chat, SEND_BOX } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';

jest.setTimeout(120_000);

const KEY = 'a key that is long enough to be one'.replaceAll(' ', '-');
const AWAY = /The desk cannot be reached/;

describeInBrowser('The chat page', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let chat: Chat;
  beforeAll(async () => {
    desk = await startBuiltDesk({ CHAT_KEY: KEY });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });
  beforeEach(async () => {
    chat = await Chat.open(browser, desk.url);
  });
  afterEach(async () => {
    await chat.close();
  });

  /** How often the user has said this, as the page shows it. */
  const count = async (text: string) =>
    await chat.page.locator('.webchat__bubble--from-user').filter({ hasText: text }).count();
  const type = async (text: string) => {
    await chat.page.locator(SEND_BOX).fill(text);
    await chat.page.locator(SEND_BOX).press('Enter');
  };
  const conversation = async () =>
    JSON.parse(await chat.page.evaluate(() => sessionStorage.getItem('reservation-desk') ?? '')) as {
      conversationId: string;
      token: string;
    };

  it('goes on after the desk was killed and started again: what is in the box stays, what was sent meanwhile goes out once', async () => {
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    const { conversationId } = await conversation();
    await desk.kill();
    await chat.sees(AWAY);
    await type('customers Contoso');
    await chat.page.locator(SEND_BOX).fill('half a mess');
    await desk.start();
    await chat.card('contoso.example');
    await chat.page.getByText(AWAY).waitFor({ state: 'detached' });
    expect(await chat.page.locator(SEND_BOX).inputValue()).toBe('half a mess');
    expect((await conversation()).conversationId).toBe(conversationId);
    await chat.page.reload();
    await chat.card('contoso.example');
    for (const text of ['refund for Fabrikam', 'customers Contoso']) expect(await count(text)).toBe(1);
    expect(await chat.cards('contoso.example').count()).toBe(1);
  });

  it('shows what the desk says after a restart in the middle of a job, and the job goes on', async () => {
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    await desk.restart();
    await chat.choose(/Standard_B16ms/);
    await chat.press('Get a quote');
    await chat.card('Refund quote');
    expect(await chat.cards('Refund quote').count()).toBe(1);
  });

  it('goes on when the network is back, and says meanwhile that it is away', async () => {
    await chat.page.context().setOffline(true);
    await chat.sees(AWAY);
    await type('customers Contoso');
    await chat.sees('customers Contoso');
    expect(await chat.cards('contoso.example').count()).toBe(0);
    await chat.page.context().setOffline(false);
    await chat.card('contoso.example');
    await chat.page.getByText(AWAY).waitFor({ state: 'detached' });
    expect(await count('customers Contoso')).toBe(1);
  });

  it('says what was not sent, and does not send it later by itself', async () => {
    await chat.page.clock.install();
    await chat.page.reload();
    await chat.card('Reservation Desk');
    await chat.page.context().setOffline(true);
    await type('customers Contoso');
    await chat.page.clock.fastForward('03:00');
    await chat.sees(/Send failed/);
    await chat.page.context().setOffline(false);
    await type('customers Lamna');
    await chat.card('lamna.example');
    expect(await chat.cards('contoso.example').count()).toBe(0);
  });

  it('goes on after an hour of sleep, in which its token has expired', async () => {
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    const { conversationId } = await conversation();
    await chat.page.clock.install();
    await chat.page.clock.fastForward('01:00:00');
    await chat.say('customers Contoso');
    await chat.card('contoso.example');

    // The clock of the desk can not be moved on: a token that was made an hour ago is as good.
    const [, claims = ''] = (await conversation()).token.split('.');
    const { user } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { user: string };
    const earlier = new Tokens(new TextEncoder().encode(KEY), () => Date.now() - 3_600_000);
    const token = await earlier.issue({ user, conv: conversationId });
    await chat.page.evaluate(
      (session) => sessionStorage.setItem('reservation-desk', session),
      JSON.stringify({ conversationId, token }),
    );
    await chat.page.reload();
    await chat.card('contoso.example');
    expect((await conversation()).conversationId).toBe(conversationId);
    expect(await count('refund for Fabrikam')).toBe(1);
  });

  it('begins anew only where it is looked at: of very many pages none ends the others’ chats in turn', async () => {
    const { page } = chat;
    const earlier = await conversation();
    let begun = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && /\/conversations$/.test(request.url())) begun += 1;
    });
    const look = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await look(true);
    const gone = page.waitForResponse((response) => response.status() === 404);
    // As many other pages of the same user as make this the oldest one.
    const headers = { Authorization: `Bearer ${earlier.token}` };
    const { href } = new URL('/directline/conversations', desk.url);
    for (let pages = 0; pages < LIMITS.chat.conversationsOfUser; pages += 1)
      expect((await page.context().request.post(href, { headers, data: {} })).status()).toBe(201);
    await gone;
    await page.waitForTimeout(1000);
    expect([begun, (await conversation()).conversationId]).toEqual([0, earlier.conversationId]);
    await look(false);
    await chat.sees(/this is a new one/);
    expect((await conversation()).conversationId).not.toBe(earlier.conversationId);
  });

  it('sends a file that was attached while the desk was away', async () => {
    await chat.page.context().setOffline(true);
    await chat.sees(AWAY);
    const file = { name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from('what,is,this') };
    await chat.page.locator('input[type=file]').setInputFiles(file);
    // What is attached is sent with Enter, like a message.
    await chat.page.locator(SEND_BOX).press('Enter');
    await chat.page.context().setOffline(false);
    await chat.sees(/first line has to name the columns/);
    expect(
      await chat.page.locator('.webchat__bubble--from-user').filter({ hasText: 'lines.csv' }).count(),
    ).toBe(1);
  });

  it('says kindly that more was sent than the desk reads, and goes on', async () => {
    let refusals = 0;
    await chat.page.route(/activities$/, async (route) => {
      refusals += 1;
      if (refusals > 2) return await route.continue();
      await route.fulfill({ status: 429, headers: { 'Retry-After': '2' }, json: { error: 'Too much.' } });
    });
    await type('customers Contoso');
    await chat.sees(/You send more than the desk can read/);
    await chat.card('contoso.example');
    await chat.page.getByText(/You send more than/).waitFor({ state: 'detached' });
    expect(await count('customers Contoso')).toBe(1);
  });

  it.each([
    ['lets no WebSocket through', (socket: WebSocketRoute) => void socket.close()],
    ['takes WebSockets and passes nothing on', () => undefined],
  ])('polls where a proxy %s', async (_what, proxy) => {
    await chat.page.routeWebSocket(/stream/, proxy);
    await chat.page.reload();
    await chat.card('Reservation Desk');
    const polled = chat.page.waitForResponse((response) => /\/activities\?watermark=/.test(response.url()));
    await chat.say('customers Contoso');
    await chat.card('contoso.example');
    await polled;
    expect(await count('customers Contoso')).toBe(1);
    expect(chat.troubles).toEqual([]);
  });

  it.each([true, false])(
    'is not the only client: Direct Line JS talks with the desk, too (by WebSocket: %s)',
    async (webSocket) => {
      const { conversationId, token } = await conversation();
      const heard = await chat.page.evaluate(
        async (options) => {
          const { WebChat } = window as unknown as {
            WebChat: { createDirectLine(given: object): DirectLineJs };
          };
          const line = WebChat.createDirectLine({ ...options, domain: `${location.origin}/directline` });
          const texts: string[] = [];
          await new Promise<void>((resolve) => {
            line.activity$.subscribe(({ type, text, summary }) => {
              if (type !== 'message') return;
              texts.push(text ?? summary ?? '');
              if (texts.length === 1)
                line
                  .postActivity({ type: 'message', text: 'nederlands', from: { id: 'x' } })
                  .subscribe(() => undefined);
              if (texts.length === 3) resolve();
            });
          });
          line.end();
          return texts;
        },
        { conversationId, token, webSocket, pollingInterval: 200 },
      );
      expect(heard).toEqual([
        expect.stringMatching(/Reservation Desk/),
        'nederlands',
        expect.stringMatching(/Nederlands/),
      ]);
    },
  );
});

interface DirectLineJs {
  readonly activity$: {
    subscribe(next: (activity: { type: string; text?: string; summary?: string }) => void): void;
  };
  postActivity(activity: object): { subscribe(next: (id: string) => void): void };
  end(): void;
}
