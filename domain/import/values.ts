/** Single values of a file as the book has them. What can not be read is refused with a reason, never guessed. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BILLING_PLANS, ROLES, SEGMENTS, TERMS } from '../model.js';
import { isCurrency } from '../money.js';
import { RESERVATION_TYPES } from '../policy/reservation-types.js';
import { isDay } from '../term.js';

/** Our types by the names that Azure has for them. */
const AZURE_TYPES = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('./azure-types.json', import.meta.url), 'utf8')));

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id; GUIDs are written in small letters, whatever the file does. */
export const idValue = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,80}$/, 'is no ID')
  .transform((text) => (GUID.test(text) ? text.toLowerCase() : text));

/** "/subscriptions/<id>" and "/providers/Microsoft.Capacity/reservationOrders/<id>/reservations/<id>" name what ends them. */
export const resourceId = z
  .string()
  .transform((text) => text.split('/').at(-1) ?? '')
  .pipe(idValue);

/** A UTC day, "2026-11-21", alone or at the beginning of a moment in UTC. */
export const dayValue = z.string().transform((text, context) => {
  const day = text.slice(0, 10);
  const moment = text.length > 10;
  if (isDay(day) && (!moment || /^[T ][\d:.]+Z?$/.test(text.slice(10)))) return day;
  context.addIssue(`is no day: write 2026-11-21, not "${text.slice(0, 30)}"`);
  return z.NEVER;
});

export const amountValue = z
  .string()
  .regex(/^\d{1,15}(\.\d+)?$/, 'is no amount: write 1234.56, without signs for thousands');

export const currencyValue = z
  .string()
  .transform((text) => text.toUpperCase())
  .refine(isCurrency, 'is no currency: three letters, such as EUR');

export const countryValue = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(z.string().regex(/^[A-Z]{2}$/, 'is no country: two letters, such as NL'));

export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'is no whole number')
  .transform(Number)
  .pipe(z.int().positive('is less than 1'));

/** Several values in one cell, separated by ";"; as a JSON list where a value itself has one. */
export const listValue = z.string().transform((text, context) => {
  if (text.startsWith('[')) {
    const list = jsonList.safeParse(text);
    if (list.success) return list.data;
    context.addIssue('is no list');
    return z.NEVER;
  }
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
});

const jsonList = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('is no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(z.string()));

/** Several values as one cell: what `listValue` reads. */
export function listText(values: readonly string[]): string {
  const plain = values.every((value) => value !== '' && value === value.trim() && !/[;[]/.test(value));
  return plain ? values.join(';') : JSON.stringify(values);
}

export const flagValue = named('is neither "true" nor "false"', {
  true: true,
  yes: true,
  false: false,
  no: false,
});

export const termValue = z.string().transform((text, context) => {
  const years = /^p?([135])\s*y(ears?)?$/i.exec(text)?.[1];
  const term = TERMS.find((known) => known === `P${years}Y`);
  if (term) return term;
  context.addIssue('is no term: P1Y, P3Y or P5Y');
  return z.NEVER;
});

const [ONE_TIME, MONTHLY] = BILLING_PLANS;
export const billingValue = named('is no billing plan: Upfront or Monthly', {
  onetime: ONE_TIME,
  upfront: ONE_TIME,
  monthly: MONTHLY,
  recurring: MONTHLY,
});

export const segmentValue = named(`is no segment: ${SEGMENTS.join(', ')}`, {
  ...Object.fromEntries(SEGMENTS.map((segment) => [segment, segment])),
  charity: 'nonprofit' as const,
} as Record<string, (typeof SEGMENTS)[number]>);

export const roleValue = named(
  `is no role: ${ROLES.join(', ')}`,
  Object.fromEntries(ROLES.map((role) => [plainName(role), role])) as Record<string, (typeof ROLES)[number]>,
);

export const subscriptionState = named('is no state: active, suspended or cancelled', {
  active: 'active',
  suspended: 'suspended',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  deleted: 'cancelled',
  expired: 'cancelled',
} as const);

/** Single: one subscription, or a part of one; shared: all of the customer's. */
export const scopeValue = named('is no scope: Single or Shared', {
  single: 'single',
  singlesubscription: 'single',
  resourcegroup: 'single',
  shared: 'shared',
  managementgroup: 'shared',
} as const);

/** A reservation type: ours, or the name that Azure has for it. */
export const typeValue = named('is no type of reservation that the desk knows', {
  ...Object.fromEntries(RESERVATION_TYPES.map(({ id }) => [plainName(id), id])),
  ...Object.fromEntries(Object.entries(AZURE_TYPES).map(([azure, id]) => [plainName(azure), id])),
} as Record<string, string>);

/** One of these names, whatever its capitals, blanks and signs. */
function named<T>(reason: string, values: Readonly<Record<string, T>>) {
  return z.string().transform((text, context): T => {
    const name = plainName(text);
    const found = Object.hasOwn(values, name) ? values[name] : undefined;
    if (found !== undefined) return found;
    context.addIssue(`${reason}; it says "${text.slice(0, 40)}"`);
    return z.NEVER;
  });
}

function plainName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
