/** Configuration, missing facts, and placing by hand: rules sections 2 and 3. */
import fc from 'fast-check';

import { type At, kind } from '../act.js';
import {
  type Code,
  first,
  needsAccess,
  needsAccessTo,
  needsRole,
  notActive,
  resOf,
  subOf,
  usable,
} from '../rules.js';
import { dayOf, endOf, instalments, minor } from '../sums.js';
import { pickOf } from './ordering.js';

interface Configuration {
  readonly pick: number;
  readonly scope: 'single' | 'shared' | undefined;
  readonly sub: number | undefined;
}

export const configure = kind<Configuration, unknown>(
  'configure',
  fc.record({
    pick: fc.nat(9),
    scope: fc.constantFrom('single' as const, 'shared' as const, undefined),
    sub: fc.option(fc.nat(4), { nil: undefined }),
  }),
  (on, wish) => {
    const one = pickOf(on.for.reservations, wish.pick);
    if (!one) return undefined;
    const next = wish.sub === undefined ? undefined : pickOf(on.for.subs, wish.sub);
    const moves = next !== undefined && next.id !== one.sub;
    const scope = wish.scope ?? one.scope;
    const same = !moves && scope === one.scope;
    const home = subOf(on.for, one.sub);
    return {
      call: (desk, attempt) =>
        desk.configure(
          on.actor,
          on.customer,
          {
            reservationId: one.id,
            ...(wish.scope ? { scope: wish.scope } : {}),
            ...(next ? { subscriptionId: next.id } : {}),
          },
          attempt,
        ),
      action: 'configure reservation',
      same,
      refusal: moves
        ? first(
            needsAccess(on.me, home),
            usable(on.for, next),
            needsAccess(on.me, next),
            notActive(one, on.day),
          )
        : first(needsAccess(on.me, home, one), notActive(one, on.day)),
      apply: () => {
        if (!same)
          Object.assign(one, { scope, sub: next?.id ?? one.sub, configured: { at: on.now, placed: false } });
      },
    };
  },
);

export const complete = kind<{ price: string; startsOn: string }, unknown>(
  'complete reservation',
  fc.record({
    price: fc.constantFrom('2000.01', '0', 'much', ''),
    startsOn: fc.constantFrom('2020-12-01', '2020-06-01'),
  }),
  (on, { price, startsOn }) => {
    const fits = startsOn === '2020-12-01';
    const waits = on.for.incomplete.includes('res-6');
    const known = on.for.id === 'customer-1';
    if (!known) return undefined;
    const sub = subOf(on.for, 'sub-2');
    return {
      call: (desk, attempt) =>
        desk.completeReservation(
          on.actor,
          on.customer,
          { reservationId: 'res-6', price, currency: 'usd', startsOn, billing: 'monthly', locale: 'en' },
          attempt,
        ),
      action: 'complete reservation',
      refusal: first(
        waits ? undefined : 'ReservationNotFound',
        needsAccess(on.me, sub),
        price === '' || !fits ? 'FactsInvalid' : undefined,
        price === 'much' ? 'AmountInvalid' : undefined,
        price === '0' ? 'FactsInvalid' : undefined,
      ),
      apply: () => {
        on.for.incomplete = [];
        on.for.reservations.push({
          ...{
            id: 'res-6',
            orderId: 'res-order-6',
            product: 'vm-d2s-v5-we-1y',
            quantity: 2,
            currency: 'USD',
          },
          ...{ billing: 'monthly', instalments: instalments(minor(price, 'USD'), 'monthly', 'P1Y') },
          ...{
            startsOn: dayOf(startsOn),
            endsOn: endOf(dayOf(startsOn), 'P1Y'),
            sub: 'sub-2',
            scope: 'shared',
          },
          ...{ reseller: sub.reseller, status: 'active', request: undefined, access: [], customerAccess: [] },
          ...{
            used: undefined,
            configured: undefined,
            automatic: undefined,
            renewedBy: undefined,
            renews: undefined,
          },
        });
      },
    };
  },
);

/** What is recorded here can be placed by hand; whatever was placed, or settled, can not. */
interface Placeable {
  readonly what: string;
  readonly numbered: boolean;
  readonly rights: Code;
  readonly placed: boolean;
  readonly settled: boolean;
  place(): void;
}

function placeables(on: At): Placeable[] {
  const { orders, requests, permission, reservations } = on.for;
  return [
    ...orders.map((order) => {
      const ones = order.items.map(({ reservation }) => resOf(on.for, reservation));
      return {
        ...{ what: `order/${order.number}`, numbered: true, placed: order.placed, settled: false },
        rights: needsAccessTo(on.me, on.for, ones, []),
        place: () => {
          order.placed = true;
        },
      };
    }),
    ...requests.map((request) => {
      const bought = request.quote?.kind === 'exchange' ? request.quote.purchases.map(({ sub }) => sub) : [];
      const subs = [...bought, ...(request.about === undefined ? [] : [request.about])].map((id) =>
        subOf(on.for, id),
      );
      return {
        ...{
          what: `request/${request.number}`,
          numbered: true,
          placed: request.placed,
          settled: request.state !== 'open',
        },
        rights: needsAccessTo(
          on.me,
          on.for,
          request.reservations.map((id) => resOf(on.for, id)),
          subs,
        ),
        place: () => {
          request.placed = true;
        },
      };
    }),
    ...(permission.changedAt === undefined
      ? []
      : [
          {
            ...{
              what: `permission/${iso(permission.changedAt)}`,
              numbered: false,
              placed: permission.placed,
              settled: false,
            },
            rights: needsRole(on.me, 'AdminAgent'),
            place: () => {
              permission.placed = true;
            },
          },
        ]),
    ...reservations.flatMap((one) => {
      const { configured } = one;
      if (!configured) return [];
      return [
        {
          ...{
            what: `configuration/${one.id}/${iso(configured.at)}`,
            numbered: false,
            placed: configured.placed,
            settled: false,
          },
          rights: needsAccess(on.me, subOf(on.for, one.sub), one),
          place: () => {
            configured.placed = true;
          },
        },
      ];
    }),
  ];
}

const iso = (moment: number) => new Date(moment).toISOString();

export const markPlaced = kind<{ pick: number; number: string }, unknown>(
  'mark placed',
  fc.record({ pick: fc.nat(20), number: fc.constantFrom('', 'MS-1', '<b>') }),
  (on, { pick, number }) => {
    const found = pickOf(placeables(on), pick);
    if (!found) return undefined;
    return {
      call: (desk, attempt) => desk.markPlaced(on.actor, on.customer, { what: found.what, number }, attempt),
      action: 'placed in Partner Center',
      refusal: first(
        found.rights,
        found.placed ? 'AlreadyPlaced' : undefined,
        found.settled ? 'RequestSettled' : undefined,
        (number === '' && found.numbered) || number === '<b>' ? 'ReferenceInvalid' : undefined,
      ),
      apply: () => found.place(),
    };
  },
);
