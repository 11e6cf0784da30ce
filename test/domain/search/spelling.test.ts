/** Which known words a mistyped one may be meant for. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Spelling } from '../../../domain/search/spelling.js';

/** Words with where they stand: here, how many letters they have. */
function known(...words: readonly string[]): Spelling<number> {
  const spelling = new Spelling<number>();
  for (const word of words) spelling.add(word, word.length);
  return spelling;
}

const near = (spelling: Spelling<number>, word: string, most: 1 | 2) =>
  spelling
    .near(word, most)
    .map((one) => `${one.word} ${one.mistakes}`)
    .toSorted();

describe('what a mistyped word may be meant for', () => {
  const spelling = known('contoso', 'fabrikam', 'lamna', 'bank', 'ab', 'abc', 'w'.repeat(60));
  it.each([
    ['contoso', 1, ['contoso 0']],
    ['contozo', 1, ['contoso 1']],
    ['conttoso', 1, ['contoso 1']],
    ['contso', 1, ['contoso 1']],
    ['contozz', 1, []],
    ['contozz', 2, ['contoso 2']],
    ['conzz', 2, []],
    ['ocntoso', 1, ['contoso 1']],
    ['contoos', 1, ['contoso 1']],
    ['fabirkam', 1, ['fabrikam 1']],
    ['fbarikma', 1, []],
    // Two neighbours changed round are one mistake, also where two letters may be wrong.
    ['fabirkam', 2, ['fabrikam 1']],
    // Of five letters, one may be wrong, even where two would do for longer words.
    ['lamma', 2, ['lamna 1']],
    ['lmana', 2, ['lamna 1']],
    ['lomma', 2, []],
    ['lamnaxx', 2, ['lamna 2']],
    ['bnak', 1, ['bank 1']],
    ['banc', 1, ['bank 1']],
    // Shorter words are near to too many others.
    ['bak', 1, []],
    ['ab', 1, []],
    ['abcd', 1, []],
    ['', 1, []],
    // What is as long as this is a word that somebody pasted, and costs too much.
    [`${'w'.repeat(59)}x`, 1, [`${'w'.repeat(60)} 1`]],
    [`${'w'.repeat(60)}x`, 1, []],
  ] as const)('"%s" with at most %i wrong: %j', (word, most, expected) => {
    expect(near(spelling, word, most)).toEqual(expected);
  });

  it('each comes with the places that it stands in, once each', () => {
    const spelling = new Spelling<string>();
    for (const place of ['first', 'first', 'second']) spelling.add('contoso', place);
    spelling.add('contosa', 'third');
    expect(spelling.near('contosx', 1).toSorted((a, b) => (a.word < b.word ? -1 : 1))).toEqual([
      { word: 'contosa', places: ['third'], mistakes: 1 },
      { word: 'contoso', places: ['first', 'second'], mistakes: 1 },
    ]);
    expect(spelling.near('cnotoso', 1)).toEqual([
      { word: 'contoso', places: ['first', 'second'], mistakes: 1 },
    ]);
  });

  it('any word of five letters or more is found with one letter wrong, missing, too many or changed round', () => {
    const word = fc.stringMatching(/^[a-z]{5,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.stringMatching(/^[a-z]$/), (meant, seed, letter) => {
        const spelling = known(meant);
        const at = seed % (meant.length - 1);
        const [before, here, after] = [meant.slice(0, at), meant.charAt(at), meant.slice(at + 1)];
        const typed = [
          `${before}${letter}${after}`,
          `${before}${after}`,
          `${before}${here}${letter}${after}`,
          `${before}${after.charAt(0)}${here}${after.slice(1)}`,
        ].filter((one) => one !== meant);
        for (const one of typed)
          expect(spelling.near(one, 1)).toEqual([{ word: meant, places: [meant.length], mistakes: 1 }]);
      }),
    );
  });
});
