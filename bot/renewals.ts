/** Automatic renewals: the desk looks once at its start and every hour, and goes over all customers once a UTC day. */
import type { Logger } from 'pino';
import type { Desk } from '../domain/desk.js';
import type { Documents } from '../domain/store/documents.js';
import { PROFILE } from '../domain/store/kinds.js';
import { type Clock, dayOf } from '../domain/term.js';

const HOUR_MS = 60 * 60 * 1000;

interface Parts {
  readonly desk: Pick<Desk, 'renewDue'>;
  readonly documents: Pick<Documents, 'list'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

export class Renewals {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  /** The UTC day whose renewals are done. */
  private done = '';

  constructor(private readonly parts: Parts) {}

  /** Looks now and every hour from now on; keeps no process alive. */
  start(): void {
    this.timer = setInterval(() => void this.look(), HOUR_MS);
    this.timer.unref();
    void this.look();
  }

  /** Begins with no other partner; resolves once the one under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /**
   * Renews what is due at every partner, unless that is done for today. Nothing is thrown: what goes wrong is logged,
   * and the day is looked at again an hour later.
   */
  async look(): Promise<void> {
    const today = dayOf(this.parts.clock.now());
    if (this.running || this.done === today) return;
    this.running = this.lookOver(today);
    await this.running;
    this.running = undefined;
  }

  private async lookOver(today: string): Promise<void> {
    const { desk, documents, log } = this.parts;
    try {
      for (const partnerId of await documents.list(PROFILE)) {
        if (this.stopped) return;
        const { placed, refused } = await desk.renewDue(partnerId);
        if (placed.length + refused.length > 0) {
          const orders = placed.map(({ order }) => order.number);
          const refusals = refused.map(({ reservationId, refusal }) => [reservationId, refusal.code]);
          log.info({ partnerId, orders, refusals }, 'automatic renewals');
        }
      }
      this.done = today;
    } catch (error) {
      log.error({ err: error }, 'automatic renewals were not all looked at; they are tried again in an hour');
    }
  }
}
