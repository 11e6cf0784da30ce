/** Links to files: each has an id that can not be guessed, is good for ten minutes and for one download. */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Downloads, FileWish } from '../dialogs/downloads.js';

const MINUTE = 60_000;
/** How long a link is good for. */
const GOOD_FOR = 10 * MINUTE;
/** Links that wait at once; beyond that the oldest is no longer good. */
const MOST_LINKS = 1000;
const ID_BYTES = 32;

/** What of a link is kept: in memory only, so that none outlives the process. */
export class DownloadLinks implements Downloads {
  private readonly wishes: LRUCache<string, FileWish>;

  /** @param publicUrl under which browsers reach the desk, without a slash at the end. */
  constructor(
    private readonly publicUrl: string,
    now: () => number = Date.now,
  ) {
    this.wishes = new LRUCache({ max: MOST_LINKS, ttl: GOOD_FOR, ttlResolution: 0, perf: { now } });
  }

  linkTo(wish: FileWish): string {
    const id = randomBytes(ID_BYTES).toString('base64url');
    this.wishes.set(id, wish);
    return `${this.publicUrl}/download/${id}`;
  }

  /** What a link is for; the link is used up by that. Undefined: unknown, used or too old. */
  take(id: string): FileWish | undefined {
    const wish = this.wishes.get(id);
    this.wishes.delete(id);
    return wish;
  }
}
