import { describe, expect, it } from '@jest/globals';
import { NotTaken } from '../../bot/connector.js';
import { outcomeOf } from '../../bot/notice-outcome.js';

const NOW = new Date('2026-11-21T09:00:00Z');
const refused = (status: number, retryAfter?: string) => new NotTaken(status, 'POST', retryAfter);
const broken = (code: string) => Object.assign(new Error('the network'), { code });

describe('What came of a message that was not answered with 2xx', () => {
  it.each([
    ['surely not taken', refused(400), { outcome: 'failed' }],
    ['nobody there', refused(404), { outcome: 'failed', gone: true }],
    ['blocked', refused(403), { outcome: 'failed', gone: true }],
    ['gave up waiting', refused(408), { outcome: 'unknown', waitMs: 60_000 }],
    ['trouble', refused(503, '5'), { outcome: 'unknown', waitMs: 60_000 }],
    ['no connection', broken('ECONNREFUSED'), { outcome: 'failed', waitMs: 60_000 }],
    ['no such host', broken('ENOTFOUND'), { outcome: 'failed', waitMs: 60_000 }],
    ['cut off', broken('UND_ERR_SOCKET'), { outcome: 'unknown', waitMs: 60_000 }],
    ['no answer in time', broken('UND_ERR_HEADERS_TIMEOUT'), { outcome: 'unknown', waitMs: 60_000 }],
    ['an error of our own', new Error('out of luck'), { outcome: 'unknown', waitMs: 60_000 }],
    ['no error at all', 'nonsense', { outcome: 'unknown', waitMs: 60_000 }],
  ])('%s', (_what, error, expected) => {
    expect(outcomeOf(error, NOW)).toEqual(expected);
  });

  it.each([
    ['seconds', '30', 30_000],
    ['at once', '0', 0],
    ['a moment', 'Sat, 21 Nov 2026 09:02:00 GMT', 120_000],
    ['a moment that is past', 'Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['nothing', undefined, 60_000],
    ['nonsense', 'soon', 60_000],
    ['a number below zero', '-5', 0],
    ['a year', '31536000', 3_600_000],
  ])('too many at once: Retry-After says %s', (_what, retryAfter, waitMs) => {
    for (const status of [412, 429])
      expect(outcomeOf(refused(status, retryAfter), NOW)).toEqual({ outcome: 'failed', waitMs });
  });
});
