/** A typed line as a wish: which job, for whom, what and how. Reading is no act; what is doubtful is left to be asked. */

import { JOBS, type Job } from '../../cards/views/jobs.js';
import type { Desk } from '../../domain/desk.js';
import type { BillingPlan, Scope } from '../../domain/model.js';
import type { Turn } from '../turn.js';
import { customerIn, type Mentioned } from './customer-words.js';
import { daysIn } from './days.js';
import { type Grammar, grammarOf, phraseAt } from './phrases.js';
import { isProductWord, type Piece, piecesOf } from './pieces.js';
import { LONGEST_LINE, type Token, tokensOf } from './tokens.js';
import type { Said, Wish } from './wish.js';

/** Jobs about products or reservations; after the words of any other there is only who it is about. */
const WITH_PRODUCTS: readonly Job[] = ['buy', 'refund', 'exchange', 'reservations', 'compare'];
const WITH_DAYS: readonly Job[] = ['attention', 'expiring', 'compare'];

/** What the reader asks of the desk. */
export type Asked = Pick<Desk, 'findCustomers' | 'productWords' | 'reservationsNamed' | 'dayToday'>;

/** The wish that a line says; undefined where it names no job. */
export async function readLine(
  desk: Asked,
  turn: Pick<Turn, 'actor' | 'words' | 'text'>,
): Promise<Wish | undefined> {
  const { words, actor } = turn;
  const line = turn.text.normalize().slice(0, LONGEST_LINE);
  const grammar = grammarOf(words);
  const all = tokensOf(line, words.locale);
  const named = jobIn(all, grammar);
  if (!named) return undefined;
  const { job, rest: tokens } = named;
  const known = { words, products: await desk.productWords(actor) };
  const { days, used } = WITH_DAYS.includes(job)
    ? daysIn(line, words, await desk.dayToday())
    : { used: () => false };
  const pieces = piecesOf(tokens, job, known, used);
  const isProduct = (key: string) => isProductWord(key, known.products);
  if (!WITH_PRODUCTS.includes(job)) {
    const customer = nameIn(turn.text.normalize(), pieces, job, tokens);
    const found = customer ? await desk.findCustomers(actor, { text: customer }, words.country) : undefined;
    return {
      job,
      customer,
      customers: found && !found.approximate ? found.total : 0,
      returns: [],
      purchases: [],
      ...(days ? { days } : {}),
    };
  }
  const mentioned = await customerIn(desk, turn, line, pieces, isProduct);
  const wish = wishOf(job, line, pieces, mentioned, isProduct, grammar);
  return { ...wish, ...(await surely(desk, turn, mentioned, wish)), ...(days ? { days } : {}) };
}

/** The job that the line asks for, and the tokens that are left without its words. */
function jobIn(tokens: readonly Token[], grammar: Grammar): { job: Job; rest: Token[] } | undefined {
  let at = 0;
  while (at < tokens.length) {
    const found = jobAt(tokens, at, grammar);
    const polite = phraseAt(tokens, at, grammar.politely);
    if (found && found.count >= (polite?.count ?? 0))
      return { job: found.job, rest: tokens.slice(at + found.count) };
    if (!polite) break;
    at += polite.count;
  }
  return at > 0 ? jobLater(tokens.slice(at), grammar) : undefined;
}

/** "twee B1ms bestellen": after words of politeness what is wanted may stand before the verb. */
function jobLater(tokens: readonly Token[], grammar: Grammar): { job: Job; rest: Token[] } | undefined {
  const product = tokens.findIndex(({ key }) => isProductWord(key, NO_WORDS));
  for (let at = product + 1; product >= 0 && at < tokens.length; at += 1) {
    const found = jobAt(tokens, at, grammar);
    if (found) return { job: found.job, rest: tokens.toSpliced(at, found.count) };
  }
  return undefined;
}

const NO_WORDS: ReadonlySet<string> = new Set();

function jobAt(
  tokens: readonly Token[],
  at: number,
  grammar: Grammar,
): { job: Job; count: number } | undefined {
  const found = phraseAt(tokens, at, grammar.jobs);
  const job = JOBS.find((known) => known === found?.value);
  return found && job && { job, count: found.count };
}

/** Who a job without products is about: all that is left, as typed, without the words before it that only lead there. */
function nameIn(text: string, pieces: readonly Piece[], job: Job, tokens: readonly Token[]): string {
  const leads = (piece: Piece) => ['owner', 'place', 'filler', 'day', 'and'].includes(piece.kind);
  const first = pieces.findIndex((piece) => !leads(piece));
  if (first < 0) return '';
  const last =
    job === 'permissions' || WITH_DAYS.includes(job)
      ? pieces.findLastIndex((piece) => !leads(piece))
      : pieces.length - 1;
  const to = last === pieces.length - 1 ? (tokens.at(-1)?.to ?? 0) : (pieces[last]?.to ?? 0);
  return withoutGenitive(text.slice(pieces[first]?.from ?? 0, to));
}

const withoutGenitive = (name: string) => name.replace(/['’`]s?$/, '');

/** What is said of products, once it is known which pieces name the customer. */
function wishOf(
  job: Job,
  line: string,
  pieces: readonly Piece[],
  mentioned: Mentioned,
  isProduct: (key: string) => boolean,
  grammar: Grammar,
): Wish {
  const rest = pieces.filter((piece) => !mentioned.pieces.includes(piece));
  const swap = job === 'exchange' ? swapAt(rest, isProduct, grammar) : -1;
  const [given, bought] =
    job === 'buy' ? [[], rest] : swap < 0 ? [rest, []] : [rest.slice(0, swap), rest.slice(swap)];
  const value = <T extends string>(kind: Piece['kind']) =>
    rest.find((piece) => piece.kind === kind)?.value as T | undefined;
  const reseller = rest.filter(
    ({ kind, value }) => kind === 'reseller' && value !== '' && !grammar.reseller.has(value),
  );
  const billing = value<BillingPlan>('billing');
  const scope = value<Scope>('scope');
  return {
    job,
    customer: mentioned.text,
    customers: mentioned.customers,
    returns: productsIn(line, given, isProduct, job === 'exchange'),
    purchases: productsIn(line, bought, isProduct, true),
    ...(billing ? { billing } : {}),
    ...(scope ? { scope } : {}),
    ...(reseller.length > 0
      ? { reseller: line.slice(reseller[0]?.from ?? 0, reseller.at(-1)?.to ?? 0) }
      : {}),
  };
}

/** Where what comes in exchange begins: the last "for" with a product behind it. */
function swapAt(pieces: readonly Piece[], isProduct: (key: string) => boolean, grammar: Grammar): number {
  return pieces.findLastIndex((piece, i) => {
    if (i === 0 || !grammar.swap.has(piece.key) || !['owner', 'place'].includes(piece.kind)) return false;
    const next = pieces.slice(i + 1).find(({ kind }) => kind !== 'filler');
    return (
      next?.kind === 'quantity' || next?.kind === 'unclear' || (next !== undefined && isProduct(next.key))
    );
  });
}

/** The products that these pieces speak of; several where "and" joins them. A region or a term said once holds for all. */
function productsIn(
  line: string,
  pieces: readonly Piece[],
  isProduct: (key: string) => boolean,
  several: boolean,
): Said[] {
  const groups: Piece[][] = [[]];
  pieces.forEach((piece, i) => {
    const next = pieces.slice(i + 1).find(({ kind }) => kind !== 'filler');
    const another = next && (next.kind === 'quantity' || isProduct(next.key));
    if (several && piece.kind === 'and' && another) groups.push([]);
    else groups.at(-1)?.push(piece);
  });
  const said = groups
    .map((group) => productIn(line, group))
    .filter((one) => Object.keys(one).length > 1 || one.text);
  const only = <K extends 'region' | 'term'>(key: K) => {
    const values = [...new Set(said.flatMap((one) => one[key] ?? []))];
    return values.length === 1 ? { [key]: values[0] } : {};
  };
  return said.map((one) => ({ ...only('region'), ...only('term'), ...one }));
}

function productIn(line: string, pieces: readonly Piece[]): Said {
  const value = (kind: Piece['kind']) => pieces.find((piece) => piece.kind === kind)?.value;
  const [region, term] = [value('region'), value('term')];
  const numbers = pieces.filter(({ kind }) => kind === 'quantity' || kind === 'unclear');
  const [number, ...more] = numbers;
  // Two numbers are no quantity, and none is assumed.
  const quantity = number?.kind === 'quantity' && more.length === 0 ? number.value : undefined;
  const unclear = quantity ? undefined : numbers.map(({ from, to }) => line.slice(from, to)).join(' ');
  const words = pieces.filter(({ kind }) => kind === 'word').map(({ from, to }) => line.slice(from, to));
  return {
    text: words.join(' '),
    ...(quantity ? { quantity } : {}),
    ...(unclear ? { unclear } : {}),
    ...(region ? { region } : {}),
    ...(term ? { term } : {}),
  };
}

/** Of several customers that are called so, the only one that has such a reservation is meant. */
async function surely(
  desk: Asked,
  { actor }: Pick<Turn, 'actor'>,
  { found }: Mentioned,
  { returns: [said] }: Wish,
): Promise<Pick<Wish, 'customerId'>> {
  const [only] = found;
  if (found.length === 1 && only) return { customerId: only };
  if (!said?.text) return {};
  const having: string[] = [];
  for (const customerId of found) {
    const { reservations, approximate } = await desk.reservationsNamed(actor, customerId, said);
    if (reservations.length > 0 && !approximate) having.push(customerId);
  }
  const [surest] = having;
  return having.length === 1 && surest ? { customerId: surest } : {};
}
