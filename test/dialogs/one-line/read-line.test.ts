/** What is read in a typed line: tables in three languages, and what holds whatever is typed. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES } from '../../../domain/model.js';
import { isDay } from '../../../domain/term.js';
import { DemoDesk } from '../../support/demo-desk.js';
import { LINES_EN } from './lines-en.js';
import { LINES_NL } from './lines-nl.js';
import { LINES_SV } from './lines-sv.js';
import { told, wishOf } from './told.js';

const demo = await DemoDesk.open();

describe.each([
  ['en-US', LINES_EN],
  ['nl-NL', LINES_NL],
  ['sv-SE', LINES_SV],
] as const)('a line typed in %s', (locale, lines) => {
  it.each(lines)('"%s"', async (line, wish) => {
    expect(told(await wishOf(demo, locale, line))).toBe(wish);
  });
});

describe('numbers are read as the locale writes them', () => {
  it.each([
    ['en-US', 'buy 1,000 B1ms', '1000'],
    ['en-US', 'buy 1.000 B1ms', undefined],
    ['nl-NL', 'koop 1.000 B1ms', '1000'],
    ['nl-NL', 'koop 1,000 B1ms', undefined],
    ['sv-SE', 'köp 1 000 B1ms', '1000'],
    ['sv-SE', 'köp 1\u00a0000 B1ms', '1000'],
    ['en-US', 'buy 1 000 B1ms', undefined],
    ['en-US', 'buy 3 4 B1ms', undefined],
  ])('%s: "%s"', async (locale, line, quantity) => {
    expect((await wishOf(demo, locale, line))?.purchases[0]?.quantity).toBe(quantity);
  });

  it.each(['buy 0 B1ms', 'buy -3 B1ms', 'buy 1.5 B1ms', 'buy 00 B1ms'])(
    'what is no quantity is kept as it was typed, to be asked about: "%s"',
    async (line) => {
      const [said] = (await wishOf(demo, 'en-US', line))?.purchases ?? [];
      expect(said?.quantity).toBeUndefined();
      expect(said?.unclear).toBe(line.split(' ')[1]);
    },
  );
});

describe('whatever is typed', () => {
  const words = [...LINES_EN, ...LINES_NL, ...LINES_SV].flatMap(([line]) => line.split(' '));
  const pieces = fc.oneof(
    fc.constantFrom(...words),
    fc.constantFrom(
      '0',
      '-1',
      '1e9',
      '٣',
      '${1+1}',
      '[x](http://y)',
      '\u202e',
      "'s",
      '’',
      '🦆',
      '|',
      '9'.repeat(40),
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const lines = fc
    .tuple(
      fc.constantFrom('buy', 'refund', 'exchange', 'what expires', 'compare', ''),
      fc.array(pieces, { maxLength: 14 }),
    )
    .map(([begin, rest]) => [begin, ...rest].join(' '));

  it('nothing is thrown, no quantity is below one, and days are days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...LANGUAGES), lines, async (language, line) => {
        const wish = await wishOf(demo, language, line);
        if (!wish) return;
        for (const { quantity } of [...wish.returns, ...wish.purchases]) {
          if (quantity !== undefined) expect(quantity).toMatch(/^[1-9]\d*$/);
        }
        const { from, to, day } = wish.days ?? { from: '2026-11-21', to: '2026-11-21', day: '2026-11-21' };
        expect([from, to, day].every(isDay)).toBe(true);
        expect(from <= to && from <= day && day <= to).toBe(true);
        // Who is surely meant is called so as it was typed.
        if (wish.customerId) expect(wish.customers).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('a very long line is read in its beginning only', async () => {
    const wish = await wishOf(demo, 'en', `buy 2 B1ms for Fabrikam ${'for Contoso '.repeat(2000)}`);
    expect(wish?.purchases[0]?.quantity).toBe('2');
  });
});
