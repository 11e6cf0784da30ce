/** How much work each job is: counted as the tests go, and compared with the table of the README. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chat } from './chat.js';

/** A job as the table of the README names it. */
export type Job = 'buy' | 'refund request' | 'exchange request' | 'permission on';
type Way = 'guided' | 'one line';

/** What a job takes in Microsoft's portals, counted from the numbered steps of its pages; see the README. */
export const PORTAL_ACTIONS: Readonly<Record<Job, number>> = {
  buy: 15,
  'refund request': 13,
  'exchange request': 13,
  'permission on': 5,
};

/** Messages sent and cards submitted, at most. */
export const MOST_TURNS: Readonly<Record<Way, number>> = { guided: 5, 'one line': 3 };

type Count = Pick<Chat, 'turns' | 'actions'>;
const counted = new Map<string, Count>();

/** Notes what a job took in this chat so far. */
export function noteSteps(job: Job, way: Way, { turns, actions }: Chat): Count {
  const count = { turns, actions };
  counted.set(`${job}, ${way}`, count);
  return count;
}

/** What was counted for a job, in the order of the columns of the table: portal, guided, one line. */
export function countedFor(job: Job): string[] {
  const of = (way: Way) => {
    const { turns, actions } = counted.get(`${job}, ${way}`) ?? { turns: 0, actions: 0 };
    return [String(turns), String(actions)];
  };
  return [String(PORTAL_ACTIONS[job]), ...of('guided'), ...of('one line')];
}

/** The same figures as the table of the README has them. */
export function writtenFor(job: Job): string[] | undefined {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const row = readme.split('\n').find((line) => line.startsWith(`| ${job} |`));
  return row
    ?.split('|')
    .map((cell) => cell.trim())
    .slice(4, 9);
}
