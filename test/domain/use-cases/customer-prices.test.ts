/** A customer's prices as they are told and set: what changes something, and what the log says of it. */
import { describe, expect, it } from '@jest/globals';
import { customer } from '../../support/builders.js';
import { CUSTOMER_ID, HOST, refused, type TestDesk, testDesk, VM, VM_3Y } from '../../support/desk.js';

describe('customer prices', () => {
  const set = (t: TestDesk, change: { markup?: string; own?: [string, string] }) =>
    t.desk.setCustomerPrices(
      t.actor(),
      CUSTOMER_ID,
      {
        ...(change.markup === undefined ? {} : { markup: change.markup }),
        ...(change.own ? { own: { productId: change.own[0], price: change.own[1] } } : {}),
        locale: 'en',
      },
      JSON.stringify(change),
    );
  const remove = (t: TestDesk, attempt: string) =>
    t.desk.removeCustomerPrices(t.actor(), CUSTOMER_ID, attempt);
  const facts = async (t: TestDesk) => t.desk.customerPrices(t.actor(), CUSTOMER_ID, {});

  it('without a rule are the partner’s own', async () => {
    const t = await testDesk();
    const { products, ...rest } = await facts(t);
    expect(rest).toEqual({
      customerId: CUSTOMER_ID,
      customerName: 'Customer One',
      currency: 'USD',
      hasRule: false,
      markupPercent: '0',
      ownPrices: 0,
      changes: [],
      mayChange: true,
      rolesThatMay: ['AdminAgent', 'GlobalAdmin'],
    });
    expect(products.items.map(({ customer: { source } }) => source)).toEqual(
      products.items.map(() => 'partnerPrice'),
    );
    expect(products.items[0]?.product).not.toHaveProperty('prices');
  });

  it.each([
    ['a markup', [{ markup: '10' }], true, '10', 0],
    ['a price of its own', [{ own: [VM, '5'] }], true, '0', 1],
    ['both at once', [{ markup: '10', own: [VM, '5'] }], true, '10', 1],
    ['two prices', [{ own: [VM, '5'] }, { own: [VM_3Y, '6'] }], true, '0', 2],
    ['one that is taken away', [{ own: [VM, '5'] }, { own: [VM, ' '] }], false, '0', 0],
    ['no markup any more', [{ markup: '10' }, { markup: '0' }], false, '0', 0],
  ] as const)('with %s', async (_what, changes, hasRule, markupPercent, ownPrices) => {
    const t = await testDesk();
    for (const { own, ...rest } of changes as readonly { markup?: string; own?: [string, string] }[])
      await set(t, { ...rest, ...(own ? { own } : {}) });
    expect(await facts(t)).toMatchObject({ hasRule, markupPercent, ownPrices });
  });

  it('once removed are the partner’s own again, and removing them again changes nothing', async () => {
    const t = await testDesk();
    expect(await remove(t, 'none yet')).toEqual({ changed: false });
    await set(t, { markup: '10', own: [VM, '5'] });
    expect(await remove(t, 'first')).toEqual({ changed: true });
    expect(await remove(t, 'second')).toEqual({ changed: false });
    expect(await facts(t)).toMatchObject({ hasRule: false, markupPercent: '0', ownPrices: 0 });
    const [change] = (await facts(t)).changes;
    expect(change).toMatchObject({
      action: 'remove customer prices',
      before: '10%, 5.00 USD',
      after: '0%, —',
      outcome: 'done',
    });
    expect(change).not.toHaveProperty('subject');
  });

  it('that are set to what they are change nothing', async () => {
    const t = await testDesk();
    await set(t, { markup: '10', own: [VM, '5'] });
    expect(await set(t, { own: [VM, '5.00'] })).toEqual({ changed: false });
    expect(await set(t, { markup: '10.0' })).toEqual({ changed: false });
    expect(await set(t, { own: [VM_3Y, ''] })).toEqual({ changed: false });
    expect((await t.book()).activity).toHaveLength(1);
    expect((await t.book()).priceRules).toHaveLength(1);
    expect(await set(t, { own: [VM_3Y, '5'] })).toEqual({ changed: true });
    expect(await set(t, { own: [VM, '6'] })).toEqual({ changed: true });
  });

  it('of which nothing is said stay as they are, also where nobody has said anything yet', async () => {
    const t = await testDesk();
    expect(await set(t, {})).toEqual({ changed: false });
    expect((await t.book()).priceRules).toBeUndefined();
  });

  it('of a product that has none taken away, where no rule is yet, leave no rule', async () => {
    const t = await testDesk();
    expect(await set(t, { own: [VM, ''] })).toEqual({ changed: false });
    expect((await t.book()).priceRules).toBeUndefined();
  });

  it('keep the other prices and the markup, and say which price was changed', async () => {
    const t = await testDesk();
    await set(t, { markup: '10', own: [VM, '5'] });
    await set(t, { own: [HOST, '7'] });
    await set(t, { markup: '12' });
    expect((await t.book()).priceRules?.map(({ at: _at, ...rule }) => rule)).toMatchObject([
      { markupPercent: '10', ownPrices: { [VM]: '5.00' }, currency: 'USD', by: { userId: 'AdminAgent' } },
      { markupPercent: '10', ownPrices: { [VM]: '5.00', [HOST]: '7.00' } },
      { markupPercent: '12', ownPrices: { [VM]: '5.00', [HOST]: '7.00' } },
    ]);
    expect((await facts(t)).changes.map(({ subject, before, after }) => [subject, before, after])).toEqual([
      [undefined, '10%', '12%'],
      ['DSv3_Type3 · westeurope · P1Y', '—', '7.00 USD'],
      ['Standard_D2s_v5 · westeurope · P1Y', '0%, —', '10%, 5.00 USD'],
    ]);
  });

  it('tell the latest four changes, without what was refused', async () => {
    const t = await testDesk();
    for (const markup of ['1', '2', '3', '4', '5']) await set(t, { markup });
    await refused(set(t, { markup: '9999' }));
    expect((await facts(t)).changes.map(({ after }) => after)).toEqual(['5%', '4%', '3%', '2%']);
  });

  it('are found by words, and those with a price of their own alone', async () => {
    const t = await testDesk({ customers: [customer()] });
    await set(t, { own: [VM_3Y, '5'] });
    const found = async (search: Parameters<TestDesk['desk']['customerPrices']>[2]) =>
      (await t.desk.customerPrices(t.actor(), CUSTOMER_ID, search)).products.items.map(
        ({ product }) => product.id,
      );
    expect(await found({ text: 'd2s' })).toEqual([VM]);
    expect(await found({ onlyOwn: true })).toEqual([VM_3Y]);
    expect(await found({ text: 'd2s', onlyOwn: true })).toEqual([]);
    expect((await found({})).length).toBeGreaterThan(2);
  });

  it('stay in their order when one of them changes, so that the next is not typed to the wrong row', async () => {
    const t = await testDesk();
    const order = async () => (await facts(t)).products.items.map(({ product }) => product.id);
    const before = await order();
    for (const [i, id] of before.toReversed().entries()) await set(t, { own: [id, `${i + 1}`] });
    expect(await order()).toEqual(before);
  });

  it('for another currency than the rule was made in keep the markup alone', async () => {
    const t = await testDesk();
    await set(t, { markup: '10', own: [VM, '5'] });
    await t.change({ currency: 'EUR' });
    expect(await facts(t)).toMatchObject({
      currency: 'EUR',
      markupPercent: '10',
      ownPrices: 0,
      hasRule: true,
    });
  });
});
