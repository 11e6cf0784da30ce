/** How the built desk ends, as a process of its own: what is under way is finished, and the book is whole. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { end, freePort, startProcess } from '../browser/support/desk.js';
import { sheet } from '../support/sheets.js';

const MAIN = fileURLToPath(new URL('../../dist/bot/main.js', import.meta.url));
const LINE = 'fabrikam.example,,Standard_B1ms,eastus,1 year,1,one-time,shared,First Up Consultants';

const TOKEN = 'marked-token-of-the-metrics';
/** Has something go wrong in the process, where nothing catches it, when it is told to. */
const WRONG = `data:text/javascript,${encodeURIComponent(`
  process.on('SIGUSR2', () => { throw new Error('marked-by-a-throw'); });
  process.on('SIGHUP', () => { Promise.reject(new Error('marked-by-a-rejection')); });
`)}`;
jest.setTimeout(60_000);

/** A channel that takes replies when it is let: until then a turn that answers is under way. */
class Channel {
  readonly replies: { type?: string; text?: string; attachments?: { content?: unknown }[] }[] = [];
  private held: (() => void)[] = [];
  private holding = false;
  private asked: (() => void) | undefined;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Channel> {
    const server = createServer();
    const channel = new Channel(server);
    server.on('request', async (req, res) => {
      let body = '';
      for await (const part of req) body += String(part);
      channel.replies.push(JSON.parse(body || '{}'));
      channel.asked?.();
      if (channel.holding) await new Promise<void>((resolve) => channel.held.push(resolve));
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify({ id: `reply-${channel.replies.length}` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return channel;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on no reply is taken; resolves when the next one is offered. */
  hold(): Promise<void> {
    this.holding = true;
    return new Promise((resolve) => {
      this.asked = resolve;
    });
  }

  let(): void {
    this.holding = false;
    for (const go of this.held) go();
    this.held = [];
  }

  close(): void {
    this.let();
    this.server.closeAllConnections();
    this.server.close();
  }
}

let folder: string;
let port: number;
let channel: Channel;
let desk: ChildProcess;
let printed: string;
let sent = 0;

async function start(): Promise<void> {
  printed = '';
  desk = await startProcess(process.execPath, ['--import', WRONG, MAIN], {
    env: { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'info', METRICS_TOKEN: TOKEN },
    ready: /is ready/,
    heard: (text) => {
      printed += text;
    },
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-stopping-'));
  port = await freePort();
  channel = await Channel.open();
  await start();
});
afterEach(async () => {
  channel.close();
  await end(desk);
  await rm(folder, { recursive: true, force: true });
});

const url = (path: string) => `http://127.0.0.1:${port}${path}`;

async function say(text: string, conversation = 'one'): Promise<number> {
  sent += 1;
  const response = await fetch(url('/api/messages'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: `activity-${sent}`,
      channelId: 'emulator',
      serviceUrl: channel.url,
      conversation: { id: conversation },
      from: { id: 'user' },
      recipient: { id: 'bot' },
      locale: 'en-US',
      text,
    }),
  });
  await response.text();
  return response.status;
}

/** Resolves with the exit code. */
const ended = () =>
  new Promise<number | null>((resolve) => {
    if (desk.exitCode === null) desk.once('exit', (code) => resolve(code));
    else resolve(desk.exitCode);
  });

/** The lines of the log since the start. */
const lines = () =>
  printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Waits until it is so, and no longer than a busy machine needs. */
async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200 && !(await isSo()); i += 1) await pause(100);
}

async function documents<T>(kind: string): Promise<T[]> {
  const files = (await readdir(join(folder, kind), { recursive: true })).filter((name) =>
    name.endsWith('.json'),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(folder, kind, file), 'utf8')));
  return texts.map((text) => (JSON.parse(text) as { document: T }).document);
}

async function fabrikam() {
  type Known = { name: string; orders: { number: string; cartId?: string }[] };
  const found = (await documents<Known>('customers')).find(({ name }) => name === 'Fabrikam, Inc.');
  if (!found) throw new Error('the demo has no Fabrikam');
  return found;
}

async function status(path: string): Promise<[number, unknown]> {
  const response = await fetch(url(path));
  return [response.status, await response.json()];
}

describe('A desk that is asked to stop', () => {
  it('finishes and answers what is under way, takes nothing new, and leaves nothing behind', async () => {
    await say('buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam');
    const before = (await fabrikam()).orders.length;
    const offered = channel.hold();
    const slow = say('help');
    await offered;
    // It waits for the turn before it, and so acts while the desk is stopping.
    const waiting = say('buy');
    await pause(200);
    const idle = connect(port, '127.0.0.1');
    desk.kill('SIGTERM');
    await pause(200);

    expect(await status('/readyz')).toEqual([503, { status: 'stopping' }]);
    expect(await status('/healthz')).toEqual([200, { status: 'ok' }]);
    const refused = await fetch(url('/api/messages'), { method: 'POST', body: '{}' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(desk.exitCode).toBeNull();

    channel.let();
    expect(await slow).toBe(200);
    expect(await waiting).toBe(200);
    expect(await ended()).toBe(0);
    idle.destroy();
    const { orders } = await fabrikam();
    expect(orders).toHaveLength(before + 1);
    expect(JSON.stringify(channel.replies)).toContain(orders.at(-1)?.number);
    expect(lines().at(-1)).toMatchObject({ level: 30, msg: 'the desk has stopped' });
    expect(await readdir(folder)).not.toContain('admin.sock');
    await start();
  });

  it('stops in the middle of buying in bulk, after a whole line, and goes on when it is told to', async () => {
    const count = 60;
    await say(sheet(...Array.from({ length: count }, () => LINE)));
    await say('buy');
    desk.kill('SIGTERM');
    expect(await ended()).toBe(0);
    type Bulk = { lines: { outcome?: { kind: string; orderNumber?: string } }[] };
    const ordered = async () =>
      (await documents<Bulk>('bulks')).flatMap((bulk) =>
        bulk.lines.flatMap(({ outcome }) => (outcome?.orderNumber ? [outcome.orderNumber] : [])),
      );
    const inBook = async () =>
      (await fabrikam()).orders
        .filter(({ cartId }) => cartId?.startsWith('bulk-'))
        .map(({ number }) => number);
    const first = await ordered();
    expect(first.length).toBeLessThan(count);
    expect((await inBook()).sort()).toEqual([...first].sort());
    expect(JSON.stringify(channel.replies)).toContain('buying in bulk has stopped');

    await start();
    await say('bulk');
    await say('go on');
    await eventually(async () => (await ordered()).length === count);
    expect(new Set(await ordered()).size).toBe(count);
    expect((await inBook()).sort()).toEqual([...(await ordered())].sort());
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at once at a second %s, but not at one that npm has passed on', async (signal, code) => {
    const offered = channel.hold();
    const slow = say('help').catch(() => 0);
    await offered;
    desk.kill(signal);
    await pause(50);
    desk.kill(signal);
    await pause(700);
    expect(desk.exitCode).toBeNull();
    desk.kill(signal);
    expect(await ended()).toBe(code);
    await slow;
  });
});

describe('A desk in which something goes wrong that nothing catches', () => {
  it.each([
    ['a throw', 'SIGUSR2'],
    ['a rejection', 'SIGHUP'],
  ] as const)('ends after %s, with the book closed and a line that says where', async (_what, signal) => {
    await say('buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam');
    await say('buy');
    const { orders } = await fabrikam();
    desk.kill(signal);
    expect(await ended()).toBe(1);
    const fatal = lines().filter(({ level }) => level === 60);
    expect(fatal).toEqual([expect.objectContaining({ err: expect.objectContaining({ type: 'Error' }) })]);
    expect(printed).not.toContain('marked');
    // The folder was let go of: the next desk need not wait until the lock is old.
    expect(await readdir(folder)).not.toContain('.lock');
    await start();
    expect((await fabrikam()).orders).toEqual(orders);
  });
});

describe('A desk that starts', () => {
  it('says in one line what it is, and then one line a turn', async () => {
    await eventually(() => lines().length > 0);
    const [started] = lines();
    expect(started).toEqual({
      level: 30,
      time: expect.any(Number),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      node: process.versions.node,
      mode: 'local',
      channels: ['msteams', 'webchat', 'directline', 'emulator'],
      dataFormat: expect.any(Number),
      msg: 'the desk has started',
    });
    await say('hello');
    const turns = () => lines().filter(({ msg }) => msg === 'turn');
    await eventually(() => turns().length > 0);
    expect(turns()).toEqual([
      expect.objectContaining({ channel: 'emulator', partner: 'northbridge', outcome: 'answered' }),
    ]);
    expect(printed).not.toContain(TOKEN);
  });
});
