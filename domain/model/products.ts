/** What is sold: terms, billing plans, products and their prices. */
import { z } from 'zod';
import { amount, currency, day, id } from './basics.js';

export const TERMS = ['P1Y', 'P3Y', 'P5Y'] as const;
export type Term = (typeof TERMS)[number];
export const BILLING_PLANS = ['oneTime', 'monthly'] as const;
export type BillingPlan = (typeof BILLING_PLANS)[number];
export const SEGMENTS = ['commercial', 'education', 'government', 'nonprofit'] as const;
export type Segment = (typeof SEGMENTS)[number];
export const SCOPES = ['single', 'shared'] as const;
export type Scope = (typeof SCOPES)[number];

export const productSchema = z.strictObject({
  id,
  /** As the price list calls it, such as "Standard_D2s_v5". */
  name: z.string(),
  /** One of the reservation types in policy/reservation-types.json. */
  type: z.string(),
  /** Azure's name of the region, such as "westeurope"; "global" where the product has none. */
  region: z.string(),
  term: z.enum(TERMS),
  billingPlans: z.array(z.enum(BILLING_PLANS)).min(1),
  segments: z.array(z.enum(SEGMENTS)).min(1),
  maxQuantity: z.int().positive(),
  /** False for what can never be refunded or exchanged (rules section 4). */
  returnable: z.boolean(),
});
export type Product = z.infer<typeof productSchema>;

const priceList = z.strictObject({
  /** The day the list was published. */
  asOf: day,
  /** Price of one for the whole term, by product id. */
  prices: z.record(id, amount),
});
export const pricesSchema = z.strictObject({
  products: z.array(productSchema),
  /** One list a currency; nothing is converted from one to another (rules section 2). */
  lists: z.record(currency, priceList),
  note: z.string().optional(),
});
export type Prices = z.infer<typeof pricesSchema>;
