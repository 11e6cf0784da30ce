/** What Teams is told: held against the schemas that Microsoft publishes, with every text in three languages. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { LANGUAGES } from '../../domain/model.js';
import {
  ENVIRONMENT,
  localizationOf,
  MANIFEST_FOLDER,
  madeFiles,
  manifestIn,
  ROOT,
  textsIn,
} from './sources.js';

/** All versions that tenants' tools take, from the strictest about lengths on. 1.18 was never published. */
const VERSIONS = ['1.19', '1.20', '1.21', '1.22', '1.23', '1.24', '1.25'];

type SchemaName = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';

/** A check against a published schema. They are of draft 4, of which they use nothing that later drafts mean otherwise. */
function checkOf(version: string, name: SchemaName): ValidateFunction {
  const file = `node_modules/@microsoft/app-manifest/build/json-schemas/teams/v${version}/${name}`;
  const { $schema, ...schema } = JSON.parse(readFileSync(resolve(ROOT, file), 'utf8')) as {
    readonly $schema: string;
  };
  expect($schema).toBe('http://json-schema.org/draft-04/schema#');
  expect(JSON.stringify(schema)).not.toMatch(/"(id":"|exclusiveM(in|ax)imum":(true|false))/);
  // Patterns of theirs have a bracket that is not escaped, which is no pattern in Unicode mode.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

/** What is wrong with it by the schema; nothing: an empty list. */
function faults(check: ValidateFunction, value: unknown): string[] {
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const made = manifestIn(madeFiles().get('manifest.json')?.toString());
const texts = LANGUAGES.map((language) => [language, textsIn(language)] as const);

describe('The manifest', () => {
  it.each(VERSIONS)('keeps to the published schema of version %s', (manifestVersion) => {
    const check = checkOf(manifestVersion, 'MicrosoftTeams.schema.json');
    expect(faults(check, { ...made, manifestVersion })).toEqual([]);
  });

  it('is of one of these versions, and names its schema', () => {
    expect(VERSIONS).toContain(made.manifestVersion);
    const address = 'https://developer.microsoft.com/json-schemas/teams/v';
    expect(made).toHaveProperty('$schema', `${address}${made.manifestVersion}/MicrosoftTeams.schema.json`);
    for (const { languageTag } of made.localizationInfo.additionalLanguages)
      expect(localizationOf(languageTag).$schema).toBe(
        `${address}${made.manifestVersion}/MicrosoftTeams.Localization.schema.json`,
      );
  });

  it('would be found out: a field that is not known, a wrong id, a title that is too long', () => {
    const check = checkOf(made.manifestVersion, 'MicrosoftTeams.schema.json');
    expect(faults(check, { ...made, colour: 'blue' })).toHaveLength(1);
    expect(faults(check, { ...made, id: '{{APP_ID}}' })).toHaveLength(1);
    expect(faults(check, { ...made, name: { short: 'x'.repeat(31) } })).toHaveLength(1);
  });

  it('says who the bot is and where the desk is', () => {
    expect(made).toMatchObject({
      id: ENVIRONMENT.MicrosoftAppId,
      version: '1.2.3',
      developer: {
        name: 'Reservation Desk',
        websiteUrl: 'https://desk.example',
        privacyUrl: 'https://desk.example/privacy',
        termsOfUseUrl: 'https://desk.example/terms',
      },
      bots: [{ botId: ENVIRONMENT.MicrosoftAppId, supportsFiles: true }],
      validDomains: ['desk.example'],
    });
  });

  it('is in the accent colour of the chat page', () => {
    const css = readFileSync(resolve(ROOT, 'bot/webchat/page.css'), 'utf8');
    expect(css.match(/--accent: (#\w+);/)?.[1]).toBe(made.accentColor.toLowerCase());
  });

  it('offers jobs in personal chats only: elsewhere help and questions', () => {
    const [bot] = made.bots;
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(bot.commandLists.map(({ scopes }) => scopes)).toEqual([['personal'], ['team', 'groupChat']]);
    const [, elsewhere] = bot.commandLists;
    expect(elsewhere?.commands.map(({ title }) => title).filter((title) => !title.endsWith('?'))).toEqual([
      'help',
    ]);
  });
});

describe.each(texts)('The texts in the language %s', (language, all) => {
  it('are as short as Teams shows them in every version', () => {
    const longest = (path: string): number => {
      if (path === 'name.short') return 30;
      if (path === 'name.full') return 100;
      if (path === 'description.short') return 80;
      if (path.endsWith('.title')) return 32;
      return path === 'description.full' ? 4000 : 128;
    };
    const plain = Object.entries(all).filter(([path]) => path !== '$schema');
    expect(plain.length).toBeGreaterThan(20);
    expect(plain.filter(([path, text]) => text.trim() === '' || text.length > longest(path))).toEqual([]);
    for (const { commands } of made.bots[0].commandLists) expect(commands.length).toBeLessThanOrEqual(10);
  });

  it('leave the names of Microsoft’s own products out of the name', () => {
    for (const path of ['name.short', 'name.full']) expect(all[path]).not.toMatch(/teams|microsoft|\bapp\b/i);
  });

  it('name each command once in its list', () => {
    const titles = Object.entries(all).filter(([path]) => path.endsWith('.title'));
    const named = titles.map(([path, title]) => `${path.replace(/\.commands.*/, '')} ${title}`);
    expect(new Set(named).size).toBe(named.length);
    expect(language === 'en' || titles.every(([path, title]) => title !== textsIn('en')[path])).toBe(true);
  });
});

describe('The other languages', () => {
  it('are all that the desk speaks, each in its file', () => {
    const { defaultLanguageTag, additionalLanguages } = made.localizationInfo;
    expect([defaultLanguageTag, ...additionalLanguages.map(({ languageTag }) => languageTag)]).toEqual([
      ...LANGUAGES,
    ]);
    for (const { languageTag, file } of additionalLanguages) expect(file).toBe(`${languageTag}.json`);
  });

  it.each(VERSIONS)('keep to the published schema for them of version %s', (version) => {
    const check = checkOf(version, 'MicrosoftTeams.Localization.schema.json');
    for (const { languageTag } of made.localizationInfo.additionalLanguages)
      expect(faults(check, localizationOf(languageTag))).toEqual([]);
    expect(faults(check, { ...localizationOf('nl'), 'bots[0].name': 'x' })).toHaveLength(1);
  });

  it('have a text for everything that the manifest says in English, and for nothing else', () => {
    const english = Object.keys(textsIn('en')).sort();
    for (const { languageTag } of made.localizationInfo.additionalLanguages) {
      const paths = Object.keys(localizationOf(languageTag)).filter((path) => path !== '$schema');
      expect([languageTag, paths.sort()]).toEqual([languageTag, english]);
    }
  });

  it('have no other files in the folder', () => {
    const files = [...madeFiles().keys()].filter((file) => /^\w\w\.json$/.test(file));
    const named = made.localizationInfo.additionalLanguages.map(({ file }) => file);
    expect(files).toEqual(named);
    for (const file of named)
      expect(readFileSync(resolve(MANIFEST_FOLDER, file), 'utf8')).not.toMatch(/\{\{/);
  });
});
