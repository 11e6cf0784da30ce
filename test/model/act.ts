/** A command of a history: done at the real desk and in the small book, and then the two are compared. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { Desk } from '../../domain/desk.js';
import type { Actor } from '../../domain/model.js';
import { Refusal } from '../../domain/refusals.js';
import type { Documents } from '../../domain/store/documents.js';
import { type Book, type CustomerBook, entry, type PartnerBook, type User } from './book.js';
import { bookOf } from './read-book.js';
import { type Code, today } from './rules.js';
import type { Day } from './sums.js';

/** A review that somebody has before them: what it showed, and the desk's own fingerprint of it. */
interface Shown {
  readonly shown: string;
  readonly fingerprint: string;
  readonly id: string;
}

/** What the model knows: the small book, the time, and what is on the table. */
export interface World {
  readonly book: Book;
  now: number;
  /** Commands so far; new names are made of it. */
  count: number;
  /** By "cart" or "renewal", partner, user and customer. */
  readonly table: Map<string, Shown>;
}

/** The real desk. */
export interface Real {
  readonly desk: Desk;
  readonly documents: Documents;
  readonly clock: { setTo(now: number): void };
  /** Attempts so far, to be repeated. */
  readonly attempts: Attempt[];
}

interface Attempt {
  readonly who: Who;
  readonly repeat: () => Promise<unknown>;
  readonly ended: Ended;
}

export interface Who {
  readonly partner: string;
  readonly user: string;
  readonly customer: string;
}

/** Who acts for whom, and when, as the model has them. */
export interface At extends Who {
  readonly world: World;
  readonly partnerBook: PartnerBook;
  readonly me: User;
  readonly for: CustomerBook;
  readonly actor: Actor;
  readonly now: number;
  readonly day: Day;
}

/** What a command is expected to come to. */
export interface Plan<A> {
  /** Does it at the desk. */
  readonly call: (desk: Desk, attemptId: string) => Promise<A>;
  /** With this code it is refused. */
  readonly refusal?: Code;
  /** An act, and how the log calls it; without it nothing is logged and there is no attempt. */
  readonly action?: string;
  /** Logged, and yet no attempt: each time is one more. */
  readonly loose?: boolean;
  /** Whose log: the customer's, unless told otherwise. */
  readonly log?: 'users' | 'rates' | 'policy';
  /** It is so already: no error, no change and no record. */
  readonly same?: boolean;
  /** What it makes of the small book; ids are taken from the answer. */
  readonly apply?: (answer: A) => void;
}

export interface Kind<I> {
  readonly name: string;
  readonly input: fc.Arbitrary<I>;
  /** Undefined where it can not even be tried: there is nothing to do it to. */
  readonly plan: (at: At, input: I) => Plan<never> | undefined;
}

/** A kind of command; what its plan is given as answer is what its call gives. */
export function kind<I, A>(
  name: string,
  input: fc.Arbitrary<I>,
  plan: (at: At, input: I) => Plan<A> | undefined,
): Kind<unknown> {
  return { name, input, plan } as unknown as Kind<unknown>;
}

export type Command = fc.AsyncCommand<World, Real>;

/** The commands of a kind, by anybody for anybody; each attempt perhaps twice. */
export function commandsOf(one: Kind<unknown>, who: fc.Arbitrary<Who>): fc.Arbitrary<Command> {
  return fc
    .record({ who, input: one.input, twice: fc.boolean() })
    .map(({ who: by, input, twice }) => new Act(one, by, input, twice));
}

class Act implements Command {
  constructor(
    private readonly one: Kind<unknown>,
    private readonly who: Who,
    private readonly input: unknown,
    private readonly twice: boolean,
  ) {}

  check(world: Readonly<World>): boolean {
    return this.one.plan(atOf(world, this.who), this.input) !== undefined;
  }

  async run(world: World, real: Real): Promise<void> {
    world.count += 1;
    const at = atOf(world, this.who);
    const plan = this.one.plan(at, this.input) as Plan<unknown> | undefined;
    if (!plan) return;
    const attemptId = `attempt-${world.count}`;
    const once = () => plan.call(real.desk, attemptId);
    const ended = await endOf(once);
    const expected = isUser(at.me) ? plan.refusal : 'UnknownUser';
    strictEqual(ended.refusal, expected, `${this}: refused with ${ended.refusal}, expected ${expected}`);
    if (expected === undefined) plan.apply?.(ended.answer);
    if (plan.action && isUser(at.me) && !(expected === undefined && plan.same)) {
      const log = plan.log ? at.partnerBook.logs[plan.log] : at.for.log;
      log.push(entry(at.user, plan.action, expected ?? 'done'));
    }
    await compare(real, world, `after ${this}`);
    if (!plan.action || plan.loose) return;
    real.attempts.push({ who: this.who, repeat: once, ended });
    if (!this.twice) return;
    deepStrictEqual(await endOf(once), ended, `${this}: the same attempt, another answer`);
    await compare(real, world, `after ${this} once more`);
  }

  toString(): string {
    const { user, partner, customer } = this.who;
    return `${this.one.name}(${user}@${partner}, ${customer}, ${fc.stringify(this.input)}${this.twice ? ', twice' : ''})`;
  }
}

/** Whoever was removed, or holds no role, is no user. */
export function isUser({ removed, roles }: User): boolean {
  return !removed && roles.length > 0;
}

function atOf(world: World, who: Who): At {
  const partnerBook = world.book[who.partner];
  const me = partnerBook?.users.find(({ id }) => id === who.user);
  const customer = partnerBook?.customers.find(({ id }) => id === who.customer);
  if (!partnerBook || !me || !customer) throw new Error(`the model has no ${fc.stringify(who)}`);
  const actor = { partnerId: who.partner, userId: who.user };
  return { ...who, world, partnerBook, me, for: customer, actor, now: world.now, day: today(world.now) };
}

interface Ended {
  readonly answer?: unknown;
  readonly refusal?: string;
}

async function endOf(call: () => Promise<unknown>): Promise<Ended> {
  try {
    return { answer: await call() };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.facts.code };
    throw error;
  }
}

/** The whole book, of both partners: what was not to change has not. */
export async function compare(real: Real, { book }: World, when: string): Promise<void> {
  const now = await bookOf(real.documents, Object.keys(book));
  try {
    deepStrictEqual(now, book);
  } catch (error) {
    throw new Error(
      `${when}, the book is not as expected: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Time passes. */
export class Wait implements Command {
  constructor(private readonly minutes: number) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    world.now += this.minutes * 60_000;
    real.clock.setTo(world.now);
  }

  toString(): string {
    return `wait(${this.minutes} minutes)`;
  }
}

/** Several commands, one after the other; those that can not even be tried are left out. */
export class Together implements Command {
  private readonly commands: readonly Command[];

  constructor(commands: readonly (Command | null | undefined)[]) {
    this.commands = commands.flatMap((command) => command ?? []);
  }

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    for (const command of this.commands) if (command.check(world)) await command.run(world, real);
  }

  toString(): string {
    return this.commands.join(', then ');
  }
}

/** An attempt of earlier is delivered once more: no effect, and the answer of then (rules section 8). */
export class Again implements Command {
  constructor(private readonly pick: number) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    const attempt = real.attempts[this.pick % Math.max(1, real.attempts.length)];
    if (!attempt) return;
    const known = isUser(atOf(world, attempt.who).me);
    // Of an attempt by nobody nothing is kept: by somebody who has become a user since, it would be a new one.
    if (known && attempt.ended.refusal === 'UnknownUser') return;
    const ended = await endOf(attempt.repeat);
    strictEqual(ended.refusal, known ? attempt.ended.refusal : 'UnknownUser', `${this}: another end`);
    if (known) deepStrictEqual(gist(ended.answer), gist(attempt.ended.answer), `${this}: another answer`);
    await compare(real, world, `after ${this}`);
  }

  toString(): string {
    return `again(${this.pick})`;
  }
}

/** What an answer says of the act itself; what else stands on it may be of now. */
function gist(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  const parts = answer as Record<string, { number?: string; id?: string } | undefined>;
  return {
    ...{ order: parts.order?.number, request: parts.request?.number, handover: parts.handover?.number },
    ...{ reservation: parts.reservation?.id, changed: parts.changed, on: parts.on, name: parts.name },
    ...{ currency: parts.currency, usdPerUnit: parts.usdPerUnit, day: parts.day, policy: parts.refundPolicy },
  };
}
