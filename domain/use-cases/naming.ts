/** What the words of a user mean: which of them speak of products, and which reservations they name. Nothing is changed. */
import type { Actor } from '../model.js';
import { wordsOfProducts } from '../search/product-words.js';
import {
  type NamedProduct,
  type NamedReservations,
  reservationsCalled,
} from '../search/reservation-words.js';
import { reservationFacts, returnableFirst } from './facts.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';
import { readPrices } from './prices.js';

export type { NamedProduct, NamedReservations };

/** The words that the products of the partner's price list are called by. */
export async function productWords(ports: Ports, actor: Actor): Promise<ReadonlySet<string>> {
  await requireUser(ports, actor);
  return wordsOfProducts((await readPrices(ports, actor)).products);
}

/** The reservations of a customer that are called so; what can be returned first. @throws Refusal CustomerNotFound. */
export async function reservationsNamed(
  ports: Ports,
  actor: Actor,
  customerId: string,
  named: NamedProduct,
): Promise<NamedReservations> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const all = customer.reservations
    .map((one) => reservationFacts(customer, one, me, today(ports)))
    .sort(returnableFirst);
  return reservationsCalled(all, named);
}

/** The UTC day that it is at the desk: what "next month" counts from. */
export async function dayToday(ports: Ports): Promise<string> {
  return today(ports);
}
