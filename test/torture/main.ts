/**
 * `npm run torture [-- part …] [-- --count 1000] [-- --seed 1]`: does to the desk what should not be done to it,
 * and prints a table of what came of it. Ends with 1 where something did not hold.
 */
import { parseArgs } from 'node:util';
import { backup } from './backup.js';
import { fullDisk } from './full-disk.js';
import { fuzzPart } from './fuzz.js';
import { kill } from './kill.js';
import { model } from './model.js';
import type { Outcome, Part } from './parts.js';

const PARTS: readonly Part[] = [kill, fullDisk, backup, model, fuzzPart];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, seed: { type: 'string' } },
});
const count = values.count === undefined ? undefined : Number(values.count);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);

const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0 || Number.isNaN(seed) || Number.isNaN(count)) {
  process.stderr.write(
    `Use: npm run torture -- [${PARTS.map(({ name }) => name).join('|')}] [--count N] [--seed N]\n`,
  );
  process.exit(2);
}

const outcomes: (Outcome & { readonly part: Part; readonly seconds: number })[] = [];
for (const part of PARTS) {
  if (positionals.length > 0 && !positionals.includes(part.name)) continue;
  process.stderr.write(`${part.name}, seed ${seed}\n`);
  const from = performance.now();
  const say = (line: string) => process.stderr.write(`  ${line}\n`);
  const outcome = await part.run({ count, seed, say });
  outcomes.push({ ...outcome, part, seconds: (performance.now() - from) / 1000 });
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
process.stdout.write(
  [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, seed ${seed}\n\n`,
    line(['what', 'done', 'seconds', 'holds']),
    line(['---', '---', '---', '---']),
    ...outcomes.map(({ part, done, seconds, faults }) =>
      line([part.what, done, seconds.toFixed(0), faults.length === 0 ? 'yes' : `no: ${faults.length}`]),
    ),
    ...outcomes.flatMap(({ part, faults }) => faults.map((fault) => `\n${part.name}: ${fault}\n`)),
  ].join(''),
);
process.exitCode = outcomes.some(({ faults }) => faults.length > 0) ? 1 : 0;
