/**
 * Notices: what is due is looked for once an hour and soon after the book has changed, and what waits is sent every
 * minute, to a few users at a time. What is to be told stands in the book: whoever stops in the middle, or runs beside
 * another one, neither loses nor repeats it.
 */

import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import type { Desk } from '../domain/desk.js';
import type { Actor } from '../domain/model.js';
import type { DocumentKind, Documents } from '../domain/store/documents.js';
import { CUSTOMER, PREFERENCES, PROFILE, USERS } from '../domain/store/kinds.js';
import { severalAtATime } from '../domain/store/several.js';
import type { Clock } from '../domain/term.js';
import type { NoticeDelivery } from './notice-delivery.js';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** After a change; several that come together are looked at once. */
const SOON_MS = 5 * 1000;
/** Partners that are looked at, and users of each who are told, at the same time. */
const AT_A_TIME = 4;
/** Users of one partner who are told in a second. Teams takes 30 messages of a tenant, and users are answered as well. */
const A_SECOND = 7;
/** Looking for what is due takes no more than one part in so many of the time, however often the book changes. */
const SHARE = 50;
/** What changes what is due, or who wants it. */
const OF_INTEREST = [CUSTOMER, USERS, PREFERENCES] as DocumentKind<unknown>[];

/** It was never looked for what is due. */
const NEVER = { goodUntil: 0, notBefore: 0 };

export interface NotifierParts {
  readonly desk: Pick<Desk, 'planNotices' | 'noticesWaiting'>;
  readonly documents: Pick<Documents, 'list' | 'watch' | 'watchMany'>;
  readonly delivery: Pick<NoticeDelivery, 'deliver'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'error'>;
  /** How often what waits is sent; every minute unless given. */
  readonly everyMs?: number;
  /** How long after a change it is looked for what is due; five seconds unless given. */
  readonly soonMs?: number;
}

export class Notifier {
  private readonly stopping = new AbortController();
  private readonly pace = new RateLimiterQueue(new RateLimiterMemory({ points: A_SECOND, duration: 1 }));
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** By partner: until when what was found to be due is good, and from when on it may be looked for again. */
  private readonly plans = new Map<string, { readonly goodUntil: number; readonly notBefore: number }>();
  /** Partners whose book has changed since. */
  private readonly dirty = new Set<string>();
  /** By partner: until when its channel wants nothing from the desk. */
  private readonly paused = new Map<string, number>();
  /** By partner: notices that wait, as of the latest look. */
  private readonly waits = new Map<string, number>();
  private looked = performance.now();

  constructor(private readonly parts: NotifierParts) {}

  /** Looks now, every minute and soon after each change from now on; keeps no process alive. */
  start(): void {
    const { documents, everyMs = MINUTE_MS } = this.parts;
    for (const kind of OF_INTEREST) documents.watch(kind, (key) => this.changed(key.split('/')[0] ?? ''));
    documents.watchMany(() => this.changed());
    this.timer = setInterval(() => void this.look(), everyMs);
    this.timer.unref();
    void this.look();
  }

  /** Begins with no other card; resolves once those under way are sent and written down. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    clearTimeout(this.soon);
    await this.running;
  }

  /** Notices that wait for a time to be sent, or for a visit, as of the latest look. */
  get waiting(): number {
    return sumOf([...this.waits.values()]);
  }

  /** Seconds since the latest look that came to its end. */
  get lookedSeconds(): number {
    return Math.round((performance.now() - this.looked) / 1000);
  }

  /** Looks for what is due where that is to be done, and sends what waits. Nothing is thrown: what goes wrong is logged. */
  async look(): Promise<void> {
    if (this.running || this.stopping.signal.aborted) return;
    this.running = this.lookOver();
    await this.running;
    this.running = undefined;
  }

  /** What is due may have changed at this partner, or at all of them. */
  private changed(partnerId?: string): void {
    for (const one of partnerId === undefined ? this.plans.keys() : [partnerId]) this.dirty.add(one);
    if (this.soon || this.stopping.signal.aborted) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      void this.look();
    }, this.parts.soonMs ?? SOON_MS);
    this.soon.unref();
  }

  private async lookOver(): Promise<void> {
    const { documents, log } = this.parts;
    try {
      const partners = each(await documents.list(PROFILE));
      await severalAtATime(AT_A_TIME, partners, (partnerId) => this.lookAt(partnerId));
      this.looked = performance.now();
    } catch (error) {
      log.error({ err: error }, 'notices could not be looked at; it is tried again in a minute');
    }
  }

  /** A partner whose book can not be read is no reason not to tell the users of others. */
  private async lookAt(partnerId: string): Promise<void> {
    const { desk, log } = this.parts;
    if (this.stopping.signal.aborted) return;
    try {
      if (this.isToBePlanned(partnerId)) await this.plan(partnerId);
      const users = await desk.noticesWaiting(partnerId);
      this.waits.set(partnerId, sumOf(users.map(({ waiting }) => waiting)));
      const due = users.filter((user) => user.due > 0).map(({ userId }) => ({ partnerId, userId }));
      await severalAtATime(AT_A_TIME, each(due), (actor) => this.tell(actor));
    } catch (error) {
      this.dirty.add(partnerId);
      log.error({ err: error, partnerId }, 'notices were not all looked at; it is tried again in a minute');
    }
  }

  private isToBePlanned(partnerId: string): boolean {
    const { goodUntil, notBefore } = this.plans.get(partnerId) ?? NEVER;
    if (this.parts.clock.now().getTime() >= goodUntil) return true;
    return this.dirty.has(partnerId) && performance.now() >= notBefore;
  }

  private async plan(partnerId: string): Promise<void> {
    const { desk, clock } = this.parts;
    const goodUntil = clock.now().getTime() + HOUR_MS;
    const from = performance.now();
    // What changes meanwhile is looked at again.
    this.dirty.delete(partnerId);
    await desk.planNotices(partnerId);
    const now = performance.now();
    this.plans.set(partnerId, { goodUntil, notBefore: now + SHARE * (now - from) });
  }

  /** A user who can not be told is no reason not to tell the others. */
  private async tell(actor: Actor): Promise<void> {
    const { delivery, clock, log } = this.parts;
    const { partnerId } = actor;
    await this.pace.removeTokens(1, partnerId);
    const { signal } = this.stopping;
    if (signal.aborted || clock.now().getTime() < (this.paused.get(partnerId) ?? 0)) return;
    try {
      const { cards, waitMs } = await delivery.deliver(actor, signal);
      if (cards > 0) log.info({ partnerId, cards }, 'a user was told its notices');
      if (waitMs > 0) this.paused.set(partnerId, clock.now().getTime() + waitMs);
    } catch (error) {
      log.error(
        { err: error, partnerId },
        'a user could not be told its notices; it is tried again in a minute',
      );
    }
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

async function* each<T>(things: readonly T[]): AsyncIterable<T> {
  yield* things;
}
