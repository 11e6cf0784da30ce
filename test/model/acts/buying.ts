/** Filling a cart, buying it, renewing: rules sections 2 and 3. */
import fc from 'fast-check';
import type { OrderPlaced, Review } from '../../../domain/answers.js';
import type { ItemProblem } from '../../../domain/use-cases/filling-cart.js';
import { HOST, SCHOOL_VM, SQL, SUSE, VM, VM_3Y } from '../../support/desk.js';
import { type At, kind } from '../act.js';
import type { Bought, Cart, Item, Order, Res } from '../book.js';
import {
  billingProblem,
  cartOf,
  defaultScope,
  first,
  market,
  maximumOf,
  needsAccess,
  nextDue,
  notRenewable,
  priceOf,
  priceProblem,
  quantityProblem,
  resellerProblem,
  resOf,
  scopeProblem,
  segmentProblem,
  subOf,
  usable,
} from '../rules.js';
import { type Day, endOf, instalments, total } from '../sums.js';

const PRODUCTS = [VM, VM_3Y, HOST, SQL, SUSE, SCHOOL_VM];
const quantity = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 8 },
  { arbitrary: fc.constantFrom(0, 101), weight: 1 },
);

const at = (index: number, length: number) => index % Math.max(1, length);
export const pickOf = <T>(all: readonly T[], index: number): T | undefined => all[at(index, all.length)];

export const addToCart = kind<{ sub: number; product: string; quantity: number }, Review>(
  'add to cart',
  fc.record({
    sub: fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 3),
    product: fc.constantFrom(...PRODUCTS),
    quantity,
  }),
  (on, input) => {
    const { for: customer, partnerBook: book } = on;
    const sub = pickOf(customer.subs, input.sub);
    if (!sub) return undefined;
    const itemId = `item-${on.world.count}`;
    const refused = first(market(customer), usable(customer, sub));
    const { product } = input;
    const cart = cartOf(customer, on.user, on.now);
    const open = cart && cart.items.length > 0 ? cart : undefined;
    return {
      call: (desk) =>
        desk.addToCart(
          on.actor,
          on.customer,
          { itemId, subscriptionId: sub.id, productId: product, quantity: String(input.quantity) },
          'en',
        ),
      refusal: first(
        refused,
        segmentProblem(book, customer.segment, product),
        quantityProblem(input.quantity, maximumOf(book, product)),
        priceProblem(book, customer.currency, product),
        open && open.items.length >= 10 ? 'CartFull' : undefined,
      ),
      // Only what no cart can be filled for is an attempt to buy.
      ...(refused ? { action: 'buy', loose: true } : {}),
      apply: ({ cartId }) => {
        const into: Cart = open ?? { id: cartId, changedAt: on.now, handover: undefined, items: [] };
        customer.carts[on.user] = into;
        into.changedAt = on.now;
        const plans = book.products[product]?.billingPlans ?? [];
        into.items.push({
          ...{ id: itemId, product, sub: sub.id, quantity: input.quantity },
          ...{ billing: plans.includes('oneTime') ? 'oneTime' : 'monthly', scope: defaultScope(sub) },
          reseller:
            book.indirect && sub.reseller && book.resellers.includes(sub.reseller) ? sub.reseller : undefined,
          price: priceOf(book, customer.currency, product),
        });
      },
    };
  },
);

interface Change {
  readonly item: number;
  readonly quantity: number | undefined;
  readonly scope: string | undefined;
  readonly billing: string | undefined;
  readonly reseller: string | undefined;
}

export const changeCart = kind<Change, readonly ItemProblem[]>(
  'change cart',
  fc.record({
    item: fc.nat(3),
    quantity: fc.option(quantity, { nil: undefined }),
    scope: fc.option(fc.constantFrom('single', 'shared'), { nil: undefined }),
    billing: fc.option(fc.constantFrom('oneTime', 'monthly', 'weekly'), { nil: undefined }),
    reseller: fc.option(fc.constantFrom('reseller-1', 'reseller-2', 'nobody'), { nil: undefined }),
  }),
  (on, change) => {
    const cart = on.for.carts[on.user];
    const item = cart && pickOf(cart.items, change.item);
    if (!cart || !item) return undefined;
    const sub = subOf(on.for, item.sub);
    const { quantity: wanted, scope, billing, reseller } = change;
    const expired = cartOf(on.for, on.user, on.now) === undefined;
    const problems = [
      wanted !== undefined &&
        wanted !== 0 &&
        quantityProblem(wanted, maximumOf(on.partnerBook, item.product)),
      scope !== undefined && scopeProblem(sub, scope),
      billing !== undefined && billingProblem(on.partnerBook, { ...item, billing }),
      reseller !== undefined && resellerProblem(on.partnerBook, reseller),
    ].filter(Boolean);
    return {
      call: (desk) =>
        desk.changeCart(
          on.actor,
          on.customer,
          [
            {
              itemId: item.id,
              ...(wanted === undefined ? {} : { quantity: String(wanted) }),
              ...(scope === undefined ? {} : { scope }),
              ...(billing === undefined ? {} : { billing }),
              ...(reseller === undefined ? {} : { resellerId: reseller }),
            },
          ],
          'en',
        ),
      refusal: expired ? 'CartEmpty' : undefined,
      apply: (found) => {
        if (found.length !== problems.length)
          throw new Error(`${found.length} problems, expected ${problems.length}`);
        if (problems.length > 0) return;
        Object.assign(item, {
          quantity: wanted || item.quantity,
          scope: scope ?? item.scope,
          billing: billing ?? item.billing,
          reseller: reseller === undefined || !on.partnerBook.indirect ? item.reseller : reseller,
        });
        cart.items = cart.items.filter((each) => each !== item || wanted !== 0);
        cart.changedAt = on.now;
      },
    };
  },
);

/** All that is decided by pressing Buy: another one of these is another review. */
function shownCart(on: At, cart: Pick<Cart, 'id' | 'items'>, startsOn: Day = on.day): string {
  const { currency } = on.for;
  const items = cart.items.map((item) => {
    const known = on.partnerBook.resellers.includes(item.reseller ?? '') ? item.reseller : '';
    const price = priceOf(on.partnerBook, currency, item.product);
    return [
      item.id,
      item.product,
      item.sub,
      item.quantity,
      price,
      item.billing,
      item.scope,
      known,
      item.billing === 'monthly' ? nextDue(startsOn) : [],
    ];
  });
  return JSON.stringify([cart.id, items], (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

const placeOf = ({ partner, user, customer }: At, what: string) => [what, partner, user, customer].join('/');

function onTable(on: At, what: string, id: string, shown: string, fingerprint: string): void {
  on.world.table.set(placeOf(on, what), { id, shown, fingerprint });
}

export const review = kind<unknown, Review>('review', fc.constant({}), (on) => {
  const cart = cartOf(on.for, on.user, on.now);
  return {
    call: (desk) => desk.review(on.actor, on.customer),
    refusal: cart && cart.items.length > 0 ? undefined : 'CartEmpty',
    apply: ({ fingerprint, total: shownTotal, items }) => {
      if (!cart) return;
      for (const item of cart.items) item.price = priceOf(on.partnerBook, on.for.currency, item.product);
      const expected = total(cart.items.map(({ price, quantity: many }) => price * BigInt(many)));
      if (BigInt(shownTotal.replace('.', '')) !== expected)
        throw new Error(`a review of ${shownTotal}, expected ${expected}`);
      if (items.length !== cart.items.length) throw new Error('a review of other items');
      onTable(on, 'cart', cart.id, shownCart(on, cart), fingerprint);
    },
  };
});

export const buy = kind<unknown, OrderPlaced>('buy', fc.constant({}), (on) => {
  const reviewed = on.world.table.get(placeOf(on, 'cart'));
  if (!reviewed) return undefined;
  const { for: customer } = on;
  const cart = cartOf(customer, on.user, on.now);
  return {
    call: (desk, attempt) =>
      desk.buy(on.actor, on.customer, { cartId: reviewed.id, fingerprint: reviewed.fingerprint }, attempt),
    action: 'buy',
    refusal: first(
      market(customer),
      customer.orders.some((order) => order.cart === reviewed.id) ? 'CartAlreadyOrdered' : undefined,
      cart && cart.items.length > 0 ? undefined : 'CartEmpty',
      cart?.id === reviewed.id ? undefined : 'ReviewChanged',
      () => handedOverProblem(on, cart),
      ...(cart?.items ?? []).map((item) => () => itemProblem(on, item)),
      () => (cart && shownCart(on, cart) === reviewed.shown ? undefined : 'ReviewChanged'),
    ),
    apply: ({ order }) => {
      if (!cart) return;
      const items = cart.items.map((item) => priced(on, item));
      addOrder(on, order, items, on.day, { cart: cart.id });
      closeCarts(on, cart);
      delete customer.carts[on.user];
    },
  };
});

function handedOverProblem(on: At, cart: Cart | undefined) {
  const asked = on.for.handovers.find(({ number }) => number === cart?.handover);
  return asked && asked.state !== 'open' ? 'HandoverClosed' : undefined;
}

function itemProblem(on: At, item: Item) {
  const { for: customer, partnerBook: book } = on;
  const sub = subOf(customer, item.sub);
  return first(
    usable(customer, sub),
    needsAccess(on.me, sub),
    segmentProblem(book, customer.segment, item.product),
    scopeProblem(sub, item.scope),
    billingProblem(book, item),
    resellerProblem(book, item.reseller),
  );
}

function priced(on: At, item: Omit<Item, 'price' | 'id'>): Bought {
  const { product, sub, quantity: many, billing, scope, reseller } = item;
  const price = priceOf(on.partnerBook, on.for.currency, product) * BigInt(many);
  const known = on.partnerBook.indirect ? reseller : undefined;
  return { product, sub, quantity: many, billing, scope, reseller: known, price };
}

interface Whence {
  readonly cart?: string;
  readonly renews?: string;
  readonly request?: string;
}

/** The order and what it brings into being; ids are taken from the answer, everything else is worked out. */
export function addOrder(
  on: At,
  order: OrderPlaced['order'],
  items: readonly Bought[],
  startsOn: Day,
  { cart, renews, request }: Whence,
  currency = on.for.currency,
): void {
  const made: Order['items'] = items.map((item, i) => ({
    ...item,
    reservation: order.items[i]?.reservationId ?? '',
  }));
  on.for.orders.push({
    ...{ number: order.number, by: on.user, currency, total: total(items.map(({ price }) => price)) },
    ...{ items: made, cart, renews, request, placed: request !== undefined },
  });
  made.forEach((item, i) => {
    const term = on.partnerBook.products[item.product]?.term ?? 'P1Y';
    const one: Res = {
      ...{ id: item.reservation, orderId: order.items[i]?.reservationOrderId ?? '', product: item.product },
      ...{ quantity: item.quantity, currency, billing: item.billing },
      ...{
        instalments: instalments(item.price, item.billing, term),
        startsOn,
        endsOn: endOf(startsOn, term),
      },
      ...{ sub: item.sub, scope: item.scope, reseller: item.reseller, status: 'active', request: undefined },
      ...{ access: [], customerAccess: [], used: undefined, configured: undefined, automatic: undefined },
      ...{ renewedBy: undefined, renews },
    };
    on.for.reservations.push(one);
  });
}

/** Whoever was asked to order this cart, or what it was filled from, need not any more. */
function closeCarts(on: At, cart: Cart): void {
  const wishOf = (wish: string) => JSON.parse(wish) as { what: string; cartId?: string };
  const asked = on.for.handovers.find(({ number }) => number === cart.handover);
  const ids = [cart.id, asked && wishOf(asked.wish).cartId];
  for (const handover of on.for.handovers) {
    const wish = wishOf(handover.wish);
    if (handover.state !== 'open' || wish.what !== 'cart' || !ids.includes(wish.cartId)) continue;
    handover.state = 'done';
    on.for.log.push(`${on.user}: handover done, done`);
    const left = on.for.carts[handover.from];
    if (!left || left.id !== wish.cartId) continue;
    left.items = left.items.filter(
      (item) => !cart.items.some(({ product, sub }) => product === item.product && sub === item.sub),
    );
    if (left.items.length === 0) delete on.for.carts[handover.from];
  }
}

/** As it would be ordered again: the scope is kept where it can be chosen. */
function renewed(on: At, one: Res): Item {
  const { id, product, sub, quantity: many, billing, reseller } = one;
  const scope = subOf(on.for, sub).offer === 'azureGlobal' ? one.scope : 'shared';
  return { id, product, sub, quantity: many, billing, scope, reseller, price: 0n };
}

const startOf = (one: Res, day: Day) => Math.max(one.endsOn, day);

/** Of what there is at the beginning the fifth ends soon. */
const ending = fc.constantFrom(4, 4, 4, 4, 0, 1, 2, 3, 5, 6, 7, 8);

export const reviewRenewal = kind<{ pick: number }, { review?: Review }>(
  'review renewal',
  fc.record({ pick: ending }),
  (on, { pick }) => {
    const one = pickOf(on.for.reservations, pick);
    if (!one) return undefined;
    return {
      call: (desk) => desk.renewal(on.actor, on.customer, one.id),
      apply: (answer) => {
        const shown = shownCart(on, { id: one.id, items: [renewed(on, one)] }, startOf(one, on.day));
        if (answer.review) onTable(on, 'renewal', one.id, shown, answer.review.fingerprint);
      },
    };
  },
);

/** What buying asks of what it would be renewed with. */
export function renewalProblem(on: At, one: Res) {
  const { for: customer, partnerBook: book } = on;
  const sub = subOf(customer, one.sub);
  return first(
    needsAccess(on.me, sub, one),
    market(customer),
    usable(customer, sub),
    priceProblem(book, customer.currency, one.product),
    segmentProblem(book, customer.segment, one.product),
    billingProblem(book, one),
    resellerProblem(book, one.reseller),
  );
}

export function addRenewal(on: At, one: Res, order: OrderPlaced['order']): void {
  addOrder(on, order, [priced(on, renewed(on, one))], startOf(one, on.day), { renews: one.id });
  one.renewedBy = order.items[0]?.reservationId;
}

export const renew = kind<unknown, OrderPlaced>('renew', fc.constant({}), (on) => {
  const reviewed = on.world.table.get(placeOf(on, 'renewal'));
  if (!reviewed) return undefined;
  const one = resOf(on.for, reviewed.id);
  const shown = shownCart(on, { id: one.id, items: [renewed(on, one)] }, startOf(one, on.day));
  return {
    call: (desk, attempt) =>
      desk.renew(
        on.actor,
        on.customer,
        { reservationId: one.id, fingerprint: reviewed.fingerprint },
        attempt,
      ),
    action: 'renew',
    refusal: first(
      notRenewable(one, on.day),
      () => renewalProblem(on, one),
      shown === reviewed.shown ? undefined : 'ReviewChanged',
    ),
    apply: ({ order }) => addRenewal(on, one, order),
  };
});

export const switchRenewal = kind<{ pick: number; on: boolean }, unknown>(
  'switch automatic renewal',
  fc.record({ pick: ending, on: fc.constantFrom(true, true, false) }),
  (on, wish) => {
    const one = pickOf(on.for.reservations, wish.pick);
    if (!one) return undefined;
    const same = (one.automatic !== undefined) === wish.on;
    const busy = wish.on && !same;
    return {
      call: (desk, attempt) =>
        desk.setAutomaticRenewal(on.actor, on.customer, { reservationId: one.id, on: wish.on }, attempt),
      action: 'switch automatic renewal',
      same,
      refusal: first(
        needsAccess(on.me, subOf(on.for, one.sub), one),
        busy && one.renewedBy ? 'AlreadyRenewed' : undefined,
        busy && one.status !== 'active' ? 'ReservationBusy' : undefined,
        busy && on.day >= one.endsOn ? 'ReservationExpired' : undefined,
      ),
      apply: () => {
        if (!same) one.automatic = wish.on ? on.user : undefined;
      },
    };
  },
);
