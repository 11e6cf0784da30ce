import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDesk, startDesk } from './running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const policyOf = (headers: Headers) => headers.get('content-security-policy') ?? '';
const nonceOf = (policy: string) => /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';

describe('The chat page', () => {
  it('has one strict policy, with a nonce of its own each time it is served', async () => {
    const [first, second] = [await desk.call('GET', '/'), await desk.call('GET', '/')];
    const policy = policyOf(first.headers);
    for (const part of [
      "default-src 'none'",
      "connect-src 'self' blob:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.match(/default-src/g)).toHaveLength(1);
    expect(nonceOf(policy)).not.toBe('');
    expect(nonceOf(policyOf(second.headers))).not.toBe(nonceOf(policy));
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  it('has no script or style but with that nonce, and none inline', async () => {
    const { headers, text } = await desk.call('GET', '/');
    const tags = text.match(/<(script|style|link rel="stylesheet")[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(2);
    for (const tag of tags) {
      expect(tag).toContain(`nonce="${nonceOf(policyOf(headers))}"`);
      expect(tag).toMatch(/(src|href)="\//);
    }
    expect(text).not.toMatch(/ style=| on[a-z]+=|\{\{/);
    expect(text).toContain('<html lang="en">');
  });

  it('serves its style and its icon by their types', async () => {
    const types = await Promise.all(
      ['/page.css', '/favicon.svg'].map(async (path) =>
        (await desk.call('GET', path)).headers.get('content-type'),
      ),
    );
    expect(types).toEqual(['text/css; charset=utf-8', 'image/svg+xml']);
  });

  it('offers its languages, and says in each what it needs where nothing runs', async () => {
    const { text } = await desk.call('GET', '/');
    expect(text).toContain('<select id="language">');
    for (const said of [
      'The chat needs JavaScript.',
      'De chat heeft JavaScript',
      'Chatten kräver JavaScript',
    ])
      expect(text).toContain(said);
  });

  it('sends the headers that keep a browser from guessing, framing and telling', async () => {
    for (const path of ['/', '/healthz', '/page.css', '/nowhere']) {
      const { headers } = await desk.call('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(policyOf(headers)).toContain("frame-ancestors 'none'");
      expect(headers.get('server')).toBeNull();
    }
  });

  it('serves nothing else from the disk', async () => {
    for (const path of ['/page.html', '/../config.ts', '/%2e%2e/config.js', '/client/page.js']) {
      expect((await desk.call('GET', path)).status).toBe(404);
    }
  });
});
