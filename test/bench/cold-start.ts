/**
 * How long the real server takes from its start to its first answer, with the largest book against one without
 * customers; then how long turns are kept waiting while what is derived from the book is built, and what is held in
 * memory in the end.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { copyOf, deleteCopy, largeBook } from './large-book.js';
import type { Prepared } from './prepared-desk.js';
import { type Part, type Row, spreadOf } from './rows.js';

const MAIN = fileURLToPath(new URL('../../bot/main.js', import.meta.url));
const PREPARED = fileURLToPath(new URL('./prepared-desk.js', import.meta.url));
const AIM = 1.5;
const LONGEST_WAIT_MS = 50;
const ASK_AGAIN_MS = 5;

/** The part of the benchmark about starting. */
export const coldStart: Part = {
  name: 'cold-start',
  async run({ quick, say }) {
    const [least, most] = quick ? [1000, 10_000] : [1000, 1_000_000];
    const rounds = quick ? 3 : 7;
    const empty = await copyOf(await largeBook(0, say));
    const small = await copyOf(await largeBook(least, say));
    const large = await copyOf(await largeBook(most, say));
    try {
      say('taking all that is derived from the books for the first time');
      const few = await prepared(small);
      const first = await prepared(large);
      const again = await prepared(large);
      say(`starting ${2 * rounds} times`);
      const starts: { readonly empty: number; readonly large: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        starts.push({ empty: await startOn(empty), large: await startOn(large) });
      }
      return [startRow(most, starts), ...buildRows(most, first, again), memoryRow(least, most, few, again)];
    } finally {
      await Promise.all([empty, small, large].map(deleteCopy));
    }
  },
};

function startRow(most: number, starts: readonly { readonly empty: number; readonly large: number }[]): Row {
  const ratio = spreadOf(starts.map(({ empty, large }) => large / empty));
  const ms = (which: 'empty' | 'large') => spreadOf(starts.map((start) => start[which])).median.toFixed(0);
  return {
    what: `start to first answer, ${count(most)} reservations, against none`,
    aim: `at most ${AIM}`,
    ratio,
    reached: ratio.median <= AIM,
    detail: `${ms('large')} ms against ${ms('empty')} ms`,
  };
}

function buildRows(most: number, first: Prepared, again: Prepared): Row[] {
  const row = (what: string, { p99, longest, seconds }: Prepared['search']): Row => ({
    what: `wait of a turn while ${what} (99 of 100), against ${LONGEST_WAIT_MS} ms`,
    aim: 'at most 1',
    ratio: spreadOf([p99 / LONGEST_WAIT_MS]),
    reached: p99 <= LONGEST_WAIT_MS,
    detail: `${count(most)} reservations: ${p99.toFixed(0)} ms, the longest once ${longest.toFixed(0)} ms, in ${seconds.toFixed(1)} s`,
  });
  return [
    row('the search index is built', again.search),
    row('all customers are summed up for the first time', first.overview),
    row('the summaries are read after a restart', again.overview),
  ];
}

function memoryRow(least: number, most: number, few: Prepared, many: Prepared): Row {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  return {
    what: `memory before anything is derived, ${count(most)} reservations against ${count(least)}`,
    aim: 'at most 1.2',
    ratio: spreadOf([many.opened / few.opened]),
    reached: many.opened / few.opened <= 1.2,
    detail: `${mb(many.opened)} against ${mb(few.opened)}; with the list and its index ${mb(many.indexed)}, with the summaries ${mb(many.summed)} against ${mb(few.summed)}`,
  };
}

const count = (reservations: number) => reservations.toLocaleString('en');

/** What a process of its own says of preparing the book in a folder. */
async function prepared(folder: string): Promise<Prepared> {
  const child = fork(PREPARED, [folder], { execArgv: ['--expose-gc'] });
  const [said] = (await once(child, 'message')) as [Prepared];
  if (child.exitCode === null) await once(child, 'exit');
  return said;
}

/** Milliseconds from the start of the server to the answer to "help". */
async function startOn(folder: string): Promise<number> {
  const port = await freePort();
  const from = performance.now();
  const env = { ...process.env, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
  try {
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url))) {
      if (child.exitCode !== null) throw new Error('the server did not start');
      await setTimeout(ASK_AGAIN_MS);
    }
    await answered(url);
    return performance.now() - from;
  } finally {
    await ended(child);
  }
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Says "help" in a new conversation and waits for what is said after the greeting. */
async function answered(url: string): Promise<void> {
  const ask = async (path: string, token: string, body?: object) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const options = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(`${url}${path}`, options);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as Record<string, string> & { activities: Said[] };
  };
  interface Said {
    readonly type: string;
    readonly replyToId?: string;
  }
  const { token: user = '' } = await ask('/webchat/token', '', {});
  const { conversationId, token = '' } = await ask('/directline/conversations', user, { locale: 'en' });
  const path = `/directline/conversations/${conversationId}/activities`;
  const { id } = await ask(path, token, { type: 'message', text: 'help', from: { id: 'bench' } });
  for (;;) {
    const { activities } = await ask(path, token);
    if (activities.some(({ type, replyToId }) => type === 'message' && replyToId === id)) return;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
