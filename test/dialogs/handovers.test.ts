/** Handing what was prepared to a colleague, on both sides of it, by clicking and by typing (rules section 1). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const ASKED = ['buy fabrikam', '1 x 2', 'buy'] as const;

describe.each(CHANNELS)('on %s, handing over', (channel) => {
  /** A Sales agent without access to Fabrikam, and Anna, who is an Admin agent, in a chat of her own. */
  const open = async () => {
    const demo = await DemoDesk.open();
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    const sales = new Chat(demo, { channel, conversationId: 'sales' });
    await sales.actAs('sales agent');
    const anna = new Chat(demo, { channel, conversationId: 'anna' });
    await anna.actAs('admin agent');
    const handovers = async () => (await demo.customer('fabrikam')).handovers ?? [];
    return { demo, sales, anna, handovers };
  };
  const type = async (chat: Chat, ...texts: string[]) => {
    for (const text of texts) await chat.say(text);
  };

  it('a cart: prepared without the right, refused at Buy, asked, seen at the greeting, ordered by the colleague', async () => {
    const { demo, sales, anna, handovers } = await open();
    await type(sales, ...ASKED);
    sales.text(/You need access to Fabrikam Production/);
    expect((await demo.customer('fabrikam')).activity.at(-1)).toMatchObject({
      action: 'buy',
      outcome: 'refused',
    });
    await sales.submit('start ask');
    const card = sales.card('ask-colleague');
    expect(card.text).toMatch(/Order of 1 item[\s\S]*Buy 2 × /);
    await sales.submit('ask', { colleague: card.choice('colleague', /Anna/), note: 'Before noon, please' });
    sales.text(/Anna Lindqvist sees it at the next visit/);

    await anna.say('hello');
    expect(anna.card('welcome').text).toMatch(/A colleague asks you to do something/);
    await anna.submit('start handovers');
    await anna.submit('next', { handover: anna.card('choose-handover').choices('handover')[0] ?? '' });
    expect(anna.card('handover').text).toMatch(/Sanjay Mehta asked Anna[\s\S]*Note: Before noon, please/);
    await anna.submit('do');
    expect(anna.card('review').actions).toContain('buy');
    await anna.submit('buy');
    anna.card('order-placed');
    expect(await handovers()).toMatchObject([{ state: 'done', closed: { by: { userId: 'anna-admin' } } }]);
    expect((await demo.customer('fabrikam')).carts).toEqual({});

    await sales.say('hello');
    sales.text(/Something that you handed over was answered/);
    await type(sales, 'handovers', '1');
    expect(sales.card('handover').text).toMatch(/Done by Anna Lindqvist .*: RD-/);
    await type(sales, 'cancel', 'hello');
    sales.noText(/handed over was answered/);
  });

  it('a cart can be asked for from the review, by its button', async () => {
    const { sales, handovers } = await open();
    await type(sales, 'buy fabrikam', '1 x 2');
    expect(sales.card('review').actions).not.toContain('buy');
    await sales.submit('start ask');
    await type(sales, 'anna');
    expect(await handovers()).toMatchObject([{ state: 'open', wish: { what: 'cart' } }]);
  });

  it('a refund: typed all along, and worked out again for the colleague', async () => {
    const { sales, anna, handovers } = await open();
    await type(sales, 'refund fabrikam', '1', 'file');
    sales.text(/You need access/);
    await type(sales, 'ask a colleague', '9');
    sales.text(/Choose a colleague of the list/);
    await type(sales, '1 the customer is waiting');
    expect(await handovers()).toMatchObject([
      { note: 'the customer is waiting', to: { userId: 'anna-admin' } },
    ]);
    await type(anna, 'handovers', '1', 'what is this');
    anna.text(/Type do, decline and the reason/);
    await type(anna, 'do');
    anna.card('refund-quote');
    await type(anna, 'file');
    anna.text(/Request filed/);
    expect(await handovers()).toMatchObject([{ state: 'done' }]);
  });

  it('an exchange begins at the quote, old against new', async () => {
    const { sales, anna, handovers } = await open();
    await type(sales, 'exchange fabrikam', '3', '1 x 40');
    await sales.submit('start ask');
    await type(sales, '1');
    await type(anna, 'handovers', '1', 'do');
    anna.card('exchange-quote');
    await type(anna, 'file');
    anna.text(/Request filed/);
    expect(await handovers()).toMatchObject([{ state: 'done', wish: { what: 'exchange' } }]);
  });

  it('a permission goes to an Admin agent only', async () => {
    const { sales, anna, handovers } = await open();
    await type(sales, 'permissions fabrikam', 'on');
    sales.text(/takes the role Admin agent/);
    await sales.submit('start ask');
    expect(sales.card('ask-colleague').choices('colleague')).toEqual(['anna-admin']);
    await type(sales, '1');
    await type(anna, 'handovers', '1', 'do', 'on');
    anna.text(/^Permission is on/m);
    expect(await handovers()).toMatchObject([{ state: 'done' }]);
  });

  it('is declined with a reason, which the asker sees', async () => {
    const { sales, anna, handovers } = await open();
    await type(sales, ...ASKED, 'ask a colleague', '1');
    await type(anna, 'handovers', '1', 'decline');
    expect(anna.card('handover').text).toMatch(/Write in a sentence/);
    await type(anna, 'decline Wait for the new price list');
    anna.text(/^Declined: HO-/m);
    await type(sales, 'handovers', '1');
    expect(sales.card('handover').text).toMatch(/Declined by Anna Lindqvist .*: Wait for the new price list/);
    expect(await handovers()).toMatchObject([{ state: 'declined' }]);
  });

  it('a note and a reason that ask something are what they were typed for', async () => {
    const { sales, anna, handovers } = await open();
    await type(sales, ...ASKED, 'ask a colleague', '1 what is the refund limit?');
    await type(anna, 'handovers', '1', 'decline Can a customer cancel?');
    expect(await handovers()).toMatchObject([
      { note: 'what is the refund limit?', state: 'declined', closed: { reason: 'Can a customer cancel?' } },
    ]);
  });

  it('is withdrawn by the asker; the colleague’s card then says so', async () => {
    const { sales, anna, handovers } = await open();
    await type(sales, ...ASKED, 'ask a colleague', '1');
    await type(anna, 'handovers', '1');
    await type(sales, 'handovers', '1', 'withdraw');
    sales.text(/Withdrawn: HO-/);
    await anna.submit('do');
    anna.text(/This is closed already/);
    expect(await handovers()).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('that makes no sense any more says why, and has no button to do it', async () => {
    const { sales, anna } = await open();
    await type(sales, 'refund fabrikam', '1', 'file', 'ask a colleague', '1');
    await type(anna, 'refund fabrikam', '1', 'file');
    await type(anna, 'requests fabrikam', '1', 'settle', 'withdrawn', 'record');
    await type(sales, 'refund fabrikam', '1', 'file', 'ask a colleague', '1');
    await type(anna, 'exchange fabrikam', '1', '1 x 40', 'file', 'handovers', '1');
    expect(anna.card('handover').text).toMatch(/This makes no sense any more/);
    expect(anna.card('handover').actions).toEqual(['decline', 'cancel']);
  });

  it('"ask a colleague" with nothing prepared says what to do first', async () => {
    const { sales } = await open();
    await type(sales, 'ask a colleague');
    sales.text(/There is nothing to hand over yet/);
  });

  it('"ask a colleague" in the middle of something else says so, and what was entered stays', async () => {
    const { anna } = await open();
    await type(anna, 'support fabrikam', '4', '1', '1', 'subject More cores', 'ask a colleague');
    anna.text(/There is nothing to hand over yet/);
    expect(anna.card('support-form').value('subject')).toBe('More cores');
  });

  it('what was refused to a removed or mistaken id changes nothing', async () => {
    const { sales, handovers } = await open();
    await type(sales, ...ASKED, 'ask a colleague');
    const value = sales.card('ask-colleague').press('ask', {});
    await sales.submitValue({ ...value, colleague: 'sanjay-sales' });
    sales.text(/Choose a colleague of the list/);
    await sales.submitValue({ ...value, colleague: '__proto__' });
    expect(await handovers()).toEqual([]);
  });
});

describe('handing over in other languages', () => {
  it.each([
    [
      'nl-NL',
      ['koop fabrikam', '1 x 2', 'kopen', 'vraag een collega', '1'],
      ['overdrachten', '1', 'afwijzen Te duur'],
      /Afgewezen: HO-/,
    ],
    [
      'sv-SE',
      ['köp fabrikam', '1 x 2', 'köp', 'fråga en kollega', '1'],
      ['överlämningar', '1', 'avböj För dyrt'],
      /Avböjt: HO-/,
    ],
  ])('in %s it is typed in the language of the user', async (locale, asking, answering, told) => {
    const demo = await DemoDesk.open();
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    const sales = new Chat(demo, { conversationId: 'sales', activity: { locale } });
    await sales.say('act as sales agent');
    for (const text of asking) await sales.say(text);
    const anna = new Chat(demo, { conversationId: 'anna', activity: { locale } });
    await anna.say('act as admin agent');
    for (const text of answering) await anna.say(text);
    anna.text(told);
    expect((await demo.customer('fabrikam')).handovers).toMatchObject([{ state: 'declined' }]);
  });
});
