/** What the use cases about the partner's own data and people answer. */
import type { Page } from '../../answers.js';
import type { ActivityRecord, PartnerUser, ProductSnapshot, RefundPolicyId, Role } from '../../model.js';
import type { CustomerPrice } from '../../policy/customer-price.js';

/** Whether this user may change it, and if not, which roles may (rules section 1). */
interface Changing {
  readonly mayChange: boolean;
  readonly rolesThatMay: readonly Role[];
  /** The latest changes of it, the newest first. */
  readonly changes: readonly ActivityRecord[];
}

/** The partner's users, those who were removed at the end. */
export interface ColleagueList {
  readonly colleagues: Page<PartnerUser>;
  /** How many ask to be let in; none where this user may not decide. */
  readonly accessRequests: number;
  readonly mayChange: boolean;
  readonly rolesThatMay: readonly Role[];
}

export interface ColleagueFacts extends Changing {
  readonly colleague: PartnerUser;
  /** It is the user who asks: nobody changes its own roles. */
  readonly isMe: boolean;
}

/** The rate of one currency; without `usdPerUnit` there is none, though the price list sells in it. */
export interface RateFacts {
  readonly currency: string;
  readonly usdPerUnit?: string;
  readonly day?: string;
  readonly ageDays: number;
  /** Older than what is used without a warning (rules section 4, "Other currencies"). */
  readonly isOld: boolean;
}

export interface RatesFacts extends Changing {
  readonly rates: Page<RateFacts>;
  readonly oldAfterDays: number;
  readonly today: string;
}

export interface PolicyFacts extends Changing {
  readonly refundPolicy: RefundPolicyId;
  /** A UTC day; absent where none was ever chosen. */
  readonly since?: string;
}

/** What one product costs the partner and the customer, both of one for the whole term, in the customer's currency. */
export interface PricedProduct {
  readonly product: ProductSnapshot;
  readonly partnerPrice: string;
  readonly customer: CustomerPrice;
}

export interface CustomerPricesFacts extends Changing {
  readonly customerId: string;
  readonly customerName: string;
  readonly currency: string;
  readonly hasRule: boolean;
  readonly markupPercent: string;
  /** How many products have a price of their own. */
  readonly ownPrices: number;
  readonly products: Page<PricedProduct>;
}

/** What is in force at the partner, at a glance. */
export interface SettingsFacts {
  readonly partnerName: string;
  readonly refundPolicy: RefundPolicyId;
  readonly since?: string;
  readonly rates: readonly RateFacts[];
  /** The day of the oldest price list, and how long ago that is; absent where there is none. */
  readonly pricesAsOf?: string;
  readonly pricesAgeDays: number;
  readonly colleagues: number;
  readonly removed: number;
}
