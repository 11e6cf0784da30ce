/** Bulk purchases: lines of a file, checked one by one, and what came of each. Never an authority for rights or prices. */
import { z } from 'zod';
import { amount, currency, id, moment } from './basics.js';
import { actorStampSchema } from './people.js';
import { BILLING_PLANS, SCOPES } from './products.js';
import { productSnapshotSchema } from './purchases.js';

/** The columns of a file of purchases, in the order of the template. */
export const BULK_COLUMNS = [
  'customer',
  'subscription',
  'product',
  'region',
  'term',
  'quantity',
  'billing',
  'scope',
  'reseller',
] as const;
export type BulkColumn = (typeof BULK_COLUMNS)[number];

/** What can be wrong with a cell, beside what the rules of buying refuse. */
const CELL_FAULTS = ['empty', 'unknown', 'several', 'unreadable', 'tooMany', 'refused'] as const;
export type CellFaultKind = (typeof CELL_FAULTS)[number];

/** As much of a cell as is kept. */
export const LONGEST_CELL = 200;
const cell = z.string().max(LONGEST_CELL);

const bulkFault = z.strictObject({
  column: z.enum(BULK_COLUMNS),
  kind: z.enum(CELL_FAULTS),
  /** What stands in the cell. */
  text: cell,
  /** Where it is "refused": by which rule; its closed set of codes is in refusals.ts. */
  refusal: z.object({ code: z.string() }).catchall(z.unknown()).optional(),
});
/** What is wrong with one cell of a line. */
export type BulkFault = z.infer<typeof bulkFault>;

const bulkPurchase = z.strictObject({
  customerId: id,
  customerName: z.string(),
  subscriptionId: id,
  subscriptionName: z.string(),
  product: productSnapshotSchema,
  quantity: z.int().positive(),
  billing: z.enum(BILLING_PLANS),
  scope: z.enum(SCOPES),
  resellerId: id.optional(),
  resellerName: z.string().optional(),
  currency,
  /** Price of one for the whole term when the line was checked; the line is not bought at any other. */
  unitPrice: amount,
  price: amount,
});
/** What a line comes to. */
export type BulkPurchase = z.infer<typeof bulkPurchase>;

const bulkLine = z.strictObject({
  /** Where it begins in the file; the heading is line 1. */
  number: z.int().positive(),
  cells: z.partialRecord(z.enum(BULK_COLUMNS), cell),
  /** Empty: it can be bought as far as could be seen then. */
  faults: z.array(bulkFault),
  purchase: bulkPurchase.optional(),
  /** The first line with the same product for the same subscription. */
  sameAs: z.int().positive().optional(),
  /** What came of it, once it had its turn. */
  outcome: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('ordered'), at: moment, orderNumber: z.string(), total: amount }),
      z.strictObject({
        kind: z.literal('refused'),
        at: moment,
        refusal: z.object({ code: z.string() }).catchall(z.unknown()),
      }),
    ])
    .optional(),
});
export type BulkLine = z.infer<typeof bulkLine>;

export const bulkSchema = z.strictObject({
  id,
  at: moment,
  by: actorStampSchema,
  lines: z.array(bulkLine).min(1),
  /** When buying was confirmed; from then on the good lines are bought one by one. */
  begunAt: moment.optional(),
});
/** A file of purchases that a user has sent in. */
export type Bulk = z.infer<typeof bulkSchema>;
