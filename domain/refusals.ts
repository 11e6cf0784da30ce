/**
 * Why the desk says no: a closed set of codes, each with the facts that the words need. Cards turn them into
 * sentences (cards/text); nothing here is shown as it stands.
 */
import type { BulkColumn, Role, Scope } from './model.js';

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
  | { code: 'GrantToSelf' }
  // names: of those who could be meant
  | { code: 'PersonNotFound'; text: string }
  | { code: 'PersonAmbiguous'; text: string; names: string[] }
  | { code: 'EmailInvalid'; text: string }
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
  // the partner has never said what this customer pays
  | { code: 'CustomerPriceMissing' }
  | { code: 'CurrenciesDiffer'; currencies: string[] }
  | { code: 'CartEmpty' }
  | { code: 'CartFull'; maximum: number }
  | { code: 'CartAlreadyOrdered'; orderNumber: string; first: First }
  | { code: 'ReviewChanged' }
  // returning (rules sections 3, 4 and 5)
  | { code: 'ReservationExpired'; endedOn: string }
  | { code: 'ReservationBusy'; status: string; requestNumber: string; first: First }
  | { code: 'ReservationNotStarted'; startsOn: string }
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
  | { code: 'SupportInvalid'; fields: string[] }
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
  // renewing (rules section 3)
  | { code: 'RenewalTooEarly'; renewableFrom: string; endsOn: string }
  | { code: 'AlreadyRenewed'; orderNumber: string; first: First }
  // requests after they are filed (rules section 3), and marking as placed (rules section 2)
  | { code: 'RequestSettled'; requestNumber: string; state: string; first: First }
  | { code: 'RequestTakenOn'; requestNumber: string; first: First }
  | { code: 'OutcomeNotPossible'; outcomes: string[] }
  | { code: 'AmountInvalid'; text: string; currency: string; problem: 'unreadable' | 'negative' | 'tooFine' }
  | { code: 'ReasonNeeded'; longest: number }
  | { code: 'ReferenceInvalid'; fields: string[] }
  | { code: 'AlreadyPlaced'; placedAs: string; first: First }
  | { code: 'NothingToPlace' }
  // refund, exchange or wait: no day from `from` to `to`
  | { code: 'DayNotBetween'; text: string; from: string; to: string }
  // bulk purchases (rules section 2); line and maximum are 0 where the problem has none
  | {
      code: 'SheetUnreadable';
      problem:
        | 'empty'
        | 'noHeading'
        | 'noLines'
        | 'columnsMissing'
        | 'columnsUnknown'
        | 'columnsTwice'
        | 'tooManyLines'
        | 'tooLarge'
        | 'notCsv';
      columns: BulkColumn[];
      headings: string[];
      line: number;
      maximum: number;
    }
  | { code: 'BulkNotFound' }
  | { code: 'NothingGood' }
  | { code: 'PriceChanged'; before: string; now: string; currency: string }
  // handing over (rules section 1)
  | { code: 'NothingToHandOver' }
  | { code: 'NobodyElseMay' }
  | { code: 'HandoverInvalid'; fields: string[] }
  | { code: 'HandoverNotFound' }
  | { code: 'HandoverClosed'; state: string; first: First }
  | { code: 'HandoverOutdated' }
  | { code: 'CartInUse' }
  // permission (rules section 6)
  | { code: 'PermissionNeedsSubscription' }
  | { code: 'PermissionNeedsOwner'; subscriptions: string[] }
  // the partner's own data and people (rules section 1; section 2, "Customer price"; section 4, "Other currencies")
  | { code: 'ColleagueNotFound' }
  | { code: 'OwnRoles' }
  | { code: 'LastUserManager' }
  // letting colleagues in (rules section 1)
  | { code: 'RemovedMayNotAsk' }
  | { code: 'AccessRequestNotFound' }
  | { code: 'AccessDecided'; decision: 'approved' | 'declined'; first: First }
  | { code: 'ApprovalInvalid'; fields: string[] }
  | { code: 'EmailTaken'; colleague: string }
  | { code: 'CurrencyUnknown'; text: string }
  | { code: 'RateInvalid'; text: string; problem: 'unreadable' | 'notPositive' | 'tooHigh' | 'tooFine' }
  | { code: 'RateDayInvalid'; text: string; problem: 'unreadable' | 'inFuture' }
  | { code: 'MarkupInvalid'; text: string; problem: 'unreadable' | 'outOfRange' | 'tooFine' }
  // what a user wants to be told by itself
  | { code: 'NoticeSettingsInvalid'; fields: ('threshold' | 'from' | 'to' | 'timeZone')[] }
  // histories (rules sections 2 and 7)
  | { code: 'DateInvalid'; field: 'from' | 'to'; text: string }
  | { code: 'DatesReversed'; from: string; to: string }
  // the book
  | {
      code: 'DocumentUnreadable';
      file: string;
      reason: 'cutOff' | 'wrongShape' | 'newerVersion' | 'unreadable';
    }
  | { code: 'StoreUnavailable' }
  // what is derived from the book is still being made
  | { code: 'OverviewNotReady' };

export type RefusalCode = RefusalFacts['code'];

/** A refusal on its way up: thrown by rules and use cases, caught where words are made. */
export class Refusal extends Error {
  constructor(readonly facts: RefusalFacts) {
    super(facts.code);
    this.name = 'Refusal';
  }
}

/** The facts of the refusal that a check ends in; undefined where it passes. */
export function refusalIn(check: () => unknown): RefusalFacts | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
}

/** True where the error is a refusal with this code; narrows to its facts. */
export function isRefusal<C extends RefusalCode>(
  error: unknown,
  code: C,
): error is Refusal & { facts: Extract<RefusalFacts, { code: C }> } {
  return error instanceof Refusal && error.facts.code === code;
}
