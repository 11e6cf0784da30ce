/** What the Dockerfile makes, made and started without a container engine: as another user, with one folder to write to. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../browser/support/desk.js';
import { Connector, Talk } from '../torture/desk/talk.js';
import { type PackedCopy, packedCopy, ROOT } from './packed-copy.js';

// Packages are fetched, where the cache of npm does not have them.
jest.setTimeout(300_000);

const connector = new Connector();
let base: string;
let copy: PackedCopy;
let desk: ChildProcess;
let url: string;
let env: Record<string, string>;
let printed = '';

beforeAll(async () => {
  ({ base, copy } = await packedCopy(join(ROOT, 'Dockerfile')));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = { ...copy.env, PATH: process.env.PATH ?? '', PORT: String(port), DATA_DIR: join(copy.root, 'data') };
  await connector.open();
});
afterAll(async () => {
  desk?.kill('SIGKILL');
  await connector.close();
  await rm(base, { recursive: true, force: true });
});

const program = ([name = '', ...args]: readonly string[]): [string, string[]] => [
  name === 'node' ? process.execPath : name,
  args,
];
const asItsUser = () => ({
  cwd: copy.folder,
  env,
  ...(copy.uid === undefined ? {} : { uid: copy.uid, gid: copy.uid }),
});

async function answers(path: string, status: number): Promise<unknown> {
  for (let i = 0; i < 400; i += 1) {
    const answer = await fetch(url + path).catch(() => undefined);
    if (answer?.status === status) return await answer.json();
    if (desk.exitCode !== null) break;
    await pause(100);
  }
  throw new Error(`${path} did not come to ${status}:\n${printed}`);
}

/** Each file of the copy with its size and the moment of its last change. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
}

describe('What the Dockerfile makes', () => {
  it('has what runs, and nothing of what builds and tests', async () => {
    expect((await readdir(copy.folder)).sort()).toEqual(['dist', 'node_modules', 'package.json']);
    expect((await readdir(join(copy.folder, 'dist'))).sort()).toEqual(['bot', 'cards', 'dialogs', 'domain']);
    const packages = await readdir(join(copy.folder, 'node_modules'));
    expect(packages).toEqual(expect.arrayContaining(['botbuilder', 'classic-level', 'rimraf']));
    for (const name of ['typescript', 'jest', 'playwright-core', 'botframework-webchat'])
      expect(packages).not.toContain(name);
  });

  it('runs as a user without rights, writes to its data folder only, and answers', async () => {
    const before = await filesOf(copy.folder);
    desk = spawn(...program(copy.command), { ...asItsUser(), stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [desk.stdout, desk.stderr])
      stream?.on('data', (piece: Buffer) => {
        printed += piece.toString('utf8');
      });
    expect(await answers('/readyz', 200)).toEqual({ status: 'ready' });
    expect(await answers('/healthz', 200)).toEqual({ status: 'ok' });
    await promisify(execFile)(...program(copy.health), asItsUser());

    const talk = new Talk(connector, 'one');
    const turn = await talk.say(url, 'refund woodgrove');
    expect(turn).toMatchObject({
      said: [{ text: expect.stringMatching(/^Which reservation is returned\?\nWoodgrove Bank/) }],
    });
    // The chat control is in what was built, though its package is not there.
    const page = await (await fetch(url)).text();
    const scripts = [...page.matchAll(/src="([^"]+\.js)"/g)].map(([, src = '']) => new URL(src, url));
    expect(scripts.length).toBeGreaterThan(1);
    for (const script of scripts) expect((await fetch(script)).status).toBe(200);

    if (copy.uid !== undefined) expect((await stat(join(copy.root, 'data/profiles'))).uid).toBe(copy.uid);
    expect(await filesOf(copy.folder)).toEqual(before);
  });

  it('has its tools with it, beside the running desk', async () => {
    const file = join(copy.root, 'data', 'one.tar.gz');
    await promisify(execFile)(...program(['node', 'dist/bot/tools/backup.js', '--to', file]), asItsUser());
    await access(file, constants.R_OK);
  });

  it('is told to end by a signal, in time', async () => {
    const gone = once(desk, 'exit');
    desk.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
    await expect(promisify(execFile)(...program(copy.health), asItsUser())).rejects.toMatchObject({
      code: 1,
    });
  });
});
