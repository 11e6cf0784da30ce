/** A customer's subscriptions: why one can not be bought under, its Owners and who has access; a country put right. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, subscriptions', (channel) => {
  const open = async (options: ChatOptions = {}) => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel, ...options }) };
  };
  const owners = async (demo: DemoDesk, domain: string) =>
    (await demo.customer(domain)).subscriptions[0]?.owners;

  it('one of several is opened from the customer’s card in two clicks', async () => {
    const { chat } = await open();
    await chat.say('customers vanarsdel');
    await chat.submit('start subscriptions');
    const list = chat.card('choose-subscription');
    expect(list.text).toMatch(/1 · VanArsdel Production — Azure plan · Active/);
    await chat.submit('next', { subscription: list.choice('subscription', /Research/) });
    const { text } = chat.card('subscription');
    expect(text).toMatch(/VanArsdel Research\nAzure plan · Active/);
    expect(text).toMatch(/Partner of Record {2}Southridge Consulting/);
    expect(text).toMatch(/You can buy reservations under this subscription/);
    expect(text).toMatch(/Camille Roux/);
    await chat.submit('start buy');
    chat.card('choose-product');
  });

  it('the only one is shown at once, with access and Owners by number', async () => {
    const { chat } = await open();
    await chat.say('subscriptions fabrikam');
    const { text } = chat.card('subscription');
    expect(text).toMatch(
      /Who has access\n1 · Sanjay Mehta — Sales agent\n2 · Hiroshi Tanaka — Helpdesk agent/,
    );
    expect(text).toMatch(/1 · Diego Ramirez/);
  });

  it('access is granted and withdrawn, Owners recorded and removed, by typing at its card', async () => {
    const { demo, chat } = await open();
    await chat.say('subscriptions fabrikam');
    await chat.say('withdraw 2');
    chat.text(/^Hiroshi Tanaka no longer has this access\.$/m);
    await chat.say('grant Hiroshi Tanaka');
    await chat.say('owner ann@fabrikam.example');
    chat.text(/ann@fabrikam\.example is recorded as Owner/);
    await chat.say('remove owner 1');
    chat.text(/^Diego Ramirez is no longer recorded as Owner\.$/m);
    const { subscriptions, activity } = await demo.customer('fabrikam');
    expect(subscriptions[0]).toMatchObject({
      owners: ['ann@fabrikam.example'],
      access: ['sanjay-sales', 'hiroshi-helpdesk'],
    });
    expect(activity.slice(-4).map(({ action }) => action)).toEqual([
      'withdraw access',
      'grant access',
      'record Owner',
      'remove Owner',
    ]);
    await chat.say('grant nobody');
    chat.text(/“nobody” is nobody on this list/);
  });

  it('the card for access goes back to the subscription', async () => {
    const { demo, chat } = await open();
    await chat.say('subscriptions fabrikam');
    await chat.submit('access');
    await chat.submit('withdraw', { given: 'sanjay-sales' });
    expect((await demo.customer('fabrikam')).subscriptions[0]?.access).toEqual(['hiroshi-helpdesk']);
    await chat.submit('back');
    expect(chat.card('subscription').text).toMatch(/1 · Hiroshi Tanaka/);
    await chat.say('withdraw');
    chat.card('access');
  });

  it.each([
    ['recordOwner', { email: 'ann' }, 'email', /“ann” is not an e-mail address/],
    ['recordOwner', { email: '' }, 'email', /Fill in an e-mail address/],
    ['removeOwner', { owner: '' }, 'email', /Choose which Owner is to be removed/],
  ])('%s with %j asks again and keeps what was entered', async (action, filled, field, why) => {
    const { demo, chat } = await open();
    await chat.say('subscriptions fabrikam');
    await chat.submit(action, filled);
    chat.text(why);
    expect(chat.card('subscription').value(field)).toBe((filled as Record<string, string>)[field] ?? '');
    expect(await owners(demo, 'fabrikam')).toEqual(['Diego Ramirez']);
  });

  it('the check that fails on the permission card leads to where the Owner is recorded', async () => {
    const { demo, chat } = await open();
    await chat.say('permissions relecloud');
    expect(chat.card('permission').actions).toEqual(['start subscriptions', 'cancel']);
    await chat.submit('start subscriptions');
    expect(chat.card('subscription').text).toMatch(/Relecloud Platform[\s\S]*Nobody is recorded as Owner/);
    await chat.submit('recordOwner', { email: 'Ann@Relecloud.example' });
    await chat.say('permissions relecloud');
    await chat.submit('on');
    chat.text(/Permission is on/);
    expect(await owners(demo, 'relecloud')).toEqual(['ann@relecloud.example']);
  });

  it('turning it on without an Owner leads there too', async () => {
    const { chat } = await open();
    await chat.say('permissions relecloud');
    await chat.say('on');
    await chat.submit('start subscriptions');
    chat.card('subscription');
  });

  it('Azure Global after the agreement is explained, and an Azure plan is added from there', async () => {
    const { demo, chat } = await open();
    await chat.say('subscriptions lamna');
    const { text, actions } = chat.card('subscription');
    expect(text).toMatch(/Lamna Clinics\nAzure Global · Active/);
    expect(text).toMatch(/✗ It can not be used: the customer has signed the Microsoft Customer Agreement/);
    expect(text).toMatch(/An Azure plan is the current way/);
    expect(text).toMatch(/What to do: add an Azure plan here/);
    expect(text).toMatch(/Nothing moves by itself/);
    expect(actions).not.toContain('start buy');
    await chat.submit('addPlan');
    chat.text(/Lamna Clinics is an Azure Global subscription, the legacy offer/);
    await chat.submit('add');
    expect((await demo.customer('lamna')).subscriptions).toHaveLength(2);
    chat.text(/What to do: buy under Azure plan/);
    await chat.submit('start buy');
    expect(chat.card('choose-product').text).not.toMatch(/Lamna Clinics/);
  });

  it('the same is said where buying is refused for it', async () => {
    const { chat } = await open();
    await chat.say('buy lamna');
    expect(chat.card('add-plan').text).toMatch(
      /can not be used\. An Azure plan is one plan for the customer/,
    );
  });

  it('a customer without any can have an Azure plan added', async () => {
    const { demo, chat } = await open();
    await chat.say('subscriptions proseware');
    expect(chat.card('choose-subscription').actions).toEqual(['addPlan', 'cancel']);
    await chat.say('add azure plan');
    await chat.say('Ann Lee, ann@proseware.example, 2026-03-31');
    expect(chat.card('subscription').text).toMatch(/Azure plan · Active/);
    expect((await demo.customer('proseware')).subscriptions).toHaveLength(1);
  });

  it.each([
    ['tailspin', /✗ Reservations are not sold in Niger/],
    ['litware', /✗ The customer’s country is not known yet/],
    ['fourth coffee', /✗ The customer bought it elsewhere \(Pay-As-You-Go\)/],
  ])('says why nothing can be bought under the one of %s', async (customer, why) => {
    const { chat } = await open();
    await chat.say(`subscriptions ${customer}`);
    expect(chat.card('subscription').text).toMatch(why);
    expect(chat.card('subscription').actions).not.toContain('start buy');
  });

  it('a sales agent without access is told who can give it, and can record nothing', async () => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('subscriptions trey');
    chat.text(/You have no access to it\. An Admin agent or a Global admin can grant it, here/);
    expect(chat.card('subscription').fields).toEqual([]);
    await chat.say('owner ann@trey.example');
    chat.text(/they type subscriptions and the customer’s name/);
    expect(await owners(demo, 'treyresearch')).toEqual(['Priya Nair']);
  });

  it('anything else typed says what can be typed', async () => {
    const { chat } = await open();
    await chat.say('subscriptions fabrikam');
    await chat.say('hm');
    chat.text(/I did not understand “hm”\. Type grant and a name, withdraw and a number, owner/);
    chat.card('subscription');
    await chat.say('subscriptions vanarsdel');
    await chat.say('5');
    chat.text(/Choose a subscription, or type its number/);
  });

  it('can be typed in Swedish', async () => {
    const { demo, chat } = await open({ activity: { locale: 'sv-SE' } });
    await chat.say('prenumerationer för fabrikam');
    chat.text(/^Prenumeration$/m);
    await chat.say('ägare ann@fabrikam.example');
    chat.text(/ann@fabrikam\.example är registrerad som Ägare/);
    await chat.say('ta bort ägare 1');
    await chat.say('återkalla 1');
    chat.text(/^Sanjay Mehta har inte längre den här åtkomsten\.$/m);
    await chat.say('åtkomst');
    await chat.say('ge åtkomst till sanjay');
    chat.text(/^Sanjay Mehta har åtkomst nu\.$/m);
    await chat.say('tillbaka');
    expect((await demo.customer('fabrikam')).subscriptions[0]).toMatchObject({
      owners: ['ann@fabrikam.example'],
      access: ['hiroshi-helpdesk', 'sanjay-sales'],
    });
  });
});

describe.each(CHANNELS)('on %s, a country', (channel) => {
  const open = async (options: ChatOptions = {}) => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel, ...options }) };
  };
  const countryOf = async (demo: DemoDesk, domain: string) => (await demo.customer(domain)).country;

  it('is put right from the customer’s card, confirmed first, and shown there', async () => {
    const { demo, chat } = await open();
    await chat.say('customers fabrikam');
    await chat.submit('start country');
    chat.text(/It stands as United States/);
    await chat.submit('next', { country: 'Canada' });
    chat.text(/Is it Canada\? Answer once more to confirm/);
    expect(await countryOf(demo, 'fabrikam')).toBe('US');
    await chat.submit('next');
    expect(chat.card('customer').text).toMatch(/Country {2}Canada/);
    expect((await demo.customer('fabrikam')).activity.at(-1)).toMatchObject({
      action: 'correct country',
      before: 'US',
      after: 'CA',
    });
  });

  it('"country Niger" is about the customer that was looked at last, and then stops buying', async () => {
    const { demo, chat } = await open();
    await chat.say('buy wingtip');
    await chat.say('1 x 2');
    const review = chat.card('review');
    await chat.say('customers wingtip');
    await chat.say('country Niger');
    expect(chat.card('ask-country').text).toMatch(
      /Wingtip Toys[\s\S]*Is it Niger\? Reservations are not sold there/,
    );
    await chat.say('yes');
    expect(await countryOf(demo, 'wingtip')).toBe('NE');
    await chat.submitOn(review, 'buy');
    await chat.say('buy wingtip');
    chat.text(/Reservations are not sold in Niger/);
    expect((await demo.customer('wingtip')).orders).toHaveLength(1);
  });

  it('"country Canada" is about the customer of the newest card, however that was opened', async () => {
    const { demo, chat } = await open();
    await chat.say('customers contoso');
    const { id: customerId } = await demo.customer('fabrikam');
    await chat.submitValue({ do: 'start', job: 'customers', customerId });
    await chat.say('country Canada');
    expect(chat.card('ask-country').text).toMatch(/Fabrikam, Inc\./);
    await chat.submit('next');
    expect(await countryOf(demo, 'fabrikam')).toBe('CA');
    expect(await countryOf(demo, 'contoso')).toBe('DE');
  });

  it('that is none is asked for again', async () => {
    const { demo, chat } = await open();
    await chat.say('country fabrikam');
    await chat.say('Atlantis');
    chat.text(/“Atlantis” is not the name or code of a country/);
    await chat.say('canada');
    await chat.say('germany');
    chat.text(/Is it Germany\?/);
    await chat.say('yes');
    expect(await countryOf(demo, 'fabrikam')).toBe('DE');
  });

  it('is no button and no right for a sales agent', async () => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    await chat.say('customers fabrikam');
    expect(chat.card('customer').actions).not.toContain('start country');
    await chat.say('country canada');
    await chat.say('yes');
    chat.text(/takes the role/);
    expect(await countryOf(demo, 'fabrikam')).toBe('US');
  });

  it('can be put right in Dutch', async () => {
    const { demo, chat } = await open({ activity: { locale: 'nl-NL' } });
    await chat.say('klant fabrikam');
    await chat.say('land duitsland');
    chat.text(/Is het Duitsland\?/);
    await chat.say('ja');
    expect(await countryOf(demo, 'fabrikam')).toBe('DE');
  });
});

describe('customers of one name', () => {
  it.each([
    ['refund', ['1']],
    ['exchange', ['1', '1 x 90']],
    ['buy', ['1 x 1']],
  ])('are told apart by their domain on the last card of %s', async (job, typed) => {
    const chat = new Chat(await DemoDesk.open());
    await chat.say(`${job} contoso`);
    for (const text of typed) await chat.say(text);
    expect(chat.said.map(({ text }) => text).join('\n')).toMatch(/Contoso Ltd · contoso\.example/);
  });
});
