/**
 * The built desk, killed again and again in the middle of chats: what it has said it has is there, what it has shown
 * stays, and every message is answered once.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { end, freePort, startProcess } from '../browser/support/desk.js';

const MAIN = fileURLToPath(new URL('../../dist/bot/main.js', import.meta.url));
const KILLS = 3;
const LEAST = 20;
jest.setTimeout(120_000);

let folder: string;
let port: number;
let desk: ChildProcess;
const start = async () => {
  desk = await startProcess(process.execPath, [MAIN], {
    env: { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'error', TURNS_PER_MINUTE: '9999' },
    ready: /is ready/,
  });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-killed-'));
  port = await freePort();
  await start();
});
afterEach(async () => {
  await end(desk);
  await rm(folder, { recursive: true, force: true });
});

interface Activity {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  readonly replyToId?: string;
  readonly timestamp: string;
}

/** The answer's body; undefined where none came. */
async function ask(method: string, path: string, token: string, body?: object) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
    return response.status < 300 ? ((await response.json()) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

it('A desk that is killed loses nothing of a chat, shows nothing that is then gone, and answers each message once', async () => {
  const granted = await ask('POST', '/webchat/token', '');
  const begun = await ask('POST', '/directline/conversations', String(granted?.token), { locale: 'en-US' });
  const [token, path] = [String(begun?.token), `/directline/conversations/${String(begun?.conversationId)}`];
  const shown = new Map<string, Activity>();
  let order: string[] = [];
  let watermark = '';
  let over = false;

  const read = async () => {
    const set = await ask('GET', `${path}/activities?watermark=${watermark}`, token);
    for (const activity of (set?.activities ?? []) as Activity[]) {
      shown.set(activity.id, activity);
      order = [...order.filter((id) => id !== activity.id), activity.id];
    }
    watermark = typeof set?.watermark === 'string' ? set.watermark : watermark;
    if (!set) await pause(50);
  };
  const reading = (async () => {
    while (!over) await read();
  })();
  const killing = (async () => {
    for (let kills = 0; kills < KILLS; kills += 1) {
      await pause(300 + kills * 170);
      await end(desk, 'SIGKILL');
      await start();
    }
  })();

  // As the page does: the same message, until the desk has said that it has it.
  const ids: string[] = [];
  let killed = false;
  void killing.then(() => {
    killed = true;
  });
  while (!killed || ids.length < LEAST) {
    const number = ids.length + 1;
    const message = {
      type: 'message',
      text: `act as role ${number}`,
      channelData: { clientActivityID: `k${number}` },
    };
    let id: unknown;
    while (typeof id !== 'string') {
      id = (await ask('POST', `${path}/activities`, token, message))?.id;
      if (!id) await pause(50);
    }
    ids.push(id);
    // No faster than the desk lets one user send.
    await pause(100);
  }
  const answersTo = (id: string) =>
    [...shown.values()].filter(({ replyToId, type }) => replyToId === id && type === 'message');
  for (let tries = 0; tries < 200 && ids.some((id) => answersTo(id).length === 0); tries += 1)
    await pause(50);
  over = true;
  await reading;

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => answersTo(id).length !== 1)).toEqual([]);
  const history = ((await ask('GET', `${path}/activities`, token))?.activities ?? []) as Activity[];
  const kept = new Map(history.map((activity) => [activity.id, activity]));
  expect([...shown.values()].filter(({ id, text }) => kept.get(id)?.text !== text)).toEqual([]);
  expect(order.filter((id) => ids.includes(id))).toEqual(ids);
});
