/**
 * How long finding customers takes among 100,000, and what its index weighs. Not part of the tests:
 *
 *   npx tsc --outDir dist/bench --rootDir . && node --expose-gc dist/bench/test/bench/search.js
 */
import { buildIndex, changedIndex, changesSince, indexAtOnce } from '../../domain/search/customer-index.js';
import { findInIndex, findInList } from '../../domain/search/find-customers.js';
import { manyCustomers } from '../support/many-customers.js';

const ROUNDS = 20;
const QUERIES = [
  ...['a', 'grove', 'bank', 'example', 'northwindab', 'sweden', 'se', 'retail'],
  ...['woodgrove bank', 'contoso lakeford group', 'bank us', 'consulting partners netherlands'],
  ...['contsoo', 'relecoludline', 'swedn', 'zzzzzzzz', 'contosoo bnk', 'northwnid lakefrod grup', ''],
];

const english = new Intl.DisplayNames('en', { type: 'region' });
const countryName = (code: string) => english.of(code) ?? code;
const say = (line: string) => process.stdout.write(`${line}\n`);
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};

/** Milliseconds: the median and the worst of several rounds. */
function timed(run: () => unknown): string {
  const took = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return `${(took[ROUNDS / 2] ?? 0).toFixed(1)} ms, worst ${(took.at(-1) ?? 0).toFixed(1)} ms`;
}

const list = manyCustomers(100_000);
const before = heap();
const from = performance.now();
const index = indexAtOnce(list);
say(`built in ${(performance.now() - from).toFixed(0)} ms, ${(heap() - before).toFixed(1)} MB`);

const steps: number[] = [];
const building = buildIndex(list);
for (let done = false; !done; ) {
  const start = performance.now();
  done = building.next().done === true;
  steps.push(performance.now() - start);
}
say(`in ${steps.length} steps, the longest ${Math.max(...steps).toFixed(1)} ms`);

const changed = list.map((entry, i) => (i === 500 ? { ...entry, name: 'Zebra Works' } : { ...entry }));
say(
  `one customer changed: ${timed(() => changedIndex(index, changesSince(index, changed, 500) ?? { gone: new Set(), came: [] }))}`,
);

for (const query of QUERIES) {
  const found = findInIndex(index, query, countryName);
  const near = found.approximate ? ' near' : '';
  say(
    `"${query}": ${found.entries.length}${near}, ${timed(() => findInIndex(index, query, countryName))} — ${found.entries[0]?.name ?? 'nothing'}`,
  );
}
say(`without an index, "grove": ${timed(() => findInList(list, 'grove', countryName))}`);
