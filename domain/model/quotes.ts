/** What a return comes to: the figures of refunds and exchanges. */
import { z } from 'zod';
import { amount, currency, day, id, moment } from './basics.js';
import { REFUND_POLICIES, rateSchema } from './partner.js';
import { actorStampSchema } from './people.js';
import { BILLING_PLANS, SCOPES } from './products.js';
import { productSnapshotSchema } from './purchases.js';

export const USAGES = ['used', 'unused', 'unknown'] as const;
export type Usage = (typeof USAGES)[number];
const REFUND_ROWS = ['fullCredit', 'prorated', 'proratedWithFee'] as const;
export type RefundRow = (typeof REFUND_ROWS)[number];

/** The sum of a refund, step by step (rules section 4). All amounts in `currency`, but for those named Usd. */
const refundFigures = z.strictObject({
  policy: z.enum(REFUND_POLICIES),
  currency,
  day,
  daysSincePurchase: z.int().nonnegative(),
  usage: z.enum(USAGES),
  row: z.enum(REFUND_ROWS),
  billing: z.enum(BILLING_PLANS),
  /** The part that is returned, and of how many. */
  quantity: z.int().positive(),
  ofQuantity: z.int().positive(),
  /** The whole price of the part. */
  price: amount,
  /** What has been paid for the part so far. */
  paid: amount,
  /** What the credit is taken on: the instalment (or the one payment) that today falls in; all that was paid, where the row is fullCredit. */
  base: amount,
  /** Days from today to the end of the instalment's period (the term when one-time), and the days in it. */
  remainingDays: z.int().nonnegative(),
  periodDays: z.int().positive(),
  periodEndsOn: day,
  credit: amount,
  feePercent: amount,
  fee: amount,
  net: amount,
  noLongerOwed: amount,
  rate: rateSchema,
  /** The rate is older than 7 days. */
  rateIsOld: z.boolean(),
  capUsd: amount,
  capUsedUsd: amount,
  capLeftUsd: amount,
  /** What this request counts against the cap. */
  countsUsd: amount,
  payable: amount,
  fallsAway: amount,
});
export type RefundFigures = z.infer<typeof refundFigures>;

export const refundQuoteSchema = z.strictObject({
  id,
  kind: z.literal('refund'),
  at: moment,
  validUntil: moment,
  by: actorStampSchema,
  reservationId: id,
  figures: refundFigures,
  /** Usage unknown in the first five days: the other row, which is not the one that is filed. */
  ifUnused: refundFigures.optional(),
});
export type RefundQuote = z.infer<typeof refundQuoteSchema>;

const exchangeReturn = z.strictObject({
  reservationId: id,
  product: productSnapshotSchema,
  quantity: z.int().positive(),
  ofQuantity: z.int().positive(),
  billing: z.enum(BILLING_PLANS),
  base: amount,
  remainingDays: z.int().nonnegative(),
  periodDays: z.int().positive(),
  /** Unused part of what was paid. */
  unused: amount,
  noLongerOwed: amount,
  value: amount,
});
export type ExchangeReturn = z.infer<typeof exchangeReturn>;

const exchangePurchase = z.strictObject({
  product: productSnapshotSchema,
  subscriptionId: id,
  quantity: z.int().positive(),
  billing: z.enum(BILLING_PLANS),
  scope: z.enum(SCOPES),
  resellerId: id.optional(),
  unitPrice: amount,
  price: amount,
});
export type ExchangePurchase = z.infer<typeof exchangePurchase>;

export const exchangeQuoteSchema = z.strictObject({
  id,
  kind: z.literal('exchange'),
  at: moment,
  validUntil: moment,
  by: actorStampSchema,
  day,
  currency,
  returns: z.array(exchangeReturn).min(1),
  purchases: z.array(exchangePurchase).min(1),
  returnedValue: amount,
  newCommitment: amount,
  netToPay: amount,
});
export type ExchangeQuote = z.infer<typeof exchangeQuoteSchema>;
