/** One line and one confirmation: the jobs said at once, in three languages; and what is asked back where a word is in doubt. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../../support/chat.js';
import { DemoDesk } from '../../support/demo-desk.js';

const open = async (locale = 'en-US') => {
  const demo = await DemoDesk.open();
  return { demo, chat: new Chat(demo, { activity: { locale } }) };
};

describe.each([
  ['en-US', 'buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam', 'buy'],
  ['nl-NL', 'koop 3 D2s_v5 in west-europa voor 1 jaar, maandelijks, voor Fabrikam', 'koop'],
  ['sv-SE', 'köp 3 D2s_v5 i västeuropa i 1 år, månadsvis, för Fabrikam', 'köp'],
  ['sv-SE', 'buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam', 'buy'],
])('in %s "%s"', (locale, line, confirm) => {
  it('is at the review at once, and ordered in two turns', async () => {
    const { demo, chat } = await open(locale);
    await chat.say(line);
    chat.card('review');
    const before = await demo.customer('fabrikam');
    expect(before.orders).toHaveLength(4);
    await chat.say(confirm);
    expect(chat.turns).toBe(2);
    const { orders, reservations } = await demo.customer('fabrikam');
    expect(orders).toHaveLength(5);
    expect(orders.at(-1)).toMatchObject({
      total: '1557.00',
      items: [
        {
          quantity: 3,
          billing: 'monthly',
          product: { name: 'Standard_D2s_v5', region: 'westeurope', term: 'P1Y' },
        },
      ],
    });
    expect(reservations).toHaveLength(before.reservations.length + 1);
  });
});

describe.each([
  ['en-US', "refund 2 of Adatum's B1ms", 'file'],
  ['nl-NL', 'restitutie 2 B1ms van Adatum', 'indienen'],
  ['sv-SE', 'återbetala 2 B1ms för Adatum', 'skicka in'],
])('in %s "%s"', (locale, line, confirm) => {
  it('is the quote of the Adatum that has them, filed in two turns', async () => {
    const { demo, chat } = await open(locale);
    await chat.say(line);
    chat.card('refund-quote');
    chat.text(/167[.,]68/);
    expect((await demo.customer('adatum-us')).requests).toHaveLength(0);
    await chat.say(confirm);
    expect(chat.turns).toBe(2);
    const [request] = (await demo.customer('adatum-us')).requests;
    expect(request?.quote).toMatchObject({ figures: { quantity: 2, ofQuantity: 5, payable: '167.68' } });
  });
});

describe.each([
  ['en-US', "exchange Contoso's D2s_v5 for 2 D4ds_v5 3 years", 'file'],
  ['nl-NL', 'ruil D2s_v5 van Contoso in voor 2 D4ds_v5 3 jaar', 'indienen'],
  ['sv-SE', 'byt ut Contosos D2s_v5 mot 2 D4ds_v5 3 år', 'skicka in'],
])('in %s "%s"', (locale, line, confirm) => {
  it('is at the quote at once, in the region of what is returned, and filed in two turns', async () => {
    const { demo, chat } = await open(locale);
    await chat.say(line);
    chat.card('exchange-quote');
    expect((await demo.customer('contoso')).requests).toHaveLength(0);
    await chat.say(confirm);
    expect(chat.turns).toBe(2);
    expect((await demo.customer('contoso')).requests[0]?.quote).toMatchObject({
      returnedValue: '1424.59',
      newCommitment: '4152.88',
      netToPay: '2728.29',
      purchases: [{ quantity: 2, product: { name: 'Standard_D4ds_v5', region: 'westeurope', term: 'P3Y' } }],
    });
  });
});

describe.each([
  ['en-US', 'turn permission on for Northwind', 'northwind'],
  ['en-US', 'who may buy at Northwind?', 'northwind'],
  ['en-US', 'permission off margie', 'margiestravel'],
  ['nl-NL', 'zet de machtiging van Northwind aan', 'northwind'],
  ['nl-NL', 'wie mag kopen bij Northwind?', 'northwind'],
  ['sv-SE', 'slå på behörighet för Northwind', 'northwind'],
  ['sv-SE', 'stäng av behörigheten hos Margie', 'margiestravel'],
])('in %s "%s"', (locale, line, domain) => {
  it('shows the permission, and switches nothing', async () => {
    const { demo, chat } = await open(locale);
    const before = await demo.customer(domain);
    await chat.say(line);
    chat.card('permission');
    expect(await demo.customer(domain)).toEqual(before);
  });
});

describe.each([
  ['en-US', 'what expires next month?', /Fabrikam/, /Trey/],
  ['en-US', 'what expires at Fabrikam in 60 days', /D2s_v5/, /B12ms/],
  ['en-US', 'what expires at Fabrikam in 10 days', /No reservation expires between these days/, /D2s_v5/],
  ['nl-NL', 'wat verloopt volgende maand?', /Fabrikam/, /Trey/],
  ['nl-NL', 'wat verloopt bij Fabrikam over 60 dagen', /D2s_v5/, /B12ms/],
  ['sv-SE', 'vad upphör nästa månad?', /Fabrikam/, /Trey/],
  ['sv-SE', 'vad upphör hos Fabrikam om 60 dagar', /D2s_v5/, /B12ms/],
])('in %s "%s"', (locale, line, there, notThere) => {
  it('lists what expires between the days that were said', async () => {
    const { chat } = await open(locale);
    await chat.say(line);
    chat.card('attention-list');
    chat.text(there);
    chat.noText(notThere);
  });
});

describe.each([
  ['en-US', 'what expires next month?', 'attention-list'],
  ['nl-NL', 'wat verloopt volgende maand?', 'attention-list'],
  ['sv-SE', 'vad kräver uppmärksamhet?', 'attention'],
])('in %s "%s"', (locale, line, kind) => {
  it('is asked of all customers in the middle of a flow too, and without a question mark is an answer to it', async () => {
    const { chat } = await open(locale);
    await chat.say('refund');
    await chat.say(line);
    chat.card(kind);
    await chat.say('cancel');
    await chat.say('refund');
    await chat.say(`fabrikam ${line.replace('?', '')}`);
    expect(chat.waitsAt(kind)).toBe(false);
  });
});

describe.each(CHANNELS)('on %s, what is in doubt is asked, and the rest is kept:', (channel) => {
  const begin = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  it('two customers fit', async () => {
    const { demo, chat } = await begin();
    await chat.say('buy 2 D2s_v5 west europe 3 years for adatum, monthly');
    expect(chat.card('choose-customer').choices('customer')).toHaveLength(2);
    await chat.say('2');
    chat.card('review');
    await chat.say('buy');
    expect((await demo.customer('adatum')).orders.at(-1)?.items[0]).toMatchObject({
      quantity: 2,
      billing: 'monthly',
    });
  });

  it('a customer that is misspelt is never assumed', async () => {
    const { chat } = await begin();
    await chat.say("refund 1 of Fabirkam's B12ms");
    chat.text(/No customer matches “Fabirkam” as it is written/);
    await chat.say('1');
    chat.card('refund-quote');
    chat.text(/1 of 2/);
  });

  it('a customer whose name goes on is another one', async () => {
    const { chat } = await begin();
    await chat.say('buy 2 B1ms for Bank of Nowhere');
    chat.card('choose-customer');
    chat.text(/No customer matches “Bank of Nowhere”/);
  });

  it('several products fit: those are listed, with the quantity', async () => {
    const { demo, chat } = await begin();
    await chat.say('buy 4 D2s_v5 east us for Fabrikam, monthly');
    const card = chat.card('choose-product');
    expect(card.choices('product')).toHaveLength(2);
    expect(card.value('quantity')).toBe('4');
    await chat.submit('add', { product: card.choice('product', /1 year/) });
    chat.card('review');
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items).toMatchObject([{ quantity: 4, billing: 'monthly' }]);
  });

  it('a typed number takes the quantity that was said, unless another is typed with it', async () => {
    const { demo, chat } = await begin();
    await chat.say('buy 4 D2s_v5 east us for Fabrikam');
    await chat.say('1');
    await chat.say('buy 4 D2s_v5 east us for Fabrikam');
    await chat.say('1 x 2');
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items.map(({ quantity }) => quantity)).toEqual([4, 2]);
  });

  it('a product that there is not is named', async () => {
    const { chat } = await begin();
    await chat.say('buy 3 D2s_v9 for Fabrikam');
    expect(chat.card('choose-product').value('quantity')).toBe('3');
    chat.text(/I did not find “D2s_v9” in the price list\./);
    await chat.say("refund 2 of Fabrikam's D9s_v9");
    chat.text(/At Fabrikam, Inc\. I did not find “D9s_v9”\./);
    expect(chat.card('choose-reservation').choices('reservation')).toHaveLength(4);
    await chat.say("exchange Fabrikam's D9s_v9 for 2 D2s_v5");
    chat.card('choose-returns');
    chat.text(/At Fabrikam, Inc\. I did not find “D9s_v9”\./);
  });

  it('a product that is sold elsewhere only is named with the place', async () => {
    const { chat } = await begin();
    await chat.say('buy 3 B12ms west europe for Fabrikam');
    chat.text(/I did not find “B12ms West Europe” in the price list\./);
    expect(chat.card('choose-product').choices('product')).toHaveLength(2);
  });

  it('a product that only comes near is asked about', async () => {
    const { demo, chat } = await begin();
    await chat.say('buy 3 databriks 1 year for Fabrikam');
    chat.text(/Nothing in the price list is called “databriks 1 year” as it is written\./);
    expect(chat.card('choose-product').choices('product')).toHaveLength(1);
    expect((await demo.customer('fabrikam')).carts).toEqual({});
  });

  it('how many of it, where there are several and nothing was said', async () => {
    const { chat } = await begin();
    await chat.say("refund Fabrikam's B12ms");
    const card = chat.card('choose-reservation');
    expect(card.choices('reservation')).toHaveLength(1);
    await chat.submit('next', { reservation: card.choices('reservation')[0] ?? '', quantity: '1' });
    chat.card('refund-quote');
    chat.text(/1 of 2/);
  });

  it.each(['3', '0', '1.5'])('%s of two is no quantity, and is said so', async (quantity) => {
    const { chat } = await begin();
    await chat.say(`refund ${quantity} of Fabrikam's B12ms`);
    expect(chat.card('choose-reservation').value('quantity')).toBe(quantity);
    chat.text(/whole number/);
  });

  it('which subscription, where there are several', async () => {
    const { demo, chat } = await begin();
    await chat.say('buy 2 D2s_v5 west europe 3 years for vanarsdel');
    const card = chat.card('choose-product');
    expect(card.value('product')).toBe('vm-standard_d2s_v5-westeurope-P3Y');
    await chat.submit('add', { subscription: card.choice('subscription', /Research/) });
    chat.card('review');
    const [cart] = Object.values((await demo.customer('vanarsdel')).carts);
    expect(cart?.items[0]?.quantity).toBe(2);
  });

  it('what stands in the way comes first, and the line is not forgotten', async () => {
    const { chat } = await begin();
    await chat.say('buy 2 D2s_v5 west europe 3 years for litware');
    chat.card('ask-country');
    await chat.say('Netherlands');
    await chat.say('yes');
    expect(chat.card('review').text).toMatch(/917\.24 × 2/);
  });

  it('an exchange that does not reach the returned value yet asks for more', async () => {
    const { chat } = await begin();
    await chat.say("exchange Contoso's D2s_v5 for 1 B1ms 1 year");
    chat.card('choose-product');
    chat.text(/Still missing/);
  });

  it('in the middle of something else a line with a customer sets that aside; one without is an answer', async () => {
    const { chat } = await begin();
    await chat.say('buy fabrikam');
    await chat.say('refund 2 B1ms');
    chat.card('choose-product');
    await chat.say("refund 2 of Adatum's B1ms");
    chat.text(/^Buying is set aside/m);
    chat.card('refund-quote');
  });
});

describe('a line', () => {
  it('with several products fills the cart with each', async () => {
    const { demo, chat } = await open();
    await chat.say('buy 2 D2s_v5 3 years and 1 B1ms in east us for Fabrikam, single');
    // The term was said once, and holds for both.
    chat.card('review');
    chat.text(/Single subscription can not be chosen/);
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      ['vm-standard_d2s_v5-eastus-P3Y', 2],
      ['vm-standard_b1ms-eastus-P3Y', 1],
    ]);
  });

  it('with several returns exchanges them together', async () => {
    const { chat } = await open();
    await chat.say("exchange Fabrikam's B16ms and B12ms for 9 D2s_v5 3 years");
    chat.card('exchange-quote');
    chat.text(/Net to pay {2}USD 559\.85/);
  });

  it('with a reseller that is not known says so, and keeps the one of the subscription', async () => {
    const { demo, chat } = await open();
    await chat.say('buy 2 D2s_v5 3 years east us for Fabrikam via Nobody Consulting');
    chat.card('review');
    chat.text(/Nobody Consulting|reseller/i);
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items[0]?.resellerId).toBe('southridge');
  });

  it('with a reseller takes it', async () => {
    const { demo, chat } = await open();
    await chat.say('buy 2 D2s_v5 3 years east us for Fabrikam via First Up Consultants');
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items[0]?.resellerId).toBe('first-up');
  });

  it('is no way around rights', async () => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('buy 2 D2s_v5 sweden central 1 year for northwind');
    chat.text(/You need access to Northwind Production/);
    expect(chat.card('review').actions).not.toContain('buy');
    const { orders } = await demo.customer('northwind');
    await chat.say('buy');
    chat.text(/You need access to Northwind Production/);
    expect((await demo.customer('northwind')).orders).toEqual(orders);
  });

  it('of a reservation opens it', async () => {
    const { chat } = await open();
    await chat.say('reservations Fabrikam D2s');
    chat.text(/^1 × Standard_D2s_v5$/m);
  });

  it.each(['refund 2 of [x](http://y)', "exchange ${1+1}'s D2s_v5 for 2 B1ms", 'buy 2 \u202eB1ms for 🦆'])(
    'that is hostile is asked about: "%s"',
    async (text) => {
      const { chat } = await open();
      await chat.say(text);
      chat.card('choose-customer');
    },
  );
});
