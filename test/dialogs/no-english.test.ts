/** No English is left at any step in Dutch or Swedish, also not in what is said to a text that is not understood. */
import { describe, expect, it } from '@jest/globals';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { englishLeft, shownOn } from '../support/english-left.js';
import { goTo, STEPS } from './steps.js';

describe.each([
  ['nl', 'nederlands'],
  ['sv', 'svenska'],
] as const)('in %s', (language, asked) => {
  it.each(STEPS)('at "$name" no English is left', async (step) => {
    const chat = new Chat(await DemoDesk.open());
    await goTo(chat, step);
    for (const text of [asked, 'xyzzy 99 ???']) {
      await chat.say(text);
      const shown = chat.said.map((said) => `${said.text}\n${shownOn(said.card)}`).join('\n');
      expect(englishLeft(shown, language)).toEqual([]);
    }
  });

  it('English would be found', () => {
    expect(englishLeft('Standard_D2s_v5 · East US · 3 years', language)).toEqual(['years']);
    expect(englishLeft('Issue type: Billing\nPreferred contact method: E-mail\nRefund', language)).toEqual([
      'refund',
    ]);
  });
});
