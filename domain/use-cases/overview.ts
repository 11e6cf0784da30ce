/** What is known of all customers of a partner without opening them one by one. */

import type { Actor, Customer } from '../model.js';
import { type Summary, summaryOf } from '../overview/summary.js';
import { isRefusal, Refusal } from '../refusals.js';
import { CUSTOMERS } from '../store/kinds.js';
import { type Ports, requireCustomer } from './ports.js';

/** So many customers are read one by one while the summaries are not there yet. */
const MOST_READ = 500;

/** A customer in short. */
export interface Known {
  readonly id: string;
  readonly summary: Summary;
}

export interface AllKnown {
  /** In the order of the list of customers. */
  readonly known: readonly Known[];
  /** Names of the customers that are missing, because their files can not be read. */
  readonly unreadable: readonly string[];
}

/**
 * Every customer on the partner's list in short. Until the summaries are there, a short list is read one by one.
 * @throws Refusal OverviewNotReady for a long one.
 */
export async function allKnown(ports: Ports, { partnerId, userId }: Actor): Promise<AllKnown> {
  const list = (await ports.documents.read(CUSTOMERS, partnerId))?.customers ?? [];
  const summaries = ports.overview.of(partnerId);
  if (!summaries && list.length > MOST_READ) {
    ports.overview.prepareBeside(partnerId);
    throw new Refusal({ code: 'OverviewNotReady' });
  }
  const known: Known[] = [];
  const unreadable: string[] = [];
  for (const { id, name } of list) {
    // What is missing among the summaries could not be read when they were taken; by now it may be repaired.
    const summary = summaries?.get(id) ?? (await readSummary(ports, { partnerId, userId }, id));
    if (summary) known.push({ id, summary });
    else unreadable.push(name);
  }
  return { known, unreadable };
}

/** The summary of a customer, read now; undefined where its document can not be read or is not there. */
async function readSummary(ports: Ports, actor: Actor, customerId: string): Promise<Summary | undefined> {
  const customer = await readAgain(ports, actor, customerId);
  return customer && summaryOf(customer);
}

/** Those of the partner's customers whose summaries are there; undefined where they are not all taken yet. Reads no customer. */
export async function knownAtOnce(ports: Ports, { partnerId }: Actor): Promise<readonly Known[] | undefined> {
  const summaries = ports.overview.of(partnerId);
  if (!summaries) return undefined;
  const list = (await ports.documents.read(CUSTOMERS, partnerId))?.customers ?? [];
  return list.flatMap(({ id }): Known[] => {
    const summary = summaries.get(id);
    return summary ? [{ id, summary }] : [];
  });
}

/** A customer's document as it is now, where its summary was known; undefined where it can no longer be read. */
export async function readAgain(
  ports: Ports,
  actor: Actor,
  customerId: string,
): Promise<Customer | undefined> {
  try {
    return await requireCustomer(ports, actor, customerId);
  } catch (error) {
    if (!isRefusal(error, 'DocumentUnreadable') && !isRefusal(error, 'CustomerNotFound')) throw error;
    ports.overview.forget(actor.partnerId, customerId);
    return undefined;
  }
}

/**
 * Takes the summaries of every partner in the book, in small steps beside the turns. What goes wrong with one is
 * reported: its answers are read one by one until they are asked for again.
 */
export async function prepareOverview(ports: Ports): Promise<void> {
  for (const partnerId of await ports.partners.ids()) {
    await ports.overview.prepare(partnerId).catch((error: unknown) => ports.report?.(error));
  }
}
