/** A reservation of the book with what files say of it. What the desk itself did with it stands. */
import type { Customer, IncompleteReservation, ProductSnapshot, UtilizationDay } from '../model.js';
import { RESERVATION_TYPES } from '../policy/reservation-types.js';
import { endOfTerm } from '../term.js';
import { isComplete, type PriceFacts } from './price-facts.js';
import { regionOf } from './regions.js';
import type { Row } from './rows.js';

/** Gives the id of the product in the price list, where it is there. */
export type FindProduct = (
  product: Pick<ProductSnapshot, 'name' | 'type' | 'region' | 'term'>,
) => { readonly id: string; readonly returnable: boolean } | undefined;

/** Microsoft's states of a reservation that is not in force; those of our own export too. */
const NOT_IN_FORCE = /cancel|refund|exchange|fail|split|merged|pending|creating/i;

/** Reservations that are not in force are not brought in: what became of them is in the requests of a desk. */
export function inForce({ status = '' }: Row<'reservations'>): boolean {
  return !NOT_IN_FORCE.test(status);
}

/** True where the desk sold this reservation or filed something for its order: then the price is the desk's to know. */
export function isOfDesk({ orders, requests, reservations }: Customer, orderId: string): boolean {
  const parts = new Set(reservations.filter((one) => one.orderId === orderId).map(({ id }) => id));
  return (
    orders.some(({ items }) => items.some((item) => item.reservationOrderId === orderId)) ||
    requests.some(({ reservationIds }) => reservationIds.some((id) => parts.has(id)))
  );
}

/** A reservation that is new to the book. @throws RangeError where its days do not fit together. */
export function newReservation(
  row: Row<'reservations'>,
  facts: PriceFacts,
  usage: readonly UtilizationDay[],
  subscriptionId: string,
  find: FindProduct,
): IncompleteReservation {
  return fitting({
    id: row.id,
    orderId: row.orderId,
    orderNumber: row.orderNumber ?? '',
    product: productOf(row, undefined, find),
    quantity: row.quantity,
    ...facts,
    endsOn: row.endsOn,
    subscriptionId,
    scope: row.scope ?? 'shared',
    ...(row.resellerId ? { resellerId: row.resellerId } : {}),
    status: 'active',
    ...(row.boughtByCustomer ? { boughtByCustomer: row.boughtByCustomer } : {}),
    access: row.access ?? [],
    utilization: [...usage].sort((a, b) => a.day.localeCompare(b.day)),
  });
}

/**
 * A reservation that the book has. Where the desk sold or returned it, only its use is taken over. Where a file gives
 * another quantity, term, currency or billing and not what was paid, what was paid is no longer known.
 * @throws RangeError where its days do not fit together.
 */
export function updatedReservation(
  before: IncompleteReservation,
  row: Row<'reservations'> | undefined,
  facts: PriceFacts,
  usage: readonly UtilizationDay[],
  ofDesk: boolean,
  find: FindProduct,
): IncompleteReservation {
  const utilization = withUsage(before.utilization, usage);
  if (ofDesk) return { ...before, utilization };
  const { instalments, ...others } = before;
  const after = { ...others, ...(row ? told(row, before, find) : {}), ...facts, utilization };
  const known = instalments && !facts.instalments && isPaidAlike(before, after);
  return fitting(known ? { ...after, instalments } : after);
}

function told(
  row: Row<'reservations'>,
  before: IncompleteReservation,
  find: FindProduct,
): Partial<IncompleteReservation> {
  return {
    ...(row.orderNumber ? { orderNumber: row.orderNumber } : {}),
    product: productOf(row, before.product, find),
    quantity: row.quantity,
    endsOn: row.endsOn,
    ...(row.subscriptionId ? { subscriptionId: row.subscriptionId } : {}),
    ...(row.scope ? { scope: row.scope } : {}),
    ...(row.resellerId ? { resellerId: row.resellerId } : {}),
    ...(row.access ? { access: row.access } : {}),
  };
}

/** Instalments are amounts of one currency, for this quantity, as many as the term and the billing ask for. */
function isPaidAlike(one: IncompleteReservation, other: IncompleteReservation): boolean {
  return (
    one.quantity === other.quantity &&
    one.product.term === other.product.term &&
    one.currency === other.currency &&
    one.billing === other.billing
  );
}

/** Credits are counted by days between its first and its last: a term that does not end when it should is a mistake. */
export function termFits(startsOn: string, { term }: Pick<ProductSnapshot, 'term'>, endsOn: string): boolean {
  const end = endOfTerm(startsOn, term);
  // Azure counts in hours: a purchase late on a day in another time zone ends a day beside it.
  return Math.abs(Date.parse(end) - Date.parse(endsOn)) <= 86_400_000;
}

function fitting(reservation: IncompleteReservation): IncompleteReservation {
  const { startsOn, product, endsOn } = reservation;
  if (startsOn && !termFits(startsOn, product, endsOn)) {
    throw new RangeError(`${product.term} from ${startsOn} does not end on ${endsOn}`);
  }
  return reservation;
}

/** Puts reservations into the lists of those that are complete and those that are not. */
export function sorted(reservations: readonly IncompleteReservation[]): {
  complete: Customer['reservations'];
  incomplete: IncompleteReservation[];
} {
  return {
    complete: reservations.filter(isComplete),
    incomplete: reservations.filter((one) => !isComplete(one)),
  };
}

function productOf(
  row: Row<'reservations'>,
  before: ProductSnapshot | undefined,
  find: FindProduct,
): ProductSnapshot {
  const kind = { name: row.skuName, type: row.type, region: regionOf(row.region), term: row.term };
  const listed = find(kind);
  const ofType = RESERVATION_TYPES.find(({ id }) => id === row.type)?.returnable ?? false;
  return {
    id: row.productId ?? before?.id ?? listed?.id ?? `${row.type}-${row.skuName}-${kind.region}`.slice(0, 80),
    ...kind,
    returnable: row.returnable ?? before?.returnable ?? listed?.returnable ?? ofType,
  };
}

function withUsage(before: readonly UtilizationDay[], usage: readonly UtilizationDay[]): UtilizationDay[] {
  const days = new Map([...before, ...usage].map((one) => [one.day, one]));
  return [...days.values()].sort((a, b) => a.day.localeCompare(b.day));
}
