/** Buying, by clicking and by typing: what to buy and how many (rules section 2, check 5). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, choosing what to buy', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  /** At the review of two virtual machines for Fabrikam. */
  const atReview = async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1 x 2');
    chat.card('review');
    return { demo, chat };
  };

  it('takes four clicks from the greeting, and the order stands in the order history', async () => {
    const { demo, chat } = await open();
    await chat.join();
    await chat.submit('start buy');
    const customers = chat.card('choose-customer');
    await chat.submit('next', { customer: customers.choice('customer', /Fabrikam/) });
    const products = chat.card('choose-product');
    await chat.submit('add', { product: products.choice('product', /B12ms/), quantity: '2' });
    chat.text(/USD 5,118\.00/);
    await chat.submit('buy');
    expect(chat.turns).toBe(4);
    const order = (await demo.customer('fabrikam')).orders.at(-1);
    expect(order).toMatchObject({ total: '5118.00', currency: 'USD', by: { userId: 'anna-admin' } });
    expect(chat.card('order-placed').text).toContain(order?.number);
    chat.text(/Recorded here; not yet placed in Partner Center/);
  });

  it('takes three typed lines', async () => {
    const { demo, chat } = await open();
    await chat.say('Buy for Fabrikam');
    await chat.say('1 x 2');
    await chat.say('buy');
    expect(chat.turns).toBe(3);
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('5118.00');
  });

  it('finds a customer and a product by typing parts of them', async () => {
    const { chat } = await open();
    await chat.say('buy');
    await chat.say('northwind.example');
    await chat.say('d2s_v5 west europe 3 years');
    const card = chat.card('choose-product');
    expect(card.choices('product')).toEqual(['vm-standard_d2s_v5-westeurope-P3Y']);
    await chat.say('1');
    chat.text(/SEK 10,368\.80/);
  });

  it('narrows by the filters of the card, keeps what was chosen in them, and pages', async () => {
    const { chat } = await open();
    await chat.say('buy fabrikam');
    const first = chat.card('choose-product').choices('product');
    await chat.submit('more');
    const second = chat.card('choose-product').choices('product');
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    await chat.say('more');
    const third = chat.card('choose-product').choices('product');
    expect(third.filter((id) => [...first, ...second].includes(id))).toEqual([]);
    await chat.submit('search', { type: 'sqlDatabase', term: 'P3Y' });
    const card = chat.card('choose-product');
    expect(card.value('type')).toBe('sqlDatabase');
    expect(card.value('term')).toBe('P3Y');
    expect(card.choices('product').every((id) => /^sqldb-.*P3Y$/.test(id))).toBe(true);
  });

  it('puts several items in one order', async () => {
    const { demo, chat } = await atReview();
    await chat.submit('addMore');
    expect(chat.card('choose-product').actions).toContain('review');
    await chat.say('3');
    const review = chat.card('review');
    expect(review.fields.filter((id) => id.startsWith('quantity_'))).toHaveLength(2);
    await chat.submit('buy');
    const order = (await demo.customer('fabrikam')).orders.at(-1);
    expect(order?.items.map(({ quantity }) => quantity)).toEqual([2, 1]);
    expect(order?.total).toBe('6115.00');
  });

  it('goes from the products to the review by button or word, and refuses where the cart is empty', async () => {
    const { chat } = await atReview();
    await chat.say('add');
    await chat.submit('review');
    chat.card('review');
    await chat.say('add another');
    await chat.say('review');
    await chat.say('quantity 0');
    chat.text(/The cart is empty now/);
    await chat.say('buy fabrikam');
    await chat.say('review');
    chat.text(/The cart is empty/);
    expect(chat.card('refusal').actions).toEqual(['start buy']);
  });

  it('keeps the cart when buying is cancelled', async () => {
    const { chat } = await atReview();
    await chat.submit('cancel');
    await chat.say('buy fabrikam');
    await chat.submit('review');
    expect(chat.card('review').text).toMatch(/Total {2}USD 5,118\.00/);
  });

  it.each([
    ['0', /whole number from 1/],
    ['1.5', /“1\.5” does not work/],
    ['abc', /“abc” does not work/],
    ['', /whole number/],
    ['9999', /from 1 to 1,000/],
    ['-3', /whole number/],
  ])(
    'a quantity of "%s" is asked again beside the field, and the product stays chosen',
    async (typed, why) => {
      const { demo, chat } = await open();
      await chat.say('buy fabrikam');
      const product = chat.card('choose-product').choice('product', /B12ms/);
      await chat.submit('add', { product, quantity: typed });
      chat.text(why);
      const again = chat.card('choose-product');
      expect(again.value('product')).toBe(product);
      expect(again.value('quantity')).toBe(typed);
      expect((await demo.customer('fabrikam')).carts).toEqual({});
    },
  );

  it('asks for a product where none is chosen', async () => {
    const { chat } = await open();
    await chat.say('buy fabrikam');
    await chat.submit('add', { quantity: '7' });
    chat.text(/Choose a product of the list/);
    expect(chat.card('choose-product').value('quantity')).toBe('7');
  });

  it('a row that is typed is bought on the subscription and in the segment that the card shows', async () => {
    const { demo, chat } = await open();
    await chat.say('buy vanarsdel');
    const card = chat.card('choose-product');
    const research = card.choice('subscription', /Research/);
    await chat.submit('search', { subscription: research, segment: 'education' });
    await chat.say('1');
    const [cart] = Object.values((await demo.customer('vanarsdel')).carts);
    expect(cart?.segment).toBe('education');
    expect(cart?.items[0]?.subscriptionId).toBe(research);
  });

  it('what was put in the cart without access is refused at Buy, and that is in the activity log', async () => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('buy vanarsdel');
    const { subscriptions, activity } = await demo.customer('vanarsdel');
    const closed = subscriptions.find(({ access }) => access.length === 0)?.id ?? '';
    const value = chat
      .card('choose-product')
      .press('add', { product: chat.card('choose-product').choices('product')[0] ?? '' });
    await chat.submitValue({ ...(value as object), subscription: closed });
    await chat.say('buy');
    expect((await demo.customer('vanarsdel')).activity.at(-1)).toMatchObject({
      action: 'buy',
      outcome: 'refused',
      refusal: { code: 'NeedsAccess' },
    });
    expect((await demo.customer('vanarsdel')).activity).toHaveLength(activity.length + 1);
  });
});
