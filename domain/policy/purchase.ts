/** What can be bought, on what and how: checks 3 to 5 of rules section 2. */
import { z } from 'zod';
import type {
  AgreementAcceptance,
  BillingPlan,
  Customer,
  PartnerProfile,
  Product,
  Scope,
  Subscription,
} from '../model.js';
import { agreementSchema } from '../model.js';
import { Refusal } from '../refusals.js';
import { knownLocale, plainSigns } from './locale.js';

/** Why reservations cannot be bought on a subscription, or undefined where they can (rules section 2, checks 3 and 4). */
export function subscriptionProblem(
  customer: Pick<Customer, 'agreement'>,
  subscription: Subscription,
): undefined | 'SubscriptionElsewhere' | 'SubscriptionNotActive' | 'NeedsAzurePlan' {
  if (subscription.offer === 'other') return 'SubscriptionElsewhere';
  if (subscription.state !== 'active') return 'SubscriptionNotActive';
  // Once the Microsoft Customer Agreement is signed, an Azure plan is the only way to buy.
  if (customer.agreement && subscription.offer === 'azureGlobal') return 'NeedsAzurePlan';
  return undefined;
}

/**
 * Passes where reservations can be bought on this subscription (rules section 2, checks 3 and 4).
 * @throws Refusal SubscriptionElsewhere; SubscriptionNotActive; NeedsAzurePlan.
 */
export function requireUsableSubscription(
  customer: Pick<Customer, 'agreement'>,
  subscription: Subscription,
): void {
  const code = subscriptionProblem(customer, subscription);
  if (!code) return;
  const { name, offerName } = subscription;
  throw new Refusal(
    code === 'SubscriptionElsewhere'
      ? { code, subscription: name, offer: offerName ?? '' }
      : { code, subscription: name },
  );
}

const trimmed = z.string().trim();
/** The fields of the agreement as a person types them, with blanks around them; what else comes along is left out. */
const typedAgreement = z.object({
  firstName: trimmed.pipe(agreementSchema.shape.firstName),
  lastName: trimmed.pipe(agreementSchema.shape.lastName),
  email: trimmed.pipe(agreementSchema.shape.email),
  date: trimmed.pipe(agreementSchema.shape.date),
});

/**
 * The acceptance of the Microsoft Customer Agreement as it was typed, checked (rules section 2, check 3).
 * @throws Refusal AgreementInvalid with the fields that are missing or wrong; AgreementDateInFuture.
 */
export function requireAgreement(text: unknown, today: string): AgreementAcceptance {
  const checked = typedAgreement.safeParse(typeof text === 'object' ? (text ?? {}) : {});
  if (!checked.success) {
    const fields = [...new Set(checked.error.issues.map((issue) => String(issue.path[0])))];
    throw new Refusal({ code: 'AgreementInvalid', fields });
  }
  const { date } = checked.data;
  if (date > today) throw new Refusal({ code: 'AgreementDateInFuture', date });
  return checked.data;
}

/** As much of what was typed as a refusal repeats. */
const REPEATED_CHARACTERS = 40;

/**
 * A quantity as it was typed: digits, or digits in groups just as the locale writes thousands; nothing is rounded
 * or guessed (rules section 2, check 5: a whole number from 1 to the product's maximum).
 * @throws Refusal QuantityNotWhole; QuantityOutOfRange.
 */
export function requireQuantity(text: string | number, maximum: number, locale?: string): number {
  const typed = String(text).trim();
  const quantity = /^\d+$/.test(typed) ? Number(typed) : groupedNumber(typed, locale);
  if (quantity === undefined) {
    const repeated = Array.from(typed).slice(0, REPEATED_CHARACTERS).join('');
    throw new Refusal({ code: 'QuantityNotWhole', text: repeated });
  }
  if (quantity < 1 || quantity > maximum) throw new Refusal({ code: 'QuantityOutOfRange', maximum });
  return quantity;
}

/** The number whose thousands the locale writes in just this way: "1.000" is a thousand in Dutch and nothing in English. */
function groupedNumber(typed: string, locale: string | undefined): number | undefined {
  const value = Number(typed.replace(/\D/g, ''));
  const written = new Intl.NumberFormat(knownLocale(locale), {
    useGrouping: 'always',
    numberingSystem: 'latn',
  }).format(value);
  return plainSigns(typed) === plainSigns(written) ? value : undefined;
}

/** Whether a partner's prices are with tax: where it is in Brazil (rules section 2). */
export function pricesInclude({ location }: Pick<PartnerProfile, 'location'>): 'tax' | 'noTax' {
  return location === 'BR' ? 'tax' : 'noTax';
}

/** The scopes that can be chosen at purchase: shared only under an Azure plan (rules section 2, check 5). The first is the default. */
export function scopesFor(subscription: Pick<Subscription, 'offer'>): Scope[] {
  return subscription.offer === 'azureGlobal' ? ['single', 'shared'] : ['shared'];
}

/** The scope that is preset at purchase (rules section 2, check 5). */
export function defaultScope(subscription: Pick<Subscription, 'offer'>): Scope {
  return scopesFor(subscription)[0] ?? 'shared';
}

/** Passes for a scope that can be chosen at purchase. @throws Refusal ScopeNotOffered (rules section 2, check 5). */
export function requireScope(subscription: Pick<Subscription, 'offer'>, scope: Scope): void {
  if (!scopesFor(subscription).includes(scope)) throw new Refusal({ code: 'ScopeNotOffered', scope });
}

/** Passes for a billing plan that the product has. @throws Refusal BillingPlanNotOffered (rules section 2, check 5). */
export function requireBilling(product: Pick<Product, 'name' | 'billingPlans'>, billing: BillingPlan): void {
  if (!product.billingPlans.includes(billing)) {
    throw new Refusal({ code: 'BillingPlanNotOffered', product: product.name });
  }
}

/**
 * The reseller that becomes Partner of Record: required of an indirect provider, none for a direct partner, whatever
 * is given (rules section 2, check 5).
 * @throws Refusal ResellerNeeded; ResellerUnknown for one that is not the partner's.
 */
export function requireReseller(
  partner: Pick<PartnerProfile, 'kind' | 'resellers'>,
  resellerId?: string,
): string | undefined {
  if (partner.kind === 'direct') return undefined;
  if (!resellerId) throw new Refusal({ code: 'ResellerNeeded' });
  if (!partner.resellers.some(({ id }) => id === resellerId)) throw new Refusal({ code: 'ResellerUnknown' });
  return resellerId;
}
