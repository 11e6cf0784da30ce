/** Finding customers among 100,000, and products among 10,000. */
import { buildIndex, type CustomerIndex } from '../../domain/search/customer-index.js';
import { findInIndex } from '../../domain/search/find-customers.js';
import { readWish, withWords } from '../../domain/search/product-words.js';
import { manyCustomers } from '../support/many-customers.js';
import { pricesOf } from './large-book.js';
import { type Part, type Row, spreadOf } from './rows.js';

const ONE_WORD = ['a', 'grove', 'bank', 'northwindab', 'sweden', 'se', 'retail', 'contsoo', 'relecoludline'];
const SEVERAL = [
  'woodgrove bank',
  'contoso lakeford group',
  'bank us',
  'consulting partners netherlands',
  'contosoo bnk',
  'northwnid lakefrod grup',
];
const PRODUCTS = [
  'd2s v5',
  'd4s_v3 west europe 3 years',
  'standard e8s',
  'b16s v7 promo eastus2',
  'd2ss_v55',
];
/** What a guided refund turn costs, about; the part of the turn measures it. */
const TURN_MS = 2;
const SEVERAL_MS = 50;
const STEP_MS = 50;

/** The part of the benchmark about finding. */
export const search: Part = {
  name: 'search',
  async run({ quick, say }) {
    const rounds = quick ? 5 : 30;
    const list = manyCustomers(quick ? 10_000 : 100_000);
    say('building the index');
    const { index, steps } = built(list);
    const english = new Intl.DisplayNames('en', { type: 'region' });
    const find = (text: string) => findInIndex(index, text, (code) => english.of(code) ?? code);
    const { products } = pricesOf(10_000);
    const regions = [...new Set(products.map(({ region }) => region))];
    const findProduct = (text: string) => withWords(products, readWish(text, regions).words);
    const among = list.length.toLocaleString('en');
    say('finding');
    return [
      row(`one word among ${among} customers`, ONE_WORD, find, rounds, TURN_MS),
      row(`several words among ${among} customers`, SEVERAL, find, rounds, SEVERAL_MS),
      row('words among 10,000 products', PRODUCTS, findProduct, rounds, SEVERAL_MS),
      {
        what: `the longest step of building the index, against ${STEP_MS} ms`,
        aim: 'at most 1',
        ratio: spreadOf([Math.max(...steps) / STEP_MS]),
        reached: Math.max(...steps) <= STEP_MS,
        detail: `${Math.max(...steps).toFixed(0)} ms of ${steps.reduce((sum, ms) => sum + ms, 0).toFixed(0)} ms in all`,
      },
    ];
  },
};

/** The median of each query over the rounds, and of those medians the spread. */
function row(
  what: string,
  queries: readonly string[],
  find: (text: string) => unknown,
  rounds: number,
  aimMs: number,
): Row {
  const medians = queries.map((query) => spreadOf(timed(() => find(query), rounds)).median);
  const ratio = spreadOf(medians.map((ms) => ms / aimMs));
  const slowest = Math.max(...medians);
  return {
    what: `${what}, against ${aimMs} ms`,
    aim: 'at most 1',
    ratio,
    reached: ratio.median <= 1,
    detail: `${(ratio.median * aimMs).toFixed(1)} ms; the slowest of ${queries.length} ("${queries[medians.indexOf(slowest)]}") ${slowest.toFixed(1)} ms`,
  };
}

/** Milliseconds of each round, after one that does not count. */
function timed(run: () => unknown, rounds: number): number[] {
  run();
  return Array.from({ length: rounds }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
}

function built(list: ReturnType<typeof manyCustomers>): { index: CustomerIndex; steps: readonly number[] } {
  const steps: number[] = [];
  const building = buildIndex(list);
  for (;;) {
    const from = performance.now();
    const step = building.next();
    steps.push(performance.now() - from);
    if (step.done) return { index: step.value, steps };
  }
}
