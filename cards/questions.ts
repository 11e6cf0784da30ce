/** Which question a text asks, found by its words: those of each question stand in text/<language>/questions.json. */
import MiniSearch, { type SearchResult } from 'minisearch';
import { QUESTIONS, type Question, questionWith } from '../domain/questions/questions.js';
import { ungrouped, wordsIn } from '../domain/search/text.js';
import type { Words } from './words.js';

/** What a text may ask. */
export interface Understood {
  /** The question that is surely meant. */
  readonly sure?: Question;
  /** Most words of the text are known, so that it may well be a question although it does not look like one. */
  readonly firm: boolean;
  /** The likeliest first, three at most; none: the text asks nothing that is known. */
  readonly candidates: readonly Question[];
}

/** One way to ask a question, or its answer. */
interface Entry {
  readonly id: string;
  readonly question: string;
  readonly text: string;
}

/** The share of a text's words that must be known for a question to be surely meant, and for it to be likely. */
const SURE = 0.75;
const LIKELY = 0.5;
/** By how much the surest is ahead of the next. */
const AHEAD = 1.15;
/** Further behind the first than this is not likely. */
const BEHIND = 0.4;
const MOST_CANDIDATES = 3;
/** What only the answer speaks of is less to the point. */
const ANSWER_WEIGHT = 0.3;
/** "Who" and "when" tell questions apart, but ask nothing by themselves. */
const WEAK_WEIGHT = 0.7;

const NOTHING: Understood = { firm: false, candidates: [] };

const indexes = new WeakMap<Words, (text: string) => Understood>();

/** The question that a text asks, or the likeliest ones. */
export function understand(words: Words, text: string): Understood {
  let find = indexes.get(words);
  if (!find) {
    find = finder(words);
    indexes.set(words, find);
  }
  return find(text);
}

function finder(words: Words): (text: string) => Understood {
  const stopWords = new Set(listed(words, 'questions.stopWords'));
  const weakWords = new Set(listed(words, 'questions.weakWords'));
  const canonical = synonyms(words);
  const termOf = (word: string) => (stopWords.has(word) ? null : (canonical.get(word) ?? word));
  const index = new MiniSearch<Entry>({
    fields: ['text'],
    storeFields: ['question'],
    tokenize: (text) => wordsIn(ungrouped(text)),
    processTerm: termOf,
    searchOptions: {
      prefix: (term) => term.length > 4,
      fuzzy: (term) => (term.length > 7 ? 2 : term.length > 4 ? 1 : false),
      weights: { prefix: 0.5, fuzzy: 0.3 },
      boostTerm: (term) => (weakWords.has(term) ? WEAK_WEIGHT : 1),
      boostDocument: (id) => (String(id).endsWith('answer') ? ANSWER_WEIGHT : 1),
    },
  });
  const entries = QUESTIONS.flatMap((question) => entriesOf(words, question));
  index.addAll(entries);
  const asWritten = new Map(entries.map(({ text, question }) => [wordsIn(text).join(' '), question]));

  return (text) => {
    const written = questionWith(asWritten.get(wordsIn(text).join(' ')) ?? '');
    if (written) return { sure: written, firm: true, candidates: [written] };
    const terms = new Set(wordsIn(ungrouped(text)).flatMap((word) => termOf(word) ?? []));
    const telling = [...terms].filter((term) => !weakWords.has(term));
    // A number alone is an answer to something else.
    return telling.some((term) => /\p{L}/u.test(term)) ? likeliest(index.search(text), telling) : NOTHING;
  };
}

/** What the entries found come to: a question is as good as its best entry, and as the share of the words that it knows. */
function likeliest(found: readonly SearchResult[], telling: readonly string[]): Understood {
  const ids = [...new Set(found.map(({ question }): string => question))];
  const ranked = ids
    .map((id) => {
      const entries = found.filter(({ question }) => question === id);
      const known = new Set(entries.flatMap(({ queryTerms }) => queryTerms));
      const share = telling.filter((term) => known.has(term)).length / telling.length;
      return { id, share, score: share * Math.max(...entries.map(({ score }) => score)) };
    })
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  if (!first) return NOTHING;
  const candidates = ranked
    .filter(({ score, share }) => share >= LIKELY && score >= first.score * BEHIND)
    .slice(0, MOST_CANDIDATES)
    .flatMap(({ id }) => questionWith(id) ?? []);
  const firm = first.share >= SURE;
  const [sure] = firm && first.score > (second?.score ?? 0) * AHEAD ? candidates : [];
  return { firm, candidates, ...(sure ? { sure } : {}) };
}

function entriesOf(words: Words, { id }: Question): Entry[] {
  const about = `questions.about.${id}`;
  const ways = [words.t(`${about}.title`), ...listed(words, `${about}.ask`)];
  return [
    ...ways.map((text, i) => ({ id: `${id} ${i}`, question: id, text })),
    { id: `${id} answer`, question: id, text: words.t(`${about}.answer`) },
  ];
}

/** The word that stands for each of several that mean the same: "limit = cap, maximum|…". */
function synonyms(words: Words): Map<string, string> {
  return new Map(
    listed(words, 'questions.synonyms').flatMap((group) => {
      const [word = '', others = ''] = group.split(' = ');
      return others.split(', ').map((other): [string, string] => [other, word]);
    }),
  );
}

/** The parts of a message that are separated by "|". */
function listed(words: Words, key: string): string[] {
  return words.t(key).split('|');
}
