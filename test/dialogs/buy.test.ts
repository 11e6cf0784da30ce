/** Buying, by clicking and by typing (rules section 2). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, buying', (channel) => {
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

  it('asks back where two customers have the same name', async () => {
    const { chat } = await open();
    await chat.say('buy Adatum Corporation');
    const card = chat.card('choose-customer');
    expect(card.choices('customer')).toHaveLength(2);
    await chat.say('2');
    chat.text(/Adatum Europe/);
  });

  it('asks for a country that is not known, keeps it, and goes on', async () => {
    const { demo, chat } = await open();
    await chat.say('buy litware');
    await chat.submit('next', { country: 'Atlantis' });
    chat.text(/“Atlantis” is not the name or code/);
    expect(chat.card('ask-country').value('country')).toBe('Atlantis');
    await chat.submit('next', { country: 'israel' });
    chat.card('choose-product');
    expect((await demo.customer('litware')).country).toBe('IL');
  });

  it('takes a typed country too', async () => {
    const { demo, chat } = await open();
    await chat.say('buy litware');
    await chat.say('Netherlands');
    chat.card('choose-product');
    expect((await demo.customer('litware')).country).toBe('NL');
  });

  it('refuses a market where reservations are not sold, also when the country was just filled in', async () => {
    const { chat } = await open();
    await chat.say('buy tailspin');
    chat.text(/not sold in Niger/);
    await chat.say('buy litware');
    await chat.say('Niger');
    chat.text(/not sold in Niger/);
    await chat.say('buy wingtip');
    chat.card('choose-product');
  });

  it('adds an Azure plan with the acceptance of the agreement first, and then goes on', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fourth coffee');
    expect(chat.card('add-plan').text).toMatch(/Pay-As-You-Go/);
    const filled = { firstName: 'Olivia', lastName: 'Tremblay', email: 'olivia@fourthcoffee.example' };
    await chat.submit('add', { ...filled, date: '2026-11-22' });
    chat.text(/still to come/);
    expect(chat.card('add-plan').value('firstName')).toBe('Olivia');
    await chat.submit('add', { ...filled, email: 'olivia', date: '' });
    chat.text(/Fill in an e-mail address/);
    chat.text(/Fill in the date/);
    await chat.submit('add', { ...filled, date: '2026-11-20' });
    chat.card('choose-product');
    const { agreement, subscriptions } = await demo.customer('fourthcoffee');
    expect(agreement).toMatchObject({ lastName: 'Tremblay', date: '2026-11-20' });
    expect(subscriptions.map(({ offer }) => offer)).toEqual(['other', 'azurePlan']);
  });

  it('takes the acceptance as one typed line', async () => {
    const { demo, chat } = await open();
    await chat.say('buy proseware');
    await chat.say('Ann Lee, ann@proseware.example, 2026-03-31');
    chat.card('choose-product');
    expect((await demo.customer('proseware')).agreement?.firstName).toBe('Ann');
  });

  it('a Helpdesk agent may not confirm the agreement; the role that may is named', async () => {
    const { demo, chat } = await open();
    await demo.giveRoles('hiroshi-helpdesk', ['HelpdeskAgent', 'UserManagementAdmin']);
    await chat.actAs('helpdesk agent');
    await chat.say('buy proseware');
    await chat.say('Ann Lee, ann@proseware.example, 2026-03-31');
    chat.text(/Admin agent (and|or) Sales agent/);
    expect((await demo.customer('proseware')).subscriptions).toEqual([]);
  });

  it('a customer with the agreement and a legacy subscription is offered a plan without asking for the agreement', async () => {
    const { demo, chat } = await open();
    await chat.say('buy lamna');
    expect(chat.card('add-plan').fields).toEqual([]);
    await chat.submit('add');
    chat.card('choose-product');
    expect((await demo.customer('lamna')).subscriptions).toHaveLength(2);
  });

  it('a suspended subscription is not offered', async () => {
    const { chat } = await open();
    await chat.say('buy alpine');
    expect(chat.card('choose-product').fields).not.toContain('subscription');
    chat.noText(/Alpine Test/);
  });

  it('a subscription that is suspended meanwhile is refused at Buy, and nothing is ordered', async () => {
    const { demo, chat } = await atReview();
    await demo.change('fabrikam', ({ subscriptions }) => {
      for (const one of subscriptions) one.state = 'suspended';
    });
    await chat.submit('buy');
    chat.text(/Fabrikam Production is suspended/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('a Sales agent buys on the subscriptions with access only', async () => {
    const { chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('buy vanarsdel');
    expect(chat.card('choose-product').fields).not.toContain('subscription');
    await chat.say('cancel');
    await chat.say('buy northwind');
    chat.text(/You need access to Northwind Production/);
  });

  it('several subscriptions are a choice on the card', async () => {
    const { demo, chat } = await open();
    await chat.say('buy vanarsdel');
    const card = chat.card('choose-product');
    const research = card.choice('subscription', /Research/);
    await chat.submit('add', { subscription: research, product: card.choices('product')[0] ?? '' });
    await chat.submit('buy');
    expect((await demo.customer('vanarsdel')).orders.at(-1)?.items[0]?.subscriptionId).toBe(research);
  });

  it.each([
    ['which product', ['buy fabrikam'], '1 x 2'],
    ['the review', ['buy fabrikam', '1 x 2'], 'buy'],
  ])('access withdrawn at %s is refused, with the subscription named', async (_step, path, next) => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    for (const text of path) await chat.say(text);
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.say(next);
    chat.text(/You need access to Fabrikam Production/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('the button Buy pressed again orders nothing more and names the same order', async () => {
    const { demo, chat } = await atReview();
    const review = chat.card('review');
    await chat.submit('buy');
    const { number = '' } = (await demo.customer('fabrikam')).orders.at(-1) ?? {};
    for (let i = 0; i < 2; i++) {
      await chat.submitOn(review, 'buy');
      chat.text(new RegExp(`no longer current\\. Ordered: ${number}, USD 5,118\\.00`));
    }
    chat.restart();
    await chat.submitOn(review, 'buy');
    chat.text(new RegExp(number));
    expect((await demo.customer('fabrikam')).orders).toHaveLength(5);
    if (channel === 'msteams') expect(chat.message(review.messageId)).toContain(number);
  });

  it('a Buy that the channel delivers twice orders once', async () => {
    const { demo, chat } = await atReview();
    await chat.submit('buy');
    await chat.deliverAgain();
    expect(chat.said).toEqual([]);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(5);
  });

  it('a price that changed between review and Buy shows the new review; Buy then buys at that price', async () => {
    const { demo, chat } = await atReview();
    await demo.reprice(({ lists }) => {
      for (const list of Object.values(lists)) list.prices['vm-standard_b12ms-eastus-P1Y'] = '3000.00';
    });
    await chat.submit('buy');
    chat.text(/Something changed since you last looked/);
    chat.text(/USD 6,000\.00/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
    await chat.submit('buy');
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('6000.00');
  });

  it('a product that left the price list meanwhile is refused, and nothing is ordered', async () => {
    const { demo, chat } = await atReview();
    await demo.reprice((prices) => {
      prices.products = prices.products.filter(({ id }) => id !== 'vm-standard_b12ms-eastus-P1Y');
    });
    await chat.submit('buy');
    chat.text(/not in the price list/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('fields changed on the review and Buy in one go show the new review first', async () => {
    const { demo, chat } = await atReview();
    const review = chat.card('review');
    await chat.submit('buy', { [review.field('quantity_')]: '3', [review.field('billing_')]: 'monthly' });
    chat.text(/Something changed since you last looked/);
    chat.text(/12 monthly payments/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
    await chat.submit('buy');
    expect((await demo.customer('fabrikam')).orders.at(-1)?.items[0]).toMatchObject({
      quantity: 3,
      billing: 'monthly',
      price: '7677.00',
    });
  });

  it.each(['0.5', 'abc', '9999', ''])(
    'a quantity of "%s" on the review is said beside it and kept',
    async (typed) => {
      const { demo, chat } = await atReview();
      const quantity = chat.card('review').field('quantity_');
      await chat.submit('buy', { [quantity]: typed });
      chat.text(/whole number/);
      expect(chat.card('review').value(quantity)).toBe(typed);
      expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
    },
  );

  it('a quantity of 0 takes the item out, and the last one empties the cart', async () => {
    const { demo, chat } = await atReview();
    await chat.submit('update', { [chat.card('review').field('quantity_')]: '0' });
    chat.text(/The cart is empty now\. Nothing was bought/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('changes the review by typing', async () => {
    const { demo, chat } = await atReview();
    await chat.say('monthly');
    chat.text(/12 monthly payments/);
    await chat.say('quantity 5');
    chat.text(/USD 12,795\.00/);
    await chat.say('reseller First Up Consultants');
    chat.text(/First Up Consultants \(4517203\)/);
    await chat.say('single');
    chat.text(/can not be chosen on this subscription at purchase/);
    await chat.say('gibberish');
    chat.text(/I did not understand “gibberish”/);
    await chat.say('yes');
    expect((await demo.customer('fabrikam')).orders.at(-1)?.items[0]).toMatchObject({
      quantity: 5,
      billing: 'monthly',
      scope: 'shared',
      resellerId: 'first-up',
    });
  });

  it('a colleague’s cart is not touched, and both have bought', async () => {
    const { demo, chat } = await atReview();
    const colleague = new Chat(demo, { channel, conversationId: 'another' });
    await colleague.actAs('global admin');
    await colleague.say('buy fabrikam');
    await colleague.say('3');
    await colleague.say('buy');
    await chat.submit('buy');
    const orders = (await demo.customer('fabrikam')).orders.slice(-2);
    expect(orders.map(({ by, total }) => [by?.userId, total])).toEqual([
      ['giulia-global', '997.00'],
      ['anna-admin', '5118.00'],
    ]);
  });

  it('one cart in two chats is bought once; the second is told by whom, when and what stands', async () => {
    const { demo, chat } = await atReview();
    const other = new Chat(demo, { channel, conversationId: 'another' });
    await other.say('buy fabrikam');
    await other.submit('review');
    await other.submit('buy');
    await chat.submit('buy');
    const { orders } = await demo.customer('fabrikam');
    expect(orders).toHaveLength(5);
    chat.text(new RegExp(`Anna Lindqvist placed it on .*${orders.at(-1)?.number}`));
  });

  it('a review looked at after 15 minutes is refreshed, and the next day still buys', async () => {
    const { demo, chat } = await atReview();
    demo.wait({ minutes: 16 });
    await chat.submit('update');
    chat.text(/hold until Nov 21, 2026, 09:31 UTC/);
    demo.wait({ days: 1 });
    await chat.submit('buy');
    expect((await demo.customer('fabrikam')).orders).toHaveLength(5);
  });

  it('a cart older than 7 days is gone, and nothing is bought from its card', async () => {
    const { demo, chat } = await atReview();
    demo.wait({ days: 8 });
    await chat.submit('buy');
    chat.text(/The cart is empty/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('"Buy more" on the confirmation begins again for the same customer', async () => {
    const { chat } = await atReview();
    await chat.submit('buy');
    await chat.submit('start buy');
    expect(chat.card('choose-product').text).toMatch(/Fabrikam, Inc\./);
  });
});
