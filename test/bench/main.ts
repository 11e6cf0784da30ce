/**
 * `npm run bench [-- part …] [-- --quick]`: measures, and prints a table of ratios. Each ratio is of two things
 * measured in the same run on the same machine, several times over, as absolute times say more of the machine.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { bigCustomer } from './big-customer.js';
import { coldStart } from './cold-start.js';
import { purchases } from './purchase.js';
import type { Part, Row } from './rows.js';
import { search } from './search.js';
import { soak } from './soak.js';
import { turn } from './turn.js';

const PARTS: readonly Part[] = [turn, purchases, bigCustomer, search, coldStart, soak];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});

const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

const rows: Row[] = [];
for (const part of PARTS) {
  if (positionals.length > 0 && !positionals.includes(part.name)) continue;
  process.stderr.write(`${part.name}\n`);
  const say = (line: string) => process.stderr.write(`  ${line}\n`);
  rows.push(...(await part.run({ quick: values.quick, say })));
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
const figure = (value: number) => value.toFixed(2);
process.stdout.write(
  [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}\n\n`,
    line(['what', 'ratio: median', 'lowest to highest', 'aim', 'reached', 'behind it']),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map(({ what, ratio, aim, reached, detail }) =>
      line([
        what,
        figure(ratio.median),
        `${figure(ratio.low)} to ${figure(ratio.high)}`,
        aim,
        reached === undefined ? '' : reached ? 'yes' : 'no',
        detail,
      ]),
    ),
  ].join(''),
);
