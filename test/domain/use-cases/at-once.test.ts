/**
 * Two colleagues at once, in whatever order the store lets them go on (rules section 8): random interleavings of what
 * they quote and file, with what always holds after them.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../../domain/model.js';
import { compare, sum } from '../../../domain/money.js';
import { Refusal, type RefusalCode } from '../../../domain/refusals.js';
import { customer, reservation } from '../../support/builders.js';
import { add, CONTACT, CUSTOMER_ID, testDesk } from '../../support/desk.js';
import { ScheduledDocuments } from '../../support/scheduled-documents.js';

/** Two reservations, of which the limit covers one and a part of the other. */
const BOUGHT = [
  { id: 'res-1', orderId: 'order-1', quantity: 4, instalments: ['32000.00'] },
  { id: 'res-2', orderId: 'order-2', quantity: 3, instalments: ['30000.00'] },
];

/** Refusals that being second comes to; any other is a mistake. */
const SECOND: readonly RefusalCode[] = [
  'ReservationBusy',
  'QuoteChanged',
  'QuantityOutOfRange',
  'LossNotAccepted',
  'CapReached',
  'AlreadyRenewed',
  'CartAlreadyOrdered',
  'CartEmpty',
  'ReviewChanged',
  'QuoteNotFound',
];

async function deskOf() {
  const documents = new ScheduledDocuments();
  const desk = await testDesk({
    documents,
    customers: [
      customer({ reservations: BOUGHT.map((one) => reservation({ startsOn: '2021-01-05', ...one })) }),
    ],
  });
  return { ...desk, documents };
}

/** What comes of it: the number that was given; or the code of a refusal that being second explains. */
async function outcomeOf(act: Promise<string>): Promise<string> {
  try {
    return await act;
  } catch (error) {
    if (error instanceof Refusal && SECOND.includes(error.facts.code)) return error.facts.code;
    throw error;
  }
}

interface Click {
  readonly who: string;
  readonly reservationId: string;
  readonly quantity: number;
  /** How many times the one confirm button is pressed. */
  readonly times: number;
  readonly acceptsLoss: boolean;
}

const click: fc.Arbitrary<Click> = fc.record({
  who: fc.constantFrom('AdminAgent', 'GlobalAdmin'),
  reservationId: fc.constantFrom(...BOUGHT.map(({ id }) => id)),
  quantity: fc.integer({ min: 1, max: 4 }),
  times: fc.integer({ min: 1, max: 3 }),
  acceptsLoss: fc.boolean(),
});

/** Far more than it takes: whatever else the machine does, this is no test of time. */
const PATIENCE_MS = 120_000;

describe('two colleagues at once', () => {
  it(
    'who return parts of the same reservations: the limit holds, no piece is returned twice, one request an attempt',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(click, { minLength: 2, maxLength: 5 }),
          async (scheduler, clicks) => {
            const t = await deskOf();
            t.documents.scheduler = scheduler;
            const quoteAndFile = async (one: Click, attempt: number): Promise<string[]> => {
              const actor: Actor = t.actor(one.who);
              const wish = { reservationId: one.reservationId, quantity: String(one.quantity) };
              const quoted = await outcomeOf(
                t.desk.quoteRefund(actor, CUSTOMER_ID, wish, 'en').then(({ quote }) => quote.id),
              );
              if (SECOND.some((code) => code === quoted)) return [quoted];
              const filing = { quoteId: quoted, acceptsLoss: one.acceptsLoss, contact: CONTACT };
              const press = () =>
                outcomeOf(
                  t.desk
                    .fileRefund(actor, CUSTOMER_ID, filing, `card-${attempt}`)
                    .then(({ request }) => request.number),
                );
              return await Promise.all(Array.from({ length: one.times }, press));
            };
            const all = await scheduler.waitFor(Promise.all(clicks.map(quoteAndFile)));
            t.documents.scheduler = undefined;
            const { requests, reservations, activity } = await t.book();

            const counted = requests.map(({ quote }) =>
              quote?.kind === 'refund' ? quote.figures.countsUsd : '0',
            );
            expect(compare(sum(counted, 'USD'), '50000')).toBeLessThanOrEqual(0);
            for (const { orderId, quantity, instalments } of BOUGHT) {
              const parts = reservations.filter((one) => one.orderId === orderId);
              expect(parts.reduce((total, part) => total + part.quantity, 0)).toBe(quantity);
              expect(
                sum(
                  parts.flatMap((part) => part.instalments),
                  'USD',
                ),
              ).toBe(sum(instalments, 'USD'));
            }
            const waiting = reservations.filter(({ status }) => status === 'refundRequested');
            expect(waiting.map(({ requestNumber }) => requestNumber).sort()).toEqual(
              requests.map(({ number }) => number).sort(),
            );
            // Each attempt has one answer, however often it was made, and each request is of one attempt.
            const answers = all.map((given) => [...new Set(given)]);
            expect(answers.every(({ length }) => length === 1)).toBe(true);
            const filed = answers.flat().filter((answer) => answer.startsWith('RQ-'));
            expect(filed.sort()).toEqual(requests.map(({ number }) => number).sort());
            expect(activity.filter(({ outcome }) => outcome === 'done')).toHaveLength(requests.length);
          },
        ),
        { numRuns: 60 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'one cart in two tabs, a colleague’s beside it: one order a cart, whoever presses how often',
    async () => {
      const press = fc.record({
        who: fc.constantFrom('AdminAgent', 'GlobalAdmin'),
        tab: fc.constantFrom('left', 'right'),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(press, { minLength: 2, maxLength: 8 }),
          async (scheduler, presses) => {
            const t = await deskOf();
            const reviews = new Map<string, { cartId: string; fingerprint: string }>();
            for (const who of ['AdminAgent', 'GlobalAdmin']) reviews.set(who, await add(t, t.actor(who)));
            t.documents.scheduler = scheduler;
            const all = await scheduler.waitFor(
              Promise.all(
                presses.map(async ({ who, tab }) => {
                  const review = reviews.get(who);
                  if (!review) throw new Error(`${who} has no cart`);
                  const order = t.desk.buy(t.actor(who), CUSTOMER_ID, review, `${who}-${tab}`);
                  return { who, answer: await outcomeOf(order.then((placed) => placed.order.number)) };
                }),
              ),
            );
            t.documents.scheduler = undefined;
            const { orders, reservations } = await t.book();
            const buyers = new Set(presses.map(({ who }) => who));
            expect(orders.map(({ by }) => by?.userId).sort()).toEqual([...buyers].sort());
            expect(reservations).toHaveLength(BOUGHT.length + buyers.size);
            for (const { who, answer } of all) {
              const own = orders.find(({ by }) => by?.userId === who)?.number;
              expect([own, 'CartAlreadyOrdered']).toContain(answer);
            }
          },
        ),
        { numRuns: 40 },
      );
    },
    PATIENCE_MS,
  );
});
