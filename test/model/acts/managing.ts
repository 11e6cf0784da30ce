/** Permission, access, Owners, plans, countries and customer prices: rules sections 1, 2 and 6. */
import fc from 'fast-check';

import { kind } from '../act.js';
import type { Sub } from '../book.js';
import { first, needsAccess, needsOutright, needsRole, needsSomeAccess } from '../rules.js';
import { pickOf } from './ordering.js';

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
