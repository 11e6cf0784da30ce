/** Words that are known, with where they stand, and those of them that a mistyped word may be meant for. */
import SearchableMap from 'minisearch/SearchableMap';

/** A shorter word is as near to many others as to the one that was meant. */
const SHORTEST = 4;
const SHORTEST_WITH_TWO = 6;
const LONGEST = 60;

/** A known word near another one. */
interface Near<T> {
  readonly word: string;
  readonly places: readonly T[];
  readonly mistakes: number;
}

/** `T`: what a word stands in, such as the id of a customer. */
export class Spelling<T> {
  /** A tree of shared beginnings: looking for what is near visits a small part of it. */
  private readonly known = new SearchableMap<T[]>();

  add(word: string, place: T): void {
    if (word.length < SHORTEST) return;
    const places = this.known.get(word);
    if (!places) this.known.set(word, [place]);
    else if (places.at(-1) !== place) places.push(place);
  }

  /**
   * The known words that differ from this one by at most so many letters: each with its places, and by how many. Two
   * neighbours that changed places are one mistake.
   */
  near(word: string, most: 1 | 2): Near<T>[] {
    if (word.length < SHORTEST || word.length > LONGEST) return [];
    const found = [...this.known.fuzzyGet(word, word.length < SHORTEST_WITH_TWO ? 1 : most)];
    const swapped = new Map(
      swaps(word).flatMap((known) => {
        const places = this.known.get(known);
        return places ? [[known, { word: known, places, mistakes: 1 }]] : [];
      }),
    );
    const others = found
      .filter(([known]) => !swapped.has(known))
      .map(([known, [places, mistakes]]) => ({ word: known, places, mistakes }));
    return [...swapped.values(), ...others];
  }
}

/** The word with each two neighbours changed round, one pair at a time. */
function swaps(word: string): string[] {
  return word
    .slice(1)
    .split('')
    .map((letter, i) => `${word.slice(0, i)}${letter}${word.charAt(i)}${word.slice(i + 2)}`);
}
