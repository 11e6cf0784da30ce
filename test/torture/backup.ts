/** Backups taken while 16 conversations work: each of them is a whole book of one moment. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bookFaults } from './desk/book-check.js';
import { Dice } from './desk/dice.js';
import type { PartnerUser } from './desk/partner-user.js';
import { startServer } from './desk/server-process.js';
import { Connector } from './desk/talk.js';
import { actFaults, partnerUsers, someTurns } from './kill.js';
import type { Options, Outcome, Part } from './parts.js';

const BACKUPS = 10;
/** So many turns are answered between two backups, at most. */
const MOST_TURNS = 40;

export const backup: Part = {
  name: 'backup',
  what: 'Backups while 16 conversations work; each one brought back is whole, with all that was acknowledged before it',
  async run({ count = BACKUPS, seed, say }: Options): Promise<Outcome> {
    const dice = new Dice(seed);
    const base = await mkdtemp(join(tmpdir(), 'desk-backups-'));
    const connector = new Connector();
    await connector.open();
    const faults: string[] = [];
    try {
      const folder = join(base, 'data');
      const users = partnerUsers(connector, dice);
      const server = await startServer(folder);
      const working = users.map((user) => user.work(server.url));
      for (let i = 1; i <= count; i++) {
        await someTurns(users, dice.between(1, MOST_TURNS));
        faults.push(...(await oneBackup(folder, join(base, `${i}`), users)));
        say(`${i} of ${count} backups, ${faults.length} faults`);
      }
      await server.kill();
      await Promise.all(working);
    } finally {
      await connector.close();
      await rm(base, { recursive: true, force: true });
    }
    return { done: `${count} backups`, faults };
  },
};

/** Takes a backup of the desk that runs, brings it back elsewhere, and looks through that. */
async function oneBackup(folder: string, name: string, users: readonly PartnerUser[]): Promise<string[]> {
  const file = `${name}.tar.gz`;
  const acknowledged = users.map((user) => [...user.acknowledged]);
  await tool('backup', ['--to', file], folder);
  await tool('restore', [file, '--into', name], folder);
  // What is acknowledged or confirmed after its moment may be in it or not.
  const told = users.map(({ name: user, confirmed, faults }, i) => ({
    name: user,
    confirmed,
    faults,
    acknowledged: acknowledged[i] ?? [],
  }));
  return [...(await bookFaults(name, new Date())), ...(await actFaults(name, told))];
}

async function tool(name: 'backup' | 'restore', args: readonly string[], folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, [`dist/bot/tools/${name}.js`, ...args], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: folder },
  });
}
