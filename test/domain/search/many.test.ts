/** Which customers are found among 100,000. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { wordsFor } from '../../../cards/words.js';
import { type CustomerIndex, indexAtOnce } from '../../../domain/search/customer-index.js';
import { findInIndex, findInList } from '../../../domain/search/find-customers.js';
import { entry, found } from '../../support/found-customers.js';
import { manyCustomers } from '../../support/many-customers.js';

const { country } = wordsFor('en-US');

describe('among 100,000 customers', () => {
  const list = manyCustomers(100_000);
  const [asked] = [12_345].map((i) => list[i] ?? entry('none'));
  const put = [entry('Zebraworks'), entry('Woodgrove Bank', { country: 'SE' }), entry('Relecloud HQ')];
  let index: CustomerIndex;
  beforeAll(() => {
    index = indexAtOnce([...list, ...put]);
  });

  it('a whole name or domain comes first', () => {
    expect(findInIndex(index, asked?.name ?? '', country).entries[0]).toEqual(asked);
    expect(findInIndex(index, asked?.domain ?? '', country).entries[0]).toEqual(asked);
    expect(found(index, 'woodgrove bank')[0]).toBe('Woodgrove Bank');
  });

  it('a part anywhere finds every name that has it', () => {
    const has = list.filter(({ name, domain }) => `${name} ${domain}`.toLowerCase().includes('odgro')).length;
    expect(findInIndex(index, 'odgro', country).entries).toHaveLength(has + 1);
    expect(findInIndex(index, 'woodgrove sweden', country).entries.map(({ id }) => id)).toContain(
      'Woodgrove Bank',
    );
  });

  it.each([
    ['zerbaworks', 'Zebraworks'],
    ['releclowd hq', 'Relecloud HQ'],
  ])('"%s" finds %s first', (text, name) => {
    expect(found(index, text).slice(0, 2)).toEqual(['~', name]);
  });

  it('finds the same without an index, but for what is mistyped', () => {
    const plain = findInList([...list, ...put], 'grove bank', country).entries.map(({ id }) => id);
    const indexed = findInIndex(index, 'grove bank', country).entries.map(({ id }) => id);
    expect(plain.toSorted()).toEqual(indexed.toSorted());
    expect(findInList(put, 'zerbaworks', country).entries).toEqual([]);
    expect(findInList(put, '🦆', country).entries).toEqual([]);
  });

  it('nothing is made up for nonsense', () => {
    expect(found(index, 'qqqqzzzz')).toEqual([]);
    expect(found(index, 'zzz qq')).toEqual([]);
  });
});
