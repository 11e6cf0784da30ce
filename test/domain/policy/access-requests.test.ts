/** Who may ask to be let in, which requests wait, and what an approval needs (rules section 1). */
import { describe, expect, it } from '@jest/globals';
import type { AccessRequest, PartnerUser, Users } from '../../../domain/model.js';
import {
  type Asker,
  approvedUser,
  MOST_OPEN,
  openRequests,
  requireOpenRequest,
  type Standing,
  shortName,
  standingOf,
} from '../../../domain/policy/access-requests.js';
import { refusalIn } from '../../../domain/refusals.js';
import { stamp, user } from '../../support/builders.js';

const GUID = 'aaaaaaaa-0000-4000-8000-00000000000a';
const AT = '2026-11-21T09:00:00.000Z';
const request = (over: Partial<AccessRequest> = {}): AccessRequest => ({
  id: 'request-1',
  at: AT,
  aadObjectId: GUID,
  name: 'Eva',
  state: 'open',
  ...over,
});
const closed = { at: '2026-11-22T09:00:00.000Z', by: stamp() };
const declined = request({ state: 'declined', closed });
const approved = request({ state: 'approved', closed: { ...closed, roles: ['SalesAgent'] } });
const book = (users: PartnerUser[], accessRequests: AccessRequest[] = []): Users => ({
  users,
  accessRequests,
});
const others = (count: number) =>
  Array.from({ length: count }, (_, i) => request({ id: `other-${i}`, aadObjectId: `other-${i}` }));

describe('where somebody stands', () => {
  const cases: [string, Users, Partial<Asker>, Standing][] = [
    ['never seen', { users: [user()] }, {}, { kind: 'mayAsk' }],
    ['a user', book([user({ aadObjectId: GUID })]), {}, { kind: 'user' }],
    ['removed', book([user({ aadObjectId: GUID, removed: true })]), {}, { kind: 'removed' }],
    [
      'removed, though somebody approved before',
      book([user({ aadObjectId: GUID, removed: true })], [approved]),
      {},
      { kind: 'removed' },
    ],
    [
      'removed, known by an address that is vouched for',
      book([user({ removed: true })]),
      { email: 'ADA@partner.example' },
      { kind: 'removed' },
    ],
    ['no address that is vouched for', book([user({ removed: true })]), {}, { kind: 'mayAsk' }],
    [
      'the address of somebody removed who has another id',
      book([user({ removed: true, aadObjectId: 'another' })]),
      { email: 'ada@partner.example' },
      { kind: 'mayAsk' },
    ],
    ['has asked', book([], [request()]), {}, { kind: 'open', since: AT }],
    ['declined', book([], [declined]), {}, { kind: 'declined', at: closed.at, by: 'Ada Admin' }],
    ['one less than too many', book([], others(MOST_OPEN - 1)), {}, { kind: 'mayAsk' }],
    ['too many', book([], others(MOST_OPEN)), {}, { kind: 'full' }],
    ['too many, and has asked', book([], [request(), ...others(MOST_OPEN)]), {}, { kind: 'open', since: AT }],
    [
      'many, but decided',
      book(
        [],
        others(MOST_OPEN).map((one) => ({ ...one, state: 'declined' as const, closed })),
      ),
      {},
      { kind: 'mayAsk' },
    ],
  ];
  it.each(cases)('%s', (_, users, asker, standing) => {
    expect(standingOf(users, { objectId: GUID, ...asker })).toEqual(standing);
  });
});

describe('the requests that wait', () => {
  it('are those without a decision, of nobody who is in the book by now', () => {
    const known = request({ id: 'known', aadObjectId: 'known' });
    const users = book([user({ aadObjectId: 'known', removed: true })], [declined, known, ...others(2)]);
    expect(openRequests(users).map(({ id }) => id)).toEqual(['other-0', 'other-1']);
    expect(refusalIn(() => requireOpenRequest(users, 'known'))).toEqual({ code: 'AccessRequestNotFound' });
  });

  it.each([
    ['declined', declined],
    ['approved', approved],
  ])('one that is %s is told by whom and when', (decision, decided) => {
    expect(refusalIn(() => requireOpenRequest(book([], [decided]), 'request-1'))).toEqual({
      code: 'AccessDecided',
      decision,
      first: { by: 'Ada Admin', at: closed.at },
    });
  });

  it.each(['', 'nobody', '__proto__'])('"%s" is none of them', (id) => {
    expect(refusalIn(() => requireOpenRequest(book([], [request()]), id))).toEqual({
      code: 'AccessRequestNotFound',
    });
  });
});

describe('an approval', () => {
  const good = {
    name: ' Eva  Jansson ',
    email: 'Eva@Partner.example ',
    roles: ['SalesAgent', 'AdminAgent'] as const,
  };

  it('makes a user of the request, with the object id that was validated', () => {
    expect(approvedUser(book([user()]), request(), good)).toEqual({
      id: 'request-1',
      name: 'Eva Jansson',
      email: 'eva@partner.example',
      roles: ['AdminAgent', 'SalesAgent'],
      aadObjectId: GUID,
    });
  });

  it.each([
    [{ name: '  ' }, ['name']],
    [{ email: '' }, ['email']],
    [{ email: 'eva at partner' }, ['email']],
    [{ roles: [] }, ['roles']],
    [{ roles: ['Emperor' as 'SalesAgent'] }, ['roles']],
    [{ name: '\u202e', email: 'x', roles: [] }, ['name', 'email', 'roles']],
  ])('with %j lacks %j', (over, fields) => {
    expect(refusalIn(() => approvedUser(book([]), request(), { ...good, ...over }))).toEqual({
      code: 'ApprovalInvalid',
      fields,
    });
  });

  it.each([{}, { removed: true }])('takes no address that a user has %j', (over) => {
    const users = book([user({ name: 'Old', email: 'EVA@partner.example', ...over })]);
    expect(refusalIn(() => approvedUser(users, request(), good))).toEqual({
      code: 'EmailTaken',
      colleague: 'Old',
    });
  });
});

describe('a name as it is kept', () => {
  it.each([
    ['Eva Jansson', 'Eva Jansson'],
    ['  Eva\r\n\tJansson ', 'Eva Jansson'],
    ['\u202eevA\u202c\u0000', 'evA'],
    ['x'.repeat(10_000), 'x'.repeat(100)],
    ['😀'.repeat(200), '😀'.repeat(100)],
    ['', ''],
  ])('%j', (text, kept) => {
    expect(shortName(text)).toBe(kept);
  });
});
