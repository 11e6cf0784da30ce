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

  it('sends the headers that keep a browser from guessing, framing, telling and keeping, whatever the answer', async () => {
    const token = (await desk.call('POST', '/webchat/token')).body?.token;
    const as = { Authorization: `Bearer ${String(token)}` };
    const answers = await Promise.all([
      desk.call('GET', '/'),
      desk.call('GET', '/healthz'),
      desk.call('GET', '/page.css'),
      desk.call('GET', '/page.js'),
      desk.call('GET', '/favicon.svg'),
      desk.call('GET', '/nowhere'),
      desk.call('GET', '/api/messages'),
      desk.call('POST', '/api/messages', {}),
      desk.call('POST', '/api/messages', 'x', { 'Content-Type': 'text/plain' }),
      desk.call('POST', '/webchat/token'),
      desk.call('POST', '/directline/tokens/refresh', undefined, as),
      desk.call('POST', '/directline/conversations', {}, as),
      desk.call('GET', '/directline/conversations/x', undefined, as),
      desk.call('GET', '/', undefined, { Origin: 'https://evil.example' }),
    ]);
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('permissions-policy')).toContain('microphone=()');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(policyOf(headers)).toContain("frame-ancestors 'none'");
      expect(policyOf(headers)).toContain("default-src 'none'");
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(
      answers.map((_, i) => (i >= 2 && i <= 4 ? expect.stringMatching(/^no-(cache|store)$/) : 'no-store')),
    );
  });

  it('serves nothing else from the disk', async () => {
    for (const path of ['/page.html', '/../config.ts', '/%2e%2e/config.js', '/client/page.js']) {
      expect((await desk.call('GET', path)).status).toBe(404);
    }
  });
});
