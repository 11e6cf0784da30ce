/** The review of the cart, and Buy (rules section 2, check 6, and section 8). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, the review', (channel) => {
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

  it('a line that is sent again is said to be in the cart more than once', async () => {
    const chat = new Chat(await DemoDesk.open(), { channel });
    const line = 'buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam';
    await chat.say(line);
    chat.noText(/more than once/);
    await chat.say('cancel');
    await chat.say(line);
    expect(chat.card('review').text).toMatch(
      /^Standard_D2s_v5.* is in this cart more than once\. If you did not mean that/m,
    );
    const first = chat.card('review').fields.find((id) => id.startsWith('quantity_'));
    await chat.submit('update', { [first ?? '']: '0' });
    chat.noText(/more than once/);
  });

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

  it.each([
    ['quantity 3', 1, [3]],
    ['quantity 1 3', 1, [3]],
    ['quantity 2 5', 1, [2]],
    ['remove 2', 1, [2]],
    ['quantity 2 5', 2, [2, 5]],
    ['quantity 5', 2, [2, 1]],
    ['remove', 2, [2, 1]],
    ['remove 1', 2, [1]],
  ] as const)('%j with %d in the cart leaves the quantities %j', async (typed, items, quantities) => {
    const { demo, chat } = await atReview();
    if (items === 2) {
      await chat.say('add');
      await chat.say('2');
    }
    await chat.say(typed);
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items.map(({ quantity }) => quantity)).toEqual(quantities);
  });

  it('a question is no order', async () => {
    const { demo, chat } = await atReview();
    await chat.say('buy now?');
    chat.card('review');
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('a price that has changed is shown with the one before, in place of buying', async () => {
    const { demo, chat } = await atReview();
    await demo.reprice((prices) => {
      for (const [id, price] of Object.entries(prices.lists.USD?.prices ?? {})) {
        if (price === '2559.00' && prices.lists.USD) prices.lists.USD.prices[id] = '2600.00';
      }
    });
    await chat.submit('buy');
    chat.text(/2,559\.00/);
    chat.text(/USD 5,200\.00/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });
});
