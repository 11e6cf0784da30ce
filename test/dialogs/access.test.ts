/** Who has access to a reservation or a subscription, by clicking and by typing (rules sections 1 and 3). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const accessOf = async (demo: DemoDesk) => {
  const { activity, reservations, subscriptions } = await demo.customer('fabrikam');
  return {
    first: reservations.filter(
      ({ access, customerAccess }) => access.length + (customerAccess ?? []).length > 0,
    ),
    subscription: subscriptions[0]?.access,
    logged: activity.filter(({ action }) => action.endsWith(' access')),
  };
};

describe.each(CHANNELS)('on %s, access', (channel) => {
  const open = async (options: ChatOptions = {}) => {
    const demo = await DemoDesk.open();
    await demo.withdrawAccess('hiroshi-helpdesk', 'fabrikam');
    return { demo, chat: new Chat(demo, { channel, ...options }) };
  };

  it('from the card of a reservation it takes three clicks to give a colleague access', async () => {
    const { demo, chat } = await open();
    await chat.say('reservations fabrikam');
    await chat.say('1');
    const before = chat.turns;
    await chat.submit('start access');
    const { text } = chat.card('access');
    expect(text).toMatch(
      /By their role\nAnna Lindqvist, Giulia Rossi,? and Ursula Becker\. Their role needs no access/,
    );
    expect(text).toMatch(/Through the subscription Fabrikam Production\nSanjay Mehta — Sales agent/);
    expect(text).toMatch(/Given access to this reservation\nNobody yet\./);
    await chat.submit('colleagues');
    await chat.submit('next', {
      colleague: chat
        .card('choose-colleague')
        .choice('colleague', /Hiroshi Tanaka — hiroshi@.* · Helpdesk agent/),
    });
    expect(chat.turns - before).toBe(3);
    chat.text(/^Hiroshi Tanaka has access now\.$/m);
    expect(chat.card('access').choices('given')).toEqual(['hiroshi-helpdesk']);
    const { first, logged } = await accessOf(demo);
    expect(first.map(({ access }) => access)).toEqual([['hiroshi-helpdesk']]);
    expect(logged).toMatchObject([
      { action: 'grant access', by: { userId: 'anna-admin' }, subject: first[0]?.id },
    ]);
  });

  it('is granted and withdrawn by typing, to a colleague and to a user of the customer', async () => {
    const { demo, chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.say('grant Hiroshi');
    await chat.say('grant ann@fabrikam.example');
    expect(chat.card('access').text).toMatch(/2 · ann@fabrikam\.example — user of the customer/);
    await chat.say('withdraw 2');
    chat.text(/^ann@fabrikam\.example no longer has this access\.$/m);
    await chat.say('withdraw hiroshi');
    expect(await accessOf(demo)).toMatchObject({
      first: [],
      logged: ['grant access', 'grant access', 'withdraw access', 'withdraw access'].map((action) => ({
        action,
      })),
    });
  });

  it('is granted from the field, and withdrawn by the button', async () => {
    const { demo, chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.submit('grant', { who: 'hiroshi@northbridge.example' });
    await chat.submit('withdraw', { given: 'hiroshi-helpdesk' });
    chat.text(/Hiroshi Tanaka no longer has this access/);
    expect((await accessOf(demo)).first).toEqual([]);
  });

  it.each([
    ['anna', /Ask another Admin agent or Global admin/],
    ['nobody at all', /“nobody at all” is nobody on this list/],
    ['ann@', /“ann@” is not an e-mail address/],
    ['', /Fill in a name or an e-mail address/],
  ])('is not given to "%s", and the entry stays', async (who, why) => {
    const { demo, chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.submit('grant', { who });
    chat.text(why);
    expect(chat.card('access').value('who')).toBe(who);
    expect((await accessOf(demo)).first).toEqual([]);
  });

  it('asks for the e-mail address where two colleagues have the name', async () => {
    const { demo, chat } = await open();
    await demo.rename('ursula-users', 'Hiroshi Becker');
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.say('grant hiroshi');
    chat.text(/may be Hiroshi Tanaka \(hiroshi@northbridge\.example\) and Hiroshi Becker/);
  });

  it('a colleague is chosen by number, name or e-mail address, and "back" goes back', async () => {
    const { chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    for (const typed of ['1', 'tanaka', 'hiroshi@northbridge.example']) {
      await chat.say('colleagues');
      await chat.say(typed);
      chat.text(/^Hiroshi Tanaka has access now\.$/m);
      await chat.say('withdraw 1');
    }
    await chat.say('colleagues');
    await chat.say('somebody');
    chat.text(/“somebody” is nobody on this list/);
    await chat.say('back');
    chat.card('access');
  });

  it('says so where everybody has it, and where it was so already', async () => {
    const { chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.say('grant hiroshi');
    await chat.say('grant hiroshi');
    chat.text(/Nothing changed: it was so already for Hiroshi Tanaka/);
    await chat.submit('colleagues');
    chat.text(/Every colleague whose role needs access has it already/);
    expect(chat.card('choose-colleague').actions).toEqual(['back', 'cancel']);
  });

  it.each(['sales agent', 'helpdesk agent', 'user management admin'])(
    'a %s sees it and is told who grants it; typing is refused and logged',
    async (role) => {
      const { demo, chat } = await open();
      await chat.actAs(role);
      await chat.say('access fabrikam');
      await chat.say('1');
      expect(chat.card('access').actions).toEqual(['start subscriptions', 'cancel']);
      chat.text(/An Admin agent or a Global admin grants and withdraws access/);
      await chat.say('grant hiroshi');
      chat.text(/takes the role Admin agent or Global admin/);
      const { first, logged } = await accessOf(demo);
      expect(first).toEqual([]);
      expect(logged).toMatchObject([{ outcome: 'refused' }]);
    },
  );

  it('the button pressed twice at once gives it once, and the old card changes nothing', async () => {
    const { demo, chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    const card = chat.card('access');
    await Promise.all([
      chat.submitOn(card, 'grant', { who: 'hiroshi' }),
      chat.submitOn(card, 'grant', { who: 'hiroshi' }),
    ]);
    chat.text(/This card is no longer current/);
    expect((await accessOf(demo)).logged).toHaveLength(1);
  });

  it('what was granted stands when the card is left, and leaving says so', async () => {
    const { demo, chat } = await open();
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.say('grant hiroshi');
    await chat.submit('withdraw');
    chat.text(/Choose who is to lose access/);
    await chat.submit('cancel');
    chat.text(/^Cancelled\. Nothing was filed or bought; what was recorded stands\.$/m);
    await chat.say('subscriptions fabrikam');
    await chat.say('permissions fabrikam');
    chat.text(/^That is set aside; what was recorded there stands\.$/m);
    expect((await accessOf(demo)).first).toHaveLength(1);
  });

  it('a reservation of another customer is not found', async () => {
    const { demo, chat } = await open();
    const [mine] = (await demo.customer('fabrikam')).reservations;
    const [theirs] = (await demo.customer('contoso')).reservations;
    const { id } = await demo.customer('fabrikam');
    await chat.submitValue({ do: 'start', job: 'access', customerId: id, reservationId: theirs?.id });
    chat.text(/no longer there/);
    await chat.submitValue({ do: 'start', job: 'access', customerId: id, reservationId: mine?.id });
    chat.card('access');
  });

  it('with access to one reservation a sales agent may file its refund, and no other', async () => {
    const { demo, chat } = await open();
    await demo.withdrawAccess('sanjay-sales', 'fabrikam');
    await chat.say('access fabrikam');
    await chat.say('1');
    await chat.say('grant sanjay');
    await chat.actAs('sales agent');
    await chat.say('refund fabrikam');
    await chat.say('1');
    expect(chat.card('refund-quote').actions).toContain('file');
    await chat.say('refund fabrikam');
    await chat.say('2 x 1');
    expect(chat.card('refund-quote').actions).not.toContain('file');
    chat.text(/no access to the subscription Fabrikam Production/);
  });

  it('can be typed in Dutch', async () => {
    const { demo, chat } = await open({ activity: { locale: 'nl-NL' } });
    await chat.say('toegang fabrikam');
    await chat.say('1');
    chat.text(/^Wie toegang heeft$/m);
    await chat.say('geef toegang aan Hiroshi');
    chat.text(/^Hiroshi Tanaka heeft nu toegang\.$/m);
    await chat.say('collega’s');
    await chat.say('terug');
    await chat.say('intrekken 1');
    chat.text(/^Hiroshi Tanaka heeft deze toegang niet meer\.$/m);
    expect((await accessOf(demo)).logged).toHaveLength(2);
  });
});
