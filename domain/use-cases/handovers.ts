/** The handovers that concern a user (rules section 1): found by a small document of pointers, and read again. */
import type { HandoverDetail, HandoverFacts, HandoverItem, HandoverNews, Page } from '../answers.js';
import type { Actor, Customer, Handover, HandoverWish, Inbox } from '../model.js';
import { isRefusal, Refusal } from '../refusals.js';
import { customerKey, INBOX } from '../store/kinds.js';
import { problemOf } from './handover-wish.js';
import { pageOf } from './lists.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';
import { readPrices } from './prices.js';

const PAGE_SIZE = 8;
/** As many as are looked at for one user; older ones are found by their customer. */
const POINTERS_KEPT = 100;

/** Notes with whoever asked and whoever was asked where a handover stands; nothing is written where they know. */
export async function pointTo(
  ports: Ports,
  actor: Actor,
  customerId: string,
  { number, from, to }: Handover,
): Promise<void> {
  for (const userId of new Set([from.userId, to.userId])) {
    await changeInbox(ports, { ...actor, userId }, (pointers) =>
      pointers.some((known) => known.customerId === customerId && known.number === number)
        ? pointers
        : [...pointers, { customerId, number }].slice(-POINTERS_KEPT),
    );
  }
}

async function forget(ports: Ports, actor: Actor, customerId: string, number: string): Promise<void> {
  await changeInbox(ports, actor, (pointers) => {
    const rest = pointers.filter((known) => known.customerId !== customerId || known.number !== number);
    return rest.length === pointers.length ? pointers : rest;
  });
}

async function changeInbox(
  ports: Ports,
  { partnerId, userId }: Actor,
  change: (pointers: Inbox['pointers']) => Inbox['pointers'],
): Promise<void> {
  await ports.documents.update(INBOX, customerKey(partnerId, userId), (current) => {
    const before = current ?? { pointers: [] };
    const pointers = change(before.pointers);
    return { next: pointers === before.pointers ? before : { pointers }, result: undefined };
  });
}

export interface HandoverSearch {
  /** Those of one customer, whoever asked whom; without it those that concern the user. */
  readonly customerId?: string;
  readonly page?: number;
}

/**
 * Handovers, the newest first, a page at a time: of one customer those that are open; of the user those that wait for
 * it, and those that it asked for and has not seen the end of. A pointer that is missing is written again on the way.
 * @throws Refusal CustomerNotFound.
 */
export async function handovers(
  ports: Ports,
  actor: Actor,
  search: HandoverSearch,
): Promise<{ customerName?: string; handovers: Page<HandoverFacts> }> {
  await requireUser(ports, actor);
  const { customerId, page = 1 } = search;
  if (customerId === undefined) {
    return { handovers: pageOf(newestFirst(await concerning(ports, actor)), page, PAGE_SIZE) };
  }
  const customer = await requireCustomer(ports, actor, customerId);
  const open = (customer.handovers ?? []).filter(({ state }) => state === 'open');
  for (const handover of open) await pointTo(ports, actor, customerId, handover);
  const facts = open.map((handover) => factsOf(ports, actor, customer, handover));
  return { customerName: customer.name, handovers: pageOf(newestFirst(facts), page, PAGE_SIZE) };
}

function newestFirst(all: readonly HandoverFacts[]): HandoverFacts[] {
  return all.toSorted((a, b) => b.handover.at.localeCompare(a.handover.at));
}

/** What the user's pointers lead to, as far as it still concerns the user; pointers to the rest are taken away. */
async function concerning(ports: Ports, actor: Actor): Promise<HandoverFacts[]> {
  const found: HandoverFacts[] = [];
  for (const { customerId, number } of await pointersOf(ports, actor)) {
    const facts = await followed(ports, actor, customerId, number);
    if (facts) found.push(facts);
  }
  return found;
}

async function pointersOf(ports: Ports, { partnerId, userId }: Actor): Promise<Inbox['pointers']> {
  try {
    return (await ports.documents.read(INBOX, customerKey(partnerId, userId)))?.pointers ?? [];
  } catch (error) {
    // Nothing depends on it: the handovers of a customer are found without.
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    ports.report?.(error);
    return [];
  }
}

async function followed(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
): Promise<HandoverFacts | undefined> {
  try {
    const customer = await requireCustomer(ports, actor, customerId);
    const handover = customer.handovers?.find((known) => known.number === number);
    if (handover && concerns(actor, handover)) return factsOf(ports, actor, customer, handover);
    await forget(ports, actor, customerId, number);
    return undefined;
  } catch (error) {
    if (isRefusal(error, 'DocumentUnreadable')) return undefined;
    if (!isRefusal(error, 'CustomerNotFound')) throw error;
    await forget(ports, actor, customerId, number);
    return undefined;
  }
}

/** Who was asked is concerned until it is closed; who asked until it has seen what became of it. */
function concerns({ userId }: Actor, { from, to, state, closed }: Handover): boolean {
  if (to.userId === userId) return state === 'open';
  return from.userId === userId && closed?.by.userId !== userId;
}

function factsOf(ports: Ports, actor: Actor, customer: Customer, handover: Handover): HandoverFacts {
  const open = handover.state === 'open';
  const problem = open ? problemOf(customer, handover, today(ports), ports.clock.now()) : undefined;
  return {
    customerId: customer.id,
    customerName: customer.name,
    handover,
    toMe: handover.to.userId === actor.userId,
    fromMe: handover.from.userId === actor.userId,
    ...(problem ? { problem } : {}),
  };
}

/**
 * One handover. Who asked has seen with it what became of it, and is not told again.
 * @throws Refusal HandoverNotFound.
 */
export async function handover(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
): Promise<HandoverDetail> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const found = customer.handovers?.find((known) => known.number === number);
  if (!found) throw new Refusal({ code: 'HandoverNotFound' });
  if (found.state === 'open') await pointTo(ports, actor, customerId, found);
  else await forget(ports, actor, customerId, number);
  return await handoverDetail(ports, actor, customer, found);
}

/** A handover with all there is to know of it. */
export async function handoverDetail(
  ports: Ports,
  actor: Actor,
  customer: Customer,
  one: Handover,
): Promise<HandoverDetail> {
  const items = await itemsOf(ports, actor, customer, one.wish);
  return { ...factsOf(ports, actor, customer, one), items };
}

/** What a wish returns and buys, with the products as far as the book knows them. */
export async function itemsOf(
  ports: Ports,
  actor: Actor,
  customer: Customer,
  wish: HandoverWish,
): Promise<HandoverItem[]> {
  if (wish.what === 'permission') return [];
  const returns = wish.what === 'cart' ? [] : wish.what === 'refund' ? [wish] : wish.returns;
  const bought = wish.what === 'cart' ? wish.items : wish.what === 'exchange' ? wish.purchases : [];
  const { products } = bought.length > 0 ? await readPrices(ports, actor) : { products: [] };
  return [
    ...returns.map(({ reservationId: id, quantity }) =>
      item('return', quantity, id, customer.reservations.find((known) => known.id === id)?.product),
    ),
    ...bought.map(({ productId: id, quantity }) =>
      item(
        'buy',
        quantity,
        id,
        products.find((known) => known.id === id),
      ),
    ),
  ];
}

function item(
  does: HandoverItem['does'],
  quantity: number,
  id: string,
  product: HandoverItem['product'],
): HandoverItem {
  return { does, quantity, id, ...(product ? { product } : {}) };
}

/** What waits for the user, and what became of what it asked for: how many of each. */
export async function handoverNews(ports: Ports, actor: Actor): Promise<HandoverNews> {
  await requireUser(ports, actor);
  const all = await concerning(ports, actor);
  return {
    waiting: all.filter(({ toMe }) => toMe).length,
    answered: all.filter(({ fromMe, handover: { state } }) => fromMe && state !== 'open').length,
  };
}
