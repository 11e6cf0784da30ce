/** Customer permissions, by clicking and by typing (rules section 6). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const CREATE = 'Create Customer Purchase Permissions';
const DELETE = 'Delete Customer Purchase Permissions';

describe.each(CHANNELS)('on %s, permissions', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  const logged = async (demo: DemoDesk, domain: string) =>
    (await demo.customer(domain)).activity.filter(({ action }) => [CREATE, DELETE].includes(action));

  it('takes three clicks from the greeting, with the consequences said before', async () => {
    const { demo, chat } = await open();
    await chat.join();
    await chat.submit('start permissions');
    await chat.submit('next', { customer: chat.card('choose-customer').choice('customer', /Fabrikam/) });
    chat.text(/You pay for what the customer buys/);
    chat.text(/does not notify you/);
    await chat.submit('on');
    expect(chat.turns).toBe(3);
    chat.text(/Permission is on/);
    expect((await demo.customer('fabrikam')).permission).toMatchObject({
      on: true,
      by: { userId: 'anna-admin' },
    });
    expect((await logged(demo, 'fabrikam')).map(({ action }) => action)).toEqual([CREATE]);
  });

  it('takes two typed lines each way', async () => {
    const { demo, chat } = await open();
    await chat.say('permissions fabrikam');
    await chat.say('turn on');
    await chat.say('permissions fabrikam');
    await chat.say('off');
    chat.text(/Permission is off/);
    expect((await demo.customer('fabrikam')).permission.on).toBe(false);
    expect((await logged(demo, 'fabrikam')).map(({ action }) => action)).toEqual([CREATE, DELETE]);
  });

  it('the button pressed again changes nothing more', async () => {
    const { demo, chat } = await open();
    await chat.say('permissions fabrikam');
    const card = chat.card('permission');
    await Promise.all([chat.submitOn(card, 'on'), chat.submitOn(card, 'on')]);
    chat.text(/This card is no longer current\. Permission turned on/);
    await chat.deliverAgain();
    expect(chat.said).toEqual([]);
    expect(await logged(demo, 'fabrikam')).toHaveLength(1);
  });

  it('turning on what a colleague has turned on meanwhile is no error and changes nothing', async () => {
    const { demo, chat } = await open();
    await chat.say('permissions fabrikam');
    const other = new Chat(demo, { channel, conversationId: 'another' });
    await other.say('permissions fabrikam');
    await other.say('on');
    await chat.submit('on');
    chat.text(/It was on already; nothing was changed/);
    expect(await logged(demo, 'fabrikam')).toHaveLength(1);
  });

  it('offers only the button that changes something', async () => {
    const { chat } = await open();
    await chat.say('permissions margie');
    expect(chat.card('permission').actions).toEqual(['off', 'cancel']);
    await chat.say('permissions fabrikam');
    expect(chat.card('permission').actions).toEqual(['on', 'cancel']);
  });

  it.each([
    ['relecloud', /Nobody at the customer is Owner/],
    ['fourth coffee', /no subscription to buy on/],
  ])('what is missing at %s is shown, and turning it on by typing is refused', async (customer, why) => {
    const { demo, chat } = await open();
    await chat.say(`permissions ${customer}`);
    chat.text(/not met/);
    expect(chat.card('permission').actions).not.toContain('on');
    await chat.say('on');
    chat.text(why);
    expect((await demo.customer('relecloud')).permission.on).toBe(false);
  });

  it('in a market where reservations are not sold it is allowed, with a warning', async () => {
    const { demo, chat } = await open();
    await chat.say('permissions tailspin');
    chat.text(/not sold in this customer’s market/);
    await chat.submit('on');
    expect((await demo.customer('tailspin')).permission.on).toBe(true);
  });

  it.each(['global admin', 'sales agent', 'helpdesk agent', 'user management admin'])(
    'a %s sees it, and is told that it takes an Admin agent',
    async (role) => {
      const { demo, chat } = await open();
      await chat.actAs(role);
      await chat.say('permissions fabrikam');
      chat.text(/Only an Admin agent may switch this/);
      expect(chat.card('permission').actions).toEqual(['start ask', 'cancel']);
      await chat.say('on');
      chat.text(/takes the role Admin agent/);
      expect((await demo.customer('fabrikam')).permission.on).toBe(false);
      expect((await logged(demo, 'fabrikam')).at(-1)).toMatchObject({ outcome: 'refused' });
    },
  );

  it('a role withdrawn while the card waits is refused, with the role named', async () => {
    const { demo, chat } = await open();
    await chat.actAs('admin agent');
    await chat.say('permissions fabrikam');
    await demo.giveRoles('anna-admin', ['SalesAgent']);
    await chat.submit('on');
    chat.text(/takes the role Admin agent/);
    expect((await demo.customer('fabrikam')).permission.on).toBe(false);
  });

  it('anything else typed says what can be typed, and changes nothing', async () => {
    const { demo, chat } = await open();
    await chat.say('permissions fabrikam');
    await chat.say('maybe');
    chat.text(/I did not understand “maybe”\. Type on, off or cancel/);
    chat.card('permission');
    expect((await demo.customer('fabrikam')).permission.on).toBe(false);
  });
});
