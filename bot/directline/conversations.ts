/**
 * The conversations of the chat page, in memory: what was said in each, and the polls that wait for more. Bounded
 * in every direction, so that nobody fills the memory by talking.
 */
import type { Activity } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { nanoid } from 'nanoid';
import type { ConversationLimits } from '../limits.js';
import type { SentFile } from './uploads.js';

export type LoggedActivity = Partial<Activity> & { readonly id: string };

/** What is newer than a watermark, and the watermark to ask with the next time. */
export interface ActivitySet {
  readonly activities: readonly LoggedActivity[];
  readonly watermark: string;
}

const FILE_ID_LENGTH = 43;
/** A page asks again a second after an answer; one that has not asked for so long is closed. */
const LISTENING_MS = 15_000;

export class Conversation {
  /** Oldest first; the first one has the number `dropped`. Undefined: removed. */
  private readonly log: (LoggedActivity | undefined)[] = [];
  private dropped = 0;
  private ids = 0;
  private latest = 0;
  /** How far a page has read, and when one last asked. */
  private read = 0;
  private askedAt = 0;
  private readonly waiters = new Set<() => void>();
  private readonly files = new Map<string, SentFile>();

  constructor(
    readonly id: string,
    readonly userId: string,
    private readonly limits: ConversationLimits,
  ) {}

  /** An id for an activity, in the form that Direct Line uses. */
  nextId(): string {
    this.ids += 1;
    return `${this.id}|${String(this.ids).padStart(7, '0')}`;
  }

  /** The moment of an activity, later than any before it: Web Chat puts activities in the order of their timestamps. */
  nextTimestamp(): Date {
    this.latest = Math.max(Date.now(), this.latest + 1);
    return new Date(this.latest);
  }

  /** Keeps a file that was sent, and gives the id by which it is fetched again: one that can not be guessed. */
  keep(file: SentFile): string {
    const id = nanoid(FILE_ID_LENGTH);
    this.files.set(id, file);
    const [oldest = ''] = this.files.keys();
    if (this.files.size > this.limits.files) this.files.delete(oldest);
    return id;
  }

  /** A file that was sent in this conversation; undefined where there is none with this id (any more). */
  file(id: string): SentFile | undefined {
    return this.files.get(id);
  }

  /** Adds an activity at the end and answers the polls that wait. */
  append(activity: LoggedActivity): void {
    this.log.push(activity);
    while (this.log.length > this.limits.activities) {
      this.log.shift();
      this.dropped += 1;
    }
    this.release();
  }

  /**
   * Puts an activity in the place of the one with its id: there, for whoever reads the history, and once more at
   * the end, for whoever has read past it. Keeps the first moment, by which Web Chat keeps its place. False where
   * there is none (any more).
   */
  replace(activity: LoggedActivity): boolean {
    const index = this.log.findIndex((logged) => logged?.id === activity.id);
    const earlier = this.log[index];
    if (!earlier) return false;
    const replacement = { ...activity, ...(earlier.timestamp ? { timestamp: earlier.timestamp } : {}) };
    this.log[index] = replacement;
    this.append(replacement);
    return true;
  }

  /** Removes every copy of an activity from the history; the numbers of the others stay. */
  remove(activityId: string): void {
    this.log.forEach((activity, index) => {
      if (activity?.id === activityId) this.log[index] = undefined;
    });
  }

  /** What is newer than the watermark; everything that is kept, for one that is empty or no number. */
  since(watermark: string): ActivitySet {
    const next = this.dropped + this.log.length;
    const asked = /^\d{1,15}$/.test(watermark) ? Number(watermark) : 0;
    const from = Math.min(Math.max(asked, this.dropped), next);
    this.read = next;
    this.askedAt = Date.now();
    const activities = this.log.slice(from - this.dropped).filter((activity) => activity !== undefined);
    return { activities, watermark: String(next) };
  }

  /** True where a page is listening and has not been given everything yet. */
  get unread(): boolean {
    return this.read < this.dropped + this.log.length && Date.now() - this.askedAt < LISTENING_MS;
  }

  /** As `since`, but where there is nothing, waits so many milliseconds at most for something. */
  async poll(watermark: string, waitMs: number): Promise<ActivitySet> {
    const now = this.since(watermark);
    if (now.activities.length > 0 || waitMs <= 0) return now;
    await this.news(waitMs);
    return this.since(watermark);
  }

  /** Answers every poll that waits. */
  release(): void {
    for (const wake of [...this.waiters]) wake();
  }

  private news(waitMs: number): Promise<void> {
    const [oldest] = this.waiters;
    if (this.waiters.size >= this.limits.waiters) oldest?.();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiters.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, waitMs);
      this.waiters.add(wake);
    });
  }
}

export class Conversations {
  private readonly byId: LRUCache<string, Conversation>;

  constructor(private readonly limits: ConversationLimits) {
    this.byId = new LRUCache<string, Conversation>({
      max: limits.conversations,
      ttl: limits.idleMs,
      updateAgeOnGet: true,
      dispose: (conversation) => conversation.release(),
    });
  }

  /** A new conversation of this user; undefined where there are as many as can be, and all in use. */
  create(userId: string): Conversation | undefined {
    this.endOldestOf(userId);
    if (!this.makeRoom()) return undefined;
    const conversation = new Conversation(nanoid(), userId, this.limits);
    this.byId.set(conversation.id, conversation);
    return conversation;
  }

  /** The conversation with this id; undefined where there is none or it has ended. */
  get(id: string): Conversation | undefined {
    return this.byId.get(id);
  }

  /** True where somebody has not been given everything yet. */
  get unread(): boolean {
    return [...this.byId.values()].some((conversation) => conversation.unread);
  }

  /** How many there are. */
  get count(): number {
    return this.byId.size;
  }

  /** Ends those of this user, and answers the polls that wait in them. */
  endOf(userId: string): void {
    for (const { id, userId: whose } of [...this.byId.values()]) if (whose === userId) this.byId.delete(id);
  }

  /** Whoever opens ever new ones loses the own oldest, and nobody else's. */
  private endOldestOf(userId: string): void {
    // The one that was used last comes first.
    const own = [...this.byId.values()].filter((conversation) => conversation.userId === userId);
    for (const { id } of own.slice(this.limits.conversationsOfUser - 1)) this.byId.delete(id);
  }

  /** True where there is room for one more, if need be in the place of one that nobody uses. */
  private makeRoom(): boolean {
    if (this.byId.size < this.limits.conversations) return true;
    const [oldest = ''] = this.byId.rkeys();
    const idleMs = this.limits.idleMs - this.byId.getRemainingTTL(oldest);
    return idleMs >= this.limits.spareMs && this.byId.delete(oldest);
  }

  /** Ends them all and answers every poll that waits, so that the server can stop. */
  close(): void {
    this.byId.clear();
  }
}
