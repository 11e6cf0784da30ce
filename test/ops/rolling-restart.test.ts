/** One desk takes over from another while 16 conversations are at work: every turn is answered once, and none is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../browser/support/desk.js';
import { bookFaults } from '../torture/desk/book-check.js';
import { Dice } from '../torture/desk/dice.js';
import { Connector } from '../torture/desk/talk.js';
import { actFaults, partnerUsers, someTurns } from '../torture/kill.js';
import { ChannelStandIn } from './channel-stand-in.js';

jest.setTimeout(300_000);

/** What a start is ready within, on a machine that has other work. */
const PATIENCE_MS = 90_000;

let folder: string;
let channel: ChannelStandIn;
let connector: Connector;
const processes: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-rolling-'));
  channel = new ChannelStandIn();
  connector = new Connector();
  await Promise.all([channel.open(), connector.open()]);
});
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  await Promise.all([channel.close(), connector.close()]);
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  readonly url: string;
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** Begins to start a desk on this folder. */
async function begin(env: Record<string, string> = {}): Promise<Started> {
  const port = env.PORT ?? String(await freePort());
  const child = spawn(process.execPath, ['dist/bot/main.js'], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      TURNS_PER_MINUTE: '9999999',
      START_WAIT_SECONDS: '60',
      ...env,
      PORT: port,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  processes.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece.toString('utf8');
    });
  return { url: `http://127.0.0.1:${port}`, child, said: () => said };
}

const stateOf = async (url: string, path: string) =>
  await fetch(url + path).then(
    async (response) => [response.status, ((await response.json()) as { status: string }).status],
    () => undefined,
  );

/** Waits until the desk says so at this path. */
async function says({ url, child, said }: Started, path: string, expected: [number, string]): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until && child.exitCode === null) {
    if (JSON.stringify(await stateOf(url, path)) === JSON.stringify(expected)) return;
    await pause(25);
  }
  throw new Error(`${path} did not come to ${expected}:\n${said()}`);
}

async function stopped({ child }: Started): Promise<number | null> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return child.exitCode;
}

/** As an orchestrator does it that starts the new one first, and one that ends the old one first. */
const WAYS: [string, (old: Started) => Promise<Started>][] = [
  [
    'is started before the old one is told to stop',
    async (old) => {
      const next = await begin();
      channel.desks.push(next.url);
      await says(next, '/healthz', [200, 'ok']);
      expect(await stateOf(next.url, '/readyz')).toEqual([503, 'starting']);
      expect(await stateOf(old.url, '/readyz')).toEqual([200, 'ready']);
      expect(await stopped(old)).toBe(0);
      return next;
    },
  ],
  [
    'is started on the same port, while the old one is stopping',
    async (old) => {
      const gone = stopped(old);
      const next = await begin({ PORT: new URL(old.url).port });
      expect(await gone).toBe(0);
      return next;
    },
  ],
];

describe('A desk that takes over', () => {
  it.each(WAYS)('%s', async (_way, handOver) => {
    let desk = await begin();
    channel.desks = [desk.url];
    await says(desk, '/readyz', [200, 'ready']);
    const users = partnerUsers(connector, new Dice(2026));
    expect(users).toHaveLength(16);
    const working = users.map((user) => user.work(channel.url));
    for (let round = 0; round < 2; round += 1) {
      await someTurns(users, 40);
      const next = await handOver(desk);
      await says(next, '/readyz', [200, 'ready']);
      channel.desks = [next.url];
      desk = next;
    }
    await someTurns(users, 40);
    // The users go home: what is under way is answered first.
    channel.leave();
    await Promise.all(working);
    expect(await stopped(desk)).toBe(0);

    expect(channel.again.size).toBeGreaterThan(0);
    expect(new Set(channel.taken).size).toBe(channel.taken.length);
    expect(channel.taken.filter((id) => !channel.answers.has(id))).toEqual([]);
    const twice = [...channel.answers].filter(([, said]) => new Set(said).size < said.length);
    expect(twice).toEqual([]);
    expect(users.flatMap(({ faults }) => faults)).toEqual([]);
    expect(await bookFaults(folder, new Date())).toEqual([]);
    expect(await actFaults(folder, users)).toEqual([]);
  });

  it('gives up after the time that it was given, and says why', async () => {
    const first = await begin();
    await says(first, '/readyz', [200, 'ready']);
    const second = await begin({ START_WAIT_SECONDS: '1' });
    const [code] = await once(second.child, 'exit');
    expect([code, second.said()]).toEqual([1, expect.stringContaining('is in use by another process')]);
    expect(await stateOf(first.url, '/readyz')).toEqual([200, 'ready']);
  });

  it('ends at once where it is told to while it waits, and answers nobody as if it were the desk', async () => {
    const first = await begin();
    await says(first, '/readyz', [200, 'ready']);
    const second = await begin();
    await says(second, '/healthz', [200, 'ok']);
    for (const path of ['/', '/api/messages', '/webchat/token', '/metrics']) {
      const answer = await fetch(second.url + path, { method: 'POST', body: '{}' });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    }
    expect(await stopped(second)).toBe(143);
    expect(await stateOf(first.url, '/readyz')).toEqual([200, 'ready']);
  });
});
