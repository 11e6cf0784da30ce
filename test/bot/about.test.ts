/** The privacy statement and the terms of use that the package for Teams names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '../../domain/model.js';
import { readSettings } from '../../manifest/settings.js';
import { ENVIRONMENT } from '../manifest/sources.js';
import { type RunningDesk, startDesk } from './running-desk.js';

const { PRIVACY_URL, TERMS_URL } = readSettings(ENVIRONMENT);
const pages = [PRIVACY_URL, TERMS_URL].map((url) => new URL(url).pathname);

let local: RunningDesk;
let exposed: RunningDesk;
beforeAll(async () => {
  local = await startDesk();
  exposed = await startDesk({
    env: { MicrosoftAppId: ENVIRONMENT.MicrosoftAppId, MicrosoftAppPassword: 'a-password' },
  });
});
afterAll(async () => {
  await local.close();
  await exposed.close();
});

describe.each(pages)('%s', (path) => {
  it('is served to everybody, also where users sign in', async () => {
    for (const desk of [local, exposed]) {
      const { status, headers } = await desk.call('GET', path);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  it('says the same in each language: as many headings and points, and a link to each', async () => {
    const { text } = await exposed.call('GET', path);
    const sections = text.split(/(?=<section )/).slice(1);
    expect(sections.map((section) => /lang="(\w+)"/.exec(section)?.[1])).toEqual([...LANGUAGES]);
    const tags = sections.map((section) => section.match(/<(h2|h3|p|ul|li)>/g));
    expect(tags[0]?.length).toBeGreaterThan(6);
    for (const others of tags) expect(others).toEqual(tags[0]);
    for (const language of LANGUAGES) expect(text).toContain(`href="#${language}"`);
  });

  it('runs nothing, and loads its style and icon from here alone', async () => {
    const { text, headers } = await exposed.call('GET', path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; style-src 'self'; img-src 'self';");
    expect(policy).not.toMatch(/script-src|unsafe|\*|https?:/);
    expect(text).not.toMatch(/<script|<style| style=| on[a-z]+=|https?:|\{\{/);
    const loaded = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, file = '']) => file);
    expect(new Set(loaded)).toEqual(new Set(['favicon.svg', 'about.css']));
    for (const file of loaded) expect((await exposed.call('GET', `/${file}`)).status).toBe(200);
  });
});

describe('The style of these pages', () => {
  it('has the accent of the chat page, in the light and in the dark', () => {
    const accents = ['about/about.css', 'webchat/page.css'].map((file) =>
      readFileSync(resolve(import.meta.dirname, '../../bot', file), 'utf8').match(/--accent: #\w+/g),
    );
    expect(accents[0]).toHaveLength(2);
    expect(accents[0]).toEqual(accents[1]?.slice(0, 2));
  });
});
