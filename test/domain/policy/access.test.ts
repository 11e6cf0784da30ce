import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../../domain/model.js';
import { ROLES } from '../../../domain/model.js';
import type { Action } from '../../../domain/policy/access.js';
import {
  mayActOn,
  requireAccess,
  requireOutright,
  requireRole,
  requireSomeAccess,
  requireSomebodyElse,
  rolesFor,
} from '../../../domain/policy/access.js';
import { refusalOf, reservation, subscription, user } from '../../support/builders.js';

/** Rules section 1, column by column: Admin agent, Global admin, Sales agent, Helpdesk agent, User management admin. */
const TABLE: [Action, string][] = [
  ['see', 'yes yes yes yes yes'],
  ['manage', 'yes yes access access yes'],
  ['switchPermission', 'yes no no no no'],
  ['confirmAgreement', 'yes no yes no no'],
  ['grantAccess', 'yes yes no no no'],
  ['changePartnerData', 'yes yes no no no'],
  ['manageUsers', 'no yes no no yes'],
];
const CELLS = TABLE.flatMap(([action, row]) =>
  row.split(' ').map((cell, i): [Action, Role, string] => [action, ROLES[i] ?? 'AdminAgent', cell]),
);

describe('the table of roles', () => {
  it.each(CELLS)('%s as %s: %s', (action, role, cell) => {
    const someone = user({ id: 'sam', roles: [role] });
    const without = { subscription: subscription() };
    const withAccess = { subscription: subscription({ access: ['sam'] }) };
    expect(mayActOn(action, someone, without)).toBe(cell === 'yes');
    expect(mayActOn(action, someone, withAccess)).toBe(cell !== 'no');
    expect(refusalOf(() => requireRole(action, [role]))?.code).toBe(cell === 'no' ? 'NeedsRole' : undefined);
  });

  it.each(TABLE)('names the roles that allow to %s, with or without access', (action, row) => {
    const cells = row.split(' ');
    expect(rolesFor(action)).toEqual(ROLES.filter((_, i) => cells[i] !== 'no'));
  });
});

describe('what takes a role that needs no access', () => {
  it.each(CELLS)('%s as %s: %s', (action, role, cell) => {
    const roles = ROLES.filter((each) =>
      CELLS.some(([a, r, c]) => a === action && r === each && c === 'yes'),
    );
    const told = cell === 'yes' ? undefined : { code: 'NeedsRole', roles };
    expect(refusalOf(() => requireOutright(action, [role]))).toEqual(told);
  });

  it('is never granted to oneself', () => {
    const ada = user();
    expect(refusalOf(() => requireSomebodyElse(ada, { id: ada.id }))).toEqual({ code: 'GrantToSelf' });
    expect(refusalOf(() => requireSomebodyElse(ada, { id: 'somebody' }))).toBeUndefined();
  });
});

describe('access', () => {
  const sales = user({ id: 'sam', roles: ['SalesAgent'] });

  it('is refused with the name of the subscription where only the access is missing', () => {
    const target = { subscription: subscription({ name: 'Contoso Azure', access: ['someone-else'] }) };
    expect(refusalOf(() => requireAccess('manage', sales, target))).toEqual({
      code: 'NeedsAccess',
      subscription: 'Contoso Azure',
    });
  });

  it('is refused with the roles that would do where no role allows, access or not', () => {
    const target = { subscription: subscription({ access: ['sam'] }) };
    expect(refusalOf(() => requireAccess('switchPermission', sales, target))).toEqual({
      code: 'NeedsRole',
      roles: ['AdminAgent'],
    });
    expect(refusalOf(() => requireAccess('see', { id: 'sam', roles: [] }, target))).toEqual({
      code: 'NeedsRole',
      roles: [...ROLES],
    });
  });

  it('to one reservation allows managing that reservation only', () => {
    const mine = reservation({ access: ['sam'] });
    const other = reservation({ id: 'res-2' });
    expect(mayActOn('manage', sales, { subscription: subscription(), reservation: mine })).toBe(true);
    expect(mayActOn('manage', sales, { subscription: subscription(), reservation: other })).toBe(false);
    expect(mayActOn('manage', sales, { subscription: subscription() })).toBe(false);
  });

  it('is not asked of a user with a second role that needs none', () => {
    const both = user({ id: 'sam', roles: ['HelpdeskAgent', 'UserManagementAdmin'] });
    expect(mayActOn('manage', both, { subscription: subscription() })).toBe(true);
  });

  it('passes on errors that are no refusal', () => {
    const broken = {
      get subscription(): never {
        throw new TypeError('broken');
      },
    };
    expect(() => mayActOn('manage', sales, broken)).toThrow('broken');
  });
});

describe('acting for a customer as a whole', () => {
  const [mine, other] = [subscription({ access: ['ada'] }), subscription({ id: 'sub-2', name: 'Two' })];
  const elsewhere = subscription({ id: 'sub-3', offer: 'other' });
  const problem = (roles: Role[], ...subscriptions: (typeof mine)[]) =>
    refusalOf(() => requireSomeAccess('manage', user({ roles }), subscriptions));

  it.each<[string, Role[], (typeof mine)[], object | undefined]>([
    ['a role that needs no access', ['GlobalAdmin'], [], undefined],
    ['access to one of them is enough', ['SalesAgent'], [other, mine], undefined],
    [
      'access to none: the first that is not elsewhere is named',
      ['SalesAgent'],
      [elsewhere, other],
      { code: 'NeedsAccess', subscription: 'Two' },
    ],
    [
      'nothing to have access to: a role is needed',
      ['SalesAgent'],
      [elsewhere],
      { code: 'NeedsRole', roles: ['AdminAgent', 'GlobalAdmin', 'UserManagementAdmin'] },
    ],
    ['no role at all', [], [mine], { code: 'NeedsRole', roles: [...ROLES] }],
  ])('%s', (_, roles, subscriptions, facts) => {
    expect(problem(roles, ...subscriptions)).toEqual(facts);
  });
});
