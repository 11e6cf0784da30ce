/** What the use cases about subscriptions and access answer: facts for a card to show, worked out already. */

import type { PartnerUser, Reservation, Role, Subscription } from '../model.js';
import type { Page } from './basics.js';
import type { ReservationFacts, SubscriptionFacts } from './customers.js';

/** Somebody who was given access explicitly. */
export interface Granted {
  /** Names it among those of one list: the user id of a colleague, the e-mail address of a user of the customer. */
  readonly id: string;
  readonly kind: 'colleague' | 'customerUser';
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** No longer at the partner: the access is of no use any more. */
  readonly removed: boolean;
}

/** Who has access to a reservation, or to a subscription as a whole (rules sections 1 and 3). */
export interface AccessFacts {
  readonly customerId: string;
  readonly customerName: string;
  readonly subscription: Subscription;
  /** Absent: it is about the subscription as a whole. */
  readonly reservation?: Reservation;
  /** Colleagues whose role needs no access. */
  readonly byRole: readonly PartnerUser[];
  /** Those with access to the subscription, and so to the reservation; empty where it is about the subscription. */
  readonly bySubscription: readonly Granted[];
  /** Those who were given access to just this. */
  readonly given: Page<Granted>;
  /** May this user grant and withdraw access (rules section 1). */
  readonly mayGrant: boolean;
}

/** Colleagues who can be given access, a page at a time. */
export interface GrantableColleagues {
  readonly customerName: string;
  readonly colleagues: Page<PartnerUser>;
}

/** What came of granting or withdrawing, or of recording an Owner. */
export interface PersonChanged {
  /** Whom it was about, as they were called then. */
  readonly name: string;
  /** False where it was so already: then nothing was done, and it is no error. */
  readonly changed: boolean;
}

/** Why this user can not buy under a subscription now (rules section 2, checks 1 to 4). */
export type Hindrance =
  | NonNullable<SubscriptionFacts['why']>
  | 'ReservationsNotSoldInMarket'
  | 'CountryUnknown'
  | 'NeedsAccess';

export interface SubscriptionList {
  readonly customerId: string;
  readonly customerName: string;
  readonly subscriptions: Page<SubscriptionFacts>;
  /** There is no active Azure plan yet, and this user may add one. */
  readonly canAddPlan: boolean;
}

/** One subscription with all there is to know of it. */
export interface SubscriptionDetail extends SubscriptionFacts {
  readonly customerId: string;
  readonly customerName: string;
  /** Empty: it can be bought under now. */
  readonly hindrances: readonly Hindrance[];
  /** The customer's country, where it is known. */
  readonly country?: string;
  /** Name of an active Azure plan of the customer, where there is one. */
  readonly azurePlan?: string;
  readonly canAddPlan: boolean;
  readonly owners: Page<string>;
  readonly given: Page<Granted>;
  /** Colleagues whose role needs no access. */
  readonly byRole: readonly PartnerUser[];
  /** What can be returned first, then the newest. */
  readonly reservations: readonly ReservationFacts[];
  /** May this user record an Owner (rules section 1). */
  readonly mayManage: boolean;
  readonly mayGrant: boolean;
}
