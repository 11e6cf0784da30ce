/**
 * `npm run mutation [-- area …] [-- --force] [-- --sample 10 --seed 1]`: changes the domain in small ways, one at a
 * time, and sees whether a test of its area notices. Prints the survivors and a table of scores; ends with 1 where a
 * score is under the aim. What did not change since the last run is not tried again, unless forced. Not part of
 * `npm test`: it takes hours. A sample takes as many percent of the lines, in pieces drawn by the seed.
 */
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { AREAS } from './areas.js';
import { piecesOf } from './sample.js';

/** In percent. */
const AIM = 90;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    force: { type: 'boolean' },
    concurrency: { type: 'string', default: '2' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(AREAS);
if (names.some((name) => !Object.hasOwn(AREAS, name))) {
  process.stderr.write(
    `Use: npm run mutation -- [${Object.keys(AREAS).join('|')}] [--force] [--sample percent]\n`,
  );
  process.exit(2);
}

const rows = [];
for (const name of names) {
  const from = performance.now();
  const { mutate } = AREAS[name];
  const { sample, seed } = values;
  const results = await new Stryker({
    configFile: 'stryker.config.js',
    mutate: sample ? piecesOf(mutate, Number(sample), Number(seed)) : mutate,
    testFiles: AREAS[name].tests,
    concurrency: Number(values.concurrency),
    force: values.force ?? false,
    // A sample says nothing of the rest.
    incremental: sample === undefined,
    incrementalFile: `.mutation/${name}.incremental.json`,
    htmlReporter: { fileName: `.mutation/${name}.html` },
    jsonReporter: { fileName: `.mutation/${name}.json` },
  }).runMutationTest();
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived', 'NoCoverage');
  rows.push({ name, killed, survived, minutes: (performance.now() - from) / 60_000 });
}

const scoreOf = ({ killed, survived }) => (100 * killed) / (killed + survived);
const line = (cells) => `| ${cells.join(' | ')} |\n`;
process.stdout.write(
  [
    line(['area', 'mutants', 'noticed', 'survived', 'score', 'minutes']),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map((row) =>
      line([
        row.name,
        row.killed + row.survived,
        row.killed,
        row.survived,
        `${scoreOf(row).toFixed(1)}%`,
        row.minutes.toFixed(0),
      ]),
    ),
  ].join(''),
);
process.exitCode = rows.some((row) => scoreOf(row) < AIM) ? 1 : 0;
