/** The partner's own documents and what files say of them: users and rates. */
import { describe, expect, it } from '@jest/globals';
import { noCounts } from '../../../domain/import/counts.js';
import { mergedRates, mergedUsers } from '../../../domain/import/merge-partner.js';
import type { Problem, Row } from '../../../domain/import/rows.js';
import type { Rates, Users } from '../../../domain/model.js';
import { activityRecord, user } from '../../support/builders.js';

/** The rows as they stand in a file, under its header. */
const placed = <R>(rows: readonly R[]) =>
  rows.map((row, i) => ({ row, place: { file: 'x.csv', line: i + 2 } }));
const reasonsOf = (problems: readonly Problem[]) => problems.map(({ line, reason }) => `${line} ${reason}`);
const counted = (counts: Partial<ReturnType<typeof noCounts>['users']>) => ({
  ...{ new: 0, changed: 0, unchanged: 0, leftOut: 0 },
  ...counts,
});

describe('users from a file', () => {
  const ADA = user({ aadObjectId: 'oid-ada', phone: '+31 1' });
  const BOB = user({ id: 'bob', name: 'Bob', email: 'bob@partner.example', roles: ['SalesAgent'] });
  const BOOK: Users = { users: [ADA, BOB], activity: [activityRecord()], attempts: {} };
  const row = (id: string, changes: Partial<Row<'users'>> = {}): Row<'users'> => ({
    id,
    name: 'Bob',
    email: 'bob@partner.example',
    roles: ['SalesAgent'],
    ...changes,
  });

  function merge(rows: readonly Row<'users'>[], current: Users | undefined = BOOK, userId = 'ada') {
    const counts = noCounts();
    const problems: Problem[] = [];
    const next = mergedUsers(current, placed(rows), userId, counts, problems);
    return { next, counts: counts.users, reasons: reasonsOf(problems) };
  }

  it('come to those of the book, in their place or behind them; who is not in it stays', () => {
    const carol = row('carol', { name: 'Carol', phone: '+31 2', objectId: 'oid-carol', removed: true });
    const { next, counts, reasons } = merge([carol, row('bob', { name: 'Robert' })]);
    const { objectId: _, ...known } = carol;
    expect(next?.users).toEqual([ADA, { ...BOB, name: 'Robert' }, { ...known, aadObjectId: 'oid-carol' }]);
    expect(counts).toEqual(counted({ new: 1, changed: 1 }));
    expect(reasons).toEqual([]);
  });

  it('leave alone what their cells are empty for, and what the desk logged', () => {
    const { next } = merge([row('ada', { name: 'Ada Anders', email: ADA.email, roles: ADA.roles })]);
    expect(next?.users[0]).toEqual({ ...ADA, name: 'Ada Anders' });
    expect(next).toMatchObject({ activity: BOOK.activity, attempts: {} });
  });

  it('give somebody back who was removed, where the file says so, and only there', () => {
    const gone: Users = { users: [ADA, { ...BOB, removed: true }] };
    expect(merge([row('bob', { name: 'Robert' })], gone).next?.users[1]?.removed).toBe(true);
    expect(merge([row('bob', { removed: false })], gone).next?.users[1]?.removed).toBe(false);
  });

  it('change nothing where they say what the book says: it is the very same document', () => {
    expect(merge([row('bob')])).toEqual({ next: BOOK, counts: counted({ unchanged: 1 }), reasons: [] });
    expect(merge([row('bob')]).next).toBe(BOOK);
    expect(merge([]).next).toBe(BOOK);
    expect(merge([row('bob', { name: 'Robert' })]).next).not.toBe(BOOK);
  });

  it('fill an empty book', () => {
    expect(mergedUsers(undefined, [], undefined, noCounts(), [])).toBeUndefined();
    const counts = noCounts();
    const problems: Problem[] = [];
    const next = mergedUsers(undefined, placed([row('bob')]), undefined, counts, problems);
    expect(next).toEqual({ users: [BOB] });
    expect(counts.users).toEqual(counted({ new: 1 }));
    expect(problems).toEqual([]);
  });

  const self = (roles: Row<'users'>['roles']) => row('ada', { roles });
  it.each<[string, Row<'users'>, string, string[]]>([
    ['a role more', self(['AdminAgent', 'GlobalAdmin']), 'ada', ['2 nobody gives a role to themselves']],
    ['another role', self(['GlobalAdmin']), 'ada', ['2 nobody gives a role to themselves']],
    ['no role', self([]), 'ada', ['2 nobody gives a role to themselves']],
    ['the same', self(['AdminAgent']), 'ada', []],
    ['the same, and a colleague another', row('bob', { roles: ['GlobalAdmin'] }), 'ada', []],
    ['a role to a new colleague', row('carol', { roles: ['GlobalAdmin'] }), 'ada', []],
    ['a role more, brought in by somebody else', self(['GlobalAdmin']), 'bob', []],
  ])('give who brings them in %s', (_, given, userId, reasons) => {
    expect(merge([given], BOOK, userId).reasons).toEqual(reasons);
  });

  it('may name the roles of who brings them in in another order', () => {
    const roles: Row<'users'>['roles'] = ['AdminAgent', 'GlobalAdmin'];
    const two = (own: typeof roles): Users => ({ users: [{ ...ADA, roles: own }] });
    expect(merge([self([...roles].reverse())], two(roles)).reasons).toEqual([]);
    expect(merge([self(roles)], two([...roles].reverse())).reasons).toEqual([]);
  });

  it('are there once each', () => {
    const { reasons, next } = merge([row('bob'), row('bob', { name: 'Robert' })]);
    expect(reasons).toEqual(['3 bob is there twice: see line 2 of x.csv']);
    expect(next).toBe(BOOK);
  });
});

describe('rates from a file', () => {
  const TODAY = '2026-11-21';
  const EUR = { usdPerUnit: '1.1', day: '2026-11-10' };
  const BOOK: Rates = { rates: { EUR }, activity: [activityRecord()] };

  function merge(rows: readonly Row<'rates'>[], current: Rates | undefined = BOOK) {
    const counts = noCounts();
    const problems: Problem[] = [];
    const next = mergedRates(current, placed(rows), TODAY, counts, problems);
    return { next, counts: counts.rates, reasons: reasonsOf(problems) };
  }

  it.each<[string, Row<'rates'>, Rates['rates'], object]>([
    [
      'of another currency',
      { currency: 'SEK', usdPerUnit: '0.09', day: '2026-11-01' },
      { EUR, SEK: { usdPerUnit: '0.09', day: '2026-11-01' } },
      { new: 1 },
    ],
    [
      'of a later day',
      { currency: 'EUR', usdPerUnit: '1.2', day: '2026-11-11' },
      { EUR: { usdPerUnit: '1.2', day: '2026-11-11' } },
      { changed: 1 },
    ],
    [
      'of the same day, put right',
      { currency: 'EUR', usdPerUnit: '1.2', day: '2026-11-10' },
      { EUR: { usdPerUnit: '1.2', day: '2026-11-10' } },
      { changed: 1 },
    ],
    ['of the day before', { currency: 'EUR', usdPerUnit: '1.2', day: '2026-11-09' }, { EUR }, { leftOut: 1 }],
    [
      'of the dollar itself',
      { currency: 'USD', usdPerUnit: '1', day: '2026-11-20' },
      { EUR },
      { leftOut: 1 },
    ],
    ['that is known', { currency: 'EUR', ...EUR }, { EUR }, { unchanged: 1 }],
  ])('one %s', (_, row, rates, counts) => {
    const merged = merge([row]);
    expect(merged.next).toEqual({ rates, activity: BOOK.activity });
    expect(merged.counts).toEqual(counted(counts));
    const isSame = 'unchanged' in counts || 'leftOut' in counts;
    expect(merged.next === BOOK).toBe(isSame);
  });

  const TOO = '2 UsdPerUnit must be above 0 and below 10, with 10 decimals at most';
  it.each<[string, Partial<Row<'rates'>>, string[]]>([
    ['of today', { day: TODAY }, []],
    ['of tomorrow', { day: '2026-11-22' }, ['2 Date is still to come']],
    ['of nothing', { usdPerUnit: '0.00' }, [TOO]],
    ['of almost nothing', { usdPerUnit: '0.0000000001' }, []],
    ['that is too fine', { usdPerUnit: '0.00000000001' }, [TOO]],
    ['just below ten dollars', { usdPerUnit: '9.99' }, []],
    ['of a thousand dollars, by a slip', { usdPerUnit: '1087' }, [TOO]],
    ['with all of that', { usdPerUnit: '10', day: '2027-01-01' }, [TOO, '2 Date is still to come']],
  ])('are asked what is asked of a typed one: one %s', (_, changes, reasons) => {
    expect(merge([{ currency: 'EUR', usdPerUnit: '1.2', day: '2026-11-20', ...changes }]).reasons).toEqual(
      reasons,
    );
  });

  it('are there once for each currency, and none is no change', () => {
    const row = { currency: 'EUR', usdPerUnit: '1.2', day: '2026-11-11' };
    expect(merge([row, row]).reasons).toEqual(['3 EUR is there twice: see line 2 of x.csv']);
    expect(merge([]).next).toBe(BOOK);
  });

  it('fill an empty book', () => {
    expect(mergedRates(undefined, placed([{ currency: 'EUR', ...EUR }]), TODAY, noCounts(), [])).toEqual({
      rates: { EUR },
    });
    expect(mergedRates(undefined, [], TODAY, noCounts(), [])).toBeUndefined();
  });
});
