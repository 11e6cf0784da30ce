/** Every word that begins a job does so in Dutch and in Swedish, as the English word does. */
import { describe, expect, it } from '@jest/globals';
import { JOBS } from '../../cards/views/jobs.js';
import { wordsFor } from '../../cards/words.js';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const english = wordsFor('en-US');

/** The kind of what comes back: of its card, or a text. */
async function kindAfter(locale: string, text: string): Promise<string> {
  const chat = new Chat(await DemoDesk.open(), { activity: { locale } });
  await chat.say(text);
  return chat.said.at(-1)?.card?.kind ?? 'text';
}

describe.each(['nl-NL', 'sv-SE'])('in %s', (locale) => {
  it.each(JOBS)('each word for "%s" begins it', async (job) => {
    const key = `dialog.commands.job.${job}`;
    const expected = await kindAfter('en-US', english.t(key).split('|')[0] ?? '');
    expect(expected).not.toBe('help');
    for (const word of wordsFor(locale).t(key).split('|')) {
      expect({ word, kind: await kindAfter(locale, word) }).toEqual({ word, kind: expected });
      expect({ word, kind: await kindAfter(locale, `${word.toUpperCase()}.`) }).toEqual({
        word,
        kind: expected,
      });
    }
  });
});
