/** The pages for whoever runs the desk name only what there is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bicepFile } from './bicep.js';
import { ROOT } from './packed-copy.js';

const text = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const found = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, name = '']) => name);
/** As GitHub makes it of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');

describe.each(['docs/deploy.md', 'docs/upgrading.md'])('%s', (name) => {
  const page = text(name);

  it('links to what is there', () => {
    const links = found(page, /\]\(([^)\s]+)\)/g).filter((link) => !link.startsWith('https://'));
    const anchors = found(page, /^#+ (.+)$/gm).map(anchorOf);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links)
      if (link.startsWith('#')) expect(anchors).toContain(link.slice(1));
      else expect([link, existsSync(join(ROOT, 'docs', link))]).toEqual([link, true]);
  });

  it('names files that are there', () => {
    const files = found(page, /`((?:infra|domain|test|bot)\/[\w./-]+)`/g);
    expect(
      files.filter((file) => !existsSync(join(ROOT, file)) && !file.endsWith('main.parameters.json')),
    ).toEqual([]);
  });
});

describe('docs/deploy.md', () => {
  const page = text('docs/deploy.md');
  const main = bicepFile(join(ROOT, 'infra/main.bicep'));

  it('takes from the deployment what it gives, and has parameters that it takes', () => {
    const outputs = found(page, /\$\(out (\w+)\)/g);
    expect(outputs.length).toBeGreaterThan(3);
    expect(outputs.filter((output) => !main.outputs.includes(output))).toEqual([]);
    const table = /\| parameter \| what \|\n([\s\S]*?)\n\n/.exec(page)?.[1] ?? '';
    const parameters = found(table, /`([a-z]\w+)`[^|]*\|(?=.*\|)/gm);
    expect(parameters.length).toBeGreaterThan(4);
    expect(parameters.filter((parameter) => !main.params.has(parameter))).toEqual([]);
  });

  it('asks the machine for what its script can do', () => {
    const usage = /\n {2}\*\) fail '([^']+)'/.exec(text('infra/machine/desk'))?.[1] ?? '';
    const commands = usage.split(' | ').map((command) => command.split(' ')[0]);
    const asked = new Set(found(page, /\bsudo desk ([a-z]+)/g));
    expect(asked.size).toBeGreaterThan(4);
    expect([...asked].filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('names variables that stand in .env.example', () => {
    const known = found(text('.env.example'), /^(\w+)=$/gm);
    const named = found(page, /`([A-Z]+(?:_[A-Z]+)+|Microsoft[A-Za-z]+)`/g);
    const elsewhere = ['APP_ID', 'DESK_PORT', 'PUBLISHER_NAME', 'WEBSITE_URL', 'PRIVACY_URL', 'TERMS_URL'];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((variable) => !known.includes(variable) && !elsewhere.includes(variable))).toEqual(
      [],
    );
  });
});
