/** Everything of one customer: one document. */
import { z } from 'zod';
import { activityRecordSchema, historySummarySchema, refusalRecordSchema } from './activity.js';
import { amount, country, currency, id, moment } from './basics.js';
import { handoverSchema } from './handovers.js';
import { actorStampSchema, LANGUAGES } from './people.js';
import { SEGMENTS } from './products.js';
import {
  agreementSchema,
  cartSchema,
  configurationSchema,
  incompleteReservationSchema,
  orderSchema,
  placementSchema,
  reservationSchema,
  subscriptionSchema,
} from './purchases.js';
import { exchangeQuoteSchema, refundQuoteSchema } from './quotes.js';
import { supportRequestSchema } from './requests.js';

const permission = z.strictObject({
  on: z.boolean(),
  changedAt: moment.optional(),
  by: actorStampSchema.optional(),
  placement: placementSchema.optional(),
});

const attempt = z.strictObject({
  at: moment,
  command: z.string(),
  by: actorStampSchema,
  /** What came of it: the answer that every repetition gets (rules section 8). */
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('order'), number: z.string() }),
    z.strictObject({ kind: z.literal('request'), number: z.string() }),
    z.strictObject({ kind: z.literal('permission'), on: z.boolean(), changed: z.boolean() }),
    z.strictObject({ kind: z.literal('subscription'), id }),
    z.strictObject({ kind: z.literal('customer') }),
    z.strictObject({ kind: z.literal('person'), name: z.string(), changed: z.boolean() }),
    z.strictObject({ kind: z.literal('prices'), changed: z.boolean() }),
    z.strictObject({ kind: z.literal('refused'), refusal: refusalRecordSchema }),
    z.strictObject({ kind: z.literal('handover'), number: z.string() }),
    z.strictObject({
      kind: z.literal('configuration'),
      changed: z.boolean(),
      before: configurationSchema,
      after: configurationSchema,
    }),
    z.strictObject({ kind: z.literal('automaticRenewal'), on: z.boolean(), changed: z.boolean() }),
  ]),
});
export type Attempt = z.infer<typeof attempt>;

export const olderActsSchema = z.strictObject({
  /** Oldest first. */
  activity: z.array(activityRecordSchema),
  /** By the id of the attempt. */
  attempts: z.record(id, attempt),
});
/** Acts of a customer that have moved out of its document, as they stood there (use-cases/older-acts.ts). */
export type OlderActs = z.infer<typeof olderActsSchema>;

const olderActsInShort = z.strictObject({
  /** Of their document, counted from 1. */
  number: z.int().positive(),
  activity: historySummarySchema,
  /** A mark of each attempt, one after the other. */
  attempts: z.string(),
});

const priceRuleSchema = z.strictObject({
  at: moment,
  by: actorStampSchema,
  /** On top of the partner's price, in percent; "0" or less is allowed. */
  markupPercent: amount,
  /** Price of one for the whole term, by product id; it goes before the markup. */
  ownPrices: z.record(id, amount),
  /** Of the own prices; absent: the customer's. */
  currency: currency.optional(),
});
/** What a customer pays, as the partner has set it from a moment on (rules section 2, "Customer price"). */
export type PriceRule = z.infer<typeof priceRuleSchema>;

export const customerSchema = z.strictObject({
  id,
  name: z.string(),
  domain: z.string(),
  /** Unknown: asked for, never assumed (rules section 2, check 2). */
  country: country.optional(),
  segment: z.enum(SEGMENTS),
  /** The currency in which this customer is sold to. */
  currency,
  tags: z.array(z.string()),
  /** The language of what is meant for the customer. */
  language: z.enum(LANGUAGES).optional(),
  /** Oldest first; the last one is in force. None: the partner's own price. */
  priceRules: z.array(priceRuleSchema).optional(),
  agreement: agreementSchema.optional(),
  subscriptions: z.array(subscriptionSchema),
  reservations: z.array(reservationSchema),
  /** Those of which price, currency, day of purchase or billing is not known yet. */
  incompleteReservations: z.array(incompleteReservationSchema).optional(),
  orders: z.array(orderSchema),
  /** By user id. */
  carts: z.record(id, cartSchema),
  /** By quote id. */
  quotes: z.record(id, z.discriminatedUnion('kind', [refundQuoteSchema, exchangeQuoteSchema])),
  requests: z.array(supportRequestSchema),
  /** What was handed to a colleague; oldest first. */
  handovers: z.array(handoverSchema).optional(),
  permission,
  /** By the id of the attempt. */
  attempts: z.record(id, attempt),
  /** Oldest first; those before them are in `older`. */
  activity: z.array(activityRecordSchema),
  /** Documents with acts that were moved out of this one, oldest first. */
  older: z.array(olderActsInShort).optional(),
});
export type Customer = z.infer<typeof customerSchema>;
