/** A short run of what `npm run torture -- fuzz` does at length. */
import { describe, expect, it } from '@jest/globals';
import { fuzz } from '../torture/fuzz.js';

describe('Hostile activities over HTTP', () => {
  it('are answered, change nothing and break nothing', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { faults } = await fuzz({ count: 300, seed, limitMs: 90_000, say: () => undefined });
    expect({ seed, faults }).toEqual({ seed, faults: [] });
  }, 120_000);
});
