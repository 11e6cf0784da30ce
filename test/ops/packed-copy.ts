/**
 * Does what the Dockerfile says without a container engine: each stage is a folder, and its instructions are carried
 * out in it. What stays out: the packages that the build needs are those of this checkout.
 */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = join(import.meta.dirname, '../..');

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

export interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** What the last stage has come to. */
export interface PackedCopy {
  /** Stands for `/` of the container. */
  readonly root: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly health: readonly string[];
  /** As which the container runs; undefined where this process may be nobody else. */
  readonly uid: number | undefined;
}

/** The stages of the Dockerfile, in their order. */
export async function stagesOf(file: string): Promise<Stage[]> {
  const text = (await readFile(file, 'utf8')).replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '');
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push({ name: / AS (\S+)$/.exec(rest)?.[1] ?? 'last', instructions: [] });
    else stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

/** Makes the copy in a new folder, whose name it gives in `base`. */
export async function packedCopy(file: string): Promise<{ base: string; copy: PackedCopy }> {
  const base = await mkdtemp(join(tmpdir(), 'desk-packed-'));
  // Another user has to get in.
  await chmod(base, 0o755);
  let copy: PackedCopy | undefined;
  for (const stage of await stagesOf(file)) copy = await carriedOut(stage, base);
  if (!copy) throw new Error(`${file} has no stage`);
  return { base, copy };
}

async function carriedOut({ name, instructions }: Stage, base: string): Promise<PackedCopy> {
  const root = join(base, name);
  let folder = root;
  let uid: number | undefined;
  let command: readonly string[] = [];
  let health: readonly string[] = [];
  const env: Record<string, string> = {};
  for (const instruction of instructions) {
    const { rest } = instruction;
    switch (instruction.name) {
      case 'WORKDIR':
        folder = join(root, rest);
        await mkdir(folder, { recursive: true });
        break;
      case 'COPY':
        await copied(rest, base, folder);
        break;
      case 'RUN':
        await run(rest, root, folder);
        break;
      case 'ENV':
        for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) env[key] = value;
        break;
      case 'USER':
        uid = mayBeAnother() ? Number(rest.split(':')[0]) : undefined;
        break;
      case 'CMD':
        command = JSON.parse(rest) as string[];
        break;
      case 'HEALTHCHECK':
        health = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4)) as string[];
        break;
      case 'VOLUME':
      case 'EXPOSE':
        break;
      default:
        throw new Error(`${instruction.name} is not known here: teach this test what it does`);
    }
  }
  return { root, folder, env, command, health, uid };
}

async function copied(rest: string, base: string, folder: string): Promise<void> {
  const stage = /^--from=(\S+)\s+/.exec(rest);
  const names = rest.slice(stage?.[0].length ?? 0).split(/\s+/);
  const to = names.pop() ?? '';
  const from = stage ? join(base, stage[1] ?? '') : ROOT;
  for (const name of names) {
    const target = join(folder, to, to.endsWith('/') ? posix.basename(name) : '');
    await mkdir(dirname(target), { recursive: true });
    await cp(join(from, name), target, { recursive: true, verbatimSymlinks: true });
  }
}

async function run(line: string, root: string, folder: string): Promise<void> {
  if (line === 'npm ci --ignore-scripts')
    return await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // There is one folder outside the working one.
  const here = line.replaceAll(' /data', ` ${root}/data`);
  const asAllowed = mayBeAnother() ? here : here.replace(/ -[og] \d+/g, '');
  await promisify(execFile)('sh', ['-c', asAllowed], {
    cwd: folder,
    env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' },
    maxBuffer: 16 * 1024 * 1024,
  });
}

const mayBeAnother = () => process.getuid?.() === 0;
