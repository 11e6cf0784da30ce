/** The lines of the activity log, as every command writes them (rules section 7). */
import type { ActivityRecord, ActorStamp } from '../model.js';
import type { RefusalFacts } from '../refusals.js';

/** What the activity log keeps of an act beside who, when and how it ended. */
export type Trace = Pick<ActivityRecord, 'action' | 'subject' | 'before' | 'after'>;

/** Who acts, when, and under which id it is logged. */
type Event = { readonly id: string; readonly at: string; readonly by: ActorStamp };

/** The record of an act that was done. */
export function doneRecord({ id, at, by }: Event, trace: Trace): ActivityRecord {
  return { id, at, by, ...trace, outcome: 'done' };
}

/** The record of an attempt that was refused. */
export function refusedRecord(
  { id, at, by }: Event,
  { action, subject }: Pick<Trace, 'action' | 'subject'>,
  refusal: RefusalFacts,
): ActivityRecord {
  return {
    id,
    at,
    by,
    action,
    ...(subject === undefined ? {} : { subject }),
    outcome: 'refused',
    refusal: { ...refusal },
  };
}
