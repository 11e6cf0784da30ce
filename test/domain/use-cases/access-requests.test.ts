/** Asking for access and deciding on it: rights, the same attempt once, who is first, and the log (rules sections 1, 7, 8). */
import { describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import type { AccessDecision } from '../../../domain/use-cases/partner/access-requests.js';
import { partner, user } from '../../support/builders.js';
import { refused, type TestDesk, testDesk, USERS } from '../../support/desk.js';

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

  it('without a name goes by the object id; the log says who asked, without any role', async () => {
    const t = await open();
    await t.desk.requestAccess({ ...EVA, name: ' \u202e ' });
    const [request] = (await users(t))?.accessRequests ?? [];
    expect(request?.name).toBe(EVA.objectId);
    expect((await users(t))?.activity).toMatchObject([
      {
        at: '2021-01-06T12:00:00.000Z',
        by: { userId: request?.id, name: EVA.objectId, roles: [] },
        action: 'ask for access',
        subject: EVA.objectId,
        outcome: 'done',
      },
    ]);
  });

  it('is of the partner of that tenant, also where there are several', async () => {
    const t = await open();
    for (const [id, tenantId] of [
      ['a-partner', 'a-tenant'],
      ['z-partner', 'z-tenant'],
    ] as const)
      await t.documents.update(kinds.PROFILE, id, () => ({
        next: partner({ id, tenantId }),
        result: undefined,
      }));
    await t.desk.requestAccess({ ...EVA, tenantId: 'z-tenant' });
    expect((await users(t))?.accessRequests).toBeUndefined();
    expect((await t.documents.read(kinds.USERS, 'a-partner'))?.accessRequests).toBeUndefined();
    // Whoever is the first to ask there finds no list of users yet.
    expect((await t.documents.read(kinds.USERS, 'z-partner'))?.accessRequests).toHaveLength(1);
  });

  it('by who was removed is refused, and noted once for each of them', async () => {
    const t = await open();
    const removed = ['ann', 'bob'].map((id) =>
      user({ id, name: `Old ${id}`, aadObjectId: `object-${id}`, removed: true }),
    );
    await t.put(kinds.USERS, { users: [...USERS, ...removed] });
    const asks = (id: string) => t.desk.requestAccess({ ...EVA, objectId: `object-${id}` });
    for (const id of ['ann', 'ann', 'bob', 'ann', 'bob']) expect(await asks(id)).toEqual({ kind: 'removed' });
    const { accessRequests, activity } = (await users(t)) ?? {};
    expect(accessRequests).toBeUndefined();
    expect(activity).toMatchObject(
      ['ann', 'bob'].map((id) => ({
        at: '2021-01-06T12:00:00.000Z',
        by: { userId: id, name: `Old ${id}`, roles: [] },
        action: 'ask for access',
        subject: `object-${id}`,
        outcome: 'refused',
        refusal: { code: 'RemovedMayNotAsk' },
      })),
    );
  });

  it('is for fifty at a time: nothing is kept of more', async () => {
    const t = await open();
    const asks = (i: number) => t.desk.requestAccess({ ...EVA, objectId: `object-${i}` });
    for (let i = 0; i < 50; i++) await asks(i);
    const before = await users(t);
    expect(await asks(50)).toEqual({ kind: 'full' });
    expect(await users(t)).toEqual(before);
    expect((await t.desk.accessRequests(t.actor(MANAGER), 7)).items).toHaveLength(2);
    expect(
      (await t.desk.accessRequests(t.actor(MANAGER), 1)).items.map(({ aadObjectId }) => aadObjectId),
    ).toEqual(Array.from({ length: 8 }, (_, i) => `object-${i}`));
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

  it('is about that one of several, and says who made it, when, and with which roles', async () => {
    const t = await open();
    for (const name of ['Ann', 'Bo', 'Cy']) {
      await t.desk.requestAccess({ ...EVA, objectId: `object-${name}`, name });
      t.clock.forward(1);
    }
    const waiting = (await t.desk.accessRequests(t.actor(MANAGER), 1)).items;
    const [ann, bo, cy] = waiting.map(({ id }) => id);
    const approval: AccessDecision = {
      ...APPROVE,
      name: 'Bo',
      email: 'bo@partner.example',
      roles: ['HelpdeskAgent', 'SalesAgent'],
    };
    await t.desk.decideAccess(t.actor(MANAGER), bo ?? '', approval, 'approve');
    const declined = await t.desk.decideAccess(t.actor(MANAGER), cy ?? '', { kind: 'decline' }, 'decline');
    expect(declined).not.toHaveProperty('user');
    const by = { userId: MANAGER, name: 'Gail Global', roles: ['GlobalAdmin'] };
    const at = '2021-01-06T12:03:00.000Z';
    const after = await users(t);
    expect(after?.accessRequests).toEqual([
      waiting[0],
      { ...waiting[1], state: 'approved', closed: { at, by, roles: ['SalesAgent', 'HelpdeskAgent'] } },
      { ...waiting[2], state: 'declined', closed: { at, by } },
    ]);
    expect(after?.users.map(({ id }) => id)).toEqual([...USERS.map(({ id }) => id), bo]);
    const [approved, refusedOne] = after?.activity?.slice(-2) ?? [];
    expect(approved).toMatchObject({
      ...{ action: 'approve access', subject: 'Bo (bo@partner.example)', after: 'SalesAgent, HelpdeskAgent' },
    });
    expect(refusedOne).toMatchObject({ action: 'decline access', subject: 'Cy (object-Cy)' });
    expect(refusedOne).not.toHaveProperty('after');
    expect((await t.desk.accessRequests(t.actor(MANAGER), 1)).items.map(({ id }) => id)).toEqual([ann]);
    expect(await t.desk.accessRequestCount(t.actor(MANAGER))).toBe(1);
  });

  it('is made with an eye on users of the same name, however that is written', async () => {
    const t = await open();
    await t.desk.requestAccess({ ...EVA, name: 'bob  COLLEAGUE' });
    const [request] = (await t.desk.accessRequests(t.actor(MANAGER), 1)).items;
    const seen = await t.desk.accessRequest(t.actor(MANAGER), request?.id ?? '');
    expect(seen.request).toEqual(request);
    expect(seen.namesakes.map(({ id }) => id)).toEqual(['colleague']);
    const other = await asked();
    expect((await other.desk.accessRequest(other.actor(MANAGER), other.id)).namesakes).toEqual([]);
  });

  it('that was refused is in the log under the name of the asker; of nobody, under what was asked about', async () => {
    const t = await asked();
    await refused(t.desk.decideAccess(t.actor('SalesAgent'), t.id, APPROVE, 'a'));
    await refused(t.desk.decideAccess(t.actor(MANAGER), 'x'.repeat(41), { kind: 'decline' }, 'b'));
    expect((await users(t))?.activity?.slice(-2)).toMatchObject([
      { action: 'approve access', subject: 'Eva', outcome: 'refused' },
      { action: 'decline access', subject: 'x'.repeat(40), outcome: 'refused' },
    ]);
  });

  it('takes the role at that very moment: one that was taken a moment ago no longer counts', async () => {
    const t = await asked();
    const role = { kind: 'roles', give: ['SalesAgent'], take: ['GlobalAdmin'] } as const;
    const [, decided] = await Promise.all([
      t.desk.changeColleague(t.actor('UserManagementAdmin'), MANAGER, role, 'take'),
      refused(t.desk.decideAccess(t.actor(MANAGER), t.id, APPROVE, 'approve')),
    ]);
    expect(decided).toMatchObject({ code: 'NeedsRole' });
    expect((await users(t))?.accessRequests?.[0]?.state).toBe('open');
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
