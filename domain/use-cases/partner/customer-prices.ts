/** What a customer pays: seeing it beside the partner's price, and setting it (rules section 2, "Customer price"). */
import type { Actor, Customer, PriceRule } from '../../model.js';
import { requireRole } from '../../policy/access.js';
import { requireAmount } from '../../policy/amounts.js';
import { customerPrice, requireMarkup, ruleNow } from '../../policy/customer-price.js';
import { act } from '../act.js';
import { findOffers } from '../offers.js';
import { latestRecords, type Wanted } from '../older-acts.js';
import { keyOf, type Ports, requireCustomer, requireUser, stampOf } from '../ports.js';
import { readPrices, requirePrice, requireProduct } from '../prices.js';
import { CHANGES_SHOWN, rightTo } from './act-partner.js';
import type { CustomerPricesFacts } from './answers.js';

const SET = 'set customer prices';
const REMOVE = 'remove customer prices';

/** The changes that a card shows; refused attempts stand in the activity log only. */
const LATEST_CHANGES: Wanted = {
  actions: [SET, REMOVE],
  fits: ({ outcome }) => outcome === 'done',
  most: CHANGES_SHOWN,
};

export interface PriceSearch {
  /** Words that all occur in the product's name, type, region or term. */
  readonly text?: string;
  readonly page?: number;
  /** Only products with a price of their own. */
  readonly onlyOwn?: boolean;
}

/** The rule in force, and what it makes of the products that fit, by type, name, region and term. */
export async function customerPrices(
  ports: Ports,
  actor: Actor,
  customerId: string,
  search: PriceSearch,
): Promise<CustomerPricesFacts> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const { currency } = customer;
  const rule = ruleNow(customer);
  const prices = await readPrices(ports, actor);
  const own = rule?.ownPrices ?? {};
  const products = prices.products.filter(({ id }) => !search.onlyOwn || Object.hasOwn(own, id));
  // A list whose order changes with a price would have the next one typed to the wrong row.
  const { offers } = findOffers({ ...prices, products }, currency, search, () => 0);
  return {
    customerId: customer.id,
    customerName: customer.name,
    currency,
    hasRule: rule !== undefined && !isEmpty(rule),
    markupPercent: rule?.markupPercent ?? '0',
    ownPrices: Object.keys(own).length,
    products: {
      ...offers,
      items: offers.items.map(({ product, unitPrice }) => ({
        product,
        partnerPrice: unitPrice,
        customer: customerPrice(rule, unitPrice, currency, product.id, 1),
      })),
    },
    changes: await latestRecords(ports, keyOf(actor, customerId), customer, LATEST_CHANGES),
    ...rightTo('changePartnerData', me),
  };
}

/** What is changed of a customer's price rule; what is absent stays as it is. */
export interface PriceChange {
  /** In percent, as typed. */
  readonly markup?: string;
  /** A price of its own for a product, as typed; empty takes it away. */
  readonly own?: { readonly productId: string; readonly price: string };
  /** How the user writes numbers. */
  readonly locale: string;
}

type Rule = Pick<PriceRule, 'markupPercent' | 'ownPrices'>;
const NO_RULE: Rule = { markupPercent: '0', ownPrices: {} };

/**
 * Sets the markup, or the price of one product, or both, from now on. What was in force stays in the history.
 * @returns whether that changed anything.
 * @throws Refusal NeedsRole, MarkupInvalid, ProductNotFound, PriceMissing, AmountInvalid.
 */
export async function setCustomerPrices(
  ports: Ports,
  actor: Actor,
  customerId: string,
  change: PriceChange,
  attemptId: string,
): Promise<{ readonly changed: boolean }> {
  const prices = await readPrices(ports, actor);
  return await changeRule(ports, actor, customerId, SET, attemptId, (rule, { currency }) => {
    const { markup, own, locale } = change;
    const markupPercent = markup === undefined ? rule.markupPercent : requireMarkup(markup, locale);
    if (!own) return { next: { ...rule, markupPercent }, said: markup !== undefined };
    const product = requireProduct(prices, own.productId);
    requirePrice(prices, product, currency);
    const { [product.id]: _, ...others } = rule.ownPrices;
    const typed = own.price.trim();
    const ownPrices =
      typed === '' ? others : { ...others, [product.id]: requireAmount(typed, currency, locale) };
    const { name, region, term } = product;
    return { next: { markupPercent, ownPrices }, subject: `${name} · ${region} · ${term}` };
  });
}

/** Takes the whole rule away: the customer pays the partner's own price. @throws Refusal NeedsRole. */
export async function removeCustomerPrices(
  ports: Ports,
  actor: Actor,
  customerId: string,
  attemptId: string,
): Promise<{ readonly changed: boolean }> {
  return await changeRule(ports, actor, customerId, REMOVE, attemptId, () => ({ next: NO_RULE }));
}

interface RuleChange {
  readonly next: Rule;
  /** The one product whose own price is changed: several have one name. */
  readonly subject?: string;
  /** The markup was named. */
  readonly said?: boolean;
}

async function changeRule(
  ports: Ports,
  actor: Actor,
  customerId: string,
  action: string,
  attemptId: string,
  decide: (rule: Rule, customer: Customer) => RuleChange,
): Promise<{ readonly changed: boolean }> {
  const me = await requireUser(ports, actor);
  const { outcome } = await act(ports, actor, me, customerId, {
    action,
    attemptId,
    decide(draft) {
      requireRole('changePartnerData', me.user.roles);
      const known = ruleNow(draft);
      const before = known ?? NO_RULE;
      const { next, subject, said } = decide(before, draft);
      const same = isSame(before, next);
      // That the customer pays the partner's own price is worth noting where nobody has said so.
      if (same && (known || !said)) return { outcome: { kind: 'prices', changed: false } };
      const { markupPercent, ownPrices } = next;
      const { currency } = draft;
      const rule = {
        ...{ at: ports.clock.now().toISOString(), by: stampOf(me) },
        ...{ markupPercent, ownPrices, currency },
      };
      draft.priceRules = [...(draft.priceRules ?? []), rule];
      return {
        outcome: { kind: 'prices', changed: true },
        trace: {
          action,
          ...(subject === undefined ? {} : { subject }),
          ...(same
            ? { after: `${markupPercent}%` }
            : { before: inWords(before, next, currency), after: inWords(next, before, currency) }),
        },
      };
    },
  });
  return { changed: outcome.kind === 'prices' && outcome.changed };
}

function isEmpty({ markupPercent, ownPrices }: Rule): boolean {
  return markupPercent === '0' && Object.keys(ownPrices).length === 0;
}

function isSame(a: Rule, b: Rule): boolean {
  const [own, others] = [Object.entries(a.ownPrices), Object.keys(b.ownPrices)];
  const same = own.length === others.length && own.every(([id, price]) => b.ownPrices[id] === price);
  return same && a.markupPercent === b.markupPercent;
}

/** What is not the same in the other rule: "12.5%", "600.00 USD", "12.5%, —" where a product has no price of its own. */
function inWords(rule: Rule, other: Rule, currency: string): string {
  const markup = rule.markupPercent === other.markupPercent ? [] : [`${rule.markupPercent}%`];
  const ids = [...new Set([...Object.keys(rule.ownPrices), ...Object.keys(other.ownPrices)])];
  const own = ids
    .filter((id) => rule.ownPrices[id] !== other.ownPrices[id])
    .map((id) => (Object.hasOwn(rule.ownPrices, id) ? `${rule.ownPrices[id]} ${currency}` : '—'));
  return [...markup, ...own].join(', ');
}
