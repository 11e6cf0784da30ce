/** Which customers are found, and in which order. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordsFor } from '../../../cards/words.js';
import type { CustomerEntry } from '../../../domain/model.js';
import { indexAtOnce } from '../../../domain/search/customer-index.js';
import { findInIndex, findInList } from '../../../domain/search/find-customers.js';
import { CUSTOMERS } from '../../../domain/store/kinds.js';
import { DemoDesk } from '../../support/demo-desk.js';
import { entry, found } from '../../support/found-customers.js';
import { manyCustomers } from '../../support/many-customers.js';

const ACTOR = { partnerId: 'northbridge', userId: 'anna-admin' };
const { country } = wordsFor('en-US');
const dutch = new Intl.DisplayNames('nl', { type: 'region' });

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

const idsOf = ({ entries }: { readonly entries: readonly CustomerEntry[] }) =>
  entries.map(({ id }) => id).toSorted();

describe('while there is no index yet', () => {
  const list = [
    entry('Zeta Lake', { tags: ['retail', 'key account'] }),
    entry('Lake', { domain: 'b.example', country: 'NL' }),
    entry('Other', { domain: 'lake' }),
    entry('lakeside', { country: 'SE' }),
    entry('Lake', { id: 'twin', domain: 'a.example' }),
    entry("Margie's Travel"),
  ];
  it.each([
    ['lake', ['twin', 'Lake', 'Other', 'lakeside', 'Zeta Lake'], 3],
    ['LAKE zeta', ['Zeta Lake'], 0],
    ['margies travel', ["Margie's Travel"], 1],
    ['lake netherlands', ['Lake'], 0],
    ['nl', ['Lake'], 0],
    ['swed', ['lakeside'], 0],
    ['key retail', ['Zeta Lake'], 0],
    ['zeta sweden', [], 0],
    ['lkae', [], 0],
    ['·', [], 0],
    ['', ['twin', 'Lake', 'lakeside', "Margie's Travel", 'Other', 'Zeta Lake'], 0],
    ['  ', ['twin', 'Lake', 'lakeside', "Margie's Travel", 'Other', 'Zeta Lake'], 0],
  ])('"%s" finds %j, so many of them called so: %j', (text, ids, whole) => {
    const { entries, ...rest } = findInList(list, text, country);
    expect(entries.map(({ id }) => id)).toEqual(ids);
    expect(rest).toEqual({ whole, approximate: false });
  });

  it('the same customers are found as with one, but for what is mistyped', () => {
    const letters = fc.stringMatching(/^[ab]{1,3}$/);
    const words = (most: number) =>
      fc.array(letters, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
    const customer = fc.record({
      name: words(3),
      domain: letters,
      tags: fc.array(words(2), { maxLength: 2 }),
    });
    const customers = fc
      .array(customer, { maxLength: 8 })
      .map((all) => all.map((one, i) => ({ ...one, id: `customer-${i}` })));
    fc.assert(
      fc.property(customers, words(3), (some, text) => {
        const without = findInList(some, text, country);
        const within = findInIndex(indexAtOnce(some), text, country);
        expect(idsOf(within)).toEqual(idsOf(without));
        expect(within.entries.slice(0, within.whole)).toEqual(without.entries.slice(0, without.whole));
        expect(within.whole).toBe(without.whole);
      }),
    );
  });
});

describe('by country', () => {
  const index = indexAtOnce([
    entry('Zulu', { country: 'NL' }),
    entry('Alpha', { country: 'NL', tags: ['lands'] }),
    entry('Nl Works'),
    entry('Sand', { country: 'SE' }),
    entry('Hamlet', { country: 'GB' }),
    entry('Netherlands Trade'),
  ]);
  it.each([
    // The code is as good as the beginning of a word, the name of the country less than the name of the customer.
    ['nl', ['Nl Works', 'Alpha', 'Zulu']],
    ['netherlands', ['Netherlands Trade', 'Alpha', 'Zulu']],
    ['the', ['Netherlands Trade', 'Alpha', 'Zulu']],
    ['ne', ['Netherlands Trade']],
    ['nl lands', ['Alpha', 'Zulu']],
    ['nethrelands', ['~', 'Alpha', 'Netherlands Trade', 'Zulu']],
    ['kingdom', ['Hamlet']],
    ['kingdmo', ['~', 'Hamlet']],
    ['untied', ['~', 'Hamlet']],
    ['nl kingdom', []],
    ['zulu swedn', []],
    ['zulu nethrlands', ['~', 'Zulu']],
  ])('"%s" finds %j', (text, names) => {
    expect(found(index, text)).toEqual(names);
  });
});
