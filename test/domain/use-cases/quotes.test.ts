/** Quotes as they are kept until they are filed: which are kept, which is found, and who was first (rules sections 4 and 8). */
import { describe, expect, it } from '@jest/globals';
import type { Customer, ReturnRequest } from '../../../domain/model.js';
import {
  keepQuote,
  quoteOf,
  requireSameQuantity,
  requireUnfiled,
  validUntil,
} from '../../../domain/use-cases/quotes.js';
import { customer, refundRequest, refusalOf, reservation, stamp, user } from '../../support/builders.js';

const NOON = new Date('2021-01-06T12:00:00.000Z');
const before = (minutes: number, milliseconds = 0) =>
  new Date(NOON.getTime() - minutes * 60_000 - milliseconds).toISOString();
const quote = (id: string, at = NOON.toISOString()) => ({ ...refundRequest().quote, id, at });
/** The request that a quote with this id became. */
const filed = (id: string, over: Parameters<typeof refundRequest>[0]) => ({
  ...refundRequest(over),
  quote: quote(id),
});
const BOB = stamp(user({ id: 'bob', name: 'Bob' }));

describe('quotes that are kept', () => {
  const keep = (kept: Customer['quotes'], id = 'new') => {
    const draft = structuredClone(customer({ quotes: kept })) as Parameters<typeof keepQuote>[0];
    keepQuote(draft, quote(id), NOON);
    return Object.keys(draft.quotes);
  };

  it('are those of the last 24 hours', () => {
    const [day, more] = [before(24 * 60), before(24 * 60, 1)];
    const kept = { yesterday: quote('yesterday', more), day: quote('day', day), now: quote('now') };
    expect(keep(kept)).toEqual(['day', 'now', 'new']);
  });

  it('are twenty at most: the oldest go first', () => {
    const ids = Array.from({ length: 25 }, (_, i) => `q${i}`);
    const of = (count: number) => Object.fromEntries(ids.slice(0, count).map((id) => [id, quote(id)]));
    expect(keep(of(19))).toEqual([...ids.slice(0, 19), 'new']);
    expect(keep(of(20))).toEqual([...ids.slice(1, 20), 'new']);
    expect(keep(of(25))).toEqual([...ids.slice(6), 'new']);
  });

  it.each(['partner-center', 'azure-current'] as const)('are valid for 15 minutes under %s', (policy) => {
    expect(validUntil(policy, NOON)).toBe('2021-01-06T12:15:00.000Z');
  });
});

describe('a quote', () => {
  const known = customer({
    quotes: { open: quote('open') },
    requests: [filed('earlier', { number: 'R-1' }), filed('filed', { number: 'R-2' })],
  });

  it.each(['open', 'earlier', 'filed'])('is found by its id: %s', (id) => {
    expect(quoteOf(known, id, 'refund')?.id).toBe(id);
    expect(quoteOf(known, id, 'exchange')).toBeUndefined();
  });

  it.each(['none', '', 'toString', '__proto__'])('is not found: %j', (id) => {
    expect(quoteOf(known, id, 'refund')).toBeUndefined();
  });
});

describe('a quote that was filed', () => {
  const book = (state: ReturnRequest['state']) =>
    customer({
      reservations: [reservation({ id: 'rest' }), reservation({ id: 'part', status: 'refundRequested' })],
      requests: [
        filed('other', { number: 'R-1' }),
        filed('mine', { number: 'R-2', state, by: BOB, reservationIds: ['part'] }),
      ],
    });

  it.each(['open', 'paid'] as const)('(%s) is in the way of itself: by whom and when is said', (state) => {
    expect(refusalOf(() => requireUnfiled(book(state), 'mine'))).toEqual({
      code: 'ReservationBusy',
      status: 'refundRequested',
      requestNumber: 'R-2',
      first: { by: 'Bob', at: '2021-01-06T12:00:00Z' },
    });
  });

  it.each(['declined', 'withdrawn'] as const)('and has come to nothing (%s) is quoted anew', (state) => {
    expect(refusalOf(() => requireUnfiled(book(state), 'mine'))).toEqual({ code: 'QuoteChanged' });
  });

  it('is not in the way of another', () => {
    expect(refusalOf(() => requireUnfiled(book('open'), 'third'))).toBeUndefined();
  });
});

describe('a reservation of which part was returned since', () => {
  const rest = reservation({ id: 'rest', quantity: 2 });
  const book = (...requests: ReturnRequest[]) =>
    customer({
      reservations: [rest, reservation({ id: 'part' }), reservation({ id: 'other', orderId: 'another' })],
      requests,
    });
  const latest = refundRequest({ reservationIds: ['part'], by: BOB, at: '2021-01-05T08:00:00Z' });

  it('is as it was quoted where its quantity is', () => {
    expect(refusalOf(() => requireSameQuantity(book(latest), rest, 2))).toBeUndefined();
  });

  it('is said with who was the last to return some of it, and when', () => {
    const requests = [
      refundRequest({ reservationIds: ['part'], at: '2021-01-04T08:00:00Z' }),
      { ...latest, reservationIds: ['other', 'part'] },
      refundRequest({ reservationIds: ['other'] }),
    ];
    expect(refusalOf(() => requireSameQuantity(book(...requests), rest, 3))).toEqual({
      code: 'QuoteChanged',
      first: { by: 'Bob', at: '2021-01-05T08:00:00Z' },
    });
  });

  it('is said without anybody where no request tells', () => {
    const others = refundRequest({ reservationIds: ['other'] });
    expect(refusalOf(() => requireSameQuantity(book(others), rest, 3))).toEqual({ code: 'QuoteChanged' });
  });
});
