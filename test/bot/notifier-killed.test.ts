/**
 * A process that is really killed while it sends notices, at each step of it. Nobody is sent a notice twice, and none
 * is lost: what may have been sent waits for the next visit.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ADDRESSES } from '../../bot/addresses.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { NOTICES } from '../../domain/store/kinds.js';
import { DemoDesk } from '../support/demo-desk.js';
import { MemoryMemories } from '../support/memory-memories.js';
import { type CountingConnector, startCountingConnector } from './counting-connector.js';
import { ANNA, startNotifier } from './notice-desk.js';

const KEY = 'northbridge/anna-admin';
/** The first moment of the demo desk. */
const NOW = '2026-11-21T09:00:00.000Z';

let base = '';
/** A book in which one notice is due and can be sent. */
let prepared = '';
let connector: CountingConnector;

beforeAll(async () => {
  connector = await startCountingConnector();
  base = await mkdtemp(join(tmpdir(), 'desk-notices-'));
  prepared = join(base, 'prepared');
  const documents = await openJsonDocuments({ folder: prepared });
  const { desk } = await DemoDesk.over(documents, new MemoryMemories());
  await desk.setNotices(ANNA, { wanted: { expiring30: true } });
  const chat = {
    channelId: 'msteams',
    serviceUrl: connector.url,
    conversationId: 'chat-anna',
    userId: 'user',
    botId: 'bot',
  };
  await documents.update(ADDRESSES, KEY, () => ({ next: { chats: [chat] }, result: undefined }));
  await documents.close();
});
afterAll(async () => {
  await connector.close();
  await rm(base, { recursive: true, force: true });
});
afterEach(() => connector.forget());

/** Sends what is due in a process of its own, which kills itself at this step. */
async function killedAt(folder: string, step: string, time: number): Promise<void> {
  const given = JSON.stringify({ folder, now: NOW, step, time });
  const child = spawn(process.execPath, ['test/support/killed-notifier.js', given], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  // The lock of the dead one is released as the system does when its time is over.
  await rm(join(folder, '.lock'), { recursive: true, force: true });
}

describe('Killed while a notice is sent', () => {
  /** The step at which it is killed, how often it was sent by then, and where it is in the end. */
  const CASES: [string, string, number, number, 'sent' | 'visit'][] = [
    ['as the claim is written', 'temp', 1, 0, 'sent'],
    ['between the claim and the sending', 'claimed', 1, 0, 'visit'],
    ['between the sending and the settling', 'taken', 1, 1, 'visit'],
    ['as it is settled', 'rename', 2, 1, 'visit'],
    ['once it is settled', 'settled', 1, 1, 'sent'],
  ];
  it.each(CASES)(
    '%s: it is not sent twice, and not lost',
    async (_what, step, time, before, end) => {
      const folder = join(base, `${step}-${time}`);
      await cp(prepared, folder, { recursive: true });
      await killedAt(folder, step, time);
      expect(connector.taken).toHaveLength(before);

      const documents = await openJsonDocuments({ folder });
      const demo = await DemoDesk.over(documents, new MemoryMemories());
      const { notifier, adapter } = startNotifier(demo);
      // Whoever comes next, at once and later.
      await notifier.look();
      demo.wait({ minutes: 60 });
      await notifier.look();
      expect(connector.taken).toHaveLength(end === 'sent' ? 1 : before);

      const visit = { attemptId: 'a-visit', until: '2026-11-21T10:05:00.000Z', occasion: 'visit' } as const;
      const shown = await demo.desk.claimNotices(ANNA, visit);
      expect(shown?.groups.map(({ kind }) => kind) ?? []).toEqual(end === 'visit' ? ['expiring30'] : []);
      const told = Object.keys((await documents.read(NOTICES, KEY))?.told ?? {});
      expect(told).toHaveLength(end === 'sent' ? 1 : 0);
      await adapter.close();
      await documents.close();
    },
    30_000,
  );
});
