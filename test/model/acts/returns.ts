/** What refunds and exchanges share in the model: what is returned, and the request about it. */
import fc from 'fast-check';
import type { RequestFiled } from '../../../domain/answers.js';
import { CONTACT } from '../../support/desk.js';
import type { At } from '../act.js';
import type { Quote, Res } from '../book.js';
import { resOf } from '../rules.js';
import { shares } from '../sums.js';

const QUOTES_KEPT_HOURS = 24;
/** So many, or all. */
export const part = fc.oneof(
  { arbitrary: fc.constant(0), weight: 2 },
  { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 3 },
  { arbitrary: fc.constant(99), weight: 1 },
);

/** Of what there is at the beginning the first three can be returned. */
export const returned = fc.constantFrom(0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9);

export function keep(on: At, quote: Quote): void {
  const oldest = on.now - QUOTES_KEPT_HOURS * 3_600_000;
  on.for.quotes = [...on.for.quotes.filter(({ at }) => at >= oldest), quote];
}

/** Those that can still be filed, and those that were. */
export function quotesOf<K extends Quote['kind']>(on: At, which: K): Extract<Quote, { kind: K }>[] {
  const all = [...on.for.quotes, ...on.for.requests.flatMap(({ quote }) => quote ?? [])];
  return all.filter((quote): quote is Extract<Quote, { kind: K }> => quote.kind === which);
}

export const contact = fc.oneof(
  { arbitrary: fc.constant(CONTACT), weight: 9 },
  { arbitrary: fc.constant({ ...CONTACT, email: 'nobody' }), weight: 1 },
);
export type Contact = typeof CONTACT;
export const contactProblem = ({ email }: Contact) => (email.includes('@') ? undefined : 'ContactInvalid');

export function addRequest(
  on: At,
  answer: RequestFiled,
  reservations: string[],
  quote: Quote | undefined,
  about?: string,
): void {
  on.for.requests.push({
    ...{ number: answer.request.number, at: on.now, by: on.user, reservations, quote, about },
    ...{ state: 'open', paid: undefined, placed: false, assignee: undefined, ticket: undefined },
  });
  on.for.quotes = on.for.quotes.filter(({ id }) => id !== quote?.id);
}

/** What is returned waits for the request; part of a quantity with an ID of its own, which the answer says. */
export function takeOut(
  on: At,
  id: string,
  many: number,
  status: Res['status'],
  request: string,
  partId: string,
): string {
  const one = resOf(on.for, id);
  if (many === one.quantity) {
    Object.assign(one, { status, request });
    return one.id;
  }
  const returned = shares(one, many);
  const { configured: _, ...rest } = one;
  on.for.reservations.push({
    ...{ ...rest, configured: undefined, id: partId, quantity: many, instalments: returned, status, request },
    ...{ access: [...one.access], customerAccess: [...one.customerAccess] },
  });
  one.instalments = one.instalments.map((amount, i) => amount - (returned[i] ?? 0n));
  one.quantity -= many;
  return partId;
}

export function closeHandovers(
  on: At,
  isDone: (wish: { what: string; [key: string]: unknown }) => boolean,
): void {
  for (const handover of on.for.handovers) {
    if (handover.state !== 'open' || !isDone(JSON.parse(handover.wish))) continue;
    handover.state = 'done';
    on.for.log.push(`${on.user}: handover done, done`);
  }
}
