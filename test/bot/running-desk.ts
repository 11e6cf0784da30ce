/** A desk that really listens, with a bot that echoes, and a connector that writes down what it is sent. */
import { createServer as createHttpServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { type AdapterSettings, createAdapter } from '../../bot/adapter.js';
import { type Config, readConfig } from '../../bot/config.js';
import { openDirectLine } from '../../bot/directline/index.js';
import type { DownloadOptions } from '../../bot/download-route.js';
import type { ConversationLimits, HttpLimits, StreamLimits } from '../../bot/limits.js';
import { createLogger } from '../../bot/logger.js';
import type { Memories } from '../../bot/memories.js';
import { Metrics } from '../../bot/metrics.js';
import { Readiness } from '../../bot/readiness.js';
import { createServer } from '../../bot/server.js';
import type { SigningIn } from '../../bot/sign-in/index.js';
import type { OnTurnError, TurnHandler } from '../../bot/turn-handler.js';
import type { AzureDirectLine } from '../../bot/webchat/azure-direct-line.js';
import { MemoryDocuments } from '../support/memory-documents.js';
import { MemoryMemories } from '../support/memory-memories.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON of the body; undefined where it is none. */
  readonly body: Record<string, unknown> | undefined;
}

export interface DeskSettings extends AdapterSettings {
  readonly env?: Record<string, string>;
  readonly limits?: Partial<ConversationLimits & StreamLimits>;
  readonly http?: Partial<HttpLimits>;
  readonly pollMs?: number;
  /** One that has started, over a book in memory, unless given. */
  readonly readiness?: Readiness;
  readonly metrics?: Metrics;
  /** Silent unless given. */
  readonly log?: Logger;
  /** Says "sorry" unless given. */
  readonly onTurnError?: OnTurnError;
  readonly downloads?: DownloadOptions;
  /** Of the chat page; its users do not sign in unless given. */
  readonly signingIn?: SigningIn | undefined;
  /** The chat goes by the desk's own Direct Line unless given. */
  readonly azure?: AzureDirectLine | undefined;
  /** A free one unless given. */
  readonly port?: number;
  /** In place of the bot that echoes. */
  readonly bot?: TurnHandler;
  /** What conversations remember, and what was said in them; both in memory unless given. */
  readonly memories?: Memories;
  /** That chat tokens are signed with; a new one unless given. */
  readonly key?: Uint8Array;
}

/** Turns the desk has taken, by activity type and text. */
const echo = (turns: string[]) => ({
  async run(context: TurnContext): Promise<void> {
    const { type, text } = context.activity;
    turns.push(text ? `${type} ${text}` : type);
    if (type === 'conversationUpdate') await context.sendActivity('welcome');
    if (type !== 'message') return;
    if (text === 'crash') throw new Error('a secret of the inside');
    const sent = await context.sendActivity(`echo ${text}`);
    if (text === 'replace') {
      await context.updateActivity({ type: 'message', id: sent?.id ?? '', text: 'replaced' });
    }
    if (text === 'delete') await context.deleteActivity(sent?.id ?? '');
  },
});

const sorry: OnTurnError = async (context) => {
  await context.sendActivity('sorry');
};

function startedReadiness(): Readiness {
  const readiness = new Readiness(new MemoryDocuments(), new MemoryMemories());
  readiness.started();
  return readiness;
}

export async function startDesk(settings: DeskSettings = {}) {
  const { env = {}, limits, pollMs = 300, downloads, log = createLogger('silent') } = settings;
  const { readiness = startedReadiness(), metrics = new Metrics(), signingIn, azure } = settings;
  const config: Config = { ...readConfig({ ...env }), port: 0, host: '127.0.0.1' };
  const turns: string[] = [];
  const bot = settings.bot ?? echo(turns);
  const { onTurnError = sorry } = settings;
  const adapter = createAdapter(config, log, onTurnError, settings);
  const { memories = new MemoryMemories(), key } = settings;
  const directLine = await openDirectLine({
    bot,
    onTurnError,
    log,
    memories,
    pollMs,
    admits: signingIn?.users.has,
    personOf: signingIn?.users.personOf,
    ...(key ? { key } : {}),
    ...(limits ? { limits } : {}),
  });
  signingIn?.signIns.onEnd((userId) => directLine.conversations.endOf(userId));
  const server = createServer({
    config,
    log,
    adapter,
    directLine,
    signingIn,
    azure,
    bot,
    health: { readiness, metrics },
    downloads,
    limits: settings.http,
  });
  directLine.resume();
  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, config.host, resolve));
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
  };
  const close = async () => {
    directLine.conversations.close();
    server.server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(resolve));
    await adapter.close();
  };
  return { url, port, turns, call, close, conversations: directLine.conversations };
}
export type RunningDesk = Awaited<ReturnType<typeof startDesk>>;

/** The status of a request under another Host header, which fetch does not let through. */
export function statusUnderHost(port: number, host: string, path = '/healthz'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A connector as a channel has it: takes replies and remembers them; the conversation "gone" is not there, and in "talkative" it says back what it does not take. */
export async function startConnector() {
  const received: { method: string; path: string; body: Record<string, unknown> }[] = [];
  const server = createHttpServer((req: IncomingMessage, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      received.push({
        method: req.method ?? '',
        path: req.url ?? '',
        body: jsonOf(Buffer.concat(parts).toString('utf8')) ?? {},
      });
      const talkative = req.url?.includes('/talkative/');
      res.statusCode = req.url?.includes('/gone/') ? 404 : talkative ? 400 : 200;
      res.setHeader('Content-Type', 'application/json');
      const message = Buffer.concat(parts).toString('utf8');
      res.end(JSON.stringify(talkative ? { error: { message } } : { id: `sent-${received.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, received, close };
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
