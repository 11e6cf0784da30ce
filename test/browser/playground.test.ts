import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, end, freePort, startBuiltDesk, startProcess } from './support/desk.js';
import { picture } from './support/pictures.js';

jest.setTimeout(90_000);

const CLI = 'node_modules/@microsoft/m365agentsplayground/cli.js';

/** What the Playground tells its page about a message: new, or changed. */
interface Shown {
  readonly action?: string;
  readonly message?: {
    readonly messageId: string;
    readonly attachments?: readonly { readonly content: AdaptiveCard }[];
  };
}
interface AdaptiveCard {
  readonly body?: readonly { readonly text?: string; readonly columns?: unknown }[];
  readonly actions?: readonly { readonly title: string; readonly data?: Record<string, string> }[];
}

describeInBrowser('In Teams, as the Agents Playground plays it', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let playground: ChildProcess;
  let page: Page;
  let url: string;
  let conversation: string;
  const shown: Shown[] = [];

  beforeAll(async () => {
    [desk, browser] = await Promise.all([startBuiltDesk(), launchBrowser()]);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const endpoint = `http://127.0.0.1:${desk.port}/api/messages`;
    playground = await startProcess(
      process.execPath,
      [CLI, 'start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'],
      { env: { TEAMSAPPTESTER_BROWSER: 'none' }, ready: /Listening on/ },
    );
    const answer = await fetch(`${url}/_internal/v1/config`);
    const { config } = (await answer.json()) as { config: { personalChat: { id: string } } };
    conversation = config.personalChat.id;

    page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => shown.push(JSON.parse(String(payload)) as Shown)),
    );
    await page.goto(url);
    await page.getByRole('button', { name: 'Hide log panel' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    if (playground) await end(playground);
    await desk?.stop();
  });

  const post = async (path: string, body: unknown) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBeLessThan(300);
  };
  const say = (text: string) =>
    post(`/_conversation/v1/conversations/${conversation}/messages`, {
      from: { id: 'user-id-0' },
      text,
      textFormat: 'plain',
    });

  /** The first message not looked at yet that is new ("createMessage") or changed ("updateMessage") and has this text in its card. */
  const message = async (action: string, text: RegExp) => {
    for (const until = Date.now() + 15_000; Date.now() < until; ) {
      const at = shown.findIndex((one) => one.action === action && text.test(JSON.stringify(one.message)));
      const found = shown[at]?.message;
      if (found) {
        shown.splice(at, 1);
        return { id: found.messageId, card: found.attachments?.[0]?.content ?? {} };
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no ${action} with ${text}`);
  };
  type Message = Awaited<ReturnType<typeof message>>;

  /** Presses the button of a card with what was filled in, as Teams sends it. */
  const submit = async ({ id, card }: Message, title: RegExp, fields: Record<string, string>) => {
    const button = card.actions?.find((action) => title.test(action.title));
    if (!button) throw new Error(`no button ${title}`);
    const value = { ...button.data, ...fields };
    const from = { id: 'user-id-0' };
    await post('/_conversation/v1/submit', {
      conversation: { id: conversation },
      from,
      replyToId: id,
      value,
    });
  };

  it('greets when it is installed', async () => {
    expect((await message('createMessage', /Hello Anna Lindqvist/)).card.actions).toHaveLength(6);
  });

  it('files a refund, and each answered card is replaced in its place by what came of it', async () => {
    await say('refund for Fabrikam');
    const list = await message('createMessage', /Which reservation is returned/);
    const choices = /"title":"[^"]*Standard_B16ms[^"]*","value":"([^"]+)"/.exec(JSON.stringify(list.card));
    await submit(list, /^Get a quote$/, { reservation: choices?.[1] ?? '' });

    const chosen = await message('updateMessage', /Standard_B16ms/);
    expect(chosen.id).toBe(list.id);
    expect(chosen.card.actions ?? []).toEqual([]);

    const quote = await message('createMessage', /Refund quote/);
    await page.getByRole('button', { name: /^File refund of USD/ }).waitFor();
    await page.evaluate('scrollTo(0, 0)');
    await picture(page, 'teams');
    await submit(quote, /^File refund of USD/, {
      contactName: 'Anna Lindqvist',
      contactEmail: 'anna@northbridge.example',
      contactMethod: 'email',
    });

    const filed = await message('createMessage', /Request filed/);
    const number = /RQ-[A-Z0-9]{8}/.exec(JSON.stringify(filed.card))?.[0] ?? 'no number';
    const answered = await message('updateMessage', new RegExp(number));
    expect(answered.id).toBe(quote.id);
    expect(answered.card.actions ?? []).toEqual([]);
    await page.getByText(number).first().waitFor();
  });
});
