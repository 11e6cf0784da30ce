/**
 * The customers of a partner, ready to be searched: their words in one text that is scanned (a part of a word may
 * stand anywhere), in the order of their names, and all words that occur, for those that are mistyped.
 * Derived from the list of customers and never a source of truth.
 */
import type { CustomerEntry } from '../model.js';
import { Spelling } from './spelling.js';
import { wordsIn } from './text.js';

export interface CustomerIndex {
  /** By name, then by domain. */
  readonly entries: readonly CustomerEntry[];
  /** A line for each entry, in the same order: "\n<name>\t<domain>\t<tags>", words with one space between. */
  readonly text: string;
  /** Where the line of each entry begins in the text, and after the last one where the text ends. */
  readonly starts: Uint32Array;
  /** Which entries are in a country, by its code. */
  readonly byCountry: ReadonlyMap<string, readonly number[]>;
  /** The place of each entry, by its id. */
  readonly byId: ReadonlyMap<string, number>;
  /** The words of all entries, with the ids of those that they stand in, or stood in once. */
  readonly spelling: Spelling<string>;
}

/** What is different in a later list of customers. A changed entry is gone, and has come as it is now. */
export interface Changes {
  readonly gone: ReadonlySet<string>;
  readonly came: readonly CustomerEntry[];
}

/** Entries handled before others are let go first: a few milliseconds' work. */
const SLICE = 500;
const BORDER = /[ \t\n]/;
const names = new Intl.Collator('en');

/** Builds an index step by step: whoever runs it may do something else between two steps. */
export function* buildIndex(list: readonly CustomerEntry[]): Generator<void, CustomerIndex> {
  const entries = yield* sorted(list);
  const lines: string[] = [];
  const spelling = new Spelling<string>();
  for (let from = 0; from < entries.length; from += SLICE) {
    for (const entry of entries.slice(from, from + SLICE)) {
      const line = lineOf(entry);
      for (const word of line.split(BORDER)) spelling.add(word, entry.id);
      lines.push(line);
    }
    yield;
  }
  return yield* assembled(entries, lines, spelling);
}

/** The index of a list, built in one go. */
export function indexAtOnce(list: readonly CustomerEntry[]): CustomerIndex {
  return toItsEnd(buildIndex(list));
}

/** What has changed from the list of an index to another; undefined where that is more than `most` entries. */
export function changesSince(
  { entries, byId }: CustomerIndex,
  now: readonly CustomerEntry[],
  most: number,
): Changes | undefined {
  const gone = new Set(byId.keys());
  const came: CustomerEntry[] = [];
  for (const entry of now) {
    const known = entries[byId.get(entry.id) ?? -1];
    if (known && isSame(known, entry)) gone.delete(entry.id);
    else if (came.push(entry) > most) return undefined;
  }
  return gone.size > most ? undefined : { gone, came };
}

/** The index after these changes. */
export function changedIndex(index: CustomerIndex, { gone, came }: Changes): CustomerIndex {
  if (gone.size === 0 && came.length === 0) return index;
  const stays = ({ id }: CustomerEntry) => !gone.has(id);
  const lines = index.entries.flatMap((entry, i) => (stays(entry) ? lineAt(index, i) : []));
  const entries = index.entries.filter(stays);
  for (const entry of came) {
    const at = placeFor(entry, entries);
    const line = lineOf(entry);
    entries.splice(at, 0, entry);
    lines.splice(at, 0, line);
    for (const word of line.split(BORDER)) index.spelling.add(word, entry.id);
  }
  return toItsEnd(assembled(entries, lines, index.spelling));
}

/** Where an entry belongs among others that are in order. */
function placeFor(entry: CustomerEntry, entries: readonly CustomerEntry[]): number {
  let from = 0;
  let to = entries.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const there = entries[middle];
    if (there && byName(there, entry) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function* assembled(
  entries: readonly CustomerEntry[],
  lines: readonly string[],
  spelling: Spelling<string>,
): Generator<void, CustomerIndex> {
  const starts = new Uint32Array(lines.length + 1);
  lines.forEach((line, i) => {
    starts[i + 1] = (starts[i] ?? 0) + line.length;
  });
  const text = lines.join('');
  yield;
  const byCountry = new Map<string, number[]>();
  const byId = new Map<string, number>();
  for (const [i, { id, country = '' }] of entries.entries()) {
    byId.set(id, i);
    const there = byCountry.get(country);
    if (there) there.push(i);
    else if (country !== '') byCountry.set(country, [i]);
    if (i % SLICE === 0) yield;
  }
  return { entries, text, starts, byCountry, byId, spelling };
}

function lineOf({ name, domain, tags }: CustomerEntry): string {
  return `\n${[name, domain, tags.join(' ')].map((part) => wordsIn(part).join(' ')).join('\t')}`;
}

function lineAt({ text, starts }: CustomerIndex, i: number): string {
  return text.slice(starts[i], starts[i + 1]);
}

function isSame(a: CustomerEntry, b: CustomerEntry): boolean {
  return (
    a === b ||
    (a.name === b.name &&
      a.domain === b.domain &&
      a.country === b.country &&
      a.tags.length === b.tags.length &&
      a.tags.every((tag, i) => tag === b.tags[i]))
  );
}

/** By name, then by domain, as a dictionary has them. */
export function byName(a: CustomerEntry, b: CustomerEntry): number {
  return names.compare(a.name, b.name) || names.compare(a.domain, b.domain);
}

/** Sorts slice by slice, then merges neighbours until one run is left. */
function* sorted(list: readonly CustomerEntry[]): Generator<void, CustomerEntry[]> {
  let runs: CustomerEntry[][] = [];
  for (let from = 0; from < list.length; from += SLICE) {
    runs.push(list.slice(from, from + SLICE).sort(byName));
    yield;
  }
  while (runs.length > 1) {
    const pairs: CustomerEntry[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      pairs.push(yield* merged(runs[i] ?? [], runs[i + 1] ?? []));
    }
    runs = pairs;
  }
  return runs[0] ?? [];
}

/** Two sorted runs as one. */
function* merged(a: readonly CustomerEntry[], b: readonly CustomerEntry[]): Generator<void, CustomerEntry[]> {
  const all: CustomerEntry[] = [];
  let fromB = 0;
  for (const one of a) {
    for (let other = b[fromB]; other && byName(other, one) < 0; other = b[fromB]) {
      all.push(other);
      fromB += 1;
    }
    if (all.push(one) % SLICE === 0) yield;
  }
  return all.concat(b.slice(fromB));
}

function toItsEnd(steps: Generator<void, CustomerIndex>): CustomerIndex {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
