/** The door for tools that run beside a live desk: the desk does the work itself, as it is the one writer of its folder. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Desk } from '../domain/desk.js';
import { Refusal } from '../domain/refusals.js';
import { discard, type KeptBook } from '../domain/store/snapshot.js';
import { goOnSchema, heard, say, socketPath, type Work, workSchema } from './admin-protocol.js';

/** Progress is said at most so often. */
const PROGRESS_MS = 200;

/** What tools can have done. */
interface AdminDesk extends Pick<Desk, 'importFiles' | 'exportBook'> {
  /** The book as it is at this moment, kept in a folder. */
  takeSnapshot(): Promise<KeptBook>;
}

interface AdminSocketOptions {
  /** Owned by this process: nobody else may listen there. */
  readonly dataDir: string;
  readonly desk: AdminDesk;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** Listens; gives what stops it. Where the system can not give such a socket, tools wait until the desk is down. */
export async function openAdminSocket({
  dataDir,
  desk,
  log,
}: AdminSocketOptions): Promise<() => Promise<void>> {
  const path = socketPath(dataDir);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', (error) => log.warn({ err: error }, 'a tool went away'));
    serve(socket, desk)
      .catch((error: unknown) => {
        log.error({ err: error }, 'work for a tool failed');
        say(socket, { error: 'the desk could not do it; its log says why' });
      })
      .finally(() => socket.end());
  });
  const onPipe = process.platform === 'win32';
  // A desk that was killed leaves its socket behind.
  if (!onPipe) await rm(path, { force: true });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      forOwnerOnly(() => server.listen(path, resolve));
    });
  } catch (error) {
    log.warn({ err: error }, 'tools can not reach this desk while it runs');
    return async () => undefined;
  }
  return async () => {
    for (const socket of open) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}

/** Does what makes a file, at once, so that it is never anybody else's to open: not even until its mode is set. */
function forOwnerOnly(make: () => void): void {
  const before = process.umask(0o177);
  try {
    make();
  } finally {
    process.umask(before);
  }
}

async function serve(socket: Socket, desk: AdminDesk): Promise<void> {
  const said = heard(socket);
  const first = workSchema.safeParse((await said.next()).value);
  if (!first.success) {
    say(socket, { error: 'the desk does not know this work: is the tool of the same version?' });
    return;
  }
  try {
    say(socket, await done(first.data, socket, said, desk));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(socket, { refusal: error.facts });
  }
}

async function done(
  { work, wish }: Work,
  socket: Socket,
  said: AsyncGenerator<unknown>,
  desk: AdminDesk,
): Promise<unknown> {
  if (work === 'export') return { files: await desk.exportBook(wish) };
  if (work === 'snapshot') return await keepWhileNeeded(socket, said, desk);
  let last = 0;
  const { currency, ...others } = wish;
  return await desk.importFiles(
    { ...others, ...(currency ? { currency } : {}) },
    {
      async goOn(report) {
        say(socket, { report });
        // A tool that has gone away does not agree.
        const answer = goOnSchema.safeParse((await said.next()).value);
        return answer.success && answer.data.goOn;
      },
      onProgress(now, of) {
        if (Date.now() - last < PROGRESS_MS && now < of) return;
        last = Date.now();
        say(socket, { progress: [now, of] });
      },
    },
  );
}

/** The tool packs what is kept by itself; it is deleted once the tool has done so, or has gone away. */
async function keepWhileNeeded(
  socket: Socket,
  said: AsyncGenerator<unknown>,
  desk: AdminDesk,
): Promise<unknown> {
  const snapshot = await desk.takeSnapshot();
  try {
    const gone = socket.destroyed ? Promise.resolve() : once(socket, 'close');
    say(socket, { snapshot });
    await Promise.race([said.next(), gone]);
  } finally {
    await discard(snapshot);
  }
  return { goOn: false };
}
