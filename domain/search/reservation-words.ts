/** Which of a customer's reservations is meant by words: what the product is called, where it is and for how long. */
import type { ReservationFacts } from '../answers.js';
import { isCalledSo, isWholeName, readWish, withWords } from './product-words.js';

/** A product or a reservation as somebody speaks of it. */
export interface NamedProduct {
  /** Words of its name or type, as typed; empty: none were said. */
  readonly text: string;
  /** Azure's name of the region. */
  readonly region?: string;
  readonly term?: string;
}

export interface NamedReservations {
  /** What can be returned first. */
  readonly reservations: readonly ReservationFacts[];
  /** None is called so as it is written; these come near. */
  readonly approximate: boolean;
}

/**
 * The reservations that fit: of those that can be returned, where one of them fits, those whose whole name it is,
 * where there are such. Region and term narrow; all words must fit.
 */
export function reservationsCalled(
  reservations: readonly ReservationFacts[],
  { text, region, term }: NamedProduct,
): NamedReservations {
  const wish = readWish(text, [
    ...new Set(reservations.map(({ reservation }) => reservation.product.region)),
  ]);
  const where = region ?? wish.region;
  const howLong = term ?? wish.term;
  const narrowed = reservations
    .map(({ reservation }) => reservation.product)
    .filter((product) => !where || product.region === where)
    .filter((product) => !howLong || product.term === howLong);
  const products = new Set(withWords(narrowed, wish.words));
  const called = reservations.filter(({ reservation }) => products.has(reservation.product));
  const returnable = called.filter((facts) => facts.returnable);
  const likely = returnable.length > 0 ? returnable : called;
  const whole = likely.filter(({ reservation }) => isWholeName(reservation.product, wish.words.join('')));
  return {
    reservations: whole.length > 0 ? whole : likely,
    approximate: [...products].some((product) => !isCalledSo(product, wish.words)),
  };
}
