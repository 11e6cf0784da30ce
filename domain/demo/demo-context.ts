/** What the makers of the demo book share. */
import type { ActivityRecord, ActorStamp, Order, Prices, Rates, Reservation } from '../model.js';
import type { DemoPartner } from './demo-data.js';

/** What the customers are made from. */
export interface DemoContext {
  readonly partner: DemoPartner;
  readonly prices: Prices;
  readonly rates: Rates;
  readonly today: string;
}

/** What one purchase adds to a customer's document. */
export interface Bought {
  readonly reservation: Reservation;
  readonly order: Order;
  readonly records: readonly ActivityRecord[];
}

/** A user of the partner as an act records it. @throws Error for a user that the demo does not have. */
export function stampOf(partner: DemoPartner, userId: string): ActorStamp {
  const user = partner.users.find(({ id }) => id === userId);
  if (!user) throw new Error(`the demo has no user ${userId}`);
  return { userId, name: user.name, roles: user.roles };
}
