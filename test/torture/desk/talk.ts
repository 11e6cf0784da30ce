/** Conversations with a running desk over HTTP, as the Emulator holds them: activities go in, replies come to a connector. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ShownCard } from '../../support/shown-card.js';

/** Something that the desk said. */
export interface Said {
  readonly text: string;
  readonly card?: ShownCard;
}

/** What came of a turn: what was said to it; or the server went away before it had answered. */
export type TurnOutcome = { readonly said: readonly Said[] } | 'unanswered';

/** Takes the replies of all conversations. */
export class Connector {
  private readonly listeners = new Map<string, (said: Said) => void>();
  private sent = 0;
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      this.take(request, Buffer.concat(parts).toString('utf8'));
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ id: `reply-${this.sent}` }));
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  listen(conversation: string, listener: (said: Said) => void): void {
    this.listeners.set(conversation, listener);
  }

  private take(request: IncomingMessage, body: string): void {
    const conversation = /^\/v3\/conversations\/([^/]+)\//.exec(request.url ?? '')?.[1];
    const listener = this.listeners.get(decodeURIComponent(conversation ?? ''));
    const activity = activityIn(body);
    if (!listener || activity?.type !== 'message') return;
    this.sent += 1;
    const content = activity.attachments?.[0]?.content;
    const card = content && new ShownCard(content, `reply-${this.sent}`);
    listener({ text: card ? card.text : (activity.text ?? ''), ...(card ? { card } : {}) });
  }
}

interface HeardActivity {
  readonly type?: string;
  readonly text?: string;
  readonly attachments?: readonly { readonly content?: Record<string, unknown> }[];
}

/** A body that was cut off by a kill is none. */
function activityIn(body: string): HeardActivity | undefined {
  try {
    return JSON.parse(body) as HeardActivity;
  } catch {
    return undefined;
  }
}

/** One conversation of one user. */
export class Talk {
  /** The newest card with buttons. */
  card: ShownCard | undefined;
  private said: Said[] = [];
  private count = 0;
  private latest: Record<string, unknown> = {};

  constructor(
    private readonly connector: Connector,
    readonly id: string,
  ) {
    connector.listen(id, (said) => {
      this.said.push(said);
      if (said.card?.kind !== undefined) this.card = said.card;
    });
  }

  /** The user types. */
  async say(url: string, text: string): Promise<TurnOutcome> {
    return await this.post(url, { type: 'message', text });
  }

  /** The user presses a button of a card. */
  async press(
    url: string,
    card: ShownCard,
    action: string,
    filled: Readonly<Record<string, string>> = {},
  ): Promise<TurnOutcome> {
    return await this.post(url, { type: 'message', value: card.press(action, filled) });
  }

  /** The same once more: as the channel delivers it again (same id), or as the user does it again (a new one). */
  async again(url: string, by: 'channel' | 'user'): Promise<TurnOutcome> {
    return await this.deliver(url, by === 'channel' ? this.latest : { ...this.latest, id: this.nextId() });
  }

  /** What was said to the latest turn so far, also where it was never ended. */
  heardSoFar(): readonly Said[] {
    return this.said;
  }

  private async post(url: string, activity: Record<string, unknown>): Promise<TurnOutcome> {
    return await this.deliver(url, {
      id: this.nextId(),
      channelId: 'emulator',
      locale: 'en-US',
      serviceUrl: this.connector.url,
      from: { id: `user-${this.id}`, name: 'User' },
      recipient: { id: 'bot', name: 'Bot' },
      conversation: { id: this.id, isGroup: false, conversationType: 'personal' },
      ...activity,
    });
  }

  private nextId(): string {
    this.count += 1;
    return `${this.id}-${this.count}`;
  }

  private async deliver(url: string, activity: Record<string, unknown>): Promise<TurnOutcome> {
    this.latest = activity;
    this.said = [];
    const status = await this.send(url, activity).catch(() => undefined);
    if (status === undefined) return 'unanswered';
    if (status !== 200) throw new Error(`the desk answered ${status}`);
    return { said: this.said };
  }

  /** @throws where the desk is not there, or goes away before it has answered. */
  private async send(url: string, activity: Record<string, unknown>): Promise<number> {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(activity),
    });
    await response.text();
    return response.status;
  }
}
