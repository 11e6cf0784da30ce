/** What holds after any history of acts (rules sections 4, 7 and 8). */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Customer, SupportRequest } from '../../../domain/model.js';
import { exact } from '../../../domain/money.js';
import { addDays, dayOf, daysBetween } from '../../../domain/term.js';
import { customer, reservation, subscription } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import { add, CUSTOMER_ID, quoted, refused, testDesk } from '../../support/desk.js';

const START = '2021-01-01';
const RATES = {
  EUR: { usdPerUnit: '1.1037', day: START },
  JPY: { usdPerUnit: '0.00913', day: START },
  KWD: { usdPerUnit: '3.2571', day: START },
};
const PRICE = { USD: '41234.56', EUR: '33333.33', JPY: '4000001', KWD: '12345.678' } as const;
const CURRENCIES = Object.keys(PRICE) as (keyof typeof PRICE)[];

/** One reservation of three in each currency and billing, for three years; their use is known to be none. */
const RESERVATIONS = CURRENCIES.flatMap((currency) =>
  (['oneTime', 'monthly'] as const).map((billing) =>
    reservation({
      id: `${currency}-${billing}`,
      currency,
      billing,
      price: PRICE[currency],
      term: 'P3Y',
      quantity: 3,
      utilization: [{ day: START, percent: 0 }],
    }),
  ),
);

type Act = {
  daysLater: number;
  which: number;
  quantity: number;
  user: string;
  act: 'refund' | 'buy' | 'on' | 'off';
};
const anAct = (acts: readonly Act['act'][]): fc.Arbitrary<Act> =>
  fc.record({
    daysLater: fc.oneof(fc.nat(3), fc.nat(200)),
    which: fc.nat(RESERVATIONS.length - 1),
    quantity: fc.integer({ min: 1, max: 3 }),
    user: fc.constantFrom('AdminAgent', 'colleague', 'SalesAgent'),
    act: fc.constantFrom(...acts),
  });

/** Does it, whatever comes of it, and gives what does the same attempt again. */
async function perform(t: TestDesk, { daysLater, which, quantity, user, act }: Act, attemptId: string) {
  t.clock.goTo(addDays(dayOf(t.clock.now()), daysLater));
  const actor = t.actor(user);
  const attempt = await prepared(t, { which, quantity, act }, actor, attemptId);
  if (!attempt) return undefined;
  const told = await settled(attempt());
  return async () => expect(await settled(attempt())).toEqual(told);
}

async function prepared(
  t: TestDesk,
  { which, quantity, act }: Pick<Act, 'which' | 'quantity' | 'act'>,
  actor: ReturnType<TestDesk['actor']>,
  attemptId: string,
): Promise<(() => Promise<unknown>) | undefined> {
  if (act === 'on' || act === 'off')
    return () => t.desk.setPermission(actor, CUSTOMER_ID, act === 'on', attemptId);
  if (act === 'buy') {
    const reviewed = await add(t, t.actor(), { itemId: attemptId });
    return () => t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, attemptId);
  }
  const reservationId = RESERVATIONS[which]?.id ?? '';
  let file: (() => Promise<unknown>) | undefined;
  await refused(
    quoted(t, { reservationId, quantity: String(quantity) }, actor).then((quote) => {
      file = () => quote.file({ acceptsLoss: true, attemptId });
    }),
  );
  return file;
}

/** The answer, or the refusal: what the user was told. */
async function settled(act: Promise<unknown>): Promise<unknown> {
  const answers: unknown[] = [];
  const facts = await refused(act.then((answer) => answers.push(answer)));
  return facts ?? JSON.parse(JSON.stringify(answers[0], withoutWhatStands));
}

/** An answer repeats what was done; the state of a reservation beside it may have moved on since. */
function withoutWhatStands(key: string, value: unknown): unknown {
  return key === 'placement' || key === 'changedAt' || key === 'changedBy' ? undefined : value;
}

const countedOn = (requests: readonly SupportRequest[], day: string) =>
  requests
    .filter(({ at }) => dayOf(at) <= day && daysBetween(dayOf(at), day) < 365)
    .reduce(
      (total, { quote }) => total.plus(quote?.kind === 'refund' ? quote.figures.countsUsd : '0'),
      exact(0),
    );

const startDesk = () =>
  testDesk({
    today: START,
    rates: RATES,
    customers: [
      customer({ subscriptions: [subscription({ owners: ['Olga'] })], reservations: RESERVATIONS }),
    ],
  });

describe('whatever the history', () => {
  it('never more than 50,000 USD is counted in any 365 days', async () => {
    let paidUp = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anAct(['refund']), { minLength: 1, maxLength: 14 }), async (acts) => {
        const t = await startDesk();
        for (const [index, act] of acts.entries()) await perform(t, act, `attempt-${index}`);
        const { requests } = await t.book();
        for (const { at } of requests) {
          const counted = countedOn(requests, dayOf(at));
          expect(counted.lte('50000')).toBe(true);
          if (counted.gte('49999')) paidUp++;
        }
      }),
      { numRuns: 60, seed: 20210101 },
    );
    // The histories do reach the cap.
    expect(paidUp).toBeGreaterThan(10);
  });

  it('what the parts of a reservation cost is what the whole did, instalment by instalment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anAct(['refund']), { minLength: 1, maxLength: 10 }), async (acts) => {
        const t = await startDesk();
        for (const [index, act] of acts.entries()) await perform(t, act, `attempt-${index}`);
        const { reservations } = await t.book();
        for (const whole of RESERVATIONS) {
          const parts = reservations.filter(
            ({ currency, billing }) => currency === whole.currency && billing === whole.billing,
          );
          expect(parts.reduce((total, { quantity }) => total + quantity, 0)).toBe(3);
          whole.instalments.forEach((instalment, index) => {
            const total = parts.reduce((sum, part) => sum.plus(part.instalments[index] ?? '0'), exact(0));
            expect(total.eq(instalment)).toBe(true);
          });
        }
      }),
      { numRuns: 25, seed: 20210102 },
    );
  });

  it('doing any of it again changes nothing and tells the same; the log only grows and agrees with what stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anAct(['refund', 'buy', 'on', 'off']), { minLength: 1, maxLength: 12 }),
        fc.nat(12),
        async (acts, prefix) => {
          const t = await startDesk();
          const again: (() => Promise<unknown>)[] = [];
          let log: Customer['activity'] = [];
          for (const [index, act] of acts.entries()) {
            const repeat = await perform(t, act, `attempt-${index}`);
            if (repeat) again.push(repeat);
            const { activity } = await t.book();
            expect(activity.slice(0, log.length)).toEqual(log);
            log = activity;
          }
          const before = await t.book();
          for (const repeat of again.slice(0, prefix)) await repeat();
          expect(await t.book()).toEqual(before);
          expectLogToAgree(before);
        },
      ),
      { numRuns: 40, seed: 20210103 },
    );
  });
});

function expectLogToAgree({ activity, orders, requests, permission, attempts }: Customer): void {
  const done = (action: string) =>
    activity
      .filter((line) => line.action === action && line.outcome === 'done')
      .map(({ subject }) => subject);
  expect(done('buy')).toEqual(orders.map(({ number }) => number));
  expect(done('file refund')).toEqual(requests.map(({ number }) => number));
  const switched = activity.filter(
    ({ action, outcome }) => outcome === 'done' && action.endsWith('Purchase Permissions'),
  );
  expect(switched.at(-1)?.after ?? 'off').toBe(permission.on ? 'on' : 'off');
  const refusals = Object.values(attempts).filter(({ outcome }) => outcome.kind === 'refused');
  expect(activity.filter(({ outcome }) => outcome === 'refused')).toHaveLength(refusals.length);
}
