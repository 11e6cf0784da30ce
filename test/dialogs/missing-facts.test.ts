/** A reservation of which a file did not say the price: filled in once, and then it is one like the others. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const REASON = { price: '3650.00', currency: 'EUR', billing: 'oneTime' };

async function open(options: ChatOptions = {}, count = 1) {
  const demo = await DemoDesk.open();
  const [was] = (await demo.customer('fabrikam')).reservations.filter(({ status }) => status === 'active');
  if (!was) throw new Error('the demo has no active reservation of Fabrikam');
  await demo.forgetPrices('fabrikam', count);
  const chat = new Chat(demo, options);
  const saved = async () => (await demo.customer('fabrikam')).reservations.find(({ id }) => id === was.id);
  return { demo, chat, was, saved };
}

describe.each(CHANNELS)('on %s, what was paid', (channel) => {
  it('is asked on the way to a refund, and the quote follows', async () => {
    const { demo, chat, was, saved } = await open({ channel });
    await chat.say('refund fabrikam');
    chat.text(/Of 1 more reservation the price is not known yet/);
    await chat.submit('missing');
    chat.text(/What was paid\?/);
    await chat.submit('save', { reservation: was.id, startsOn: was.startsOn, ...REASON });
    if (was.quantity > 1) await chat.submit('next');
    chat.card('refund-quote');
    expect(await saved()).toMatchObject({
      ...was,
      currency: 'EUR',
      billing: 'oneTime',
      instalments: ['3650.00'],
    });
    const { activity, incompleteReservations } = await demo.customer('fabrikam');
    expect(incompleteReservations).toBeUndefined();
    expect(activity.at(-1)).toMatchObject({
      action: 'complete reservation',
      subject: was.id,
      after: `3650.00 EUR, ${was.startsOn}, oneTime`,
      by: { userId: 'anna-admin' },
    });
  });

  it('can be typed', async () => {
    const { chat, was, saved } = await open({ channel });
    await chat.say('reservations fabrikam');
    await chat.say('fill in');
    await chat.say(`3,650.00 EUR ${was.startsOn} one-time`);
    chat.card('reservation');
    chat.text(/EUR 3,650\.00/);
    expect((await saved())?.instalments).toEqual(['3650.00']);
  });
});

describe('what was paid', () => {
  it('is known in its own currency only: in another one it is asked', async () => {
    const { demo, chat, was, saved } = await open();
    await demo.change('fabrikam', (draft) => {
      const [one] = draft.incompleteReservations ?? [];
      if (one) Object.assign(one, { currency: 'USD', instalments: ['3650.50'], billing: 'oneTime' });
    });
    await chat.say('refund fabrikam');
    await chat.submit('missing');
    const facts = { reservation: was.id, startsOn: was.startsOn, price: '', billing: 'oneTime' };
    await chat.submit('save', { ...facts, currency: 'JPY' });
    chat.card('missing-facts');
    expect(await saved()).toBeUndefined();
    await chat.submit('save', { ...facts, currency: 'USD' });
    expect(await saved()).toMatchObject({ currency: 'USD', instalments: ['3650.50'] });
  });

  it.each([
    ['compare', 'card'],
    ['configure', 'configure'],
    ['renew', 'renew'],
    ['access', 'access'],
  ])('is asked on the way of "%s" too, and that goes on with the reservation', async (job, kind) => {
    const { chat, was, saved } = await open();
    await chat.say(`${job} fabrikam`);
    await chat.say('fill in');
    await chat.say(`3,650.00 EUR ${was.startsOn} one-time`);
    if (job === 'compare') chat.text(/Refund, exchange or wait/);
    else chat.card(kind);
    chat.text(new RegExp(was.product.name));
    expect((await saved())?.instalments).toEqual(['3650.00']);
  });

  it('is asked on the way to an exchange too, and the reservation is chosen already', async () => {
    const { chat, was } = await open();
    await chat.say('exchange fabrikam');
    await chat.submit('missing');
    await chat.submit('save', { reservation: was.id, startsOn: was.startsOn, ...REASON });
    expect(chat.card('choose-returns').value('reservations')).toBe(was.id);
  });

  it.each([
    ['nl-NL', 'restitutie fabrikam', 'invullen', '3.650,00 EUR', 'eenmalig'],
    ['sv-SE', 'återbetalning fabrikam', 'fyll i', '3 650,00 EUR', 'engångsbetalning'],
  ])('is typed as %s writes it', async (locale, refund, fillIn, amount, plan) => {
    const { chat, was, saved } = await open({ activity: { locale } });
    await chat.say(refund);
    await chat.say(fillIn);
    await chat.say(`${amount} ${was.startsOn} ${plan}`);
    expect(await saved()).toMatchObject({ currency: 'EUR', billing: 'oneTime', instalments: ['3650.00'] });
  });

  it('of several is typed with the number of the row; without one it is asked which', async () => {
    const { demo, chat, was, saved } = await open({}, 2);
    await chat.say('reservations fabrikam');
    await chat.say('missing facts');
    await chat.say(`100 EUR ${was.startsOn} one-time`);
    chat.text(/Choose a reservation/);
    expect((await demo.customer('fabrikam')).incompleteReservations).toHaveLength(2);
    await chat.say(`1: 100 EUR ${was.startsOn} one-time`);
    expect((await saved())?.instalments).toEqual(['100.00']);
    expect((await demo.customer('fabrikam')).incompleteReservations).toHaveLength(1);
  });

  it('keeps the entries and says what is wrong with them', async () => {
    const { demo, chat, was } = await open();
    await chat.say('refund fabrikam');
    await chat.submit('missing');
    const filled = {
      reservation: was.id,
      price: '12.345',
      currency: 'EUR',
      startsOn: '2027-01-01',
      billing: '',
    };
    await chat.submit('save', filled);
    const card = chat.card('missing-facts');
    expect(card.value('price')).toBe('12.345');
    expect(card.value('currency')).toBe('EUR');
    chat.text(/not in the future/);
    chat.text(/Choose one-time or monthly/);
    await chat.submit('save', { ...filled, startsOn: was.startsOn, billing: 'monthly' });
    chat.text(/more decimals than EUR/);
    await chat.submit('save', { ...filled, price: '0', startsOn: was.startsOn, billing: 'monthly' });
    chat.text(/more than zero/);
    expect((await demo.customer('fabrikam')).incompleteReservations).toHaveLength(1);
  });

  it('is nothing to ask for where nothing is missing: the list goes on waiting', async () => {
    const chat = new Chat(await DemoDesk.open());
    await chat.say('refund fabrikam');
    await chat.say('fill in');
    expect(chat.card('choose-reservation').actions).not.toContain('missing');
  });

  it('is refused to whoever has no access, and that is logged', async () => {
    const { demo, chat, was } = await open({ localMode: true });
    await chat.say('act as sales agent');
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.say('refund fabrikam');
    await chat.submit('missing');
    await chat.submit('save', { reservation: was.id, startsOn: was.startsOn, ...REASON });
    chat.text(/access/i);
    const { activity, incompleteReservations } = await demo.customer('fabrikam');
    expect(incompleteReservations).toHaveLength(1);
    expect(activity.at(-1)).toMatchObject({ action: 'complete reservation', outcome: 'refused' });
  });
});
