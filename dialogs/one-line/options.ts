/** What a flow is begun with for a wish: what is known already is not asked, what is doubtful is. */
import type { Desk } from '../../domain/desk.js';
import type { FlowOptions } from '../flow.js';
import type { Turn } from '../turn.js';
import type { Wish } from './wish.js';

/** The options for the flow of the wish's job. A day that has passed is said to be left out. */
export async function optionsFor(
  desk: Pick<Desk, 'reservationsNamed' | 'dayToday'>,
  turn: Turn,
  wish: Wish,
): Promise<FlowOptions> {
  const { customer, customerId, returns, purchases, billing, scope, reseller } = wish;
  const manner = {
    ...(billing ? { billing } : {}),
    ...(scope ? { scope } : {}),
    ...(reseller ? { reseller } : {}),
  };
  const says = returns.length + purchases.length + Object.keys(manner).length > 0;
  return {
    ...(customer ? { query: customer } : {}),
    ...(customerId ? { customerId } : {}),
    ...(says ? { said: { returns, purchases, ...manner } } : {}),
    ...(wish.job !== 'compare' && wish.days ? { from: wish.days.from, to: wish.days.to } : {}),
    ...(wish.job === 'compare' ? await comparison(desk, turn, wish) : {}),
  };
}

/** The one reservation to compare, and a day that is not past. */
async function comparison(
  desk: Pick<Desk, 'reservationsNamed' | 'dayToday'>,
  turn: Turn,
  { customerId, returns: [said], days }: Wish,
): Promise<Pick<FlowOptions, 'reservationId' | 'day'>> {
  const past = days !== undefined && days.day < (await desk.dayToday());
  if (past) await turn.replies.text(turn.words.t('one-line.past', { day: turn.words.day(days.day) }));
  const found = customerId && said ? await desk.reservationsNamed(turn.actor, customerId, said) : undefined;
  const [only, ...others] = found?.approximate ? [] : (found?.reservations ?? []);
  return {
    ...(only && others.length === 0 ? { reservationId: only.reservation.id } : {}),
    ...(days && !past ? { day: days.day } : {}),
  };
}
