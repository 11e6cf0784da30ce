/** Nothing lost when it is killed: the real server, 16 conversations that buy, refund and switch, and SIGKILL. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Customer } from '../../domain/model.js';
import { bookFaults, customersIn, readOnly } from './desk/book-check.js';
import { Dice } from './desk/dice.js';
import { PartnerUser } from './desk/partner-user.js';
import { forgetLock, startServer } from './desk/server-process.js';
import { Connector } from './desk/talk.js';
import type { Options, Outcome, Part } from './parts.js';

const ROUNDS = 200;
/** Rounds over one book; then it begins with a new one, so that documents stay as long as they are in life. */
const ROUNDS_A_BOOK = 10;
/** So many turns are answered in a round, at most, before it is killed; and a little later. */
const MOST_TURNS = 160;
/** The same in a run of a few rounds only, as the tests make it. */
const MOST_TURNS_SHORT = 50;
const MOST_LATER_MS = 40;
const LOOK_MS = 1;

/** Demo customers that can be sold to; each has two conversations. */
const CUSTOMERS = [
  'adatum-us',
  'alpineskihouse',
  'contoso',
  'fabrikam',
  'margiestravel',
  'northwind',
  'woodgrove',
  'wingtip',
];
/** Half of the pairs are one user in two windows, with one cart; the others are colleagues. */
const SECONDS = ['admin agent', 'global admin'];

export const kill: Part = {
  name: 'kill',
  what: 'Killed with SIGKILL while 16 conversations buy, refund and switch; nothing lost, doubled or half-done',
  async run({ count = ROUNDS, seed, say }: Options): Promise<Outcome> {
    const dice = new Dice(seed);
    const faults: string[] = [];
    const mostTurns = count < ROUNDS_A_BOOK ? MOST_TURNS_SHORT : MOST_TURNS;
    let acknowledged = 0;
    for (let from = 0; from < count; from += ROUNDS_A_BOOK) {
      const rounds = Math.min(ROUNDS_A_BOOK, count - from);
      const book = await oneBook(rounds, mostTurns, dice);
      acknowledged += book.acknowledged;
      faults.push(...book.faults.map((fault) => `rounds ${from + 1} to ${from + rounds}: ${fault}`));
      say(`${from + rounds} of ${count} rounds, ${acknowledged} acts acknowledged, ${faults.length} faults`);
      if (faults.length > 0) break;
    }
    return { done: `${count} rounds, ${acknowledged} acts acknowledged`, faults };
  },
};

async function oneBook(
  rounds: number,
  mostTurns: number,
  dice: Dice,
): Promise<{ acknowledged: number; faults: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'desk-kill-'));
  const connector = new Connector();
  await connector.open();
  try {
    const users = partnerUsers(connector, dice);
    for (let round = 1; round <= rounds; round++) {
      await workAndKill(folder, users, dice.between(0, mostTurns), dice.between(0, MOST_LATER_MS));
      const faults = [...(await bookFaults(folder, new Date())), ...(await actFaults(folder, users))];
      if (faults.length > 0) return { acknowledged: actsOf(users), faults };
      // Now and then the next process finds the lock of the dead one, and waits until it is stale.
      if (round % 5 !== 0) await forgetLock(folder);
    }
    const faults = await goesOn(folder, users);
    return { acknowledged: actsOf(users), faults };
  } finally {
    await connector.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Two conversations for each customer. */
export function partnerUsers(connector: Connector, dice: Dice): PartnerUser[] {
  return CUSTOMERS.flatMap((customer, i) =>
    ['admin agent', SECONDS[i % SECONDS.length] ?? ''].map(
      (role, window) =>
        new PartnerUser(
          connector,
          `${customer}-${window}`,
          role,
          customer,
          new Dice(dice.between(1, 2 ** 31)),
        ),
    ),
  );
}

async function workAndKill(
  folder: string,
  users: readonly PartnerUser[],
  turns: number,
  laterMs: number,
): Promise<void> {
  const server = await startServer(folder);
  const working = users.map((user) => user.work(server.url));
  await someTurns(users, turns);
  await setTimeout(laterMs);
  await server.kill();
  await Promise.all(working);
}

/** Waits until so many more turns have been answered. */
export async function someTurns(users: readonly PartnerUser[], count: number): Promise<void> {
  const turns = () => users.reduce((sum, user) => sum + user.turns, 0);
  const enough = turns() + count;
  while (turns() < enough) await setTimeout(LOOK_MS);
}

/** After the last kill: what was not answered is answered now, and the desk stops as it should. */
async function goesOn(folder: string, users: readonly PartnerUser[]): Promise<string[]> {
  const server = await startServer(folder);
  const answered = await Promise.all(users.map((user) => user.resume(server.url)));
  const code = await server.stop();
  return [
    ...answered.flatMap((one, i) => (one ? [] : [`${users[i]?.name} got no answer after the restart`])),
    ...(code === 0 ? [] : [`the desk stopped with ${code}:\n${server.output()}`]),
    ...(await bookFaults(folder, new Date())),
    ...(await actFaults(folder, users)),
  ];
}

/** What a user was told, and what it has confirmed. */
type Told = Pick<PartnerUser, 'name' | 'acknowledged' | 'confirmed' | 'faults'>;

/** Every act that was acknowledged is in the book once, and no order that nobody confirmed. */
export async function actFaults(folder: string, users: readonly Told[]): Promise<string[]> {
  const customers = [...(await customersIn(readOnly(folder))).values()];
  const orders = countOf(customers.flatMap((customer) => customer.orders.map(({ number }) => number)));
  const requests = countOf(customers.flatMap((customer) => customer.requests.map(({ number }) => number)));
  const attempts = new Map(customers.flatMap((customer) => Object.entries(customer.attempts)));
  const confirmed = new Set(users.flatMap((user) => [...user.confirmed]));
  return [
    ...users.flatMap((user) => user.faults),
    ...users.flatMap((user) =>
      user.acknowledged.flatMap((act): string[] => {
        if (act.kind === 'permission') {
          const outcome = attempts.get(act.cardId)?.outcome;
          const stands = outcome?.kind === 'permission' && outcome.changed;
          return stands ? [] : [`${user.name}: the switch of card ${act.cardId} is lost`];
        }
        const times = (act.kind === 'order' ? orders : requests).get(act.number) ?? 0;
        return times === 1 ? [] : [`${user.name}: ${act.kind} ${act.number} is there ${times} times`];
      }),
    ),
    ...[...attempts]
      .filter(([cardId, { outcome }]) => isAct(outcome) && !confirmed.has(cardId))
      .map(([cardId]) => `card ${cardId} was carried out, and nobody confirmed it`),
  ];
}

const isAct = ({ kind }: Customer['attempts'][string]['outcome']) =>
  ['order', 'request', 'permission'].includes(kind);

/** How many acts were acknowledged, each counted once. */
export function actsOf(users: readonly PartnerUser[]): number {
  const acts = users.flatMap(({ acknowledged }) => acknowledged);
  return new Set(acts.map((act) => (act.kind === 'permission' ? act.cardId : act.number))).size;
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
