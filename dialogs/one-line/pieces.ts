/** A line in pieces: the words that mean something by themselves are told from those that are left, which are names. */

import type { Job } from '../../cards/views/jobs.js';
import type { Words } from '../../cards/words.js';
import { requireQuantity } from '../../domain/policy/purchase.js';
import { Refusal } from '../../domain/refusals.js';
import { type Grammar, grammarOf, type Phrases, phraseAt } from './phrases.js';
import type { Token } from './tokens.js';

/** What a piece is. Names are "word"; "reseller" are the words of a reseller's name. */
type Kind =
  | 'word'
  | 'quantity'
  | 'unclear'
  | 'owner'
  | 'place'
  | 'and'
  | 'filler'
  | 'term'
  | 'region'
  | 'billing'
  | 'scope'
  | 'reseller'
  | 'day';

export interface Piece extends Token {
  readonly kind: Kind;
  /** What it stands for: "P1Y", "westeurope", "3". */
  readonly value: string;
}

/** What tells the words of products from others. */
export interface Known {
  readonly words: Words;
  /** Words that the products of the price list are called by. */
  readonly products: ReadonlySet<string>;
}

/** What a number before it counts is part of a product's name: "4 vCPU", "5,000 RU/s". */
const MEASURES = new Set([
  'vcpu',
  'vcpus',
  'vcore',
  'vcores',
  'core',
  'cores',
  'ru',
  'ru/s',
  'dbcu',
  'gb',
  'tb',
]);
const NUMERIC = /^[-+]?\d[\d.,\s]*$/;
const TIMES = /^(?:(\d+)[x×*]|[x×*](\d+))$/;

/** True for a word that products are called by, or that has letters and digits as their names do. */
export function isProductWord(key: string, products: ReadonlySet<string>): boolean {
  const bare = key.replace(/'?s?$/, '');
  if (/^\p{N}+$/u.test(key) || NUMERIC.test(key)) return false;
  return (/\p{L}/u.test(key) && /\p{N}/u.test(key)) || products.has(key) || products.has(bare);
}

/** The pieces of what follows the words that name the job. `used`: tokens that name a day. */
export function piecesOf(
  tokens: readonly Token[],
  job: Job,
  known: Known,
  used: (token: Token) => boolean,
): Piece[] {
  const grammar = grammarOf(known.words);
  const pieces: Piece[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (!token) break;
    const before = pieces.at(-1);
    const taken = used(token) ? whole('day') : pieceAt(tokens, at, job, grammar, before);
    const last = tokens[at + taken.count - 1] ?? token;
    const { key, from } = token;
    pieces.push({ kind: taken.kind, value: taken.value, key, from, to: last.to });
    at += taken.count;
  }
  return withQuantities(pieces, known, grammar);
}

interface Taken {
  readonly kind: Kind;
  readonly value: string;
  readonly count: number;
}

const whole = (kind: Kind): Taken => ({ kind, value: '', count: 1 });

/** Longer phrases win; of those that are as long, the first of these tables. */
function pieceAt(
  tokens: readonly Token[],
  at: number,
  job: Job,
  grammar: Grammar,
  before: Piece | undefined,
): Taken {
  const none: Phrases = new Map();
  const tables: readonly (readonly [Kind, Phrases])[] = [
    ['term', grammar.terms],
    // After "for" stands a name, also where a customer is called "Shared Services" or "East Asia Trading".
    ...(before?.kind === 'owner'
      ? []
      : ([
          ['region', grammar.regions],
          ['billing', grammar.billing],
          ['scope', grammar.scope],
          ['filler', job === 'permissions' ? grammar.switch : none],
        ] as const)),
    ['filler', job === 'compare' ? grammar.pay : none],
    ['reseller', grammar.reseller],
    ['and', grammar.and],
    ['owner', grammar.owner],
    ['place', grammar.place],
    ['filler', grammar.filler],
    ['place', job === 'exchange' ? grammar.swap : none],
  ];
  const found = tables.flatMap(([kind, phrases]) => {
    const phrase = phraseAt(tokens, at, phrases);
    return phrase ? [{ kind, ...phrase }] : [];
  });
  const [longest] = found.sort((a, b) => b.count - a.count);
  return longest ?? whole('word');
}

/**
 * Which numbers are quantities: one before a product's word, and the first that stands alone; never one in a name.
 * What follows "reseller" is its name.
 */
function withQuantities(pieces: readonly Piece[], known: Known, grammar: Grammar): Piece[] {
  let named = false;
  return pieces.map((piece, i) => {
    const before = pieces[i - 1];
    const next = pieces.slice(i + 1).find(({ kind }) => kind !== 'filler');
    named = piece.kind === 'reseller' || (named && piece.kind === 'word');
    if (named && piece.kind === 'word') return { ...piece, kind: 'reseller', value: piece.key };
    const times = TIMES.exec(piece.key);
    const product = next?.kind === 'word' && isProductWord(next.key, known.products);
    const spelled = product ? grammar.numbers.get(piece.key) : undefined;
    const number = spelled ?? times?.[1] ?? times?.[2] ?? (NUMERIC.test(piece.key) ? piece.key : undefined);
    if (number === undefined || piece.kind === 'term' || piece.kind === 'day') return piece;
    if (spelled === undefined && piece.kind !== 'word') return piece;
    if (next && MEASURES.has(next.key)) return piece;
    // "for Extra 05" and "for 3 Rivers" are names.
    const owned = before?.kind === 'owner' || (before?.kind === 'word' && isOwned(pieces, i));
    if (owned && !product && times === null) return piece;
    const quantity = wholeNumber(number, known.words.locale);
    return { ...piece, kind: quantity ? 'quantity' : 'unclear', value: quantity ?? number };
  });
}

/** The run of words that this piece stands in follows "for". */
function isOwned(pieces: readonly Piece[], at: number): boolean {
  const first = pieces.slice(0, at).findLastIndex(({ kind }) => kind !== 'word');
  return pieces[first]?.kind === 'owner';
}

/** A whole number from 1 as the locale writes it; undefined for anything else. */
function wholeNumber(text: string, locale: string): string | undefined {
  try {
    return String(requireQuantity(text, Number.MAX_SAFE_INTEGER, locale));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
