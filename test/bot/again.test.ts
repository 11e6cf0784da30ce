/** When something that a channel has not taken is sent once more. */
import { describe, expect, it } from '@jest/globals';
import { type Method, type Outcome, waitBefore } from '../../bot/again.js';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const wait = (method: Method, outcome: Outcome, tried = 1, chance = 0) =>
  waitBefore(method, outcome, tried, chance, NOW);

describe('A message that was not taken', () => {
  it.each<[Outcome, Method[]]>([
    // What Teams asks to repeat.
    [{ status: 412 }, ['POST', 'PUT', 'DELETE']],
    [{ status: 429 }, ['POST', 'PUT', 'DELETE']],
    [{ status: 502 }, ['POST', 'PUT', 'DELETE']],
    [{ status: 504 }, ['POST', 'PUT', 'DELETE']],
    // It may have been taken, unless the service says when to come back.
    [{ status: 503 }, ['PUT', 'DELETE']],
    [{ status: 503, retryAfter: '1' }, ['POST', 'PUT', 'DELETE']],
    [{ code: 'ECONNREFUSED' }, ['POST', 'PUT', 'DELETE']],
    [{ code: 'ENOTFOUND' }, ['POST', 'PUT', 'DELETE']],
    [{ code: 'ECONNRESET' }, ['PUT', 'DELETE']],
    [{ code: 'UND_ERR_SOCKET' }, ['PUT', 'DELETE']],
    [{ status: 500 }, []],
    [{ status: 400 }, []],
    [{ status: 401 }, []],
    [{ status: 403 }, []],
    [{ status: 404 }, []],
    [{ status: 408 }, []],
    [{ status: 413 }, []],
    [{ code: '' }, []],
    [{ code: 'UND_ERR_ABORTED' }, []],
  ])('%j: again for %j', (outcome, methods) => {
    const repeated = (['POST', 'PUT', 'DELETE'] as const).filter(
      (method) => wait(method, outcome) !== undefined,
    );
    expect(repeated).toEqual(methods);
  });

  it('is waited with longer each time, spread by chance, and given up after the fourth', () => {
    const refused = { status: 429 };
    expect([1, 2, 3, 4].map((tried) => wait('POST', refused, tried, 0))).toEqual([250, 500, 1000, undefined]);
    expect([1, 2, 3].map((tried) => wait('POST', refused, tried, 1))).toEqual([500, 1000, 2000]);
  });

  it.each([
    ['2', 2000],
    ['0', 0],
    ['1.5', 1500],
    ['Sat, 21 Nov 2026 09:00:07 GMT', 7000],
    ['Sat, 21 Nov 2026 08:00:00 GMT', 0],
    // What says nothing counts as not said.
    ['soon', 250],
    ['-3', 250],
    ['', 250],
  ])('is not sent before Retry-After "%s" says so', (retryAfter, ms) => {
    expect(wait('POST', { status: 429, retryAfter })).toBe(ms);
  });

  it('is spread behind Retry-After, and given up where nobody would wait so long', () => {
    expect(wait('POST', { status: 429, retryAfter: '2' }, 1, 0.5)).toBe(2250);
    expect(wait('POST', { status: 429, retryAfter: '3600' })).toBeUndefined();
  });
});
