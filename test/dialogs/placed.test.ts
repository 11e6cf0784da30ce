/** Marking as placed what is recorded here, by clicking and by typing (rules section 2, "Where an act takes effect"). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, marking as placed', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  const order = async (chat: Chat) => {
    for (const text of ['buy fabrikam', '1 x 2', 'buy']) await chat.say(text);
    return chat.card('order-placed');
  };

  it('an order from its confirmation takes two clicks', async () => {
    const { demo, chat } = await open();
    await order(chat);
    await chat.submit('start placed');
    expect(chat.card('mark-placed').text).toMatch(/Order RD-\d+ · USD/);
    await chat.submit('mark', { placedNumber: '4711' });
    chat.text(/marked as placed in Partner Center under 4711\./);
    expect((await demo.customer('fabrikam')).orders.at(-1)?.placement).toMatchObject({
      state: 'placed',
      number: '4711',
      by: { userId: 'anna-admin' },
    });
  });

  it('a permission from its confirmation has no number', async () => {
    const { demo, chat } = await open();
    for (const text of ['permissions fabrikam', 'on']) await chat.say(text);
    await chat.submit('start placed');
    expect(chat.card('mark-placed').fields).toEqual([]);
    await chat.say('maybe');
    chat.text(/Type yes to mark it/);
    await chat.say('placed');
    chat.text(/Permission turned on: marked as placed in Partner Center\./);
    expect((await demo.customer('fabrikam')).permission.placement?.state).toBe('placed');
  });

  it('can be typed: what is waiting is listed, the newest first', async () => {
    const { demo, chat } = await open();
    await order(chat);
    demo.wait({ minutes: 1 });
    for (const text of ['refund fabrikam', '1', 'file']) await chat.say(text);
    await chat.say('mark placed fabrikam');
    expect(chat.card('choose-unplaced').text).toMatch(
      /4 are recorded and not yet placed[\s\S]*Refund[\s\S]*Order/,
    );
    await chat.say('7');
    chat.text(/Choose a row/);
    await chat.say('2');
    await chat.say('what do you mean');
    chat.text(/Type the number that Microsoft gave/);
    await chat.say('4711');
    chat.text(/under 4711/);
    const number = (await demo.customer('fabrikam')).requests.at(-1)?.number ?? '';
    await chat.say('placed fabrikam');
    await chat.say(number.toLowerCase());
    await chat.say('MS-9');
    expect((await demo.customer('fabrikam')).requests.at(-1)?.placement.number).toBe('MS-9');
    await demo.change('fabrikam', ({ orders }) => {
      for (const one of orders) one.placement = { state: 'placed' };
    });
    await chat.say('placed fabrikam');
    chat.text(/Everything that was done for this customer is placed already/);
    expect(chat.card('choose-unplaced').actions).toEqual(['cancel']);
  });

  it('the button of an old confirmation says who has marked it already', async () => {
    const { demo, chat } = await open();
    const confirmation = await order(chat);
    await chat.submit('start placed');
    await chat.submit('mark', { placedNumber: '4711' });
    demo.wait({ minutes: 3 });
    await chat.submitOn(confirmation, 'start placed');
    chat.text(/Anna Lindqvist placed it on Nov 21, 2026, 09:00 UTC under 4711\. Nothing was changed\./);
  });

  it('the button of a permission that was switched since marks nothing', async () => {
    const { demo, chat } = await open();
    for (const text of ['permissions fabrikam', 'on']) await chat.say(text);
    const confirmation = chat.card('permission-set');
    demo.wait({ minutes: 1 });
    for (const text of ['permissions fabrikam', 'off']) await chat.say(text);
    await chat.submitOn(confirmation, 'start placed');
    chat.text(/It has been changed since/);
    expect((await demo.customer('fabrikam')).permission.placement?.state).toBe('recorded');
  });

  it('takes the rights that doing it takes', async () => {
    const { demo, chat } = await open();
    for (const text of ['permissions fabrikam', 'on']) await chat.say(text);
    const confirmation = chat.card('permission-set');
    await chat.actAs('global admin');
    await chat.submitOn(confirmation, 'start placed');
    await chat.submit('mark');
    chat.text(/takes the role Admin agent/);
    expect((await demo.customer('fabrikam')).permission.placement?.state).toBe('recorded');
  });
});
