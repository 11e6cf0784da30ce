/** The chat page speaks with its own desk and nobody else, whatever a card or a message tells it to load. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';

/** Somebody else, who notes whoever comes. */
const asked: string[] = [];
const stranger = createServer((req, res) => {
  asked.push(req.url ?? '');
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.end('x');
});

let url = '';
/** A message that loads from somebody else wherever it can. */
const hostileMessage = () => ({
  type: 'message',
  id: 'hostile|1',
  channelId: 'webchat',
  timestamp: new Date().toISOString(),
  from: { id: 'reservation-desk', name: 'Reservation Desk', role: 'bot' },
  text: `![x](${url}/text.png) <img src="${url}/html.png"><script src="${url}/a.js"></script>`,
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        type: 'AdaptiveCard',
        version: '1.5',
        backgroundImage: `${url}/background.png`,
        body: [
          { type: 'TextBlock', text: `hostile ![x](${url}/markdown.png)` },
          { type: 'Image', url: `${url}/image.png`, altText: 'image' },
        ],
      },
    },
    { contentType: 'image/png', contentUrl: `${url}/attached.png`, name: 'a.png' },
  ],
});

describeInBrowser('The chat page', () => {
  let browser: Browser;
  let desk: BuiltDesk;
  beforeAll(async () => {
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    desk = await startBuiltDesk();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await desk.stop();
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('asks nobody but its desk, also where a card names pictures of somebody else', async () => {
    const page = await browser.newPage();
    const elsewhere: string[] = [];
    const refused: string[] = [];
    page.on('requestfinished', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== new URL(desk.url).origin) elsewhere.push(request.url());
    });
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await page.routeWebSocket(/\/stream\?/, (socket) => {
      socket.connectToServer();
      socket.send(JSON.stringify({ activities: [hostileMessage()] }));
    });
    await page.goto(desk.url);
    await page.getByText('hostile').first().waitFor({ timeout: 30_000 });
    await page.waitForLoadState('load');
    expect(elsewhere).toEqual([]);
    expect(asked).toEqual([]);
    // It was tried: the policy of the page has refused it.
    expect(refused.join()).toContain(url);
    await page.close();
  }, 90_000);
});
