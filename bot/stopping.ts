/**
 * How the desk ends. When asked to: nothing new is taken in, what is under way is finished and answered, the book is
 * closed. When something has gone wrong that nobody caught: the book is closed, as nobody knows what state the rest
 * is in.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Server } from 'restify';
import type { Conversations } from './directline/conversations.js';
import type { PartnerBot } from './partner-bot.js';
import type { Readiness } from './readiness.js';
import { within } from './within.js';

/** How long turns under way may take to end. All in all less than ten seconds, after which Docker kills. */
const PATIENCE_MS = 4500;
/** How long pages of the chat may take to fetch what was said last: they ask every second. */
const READ_MS = 1500;
/** How long requests may then take that were taken in but are no turn yet, and answers to reach who waits for them. */
const CONNECTIONS_MS = 1000;
const SWEEP_MS = 50;
/** How long is waited for connections that have been cut. */
const CUT_MS = 500;
/** How long the book may take to close. */
const CLOSE_MS = 1500;
/** npm passes Ctrl-C on to what it has started, which has had it from the terminal already. */
const SAME_SIGNAL_MS = 500;

type Signal = 'SIGTERM' | 'SIGINT';
/** As a shell tells that a signal ended a process. */
const CODE_OF: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

export interface StopParts {
  readonly log: Logger;
  readonly readiness: Pick<Readiness, 'stops'>;
  readonly bot: Pick<PartnerBot, 'stop' | 'idle' | 'underWay'>;
  /** What the desk does by itself: it begins with nothing more, and what it is at is finished. */
  readonly timed: readonly { stop(): Promise<void> }[];
  readonly server: Pick<Server, 'close' | 'server'>;
  /** The conversations of the chat page; closing them ends the polls that wait. */
  readonly conversations: Pick<Conversations, 'unread' | 'close'>;
  readonly closeAdmin: () => Promise<void>;
  readonly closeBook: () => Promise<void>;
  readonly exit: (code: number) => void;
  /** How long turns under way may take to end; four and a half seconds unless given. */
  readonly patienceMs?: number;
  /** How long the book may take to close; one and a half seconds unless given. */
  readonly closeMs?: number;
}

export class Stopping {
  private askedAt: number | undefined;
  private crashed = false;

  constructor(private readonly parts: StopParts) {}

  /** Asked to end. A second time, by somebody who does not want to wait: ends at once. */
  async asked(signal: Signal): Promise<void> {
    const now = performance.now();
    const { log, exit } = this.parts;
    if (this.askedAt !== undefined) {
      if (now - this.askedAt < SAME_SIGNAL_MS) return;
      log.warn({ signal, ...this.parts.bot.underWay }, 'the desk ends at once: it was asked a second time');
      log.flush();
      return exit(CODE_OF[signal]);
    }
    this.askedAt = now;
    log.info({ signal, ...this.parts.bot.underWay }, 'the desk is stopping');
    const cutOff = await this.finish();
    const closed = await this.close();
    const ms = Math.round(performance.now() - now);
    if (cutOff.turns + cutOff.work > 0)
      log.warn({ cutOff, ms }, 'the desk has stopped, and cut something off');
    else log.info({ ms }, 'the desk has stopped');
    log.flush();
    exit(closed ? 0 : 1);
  }

  /** Something was thrown that nobody caught. What is on its way to the disk gets there; nothing else goes on. */
  async crash(error: unknown): Promise<void> {
    const { log, readiness, closeBook, exit, closeMs = CLOSE_MS } = this.parts;
    log.fatal({ err: error }, 'the desk ends: something went wrong that nothing was prepared for');
    // What is thrown while the book is being closed changes nothing.
    if (this.crashed) return;
    this.crashed = true;
    readiness.stops();
    const closed = closeBook().catch(() => undefined);
    await within(closeMs, closed, undefined);
    log.flush();
    exit(1);
  }

  /** Lets what is under way end; gives what had to be cut off. */
  private async finish(): Promise<PartnerBot['underWay']> {
    const { readiness, bot, timed, conversations, patienceMs = PATIENCE_MS } = this.parts;
    readiness.stops();
    bot.stop();
    const done = [...timed.map((one) => one.stop()), bot.idle()];
    await within(patienceMs, Promise.all(done), undefined);
    for (let waited = 0; conversations.unread && waited < READ_MS; waited += SWEEP_MS) await pause(SWEEP_MS);
    conversations.close();
    await this.closeServer();
    // A request that was still being looked at has become a turn.
    await within(CUT_MS, bot.idle(), undefined);
    return bot.underWay;
  }

  /** Answers go out; a connection that is kept open for later, or read from slowly, holds nothing up. */
  private async closeServer(): Promise<void> {
    const { server } = this.parts;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A connection that has brought its answer is kept open for the next request, which is not to come.
    const sweep = setInterval(() => server.server.closeIdleConnections(), SWEEP_MS);
    await within(CONNECTIONS_MS, closed, undefined);
    clearInterval(sweep);
    server.server.closeAllConnections();
    await within(CUT_MS, closed, undefined);
  }

  /** False where the book could not be closed in time; each of its documents is whole all the same. */
  private async close(): Promise<boolean> {
    const { log, closeAdmin, closeBook, closeMs = CLOSE_MS } = this.parts;
    const closing = (async () => {
      await closeAdmin();
      await closeBook();
      return true;
    })().catch((error: unknown) => {
      log.error({ err: error }, 'the book could not be closed');
      return false;
    });
    return await within(closeMs, closing, false);
  }
}

/** Has this process end so, whoever asks it to and whatever goes wrong. */
export function stopWithSignals(stopping: Stopping): void {
  process.on('SIGTERM', () => void stopping.asked('SIGTERM'));
  process.on('SIGINT', () => void stopping.asked('SIGINT'));
  process.on('uncaughtException', (error) => void stopping.crash(error));
  process.on('unhandledRejection', (error) => void stopping.crash(error));
}
