/** What holds after any history of filing and settling (rules sections 3, 4 and 8). */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Customer } from '../../../domain/model.js';
import { customerSchema } from '../../../domain/model.js';
import { compare, exact } from '../../../domain/money.js';
import { capUsedUsd } from '../../../domain/policy/cap.js';
import { addDays, dayOf } from '../../../domain/term.js';
import { customer, reservation } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import { CONTACT, CUSTOMER_ID, quoted, refused, testDesk, VM_3Y } from '../../support/desk.js';

const START = '2021-01-01';
const CAP = '50000';
/** Three of each, for three years; one in another currency. */
const RESERVATIONS = [
  reservation({
    id: 'large',
    orderId: 'order-of-large',
    price: '61234.57',
    term: 'P3Y',
    quantity: 3,
    billing: 'oneTime',
  }),
  reservation({
    id: 'monthly',
    orderId: 'order-of-monthly',
    price: '100000.01',
    term: 'P3Y',
    quantity: 3,
    billing: 'monthly',
  }),
  reservation({
    id: 'yen',
    orderId: 'order-of-yen',
    currency: 'JPY',
    price: '4000001',
    term: 'P3Y',
    quantity: 3,
  }),
];

type Act = {
  act: 'refund' | 'exchange' | 'settle';
  daysLater: number;
  which: number;
  quantity: number;
  outcome: 'paid' | 'done' | 'declined' | 'withdrawn';
  /** Of the quoted amount, in hundredths. */
  percent: number;
};
const acts = (mostPercent: number) =>
  fc.array(
    fc.record<Act>({
      act: fc.constantFrom('refund', 'refund', 'exchange', 'settle', 'settle'),
      daysLater: fc.oneof(fc.nat(3), fc.nat(120)),
      which: fc.nat(20),
      quantity: fc.integer({ min: 1, max: 3 }),
      outcome: fc.constantFrom('paid', 'paid', 'done', 'declined', 'withdrawn'),
      percent: fc.integer({ min: 0, max: mostPercent }),
    }),
    { minLength: 2, maxLength: 14 },
  );

const startDesk = () =>
  testDesk({
    today: START,
    rates: { JPY: { usdPerUnit: '0.00913', day: START } },
    customers: [customer({ reservations: RESERVATIONS })],
  });

/** Does it where it can be done; a refusal changes nothing but the log. */
async function perform(t: TestDesk, act: Act, attemptId: string): Promise<void> {
  t.clock.goTo(addDays(dayOf(t.clock.now()), act.daysLater));
  const { reservations } = await t.book();
  const reservationId = reservations[act.which % reservations.length]?.id ?? '';
  const wish = { reservationId, quantity: String(act.quantity) };
  if (act.act === 'settle') await refused(settleOne(t, act, attemptId));
  else if (act.act === 'refund')
    await refused(quoted(t, wish).then(({ file }) => file({ acceptsLoss: true, attemptId })));
  else {
    const purchases = [{ productId: VM_3Y, quantity: '30' }];
    await refused(
      t.desk
        .quoteExchange(t.actor(), CUSTOMER_ID, { returns: [wish], purchases }, 'en')
        .then(({ quote }) =>
          t.desk.fileExchange(t.actor(), CUSTOMER_ID, { quoteId: quote.id, contact: CONTACT }, attemptId),
        ),
    );
  }
}

async function settleOne(t: TestDesk, { which, outcome, percent }: Act, attemptId: string): Promise<unknown> {
  const { requests } = await t.book();
  const request = requests[which % Math.max(1, requests.length)];
  if (!request) return undefined;
  const { quote } = request;
  const digits = quote?.kind === 'refund' && quote.figures.currency === 'JPY' ? 0 : 2;
  const amount =
    quote?.kind === 'refund'
      ? exact(quote.figures.payable).times(percent).dividedBy(100).toFixed(digits)
      : '';
  const wish = { number: request.number, locale: 'en', outcome, amount, reason: 'Because.' };
  return await t.desk.settle(t.actor(), CUSTOMER_ID, wish, attemptId);
}

const capUsed = async (t: TestDesk) => capUsedUsd((await t.book()).requests, dayOf(t.clock.now()));

describe('whatever is filed and settled', () => {
  it('the cap holds as long as no more is paid than was quoted', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(acts(100), async (history) => {
        const t = await startDesk();
        for (const [i, act] of history.entries()) {
          await perform(t, act, `attempt-${i}`);
          const used = await capUsed(t);
          expect(compare(used, CAP)).toBeLessThanOrEqual(0);
          if (compare(used, '49999') > 0) reached++;
        }
      }),
      { numRuns: 60, seed: 20210201 },
    );
    expect(reached).toBeGreaterThan(10);
  });

  it('where more is paid, filing never makes more of it: it takes what is left and no more', async () => {
    await fc.assert(
      fc.asyncProperty(acts(180), async (history) => {
        const t = await startDesk();
        for (const [i, act] of history.entries()) {
          t.clock.goTo(addDays(dayOf(t.clock.now()), act.daysLater));
          const before = await capUsed(t);
          await perform(t, { ...act, daysLater: 0 }, `attempt-${i}`);
          const after = await capUsed(t);
          const ceiling = compare(before, CAP) > 0 ? before : CAP;
          if (act.act !== 'settle') expect(compare(after, ceiling)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 40, seed: 20210202 },
    );
  });

  it('the book agrees with itself after each step, and nothing of what was bought is lost or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(acts(150), async (history) => {
        const t = await startDesk();
        for (const [i, act] of history.entries()) {
          await perform(t, act, `attempt-${i}`);
          expectToAgree(await t.book());
        }
      }),
      { numRuns: 40, seed: 20210203 },
    );
  });

  it('declined and withdrawn give exactly back what was taken; parts stay reservations of their own', async () => {
    let given = 0;
    await fc.assert(
      fc.asyncProperty(
        acts(100),
        fc.nat(2),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('refund', 'exchange'),
        fc.constantFrom('declined', 'withdrawn'),
        async (history, which, quantity, act, outcome) => {
          const t = await startDesk();
          for (const [i, one] of history.entries()) await perform(t, one, `attempt-${i}`);
          const before = await t.book();
          const usedBefore = await capUsed(t);
          await perform(t, { act, which, quantity, outcome, daysLater: 0, percent: 0 }, 'file');
          const filed = await t.book();
          const request = filed.requests.at(-1);
          if (!request || filed.requests.length === before.requests.length) return;
          const wish = { number: request.number, locale: 'en', outcome, reason: 'Because.' };
          await t.desk.settle(t.actor(), CUSTOMER_ID, wish, 'settle');
          given++;
          expect(await capUsed(t)).toBe(usedBefore);
          const { reservations, orders } = await t.book();
          expect(orders).toEqual(before.orders);
          const returned = new Set(request.reservationIds);
          expect(reservations).toEqual(
            filed.reservations.map((one) => {
              if (!returned.has(one.id)) return one;
              const { requestNumber: _, ...rest } = one;
              return { ...rest, status: 'active' };
            }),
          );
        },
      ),
      { numRuns: 50, seed: 20210204 },
    );
    expect(given).toBeGreaterThan(15);
  });
});

const STATUS_BY_STATE = {
  refund: { open: 'refundRequested', paid: 'refunded', done: '', declined: '', withdrawn: '' },
  exchange: { open: 'exchangeRequested', paid: '', done: 'exchanged', declined: '', withdrawn: '' },
} as const;

function expectToAgree(book: Customer): void {
  expect(customerSchema.safeParse(book).success).toBe(true);
  const { reservations, requests, orders } = book;
  // A reservation that is not active belongs to the one request that it names, in the state that this has.
  for (const one of reservations) {
    const request = requests.find(({ number }) => number === one.requestNumber);
    if (one.status === 'active') expect(one.requestNumber).toBeUndefined();
    else {
      expect(request?.reservationIds).toContain(one.id);
      expect(request?.quote && STATUS_BY_STATE[request.quote.kind][request.state]).toBe(one.status);
    }
  }
  // An exchange that is done has its order, and each item of an order its reservation or the parts of it.
  const done = requests.filter(({ state }) => state === 'done').map(({ number }) => number);
  expect(orders.map(({ exchangeRequest }) => exchangeRequest).sort()).toEqual(done.sort());
  const bought = [
    ...RESERVATIONS.map(({ orderId, quantity }) => ({ orderId, quantity })),
    ...orders.flatMap(({ items }) => items.map((item) => ({ ...item, orderId: item.reservationOrderId }))),
  ];
  for (const { orderId, quantity } of bought) {
    const parts = reservations.filter((one) => one.orderId === orderId);
    expect(parts.reduce((total, part) => total + part.quantity, 0)).toBe(quantity);
  }
  const ids = reservations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
}
