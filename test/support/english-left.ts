/** Finds English words in what a user who speaks another language is shown. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../domain/model.js';
import { ISSUE_TYPES } from '../../domain/policy/support-topics.js';

type Elements = ReturnType<IntlMessageFormat['getAst']>;

const ROOT = resolve(import.meta.dirname, '../..');
const english = vocabulary('en');
const own = { nl: vocabulary('nl'), sv: vocabulary('sv') };

/** What is English in every language: products, customers and what is theirs, topics of Microsoft's form, and names of what Partner Center logs. */
const NAMES = [
  ...textsIn(readJson('domain/demo/prices.json'), ['name']),
  ...textsIn(readJson('domain/demo/customers.json'), ['name']),
  ...textsIn(ISSUE_TYPES, ['name']),
  'Create Customer Purchase Permissions',
  'Delete Customer Purchase Permissions',
].sort((a, b) => b.length - a.length);

/** Links and IDs are no words; the text for Microsoft's form is in English, as its heading says. */
const NO_WORDS = [
  /^Issue type:[\s\S]*?^Preferred contact method:.*$/gm,
  /https?:\S+/g,
  /\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g,
];

/** The words of a text that the desk has in English only, each once. */
export function englishLeft(text: string, language: Exclude<Language, 'en'>): string[] {
  const plain = NO_WORDS.reduce((rest, form) => rest.replace(form, ' '), text);
  const nameless = NAMES.reduce((rest, name) => rest.replaceAll(name, ' '), plain);
  return [...new Set(wordsIn(nameless))].filter((word) => english.has(word) && !own[language].has(word));
}

/** All that a card shows: also what stands in empty fields, in lists that are closed, and for pictures. */
export function shownOn(card: { readonly content: unknown } | undefined): string {
  return textsIn(card?.content, ['text', 'title', 'label', 'placeholder', 'altText', 'errorMessage']).join(
    '\n',
  );
}

/** The words of all messages but for those that can be typed: English is understood in every language. */
function vocabulary(language: Language): ReadonlySet<string> {
  const folder = join('cards/text', language);
  const shown = readdirSync(join(ROOT, folder))
    .filter((file) => file !== 'one-line.json')
    .map((file) => readJson(join(folder, file)) as Record<string, unknown>)
    .map(({ commands: _1, typed: _2, synonyms: _3, stopWords: _4, weakWords: _5, ...messages }) => messages);
  return new Set(textsIn(shown).flatMap((text) => wordsIn(literals(text, language))));
}

/** What a message says, without the names of its arguments and choices. */
function literals(text: string, language: Language): string {
  const parts = (elements: Elements): string[] =>
    elements.flatMap((element) => {
      if (element.type === 0) return [element.value];
      return 'options' in element ? Object.values(element.options).flatMap(({ value }) => parts(value)) : [];
    });
  return parts(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst()).join(' ');
}

function wordsIn(text: string): string[] {
  return (
    text
      .normalize()
      .toLowerCase()
      .match(/\p{L}{2,}/gu) ?? []
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** The strings of a tree; with keys only those under these. */
function textsIn(value: unknown, keys?: readonly string[]): string[] {
  if (typeof value === 'string') return keys ? [] : [value];
  return Object.entries(value ?? {}).flatMap(([key, part]) =>
    keys?.includes(key) && typeof part === 'string' ? [part] : textsIn(part, keys),
  );
}
