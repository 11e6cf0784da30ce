/** The template for Azure, as far as it can be seen without its compiler and without Azure. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type BicepFile, bicepFile } from './bicep.js';
import { ROOT } from './packed-copy.js';
import { variablesRead } from './variables.js';

const INFRA = join(ROOT, 'infra');
const text = (...names: string[]) => readFileSync(join(INFRA, ...names), 'utf8');
const main = bicepFile(join(INFRA, 'main.bicep'));
const files = [
  main,
  ...readdirSync(join(INFRA, 'modules')).map((name) => bicepFile(join(INFRA, 'modules', name))),
];
const named = (path: string) => files.find((file) => file.path === path);
const machine = named(join(INFRA, 'modules/machine.bicep')) as BicepFile;

/** The names in the object that a name is given, such as `facts: { HOST_NAME: host }`. */
const namesIn = (code: string, object: RegExp) => {
  const block = object.exec(code)?.[1] ?? '';
  return [...block.matchAll(/^\s+(\w+):/gm)].map(([, name = '']) => name);
};
const facts = namesIn(main.code, /^ {4}facts: \{\n([\s\S]*?)\n {4}\}/m);
const environment = namesIn(main.code, /^ {4}deskEnvironment: \{\n([\s\S]*?)\n {4}\}/m);

describe.each(files.map((file) => [file.path.slice(INFRA.length + 1), file] as const))(
  '%s',
  (_name, file) => {
    it('closes what it opens, and uses every parameter', () => {
      expect(file.faults).toEqual([]);
      const unused = [...file.params.keys()].filter(
        (name) => [...file.code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length < 2,
      );
      expect(unused).toEqual([]);
    });

    it('names versions of resources by their day, and takes in files that are there', () => {
      for (const type of file.resources)
        expect(type).toMatch(/^Microsoft\.\w+(\/\w+)+@20\d\d-\d\d-\d\d(-preview)?$/);
      expect(file.loaded.filter((path) => !existsSync(path))).toEqual([]);
    });

    it('gives no secret away', () => {
      const given = [...file.code.matchAll(/^output .*$/gm)].map(([line]) => line);
      expect(
        given.filter((line) => /list(Keys|Secrets|ChannelWithKeys)|password|secret\b/i.test(line)),
      ).toEqual([]);
      expect([...file.params.keys()].filter((name) => /password|secret/i.test(name))).toEqual([]);
    });
  },
);

describe('infra/main.bicep', () => {
  it('has every module that there is, gives each what it asks for, and takes what it gives', () => {
    expect(main.modules.map(({ path }) => path).sort()).toEqual(
      files
        .slice(1)
        .map(({ path }) => path)
        .sort(),
    );
    for (const { name, path, params } of main.modules) {
      const asked = [...(named(path)?.params ?? [])];
      expect([name, params.toSorted()]).toEqual([name, asked.map(([param]) => param).toSorted()]);
    }
    const taken = [...main.code.matchAll(/\b(\w+)\.outputs\.(\w+)/g)];
    expect(taken.length).toBeGreaterThan(5);
    for (const [, module, output = ''] of taken) {
      const path = main.modules.find(({ name }) => name === module)?.path ?? '';
      expect([module, named(path)?.outputs]).toEqual([module, expect.arrayContaining([output])]);
    }
  });

  it('has an example with every parameter that has no value of its own, and none that there is not', () => {
    const example = JSON.parse(text('main.parameters.example.json')) as {
      parameters: Record<string, unknown>;
    };
    const given = Object.keys(example.parameters);
    expect(given.filter((name) => !main.params.has(name))).toEqual([]);
    const needed = [...main.params].filter(([, has]) => !has).map(([name]) => name);
    expect(given).toEqual(expect.arrayContaining(needed));
  });

  it('registers no bot of a kind that can not be registered any more', () => {
    expect(main.code).toContain("@allowed(['UserAssignedMSI', 'SingleTenant'])");
    expect(files.map(({ code }) => code).join()).not.toContain("'MultiTenant'");
  });

  it('gives the desk variables that it knows', () => {
    expect(environment).toEqual(expect.arrayContaining(['MicrosoftAppId', 'MicrosoftAppType', 'PUBLIC_URL']));
    const known = variablesRead();
    expect(environment.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('The machine', () => {
  const cloudInit = text('machine/cloud-init.yaml');

  it('is told all that its first start leaves open', () => {
    const open = [...cloudInit.replace(/^#.*$/gm, '').matchAll(/<<(\w+)>>/g)].map(([, name]) => name);
    const given = namesIn(machine.code, /^var files = \{\n([\s\S]*?)\n\}/m);
    expect(open.toSorted()).toEqual(given.toSorted());
    expect(open).toHaveLength(6);
  });

  it('has the scripts and units that it names, and never formats a disk that is not empty', () => {
    const first = parse(cloudInit) as {
      disk_setup: Record<string, { overwrite: boolean }>;
      fs_setup: { overwrite: boolean }[];
      mounts: string[][];
      write_files: { path: string; content: string; permissions?: string }[];
      runcmd: string[];
    };
    for (const disk of [...Object.values(first.disk_setup), ...first.fs_setup])
      expect(disk.overwrite).toBe(false);
    const paths = first.write_files.map(({ path }) => path);
    const units = first.runcmd.flatMap((line) => /enable (?:--now )?(\S+)$/.exec(line)?.[1] ?? []);
    expect(units.length).toBe(2);
    for (const unit of units) expect(paths).toContain(`/etc/systemd/system/${unit}`);
    for (const { content } of first.write_files)
      for (const [, program] of content.matchAll(/^Exec\w+=(\S+)/gm)) expect(paths).toContain(program);
    const service = first.write_files.find(({ path }) => path.endsWith('/desk.service'))?.content;
    expect(service).toContain(`RequiresMountsFor=${first.mounts[0]?.[1]}`);
  });

  it('adds a proxy to compose.yaml, and the disk in place of the volume', () => {
    type Compose = {
      services: Record<string, { volumes: string[]; read_only: boolean; cap_drop: string[] }>;
    };
    const base = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8')) as Compose;
    const overlay = parse(text('machine/compose.azure.yaml')) as Compose;
    expect(Object.keys(overlay.services)).toEqual(['desk', 'caddy']);
    const target = base.services.desk?.volumes[0]?.split(':')[1];
    expect(overlay.services.desk?.volumes).toContain(`/srv/desk/book:${target}`);
    expect(overlay.services.caddy).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    const caddyfile = text('machine/Caddyfile');
    expect(caddyfile).toContain('reverse_proxy desk:3978');
    // What comes while one desk takes over from another waits shorter than channels do.
    expect(Number(/lb_try_duration (\d+)s/.exec(caddyfile)?.[1])).toBeLessThan(15);
    expect(caddyfile).toMatch(/path .*\/metrics/);
  });

  it('has a script that knows the facts which it is given, and no others', () => {
    const script = text('machine/desk');
    expect(/^# ([A-Z_, ]+)$/m.exec(script)?.[1]?.split(', ').toSorted()).toEqual(facts.toSorted());
    for (const fact of facts) expect(script).toMatch(new RegExp(`\\$\\{?${fact}\\b`));
  });
});
