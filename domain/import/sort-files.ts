/** Reads the files row by row and sorts the rows by what they are about, into memory or into temporary files. */
import { join } from 'node:path';
import { addCounts, type Counts, noCounts } from './counts.js';
import { FILE_KIND_NAMES, type FileKindName } from './file-kinds.js';
import { type CustomerLine, joined, type OrderLine } from './join.js';
import { type KnownFile, rowsOf } from './read-file.js';
import type { Problem, Row } from './rows.js';
import { Spool } from './spool.js';
import type { Placed } from './unique.js';

/** The partner's own rows are few, and kept in memory. */
interface PartnerRows {
  readonly users: Placed<Row<'users'>>[];
  readonly rates: Placed<Row<'rates'>>[];
  readonly prices: Placed<Row<'prices'>>[];
}

/** What the book says of customers, where files leave it out. */
export interface InBook {
  /** Gives whose each subscription is, and which orders each customer has. */
  customers(): AsyncIterable<{
    readonly id: string;
    readonly subscriptionIds: readonly string[];
    readonly orders: readonly Extract<OrderLine, { is: 'inBook' }>[];
  }>;
}

export interface SortedFiles {
  readonly partner: PartnerRows;
  readonly customers: Spool<CustomerLine>;
  readonly counts: Counts;
  readonly problems: readonly Problem[];
  /** How many problems there are; only the first of them are kept. */
  readonly wrong: number;
}

/** How far the work is: bytes of the files that have been read. */
export type OnProgress = (done: number, of: number) => void;

const PROBLEMS_KEPT = 100;

/** Collects problems; only the first of them are kept. */
export class Problems {
  readonly kept: Problem[] = [];
  count = 0;

  add(problems: readonly Problem[]): void {
    this.count += problems.length;
    this.kept.push(...problems.slice(0, PROBLEMS_KEPT - this.kept.length));
  }
}

/** Reads and sorts all files; `folder` takes the temporary files. */
export async function sortFiles(
  files: readonly KnownFile[],
  folder: string,
  inBook: InBook,
  onProgress: OnProgress,
): Promise<SortedFiles> {
  const partner: PartnerRows = { users: [], rates: [], prices: [] };
  const customers = new Spool<CustomerLine>(join(folder, 'customers'));
  const orders = new Spool<OrderLine>(join(folder, 'orders'));
  const problems = new Problems();
  const counts = noCounts();
  const customerOf = new Map<string, string>();
  const keep = keeper({ partner, customers, orders, problems, customerOf });

  const asksWhose = files.some(({ kind }) =>
    ['subscriptions', 'reservations', 'transactions', 'utilization'].includes(kind.name),
  );
  if (asksWhose) {
    for await (const { id, subscriptionIds, orders: known } of inBook.customers()) {
      for (const subscriptionId of subscriptionIds) customerOf.set(subscriptionId, id);
      for (const line of known) await orders.add(line.orderId, line);
    }
  }

  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const inOrder = FILE_KIND_NAMES.flatMap((name) => files.filter(({ kind }) => kind.name === name));
  for (const file of inOrder) {
    for await (const read of rowsOf(file, file.kind.name)) {
      onProgress(before + read.bytes, total);
      if ('problem' in read) problems.add([read.problem]);
      else await keep[file.kind.name]({ row: read.row, place: read.place });
    }
    before += file.bytes;
  }

  await orders.end();
  for await (const lines of orders.groups()) {
    const { lines: about, problems: found, leftOut, transactionsUsed } = joined(lines);
    problems.add(found);
    for (const line of about) await customers.add(line.customerId, line);
    const more = noCounts();
    more.transactions.leftOut = leftOut.transactions;
    more.transactions.unchanged = transactionsUsed;
    more.utilization.leftOut = leftOut.utilization;
    addCounts(counts, more);
  }
  await orders.remove();
  await customers.end();
  return { partner, customers, counts, problems: problems.kept, wrong: problems.count };
}

interface Keeping {
  readonly partner: PartnerRows;
  readonly customers: Spool<CustomerLine>;
  readonly orders: Spool<OrderLine>;
  readonly problems: Problems;
  /** Whose each subscription is. */
  readonly customerOf: Map<string, string>;
}

/** What is done with a row of each kind. */
function keeper({ partner, customers, orders, problems, customerOf }: Keeping) {
  const keep: { [K in FileKindName]: (placed: Placed<Row<K>>) => Promise<void> } = {
    async users(placed) {
      partner.users.push(placed);
    },
    async rates(placed) {
      partner.rates.push(placed);
    },
    async prices(placed) {
      partner.prices.push(placed);
    },
    async customers({ row, place }) {
      await customers.add(row.id, { is: 'customer', customerId: row.id, row, place });
    },
    async subscriptions({ row, place }) {
      const { customerId } = row;
      const other = customerOf.get(row.id);
      if (other !== undefined && other !== customerId) {
        problems.add([{ ...place, reason: `subscription ${row.id} belongs to customer ${other}` }]);
      }
      customerOf.set(row.id, customerId);
      await customers.add(customerId, { is: 'subscription', customerId, row, place });
    },
    async reservations({ row, place }) {
      const customerId = row.customerId ?? (row.subscriptionId && customerOf.get(row.subscriptionId));
      if (!customerId) {
        const reason = `whose is reservation ${row.id}? CustomerId is missing, and so is a subscription of the book`;
        problems.add([{ ...place, reason }]);
        return;
      }
      await orders.add(row.orderId, { is: 'reservation', orderId: row.orderId, customerId, row, place });
    },
    async transactions({ row }) {
      await orders.add(row.orderId, { is: 'transaction', orderId: row.orderId, row });
    },
    async utilization({ row, place }) {
      await orders.add(row.orderId, { is: 'usage', orderId: row.orderId, row, place });
    },
  };
  return keep as { [K in FileKindName]: (placed: Placed<unknown>) => Promise<void> };
}
