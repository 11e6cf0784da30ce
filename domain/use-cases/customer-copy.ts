/**
 * The customer's copy of an order, a quote or a settlement: what is meant for the customer, in its own prices (rules
 * section 2, "Customer price"). The answer holds nothing else, so that nothing else can be shown or sent.
 */
import type { Page } from '../answers.js';
import type {
  Actor,
  BillingPlan,
  Customer,
  ExchangeQuote,
  Language,
  Order,
  ProductSnapshot,
  RefundQuote,
  RequestState,
  Reservation,
  SupportRequest,
} from '../model.js';
import { exact, minus, roundHalfUp, sum, times } from '../money.js';
import { customerPays, customerShare } from '../policy/customer-settlement.js';
import { priceOf } from '../policy/instalments.js';
import { Refusal } from '../refusals.js';
import { pageOf } from './lists.js';
import { type Ports, requireCustomer, requireUser } from './ports.js';
import { requireReservation } from './requests.js';

const PAGE_SIZE = 8;

/** What was bought, or would be; the customer's prices. */
export interface CopyPurchase {
  readonly product: ProductSnapshot;
  readonly quantity: number;
  readonly billing: BillingPlan;
  readonly subscription: string;
  readonly one: string;
  readonly all: string;
}

/** What is returned; the customer's price of it, and what of that it gets back. */
export interface CopyReturn {
  readonly product: ProductSnapshot;
  readonly quantity: number;
  readonly ofQuantity: number;
  readonly boughtOn: string;
  readonly price: string;
  readonly back: string;
}

/** All amounts in `currency`, and by the customer's own prices. */
export interface CustomerCopy {
  readonly about: 'order' | 'refund' | 'exchange';
  readonly state: 'ordered' | 'quoted' | RequestState;
  /** Of the order or the request; a quote has none. */
  readonly number?: string;
  readonly at: string;
  /** Until when a quote holds. */
  readonly validUntil?: string;
  readonly partnerName: string;
  readonly customerName: string;
  readonly customerDomain: string;
  /** The customer's language, where it is known. */
  readonly language?: Language;
  readonly country?: string;
  readonly currency: string;
  /** Prices include tax only where the partner is in Brazil (rules section 2). */
  readonly pricesInclude: 'tax' | 'noTax';
  readonly bought: readonly CopyPurchase[];
  readonly boughtTotal: string;
  readonly returned: readonly CopyReturn[];
  /** What the customer gets back for all that is returned. */
  readonly back: string;
  /** Monthly payments of the customer that are no longer owed. */
  readonly noLongerOwed: string;
  /** What the customer pays in an exchange, beyond what it gets back; below zero it gets that back. */
  readonly net: string;
}

/** What a copy can be made of, in a list. */
export interface CopySubject {
  /** As `customerCopy` names it. */
  readonly what: string;
  readonly kind: 'order' | 'refund' | 'exchange';
  readonly state: CustomerCopy['state'];
  readonly number?: string;
  readonly at: string;
}

/**
 * The customer's copy of "order/<number>", "quote/<id>" or "request/<number>" of one customer.
 * @throws Refusal OrderNotFound, QuoteNotFound, RequestNotFound; CustomerPriceMissing where the partner has never said
 *   what this customer pays.
 */
export async function customerCopy(
  ports: Ports,
  actor: Actor,
  customerId: string,
  what: string,
): Promise<CustomerCopy> {
  const { partner } = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  return {
    partnerName: partner.name,
    customerName: customer.name,
    customerDomain: customer.domain,
    ...(customer.language === undefined ? {} : { language: customer.language }),
    ...(customer.country === undefined ? {} : { country: customer.country }),
    pricesInclude: partner.location === 'BR' ? 'tax' : 'noTax',
    ...contentOf(customer, what),
  };
}

/** The orders, quotes and requests of a customer of which a copy can be made, the newest first, a page at a time. */
export async function copySubjects(
  ports: Ports,
  actor: Actor,
  customerId: string,
  page: number,
): Promise<{ customerName: string; subjects: Page<CopySubject> }> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const filed = new Set(customer.requests.map(({ quote }) => quote?.id));
  const subjects: CopySubject[] = [
    ...customer.orders.map(({ number, at }) => ({
      what: `order/${number}`,
      kind: 'order' as const,
      state: 'ordered' as const,
      number,
      at,
    })),
    ...customer.requests.flatMap(({ number, at, quote, state }) =>
      quote ? [{ what: `request/${number}`, kind: quote.kind, state, number, at }] : [],
    ),
    ...Object.values(customer.quotes)
      .filter(({ id }) => !filed.has(id))
      .map(({ id, kind, at }) => ({ what: `quote/${id}`, kind, state: 'quoted' as const, at })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return { customerName: customer.name, subjects: pageOf(subjects, page, PAGE_SIZE) };
}

type Content = Omit<
  CustomerCopy,
  'partnerName' | 'customerName' | 'customerDomain' | 'language' | 'country' | 'pricesInclude'
>;

function contentOf(customer: Customer, what: string): Content {
  const [kind, ...rest] = what.split('/');
  const id = rest.join('/');
  if (kind === 'order') return ofOrder(customer, id);
  if (kind === 'request') {
    const request = customer.requests.find(({ number }) => number === id);
    if (!request?.quote) throw new Refusal({ code: 'RequestNotFound' });
    return ofQuote(customer, request.quote, request);
  }
  const request = customer.requests.find(({ quote }) => quote?.id === id);
  const quote = request?.quote ?? (Object.hasOwn(customer.quotes, id) ? customer.quotes[id] : undefined);
  if (!quote) throw new Refusal({ code: 'QuoteNotFound' });
  return ofQuote(customer, quote, request);
}

function ofOrder(customer: Customer, number: string): Content {
  const order = customer.orders.find((candidate) => candidate.number === number);
  if (!order) throw new Refusal({ code: 'OrderNotFound' });
  const bought = order.items.map((item) => purchaseOf(customer, item, order.currency, order.at));
  return {
    about: 'order',
    state: 'ordered',
    number,
    at: order.at,
    currency: order.currency,
    ...totals(bought, [], order.currency),
  };
}

function ofQuote(
  customer: Customer,
  quote: RefundQuote | ExchangeQuote,
  request: SupportRequest | undefined,
): Content {
  const head = {
    about: quote.kind,
    state: request?.state ?? ('quoted' as const),
    ...(request ? { number: request.number } : { validUntil: quote.validUntil }),
    at: request?.outcome?.at ?? request?.at ?? quote.at,
  };
  if (quote.kind === 'refund') {
    const { currency, noLongerOwed, price } = quote.figures;
    const returned = [refundReturn(customer, quote, request)];
    const owed = customerShare(returned[0]?.price ?? '0', { part: noLongerOwed, whole: price }, currency);
    return { ...head, currency, ...totals([], returned, currency), noLongerOwed: owed };
  }
  const { currency } = quote;
  const bought = quote.purchases.map((each) => purchaseOf(customer, each, currency, quote.at));
  const returned = quote.returns.map((each): CopyReturn => {
    const reservation = requireReservation(customer, each.reservationId);
    const { paid, price } = pricesOf(customer, reservation, each.quantity);
    return {
      product: each.product,
      quantity: each.quantity,
      ofQuantity: each.ofQuantity,
      boughtOn: reservation.startsOn,
      price,
      back: customerShare(price, { part: cameToNothing(request) ? '0' : each.value, whole: paid }, currency),
    };
  });
  return { ...head, currency, ...totals(bought, returned, currency) };
}

function cameToNothing(request: SupportRequest | undefined): boolean {
  return request?.state === 'declined' || request?.state === 'withdrawn';
}

/** Before it is paid, the amount quoted; then the amount paid; nothing where it came to nothing. */
function refundReturn(
  customer: Customer,
  { reservationId, figures }: RefundQuote,
  request: SupportRequest | undefined,
): CopyReturn {
  const { currency, quantity, ofQuantity } = figures;
  const reservation = requireReservation(customer, reservationId);
  const { price } = pricesOf(customer, reservation, quantity);
  const paid = request?.state === 'paid' ? (request.paidAmount ?? figures.payable) : figures.payable;
  const part = cameToNothing(request) ? '0' : paid;
  return {
    product: reservation.product,
    quantity,
    ofQuantity,
    boughtOn: reservation.startsOn,
    price,
    back: customerShare(price, { part, whole: figures.price }, currency),
  };
}

/** What so many of a reservation cost: the partner, and by its own price the customer. */
function pricesOf(
  customer: Customer,
  reservation: Reservation,
  quantity: number,
): { paid: string; price: string } {
  const { currency, product, orderNumber } = reservation;
  const order = customer.orders.find(({ number }) => number === orderNumber);
  const unitPrice = order ? unitIn(order, reservation) : undefined;
  const each = unitPrice ?? eachOf(customer, reservation);
  const at = order?.at ?? `${reservation.startsOn}T23:59:59.999Z`;
  const bought = { productId: product.id, unitPrice: each, quantity, currency, at };
  return { paid: times(each, quantity, currency), price: customerPays(customer, bought).all };
}

/**
 * What one cost, where no order says it: of all parts together, as the rounding of a part would change it by a cent
 * once another one is taken out.
 */
function eachOf({ reservations }: Customer, { orderId, product, currency, startsOn }: Reservation): string {
  const parts = reservations.filter(
    (one) => one.orderId === orderId && one.product.id === product.id && one.startsOn === startsOn,
  );
  const quantity = parts.reduce((all, one) => all + one.quantity, 0);
  return roundHalfUp(exact(sum(parts.map(priceOf), currency)).dividedBy(quantity), currency);
}

function unitIn(order: Order, { product, orderId }: Reservation): string | undefined {
  return order.items.find((item) => item.reservationOrderId === orderId && item.product.id === product.id)
    ?.unitPrice;
}

function purchaseOf(
  customer: Customer,
  item: {
    readonly product: ProductSnapshot;
    readonly quantity: number;
    readonly unitPrice: string;
    readonly billing: BillingPlan;
    readonly subscriptionId: string;
  },
  currency: string,
  at: string,
): CopyPurchase {
  const { product, quantity, unitPrice, billing, subscriptionId } = item;
  const { one, all } = customerPays(customer, { productId: product.id, unitPrice, quantity, currency, at });
  const subscription = customer.subscriptions.find(({ id }) => id === subscriptionId)?.name ?? subscriptionId;
  return { product, quantity, billing, subscription, one, all };
}

function totals(bought: readonly CopyPurchase[], returned: readonly CopyReturn[], currency: string) {
  const boughtTotal = sum(
    bought.map(({ all }) => all),
    currency,
  );
  const back = sum(
    returned.map((each) => each.back),
    currency,
  );
  return {
    bought,
    boughtTotal,
    returned,
    back,
    noLongerOwed: sum([], currency),
    net: minus(boughtTotal, back, currency),
  };
}
