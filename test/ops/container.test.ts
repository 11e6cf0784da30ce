/** The files that containers are made and run by: as far as that can be seen without a container engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { readConfig } from '../../bot/config.js';
import { ROOT, stagesOf } from './packed-copy.js';
import { variablesRead } from './variables.js';

const text = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const stages = await stagesOf(join(ROOT, 'Dockerfile'));
const last = stages.at(-1)?.instructions ?? [];
const named = (name: string) => last.filter((one) => one.name === name).map(({ rest }) => rest);

/** How long the desk takes to end, at most (bot/stopping.ts). */
const STOPS_WITHIN_SECONDS = 10;

describe('The Dockerfile', () => {
  it('has no fault that its linter knows', () => {
    expect(validate(text('Dockerfile')).map(({ message, range }) => [range.start.line + 1, message])).toEqual(
      [],
    );
  });

  it('is of three stages on one exact version of Node.js, which the desk runs on', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', 'packages', 'last']);
    const froms = [...text('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(froms)).toEqual(new Set(['node:${NODE}']));
    const version = /^ARG NODE=(\d+)\.(\d+)\.(\d+)-[a-z]+-slim$/m.exec(text('Dockerfile'));
    const { engines } = JSON.parse(text('package.json')) as { engines: { node: string } };
    const [, major, minor] = /^>=(\d+)\.(\d+)\.\d+$/.exec(engines.node) ?? [];
    expect(Number(version?.[1])).toBe(Number(major));
    expect(Number(version?.[2])).toBeGreaterThanOrEqual(Number(minor));
  });

  it('runs the desk itself, as a user without rights, and knows whether it is alive', () => {
    expect(named('CMD')).toEqual(['["node", "dist/bot/main.js"]']);
    expect(named('ENTRYPOINT')).toEqual([]);
    expect(named('USER')).toEqual(['1000:1000']);
    expect(last.findLastIndex(({ name }) => name === 'RUN')).toBeLessThan(
      last.findIndex(({ name }) => name === 'USER'),
    );
    expect(named('HEALTHCHECK')).toEqual([expect.stringContaining('CMD ["node",')]);
    expect(named('VOLUME')).toEqual(['["/data"]']);
  });

  it('is given what it copies, and nothing else of this folder', () => {
    const copied = stages.flatMap(({ instructions }) =>
      instructions
        .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
        .flatMap(({ rest }) => rest.split(' ').slice(0, -1)),
    );
    const [all, ...given] = text('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(all).toBe('*');
    expect(given).toEqual([...new Set(copied)].map((name) => `!${name}`));
  });
});

describe('compose.yaml', () => {
  const file = parse(text('compose.yaml')) as {
    services: Record<string, Record<string, unknown>>;
    volumes: Record<string, unknown>;
  };
  const desk = file.services.desk ?? {};

  it('has one desk, with a read-only root and no rights', () => {
    expect(Object.keys(file.services)).toEqual(['desk']);
    expect(desk).toMatchObject({
      read_only: true,
      tmpfs: [expect.stringMatching(/^\/tmp:/)],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      init: true,
      restart: 'unless-stopped',
    });
    for (const more of ['privileged', 'user', 'cap_add', 'deploy', 'network_mode'])
      expect(desk).not.toHaveProperty(more);
  });

  it('keeps the book in a volume, and reaches the desk from this machine only', () => {
    const environment = desk.environment as Record<string, string>;
    const [volume, folder] = String((desk.volumes as string[])[0]).split(':');
    expect(Object.keys(file.volumes)).toEqual([volume]);
    expect(environment.DATA_DIR).toBe(folder);
    expect(named('VOLUME')).toEqual([JSON.stringify([folder])]);
    expect(desk.ports).toEqual([
      expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1:.*:${environment.PORT}$`)),
    ]);
  });

  it('gives the desk the time that it takes to end', () => {
    const [, seconds] = /^(\d+)s$/.exec(String(desk.stop_grace_period)) ?? [];
    expect(Number(seconds)).toBeGreaterThan(STOPS_WITHIN_SECONDS);
  });
});

describe('.env.example', () => {
  const lines = text('.env.example')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = lines.map((line) => line.split('=')[0] ?? '');

  it('names every variable that the configuration reads, once, and sets none', () => {
    expect(lines).toEqual(names.map((name) => `${name}=`));
    expect(new Set(names).size).toBe(names.length);
    const asked = variablesRead();
    expect(asked.size).toBeGreaterThan(10);
    expect([...asked].filter((name) => !names.includes(name))).toEqual([]);
  });

  it('can be run with as it is', () => {
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });
});
