/** A disk that is full, or a folder that can not be written: it is said, nothing is half-done, and the same answer works later. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** The kinds that do not fit: the book and not the conversation, or nothing at all. */
const FULL: [string, { book: boolean; conversations: boolean }][] = [
  ['for the book', { book: true, conversations: false }],
  ['for everything', { book: true, conversations: true }],
];
const ROOM = { book: false, conversations: false };

function fill({ documents, memories }: DemoDesk, full: { book: boolean; conversations: boolean }): void {
  documents.full = () => full.book;
  memories.full = full.conversations;
}
const NOTHING_CHANGED = /The book can not be written at the moment\nNothing was changed/;

/** What leads to an act, the card that confirms it, and what is said once it stands. */
const ACTS = [
  {
    act: 'a purchase',
    typed: ['buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam'],
    kind: 'review',
    button: 'buy',
    word: 'buy',
    done: /Order recorded/,
  },
  {
    act: 'a refund',
    typed: ["refund 2 of Adatum's B1ms"],
    kind: 'refund-quote',
    button: 'file',
    word: 'file',
    done: /Request filed/,
  },
  {
    act: 'a permission',
    typed: ['permissions fabrikam'],
    kind: 'permission',
    button: 'on',
    word: 'on',
    done: /Permission is on/,
  },
] as const;

async function at(channel: (typeof CHANNELS)[number], { typed, kind }: (typeof ACTS)[number]) {
  const demo = await DemoDesk.open();
  const chat = new Chat(demo, { channel });
  for (const line of typed) await chat.say(line);
  // What can not be kept is logged.
  chat.mayFail = true;
  return { demo, chat, card: chat.card(kind) };
}

const bookOf = async (demo: DemoDesk) => [await demo.customer('fabrikam'), await demo.customer('adatum-us')];

describe.each(CHANNELS)('on %s, with a disk that is full', (channel) => {
  describe.each(FULL)('%s', (_, full) => {
    it.each(ACTS)('$act that is clicked is not done, and the same click works later', async (act) => {
      const { demo, chat, card } = await at(channel, act);
      const before = await bookOf(demo);
      fill(demo, full);
      await chat.submitOn(card, act.button);
      chat.text(NOTHING_CHANGED);
      chat.noText(act.done);
      expect(await bookOf(demo)).toEqual(before);
      fill(demo, ROOM);
      await chat.submitOn(card, act.button);
      chat.text(act.done);
    });

    it.each(ACTS)('$act that is typed is not done, and the same word works later', async (act) => {
      const { demo, chat } = await at(channel, act);
      const before = await bookOf(demo);
      fill(demo, full);
      await chat.say(act.word);
      chat.text(NOTHING_CHANGED);
      expect(await bookOf(demo)).toEqual(before);
      fill(demo, ROOM);
      await chat.say(act.word);
      chat.text(act.done);
    });
  });
});

describe('with a disk that is full for the conversation only', () => {
  it.each(ACTS)('$act stands and is said, and the click again does not double it', async (act) => {
    const { demo, chat, card } = await at('webchat', act);
    fill(demo, { book: false, conversations: true });
    await chat.submitOn(card, act.button);
    chat.text(act.done);
    chat.text(/I could not keep where this conversation stands/);
    const once = await bookOf(demo);
    const number = /\bR[DQ]-\d{8}\b/.exec(chat.said.map(({ text }) => text).join('\n'))?.[0] ?? '';
    fill(demo, ROOM);
    await chat.submitOn(card, act.button);
    chat.text(new RegExp(number));
    expect(await bookOf(demo)).toEqual(once);
  });

  it('a line that is typed again begins again', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, {});
    chat.mayFail = true;
    fill(demo, { book: true, conversations: true });
    await chat.say('refund fabrikam');
    chat.text(/I could not keep where this conversation stands/);
    fill(demo, ROOM);
    await chat.say('refund fabrikam');
    chat.card('choose-reservation');
  });
});

describe('what was filled in', () => {
  it('is kept by the card, and counts once the disk has room', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, {});
    await chat.say('buy 3 D2s_v5 in west europe for 1 year, for Fabrikam');
    const card = chat.card('review');
    const filled = { [card.field('quantity_')]: '5' };
    chat.mayFail = true;
    fill(demo, { book: true, conversations: true });
    await chat.submitOn(card, 'update', filled);
    chat.text(NOTHING_CHANGED);
    fill(demo, ROOM);
    await chat.submitOn(card, 'update', filled);
    chat.text(/× 5/);
    await chat.submit('buy');
    chat.text(/Order recorded/);
    expect((await demo.customer('fabrikam')).orders.at(-1)?.items[0]?.quantity).toBe(5);
  });
});

it.each([
  [
    'nl',
    'koop 3 D2s_v5 in west europe voor 1 jaar voor Fabrikam',
    'kopen',
    /Er is niets gewijzigd/,
    /Ik kon niet bewaren waar dit gesprek staat/,
  ],
  [
    'sv',
    'köp 3 D2s_v5 in west europe för 1 år för Fabrikam',
    'köp',
    /Inget har ändrats/,
    /Jag kunde inte spara var samtalet befinner sig/,
  ],
])('is said in %s', async (locale, line, word, nothing, notKept) => {
  const demo = await DemoDesk.open();
  const chat = new Chat(demo, { activity: { locale } });
  await chat.say(line);
  chat.card('review');
  chat.mayFail = true;
  fill(demo, { book: true, conversations: true });
  await chat.say(word);
  chat.text(nothing);
  chat.text(notKept);
  fill(demo, ROOM);
  await chat.say(word);
  chat.text(/RD-\d{8}/);
});
