/** Which words of a line name the customer: where they stand is a hint, what the search finds decides. */
import type { CustomerPage } from '../../domain/answers.js';
import { onlyOne } from '../choose-customer.js';
import type { Turn } from '../turn.js';
import type { Piece } from './pieces.js';
import type { Asked } from './read-line.js';

/** The customer as a line names it. */
export interface Mentioned {
  /** As typed; empty: none is named. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** How many customers are called so as it is written. */
  readonly customers: number;
  /** Ids of those, where they are few: of the one that is surely meant only that. */
  readonly found: readonly string[];
}

const NOBODY: Mentioned = { text: '', pieces: [], customers: 0, found: [] };
const LONGEST_NAME = 8;
/** More words than this are no name and a product. */
const MOST_WORDS = 24;
/** A name of a customer may have such words in it: "Bank of Nowhere". */
const IN_NAMES: readonly Piece['kind'][] = ['word', 'owner', 'place', 'filler', 'and', 'quantity'];
const GENITIVE = /['’`]s?$/;

/** Words that stand together and may be a name. */
interface Span {
  readonly pieces: readonly Piece[];
  readonly after: Piece | undefined;
  readonly likely: boolean;
}

/** The customer that the line names, found as written; else the words that stand where a customer stands. */
export async function customerIn(
  desk: Asked,
  { actor, words }: Pick<Turn, 'actor' | 'words'>,
  line: string,
  pieces: readonly Piece[],
  isProduct: (key: string) => boolean,
): Promise<Mentioned> {
  const look = async (text: string) => {
    const page = await desk.findCustomers(actor, { text }, words.country);
    return page.total > 0 && !page.approximate ? page : undefined;
  };
  const found = await wordsFound(line, pieces, look);
  const spans = spansOf(pieces, isProduct).filter(({ likely }) => likely);
  const isFound = ({ pieces: run }: Span) => run.every((one) => one.kind !== 'word' || found.has(one));
  for (const span of spans.filter(isFound)) {
    for (const text of waysToWrite(line, span.pieces)) {
      const page = await look(text);
      if (!page) continue;
      const genitive = text !== line.slice(span.pieces[0]?.from, span.pieces.at(-1)?.to);
      const longer = genitive ? span.pieces : extended(pieces, span.pieces, isProduct);
      // "Bank of Nowhere" is not the "Bank" that there is: a name that goes on is asked about.
      if (longer.length > span.pieces.length)
        return { ...NOBODY, text: line.slice(longer[0]?.from, longer.at(-1)?.to), pieces: longer };
      return asMentioned(text, span.pieces, page);
    }
  }
  const guess = guessOf(pieces, isProduct);
  if (guess.length === 0) return NOBODY;
  const text = line.slice(guess[0]?.from, guess.at(-1)?.to).replace(GENITIVE, '');
  return { ...NOBODY, text, pieces: guess };
}

/** Words that stand in some name: a name has no others, and so few have to be looked for together. */
async function wordsFound(
  line: string,
  pieces: readonly Piece[],
  look: (text: string) => Promise<CustomerPage | undefined>,
): Promise<Set<Piece>> {
  const found = new Set<Piece>();
  for (const piece of pieces.filter(({ kind }) => kind === 'word').slice(0, MOST_WORDS)) {
    for (const text of waysToWrite(line, [piece])) {
      if (!found.has(piece) && (await look(text))) found.add(piece);
    }
  }
  return found;
}

/** The name with the words beside it that are of no product, as far as they can belong to it. */
function extended(
  pieces: readonly Piece[],
  name: readonly Piece[],
  isProduct: (key: string) => boolean,
): readonly Piece[] {
  const belongs = (piece: Piece | undefined) => piece?.kind === 'word' && !isProduct(piece.key);
  const joins = (piece: Piece | undefined) => piece?.kind === 'owner' || piece?.kind === 'and';
  let from = name[0] ? pieces.indexOf(name[0]) : 0;
  let to = from + name.length;
  while (belongs(pieces[from - 1])) from -= 1;
  while (belongs(pieces[to]) || (joins(pieces[to]) && belongs(pieces[to + 1])))
    to += belongs(pieces[to]) ? 1 : 2;
  return pieces.slice(from, to);
}

function asMentioned(text: string, pieces: readonly Piece[], page: CustomerPage): Mentioned {
  const only = onlyOne(page, text);
  const few = page.total <= page.items.length ? page.items.map(({ id }) => id) : [];
  return { text, pieces, customers: page.total, found: only ? [only.id] : few };
}

/** As it stands; and without the sign of a genitive: "Adatum's", "Fabrikams". */
function waysToWrite(line: string, pieces: readonly Piece[]): string[] {
  const text = line.slice(pieces[0]?.from ?? 0, pieces.at(-1)?.to ?? 0);
  const bare = GENITIVE.test(text) ? text.replace(GENITIVE, '') : text.replace(/(?<=\p{L}{3})s$/u, '');
  return [...new Set([text, bare])];
}

/** Everything that may be a name: the longest first, then what follows "for", then what no product is called. */
function spansOf(pieces: readonly Piece[], isProduct: (key: string) => boolean): Span[] {
  const spans = pieces.flatMap((first, from) =>
    first.kind !== 'word'
      ? []
      : pieces.slice(from, from + LONGEST_NAME).flatMap((last, i): Span[] => {
          const run = pieces.slice(from, from + i + 1);
          if (!run.every(({ kind }) => IN_NAMES.includes(kind))) return [];
          if (last.kind !== 'word' && last.kind !== 'quantity') return [];
          const counted = run.some(
            (piece, at) => piece.kind === 'quantity' && isCounting(pieces, from + at, isProduct),
          );
          const after = pieces[from - 1];
          // A word that products are called by names a customer only where a customer is named: "for Premium".
          const names =
            run.some(({ kind, key }) => kind === 'word' && !isProduct(key)) || after?.kind === 'owner';
          return [{ pieces: run, after, likely: !counted && names }];
        }),
  );
  const rank = ({ after, pieces: run }: Span) =>
    (after?.kind === 'owner' ? 0 : after?.kind === 'place' ? 4 : 1) +
    (run.some(({ key }) => isProduct(key)) ? 2 : 0);
  return spans.sort((a, b) => b.pieces.length - a.pieces.length || rank(a) - rank(b));
}

/** "3" in "Fabrikam 3 D2s_v5" counts what follows, and is no part of a name. */
function isCounting(pieces: readonly Piece[], at: number, isProduct: (key: string) => boolean): boolean {
  const next = pieces.slice(at + 1).find(({ kind }) => kind !== 'filler');
  return next?.kind === 'word' && isProduct(next.key);
}

/** Words of a customer that was not found: up to a genitive, else after the last "for", else those of no product. */
function guessOf(pieces: readonly Piece[], isProduct: (key: string) => boolean): readonly Piece[] {
  const genitive = pieces.findIndex(({ kind, key }) => kind === 'word' && GENITIVE.test(key));
  if (genitive >= 0) {
    const start = pieces.slice(0, genitive).findLastIndex(({ kind }) => kind !== 'word') + 1;
    return pieces.slice(start, genitive + 1);
  }
  const runs = runsOf(pieces).map(({ after, run }) => ({
    after,
    run: run.filter(({ key }) => !isProduct(key)),
  }));
  const owned = runs.findLast(({ after, run }) => after?.kind === 'owner' && run.length > 0);
  const bare = runs.find(({ run }) => run.length > 0);
  return (owned ?? bare)?.run ?? [];
}

/** Words that stand next to each other, with what stands before them. */
function runsOf(pieces: readonly Piece[]): { after: Piece | undefined; run: Piece[] }[] {
  const runs: { after: Piece | undefined; run: Piece[] }[] = [];
  pieces.forEach((piece, i) => {
    if (piece.kind !== 'word') return;
    if (pieces[i - 1]?.kind === 'word') runs.at(-1)?.run.push(piece);
    else runs.push({ after: pieces[i - 1], run: [piece] });
  });
  return runs;
}
