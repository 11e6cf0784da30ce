/** A user in Teams, as an Agents Playground of its own plays it: one chat with the desk, and the page that shows it. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { stringify } from 'yaml';
import { ShownCard } from '../../support/shown-card.js';
import { end, freePort, startProcess } from './desk.js';

const CLI = 'node_modules/@microsoft/m365agentsplayground/cli.js';
/** Long, for a machine that is busy with other tests. */
const ANSWER_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/** What the Playground tells its page about a message: new, or changed. */
interface Told {
  readonly action?: string;
  readonly message?: {
    readonly messageId: string;
    readonly attachments?: readonly { readonly content: Record<string, unknown> }[];
  };
}

export class TeamsUser {
  private readonly told: Told[] = [];

  private constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly chat: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => this.told.push(JSON.parse(String(payload)) as Told)),
    );
  }

  /** Starts one whose user has this name, and opens its page. */
  static async start(browser: Browser, deskPort: number, name: string): Promise<TeamsUser> {
    const folder = await mkdtemp(join(tmpdir(), 'playground-'));
    const chat = `chat-of-${name.toLowerCase()}`;
    const config = join(folder, 'playground.yml');
    await writeFile(config, stringify(configOf(name, chat)));
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${deskPort}/api/messages`;
    const process_ = await startProcess(
      process.execPath,
      [CLI, 'start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'],
      {
        env: { TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_CONFIG_PATH: config },
        ready: /Listening on/,
      },
    );
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    const user = new TeamsUser(page, `http://127.0.0.1:${port}`, chat, process_, folder);
    await page.goto(user.url);
    await page.getByRole('button', { name: 'Hide log panel' }).click();
    return user;
  }

  async close(): Promise<void> {
    await this.page.close();
    await end(this.process);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The user types. */
  async say(text: string): Promise<void> {
    const from = { id: 'user-id-0' };
    await this.post(`/_conversation/v1/conversations/${this.chat}/messages`, {
      from,
      text,
      textFormat: 'plain',
    });
  }

  /** The user presses a button of a card, with fields filled in. */
  async submit(
    card: ShownCard,
    action: string,
    filled: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.post('/_conversation/v1/submit', {
      conversation: { id: this.chat },
      from: { id: 'user-id-0' },
      replyToId: card.messageId,
      value: card.press(action, filled),
    });
  }

  /** The first card not looked at yet, among new ones, of this kind and with this text. */
  async card(kind: string, text = /./): Promise<ShownCard> {
    return await this.message((content, id) => {
      const card = content && new ShownCard(content, id);
      return card?.kind === kind && text.test(card.text) ? card : undefined;
    }, `a card ${kind} with ${text}`);
  }

  /** Waits for a message with this text; gives all of it. */
  async hears(text: RegExp): Promise<string> {
    return await this.message((_content, _id, all) => (text.test(all) ? all : undefined), String(text));
  }

  /** How many new cards have this text, of those not looked at yet. */
  unseen(text: RegExp): number {
    return this.told.filter((one) => one.action === 'createMessage' && text.test(JSON.stringify(one))).length;
  }

  private async message<R>(
    found: (content: Record<string, unknown> | undefined, id: string, all: string) => R | undefined,
    what: string,
  ): Promise<R> {
    for (const until = Date.now() + ANSWER_MS; Date.now() < until; ) {
      for (const [i, { action, message }] of this.told.entries()) {
        if (action !== 'createMessage' || !message) continue;
        const content = message.attachments?.[0]?.content;
        const result = found(content, message.messageId, JSON.stringify(message));
        if (result === undefined) continue;
        this.told.splice(i, 1);
        return result;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    throw new Error(`nobody has said ${what} in ${this.chat}`);
  }

  private async post(path: string, body: unknown): Promise<void> {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the Playground answered ${path} with ${answer.status}`);
  }
}

/** Two Playgrounds know nothing of each other: each has a user and a chat of its own, in one tenant. */
function configOf(name: string, chat: string) {
  const person = (id: number, called: string) => ({
    id: `user-id-${id}`,
    name: called,
    userPrincipleName: `${called.toLowerCase()}@northbridge.example`,
    aadObjectId: `00000000-0000-4000-8000-00000000000${id}`,
    givenName: called,
    surname: 'Northbridge',
    email: `${called.toLowerCase()}@northbridge.example`,
  });
  return {
    version: '0.1.1',
    tenantId: '00000000-0000-4000-8000-0000000000aa',
    bot: { id: '00000000-0000-4000-8000-0000000000bb', name: 'Reservation Desk' },
    currentUser: person(0, name),
    // It wants five, no more and no fewer.
    users: [1, 2, 3, 4, 5].map((id) => person(id, `Colleague${id}`)),
    personalChat: { id: chat },
    groupChat: { id: `group-of-${chat}`, name: 'Group' },
    team: {
      id: `team-of-${chat}`,
      name: 'Team',
      aadGroupId: '00000000-0000-4000-8000-0000000000cc',
      channels: [{ id: `channel-of-${chat}`, name: 'General' }],
    },
  };
}
