/** The customer's copy, as a conversation (rules section 2, "Customer price"). */
import { describe, expect, it } from '@jest/globals';
import { DownloadLinks } from '../../bot/downloads.js';
import type { FileWish } from '../../dialogs/downloads.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, the customer’s copy', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    const links = new DownloadLinks('http://localhost:3978');
    const chat = new Chat(demo, { channel, downloads: links });
    const wished = (link = ''): FileWish | undefined => links.take(link.split('/').at(-1) ?? '');
    return { demo, chat, wished };
  };
  const linksOf = (chat: Chat) => chat.said.flatMap(({ card }) => card?.links ?? []);

  it('of an order is made from the list, by its number; its links are for this user, one a language', async () => {
    const { demo, chat, wished } = await open();
    await chat.say('copy fabrikam');
    chat.card('choose-copy');
    await chat.say('1');
    chat.text(/The customer sees: USD/);
    const { id } = await demo.customer('fabrikam');
    const found = linksOf(chat).map((link) => wished(link));
    expect(found.map((wish) => wish?.locale)).toEqual(['en-US', 'nl-NL', 'sv-SE']);
    expect(found[0]).toMatchObject({ job: 'copy', customerId: id, actor: { partnerId: 'northbridge' } });
  });

  it('of a quote is given beside it, by button and by typing, and the quote can still be filed', async () => {
    const { demo, chat } = await open();
    await chat.say('refund fabrikam');
    await chat.say('1');
    await chat.submit('start copy');
    chat.text(/For the customer/);
    chat.card('refund-quote');
    await chat.say('pdf');
    chat.text(/For the customer/);
    await chat.say('file');
    expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
  });

  it('says what to do where the partner has not said what the customer pays', async () => {
    const { demo, chat } = await open();
    await demo.change('fabrikam', (draft) => {
      delete draft.priceRules;
    });
    await chat.say('copy fabrikam');
    await chat.say('1');
    chat.text(/Set the customer's price first/);
  });

  it.each(['pdf', 'the button'])(
    'of a quote that can not be made leaves the quote as it is, by %s',
    async (by) => {
      const { demo, chat } = await open();
      await demo.change('fabrikam', (draft) => {
        delete draft.priceRules;
      });
      await chat.say('refund fabrikam');
      await chat.say('1');
      if (by === 'pdf') await chat.say('pdf');
      else await chat.submit('start copy');
      chat.text(/Set the customer's price first/);
      await chat.say('file');
      expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
    },
  );

  it('of a support request there is none, and the request stays open', async () => {
    const { chat } = await open();
    for (const text of [
      'support fabrikam',
      '4',
      '1',
      '1',
      'subject More cores',
      'description To 64.',
      'file',
    ])
      await chat.say(text);
    for (const text of ['requests fabrikam', '1', 'copy']) await chat.say(text);
    chat.card('request');
  });

  it('at something handed over is not looked for under its number: it is asked of what', async () => {
    const { chat } = await open();
    for (const text of ['buy fabrikam', '1', 'ask a colleague', '1', 'handovers', '1', 'copy'])
      await chat.say(text);
    chat.text(/For which customer is the copy/);
  });

  it('speaks Dutch', async () => {
    const { chat } = await open();
    await chat.say('nederlands');
    await chat.say('exemplaar fabrikam');
    await chat.say('1');
    chat.text(/De klant ziet:/);
  });

  it('of another partner’s order is not made', async () => {
    const { demo, chat } = await open();
    const customerId = await demo.foreignCustomer();
    await chat.say('refund fabrikam');
    await chat.say('1');
    const press = chat.card('refund-quote').press('start copy');
    await chat.submitValue({ ...press, customerId });
    chat.text(/This customer is not among yours/);
  });
});
