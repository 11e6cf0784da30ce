/** The walls of the house: who may import whom, and that every word on a card has its place. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '..');
const ROOMS = ['domain', 'cards', 'dialogs', 'bot'] as const;
type Room = (typeof ROOMS)[number];

const MAY_IMPORT: Record<Room, readonly Room[]> = {
  domain: ['domain'],
  cards: ['cards', 'domain'],
  dialogs: ['dialogs', 'cards', 'domain'],
  bot: ['bot', 'dialogs', 'cards', 'domain'],
};

interface Import {
  readonly file: string;
  readonly room: Room;
  readonly of: string;
}

const imports = ROOMS.flatMap((room) =>
  filesOf(join(ROOT, room), '.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
      ([, of = '']): Import => ({ file: relative(ROOT, file), room, of }),
    ),
  ),
);

describe('the walls of the house', () => {
  it('sees the imports of every room', () => {
    for (const room of ROOMS) expect(imports.filter((one) => one.room === room).length).toBeGreaterThan(20);
  });

  it('imports go bot → dialogs → cards → domain, and never back', () => {
    const wrong = imports.filter(({ file, room, of }) => {
      if (!of.startsWith('.')) return false;
      const target = relative(ROOT, resolve(ROOT, file, '..', of)).split('/')[0];
      return !MAY_IMPORT[room].some((allowed) => allowed === target);
    });
    expect(wrong).toEqual([]);
  });

  it('domain and cards know no bot framework and no HTTP', () => {
    const outside = /^(botbuilder|botframework|restify|helmet|node:http)/;
    expect(
      imports.filter(({ room, of }) => (room === 'domain' || room === 'cards') && outside.test(of)),
    ).toEqual([]);
  });

  it('dialogs take the SDK from one file', () => {
    const users = imports.filter(({ room, of }) => room === 'dialogs' && of.startsWith('botbuilder'));
    expect([...new Set(users.map(({ file }) => file))]).toEqual(['dialogs/sdk.ts']);
  });

  it('the package for Teams is made without any of the rooms', () => {
    const folder = join(ROOT, 'manifest');
    const of = filesOf(folder, '.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)].map(([, path = '']) =>
        relative(folder, resolve(folder, path)),
      ),
    );
    expect(of.length).toBeGreaterThan(1);
    expect(of.filter((path) => path.includes('/'))).toEqual([]);
  });

  it('restify is used in the HTTP layer only', () => {
    const users = new Set(imports.filter(({ of }) => of === 'restify').map(({ file }) => file.split('/')[0]));
    expect([...users]).toEqual(['bot']);
  });
});

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}
