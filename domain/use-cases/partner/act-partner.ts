/**
 * How every command changes one of the partner's own documents: the same attempt once (rules section 8), the change,
 * its record (rules section 7) and the outcome of the attempt, all in one write. A refusal is recorded too.
 */
import type { Me } from '../../answers.js';
import type { ActivityRecord, Actor, PartnerAttempt, Role } from '../../model.js';
import { type Action, rolesFor } from '../../policy/access.js';
import { Refusal, type RefusalFacts } from '../../refusals.js';
import type { DocumentKind } from '../../store/documents.js';
import { doneRecord, refusedRecord, type Trace } from '../log.js';
import { type Ports, stampOf, tell } from '../ports.js';

/** A document that keeps its own log; both parts are absent until its first change. */
interface Logged {
  readonly attempts?: Record<string, PartnerAttempt> | undefined;
  readonly activity?: ActivityRecord[] | undefined;
}

export interface PartnerCommand<D> {
  /** As the activity log names it. */
  readonly action: string;
  readonly subject?: string;
  /** Names this attempt: the same id again has no further effect and gets the same answer. */
  readonly attemptId: string;
  /**
   * Checks, and gives the next document. What it throws as a Refusal leaves the document as it was.
   * No trace: nothing changed, and the log stays as it is.
   */
  readonly decide: (current: D) => { readonly next: D; readonly trace?: Trace };
}

/**
 * Carries out a command on the partner's document of this kind.
 * @param empty what stands where there is no such document yet.
 * @returns the document as it stands after it, and whether the attempt changed it.
 * @throws Refusal as decided, also when the attempt is repeated; those of the store.
 */
export async function actOnPartner<D extends Logged>(
  ports: Ports,
  actor: Actor,
  me: Me,
  kind: DocumentKind<D>,
  empty: D,
  command: PartnerCommand<D>,
): Promise<{ readonly document: D; readonly changed: boolean }> {
  const { document, outcome, repeated } = await ports.documents.update(kind, actor.partnerId, (stored) => {
    const current = stored ?? empty;
    const known = attemptIn(current, command.attemptId);
    if (known)
      return { next: current, result: { document: current, outcome: known.outcome, repeated: true } };
    const { next, outcome: decidedOutcome } = decided(ports, me, current, command);
    return { next, result: { document: next, outcome: decidedOutcome, repeated: false } };
  });
  tell(ports, command.action, outcome, repeated);
  if (outcome.kind === 'refused') throw new Refusal(outcome.refusal as RefusalFacts);
  return { document, changed: outcome.changed };
}

function attemptIn({ attempts = {} }: Logged, attemptId: string): PartnerAttempt | undefined {
  return Object.hasOwn(attempts, attemptId) ? attempts[attemptId] : undefined;
}

function decided<D extends Logged>(
  ports: Ports,
  me: Me,
  current: D,
  command: PartnerCommand<D>,
): { next: D; outcome: PartnerAttempt['outcome'] } {
  const event = { id: ports.ids.guid(), at: ports.clock.now().toISOString(), by: stampOf(me) };
  const logged = (document: D, outcome: PartnerAttempt['outcome'], records: ActivityRecord[]) => {
    const { at, by } = event;
    const attempt: PartnerAttempt = { at, command: command.action, by, outcome };
    const attempts = { ...document.attempts, [command.attemptId]: attempt };
    return { next: { ...document, attempts, activity: [...(document.activity ?? []), ...records] }, outcome };
  };
  try {
    const { next, trace } = command.decide(current);
    const records = trace ? [doneRecord(event, trace)] : [];
    return logged(next, { kind: 'done', changed: trace !== undefined }, records);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const record = refusedRecord(event, command, error.facts);
    return logged(current, { kind: 'refused', refusal: { ...error.facts } }, [record]);
  }
}

/** Changes that a card shows. */
export const CHANGES_SHOWN = 4;

/** The latest changes in a log, the newest first; refused attempts stand in the activity log only. */
export function latestChanges(records: readonly ActivityRecord[] = []): ActivityRecord[] {
  return records
    .filter(({ outcome }) => outcome === 'done')
    .slice(-CHANGES_SHOWN)
    .reverse();
}

/** Whether the user's roles allow the action, and which do. */
export function rightTo(action: Action, me: Me): { mayChange: boolean; rolesThatMay: Role[] } {
  const rolesThatMay = rolesFor(action);
  return { mayChange: me.user.roles.some((role) => rolesThatMay.includes(role)), rolesThatMay };
}
