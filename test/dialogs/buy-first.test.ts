/** What stands in the way of buying, and the way out (rules section 2, checks 1 to 4). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, before buying', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  /** At the review of two virtual machines for Fabrikam. */
  const atReview = async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1 x 2');
    chat.card('review');
    return { demo, chat };
  };

  it('asks back where two customers have the same name', async () => {
    const { chat } = await open();
    await chat.say('buy Adatum Corporation');
    const card = chat.card('choose-customer');
    expect(card.choices('customer')).toHaveLength(2);
    await chat.say('2');
    chat.text(/Adatum Europe/);
  });

  it('asks for a country that is not known, keeps it, and goes on', async () => {
    const { demo, chat } = await open();
    await chat.say('buy litware');
    await chat.submit('next', { country: 'Atlantis' });
    chat.text(/“Atlantis” is not the name or code/);
    expect(chat.card('ask-country').value('country')).toBe('Atlantis');
    await chat.submit('next', { country: 'israel' });
    chat.text(/Is it Israel\?/);
    expect((await demo.customer('litware')).country).toBeUndefined();
    await chat.submit('next');
    chat.card('choose-product');
    expect((await demo.customer('litware')).country).toBe('IL');
  });

  it('takes a typed country too', async () => {
    const { demo, chat } = await open();
    await chat.say('buy litware');
    await chat.say('no');
    chat.text(/Is it Norway\?/);
    await chat.say('Netherlands');
    chat.text(/Is it Netherlands\?/);
    await chat.say('yes');
    chat.card('choose-product');
    expect((await demo.customer('litware')).country).toBe('NL');
  });

  it('refuses a market where reservations are not sold, also when the country was just filled in', async () => {
    const { chat } = await open();
    await chat.say('buy tailspin');
    chat.text(/not sold in Niger/);
    await chat.say('buy litware');
    await chat.say('Niger');
    await chat.say('Niger');
    chat.text(/not sold in Niger/);
    await chat.say('buy wingtip');
    chat.card('choose-product');
  });

  it('adds an Azure plan with the acceptance of the agreement first, and then goes on', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fourth coffee');
    expect(chat.card('add-plan').text).toMatch(/Pay-As-You-Go/);
    const filled = { firstName: 'Olivia', lastName: 'Tremblay', email: 'olivia@fourthcoffee.example' };
    await chat.submit('add', { ...filled, date: '2026-11-22' });
    chat.text(/still to come/);
    expect(chat.card('add-plan').value('firstName')).toBe('Olivia');
    await chat.submit('add', { ...filled, email: 'olivia', date: '' });
    chat.text(/Fill in an e-mail address/);
    chat.text(/Fill in the date/);
    await chat.submit('add', { ...filled, date: '2026-11-20' });
    chat.card('choose-product');
    const { agreement, subscriptions } = await demo.customer('fourthcoffee');
    expect(agreement).toMatchObject({ lastName: 'Tremblay', date: '2026-11-20' });
    expect(subscriptions.map(({ offer }) => offer)).toEqual(['other', 'azurePlan']);
  });

  it('takes the acceptance as one typed line', async () => {
    const { demo, chat } = await open();
    await chat.say('buy proseware');
    await chat.say('Ann Lee, ann@proseware.example, 2026-03-31');
    chat.card('choose-product');
    expect((await demo.customer('proseware')).agreement?.firstName).toBe('Ann');
  });

  it('a Helpdesk agent may not confirm the agreement; the role that may is named', async () => {
    const { demo, chat } = await open();
    await demo.giveRoles('hiroshi-helpdesk', ['HelpdeskAgent', 'UserManagementAdmin']);
    await chat.actAs('helpdesk agent');
    await chat.say('buy proseware');
    await chat.say('Ann Lee, ann@proseware.example, 2026-03-31');
    chat.text(/Admin agent (and|or) Sales agent/);
    expect((await demo.customer('proseware')).subscriptions).toEqual([]);
  });

  it('a customer with the agreement and a legacy subscription is offered a plan without asking for the agreement', async () => {
    const { demo, chat } = await open();
    await chat.say('buy lamna');
    expect(chat.card('add-plan').fields).toEqual([]);
    await chat.submit('add');
    chat.card('choose-product');
    expect((await demo.customer('lamna')).subscriptions).toHaveLength(2);
  });

  it('a suspended subscription is not offered', async () => {
    const { chat } = await open();
    await chat.say('buy alpine');
    expect(chat.card('choose-product').fields).not.toContain('subscription');
    chat.noText(/Alpine Test/);
  });

  it('a subscription that is suspended meanwhile is refused at Buy, and nothing is ordered', async () => {
    const { demo, chat } = await atReview();
    await demo.change('fabrikam', ({ subscriptions }) => {
      for (const one of subscriptions) one.state = 'suspended';
    });
    await chat.submit('buy');
    chat.text(/Fabrikam Production is suspended/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('a Sales agent buys on the subscriptions with access only', async () => {
    const { chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('buy vanarsdel');
    expect(chat.card('choose-product').fields).not.toContain('subscription');
    await chat.say('cancel');
    for (const text of ['buy northwind', '1']) await chat.say(text);
    chat.text(/You need access to Northwind Production/);
    expect(chat.card('review').actions).not.toContain('buy');
  });

  it('several subscriptions are a choice on the card', async () => {
    const { demo, chat } = await open();
    await chat.say('buy vanarsdel');
    const card = chat.card('choose-product');
    const research = card.choice('subscription', /Research/);
    await chat.submit('add', { subscription: research, product: card.choices('product')[0] ?? '' });
    await chat.submit('buy');
    expect((await demo.customer('vanarsdel')).orders.at(-1)?.items[0]?.subscriptionId).toBe(research);
  });

  it.each([['the review', ['buy fabrikam', '1 x 2'], 'buy']])(
    'access withdrawn at %s is refused, with the subscription named',
    async (_step, path, next) => {
      const { demo, chat } = await open();
      await chat.actAs('sales agent');
      for (const text of path) await chat.say(text);
      await demo.withdrawAccess('sanjay-sales', 'fabrikam');
      await chat.say(next);
      chat.text(/You need access to Fabrikam Production/);
      expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
    },
  );
});
