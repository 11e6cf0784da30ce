/** The chat page by Azure's Direct Line, whose side of the wire stands here in the browser itself. */
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { PROFILE } from '../../domain/store/kinds.js';
import { systemClock } from '../../domain/term.js';
import { REGISTRATION } from '../support/authority.js';
import { type Provider, startProvider } from '../support/provider.js';
import { Chat } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';

jest.setTimeout(60_000);

const AZURE = 'https://directline.botframework.com/v3/directline';
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What Azure's Direct Line does for this page: one conversation, in which it says back what it hears. */
async function standInForAzure(page: Page) {
  const asked: string[] = [];
  const history: Record<string, unknown>[] = [];
  const streams = new Set<(activity: Record<string, unknown>) => void>();
  let broken = false;
  let count = 0;
  const token = () => `e30.${part({ user: 'dl_x', conv: 'of-azure', n: ++count })}.x`;
  const conversation = () => ({
    conversationId: 'of-azure',
    token: token(),
    expires_in: 1800,
    streamUrl:
      'wss://directline.botframework.com/v3/directline/conversations/of-azure/stream?watermark=-&t=x',
  });
  const add = (activity: Record<string, unknown>) => {
    const known = { timestamp: new Date().toISOString(), id: `of-azure|${history.length}`, ...activity };
    history.push(known);
    for (const send of streams) send(known);
    return known.id;
  };
  const answer = (route: Route, json: unknown, status = 200) =>
    route.fulfill({ status, json, headers: { 'Access-Control-Allow-Origin': '*' } });

  await page.route('**/webchat/token', (route) =>
    broken
      ? route.fulfill({ status: 503, json: {} })
      : route.fulfill({ json: { ...conversation(), userId: 'dl_x', domain: AZURE } }),
  );
  await page.route(`${AZURE}/**`, async (route) => {
    const request = route.request();
    const path = request.url().slice(AZURE.length);
    asked.push(`${request.method()} ${path}`);
    if (path === '/tokens/refresh') return await answer(route, conversation(), broken ? 403 : 200);
    if (!path.endsWith('/activities')) return await answer(route, conversation());
    const said = request.postDataJSON() as Record<string, unknown>;
    const id = add({ ...said, from: { id: 'dl_x', role: 'user' } });
    await answer(route, { id });
    add({ type: 'message', from: { id: 'bot', role: 'bot' }, text: `echo ${String(said.text)}` });
  });
  await page.routeWebSocket(/directline\.botframework\.com/, (socket) => {
    const send = (activity: Record<string, unknown>) =>
      socket.send(JSON.stringify({ activities: [activity], watermark: String(history.length) }));
    streams.add(send);
    socket.onClose(() => streams.delete(send));
    if (history.length === 0) {
      const value = { name: 'Anna Lindqvist', roles: ['AdminAgent'], localMode: false, language: 'en' };
      add({ type: 'event', name: 'desk/who', value, from: { id: 'bot', role: 'bot' } });
      add({ type: 'message', from: { id: 'bot', role: 'bot' }, text: 'Hello from Azure' });
    } else for (const activity of history) send(activity);
  });
  return {
    asked,
    /** From now on no token is to be had. */
    breakDown: () => {
      broken = true;
    },
  };
}

describeInBrowser('The chat page by Azure’s Direct Line', () => {
  let provider: Provider;
  let desk: BuiltDesk;
  let browser: Browser;
  beforeAll(async () => {
    provider = await startProvider();
    desk = await startBuiltDesk(
      (url) => ({ ...REGISTRATION, ...provider.env(url), DIRECT_LINE_SECRET: 'a-secret' }),
      async (folder) => {
        const documents = await openJsonDocuments({ folder, log: () => undefined });
        await seedDemoBook(documents, systemClock);
        const tid = (await documents.read(PROFILE, 'northbridge'))?.tenantId;
        provider.signsIn({ tid, oid: 'anna', name: 'Anna' });
        await documents.close();
      },
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
    await provider?.stop();
  });

  const arrive = async () => {
    const page = await (await browser.newContext()).newPage();
    const azure = await standInForAzure(page);
    const chat = Chat.on(page);
    await page.goto(desk.url);
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    return { page, azure, chat };
  };

  it('talks there, and shows who one is', async () => {
    const { page, azure, chat } = await arrive();
    await chat.sees('Hello from Azure');
    await page.locator('#who').getByText('Anna Lindqvist · Admin agent').waitFor();
    await chat.say('customers');
    await chat.sees('echo customers');
    expect(azure.asked).toContain('POST /conversations');
    expect(chat.troubles).toEqual([]);
    await chat.close();
  });

  it('goes on with the same conversation after a reload', async () => {
    const { page, azure, chat } = await arrive();
    await chat.sees('Hello from Azure');
    await chat.say('customers');
    await chat.sees('echo customers');
    azure.asked.length = 0;
    await page.reload();
    await chat.sees('echo customers');
    expect(azure.asked).toContain('POST /tokens/refresh');
    expect(azure.asked.filter((path) => path === 'POST /conversations')).toEqual([]);
    await chat.close();
  });

  it('says that the chat can not be reached, and tries again', async () => {
    const { page, azure, chat } = await arrive();
    await chat.sees('Hello from Azure');
    azure.breakDown();
    await page.reload();
    await chat.sees('The chat service cannot be reached at the moment. Trying again…');
    await chat.close();
  });
});
