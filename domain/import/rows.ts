/** A row of each kind of file, checked: what the columns of file-kinds.ts hold. Empty cells are absent. */
import { z } from 'zod';
import { LANGUAGES } from '../model.js';
import type { FileKindName } from './file-kinds.js';
import {
  amountValue,
  billingValue,
  countryValue,
  currencyValue,
  dayValue,
  flagValue,
  idValue,
  listValue,
  resourceId,
  roleValue,
  scopeValue,
  segmentValue,
  subscriptionState,
  termValue,
  typeValue,
  wholeNumber,
} from './values.js';

const text = z.string().max(300);
const idList = listValue.pipe(z.array(idValue));
const productId = z.string().max(80);

export const ROWS = {
  users: z.object({
    id: idValue,
    name: text,
    email: z.email('is no e-mail address').max(200),
    roles: listValue.pipe(z.array(roleValue)),
    phone: z.string().max(40).optional(),
    objectId: idValue.optional(),
    removed: flagValue.optional(),
  }),
  rates: z.object({ currency: currencyValue, usdPerUnit: amountValue, day: dayValue }),
  prices: z.object({
    productTitle: text,
    productId,
    skuId: z.string().max(40).optional(),
    skuTitle: text.optional(),
    term: termValue,
    billingPlan: billingValue,
    market: z.string().max(80).optional(),
    currency: currencyValue,
    unitPrice: amountValue,
    startsOn: dayValue,
    endsOn: dayValue.optional(),
    segment: listValue.pipe(z.array(segmentValue).min(1)),
    type: typeValue.optional(),
    region: z.string().max(60).optional(),
    skuName: z.string().max(120).optional(),
    maxQuantity: wholeNumber.optional(),
    returnable: flagValue.optional(),
  }),
  customers: z.object({
    id: idValue,
    name: text,
    domain: text,
    relationship: text.optional(),
    country: countryValue.optional(),
    segment: segmentValue.optional(),
    currency: currencyValue.optional(),
    tags: listValue.optional(),
    language: z.enum(LANGUAGES).optional(),
    agreementFirstName: z.string().max(100).optional(),
    agreementLastName: z.string().max(100).optional(),
    agreementEmail: z.email('is no e-mail address').max(200).optional(),
    agreementDate: dayValue.optional(),
  }),
  subscriptions: z.object({
    id: resourceId,
    name: text,
    customerId: idValue,
    offerId: text.optional(),
    offerName: text,
    status: subscriptionState,
    resellerId: idValue.optional(),
    resellerMpnId: z.string().max(40).optional(),
    owners: listValue.optional(),
    access: idList.optional(),
  }),
  reservations: z.object({
    id: resourceId,
    orderId: resourceId,
    skuName: z.string().max(120),
    type: typeValue,
    region: z.string().max(60).optional(),
    term: termValue,
    quantity: wholeNumber,
    endsOn: dayValue,
    scope: scopeValue.optional(),
    status: text.optional(),
    subscriptionId: resourceId.optional(),
    customerId: idValue.optional(),
    startsOn: dayValue.optional(),
    billing: billingValue.optional(),
    currency: currencyValue.optional(),
    instalments: listValue.pipe(z.array(amountValue).min(1)).optional(),
    productId: productId.optional(),
    returnable: flagValue.optional(),
    orderNumber: z.string().max(80).optional(),
    resellerId: idValue.optional(),
    boughtByCustomer: text.optional(),
    access: idList.optional(),
  }),
  transactions: z.object({
    orderId: resourceId,
    day: dayValue,
    event: z.string().transform((event) => event.toLowerCase()),
    // A refund is a negative charge; only purchases are worked with.
    amount: z
      .string()
      .regex(/^-?\d{1,15}(\.\d+)?$/, 'is no amount: write 1234.56, without signs for thousands'),
    currency: currencyValue,
    frequency: billingValue,
    quantity: wholeNumber,
  }),
  utilization: z.object({
    orderId: resourceId,
    reservationId: resourceId,
    day: dayValue,
    percent: z
      .string()
      .regex(/^\d{1,3}(\.\d+)?$/, 'is no percentage')
      .transform(Number)
      .pipe(z.number().max(100, 'is more than 100')),
  }),
} as const satisfies Record<FileKindName, z.ZodType>;

export type Row<K extends FileKindName> = z.infer<(typeof ROWS)[K]>;

/** Where a row stands: for messages, and to find what is there twice. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A row that can not be brought in, and why. */
export interface Problem extends Place {
  readonly reason: string;
}
