/** Permission, access, Owners, plans, countries, configuration, placing by hand: rules sections 1, 2, 3 and 6. */
import fc from 'fast-check';

import { type At, kind } from '../act.js';
import type { Sub } from '../book.js';
import {
  type Code,
  first,
  needsAccess,
  needsAccessTo,
  needsOutright,
  needsRole,
  needsSomeAccess,
  notActive,
  resOf,
  subOf,
  usable,
} from '../rules.js';
import { dayOf, endOf, instalments, minor } from '../sums.js';
import { pickOf } from './buying.js';

const CREATE = 'Create Customer Purchase Permissions';
const DELETE = 'Delete Customer Purchase Permissions';

export const setPermission = kind<{ on: boolean }, unknown>(
  'set permission',
  fc.record({ on: fc.boolean() }),
  (on, wish) => {
    const { permission, subs } = on.for;
    const counting = subs.filter(({ offer, active }) => offer !== 'other' && active);
    const turningOn = wish.on && !permission.on;
    return {
      call: (desk, attempt) => desk.setPermission(on.actor, on.customer, wish.on, attempt),
      action: wish.on ? CREATE : DELETE,
      same: permission.on === wish.on,
      refusal: first(
        needsRole(on.me, 'AdminAgent'),
        turningOn && counting.length === 0 ? 'PermissionNeedsSubscription' : undefined,
        turningOn && counting.every(({ owners }) => owners.length === 0) ? 'PermissionNeedsOwner' : undefined,
      ),
      apply: () => {
        if (permission.on === wish.on) return;
        on.for.permission = { on: wish.on, changedAt: on.now, placed: false };
        for (const handover of on.for.handovers) {
          const { what, on: wished } = JSON.parse(handover.wish) as { what: string; on?: boolean };
          if (handover.state !== 'open' || what !== 'permission' || wished !== wish.on) continue;
          handover.state = 'done';
          on.for.log.push(`${on.user}: handover done, done`);
        }
      },
    };
  },
);

export const setOwner = kind<{ sub: number; who: string; owner: boolean }, unknown>(
  'set Owner',
  fc.record({
    sub: fc.nat(4),
    who: fc.constantFrom('olga@customer.example', 'piet@customer.example', 'nobody'),
    owner: fc.boolean(),
  }),
  (on, { sub: pick, who, owner }) => {
    const sub = pickOf(on.for.subs, pick);
    if (!sub) return undefined;
    const isOne = sub.owners.includes(who);
    return {
      call: (desk, attempt) =>
        desk.setOwner(on.actor, on.customer, { subscriptionId: sub.id, who, owner }, attempt),
      action: owner ? 'record Owner' : 'remove Owner',
      same: owner && isOne,
      refusal: first(
        needsAccess(on.me, sub),
        owner && who === 'nobody' ? 'EmailInvalid' : undefined,
        !owner && !isOne ? 'PersonNotFound' : undefined,
      ),
      apply: () => {
        if (!owner) sub.owners = sub.owners.filter((known) => known !== who);
        else if (!isOne) sub.owners = [...sub.owners, who];
      },
    };
  },
);

interface AccessWish {
  readonly give: boolean;
  readonly who: string;
  readonly reservation: boolean;
  readonly pick: number;
}

export const changeAccess = kind<AccessWish, unknown>(
  'change access',
  fc.record({
    give: fc.boolean(),
    who: fc.constantFrom('SalesAgent', 'HelpdeskAgent', 'GlobalAdmin', 'left', 'a@customer.example'),
    reservation: fc.boolean(),
    pick: fc.nat(9),
  }),
  (on, { give, who, reservation, pick }) => {
    const one = reservation ? pickOf(on.for.reservations, pick) : undefined;
    const sub = one ? undefined : pickOf(on.for.subs, pick);
    const list = one ?? sub;
    if (!list) return undefined;
    const outside = who.includes('@');
    const given = outside ? (one?.customerAccess ?? []) : list.access;
    const has = given.includes(who);
    const gone = on.partnerBook.users.some(({ id, removed }) => id === who && removed);
    const target = one ? { reservationId: one.id } : { subscriptionId: sub?.id ?? '' };
    return {
      call: (desk, attempt) =>
        give
          ? desk.grantAccess(on.actor, on.customer, { ...target, who }, attempt)
          : desk.withdrawAccess(on.actor, on.customer, { ...target, who }, attempt),
      action: give ? 'grant access' : 'withdraw access',
      same: give && has,
      refusal: first(
        needsRole(on.me, 'AdminAgent', 'GlobalAdmin'),
        give && (gone || (outside && !one)) ? 'PersonNotFound' : undefined,
        !give && !has ? 'PersonNotFound' : undefined,
        give && who === on.user ? 'GrantToSelf' : undefined,
      ),
      apply: () => {
        const next = give ? (has ? given : [...given, who]) : given.filter((known) => known !== who);
        if (!outside) list.access = next;
        else if (one) one.customerAccess = next;
      },
    };
  },
);

const ACCEPTANCE = { firstName: 'Olga', lastName: 'Owner', email: 'olga@customer.example' };

export const addAzurePlan = kind<{ date: string }, { id: string; name: string }>(
  'add Azure plan',
  fc.record({ date: fc.constantFrom('2021-01-01', '2099-01-01', 'soon') }),
  (on, { date }) => {
    const { subs, agreement } = on.for;
    const reseller = subs.find((sub) => sub.reseller !== undefined)?.reseller;
    return {
      call: (desk, attempt) => desk.addAzurePlan(on.actor, on.customer, { ...ACCEPTANCE, date }, attempt),
      action: 'add Azure plan',
      refusal: first(
        needsSomeAccess(on.me, on.for),
        subs.some(({ offer, active }) => offer === 'azurePlan' && active) ? 'AzurePlanExists' : undefined,
        agreement ? undefined : needsRole(on.me, 'AdminAgent', 'SalesAgent'),
        !agreement && date === 'soon' ? 'AgreementInvalid' : undefined,
        !agreement && date === '2099-01-01' ? 'AgreementDateInFuture' : undefined,
      ),
      apply: ({ id, name }) => {
        on.for.agreement = true;
        const plan: Sub = { id, name, offer: 'azurePlan', active: true, reseller, owners: [], access: [] };
        on.for.subs = [...subs, plan];
      },
    };
  },
);

const COUNTRIES: Record<string, string> = { NL: 'NL', Nigeria: 'NG', Niger: 'NE', Zweden: 'SE' };

export const setCountry = kind<{ text: string; correct: boolean }, unknown>(
  'set country',
  fc.record({ text: fc.constantFrom('NL', 'Nigeria', 'Zweden', 'Niger', 'Atlantis'), correct: fc.boolean() }),
  (on, { text, correct }) => {
    const country = COUNTRIES[text];
    const stays = correct ? on.for.country === country : on.for.country !== undefined;
    const act = correct ? 'correct country' : 'set country';
    return {
      call: (desk, attempt) => {
        const input = { text, locale: 'nl' };
        return correct
          ? desk.correctCountry(on.actor, on.customer, input, attempt)
          : desk.setCountry(on.actor, on.customer, input, attempt);
      },
      // What is no country never comes to an act.
      ...(country ? { action: act } : {}),
      same: stays,
      refusal: country
        ? correct
          ? needsOutright(on.me)
          : needsSomeAccess(on.me, on.for)
        : 'CountryNotRecognized',
      apply: () => {
        if (!stays) on.for.country = country;
        on.for.listedCountry = on.for.country;
      },
    };
  },
);

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

export const setPrices = kind<{ markup: string; own: string | undefined; remove: boolean }, unknown>(
  'set customer prices',
  fc.record({
    markup: fc.constantFrom('12.5', '0', '-5', 'lots'),
    own: fc.constantFrom(undefined, undefined, '1200', ''),
    remove: fc.boolean(),
  }),
  (on, { markup, own, remove }) => {
    const last = on.for.prices.at(-1);
    const before = last
      ? (JSON.parse(last) as { markupPercent: string; ownPrices: Record<string, string> })
      : undefined;
    const product = 'vm-d2s-v5-we-1y';
    const price = own === '1200' ? (on.for.currency === 'JPY' ? '1200' : '1200.00') : undefined;
    const { [product]: _, ...others } = before?.ownPrices ?? {};
    const after = remove
      ? { markupPercent: '0', ownPrices: {} }
      : {
          markupPercent: markup,
          ownPrices:
            own === undefined
              ? (before?.ownPrices ?? {})
              : price === undefined
                ? others
                : { ...others, [product]: price },
        };
    const isSame = JSON.stringify(after) === JSON.stringify(before ?? { markupPercent: '0', ownPrices: {} });
    const same = isSame && (before !== undefined || remove || own !== undefined);
    return {
      call: (desk, attempt) =>
        remove
          ? desk.removeCustomerPrices(on.actor, on.customer, attempt)
          : desk.setCustomerPrices(
              on.actor,
              on.customer,
              {
                markup,
                locale: 'en',
                ...(own === undefined ? {} : { own: { productId: product, price: own } }),
              },
              attempt,
            ),
      action: remove ? 'remove customer prices' : 'set customer prices',
      same,
      refusal: first(
        needsRole(on.me, 'AdminAgent', 'GlobalAdmin'),
        !remove && markup === 'lots' ? 'MarkupInvalid' : undefined,
      ),
      apply: () => {
        if (!same) on.for.prices.push(JSON.stringify(after));
      },
    };
  },
);
