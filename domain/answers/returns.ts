/** What a return comes to, before it is filed. */
import type { ExchangeQuote, RefundQuote, Reservation, Role } from '../model.js';

/** A quote with what else is worth knowing before it is filed. */
export interface RefundAnswer {
  readonly quote: RefundQuote;
  readonly customerId: string;
  readonly customerName: string;
  /** Tells customers of one name apart. */
  readonly customerDomain: string;
  readonly reservation: Reservation;
  readonly hints: RefundHints;
  /** May this user file it, and if not, what is missing (rules section 1). */
  readonly mayFile: boolean;
  readonly filingNeeds?: { code: 'NeedsRole'; roles: Role[] } | { code: 'NeedsAccess'; subscription: string };
}

interface RefundHints {
  /** The last day without the early termination fee, where it is not past. */
  readonly lastDayWithoutFee?: string;
  /** What an exchange would turn into new reservations now, without fee or cap. */
  readonly exchangeValue: string;
  /** The day on which room under the cap returns, where some falls away. */
  readonly roomReturnsOn?: string;
}

export interface ExchangeAnswer {
  readonly quote: ExchangeQuote;
  readonly customerId: string;
  readonly customerName: string;
  /** Tells customers of one name apart. */
  readonly customerDomain: string;
  readonly mayFile: boolean;
  readonly filingNeeds?: { code: 'NeedsRole'; roles: Role[] } | { code: 'NeedsAccess'; subscription: string };
}
