/** The book as rows of the same kinds of files as are read: what is read again gives the same book. */
import type { Customer, IncompleteReservation, Prices, Rates, Users } from '../model.js';
import { split } from '../money.js';
import { monthsIn } from '../term.js';
import { FILE_KINDS, type FileKindName } from './file-kinds.js';
import { listText } from './values.js';

/** A row by the names that file-kinds.ts has for its columns; what is undefined is an empty cell. */
export type ExportRow = Readonly<Record<string, string | undefined>>;

/** The header of a kind of file. */
export function headerOf(kind: FileKindName): string[] {
  return Object.values(columnsOf(kind)).map(({ name }) => name);
}

/** The cells of a row, in the order of the header. A text that a spreadsheet would take for a formula gets an apostrophe. */
export function cellsOf(kind: FileKindName, row: ExportRow): string[] {
  return Object.keys(columnsOf(kind)).map((key) => (row[key] ?? '').replace(/^'*[=+\-@]/, "'$&"));
}

function columnsOf(kind: FileKindName) {
  return FILE_KINDS.find(({ name }) => name === kind)?.columns ?? {};
}

export function userRows({ users }: Users): ExportRow[] {
  return users.map(({ id, name, email, roles, phone, aadObjectId, removed }) => ({
    id,
    name,
    email,
    // An empty cell would say nothing: "none" is said as a list.
    roles: listText(roles) || '[]',
    phone,
    objectId: aadObjectId,
    removed: removed?.toString(),
  }));
}

export function rateRows({ rates }: Rates): ExportRow[] {
  return Object.entries(rates).map(([currency, { usdPerUnit, day }]) => ({ currency, usdPerUnit, day }));
}

/** One row for each product, currency and billing plan. */
export function priceRows({ products, lists }: Prices): ExportRow[] {
  return Object.entries(lists).flatMap(([currency, { asOf, prices }]) =>
    products.flatMap((product) => {
      const price = prices[product.id];
      if (price === undefined) return [];
      return product.billingPlans.map((plan) => ({
        productTitle: product.name,
        productId: product.id,
        skuTitle: product.name,
        term: product.term,
        billingPlan: plan === 'monthly' ? 'Monthly' : 'Upfront',
        currency,
        unitPrice: plan === 'monthly' ? split(price, monthsIn(product.term), currency)[0] : price,
        startsOn: asOf,
        segment: listText(product.segments),
        type: product.type,
        region: product.region,
        skuName: product.name,
        maxQuantity: String(product.maxQuantity),
        returnable: String(product.returnable),
      }));
    }),
  );
}

export function customerRow(customer: Customer): ExportRow {
  const { id, name, domain, country, segment, currency, tags, language, agreement } = customer;
  return {
    id,
    name,
    domain,
    country,
    segment,
    currency,
    tags: listText(tags),
    language,
    agreementFirstName: agreement?.firstName,
    agreementLastName: agreement?.lastName,
    agreementEmail: agreement?.email,
    agreementDate: agreement?.date,
  };
}

const OFFERS = { azurePlan: 'Azure plan', azureGlobal: 'MS-AZR-0145P' } as const;

export function subscriptionRows({ id: customerId, subscriptions }: Customer): ExportRow[] {
  return subscriptions.map((one) => ({
    id: one.id,
    name: one.name,
    customerId,
    offerName: one.offer === 'other' ? (one.offerName ?? 'other') : OFFERS[one.offer],
    status: one.state,
    resellerId: one.resellerId,
    owners: listText(one.owners),
    access: listText(one.access),
  }));
}

export function reservationRows(customer: Customer): ExportRow[] {
  return allOf(customer).map((one) => ({
    id: one.id,
    orderId: one.orderId,
    skuName: one.product.name,
    type: one.product.type,
    region: one.product.region,
    term: one.product.term,
    quantity: String(one.quantity),
    endsOn: one.endsOn,
    scope: one.scope,
    status: one.status,
    subscriptionId: one.subscriptionId,
    customerId: customer.id,
    startsOn: one.startsOn,
    billing: one.billing,
    currency: one.currency,
    instalments: one.instalments && listText(one.instalments),
    productId: one.product.id,
    returnable: String(one.product.returnable),
    orderNumber: one.orderNumber,
    resellerId: one.resellerId,
    boughtByCustomer: one.boughtByCustomer,
    access: listText(one.access),
  }));
}

export function utilizationRows(customer: Customer): ExportRow[] {
  return allOf(customer).flatMap(({ id, orderId, utilization }) =>
    utilization.map(({ day, percent }) => ({ orderId, reservationId: id, day, percent: String(percent) })),
  );
}

function allOf({ reservations, incompleteReservations = [] }: Customer): IncompleteReservation[] {
  return [...reservations, ...incompleteReservations];
}
