/** Notices: what reaches a user by itself, what of it each user wants, and what has been told already. */
import { z } from 'zod';
import { day, id, moment } from './basics.js';

/** What a notice can be about, the most pressing first. */
export const NOTICE_KINDS = [
  'expiring7',
  'expiring30',
  'requestOutcome',
  'customerPurchase',
  'capNearlyUsed',
  'lowUtilization',
  'accessRequest',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
const kindSchema = z.enum(NOTICE_KINDS);

/** A time of day in the user's time zone, such as "18:00". */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM');

/** Highest threshold of low use, in percent: what is used more than that is not low (policy/utilization.ts). */
export const HIGHEST_THRESHOLD = 75;

export const noticeWishesSchema = z.strictObject({
  /** Each kind that is wanted, and since when: what happened before is not told. */
  wanted: z.partialRecord(kindSchema, moment),
  /** Low use is told below so many percent. */
  threshold: z.int().min(1).max(HIGHEST_THRESHOLD).optional(),
  /** When nothing is sent by itself; over midnight where `to` is the earlier one. */
  quiet: z.strictObject({ from: timeOfDay, to: timeOfDay }).optional(),
});
/** What a user wants to be told by itself; nothing until it says so. */
export type NoticeWishes = z.infer<typeof noticeWishesSchema>;

const waitingNotice = z.strictObject({
  /** What it is about: "expiring7/<customer>/<reservation>/<end date>". Told once. */
  key: z.string().max(400),
  kind: kindSchema,
  /** Absent where it is about no customer. */
  customerId: id.optional(),
  /** When it was found to be due. */
  at: moment,
  /** How many times sending it has failed, and from when on it may be tried again. */
  tries: z.int().positive().optional(),
  notBefore: moment.optional(),
  /** It may have been sent, or could not be: it is shown at the next visit and not sent any more. */
  visitOnly: z.literal(true).optional(),
  /** Somebody is sending it. Past `until` nobody knows whether it was sent. */
  claim: z.strictObject({ id, until: moment }).optional(),
});
export type WaitingNotice = z.infer<typeof waitingNotice>;

export const noticesSchema = z.strictObject({
  waiting: z.array(waitingNotice),
  /** By key: the day on which it was told. Kept for as long as it could come again. */
  told: z.record(z.string().max(400), day),
});
/** The notices of one user. What they point to is read again when they are told: never a source of truth. */
export type Notices = z.infer<typeof noticesSchema>;
