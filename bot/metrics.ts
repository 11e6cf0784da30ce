/**
 * What the desk counts about itself, in the format of Prometheus. The labels are names of our own, each one of a few:
 * nothing in them is of a customer, a partner or a user.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { SendOutcome } from '../domain/answers.js';
import type { ActTold } from '../domain/use-cases/ports.js';
import type { TurnCounts, TurnFigures } from './turn-log.js';

/** Seconds: a turn takes a few milliseconds, and a channel delivers again after fifteen seconds. */
const TURN_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
/** Seconds: most turns wait for nobody. */
const WAIT_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 15];
/** Seconds: a synced write takes from under a millisecond to as long as a busy disk does. */
const WRITE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** How many there are of something now, asked when the metrics are read. */
export interface Levels {
  readonly directLineConversations: () => number;
  readonly workAfterTurns: () => number;
}

/** The same of notices. */
export interface NoticeLevels {
  readonly waiting: number;
  /** Seconds since it was last seen to the end what is to be sent. */
  readonly lookedSeconds: number;
}

export interface BuildInfo {
  readonly version: string;
  readonly node: string;
  readonly mode: string;
}

export class Metrics implements TurnCounts {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly turns = new Counter({
    name: 'desk_turns_total',
    help: 'Turns, by channel and by what came of them',
    labelNames: ['channel', 'outcome'],
    registers: this.registers,
  });
  private readonly turnSeconds = new Histogram({
    name: 'desk_turn_duration_seconds',
    help: 'How long a turn took, waiting included',
    labelNames: ['channel'],
    buckets: TURN_BUCKETS,
    registers: this.registers,
  });
  private readonly waitSeconds = new Histogram({
    name: 'desk_turn_wait_seconds',
    help: 'How long a turn waited for those before it in its conversation',
    buckets: WAIT_BUCKETS,
    registers: this.registers,
  });
  private readonly underWay = new Gauge({
    name: 'desk_turns_under_way',
    help: 'Turns that have come in and are not answered yet',
    registers: this.registers,
  });
  private readonly waiting = new Gauge({
    name: 'desk_turns_waiting',
    help: 'Of these, turns that wait for those before them',
    registers: this.registers,
  });
  private readonly acts = new Counter({
    name: 'desk_acts_total',
    help: 'Acts, as the activity log names them, and whether each was done, refused or repeated',
    labelNames: ['act', 'outcome'],
    registers: this.registers,
  });
  private readonly writeSeconds = new Histogram({
    name: 'desk_store_write_duration_seconds',
    help: 'How long a change took until it was on disk, by the kind of document',
    labelNames: ['kind'],
    buckets: WRITE_BUCKETS,
    registers: this.registers,
  });
  private readonly storeErrors = new Counter({
    name: 'desk_store_errors_total',
    help: 'Documents that could not be read or written',
    labelNames: ['operation', 'code'],
    registers: this.registers,
  });

  private readonly notices = new Counter({
    name: 'desk_notices_total',
    help: 'Cards with notices, by what came of sending them: sent, failed (tried again), unknown (shown at the next visit)',
    labelNames: ['outcome'],
    registers: this.registers,
  });

  /** Adds what Node knows of its own process: processor, memory, event loop, garbage collection. */
  ofProcess({ version, node, mode }: BuildInfo): this {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'desk_build_info',
      help: 'Always 1; what runs stands in the labels',
      labelNames: ['version', 'node', 'mode'],
      registers: this.registers,
    }).set({ version, node, mode }, 1);
    return this;
  }

  /** Adds levels that are looked up when the metrics are read. */
  watch({ directLineConversations, workAfterTurns }: Levels): void {
    this.level('desk_directline_conversations', 'Conversations of the chat page', directLineConversations);
    this.level('desk_work_after_turns', 'Work that turns have begun and that goes on', workAfterTurns);
  }

  /** Adds how notices stand, looked up when the metrics are read. */
  watchNotices(levels: NoticeLevels): void {
    this.level('desk_notices_waiting', 'Notices that wait to be sent or for a visit', () => levels.waiting);
    this.level(
      'desk_notices_looked_seconds',
      'Seconds since it was last seen what is to be sent',
      () => levels.lookedSeconds,
    );
  }

  turnCame(): void {
    this.underWay.inc();
    this.waiting.inc();
  }

  turnBegan(): void {
    this.waiting.dec();
  }

  turnEnded({ channel, outcome, seconds, waited }: TurnFigures): void {
    this.underWay.dec();
    this.turns.inc({ channel, outcome });
    this.turnSeconds.observe({ channel }, seconds);
    this.waitSeconds.observe(waited);
  }

  /** An act stands in the book, as done or as refused. */
  act({ action, outcome }: ActTold): void {
    this.acts.inc({ act: action, outcome });
  }

  /** A card with notices went out, or did not. */
  noticeTold(outcome: SendOutcome): void {
    this.notices.inc({ outcome });
  }

  /** A change is on disk. */
  written(kind: string, seconds: number): void {
    this.writeSeconds.observe({ kind }, seconds);
  }

  /** A document could not be read or written, for a reason of the store. */
  storeFailed(operation: 'read' | 'write', code: string): void {
    this.storeErrors.inc({ operation, code });
  }

  private level(name: string, help: string, now: () => number): void {
    new Gauge({
      name,
      help,
      registers: this.registers,
      collect() {
        this.set(now());
      },
    });
  }
}
