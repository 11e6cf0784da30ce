/** Links to files: each has an id that can not be guessed, is good for ten minutes and for one download. */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Downloads, FileWish } from '../dialogs/downloads.js';
import type { Actor } from '../domain/model.js';
import { isSame } from './identity.js';
import { LIMITS } from './limits.js';

const ID_BYTES = 32;

/** What of a link is kept: in memory only, so that none outlives the process. */
export class DownloadLinks implements Downloads {
  private readonly wishes: LRUCache<string, FileWish>;

  /** @param publicUrl under which browsers reach the desk, without a slash at the end. */
  constructor(
    private readonly publicUrl: string,
    now: () => number = Date.now,
  ) {
    this.wishes = new LRUCache({
      max: LIMITS.downloads.links,
      ttl: LIMITS.downloads.goodForMs,
      ttlResolution: 0,
      perf: { now },
    });
  }

  linkTo(wish: FileWish): string {
    this.dropOldestOf(wish.actor);
    const id = randomBytes(ID_BYTES).toString('base64url');
    this.wishes.set(id, wish);
    return `${this.publicUrl}/download/${id}`;
  }

  /** Whoever asks for ever new links loses the own oldest, and nobody else's. */
  private dropOldestOf(owner: Actor): void {
    // The newest comes first.
    const own = [...this.wishes.entries()].filter(([, { actor }]) => isSame(actor, owner));
    for (const [id] of own.slice(LIMITS.downloads.linksOfUser - 1)) this.wishes.delete(id);
  }

  /** What a link is for; the link is used up by that. Undefined: unknown, used or too old. */
  take(id: string): FileWish | undefined {
    const wish = this.wishes.get(id);
    this.wishes.delete(id);
    return wish;
  }
}
