/**
 * How fast a bot may speak in Teams: whoever is faster is answered with 429, and has lost more time than by waiting.
 * Nobody waits who says a few things, which is nearly everybody.
 */
import { LRUCache } from 'lru-cache';

/** So many in any stretch of so many milliseconds. */
export interface Allowance {
  readonly most: number;
  readonly ms: number;
}

/** What Teams allows one bot in one conversation. */
const IN_CONVERSATION: readonly Allowance[] = [
  { most: 7, ms: 1000 },
  { most: 8, ms: 2000 },
  { most: 60, ms: 30_000 },
  { most: 1800, ms: 3_600_000 },
];
/** What Teams allows one app in one tenant, over all its conversations. */
const IN_TENANT: readonly Allowance[] = [{ most: 30, ms: 1000 }];

/** Conversations and tenants that are remembered; one that is forgotten has been silent while so many others spoke. */
const KEPT = 10_000;

/** Where something is said. */
export interface Spoken {
  /** As Teams names it; what stands behind ";" is a thread within it, which has no allowance of its own. */
  readonly conversationId: string;
  readonly tenantId?: string | undefined;
}

export class Pace {
  private readonly conversations = new LRUCache<string, Places>({ max: KEPT });
  private readonly tenants = new LRUCache<string, Places>({ max: KEPT });

  /** @param ofConversation what Teams allows in one conversation, and `ofTenant` in one tenant, unless given. */
  constructor(
    private readonly ofConversation: readonly Allowance[] = IN_CONVERSATION,
    private readonly ofTenant: readonly Allowance[] = IN_TENANT,
  ) {}

  /** Takes the next place in the conversation. Gives the milliseconds from now until then; 0: speak at once. */
  inConversation(spoken: Spoken, now: number): number {
    return this.conversation(spoken).take(now);
  }

  /** The same in the tenant. */
  inTenant(spoken: Spoken, now: number): number {
    return this.tenant(spoken)?.take(now) ?? 0;
  }

  /** Takes a place in both where there is one at once; false: there is none, and none was taken. */
  takeAtOnce(spoken: Spoken, now: number): boolean {
    const both = [this.conversation(spoken), this.tenant(spoken)];
    const free = both.every((places) => !places || places.nextAt(now) === now);
    if (free) for (const places of both) places?.take(now);
    return free;
  }

  private conversation({ conversationId }: Spoken): Places {
    const [thread = ''] = conversationId.split(';', 1);
    return placesOf(this.conversations, thread, this.ofConversation);
  }

  private tenant({ tenantId }: Spoken): Places | undefined {
    return tenantId === undefined ? undefined : placesOf(this.tenants, tenantId, this.ofTenant);
  }
}

function placesOf(all: LRUCache<string, Places>, name: string, allowances: readonly Allowance[]): Places {
  const known = all.get(name);
  if (known) return known;
  const places = new Places(allowances);
  all.set(name, places);
  return places;
}

/** Places one after the other, in the order in which they are taken. */
export class Places {
  /** The moments of those taken, oldest first: as many as an allowance can ask about. */
  private taken: number[] = [];
  private readonly most: number;

  constructor(private readonly allowances: readonly Allowance[]) {
    this.most = Math.max(1, ...allowances.map(({ most }) => most));
  }

  /** The first moment from now on that no allowance forbids. */
  nextAt(now: number): number {
    const free = this.allowances.map(
      ({ most, ms }) => (this.taken.at(-most) ?? Number.NEGATIVE_INFINITY) + ms,
    );
    return Math.max(now, this.taken.at(-1) ?? now, ...free);
  }

  /** Takes that moment. Gives the milliseconds from now until then. */
  take(now: number): number {
    const moment = this.nextAt(now);
    this.taken.push(moment);
    // Not each time: taking the first off a list of this length moves all the others.
    if (this.taken.length >= 2 * this.most) this.taken = this.taken.slice(-this.most);
    return moment - now;
  }
}
