/** The customers of the demo book: each one document, with what it has bought and what became of it. */
import type { ActivityRecord, Customer } from '../model.js';
import { times } from '../money.js';
import { instalmentsFor } from '../policy/instalments.js';
import { addDays, addMonths, endOfTerm, monthsIn } from '../term.js';
import type { Bought, DemoContext } from './demo-context.js';
import { stampOf } from './demo-context.js';
import type { DemoCustomer, DemoPurchase } from './demo-data.js';
import { guid, microsoftNumber, shortNumber } from './demo-ids.js';
import { refunded } from './demo-refund.js';
import { utilizationOf } from './demo-utilization.js';

/** Older orders have been placed with Microsoft; newer ones are recorded only. */
const PLACED_AFTER_DAYS = 30;

/** Longer than any term. */
const PRICES_AGREED_DAYS_AGO = 6 * 365;

/** The document of a demo customer. */
export function demoCustomer(context: DemoContext, data: DemoCustomer): Customer {
  const { today } = context;
  const id = guid(`customer/${data.domain}`);
  const bought = data.purchases.map((purchase, index) => boughtBy(context, data, purchase, index));
  const returned = data.purchases.flatMap(({ refund }, index) => {
    const purchase = bought[index];
    return refund && purchase ? [refunded(context, purchase, refund)] : [];
  });
  const returnedById = new Map(returned.map(({ reservation }) => [reservation.id, reservation]));
  const permission = permissionOf(context, data);
  const records = [
    ...bought.flatMap((purchase) => purchase.records),
    ...returned.flatMap((refund) => refund.records),
    ...permission.records,
  ];
  return {
    id,
    name: data.name,
    domain: data.domain,
    ...(data.country === undefined ? {} : { country: data.country }),
    segment: data.segment,
    currency: data.currency,
    tags: data.tags,
    ...priceRulesOf(context, data),
    ...(data.agreement === undefined ? {} : { agreement: agreementOf(data.agreement, today) }),
    subscriptions: data.subscriptions.map(({ key, ...subscription }) => ({
      id: guid(`subscription/${data.domain}/${key}`),
      ...subscription,
    })),
    reservations: bought.map(({ reservation }) => returnedById.get(reservation.id) ?? reservation),
    orders: bought.map(({ order }) => order).sort((a, b) => a.at.localeCompare(b.at)),
    carts: {},
    quotes: {},
    requests: returned.map(({ request }) => request),
    permission: permission.permission,
    attempts: {},
    activity: records.sort((a, b) => a.at.localeCompare(b.at)),
  };
}

function agreementOf(
  { signedDaysAgo, ...person }: NonNullable<DemoCustomer['agreement']>,
  today: string,
): Customer['agreement'] {
  return { ...person, date: addDays(today, -signedDaysAgo) };
}

/** Prices were agreed before anything was bought. */
function priceRulesOf(
  { partner, today }: DemoContext,
  { markupPercent }: DemoCustomer,
): Pick<Customer, 'priceRules'> {
  if (markupPercent === undefined) return {};
  const at = `${addDays(today, -PRICES_AGREED_DAYS_AGO)}T09:00:00.000Z`;
  const [admin] = partner.users;
  if (!admin) throw new Error('the demo partner has no users');
  return { priceRules: [{ at, by: stampOf(partner, admin.id), markupPercent, ownPrices: {} }] };
}

function boughtBy(
  context: DemoContext,
  customer: DemoCustomer,
  purchase: DemoPurchase,
  index: number,
): Bought {
  const { partner, prices, today } = context;
  const { domain, currency } = customer;
  const { quantity, billing, scope, byCustomer } = purchase;
  const name = `${domain}/${index}`;
  const product = prices.products.find(({ id }) => id === purchase.product);
  const unitPrice = purchase.unitPrice ?? prices.lists[currency]?.prices[purchase.product];
  if (!product || unitPrice === undefined) throw new Error(`the demo has no price of ${purchase.product}`);
  const { key, resellerId } = subscriptionOf(customer, purchase.subscription);

  const startsOn =
    purchase.boughtDaysAgo === undefined
      ? addMonths(addDays(today, purchase.endsInDays ?? 0), -monthsIn(product.term))
      : addDays(today, -purchase.boughtDaysAgo);
  // What was bought today was bought before the desk was started, at whatever hour that is.
  const at = startsOn === today ? `${today}T00:00:00.000Z` : `${startsOn}T09:30:00.000Z`;
  const price = times(unitPrice, quantity, currency);
  const number = shortNumber('RD', name);
  const common = {
    product: {
      id: product.id,
      name: product.name,
      type: product.type,
      region: product.region,
      term: product.term,
      returnable: product.returnable,
    },
    quantity,
    billing,
    scope,
    subscriptionId: guid(`subscription/${domain}/${key}`),
    ...(resellerId === undefined ? {} : { resellerId }),
  };
  const ids = { reservation: guid(`reservation/${name}`), order: guid(`reservation-order/${name}`) };
  const customersOwn = byCustomer === undefined ? {} : { boughtByCustomer: byCustomer };
  const by = byCustomer === undefined ? { by: stampOf(partner, purchase.by) } : {};
  const endsOn = endOfTerm(startsOn, product.term);
  const placed = byCustomer !== undefined || startsOn < addDays(today, -PLACED_AFTER_DAYS);

  return {
    reservation: {
      id: ids.reservation,
      orderId: ids.order,
      orderNumber: number,
      ...common,
      currency,
      instalments: instalmentsFor(price, billing, product.term, currency),
      startsOn,
      endsOn,
      status: 'active',
      ...customersOwn,
      access: purchase.access,
      utilization: utilizationOf({ ...purchase, startsOn, endsOn, today, seed: index }),
    },
    order: {
      number,
      cartId: guid(`cart/${name}`),
      at,
      ...by,
      ...customersOwn,
      currency,
      total: price,
      items: [{ ...common, unitPrice, price, reservationId: ids.reservation, reservationOrderId: ids.order }],
      placement: placed
        ? { state: 'placed', number: microsoftNumber(name), at, ...by }
        : { state: 'recorded' },
    },
    records: [
      {
        id: guid(`activity/buy/${name}`),
        at,
        ...by,
        ...(byCustomer === undefined ? {} : { byCustomer }),
        action: 'buy',
        subject: number,
        after: `${price} ${currency}`,
        outcome: 'done',
      },
    ],
  };
}

function subscriptionOf(customer: DemoCustomer, key: string | undefined) {
  const subscription = key
    ? customer.subscriptions.find((candidate) => candidate.key === key)
    : customer.subscriptions[0];
  if (!subscription) throw new Error(`the demo customer ${customer.domain} has no such subscription`);
  return subscription;
}

function permissionOf(
  { partner, today }: DemoContext,
  { domain, permission }: DemoCustomer,
): { permission: Customer['permission']; records: ActivityRecord[] } {
  if (!permission) return { permission: { on: false }, records: [] };
  const at = `${addDays(today, -permission.onDaysAgo)}T14:00:00.000Z`;
  const by = stampOf(partner, permission.by);
  return {
    permission: { on: true, changedAt: at, by, placement: { state: 'recorded' } },
    records: [
      {
        id: guid(`activity/permission/${domain}`),
        at,
        by,
        action: 'Create Customer Purchase Permissions',
        before: 'off',
        after: 'on',
        outcome: 'done',
      },
    ],
  };
}
