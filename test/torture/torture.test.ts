/** A little of what `npm run torture` does at length: the real server is killed, backed up, and asked for twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { backup } from './backup.js';
import { startServer } from './desk/server-process.js';
import { kill } from './kill.js';

/** Printed, so that a run that fails can be repeated. */
const seed = Math.floor(Math.random() * 2 ** 31);
const say = () => undefined;

describe(`seed ${seed}`, () => {
  it('killed five times while 16 conversations work, nothing is lost, doubled or half-done', async () => {
    expect((await kill.run({ count: 5, seed, say })).faults).toEqual([]);
  }, 300_000);

  it('a backup while 16 conversations work is whole', async () => {
    expect((await backup.run({ count: 1, seed, say })).faults).toEqual([]);
  }, 300_000);
});

describe('a data folder', () => {
  it('that another desk has is waited for, and then said to be in use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'desk-second-'));
    const first = await startServer(folder);
    try {
      await expect(startServer(folder)).rejects.toThrow(
        /Waiting for the folder .*\n[\s\S]*is in use by another process/,
      );
      expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    } finally {
      await first.stop();
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  it('that can not be written is named, with what to do', async () => {
    const env = { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: join('package.json', 'data') };
    const child = spawn(process.execPath, ['dist/bot/main.js'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => {
      said += piece.toString('utf8');
    });
    const [code] = await once(child, 'close');
    expect([code, said]).toEqual([1, expect.stringMatching(/^The data folder .*can not be used: ENOTDIR/)]);
  }, 60_000);
});
