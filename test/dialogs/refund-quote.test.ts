/** The quote of a refund, and filing it (rules sections 4 and 8). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, the refund quote', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  /** At the quote of one virtual machine, unused for 5 days. */
  const atQuote = async () => {
    const { demo, chat } = await open();
    await chat.say('refund fabrikam');
    await chat.say('1');
    chat.card('refund-quote');
    return { demo, chat };
  };
  /** At a quote of which part falls away over the cap. */
  const atLoss = async () => {
    const { demo, chat } = await open();
    await chat.say('refund woodgrove');
    await chat.say('1');
    chat.text(/USD 11,579\.98 falls away/);
    return { demo, chat };
  };
  const filed = async (demo: DemoDesk, domain = 'fabrikam') => (await demo.customer(domain)).requests;

  it('contact fields left empty or wrong are said beside them, and the others keep what was entered', async () => {
    const { demo, chat } = await atQuote();
    await chat.submit('file', { contactName: '', contactEmail: 'nonsense', contactMethod: 'phone' });
    chat.text(/Fill in a name\./);
    chat.text(/Fill in an e-mail address/);
    chat.text(/Fill in a phone number/);
    const again = chat.card('refund-quote');
    expect(again.value('contactName')).toBe('');
    expect(again.value('contactEmail')).toBe('nonsense');
    expect(again.value('contactMethod')).toBe('phone');
    expect(await filed(demo)).toEqual([]);
    await chat.submit('file', { contactName: 'Ann', contactEmail: 'ann@x.example', contactPhone: '+31 1' });
    expect((await filed(demo))[0]?.contact).toMatchObject({ name: 'Ann', phone: '+31 1', method: 'phone' });
  });

  it('anything else typed at the quote says what can be typed, and files nothing', async () => {
    const { demo, chat } = await atQuote();
    await chat.say('perhaps');
    chat.text(/I did not understand “perhaps”\. Type file/);
    chat.card('refund-quote');
    expect(await filed(demo)).toEqual([]);
  });

  it('File pressed again files nothing more and names the same request', async () => {
    const { demo, chat } = await atQuote();
    const quote = chat.card('refund-quote');
    await Promise.all([chat.submitOn(quote, 'file'), chat.submitOn(quote, 'file')]);
    chat.restart();
    await chat.submitOn(quote, 'file');
    const requests = await filed(demo);
    expect(requests).toHaveLength(1);
    chat.text(new RegExp(`no longer current\\. Filed: ${requests[0]?.number}, USD 3,412\\.00`));
    await chat.deliverAgain();
    expect(chat.said).toEqual([]);
    if (channel === 'msteams') expect(chat.message(quote.messageId)).toMatch(/^Filed: /);
  });

  it('a colleague who was first is named, with what stands', async () => {
    const { demo, chat } = await atQuote();
    const colleague = new Chat(demo, { channel, conversationId: 'another' });
    await colleague.actAs('global admin');
    await colleague.say('refund fabrikam');
    await colleague.say('1');
    await colleague.say('file');
    const [request] = await filed(demo);
    await chat.submit('file');
    chat.text(new RegExp(`Giulia Rossi filed request ${request?.number} .* Nov 21, 2026`));
    expect(await filed(demo)).toHaveLength(1);
  });

  it('a quote that comes out differently is shown anew instead of filing', async () => {
    const { demo, chat } = await atQuote();
    demo.wait({ days: 1 });
    await chat.submit('file');
    chat.text(/The figures have changed/);
    chat.text(/12%/);
    expect(await filed(demo)).toEqual([]);
    await chat.submit('file');
    expect(await filed(demo)).toHaveLength(1);
  });

  it('a quote older than 15 minutes is worked out anew, with the contact as it was entered', async () => {
    const { demo, chat } = await atQuote();
    demo.wait({ minutes: 16 });
    await chat.submit('file', { contactName: 'Ann' });
    expect(await filed(demo)).toEqual([]);
    expect(chat.card('refund-quote').value('contactName')).toBe('Ann');
    await chat.submit('file');
    expect((await filed(demo))[0]?.contact.name).toBe('Ann');
  });

  it('a loss over the cap is filed by the button that names it', async () => {
    const { demo, chat } = await atLoss();
    expect(chat.card('refund-quote').buttons[0]?.title).toMatch(/11,579\.98 falls away/);
    await chat.submit('file');
    expect((await filed(demo, 'woodgrove')).at(-1)?.quote).toMatchObject({
      figures: { payable: '5000.00', fallsAway: '11579.98' },
    });
  });

  it.each(['file', 'yes', 'ok', 'confirm', 'accept', 'i accept', 'loss'])(
    'a loss over the cap is not filed by typing "%s"',
    async (word) => {
      const { demo, chat } = await atLoss();
      const before = (await filed(demo, 'woodgrove')).length;
      await chat.say(word);
      chat.text(/USD 11,579\.98 would fall away\. .* type: accept the loss|I did not understand/);
      chat.noText(/The figures have changed/);
      expect(await filed(demo, 'woodgrove')).toHaveLength(before);
      chat.card('refund-quote');
    },
  );

  it('a loss over the cap is filed by typing "accept the loss"', async () => {
    const { demo, chat } = await atLoss();
    await chat.say('Accept the loss.');
    expect((await filed(demo, 'woodgrove')).at(-1)?.state).toBe('open');
    chat.card('request-filed');
  });

  it('a client that leaves the acceptance out files nothing', async () => {
    const { demo, chat } = await atLoss();
    const before = (await filed(demo, 'woodgrove')).length;
    const card = chat.card('refund-quote');
    const { acceptsLoss: _acceptance, ...sent } = card.press('file');
    await chat.submitValue(sent, card.messageId);
    expect(await filed(demo, 'woodgrove')).toHaveLength(before);
    chat.card('refund-quote');
  });

  it('a limit that is used up is refused with the day it returns; its button begins the exchange for that customer', async () => {
    const { chat } = await atLoss();
    await chat.submit('file');
    await chat.say('refund woodgrove');
    await chat.say('1');
    chat.text(/The refund limit is used up/);
    chat.text(/Room returns on Aug 13, 2027/);
    await chat.submit('start exchange');
    expect(chat.card('choose-returns').text).toMatch(/Woodgrove Bank/);
  });

  it('the button Exchange instead on the quote begins the exchange of that reservation', async () => {
    const { chat } = await atLoss();
    await chat.submit('start exchange');
    const card = chat.card('choose-returns');
    expect(card.value('reservations')).toBe(card.choice('reservations', /E64/));
  });

  it('the button Exchange instead dies with its quote', async () => {
    const { chat } = await atQuote();
    const quote = chat.card('refund-quote');
    await chat.submit('file');
    await chat.say('buy fabrikam');
    await chat.submitOn(quote, 'start exchange');
    chat.text(/This card is no longer current\. Filed: RQ-/);
    await chat.say('1');
    chat.card('review');
  });

  it('a quote whose use is unknown in the first five days shows both rows and files the lower one', async () => {
    const { demo, chat } = await open();
    await chat.say('refund adatum.example');
    await chat.say('1');
    chat.text(/Its use is not known/);
    chat.text(/If used: this is filed[\s\S]*If never used[\s\S]*100% back/);
    await chat.submit('file');
    const [request] = (await demo.customer('adatum')).requests;
    expect(request?.quote).toMatchObject({ figures: { usage: 'unknown', row: 'prorated' } });
  });

  it('access withdrawn at the quote is refused, with the subscription named', async () => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('refund fabrikam');
    await chat.say('1');
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.submit('file');
    chat.text(/You need access to Fabrikam Production/);
    expect(await filed(demo)).toEqual([]);
  });

  it('who has no access sees the quote with what is missing, and no button to file it', async () => {
    const { demo, chat } = await open();
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.actAs('sales agent');
    await chat.say('refund fabrikam');
    await chat.say('1');
    chat.text(/no access to the subscription Fabrikam Production/);
    expect(chat.card('refund-quote').actions).toEqual([
      'start ask',
      'start exchange',
      'start copy',
      'cancel',
    ]);
    await chat.say('file');
    chat.text(/You need access to Fabrikam Production/);
    expect(await filed(demo)).toEqual([]);
  });

  it('access to one reservation is enough for that one', async () => {
    const { demo, chat } = await open();
    await demo.withdrawAccess('hiroshi-helpdesk', 'vanarsdel');
    await demo.change('vanarsdel', ({ reservations }) => {
      for (const one of reservations)
        if (one.product.name === 'Standard_B1ms') one.access = ['hiroshi-helpdesk'];
    });
    await chat.actAs('helpdesk agent');
    await chat.say('refund vanarsdel');
    await chat.submit('next', { reservation: chat.card('choose-reservation').choice('reservation', /B1ms/) });
    await chat.submit('file');
    expect(await filed(demo, 'vanarsdel')).toHaveLength(1);
  });

  it('a missing rate is an error that says so, and no quote', async () => {
    const { demo, chat } = await open();
    await demo.forgetRate('EUR');
    await chat.say('refund contoso');
    await chat.say('1');
    chat.text(/no rate for EUR/);
  });
});
