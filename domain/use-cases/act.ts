/**
 * How every command changes a customer's document: the same attempt once (rules section 8), the change, the
 * activity record (rules section 7) and the outcome of the attempt, all in one write. A refusal is recorded too.
 */
import { type Draft, produce } from 'immer';
import type { Me } from '../answers.js';
import type { Actor, Attempt, Customer, OlderActs } from '../model.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import { CUSTOMER } from '../store/kinds.js';
import { doneRecord, refusedRecord, type Trace } from './log.js';
import { mayHaveAttempt, moveOlderActs, readOlderActs } from './older-acts.js';
import { keyOf, type Ports, stampOf, tell } from './ports.js';

export type Outcome = Exclude<Attempt['outcome'], { kind: 'refused' }>;

export interface Command {
  /** As the activity log names it. */
  readonly action: string;
  readonly subject?: string;
  /** Names this attempt: the same id again has no further effect and gets the same answer. */
  readonly attemptId: string;
  /**
   * Checks and changes the draft. What it throws as a Refusal leaves the customer as it was.
   * No trace: nothing changed, and the log stays as it is.
   */
  readonly decide: (draft: Draft<Customer>) => { outcome: Outcome; trace?: Trace };
}

/** What came of an attempt: now, or when it was made first. */
interface Settled {
  /** The customer's document as it stands after it. */
  readonly customer: Customer;
  readonly attempt: Attempt;
  readonly repeated: boolean;
}

/**
 * Carries out a command on one customer.
 * @returns the outcome, and the customer's document as it stands after it.
 * @throws Refusal as decided, also when the attempt is repeated; CustomerNotFound; those of the store.
 */
export async function act(
  ports: Ports,
  actor: Actor,
  me: Me,
  customerId: string,
  command: Command,
): Promise<Settled & { outcome: Outcome }> {
  const key = keyOf(actor, customerId);
  const settled = await settledOnce(ports, me, key, command);
  if (!settled.repeated) {
    // The act stands, whether or not there is less to write the next time.
    await moveOlderActs(ports, key, settled.customer).catch((error: unknown) => ports.report?.(error));
  }
  const { outcome } = settled.attempt;
  tell(ports, command.action, outcome, settled.repeated);
  if (outcome.kind === 'refused') throw new Refusal(outcome.refusal as RefusalFacts);
  return { ...settled, outcome };
}

/** Carries the command out unless its attempt is known; where it may be among older acts, those are looked at first. */
async function settledOnce(ports: Ports, me: Me, key: string, command: Command): Promise<Settled> {
  const { attemptId } = command;
  const looked = new Map<number, OlderActs>();
  for (;;) {
    const settled = await ports.documents.update<Customer, Settled | { unread: number[] }>(
      CUSTOMER,
      key,
      (current) => {
        if (!current) throw new Refusal({ code: 'CustomerNotFound' });
        const known = [current, ...looked.values()].map((acts) => attemptIn(acts, attemptId)).find(Boolean);
        if (known) return { next: current, result: { customer: current, attempt: known, repeated: true } };
        const unread = mayHaveAttempt(current, attemptId).filter((number) => !looked.has(number));
        if (unread.length > 0) return { next: current, result: { unread } };
        const next = decided(ports, me, current, command);
        const attempt = attemptIn(next, attemptId);
        if (!attempt) throw new Error('an attempt without an outcome');
        return { next, result: { customer: next, attempt, repeated: false } };
      },
    );
    if (!('unread' in settled)) return settled;
    for (const number of settled.unread) looked.set(number, await readOlderActs(ports, key, number));
  }
}

function attemptIn({ attempts }: Pick<Customer, 'attempts'>, attemptId: string): Attempt | undefined {
  return Object.hasOwn(attempts, attemptId) ? attempts[attemptId] : undefined;
}

function decided(ports: Ports, me: Me, current: Customer, command: Command): Customer {
  const at = ports.clock.now().toISOString();
  const by = stampOf(me);
  try {
    return produce(current, (draft) => {
      const { outcome, trace } = command.decide(draft);
      draft.attempts[command.attemptId] = { at, command: command.action, by, outcome };
      if (trace) draft.activity.push(doneRecord({ id: ports.ids.guid(), at, by }, trace));
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = { ...error.facts };
    return produce(current, (draft) => {
      draft.attempts[command.attemptId] = {
        at,
        command: command.action,
        by,
        outcome: { kind: 'refused', refusal },
      };
      draft.activity.push(refusedRecord({ id: ports.ids.guid(), at, by }, command, error.facts));
    });
  }
}

/** Records that an attempt was refused before it came to a command, such as buying in a blocked market; then passes the refusal on. */
export async function refusedOnRecord<R>(
  ports: Ports,
  actor: Actor,
  me: Me,
  customerId: string,
  action: string,
  check: () => R,
): Promise<R> {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refusal) {
      const decide = () => {
        throw error;
      };
      await act(ports, actor, me, customerId, { action, attemptId: ports.ids.guid(), decide });
    }
    throw error;
  }
}

/**
 * Changes a customer's document without an attempt or a record: what only prepares an act, such as a cart or a
 * quote. Gives the document after the change, and what the change returned (plain values, never part of the draft).
 */
export async function prepare<R>(
  ports: Ports,
  actor: Actor,
  customerId: string,
  change: (draft: Draft<Customer>) => R,
): Promise<{ customer: Customer; result: R }> {
  return await ports.documents.update(CUSTOMER, keyOf(actor, customerId), (current) => {
    if (!current) throw new Refusal({ code: 'CustomerNotFound' });
    const results: R[] = [];
    const next = produce(current, (draft) => {
      results.push(change(draft));
    });
    return { next, result: { customer: next, result: results[0] as R } };
  });
}
