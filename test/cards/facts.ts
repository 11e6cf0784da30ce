/** Facts for cards: an ordinary case, and the worst that the book can hold. */
import type {
  CustomerFacts,
  CustomerPage,
  Me,
  Offer,
  Offers,
  OrderPlaced,
  Page,
  ReservationFacts,
  Review,
  ReviewItem,
  SubscriptionFacts,
} from '../../domain/answers.js';
import type {
  CustomerEntry,
  OrderItem,
  ProductSnapshot,
  Subscription,
  SupportRequest,
} from '../../domain/model.js';
import { LONGEST } from './card-rules.js';

const LONGEST_ID = 'i'.repeat(80);
const MOST_MONEY = '999999999999.99';

const by = { userId: 'ada', name: 'Ada Lovelace', roles: ['AdminAgent' as const] };

export const me: Me = {
  user: {
    id: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@contoso.example',
    roles: ['AdminAgent', 'GlobalAdmin'],
  },
  partner: { id: 'contoso', name: 'Contoso Cloud', kind: 'indirectProvider', location: 'NL', resellers: [] },
};

export const product: ProductSnapshot = {
  id: 'vm-d2s-v5-weu-1y',
  name: 'Standard_D2s_v5',
  type: 'virtualMachines',
  region: 'westeurope',
  term: 'P1Y',
  returnable: true,
};
export const longProduct: ProductSnapshot = {
  ...product,
  id: LONGEST_ID,
  name: LONGEST,
  type: 'sqlManagedInstance',
  region: 'southafricanorth',
};

export const fabrikam: CustomerEntry = {
  id: 'fabrikam',
  name: 'Fabrikam',
  domain: 'fabrikam.example',
  country: 'NL',
  tags: [],
};
const longCustomer = (i: number): CustomerEntry => ({
  id: `${i}`.padEnd(80, 'x'),
  name: LONGEST,
  domain: 'd'.repeat(200),
  country: 'GS',
  tags: [],
});
export const longCustomers = Array.from({ length: 8 }, (_, i) => longCustomer(i));

/** The first page of a list of so many. */
export function firstPage<T>(items: readonly T[], total = items.length): Page<T> {
  return { items, total, page: 1, pages: Math.max(1, Math.ceil(total / 8)) };
}

/** The first page of customers; none of them recent. */
export function customerPage(items: readonly CustomerEntry[], total = items.length): CustomerPage {
  return { ...firstPage(items, total), recent: 0, approximate: false };
}

const subscription: Subscription = {
  id: '6f0c2a52-3a07-4f3e-9d1e-0a3b5c7d9e01',
  name: 'Production',
  offer: 'azurePlan',
  state: 'active',
  owners: ['kim@fabrikam.example'],
  access: [],
};
export const onProduction: SubscriptionFacts = { subscription, usable: true, mayBuy: true };
export const longSubscriptions: SubscriptionFacts[] = Array.from({ length: 12 }, (_, i) => ({
  subscription: {
    ...subscription,
    id: `${i}`.padEnd(80, 's'),
    name: LONGEST,
    offer: 'other',
    offerName: LONGEST,
    state: 'suspended',
  },
  usable: false,
  why: 'SubscriptionElsewhere',
  mayBuy: false,
}));

const offer: Offer = {
  product,
  billingPlans: ['oneTime', 'monthly'],
  maxQuantity: 100,
  currency: 'USD',
  unitPrice: '519.00',
};
const REGIONS =
  'australiaeast,brazilsouth,canadacentral,centralindia,centralus,eastasia,eastus,eastus2,francecentral,'
    .concat(
      'germanywestcentral,italynorth,japaneast,koreacentral,northeurope,norwayeast,polandcentral,southafricanorth,',
    )
    .concat(
      'southcentralus,southeastasia,swedencentral,switzerlandnorth,uaenorth,uksouth,ukwest,westeurope,westus2',
    )
    .split(',');
export const offers: Offers = {
  offers: firstPage([
    offer,
    { ...offer, product: { ...product, id: 'x', term: 'P3Y' }, unitPrice: '997.00' },
  ]),
  types: ['virtualMachines', 'sqlDatabase'],
  regions: ['eastus', 'westeurope'],
  terms: ['P1Y', 'P3Y'],
};
export const longOffers: Offers = {
  offers: firstPage(
    Array.from({ length: 8 }, (_, i) => ({
      ...offer,
      product: { ...longProduct, id: `${i}`.padEnd(80, 'p') },
      unitPrice: MOST_MONEY,
    })),
    240,
  ),
  types: Array.from({ length: 30 }, (_, i) => `reservationTypeNumber${i}`),
  regions: REGIONS,
  terms: ['P1Y', 'P3Y', 'P5Y'],
};

const reviewItem: ReviewItem = {
  id: 'item1',
  product,
  subscriptionId: subscription.id,
  subscriptionName: 'Production',
  quantity: 2,
  maxQuantity: 100,
  unitPrice: '519.00',
  price: '1038.00',
  billing: 'oneTime',
  billingPlans: ['oneTime', 'monthly'],
  scope: 'shared',
  scopes: ['shared'],
};
const monthlyItem: ReviewItem = {
  ...reviewItem,
  id: 'item2',
  product: { ...product, name: 'SQL Database General Purpose Gen5', type: 'sqlDatabase', term: 'P3Y' },
  quantity: 1,
  unitPrice: '1980.00',
  price: '1980.00',
  previousUnitPrice: '1944.00',
  billing: 'monthly',
  scope: 'single',
  scopes: ['single', 'shared'],
  instalments: {
    count: 36,
    next: [
      { due: '2026-11-21', amount: '55.00' },
      { due: '2026-12-21', amount: '55.00' },
      { due: '2027-01-21', amount: '55.00' },
    ],
  },
};
export const review: Review = {
  cartId: 'cart1',
  fingerprint: 'f1',
  customerId: 'fabrikam',
  customerName: 'Fabrikam',
  customerDomain: 'fabrikam.example',
  segment: 'commercial',
  currency: 'USD',
  items: [reviewItem, monthlyItem],
  total: '3018.00',
  dueToday: '1093.00',
  pricesInclude: 'noTax',
  pricesAsOf: '2026-11-18',
  resellers: [],
  validUntil: '2026-11-21T09:45:00Z',
};
export const resellers = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `r${i}`.padEnd(80, 'r'),
    name: LONGEST,
    mpnId: `${1000000 + i}`,
  }));
export const longReview: Review = {
  ...review,
  customerName: LONGEST,
  customerDomain: LONGEST,
  items: Array.from({ length: 10 }, (_, i) => ({
    ...monthlyItem,
    id: `item-${i}-${'0123456789abcdefghijk'}`,
    product: longProduct,
    subscriptionName: LONGEST,
    unitPrice: MOST_MONEY,
    previousUnitPrice: '999999999999.98',
    price: MOST_MONEY,
    resellerId: `r0`.padEnd(80, 'r'),
    instalments: {
      count: 60,
      next: Array.from({ length: 3 }, () => ({ due: '2026-12-21', amount: MOST_MONEY })),
    },
  })),
  total: '9999999999999.90',
  dueToday: '9999999999999.90',
  resellers: resellers(2),
};

const orderItem: OrderItem = {
  product,
  quantity: 2,
  unitPrice: '519.00',
  price: '1038.00',
  billing: 'oneTime',
  scope: 'shared',
  subscriptionId: subscription.id,
  reservationId: '0d8a5d2e-5b1c-4c52-8c7a-8a1f0c2b7e11',
  reservationOrderId: '7b9c1f04-22de-4f7e-a3b0-5e6d7c8b9a10',
};
export const placed: OrderPlaced = {
  names: { [subscription.id]: 'Fabrikam Production' },
  customerId: 'fabrikam',
  customerName: 'Fabrikam',
  order: {
    number: 'O-2026-000123',
    cartId: 'cart1',
    at: '2026-11-21T09:31:00Z',
    by,
    currency: 'USD',
    total: '1038.00',
    items: [orderItem],
    placement: { state: 'recorded' },
  },
};
export const longPlaced: OrderPlaced = {
  ...placed,
  names: { [subscription.id]: LONGEST, ['r'.repeat(36)]: LONGEST },
  customerName: LONGEST,
  order: {
    ...placed.order,
    total: '9999999999999.90',
    items: Array.from({ length: 10 }, () => ({
      ...orderItem,
      product: longProduct,
      unitPrice: MOST_MONEY,
      price: MOST_MONEY,
      resellerId: 'r'.repeat(36),
    })),
  },
};

const request: SupportRequest = {
  number: 'R-2026-000045',
  at: '2026-11-02T08:00:00Z',
  by,
  reservationIds: ['r1'],
  quote: {
    id: 'q1',
    kind: 'exchange',
    at: '2026-11-02T08:00:00Z',
    validUntil: '2026-11-02T08:15:00Z',
    by,
    day: '2026-11-02',
    currency: 'USD',
    returns: [
      {
        reservationId: 'r1',
        product,
        quantity: 1,
        ofQuantity: 1,
        billing: 'oneTime',
        base: '519.00',
        remainingDays: 100,
        periodDays: 365,
        unused: '142.19',
        noLongerOwed: '0.00',
        value: '142.19',
      },
    ],
    purchases: [
      {
        product,
        subscriptionId: subscription.id,
        quantity: 1,
        billing: 'oneTime',
        scope: 'shared',
        unitPrice: '519.00',
        price: '519.00',
      },
    ],
    returnedValue: '142.19',
    newCommitment: '519.00',
    netToPay: '376.81',
  },
  contact: { name: 'Ada Lovelace', email: 'ada@contoso.example', method: 'email' },
  state: 'open',
  placement: { state: 'recorded' },
};
const reservation: ReservationFacts = {
  customerId: 'fabrikam',
  customerName: 'Fabrikam',
  reservation: {
    id: orderItem.reservationId,
    orderId: orderItem.reservationOrderId,
    orderNumber: 'O-2026-000123',
    product,
    quantity: 2,
    currency: 'USD',
    billing: 'oneTime',
    instalments: ['1038.00'],
    startsOn: '2025-12-04',
    endsOn: '2026-12-04',
    subscriptionId: subscription.id,
    scope: 'shared',
    status: 'active',
    access: [],
    utilization: [],
  },
  state: 'active',
  price: '1038.00',
  daysSincePurchase: 352,
  daysLeft: 13,
  subscriptionName: 'Production',
  returnable: true,
};
export const customer: CustomerFacts = {
  customer: {
    ...fabrikam,
    segment: 'commercial',
    currency: 'USD',
    agreement: {
      firstName: 'Kim',
      lastName: 'Abercrombie',
      email: 'kim@fabrikam.example',
      date: '2024-02-01',
    },
    subscriptions: [subscription],
    reservations: [],
    orders: [],
    carts: {},
    quotes: {},
    requests: [],
    permission: { on: false },
    attempts: {},
    activity: [],
  },
  soldInMarket: true,
  subscriptions: [
    onProduction,
    {
      subscription: { ...subscription, id: 's2', name: 'Lab', offer: 'other', offerName: 'Pay-As-You-Go' },
      usable: false,
      mayBuy: false,
    },
  ],
  reservations: [
    reservation,
    { ...reservation, daysLeft: 400 },
    { ...reservation, state: 'expired', daysLeft: -20 },
  ],
  openRequests: [request],
  cap: { capUsd: '50000.00', usedUsd: '45000.00', leftUsd: '5000.00' },
  mayCorrectCountry: true,
};
export const longCustomerFacts: CustomerFacts = {
  ...customer,
  customer: { ...customer.customer, name: LONGEST, domain: LONGEST, country: 'NE' },
  soldInMarket: false,
  subscriptions: longSubscriptions,
  reservations: Array.from({ length: 200 }, () => ({
    ...reservation,
    reservation: { ...reservation.reservation, product: longProduct },
  })),
  openRequests: Array.from({ length: 40 }, () => request),
};
