import type { OrderPlaced } from '../../../domain/answers.js';
import type { At } from '../act.js';
import type { Bought, Cart, Item, Order, Res } from '../book.js';
import { nextDue, priceOf } from '../rules.js';
import { type Day, endOf, instalments, total } from '../sums.js';

const at = (index: number, length: number) => index % Math.max(1, length);
export const pickOf = <T>(all: readonly T[], index: number): T | undefined => all[at(index, all.length)];

/** All that is decided by pressing Buy: another one of these is another review. */
export function shownCart(on: At, cart: Pick<Cart, 'id' | 'items'>, startsOn: Day = on.day): string {
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

export const placeOf = ({ partner, user, customer }: At, what: string) =>
  [what, partner, user, customer].join('/');

export function onTable(on: At, what: string, id: string, shown: string, fingerprint: string): void {
  on.world.table.set(placeOf(on, what), { id, shown, fingerprint });
}

export function priced(on: At, item: Omit<Item, 'price' | 'id'>): Bought {
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
