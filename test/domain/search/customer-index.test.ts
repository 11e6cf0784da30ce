/** The index of customers follows the list that it is made from. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomerEntry } from '../../../domain/model.js';
import {
  buildIndex,
  changedIndex,
  changesSince,
  indexAtOnce,
} from '../../../domain/search/customer-index.js';
import { entry, found } from '../../support/found-customers.js';
import { manyCustomers } from '../../support/many-customers.js';

/** Some alike in name, country or tags. */
const POOL = [
  ...manyCustomers(12),
  entry('Lake', { tags: ['retail'] }),
  entry('lake', { country: 'SE' }),
  entry('Émile', { country: 'SE', tags: ['retail', 'finance'] }),
  entry('🦆'),
];

describe('when the list changes', () => {
  const list = [entry('Alpha'), entry('Beta', { country: 'NL' }), entry('Gamma')];
  const before = indexAtOnce(list);
  const after = (now: readonly CustomerEntry[], most = 10) => {
    const changes = changesSince(before, now, most);
    return changes && changedIndex(before, changes);
  };

  it('the index of the same customers stays the same index', () => {
    expect(after(list.map((one) => ({ ...one })))).toBe(before);
  });

  it('who is new, gone or changed is found as it is now', () => {
    const now = after([
      entry('Alpha', { name: 'Aleph', domain: 'aleph.example' }),
      entry('Gamma', { country: 'NL' }),
      entry('Delta'),
    ]);
    if (!now) throw new Error('too many changes');
    expect(found(now, '')).toEqual(['Aleph', 'Delta', 'Gamma']);
    expect(found(now, 'nl')).toEqual(['Gamma']);
    expect(found(now, 'beta')).toEqual([]);
    expect(found(now, 'betta')).toEqual([]);
    // What somebody was called once is no longer what somebody mistyped may have meant.
    expect(found(before, 'alhpa')).toEqual(['~', 'Alpha']);
    expect(found(now, 'alhpa')).toEqual([]);
    expect(found(now, 'alpeh')).toEqual(['~', 'Aleph']);
    expect(found(now, 'detla')).toEqual(['~', 'Delta']);
  });

  it('too many changes are a new list', () => {
    expect(after([entry('Delta'), entry('Epsilon'), entry('Zeta')], 2)).toBeUndefined();
    expect(after([], 2)).toBeUndefined();
    const [alpha = entry('')] = list;
    expect(after([...list, entry('Delta'), entry('Epsilon')], 2)).toBeDefined();
    expect(after([alpha], 2)).toBeDefined();
  });

  const known = entry('Known', { country: 'NL', tags: ['retail', 'finance'] });
  const { country: _, ...nowhere } = known;
  it.each<[string, CustomerEntry, number]>([
    ['the very same', known, 0],
    ['the same, read again', structuredClone(known), 0],
    ['another name', { ...known, name: 'Know' }, 1],
    ['another domain', { ...known, domain: 'other.example' }, 1],
    ['another country', { ...known, country: 'SE' }, 1],
    ['no country any more', nowhere, 1],
    ['a tag more', { ...known, tags: ['retail', 'finance', 'key account'] }, 1],
    ['a tag less', { ...known, tags: ['retail'] }, 1],
    ['another tag', { ...known, tags: ['retail', 'health'] }, 1],
    ['no tag', { ...known, tags: [] }, 1],
  ])('%s is noticed for what it is', (_what, now, changed) => {
    const changes = changesSince(indexAtOnce([known]), [now], 10);
    expect(changes?.came).toEqual(changed === 1 ? [now] : []);
    expect([...(changes?.gone ?? [])]).toEqual(changed === 1 ? ['Known'] : []);
  });

  it('keeps who is in a country, and in none, together', () => {
    const { byCountry, byId } = indexAtOnce([
      entry('C', { country: 'NL' }),
      entry('A', { country: 'NL' }),
      entry('B'),
      entry('D', { country: 'SE' }),
    ]);
    expect([...byCountry]).toEqual([
      ['NL', [0, 2]],
      ['SE', [3]],
    ]);
    expect([...byId].map(([id, at]) => `${id}${at}`)).toEqual(['A0', 'B1', 'C2', 'D3']);
  });

  it('the index that follows is the one that would be built anew', () => {
    fc.assert(
      fc.property(fc.subarray(POOL), fc.subarray(POOL), (first, second) => {
        const known = indexAtOnce(first);
        const changes = changesSince(known, second, POOL.length);
        if (!changes) throw new Error('too many changes');
        const { spelling: _, ...followed } = changedIndex(known, changes);
        const { spelling: __, ...anew } = indexAtOnce(second);
        expect(followed).toEqual(anew);
      }),
    );
  });

  it('building lets others go first every few hundred customers, in each of its parts', () => {
    const steps = [...buildIndex(manyCustomers(5000).toReversed())];
    // Sorted in runs of 500, which are merged four times; then read, and put in order by country.
    expect(steps.length).toBeGreaterThan((5000 / 500) * 5);
    expect(steps.length).toBeLessThan((5000 / 500) * 10);
  });
});
