/** What the use cases about one reservation answer (rules section 3): its page, its configuration, its renewal. */

import type {
  ActivityRecord,
  ActorStamp,
  BillingPlan,
  Placement,
  Reservation,
  Role,
  Scope,
  Subscription,
} from '../model.js';
import type { Payments } from '../policy/instalments.js';
import type { Utilization } from '../policy/utilization.js';
import type { RefusalFacts } from '../refusals.js';
import type { OrderPlaced, Review } from './buying.js';
import type { ReservationFacts } from './customers.js';

/** What a user lacks to manage a reservation (rules section 1). */
type ManagingNeeds =
  | { readonly code: 'NeedsRole'; readonly roles: Role[] }
  | { readonly code: 'NeedsAccess'; readonly subscription: string };

/** A reservation that has to do with another: the one that it renews, or is renewed with. */
export interface RelatedReservation {
  readonly id: string;
  readonly orderNumber: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** Everything that the page of a reservation shows. */
export interface ReservationPage extends ReservationFacts {
  /** The customer's domain, for the way to the Azure portal. */
  readonly domain: string;
  /** When it was ordered and by whom; the customer itself stands in the reservation. */
  readonly bought: { readonly at: string; readonly by?: ActorStamp };
  /** What of the price is paid and what is to come; absent once it is returned: then nothing is owed any more. */
  readonly payments?: Payments;
  readonly use: Utilization;
  /** Its scope and subscription can be changed today. */
  readonly configurable: boolean;
  /** A renewal can be looked at, or automatic renewal switched: neither returned nor renewed. */
  readonly renewable: boolean;
  /** The first day on which it can be renewed. */
  readonly renewableFrom: string;
  readonly renewedBy?: RelatedReservation;
  readonly renews?: RelatedReservation;
  /** The latest attempt to renew it automatically, where that was refused. */
  readonly renewalRefused?: ActivityRecord;
}

/** Scope and subscription, named. */
export interface NamedConfiguration {
  readonly scope: Scope;
  readonly subscriptionName: string;
}

/** What a configuration starts with. */
export interface ConfigurationForm {
  readonly customerId: string;
  readonly customerName: string;
  readonly reservation: Reservation;
  /** The one that it is on, and those that it can move to. */
  readonly subscriptions: readonly Subscription[];
  /** What this user lacks to change it; absent: nothing. */
  readonly needs?: ManagingNeeds;
}

/** A configuration that was saved; where nothing changed, before and after are the same, and it is no error. */
export interface Configured {
  readonly customerId: string;
  readonly customerName: string;
  readonly reservation: Reservation;
  readonly changed: boolean;
  readonly before: NamedConfiguration;
  readonly after: NamedConfiguration;
  /** Absent where nothing changed. */
  readonly placement?: Placement;
}

/** What renewing a reservation would order, and why it can not be ordered now. */
export interface RenewalReview {
  readonly customerId: string;
  readonly customerName: string;
  readonly reservation: Reservation;
  /** What was paid for it, or is. */
  readonly oldPrice: string;
  readonly billing: BillingPlan;
  /** At the prices of now; absent where it is no longer sold. */
  readonly review?: Review;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly renewableFrom: string;
  /** Why it can not be renewed now; absent: it can. */
  readonly refusal?: RefusalFacts;
  readonly renewedBy?: RelatedReservation;
  /** Automatic renewal can be switched on. */
  readonly canBeAutomatic: boolean;
}

/** Automatic renewal as it is now. */
export interface AutomaticRenewal {
  readonly customerId: string;
  readonly customerName: string;
  readonly reservation: Reservation;
  readonly on: boolean;
  /** False where it was so already. */
  readonly changed: boolean;
}

/** What came of a pass of automatic renewals. */
export interface RenewalsDue {
  readonly placed: readonly OrderPlaced[];
  /** Refused today, by reservation ID. */
  readonly refused: readonly { readonly reservationId: string; readonly refusal: RefusalFacts }[];
}
