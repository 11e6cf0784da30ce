/** A history over many documents: which of them are read, in which order, and what is told where one can not be read. */
import { describe, expect, it } from '@jest/globals';
import type { ActivityRecord } from '../../../domain/model.js';
import { activityInShort } from '../../../domain/overview/summary.js';
import { CUSTOMER_ITSELF, type HistoryPart, readNewest } from '../../../domain/use-cases/history-of-all.js';
import { activityRecord, stamp, user } from '../../support/builders.js';

type Part = HistoryPart<ActivityRecord>;

const on = (day: number) => `2021-05-${String(day).padStart(2, '0')}T12:00:00Z`;
const acts = (days: readonly number[], more: Partial<ActivityRecord> = {}) =>
  days.map((day) => activityRecord({ id: `act-${day}`, at: on(day), ...more }));

/** Documents by name, which note when they are read; those named unreadable can not be. */
function parts(
  given: Readonly<Record<string, readonly ActivityRecord[]>>,
  ...unreadable: readonly string[]
): { readonly all: Part[]; readonly read: string[] } {
  const read: string[] = [];
  const all = Object.entries(given).map(
    ([customerName, records]): Part => ({
      customerName,
      history: activityInShort(records),
      read: async () => {
        read.push(customerName);
        if (unreadable.includes(customerName)) return undefined;
        return records.map((entry) => ({ customerId: customerName, customerName, entry }));
      },
    }),
  );
  return { all, read };
}

const shown = ({ rows }: { rows: readonly { customerName: string; entry: ActivityRecord }[] }) =>
  rows.map(({ customerName, entry }) => `${customerName} ${Number(entry.at.slice(8, 10))}`);
const most = (count: number) => () => count;

describe('the newest of a history', () => {
  it.each([
    // Whoever did something last first, until nobody else can have anything newer.
    [1, ['new'], ['new 9', 'new 8']],
    [2, ['new'], ['new 9', 'new 8']],
    [3, ['new', 'middle'], ['middle 1', 'middle 7', 'new 9', 'new 8']],
    [4, ['new', 'middle', 'old'], ['old 2', 'middle 1', 'middle 7', 'new 9', 'new 8']],
  ])('of which %i are wanted are read from %j', async (count, from, rows) => {
    const { all, read } = parts({
      old: acts([2]),
      middle: acts([1, 7]),
      none: [],
      new: acts([9, 8]),
    });
    const found = await readNewest(all, {}, most(count));
    expect(read).toEqual(from);
    expect(shown(found)).toEqual(rows);
    expect(found).toMatchObject({ total: 5, unreadable: [] });
  });

  it('of those who did something at the same moment, all are read', async () => {
    const { all, read } = parts({ a: acts([5]), b: acts([5]), c: acts([5, 4]), d: acts([4]) });
    expect(shown(await readNewest(all, {}, most(1)))).toEqual(['a 5', 'b 5', 'c 5', 'c 4']);
    expect(read).toEqual(['a', 'b', 'c']);
  });

  it('is asked how many it should be, of so many', async () => {
    const { all } = parts({ a: acts([5]), b: acts([3, 4]) });
    const asked: number[] = [];
    await readNewest(all, {}, (total) => {
      asked.push(total);
      return 1;
    });
    expect(asked).toEqual([3]);
  });

  it('counts what can not be read no longer, and names whose it is, once each', async () => {
    const { all } = parts({ a: acts([5, 6]), lost: acts([7, 8, 9]) }, 'lost');
    const [a, lost] = all;
    if (!a || !lost) throw new Error('no parts');
    const found = await readNewest([a, lost, lost], {}, most(9));
    expect(found).toMatchObject({ total: 2, unreadable: ['lost'] });
    expect(shown(found)).toEqual(['a 5', 'a 6']);
  });

  it('of nobody is nothing', async () => {
    expect(await readNewest([], {}, most(8))).toEqual({ rows: [], total: 0, unreadable: [] });
  });
});

describe('a narrowed history', () => {
  const given = {
    ada: acts([3, 5], { by: stamp(user({ id: 'ada', name: 'Ada' })), action: 'buy' }),
    bob: acts([5, 9], { by: stamp(user({ id: 'bob', name: 'Bob' })), action: 'set country' }),
    self: acts([1], { byCustomer: 'Kim', action: 'buy' }),
    none: [],
  };
  it.each([
    [{ from: '2021-05-05' }, ['bob', 'ada']],
    [{ from: '2021-05-06' }, ['bob']],
    [{ from: ' 2021-05-06 ' }, ['bob']],
    [{ to: '2021-05-03' }, ['ada', 'self']],
    [{ to: '2021-05-02' }, ['self']],
    [{ to: ' 2021-05-02 ' }, ['self']],
    [{ from: '2021-05-04', to: '2021-05-04' }, ['ada']],
    [{ kind: 'buy' }, ['ada', 'self']],
    [{ kind: 'nothing' }, []],
    [{ user: 'ada' }, ['ada']],
    [{ user: 'toString' }, []],
    [{ user: CUSTOMER_ITSELF }, ['self']],
    [{ user: 'bob', kind: 'buy' }, []],
  ])('%j is read from all that may have it, and from no other: %j', async (narrowing, from) => {
    const { all, read } = parts(given);
    const found = await readNewest(all, narrowing, most(1));
    expect(read).toEqual(from);
    expect(found.total).toBe(found.rows.length);
  });

  it.each([{ from: '', to: '', kind: '', user: '' }, {}])(
    'by nothing is not narrowed: %j',
    async (narrowing) => {
      const { all, read } = parts(given);
      expect(await readNewest(all, narrowing, most(1))).toMatchObject({ total: 5 });
      expect(read).toEqual(['bob']);
    },
  );

  it('names whose documents it could not look into', async () => {
    const { all } = parts(given, 'ada');
    expect(await readNewest(all, { kind: 'buy' }, most(1))).toMatchObject({ total: 1, unreadable: ['ada'] });
  });
});
