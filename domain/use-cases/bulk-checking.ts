/** A line of a file of purchases, checked as buying checks (rules section 2): what it comes to, or all that is wrong with it. */

import type { Me } from '../answers.js';
import { Findings } from '../bulk/findings.js';
import type { SheetLine, SheetWords } from '../bulk/sheet.js';
import type {
  BillingPlan,
  BulkColumn,
  BulkLine,
  BulkPurchase,
  Customer,
  CustomerEntry,
  PartnerProfile,
  Prices,
  Product,
  Scope,
  Subscription,
} from '../model.js';
import { BILLING_PLANS, SCOPES } from '../model.js';
import { times } from '../money.js';
import { requireAccess } from '../policy/access.js';
import { requireMarket } from '../policy/markets.js';
import { requireBilling, requireQuantity, requireScope, subscriptionProblem } from '../policy/purchase.js';
import type { RefusalFacts } from '../refusals.js';
import { readWish } from '../search/product-words.js';
import { normalized } from '../search/text.js';
import { requireBuyable, requireSegment } from './cart.js';
import { requirePrice, snapshotOf } from './prices.js';

/** What lines are checked against: the book as it is at that moment. */
export interface BulkBook {
  readonly me: Me;
  readonly customers: readonly CustomerEntry[];
  /** A customer's document, or why it can not be had. */
  readonly customer: (id: string) => Promise<Customer | RefusalFacts>;
  readonly prices: Prices;
  readonly words: SheetWords;
  /** In which numbers are written. */
  readonly locale: string;
}

/** The line with what it comes to now, or with all its faults. Nothing is written. */
export async function checkLine(book: BulkBook, line: SheetLine): Promise<BulkLine> {
  const { number, cells, tooMany } = line;
  const found = new Findings(cells);
  // What does not stand under its heading means something else.
  if (tooMany !== undefined) {
    found.fault('customer', 'tooMany');
    return { number, cells, faults: found.faults };
  }
  const customer = await customerOf(book, found);
  const subscription = customer && subscriptionOf(book.me, customer, found);
  const product = productOf(book, customer, found);
  const unitPrice =
    customer &&
    product &&
    found.check('product', () => requirePrice(book.prices, product, customer.currency));
  const quantity = quantityOf(book, product, found);
  const billing = billingOf(book, product, found);
  const scope = scopeOf(book, subscription, found);
  const resellerId = resellerOf(book.me.partner, subscription, found);
  if (found.faults.length > 0) return { number, cells, faults: found.faults };
  if (!customer || !subscription || !product || !unitPrice || !quantity || !billing || !scope)
    throw new Error('a line without faults that is not whole');
  const { currency } = customer;
  const reseller = book.me.partner.resellers.find(({ id }) => id === resellerId);
  const purchase: BulkPurchase = {
    customerId: customer.id,
    customerName: customer.name,
    subscriptionId: subscription.id,
    subscriptionName: subscription.name,
    product: snapshotOf(product),
    quantity,
    billing,
    scope,
    ...(reseller ? { resellerId: reseller.id, resellerName: reseller.name } : {}),
    currency,
    unitPrice,
    price: times(unitPrice, quantity, currency),
  };
  return { number, cells, faults: [], purchase };
}

/** By id, domain or whole name; a name that two have says nothing. */
async function customerOf(book: BulkBook, found: Findings): Promise<Customer | undefined> {
  const text = found.text('customer');
  const named =
    book.customers.filter(({ id }) => id === text).at(0) ??
    book.customers.filter(({ domain }) => same(domain, text)).at(0);
  const entry = found.only(
    'customer',
    named ? [named] : book.customers.filter(({ name }) => same(name, text)),
  );
  if (!entry) return undefined;
  const customer = await book.customer(entry.id);
  if ('code' in customer) return found.fault('customer', 'refused', customer);
  found.check('customer', () => requireMarket(customer));
  return customer;
}

/** By id or whole name; where nothing is named, the only one that can be bought on. */
function subscriptionOf(me: Me, customer: Customer, found: Findings): Subscription | undefined {
  const text = found.text('subscription');
  const usable = customer.subscriptions.filter((each) => !subscriptionProblem(customer, each));
  const buyable = ({ id }: Subscription) =>
    found.check('subscription', () => {
      const subscription = requireBuyable(customer, id);
      requireAccess('manage', me.user, { subscription });
      return subscription;
    });
  if (text !== '') {
    const byId = customer.subscriptions.filter(({ id }) => id === text);
    const named = byId.length > 0 ? byId : customer.subscriptions.filter(({ name }) => same(name, text));
    const one = found.only('subscription', named);
    return one && buyable(one);
  }
  const [first, ...others] = usable.length > 0 ? usable : customer.subscriptions;
  if (!first) return found.fault('subscription', 'refused', noSubscription(customer));
  return others.length > 0 ? found.fault('subscription', 'empty') : buyable(first);
}

function noSubscription({ agreement }: Customer): RefusalFacts {
  return { code: 'NoUsableSubscription', agreementSigned: agreement !== undefined, elsewhere: [] };
}

/** By id, or by whole name, region and term; offered to the customer's segment. */
function productOf(
  { prices, words }: BulkBook,
  customer: Customer | undefined,
  found: Findings,
): Product | undefined {
  const text = found.text('product');
  const called = prices.products.filter(({ id, name }) => id === text || same(name, text));
  if (text === '' || called.length === 0) found.only('product', called);
  const region = regionOf(words, found);
  const inRegion =
    region === undefined ? [] : called.filter((product) => squeezed(product.region) === region);
  if (region !== undefined && called.length > 0 && inRegion.length === 0) found.fault('region', 'unknown');
  const term = termOf(found);
  const forTerm = term === undefined ? [] : inRegion.filter((product) => product.term === term);
  if (term !== undefined && inRegion.length > 0 && forTerm.length === 0) found.fault('term', 'unknown');
  if (forTerm.length === 0) return undefined;
  const product = found.only('product', forTerm);
  if (product && customer) found.check('product', () => requireSegment(product, customer.segment));
  return product;
}

/** As Azure calls it, "westeurope" or "West Europe". */
function regionOf(words: SheetWords, found: Findings): string | undefined {
  const text = found.text('region');
  if (text === '') return found.fault('region', 'empty');
  return meant(words.regions, text) ?? squeezed(text);
}

/** "P3Y", "3y", "3 years", "3 jaar"; a bare number is no term. */
function termOf(found: Findings): string | undefined {
  const text = found.text('term');
  if (text === '') return found.fault('term', 'empty');
  const { term, words } = readWish(text, []);
  return term !== undefined && words.length === 0 ? term : found.fault('term', 'unreadable');
}

function quantityOf({ locale }: BulkBook, product: Product | undefined, found: Findings): number | undefined {
  const text = found.text('quantity');
  if (text === '') return found.fault('quantity', 'empty');
  const maximum = product?.maxQuantity ?? Number.MAX_SAFE_INTEGER;
  return found.check('quantity', () => requireQuantity(text, maximum, locale));
}

function billingOf(
  { words }: BulkBook,
  product: Product | undefined,
  found: Findings,
): BillingPlan | undefined {
  const billing = oneOf(BILLING_PLANS, words.billing, 'billing', found);
  return billing && product
    ? found.check('billing', () => {
        requireBilling(product, billing);
        return billing;
      })
    : billing;
}

function scopeOf(
  { words }: BulkBook,
  subscription: Subscription | undefined,
  found: Findings,
): Scope | undefined {
  const scope = oneOf(SCOPES, words.scope, 'scope', found);
  return scope && subscription
    ? found.check('scope', () => {
        requireScope(subscription, scope);
        return scope;
      })
    : scope;
}

function oneOf<T extends string>(
  known: readonly T[],
  words: Readonly<Record<string, readonly string[]>>,
  column: BulkColumn,
  found: Findings,
): T | undefined {
  const text = found.text(column);
  if (text === '') return found.fault(column, 'empty');
  const id = meant(words, text);
  return known.find((each) => each === id) ?? found.fault(column, 'unreadable');
}

/** By id, MPN ID or whole name; where nothing is named, the only one there is or the subscription's own. */
function resellerOf(
  partner: PartnerProfile,
  subscription: Subscription | undefined,
  found: Findings,
): string | undefined {
  const { kind, resellers } = partner;
  if (kind === 'direct') return undefined;
  const text = found.text('reseller');
  if (text !== '') {
    const named = resellers.filter(
      ({ id, mpnId, name }) => id === text || mpnId === text || same(name, text),
    );
    return found.only('reseller', named)?.id;
  }
  const only = resellers.length === 1 ? resellers[0]?.id : undefined;
  const own = resellers.find(({ id }) => id === subscription?.resellerId)?.id;
  return only ?? own ?? found.fault('reseller', 'empty');
}

/** The id whose words have the text among them; the id itself counts as well. */
function meant(words: Readonly<Record<string, readonly string[]>>, text: string): string | undefined {
  return Object.entries(words).find(([id, known]) => [id, ...known].some((word) => same(word, text)))?.[0];
}

const same = (a: string, b: string) => normalized(a) === normalized(b);
const squeezed = (text: string) => normalized(text).replace(/[^\p{L}\p{N}]/gu, '');
