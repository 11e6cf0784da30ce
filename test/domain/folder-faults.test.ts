/** A folder that goes wrong under a desk that runs: files that vanish, a folder that can not be written any more. */
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { createDesk, type Desk, randomIds } from '../../domain/desk.js';
import type { Actor } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { CUSTOMER, CUSTOMERS, PROFILE } from '../../domain/store/kinds.js';
import { systemClock } from '../../domain/term.js';
import { refused } from '../support/desk.js';
import { bookFaults } from '../torture/desk/book-check.js';

const ACTOR: Actor = { partnerId: 'northbridge', userId: 'anna-admin' };
const asRoot = process.getuid?.() === 0;

let folder = '';
let documents: JsonDocuments;
let desk: Desk;
let fabrikam = '';
let failing: string | undefined;

async function open(): Promise<void> {
  documents = await openJsonDocuments({
    folder,
    onStep: () => {
      if (failing) throw Object.assign(new Error('the disk fails'), { code: failing });
    },
  });
  await seedDemoBook(documents, systemClock);
  desk = createDesk({ documents, clock: systemClock, ids: randomIds, partnerCenter: recordedInBook });
  const list = await documents.read(CUSTOMERS, ACTOR.partnerId);
  fabrikam = list?.customers.find(({ domain }) => domain === 'fabrikam.example')?.id ?? '';
}

beforeEach(async () => {
  failing = undefined;
  folder = await mkdtemp(join(tmpdir(), 'desk-faults-'));
  await open();
});
afterEach(async () => {
  await documents.close();
  await rm(folder, { recursive: true, force: true });
});

const pathOf = (kind: { name: string }, key: string) => join(folder, kind.name, `${key}.json`);
const switchOn = (attempt = 'attempt') => desk.setPermission(ACTOR, fabrikam, true, attempt);
const restart = async () => {
  await documents.close();
  await open();
};

describe('a file that vanishes', () => {
  it('is written again with the next change, while the desk has it in memory', async () => {
    await desk.permission(ACTOR, fabrikam);
    await rm(pathOf(CUSTOMER, `${ACTOR.partnerId}/${fabrikam}`));
    await switchOn();
    await restart();
    expect((await desk.permission(ACTOR, fabrikam)).on).toBe(true);
    expect(await bookFaults(folder, new Date())).toEqual([]);
  });

  it('is a customer that is not there, and not an empty one, where the desk has to read it', async () => {
    await restart();
    await rm(pathOf(CUSTOMER, `${ACTOR.partnerId}/${fabrikam}`));
    expect(await refused(switchOn())).toEqual({ code: 'CustomerNotFound' });
    expect(await documents.list(CUSTOMER)).not.toContain(`${ACTOR.partnerId}/${fabrikam}`);
  });

  it('does not have the demo begun anew over what was done since', async () => {
    await switchOn();
    await rm(pathOf(PROFILE, ACTOR.partnerId));
    await restart();
    expect((await desk.permission(ACTOR, fabrikam)).on).toBe(true);
  });

  it('with its whole folder leaves nothing that is written halfway', async () => {
    await desk.permission(ACTOR, fabrikam);
    await rm(folder, { recursive: true });
    expect(await refused(switchOn())).toEqual({ code: 'StoreUnavailable' });
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});

describe('a folder that can not be written any more', () => {
  it.each(['EROFS', 'EACCES', 'EIO', 'EDQUOT', 'EMFILE'])(
    '(%s) can be read, and refuses every change until it can be written',
    async (code) => {
      failing = code;
      expect(await refused(switchOn())).toEqual({ code: 'StoreUnavailable' });
      expect((await desk.permission(ACTOR, fabrikam)).on).toBe(false);
      expect(await bookFaults(folder, new Date())).toEqual([]);
      failing = undefined;
      expect((await switchOn()).facts.on).toBe(true);
    },
  );

  // Whoever is root may write everywhere.
  (asRoot ? it.skip : it)('by its permissions refuses every change until it can be written', async () => {
    const customers = join(folder, CUSTOMER.name, ACTOR.partnerId);
    await chmod(customers, 0o500);
    expect(await refused(switchOn())).toEqual({ code: 'StoreUnavailable' });
    await chmod(customers, 0o700);
    expect((await switchOn()).facts.on).toBe(true);
  });
});
