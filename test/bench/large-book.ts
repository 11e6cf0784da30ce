/**
 * Books as large as wanted, to measure with: written once as files, without asking the disk after each one, and kept
 * in the system's folder for temporary files until the format of the book changes.
 */
import { createHash } from 'node:crypto';
import { access, link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Customer, CustomerEntry, Prices, Product, Reservation } from '../../domain/model.js';
import { instalmentsFor } from '../../domain/policy/instalments.js';
import type { DocumentKind } from '../../domain/store/documents.js';
import { envelopeText } from '../../domain/store/envelope.js';
import {
  ALL_KINDS,
  CUSTOMER,
  CUSTOMERS,
  customerKey,
  POLICY,
  PRICES,
  PROFILE,
  RATES,
  USERS,
} from '../../domain/store/kinds.js';
import { severalAtATime } from '../../domain/store/several.js';
import { addDays, endOfTerm } from '../../domain/term.js';
import { manyCustomers } from '../support/many-customers.js';

export const PARTNER_ID = 'bench';
/** Who acts: an Admin agent. */
export const USER_ID = 'admin';
/** What is bought: the first product of the price list. */
export const PRODUCT_ID = 'product-1';
export const RESERVATIONS_EACH = 10;

const PRODUCTS = 10_000;
const AT_A_TIME = 64;
/** Goes up when what is written here changes. */
const MADE = 1;

/** The folder of a book with so many reservations, ten a customer; made where it is not there yet. Look, do not write: use `copyOf`. */
export async function largeBook(reservations: number, say: (line: string) => void): Promise<string> {
  const formats = createHash('sha256')
    .update(JSON.stringify([MADE, ALL_KINDS.map(({ name, format }) => [name, format])]))
    .digest('hex')
    .slice(0, 8);
  const folder = join(tmpdir(), `reservation-desk-bench-${formats}`, String(reservations));
  if (await isThere(folder)) return folder;
  say(`writing a book of ${reservations.toLocaleString('en')} reservations`);
  await mkdir(dirname(folder), { recursive: true });
  const made = await mkdtemp(`${folder}-`);
  await writeBook(made, reservations / RESERVATIONS_EACH);
  // Whole or not at all: one that was given up half-way is not taken for a book.
  await rename(made, folder);
  return folder;
}

/**
 * A copy of a book that may be written to; whoever asked for it deletes it. Its files have the same bytes under a
 * second name: the store replaces files and never writes into one.
 */
export async function copyOf(book: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reservation-desk-bench-copy-'));
  await linkAll(book, folder);
  return folder;
}

async function linkAll(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) await link(source, target);
    else {
      await mkdir(target);
      await linkAll(source, target);
    }
  }
}

/** The id of a customer of such a book, counted from 0. */
export const customerIdAt = (place: number) => `customer-${place + 1}`;

async function writeBook(folder: string, customers: number): Promise<void> {
  const put = <T>(kind: DocumentKind<T>, key: string, document: T) =>
    writeDocument(folder, kind, key, document);
  const entries = manyCustomers(customers);
  await put(PROFILE, PARTNER_ID, {
    id: PARTNER_ID,
    name: 'Bench',
    kind: 'direct',
    location: 'NL',
    resellers: [],
  });
  await put(USERS, PARTNER_ID, {
    users: [{ id: USER_ID, name: 'Ada Admin', email: 'ada@bench.example', roles: ['AdminAgent'] }],
  });
  await put(POLICY, PARTNER_ID, { refundPolicy: 'partner-center', since: '2026-01-01' });
  await put(RATES, PARTNER_ID, { rates: {} });
  await put(PRICES, PARTNER_ID, pricesOf(PRODUCTS));
  await put(CUSTOMERS, PARTNER_ID, { customers: entries });
  await mkdir(join(folder, CUSTOMER.name, PARTNER_ID), { recursive: true });
  async function* each() {
    yield* entries;
  }
  await severalAtATime(AT_A_TIME, each(), async (entry) => {
    await put(CUSTOMER, customerKey(PARTNER_ID, entry.id), customerOf(entry, RESERVATIONS_EACH));
  });
}

async function writeDocument<T>(
  folder: string,
  kind: DocumentKind<T>,
  key: string,
  document: T,
): Promise<void> {
  const path = join(folder, kind.name, `${key}.json`);
  if (kind !== (CUSTOMER as unknown)) await mkdir(dirname(path), { recursive: true });
  await writeFile(path, envelopeText(kind, 1, document));
}

const REGIONS = ['westeurope', 'northeurope', 'swedencentral', 'eastus', 'eastus2', 'japaneast'];
const SERIES = ['D', 'E', 'F', 'B', 'L', 'M', 'N'];

/** A price list with so many virtual machines. */
export function pricesOf(count: number): Prices {
  const products = Array.from({ length: count }, (_, i): Product => {
    const size = 2 ** ((i % 6) + 1);
    return {
      id: `product-${i + 1}`,
      name: `Standard_${SERIES[i % SERIES.length]}${size}s_v${(i % 9) + 1}${i % 5 === 0 ? '_Promo' : ''}`,
      type: 'virtualMachines',
      region: REGIONS[i % REGIONS.length] ?? '',
      term: i % 2 === 0 ? 'P1Y' : 'P3Y',
      billingPlans: ['oneTime', 'monthly'],
      segments: ['commercial'],
      maxQuantity: 100,
      returnable: true,
    };
  });
  const prices = Object.fromEntries(products.map(({ id }, i) => [id, `${400 + (i % 900)}.50`]));
  return { products, lists: { EUR: { asOf: '2026-01-01', prices } } };
}

/** A customer with an Azure plan and so many reservations, brought in from files: nothing has been done with it yet. */
export function customerOf(entry: CustomerEntry, reservations: number): Customer {
  return {
    id: entry.id,
    name: entry.name,
    domain: entry.domain,
    country: 'NL',
    segment: 'commercial',
    currency: 'EUR',
    tags: [...entry.tags],
    subscriptions: [
      {
        id: `${entry.id}-plan`,
        name: 'Azure plan',
        offer: 'azurePlan',
        state: 'active',
        owners: [],
        access: [],
      },
    ],
    reservations: Array.from({ length: reservations }, (_, i) => reservationOf(entry.id, i)),
    orders: [],
    carts: {},
    quotes: {},
    requests: [],
    permission: { on: false },
    attempts: {},
    activity: [],
  };
}

function reservationOf(customerId: string, i: number): Reservation {
  const startsOn = addDays('2026-01-01', i % 300);
  const billing = i % 4 === 0 ? 'monthly' : 'oneTime';
  return {
    id: `${customerId}-reservation-${i}`,
    orderId: `${customerId}-reservation-order-${i}`,
    orderNumber: '',
    product: {
      id: PRODUCT_ID,
      name: 'Standard_D2s_v5',
      type: 'virtualMachines',
      region: 'westeurope',
      returnable: true,
      term: 'P1Y',
    },
    quantity: 1 + (i % 3),
    currency: 'EUR',
    billing,
    instalments: instalmentsFor('1200.50', billing, 'P1Y', 'EUR'),
    startsOn,
    endsOn: endOfTerm(startsOn, 'P1Y'),
    subscriptionId: `${customerId}-plan`,
    scope: 'shared',
    status: 'active',
    access: [],
    utilization: Array.from({ length: 7 }, (_, day) => ({
      day: addDays('2026-11-10', day),
      percent: 60 + day,
    })),
  };
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Deletes a folder made by `copyOf`. */
export const deleteCopy = (folder: string) => rm(folder, { recursive: true, force: true });
