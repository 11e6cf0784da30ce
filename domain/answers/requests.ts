/** Support requests and what is yet to be placed with Microsoft. */
import type {
  ExchangePurchase,
  Order,
  Placement,
  RequestKind,
  RequestState,
  Reservation,
  Role,
  Subscription,
  SupportRequest,
} from '../model.js';
import type { Page } from './basics.js';
import type { CapFacts } from './customers.js';

export interface RequestFiled {
  readonly request: SupportRequest;
  readonly customerId: string;
  readonly customerName: string;
  /** The reservations on it, with both IDs. */
  readonly reservations: readonly Reservation[];
  /** The subscription that it names, or that of its reservations. */
  readonly subscription?: Pick<Subscription, 'id' | 'name'>;
}

/** A support request as a list shows it. */
export interface RequestFacts {
  readonly customerId: string;
  readonly customerName: string;
  readonly request: SupportRequest;
  /** Whole days since it was filed. */
  readonly ageDays: number;
  /** The amount paid once it is; before that the refund quoted, or the net to pay of an exchange; nothing else has one. */
  readonly total?: { readonly amount: string; readonly currency: string };
}

export interface RequestList {
  /** Where the list is of one customer. */
  readonly customerName?: string;
  readonly requests: Page<RequestFacts>;
  /** Names of customers whose requests are missing here, because their file can not be read. */
  readonly unreadable: readonly string[];
}

/** One support request with all there is to know of it. */
export interface RequestDetail extends RequestFacts, RequestFiled {
  /** The order with the new reservations, once an exchange is done. */
  readonly order?: Order;
  /** This user works on it. */
  readonly mine: boolean;
  /** May this user work on it and settle it, and if not, what is missing (rules section 1). */
  readonly mayManage: boolean;
  readonly needs?: { code: 'NeedsRole'; roles: Role[] } | { code: 'NeedsAccess'; subscription: string };
}

/** What an outcome means: of an open request it is yet to be recorded, of any other it is recorded. */
export interface Settlement extends RequestFacts {
  readonly state: Exclude<RequestState, 'open'>;
  /** What Microsoft paid, in the currency of `total`. */
  readonly paidAmount?: string;
  readonly reason?: string;
  /** The refund quoted, in the currency of `total`; only of a refund. */
  readonly quoted?: string;
  readonly reservations: readonly Reservation[];
  /** What the reservations on it are after that. */
  readonly becomes: Reservation['status'];
  /** What exists from then on, where an exchange is done; with its order once that is recorded. */
  readonly purchases: readonly ExchangePurchase[];
  readonly order?: Order;
  /** The customer's cap without this outcome and with it; the same where it changes nothing. */
  readonly capBefore: CapFacts;
  readonly capAfter: CapFacts;
}

/** Something that is recorded here and can be marked as placed in Partner Center (rules section 2). */
export interface Placeable {
  /** Names it among those of the customer: "order/<number>", "request/<number>", "permission/<when>", "configuration/<reservation ID>/<when>". */
  readonly what: string;
  readonly kind: 'order' | RequestKind | 'permissionOn' | 'permissionOff' | 'configuration';
  /** Its number here; empty for a permission and for a configuration. */
  readonly number: string;
  readonly at: string;
  readonly by: string;
  readonly total?: { readonly amount: string; readonly currency: string };
  readonly placement: Placement;
}

export interface PlaceableFacts {
  readonly customerId: string;
  readonly customerName: string;
  readonly placeable: Placeable;
}
