/** How many rows were what: told by what they say, not by how they are stored. */
import { describe, expect, it } from '@jest/globals';
import { addCounts, counted, noCounts } from '../../../domain/import/counts.js';

describe('a thing from a file', () => {
  it.each<[string, object | undefined, object, string]>([
    ['that was not there', undefined, { a: 1 }, 'new'],
    ['that is as it was', { a: 1, b: [2] }, { b: [2], a: 1 }, 'unchanged'],
    ['that says of something that it is not there', { a: 1 }, { a: 1, b: undefined }, 'unchanged'],
    ['that says more', { a: 1 }, { a: 1, b: 2 }, 'changed'],
    ['that says less', { a: 1, b: 2 }, { a: 1 }, 'changed'],
    ['that says something else', { a: [1, 2] }, { a: [2, 1] }, 'changed'],
  ])('%s', (_, before, after, what) => {
    const counts = noCounts();
    const stands = counted(counts, 'rates', before, after);
    expect(stands).toBe(what === 'unchanged' ? before : after);
    expect(counts).toEqual({ ...noCounts(), rates: { ...noCounts().rates, [what]: 1 } });
  });
});

describe('counts', () => {
  it('are added kind by kind', () => {
    const [to, more] = [noCounts(), noCounts()];
    to.users = { new: 1, changed: 2, unchanged: 3, leftOut: 4 };
    more.users = { new: 10, changed: 20, unchanged: 30, leftOut: 40 };
    more.utilization = { new: 5, changed: 6, unchanged: 7, leftOut: 8 };
    addCounts(to, more);
    expect(to).toEqual({
      ...noCounts(),
      users: { new: 11, changed: 22, unchanged: 33, leftOut: 44 },
      utilization: { new: 5, changed: 6, unchanged: 7, leftOut: 8 },
    });
  });
});
