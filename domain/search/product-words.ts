/** What people type for a product, read as what the price list calls it: terms, regions, types and names. */
import type { Product } from '../model.js';
import { Spelling } from './spelling.js';
import { normalized, ungrouped } from './text.js';

/** A year, as it is written in the languages of partners; without accents. */
const YEARS = 'y|yr|yrs|year|years|j|jr|jaar|jaren|ar|jahr|jahre|jahren|an|ans|ano|anos|anno|anni|aar';
const TERM = new RegExp(`(?:^|\\s)p?([135])\\s*-?\\s*(?:${YEARS})(?=[\\s,;·]|$)`);
/** What types are called in short, beside the words of their ids. */
const SHORT_TYPES: Readonly<Record<string, string>> = {
  vm: 'virtualMachines',
  vms: 'virtualMachines',
  avs: 'azureVmwareSolution',
  mi: 'sqlManagedInstance',
  aro: 'redHatOpenShift',
};
const LONGEST_REGION = 4;

/** What was asked for: words that are left once a term and a region are taken out. */
export interface ProductWish {
  readonly words: readonly string[];
  readonly term?: string;
  readonly region?: string;
}

/** Reads a text: "d2s v5 west europe 3 years", "b1ms eastus2 1y", "eu west 1 jaar". A region is one of those given. */
export function readWish(text: string, regions: readonly string[]): ProductWish {
  const even = ungrouped(normalized(text));
  const years = TERM.exec(even);
  const words = (years ? even.replace(years[0], ' ') : even)
    .split(/[\s,;·/]+/)
    .map(squeezed)
    .filter((word) => word !== '');
  const named = regionIn(words, regions);
  return {
    words: named ? words.toSpliced(named.from, named.count) : words,
    ...(years?.[1] ? { term: `P${years[1]}Y` } : {}),
    ...(named ? { region: named.region } : {}),
  };
}

/** The longest run of words that names one region and no other: "west europe", "westeurope", "eu west". */
function regionIn(words: readonly string[], regions: readonly string[]) {
  for (let count = Math.min(LONGEST_REGION, words.length); count > 0; count -= 1) {
    for (let from = 0; from + count <= words.length; from += 1) {
      const run = words.slice(from, from + count);
      const whole = regions.find((region) => region === run.join(''));
      const [region, ...others] = whole ? [whole] : regions.filter((each) => isCalled(run, partsOf(each)));
      if (region && others.length === 0) return { from, count, region };
    }
  }
  return undefined;
}

/** Each word begins another part of the region, and none is left over. One word alone is too little for that. */
function isCalled(run: readonly string[], parts: readonly string[]): boolean {
  if (run.length < 2 || run.length !== parts.length) return false;
  const left = [...parts];
  return run.every((word) => {
    const at = left.findIndex((part) => part.startsWith(word) && (word.length > 1 || part === word));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** "west", "europe" for "westeurope"; "east", "us", "2" for "eastus2". */
function partsOf(region: string): string[] {
  return region.split(/(north|south|east|west|central|\d+)/).filter((part) => part !== '');
}

/** What a product is found by. */
type Called = Pick<Product, 'name' | 'type' | 'region'>;

/** Which of these products have all the words; mistyped ones are forgiven where no product has them as they are. */
export function withWords<P extends Called>(products: readonly P[], words: readonly string[]): readonly P[] {
  if (words.length === 0) return products;
  const texts = products.map((product) => ({ product, text: textOf(product) }));
  const exact = texts.filter(({ product }) => isCalledSo(product, words));
  if (exact.length > 0) return exact.map(({ product }) => product);
  const known = new Spelling<true>();
  for (const { text } of texts) for (const word of text.words) known.add(word, true);
  const meant = words.map((word) => new Set(known.near(word, 2).map((near) => near.word)));
  const near = texts.filter(({ text }) =>
    words.every((word, i) => fits(text, word) || text.words.some((own) => meant[i]?.has(own))),
  );
  return near.map(({ product }) => product);
}

/** True for a product that has all these words just as they are. */
export function isCalledSo(product: Called, words: readonly string[]): boolean {
  const text = textOf(product);
  return words.every((word) => fits(text, word));
}

/** True where the text is the whole name, with or without the "Standard" before it. */
export function isWholeName({ name }: Pick<Product, 'name'>, text: string): boolean {
  const whole = squeezed(name);
  const asked = squeezed(text);
  return asked === whole || `standard${asked}` === whole;
}

/** The words that products and their types are called by, such as "d2s", "cosmos", "vm"; no regions. */
export function wordsOfProducts(products: readonly Called[]): ReadonlySet<string> {
  const known = wordsMade.get(products);
  if (known) return known;
  const words = products.flatMap(({ name, type }) => [
    ...normalized(name).split(/[\s_-]+/),
    squeezed(name),
    ...typeWordsOf(type),
  ]);
  const all = new Set([...words.map(squeezed).filter((word) => word !== ''), ...Object.keys(SHORT_TYPES)]);
  wordsMade.set(products, all);
  return all;
}

/** Made once for each price list that is held in memory. */
const wordsMade = new WeakMap<readonly Called[], ReadonlySet<string>>();

interface ProductText {
  /** The name without borders between its words: "standardd2sv5". */
  readonly name: string;
  readonly type: string;
  /** Words of the name, the type and the region. */
  readonly words: readonly string[];
}

/** Made once for each product of a price list that is held in memory. */
const textsMade = new WeakMap<Called, ProductText>();

function textOf(product: Called): ProductText {
  const made = textsMade.get(product);
  if (made) return made;
  const { name, type, region } = product;
  const nameWords = normalized(name)
    .split(/[\s_-]+/)
    .map(squeezed);
  const text = {
    name: squeezed(name),
    type,
    words: [...nameWords, ...typeWordsOf(type), ...partsOf(region), region],
  };
  textsMade.set(product, text);
  return text;
}

/** "sql", "managed", "instance" for "sqlManagedInstance". */
function typeWordsOf(type: string): string[] {
  return type.split(/(?=[A-Z])/).map(squeezed);
}

/** Part of the name anywhere ("d2sv5"), the beginning of a word of type or region, or a type's short name. */
function fits({ name, type, words }: ProductText, word: string): boolean {
  return name.includes(word) || words.some((own) => own.startsWith(word)) || isShort(word, type);
}

function isShort(word: string, type: string): boolean {
  return Object.hasOwn(SHORT_TYPES, word) && SHORT_TYPES[word] === type;
}

/** Letters and digits only. */
function squeezed(text: string): string {
  return normalized(text).replace(/[^\p{L}\p{N}]/gu, '');
}
