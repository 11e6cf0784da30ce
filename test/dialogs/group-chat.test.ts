/** Where several people read along: questions about the rules, and the way to a chat with the desk alone. */
import { describe, expect, it } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const BOT = '28:7f3c1b52-0d6e-4c8e-9a51-2f0f7a0f6d11';
const LINK = `https://teams.microsoft.com/l/chat/0/0?users=${BOT}`;
const recipient = { id: BOT, name: 'Reservation Desk' };
const KINDS = [
  { isGroup: true, conversationType: 'personal' },
  { isGroup: false, conversationType: 'groupChat' },
  { isGroup: true, conversationType: 'channel' },
];

async function inGroup(options: ChatOptions = {}, kind: Partial<Activity['conversation']> = KINDS[2] ?? {}) {
  const demo = await DemoDesk.open();
  const conversation = {
    id: '19:team@thread.tacv2',
    name: '',
    isGroup: true,
    conversationType: 'channel',
    ...kind,
  };
  const activity = { recipient, conversation, ...options.activity };
  return { demo, chat: new Chat(demo, { channel: 'msteams', ...options, activity }) };
}

/** What one says who mentions the bot, as Teams sends it. */
const mentioning = (text: string) => ({
  type: 'message',
  text: `<at>Reservation Desk</at> ${text}\n`,
  entities: [{ type: 'mention', mentioned: recipient, text: '<at>Reservation Desk</at>' }],
});
/** That the bot was added, as a channel tells it. */
const ADDED: readonly Partial<Activity>[] = [
  { type: 'conversationUpdate', membersAdded: [recipient] },
  { type: 'installationUpdate', action: 'add' },
];

/** What was asked for by somebody who forgot where they are. */
const FOR_PRIVATE = [
  'buy',
  'refund woodgrove',
  'customers Fabrikam',
  'buy 3 D2s_v5 in west europe for 1 year for Fabrikam',
  'requests',
  'act as global admin',
  'nederlands',
  'file',
  'RQ-12345678',
];

describe.each(CHANNELS)('in a group on %s', (channel) => {
  it.each(KINDS)('(%j) nothing of customers is said: it offers to go on in private', async (kind) => {
    const { chat } = await inGroup({ channel }, kind);
    for (const text of FOR_PRIVATE) {
      await chat.deliver(mentioning(text));
      expect(chat.said).toHaveLength(1);
      chat.text(/^Let’s go on in private/);
      chat.noText(/Fabrikam|woodgrove|RQ-|USD|Anna|D2s/i);
    }
  });

  it('a question about the rules is answered, with nothing that could be begun there', async () => {
    const { chat } = await inGroup({ channel });
    await chat.deliver(mentioning('can a customer cancel?'));
    chat.text(/Can a customer cancel a reservation\?/);
    const answer = chat.card('answer');
    expect(new Set(answer.actions)).toEqual(new Set(['start questions']));
    await chat.submitOn(answer, 'start questions');
    expect(chat.card('answer').text).not.toBe(answer.text);
  });

  it('help says what can be asked, and its questions are answered', async () => {
    const { chat } = await inGroup({ channel });
    for (const text of ['help', 'hello', '']) {
      await chat.deliver(mentioning(text));
      chat.text(/^What you can ask me here/);
    }
    await chat.submitOn(chat.card('group'), 'start questions');
    chat.text(/^Can a customer cancel a reservation\?/);
  });

  it('a button that begins something else begins nothing', async () => {
    const { chat } = await inGroup({ channel });
    for (const value of [
      { do: 'start', job: 'refund', customerId: 'fabrikam' },
      { do: 'start', job: 'questions', question: 'nonsense' },
      { do: 'buy', cardId: 'x' },
      {},
    ]) {
      await chat.submitValue(value);
      chat.text(/^Let’s go on in private/);
    }
  });

  it('the bot says hello once when it is added, and to nobody else who joins', async () => {
    const { chat } = await inGroup({ channel });
    await chat.deliver({ type: 'conversationUpdate', membersAdded: [{ id: '29:kim', name: 'Kim' }] });
    expect(chat.said).toEqual([]);
    const said: string[] = [];
    for (const activity of [...ADDED, ...ADDED]) {
      await chat.deliver(activity);
      said.push(...chat.said.map(({ text }) => text));
    }
    expect(said).toEqual([
      expect.stringMatching(
        /^Hello, I am Reservation Desk[\s\S]*A Global admin or a User management admin adds/,
      ),
    ]);
    await chat.deliver({ type: 'installationUpdate', action: 'remove' });
    expect(chat.said).toEqual([]);
  });
});

describe('the way to a private chat', () => {
  it('is a button in Teams, to the bot that was spoken to', async () => {
    const { chat } = await inGroup();
    await chat.deliver(mentioning('buy'));
    expect(chat.said[0]?.card?.links).toEqual([LINK]);
    chat.text(/Press the button/);
  });

  it.each([
    ['on another channel', { channel: 'webchat' as const }],
    ['where the bot has no registration', { activity: { recipient: { id: 'bot', name: '' } } }],
    ['where the id is no id', { activity: { recipient: { id: '28:x&y=https://evil.example', name: '' } } }],
  ])('is said %s', async (_where, options) => {
    const { chat } = await inGroup(options);
    await chat.say('buy');
    expect(chat.said[0]?.card?.links).toEqual([]);
    chat.text(/Open a chat with me/);
  });
});

describe('signed in', () => {
  it('whoever adds it is greeted, and a stranger who asks is told whom to ask', async () => {
    const from = { id: '29:x', name: 'X', aadObjectId: '11111111-1111-4111-8111-111111111111' };
    const { chat } = await inGroup({ localMode: false, activity: { from } });
    for (const activity of ADDED) await chat.deliver(activity);
    await chat.deliver(mentioning('can a customer cancel?'));
    chat.text(/^I don't know you at this desk/);
  });

  it.each([
    [
      'nl-NL',
      'mag een klant annuleren?',
      /^Kan een klant/,
      'kopen voor Fabrikam',
      /^Laten we privé verdergaan/,
    ],
    ['sv-SE', 'får en kund avbryta?', /^Kan en kund/, 'köp för Fabrikam', /^Vi fortsätter privat/],
  ])('the answers are in the language of whoever asks: %s', async (locale, question, answer, wish, offer) => {
    const { chat } = await inGroup({ activity: { locale } });
    await chat.deliver(mentioning(question));
    chat.text(answer);
    await chat.deliver(mentioning(wish));
    chat.text(offer);
    chat.noText(/Fabrikam/);
  });
});
