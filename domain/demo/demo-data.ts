/** The demo book as it is written down: JSON files in this folder, with days counted back from the first start. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BILLING_PLANS, REFUND_POLICIES, ROLES, SCOPES, SEGMENTS, TERMS, USAGES } from '../model.js';

const daysAgo = z.int().nonnegative();
const amount = z.string().regex(/^\d+(\.\d+)?$/);
const currency = z.string().regex(/^[A-Z]{3}$/);

const partnerSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['direct', 'indirectProvider']),
  location: z.string(),
  resellers: z.array(z.strictObject({ id: z.string(), name: z.string(), mpnId: z.string() })),
  users: z.array(
    z.strictObject({ id: z.string(), name: z.string(), email: z.email(), roles: z.array(z.enum(ROLES)) }),
  ),
  policy: z.strictObject({ refundPolicy: z.enum(REFUND_POLICIES), sinceDaysAgo: daysAgo }),
  rates: z.strictObject({ datedDaysAgo: daysAgo, usdPerUnit: z.record(currency, amount) }),
});
export type DemoPartner = z.infer<typeof partnerSchema>;

const pricesSchema = z.strictObject({
  note: z.string(),
  publishedDaysAgo: daysAgo,
  /** How much of a currency is asked for one US dollar of the price; one list each. */
  perUsd: z.record(currency, amount),
  /** By reservation type; the prefix begins the ids of its products. */
  types: z.record(
    z.string(),
    z.strictObject({
      prefix: z.string(),
      maxQuantity: z.int().positive(),
      segments: z.array(z.enum(SEGMENTS)),
    }),
  ),
  products: z.array(
    z.strictObject({
      type: z.string(),
      name: z.string(),
      /** Where the price is a published one. */
      regions: z.array(z.string()),
      /** Where the demo asks the same. */
      alsoIn: z.array(z.string()).default([]),
      /** In US dollars, for the whole term; each term is a product of its own. */
      prices: z.partialRecord(z.enum(TERMS), amount),
    }),
  ),
});
export type DemoPrices = z.infer<typeof pricesSchema>;

const purchaseSchema = z
  .strictObject({
    product: z.string(),
    quantity: z.int().positive().default(1),
    billing: z.enum(BILLING_PLANS).default('oneTime'),
    /** Either the day of the purchase, or how far away the end of the term is (past: negative). */
    boughtDaysAgo: daysAgo.optional(),
    endsInDays: z.int().optional(),
    /** Key of one of the customer's subscriptions; the first one where none is named. */
    subscription: z.string().optional(),
    scope: z.enum(SCOPES).default('shared'),
    /** Price of one at the time, where the list has changed since. */
    unitPrice: amount.optional(),
    /** Who bought: a user of the partner, or somebody at the customer itself. */
    by: z.string().default('anna-admin'),
    byCustomer: z.string().optional(),
    access: z.array(z.string()).default([]),
    use: z.enum(USAGES),
    refund: z.strictObject({ filedDaysAgo: daysAgo, paidDaysAgo: daysAgo, by: z.string() }).optional(),
  })
  .refine(
    ({ boughtDaysAgo, endsInDays }) => (boughtDaysAgo === undefined) !== (endsInDays === undefined),
    'a purchase has the day of its start or that of its end',
  );
export type DemoPurchase = z.infer<typeof purchaseSchema>;

const subscriptionSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  offer: z.enum(['azurePlan', 'azureGlobal', 'other']),
  offerName: z.string().optional(),
  state: z.enum(['active', 'suspended', 'cancelled']).default('active'),
  resellerId: z.string().optional(),
  owners: z.array(z.string()),
  access: z.array(z.string()),
});

const customerSchema = z.strictObject({
  name: z.string(),
  domain: z.string(),
  country: z.string().optional(),
  segment: z.enum(SEGMENTS),
  currency,
  tags: z.array(z.string()),
  agreement: z
    .strictObject({
      firstName: z.string(),
      lastName: z.string(),
      email: z.email(),
      signedDaysAgo: daysAgo,
    })
    .optional(),
  /** What the customer pays on top of the partner's prices; absent: the partner has not said. */
  markupPercent: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  permission: z.strictObject({ onDaysAgo: daysAgo, by: z.string() }).optional(),
  subscriptions: z.array(subscriptionSchema),
  purchases: z.array(purchaseSchema),
});
export type DemoCustomer = z.infer<typeof customerSchema>;

const customersSchema = z.strictObject({ customers: z.array(customerSchema) });

export interface DemoData {
  readonly partner: DemoPartner;
  readonly prices: DemoPrices;
  readonly customers: readonly DemoCustomer[];
}

/** Reads the demo's files. @throws where one of them has another shape: a mistake in the file. */
export function loadDemoData(): DemoData {
  const load = (file: string): unknown =>
    JSON.parse(readFileSync(new URL(`./${file}`, import.meta.url), 'utf8'));
  return {
    partner: partnerSchema.parse(load('partner.json')),
    prices: pricesSchema.parse(load('prices.json')),
    customers: customersSchema.parse(load('customers.json')).customers,
  };
}
