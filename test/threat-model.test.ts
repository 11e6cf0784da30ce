/** What the threat model names as its proof is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const DOCS = resolve(import.meta.dirname, '../docs');
const text = readFileSync(join(DOCS, 'threat-model.md'), 'utf8');
const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);

describe('the threat model', () => {
  it.each([...new Set(links)])('links to %s, which exists', (link) => {
    expect(existsSync(join(DOCS, link))).toBe(true);
  });

  it('says in every row what stops it, and shows it by a test or says that nothing does', () => {
    const rows = text.split('\n').filter((line) => /^\| [A-Z]/.test(line));
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const [, who = '', what = '', stops = '', shown = ''] = row.split('|').map((cell) => cell.trim());
      expect([who, what, stops].every((cell) => cell.length > 5)).toBe(true);
      if (!/\.test\.ts\)/.test(shown)) expect(stops).toMatch(/Not stopped/);
    }
  });
});
