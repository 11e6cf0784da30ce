/** From an empty folder to a desk that can be used: the first admin greets, lets a colleague in, and brings the book in. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../bot/config.js';
import { ensureFirstAdmin } from '../../bot/first-admin.js';
import { createLogger } from '../../bot/logger.js';
import { randomIds } from '../../domain/desk.js';
import { ALL_KINDS } from '../../domain/store/kinds.js';
import { systemClock } from '../../domain/term.js';
import { REGISTRATION, tokenOf } from '../support/authority.js';
import { MemoryDocuments } from '../support/memory-documents.js';
import { type SignedInDesk, startSignedInDesk } from '../support/signed-in-desk.js';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const OBJECT = 'aaaaaaaa-0000-4000-8000-000000000002';
const NAMED = {
  FIRST_ADMIN_TENANT_ID: TENANT,
  FIRST_ADMIN_OBJECT_ID: OBJECT.toUpperCase(),
  FIRST_ADMIN_NAME: 'Fay First',
  FIRST_ADMIN_EMAIL: 'Fay@Partner.example',
};
const PARTNER = { PARTNER_NAME: 'Contoso Cloud', PARTNER_COUNTRY: 'NL' };
const firstAdmin = { tenantId: TENANT, objectId: OBJECT, name: 'Fay First', email: 'fay@partner.example' };

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig({ ...REGISTRATION, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('the configuration', () => {
  it('names nobody unless told', () => {
    expect(readConfig({})).not.toHaveProperty('firstAdmin');
    expect(readConfig({ FIRST_ADMIN_NAME: ' ', PARTNER_NAME: '' })).not.toHaveProperty('firstAdmin');
  });

  it('names the first admin, and the partner of a book that has none', () => {
    expect(readConfig(NAMED).firstAdmin).toEqual(firstAdmin);
    expect(readConfig({ ...NAMED, ...PARTNER }).firstAdmin).toEqual({
      ...firstAdmin,
      partner: { name: 'Contoso Cloud', kind: 'direct', location: 'NL' },
    });
    const provider = { ...NAMED, ...PARTNER, PARTNER_KIND: 'indirectProvider' };
    expect(readConfig(provider).firstAdmin?.partner?.kind).toBe('indirectProvider');
  });

  it.each([
    [{ FIRST_ADMIN_TENANT_ID: 'contoso.com' }, 'FIRST_ADMIN_TENANT_ID must be a GUID'],
    [{ FIRST_ADMIN_OBJECT_ID: 'fay' }, 'FIRST_ADMIN_OBJECT_ID must be a GUID'],
    [{ FIRST_ADMIN_EMAIL: 'fay' }, 'FIRST_ADMIN_EMAIL must be an e-mail address, not "fay".'],
    [{ FIRST_ADMIN_NAME: 'x'.repeat(101) }, 'FIRST_ADMIN_NAME must be a name of one line'],
    [{ FIRST_ADMIN_NAME: '' }, 'FIRST_ADMIN_NAME is missing, though FIRST_ADMIN_TENANT_ID'],
    [{ PARTNER_COUNTRY: 'Netherlands' }, 'PARTNER_COUNTRY must be the code of a country'],
    [{ PARTNER_COUNTRY: 'ZZ' }, 'PARTNER_COUNTRY must be the code of a country'],
    [{ PARTNER_COUNTRY: '' }, 'PARTNER_COUNTRY is missing, though PARTNER_NAME is set.'],
    [{ PARTNER_NAME: '' }, 'PARTNER_NAME is missing, though PARTNER_COUNTRY is set.'],
    [{ PARTNER_KIND: 'reseller' }, 'PARTNER_KIND must be one of direct, indirectProvider, not "reseller".'],
  ])('%j: %s', (over, fault) => {
    expect(faultsOf({ ...NAMED, ...PARTNER, ...over })).toEqual([expect.stringContaining(fault)]);
  });

  it('tells all faults at once, with those of other settings', () => {
    const faults = faultsOf({ PORT: 'x', PARTNER_KIND: 'direct' });
    expect(faults).toHaveLength(7);
    expect(faults[0]).toContain('PORT');
    expect(faults.join()).toMatch(/FIRST_ADMIN_EMAIL is missing.*PARTNER_COUNTRY is missing/);
  });
});

describe('at the start', () => {
  const needs = () => ({ documents: new MemoryDocuments(), clock: systemClock, ids: randomIds });
  const silent = createLogger('silent');

  it('says which settings are missing for an empty book', async () => {
    const starting = ensureFirstAdmin({ localMode: false, firstAdmin }, needs(), silent);
    await expect(starting).rejects.toThrow(/PARTNER_NAME and PARTNER_COUNTRY are missing/);
  });

  it('makes nobody in local mode, and nobody where none is named', async () => {
    const { documents, ...rest } = needs();
    const config = readConfig({ ...NAMED, ...PARTNER });
    expect(config.localMode).toBe(true);
    await ensureFirstAdmin(config, { documents, ...rest }, silent);
    await ensureFirstAdmin({ localMode: false }, { documents, ...rest }, silent);
    for (const kind of ALL_KINDS) expect(await documents.list(kind)).toEqual([]);
  });
});

describe('a desk with credentials over an empty folder', () => {
  let desk: SignedInDesk;
  const config = readConfig({ ...REGISTRATION, ...NAMED, ...PARTNER });
  const fay = { tenantId: TENANT, objectId: OBJECT, name: 'Fay' };
  const eva = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Eva' };

  beforeAll(async () => {
    desk = await startSignedInDesk(async (documents, log) => {
      const needs = { documents, clock: systemClock, ids: randomIds };
      await ensureFirstAdmin(config, needs, log);
      await ensureFirstAdmin(config, needs, log);
    });
  });
  afterAll(async () => await desk.close());

  const says = async (who: typeof fay, text: string): Promise<string> => {
    desk.forget();
    const headers = { Authorization: `Bearer ${await tokenOf()}` };
    expect((await desk.post(desk.inTeamsOf(who, text), headers)).status).toBe(200);
    return desk.said();
  };

  it('says in the log on whose behalf files can be brought in', () => {
    const told = desk.lines.filter((line) => line.includes('--as first-admin'));
    expect(told).toEqual([
      expect.stringContaining('the first admin can begin'),
      expect.stringContaining('changed nothing'),
    ]);
    expect(desk.lines.join()).not.toMatch(/Fay|fay@/);
  });

  it('greets the first admin, who lets a colleague in; that one is greeted in turn', async () => {
    expect(await says(fay, 'hello')).toContain('Hello Fay First — Contoso Cloud');
    expect(await says(eva, 'ask for access')).toContain('Your request has been passed on');
    expect(await says(fay, 'hello')).toContain('1 colleague asks for access to this desk');
    await says(fay, 'access requests');
    expect(await says(fay, 'approve 1 as sales agent eva@partner.example')).toContain('Eva is let in');
    expect(await says(eva, 'hello')).toContain('Hello Eva — Contoso Cloud');
    expect(await says(fay, 'activity log')).toContain('the configuration');
  });

  it('takes the files of the book on the first admin’s behalf, and the log of the users stays', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'desk-first-book-'));
    const files = {
      'customers.csv': `Microsoft ID,Company name,Primary domain name,Country,Currency\n${TENANT},"Adatum, Inc.",adatum.example,SE,SEK\n`,
      'users.csv': 'UserId,DisplayName,UserPrincipalName,Roles\nbo,Bo Berg,bo@partner.example,AdminAgent\n',
    };
    const paths = Object.keys(files).map((name) => join(folder, name));
    for (const [i, text] of Object.values(files).entries()) await writeFile(paths[i] ?? '', text);
    const wish = { files: paths, userId: 'first-admin', dryRun: false };
    const { report, done } = await desk.desk.importFiles(wish, { goOn: async () => true });
    expect([report.problems, done]).toEqual([[], true]);
    expect(await says(fay, 'customers adatum')).toContain('Adatum');
    expect(await says(fay, 'activity log')).toContain('the configuration');
    expect(await says(eva, 'colleagues')).toContain('Bo Berg');
    await rm(folder, { recursive: true });
  });
});
