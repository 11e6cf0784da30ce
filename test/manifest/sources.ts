/** The sources of the package for Teams, and the package made of them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { packageFiles } from '../../manifest/package.js';
import { readSettings } from '../../manifest/settings.js';

export const ROOT = resolve(import.meta.dirname, '../..');
export const MANIFEST_FOLDER = resolve(ROOT, 'manifest');

/** An environment with which the package can be made. */
export const ENVIRONMENT = {
  MicrosoftAppId: '12345678-1234-1234-1234-123456789abc',
  PUBLIC_URL: 'https://desk.example',
} as const;

/** A localization file: texts by the path of what they stand for. */
export type Localization = Readonly<Record<string, string>>;

interface CommandList {
  readonly scopes: readonly string[];
  readonly commands: readonly { readonly title: string; readonly description: string }[];
}

/** What the tests look at in the manifest. */
interface TeamsManifest {
  readonly manifestVersion: string;
  readonly version: string;
  readonly id: string;
  readonly developer: Readonly<Record<'name' | 'websiteUrl' | 'privacyUrl' | 'termsOfUseUrl', string>>;
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string; readonly full: string };
  readonly localizationInfo: {
    readonly defaultLanguageTag: string;
    readonly additionalLanguages: readonly { readonly languageTag: string; readonly file: string }[];
  };
  readonly icons: { readonly color: string; readonly outline: string };
  readonly accentColor: string;
  readonly bots: readonly [
    {
      readonly botId: string;
      readonly scopes: readonly string[];
      readonly supportsFiles: boolean;
      readonly commandLists: readonly CommandList[];
    },
  ];
  readonly validDomains: readonly string[];
}

/** The files of the package as the environment above makes them. */
export function madeFiles(): Map<string, Buffer> {
  return packageFiles(MANIFEST_FOLDER, readSettings(ENVIRONMENT), '1.2.3');
}

/** The manifest as the sources have it, or as it stands in the package. */
export function manifestIn(text = readFileSync(resolve(MANIFEST_FOLDER, 'manifest.json'), 'utf8')) {
  return JSON.parse(text) as TeamsManifest;
}

/** The localization file of a language. */
export function localizationOf(language: string): Localization {
  return JSON.parse(readFileSync(resolve(MANIFEST_FOLDER, `${language}.json`), 'utf8')) as Localization;
}

/** Every text of the manifest that a user of Teams reads, by its path, in this language. */
export function textsIn(language: string): Localization {
  if (language !== 'en') return localizationOf(language);
  const { name, description, bots } = manifestIn();
  return {
    'name.short': name.short,
    'name.full': name.full,
    'description.short': description.short,
    'description.full': description.full,
    ...Object.fromEntries(
      bots[0].commandLists.flatMap(({ commands }, list) =>
        commands.flatMap(({ title, description: meaning }, i) => [
          [`bots[0].commandLists[${list}].commands[${i}].title`, title],
          [`bots[0].commandLists[${list}].commands[${i}].description`, meaning],
        ]),
      ),
    ),
  };
}

/** The titles of the commands for a personal chat, or for teams and group chats, in this language. */
export function titlesIn(language: string, scope: 'personal' | 'team'): string[] {
  const list = manifestIn().bots[0].commandLists.findIndex(({ scopes }) => scopes.includes(scope));
  const of = new RegExp(`^bots\\[0\\]\\.commandLists\\[${list}\\]\\.commands\\[\\d+\\]\\.title$`);
  return Object.entries(textsIn(language)).flatMap(([path, text]) => (of.test(path) ? [text] : []));
}
