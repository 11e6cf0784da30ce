/**
 * What things are called: regions, reservation types, terms, roles … by their id, in the user's language. A name
 * that the desk does not know yet (a new region, a new type) is shown as its id rather than not at all.
 */
import type { ReservationState } from '../../domain/answers.js';
import type {
  BillingPlan,
  BulkColumn,
  ProductSnapshot,
  Role,
  Scope,
  Segment,
  Subscription,
} from '../../domain/model.js';
import { clean, short } from '../plain.js';
import type { Words } from '../words.js';

/** "West Europe" for "westeurope". */
export function regionName(words: Words, region: string): string {
  return named(words, 'region', region);
}

/** "Virtual machines" for "virtualMachines". */
export function typeName(words: Words, type: string): string {
  return named(words, 'type', type);
}

/** "Compute" for the exchange family "compute"; a family of one type is called as its type. */
export function familyName(words: Words, family: string): string {
  return words.has(`names.family.${family}`) ? named(words, 'family', family) : typeName(words, family);
}

/** "1 year" for "P1Y". */
export function termName(words: Words, term: string): string {
  return named(words, 'term', term);
}

/** "Admin agent" for "AdminAgent". */
export function roleName(words: Words, role: Role): string {
  return named(words, 'role', role);
}

/** "Commercial" for "commercial". */
export function segmentName(words: Words, segment: Segment): string {
  return named(words, 'segment', segment);
}

/** "Shared" for "shared". */
export function scopeName(words: Words, scope: Scope): string {
  return named(words, 'scope', scope);
}

/** "Monthly" for "monthly". */
export function billingName(words: Words, billing: BillingPlan): string {
  return named(words, 'billing', billing);
}

/** "Refund requested" for "refundRequested"; also "Expired" and "Not started". */
export function reservationStateName(words: Words, state: ReservationState): string {
  return named(words, 'reservationState', state);
}

/** "Declined" for "declined". */
export function requestStateName(words: Words, state: string): string {
  return named(words, 'requestState', state);
}

/** "Suspended" for "suspended". */
export function subscriptionStateName(words: Words, state: Subscription['state']): string {
  return named(words, 'subscriptionState', state);
}

/** "Azure plan" for an Azure plan; the offer's own name for one bought elsewhere. */
export function offerName(words: Words, subscription: Subscription): string {
  return clean(subscription.offerName ?? '') || named(words, 'offer', subscription.offer);
}

/** "Fabrikam, Inc. · fabrikam.example": customers of one name are told apart by their domain. */
export function customerLine(
  words: Words,
  { customerName, customerDomain }: { readonly customerName: string; readonly customerDomain: string },
): string {
  return words.t('names.customer', { name: short(customerName), domain: short(customerDomain) });
}

/** "customer" for the column "customer" of a file of purchases: the first word by which its heading is known. */
export function columnName(words: Words, column: BulkColumn): string {
  return words.t(`bulk.heading.${column}`).split('|', 1)[0] ?? column;
}

type Described = Pick<ProductSnapshot, 'name' | 'type' | 'region' | 'term'>;

/**
 * "Standard_D2s_v5 · Virtual machines · West Europe · 1 year", clean for a text run; in the title of a choice it
 * goes through plain() as every name does.
 */
export function productLine(words: Words, product: Described): string {
  return words.t('names.productLine', {
    name: clean(product.name),
    type: typeName(words, product.type),
    region: regionName(words, product.region),
    term: termName(words, product.term),
  });
}

/** "West Europe · 1 year": the product without its name and type. */
export function productWhere(words: Words, product: Described): string {
  return words.t('names.productWhere', {
    region: regionName(words, product.region),
    term: termName(words, product.term),
  });
}

function named(words: Words, list: string, id: string): string {
  const key = `names.${list}.${id}`;
  return words.has(key) ? words.t(key) : clean(id);
}
