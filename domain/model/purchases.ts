/** What a customer has and buys: subscriptions, reservations, orders and carts. */
import { z } from 'zod';
import { amount, currency, day, id, moment } from './basics.js';
import { actorStampSchema } from './people.js';
import { BILLING_PLANS, productSchema, SCOPES, SEGMENTS } from './products.js';

export const placementSchema = z.strictObject({
  /** Recorded: in this book only. Placed: in Partner Center as well (rules section 2, "Where an act takes effect"). */
  state: z.enum(['recorded', 'placed']),
  number: z.string().optional(),
  at: moment.optional(),
  by: actorStampSchema.optional(),
});
export type Placement = z.infer<typeof placementSchema>;

export const agreementSchema = z.strictObject({
  firstName: z.string().min(1).max(100),
  lastName: z.string().min(1).max(100),
  email: z.email().max(200),
  date: day,
});
/** A customer's acceptance of the Microsoft Customer Agreement (rules section 2, check 3). */
export type AgreementAcceptance = z.infer<typeof agreementSchema>;

export const subscriptionSchema = z.strictObject({
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
export type Subscription = z.infer<typeof subscriptionSchema>;

/** The product as it was when it was bought; the price list may have moved on. */
export const productSnapshotSchema = productSchema.pick({
  id: true,
  name: true,
  type: true,
  region: true,
  term: true,
  returnable: true,
});
export type ProductSnapshot = z.infer<typeof productSnapshotSchema>;

const utilizationDaySchema = z.strictObject({ day, percent: z.number().min(0).max(100) });
export type UtilizationDay = z.infer<typeof utilizationDaySchema>;

/** What the partner can change of a reservation (rules section 3, "Configuration"). */
export const configurationSchema = z.strictObject({ scope: z.enum(SCOPES), subscriptionId: id });
export type Configuration = z.infer<typeof configurationSchema>;

const RESERVATION_STATUSES = [
  'active',
  'refundRequested',
  'refunded',
  'exchangeRequested',
  'exchanged',
] as const;
export const reservationSchema = z.strictObject({
  /** Reservation ID. */
  id,
  /** Reservation order ID: shared by the parts of one purchase. */
  orderId: id,
  /** Number of the order with which it was bought. */
  orderNumber: z.string(),
  product: productSnapshotSchema,
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
  /** Users of the customer with access to it, by e-mail address. */
  customerAccess: z.array(z.string()).optional(),
  /** What is known of its use, oldest first; empty: unknown. */
  utilization: z.array(utilizationDaySchema),
  /** Who last changed its scope or subscription, and whether Partner Center has it so too. */
  configured: z.strictObject({ at: moment, by: actorStampSchema, placement: placementSchema }).optional(),
  /** Renewed on its end date by the desk, as this user, who has switched it on; absent: off (rules section 3). */
  automaticRenewal: z.strictObject({ at: moment, by: actorStampSchema }).optional(),
  /** Reservation ID of the one that it is renewed with, and of the one that it renews. */
  renewedBy: id.optional(),
  renews: id.optional(),
});
export type Reservation = z.infer<typeof reservationSchema>;

/**
 * A reservation that came from a file without all that a refund is worked out from: what was paid, in which currency,
 * when and how. It is kept apart from the others, so that nothing can compute with what is not known; once the facts
 * are filled in it is one of them.
 */
export const incompleteReservationSchema = reservationSchema.partial({
  currency: true,
  billing: true,
  instalments: true,
  startsOn: true,
});
export type IncompleteReservation = z.infer<typeof incompleteReservationSchema>;

const orderItem = z.strictObject({
  product: productSnapshotSchema,
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

export const orderSchema = z.strictObject({
  number: z.string(),
  /** Absent where it comes from an exchange or is a renewal. */
  cartId: id.optional(),
  /** Reservation ID of the one that it renews. */
  renews: id.optional(),
  /** Number of the request whose exchange it comes from. */
  exchangeRequest: z.string().optional(),
  at: moment,
  /** Absent where the customer bought by itself. */
  by: actorStampSchema.optional(),
  boughtByCustomer: z.string().optional(),
  currency,
  total: amount,
  items: z.array(orderItem).min(1),
  placement: placementSchema,
});
export type Order = z.infer<typeof orderSchema>;

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

export const cartSchema = z.strictObject({
  id,
  currency,
  segment: z.enum(SEGMENTS),
  items: z.array(cartItem),
  changedAt: moment,
  /** Number of the handover that it was filled from. */
  handover: z.string().optional(),
});
/** One a user and customer; kept for 7 days (rules section 2, check 6). */
export type Cart = z.infer<typeof cartSchema>;
