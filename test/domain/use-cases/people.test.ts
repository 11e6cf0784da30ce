/** Who is speaking: the user whom Teams names, and whom a tester acts as. */
import { describe, expect, it } from '@jest/globals';
import type { PartnerProfile, PartnerUser } from '../../../domain/model.js';
import { PROFILE, USERS } from '../../../domain/store/kinds.js';
import { partner, user } from '../../support/builders.js';
import { refused, type TestDesk, testDesk } from '../../support/desk.js';

const TENANT = 'tenant-1';
const OTHER = 'tenant-2';

/** A user whom Teams knows by an object id. */
const known = (id: string, given: Partial<PartnerUser> = {}) =>
  user({ id, aadObjectId: `object-${id}`, ...given });

/** Another partner in the same book. */
async function also(t: TestDesk, profile: PartnerProfile, users?: PartnerUser[]): Promise<void> {
  await t.documents.update(PROFILE, profile.id, () => ({ next: profile, result: undefined }));
  if (users) await t.documents.update(USERS, profile.id, () => ({ next: { users }, result: undefined }));
}

/** Two partners of two tenants; one user has the same object id at both, and a third partner has no tenant or users. */
async function twoPartners(): Promise<TestDesk> {
  const t = await testDesk({
    partner: partner({ id: 'partner-1', tenantId: TENANT }),
    users: [
      known('left', { removed: true }),
      known('ada', { roles: ['SalesAgent'] }),
      user({ id: 'unknown-to-teams', roles: ['HelpdeskAgent'] }),
      known('gail', { roles: ['SalesAgent', 'GlobalAdmin'] }),
      known('again', { aadObjectId: 'object-left', roles: ['HelpdeskAgent'] }),
    ],
  });
  await also(t, partner({ id: 'partner-0', tenantId: 'tenant-0' }));
  await also(t, partner({ id: 'partner-2', tenantId: OTHER }), [
    known('ada'),
    known('uma', { roles: ['UserManagementAdmin'] }),
  ]);
  await also(t, partner({ id: 'partner-3' }), [known('nobody')]);
  return t;
}

describe('whoever Teams names by tenant and object id', () => {
  it.each([
    [TENANT, 'object-ada', { partnerId: 'partner-1', userId: 'ada' }],
    [OTHER, 'object-ada', { partnerId: 'partner-2', userId: 'ada' }],
    [OTHER, 'object-uma', { partnerId: 'partner-2', userId: 'uma' }],
    // A removed user is nobody, a later one with the same object id is somebody.
    [TENANT, 'object-left', { partnerId: 'partner-1', userId: 'again' }],
    [TENANT, 'object-uma', undefined],
    [TENANT, '', undefined],
    [TENANT, 'object-nobody', undefined],
    ['tenant-0', 'object-ada', undefined],
    ['tenant-9', 'object-ada', undefined],
  ])('%s, %s: %j', async (tenant, objectId, expected) => {
    const { desk } = await twoPartners();
    expect(await desk.userByObjectId(tenant, objectId)).toEqual(expected);
  });
});

describe('whom a tester acts as', () => {
  it('is a user of the first partner who holds the role and was not removed', async () => {
    const t = await testDesk({
      users: [
        known('left', { removed: true, roles: ['SalesAgent'] }),
        known('ada'),
        known('sam', { roles: ['HelpdeskAgent', 'SalesAgent'] }),
      ],
    });
    await also(t, partner({ id: 'partner-2' }), [known('uma', { roles: ['UserManagementAdmin'] })]);
    expect(await t.desk.userWithRole('SalesAgent')).toEqual({ partnerId: 'partner-1', userId: 'sam' });
    expect(await t.desk.userWithRole('AdminAgent')).toEqual({ partnerId: 'partner-1', userId: 'ada' });
    expect(await t.desk.userWithRole('UserManagementAdmin')).toBeUndefined();
  });

  it('is nobody where there are no users, or there is no partner', async () => {
    const t = await testDesk();
    await t.documents.remove(USERS, 'partner-1');
    expect(await t.desk.userWithRole('AdminAgent')).toBeUndefined();
    await t.documents.remove(PROFILE, 'partner-1');
    expect(await t.desk.userWithRole('AdminAgent')).toBeUndefined();
  });
});

describe('who is speaking', () => {
  it('is told with its partner', async () => {
    const { desk, actor } = await testDesk();
    expect(await desk.whoIs(actor('SalesAgent'))).toMatchObject({
      partner: { id: 'partner-1', name: 'Partner One' },
      user: { id: 'SalesAgent', name: 'Sam Sales', roles: ['SalesAgent'] },
    });
  });

  it.each(['left', 'nobody', 'roleless'])('is not %s', async (who) => {
    const { desk, actor } = await testDesk();
    expect(await refused(desk.whoIs(actor(who)))).toEqual({ code: 'UnknownUser' });
  });
});
