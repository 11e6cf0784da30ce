/** Who may change what a colleague may do (rules section 1). */
import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../../domain/model.js';
import { type ColleagueChange, changedUsers, rolesNow } from '../../../domain/policy/colleagues.js';
import { refusalOf, user } from '../../support/builders.js';

const GLOBAL = user({ id: 'gail', name: 'Gail', roles: ['GlobalAdmin'] });
const MANAGER = user({ id: 'uma', name: 'Uma', roles: ['UserManagementAdmin', 'SalesAgent'] });
const HELPDESK = user({ id: 'hal', name: 'Hal', roles: ['HelpdeskAgent'] });
const LEFT = user({ id: 'lee', name: 'Lee', roles: ['GlobalAdmin'], removed: true });
const USERS = [GLOBAL, MANAGER, HELPDESK, LEFT];

const give = (...roles: Role[]): ColleagueChange => ({ kind: 'roles', give: roles, take: [] });
const take = (...roles: Role[]): ColleagueChange => ({ kind: 'roles', give: [], take: roles });
const after = (userId: string, change: ColleagueChange, actorId = 'gail', users = USERS) =>
  changedUsers(users, actorId, userId, change).find(({ id }) => id === userId);

describe('a colleague', () => {
  it.each<[string, string, ColleagueChange, Role[]]>([
    ['is given a role', 'hal', give('AdminAgent'), ['AdminAgent', 'HelpdeskAgent']],
    ['has a role taken', 'uma', take('SalesAgent'), ['UserManagementAdmin']],
    ['may be left without any', 'hal', take('HelpdeskAgent'), []],
    [
      'is given and has taken at once',
      'hal',
      { kind: 'roles', give: ['SalesAgent'], take: ['HelpdeskAgent'] },
      ['SalesAgent'],
    ],
  ])('%s', (_case, userId, change, roles) => {
    expect(after(userId, change)?.roles).toEqual(roles);
  });

  it('is removed and keeps its roles for when it is brought back', () => {
    const users = changedUsers(USERS, 'gail', 'hal', { kind: 'remove' });
    expect(users.find(({ id }) => id === 'hal')).toEqual({ ...HELPDESK, removed: true });
    expect(rolesNow(users, 'hal')).toEqual([]);
    const back = changedUsers(users, 'gail', 'hal', { kind: 'bringBack' });
    expect(back.find(({ id }) => id === 'hal')).toEqual(HELPDESK);
    expect(rolesNow(back, 'hal')).toEqual(['HelpdeskAgent']);
  });

  it.each<[string, string, ColleagueChange]>([
    ['that has the role already', 'hal', give('HelpdeskAgent')],
    ['that has not got it', 'hal', take('AdminAgent')],
    ['that is removed', 'lee', { kind: 'remove' }],
    ['that is there', 'hal', { kind: 'bringBack' }],
    ['given what it has by itself', 'gail', give('GlobalAdmin')],
  ])('%s is left as it is', (_case, userId, change) => {
    expect(changedUsers(USERS, 'gail', userId, change)).toBe(USERS);
  });

  it.each(['nobody', '', '__proto__'])('"%s" is not found', (userId) => {
    expect(refusalOf(() => after(userId, give('AdminAgent')))).toEqual({ code: 'ColleagueNotFound' });
  });
});

describe('nobody', () => {
  it.each<[string, ColleagueChange]>([
    ['gives itself a role', give('AdminAgent')],
    ['takes its own role', take('GlobalAdmin')],
    ['removes itself', { kind: 'remove' }],
  ])('%s', (_case, change) => {
    expect(refusalOf(() => after('gail', change))).toEqual({ code: 'OwnRoles' });
  });
});

describe('the last one who can manage users', () => {
  const users = [GLOBAL, HELPDESK, LEFT];
  it.each<[string, ColleagueChange]>([
    ['can not lose the role', take('GlobalAdmin')],
    ['can not be removed', { kind: 'remove' }],
  ])('%s', (_case, change) => {
    expect(refusalOf(() => after('gail', change, 'uma', users))).toEqual({ code: 'LastUserManager' });
  });

  it('may change one role that allows it for the other', () => {
    const change: ColleagueChange = { kind: 'roles', give: ['UserManagementAdmin'], take: ['GlobalAdmin'] };
    expect(after('gail', change, 'uma', users)?.roles).toEqual(['UserManagementAdmin']);
  });
});
