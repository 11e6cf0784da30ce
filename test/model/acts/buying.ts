/** Filling a cart and buying it: rules section 2. */
import fc from 'fast-check';
import type { OrderPlaced, Review } from '../../../domain/answers.js';
import type { ItemProblem } from '../../../domain/use-cases/filling-cart.js';
import { HOST, SCHOOL_VM, SQL, SUSE, VM, VM_3Y } from '../../support/desk.js';
import { type At, kind } from '../act.js';
import type { Cart, Item } from '../book.js';
import {
  billingProblem,
  cartOf,
  defaultScope,
  first,
  market,
  maximumOf,
  needsAccess,
  priceOf,
  priceProblem,
  quantityProblem,
  resellerProblem,
  scopeProblem,
  segmentProblem,
  subOf,
  usable,
} from '../rules.js';
import { total } from '../sums.js';
import { addOrder, onTable, pickOf, placeOf, priced, shownCart } from './ordering.js';

const PRODUCTS = [VM, VM_3Y, HOST, SQL, SUSE, SCHOOL_VM];
const quantity = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 8 },
  { arbitrary: fc.constantFrom(0, 101), weight: 1 },
);

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
