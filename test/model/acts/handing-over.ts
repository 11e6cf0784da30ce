/** Handing what was prepared to a colleague who may do it: rules section 1. */
import fc from 'fast-check';
import type { Review } from '../../../domain/answers.js';
import { type At, kind } from '../act.js';
import { evened, type User } from '../book.js';
import {
  type Code,
  cartOf,
  first,
  holds,
  needsAccess,
  notReturnable,
  priceOf,
  resOf,
  subOf,
} from '../rules.js';
import { pickOf } from './ordering.js';

interface Part {
  readonly reservationId: string;
  readonly quantity: number;
}
interface Piece {
  readonly productId: string;
  readonly subscriptionId: string;
  readonly quantity: number;
  readonly billing: string;
  readonly scope: string;
  readonly resellerId?: string;
}
type Wish =
  | { readonly what: 'cart'; readonly cartId: string; readonly segment: string; readonly items: Piece[] }
  | ({ readonly what: 'refund' } & Part)
  | { readonly what: 'exchange'; readonly returns: Part[]; readonly purchases: Piece[] }
  | { readonly what: 'permission'; readonly on: boolean };

const pieceOf = ({
  product,
  sub,
  ...rest
}: {
  product: string;
  sub: string;
  quantity: number;
  billing: string;
  scope: string;
}) => ({
  ...{
    productId: product,
    subscriptionId: sub,
    quantity: rest.quantity,
    billing: rest.billing,
    scope: rest.scope,
  },
});

function cartWish(on: At, user: string): Wish | undefined {
  const cart = cartOf(on.for, user, on.now);
  if (!cart || cart.items.length === 0) return undefined;
  const items = cart.items.map((item) => ({
    ...pieceOf(item),
    ...(item.reseller === undefined ? {} : { resellerId: item.reseller }),
  }));
  return { what: 'cart', cartId: cart.id, segment: on.for.segment, items };
}

function quoteWish(on: At, pick: number): { named: string; wish: Wish } | undefined {
  const quote = pickOf(on.for.quotes, pick);
  if (!quote) return undefined;
  const part = ({ reservation, quantity }: { reservation: string; quantity: number }) => ({
    reservationId: reservation,
    quantity,
  });
  const named = `quote/${quote.id}`;
  if (quote.kind === 'refund') return { named, wish: { what: 'refund', ...part(quote) } };
  return {
    named,
    wish: { what: 'exchange', returns: quote.returns.map(part), purchases: quote.purchases.map(pieceOf) },
  };
}

const returnsIn = (wish: Wish): readonly Part[] =>
  wish.what === 'refund' ? [wish] : wish.what === 'exchange' ? wish.returns : [];
const boughtIn = (wish: Wish): readonly Piece[] =>
  wish.what === 'cart' ? wish.items : wish.what === 'exchange' ? wish.purchases : [];

function mayDo(on: At, user: User, wish: Wish): boolean {
  if (user.removed || user.roles.length === 0) return false;
  if (wish.what === 'permission') return holds(user, 'AdminAgent');
  const problem = first(
    ...returnsIn(wish).map(({ reservationId }) => {
      const one = resOf(on.for, reservationId);
      return needsAccess(user, subOf(on.for, one.sub), one);
    }),
    ...boughtIn(wish).map(({ subscriptionId }) => needsAccess(user, subOf(on.for, subscriptionId))),
  );
  return problem === undefined;
}

interface Asking {
  readonly what: string;
  readonly pick: number;
  readonly colleague: string;
  readonly note: string;
}

export const ask = kind<Asking, { handover: { number: string } }>(
  'ask colleague',
  fc.record({
    what: fc.constantFrom(
      'cart',
      'cart',
      'cart',
      'quote',
      'permission/on',
      'permission/off',
      'quote',
      'nothing',
    ),
    pick: fc.nat(5),
    colleague: fc.constantFrom(
      'AdminAgent',
      'AdminAgent',
      'AdminAgent',
      'SalesAgent',
      'GlobalAdmin',
      'left',
      'roleless',
    ),
    note: fc.constantFrom('', '', 'Please', 'Please', 'x'.repeat(301)),
  }),
  (on, { what, pick, colleague, note }) => {
    const quoted = what === 'quote' ? quoteWish(on, pick) : undefined;
    const wish =
      what === 'cart'
        ? cartWish(on, on.user)
        : what.startsWith('permission')
          ? ({ what: 'permission', on: what === 'permission/on' } as const)
          : quoted?.wish;
    const to = on.partnerBook.users.find(({ id }) => id === colleague);
    const fits = wish && to && colleague !== on.user && mayDo(on, to, wish);
    return {
      call: (desk, attempt) =>
        desk.askColleague(on.actor, on.customer, { what: quoted?.named ?? what, colleague, note }, attempt),
      action: 'ask colleague',
      refusal: first(
        wish ? undefined : 'NothingToHandOver',
        fits && note.length <= 300 ? undefined : 'HandoverInvalid',
      ),
      apply: ({ handover }) => {
        on.for.handovers.push({
          ...{ number: handover.number, from: on.user, to: colleague, wish: evened(wish), state: 'open' },
        });
      },
    };
  },
);

export const decline = kind<{ pick: number; reason: string }, unknown>(
  'decline handover',
  fc.record({ pick: fc.nat(5), reason: fc.constantFrom('', 'Not now') }),
  (on, { pick, reason }) => {
    const handover = pickOf(on.for.handovers, pick);
    if (!handover) return undefined;
    return {
      call: (desk, attempt) =>
        desk.declineHandover(on.actor, on.customer, { number: handover.number, reason }, attempt),
      action: 'decline handover',
      refusal: first(
        handover.to === on.user ? undefined : 'HandoverNotFound',
        handover.state === 'open' ? undefined : 'HandoverClosed',
        reason ? undefined : 'ReasonNeeded',
      ),
      apply: () => {
        handover.state = 'declined';
      },
    };
  },
);

export const withdraw = kind<{ pick: number }, unknown>(
  'withdraw handover',
  fc.record({ pick: fc.nat(5) }),
  (on, { pick }) => {
    const handover = pickOf(on.for.handovers, pick);
    if (!handover) return undefined;
    return {
      call: (desk, attempt) => desk.withdrawHandover(on.actor, on.customer, handover.number, attempt),
      action: 'withdraw handover',
      refusal: first(
        handover.from === on.user ? undefined : 'HandoverNotFound',
        handover.state === 'open' ? undefined : 'HandoverClosed',
      ),
      apply: () => {
        handover.state = 'withdrawn';
      },
    };
  },
);

/** Why it makes no sense any more. */
function outdated(on: At, wish: Wish, from: string): Code {
  if (wish.what === 'permission') return on.for.permission.on === wish.on ? 'HandoverOutdated' : undefined;
  if (wish.what === 'cart')
    return evened(cartWish(on, from)) === evened(wish) ? undefined : 'HandoverOutdated';
  return first(
    ...returnsIn(wish).map(({ reservationId, quantity }) => {
      const one = resOf(on.for, reservationId);
      return first(notReturnable(one, on.day), one.quantity < quantity ? 'HandoverOutdated' : undefined);
    }),
  );
}

export const takeUp = kind<{ pick: number }, Review | undefined>(
  'take up handover',
  fc.record({ pick: fc.nat(5) }),
  (on, { pick }) => {
    const handover = pickOf(on.for.handovers, pick);
    if (!handover) return undefined;
    const wish = JSON.parse(handover.wish) as Wish;
    const own = cartOf(on.for, on.user, on.now);
    const begun = own?.handover === handover.number && own.items.length > 0;
    return {
      // The ids of the colleague's own cart are seen where it is looked at.
      call: async (desk) => {
        await desk.takeUpHandover(on.actor, on.customer, handover.number);
        return wish.what === 'cart' ? await desk.cartNow(on.actor, on.customer) : undefined;
      },
      refusal: first(
        handover.to === on.user ? undefined : 'HandoverNotFound',
        handover.state === 'open' ? undefined : 'HandoverClosed',
        () => outdated(on, wish, handover.from),
        wish.what === 'cart' && own && own.items.length > 0 && !begun ? 'CartInUse' : undefined,
      ),
      apply: (seen) => {
        if (wish.what !== 'cart' || begun || !seen) return;
        on.for.carts[on.user] = {
          ...{ id: seen.cartId, changedAt: on.now, handover: handover.number },
          items: wish.items.map((item, i) => ({
            ...{
              id: seen.items[i]?.id ?? '',
              product: item.productId,
              sub: item.subscriptionId,
              quantity: item.quantity,
            },
            ...{ billing: item.billing, scope: item.scope, reseller: item.resellerId },
            price: priceOf(on.partnerBook, on.for.currency, item.productId),
          })),
        };
      },
    };
  },
);
