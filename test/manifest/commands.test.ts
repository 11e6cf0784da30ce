/** The commands that Teams offers are typed into the chat for the user: each does what it says, in its language. */
import { describe, expect, it } from '@jest/globals';
import type { Job } from '../../cards/views/jobs.js';
import { wordsFor } from '../../cards/words.js';
import { readLine } from '../../dialogs/one-line/read-line.js';
import { LANGUAGES } from '../../domain/model.js';
import { questionWith } from '../../domain/questions/questions.js';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { titlesIn } from './sources.js';

/** What the commands of the personal chat begin, in the order of the manifest. */
const JOBS: readonly (Job | 'help')[] = [
  'buy',
  'refund',
  'exchange',
  'compare',
  'permissions',
  'customers',
  'reservations',
  'attention',
  'requests',
  'help',
];
/** What the commands elsewhere ask. */
const QUESTIONS = ['help', 'customerCancels', 'cap', 'fee', 'prorating'] as const;

const LOCALES = { en: 'en-US', nl: 'nl-NL', sv: 'sv-SE' } as const;

const LANGUAGE_NAMES = { en: 'english', nl: 'nederlands', sv: 'svenska' } as const;

/** A chat in Teams, in a language. */
async function chatIn(language: (typeof LANGUAGES)[number]): Promise<Chat> {
  const locale = LOCALES[language];
  return new Chat(await DemoDesk.open(), { channel: 'msteams', activity: { locale } });
}

describe.each(LANGUAGES)('In the language %s', (language) => {
  const words = wordsFor(LOCALES[language], language);

  it('each command of a personal chat begins the job that it names', async () => {
    const { desk } = await DemoDesk.open();
    const actor = await desk.userWithRole('AdminAgent');
    if (!actor) throw new Error('the demo book has an Admin agent');
    const titles = titlesIn(language, 'personal');
    const begun = await Promise.all(
      titles.map(async (text) => (await readLine(desk, { actor, words, text }))?.job ?? 'help'),
    );
    expect(begun).toEqual(JOBS);
  });

  it('and typed in the chat, each is answered with a card', async () => {
    for (const title of titlesIn(language, 'personal')) {
      const chat = await chatIn(language);
      await chat.say(title);
      expect([title, chat.said.map(({ card }) => card !== undefined)]).toEqual([title, [true]]);
      if (title === titlesIn(language, 'personal').at(-1)) chat.text(new RegExp(words.t('help.title')));
      else chat.noText(new RegExp(words.t('help.title')));
    }
  });

  it('each works also where the user has chosen another language, and in the middle of something', async () => {
    const [other = 'en'] = LANGUAGES.filter((known) => known !== language && known !== 'en');
    const others = wordsFor(LOCALES[other], other);
    const [bulk = ''] = others.t('dialog.commands.job.bulk').split('|');
    for (const title of titlesIn(language, 'personal')) {
      const chat = await chatIn(language);
      await chat.say(LANGUAGE_NAMES[other]);
      await chat.say(title);
      const isHelp = title === titlesIn(language, 'personal').at(-1);
      const before = chat.said.map(({ card }) => card?.kind);
      expect([title, before]).toEqual([title, [expect.not.stringMatching(isHelp ? /^$/ : /^help$/)]]);
      await chat.say('start over');
      await chat.say(bulk);
      await chat.say(title);
      expect([title, chat.said[isHelp ? 0 : chat.said.length - 1]?.card?.kind]).toEqual([title, before[0]]);
    }
  });

  it('each command of teams and group chats is help or a question that has an answer', async () => {
    const [help, ...asked] = titlesIn(language, 'team');
    expect(words.t('dialog.commands.help').split('|')).toContain(help);
    expect(asked).toHaveLength(QUESTIONS.length - 1);
    for (const [i, text] of asked.entries()) {
      const chat = await chatIn(language);
      await chat.say(text);
      const { id = '' } = questionWith(QUESTIONS[i + 1] ?? '') ?? {};
      const [first = ''] = words.t(`questions.about.${id}.answer`).split('\n');
      expect(chat.card('answer').text).toContain(first);
    }
  });
});
