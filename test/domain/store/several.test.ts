/** Work on a stream of things, a few at a time. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { severalAtATime } from '../../../domain/store/several.js';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i += 1) yield i;
}

describe('work on many things', () => {
  it('is done for each once, so many at a time and no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.integer({ min: 1, max: 5 }), async (count, most) => {
        const done: number[] = [];
        let atWork = 0;
        let mostAtWork = 0;
        await severalAtATime(most, numbers(count), async (one) => {
          atWork += 1;
          mostAtWork = Math.max(mostAtWork, atWork);
          for (let i = 0; i < (one % 3) + 20; i += 1) await setImmediate();
          atWork -= 1;
          done.push(one);
        });
        expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(mostAtWork).toBe(Math.min(count, most));
      }),
      { numRuns: 20 },
    );
  });

  it('ends with the first failure, once what is under way has ended; nothing new is begun', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = severalAtATime(2, numbers(10), async (one) => {
      begun.push(one);
      await setImmediate();
      if (one === 1) throw new Error('first');
      for (let i = 0; i < 20; i += 1) await setImmediate();
      ended.push(one);
      if (one === 0) throw new Error('second');
    });
    await expect(work).rejects.toThrow('first');
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([0]);
  });

  it('fails as the stream does', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield 1;
      throw new Error('no more of it');
    }
    await expect(severalAtATime(2, broken(), async () => undefined)).rejects.toThrow('no more of it');
  });
});
