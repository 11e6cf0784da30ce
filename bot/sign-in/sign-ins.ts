/**
 * Who is signed in on the chat page. Each sign-in has an id that only the browser's cookie holds, and of which nothing
 * but a hash is kept; and a user id, under which the chat knows the user and the bot finds out who that is. All of
 * them are one text among the memories, so that they outlive a restart.
 */
import { createHash, randomBytes } from 'node:crypto';
import { nanoid } from 'nanoid';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Identity } from '../identity.js';
import { LIMITS, type SignInLimits } from '../limits.js';
import type { Memories } from '../memories.js';

const KEY = 'sign-in/sessions';
const ID_BYTES = 32;
const USER_ID_LENGTH = 32;
const SWEEP_MS = 60_000;

const signInSchema = z.object({
  /** Of the id that the browser has. */
  hash: z.string(),
  /** Who speaks, as the chat has it: "dl_" as Direct Line asks for, and nothing that can be guessed. */
  userId: z.string(),
  identity: z.object({
    tenantId: z.string(),
    objectId: z.string(),
    name: z.string(),
    email: z.string().exactOptional(),
  }),
  /** In milliseconds since 1970. */
  begunAt: z.number(),
  usedAt: z.number(),
});
const keptSchema = z.array(z.unknown());
export type SignIn = z.infer<typeof signInSchema>;

export interface SignInsOptions {
  readonly memories: Memories;
  readonly log: Logger;
  readonly limits?: Partial<SignInLimits>;
  readonly now?: () => number;
}

export class SignIns {
  /** By the hash of their id, the one that began first in front. */
  private readonly byHash = new Map<string, SignIn>();
  private readonly byUser = new Map<string, SignIn>();
  private readonly limits: SignInLimits;
  private readonly now: () => number;
  private readonly watchers: ((userId: string) => void)[] = [];
  /** Used since they were last written. */
  private touched = false;
  private readonly sweeping: NodeJS.Timeout;

  private constructor(private readonly options: SignInsOptions) {
    this.limits = { ...LIMITS.signIn, ...options.limits };
    this.now = options.now ?? Date.now;
    this.sweeping = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  /** Those of before the last stop that are still good. What can not be read is as if nobody had signed in. */
  static async open(options: SignInsOptions): Promise<SignIns> {
    const signIns = new SignIns(options);
    for (const signIn of await keptIn(options)) if (signIns.isGood(signIn)) signIns.add(signIn);
    return signIns;
  }

  /** Calls back when a sign-in has ended, in whatever way, with the user id of the chat. */
  onEnd(watcher: (userId: string) => void): void {
    this.watchers.push(watcher);
  }

  /**
   * Somebody has signed in. Gives the id for the browser, once it is kept.
   * Too many of one person, or of all: the ones that were used longest ago end.
   */
  async begin(identity: Identity): Promise<string> {
    this.makeRoom((one) => isOf(one, identity), this.limits.sessionsOfUser);
    this.makeRoom(() => true, this.limits.sessions);
    const id = randomBytes(ID_BYTES).toString('base64url');
    const now = this.now();
    const userId = `dl_${nanoid(USER_ID_LENGTH)}`;
    const signIn = { hash: hashOf(id), userId, identity, begunAt: now, usedAt: now };
    this.add(signIn);
    try {
      await this.write();
    } catch (error) {
      this.drop(signIn);
      throw error;
    }
    return id;
  }

  /** The sign-in of a browser, by the id in its cookie; undefined: none, or it has ended. */
  ofBrowser(id: string): SignIn | undefined {
    return this.good(this.byHash.get(hashOf(id)));
  }

  /** Who speaks under this user id of the chat, which is a use of the sign-in; undefined: nobody that is signed in. */
  identityOf(userId: string): Identity | undefined {
    const signIn = this.good(this.byUser.get(userId));
    if (!signIn) return undefined;
    this.use(signIn);
    return signIn.identity;
  }

  /** True for a user id of somebody who is signed in. No use of the sign-in: an open page asks by itself. */
  has(userId: string): boolean {
    return this.good(this.byUser.get(userId)) !== undefined;
  }

  /** Whom limits count under this user id of the chat: one person, however often signed in. No use of the sign-in. */
  personOf(userId: string): string {
    const signIn = this.good(this.byUser.get(userId));
    return signIn ? JSON.stringify([signIn.identity.tenantId, signIn.identity.objectId]) : userId;
  }

  /** The user has done something. */
  use(signIn: SignIn): void {
    signIn.usedAt = this.now();
    this.touched = true;
  }

  /** Ends a sign-in: from now on neither the browser nor the chat knows it. A disk that does not take it is asked again. */
  async end(signIn: SignIn): Promise<void> {
    this.drop(signIn);
    await this.keep();
  }

  /** Ends those whose time is up, and keeps when the others were used. It goes on by itself once a minute. */
  async sweep(): Promise<void> {
    const over = [...this.byHash.values()].filter((signIn) => !this.isGood(signIn));
    for (const signIn of over) this.drop(signIn);
    if (this.touched || over.length > 0) await this.keep();
  }

  /** Keeps when they were last used, and looks after them no longer. */
  async close(): Promise<void> {
    clearInterval(this.sweeping);
    await this.sweep();
  }

  private add(signIn: SignIn): void {
    this.byHash.set(signIn.hash, signIn);
    this.byUser.set(signIn.userId, signIn);
  }

  private drop({ hash, userId }: SignIn): void {
    if (!this.byHash.delete(hash)) return;
    this.byUser.delete(userId);
    for (const watcher of this.watchers) watcher(userId);
  }

  private good(signIn: SignIn | undefined): SignIn | undefined {
    if (!signIn || this.isGood(signIn)) return signIn;
    this.drop(signIn);
    this.touched = true;
    return undefined;
  }

  private isGood({ begunAt, usedAt }: SignIn): boolean {
    const now = this.now();
    return now - usedAt < this.limits.idleMs && now - begunAt < this.limits.longestMs;
  }

  private makeRoom(counts: (one: SignIn) => boolean, most: number): void {
    const counted = [...this.byHash.values()].filter(counts).sort((a, b) => a.usedAt - b.usedAt);
    for (const signIn of counted.slice(0, Math.max(0, counted.length - most + 1))) this.drop(signIn);
  }

  /** Where it fails, the next sweep keeps it. */
  private async keep(): Promise<void> {
    this.touched = false;
    try {
      await this.write();
    } catch (error) {
      this.touched = true;
      this.options.log.warn({ err: error }, 'who is signed in could not be kept');
    }
  }

  private async write(): Promise<void> {
    await this.options.memories.write(KEY, JSON.stringify([...this.byHash.values()]));
  }
}

async function keptIn({ memories, log }: SignInsOptions): Promise<SignIn[]> {
  try {
    const kept = keptSchema.parse(JSON.parse((await memories.read(KEY)) ?? '[]'));
    return kept.flatMap((one) => signInSchema.safeParse(one).data ?? []);
  } catch (error) {
    log.warn({ err: error }, 'who was signed in cannot be read; everybody has to sign in again');
    return [];
  }
}

function isOf({ identity }: SignIn, { tenantId, objectId }: Identity): boolean {
  return identity.tenantId === tenantId && identity.objectId === objectId;
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
