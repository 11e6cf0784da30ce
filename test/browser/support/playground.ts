/** The Agents Playground, a local Teams, on a desk that runs: what it shows, and what is typed and pressed in it. */
import type { Browser, Page } from 'playwright-core';
import { type BuiltDesk, end, freePort, startProcess } from './desk.js';

const CLI = 'node_modules/@microsoft/m365agentsplayground/cli.js';
/** Whom the Playground plays. */
const USER = { id: 'user-id-0' };
const PATIENCE_MS = 15_000;

/** What the Playground tells its page about a message: new, or changed. */
interface Shown {
  readonly action?: string;
  readonly message?: {
    readonly messageId: string;
    readonly text?: string;
    readonly attachments?: readonly { readonly content: AdaptiveCard }[];
  };
}

interface AdaptiveCard {
  readonly body?: readonly { readonly text?: string; readonly columns?: unknown }[];
  readonly actions?: readonly { readonly title: string; readonly data?: Record<string, string> }[];
}

/** A message that was looked at, by the id that the channel gave it. */
export interface Message {
  readonly id: string;
  readonly card: AdaptiveCard;
}

export interface Playground {
  readonly page: Page;
  /** The user types, in its personal chat. */
  say(text: string): Promise<void>;
  /** The first message not looked at yet that is new ("createMessage") or changed ("updateMessage") and has this text in its card. */
  message(action: 'createMessage' | 'updateMessage', text: RegExp): Promise<Message>;
  /** Presses the button of a card with what was filled in, as Teams sends it. */
  submit(message: Message, title: RegExp, fields?: Record<string, string>): Promise<void>;
  /** Asks the desk for something in the personal chat, as Teams does by itself and the Playground can not; gives the answer. */
  invoke(name: string, value: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a Playground on the desk, and opens it. */
export async function startPlayground(desk: BuiltDesk, browser: Browser): Promise<Playground> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const endpoint = `http://127.0.0.1:${desk.port}/api/messages`;
  const playground = await startProcess(
    process.execPath,
    [CLI, 'start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'],
    { env: { TEAMSAPPTESTER_BROWSER: 'none' }, ready: /Listening on/ },
  );
  const answer = await fetch(`${url}/_internal/v1/config`);
  const { config } = (await answer.json()) as { config: { personalChat: { id: string } } };
  const conversation = config.personalChat.id;

  const shown: Shown[] = [];
  const page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => shown.push(JSON.parse(String(payload)) as Shown)),
  );
  await page.goto(url);
  await page.getByRole('button', { name: 'Hide log panel' }).click();

  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the Playground answered ${path} with ${answer.status}`);
  };
  return {
    page,
    say: (text) =>
      post(`/_conversation/v1/conversations/${conversation}/messages`, {
        from: USER,
        text,
        textFormat: 'plain',
      }),
    async message(action, text) {
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
        const at = shown.findIndex((one) => one.action === action && text.test(JSON.stringify(one.message)));
        const found = shown[at]?.message;
        if (found) {
          shown.splice(at, 1);
          return { id: found.messageId, card: found.attachments?.[0]?.content ?? {} };
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no ${action} with ${text}`);
    },
    async submit({ id, card }, title, fields = {}) {
      const button = card.actions?.find((action) => title.test(action.title));
      if (!button) throw new Error(`no button ${title}`);
      const value = { ...button.data, ...fields };
      await post('/_conversation/v1/submit', {
        conversation: { id: conversation },
        from: USER,
        replyToId: id,
        value,
      });
    },
    async invoke(name, value) {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          type: 'invoke',
          name,
          value,
          channelId: 'msteams',
          serviceUrl: `${url}/_connector`,
          from: USER,
          conversation: { id: conversation, conversationType: 'personal' },
        }),
      });
      return await answer.json();
    },
    stop: () => end(playground),
  };
}

/** The value of the first choice of a card whose title has this text. @throws Error where there is none. */
export function choiceOf({ card }: Message, text: string): string {
  const choice = new RegExp(`"title":"[^"]*${text}[^"]*","value":"([^"]+)"`).exec(JSON.stringify(card));
  if (!choice?.[1]) throw new Error(`no choice with ${text}`);
  return choice[1];
}
