/** One example of every refusal: a code that is added without one does not compile. */
import type { RefusalCode, RefusalFacts } from '../../domain/refusals.js';
import { LONGEST } from './card-rules.js';

const first = { by: LONGEST, at: '2026-11-21T09:30:00Z' };
type Examples = { readonly [C in RefusalCode]: Extract<RefusalFacts, { code: C }> };
type Bare<C extends RefusalCode> = { readonly [K in C]: { readonly code: K } };

function bare<C extends RefusalCode>(...codes: C[]): Bare<C> {
  return Object.fromEntries(codes.map((code) => [code, { code }])) as Bare<C>;
}

export const EVERY_REFUSAL: Examples = {
  ...bare(
    'UnknownUser',
    'CustomerNotFound',
    'SubscriptionNotFound',
    'ReservationNotFound',
    'ProductNotFound',
  ),
  ...bare('QuoteNotFound', 'CartItemNotFound', 'RequestNotFound', 'CountryUnknown', 'AgreementNeeded'),
  ...bare(
    'ResellerNeeded',
    'ResellerUnknown',
    'CartEmpty',
    'ReviewChanged',
    'NothingToRefund',
    'QuoteChanged',
  ),
  ...bare(
    'ResellersDiffer',
    'ReturnedTwice',
    'NothingReturned',
    'NothingBought',
    'PermissionNeedsSubscription',
  ),
  ...bare('StoreUnavailable', 'OrderNotFound', 'NothingToPlace'),
  NeedsRole: { code: 'NeedsRole', roles: ['AdminAgent', 'GlobalAdmin'] },
  NeedsAccess: { code: 'NeedsAccess', subscription: LONGEST },
  CountryNotRecognized: { code: 'CountryNotRecognized', text: LONGEST },
  ReservationsNotSoldInMarket: { code: 'ReservationsNotSoldInMarket', country: 'NE' },
  NoUsableSubscription: { code: 'NoUsableSubscription', agreementSigned: false, elsewhere: [LONGEST, 'Lab'] },
  SubscriptionNotActive: { code: 'SubscriptionNotActive', subscription: LONGEST },
  SubscriptionElsewhere: { code: 'SubscriptionElsewhere', subscription: LONGEST, offer: LONGEST },
  NeedsAzurePlan: { code: 'NeedsAzurePlan', subscription: LONGEST },
  AzurePlanExists: { code: 'AzurePlanExists', subscription: LONGEST },
  AgreementDateInFuture: { code: 'AgreementDateInFuture', date: '2030-01-01' },
  AgreementInvalid: { code: 'AgreementInvalid', fields: ['firstName', 'email'] },
  QuantityNotWhole: { code: 'QuantityNotWhole', text: LONGEST },
  QuantityOutOfRange: { code: 'QuantityOutOfRange', maximum: 100 },
  SegmentNotOffered: { code: 'SegmentNotOffered', product: LONGEST },
  PriceMissing: { code: 'PriceMissing', product: LONGEST, currency: 'SEK' },
  BillingPlanNotOffered: { code: 'BillingPlanNotOffered', product: LONGEST },
  ScopeNotOffered: { code: 'ScopeNotOffered', scope: 'single' },
  CurrenciesDiffer: { code: 'CurrenciesDiffer', currencies: ['USD', 'EUR'] },
  CartFull: { code: 'CartFull', maximum: 10 },
  CartAlreadyOrdered: { code: 'CartAlreadyOrdered', orderNumber: 'O-1', first },
  ReservationExpired: { code: 'ReservationExpired', endedOn: '2026-11-20' },
  ReservationBusy: { code: 'ReservationBusy', status: 'refundRequested', requestNumber: 'R-1', first },
  NotReturnable: { code: 'NotReturnable', product: LONGEST },
  RateMissing: { code: 'RateMissing', currency: 'SEK' },
  TooManyReturned: { code: 'TooManyReturned', maximum: 8 },
  CapReached: { code: 'CapReached', capUsd: '50000.00', usedUsd: '50000.00', roomOn: '2027-02-03' },
  OverCap: {
    code: 'OverCap',
    capUsd: '50000.00',
    leftUsd: '100.00',
    countsUsd: '60000.00',
    roomOn: '2027-02-03',
  },
  LossNotAccepted: { code: 'LossNotAccepted', fallsAway: '10000', currency: 'JPY' },
  ContactInvalid: { code: 'ContactInvalid', fields: ['phone', 'whatever'] },
  FactsInvalid: { code: 'FactsInvalid', fields: ['price', 'startsOn', 'whatever'] },
  FamiliesDiffer: { code: 'FamiliesDiffer', families: ['compute', 'sql', 'cosmosDb'] },
  NewCommitmentTooSmall: {
    code: 'NewCommitmentTooSmall',
    newCommitment: '100.00',
    returnedValue: '150.00',
    shortfall: '50.00',
    currency: 'EUR',
  },
  RequestSettled: { code: 'RequestSettled', requestNumber: 'R-1', state: 'declined', first },
  RequestTakenOn: { code: 'RequestTakenOn', requestNumber: 'R-1', first },
  OutcomeNotPossible: { code: 'OutcomeNotPossible', outcomes: ['paid', 'declined', 'withdrawn'] },
  AmountInvalid: { code: 'AmountInvalid', text: LONGEST, currency: 'JPY', problem: 'tooFine' },
  ReasonNeeded: { code: 'ReasonNeeded', longest: 300 },
  ReferenceInvalid: { code: 'ReferenceInvalid', fields: ['ticketNumber', 'placedNumber'] },
  AlreadyPlaced: { code: 'AlreadyPlaced', placedAs: LONGEST, first },
  PermissionNeedsOwner: { code: 'PermissionNeedsOwner', subscriptions: [LONGEST] },
  DateInvalid: { code: 'DateInvalid', field: 'from', text: LONGEST },
  DatesReversed: { code: 'DatesReversed', from: '2026-11-21', to: '2026-11-20' },
  DocumentUnreadable: {
    code: 'DocumentUnreadable',
    file: 'customers/contoso/fabrikam.json',
    reason: 'cutOff',
  },
};
