/** Reads the real book in the form of the model. */
import type { ActivityRecord, Customer, Reservation, SupportRequest } from '../../domain/model.js';
import type { Documents } from '../../domain/store/documents.js';
import * as kinds from '../../domain/store/kinds.js';
import {
  type Book,
  type Bought,
  type CustomerBook,
  entry,
  evened,
  type PartnerBook,
  type Quote,
  type Res,
} from './book.js';
import { dayOf, minor } from './sums.js';

/** The real book in the form of the model, to begin with: whoever has it may change it. */
export async function newBookOf(documents: Documents, partnerIds: readonly string[]): Promise<Book> {
  return await bookOf(documents, partnerIds, newCustomerBook);
}

/** The real book in the form of the model, to look at. */
export async function bookOf(
  documents: Documents,
  partnerIds: readonly string[],
  read = customerBook,
): Promise<Book> {
  const books = await Promise.all(partnerIds.map((id) => partnerBook(documents, id, read)));
  return Object.fromEntries(books.map((book) => [book.id, book]));
}

async function partnerBook(
  documents: Documents,
  id: string,
  read: typeof customerBook,
): Promise<PartnerBook> {
  const profile = await documents.read(kinds.PROFILE, id);
  const users = await documents.read(kinds.USERS, id);
  const policy = await documents.read(kinds.POLICY, id);
  const rates = await documents.read(kinds.RATES, id);
  const prices = await documents.read(kinds.PRICES, id);
  const list = await documents.read(kinds.CUSTOMERS, id);
  if (!profile || !users || !policy || !rates || !prices || !list) throw new Error(`no partner ${id}`);
  const customers: CustomerBook[] = [];
  for (const entry of list.customers) {
    const customer = await documents.read(kinds.CUSTOMER, kinds.customerKey(id, entry.id));
    if (!customer) throw new Error(`no customer ${entry.id}`);
    customers.push(read(customer, entry.country));
  }
  const languages: Record<string, string> = {};
  for (const key of await documents.list(kinds.PREFERENCES, id)) {
    const { language } = (await documents.read(kinds.PREFERENCES, key)) ?? {};
    if (language) languages[key.split('/')[1] ?? ''] = language;
  }
  return {
    id,
    indirect: profile.kind === 'indirectProvider',
    resellers: profile.resellers.map((reseller) => reseller.id),
    users: users.users.map(({ id: userId, name, roles, removed = false }) => ({
      id: userId,
      name,
      roles: [...roles],
      removed,
    })),
    policy: policy.refundPolicy,
    rates: Object.fromEntries(
      Object.entries(rates.rates).map(([code, { usdPerUnit, day }]) => [code, `${usdPerUnit} ${day}`]),
    ),
    products: Object.fromEntries(prices.products.map((product) => [product.id, product])),
    prices: Object.fromEntries(
      Object.entries(prices.lists).map(([code, { prices: all }]) => [
        code,
        Object.fromEntries(Object.entries(all).map(([product, price]) => [product, minor(price, code)])),
      ]),
    ),
    customers,
    languages,
    logs: { users: logOf(users), rates: logOf(rates), policy: logOf(policy) },
  };
}

/** A document of the store is frozen: the book of it is made once. */
const made = new WeakMap<Customer, CustomerBook>();

function customerBook(customer: Customer, listedCountry: string | undefined): CustomerBook {
  const known = made.get(customer);
  if (known && known.listedCountry === listedCountry) return known;
  const book = newCustomerBook(customer, listedCountry);
  made.set(customer, book);
  return book;
}

function newCustomerBook(customer: Customer, listedCountry: string | undefined): CustomerBook {
  const { permission, currency } = customer;
  return {
    id: customer.id,
    currency,
    segment: customer.segment,
    country: customer.country,
    listedCountry,
    agreement: customer.agreement !== undefined,
    permission: {
      on: permission.on,
      changedAt: permission.changedAt === undefined ? undefined : Date.parse(permission.changedAt),
      placed: permission.placement?.state === 'placed',
    },
    prices: (customer.priceRules ?? []).map(({ markupPercent, ownPrices }) =>
      JSON.stringify({ markupPercent, ownPrices }),
    ),
    subs: customer.subscriptions.map(({ id, name, offer, state, resellerId, owners, access }) => ({
      ...{ id, name, offer, active: state === 'active', reseller: resellerId },
      ...{ owners: [...owners], access: [...access] },
    })),
    reservations: customer.reservations.map(resOf),
    incomplete: (customer.incompleteReservations ?? []).map(({ id }) => id),
    orders: customer.orders.map((order) => ({
      number: order.number,
      by: order.by?.userId ?? '',
      currency: order.currency,
      total: minor(order.total, order.currency),
      items: order.items.map((item) => ({
        ...boughtOf(item, order.currency),
        reservation: item.reservationId,
      })),
      cart: order.cartId,
      renews: order.renews,
      request: order.exchangeRequest,
      placed: order.placement.state === 'placed',
    })),
    requests: customer.requests.map((request) => ({
      number: request.number,
      at: Date.parse(request.at),
      by: request.by.userId,
      reservations: [...request.reservationIds],
      quote: request.quote && quoteOf(request.quote),
      about: request.matter?.subscriptionId,
      state: request.state,
      paid: request.paidAmount === undefined ? undefined : minor(request.paidAmount, paidIn(request)),
      placed: request.placement.state === 'placed',
      assignee: request.assignee?.by.userId,
      ticket: request.ticketNumber,
    })),
    carts: Object.fromEntries(
      Object.entries(customer.carts).map(([user, { id, changedAt, handover, items }]) => [
        user,
        {
          ...{ id, changedAt: Date.parse(changedAt), handover },
          items: items.map((item) => ({
            ...{ id: item.id, product: item.productId, sub: item.subscriptionId, quantity: item.quantity },
            ...{ billing: item.billing, scope: item.scope, reseller: item.resellerId },
            price: minor(item.unitPrice, currency),
          })),
        },
      ]),
    ),
    quotes: Object.values(customer.quotes).map(quoteOf),
    handovers: (customer.handovers ?? []).map(({ number, from, to, wish, state }) => ({
      ...{ number, from: from.userId, to: to.userId, wish: evened(wish), state },
    })),
    log: logOf(customer),
  };
}

function resOf(one: Reservation): Res {
  return {
    id: one.id,
    orderId: one.orderId,
    product: one.product.id,
    quantity: one.quantity,
    currency: one.currency,
    billing: one.billing,
    instalments: one.instalments.map((amount) => minor(amount, one.currency)),
    startsOn: dayOf(one.startsOn),
    endsOn: dayOf(one.endsOn),
    sub: one.subscriptionId,
    scope: one.scope,
    reseller: one.resellerId,
    status: one.status,
    request: one.requestNumber,
    access: [...one.access],
    customerAccess: [...(one.customerAccess ?? [])],
    used: one.utilization.length === 0 ? undefined : one.utilization.some(({ percent }) => percent > 0),
    configured: one.configured && {
      at: Date.parse(one.configured.at),
      placed: one.configured.placement.state === 'placed',
    },
    automatic: one.automaticRenewal?.by.userId,
    renewedBy: one.renewedBy,
    renews: one.renews,
  };
}

type RealQuote = Exclude<SupportRequest['quote'], undefined>;

function quoteOf(quote: RealQuote): Quote {
  const about = { id: quote.id, at: Date.parse(quote.at) };
  if (quote.kind === 'refund') {
    const { figures } = quote;
    const amount = (text: string) => minor(text, figures.currency);
    return {
      ...about,
      ...{ kind: 'refund', reservation: quote.reservationId, quantity: figures.quantity },
      ...{ ofQuantity: figures.ofQuantity, policy: figures.policy, rate: figures.rate.usdPerUnit },
      ...{ payable: amount(figures.payable), fallsAway: amount(figures.fallsAway) },
      ...{
        credit: amount(figures.credit),
        fee: amount(figures.fee),
        counts: minor(figures.countsUsd, 'USD'),
      },
    };
  }
  const { currency } = quote;
  return {
    ...about,
    kind: 'exchange',
    returns: quote.returns.map(({ reservationId, quantity, ofQuantity, value }) => ({
      ...{ reservation: reservationId, quantity, ofQuantity, value: minor(value, currency) },
    })),
    purchases: quote.purchases.map((purchase) => boughtOf(purchase, currency)),
    returned: minor(quote.returnedValue, currency),
    commitment: minor(quote.newCommitment, currency),
  };
}

interface RealBought {
  readonly product: { readonly id: string };
  readonly subscriptionId: string;
  readonly quantity: number;
  readonly billing: string;
  readonly scope: string;
  readonly resellerId?: string | undefined;
  readonly price: string;
}

function boughtOf(one: RealBought, currency: string): Bought {
  return {
    ...{ product: one.product.id, sub: one.subscriptionId, quantity: one.quantity, billing: one.billing },
    ...{ scope: one.scope, reseller: one.resellerId, price: minor(one.price, currency) },
  };
}

function paidIn({ quote }: SupportRequest): string {
  return quote?.kind === 'refund' ? quote.figures.currency : 'USD';
}

function logOf({ activity = [] }: { readonly activity?: readonly ActivityRecord[] | undefined }): string[] {
  return activity.map(({ by, action, outcome, refusal }) =>
    entry(by?.userId ?? '', action, refusal?.code ?? outcome),
  );
}
