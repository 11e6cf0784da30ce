/** Refund, exchange or wait, as a conversation (rules sections 4 and 5). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, refund, exchange or wait', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  it('two typed lines show the three side by side; the buttons go on to a refund', async () => {
    const { chat } = await open();
    await chat.say('compare fabrikam');
    chat.card('choose-reservation');
    await chat.say('1');
    expect(chat.card('compare').text).toMatch(/Refund today[\s\S]*Exchange today[\s\S]*Wait/);
    await chat.submit('start refund');
    chat.card('refund-quote');
  });

  it('another day is asked for on the card, and a day that is past is said to be none', async () => {
    const { chat, demo } = await open();
    await chat.say('compare fabrikam');
    await chat.say('1');
    const before = await demo.customer('fabrikam');
    await chat.submit('start compare', { day: '2027-01-15' });
    expect(chat.card('compare').text).toMatch(/On Jan 15, 2027/);
    await chat.submit('start compare', { day: '2020-01-15' });
    expect(chat.card('compare').text).toMatch(/is not a day from/);
    await chat.submit('start compare', { day: '**x**' });
    expect(chat.card('compare').text).toMatch(/is not a day from/);
    expect(await demo.customer('fabrikam')).toEqual(before);
  });

  it('speaks Dutch and Swedish', async () => {
    const { chat } = await open();
    await chat.say('nederlands');
    await chat.say('vergelijken fabrikam');
    await chat.say('1');
    expect(chat.card('compare').text).toMatch(/Restitutie, inruil of wachten/);
    await chat.say('svenska');
    await chat.say('jämför fabrikam');
    await chat.say('1');
    expect(chat.card('compare').text).toMatch(/Återbetalning, utbyte eller vänta/);
  });
});
