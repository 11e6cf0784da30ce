/** How a customer stands: its subscriptions, reservations, limit and permission. */
import type {
  ActorStamp,
  Customer,
  CustomerEntry,
  IncompleteReservation,
  Placement,
  Reservation,
  Subscription,
  SupportRequest,
} from '../model.js';
import type { Page } from './basics.js';

/**
 * What a reservation is today: its stored status, expired by its end date, or upcoming until its first day, as a
 * renewal is that was ordered ahead (rules section 3).
 */
export type ReservationState = Reservation['status'] | 'expired' | 'upcoming';

export interface ReservationFacts {
  readonly customerId: string;
  readonly customerName: string;
  readonly reservation: Reservation;
  readonly state: ReservationState;
  /** The whole price. */
  readonly price: string;
  readonly daysSincePurchase: number;
  /** Days until it ends; zero or less once it has. */
  readonly daysLeft: number;
  /** Mean utilization of those of the last 30 days that have data, in whole percent; undefined: unknown. */
  readonly utilization?: number;
  readonly subscriptionName: string;
  readonly resellerName?: string;
  /** Refund and exchange are possible as far as its state and product go. */
  readonly returnable: boolean;
}

/** A reservation of which the price or something else that a refund needs is not known yet. */
export interface IncompleteFacts {
  readonly reservation: IncompleteReservation;
  readonly subscriptionName: string;
}

/** A subscription and whether reservations can be bought on it now; if not, the code of the refusal says why. */
export interface SubscriptionFacts {
  readonly subscription: Subscription;
  readonly resellerName?: string;
  readonly usable: boolean;
  readonly why?: 'SubscriptionNotActive' | 'SubscriptionElsewhere' | 'NeedsAzurePlan';
  /** This user has the rights to buy on it (role, and access where the role needs it). */
  readonly mayBuy: boolean;
}

export interface CapFacts {
  readonly capUsd: string;
  readonly usedUsd: string;
  readonly leftUsd: string;
}

/** Everything a customer card shows. */
export interface CustomerFacts {
  readonly customer: Customer;
  /** Whether reservations are sold in its market; undefined: the country is unknown. */
  readonly soldInMarket?: boolean;
  readonly subscriptions: readonly SubscriptionFacts[];
  readonly reservations: readonly ReservationFacts[];
  readonly openRequests: readonly SupportRequest[];
  readonly cap: CapFacts;
  /** May this user put its country right (rules section 1: a role that needs no access). */
  readonly mayCorrectCountry: boolean;
}

export interface PermissionFacts {
  readonly customerId: string;
  readonly customerName: string;
  readonly on: boolean;
  readonly changedAt?: string;
  readonly changedBy?: ActorStamp;
  readonly placement?: Placement;
  /** Names of the active subscriptions that count; empty: the first check fails. */
  readonly subscriptions: readonly string[];
  /** Those of them with an Owner; empty: the second check fails. */
  readonly owned: readonly { readonly subscription: string; readonly owners: readonly string[] }[];
  /** Id of a subscription that counts and has no Owner, where none has one. */
  readonly ownerNeededOn?: string;
  readonly marketBlocked: boolean;
  /** May this user switch it (rules section 1: Admin agents only). */
  readonly maySwitch: boolean;
}

export interface PermissionSet {
  readonly facts: PermissionFacts;
  /** False where it was so already: then nothing was done, and it is no error. */
  readonly changed: boolean;
}

export interface CustomerPage extends Page<CustomerEntry> {
  /** How many of the items are customers that the user worked with lately; they come first. */
  readonly recent: number;
  /** Nothing fits as it was typed; these come near. */
  readonly approximate: boolean;
}
