/** What is installed: exactly what was chosen, from the public registry, and no script of a package that nobody has read. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '..');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}
interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked & Partial<Manifest>>>;
}

const manifest = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync(resolve(ROOT, 'package-lock.json'), 'utf8')) as Lock;
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Packages that would run a script when they are installed, and about which nobody has decided. */
function undecided({ packages }: Pick<Lock, 'packages'>, decided: Manifest['allowScripts']): string[] {
  return Object.entries(packages)
    .filter(([path, { hasInstallScript }]) => hasInstallScript && !Object.hasOwn(decided, nameOf(path)))
    .map(([path]) => nameOf(path));
}

describe('The dependencies', () => {
  it('are named by exact versions', () => {
    const versions = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.overrides,
    });
    expect(versions.length).toBeGreaterThan(40);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('stand in the lock file as in package.json', () => {
    const root = lock.packages[''];
    expect(lock.lockfileVersion).toBe(3);
    expect(root?.dependencies).toEqual(manifest.dependencies);
    expect(root?.devDependencies).toEqual(manifest.devDependencies);
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });

  it('each have a version and come from nowhere but the public registry; what is shipped has a hash', () => {
    expect(installed.length).toBeGreaterThan(500);
    expect(installed.filter(([, { version }]) => !version).map(([path]) => path)).toEqual([]);
    // Tools for building have parts for other machines, of which npm has noted no hash here.
    const unhashed = installed.filter(
      ([, { integrity, inBundle, dev, optional }]) => !integrity && !inBundle && !(dev && optional),
    );
    expect(unhashed.map(([path]) => path)).toEqual([]);
    const hosts = installed.flatMap(([, { resolved }]) => (resolved ? [new URL(resolved).host] : []));
    expect([...new Set(hosts)].filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });

  it('run no script when they are installed but what was read: see "allowScripts" in package.json', () => {
    expect(undecided(lock, manifest.allowScripts)).toEqual([]);
    const allowed = Object.entries(manifest.allowScripts).filter(([, may]) => may);
    // It removes doubled copies of the recognizers, by rimraf.
    expect(allowed.map(([name]) => name)).toEqual(['botbuilder-dialogs']);
  });

  it('would be found out: a new one with a script, and one that is listed and no longer there', () => {
    const packages = {
      ...lock.packages,
      'node_modules/a/node_modules/@new/miner': { version: '1.0.0', hasInstallScript: true },
    };
    expect(undecided({ packages }, manifest.allowScripts)).toEqual(['@new/miner']);
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect([...new Set(scripted.map(([path]) => nameOf(path)))].sort()).toEqual(
      Object.keys(manifest.allowScripts).sort(),
    );
  });

  it('are all on the bill of materials: npm run sbom', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
      cwd: ROOT,
      maxBuffer: 32 * 1024 * 1024,
    });
    const bill = JSON.parse(stdout) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    expect(bill.bomFormat).toBe('CycloneDX');
    const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    const shipped = installed
      .filter(([, { dev }]) => !dev)
      .map(([path, { version }]) => `${nameOf(path)}@${version}`);
    expect(shipped.length).toBeGreaterThan(100);
    expect(shipped.filter((one) => !listed.has(one))).toEqual([]);
  }, 60_000);
});
