/** Many turns in many conversations, and what of the process has grown by the end. */
import { readdir, readFile } from 'node:fs/promises';
import { type Part, type Row, spreadOf } from './rows.js';
import { Channel, type Running, startServer } from './running.js';

const AT_ONCE = 16;
const LINES = [
  'refund',
  'fabrikam',
  'cancel',
  'customers',
  'contoso',
  'help',
  'cancel',
  'what needs attention',
];

interface Sample {
  /** Megabytes that the process holds. */
  readonly memory: number;
  /** Open files and connections. */
  readonly handles: number;
}

async function sample({ process }: Running): Promise<Sample> {
  const status = await readFile(`/proc/${process.pid}/status`, 'utf8');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  return { memory: kilobytes / 1024, handles: (await readdir(`/proc/${process.pid}/fd`)).length };
}

export const soak: Part = {
  name: 'soak',
  async run({ quick, say }) {
    const turns = quick ? 10_000 : 50_000;
    const conversations = quick ? 200 : 1000;
    const channel = await new Channel().open();
    const server = await startServer('desk');
    const samples: Sample[] = [];
    let taken = 0;
    const worker = async (number: number) => {
      for (let turn = number; turn < turns; turn += AT_ONCE) {
        const conversation = turn % conversations;
        const line = LINES[Math.floor(turn / conversations) % LINES.length] ?? '';
        await channel.say(server, `s${conversation}`, line);
        taken += 1;
        if (taken % (turns / 50) !== 0) continue;
        samples.push(await sample(server));
        if (samples.length % 10 === 0) say(`${taken} turns, ${samples.at(-1)?.memory.toFixed(0)} MB`);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => worker(number)));
    } finally {
      await server.stop();
      await channel.close();
    }
    return rowsOf(samples, turns, conversations);
  },
};

function rowsOf(samples: readonly Sample[], turns: number, conversations: number): Row[] {
  const half = samples.slice(samples.length / 2);
  const earlier = half.slice(0, half.length / 2);
  const later = half.slice(half.length / 2);
  return (['memory', 'handles'] as const).map((figure) => {
    const before = spreadOf(earlier.map((one) => one[figure]));
    const after = spreadOf(later.map((one) => one[figure]));
    const ratio = {
      median: after.median / before.median,
      low: after.low / before.high,
      high: after.high / before.low,
    };
    return {
      what: `${turns.toLocaleString('en')} turns in ${conversations.toLocaleString('en')} conversations: ${figure} in the last quarter, against the one before`,
      aim: 'at most 1.05',
      ratio,
      reached: ratio.median <= 1.05,
      detail: `${after.median.toFixed(0)} against ${before.median.toFixed(0)}${figure === 'memory' ? ' MB' : ''}`,
    };
  });
}
