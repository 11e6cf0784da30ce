/**
 * The nouns of the desk. Every document that is stored has its schema here, and its type follows from the
 * schema, so that what is checked when a file is read and what the code believes can not drift apart.
 *
 * Amounts are decimal strings in the minor unit of their currency ("3650.00", JPY "3650"); see money.ts.
 * Days are UTC calendar days ("2026-11-21"); moments are ISO 8601 in UTC; see term.ts.
 */
import { z } from 'zod';

const id = z.string().min(1).max(80);
const amount = z.string().regex(/^-?\d+(\.\d+)?$/, 'an amount is a decimal string');
const day = z.iso.date();
const moment = z.iso.datetime();
const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters');
const country = z.string().regex(/^[A-Z]{2}$/, 'a country is an ISO 3166 code of two capital letters');

// ---- people ----------------------------------------------------------------------------------------------

/** The roles of Partner Center that the rules know (rules section 1). */
export const ROLES = [
  'AdminAgent',
  'GlobalAdmin',
  'SalesAgent',
  'HelpdeskAgent',
  'UserManagementAdmin',
] as const;
export type Role = (typeof ROLES)[number];
const role = z.enum(ROLES);

/** Who acts: a partner and one of its users. Roles are never part of it; they are read at the act (rules section 1). */
export interface Actor {
  readonly partnerId: string;
  readonly userId: string;
}

/** Who did it, as it was at that moment. */
const actorStamp = z.strictObject({ userId: id, name: z.string(), roles: z.array(role) });
export type ActorStamp = z.infer<typeof actorStamp>;

const partnerUser = z.strictObject({
  id,
  name: z.string(),
  email: z.string(),
  phone: z.string().optional(),
  roles: z.array(role),
  /** Object id in Microsoft Entra ID, by which Teams names the user. */
  aadObjectId: z.string().optional(),
  removed: z.boolean().optional(),
});
export type PartnerUser = z.infer<typeof partnerUser>;

// ---- the partner's own documents -------------------------------------------------------------------------

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

export const usersSchema = z.strictObject({ users: z.array(partnerUser) });
export type Users = z.infer<typeof usersSchema>;

export const REFUND_POLICIES = ['partner-center', 'azure-current'] as const;
export type RefundPolicyId = (typeof REFUND_POLICIES)[number];
export const policySchema = z.strictObject({ refundPolicy: z.enum(REFUND_POLICIES), since: day });
/** The policy in force at this partner (rules section 4). */
export type PartnerPolicy = z.infer<typeof policySchema>;

/** US dollars for one unit of a currency, with the day of the rate. */
const rate = z.strictObject({ usdPerUnit: amount, day });
export type Rate = z.infer<typeof rate>;
export const ratesSchema = z.strictObject({ rates: z.record(currency, rate) });
export type Rates = z.infer<typeof ratesSchema>;

export const TERMS = ['P1Y', 'P3Y', 'P5Y'] as const;
export type Term = (typeof TERMS)[number];
export const BILLING_PLANS = ['oneTime', 'monthly'] as const;
export type BillingPlan = (typeof BILLING_PLANS)[number];
export const SEGMENTS = ['commercial', 'education', 'government', 'nonprofit'] as const;
export type Segment = (typeof SEGMENTS)[number];
export const SCOPES = ['single', 'shared'] as const;
export type Scope = (typeof SCOPES)[number];

const product = z.strictObject({
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
export type Product = z.infer<typeof product>;

const priceList = z.strictObject({
  /** The day the list was published. */
  asOf: day,
  /** Price of one for the whole term, by product id. */
  prices: z.record(id, amount),
});
export const pricesSchema = z.strictObject({
  products: z.array(product),
  /** One list a currency; nothing is converted from one to another (rules section 2). */
  lists: z.record(currency, priceList),
  note: z.string().optional(),
});
export type Prices = z.infer<typeof pricesSchema>;

const customerEntry = z.strictObject({
  id,
  name: z.string(),
  domain: z.string(),
  country: country.optional(),
  tags: z.array(z.string()),
});
/** A customer as the list of customers has it. */
export type CustomerEntry = z.infer<typeof customerEntry>;
export const customersSchema = z.strictObject({ customers: z.array(customerEntry) });
export type Customers = z.infer<typeof customersSchema>;

/** The customers that a user worked with lately, the latest first. A convenience: never a source of truth. */
export const recentSchema = z.strictObject({ customerIds: z.array(id) });
export type Recent = z.infer<typeof recentSchema>;

/** The languages that the desk speaks; the first one where the user's is none of them. */
export const LANGUAGES = ['en', 'nl', 'sv'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a user has chosen for itself. A convenience: never a source of truth. */
export const preferencesSchema = z.strictObject({ language: z.enum(LANGUAGES).optional() });
export type Preferences = z.infer<typeof preferencesSchema>;

// ---- everything of one customer: one document ---------------------------------------------------------------

const placement = z.strictObject({
  /** Recorded: in this book only. Placed: in Partner Center as well (rules section 2, "Where an act takes effect"). */
  state: z.enum(['recorded', 'placed']),
  number: z.string().optional(),
  at: moment.optional(),
  by: actorStamp.optional(),
});
export type Placement = z.infer<typeof placement>;

const agreement = z.strictObject({
  firstName: z.string().min(1).max(100),
  lastName: z.string().min(1).max(100),
  email: z.email().max(200),
  date: day,
});
/** A customer's acceptance of the Microsoft Customer Agreement (rules section 2, check 3). */
export type AgreementAcceptance = z.infer<typeof agreement>;
export const agreementSchema = agreement;

const subscription = z.strictObject({
  id,
  name: z.string(),
  /** "other": one that the customer has elsewhere; it never counts (rules, opening). */
  offer: z.enum(['azurePlan', 'azureGlobal', 'other']),
  /** Name of the offer where it is "other", such as "Pay-As-You-Go". */
  offerName: z.string().optional(),
  state: z.enum(['active', 'suspended', 'cancelled']),
  /** Partner of Record; only an indirect provider has one. */
  resellerId: id.optional(),
  /** Users of the customer who are Owner on it (rules section 6). */
  owners: z.array(z.string()),
  /** Partner users with explicit access to it (rules section 1). */
  access: z.array(id),
});
export type Subscription = z.infer<typeof subscription>;

/** The product as it was when it was bought; the price list may have moved on. */
const productSnapshot = product.pick({
  id: true,
  name: true,
  type: true,
  region: true,
  term: true,
  returnable: true,
});
export type ProductSnapshot = z.infer<typeof productSnapshot>;

const utilizationDay = z.strictObject({ day, percent: z.number().min(0).max(100) });
export type UtilizationDay = z.infer<typeof utilizationDay>;

const RESERVATION_STATUSES = [
  'active',
  'refundRequested',
  'refunded',
  'exchangeRequested',
  'exchanged',
] as const;
const reservation = z.strictObject({
  /** Reservation ID. */
  id,
  /** Reservation order ID: shared by the parts of one purchase. */
  orderId: id,
  /** Number of the order with which it was bought. */
  orderNumber: z.string(),
  product: productSnapshot,
  quantity: z.int().positive(),
  currency,
  billing: z.enum(BILLING_PLANS),
  /** What is paid, in order: one amount when one-time; 12, 36 or 60 when monthly. Their sum is the price. */
  instalments: z.array(amount).min(1),
  /** The day it was bought, or a renewal began: day 0, and the first instalment. */
  startsOn: day,
  endsOn: day,
  subscriptionId: id,
  scope: z.enum(SCOPES),
  resellerId: id.optional(),
  /** What is stored; "expired" follows from endsOn (see policy/reservation-state.ts). */
  status: z.enum(RESERVATION_STATUSES),
  /** The request that it waits for or was returned with. */
  requestNumber: z.string().optional(),
  /** Bought by the customer itself: named here (rules section 6); by the partner otherwise. */
  boughtByCustomer: z.string().optional(),
  /** Partner users with access to this reservation only. */
  access: z.array(id),
  /** What is known of its use, oldest first; empty: unknown. */
  utilization: z.array(utilizationDay),
});
export type Reservation = z.infer<typeof reservation>;

const orderItem = z.strictObject({
  product: productSnapshot,
  quantity: z.int().positive(),
  unitPrice: amount,
  price: amount,
  billing: z.enum(BILLING_PLANS),
  scope: z.enum(SCOPES),
  subscriptionId: id,
  resellerId: id.optional(),
  reservationId: id,
  reservationOrderId: id,
});
export type OrderItem = z.infer<typeof orderItem>;

const order = z.strictObject({
  number: z.string(),
  /** Absent where it comes from an exchange. */
  cartId: id.optional(),
  /** Number of the request whose exchange it comes from. */
  exchangeRequest: z.string().optional(),
  at: moment,
  /** Absent where the customer bought by itself. */
  by: actorStamp.optional(),
  boughtByCustomer: z.string().optional(),
  currency,
  total: amount,
  items: z.array(orderItem).min(1),
  placement,
});
export type Order = z.infer<typeof order>;

const cartItem = z.strictObject({
  id,
  productId: id,
  subscriptionId: id,
  quantity: z.int().positive(),
  billing: z.enum(BILLING_PLANS),
  scope: z.enum(SCOPES),
  resellerId: id.optional(),
  /** Price of one, in the cart's currency, and when it was read; it holds for 15 minutes. */
  unitPrice: amount,
  pricedAt: moment,
});
export type CartItem = z.infer<typeof cartItem>;

const cart = z.strictObject({
  id,
  currency,
  segment: z.enum(SEGMENTS),
  items: z.array(cartItem),
  changedAt: moment,
});
/** One a user and customer; kept for 7 days (rules section 2, check 6). */
export type Cart = z.infer<typeof cart>;

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
  rate: rate,
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

const refundQuote = z.strictObject({
  id,
  kind: z.literal('refund'),
  at: moment,
  validUntil: moment,
  by: actorStamp,
  reservationId: id,
  figures: refundFigures,
  /** Usage unknown in the first five days: the other row, which is not the one that is filed. */
  ifUnused: refundFigures.optional(),
});
export type RefundQuote = z.infer<typeof refundQuote>;

const exchangeReturn = z.strictObject({
  reservationId: id,
  product: productSnapshot,
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
  product: productSnapshot,
  subscriptionId: id,
  quantity: z.int().positive(),
  billing: z.enum(BILLING_PLANS),
  scope: z.enum(SCOPES),
  resellerId: id.optional(),
  unitPrice: amount,
  price: amount,
});
export type ExchangePurchase = z.infer<typeof exchangePurchase>;

const exchangeQuote = z.strictObject({
  id,
  kind: z.literal('exchange'),
  at: moment,
  validUntil: moment,
  by: actorStamp,
  day,
  currency,
  returns: z.array(exchangeReturn).min(1),
  purchases: z.array(exchangePurchase).min(1),
  returnedValue: amount,
  newCommitment: amount,
  netToPay: amount,
});
export type ExchangeQuote = z.infer<typeof exchangeQuote>;

const contactPreferences = z.strictObject({
  name: z.string().min(1).max(100),
  email: z.email().max(200),
  phone: z.string().max(40).optional(),
  method: z.enum(['email', 'phone']),
});
/** How Microsoft Support reaches the partner about a request (rules section 4). */
export type ContactPreferences = z.infer<typeof contactPreferences>;
export const contactPreferencesSchema = contactPreferences;

const REQUEST_STATES = ['open', 'paid', 'done', 'declined', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** A number or a name by which somebody else knows a request: letters and digits, and what stands between them. */
const reference = z
  .string()
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/#()-]*$/u, 'a reference has letters, digits and simple signs');
export const referenceSchema = reference;

const supportRequest = z.strictObject({
  number: z.string(),
  at: moment,
  by: actorStamp,
  reservationIds: z.array(id).min(1),
  quote: z.discriminatedUnion('kind', [refundQuote, exchangeQuote]),
  contact: contactPreferences,
  state: z.enum(REQUEST_STATES),
  /** The amount that Microsoft paid, once it has (rules section 4, cap). */
  paidAmount: amount.optional(),
  placement,
  /** Microsoft's own number of it, where it is not the one with which it was placed. */
  ticketNumber: reference.optional(),
  /** What the partner calls the case in its own records. */
  caseReference: reference.optional(),
  /** Who works on it, and since when. */
  assignee: z.strictObject({ at: moment, by: actorStamp }).optional(),
  /** Who recorded what came of it, and when; the state says what (rules section 3). */
  outcome: z.strictObject({ at: moment, by: actorStamp, reason: z.string().max(300).optional() }).optional(),
});
/** A refund or exchange, filed as a support request: Billing, Reservation management, Exchanges and refunds. */
export type SupportRequest = z.infer<typeof supportRequest>;

const permission = z.strictObject({
  on: z.boolean(),
  changedAt: moment.optional(),
  by: actorStamp.optional(),
  placement: placement.optional(),
});

/** A refusal with its facts, as stored; its closed set of codes is in refusals.ts. */
const refusalRecord = z.object({ code: z.string() }).catchall(z.unknown());

const attempt = z.strictObject({
  at: moment,
  command: z.string(),
  by: actorStamp,
  /** What came of it: the answer that every repetition gets (rules section 8). */
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('order'), number: z.string() }),
    z.strictObject({ kind: z.literal('request'), number: z.string() }),
    z.strictObject({ kind: z.literal('permission'), on: z.boolean(), changed: z.boolean() }),
    z.strictObject({ kind: z.literal('subscription'), id }),
    z.strictObject({ kind: z.literal('customer') }),
    z.strictObject({ kind: z.literal('refused'), refusal: refusalRecord }),
  ]),
});
export type Attempt = z.infer<typeof attempt>;

const activityRecord = z.strictObject({
  id,
  at: moment,
  /** Absent where the customer acted by itself. */
  by: actorStamp.optional(),
  byCustomer: z.string().optional(),
  /** What was done, such as "buy" or "Create Customer Purchase Permissions". */
  action: z.string(),
  /** What it was done to: an order number, a reservation ID, a request number. */
  subject: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  outcome: z.enum(['done', 'refused']),
  refusal: refusalRecord.optional(),
});
/** One line of the activity log (rules section 7). */
export type ActivityRecord = z.infer<typeof activityRecord>;

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
  agreement: agreement.optional(),
  subscriptions: z.array(subscription),
  reservations: z.array(reservation),
  orders: z.array(order),
  /** By user id. */
  carts: z.record(id, cart),
  /** By quote id. */
  quotes: z.record(id, z.discriminatedUnion('kind', [refundQuote, exchangeQuote])),
  requests: z.array(supportRequest),
  permission,
  /** By the id of the attempt. */
  attempts: z.record(id, attempt),
  activity: z.array(activityRecord),
});
export type Customer = z.infer<typeof customerSchema>;
