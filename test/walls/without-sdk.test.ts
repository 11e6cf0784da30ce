/**
 * What a move to another SDK would leave alone: the domain and the cards compile and run where no package for bots or
 * for HTTP is installed.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
/** Both SDKs, what they are used with, and what serves HTTP. */
const SDK = /^(botbuilder|botframework-|@microsoft\/|restify$|helmet$|@types\/restify$)/;
const PROGRAM = 'test/walls/quote-and-card';

const run = promisify(execFile);

/** Every package that the project names, but those that a bot is made with. */
async function otherPackages(): Promise<string[]> {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>;
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !SDK.test(name));
}

describe('Without the SDK', () => {
  let house: string;
  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'without-sdk-'));
    for (const room of ['domain', 'cards', `${PROGRAM}.ts`, 'tsconfig.json', 'package.json'])
      await cp(join(ROOT, room), join(house, room), { recursive: true });
    for (const name of await otherPackages()) {
      const link = join(house, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), link, 'junction');
    }
    // Built in place, beside the JSON files of both rooms.
    const built = { extends: './tsconfig.json', include: ['domain', 'cards', 'test'] };
    await writeFile(
      join(house, 'tsconfig.walls.json'),
      JSON.stringify({ ...built, compilerOptions: { outDir: '.', sourceMap: false } }),
    );
  });
  afterAll(async () => await rm(house, { recursive: true }));

  it('no package of it is there, and all others are', async () => {
    const there = await readdir(join(house, 'node_modules'));
    expect(there.filter((name) => /^(bot|@microsoft|restify|helmet)/.test(name))).toEqual([]);
    expect(there).toEqual(expect.arrayContaining(['adaptivecards-templating', 'lowdb', 'zod']));
  });

  it('domain and cards compile, quote a refund and make its card', async () => {
    const compiler = join(house, 'node_modules/typescript/bin/tsc');
    const compiled = await run(process.execPath, [compiler, '-p', 'tsconfig.walls.json'], { cwd: house });
    expect(compiled.stdout).toBe('');
    const { stdout } = await run(process.execPath, [`${PROGRAM}.js`, join(house, 'data')], { cwd: house });
    const { payable, card, loadable } = JSON.parse(stdout) as {
      readonly payable: string;
      readonly card: { readonly kind: string; readonly text: string };
      readonly loadable: readonly string[];
    };
    expect(loadable).toEqual([]);
    expect(card.kind).toBe('refund-quote');
    expect(payable).toMatch(/^USD\s[\d,]+\.\d\d$/);
    expect(card.text).toContain(payable);
  }, 60_000);

  it('the same build would be found out if a room imported it', async () => {
    await writeFile(join(house, 'cards/strayed.ts'), "export { ActivityTypes } from 'botbuilder';\n");
    const compiler = join(house, 'node_modules/typescript/bin/tsc');
    await expect(
      run(process.execPath, [compiler, '-p', 'tsconfig.walls.json', '--noEmit'], { cwd: house }),
    ).rejects.toMatchObject({ stdout: expect.stringContaining("'botbuilder'") });
  }, 60_000);
});
