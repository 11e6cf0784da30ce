/** The words of all languages: none missing, none left over, none left in English, and all with the same facts in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { helpCard } from '../../cards/views/help.js';
import { wordsFor } from '../../cards/words.js';
import { LANGUAGES, type Language } from '../../domain/model.js';
import { usedKeys } from './used-keys.js';

const TEXT = resolve(import.meta.dirname, '../../cards/text');
const OTHERS = LANGUAGES.filter((language) => language !== 'en');
const english = messagesOf('en');

/** What is the same in every language: names of products and places, and words that two languages share. */
const SAME_AS_ENGLISH: Readonly<Record<'both' | Exclude<Language, 'en'>, readonly RegExp[]>> = {
  both: [
    /^names\.region\.(?!global$)/,
    /^names\.type\.(azureVmwareSolution|sqlDatabase|sqlManagedInstance|cosmosDb|suseLinux|redHatOpenShift|appService|redisCache)$/,
    /^names\.family\.sql$/,
    /^names\.offer\.azureGlobal$/,
    /^welcome\.title$/,
    /^buy\.product\.segment$/,
    /^customer\.facts\.segment$/,
    /^reservation\.one\.reseller$/,
    /^buy\.placed\.text\.reseller$/,
    /^history\.order\.reseller$/,
    // Partner Center's own names of what it logs (rules section 6).
    /^history\.action\.(Create|Delete) Customer Purchase Permissions$/,
  ],
  nl: [
    /^buy\.product\.type$/,
    /^names\.type\.dedicatedHost$/,
    /^buy\.placed\.text\.order$/,
    /^buy\.review\.reseller$/,
    /^refund\.cap\.usd$/,
  ],
  sv: [/^buy\.product\.region$/, /^(history|attention)\.table\.region$/, /^reservation\.one\.title$/],
};

/** Named by data: the regions that a price list may have, and the questions (whose own test holds their words). */
const BY_DATA = /^(names\.region|questions\.about)\./;

describe('the words', () => {
  it('are there for every key, in every language, and for no other', () => {
    for (const language of OTHERS) {
      expect({ language, keys: [...messagesOf(language).keys()].sort() }).toEqual({
        language,
        keys: [...english.keys()].sort(),
      });
    }
  });

  it('are all used', () => {
    const used = usedKeys();
    expect([...english.keys()].filter((key) => !BY_DATA.test(key) && !used(key))).toEqual([]);
  });

  it('would be found out where they are not used', () => {
    const used = usedKeys();
    const made = [...english.keys()].map((key) => `${key}X`);
    expect(made.filter(used)).toEqual([]);
    expect(used('refund.nothing')).toBe(false);
  });

  it.each(OTHERS)('are not left in English: %s', (language) => {
    const same = [...SAME_AS_ENGLISH.both, ...SAME_AS_ENGLISH[language as 'nl' | 'sv']];
    const messages = messagesOf(language);
    const left = [...english].filter(([key, text]) => messages.get(key) === text && hasWords(text));
    const keys = left.map(([key]) => key);
    expect(keys.filter((key) => !same.some((one) => one.test(key)))).toEqual([]);
    expect(same.filter((one) => !keys.some((key) => one.test(key)))).toEqual([]);
  });

  it.each(OTHERS)('have the same facts in them, counted and chosen the same way: %s', (language) => {
    const messages = messagesOf(language);
    const differing = [...english].filter(
      ([key, text]) =>
        JSON.stringify(factsOf(messages.get(key) ?? '', language)) !== JSON.stringify(factsOf(text, 'en')),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it.each(LANGUAGES)('have every plural form of the language: %s', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const lacking = [...messagesOf(language)].filter(([, text]) =>
      pluralsOf(text, language).some(
        (forms) => !isNoneOrSome(forms) && needed.some((form) => !forms.includes(form)),
      ),
    );
    expect(lacking.map(([key]) => key)).toEqual([]);
  });
});

describe('the words to type', () => {
  const COMMANDS = [...english.keys()].filter((key) => key.startsWith('dialog.commands.'));

  it.each(LANGUAGES)('are lower case, and none is listed twice: %s', (language) => {
    for (const key of COMMANDS) {
      const words = listed(language, key);
      expect(words).toEqual([...new Set(words.map((word) => word.toLocaleLowerCase(language).trim()))]);
    }
  });

  it.each(LANGUAGES)('each mean one job; only "cancel" is also another command: %s', (language) => {
    const meanings = new Map<string, string[]>();
    const keys = COMMANDS.filter((key) =>
      /\.(job\.\w+|help|startOver|hello|more|whichLanguage|cancel)$/.test(key),
    );
    for (const key of keys) {
      for (const word of new Set([...listed(language, key), ...listed('en', key)]))
        meanings.set(word, [...(meanings.get(word) ?? []), key.slice('dialog.commands.'.length)]);
    }
    const several = [...meanings.values()].filter((each) => each.length > 1);
    for (const each of several) expect(each.sort()).toEqual(['cancel', 'job.refund']);
  });

  it.each(LANGUAGES)('on and off differ: %s', (language) => {
    const words = (key: string) => [...listed(language, key), ...listed('en', key)];
    const off = words('dialog.commands.off');
    expect(words('dialog.commands.on').filter((word) => off.includes(word))).toEqual([]);
  });

  it.each(LANGUAGES)('are those that help and its cards name: %s', (language) => {
    const messages = messagesOf(language);
    for (const [key, command] of [...messages].filter(
      // Any question will do: it is no word to type.
      ([each]) => each.startsWith('help.command.') && each !== 'help.command.question',
    )) {
      const name = key.slice('help.command.'.length);
      const list = [
        `dialog.commands.job.${name}`,
        `dialog.commands.${name}`,
        'dialog.commands.whichLanguage',
      ];
      const known = listed(language, list.find((each) => messages.has(each)) ?? '');
      expect(known).toContain(command.replace(/ <.*/, ''));
    }
  });

  it('stand each once in help', () => {
    const { text } = helpCard(wordsFor('en-US'), { localMode: true });
    for (const [key, command] of messagesOf('en')) {
      if (key.startsWith('help.command.'))
        expect([command, text.split('\n').filter((line) => line.startsWith(`${command} — `)).length]).toEqual(
          [command, 1],
        );
    }
  });
});

function listed(language: Language, key: string): string[] {
  return messagesOf(language).get(key)?.split('|') ?? [];
}

/** All messages of a language by their keys, read from the files apart from the code that does the same. */
function messagesOf(language: Language): Map<string, string> {
  const folder = join(TEXT, language);
  return new Map(
    readdirSync(folder).flatMap((file) =>
      flat(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    ),
  );
}

function flat(prefix: string, node: unknown): [string, string][] {
  if (typeof node === 'string') return [[prefix, node]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => flat(`${prefix}.${key}`, value));
}

/** False for what is only signs and places to fill in: "{name} · {type}". */
function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/\{[^{}]*\}/g, ''));
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
type Fact = readonly [name: string, kind: string];

function astOf(text: string, language: Language): Element[] {
  return new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();
}

/** Each argument with how it is used: as it is, as a number, as a count, as a choice between these. */
function factsOf(text: string, language: Language): Fact[] {
  const found = elementsOf(astOf(text, language)).flatMap((element): Fact[] => {
    if (element.type === 0 || !('value' in element)) return [];
    const name = String(element.value);
    if (!('options' in element)) return [[name, String(element.type)]];
    const choices = element.type === 5 ? Object.keys(element.options).sort().join() : 'count';
    return [[name, choices]];
  });
  return [...new Map(found.map((fact) => [fact.join(), fact])).values()].sort((a, b) =>
    a.join() < b.join() ? -1 : 1,
  );
}

/** The forms of each plural in a message. */
function pluralsOf(text: string, language: Language): string[][] {
  return elementsOf(astOf(text, language)).flatMap((element) =>
    element.type === 6 && 'options' in element ? [Object.keys(element.options)] : [],
  );
}

/** A plural that only asks whether there is anything at all. */
function isNoneOrSome(forms: readonly string[]): boolean {
  return forms.length === 2 && forms.includes('=0') && forms.includes('other');
}

function elementsOf(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => [
    element,
    ...('options' in element ? Object.values(element.options).flatMap(({ value }) => elementsOf(value)) : []),
  ]);
}
