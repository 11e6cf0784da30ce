/** Colleagues as they are told: in which order, found by words, and what was changed of one of them. */
import { describe, expect, it } from '@jest/globals';
import type { PartnerUser } from '../../../domain/model.js';
import * as kinds from '../../../domain/store/kinds.js';
import { user } from '../../support/builders.js';
import { refused, type TestDesk, testDesk, USERS } from '../../support/desk.js';

const key = 'partner-1';
const setRoles = (
  t: TestDesk,
  userId: string,
  roles: Partial<Record<'give' | 'take', PartnerUser['roles']>>,
) =>
  t.desk.changeColleague(
    t.actor('GlobalAdmin'),
    userId,
    { kind: 'roles', give: [], take: [], ...roles },
    `${userId.slice(0, 20)} ${JSON.stringify(roles)}`,
  );

describe('colleagues', () => {
  it('are listed by name, then by id, those removed at the end by name too, eight on a page', async () => {
    const named = (id: string, name: string, removed?: true) =>
      user({ id, name, ...(removed ? { removed } : {}) });
    const t = await testDesk({
      users: [
        named('z', 'Zoë', true),
        named('b2', 'Bob'),
        named('c', 'Carol'),
        named('b1', 'Bob'),
        named('a', 'Aaron', true),
        named('e', 'Éva'),
        named('d', 'Dave'),
        named('f', 'Frank'),
        named('g', 'Gwen'),
        named('h', 'Hugo'),
      ],
    });
    const page = async (at: number) =>
      (await t.desk.colleagues(t.actor('c'), at)).colleagues.items.map(({ id }) => id);
    expect(await page(1)).toEqual(['b1', 'b2', 'c', 'd', 'e', 'f', 'g', 'h']);
    expect(await page(2)).toEqual(['a', 'z']);
    expect((await t.desk.findColleagues(t.actor('c'), '')).map(({ id }) => id)).toEqual([
      ...['b1', 'b2', 'c', 'd', 'e', 'f', 'g', 'h'],
      ...['a', 'z'],
    ]);
  });

  it('are found by words of which each is a part of the name or the address', async () => {
    const t = await testDesk({
      users: [...USERS, user({ id: 'bea', name: 'Bea Vos', email: 'b.vos@ada.example' })],
    });
    const found = async (text: string) => (await t.desk.findColleagues(t.actor(), text)).map(({ id }) => id);
    expect(await found('  BEA   ')).toEqual(['bea']);
    expect(await found('bea global')).toEqual([]);
    expect(await found('vos@ada bea')).toEqual(['bea']);
    expect(await found('bea\tvos')).toEqual(['bea']);
  });

  it('one of them is told with the latest four changes of that one, the newest first', async () => {
    const t = await testDesk({
      users: [...USERS, user({ id: 'namesake', email: 'other@partner.example', name: 'Sam Sales' })],
    });
    const told = async (id: string, who = 'GlobalAdmin') => t.desk.colleague(t.actor(who), id);
    expect(await told('SalesAgent')).toEqual({
      colleague: USERS.find(({ id }) => id === 'SalesAgent'),
      isMe: false,
      changes: [],
      mayChange: true,
      rolesThatMay: ['GlobalAdmin', 'UserManagementAdmin'],
    });
    expect(await told('SalesAgent', 'SalesAgent')).toMatchObject({ isMe: true, mayChange: false });
    await setRoles(t, 'SalesAgent', { give: ['AdminAgent'] });
    await setRoles(t, 'namesake', { give: ['HelpdeskAgent'] });
    await setRoles(t, 'SalesAgent', { take: ['AdminAgent', 'SalesAgent'] });
    await setRoles(t, 'SalesAgent', { give: ['HelpdeskAgent'] });
    const act = (kind: 'remove' | 'bringBack') =>
      t.desk.changeColleague(t.actor('GlobalAdmin'), 'SalesAgent', { kind }, kind);
    expect(await act('remove')).toMatchObject({ changed: true, colleague: { removed: true } });
    expect(await act('bringBack')).toMatchObject({ changed: true, colleague: { roles: ['HelpdeskAgent'] } });
    const { changes } = await told('SalesAgent');
    const subject = 'Sam Sales (ada@partner.example)';
    expect(changes.map(({ action, before, after }) => [action, before, after])).toEqual([
      ['bring back colleague', 'removed', 'HelpdeskAgent'],
      ['remove colleague', 'HelpdeskAgent', 'removed'],
      ['change roles', 'none', 'HelpdeskAgent'],
      ['change roles', 'AdminAgent, SalesAgent', 'none'],
    ]);
    expect(changes.map((change) => change.subject)).toEqual(changes.map(() => subject));
    expect((await told('namesake')).changes).toMatchObject([
      { subject: 'Sam Sales (other@partner.example)', after: 'AdminAgent, HelpdeskAgent' },
    ]);
  });

  it('who is given what it has stays as it is, and nothing is logged', async () => {
    const t = await testDesk();
    expect(await setRoles(t, 'SalesAgent', { give: ['SalesAgent'] })).toMatchObject({
      changed: false,
      changes: [],
    });
    expect((await t.documents.read(kinds.USERS, key))?.activity).toEqual([]);
  });

  it('that there are not are refused, and the log names as much of the id as fits', async () => {
    const t = await testDesk();
    const unknown = 'u'.repeat(60);
    expect(await refused(setRoles(t, unknown, { give: ['SalesAgent'] }))).toEqual({
      code: 'ColleagueNotFound',
    });
    expect(await refused(t.desk.colleague(t.actor(), unknown))).toEqual({ code: 'ColleagueNotFound' });
    expect((await t.documents.read(kinds.USERS, key))?.activity).toMatchObject([
      {
        action: 'change roles',
        subject: 'u'.repeat(40),
        outcome: 'refused',
        refusal: { code: 'ColleagueNotFound' },
      },
    ]);
  });

  it('a refusal names whom it was about', async () => {
    const t = await testDesk();
    const remove = t.desk.changeColleague(t.actor('GlobalAdmin'), 'GlobalAdmin', { kind: 'remove' }, 'own');
    expect(await refused(remove)).toEqual({ code: 'OwnRoles' });
    expect((await t.documents.read(kinds.USERS, key))?.activity).toMatchObject([
      { action: 'remove colleague', subject: 'Gail Global (ada@partner.example)', outcome: 'refused' },
    ]);
  });
});
