/** Buying: what can be begun, offers, the review, the order. */
import type { BillingPlan, Customer, Order, ProductSnapshot, Reseller, Scope, Segment } from '../model.js';
import type { MissingRight, Page } from './basics.js';
import type { SubscriptionFacts } from './customers.js';

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
