/**
 * The conversations of the chat page: kept on the disk, held in memory. Bounded in every direction, so that nobody
 * fills either by talking.
 */
import { LRUCache } from 'lru-cache';
import { nanoid } from 'nanoid';
import type { ConversationLimits } from '../limits.js';
import { Conversation } from './conversation.js';
import type { ChatHistory } from './history.js';

export class Conversations {
  private readonly byId: LRUCache<string, Conversation>;

  /** @param personOf whom the limit of one user counts, by user id; each user id unless given. */
  constructor(
    private readonly limits: ConversationLimits,
    private readonly history: ChatHistory,
    private readonly personOf: (userId: string) => string = (userId) => userId,
  ) {
    this.byId = new LRUCache<string, Conversation>({
      max: limits.conversations,
      ttl: limits.idleMs,
      updateAgeOnGet: true,
      dispose: (conversation) => void conversation.end(),
    });
  }

  /** Takes up again what an earlier process has kept; what nobody used for too long ends. Gives those that go on. */
  async restore(): Promise<Conversation[]> {
    const now = Date.now();
    const kept = (await this.history.all())
      .map(({ about, entries }) => new Conversation(about, this.limits, this.history, entries))
      .sort((one, other) => one.usedAt - other.usedAt);
    for (const conversation of kept) {
      const idleMs = Math.max(0, now - conversation.usedAt);
      if (idleMs >= this.limits.idleMs) void conversation.end();
      else this.byId.set(conversation.id, conversation, { start: performance.now() - idleMs });
    }
    return kept.filter(({ id }) => this.byId.has(id));
  }

  /** A new conversation of this user; undefined where there are as many as can be, and all in use, or the disk takes no more. */
  async create(userId: string, locale?: string): Promise<Conversation | undefined> {
    this.byId.purgeStale();
    this.endOldestOf(userId);
    if (!this.makeRoom()) return undefined;
    const about = { id: nanoid(), userId, usedAt: Date.now(), ...(locale ? { locale } : {}) };
    const conversation = new Conversation(about, this.limits, this.history);
    this.byId.set(about.id, conversation);
    if (await this.history.keepAbout(about)) return conversation;
    this.byId.delete(about.id);
    return undefined;
  }

  /** The conversation with this id; undefined where there is none or it has ended. */
  get(id: string): Conversation | undefined {
    const conversation = this.byId.get(id);
    conversation?.touch(Date.now());
    return conversation;
  }

  /** Ends all conversations of this user, with the polls and streams that wait in them: the user has signed out. */
  endOf(userId: string): void {
    for (const conversation of [...this.byId.values()])
      if (conversation.userId === userId) this.byId.delete(conversation.id);
  }

  /** True where somebody has not been given everything yet. */
  get unread(): boolean {
    return [...this.byId.values()].some((conversation) => conversation.unread);
  }

  /** How many there are. */
  get count(): number {
    return this.byId.size;
  }

  /** Has nobody wait any more, so that the server can stop. The conversations go on in the next process. */
  close(): void {
    for (const conversation of this.byId.values()) conversation.close();
  }

  /** Whoever opens ever new ones loses the own oldest, and nobody else's. */
  private endOldestOf(userId: string): void {
    const person = this.personOf(userId);
    // The one that was used last comes first.
    const own = [...this.byId.values()].filter((one) => this.personOf(one.userId) === person);
    for (const { id } of own.slice(this.limits.conversationsOfUser - 1)) this.byId.delete(id);
  }

  /** True where there is room for one more, if need be in the place of one that nobody uses. */
  private makeRoom(): boolean {
    if (this.byId.size < this.limits.conversations) return true;
    const [oldest = ''] = this.byId.rkeys();
    const idleMs = this.limits.idleMs - this.byId.getRemainingTTL(oldest);
    return idleMs >= this.limits.spareMs && this.byId.delete(oldest);
  }
}
