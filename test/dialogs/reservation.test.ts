/** The page of a reservation, its configuration and its renewal, as conversations. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** The one of Fabrikam's that ends in 20 days. */
const ENDING = 'Standard_D2s_v5';
/** Its row, and not that of what it is renewed with. */
const OLD = /Standard_D2s_v5.*(bought|gekocht|köpt)/;

async function ending(demo: DemoDesk) {
  const { reservations } = await demo.customer('fabrikam');
  const found = reservations.find(({ product }) => product.name === ENDING);
  if (!found) throw new Error(`no ${ENDING}`);
  return found;
}

describe.each(CHANNELS)('on %s, the page of a reservation', (channel) => {
  const open = async (locale = 'en-US') => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel, activity: { locale } }) };
  };

  /** Opens the page of the one that ends soon. */
  const atPage = async (chat: Chat) => {
    await chat.say('reservations fabrikam');
    const chosen = chat.card('choose-reservation').choice('reservation', OLD);
    await chat.submit('next', { reservation: chosen });
    return chat.card('reservation');
  };

  it('shows what there is to know, and buttons for what can be done', async () => {
    const { chat } = await open();
    const { text, actions } = await atPage(chat);
    expect(text).toMatch(/20 days left/);
    expect(text).toMatch(/by Anna Lindqvist \(Admin agent\)/);
    expect(text).toMatch(/on average over 29 days with data/);
    expect(actions).toEqual([
      'start refund',
      'start exchange',
      'start compare',
      'start configure',
      'start renew',
      'start access',
      'start support',
      'start reservations',
      'cancel',
    ]);
  });

  it.each([
    ['refund', 'refund-quote'],
    ['exchange', 'choose-returns'],
    ['configure', 'configure'],
    ['renew', 'renew'],
    ['compare', 'compare'],
    ['access', 'access'],
  ])('%s, pressed or typed, goes on with this reservation and sets nothing aside', async (job, kind) => {
    const { chat } = await open();
    await atPage(chat);
    await chat.submit(`start ${job}`);
    chat.card(kind);
    chat.noText(/set aside/);
    await chat.say('cancel');
    await atPage(chat);
    await chat.say(job);
    expect(chat.card(kind).text).toContain(ENDING);
    chat.noText(/set aside/);
  });

  it('all reservations are those of this customer', async () => {
    const { chat } = await open();
    await atPage(chat);
    await chat.submit('start reservations');
    expect(chat.card('choose-reservation').choices('reservation')).toHaveLength(4);
  });

  it('scope, subscription and automatic renewal can be typed', async () => {
    const { demo, chat } = await open();
    await demo.change('fabrikam', ({ subscriptions }) => {
      const [first] = subscriptions;
      if (first) subscriptions.push({ ...first, id: 'sub-test', name: 'Fabrikam Test' });
    });
    await atPage(chat);
    await chat.say('scope single');
    chat.text(/Configuration changed[\s\S]*Scope {2}Shared → Single/);
    expect((await ending(demo)).scope).toBe('single');
    await chat.say('Move to fabrikam test.');
    chat.text(/Fabrikam Production → Fabrikam Test/);
    expect((await ending(demo)).subscriptionId).toBe('sub-test');
    await chat.say('shared');
    await chat.say('shared');
    chat.text(/Nothing changed: it was so already/);
    await chat.say('auto renew on');
    expect((await ending(demo)).automaticRenewal?.by.name).toBe('Anna Lindqvist');
    expect(chat.card('reservation').text).toMatch(/Automatic renewal is on: ordered on Dec 11, 2026/);
    await chat.say('auto renew off');
    expect((await ending(demo)).automaticRenewal).toBeUndefined();
  });

  it('what it does not know is asked again, with what can be typed', async () => {
    const { demo, chat } = await open();
    await atPage(chat);
    await chat.say('scope sideways');
    chat.text(/The scope is single or shared\./);
    await chat.say('move to nowhere');
    chat.text(/Choose one of Fabrikam Production\./);
    await chat.say('make it so');
    chat.text(/Type refund, exchange, scope single/);
    chat.card('reservation');
    expect((await ending(demo)).configured).toBeUndefined();
  });

  it('who may not is told so, and the page stays', async () => {
    const { demo, chat } = await open();
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.actAs('sales agent');
    await atPage(chat);
    await chat.say('scope single');
    chat.text(/You need access to Fabrikam Production/);
    chat.card('reservation');
    await chat.say('auto renew on');
    chat.text(/You need access to Fabrikam Production/);
    expect((await ending(demo)).automaticRenewal).toBeUndefined();
  });

  it('is configured on a card; a slip keeps what was filled in', async () => {
    const { demo, chat } = await open();
    await chat.say('configure fabrikam');
    const list = chat.card('choose-reservation');
    await chat.submit('next', { reservation: list.choice('reservation', OLD) });
    const card = chat.card('configure');
    expect(card.value('scope')).toBe('shared');
    await chat.submitValue({ ...card.press('save'), scope: 'single', subscription: 'another' });
    chat.text(/I do not know one subscription of this customer by “another”/);
    expect(chat.card('configure').value('scope')).toBe('single');
    const home = chat.card('configure').choices('subscription')[0] ?? '';
    await chat.submit('save', { scope: 'single', subscription: home });
    chat.text(/Recorded here; not yet placed in Partner Center/);
    expect((await ending(demo)).scope).toBe('single');
    await chat.submit('start placed');
    await chat.say('yes');
    chat.text(/Configuration of a reservation: marked as placed in Partner Center\./);
    expect((await ending(demo)).configured?.placement.state).toBe('placed');
    await chat.say('reservations fabrikam');
    await chat.submit('next', { reservation: chat.card('choose-reservation').choice('reservation', OLD) });
    expect(chat.card('reservation').text).toMatch(/Scope {2}Single/);
  });

  it('is renewed after a look at the price; pressed twice it is one order', async () => {
    const { demo, chat } = await open();
    await atPage(chat);
    await chat.submit('start renew');
    const card = chat.card('renew');
    expect(card.text).toMatch(/Starts {2}Dec 11, 2026/);
    await chat.submit('renew');
    chat.text(/begins on Dec 11, 2026/);
    chat.text(/Renewal of reservation [\w-]+, to begin on Dec 11, 2026/);
    await chat.submitOn(card, 'renew');
    chat.text(/^This card is no longer current\. Ordered: RD-/m);
    const { orders, reservations } = await demo.customer('fabrikam');
    expect(orders.filter(({ renews }) => renews !== undefined)).toHaveLength(1);
    await atPage(chat);
    expect(chat.card('reservation').text).toMatch(/Renewed with order RD-\d+, which begins on Dec 11, 2026/);
    expect(chat.card('reservation').actions).not.toContain('start renew');
    await chat.say('reservations fabrikam');
    expect(chat.card('choose-reservation').text).toMatch(/starts Dec 11, 2026 .* not started/);
    expect(reservations).toHaveLength(5);
  });

  it('shows the new price where it changes before "renew" is typed', async () => {
    const { demo, chat } = await open();
    await atPage(chat);
    await chat.say('renew');
    chat.card('renew');
    const { product } = await ending(demo);
    await demo.reprice(({ lists }) => {
      const list = lists.USD;
      if (list) list.prices[product.id] = '4321.00';
    });
    await chat.say('renew');
    chat.text(/Something changed since you last looked/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
    await chat.say('yes');
    chat.text(/USD 4,321\.00/);
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('4321.00');
  });

  it('one that can not be renewed yet says from when, and can be set to renew itself', async () => {
    const { demo, chat } = await open();
    await chat.say('renew fabrikam');
    const list = chat.card('choose-reservation');
    await chat.submit('next', { reservation: list.choice('reservation', /B16ms/) });
    const card = chat.card('renew');
    expect(card.text).toMatch(/It is too early to renew it/);
    expect(card.actions).not.toContain('renew');
    await chat.submit('automaticOn');
    chat.text(/Automatic renewal is on/);
    expect(chat.card('renew').actions).toContain('automaticOff');
    const { reservations } = await demo.customer('fabrikam');
    expect(reservations.filter(({ automaticRenewal }) => automaticRenewal)).toHaveLength(1);
  });
});

describe('in Dutch and Swedish', () => {
  it.each([
    ['nl-NL', 'reservering fabrikam', 'bereik één abonnement', /Gedeeld → Eén abonnement/],
    ['sv-SE', 'reservation fabrikam', 'omfattning enskild', /Delad → Enskild prenumeration/],
  ])('%s: the page, the scope, automatic renewal and renewing', async (locale, list, scope, change) => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { activity: { locale } });
    await chat.say(list);
    const chosen = chat.card('choose-reservation').choice('reservation', OLD);
    await chat.submit('next', { reservation: chosen });
    await chat.say(scope);
    chat.text(change);
    await chat.say(locale === 'nl-NL' ? 'automatisch verlengen aan' : 'automatisk förnyelse på');
    expect((await ending(demo)).automaticRenewal).toBeDefined();
    await chat.say(locale === 'nl-NL' ? 'verlengen' : 'förnya');
    chat.card('renew');
    await chat.say(locale === 'nl-NL' ? 'verlengen' : 'förnya');
    expect((await demo.customer('fabrikam')).orders).toHaveLength(5);
  });
});
