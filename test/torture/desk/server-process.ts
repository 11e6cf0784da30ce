/** The real server as a process of its own, over a data folder: started, stopped, and killed without a warning. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

const READY_MS = 60_000;
const ASK_AGAIN_MS = 25;

export interface ServerProcess {
  readonly url: string;
  /** What it has written to its log and its error output so far. */
  output(): string;
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; gives its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts `dist/bot/main.js` in local mode and waits until it can take turns.
 * @throws Error with what it said, where it ends before that or takes too long.
 */
export async function startServer(folder: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/bot/main.js'], {
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      // These users are faster than any person.
      TURNS_PER_MINUTE: '9999999',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      said = (said + piece.toString('utf8')).slice(-20_000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url, () => said);
  const ended = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  };
  return {
    url,
    output: () => said,
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
  };
}

/**
 * Frees the folder of a process that is known to be dead. The system does the same, 5 seconds later: that is tested
 * where time is no matter.
 */
export async function forgetLock(folder: string): Promise<void> {
  await rm(join(folder, '.lock'), { recursive: true, force: true });
}

async function ready(child: ChildProcess, url: string, said: () => string): Promise<void> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server ended before it was ready:\n${said()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  child.kill('SIGKILL');
  throw new Error(`the server was not ready in time:\n${said()}`);
}

/** A port that nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
