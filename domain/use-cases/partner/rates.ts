/** The rates with which refunds in other currencies are counted in US dollars (rules section 4, "Other currencies"). */
import type { Actor, Rate, Rates } from '../../model.js';
import { compare } from '../../money.js';
import { requireRole } from '../../policy/access.js';
import { ageOf, requireCurrency, requireRate, requireRateDay } from '../../policy/rates.js';
import { refundPolicy } from '../../policy/refund.js';
import { RATES } from '../../store/kinds.js';
import { dayOf } from '../../term.js';
import { policyInForce } from '../customers.js';
import { pageOf } from '../lists.js';
import { type Ports, requireUser, today } from '../ports.js';
import { readPrices } from '../prices.js';
import { actOnPartner, latestChanges, rightTo } from './act-partner.js';
import type { RateFacts, RatesFacts } from './answers.js';

const PAGE_SIZE = 8;
const ACTION = 'set rate';
const LONGEST_SUBJECT = 40;

/** The rates in force by currency, with those of the price list that have none, a page at a time. */
export async function rates(ports: Ports, actor: Actor, page: number): Promise<RatesFacts> {
  const me = await requireUser(ports, actor);
  const document = await readRates(ports, actor);
  const { rateOldAfterDays } = refundPolicy(await policyInForce(ports, actor));
  return {
    rates: pageOf(await rateFacts(ports, actor, document), page, PAGE_SIZE),
    oldAfterDays: rateOldAfterDays,
    today: today(ports),
    changes: latestChanges(document.activity),
    ...rightTo('changePartnerData', me),
  };
}

/** The rate of every currency that has one or is sold in, by currency. */
export async function rateFacts(ports: Ports, actor: Actor, known?: Rates): Promise<RateFacts[]> {
  const [document, prices, policy] = await Promise.all([
    known ?? readRates(ports, actor),
    readPrices(ports, actor),
    policyInForce(ports, actor),
  ]);
  const { rateOldAfterDays } = refundPolicy(policy);
  const currencies = new Set([...Object.keys(document.rates), ...Object.keys(prices.lists)]);
  currencies.delete('USD');
  return [...currencies].sort().map((currency) => {
    const rate = Object.hasOwn(document.rates, currency) ? document.rates[currency] : undefined;
    if (!rate) return { currency, ageDays: 0, isOld: false };
    return { currency, ...rate, ...ageOf(rate, today(ports), rateOldAfterDays) };
  });
}

export interface NewRate {
  readonly currency: string;
  /** US dollars for one unit, as typed. */
  readonly usdPerUnit: string;
  /** A UTC day as typed; empty: today. */
  readonly day: string;
  /** How the user writes numbers. */
  readonly locale: string;
}

/**
 * Sets the rate of a currency. Quotes that were made with another one are worked out again when they are filed.
 * @returns the rate that was asked for, and whether it was another one until now.
 * @throws Refusal NeedsRole, CurrencyUnknown, RateInvalid, RateDayInvalid.
 */
export async function setRate(
  ports: Ports,
  actor: Actor,
  wish: NewRate,
  attemptId: string,
): Promise<Rate & { readonly currency: string; readonly changed: boolean }> {
  const me = await requireUser(ports, actor);
  const subject = wish.currency.trim().toUpperCase().slice(0, LONGEST_SUBJECT);
  const asked = (on: string) => ({
    currency: requireCurrency(wish.currency),
    usdPerUnit: requireRate(wish.usdPerUnit, wish.locale),
    day: requireRateDay(wish.day, on),
  });
  const { document, changed } = await actOnPartner(
    ports,
    actor,
    me,
    RATES,
    { rates: {} },
    {
      action: ACTION,
      subject,
      attemptId,
      decide(current) {
        requireRole('changePartnerData', me.user.roles);
        const { currency, usdPerUnit, day } = asked(today(ports));
        const before = Object.hasOwn(current.rates, currency) ? current.rates[currency] : undefined;
        if (before && before.day === day && compare(before.usdPerUnit, usdPerUnit) === 0)
          return { next: current };
        const trace = {
          action: ACTION,
          subject: currency,
          ...(before ? { before: `${before.usdPerUnit} (${before.day})` } : {}),
          after: `${usdPerUnit} (${day})`,
        };
        return { next: { ...current, rates: { ...current.rates, [currency]: { usdPerUnit, day } } }, trace };
      },
    },
  );
  // A repeated attempt gets its own answer, with the day of then, also where a colleague has set another rate since.
  return { ...asked(dayOf(document.attempts?.[attemptId]?.at ?? ports.clock.now())), changed };
}

async function readRates(ports: Ports, actor: Actor): Promise<Rates> {
  return (await ports.documents.read(RATES, actor.partnerId)) ?? { rates: {} };
}
