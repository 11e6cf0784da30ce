/** What is answered over all customers, with the summaries and without them, is what their documents say. */
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { SECTIONS } from '../../../domain/answers/attention.js';
import type { HistoryRow } from '../../../domain/answers.js';
import type { ActivityRecord, Customer, Order } from '../../../domain/model.js';
import { CUSTOMER } from '../../../domain/store/kinds.js';
import { addDays } from '../../../domain/term.js';
import { CUSTOMER_ITSELF, type HistoryFilter } from '../../../domain/use-cases/history.js';
import {
  activityRecord,
  customer,
  order,
  RENEWAL,
  refundRequest,
  reservation,
  stamp,
  user,
} from '../../support/builders.js';
import { type TestDesk, testDesk } from '../../support/desk.js';

/** Many customers, on a machine that may be busy. */
jest.setTimeout(60_000);

const TODAY = '2021-06-01';
const PAGE = 8;

/** Few moments and few users, so that many things are alike. */
const aMoment = fc.nat(40).map((days) => `${addDays('2021-05-01', days)}T12:00:00.000Z`);
const who = fc
  .constantFrom('AdminAgent', 'colleague')
  .map((id) => ({ by: stamp(user({ id, name: `Name of ${id}` })) }));
const anOrder = fc
  .record({
    at: aMoment,
    who: fc.oneof(who, fc.constant({ boughtByCustomer: 'Kim' })),
    placed: fc.boolean(),
    number: fc.uuid(),
  })
  .map(({ at, who: did, placed, number }) =>
    order({ number, at, ...did, placement: { state: placed ? 'placed' : 'recorded' } }),
  );
const aRecord = fc
  .record({
    at: aMoment,
    who: fc.oneof(who, fc.constant({ byCustomer: 'Kim' })),
    action: fc.constantFrom('buy', 'settle request', 'set country'),
    id: fc.uuid(),
  })
  .map(({ who: did, ...record }) => activityRecord({ ...record, ...did }));
const aRequest = fc
  .record({
    number: fc.uuid(),
    at: aMoment,
    state: fc.constantFrom('open' as const, 'paid' as const, 'declined' as const),
    usd: fc.constantFrom('10.00', '45000.00'),
    ticketNumber: fc.constantFrom('T-1', 'T-2'),
  })
  .map(({ usd, ...given }) => refundRequest({ ...given, figures: { countsUsd: usd } }));
const aReservation = fc
  .record({
    id: fc.uuid(),
    endsOn: fc.nat(120).map((days) => addDays('2021-05-20', days)),
    renewing: fc.boolean(),
    status: fc.constantFrom('active' as const, 'refunded' as const),
    use: fc.array(fc.record({ ago: fc.nat(50), percent: fc.integer({ min: 60, max: 100 }) }), {
      maxLength: 12,
    }),
  })
  .map(({ use, renewing, ...given }) => {
    const utilization = use.map(({ ago, percent }) => ({ day: addDays(TODAY, -ago), percent }));
    const automatic = renewing ? { automaticRenewal: RENEWAL } : {};
    return reservation({
      ...given,
      ...automatic,
      utilization: utilization.sort((a, b) => a.day.localeCompare(b.day)),
    });
  });
const customers = fc
  .array(
    fc.record({
      orders: fc.array(anOrder, { maxLength: 6 }),
      activity: fc.array(aRecord, { maxLength: 8 }),
      requests: fc.array(aRequest, { maxLength: 3 }),
      reservations: fc.array(aReservation, { maxLength: 4 }),
      on: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) =>
    all.map(({ orders, activity, on, ...rest }, i) =>
      customer({
        id: `customer-${i + 1}`,
        name: `Customer ${i + 1}`,
        orders: orders.sort((a, b) => a.at.localeCompare(b.at)),
        activity: activity.sort((a, b) => a.at.localeCompare(b.at)),
        permission: on ? { on, changedAt: '2021-05-20T12:00:00Z', placement: { state: 'recorded' } } : { on },
        ...rest,
      }),
    ),
  );
const filter: fc.Arbitrary<HistoryFilter> = fc.record(
  {
    from: fc.constantFrom('', '2021-05-10', '2021-06-05'),
    to: fc.constantFrom('', '2021-06-05', '2021-06-20'),
    kind: fc.constantFrom('', 'virtualMachines', 'buy', 'nothing'),
    user: fc.constantFrom('', 'colleague', CUSTOMER_ITSELF, 'nobody'),
  },
  { requiredKeys: [] },
);

type Entry = Order | ActivityRecord;

/** Said in another way than the desk does: everything laid out, thrown out and put in order. */
function expectedRows(
  all: readonly Customer[],
  of: (customer: Customer) => readonly Entry[],
  { from, to, kind, user: userId }: HistoryFilter,
): HistoryRow<Entry>[] {
  const kindsOf = (entry: Entry) =>
    'items' in entry ? entry.items.map(({ product }) => product.type) : [entry.action];
  const self = (entry: Entry) =>
    ('boughtByCustomer' in entry && entry.boughtByCustomer !== undefined) || 'byCustomer' in entry;
  const rows = all.flatMap((one) =>
    of(one).map((entry) => ({ customerId: one.id, customerName: one.name, entry })),
  );
  return rows
    .filter(({ entry }) => !from || entry.at.slice(0, 10) >= from)
    .filter(({ entry }) => !to || entry.at.slice(0, 10) <= to)
    .filter(({ entry }) => !kind || kindsOf(entry).includes(kind))
    .filter(({ entry }) =>
      userId === CUSTOMER_ITSELF ? self(entry) : !userId || entry.by?.userId === userId,
    )
    .map((row, place) => ({ row, place }))
    .sort((a, b) => b.row.entry.at.localeCompare(a.row.entry.at) || b.place - a.place)
    .map(({ row }) => row);
}

/** The desk as it is after a start, and once the summaries are taken. */
async function twoDesks(all: readonly Customer[]): Promise<readonly TestDesk[]> {
  const t = await testDesk({ today: TODAY, customers: all });
  const ready = await testDesk({ today: TODAY, customers: all, documents: t.documents });
  await ready.desk.prepareOverview();
  return [t, ready];
}

describe('over all customers', () => {
  it('any page of a history, narrowed or not, is what lies in the documents', async () => {
    await fc.assert(
      fc.asyncProperty(customers, filter, fc.integer({ min: 1, max: 9 }), async (all, narrowing, page) => {
        for (const { desk, actor } of await twoDesks(all)) {
          for (const [history, exported, of] of [
            [desk.orderHistory, desk.exportOrders, ({ orders }: Customer) => orders],
            [desk.activityLog, desk.exportActivity, ({ activity }: Customer) => activity],
          ] as const) {
            const rows = expectedRows(all, of, narrowing);
            const shown = await history(actor(), narrowing, page);
            const pages = Math.max(1, Math.ceil(rows.length / PAGE));
            const at = Math.min(page, pages);
            expect(shown.rows).toEqual({
              items: rows.slice((at - 1) * PAGE, at * PAGE),
              total: rows.length,
              page: at,
              pages,
            });
            expect((await exported(actor(), narrowing)).rows).toEqual(rows);
            const users = new Set(
              all.flatMap<Entry>((one) => [...of(one)]).flatMap(({ by }) => (by ? [by.userId] : [])),
            );
            expect(shown.users.map(({ id }) => id).sort()).toEqual([...users].sort());
          }
        }
      }),
      { numRuns: 40, seed: 20211121 },
    );
  });

  it('any page of requests is what lies in the documents', async () => {
    const search = fc.record(
      {
        state: fc.constantFrom('open' as const, 'paid' as const),
        reference: fc.constantFrom('t-1', 'T-2', 'none'),
        page: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(customers, search, async (all, { state, reference, page = 1 }) => {
        const wanted = all
          .flatMap(({ id, requests }) => requests.map((request) => ({ id, request })))
          .filter(({ request }) => !state || request.state === state)
          .filter(({ request }) => !reference || request.ticketNumber === reference.toUpperCase())
          .sort(
            (a, b) =>
              b.request.at.localeCompare(a.request.at) || a.request.number.localeCompare(b.request.number),
          )
          .map(({ id, request }) => `${id}/${request.number}`);
        const at = Math.min(page, Math.max(1, Math.ceil(wanted.length / PAGE)));
        for (const { desk, actor } of await twoDesks(all)) {
          const found = await desk.requests(actor(), {
            ...(state ? { state } : {}),
            ...(reference ? { reference } : {}),
            page,
          });
          expect(found.requests.total).toBe(wanted.length);
          expect(
            found.requests.items.map(({ customerId, request }) => `${customerId}/${request.number}`),
          ).toEqual(wanted.slice((at - 1) * PAGE, at * PAGE));
        }
      }),
      { numRuns: 30, seed: 20211122 },
    );
  });

  it('what needs attention is what the customers say one by one, also as days pass and they change', async () => {
    await fc.assert(
      fc.asyncProperty(customers, customers, fc.nat(100), async (all, later, days) => {
        const [, ready] = await twoDesks(all);
        if (!ready) throw new Error('no desk');
        const ids = new Set(all.map(({ id }) => id));
        for (const next of later.filter(({ id }) => ids.has(id))) await ready.change(next, next.id);
        ready.clock.goTo(addDays(TODAY, days));
        const { desk, actor, documents } = ready;
        const whole = await desk.attention(actor(), {});
        let unplaced = 0;
        for (const section of SECTIONS) {
          const each = await Promise.all(
            all.map(({ id }) => desk.attentionList(actor(), section, { customerId: id }, 1)),
          );
          const expected = each.reduce((total, { rows }) => total + rows.total, 0);
          expect([section, whole.parts.find((part) => part.section === section)?.total ?? 0]).toEqual([
            section,
            expected,
          ]);
          const list = await desk.attentionList(actor(), section, {}, 1);
          expect(list.rows.total).toBe(expected);
        }
        for (const { id } of all) {
          const { placeables } = await desk.unplaced(actor(), id);
          unplaced += placeables.total;
          const { reservations } = await desk.reservations(actor(), id, {});
          const low = reservations.items.filter(
            ({ state, utilization = 100 }) => state === 'active' && utilization < 80,
          );
          const lowList = await desk.attentionList(actor(), 'lowUse', { customerId: id }, 1);
          expect(
            lowList.rows.items.map((row) => 'percent' in row && `${row.reservationId} ${row.percent}`).sort(),
          ).toEqual(low.map((row) => `${row.reservation.id} ${row.utilization}`).sort());
          const { cap } = await desk.customer(actor(), id);
          const capList = await desk.attentionList(actor(), 'cap', { customerId: id }, 1);
          expect(capList.rows.items.map((row) => 'usedUsd' in row && row.usedUsd)).toEqual(
            Number(cap.usedUsd) >= 40_000 ? [cap.usedUsd] : [],
          );
          expect(await documents.read(CUSTOMER, `partner-1/${id}`)).toBeDefined();
        }
        expect(whole.unplaced).toBe(unplaced);
      }),
      { numRuns: 25, seed: 20211123 },
    );
  });
});
