/** The indexes of partners: at once for a short list, beside the turns for a long one, and following what changes. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CustomerSearch } from '../../../domain/search/customer-search.js';
import { entry } from '../../support/found-customers.js';
import { manyCustomers } from '../../support/many-customers.js';

const PARTNER = 'partner';
const LONG = manyCustomers(2001);
/** The same customers, so many of them under another name. */
const renamed = (count: number) => LONG.map((one, i) => (i < count ? { ...one, name: `Renamed ${i}` } : one));

/** How many turns it takes until there is an index of this list. */
async function turnsUntilBuilt(search: CustomerSearch, list: typeof LONG): Promise<number> {
  for (let turns = 0; turns < 1000; turns += 1) {
    if (search.of(PARTNER, list)) return turns;
    await setImmediate();
  }
  throw new Error('no index');
}

describe('the index of a partner', () => {
  it('is there at once for 2,000 customers, and comes beside the turns for more', async () => {
    const search = new CustomerSearch();
    expect(search.of('short', LONG.slice(0, 2000))?.entries).toHaveLength(2000);
    expect(search.of(PARTNER, LONG)).toBeUndefined();
    expect(await turnsUntilBuilt(search, LONG)).toBeGreaterThan(2001 / 500);
    expect(search.of(PARTNER, LONG)?.entries).toHaveLength(2001);
  });

  it('is the same one as long as the list is', async () => {
    const search = new CustomerSearch();
    await search.prepare(PARTNER, LONG);
    const built = search.of(PARTNER, LONG);
    expect(built?.entries).toHaveLength(2001);
    expect(search.of(PARTNER, LONG)).toBe(built);
    expect(search.of(PARTNER, [...LONG])).toBe(built);
  });

  it('is each partner its own', async () => {
    const search = new CustomerSearch();
    await search.prepare(PARTNER, LONG);
    expect(search.of('other', [entry('Omega')])?.entries).toEqual([entry('Omega')]);
    expect(search.of(PARTNER, LONG)?.entries).toHaveLength(2001);
  });

  it('follows up to 500 changes at once; more are a new list', async () => {
    const search = new CustomerSearch();
    await search.prepare(PARTNER, LONG);
    const some = renamed(500);
    expect(search.of(PARTNER, some)?.entries.filter(({ name }) => name.startsWith('Renamed'))).toHaveLength(
      500,
    );
    expect(search.of(PARTNER, LONG)?.entries.filter(({ name }) => name.startsWith('Renamed'))).toEqual([]);
    const many = renamed(501);
    expect(search.of(PARTNER, many)).toBeUndefined();
    await turnsUntilBuilt(search, many);
    expect(search.of(PARTNER, many)?.entries.filter(({ name }) => name.startsWith('Renamed'))).toHaveLength(
      501,
    );
  });

  it('of a short list is built anew at once, however much has changed', () => {
    const search = new CustomerSearch();
    search.of(PARTNER, [entry('Omega')]);
    const other = manyCustomers(1000);
    expect(search.of(PARTNER, other)?.byId.get('Omega')).toBeUndefined();
    expect(search.of(PARTNER, other)?.entries).toHaveLength(1000);
  });

  it('is built once for all who ask meanwhile, and again for whoever asks later', async () => {
    const search = new CustomerSearch();
    const [first, second] = [search.prepare(PARTNER, LONG), search.prepare(PARTNER, [entry('Omega')])];
    await Promise.all([first, second]);
    expect(search.of(PARTNER, LONG)?.entries).toHaveLength(2001);
    await search.prepare(PARTNER, [entry('Omega')]);
    expect(search.of(PARTNER, LONG)).toBeUndefined();
  });

  it('lets others go first while it is built', async () => {
    const search = new CustomerSearch();
    let turns = 0;
    let built = false;
    const building = search.prepare(PARTNER, LONG).then(() => {
      built = true;
    });
    while (!built) {
      await setImmediate();
      turns += 1;
    }
    await building;
    expect(turns).toBeGreaterThan(2001 / 500);
  });
});
