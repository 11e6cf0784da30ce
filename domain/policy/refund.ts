/** What a refund comes to (rules section 4): credit, early termination fee, cap, step by step, each step rounded. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type {
  BillingPlan,
  Rate,
  Rates,
  RefundFigures,
  RefundPolicyId,
  RefundRow,
  Reservation,
  Usage,
} from '../model.js';
import { REFUND_POLICIES } from '../model.js';
import { amountOf, compare, exact, minus, roundDown, roundHalfUp, roundUp, sum } from '../money.js';
import { Refusal } from '../refusals.js';
import { daysBetween } from '../term.js';
import { divide, dueOn } from './instalments.js';

const refundPolicyFields = z.strictObject({
  /** Last day since purchase (day 0) with full credit where unused, and without a fee; null: there are no such days. */
  fullCreditDays: z.int().nonnegative().nullable(),
  /** Early termination fee on the credit after those days. */
  feePercent: z.string().regex(/^\d+(\.\d+)?$/),
  /** What one customer can get back in any `windowDays` days, in US dollars. */
  capUsd: z.string().regex(/^\d+\.\d{2}$/),
  windowDays: z.int().positive(),
  /** What counts against the cap: what is paid, or the credit with the instalments no longer owed. */
  capCounts: z.enum(['payable', 'cancelledCommitment']),
  /** What passes the cap is cut down to what is left, or refused. */
  overCap: z.enum(['cut', 'refuse']),
  /** A rate older than this is used with a warning. */
  rateOldAfterDays: z.int().positive(),
  /** How long a quote is valid. */
  quoteMinutes: z.int().positive(),
});
const refundPolicySchema = refundPolicyFields.refine(
  ({ overCap, capCounts }) => overCap === 'refuse' || capCounts === 'payable',
  'only what is paid can be cut',
);
export type RefundPolicy = z.infer<typeof refundPolicySchema>;

const POLICIES = z
  .record(z.enum(REFUND_POLICIES), refundPolicySchema)
  .parse(JSON.parse(readFileSync(new URL('./refund-policies.json', import.meta.url), 'utf8')));

/** The numbers of a refund policy (rules section 4). */
export function refundPolicy(id: RefundPolicyId): RefundPolicy {
  return POLICIES[id];
}

/** Whether a reservation has been used: above 0 on any day since the purchase; without data it is unknown (rules section 4, "Used"). */
export function usageOf(reservation: Pick<Reservation, 'startsOn' | 'utilization'>): Usage {
  const days = reservation.utilization.filter(({ day }) => day >= reservation.startsOn);
  if (days.length === 0) return 'unknown';
  return days.some(({ percent }) => percent > 0) ? 'used' : 'unused';
}

/**
 * US dollars for one unit of the currency; 1 for the dollar itself, on this very day (rules section 4, "Other currencies").
 * @throws Refusal RateMissing, also for a rate of nothing: no quote is made up.
 */
export function rateFor(currency: string, rates: Rates, today: string): Rate {
  if (currency === 'USD') return { usdPerUnit: '1', day: today };
  const rate = Object.hasOwn(rates.rates, currency) ? rates.rates[currency] : undefined;
  if (!rate || compare(rate.usdPerUnit, '0') <= 0) throw new Refusal({ code: 'RateMissing', currency });
  return rate;
}

/** What has been paid and what of it is unused, as both a refund and an exchange need it. Amounts in the given currency. */
export interface UnusedPart {
  /** The instalment, or the one payment, that today falls in. */
  readonly base: string;
  /** All that has been due so far. */
  readonly paid: string;
  /** Days from today to the end of the period that the base pays for, and the days in it. */
  readonly remainingDays: number;
  readonly periodDays: number;
  readonly periodEndsOn: string;
  /** The base, prorated by days and rounded half up. */
  readonly unused: string;
  /** Instalments not yet due. */
  readonly noLongerOwed: string;
}

/**
 * The unused part of what was paid: one period from start to end when one-time, else the billing month that today
 * falls in (rules section 4, "Prorated" and "Monthly billing"). Before the start it is as on the first day.
 */
export function unusedPart(input: {
  /** Of the part that is returned. */
  readonly instalments: readonly string[];
  readonly billing: BillingPlan;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly today: string;
  readonly currency: string;
}): UnusedPart {
  const { instalments, billing, startsOn, endsOn, currency } = input;
  const today = daysBetween(startsOn, input.today) < 0 ? startsOn : input.today;
  const due = instalments.filter((_, i) => i === 0 || dueOn(startsOn, i) <= today).length;
  const periodStartsOn = dueOn(startsOn, due - 1);
  const periodEndsOn = billing === 'oneTime' || due === instalments.length ? endsOn : dueOn(startsOn, due);
  const periodDays = daysBetween(periodStartsOn, periodEndsOn);
  const remainingDays = Math.max(0, daysBetween(today, periodEndsOn));
  const base = amountOf(instalments[due - 1] ?? '0', currency);
  return {
    base,
    paid: sum(instalments.slice(0, due), currency),
    remainingDays,
    periodDays,
    periodEndsOn,
    unused: roundHalfUp(exact(base).times(remainingDays).dividedBy(periodDays), currency),
    noLongerOwed: sum(instalments.slice(due), currency),
  };
}

/** Passes for a whole part of what there is. @throws Refusal QuantityOutOfRange. */
export function requirePart(quantity: number, of: number): void {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > of) {
    throw new Refusal({ code: 'QuantityOutOfRange', maximum: of });
  }
}

export interface RefundInput {
  readonly policy: RefundPolicyId;
  readonly reservation: Reservation;
  /** How many of the reservation's quantity are returned. */
  readonly quantity: number;
  /** "unknown" takes the row of "used". */
  readonly usage: Usage;
  readonly today: string;
  /** US dollars for one unit of the reservation's currency. */
  readonly rate: Rate;
  /** What counts against the customer's cap already, and when room returns (cap.ts). */
  readonly capUsedUsd: string;
  readonly roomOn: string;
}

/**
 * The sum of a refund, step by step, each step rounded: base, credit, fee, net, cap (rules section 4). Amounts in
 * the reservation's currency, but for those named Usd.
 * @throws Refusal QuantityOutOfRange; NothingToRefund from the end date on; CapReached where nothing is left
 *   under the cap; OverCap where the policy refuses what passes it.
 */
export function refundFigures(input: RefundInput): RefundFigures {
  const { policy: policyId, reservation, quantity, usage, today, rate } = input;
  const { startsOn, endsOn, billing, currency } = reservation;
  const policy = refundPolicy(policyId);
  requirePart(quantity, reservation.quantity);
  if (today >= endsOn) throw new Refusal({ code: 'NothingToRefund' });

  const instalments = divide(reservation.instalments, quantity, reservation.quantity, currency).returned;
  const part = unusedPart({ instalments, billing, startsOn, endsOn, today, currency });
  const daysSincePurchase = Math.max(0, daysBetween(startsOn, today));
  const row = rowFor(policy, daysSincePurchase, usage);
  const base = row === 'fullCredit' ? part.paid : part.base;
  const credit = row === 'fullCredit' ? part.paid : part.unused;
  const feePercent = row === 'proratedWithFee' ? policy.feePercent : '0';
  const fee = roundHalfUp(exact(credit).times(feePercent).dividedBy(100), currency);
  const net = minus(credit, fee, currency);

  return {
    policy: policyId,
    currency,
    day: today,
    daysSincePurchase,
    usage,
    row,
    billing,
    quantity,
    ofQuantity: reservation.quantity,
    price: sum(instalments, currency),
    paid: part.paid,
    base,
    remainingDays: part.remainingDays,
    periodDays: part.periodDays,
    periodEndsOn: part.periodEndsOn,
    credit,
    feePercent,
    fee,
    net,
    noLongerOwed: part.noLongerOwed,
    rate,
    rateIsOld: daysBetween(rate.day, today) > policy.rateOldAfterDays,
    ...underCap(policy, { net, cancelled: sum([credit, part.noLongerOwed], currency) }, input),
  };
}

/** The row of the policy's table that applies. */
function rowFor(policy: RefundPolicy, daysSincePurchase: number, usage: Usage): RefundRow {
  const early = policy.fullCreditDays !== null && daysSincePurchase <= policy.fullCreditDays;
  if (early && usage === 'unused') return 'fullCredit';
  return early || compare(policy.feePercent, '0') === 0 ? 'prorated' : 'proratedWithFee';
}

type UnderCap = Pick<
  RefundFigures,
  'capUsd' | 'capUsedUsd' | 'capLeftUsd' | 'countsUsd' | 'payable' | 'fallsAway'
>;

/** The last step: what the cap leaves of the net amount (rules section 4, "Cap"). */
function underCap(
  policy: RefundPolicy,
  { net, cancelled }: { net: string; cancelled: string },
  { rate, capUsedUsd, roomOn, reservation: { currency } }: RefundInput,
): UnderCap {
  const { capUsd } = policy;
  // More than the cap may have been paid: Microsoft decides. Then nothing is left, not less than nothing.
  const capLeftUsd = compare(capUsedUsd, capUsd) < 0 ? minus(capUsd, capUsedUsd, 'USD') : '0.00';
  const inUsd = (amount: string) => roundUp(exact(amount).times(rate.usdPerUnit), 'USD');
  const cap = { capUsd, capUsedUsd: amountOf(capUsedUsd, 'USD'), capLeftUsd };

  const countsUsd = inUsd(policy.capCounts === 'payable' ? net : cancelled);
  if (compare(countsUsd, capLeftUsd) <= 0) {
    return { ...cap, countsUsd, payable: net, fallsAway: amountOf(0, currency) };
  }
  if (policy.overCap === 'refuse') {
    const waitingHelps = compare(countsUsd, capUsd) <= 0;
    throw new Refusal({
      code: 'OverCap',
      capUsd,
      leftUsd: capLeftUsd,
      countsUsd,
      roomOn: waitingHelps ? roomOn : '',
    });
  }
  const payable = roundDown(exact(capLeftUsd).dividedBy(rate.usdPerUnit), currency);
  // What is left may be less than one minor unit of the currency: that is nothing, too.
  if (compare(payable, '0') === 0) {
    throw new Refusal({ code: 'CapReached', capUsd, usedUsd: cap.capUsedUsd, roomOn });
  }
  return { ...cap, countsUsd: inUsd(payable), payable, fallsAway: minus(net, payable, currency) };
}
