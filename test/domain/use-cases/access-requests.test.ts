/** Asking for access and deciding on it: rights, the same attempt once, who is first, and the log (rules sections 1, 7, 8). */
import { describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import type { AccessDecision } from '../../../domain/use-cases/partner/access-requests.js';
import { partner } from '../../support/builders.js';
import { refused, type TestDesk, testDesk } from '../../support/desk.js';

const TENANT = 'our-tenant';
const EVA = { tenantId: TENANT, objectId: 'object-eva', name: 'Eva', email: 'Eva@Partner.example' };
const APPROVE: AccessDecision = {
  kind: 'approve',
  name: 'Eva',
  email: 'eva@partner.example',
  roles: ['SalesAgent'],
};
const DECIDERS: readonly Role[] = ['GlobalAdmin', 'UserManagementAdmin'];
const MANAGER = 'GlobalAdmin';

const open = async () => await testDesk({ partner: partner({ tenantId: TENANT }) });
const asked = async () => {
  const t = await open();
  await t.desk.requestAccess(EVA);
  const [request] = (await t.desk.accessRequests(t.actor(MANAGER), 1)).items;
  return { ...t, id: request?.id ?? '' };
};
const users = async ({ documents }: Pick<TestDesk, 'documents'>) =>
  await documents.read(kinds.USERS, 'partner-1');

describe('asking', () => {
  it('is kept with what the channel vouches for, and is known of once', async () => {
    const t = await open();
    expect(await t.desk.accessStanding(EVA)).toEqual({ kind: 'mayAsk' });
    expect(await t.desk.requestAccess(EVA)).toEqual({ kind: 'asked' });
    t.clock.forward(60);
    const open1 = { kind: 'open', since: '2021-01-06T12:00:00.000Z' };
    expect(await t.desk.requestAccess({ ...EVA, name: 'Another', email: 'other@x.example' })).toEqual(open1);
    expect(await t.desk.accessStanding(EVA)).toEqual(open1);
    expect((await users(t))?.accessRequests).toEqual([
      {
        id: expect.any(String),
        at: '2021-01-06T12:00:00.000Z',
        aadObjectId: 'object-eva',
        name: 'Eva',
        email: 'eva@partner.example',
        state: 'open',
      },
    ]);
    expect((await users(t))?.activity).toHaveLength(1);
  });

  it.each([
    ['of another tenant', { tenantId: 'other' }],
    ['of no tenant', { tenantId: '' }],
    ['without an object id', { objectId: '' }],
    ['with an object id longer than any is', { objectId: 'x'.repeat(256) }],
  ])('%s is nobody here, and nothing is kept', async (_, over) => {
    const t = await open();
    const before = await users(t);
    expect(await t.desk.requestAccess({ ...EVA, ...over })).toEqual({ kind: 'stranger' });
    expect(await t.desk.accessStanding({ ...EVA, ...over })).toEqual({ kind: 'stranger' });
    expect(await users(t)).toEqual(before);
  });

  it('keeps no address that is none', async () => {
    const t = await open();
    await t.desk.requestAccess({ ...EVA, email: 'not an address' });
    expect((await users(t))?.accessRequests?.[0]).not.toHaveProperty('email');
  });

  it('all at once is one request for each', async () => {
    const t = await open();
    const other = { ...EVA, objectId: 'object-bo' };
    await Promise.all([EVA, other, EVA, other, EVA].map((asker) => t.desk.requestAccess(asker)));
    expect((await users(t))?.accessRequests?.map(({ aadObjectId }) => aadObjectId)).toEqual([
      'object-eva',
      'object-bo',
    ]);
  });
});

describe('who decides', () => {
  const needsRole = { code: 'NeedsRole', roles: [...DECIDERS] };
  it.each(ROLES)('a %s', async (role) => {
    const t = await asked();
    const may = DECIDERS.includes(role);
    const me = t.actor(role);
    const expected = may ? undefined : needsRole;
    expect(await t.desk.accessRequestCount(me)).toBe(may ? 1 : 0);
    expect((await t.desk.colleagues(me, 1)).accessRequests).toBe(may ? 1 : 0);
    expect(await refused(t.desk.accessRequests(me, 1))).toEqual(expected);
    expect(await refused(t.desk.accessRequest(me, t.id))).toEqual(expected);
    expect(await refused(t.desk.decideAccess(me, t.id, APPROVE, 'attempt'))).toEqual(expected);
    expect((await users(t))?.accessRequests?.[0]?.state).toBe(may ? 'approved' : 'open');
    expect((await users(t))?.activity?.at(-1)).toMatchObject({
      action: 'approve access',
      outcome: may ? 'done' : 'refused',
    });
  });

  it.each(['left', 'roleless', 'nobody', '__proto__'])('%s decides nothing', async (who) => {
    const t = await asked();
    for (const decision of [APPROVE, { kind: 'decline' } as const])
      expect(await refused(t.desk.decideAccess(t.actor(who), t.id, decision, 'attempt'))).toEqual({
        code: 'UnknownUser',
      });
    expect((await users(t))?.accessRequests?.[0]?.state).toBe('open');
  });
});

describe('a decision', () => {
  it('to approve makes a user who can act from then on', async () => {
    const t = await asked();
    const { user, request } = await t.desk.decideAccess(t.actor(MANAGER), t.id, APPROVE, 'attempt');
    expect(request).toMatchObject({
      state: 'approved',
      closed: { by: { userId: MANAGER }, roles: ['SalesAgent'] },
    });
    const actor = await t.desk.userByObjectId(TENANT, EVA.objectId);
    expect(actor).toEqual({ partnerId: 'partner-1', userId: user?.id });
    expect((await t.desk.whoIs(t.actor(user?.id))).user).toMatchObject({
      name: 'Eva',
      roles: ['SalesAgent'],
    });
    expect(await t.desk.requestAccess(EVA)).toEqual({ kind: 'user' });
    expect((await t.desk.colleague(t.actor(), user?.id ?? '')).changes).toMatchObject([
      { action: 'approve access', after: 'SalesAgent' },
    ]);
  });

  it('is made once: the same attempt has one effect and the same answer', async () => {
    const t = await asked();
    const answer = await t.desk.decideAccess(t.actor(MANAGER), t.id, APPROVE, 'attempt');
    const before = await users(t);
    expect(await t.desk.decideAccess(t.actor(MANAGER), t.id, APPROVE, 'attempt')).toEqual(answer);
    expect(await users(t)).toEqual(before);
  });

  it.each([
    ['approve', APPROVE, 'approved'],
    ['decline', { kind: 'decline' } as const, 'declined'],
  ] as const)('to %s stands: another attempt is told by whom and when', async (_, first, decision) => {
    const t = await asked();
    await t.desk.decideAccess(t.actor(MANAGER), t.id, first, 'first');
    t.clock.forward(5);
    for (const [i, second] of [APPROVE, { kind: 'decline' } as const].entries())
      expect(
        await refused(t.desk.decideAccess(t.actor('UserManagementAdmin'), t.id, second, `second-${i}`)),
      ).toEqual({
        code: 'AccessDecided',
        decision,
        first: { by: 'Gail Global', at: '2021-01-06T12:00:00.000Z' },
      });
    expect((await users(t))?.accessRequests?.[0]?.state).toBe(decision);
  });

  it('that lacks something lets nobody in, and is in the log', async () => {
    const t = await asked();
    const lacking = { ...APPROVE, email: '', roles: [] };
    expect(await refused(t.desk.decideAccess(t.actor(MANAGER), t.id, lacking, 'attempt'))).toEqual({
      code: 'ApprovalInvalid',
      fields: ['email', 'roles'],
    });
    expect((await users(t))?.users).toHaveLength(8);
    expect((await users(t))?.activity?.at(-1)).toMatchObject({
      action: 'approve access',
      outcome: 'refused',
    });
  });

  it('about nothing is refused', async () => {
    const t = await asked();
    for (const id of ['', 'guid-999', '../x', '__proto__'])
      expect(await refused(t.desk.decideAccess(t.actor(MANAGER), id, APPROVE, `about ${id}`))).toEqual({
        code: 'AccessRequestNotFound',
      });
  });

  it('stays when colleagues are changed, and so does the log', async () => {
    const t = await asked();
    await t.desk.decideAccess(t.actor(MANAGER), t.id, { kind: 'decline' }, 'attempt');
    const before = await users(t);
    await t.desk.changeColleague(t.actor(MANAGER), 'colleague', { kind: 'remove' }, 'remove');
    const after = await users(t);
    expect(after?.accessRequests).toEqual(before?.accessRequests);
    expect(after?.activity?.slice(0, 2)).toEqual(before?.activity);
  });
});
