/** What a name may become while somebody types it: a few customers or products, to choose from before all is said. */
import type { Actor, CustomerEntry, ProductSnapshot } from '../model.js';
import { findCustomers } from './customers.js';
import { productsCalled } from './offers.js';
import { type Ports, requireUser } from './ports.js';
import { readPrices, snapshotOf } from './prices.js';

/** What has been typed so far, and which of the names that fit are asked for. */
export interface Typed {
  readonly text: string;
  readonly skip: number;
  readonly top: number;
}

/** The partner's customers that fit, ordered as `findCustomers` has them; with nothing typed the latest come first. @throws Refusal UnknownUser. */
export async function customersCalled(
  ports: Ports,
  actor: Actor,
  { text, skip, top }: Typed,
  countryName: (code: string) => string,
): Promise<readonly CustomerEntry[]> {
  const { items } = await findCustomers(ports, actor, { text, size: skip + top }, countryName);
  return items.slice(skip);
}

/**
 * The products of the partner's price list that fit, for whichever customer: what may be sold to whom, and for how
 * much, is said once one is chosen. @throws Refusal UnknownUser.
 */
export async function productsNamed(
  ports: Ports,
  actor: Actor,
  { text, skip, top }: Typed,
): Promise<readonly ProductSnapshot[]> {
  await requireUser(ports, actor);
  const { products } = await readPrices(ports, actor);
  return productsCalled(products, text)
    .slice(skip, skip + top)
    .map(snapshotOf);
}

/** The product with this id in the partner's price list; undefined: there is none, and the text is something else. @throws Refusal UnknownUser. */
export async function productWithId(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<ProductSnapshot | undefined> {
  await requireUser(ports, actor);
  const { products } = await readPrices(ports, actor);
  const found = products.find((product) => product.id === id);
  return found && snapshotOf(found);
}
