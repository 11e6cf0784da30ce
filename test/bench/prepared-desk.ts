/**
 * A process that opens a book, takes all that is derived from it, and says how long others would have been kept
 * waiting meanwhile and how much memory there is in use. Started by cold-start.ts.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { deskOn } from './bench-desk.js';

interface Waits {
  /** Milliseconds that 99 of 100 would have waited at most, and the longest wait. */
  readonly p99: number;
  readonly longest: number;
  readonly seconds: number;
}

export interface Prepared {
  readonly search: Waits;
  readonly overview: Waits;
  /** Bytes in memory: once the book is open, with the search index, and with the summaries too. */
  readonly opened: number;
  readonly indexed: number;
  readonly summed: number;
}

/** As finely as waits are looked at. */
const RESOLUTION_MS = 5;

async function waitsDuring(work: () => Promise<void>): Promise<Waits> {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1000;
  // What came last is noted only when the next look is taken.
  await setTimeout(2 * RESOLUTION_MS);
  delays.disable();
  return { p99: delays.percentile(99) / 1e6, longest: delays.max / 1e6, seconds };
}

function inUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

const { desk, documents } = await deskOn(process.argv[2] ?? '');
const opened = inUse();
const search = await waitsDuring(desk.prepareSearch);
const indexed = inUse();
const overview = await waitsDuring(desk.prepareOverview);
const summed = inUse();
await documents.close();
process.send?.({ search, overview, opened, indexed, summed } satisfies Prepared);
process.disconnect?.();
