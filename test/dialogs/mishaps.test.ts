/** What the user is told when a turn fails inside: the truth about what stands, and a way on. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, when an answer can not be shown', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  it('an order that stands is said to stand, with its number', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1');
    chat.channelRefuses('order-placed');
    await chat.say('buy');
    const order = (await demo.customer('fabrikam')).orders.at(-1);
    chat.text(new RegExp(`This stands: Ordered: ${order?.number}`));
    chat.noText(/nothing more was done/);
  });

  it('a request that stands is said to stand, with its number', async () => {
    const { demo, chat } = await open();
    await chat.say('refund lamna');
    await chat.say('1');
    chat.channelRefuses('request-filed');
    await chat.say('file');
    const [request] = (await demo.customer('lamna')).requests;
    chat.text(new RegExp(`This stands: Filed: ${request?.number}`));
  });

  it('nothing is said to stand where nothing was done, and the desk goes on', async () => {
    const { chat } = await open();
    chat.channelRefuses('choose-customer');
    await chat.say('refund');
    chat.text(/nothing more was done/);
    chat.channelRefuses('');
    await chat.say('refund');
    chat.card('choose-customer');
  });

  it('a card that waited before is answered: it is no longer current', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1');
    const review = chat.card('review');
    chat.channelRefuses('review');
    await chat.say('monthly');
    chat.channelRefuses('');
    await chat.submitOn(review, 'buy');
    chat.text(/no longer current/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('a mention of nobody does no harm', async () => {
    const { chat } = await open();
    await chat.deliver({ type: 'message', text: 'refund', entities: [{ type: 'mention' }] });
    chat.card('choose-customer');
  });
});
