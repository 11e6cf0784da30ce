/** The activity log: what was done, by whom, when, and how it ended (rules section 7). */
import { z } from 'zod';
import { id, moment } from './basics.js';
import { actorStampSchema } from './people.js';

/** A refusal with its facts, as stored; its closed set of codes is in refusals.ts. */
export const refusalRecordSchema = z.object({ code: z.string() }).catchall(z.unknown());

export const activityRecordSchema = z.strictObject({
  id,
  at: moment,
  /** Absent where the customer acted by itself. */
  by: actorStampSchema.optional(),
  byCustomer: z.string().optional(),
  /** What was done, such as "buy" or "Create Customer Purchase Permissions". */
  action: z.string(),
  /** What it was done to: an order number, a reservation ID, a request number. */
  subject: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  outcome: z.enum(['done', 'refused']),
  refusal: refusalRecordSchema.optional(),
});
/** One line of the activity log (rules section 7). */
export type ActivityRecord = z.infer<typeof activityRecordSchema>;

export const historySummarySchema = z.strictObject({
  count: z.int().nonnegative(),
  /** Moments of the first and the last entry; empty where there is none. */
  oldest: z.string(),
  newest: z.string(),
  kinds: z.array(z.string()),
  /** Users in it with their names, by id. */
  users: z.record(id, z.string()),
  /** Some of it the customer did by itself. */
  byCustomer: z.boolean(),
});
/** A history in short: enough to know whether a page of it has to be read. */
export type HistorySummary = z.infer<typeof historySummarySchema>;

const partnerAttempt = z.strictObject({
  at: moment,
  command: z.string(),
  by: actorStampSchema,
  /** What came of it: the answer that every repetition gets (rules section 8). */
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('done'), changed: z.boolean() }),
    z.strictObject({ kind: z.literal('refused'), refusal: refusalRecordSchema }),
  ]),
});
export type PartnerAttempt = z.infer<typeof partnerAttempt>;

/** What a document of the partner keeps of its own changes; absent until the first one. */
export const ownLog = {
  /** By the id of the attempt. */
  attempts: z.record(id, partnerAttempt).optional(),
  /** Oldest first. */
  activity: z.array(activityRecordSchema).optional(),
};
