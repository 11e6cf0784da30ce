/** The book as it is to be, from what the files say: looked at first, written after that, with the same functions. */
import type { ActivityRecord, Customer, CustomerEntry, Prices } from '../model.js';
import { type Documents, type PartOfMany, type PartsOfMany, partOfMany } from '../store/documents.js';
import { CUSTOMER, CUSTOMERS, customerKey, POLICY, PRICES, PROFILE, RATES, USERS } from '../store/kinds.js';
import { addCounts, type Counts, noCounts } from './counts.js';
import type { CustomerLine } from './join.js';
import { type MergeContext, mergedCustomer, placeOf } from './merge-customer.js';
import { mergedRates, mergedUsers } from './merge-partner.js';
import { mergedPrices } from './merge-prices.js';
import type { FindProduct } from './merge-reservation.js';
import type { PartnerFile } from './partner-file.js';
import type { Problem } from './rows.js';
import { Problems, type SortedFiles } from './sort-files.js';

export interface NextBookOptions {
  readonly partnerId: string;
  readonly today: string;
  /** Who brings the files in; absent in an empty book. */
  readonly userId?: string;
  readonly currency?: string;
  /** Of an empty book. */
  readonly partner?: PartnerFile;
  readonly resellers: ReadonlyMap<string, string>;
}

/** What would change; counted without changing anything. */
export interface Look {
  readonly counts: Counts;
  readonly problems: Problems;
  /** Every customer that a file says something of. */
  readonly customerIds: readonly string[];
  /** Of those that would change: how the list of customers is to name them. */
  readonly entries: ReadonlyMap<string, CustomerEntry>;
}

/** The files no longer fit the book: somebody changed it since they were looked at. */
class BookChanged extends Error {
  constructor(reason: string) {
    super(
      `The book was changed since the files were looked at, and they no longer fit: ${reason}. Nothing is done.`,
    );
    this.name = 'BookChanged';
  }
}

/** Compares all that the files say with the book. */
export async function lookAt(
  documents: Documents,
  sorted: SortedFiles,
  options: NextBookOptions,
): Promise<Look> {
  const { partnerId, today } = options;
  const counts = noCounts();
  addCounts(counts, sorted.counts);
  const problems = new Problems();
  problems.add(sorted.problems);
  problems.count = sorted.wrong;
  const { users, rates, prices } = sorted.partner;
  const found: Problem[] = [];
  mergedUsers(await documents.read(USERS, partnerId), users, options.userId, counts, found);
  mergedRates(await documents.read(RATES, partnerId), rates, today, counts, found);
  const nextPrices = mergedPrices(await documents.read(PRICES, partnerId), prices, today, counts, found);
  problems.add(found);
  const context = contextOf(options, nextPrices);
  const customerIds: string[] = [];
  const entries = new Map<string, CustomerEntry>();
  const list = await documents.read(CUSTOMERS, partnerId);
  const listed = new Set((list?.customers ?? []).map(({ id }) => id));
  for await (const lines of sorted.customers.groups()) {
    for (const [id, about] of byCustomer(lines)) {
      customerIds.push(id);
      const current = await documents.read(CUSTOMER, customerKey(partnerId, id));
      if (!current && listed.has(id)) {
        // Made anew it would have lost its reservations, its requests and what they take of the limit.
        problems.add([
          { ...placeOf(about), reason: `customer ${id} is in the book, and its file is missing` },
        ]);
        continue;
      }
      const merged = mergedCustomer(current, about, context);
      addCounts(counts, merged.counts);
      problems.add(merged.problems);
      if (merged.next && merged.next !== current) entries.set(id, entryOf(merged.next));
    }
  }
  return { counts, problems, customerIds, entries };
}

/** How the import is recorded in each customer that it changes. */
export type RecordOf = (after: string) => ActivityRecord;

/** The parts of the change that brings the files into the book. @throws BookChanged while they are taken. */
export function partsOf(
  sorted: SortedFiles,
  { customerIds, entries }: Look,
  options: NextBookOptions,
  record: RecordOf,
  more: readonly PartOfMany[],
): PartsOfMany {
  const { partnerId, today, userId, partner } = options;
  const { users, rates, prices } = sorted.partner;
  return async function* (wanted, read) {
    const nextPrices = mergedPrices(await read(PRICES, partnerId), prices, today, noCounts(), []);
    const context = contextOf(options, nextPrices);
    const ids = customerIds.filter((id) =>
      wanted({ kind: asAny(CUSTOMER), key: customerKey(partnerId, id) }),
    );
    const needed = new Set(ids);
    for await (const lines of sorted.customers.groups(ids)) {
      for (const [id, about] of byCustomer(lines)) {
        if (!needed.has(id)) continue;
        yield partOfMany(CUSTOMER, customerKey(partnerId, id), (current) =>
          nextCustomer(current, about, context, record),
        );
      }
    }
    yield* partnerParts();
    yield* more;
  };

  function* partnerParts(): Generator<PartOfMany> {
    if (partner) {
      yield partOfMany(PROFILE, partnerId, () => partner.profile);
      yield partOfMany(POLICY, partnerId, () => partner.policy);
    }
    const counts = noCounts();
    if (users.length > 0) {
      yield partOfMany(USERS, partnerId, (now) =>
        still((problems) => mergedUsers(now, users, userId, counts, problems)),
      );
    }
    if (rates.length > 0) {
      yield partOfMany(RATES, partnerId, (now) =>
        still((problems) => mergedRates(now, rates, today, counts, problems)),
      );
    }
    if (prices.length > 0) {
      yield partOfMany(PRICES, partnerId, (now) =>
        still((problems) => mergedPrices(now, prices, today, counts, problems)),
      );
    }
    yield partOfMany(CUSTOMERS, partnerId, (now) => {
      const list = now?.customers ?? [];
      const known = new Set(list.map(({ id }) => id));
      const changed = list.map((entry) => ({ ...entry, ...entries.get(entry.id) }));
      const added = [...entries.values()].filter(({ id }) => !known.has(id));
      if (now && added.length === 0 && JSON.stringify(changed) === JSON.stringify(list)) return now;
      return { customers: [...changed, ...added] };
    });
  }
}

function nextCustomer(
  current: Customer | undefined,
  lines: readonly CustomerLine[],
  context: MergeContext,
  record: RecordOf,
): Customer {
  const counts = noCounts();
  const next = still((problems) => {
    const merged = mergedCustomer(current, lines, context);
    addCounts(counts, merged.counts);
    problems.push(...merged.problems);
    return merged.next;
  });
  if (next === current) return next;
  const sum = (what: 'new' | 'changed') => Object.values(counts).reduce((total, one) => total + one[what], 0);
  return { ...next, activity: [...next.activity, record(`${sum('new')} new, ${sum('changed')} changed`)] };
}

function contextOf(
  { userId, currency, resellers }: NextBookOptions,
  prices: Prices | undefined,
): MergeContext {
  const keyOf = ({ name, type, region, term }: Parameters<FindProduct>[0]) =>
    `${type}/${name}/${region}/${term}`;
  const products = new Map((prices?.products ?? []).map((product) => [keyOf(product), product]));
  return {
    find: (product) => products.get(keyOf(product)),
    resellers,
    ...(currency ? { currency } : {}),
    ...(userId ? { userId } : {}),
  };
}

function byCustomer(lines: readonly CustomerLine[]): Map<string, CustomerLine[]> {
  const customers = new Map<string, CustomerLine[]>();
  for (const line of lines) {
    const known = customers.get(line.customerId);
    if (known) known.push(line);
    else customers.set(line.customerId, [line]);
  }
  return customers;
}

function entryOf({ id, name, domain, country, tags }: Customer): CustomerEntry {
  return { id, name, domain, ...(country === undefined ? {} : { country }), tags: [...tags] };
}

/** What is merged once more, for the book of now. @throws BookChanged where there is a problem that was not there before. */
function still<T>(merge: (problems: Problem[]) => T | undefined): T {
  const problems: Problem[] = [];
  const next = merge(problems);
  const [problem] = problems;
  if (problem || next === undefined) throw new BookChanged(problem?.reason ?? 'what was there is gone');
  return next;
}

const asAny = (kind: unknown) => kind as PartOfMany['kind'];
