/** Refund, exchange or wait (rules sections 4 and 5): what each comes to, today and on the days to come. Nothing is kept or filed. */
import type { CapFacts, ReservationFacts } from '../answers.js';
import type { Actor } from '../model.js';
import { type OutlookDay, type OutlookTurn, outlook, outlookOn, turnsIn } from '../policy/outlook.js';
import { rateFor, usageOf } from '../policy/refund.js';
import { Refusal } from '../refusals.js';
import { RATES } from '../store/kinds.js';
import { addDays, isDay } from '../term.js';
import { policyInForce } from './customers.js';
import { capFacts, reservationFacts } from './facts.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';
import { type ReturnWish, returnOf } from './requests.js';

/** How far the comparison looks ahead, in days. */
const DAYS_AHEAD = 90;

/** Amounts in the currency of the reservation. */
export interface Comparison {
  readonly facts: ReservationFacts;
  readonly quantity: number;
  /** Today first, then each day until 90 days from now or the day before the reservation ends. At least today. */
  readonly days: readonly [OutlookDay, ...OutlookDay[]];
  readonly turns: readonly OutlookTurn[];
  /** The last day that can be asked for: the one before the reservation ends. */
  readonly lastDay: string;
  /** The day that was asked for. */
  readonly asked?: OutlookDay;
  /** How the customer's limit stands today. */
  readonly cap: CapFacts;
}

/**
 * What refunding, exchanging or keeping a reservation (or part of it) comes to, today and on each of the next 90
 * days; and on one day that is asked for ("2027-03-03"), which may be any until it ends.
 * @throws Refusal DayNotBetween for a day that is past or not before the end; ReservationNotFound, NotReturnable,
 *   ReservationExpired, ReservationBusy, QuantityNotWhole, QuantityOutOfRange, RateMissing.
 */
export async function compareOptions(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: ReturnWish & { readonly day?: string },
  locale: string,
): Promise<Comparison> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const now = today(ports);
  const { reservation, quantity } = returnOf(customer, wish, now, locale);
  const [policy, rates, utilization] = await Promise.all([
    policyInForce(ports, actor),
    ports.documents.read(RATES, actor.partnerId),
    ports.partnerCenter.readUtilization(reservation),
  ]);
  const input = {
    policy,
    reservation,
    quantity,
    usage: usageOf({ ...reservation, utilization: [...utilization] }),
    rate: rateFor(reservation.currency, rates ?? { rates: {} }, now),
    requests: customer.requests,
  };
  const last = addDays(reservation.endsOn, -1);
  const { day = '' } = wish;
  if (day !== '' && (!isDay(day) || day < now || day > last)) {
    throw new Refusal({ code: 'DayNotBetween', text: day, from: now, to: last });
  }
  const [first, ...rest] = outlook(input, now, DAYS_AHEAD);
  if (!first) throw new Refusal({ code: 'NothingToRefund' });
  const days = [first, ...rest] as const;
  return {
    facts: reservationFacts(customer, reservation, me, now),
    quantity,
    days,
    turns: turnsIn(days, reservation.endsOn, addDays(now, DAYS_AHEAD)),
    lastDay: last,
    ...(day === '' ? {} : { asked: outlookOn(input, day) }),
    cap: capFacts(customer.requests, policy, now),
  };
}
