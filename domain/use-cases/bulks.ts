/** Bulk purchases (rules section 2): a file is read and every line checked; looked at, found again. Nothing is bought here. */
import { type BulkFacts, factsOf } from '../bulk/facts.js';
import { readSheet, type SheetWords } from '../bulk/sheet.js';
import type { Actor, Bulk, BulkLine, Customer } from '../model.js';
import { isRefusal, Refusal, type RefusalFacts } from '../refusals.js';
import { BULK, CUSTOMER, CUSTOMERS, customerKey, RECENT } from '../store/kinds.js';
import { checkLine } from './bulk-checking.js';
import { keyOf, type Ports, requireUser, stampOf } from './ports.js';
import { readPrices } from './prices.js';

/** How many of a user's bulk purchases are found again without naming them. */
const RECENT_KEPT = 8;

/**
 * Reads a file of purchases and checks each line (all checks of rules section 2); keeps it as checked, for this user.
 * @throws Refusal NeedsRole; SheetUnreadable where no lines can be made out.
 */
export async function checkBulk(
  ports: Ports,
  actor: Actor,
  text: string,
  words: SheetWords,
  locale: string,
): Promise<BulkFacts> {
  const me = await requireUser(ports, actor, 'manage');
  const sheet = readSheet(text, words);
  const book = {
    me,
    customers: (await ports.documents.read(CUSTOMERS, actor.partnerId))?.customers ?? [],
    customer: customersOf(ports, actor),
    prices: await readPrices(ports, actor),
    words,
    locale,
  };
  const lines: BulkLine[] = [];
  for (const line of sheet) lines.push(await checkLine(book, line));
  const bulk: Bulk = {
    id: ports.ids.guid(),
    at: ports.clock.now().toISOString(),
    by: stampOf(me),
    lines: withTwins(lines),
  };
  await ports.documents.update(BULK, bulkKey(actor, bulk.id), () => ({ next: bulk, result: undefined }));
  await remember(ports, actor, bulk.id);
  return factsOf(bulk, book.prices);
}

/** A bulk purchase of this user as it stands. @throws Refusal BulkNotFound, also for one of somebody else. */
export async function bulk(ports: Ports, actor: Actor, bulkId: string): Promise<BulkFacts> {
  await requireUser(ports, actor);
  return await bulkFacts(ports, actor, await requireBulk(ports, actor, bulkId));
}

/** The user's latest bulk purchase that was confirmed, one with lines that still wait before all others; undefined: none lately. */
export async function latestBulk(ports: Ports, actor: Actor): Promise<BulkFacts | undefined> {
  await requireUser(ports, actor);
  const recent = await ports.documents.read(RECENT, customerKey(actor.partnerId, actor.userId));
  const found: BulkFacts[] = [];
  for (const id of recent?.bulkIds ?? []) {
    const known = await readOrNone(ports, bulkKey(actor, id));
    if (known?.begunAt !== undefined) found.push(await bulkFacts(ports, actor, known));
  }
  return found.find(({ state }) => state === 'begun') ?? found[0];
}

/** The facts of a bulk purchase, at the price lists of now. */
export async function bulkFacts(ports: Ports, actor: Actor, known: Bulk): Promise<BulkFacts> {
  return factsOf(known, await readPrices(ports, actor));
}

/** @throws Refusal BulkNotFound for an id that is not one of this user's bulk purchases. */
export async function requireBulk(ports: Ports, actor: Actor, bulkId: string): Promise<Bulk> {
  const found = await ports.documents.read(BULK, bulkKey(actor, bulkId));
  if (found?.by.userId !== actor.userId) throw new Refusal({ code: 'BulkNotFound' });
  return found;
}

/** The key of a bulk purchase's document. @throws Refusal BulkNotFound for what is no id. */
export function bulkKey({ partnerId }: Actor, bulkId: string): string {
  if (!/^[A-Za-z0-9-]{1,60}$/.test(bulkId)) throw new Refusal({ code: 'BulkNotFound' });
  return `${partnerId}/${bulkId}`;
}

/** One that can not be read is passed over: it is named where all files are checked, and to whoever asks for it. */
async function readOrNone(ports: Ports, key: string): Promise<Bulk | undefined> {
  try {
    return await ports.documents.read(BULK, key);
  } catch (error) {
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    return undefined;
  }
}

/** Each customer is read once for all its lines. */
function customersOf(ports: Ports, actor: Actor): (id: string) => Promise<Customer | RefusalFacts> {
  const read = new Map<string, Promise<Customer | RefusalFacts>>();
  const first = async (id: string): Promise<Customer | RefusalFacts> => {
    try {
      return (await ports.documents.read(CUSTOMER, keyOf(actor, id))) ?? { code: 'CustomerNotFound' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.facts;
    }
  };
  return (id) => {
    const known = read.get(id) ?? first(id);
    read.set(id, known);
    return known;
  };
}

/** The same product for the same subscription twice may be a mistake: it is pointed out, not forbidden. */
function withTwins(lines: readonly BulkLine[]): BulkLine[] {
  const first = new Map<string, number>();
  return lines.map((line) => {
    const { purchase } = line;
    if (!purchase) return line;
    const key = [purchase.customerId, purchase.subscriptionId, purchase.product.id].join(' ');
    const sameAs = first.get(key);
    if (sameAs === undefined) first.set(key, line.number);
    return sameAs === undefined ? line : { ...line, sameAs };
  });
}

/** Notes it as the user's latest. What is forgotten for it and was never confirmed is not kept. */
async function remember(ports: Ports, actor: Actor, bulkId: string): Promise<void> {
  const key = customerKey(actor.partnerId, actor.userId);
  const forgotten = await ports.documents.update(RECENT, key, (current) => {
    const all = [bulkId, ...(current?.bulkIds ?? [])];
    const next = { customerIds: [], ...current, bulkIds: all.slice(0, RECENT_KEPT) };
    return { next, result: all.slice(RECENT_KEPT) };
  });
  for (const id of forgotten) {
    const known = await readOrNone(ports, bulkKey(actor, id));
    if (known && known.begunAt === undefined) await ports.documents.remove(BULK, bulkKey(actor, id));
  }
}
