/** What a user has prepared and may not do, handed to a colleague who may (rules section 1). */
import { z } from 'zod';
import { id, moment } from './basics.js';
import { actorStampSchema } from './people.js';
import { BILLING_PLANS, SCOPES, SEGMENTS } from './products.js';

const quantity = z.int().positive();
const returned = z.strictObject({ reservationId: id, quantity });
const wanted = z.strictObject({
  productId: id,
  subscriptionId: id,
  quantity,
  billing: z.enum(BILLING_PLANS),
  scope: z.enum(SCOPES),
});

const cartWish = z.strictObject({
  what: z.literal('cart'),
  /** The asker's cart, as it was then. */
  cartId: id,
  segment: z.enum(SEGMENTS),
  items: z.array(wanted.extend({ resellerId: id.optional() })).min(1),
});
const refundWish = returned.extend({ what: z.literal('refund') });
const exchangeWish = z.strictObject({
  what: z.literal('exchange'),
  returns: z.array(returned).min(1),
  purchases: z.array(wanted).min(1),
});
const permissionWish = z.strictObject({ what: z.literal('permission'), on: z.boolean() });

/** What is to be done: ids and quantities. Prices, amounts and rights are worked out again when it is done. */
const handoverWishSchema = z.discriminatedUnion('what', [cartWish, refundWish, exchangeWish, permissionWish]);
export type HandoverWish = z.infer<typeof handoverWishSchema>;
export type CartWish = z.infer<typeof cartWish>;

const HANDOVER_STATES = ['open', 'done', 'declined', 'withdrawn'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** Longest note that goes along, and longest reason to decline, in characters. */
export const LONGEST_NOTE = 300;

export const handoverSchema = z.strictObject({
  number: z.string(),
  at: moment,
  from: actorStampSchema,
  to: z.strictObject({ userId: id, name: z.string() }),
  wish: handoverWishSchema,
  note: z.string().max(LONGEST_NOTE).optional(),
  state: z.enum(HANDOVER_STATES),
  /** Who closed it and when; why, where it was declined; what was done, by its number. */
  closed: z
    .strictObject({
      at: moment,
      by: actorStampSchema,
      reason: z.string().max(LONGEST_NOTE).optional(),
      subject: z.string().optional(),
    })
    .optional(),
});
export type Handover = z.infer<typeof handoverSchema>;

/**
 * Where the handovers stand that concern a user. Written after the customer's document, and what it points to is read
 * again: never a source of truth.
 */
export const inboxSchema = z.strictObject({
  pointers: z.array(z.strictObject({ customerId: id, number: z.string() })),
});
export type Inbox = z.infer<typeof inboxSchema>;
