/** A disk that is really full, again and again, under the real server: a small file system of its own, where one can be mounted. */
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from '../../domain/store/durable-file.js';
import { bookFaults } from './desk/book-check.js';
import { Dice } from './desk/dice.js';
import type { PartnerUser } from './desk/partner-user.js';
import { startServer } from './desk/server-process.js';
import { Connector } from './desk/talk.js';
import { actFaults, actsOf, partnerUsers, someTurns } from './kill.js';
import type { Options, Outcome, Part } from './parts.js';

const ROUNDS = 20;
const DISK = '32m';
const MOST_TURNS = 40;
/** How long users are left alone with a disk that is full: they may be answered or not. */
const FULL_MS = 1000;

const run = promisify(execFile);

export const fullDisk: Part = {
  name: 'disk',
  what: 'A disk that runs full while 16 conversations work: nothing half-done, and it goes on once there is room',
  async run({ count = ROUNDS, seed, say }: Options): Promise<Outcome> {
    const disk = await mkdtemp(join(tmpdir(), 'desk-disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]);
    } catch {
      await rm(disk, { recursive: true });
      return { done: 'left out: no file system can be mounted here', faults: [] };
    }
    const connector = new Connector();
    await connector.open();
    try {
      return await onDisk(disk, partnerUsers(connector, new Dice(seed)), { count, seed, say });
    } finally {
      await connector.close();
      await run('umount', [disk]);
      await rm(disk, { recursive: true });
    }
  },
};

async function onDisk(
  disk: string,
  users: readonly PartnerUser[],
  { count = ROUNDS, seed, say }: Options,
): Promise<Outcome> {
  const dice = new Dice(seed);
  const folder = join(disk, 'data');
  const ballast = join(disk, 'ballast');
  const server = await startServer(folder);
  const working = users.map((user) => user.work(server.url));
  for (let round = 1; round <= count; round++) {
    await someTurns(users, dice.between(1, MOST_TURNS));
    await fill(ballast);
    await setTimeout(FULL_MS);
    await rm(ballast);
    if (round % 5 === 0) say(`${round} of ${count} times full, ${actsOf(users)} acts acknowledged`);
  }
  const before = actsOf(users);
  await someTurns(users, 3 * MOST_TURNS);
  const went = actsOf(users) > before;
  await server.kill();
  await Promise.all(working);
  const told = users.reduce((sum, { unwritten }) => sum + unwritten, 0);
  return {
    done: `${count} times full, ${told} times told so, ${actsOf(users)} acts acknowledged`,
    faults: [
      ...(went ? [] : ['nothing could be done once there was room again']),
      ...(told > 0 ? [] : ['nobody was told that the book can not be written']),
      ...(await bookFaults(folder, new Date())),
      ...(await actFaults(folder, users)),
    ],
  };
}

/** Writes until there is no room left. */
async function fill(ballast: string): Promise<void> {
  const handle = await open(ballast, 'w');
  try {
    for (let size = 64 * 1024; size >= 1024; ) {
      try {
        await handle.write(Buffer.alloc(size));
      } catch (error) {
        if (errorCode(error) !== 'ENOSPC') throw error;
        size /= 2;
      }
    }
  } finally {
    await handle.close();
  }
}
