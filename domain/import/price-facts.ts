/** What was paid for a reservation, when and how, as far as files say it for certain. Nothing is estimated: money follows from it. */
import type { BillingPlan, IncompleteReservation, Reservation, Term } from '../model.js';
import { amountOf, sum } from '../money.js';
import { instalmentsFor } from '../policy/instalments.js';
import { monthsIn } from '../term.js';
import type { Row } from './rows.js';

/** The facts that a refund can not be worked out without, as far as they are known. */
export type PriceFacts = Pick<IncompleteReservation, 'currency' | 'billing' | 'instalments' | 'startsOn'>;

type ReservationRow = Row<'reservations'>;
type TransactionRow = Row<'transactions'>;

/**
 * The facts of a reservation by its own row, and by the transactions of its order where the row is silent. What was
 * paid follows from transactions only where there is no doubt: one reservation in the order, nothing cancelled or
 * refunded, its whole quantity bought at once, and the same amount each month where it is paid monthly.
 * @throws RangeError for an amount that is finer than its currency, and for a number of instalments that does not fit.
 */
export function priceFacts(
  row: Pick<ReservationRow, 'quantity' | 'term'> &
    Partial<Pick<ReservationRow, 'currency' | 'billing' | 'instalments' | 'startsOn'>>,
  transactions: readonly TransactionRow[],
  aloneInOrder: boolean,
): PriceFacts {
  const paid = ofTransactions(row, transactions, aloneInOrder);
  const startsOn = row.startsOn ?? paid.startsOn;
  const billing = row.billing ?? paid.billing;
  const currency = row.currency ?? paid.currency;
  const fits = billing === paid.billing && currency === paid.currency;
  const instalments =
    row.instalments && billing && currency
      ? asInstalments(row.instalments, billing, row.term, currency)
      : fits
        ? paid.instalments
        : undefined;
  return {
    ...(startsOn ? { startsOn } : {}),
    ...(billing ? { billing } : {}),
    ...(currency ? { currency } : {}),
    ...(instalments ? { instalments } : {}),
  };
}

/** True where nothing is missing any more. */
export function isComplete(reservation: IncompleteReservation): reservation is Reservation {
  const { currency, billing, instalments, startsOn } = reservation;
  return Boolean(currency && billing && instalments && startsOn);
}

/** One amount is the whole price; several are the instalments themselves. */
function asInstalments(
  amounts: readonly string[],
  billing: BillingPlan,
  term: Term,
  currency: string,
): string[] {
  const months = billing === 'monthly' ? monthsIn(term) : 1;
  if (amounts.length === months) return amounts.map((amount) => amountOf(amount, currency));
  if (amounts.length === 1) return instalmentsFor(sum(amounts, currency), billing, term, currency);
  throw new RangeError(`there are ${amounts.length} instalments, and ${months} in the term`);
}

function ofTransactions(
  { quantity, term }: Pick<ReservationRow, 'quantity' | 'term'>,
  transactions: readonly TransactionRow[],
  aloneInOrder: boolean,
): PriceFacts {
  const purchases = transactions.filter(({ event }) => event === 'purchase');
  const [first] = [...purchases].sort((a, b) => a.day.localeCompare(b.day));
  if (!first) return {};
  const { currency, frequency, amount, day } = first;
  if (purchases.some((one) => one.currency !== currency || one.frequency !== frequency)) return {};
  const known = { startsOn: day, billing: frequency, currency };
  const times = frequency === 'monthly' ? monthsIn(term) : 1;
  const certain =
    aloneInOrder &&
    purchases.length === transactions.length &&
    purchases.length <= times &&
    !amount.startsWith('-') &&
    purchases.every((one) => one.quantity === quantity && one.amount === amount);
  return certain ? { ...known, instalments: Array(times).fill(amountOf(amount, currency)) } : known;
}
