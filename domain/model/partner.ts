/** The partner’s own documents, each changing for its own reason. */
import { z } from 'zod';
import { accessRequestSchema } from './access-requests.js';
import { ownLog } from './activity.js';
import { amount, country, currency, day, id } from './basics.js';
import { noticeWishesSchema } from './notices.js';
import { LANGUAGES, partnerUserSchema } from './people.js';

const reseller = z.strictObject({ id, name: z.string(), mpnId: z.string() });
/** An indirect reseller, who can be the Partner of Record of a reservation. */
export type Reseller = z.infer<typeof reseller>;

export const profileSchema = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(['direct', 'indirectProvider']),
  /** Where the partner is: decides whether prices include tax (rules section 2). */
  location: country,
  /** Tenant in Microsoft Entra ID, by which Teams names the partner. */
  tenantId: z.string().optional(),
  resellers: z.array(reseller),
});
export type PartnerProfile = z.infer<typeof profileSchema>;

export const usersSchema = z.strictObject({
  users: z.array(partnerUserSchema),
  /** Oldest first. */
  accessRequests: z.array(accessRequestSchema).optional(),
  ...ownLog,
});
export type Users = z.infer<typeof usersSchema>;

export const REFUND_POLICIES = ['partner-center', 'azure-current'] as const;
export type RefundPolicyId = (typeof REFUND_POLICIES)[number];
export const policySchema = z.strictObject({ refundPolicy: z.enum(REFUND_POLICIES), since: day, ...ownLog });
/** The policy in force at this partner (rules section 4). */
export type PartnerPolicy = z.infer<typeof policySchema>;

/** US dollars for one unit of a currency, with the day of the rate. */
export const rateSchema = z.strictObject({ usdPerUnit: amount, day });
export type Rate = z.infer<typeof rateSchema>;
export const ratesSchema = z.strictObject({ rates: z.record(currency, rateSchema), ...ownLog });
export type Rates = z.infer<typeof ratesSchema>;

const customerEntrySchema = z.strictObject({
  id,
  name: z.string(),
  domain: z.string(),
  country: country.optional(),
  tags: z.array(z.string()),
});
/** A customer as the list of customers has it. */
export type CustomerEntry = z.infer<typeof customerEntrySchema>;
export const customersSchema = z.strictObject({ customers: z.array(customerEntrySchema) });
export type Customers = z.infer<typeof customersSchema>;

/** What a user worked with lately: customers, the latest first, and bulk purchases. A convenience: never a source of truth. */
export const recentSchema = z.strictObject({
  customerIds: z.array(id),
  /** The bulk purchases that the user sent in lately, the latest first. */
  bulkIds: z.array(id).optional(),
});
export type Recent = z.infer<typeof recentSchema>;

/** What a user has chosen for itself. A convenience: never a source of truth. */
export const preferencesSchema = z.strictObject({
  language: z.enum(LANGUAGES).optional(),
  /** Absent: the user wants no notices. */
  notices: noticeWishesSchema.optional(),
  /** IANA name of the time zone that the user is in, such as "Europe/Stockholm"; absent: UTC. */
  timeZone: z.string().max(60).optional(),
});
export type Preferences = z.infer<typeof preferencesSchema>;
