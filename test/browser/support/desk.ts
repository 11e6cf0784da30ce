/** The built desk as a process of its own, on a free port, with a book of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = join(ROOT, 'dist/bot/main.js');
const START_MS = 20_000;

export interface BuiltDesk {
  readonly port: number;
  /** The chat page. */
  readonly url: string;
  /** Where its book is, and what was said. */
  readonly folder: string;
  /** Ends the process and starts it again with the same book on the same port. */
  restart(): Promise<void>;
  /** Ends the process as a power cut does. */
  kill(): Promise<void>;
  /** Starts the process again with the same book on the same port. */
  start(): Promise<void>;
  /** Ends the process and removes its book. */
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/**
 * Starts the built desk: with the demo book where users do not sign in.
 * @param env more than what says where it is; as a function, of a desk at this address.
 * @param prepare fills the data folder before the desk starts.
 * @throws Error where it is not built, or does not start.
 */
export async function startBuiltDesk(
  env: Environment | ((url: string) => Environment) = {},
  prepare?: (folder: string) => Promise<void>,
): Promise<BuiltDesk> {
  if (!existsSync(MAIN)) {
    throw new Error('dist/bot/main.js is not there: run "npm run build" first ("npm test" does so itself).');
  }
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'reservation-desk-'));
  const more = typeof env === 'function' ? env(`http://127.0.0.1:${port}`) : env;
  await prepare?.(folder);
  const start = () =>
    startProcess(process.execPath, [MAIN], {
      env: { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn', ...more },
      ready: /is ready/,
    });
  let running = await start();
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    folder,
    async restart() {
      await end(running);
      running = await start();
    },
    async kill() {
      await end(running, 'SIGKILL');
    },
    async start() {
      running = await start();
    },
    async stop() {
      await end(running);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface ProcessSettings {
  readonly env: Readonly<Record<string, string>>;
  /** What it prints once it can be used. */
  readonly ready: RegExp;
  /** Told of everything that it prints. */
  readonly heard?: (text: string) => void;
}

/** Starts a program and waits until it says that it is ready. @throws Error with what it printed where it ends before. */
export async function startProcess(
  command: string,
  args: readonly string[],
  { env, ready, heard }: ProcessSettings,
): Promise<ChildProcess> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${args.join(' ')} ${why}:\n${printed}`));
    const late = setTimeout(() => fail('did not get ready'), START_MS);
    const read = (part: Buffer) => {
      printed += part.toString('utf8');
      heard?.(part.toString('utf8'));
      if (!ready.test(printed)) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(`ended with ${code}`);
    });
  });
  return child;
}

/** Ends a program that was started here, and waits until it is gone. */
export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const stubborn = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(stubborn);
}
