/** Which customers are found, and in which order: in the demo book and among 100,000. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordsFor } from '../../../cards/words.js';
import type { CustomerEntry } from '../../../domain/model.js';
import {
  buildIndex,
  type CustomerIndex,
  changedIndex,
  changesSince,
  indexAtOnce,
} from '../../../domain/search/customer-index.js';
import { CustomerSearch } from '../../../domain/search/customer-search.js';
import { findInIndex, findInList } from '../../../domain/search/find-customers.js';
import { CUSTOMERS } from '../../../domain/store/kinds.js';
import { DemoDesk } from '../../support/demo-desk.js';
import { manyCustomers } from '../../support/many-customers.js';

const ACTOR = { partnerId: 'northbridge', userId: 'anna-admin' };
const { country } = wordsFor('en-US');
const dutch = new Intl.DisplayNames('nl', { type: 'region' });

const entry = (id: string, given: Partial<CustomerEntry> = {}): CustomerEntry => ({
  id,
  name: id,
  domain: `${id.toLowerCase().replace(/\W+/g, '')}.example`,
  tags: [],
  ...given,
});

/** The names found, in order; "~" before them where they only come near. */
function found(index: CustomerIndex, text: string, countryName = country): string[] {
  const { entries, approximate } = findInIndex(index, text, countryName);
  return [...(approximate ? ['~'] : []), ...entries.map(({ name }) => name)];
}

describe('in the demo book', () => {
  it.each([
    ['fabrikam', ['Fabrikam, Inc.']],
    ['FABRIKAM INC', ['Fabrikam, Inc.']],
    ['brik', ['Fabrikam, Inc.']],
    ['fab', ['Fabrikam, Inc.']],
    ['grove', ['Woodgrove Bank']],
    ['bank grove', ['Woodgrove Bank']],
    ['toys', ['Tailspin Toys', 'Wingtip Toys']],
    ['margies', ['Margie’s Travel']],
    ["margie's travel", ['Margie’s Travel']],
    ['adatum corporation', ['Adatum Corporation', 'Adatum Corporation']],
    ['adatum-us.example', ['Adatum Corporation']],
    ['adatum nl', ['Adatum Corporation']],
    ['netherlands', ['Adatum Corporation']],
    ['SE', ['Northwind Traders', 'Alpine Ski House', 'Proseware, Inc.', 'Trey Research']],
    ['sweden', ['Northwind Traders']],
    ['finance', ['Woodgrove Bank']],
    ['key account', ['Contoso Ltd', 'Fabrikam, Inc.', 'Woodgrove Bank']],
    ['fabrikm', ['~', 'Fabrikam, Inc.']],
    ['fabirkam', ['~', 'Fabrikam, Inc.']],
    ['woodgorve', ['~', 'Woodgrove Bank']],
    ['adatm corporation', ['~', 'Adatum Corporation', 'Adatum Corporation']],
    ['adatum corproation', ['~', 'Adatum Corporation', 'Adatum Corporation']],
    ['nortwind tradres', ['~', 'Northwind Traders']],
    ['swedn', ['~', 'Northwind Traders']],
    ['helthcare', ['~', 'Lamna Healthcare']],
    ['nobody at all', []],
    ['fabrikam sweden', []],
    ['xyz', []],
    ['99', []],
    ['🦆', []],
  ])('"%s" finds %j', async (text, names) => {
    const { desk } = await DemoDesk.open();
    const page = await desk.findCustomers(ACTOR, { text }, country);
    const plain = page.items.map(({ name }) => name.replace("'", '’'));
    const near = page.approximate ? ['~'] : [];
    expect([...near, ...plain]).toEqual(names);
  });

  it('what this user worked with lately comes before what fits better, and a whole name before that', async () => {
    const { desk, documents } = await DemoDesk.open();
    const list = (await documents.read(CUSTOMERS, 'northbridge'))?.customers ?? [];
    const wingtip = list.find(({ name }) => name === 'Wingtip Toys')?.id ?? '';
    await desk.noteCustomer(ACTOR, wingtip);
    const names = async (text: string) =>
      (await desk.findCustomers(ACTOR, { text }, country)).items.map(({ name }) => name);
    expect(await names('toys')).toEqual(['Wingtip Toys', 'Tailspin Toys']);
    expect((await names('i'))[0]).toBe('Wingtip Toys');
    expect((await names(''))[0]).toBe('Wingtip Toys');
    expect((await names('tailspin toys'))[0]).toBe('Tailspin Toys');
  });

  it('a country that has become known is searched at once', async () => {
    const { desk, documents } = await DemoDesk.open();
    const names = async (text: string) =>
      (await desk.findCustomers(ACTOR, { text }, country)).items.map(({ name }) => name);
    expect(await names('litware denmark')).toEqual([]);
    const list = (await documents.read(CUSTOMERS, 'northbridge'))?.customers ?? [];
    const litware = list.find(({ name }) => name.startsWith('Litware'))?.id ?? '';
    await desk.setCountry(ACTOR, litware, { text: 'Denmark', locale: 'en' }, 'attempt-1');
    expect(await names('litware denmark')).toEqual(['Litware, Inc.']);
  });
});

describe('the order', () => {
  const index = indexAtOnce([
    entry('Northern Bank'),
    entry('Bank of the North'),
    entry('Sandbanks'),
    entry('Bank'),
    entry('Riverside', { domain: 'bank-river.example' }),
    entry('Hillside', { tags: ['bank'] }),
    entry('Banking Group'),
  ]);

  it('is: called so, the word itself, its beginning, inside a word, elsewhere; then by name', () => {
    expect(found(index, 'bank')).toEqual([
      'Bank',
      'Bank of the North',
      'Northern Bank',
      'Banking Group',
      'Sandbanks',
      'Hillside',
      'Riverside',
    ]);
  });

  it('puts whoever is called so first, by name or by domain, however well others fit', () => {
    const called = indexAtOnce([
      entry('Lake'),
      entry('Lake Lake'),
      entry('Zeta', { domain: 'lake' }),
      entry('Other', { domain: 'other.example', tags: ['lake'] }),
      entry('Omega', { domain: 'lake.example' }),
    ]);
    expect(found(called, 'lake')).toEqual(['Lake', 'Zeta', 'Lake Lake', 'Omega', 'Other']);
    expect(findInIndex(called, 'lake', country).whole).toBe(2);
    expect(found(called, 'lake.example').slice(0, 2)).toEqual(['Lake', 'Omega']);
    expect(findInIndex(called, 'lak', country).whole).toBe(0);
  });

  it('is that of the names where all are asked for, then that of the domains, however many and however mixed', () => {
    const mixed = manyCustomers(1700).map((one, i) => ({
      ...one,
      name: `${one.name} ${i % 3 === 0 ? '' : i}`,
    }));
    const twins = [
      entry('Twin', { domain: 'b.example' }),
      entry('Twin', { domain: 'a.example', id: 'first' }),
    ];
    const all = [...twins, ...mixed].toSorted((a, b) => (a.id < b.id ? 1 : -1));
    const names = new Intl.Collator('en');
    const expected = all.toSorted(
      (a, b) => names.compare(a.name, b.name) || names.compare(a.domain, b.domain),
    );
    expect(indexAtOnce(all).entries).toEqual(expected);
    expect(findInIndex(indexAtOnce(all), '', country).entries).toEqual(expected);
  });

  it('takes a word for mistyped only where nothing fits as it is', () => {
    expect(found(index, 'bankin')).toEqual(['Banking Group']);
    expect(found(index, 'bankign')).toEqual(['~', 'Banking Group']);
  });

  it('prefers one mistake to two', () => {
    const near = indexAtOnce([entry('Contaso'), entry('Contoso'), entry('Contozzo')]);
    expect(found(near, 'contosoo')).toEqual(['~', 'Contoso']);
    expect(found(near, 'contosox')).toEqual(['~', 'Contoso']);
    expect(found(near, 'contxxso')).toEqual(['~', 'Contaso', 'Contoso']);
    expect(found(near, 'ocntoso')).toEqual(['~', 'Contoso']);
  });
});

describe('names as people type them', () => {
  const index = indexAtOnce([
    entry('Ørsted Energi', { country: 'DK' }),
    entry('Łódź Systemy', { country: 'PL' }),
    entry('Müller & Söhne GmbH', { country: 'DE' }),
    entry('Straßenbau AG', { country: 'DE' }),
    entry('株式会社コントソ', { domain: 'contoso-jp.example', country: 'JP' }),
    entry("L'Atelier", { country: 'FR' }),
  ]);
  it.each([
    ['orsted', 'Ørsted Energi'],
    ['lodz', 'Łódź Systemy'],
    ['muller sohne', 'Müller & Söhne GmbH'],
    ['Müller & Söhne', 'Müller & Söhne GmbH'],
    ['strassenbau', 'Straßenbau AG'],
    ['コントソ', '株式会社コントソ'],
    ['latelier', "L'Atelier"],
    ['l’atelier', "L'Atelier"],
  ])('"%s" finds %s', (text, name) => {
    expect(found(index, text)).toEqual([name]);
  });

  it('a country is known by its name in the language of the user, and by its code', () => {
    const inDutch = (code: string) => dutch.of(code) ?? code;
    expect(found(index, 'denemarken', inDutch)).toEqual(['Ørsted Energi']);
    expect(found(index, 'duitsland', inDutch)).toHaveLength(2);
    expect(found(index, 'dk', inDutch)).toEqual(['Ørsted Energi']);
    expect(found(index, 'denemrken', inDutch)).toEqual(['~', 'Ørsted Energi']);
  });
});

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

/** Some alike in name, country or tags, and one twice in two states. */
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
    const now = after([entry('Alpha', { name: 'Aleph' }), entry('Gamma', { country: 'NL' }), entry('Delta')]);
    if (!now) throw new Error('too many changes');
    expect(found(now, '')).toEqual(['Aleph', 'Delta', 'Gamma']);
    expect(found(now, 'nl')).toEqual(['Gamma']);
    expect(found(now, 'beta')).toEqual([]);
    expect(found(now, 'betta')).toEqual([]);
    expect(found(now, 'detla')).toEqual(['~', 'Delta']);
  });

  it('too many changes are a new list', () => {
    expect(after([entry('Delta'), entry('Epsilon'), entry('Zeta')], 2)).toBeUndefined();
    expect(after([], 2)).toBeUndefined();
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

  it('a long list has no index until it is built beside the turns, and then follows', async () => {
    const search = new CustomerSearch();
    const long = manyCustomers(5000);
    expect(search.of('partner', long)).toBeUndefined();
    await search.prepare('partner', long);
    const built = search.of('partner', long);
    expect(built?.entries).toHaveLength(5000);
    expect(search.of('partner', long)).toBe(built);
    expect(search.of('partner', [...long, entry('Omega')])?.entries).toHaveLength(5001);
    expect(search.of('other', [entry('Omega')])?.entries).toHaveLength(1);
    expect(
      search.of(
        'partner',
        manyCustomers(3000).map((one) => ({ ...one, id: `new-${one.id}` })),
      ),
    ).toBe(undefined);
  });
});
