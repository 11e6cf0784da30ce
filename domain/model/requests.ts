/** Support requests, and how Microsoft Support reaches the partner about them. */
import { z } from 'zod';
import { amount, id, moment } from './basics.js';
import { actorStampSchema } from './people.js';
import { placementSchema } from './purchases.js';
import { exchangeQuoteSchema, refundQuoteSchema } from './quotes.js';

export const contactPreferencesSchema = z.strictObject({
  name: z.string().min(1).max(100),
  email: z.email().max(200),
  phone: z.string().max(40).optional(),
  method: z.enum(['email', 'phone']),
});
/** How Microsoft Support reaches the partner about a request (rules section 4). */
export type ContactPreferences = z.infer<typeof contactPreferencesSchema>;

const REQUEST_STATES = ['open', 'paid', 'done', 'declined', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** A number or a name by which somebody else knows a request: letters and digits, and what stands between them. */
export const referenceSchema = z
  .string()
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/#()-]*$/u, 'a reference has letters, digits and simple signs');

/** How much an issue hurts, as the portal's form asks for it: A critical, B moderate, C minimal. */
export const SEVERITIES = ['A', 'B', 'C'] as const;

/** Longest subject and description that the book takes, in characters. */
export const LONGEST_SUBJECT = 120;
export const LONGEST_DESCRIPTION = 1500;

const supportMatterSchema = z.strictObject({
  /** Issue type, problem type and category by their ids in policy/support-topics.json. */
  issueType: id,
  problemType: id,
  category: id,
  severity: z.enum(SEVERITIES),
  subject: z.string().min(1).max(LONGEST_SUBJECT),
  description: z.string().min(1).max(LONGEST_DESCRIPTION),
  /** The subscription that it is about, where it is about one and that is not the reservation's. */
  subscriptionId: id.optional(),
});
/** What a support request is about that returns nothing. */
export type SupportMatter = z.infer<typeof supportMatterSchema>;

/** What every support request has, whatever it is about. */
const followedSchema = z.strictObject({
  number: z.string(),
  at: moment,
  by: actorStampSchema,
  contact: contactPreferencesSchema,
  state: z.enum(REQUEST_STATES),
  /** The amount that Microsoft paid, once it has (rules section 4, cap). */
  paidAmount: amount.optional(),
  placement: placementSchema,
  /** Microsoft's own number of it, where it is not the one with which it was placed. */
  ticketNumber: referenceSchema.optional(),
  /** What the partner calls the case in its own records. */
  caseReference: referenceSchema.optional(),
  /** Who works on it, and since when. */
  assignee: z.strictObject({ at: moment, by: actorStampSchema }).optional(),
  /** Who recorded what came of it, and when; the state says what (rules section 3). */
  outcome: z
    .strictObject({ at: moment, by: actorStampSchema, reason: z.string().max(300).optional() })
    .optional(),
});

const returnRequestSchema = followedSchema.extend({
  reservationIds: z.array(id).min(1),
  quote: z.discriminatedUnion('kind', [refundQuoteSchema, exchangeQuoteSchema]),
  matter: z.never().optional(),
});
/** A refund or exchange, filed as a support request: Billing, Reservation management, Exchanges and refunds. */
export type ReturnRequest = z.infer<typeof returnRequestSchema>;

const matterRequestSchema = followedSchema.extend({
  /** The reservation that it is about, where it is about one; nothing of it is returned. */
  reservationIds: z.array(id).max(1),
  matter: supportMatterSchema,
  quote: z.never().optional(),
});
/** A support request of any other kind. */
export type MatterRequest = z.infer<typeof matterRequestSchema>;

/** Told apart by what they are about: one has a quote, the other a matter. */
export const supportRequestSchema = z.union([returnRequestSchema, matterRequestSchema]);
export type SupportRequest = z.infer<typeof supportRequestSchema>;

export const REQUEST_KINDS = ['refund', 'exchange', 'support'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a request is about, in one word. */
export function requestKind(request: Pick<SupportRequest, 'quote'>): RequestKind {
  return request.quote?.kind ?? 'support';
}
