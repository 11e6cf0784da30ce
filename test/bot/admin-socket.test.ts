/** Tools beside a live desk: the desk does the work, and only for who owns its folder. */

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { socketPath } from '../../bot/admin-protocol.js';
import { openAdminSocket } from '../../bot/admin-socket.js';
import { createLogger } from '../../bot/logger.js';
import { openToolDesk, type ToolDesk } from '../../bot/tools/tool-desk.js';
import { RATES } from '../../domain/store/kinds.js';
import type { ImportReport } from '../../domain/use-cases/importing.js';
import { DemoDesk } from '../support/demo-desk.js';

let folder = '';
let demo: DemoDesk;
let close: () => Promise<void>;
let tool: ToolDesk;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-admin-'));
  demo = await DemoDesk.open();
  const takeSnapshot = async () => {
    throw new Error('a book in memory keeps no files');
  };
  const desk = { ...demo.desk, takeSnapshot };
  close = await openAdminSocket({ dataDir: folder, desk, log: createLogger('silent') });
  tool = await openToolDesk(folder, () => undefined);
});
afterEach(async () => {
  await tool.close();
  await close();
  await rm(folder, { recursive: true, force: true });
});

async function ratesFile(): Promise<string> {
  const path = join(folder, 'rates.csv');
  await writeFile(path, 'Currency,UsdPerUnit,Date\nEUR,1.1,2026-11-20\n');
  return path;
}

async function bringIn(userId: string, agrees: boolean) {
  const reports: ImportReport[] = [];
  const wish = { files: [await ratesFile()], userId, dryRun: false };
  const { done } = await tool.importFiles(wish, {
    goOn: async (report) => {
      reports.push(report);
      return agrees;
    },
  });
  return { done, reports };
}

const rate = async () => (await demo.documents.read(RATES, 'northbridge'))?.rates.EUR?.usdPerUnit;

describe('the door for tools', () => {
  it('is for the owner of the folder alone', async () => {
    expect((await stat(socketPath(folder))).mode & 0o777).toBe(0o600);
  });

  it.each([
    [true, '1.1'],
    [false, '1.0870'],
  ])('brings files in where the tool answers %p', async (agrees, expected) => {
    const { done, reports } = await bringIn('giulia-global', agrees);
    expect(done).toBe(agrees);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.counts.rates.changed).toBe(1);
    expect(await rate()).toBe(expected);
  });

  it('passes a refusal on', async () => {
    await expect(bringIn('sanjay-sales', true)).rejects.toMatchObject({ facts: { code: 'NeedsRole' } });
    expect(await rate()).toBe('1.0870');
  });

  it('writes the book to files', async () => {
    const target = join(folder, 'out');
    const files = await tool.exportBook({ folder: target, userId: 'anna-admin' });
    expect((await readdir(target)).sort()).toEqual([...files].sort());
  });

  it.each(['nonsense', '{"work":"import","wish":{}}', '{"work":"erase"}'])(
    'does not do what it does not know: %s',
    async (line) => {
      const socket = connect(socketPath(folder));
      socket.write(`${line}\n`);
      let said = '';
      for await (const piece of socket) said += String(piece);
      expect(JSON.parse(said)).toHaveProperty('error');
    },
  );
});
