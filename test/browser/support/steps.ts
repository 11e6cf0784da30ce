/** How much work each job is: noted as the tests go, printed as a small table at the end of their file. */
import type { Chat } from './chat.js';

/** Messages sent and cards submitted, at most, for each of the four jobs. */
export const MOST_TURNS = 5;

const steps: Record<string, { turns: number; actions: number }> = {};

/** Notes what a job took in this chat so far. */
export function noteSteps(job: string, { turns, actions }: Chat): void {
  steps[job] = { turns, actions };
}

/** Prints what was noted. */
export function printSteps(): void {
  const rows = Object.entries(steps).map(([job, { turns, actions }]) =>
    row(job, String(turns), String(actions)),
  );
  process.stdout.write(`\n${[row('Steps of a job', 'turns', 'actions'), ...rows].join('\n')}\n\n`);
}

function row(job: string, turns: string, actions: string): string {
  return `  ${job.padEnd(34)}${turns.padStart(6)}${actions.padStart(9)}`;
}
