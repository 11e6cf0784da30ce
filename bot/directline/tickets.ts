/**
 * Tickets for streams: a stream is opened by an address, and addresses end up in logs of proxies, so what it carries
 * is good once and for a minute only. They are of one process; a page fetches a new one for each stream.
 */
import { LRUCache } from 'lru-cache';
import { nanoid } from 'nanoid';

const LENGTH = 43;
const GOOD_FOR_MS = 60_000;
const MOST = 5000;

export class Tickets {
  /** By ticket: the conversation that it opens. */
  private readonly given = new LRUCache<string, string>({ max: MOST, ttl: GOOD_FOR_MS });

  /** A ticket for a stream of this conversation. */
  issue(conversationId: string): string {
    const ticket = nanoid(LENGTH);
    this.given.set(ticket, conversationId);
    return ticket;
  }

  /** True for a ticket of this conversation, the first time. */
  take(ticket: string, conversationId: string): boolean {
    const known = this.given.get(ticket);
    this.given.delete(ticket);
    return known === conversationId;
  }
}
