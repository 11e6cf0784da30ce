/**
 * A turn of a guided refund against the bare SDK's echo, both behind restify, both replying over HTTP. They take
 * turns within a round, so that what the machine does meanwhile befalls both.
 */
import { type Part, type Row, spreadOf } from './rows.js';
import { Channel, type Running, type SERVERS, startServer } from './running.js';

const CONVERSATIONS = 16;
/** Customers of the demo book with something to return. */
const CUSTOMERS = [
  'fabrikam',
  'contoso',
  'woodgrove',
  'northwind',
  'lamna',
  'trey',
  'vanarsdel',
  'relecloud',
];
/** Begin; the customer; the reservation, which is answered with the quote; and put it aside. */
const GUIDED = (conversation: number) => [
  'refund',
  CUSTOMERS[conversation % CUSTOMERS.length] ?? '',
  '1',
  'cancel',
];
/** What the quote comes with: a turn that does not show it has gone another way. */
const QUOTE = '"refund-quote"';

interface Round {
  /** Turns a second. */
  readonly pace: number;
  /** Milliseconds from sending to the answer, of the slowest turn but one in a hundred. */
  readonly p99: number;
}

/** Bot under measure, and what is said to it in a conversation. */
interface Contender {
  readonly server: Running;
  readonly lines: (conversation: number) => readonly string[];
}

async function round(channel: Channel, { server, lines }: Contender, turns: number): Promise<Round> {
  const took: number[] = [];
  const each = Math.ceil(turns / CONVERSATIONS);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: CONVERSATIONS }, async (_, conversation) => {
      const said = lines(conversation);
      for (let turn = 0; turn < each; turn += 1) {
        const start = performance.now();
        await channel.say(server, `c${conversation}`, said[turn % said.length] ?? '');
        took.push(performance.now() - start);
      }
    }),
  );
  took.sort((a, b) => a - b);
  return {
    pace: (took.length / (performance.now() - from)) * 1000,
    p99: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
  };
}

/** The measure is of quotes only where quotes are what comes. @throws Error where a line of the script leads elsewhere. */
async function check(channel: Channel, { server, lines }: Contender): Promise<void> {
  for (const [customer] of CUSTOMERS.entries()) {
    const replies = [];
    for (const line of lines(customer)) replies.push(await channel.say(server, `check${customer}`, line));
    if (!JSON.stringify(replies[2]).includes(QUOTE)) {
      throw new Error(`no quote for ${CUSTOMERS[customer]}: ${JSON.stringify(replies[2]).slice(0, 300)}`);
    }
  }
}

const ratios = (over: readonly Round[], under: readonly Round[], figure: keyof Round) =>
  spreadOf(over.map((one, i) => one[figure] / (under[i]?.[figure] ?? Number.NaN)));

const median = (rounds: readonly Round[], figure: keyof Round) =>
  spreadOf(rounds.map((one) => one[figure])).median;

export const turn: Part = {
  name: 'turn',
  async run({ quick, say }) {
    const rounds = quick ? 3 : 9;
    const turns = quick ? 800 : 2400;
    const channel = await new Channel().open();
    const hello = () => ['hello'];
    const names: (keyof typeof SERVERS)[] = ['echo', 'desk', 'echoOnAgents', 'plainCards'];
    const servers = await Promise.all(names.map((name) => startServer(name)));
    const contenders = servers.map((server, i) => ({ server, lines: names[i] === 'desk' ? GUIDED : hello }));
    try {
      const [, desk] = contenders;
      if (desk) await check(channel, desk);
      for (const contender of contenders) await round(channel, contender, turns);
      const figures: Round[][] = contenders.map(() => []);
      for (let i = 0; i < rounds; i += 1) {
        for (const [at, contender] of contenders.entries()) {
          figures[at]?.push(await round(channel, contender, turns));
        }
        say(figures.map((one, at) => `${names[at]} ${one.at(-1)?.pace.toFixed(0)}/s`).join(', '));
      }
      return rowsOf(figures);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
      await channel.close();
    }
  },
};

function rowsOf([echo = [], desk = [], agents = [], plain = []]: readonly Round[][]): Row[] {
  const pace = ratios(desk, echo, 'pace');
  const p99 = ratios(desk, echo, 'p99');
  return [
    {
      what: 'turns a second: a guided refund, against the bare echo',
      aim: 'at least 1',
      ratio: pace,
      reached: pace.median >= 1,
      detail: `${median(desk, 'pace').toFixed(0)} against ${median(echo, 'pace').toFixed(0)} a second`,
    },
    {
      what: 'the slowest turn but one in a hundred: a guided refund, against the bare echo',
      aim: 'at most 1.5',
      ratio: p99,
      reached: p99.median <= 1.5,
      detail: `${median(desk, 'p99').toFixed(1)} against ${median(echo, 'p99').toFixed(1)} ms, ${CONVERSATIONS} conversations at once`,
    },
    {
      what: 'turns a second: a guided refund, against a plain waterfall of the SDK that shows cards, in memory',
      aim: 'for comparison',
      ratio: ratios(desk, plain, 'pace'),
      reached: undefined,
      detail: `${median(desk, 'pace').toFixed(0)} against ${median(plain, 'pace').toFixed(0)} a second`,
    },
    {
      what: "turns a second: the echo on the Microsoft 365 Agents SDK, against the Bot Framework SDK's",
      aim: 'for comparison',
      ratio: ratios(agents, echo, 'pace'),
      reached: undefined,
      detail: `${median(agents, 'pace').toFixed(0)} against ${median(echo, 'pace').toFixed(0)} a second`,
    },
  ];
}
