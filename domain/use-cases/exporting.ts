/** Giving the book back as files that can be brought in again. */
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import {
  cellsOf,
  customerRow,
  type ExportRow,
  headerOf,
  priceRows,
  rateRows,
  reservationRows,
  subscriptionRows,
  userRows,
  utilizationRows,
} from '../import/export-rows.js';
import type { FileKindName } from '../import/file-kinds.js';
import { partnerFileText } from '../import/partner-file.js';
import type { Customer } from '../model.js';
import { CUSTOMER, POLICY, PRICES, RATES, USERS } from '../store/kinds.js';
import { partnerOfUser } from './people.js';
import { type Ports, requireUser } from './ports.js';

export interface ExportWish {
  /** Made where it is missing; files of an earlier export in it are replaced. */
  readonly folder: string;
  /** The user on whose behalf it is done. */
  readonly userId: string;
}

/**
 * Writes a file of each kind into a folder, customer by customer, and the partner file; gives their names.
 * @throws Refusal UnknownUser, NeedsRole (changePartnerData, rules section 1), those of the store.
 */
export async function exportBook(ports: Ports, { folder, userId }: ExportWish): Promise<string[]> {
  const { documents } = ports;
  const partnerId = (await partnerOfUser(ports, userId)) ?? '';
  const { partner } = await requireUser(ports, { partnerId, userId }, 'changePartnerData');
  const [users, rates, prices, policy] = await Promise.all([
    documents.read(USERS, partnerId),
    documents.read(RATES, partnerId),
    documents.read(PRICES, partnerId),
    documents.read(POLICY, partnerId),
  ]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const customers = (rows: (customer: Customer) => ExportRow[]) => customerRows(ports, partnerId, rows);
  const files: [FileKindName, AsyncIterable<ExportRow> | ExportRow[]][] = [
    ['users', users ? userRows(users) : []],
    ['rates', rates ? rateRows(rates) : []],
    ['prices', prices ? priceRows(prices) : []],
    ['customers', customers((customer) => [customerRow(customer)])],
    ['subscriptions', customers(subscriptionRows)],
    ['reservations', customers(reservationRows)],
    ['utilization', customers(utilizationRows)],
  ];
  for (const [kind, rows] of files) await writeCsv(join(folder, `${kind}.csv`), kind, rows);
  if (!policy) return files.map(([kind]) => `${kind}.csv`);
  await writeFile(join(folder, 'partner.jsonl'), partnerFileText({ profile: partner, policy }), {
    mode: 0o600,
  });
  return ['partner.jsonl', ...files.map(([kind]) => `${kind}.csv`)];
}

async function* customerRows(
  { documents }: Ports,
  partnerId: string,
  rowsOf: (customer: Customer) => ExportRow[],
): AsyncGenerator<ExportRow> {
  for (const key of (await documents.list(CUSTOMER, partnerId)).sort()) {
    const customer = await documents.read(CUSTOMER, key);
    if (customer) yield* rowsOf(customer);
  }
}

async function writeCsv(
  path: string,
  kind: FileKindName,
  rows: AsyncIterable<ExportRow> | Iterable<ExportRow>,
): Promise<void> {
  async function* lines() {
    yield headerOf(kind);
    for await (const row of rows) yield cellsOf(kind, row);
  }
  const csv = stringify({ bom: true, record_delimiter: 'windows', quote_record_delimiter: true });
  await pipeline(Readable.from(lines()), csv, createWriteStream(path, { mode: 0o600 }));
}
