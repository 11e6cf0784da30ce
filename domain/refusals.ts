/**
 * Why the desk says no: a closed set of codes, each with the facts that the words need. Cards turn them into
 * sentences (cards/text); nothing here is shown as it stands.
 */
import type { Role, Scope } from './model.js';

/** Who was first, and when, where an attempt came second (rules section 8). */
export interface First {
  readonly by: string;
  readonly at: string;
}

export type RefusalFacts =
  // rights (rules section 1)
  | { code: 'UnknownUser' }
  | { code: 'NeedsRole'; roles: Role[] }
  | { code: 'NeedsAccess'; subscription: string }
  // what is not there, or not this partner's
  | { code: 'CustomerNotFound' }
  | { code: 'SubscriptionNotFound' }
  | { code: 'ReservationNotFound' }
  | { code: 'ProductNotFound' }
  | { code: 'QuoteNotFound' }
  | { code: 'CartItemNotFound' }
  | { code: 'RequestNotFound' }
  | { code: 'OrderNotFound' }
  // buying (rules section 2)
  | { code: 'CountryUnknown' }
  | { code: 'CountryNotRecognized'; text: string }
  | { code: 'ReservationsNotSoldInMarket'; country: string }
  | { code: 'NoUsableSubscription'; agreementSigned: boolean; elsewhere: string[] }
  | { code: 'SubscriptionNotActive'; subscription: string }
  | { code: 'SubscriptionElsewhere'; subscription: string; offer: string }
  | { code: 'NeedsAzurePlan'; subscription: string }
  | { code: 'AzurePlanExists'; subscription: string }
  | { code: 'AgreementNeeded' }
  | { code: 'AgreementDateInFuture'; date: string }
  | { code: 'AgreementInvalid'; fields: string[] }
  | { code: 'QuantityNotWhole'; text: string }
  | { code: 'QuantityOutOfRange'; maximum: number }
  | { code: 'SegmentNotOffered'; product: string }
  | { code: 'PriceMissing'; product: string; currency: string }
  | { code: 'BillingPlanNotOffered'; product: string }
  | { code: 'ScopeNotOffered'; scope: Scope }
  | { code: 'ResellerNeeded' }
  | { code: 'ResellerUnknown' }
  | { code: 'CurrenciesDiffer'; currencies: string[] }
  | { code: 'CartEmpty' }
  | { code: 'CartFull'; maximum: number }
  | { code: 'CartAlreadyOrdered'; orderNumber: string; first: First }
  | { code: 'ReviewChanged' }
  // returning (rules sections 3, 4 and 5)
  | { code: 'ReservationExpired'; endedOn: string }
  | { code: 'ReservationBusy'; status: string; requestNumber: string; first: First }
  | { code: 'NotReturnable'; product: string }
  | { code: 'FactsInvalid'; fields: string[] }
  | { code: 'NothingToRefund' }
  | { code: 'RateMissing'; currency: string }
  | { code: 'CapReached'; capUsd: string; usedUsd: string; roomOn: string }
  // roomOn is empty where waiting would not help: this refund alone passes the whole cap
  | { code: 'OverCap'; capUsd: string; leftUsd: string; countsUsd: string; roomOn: string }
  | { code: 'LossNotAccepted'; fallsAway: string; currency: string }
  // first: a colleague has returned part of the reservation since
  | { code: 'QuoteChanged'; first?: First }
  | { code: 'ContactInvalid'; fields: string[] }
  | { code: 'FamiliesDiffer'; families: string[] }
  | { code: 'ResellersDiffer' }
  | { code: 'ReturnedTwice' }
  | { code: 'NothingReturned' }
  | { code: 'TooManyReturned'; maximum: number }
  | { code: 'NothingBought' }
  | {
      code: 'NewCommitmentTooSmall';
      newCommitment: string;
      returnedValue: string;
      shortfall: string;
      currency: string;
    }
  // requests after they are filed (rules section 3), and marking as placed (rules section 2)
  | { code: 'RequestSettled'; requestNumber: string; state: string; first: First }
  | { code: 'RequestTakenOn'; requestNumber: string; first: First }
  | { code: 'OutcomeNotPossible'; outcomes: string[] }
  | { code: 'AmountInvalid'; text: string; currency: string; problem: 'unreadable' | 'negative' | 'tooFine' }
  | { code: 'ReasonNeeded'; longest: number }
  | { code: 'ReferenceInvalid'; fields: string[] }
  | { code: 'AlreadyPlaced'; placedAs: string; first: First }
  | { code: 'NothingToPlace' }
  // permission (rules section 6)
  | { code: 'PermissionNeedsSubscription' }
  | { code: 'PermissionNeedsOwner'; subscriptions: string[] }
  // histories (rules sections 2 and 7)
  | { code: 'DateInvalid'; field: 'from' | 'to'; text: string }
  | { code: 'DatesReversed'; from: string; to: string }
  // the book
  | {
      code: 'DocumentUnreadable';
      file: string;
      reason: 'cutOff' | 'wrongShape' | 'newerVersion' | 'unreadable';
    }
  | { code: 'StoreUnavailable' };

export type RefusalCode = RefusalFacts['code'];

/** A refusal on its way up: thrown by rules and use cases, caught where words are made. */
export class Refusal extends Error {
  constructor(readonly facts: RefusalFacts) {
    super(facts.code);
    this.name = 'Refusal';
  }
}

/** True where the error is a refusal with this code; narrows to its facts. */
export function isRefusal<C extends RefusalCode>(
  error: unknown,
  code: C,
): error is Refusal & { facts: Extract<RefusalFacts, { code: C }> } {
  return error instanceof Refusal && error.facts.code === code;
}
