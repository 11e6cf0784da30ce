/** What an exchange comes to (rules section 5): the unused value of what is returned toward what is bought; no fee, no cap. */
import type { ExchangePurchase, ExchangeReturn, Reservation } from '../model.js';
import { compare, minus, sum } from '../money.js';
import { Refusal } from '../refusals.js';
import { divide } from './instalments.js';
import { requirePart, unusedPart } from './refund.js';
import { familyOf } from './reservation-types.js';

/**
 * What one reservation, or a part of its quantity, brings into an exchange: the prorated unused part of what was
 * paid and the instalments no longer owed, in the reservation's currency (rules section 5).
 * @throws Refusal QuantityOutOfRange.
 */
export function returnedPart(reservation: Reservation, quantity: number, today: string): ExchangeReturn {
  const { id, product, billing, startsOn, endsOn, currency } = reservation;
  requirePart(quantity, reservation.quantity);
  const instalments = divide(reservation.instalments, quantity, reservation.quantity, currency).returned;
  const part = unusedPart({ instalments, billing, startsOn, endsOn, today, currency });
  return {
    reservationId: id,
    product,
    quantity,
    ofQuantity: reservation.quantity,
    billing,
    base: part.base,
    remainingDays: part.remainingDays,
    periodDays: part.periodDays,
    unused: part.unused,
    noLongerOwed: part.noLongerOwed,
    value: sum([part.unused, part.noLongerOwed], currency),
  };
}

/**
 * The sums of an exchange, all in its one currency: net to pay = new commitment − returned value (rules section 5).
 * @throws Refusal NothingReturned; NothingBought; NewCommitmentTooSmall with what it falls short by.
 */
export function exchangeTotals(
  returns: readonly ExchangeReturn[],
  purchases: readonly ExchangePurchase[],
  currency: string,
): { returnedValue: string; newCommitment: string; netToPay: string } {
  if (returns.length === 0) throw new Refusal({ code: 'NothingReturned' });
  if (purchases.length === 0) throw new Refusal({ code: 'NothingBought' });
  const returnedValue = sum(
    returns.map((each) => each.value),
    currency,
  );
  const newCommitment = sum(
    purchases.map((each) => each.price),
    currency,
  );
  if (compare(newCommitment, returnedValue) < 0) {
    throw new Refusal({
      code: 'NewCommitmentTooSmall',
      newCommitment,
      returnedValue,
      shortfall: minus(returnedValue, newCommitment, currency),
      currency,
    });
  }
  return { returnedValue, newCommitment, netToPay: minus(newCommitment, returnedValue, currency) };
}

/**
 * Passes where all types, returned and new, are of one family (rules section 5).
 * @throws Refusal FamiliesDiffer with the families in the order in which they occur.
 */
export function requireSameFamily(types: readonly string[]): void {
  const families = [...new Set(types.map(familyOf))];
  if (families.length > 1) throw new Refusal({ code: 'FamiliesDiffer', families });
}
