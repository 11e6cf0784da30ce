/** What an act needs is gone by the time it is confirmed: it is stopped, the reason is said, and the desk goes on. */
import { describe, expect, it, jest } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { ACTS, type Act, goToAct } from './acts.js';

// Far more than it takes: whatever else the machine does, these are no tests of time.
jest.setTimeout(120_000);

const ANNA = 'anna-admin';
const bulk = actNamed('buy in bulk');

function actNamed(name: string): Act {
  const found = ACTS.find((act) => act.name === name);
  if (!found) throw new Error(`no act ${name}`);
  return found;
}

/** What happens behind the conversation, and what is said then. */
const GONE: readonly {
  readonly what: string;
  readonly happens: (demo: DemoDesk, act: Act) => Promise<void>;
  readonly said: RegExp;
  /** The acts that it stops; all unless given. */
  readonly stops?: (act: Act) => boolean;
}[] = [
  {
    what: 'the role is withdrawn, and there is no access',
    happens: async (demo, { customer }) => {
      await demo.giveRoles(ANNA, ['HelpdeskAgent']);
      await demo.withdrawAccess(ANNA, customer);
    },
    said: /You need access to|This takes the role/,
    // Preparing is everybody's, and so is asking a colleague.
    stops: ({ name }) => !['take up a handover', 'ask a colleague', 'buy in bulk'].includes(name),
  },
  {
    what: 'all roles are withdrawn',
    happens: (demo) => demo.giveRoles(ANNA, []),
    said: /Ask a Global admin or a User management admin of your company to add you/,
  },
  {
    what: 'the user is removed',
    happens: (demo) => demo.removeUser(ANNA),
    said: /Ask a Global admin or a User management admin of your company to add you/,
  },
  {
    what: 'the customer is removed',
    happens: (demo, { customer }) => demo.removeCustomer(customer),
    said: /not among yours/,
    stops: ({ name }) => name !== 'buy in bulk',
  },
  {
    what: 'a colleague has returned the reservation',
    happens: async (demo) => {
      const giulia = new Chat(demo, { conversationId: 'giulia' });
      await giulia.actAs('global admin');
      for (const row of ['1', '1', '1', '1']) {
        for (const text of ['refund fabrikam', row, 'file', 'file although part falls away', 'start over'])
          await giulia.say(text);
      }
    },
    said: /Giulia Rossi filed request RQ-\d+ for this reservation on .* Nothing was filed a second time/,
    stops: ({ returns }) => returns === true,
  },
];

/** The customer's document without what is only prepared, and without refused attempts; absent: removed. */
async function settled(demo: DemoDesk, act: Act) {
  const found = await demo.customer(act.customer).catch(() => undefined);
  if (!found) return undefined;
  const { carts: _c, quotes: _q, attempts: _a, activity, ...rest } = found;
  return { ...rest, done: activity.filter(({ outcome }) => outcome === 'done') };
}

const cases = GONE.flatMap(({ stops = () => true, ...gone }) =>
  ACTS.filter(stops).map((act, i) => ({
    ...gone,
    act,
    name: act.name,
    channel: CHANNELS[i % CHANNELS.length] ?? 'webchat',
  })),
);

describe.each(['pressed', 'typed'] as const)('%s', (how) => {
  it.each(cases.filter(({ act }) => how === 'pressed' || act.word !== undefined))(
    '$name: $what',
    async ({ act, happens, said, channel }) => {
      const demo = await DemoDesk.open();
      const chat = new Chat(demo, { channel });
      await chat.actAs('admin agent');
      await goToAct(chat, act);
      await happens(demo, act);
      const before = await settled(demo, act);
      const card = chat.card(act.kind);
      if (how === 'pressed') await chat.submit(act.button, act.fields);
      else await chat.say(act.word ?? '');
      await chat.settled();
      chat.text(said);
      chat.noText(act.told);
      expect(await settled(demo, act)).toEqual(before);
      // The same attempt gets the same answer. With a handover it is the job that it led to which was refused.
      await chat.submitOn(card, act.button, act.fields);
      if (act.name !== 'take up a handover') chat.text(said);
      expect(await settled(demo, act)).toEqual(before);
      await chat.actAs('user management admin');
      await chat.say('customers');
      chat.card('choose-customer');
    },
  );
});

describe('buying in bulk', () => {
  it.each([
    ['the role is withdrawn', (demo: DemoDesk) => GONE[0]?.happens(demo, bulk), /0 ordered, 2 not bought/],
    [
      'the customer is removed',
      (demo: DemoDesk) => demo.removeCustomer('fabrikam'),
      /0 ordered, 2 not bought/,
    ],
  ])('%s: every line is refused, with the reason beside it', async (_what, happens, said) => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo);
    await chat.actAs('admin agent');
    await goToAct(chat, bulk);
    await happens(demo);
    await chat.submit('buy');
    await chat.settled();
    chat.text(said);
    await chat.submit('start bulk');
    expect(chat.card('bulk-result').text).toMatch(/Not bought: .*(You need access|not among yours)/);
  });
});
