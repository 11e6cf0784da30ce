/** Buying the lines of a bulk purchase one by one (rules section 2): each is an order of its own, once, whatever comes between. */
import type { BulkFacts } from '../bulk/facts.js';
import type { Actor, Bulk, BulkLine, BulkPurchase, Cart, Customer } from '../model.js';
import { compare } from '../money.js';
import { requireMarket } from '../policy/markets.js';
import { Refusal } from '../refusals.js';
import { BULK } from '../store/kinds.js';
import { bulkFacts, bulkKey, requireBulk } from './bulks.js';
import { placeOrder, requireOrderable } from './buying.js';
import { reviewOf } from './cart.js';
import { type Ports, requireUser } from './ports.js';
import { readPrices } from './prices.js';

/** Refusals that are no matter of the line: whoever asks again may well be answered. */
const STOPS: ReadonlySet<string> = new Set(['UnknownUser', 'StoreUnavailable']);

/**
 * Confirms the purchase: from now on its good lines are to be bought. Confirming it again changes nothing.
 * @throws Refusal BulkNotFound; NothingGood where no line can be bought.
 */
export async function beginBulk(ports: Ports, actor: Actor, bulkId: string): Promise<BulkFacts> {
  await requireUser(ports, actor, 'manage');
  await requireBulk(ports, actor, bulkId);
  const begunAt = ports.clock.now().toISOString();
  const bulk = await ports.documents.update(BULK, bulkKey(actor, bulkId), (current) => {
    if (!current) throw new Refusal({ code: 'BulkNotFound' });
    if (!current.lines.some(({ purchase }) => purchase)) throw new Refusal({ code: 'NothingGood' });
    const next = current.begunAt === undefined ? { ...current, begunAt } : current;
    return { next, result: next };
  });
  return await bulkFacts(ports, actor, bulk);
}

/**
 * Buys the next line of a confirmed purchase that has had no turn yet; undefined where there is none left. The
 * attempt is named by the line: whoever buys it again, after a crash or in a second tab, gets the same order.
 * @throws Refusal BulkNotFound, UnknownUser, StoreUnavailable: then the line still waits. Any other refusal is the
 *   outcome of the line.
 */
export async function buyNextLine(
  ports: Ports,
  actor: Actor,
  bulkId: string,
): Promise<BulkFacts | undefined> {
  const bulk = await requireBulk(ports, actor, bulkId);
  const line = bulk.begunAt === undefined ? undefined : bulk.lines.find(waits);
  if (!line?.purchase) return undefined;
  const outcome = await outcomeOf(ports, actor, bulk, line, line.purchase);
  const next = await ports.documents.update(BULK, bulkKey(actor, bulkId), (current) => {
    if (!current) throw new Refusal({ code: 'BulkNotFound' });
    const lines = current.lines.map((known) =>
      known.number === line.number && !known.outcome ? { ...known, outcome } : known,
    );
    return { next: { ...current, lines }, result: { ...current, lines } };
  });
  return await bulkFacts(ports, actor, next);
}

const waits = ({ purchase, outcome }: BulkLine) => purchase !== undefined && outcome === undefined;

async function outcomeOf(
  ports: Ports,
  actor: Actor,
  bulk: Bulk,
  line: BulkLine,
  purchase: BulkPurchase,
): Promise<NonNullable<BulkLine['outcome']>> {
  try {
    const { order } = await orderLine(ports, actor, `bulk-${bulk.id}-${line.number}`, purchase);
    return { kind: 'ordered', at: order.at, orderNumber: order.number, total: order.total };
  } catch (error) {
    if (!(error instanceof Refusal) || STOPS.has(error.facts.code)) throw error;
    return { kind: 'refused', at: ports.clock.now().toISOString(), refusal: { ...error.facts } };
  }
}

/** Every check and the price again, at this moment; the user's cart stays as it is. */
async function orderLine(ports: Ports, actor: Actor, attemptId: string, purchase: BulkPurchase) {
  const me = await requireUser(ports, actor);
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  return await placeOrder(ports, actor, me, purchase.customerId, {
    attemptId,
    decide(draft) {
      requireMarket(draft);
      const cart = cartFor(draft, attemptId, purchase, now);
      for (const item of cart.items) requireOrderable(me, draft, prices, cart, item);
      const shown = reviewOf(draft, cart, me.partner, prices, now);
      requireSame(purchase, shown.items[0]?.unitPrice ?? '', draft);
      return shown;
    },
  });
}

/** The line as a cart of its own, which nobody else sees. */
function cartFor({ currency, segment }: Customer, id: string, purchase: BulkPurchase, now: Date): Cart {
  const { product, subscriptionId, quantity, billing, scope, resellerId, unitPrice } = purchase;
  const at = now.toISOString();
  const item = {
    id,
    productId: product.id,
    subscriptionId,
    quantity,
    billing,
    scope,
    unitPrice,
    pricedAt: at,
  };
  return {
    id,
    currency,
    segment,
    items: [{ ...item, ...(resellerId === undefined ? {} : { resellerId }) }],
    changedAt: at,
  };
}

/** @throws Refusal PriceChanged; CurrenciesDiffer where the customer is sold to in another currency by now. */
function requireSame({ unitPrice, currency }: BulkPurchase, price: string, customer: Customer): void {
  if (customer.currency !== currency)
    throw new Refusal({ code: 'CurrenciesDiffer', currencies: [currency, customer.currency] });
  if (compare(price, unitPrice) !== 0)
    throw new Refusal({ code: 'PriceChanged', before: unitPrice, now: price, currency });
}
