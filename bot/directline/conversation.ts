/**
 * A conversation of the chat page: what was said in it, and who waits for more. What is said is on the disk before
 * anybody sees it, so that nothing is shown and then gone.
 */
import type { ConversationLimits } from '../limits.js';
import type { About, ChatHistory, Entry, KeptFile, LoggedActivity } from './history.js';
import { fileIn, withFewerFiles } from './kept-files.js';
import { Listeners } from './listeners.js';

/** What is newer than a watermark, and the watermark to ask with the next time. */
export interface ActivitySet {
  readonly activities: readonly LoggedActivity[];
  readonly watermark: string;
}

/** Something that is on its way to the disk. */
export interface Said {
  readonly entry: Entry;
  /** True once it is there; false where the disk did not take it. */
  readonly kept: Promise<boolean>;
}

/** A page asks again a second after an answer; one that has not asked for so long is closed. */
const LISTENING_MS = 15_000;
/** Numbers that are left out after a restart: those that were given to what a full disk did not take. */
const SKIPPED = 1000;
/** How often it is written down that a conversation is still used. */
const NOTED_MS = 10 * 60_000;

export class Conversation {
  readonly listeners: Listeners;
  /** Oldest first. */
  private entries: Entry[];
  /** By number, oldest first: what is not shown yet. */
  private readonly underWay = new Map<number, Promise<boolean>>();
  private next: number;
  private latest: number;
  /** How far a page has read, and when one last asked. */
  private read = 0;
  private askedAt = 0;
  private closed = false;
  private ended = false;

  constructor(
    private about: About,
    private readonly limits: ConversationLimits,
    private readonly history: ChatHistory,
    kept: readonly Entry[] = [],
  ) {
    this.listeners = new Listeners(limits.waiters);
    this.entries = [...kept];
    const last = kept.at(-1)?.number;
    this.next = last === undefined ? 0 : last + SKIPPED;
    this.latest = Math.max(0, ...kept.map(({ activity }) => Date.parse(String(activity.timestamp)) || 0));
  }

  get id(): string {
    return this.about.id;
  }

  get userId(): string {
    return this.about.userId;
  }

  get locale(): string | undefined {
    return this.about.locale;
  }

  /** When it was used last, in milliseconds since 1970. */
  get usedAt(): number {
    return Math.max(this.about.usedAt, this.latest);
  }

  /** Nothing was ever said in it. */
  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** What the bot has not had its turn with, oldest first. */
  get open(): readonly Entry[] {
    return this.entries.filter(({ open }) => open);
  }

  /** Notes that it is used, so that it is known after a restart. */
  touch(now: number): void {
    if (now - this.about.usedAt < NOTED_MS) return;
    this.about = { ...this.about, usedAt: now };
    void this.history.keepAbout(this.about);
  }

  /** An id for an activity, in the form that Direct Line uses. */
  nextId(): string {
    this.next += 1;
    return `${this.id}|${String(this.next).padStart(7, '0')}`;
  }

  /** The moment of an activity, later than any before it: Web Chat puts activities in the order of their timestamps. */
  nextTimestamp(): Date {
    this.latest = Math.max(Date.now(), this.latest + 1);
    return new Date(this.latest);
  }

  /** A file that was sent in this conversation; undefined where there is none with this id (any more). */
  file(id: string): KeptFile | undefined {
    return fileIn(this.entries, id);
  }

  /** What a page has sent under this id of its own: it sends again what it has had no answer to. */
  sent(clientActivityId: string): Said | undefined {
    const entry = this.entries.findLast(
      ({ activity }) => activity.channelData?.clientActivityID === clientActivityId,
    );
    return entry && { entry, kept: this.underWay.get(entry.number) ?? Promise.resolve(true) };
  }

  /** Takes in what the user said; the bot's turn with it is open until `answered`. What can not be kept was not said. */
  hear(activity: LoggedActivity, files: readonly KeptFile[]): Said {
    const said = this.add({ activity, open: true, ...(files.length > 0 ? { files } : {}) }, (kept) => {
      if (!kept) this.drop(said.entry.number);
    });
    for (const entry of withFewerFiles(this.entries, this.limits.files)) this.put(entry);
    return said;
  }

  /** The bot has had its turn with this entry. */
  answered(number: number): void {
    const entry = this.entries.find((one) => one.number === number);
    if (!entry) return;
    const { open, ...rest } = entry;
    this.put(rest);
  }

  /** Adds an activity at the end, or in the place of the one with its id. It is shown also where it could not be kept. */
  async append(activity: LoggedActivity): Promise<void> {
    if (await this.replace(activity)) return;
    await this.add({ activity }).kept;
  }

  /** Shows that the desk is at work, until something is said. */
  pass(activity: LoggedActivity): void {
    this.entries.push({ number: this.next, activity, passing: true });
    this.next += 1;
    this.listeners.tell();
  }

  /**
   * Puts an activity in the place of the one with its id: there, for whoever reads the history, and once more at
   * the end, for whoever has read past it. Keeps the first moment, by which Web Chat keeps its place. False where
   * there is none (any more).
   */
  async replace(activity: LoggedActivity): Promise<boolean> {
    const [earlier, ...copies] = this.entries.filter((one) => one.activity.id === activity.id);
    if (!earlier) return false;
    const { timestamp } = earlier.activity;
    const replacement = { ...activity, ...(timestamp ? { timestamp } : {}) };
    this.put({ ...earlier, activity: replacement });
    for (const { number } of copies) this.forget(number);
    await this.add({ activity: replacement }).kept;
    return true;
  }

  /** Removes every copy of an activity from the history; the numbers of the others stay. */
  remove(activityId: string): void {
    for (const { number, activity } of [...this.entries]) if (activity.id === activityId) this.forget(number);
  }

  /** What is newer than the watermark, so many at most; everything that is kept, for one that is empty or no number. */
  since(watermark: string, most = Number.POSITIVE_INFINITY): ActivitySet {
    const asked = /^\d{1,15}$/.test(watermark) ? Number(watermark) : 0;
    const [end = this.next] = this.underWay.keys();
    const newer = this.entries.filter(({ number }) => number >= asked && number < end);
    const given = newer.slice(0, most);
    const following = newer[given.length]?.number ?? end;
    this.read = following;
    this.askedAt = Date.now();
    return { activities: given.map(({ activity }) => activity), watermark: String(following) };
  }

  /** True where a page is listening and has not been given everything yet. */
  get unread(): boolean {
    const [end = this.next] = this.underWay.keys();
    const listens = Date.now() - this.askedAt < LISTENING_MS;
    return listens && this.entries.some(({ number }) => number >= this.read && number < end);
  }

  /** As `since`, but where there is nothing, waits so many milliseconds at most for something. */
  async poll(watermark: string, waitMs: number): Promise<ActivitySet> {
    const now = this.since(watermark);
    if (now.activities.length > 0 || waitMs <= 0 || this.closed) return now;
    await this.listeners.wait(waitMs);
    return this.since(watermark);
  }

  /** Ends it for good: nothing of it is left. */
  async end(): Promise<void> {
    this.closed = true;
    this.ended = true;
    this.listeners.end('ended');
    const numbers = this.entries.map(({ number }) => number);
    this.entries = [];
    await this.history.end(this.id, numbers);
  }

  /** Nobody waits any more, as the process stops; what is kept goes on with the next one. */
  close(): void {
    this.closed = true;
    this.listeners.end('stopping');
  }

  private add(said: Omit<Entry, 'number'>, settled: (kept: boolean) => void = () => undefined): Said {
    const entry: Entry = { number: this.next, ...said };
    this.next += 1;
    this.entries = [...this.entries.filter(({ passing }) => !passing), entry];
    const keeping = this.ended ? Promise.resolve(false) : this.history.keep(this.id, entry);
    const kept = keeping.then((done) => {
      this.underWay.delete(entry.number);
      settled(done);
      this.listeners.tell();
      return done;
    });
    this.underWay.set(entry.number, kept);
    for (const { number } of this.entries.slice(0, -this.limits.activities)) this.forget(number);
    return { entry, kept };
  }

  private put(entry: Entry): void {
    this.entries = this.entries.map((one) => (one.number === entry.number ? entry : one));
    void this.history.keep(this.id, entry);
  }

  private drop(number: number): void {
    this.entries = this.entries.filter((one) => one.number !== number);
  }

  private forget(number: number): void {
    this.drop(number);
    void this.history.forget(this.id, number);
  }
}
