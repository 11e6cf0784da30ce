/** Colleagues whom no book knows ask to be let in, and whoever manages users decides (rules section 1). */
import { describe, expect, it } from '@jest/globals';
import { MOST_OPEN } from '../../domain/policy/access-requests.js';
import { USERS } from '../../domain/store/kinds.js';
import { HOSTILE, LONGEST } from '../cards/card-rules.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const EVA = '11111111-1111-4111-8111-111111111111';
const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
const KNOWS_NOT = /^I don't know you yet$/m;

interface Somebody {
  readonly aadObjectId?: string;
  readonly name?: string;
  readonly tenantId?: string;
  readonly locale?: string;
  readonly group?: true;
}

/** A chat in Teams of somebody whom Teams names so; of the partner's tenant unless told otherwise. */
async function chatOf(demo: DemoDesk, who: Somebody = {}): Promise<Chat> {
  const { tenantId } = await demo.teamsIdentity('anna-admin');
  const { aadObjectId = EVA, name = 'Eva Jansson', locale = 'en-US' } = who;
  let sent = 0;
  const activity = {
    from: { id: `29:${aadObjectId}`, name, aadObjectId },
    locale,
    get id() {
      return `${aadObjectId}-${++sent}`;
    },
    conversation: {
      id: `of-${aadObjectId}`,
      name: '',
      isGroup: who.group ?? false,
      conversationType: who.group ? 'groupChat' : 'personal',
      tenantId: who.tenantId ?? tenantId,
    },
  };
  return new Chat(demo, { channel: 'msteams', localMode: false, activity });
}

/** A chat in Teams of a user of the demo. */
async function userChat(demo: DemoDesk, userId: string, locale?: string): Promise<Chat> {
  const { aadObjectId } = await demo.teamsIdentity(userId);
  return await chatOf(demo, { aadObjectId, name: userId, ...(locale ? { locale } : {}) });
}

const book = async (demo: DemoDesk) => {
  const {
    users = [],
    accessRequests = [],
    activity = [],
  } = (await demo.documents.read(USERS, 'northbridge')) ?? {};
  return { users, accessRequests, activity };
};
const stateOf = async (demo: DemoDesk) => (await book(demo)).accessRequests.map(({ state }) => state);

describe('a colleague whom no book knows', () => {
  it('is told so kindly, asks by the button, and is told where it stands', async () => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo);
    await eva.join();
    eva.text(KNOWS_NOT);
    const { messageId } = eva.card('newcomer');
    await eva.submit('askForAccess');
    expect(eva.message(messageId)).toMatch(/^Your request has been passed on$/m);
    await eva.say('ask for access');
    eva.text(/^You asked for access on Nov 21, 2026, 09:00 UTC, and nobody has decided yet\./m);
    expect((await book(demo)).accessRequests).toEqual([
      {
        id: expect.any(String),
        at: '2026-11-21T09:00:00.000Z',
        aadObjectId: EVA,
        name: 'Eva Jansson',
        state: 'open',
      },
    ]);
    expect((await book(demo)).activity).toMatchObject([
      { action: 'ask for access', subject: EVA, by: { name: 'Eva Jansson', roles: [] }, outcome: 'done' },
    ]);
  });

  it.each([
    ['en-US', 'Ask for access.', /^Your request has been passed on$/m],
    ['nl-NL', 'vraag toegang', /^Je aanvraag is doorgegeven$/m],
    ['sv-SE', 'be om åtkomst', /^Din begäran har lämnats vidare$/m],
    ['sv-SE', 'ask for access', /^Din begäran har lämnats vidare$/m],
  ])('asks in so many words, in the language of the channel: %s %s', async (locale, text, passedOn) => {
    const eva = await chatOf(await DemoDesk.open(), { locale });
    await eva.say(text);
    eva.text(passedOn);
  });

  it.each([
    'hello',
    'buy fabrikam',
    'help',
    'act as global admin',
    'access requests',
    'approve 1',
    'nederlands',
  ])('gets nothing else of the desk by "%s"', async (text) => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo);
    await eva.say(text);
    eva.text(KNOWS_NOT);
    eva.noText(/Fabrikam|Northbridge|Anna/);
    expect(eva.said).toHaveLength(1);
    expect(await stateOf(demo)).toEqual([]);
  });

  it('gets nothing by a button that was made up', async () => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo);
    await eva.submitValue({ do: 'start', job: 'accessRequests', cardId: '', kind: 'welcome' });
    eva.text(KNOWS_NOT);
    await eva.submitValue({ do: 'approve', name: 'Eva', email: 'e@x.example', roles: 'GlobalAdmin' });
    eva.text(KNOWS_NOT);
    expect((await book(demo)).users).toHaveLength(5);
  });

  it('asks once, however often it is delivered and in however many tabs at once', async () => {
    const demo = await DemoDesk.open();
    const tabs = await Promise.all([chatOf(demo), chatOf(demo), chatOf(demo)]);
    await Promise.all(tabs.map((chat) => chat.say('ask for access')));
    await tabs[0]?.deliverAgain();
    tabs[0]?.text(/^You asked for access on/m);
    expect(await stateOf(demo)).toEqual(['open']);
    expect((await book(demo)).activity).toHaveLength(1);
  });

  it('of another company is turned away as before, and nothing is kept', async () => {
    const demo = await DemoDesk.open();
    const before = demo.documents.book();
    const stranger = await chatOf(demo, { tenantId: OTHER_TENANT });
    for (const text of ['hello', 'ask for access']) {
      await stranger.say(text);
      stranger.text(/^I don't know you at this desk\. Ask a Global admin/);
    }
    await stranger.submitValue({ do: 'askForAccess' });
    stranger.text(/^I don't know you at this desk\./);
    expect(demo.documents.book()).toEqual(before);
  });

  it('can not ask in a group, where others read along', async () => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo, { group: true });
    await eva.say('ask for access');
    expect(await stateOf(demo)).toEqual([]);
    expect(eva.said).toHaveLength(1);
  });

  it('who was removed may not ask, and the first attempt is in the log', async () => {
    const demo = await DemoDesk.open();
    await demo.removeUser('sanjay-sales');
    const sanjay = await userChat(demo, 'sanjay-sales');
    await sanjay.say('hello');
    sanjay.text(/^Your company took you out of this desk/m);
    for (let i = 0; i < 3; i += 1) await sanjay.say('ask for access');
    sanjay.text(/^You no longer have access$/m);
    expect(await stateOf(demo)).toEqual([]);
    expect((await book(demo)).activity).toMatchObject([
      { action: 'ask for access', outcome: 'refused', refusal: { code: 'RemovedMayNotAsk' } },
    ]);
  });

  it('is told where the request can not be kept just now, and asks again', async () => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo);
    eva.mayFail = true;
    demo.documents.full = (kind) => kind === 'users';
    await eva.say('ask for access');
    eva.noText(/passed on/);
    expect(eva.said).toHaveLength(1);
    demo.documents.full = () => false;
    await eva.say('ask for access');
    eva.text(/^Your request has been passed on$/m);
  });

  it('waits where too many have asked already', async () => {
    const demo = await DemoDesk.open();
    for (let i = 0; i < MOST_OPEN; i += 1) await demo.askForAccess(`Colleague ${i}`);
    const eva = await chatOf(demo);
    await eva.say('ask for access');
    eva.text(/^Too many requests of your company are waiting already\./m);
    expect(await stateOf(demo)).toHaveLength(MOST_OPEN);
    const giulia = await userChat(demo, 'giulia-global');
    await giulia.say('access requests');
    giulia.text(/^50 colleagues want to use this desk$/m);
    await giulia.say('decline 1');
    await eva.say('ask for access');
    eva.text(/^Your request has been passed on$/m);
  });

  it.each([
    ['Markdown, a link and marks', HOSTILE],
    ['the longest', LONGEST],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['right to left', '\u202eRettel\u202c \u0000'],
    ['nothing', ''],
  ])('with the name: %s', async (_, name) => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo, { name });
    await eva.say('ask for access');
    const [request] = (await book(demo)).accessRequests;
    expect(request?.name).toMatch(/^[^\p{Cc}\u202a-\u202e]{1,100}$/u);
    const giulia = await userChat(demo, 'giulia-global');
    await giulia.say('access requests');
    await giulia.say('1');
    giulia.card('access-request');
    await giulia.submit('approve', { roles: 'SalesAgent', email: 'eva@northbridge.example' });
    giulia.text(/is let in: Sales agent\./);
    await eva.say('hello');
    eva.text(/^Hello /m);
  });
});

describe.each(CHANNELS)('on %s', (channel) => {
  const open = async (role = 'global admin') => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { channel });
    await chat.actAs(role);
    return { demo, chat };
  };

  it('the greeting says who asks, and leads there', async () => {
    const { demo, chat } = await open('user management admin');
    await chat.say('hello');
    chat.noText(/asks? for access/);
    await demo.askForAccess();
    await chat.say('hello');
    chat.text(/^1 colleague asks for access to this desk$/m);
    await chat.submit('start accessRequests');
    chat.text(/^1 · Eva Jansson — asked on Nov 21, 2026, 09:00 UTC$/m);
  });

  it('the list of colleagues leads there too', async () => {
    const { demo, chat } = await open();
    await demo.askForAccess();
    await demo.askForAccess('Bo Berg');
    await chat.say('colleagues');
    chat.text(/\[2 access requests\]/);
    await chat.submit('start accessRequests');
    chat.card('access-requests');
    chat.noText(/set aside/);
  });

  it('who may not decide sees nothing of it', async () => {
    const { demo, chat } = await open('sales agent');
    await demo.askForAccess();
    await chat.say('hello');
    chat.noText(/asks? for access/);
    await chat.say('colleagues');
    chat.noText(/access request/);
    await chat.say('access requests');
    chat.text(/takes the role Global admin or User management admin/);
    chat.noText(/Eva/);
  });

  it('approves with roles, on the card', async () => {
    const { demo, chat } = await open();
    await demo.askForAccess();
    await chat.say('access requests');
    await chat.submit('open', { request: chat.card('access-requests').choice('request', /Eva Jansson/) });
    chat.text(/Calls themselves\nEva Jansson\n.*\n[\da-f-]{36}$/m);
    await chat.submit('approve', { name: 'Eva Jansson', email: 'Eva@Northbridge.example ', roles: '' });
    chat.text(/^Tick at least one role\.$/m);
    expect(chat.card('access-request').value('email')).toBe('Eva@Northbridge.example');
    await chat.submit('approve', { roles: 'HelpdeskAgent,SalesAgent' });
    chat.text(/^Eva Jansson is let in: Sales agent and Helpdesk agent\. It counts from now on\.$/m);
    const { users, accessRequests, activity } = await book(demo);
    expect(users.at(-1)).toEqual({
      id: accessRequests[0]?.id,
      name: 'Eva Jansson',
      email: 'eva@northbridge.example',
      roles: ['SalesAgent', 'HelpdeskAgent'],
      aadObjectId: accessRequests[0]?.aadObjectId,
    });
    expect(accessRequests[0]).toMatchObject({
      state: 'approved',
      closed: { by: { userId: 'giulia-global' }, roles: ['SalesAgent', 'HelpdeskAgent'] },
    });
    expect(activity.at(-1)).toMatchObject({
      action: 'approve access',
      subject: 'Eva Jansson (eva@northbridge.example)',
      after: 'SalesAgent, HelpdeskAgent',
    });
  });

  it('approves and declines by typing, one after the other', async () => {
    const { demo, chat } = await open();
    for (const name of ['Eva Jansson', 'Bo Berg', 'Cy Clarke']) await demo.askForAccess(name);
    await chat.say('access requests');
    await chat.say('approve 1 as helpdesk agent');
    chat.text(/^Fill in an e-mail address, such as name@example\.com\.$/m);
    expect(chat.card('access-request').value('roles')).toBe('HelpdeskAgent');
    await chat.say('email eva@northbridge.example');
    expect(chat.card('access-request').value('roles')).toBe('HelpdeskAgent');
    await chat.say('name Eva J. Jansson');
    await chat.say('approve');
    chat.text(/^Eva J\. Jansson is let in: Helpdesk agent\./m);
    await chat.say('approve 1 as a sales agent and admin agent, bo@northbridge.example');
    chat.text(/^Bo Berg is let in: Admin agent and Sales agent\./m);
    await chat.say('decline 1');
    chat.text(/^Cy Clarke is not let in, and can not ask again\.$/m);
    expect(await stateOf(demo)).toEqual(['approved', 'approved', 'declined']);
    await chat.say('access requests');
    chat.text(/^Nobody is asking for access at the moment\./m);
  });

  it('says what it did not understand, and keeps what was entered', async () => {
    const { demo, chat } = await open();
    await demo.askForAccess();
    await chat.say('access requests');
    await chat.say('approve');
    chat.text(/^Say which one by its number/m);
    await chat.say('approve 7 as sales agent');
    chat.text(/^Say which one by its number/m);
    await chat.say('approve 1 as emperor');
    chat.text(/^I did not understand “emperor” in that\./m);
    await chat.say('fiddle');
    chat.text(/^I did not understand “fiddle”\. Type the number of a request/m);
    await chat.say('1');
    await chat.say('email eva@northbridge.example');
    await chat.say('approve as emperor');
    expect(chat.card('access-request').value('email')).toBe('eva@northbridge.example');
    await chat.say('back');
    chat.card('access-requests');
    await chat.say('close');
    chat.text(/^Closed\.$/m);
    expect(await stateOf(demo)).toEqual(['open']);
  });

  it('shows eight, then the next ones', async () => {
    const { demo, chat } = await open();
    for (let i = 1; i <= 9; i += 1) await demo.askForAccess(`Colleague ${i}`);
    await chat.say('access requests');
    chat.text(/\[Show 9–9 of 9\]/);
    await chat.submit('more');
    chat.text(/^1 · Colleague 9 — asked on/m);
    await chat.say('decline 1');
    chat.text(/Colleague 9 is not let in/);
    chat.text(/^8 colleagues want to use this desk$/m);
  });

  it('warns of somebody who calls themselves as a colleague does, and takes no address that is in use', async () => {
    const { demo, chat } = await open();
    await demo.askForAccess('ANNA LINDQVIST');
    await chat.say('access requests');
    await chat.say('1');
    chat.text(/^A colleague with this name is here already: Anna Lindqvist \(anna/m);
    const { users } = await book(demo);
    const { email = '' } = users.find(({ id }) => id === 'anna-admin') ?? {};
    await chat.submit('approve', { email: email.toUpperCase(), roles: 'SalesAgent' });
    chat.text(/^Anna Lindqvist has that e-mail address here already, and nobody was let in\./m);
    expect(chat.card('access-request').value('roles')).toBe('SalesAgent');
    expect((await book(demo)).users).toEqual(users);
  });

  it('the log says it all, in words', async () => {
    const { demo, chat } = await open();
    await demo.askForAccess();
    await chat.say('access requests');
    await chat.say('approve 1 as helpdesk agent eva@northbridge.example');
    await chat.say('activity log');
    chat.text(/Colleague let in {2}Done\n.*Giulia.*\n.*Settings · Eva Jansson .* · Helpdesk agent$/m);
    chat.text(/Access asked for {2}Done\n.* · Eva Jansson\n/m);
  });
});

describe('two who may decide', () => {
  const open = async () => {
    const demo = await DemoDesk.open();
    await demo.giveRoles('sanjay-sales', ['UserManagementAdmin']);
    const eva = await chatOf(demo);
    await eva.say('hello');
    const asking = eva.card('newcomer');
    await eva.say('ask for access');
    const giulia = await userChat(demo, 'giulia-global');
    const sanjay = await userChat(demo, 'sanjay-sales');
    for (const chat of [giulia, sanjay]) for (const text of ['access requests', '1']) await chat.say(text);
    return { demo, eva, asking, giulia, sanjay };
  };
  const EMAIL = 'eva@northbridge.example';

  it('the first wins; the second is told by whom and when', async () => {
    const { demo, eva, giulia, sanjay } = await open();
    demo.wait({ minutes: 5 });
    await giulia.submit('decline');
    giulia.text(/^Eva Jansson is not let in/m);
    await sanjay.submit('approve', { email: EMAIL, roles: 'GlobalAdmin' });
    sanjay.text(/^Giulia Rossi declined this request on Nov 21, 2026, 09:05 UTC\./m);
    sanjay.card('access-requests');
    expect((await book(demo)).users).toHaveLength(5);
    await eva.say('hello');
    eva.text(/^Giulia Rossi declined it on Nov 21, 2026, 09:05 UTC\./m);
    await eva.say('ask for access');
    eva.text(/^Your request was declined$/m);
    expect(await stateOf(demo)).toEqual(['declined']);
  });

  it('at the very same moment only one of them is first', async () => {
    const { demo, giulia, sanjay } = await open();
    await Promise.all([
      giulia.submit('approve', { email: EMAIL, roles: 'SalesAgent' }),
      sanjay.submit('decline'),
    ]);
    const [state] = await stateOf(demo);
    expect((await book(demo)).users).toHaveLength(state === 'approved' ? 6 : 5);
    const second = state === 'approved' ? sanjay : giulia;
    second.text(/(approved|declined) this request on/);
  });

  it('a right that is withdrawn in the middle no longer counts', async () => {
    const { demo, sanjay } = await open();
    await demo.giveRoles('sanjay-sales', ['SalesAgent']);
    await sanjay.submit('approve', { email: EMAIL, roles: 'GlobalAdmin' });
    sanjay.text(/takes the role Global admin or User management admin/);
    expect(await stateOf(demo)).toEqual(['open']);
    expect((await book(demo)).activity.at(-1)).toMatchObject({
      action: 'approve access',
      outcome: 'refused',
      refusal: { code: 'NeedsRole' },
    });
  });

  it('one who was removed in the middle decides nothing', async () => {
    const { demo, sanjay } = await open();
    await demo.removeUser('sanjay-sales');
    await sanjay.submit('approve', { email: EMAIL, roles: 'GlobalAdmin' });
    sanjay.text(/^You no longer have access$/m);
    expect(await stateOf(demo)).toEqual(['open']);
  });

  it('delivered twice, one approval makes one user', async () => {
    const { demo, giulia } = await open();
    await giulia.submit('approve', { email: EMAIL, roles: 'SalesAgent' });
    const pressed = giulia.latestActivity();
    giulia.restart();
    await giulia.redeliver({ ...pressed, id: 'once-more' });
    expect((await book(demo)).users.filter(({ email }) => email === EMAIL)).toHaveLength(1);
  });

  it('whoever was let in is greeted with the next word, over a restart too', async () => {
    const { demo, eva, asking, giulia } = await open();
    await giulia.submit('approve', { email: EMAIL, roles: 'HelpdeskAgent' });
    giulia.text(/is let in/);
    eva.restart();
    await eva.submitOn(asking, 'askForAccess');
    eva.text(/^Hello Eva Jansson — Northbridge/m);
    eva.text(/^Your role: Helpdesk agent$/m);
    await eva.say('permissions fabrikam');
    eva.card('permission');
    expect(await stateOf(demo)).toEqual(['approved']);
  });
});

describe('in other languages', () => {
  it('in het Nederlands', async () => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo, { locale: 'nl-NL' });
    await eva.say('hallo');
    eva.text(/^Ik ken je nog niet$/m);
    await eva.submit('askForAccess');
    eva.text(/^Je aanvraag is doorgegeven$/m);
    const giulia = await userChat(demo, 'giulia-global', 'nl-NL');
    await giulia.say('hallo');
    giulia.text(/^1 collega vraagt hier toegang$/m);
    await giulia.say('toegangsaanvragen');
    await giulia.say('goedkeuren 1 als helpdeskmedewerker en verkoopagent');
    giulia.text(/^Vul een e-mailadres in/m);
    await giulia.say('e-mail eva@northbridge.example');
    await giulia.say('keur goed');
    giulia.text(/^Eva Jansson is toegelaten: Verkoopagent en Helpdeskmedewerker\. Dit geldt vanaf nu\.$/m);
    await eva.say('vraag toegang');
    eva.text(/^Hallo Eva Jansson — Northbridge/m);
  });

  it('på svenska', async () => {
    const demo = await DemoDesk.open();
    const eva = await chatOf(demo, { locale: 'sv-SE' });
    await eva.say('be om åtkomst');
    const giulia = await userChat(demo, 'giulia-global', 'sv-SE');
    await giulia.say('åtkomstbegäranden');
    giulia.text(/^1 · Eva Jansson — bad om åtkomst 21 nov\. 2026 09:00 UTC$/m);
    await giulia.say('avslå 1');
    giulia.text(/^Eva Jansson har inte släppts in och kan inte be om åtkomst igen\.$/m);
    await eva.say('hej');
    eva.text(/^Giulia Rossi avslog din begäran 21 nov\. 2026 09:00 UTC\./m);
  });
});
