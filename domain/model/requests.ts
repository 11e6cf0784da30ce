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

export const supportRequestSchema = z.strictObject({
  number: z.string(),
  at: moment,
  by: actorStampSchema,
  reservationIds: z.array(id).min(1),
  quote: z.discriminatedUnion('kind', [refundQuoteSchema, exchangeQuoteSchema]),
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
/** A refund or exchange, filed as a support request: Billing, Reservation management, Exchanges and refunds. */
export type SupportRequest = z.infer<typeof supportRequestSchema>;
