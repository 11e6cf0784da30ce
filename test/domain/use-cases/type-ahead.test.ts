/** Names suggested while somebody types: the partner's own, in an order that can be relied on. */
import { describe, expect, it } from '@jest/globals';
import { DemoDesk } from '../../support/demo-desk.js';
import { refused, testDesk } from '../../support/desk.js';
import { SECRET, twoPartners } from '../../support/two-partners.js';

const ALL = { text: '', skip: 0, top: 15 };
const country = (code: string) => code;
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

describe('what is suggested', () => {
  it('is in the order of the list that is chosen from, and goes on where it was left', async () => {
    const { desk } = await DemoDesk.open();
    const anna = { partnerId: 'northbridge', userId: 'anna-admin' };
    const first = await desk.findCustomers(anna, {}, country);
    const suggested = await desk.customersCalled(anna, ALL, country);
    expect(ids(suggested).slice(0, first.items.length)).toEqual(ids(first.items));
    const later = await desk.customersCalled(anna, { ...ALL, skip: 5, top: 3 }, country);
    expect(ids(later)).toEqual(ids(suggested).slice(5, 8));
  });

  it('begins with whom the user worked with last', async () => {
    const { desk } = await DemoDesk.open();
    const anna = { partnerId: 'northbridge', userId: 'anna-admin' };
    const [, , third] = await desk.customersCalled(anna, ALL, country);
    await desk.noteCustomer(anna, third?.id ?? '');
    expect(ids(await desk.customersCalled(anna, { ...ALL, top: 1 }, country))).toEqual([third?.id]);
  });

  it('of products has every word as it was typed, region and term among them', async () => {
    const { desk } = await DemoDesk.open();
    const anna = { partnerId: 'northbridge', userId: 'anna-admin' };
    const called = async (text: string) => ids(await desk.productsNamed(anna, { ...ALL, text }));
    expect(await called('d2s_v5 west europe 3 years')).toEqual(['vm-standard_d2s_v5-westeurope-P3Y']);
    expect(await called('d2s_v5 westerope')).toEqual([]);
    expect((await called('3 years')).every((id) => id.endsWith('P3Y'))).toBe(true);
  });

  it('is never of another partner', async () => {
    const { desk, actor: ours, theirs } = await twoPartners();
    const said = await Promise.all([
      desk.customersCalled(ours, ALL, country),
      desk.customersCalled(ours, { ...ALL, text: theirs.customerName }, country),
      desk.productsNamed(ours, ALL),
      desk.productsNamed(ours, { ...ALL, text: 'Stripes' }),
      desk.productWithId(ours, theirs.productId),
    ]);
    expect(said[0]?.length).toBeGreaterThan(0);
    expect(JSON.stringify(said)).not.toMatch(SECRET);
    const ada = { partnerId: theirs.partnerId, userId: theirs.userId };
    expect(ids(await desk.productsNamed(ada, { ...ALL, text: 'Stripes' }))).toEqual([theirs.productId]);
  });

  it.each(['roleless', 'left', 'nobody'])('is nothing for %s', async (who) => {
    const { desk, actor } = await testDesk();
    for (const asked of [
      desk.customersCalled(actor(who), ALL, country),
      desk.productsNamed(actor(who), ALL),
      desk.productWithId(actor(who), 'any'),
    ])
      expect(await refused(asked)).toEqual({ code: 'UnknownUser' });
  });

  it('that is made up is no product', async () => {
    const { desk, actor } = await testDesk();
    expect(await desk.productWithId(actor(), '__proto__')).toBeUndefined();
  });
});
