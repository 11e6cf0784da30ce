/** Customers and products that Teams suggests while they are typed: chosen, typed, and made up. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, type ChannelName, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

async function open(channel: ChannelName = 'msteams') {
  const demo = await DemoDesk.open();
  return { demo, chat: new Chat(demo, { channel }) };
}
const D2S = 'vm-standard_d2s_v5-westeurope-P3Y';

describe('the field that suggests names', () => {
  it.each(CHANNELS)('is on the cards of Teams only, beside the search box: %s', async (channel) => {
    const { chat } = await open(channel);
    await chat.say('buy');
    const inTeams = channel === 'msteams' ? ['quick'] : [];
    expect(chat.card('choose-customer').fields).toEqual([...inTeams, 'search', 'customer']);
    await chat.say('fabrikam');
    expect(chat.card('choose-product').fields.filter((id) => ['quick', 'text'].includes(id))).toEqual([
      ...inTeams,
      'text',
    ]);
  });

  it('asks the desk for suggestions, is not required, and holds nothing that has to be chosen', async () => {
    const { chat } = await open();
    await chat.say('buy');
    const customers = JSON.stringify(chat.card('choose-customer').content);
    expect(customers).toContain('"choices.data":{"type":"Data.Query","dataset":"customers"}');
    await chat.say('fabrikam');
    const products = JSON.stringify(chat.card('choose-product').content);
    expect(products).toContain('"choices.data":{"type":"Data.Query","dataset":"products"}');
    expect(customers + products).not.toContain('isRequired');
  });

  it('with it the card goes on where nothing stands in the list', async () => {
    const { demo, chat } = await open();
    const { id } = await demo.customer('fabrikam');
    await chat.say('buy');
    await chat.say('zzzzzz');
    await chat.submit('next', { quick: id });
    chat.text(/Customer: Fabrikam/);
    await chat.say('nothing like that');
    await chat.submit('add', { quick: D2S, quantity: '2' });
    chat.card('review');
    chat.text(/D2s_v5/);
  });
});

describe('a customer in it', () => {
  it('that was chosen is the customer, whatever else stands on the card', async () => {
    const { demo, chat } = await open();
    const { id } = await demo.customer('fabrikam');
    await chat.say('customers');
    const [other = ''] = chat.card('choose-customer').choices('customer');
    expect(other).not.toBe(id);
    await chat.submit('next', { quick: id, customer: other, search: 'woodgrove' });
    expect(chat.card('customer').text).toMatch(/^Customer\nFabrikam/);
  });

  it('that was typed and not chosen is searched for', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.submit('next', { quick: 'ad' });
    expect(chat.card('choose-customer').value('search')).toBe('ad');
    chat.text(/customers? found/);
    await chat.submit('search', { quick: 'fabrikam', search: 'ad' });
    expect(chat.card('customer').text).toMatch(/^Customer\nFabrikam/);
  });

  it.each(['__proto__', 'constructor', '../../zzzz', '${1+1}', 'x'.repeat(1_000), '\u202e'])(
    'that is made up is a search that finds nothing: %s',
    async (quick) => {
      const { demo, chat } = await open();
      await chat.say('refund');
      await chat.submit('next', { quick });
      chat.text(/No customer matches|come near|comes near/);
      expect((await demo.customer('fabrikam')).requests).toEqual([]);
    },
  );
});

describe('a product in it', () => {
  const choosing = async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    return { demo, chat };
  };

  it('that was chosen is added, with the quantity of the card, at the price of the book', async () => {
    const { demo, chat } = await choosing();
    await chat.submit('add', { quick: D2S, quantity: '3' });
    const review = chat.card('review');
    expect(review.text).toMatch(/USD 997\.00 × 3 · Virtual machines · West Europe · 3 years/);
    await chat.submit('buy');
    const item = (await demo.customer('fabrikam')).orders.at(-1)?.items[0];
    expect(item).toMatchObject({ quantity: 3, product: { id: D2S } });
  });

  it('that was chosen is shown in the list where it is searched for, or where something is wrong', async () => {
    const { chat } = await choosing();
    await chat.submit('search', { quick: D2S, quantity: '4' });
    const shown = chat.card('choose-product');
    expect([shown.value('product'), shown.value('quantity')]).toEqual([D2S, '4']);
    await chat.say('more');
    await chat.submit('add', { quick: D2S, quantity: 'many' });
    const again = chat.card('choose-product');
    expect([again.value('product'), again.value('quantity')]).toEqual([D2S, 'many']);
    chat.text(/whole number/);
    await chat.submit('add', { quantity: '5' });
    chat.card('review');
  });

  it('that was typed and not chosen is searched for', async () => {
    const { chat } = await choosing();
    await chat.submit('add', { quick: 'd2s_v5 west europe 3 years', quantity: '7' });
    const card = chat.card('choose-product');
    expect(card.choices('product')).toEqual([D2S]);
    expect([card.value('text'), card.value('quantity')]).toEqual(['d2s_v5 west europe 3 years', '7']);
  });

  it.each(['__proto__', 'vm-standard_d2s_v5-westeurope-P9Y', 'x'.repeat(1_000), '{"id":1}'])(
    'that is made up is nothing in the price list: %s',
    async (quick) => {
      const { demo, chat } = await choosing();
      await chat.submit('add', { quick });
      expect(chat.card('choose-product').kind).toBe('choose-product');
      expect((await demo.customer('fabrikam')).carts).toEqual({});
    },
  );

  it('of another family does not come in place of what is returned', async () => {
    const { chat } = await open();
    await chat.say('exchange fabrikam');
    await chat.say('3');
    await chat.submit('add', { quick: D2S, quantity: '1' });
    chat.card('choose-product');
    chat.text(/same family|family/i);
  });
});

it('in Dutch and in Swedish the field has its words', async () => {
  const { demo } = await open();
  for (const [locale, typed, label] of [
    ['nl-NL', 'kopen', 'Zoeken tijdens het typen'],
    ['sv-SE', 'köp', 'Sök medan du skriver'],
  ] as const) {
    const chat = new Chat(demo, { channel: 'msteams', conversationId: locale, activity: { locale } });
    await chat.say(typed);
    expect(JSON.stringify(chat.card('choose-customer').content)).toContain(`"label":"${label}"`);
  }
});
