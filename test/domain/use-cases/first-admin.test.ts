/** The first one who manages users, as the configuration names them: once, and only where nobody does. */
import { describe, expect, it } from '@jest/globals';
import { createDesk } from '../../../domain/desk.js';
import type { PartnerUser } from '../../../domain/model.js';
import { recordedInBook } from '../../../domain/partner-center.js';
import type { Change, DocumentKind } from '../../../domain/store/documents.js';
import { ALL_KINDS, POLICY, PROFILE, USERS } from '../../../domain/store/kinds.js';
import { type FirstAdmin, setFirstAdmin } from '../../../domain/use-cases/partner/first-admin.js';
import { partner, user } from '../../support/builders.js';
import { testDesk } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const OBJECT = 'aaaaaaaa-0000-4000-8000-000000000002';
const wish: FirstAdmin = {
  tenantId: TENANT,
  objectId: OBJECT,
  name: 'Fay First',
  email: 'fay@partner.example',
};
const withPartner: FirstAdmin = { ...wish, partner: { name: 'Partner', kind: 'direct', location: 'NL' } };

/** Documents that can be looked at whole, and of which one kind can be kept from being written. */
class Book extends MemoryDocuments {
  broken = '';

  get all(): ReadonlyMap<string, string> {
    return new Map(this.texts);
  }

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    if (kind.name === this.broken) throw new Error('broken off');
    return await super.update(kind, key, change);
  }
}

const needsOver = (documents: Book) => {
  let count = 0;
  const next = (prefix: string) => `${prefix}-${++count}`;
  const clock = { now: () => new Date('2026-11-21T09:00:00.000Z') };
  return { documents, clock, ids: { guid: () => next('guid'), number: next } };
};

/** A book with a partner of that tenant and these users. */
async function bookWith(users: readonly PartnerUser[]) {
  const documents = new Book();
  await testDesk({ documents, partner: partner({ tenantId: TENANT }), users });
  return needsOver(documents);
}
const usersOf = async (documents: Book, key = 'partner-1') => (await documents.read(USERS, key))?.users;

describe('in an empty book', () => {
  it('makes the partner with all that an empty book needs, and the admin; the log says who did', async () => {
    const needs = needsOver(new Book());
    expect(await setFirstAdmin(needs, withPartner)).toEqual({
      kind: 'done',
      partnerId: TENANT,
      userId: 'first-admin',
      newPartner: true,
    });
    expect(await needs.documents.read(PROFILE, TENANT)).toEqual({
      id: TENANT,
      name: 'Partner',
      kind: 'direct',
      location: 'NL',
      tenantId: TENANT,
      resellers: [],
    });
    expect(await needs.documents.read(POLICY, TENANT)).toEqual({
      refundPolicy: 'partner-center',
      since: '2026-11-21',
    });
    expect(await needs.documents.read(USERS, TENANT)).toEqual({
      users: [
        {
          id: 'first-admin',
          name: 'Fay First',
          email: 'fay@partner.example',
          roles: ['GlobalAdmin'],
          aadObjectId: OBJECT,
        },
      ],
      activity: [
        {
          id: 'guid-1',
          at: '2026-11-21T09:00:00.000Z',
          by: { userId: 'configuration', name: 'configuration', roles: [] },
          action: 'set first admin',
          subject: 'Fay First (fay@partner.example)',
          after: 'GlobalAdmin',
          outcome: 'done',
        },
      ],
    });
  });

  it('every view of the desk works there', async () => {
    const needs = needsOver(new Book());
    await setFirstAdmin(needs, withPartner);
    const desk = createDesk({ ...needs, partnerCenter: recordedInBook });
    const actor = await desk.userByObjectId(TENANT, OBJECT);
    if (!actor) throw new Error('nobody is known');
    expect(actor).toEqual({ partnerId: TENANT, userId: 'first-admin' });
    await desk.prepareSearch();
    await desk.prepareOverview();
    expect((await desk.findCustomers(actor, { text: '' }, (code) => code)).total).toBe(0);
    expect((await desk.settings(actor)).colleagues).toBe(1);
    expect((await desk.rates(actor, 1)).rates.total).toBe(0);
    expect((await desk.orderHistory(actor, {}, 1)).rows.total).toBe(0);
    expect((await desk.activityLog(actor, {}, 1)).rows.items.map(({ entry }) => entry.action)).toEqual([
      'set first admin',
    ]);
    expect(await desk.attention(actor, {})).toBeDefined();
  });

  it('is asked which partner to make, and changes nothing until then', async () => {
    const needs = needsOver(new Book());
    expect(await setFirstAdmin(needs, wish)).toEqual({ kind: 'partnerNeeded' });
    for (const kind of ALL_KINDS) expect(await needs.documents.list(kind)).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const needs = needsOver(new Book());
    await setFirstAdmin(needs, withPartner);
    const before = needs.documents.all;
    const other = { ...withPartner, objectId: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Sue Second' };
    for (const again of [withPartner, wish])
      expect(await setFirstAdmin(needs, again)).toEqual({ kind: 'notNeeded', userId: 'first-admin' });
    expect(await setFirstAdmin(needs, other)).toEqual({ kind: 'notNeeded' });
    expect(needs.documents.all).toEqual(before);
  });

  it('leaves what is there of a start that was broken off', async () => {
    const needs = needsOver(new Book());
    const policy = { refundPolicy: 'azure-current', since: '2026-01-01' } as const;
    await needs.documents.update(POLICY, TENANT, () => ({ next: policy, result: undefined }));
    await setFirstAdmin(needs, withPartner);
    expect(await needs.documents.read(POLICY, TENANT)).toEqual(policy);
  });

  it('says nobody where a start that was broken off has named another one', async () => {
    const documents = new Book();
    const needs = needsOver(documents);
    documents.broken = 'profiles';
    await expect(setFirstAdmin(needs, withPartner)).rejects.toThrow('broken off');
    documents.broken = '';
    const other = { ...withPartner, objectId: 'aaaaaaaa-0000-4000-8000-000000000003' };
    expect(await setFirstAdmin(needs, other)).toEqual({ kind: 'done', partnerId: TENANT, newPartner: true });
    expect(await usersOf(documents, TENANT)).toMatchObject([{ aadObjectId: OBJECT }]);
  });

  it.each(['users', 'customer-lists', 'prices', 'rates', 'policies', 'profiles'])(
    'goes on after a start that was broken off at %s, and leaves no half a partner',
    async (kind) => {
      const documents = new Book();
      const needs = needsOver(documents);
      documents.broken = kind;
      await expect(setFirstAdmin(needs, withPartner)).rejects.toThrow('broken off');
      expect(await documents.list(PROFILE)).toEqual([]);
      documents.broken = '';
      expect(await setFirstAdmin(needs, withPartner)).toMatchObject({ kind: 'done', userId: 'first-admin' });
      expect(await usersOf(documents, TENANT)).toHaveLength(1);
    },
  );
});

describe('at a partner of that tenant', () => {
  it.each([
    ['a Global admin', [user({ roles: ['GlobalAdmin'] })]],
    ['a User management admin', [user({ roles: ['UserManagementAdmin'] })]],
  ])('changes nothing where there is %s', async (_, users) => {
    const needs = await bookWith(users);
    const before = needs.documents.all;
    expect(await setFirstAdmin(needs, withPartner)).toEqual({ kind: 'notNeeded' });
    expect(needs.documents.all).toEqual(before);
  });

  it.each([
    ['nobody', []],
    ['nobody who may', [user()]],
    ['only one who was removed', [user({ roles: ['GlobalAdmin'], removed: true })]],
  ])('adds the admin where there is %s', async (_, users) => {
    const needs = await bookWith(users);
    const set = { kind: 'done', partnerId: 'partner-1', userId: 'first-admin', newPartner: false };
    expect(await setFirstAdmin(needs, wish)).toEqual(set);
    expect(await usersOf(needs.documents)).toHaveLength(users.length + 1);
    expect((await needs.documents.read(PROFILE, 'partner-1'))?.name).toBe('Partner One');
  });

  it.each([{}, { removed: true }])('gives the role to a user who is there already %j', async (over) => {
    const needs = await bookWith([user({ aadObjectId: OBJECT, ...over })]);
    expect(await setFirstAdmin(needs, wish)).toMatchObject({ kind: 'done', userId: 'ada' });
    expect(await usersOf(needs.documents)).toEqual([
      user({ aadObjectId: OBJECT, roles: ['AdminAgent', 'GlobalAdmin'] }),
    ]);
  });

  it('leaves the others as they are, and says in the log which roles the user has now', async () => {
    const others = [user({ id: 'before' }), user({ id: 'after', removed: true })];
    const mine = user({ id: 'mine', name: 'Mia Mine', email: 'mia@partner.example', aadObjectId: OBJECT });
    const needs = await bookWith([...others.slice(0, 1), mine, ...others.slice(1)]);
    await setFirstAdmin(needs, wish);
    expect(await usersOf(needs.documents)).toEqual([
      ...others,
      { ...mine, roles: ['AdminAgent', 'GlobalAdmin'] },
    ]);
    expect((await needs.documents.read(USERS, 'partner-1'))?.activity).toMatchObject([
      { subject: 'Mia Mine (mia@partner.example)', after: 'AdminAgent, GlobalAdmin' },
    ]);
  });

  it('names the user who is there already, unless they were removed', async () => {
    const manager = user({ id: 'manager', roles: ['UserManagementAdmin'] });
    const known = await bookWith([manager, user({ id: 'mine', aadObjectId: OBJECT })]);
    expect(await setFirstAdmin(known, wish)).toEqual({ kind: 'notNeeded', userId: 'mine' });
    const removed = await bookWith([manager, user({ id: 'mine', aadObjectId: OBJECT, removed: true })]);
    expect(await setFirstAdmin(removed, wish)).toEqual({ kind: 'notNeeded' });
  });

  it('is that of the tenant where there are several', async () => {
    const needs = await bookWith([]);
    for (const id of ['a-partner', 'z-partner'])
      await needs.documents.update(PROFILE, id, () => ({
        next: partner({ id, tenantId: id }),
        result: null,
      }));
    expect(await setFirstAdmin(needs, wish)).toMatchObject({ partnerId: 'partner-1', newPartner: false });
    expect(await usersOf(needs.documents, 'a-partner')).toBeUndefined();
  });

  it('takes another id for the second partner, as files are brought in by the id alone', async () => {
    const needs = needsOver(new Book());
    await setFirstAdmin(needs, withPartner);
    const second = { ...withPartner, tenantId: 'bbbbbbbb-0000-4000-8000-000000000009' };
    const set = await setFirstAdmin(needs, second);
    expect(set).toMatchObject({ kind: 'done', partnerId: second.tenantId, newPartner: true });
    const [user] = (await usersOf(needs.documents, second.tenantId)) ?? [];
    expect(set).toMatchObject({ userId: user?.id });
    expect(user?.id).toMatch(/^guid-/);
    expect(await setFirstAdmin(needs, second)).toEqual({ kind: 'notNeeded', userId: user?.id });
  });

  it('takes another id where its own is in use', async () => {
    const needs = await bookWith([user({ id: 'first-admin' })]);
    expect(await setFirstAdmin(needs, wish)).toMatchObject({ kind: 'done', userId: 'guid-1' });
  });
});
