/** What words mean at a partner: its products, a customer's reservations, and the day. */
import { describe, expect, it } from '@jest/globals';
import { PRICES as PRICE_LIST } from '../../../domain/store/kinds.js';
import { customer, product, reservation } from '../../support/builders.js';
import { CUSTOMER_ID, PRICES, refused, testDesk } from '../../support/desk.js';

describe('the words of products', () => {
  it('are those of the partner’s own price list, as it stands', async () => {
    const { desk, actor, put } = await testDesk({ prices: { ...PRICES, products: [product()] } });
    const before = await desk.productWords(actor());
    expect([...before]).toEqual(expect.arrayContaining(['d2s', 'v5', 'machines', 'vm']));
    expect(before.has('suse')).toBe(false);
    await put(PRICE_LIST, PRICES);
    expect((await desk.productWords(actor())).has('suse')).toBe(true);
  });

  it.each(['left', 'nobody'])('are not for %s', async (who) => {
    const { desk, actor } = await testDesk();
    expect(await refused(desk.productWords(actor(who)))).toEqual({ code: 'UnknownUser' });
    expect(await refused(desk.reservationsNamed(actor(who), CUSTOMER_ID, { text: '' }))).toEqual({
      code: 'UnknownUser',
    });
  });
});

describe('the reservations that words name', () => {
  const d2 = reservation({ id: 'd2' });
  const like = (id: string, given: Partial<typeof d2.product>) =>
    reservation({ id, product: { ...d2.product, ...given } });
  const open = () =>
    testDesk({
      customers: [
        customer({
          reservations: [
            reservation({ ...d2, id: 'gone', status: 'refunded' }),
            d2,
            like('d2 east', { region: 'eastus' }),
            like('d2 v2', { name: 'Standard_D2s_v5_v2' }),
            like('d2 three', { term: 'P3Y' }),
            like('sql', { name: 'SQL vCore', type: 'sqlDatabase' }),
          ],
        }),
      ],
    });
  it.each([
    [{ text: 'd2s_v5' }, ['d2', 'd2 east', 'd2 three']],
    [{ text: 'd2s' }, ['d2', 'd2 east', 'd2 three', 'd2 v2']],
    [{ text: 'd2s_v5 eastus' }, ['d2 east']],
    // What was said of region and term counts more than what else the words may mean.
    [{ text: 'd2s_v5 eastus', region: 'westeurope', term: 'P1Y' }, ['d2']],
    [{ text: 'd2s_v5 1 year', term: 'P3Y' }, ['d2 three']],
    [{ text: 'd2s_v5', region: 'swedencentral' }, []],
    [{ text: '', term: 'P3Y' }, ['d2 three']],
    [{ text: 'sqls' }, []],
    [{ text: '' }, ['d2', 'd2 east', 'd2 three', 'd2 v2', 'sql']],
  ])('%j: %j', async (said, ids) => {
    const { desk, actor } = await open();
    const { reservations, approximate } = await desk.reservationsNamed(actor(), CUSTOMER_ID, said);
    expect(reservations.map(({ reservation: { id } }) => id).toSorted()).toEqual(ids);
    expect(approximate).toBe(false);
  });

  it('are in order: the newest purchase first', async () => {
    const bought = (id: string, startsOn: string) => reservation({ id, startsOn });
    const { desk, actor } = await testDesk({
      today: '2021-06-01',
      customers: [
        customer({
          reservations: [
            bought('old', '2021-01-01'),
            bought('new', '2021-05-01'),
            bought('middle', '2021-03-01'),
          ],
        }),
      ],
    });
    const { reservations } = await desk.reservationsNamed(actor(), CUSTOMER_ID, { text: 'd2s_v5' });
    expect(reservations.map(({ reservation: { id } }) => id)).toEqual(['new', 'middle', 'old']);
  });

  it('are what is no longer there, where it is all that there is', async () => {
    const gone = reservation({ id: 'gone', status: 'refunded' });
    const { desk, actor } = await testDesk({ customers: [customer({ reservations: [gone] })] });
    const { reservations } = await desk.reservationsNamed(actor(), CUSTOMER_ID, { text: 'd2s_v5' });
    expect(reservations.map(({ reservation: { id } }) => id)).toEqual(['gone']);
  });

  it('are not those of a customer that there is not', async () => {
    const { desk, actor } = await open();
    expect(await refused(desk.reservationsNamed(actor(), 'nobody', { text: '' }))).toMatchObject({
      code: 'CustomerNotFound',
    });
  });
});

it('the day at the desk is the UTC day of its clock', async () => {
  const { desk, clock } = await testDesk();
  clock.goTo('2021-03-01T23:59:59Z');
  expect(await desk.dayToday()).toBe('2021-03-01');
  clock.forward(1);
  expect(await desk.dayToday()).toBe('2021-03-02');
});
