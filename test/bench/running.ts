/** Servers under measure, each a process of its own, and the channel that talks to them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** The scripts that can be started, below the folder of the build. */
export const SERVERS = {
  desk: 'bot/main.js',
  echo: 'test/bench/servers/echo.js',
  echoOnAgents: 'test/bench/servers/echo-agents.js',
  plainCards: 'test/bench/servers/plain-cards.js',
} as const;

export interface Running {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a server, with an empty data folder unless the environment names one, and waits until it is ready. */
export async function startServer(
  script: keyof typeof SERVERS,
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const port = await freePort();
  const path = fileURLToPath(new URL(SERVERS[script], ROOT));
  const child = spawn(process.execPath, [...nodeOptions, path], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: join(folder, 'data'),
      // One sender stands for all users of a desk.
      TURNS_PER_MINUTE: '9999999',
      ...env,
      PORT: String(port),
    },
    // What a service writes goes somewhere: it is paid for, and not read.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  // The desk is alive before it takes turns; the others take them as soon as they answer.
  const ready = script === 'desk' ? '/readyz' : '/healthz';
  while (!(await answers(url + ready))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { url, process: child, stop };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What the channel was sent in one turn. */
export interface Reply {
  readonly text?: string;
  readonly attachments?: readonly { readonly content: unknown }[];
}

/** A channel: takes replies over HTTP on connections that stay open, as the real one does, and sends activities. */
export class Channel {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly replies = new Map<string, Reply[]>();
  private readonly server = createServer((req, res) => void this.take(req).then((id) => res.end(id)));
  private url = '';
  private sent = 0;

  async open(): Promise<this> {
    this.server.keepAliveTimeout = 60_000;
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Says something, and gives what was replied in that turn. @throws Error for any other status than 200. */
  async say(server: Running, conversation: string, text: string): Promise<readonly Reply[]> {
    this.sent += 1;
    const body = JSON.stringify({
      type: 'message',
      id: `m${this.sent}`,
      channelId: 'emulator',
      serviceUrl: this.url,
      timestamp: new Date().toISOString(),
      from: { id: `user-${conversation}`, name: 'A user', role: 'user' },
      recipient: { id: 'desk', name: 'Desk', role: 'bot' },
      conversation: { id: conversation },
      locale: 'en-US',
      text,
    });
    this.replies.set(conversation, []);
    const status = await this.post(`${server.url}/api/messages`, body);
    if (status !== 200) throw new Error(`"${text}" was answered with ${status}`);
    return this.replies.get(conversation) ?? [];
  }

  private async post(url: string, body: string): Promise<number> {
    const req = request(url, {
      method: 'POST',
      agent: this.agent,
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    });
    req.end(body);
    const [res] = (await once(req, 'response')) as [IncomingMessage];
    res.resume();
    await once(res, 'end');
    return res.statusCode ?? 0;
  }

  private async take(req: IncomingMessage): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const conversation = decodeURIComponent(/conversations\/([^/]+)/.exec(req.url ?? '')?.[1] ?? '');
    this.replies.get(conversation)?.push(JSON.parse(Buffer.concat(parts).toString()) as Reply);
    this.sent += 1;
    return JSON.stringify({ id: `r${this.sent}` });
  }
}
