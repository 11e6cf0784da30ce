/** Notices in a chat: chosen by clicking and by typing, shown when nothing is open, and gone on with. */
import { describe, expect, it, jest } from '@jest/globals';
import { CHANNELS, type ChannelName, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** Long conversations, on a machine that may be busy. */
jest.setTimeout(60_000);

const PARTNER = 'northbridge';

async function open(channel: ChannelName = 'webchat') {
  const demo = await DemoDesk.open();
  return { demo, chat: new Chat(demo, { channel }) };
}

/** The kinds of the cards that came with the latest turn. */
const cards = (chat: Chat) => chat.said.flatMap(({ card }) => (card?.kind ? [card.kind] : []));

describe.each(CHANNELS)('on %s', (channel) => {
  it('they are chosen on a card, and told at the next visit, once', async () => {
    const { demo, chat } = await open(channel);
    await chat.say('notices');
    expect(chat.card('notices').value('wanted')).toBe('');
    await chat.submit('save', {
      wanted: 'expiring30,capNearlyUsed',
      from: '18:00',
      to: '08:00',
      timeZone: 'stockholm',
    });
    chat.text(
      /^Saved\. You get notices about 2 things, each once\. Nothing is sent between 18:00 and 08:00 \(Europe\/Stockholm\)\.$/m,
    );
    await demo.desk.planNotices(PARTNER);
    await chat.say('hello');
    expect(cards(chat)).toEqual(['welcome', 'notice', 'notice']);
    chat.text(/^1 customer has used 80% or more of the refund limit$/m);
    chat.text(/^1 × Standard_D2s_v5 Fabrikam, Inc\. · expires Dec 11, 2026 {2}in 20 days$/m);
    await chat.say('hello');
    expect(cards(chat)).toEqual(['welcome']);
  });

  it('a button of a notice begins what is next, also much later', async () => {
    const { demo, chat } = await open(channel);
    await chat.say('notices on');
    await chat.submit('cancel');
    await chat.say("what's new?");
    const expiring = chat.said
      .map(({ card }) => card)
      .find((card) => card?.text.includes('expires within 30 days'));
    if (!expiring) throw new Error('nothing expires');
    demo.wait({ days: 1 });
    await chat.say('refund');
    await chat.submitOn(expiring, 'start renew');
    chat.card('renew');
    chat.text(/Standard_D2s_v5/);
    await chat.submitOn(expiring, 'start reservations');
    chat.card('reservation');
    await chat.submitOn(expiring, 'start expiring');
    chat.card('attention-list');
    await chat.submitOn(expiring, 'start notices');
    chat.card('notices');
  });
});

describe('typed', () => {
  it.each<[string, RegExp]>([
    ['notices on', /You get notices about 6 things/],
    ['quiet 18:00-08:00', /Nothing is sent between 18:00 and 08:00 \(UTC\)/],
    ['quiet hours 18.30 to 7', /between 18:30 and 07:00/],
    ['time zone Europe/Stockholm', /Your time zone is Europe\/Stockholm\./],
    ['threshold 40', /^Saved\. You get no notices\.$/m],
    ['notices expiring 7 on', /You get notices about 1 thing,/],
  ])('"%s" is done at once, and the card shows how it stands', async (text, said) => {
    const { chat } = await open();
    await chat.say(text);
    chat.text(said);
    chat.card('notices');
  });

  it('one after the other, on the card that is open', async () => {
    const { chat } = await open();
    await chat.say('notices');
    await chat.say('on');
    await chat.say('customer purchases off');
    await chat.say('threshold 40');
    await chat.say('quiet 18-8');
    await chat.say('time zone stockholm');
    chat.text(
      /^Saved\. You get notices about 5 things, each once\. Hardly used means below 40%\. Nothing is sent between 18:00 and 08:00 \(Europe\/Stockholm\)\.$/m,
    );
    const card = chat.card('notices');
    expect(card.value('wanted')).not.toContain('customerPurchase');
    expect(['threshold', 'from', 'to', 'timeZone'].map((id) => card.value(id))).toEqual([
      '40',
      '18:00',
      '08:00',
      'Europe/Stockholm',
    ]);
    await chat.say('quiet off');
    expect(chat.card('notices').value('from')).toBe('');
    await chat.say('off');
    chat.text(/You get no notices\./);
    await chat.say('close');
    chat.text(/^Closed\.$/m);
  });

  it('what can not be read is said, and how to say it', async () => {
    const { chat } = await open();
    await chat.say('time zone Atlantis');
    chat.text(/I do not know this time zone\./);
    chat.card('notices');
    await chat.say('quiet at night');
    chat.text(/Fill in a time such as 18:00/);
    await chat.say('sometimes');
    chat.text(/I did not understand “sometimes”\. Type on or off/);
  });

  it('"what’s new" says where there is nothing, and where nothing was chosen', async () => {
    const { chat } = await open();
    await chat.say('what’s new');
    chat.text(/you have not chosen yet what you want to be told\. Type “notices”/);
    await chat.say('notices outcomes on');
    await chat.say("what's new");
    chat.text(/^Nothing new at the moment\.$/m);
    chat.card('notices');
  });
});

describe('on the card', () => {
  it('what is wrong is said beside its field, and what was filled in stays', async () => {
    const { chat } = await open();
    await chat.say('notices');
    const filled = { wanted: 'expiring7', threshold: '90', from: 'noon', to: '', timeZone: 'Atlantis' };
    await chat.submit('save', filled);
    const card = chat.card('notices');
    chat.text(/Please look at the 4 lines marked below\./);
    for (const [id, value] of Object.entries(filled)) expect([id, card.value(id)]).toEqual([id, value]);
    await chat.submit('save', { threshold: '30', from: '', to: '', timeZone: '' });
    chat.text(/^Saved\. You get notices about 1 thing, each once\.$/m);
  });

  it('a kind that the user’s role may not know is not to be had by any means', async () => {
    const { chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('notices');
    expect(chat.card('notices').choices('wanted')).not.toContain('accessRequest');
    const value = chat.card('notices').press('save');
    await chat.submitValue({ ...value, wanted: 'accessRequest,__proto__,expiring7' });
    chat.text(/You get notices about 1 thing,/);
  });
});

describe('notices', () => {
  const wanted = async () => {
    const { demo, chat } = await open();
    await chat.say('notices on');
    await chat.say('close');
    await demo.desk.planNotices(PARTNER);
    return { demo, chat };
  };

  it('do not come in the middle of anything, and come when it is over', async () => {
    const { chat } = await wanted();
    await chat.say('buy fabrikam');
    expect(cards(chat)).toEqual(['choose-product']);
    await chat.say('1 x 2');
    expect(cards(chat)).toEqual(['review']);
    await chat.say('buy');
    expect(cards(chat)[0]).toBe('order-placed');
    expect(cards(chat).slice(1)).toContain('notice');
    await chat.say('help');
    expect(cards(chat)).toEqual(['help']);
  });

  it('can be asked for in the middle, and what is open goes on', async () => {
    const { chat } = await wanted();
    await chat.say('refund fabrikam');
    await chat.say("what's new");
    expect(cards(chat)).toContain('notice');
    chat.card('choose-reservation');
    await chat.say('1');
    chat.card('refund-quote');
  });

  it('are told on the greeting, also after the desk was stopped meanwhile', async () => {
    const { demo, chat } = await wanted();
    chat.restart();
    const other = new Chat(demo, { conversationId: 'another' });
    await other.join();
    expect(cards(other)[0]).toBe('welcome');
    expect(cards(other)).toContain('notice');
    await chat.say('hello');
    expect(cards(chat)).toEqual(['welcome']);
  });

  it('are told to somebody who comes back, unless a card waits for an answer', async () => {
    const { demo, chat } = await open();
    await chat.join();
    await chat.say('notices on');
    await demo.desk.planNotices(PARTNER);
    await chat.join();
    expect(cards(chat)).toEqual([]);
    await chat.say('close');
    expect(cards(chat)).toContain('notice');
    await demo.change('fabrikam', (draft) => {
      for (const one of draft.reservations) one.endsOn = '2026-11-25';
    });
    await demo.desk.planNotices(PARTNER);
    await chat.join();
    chat.text(/expires? within 7 days/);
  });

  it('are of the user who wants them: a colleague sees none of them', async () => {
    const { chat } = await wanted();
    await chat.actAs('sales agent');
    await chat.say('hello');
    expect(cards(chat)).toEqual(['welcome']);
    await chat.actAs('admin agent');
    await chat.say('hello');
    expect(cards(chat)).toContain('notice');
  });

  it('hold no right: a button is refused where the role is gone', async () => {
    const { demo, chat } = await wanted();
    await chat.actAs('admin agent');
    await chat.say('hello');
    const notice = chat.said
      .map(({ card }) => card)
      .find((card) => card?.text.includes('expires within 30 days'));
    if (!notice) throw new Error('nothing expires');
    await demo.giveRoles('anna-admin', ['SalesAgent']);
    await demo.withdrawAccess('anna-admin', 'fabrikam');
    await chat.submitOn(notice, 'start renew');
    expect(cards(chat)).not.toContain('order-placed');
    chat.text(/You have no access to this subscription/);
  });
});

describe('a row of a notice that is made up', () => {
  it.each([
    'customerId=..%2Fother%2Fsecret&reservationId=x',
    'customerId=foreign-customer',
    'customerId=__proto__&__proto__=1&constructor=1',
    `customerId=${'x'.repeat(5000)}`,
  ])('is not among ours: %.40s', async (noticed) => {
    const { demo, chat } = await open();
    await demo.foreignCustomer();
    await chat.submitValue({ do: 'start', job: 'renew', kind: 'notice', cardId: '', noticed });
    chat.text(/not among yours/);
  });

  it.each(['', '&&&===', 'job=policy&do=start', '%'])(
    'without a customer asks for one: %j',
    async (about) => {
      const { chat } = await open();
      await chat.submitValue({ do: 'start', job: 'renew', kind: 'notice', cardId: '', about });
      chat.card('choose-customer');
    },
  );
});

describe('in other languages', () => {
  it('meldingen, in het Nederlands', async () => {
    const { demo, chat } = await open();
    await chat.say('nederlands');
    await chat.say('meldingen');
    expect(chat.card('notices').text).toMatch(/^Meldingen\nWat je zonder te vragen te horen krijgt/);
    await chat.say('aan');
    await chat.say('stille uren 18:00 tot 8:00');
    await chat.say('tijdzone amsterdam');
    chat.text(/Tussen 18:00 en 08:00 wordt er niets verstuurd \(Europe\/Amsterdam\)\./);
    await chat.say('drempel 60');
    await chat.say('gebruik uit');
    await chat.say('sluiten');
    await demo.desk.planNotices(PARTNER);
    await chat.say('wat is er nieuw?');
    chat.text(/^1 reservering verloopt binnen 30 dagen$/m);
    chat.text(/Fabrikam, Inc\. · verloopt 11 dec 2026 {2}over 20 dagen$/m);
  });

  it('aviseringar, på svenska', async () => {
    const { chat } = await open();
    await chat.say('svenska');
    await chat.say('aviseringar på');
    chat.text(/^Sparat\. Du får aviseringar om 6 saker/m);
    await chat.say('tysta timmar 18 till 8');
    await chat.say('tidszon stockholm');
    chat.text(/Inget skickas mellan 18:00 och 08:00 \(Europe\/Stockholm\)\./);
    await chat.say('stäng');
    await chat.say('vad är nytt?');
    chat.text(/^1 kund har använt 80 % eller mer av återbetalningsgränsen$/m);
  });
});
