/** Who is speaking, and where (rules section 1). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const stranger = { id: '29:stranger', name: 'Stranger', aadObjectId: '11111111-1111-4111-8111-111111111111' };

/** An activity as Teams sends it for a user of the demo. */
async function inTeams(demo: DemoDesk, userId: string, tenant?: string) {
  const { tenantId, aadObjectId } = await demo.teamsIdentity(userId);
  return {
    from: { id: `29:${userId}`, name: userId, aadObjectId },
    conversation: {
      id: 'personal',
      name: '',
      isGroup: false,
      conversationType: 'personal',
      tenantId: tenant ?? tenantId,
    },
  };
}

describe('signed in', () => {
  it('a user of the book is known in Teams by tenant and object id, with the roles of the book', async () => {
    const demo = await DemoDesk.open();
    const activity = await inTeams(demo, 'sanjay-sales');
    const chat = new Chat(demo, { channel: 'msteams', localMode: false, activity });
    await chat.join();
    chat.text(/Hello Sanjay Mehta/);
    chat.noText(/Local mode/);
    await chat.say('permissions fabrikam');
    await chat.say('on');
    chat.text(/takes the role Admin agent/);
  });

  it('an unknown object id of the tenant is nobody, and is told how to ask for access', async () => {
    const demo = await DemoDesk.open();
    const activity = { ...(await inTeams(demo, 'sanjay-sales')), from: stranger };
    const chat = new Chat(demo, { channel: 'msteams', localMode: false, activity });
    await chat.say('buy fabrikam');
    chat.text(/^I don't know you yet$/m);
    expect(chat.said).toHaveLength(1);
  });

  it('a known object id in another tenant is nobody', async () => {
    const demo = await DemoDesk.open();
    const activity = await inTeams(demo, 'sanjay-sales', '22222222-2222-4222-8222-222222222222');
    const chat = new Chat(demo, { channel: 'msteams', localMode: false, activity });
    await chat.say('customers');
    chat.text(/I don't know you/);
  });

  it.each(['webchat', 'emulator'] as const)(
    '%s has no sign-in, so everybody is nobody there',
    async (channel) => {
      const demo = await DemoDesk.open();
      const chat = new Chat(demo, { channel, localMode: false, activity: await inTeams(demo, 'anna-admin') });
      await chat.say('customers');
      chat.text(/I don't know you/);
    },
  );

  it('"act as" is a text like any other', async () => {
    const demo = await DemoDesk.open();
    const activity = await inTeams(demo, 'sanjay-sales');
    const chat = new Chat(demo, { channel: 'msteams', localMode: false, activity });
    await chat.say('act as admin agent');
    chat.noText(/You now act as/);
  });

  it('a user who is taken out of the book in the middle is nobody from then on', async () => {
    const demo = await DemoDesk.open();
    const activity = await inTeams(demo, 'sanjay-sales');
    const chat = new Chat(demo, { channel: 'msteams', localMode: false, activity });
    await chat.say('buy fabrikam');
    await chat.say('1');
    await demo.removeUser('sanjay-sales');
    await chat.submit('buy');
    chat.text(/^You no longer have access$/m);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });
});

describe('two users under one conversation id', () => {
  const open = async () => {
    const demo = await DemoDesk.open();
    const chatOf = async (userId: string) => {
      const teams = await inTeams(demo, userId);
      let sent = 0;
      const activity = {
        ...teams,
        get id() {
          return `${userId}-${++sent}`;
        },
      };
      return new Chat(demo, { channel: 'msteams', localMode: false, activity });
    };
    return { demo, anna: await chatOf('anna-admin'), sanjay: await chatOf('sanjay-sales') };
  };
  const orders = async (demo: DemoDesk) => (await demo.customer('fabrikam')).orders.length;

  it('the second one goes on with nothing of the first, by typing or by the card', async () => {
    const { demo, anna, sanjay } = await open();
    const before = await orders(demo);
    await anna.say('buy fabrikam');
    await anna.say('1');
    const review = anna.card('review');
    await sanjay.say('buy');
    sanjay.card('choose-customer');
    await sanjay.submitOn(review, 'buy');
    sanjay.text(/This card is no longer current/);
    sanjay.card('choose-customer');
    expect(await orders(demo)).toBe(before);
  });

  it('and the first one finds nothing of the second', async () => {
    const { demo, anna, sanjay } = await open();
    await anna.say('refund fabrikam');
    await sanjay.say('permissions contoso');
    await anna.say('on');
    anna.noText(/Contoso/);
    expect((await demo.customer('contoso')).permission.on).toBe(false);
  });

  it('nothing of a tester of local mode is left once users are signed in', async () => {
    const { demo, sanjay } = await open();
    const { conversation } = await inTeams(demo, 'sanjay-sales');
    const tester = new Chat(demo, { channel: 'msteams', activity: { conversation } });
    await tester.say('act as admin agent');
    await tester.say('permissions contoso');
    await sanjay.say('on');
    sanjay.noText(/Contoso|Anna/);
    expect((await demo.customer('contoso')).permission.on).toBe(false);
  });
});

describe.each(CHANNELS)('on %s, in local mode', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  it.each([
    ['admin agent', /Anna Lindqvist \(Admin agent\)/],
    ['GlobalAdmin', /Giulia Rossi \(Global admin\)/],
    ['Sales', /Sanjay Mehta \(Sales agent\)/],
    ['helpdesk agent', /Hiroshi Tanaka \(Helpdesk agent\)/],
    ['user management admin', /Ursula Becker \(User management admin\)/],
  ])('"act as %s" goes on as that user', async (role, who) => {
    const { chat } = await open();
    await chat.say(`act as ${role}`);
    chat.text(who);
    await chat.say('hello');
    chat.text(/^Hello /m);
  });

  it('an unknown role is answered with the roles there are', async () => {
    const { chat } = await open();
    await chat.say('act as wizard');
    chat.text(/“wizard”.*Admin agent, Global admin/);
  });

  it('acting as another closes what was open: its card is dead', async () => {
    const { demo, chat } = await open();
    await chat.say('buy fabrikam');
    await chat.say('1');
    const review = chat.card('review');
    await chat.actAs('sales agent');
    await chat.submitOn(review, 'buy');
    chat.text(/This card is no longer current/);
    expect((await demo.customer('fabrikam')).orders).toHaveLength(4);
  });

  it('who one acts as is kept over a restart', async () => {
    const { chat } = await open();
    await chat.actAs('sales agent');
    chat.restart();
    await chat.say('hello');
    chat.text(/Hello Sanjay Mehta/);
  });

  it('two conversations do not know of each other', async () => {
    const { demo, chat } = await open();
    const other = new Chat(demo, { channel, conversationId: 'another' });
    await chat.say('buy fabrikam');
    await other.say('1');
    other.text(/I did not find “1”/);
    await chat.say('1');
    chat.card('review');
  });
});
