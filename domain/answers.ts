/** What the use cases answer, beside the nouns of model.ts: facts for a card to show, worked out already. */
import type {
  ActorStamp,
  BillingPlan,
  Customer,
  CustomerEntry,
  ExchangePurchase,
  ExchangeQuote,
  IncompleteReservation,
  Order,
  PartnerProfile,
  PartnerUser,
  Placement,
  ProductSnapshot,
  RefundQuote,
  RequestKind,
  RequestState,
  Reseller,
  Reservation,
  Role,
  Scope,
  Segment,
  Subscription,
  SupportRequest,
} from './model.js';
import type { RefusalFacts } from './refusals.js';

export * from './handover-answers.js';

/** Who is speaking. */
export interface Me {
  readonly user: PartnerUser;
  readonly partner: PartnerProfile;
}

/** Which role or access is missing (rules section 1). */
type MissingRight = Extract<RefusalFacts, { code: 'NeedsRole' | 'NeedsAccess' }>;

/** One page of a longer list. `page` counts from 1. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/**
 * What a reservation is today: its stored status, expired by its end date, or upcoming until its first day, as a
 * renewal is that was ordered ahead (rules section 3).
 */
export type ReservationState = Reservation['status'] | 'expired' | 'upcoming';

export type * from './reservation-answers.js';

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

/** What buying for a customer can start with: checks 2 to 4 of rules section 2 have passed; check 1 comes at Buy. */
export interface BuyingStart {
  readonly customer: Customer;
  /** Only those that this user can buy on; where that is none, all that a colleague could. */
  readonly subscriptions: readonly SubscriptionFacts[];
  /** Items that wait in this user's cart for this customer. */
  readonly cartItems: number;
}

/** A product with its price for this customer's currency. */
export interface Offer {
  readonly product: ProductSnapshot;
  readonly billingPlans: readonly BillingPlan[];
  readonly maxQuantity: number;
  readonly currency: string;
  /** Price of one for the whole term. */
  readonly unitPrice: string;
}

export interface OfferFilter {
  /** Words that all occur in the product's name, type, region or term, mistyped or not. */
  readonly text?: string;
  readonly type?: string;
  readonly region?: string;
  readonly term?: string;
  readonly segment?: Segment;
  readonly page?: number;
}

/** Offers found, with what there is to narrow them by. */
export interface Offers {
  readonly offers: Page<Offer>;
  readonly types: readonly string[];
  readonly regions: readonly string[];
  readonly terms: readonly string[];
  /** Nothing has all the words as they were typed; these come near. */
  readonly approximate?: boolean;
}

export interface ReviewItem {
  readonly id: string;
  readonly product: ProductSnapshot;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly quantity: number;
  readonly maxQuantity: number;
  readonly unitPrice: string;
  readonly price: string;
  readonly billing: BillingPlan;
  readonly billingPlans: readonly BillingPlan[];
  readonly scope: Scope;
  /** Under an Azure plan the scope is shared at purchase; there is nothing to choose. */
  readonly scopes: readonly Scope[];
  readonly resellerId?: string;
  readonly resellerName?: string;
  /** The price when the item was put in the cart or last reviewed, where it has changed since. */
  readonly previousUnitPrice?: string;
  /** Monthly billing: the first payment today and the next ones, and how many there are in all. */
  readonly instalments?: {
    readonly count: number;
    readonly next: readonly { readonly due: string; readonly amount: string }[];
  };
}

/** The cart as it would be ordered now. */
export interface Review {
  readonly cartId: string;
  /** Changes with anything that the user must see before buying: items, prices, scope, billing, reseller. */
  readonly fingerprint: string;
  readonly customerId: string;
  readonly customerName: string;
  /** Tells customers of one name apart. */
  readonly customerDomain: string;
  readonly segment: Segment;
  readonly currency: string;
  readonly items: readonly ReviewItem[];
  readonly total: string;
  /** To pay today: one-time items and first instalments. */
  readonly dueToday: string;
  readonly pricesInclude: 'tax' | 'noTax';
  /** The day of the price list. */
  readonly pricesAsOf: string;
  /** Resellers to choose from; empty unless the partner is an indirect provider. */
  readonly resellers: readonly Reseller[];
  /** Until when these prices hold. */
  readonly validUntil: string;
  /** What this user lacks to order it (rules section 1); absent: nothing. */
  readonly needs?: MissingRight;
}

export interface OrderPlaced {
  readonly order: Order;
  /** A renewal: the day on which it begins. */
  readonly startsOn?: string;
  /** What its subscriptions and resellers are called, by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly customerId: string;
  readonly customerName: string;
}

/** A quote with what else is worth knowing before it is filed. */
export interface RefundAnswer {
  readonly quote: RefundQuote;
  readonly customerId: string;
  readonly customerName: string;
  /** Tells customers of one name apart. */
  readonly customerDomain: string;
  readonly reservation: Reservation;
  readonly hints: RefundHints;
  /** May this user file it, and if not, what is missing (rules section 1). */
  readonly mayFile: boolean;
  readonly filingNeeds?: { code: 'NeedsRole'; roles: Role[] } | { code: 'NeedsAccess'; subscription: string };
}

interface RefundHints {
  /** The last day without the early termination fee, where it is not past. */
  readonly lastDayWithoutFee?: string;
  /** What an exchange would turn into new reservations now, without fee or cap. */
  readonly exchangeValue: string;
  /** The day on which room under the cap returns, where some falls away. */
  readonly roomReturnsOn?: string;
}

export interface ExchangeAnswer {
  readonly quote: ExchangeQuote;
  readonly customerId: string;
  readonly customerName: string;
  /** Tells customers of one name apart. */
  readonly customerDomain: string;
  readonly mayFile: boolean;
  readonly filingNeeds?: { code: 'NeedsRole'; roles: Role[] } | { code: 'NeedsAccess'; subscription: string };
}

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

/** An order or an activity record, with the customer whose it is; both empty for what is the partner's own. */
export interface HistoryRow<T> {
  readonly customerId: string;
  readonly customerName: string;
  readonly entry: T;
}

/** All that a filter of a history leaves, newest first. */
export interface ExportedHistory<T> {
  readonly rows: readonly HistoryRow<T>[];
  /** Names of the customers that are missing in it, because their files can not be read. */
  readonly unreadable: readonly string[];
}

/** A page of a history, with what there is to narrow it by whatever the filter leaves. */
export interface History<T> extends Omit<ExportedHistory<T>, 'rows'> {
  /** Whose it is; undefined: all customers'. */
  readonly customerName?: string;
  readonly rows: Page<HistoryRow<T>>;
  readonly kinds: readonly string[];
  /** The partner's users who stand in it, by name. */
  readonly users: readonly { readonly id: string; readonly name: string }[];
}

export interface CustomerPage extends Page<CustomerEntry> {
  /** How many of the items are customers that the user worked with lately; they come first. */
  readonly recent: number;
  /** Nothing fits as it was typed; these come near. */
  readonly approximate: boolean;
}
