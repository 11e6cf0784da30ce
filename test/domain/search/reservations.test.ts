/** Which reservations words mean: what can be returned first, whole names before parts, near ones named as such. */
import { describe, expect, it } from '@jest/globals';
import { DemoDesk } from '../../support/demo-desk.js';

const actor = { partnerId: 'northbridge', userId: 'anna-admin' };
const demo = await DemoDesk.open();

async function named(domain: string, said: { text: string; region?: string; term?: string }) {
  const { id } = await demo.customer(domain);
  const { reservations, approximate } = await demo.desk.reservationsNamed(actor, id, said);
  const found = reservations.map(
    ({ reservation: { product } }) => `${product.name} ${product.region} ${product.term}`,
  );
  return approximate ? ['near', ...found] : found;
}

describe('a reservation named in words', () => {
  it.each([
    ['fabrikam', { text: 'D2s_v5' }, ['Standard_D2s_v5 eastus P3Y']],
    ['fabrikam', { text: 'd2s v5' }, ['Standard_D2s_v5 eastus P3Y']],
    ['fabrikam', { text: 'sql' }, ['SQL Managed Instance General Purpose Gen5 westus P1Y']],
    ['fabrikam', { text: 'B12ms', region: 'eastus' }, ['Standard_B12ms eastus P1Y']],
    ['fabrikam', { text: 'B12ms', region: 'westeurope' }, []],
    ['fabrikam', { text: 'D2s_v9' }, []],
    ['fabrikam', { text: '', term: 'P3Y' }, ['Standard_D2s_v5 eastus P3Y']],
    [
      'northwind',
      { text: 'D2s_v5' },
      ['Standard_D2s_v5 swedencentral P1Y', 'Standard_D2s_v5 swedencentral P3Y'],
    ],
    ['northwind', { text: 'D2s_v5', term: 'P3Y' }, ['Standard_D2s_v5 swedencentral P3Y']],
    ['northwind', { text: 'd2s_v5 3 years' }, ['Standard_D2s_v5 swedencentral P3Y']],
    ['northwind', { text: 'cosmso' }, ['near', 'Azure Cosmos DB 5,000 RU/s Multi-region global P1Y']],
    ['tailspin', { text: 'D2s_v5' }, []],
  ])('%s: %j', async (domain, said, expected) => {
    expect(await named(domain, said)).toEqual(expected);
  });

  it('is one that can be returned where one of them can', async () => {
    // Woodgrove has returned its D2s_v5; Trey's D4ds_v5 have ended: there is no other to mean.
    expect(await named('woodgrove', { text: 'D2s_v5' })).toEqual(['Standard_D2s_v5 eastus P3Y']);
    await demo.change('fabrikam', ({ reservations }) => {
      const like = reservations.find(({ product }) => product.name === 'Standard_B12ms');
      if (like) reservations.push({ ...like, id: 'returned', status: 'refunded' });
    });
    expect(await named('fabrikam', { text: 'B12ms' })).toEqual(['Standard_B12ms eastus P1Y']);
  });

  it('is the one whose whole name it is', async () => {
    await demo.change('fabrikam', ({ reservations }) => {
      const like = reservations.find(({ product }) => product.name === 'Standard_B12ms');
      if (like)
        reservations.push({ ...like, id: 'longer', product: { ...like.product, name: 'Standard_B12ms_v2' } });
    });
    expect(await named('fabrikam', { text: 'B12ms' })).toEqual(['Standard_B12ms eastus P1Y']);
    expect(await named('fabrikam', { text: 'B12' })).toHaveLength(2);
  });
});
