/** What the page about another SDK speaks of is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const page = read('docs/agents-sdk.md');
const quoted = [...page.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
const files = quoted.filter((text) => /^[\w-]+\/[\w./-]+\.ts$/.test(text));
const links = [...page.matchAll(/\]\((\.\.[^)]+)\)/g)].map(([, link = '']) => link);
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Readonly<Record<string, string>>
>;

describe('The page about another SDK', () => {
  it.each([...new Set(files)])('names %s, which exists', (file) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it.each(links)('links to %s, which exists', (link) => {
    expect(existsSync(join(ROOT, 'docs', link))).toBe(true);
  });

  it('names the versions that are installed', () => {
    expect(page).toContain(`Bot Framework SDK for JavaScript ${dependencies.botbuilder}.`);
    const hosting = devDependencies['@microsoft/agents-hosting'];
    expect(page).toContain(`\`@microsoft/agents-hosting\` and \`agents-activity\` ${hosting},`);
  });

  it('names what the dialogs take from the SDK, and in the row of each file what stands there', () => {
    const classes = page.match(/^\| (`ComponentDialog`.*) and their types/m)?.[1]?.match(/\w+/g) ?? [];
    expect(classes).toHaveLength(8);
    for (const name of classes) expect(read('dialogs/sdk.ts')).toMatch(new RegExp(`\\b${name}\\b`));
    expect(read('bot/inbound.ts')).toContain('removeRecipientMention');
    expect(read('bot/later.ts')).toContain('getConversationReference');
    for (const file of ['bot/adapter.ts', 'bot/directline/adapter.ts'])
      expect(read(file)).toContain('applyConversationReference');
    expect(read('dialogs/kept.ts')).toContain('KEPT_VERSION');
  });
});
