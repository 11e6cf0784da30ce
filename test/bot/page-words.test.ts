/** The words of the chat page: the same as the desk's, and what it does with the browser's languages. */
import { describe, expect, it } from '@jest/globals';
import {
  browserLanguage,
  LANGUAGES as LISTED,
  localeFor,
  PAGE_WORDS,
} from '../../bot/webchat/client/words.js';
import { roleName } from '../../cards/views/names.js';
import { wordsFor } from '../../cards/words.js';
import { askedLanguage } from '../../dialogs/language.js';
import { LANGUAGES, ROLES } from '../../domain/model.js';

describe('The chat page', () => {
  it('has the languages of the desk', () => {
    expect(LISTED).toEqual([...LANGUAGES]);
  });

  it.each(LANGUAGES)('says to the desk what the desk understands: %s', (language) => {
    const words = wordsFor(language);
    const page = PAGE_WORDS[language];
    expect(askedLanguage(page.name)).toBe(language);
    expect(words.t('dialog.commands.actAs').split('|')).toContain(page.actAsCommand);
    for (const role of ROLES) expect(page[role]).toBe(roleName(words, role));
  });

  it.each([
    [['sv-SE', 'en'], 'sv', 'sv-SE'],
    [['fr-FR', 'nl', 'nl-BE', 'en-GB'], 'nl', 'nl-BE'],
    [['NL-be'], 'nl', 'NL-be'],
    [['nl'], 'nl', 'nl-NL'],
    [['fr'], 'en', 'en-US'],
    [[], 'en', 'en-US'],
  ] as const)('for a browser that asks for %j is in %s, as %s', (wanted, language, locale) => {
    expect(browserLanguage(wanted)).toBe(language);
    expect(localeFor(browserLanguage(wanted), wanted)).toBe(locale);
  });
});
