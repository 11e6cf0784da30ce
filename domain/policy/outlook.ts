/**
 * How a refund and an exchange of one reservation change over the coming days, were nothing else to happen (rules
 * sections 4 and 5): the same sums, worked out for each day. Whether it is used, the rate and the requests of today
 * are taken to stay as they are.
 */
import type { RefundFigures, SupportRequest } from '../model.js';
import { compare } from '../money.js';
import { isRefusal, Refusal, type RefusalFacts } from '../refusals.js';
import { addDays } from '../term.js';
import { capUsedUsd, roomOn } from './cap.js';
import { returnedPart } from './exchange.js';
import { type RefundInput, refundFigures } from './refund.js';

/** What each would come to on one day, in the reservation's currency. */
export interface OutlookDay {
  readonly day: string;
  /** The refund; absent where it would be refused. */
  readonly refund?: RefundFigures;
  /** Why a refund would be refused on that day. */
  readonly refused?: RefusalFacts;
  /** Toward new reservations, without fee or cap. */
  readonly exchangeValue: string;
  /** Instalments not yet due on that day. */
  readonly noLongerOwed: string;
}

/** Why a day differs from the one before, beside one day less that remains. */
const REASONS = ['ends', 'fee', 'room', 'fits', 'instalment'] as const;
type TurnReason = (typeof REASONS)[number];

/** A day on which something changes. Amounts of the refund on the day before and on this one; "0" where it is refused. */
export interface OutlookTurn {
  readonly day: string;
  readonly reason: TurnReason;
  readonly before: string;
  readonly after: string;
}

/** What is known today; the cap of each day follows from the requests. */
export type OutlookInput = Omit<RefundInput, 'today' | 'capUsedUsd' | 'roomOn'> & {
  readonly requests: readonly SupportRequest[];
};

/**
 * One day of the outlook, from the purchase until before the end date (rules sections 4 and 5).
 * @throws Refusal QuantityOutOfRange; NothingToRefund on the end date or later.
 */
export function outlookOn(input: OutlookInput, day: string): OutlookDay {
  const { reservation, quantity, requests } = input;
  if (day >= reservation.endsOn) throw new Refusal({ code: 'NothingToRefund' });
  const { value: exchangeValue, noLongerOwed } = returnedPart(reservation, quantity, day);
  const known = { day, exchangeValue, noLongerOwed };
  try {
    const cap = { capUsedUsd: capUsedUsd(requests, day), roomOn: roomOn(requests, day) };
    return { ...known, refund: refundFigures({ ...input, ...cap, today: day }) };
  } catch (error) {
    if (!isRefusal(error, 'CapReached') && !isRefusal(error, 'OverCap')) throw error;
    return { ...known, refused: error.facts };
  }
}

/** This day and so many after it, as far as the reservation goes. */
export function outlook(input: OutlookInput, from: string, days: number): OutlookDay[] {
  return Array.from({ length: days + 1 }, (_, i) => addDays(from, i))
    .filter((day) => day < input.reservation.endsOn)
    .map((day) => outlookOn(input, day));
}

/** The days of an outlook on which more changes than one day less remaining; also the end date, where it comes within `until`. */
export function turnsIn(days: readonly OutlookDay[], endsOn: string, until: string): OutlookTurn[] {
  const turns = days.slice(1).flatMap((now, i): OutlookTurn[] => {
    const before = days[i];
    const reason = before && reasonOf(before, now);
    return reason ? [{ day: now.day, reason, before: paysOn(before), after: paysOn(now) }] : [];
  });
  const last = days.at(-1);
  if (!last || endsOn > until) return turns;
  return [...turns, { day: endsOn, reason: 'ends', before: paysOn(last), after: '0' }];
}

/** What a refund pays on this day; "0" where it is refused. */
export function paysOn({ refund }: OutlookDay): string {
  return refund?.payable ?? '0';
}

function reasonOf(before: OutlookDay, now: OutlookDay): TurnReason | undefined {
  if (before.refund?.row !== now.refund?.row && before.refund && now.refund) return 'fee';
  // A room that opens only matters where there was too little of it.
  if (wasShort(before) && leftOn(now) !== leftOn(before)) return 'room';
  // What falls each day comes below what is left, where the policy refuses what passes it.
  if (!before.refund && now.refund) return 'fits';
  if (!now.refund) return undefined;
  return before.refund?.paid === now.refund?.paid ? undefined : 'instalment';
}

function wasShort({ refund }: OutlookDay): boolean {
  return refund === undefined || compare(refund.fallsAway, '0') > 0;
}

/** What is left under the cap on this day, in US dollars; as far as it is told where a refund is refused. */
function leftOn({ refund, refused }: OutlookDay): string | undefined {
  if (refund) return refund.capLeftUsd;
  return refused?.code === 'OverCap' ? refused.leftUsd : '0.00';
}
