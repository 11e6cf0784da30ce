/**
 * Makes a set of files as large as wanted, to measure an import with:
 *
 *   npx tsc --outDir dist/bench --rootDir . && node dist/bench/test/bench/import-files.js <folder> [customers] [reservations of each]
 *   npm run build && DATA_DIR=<empty folder> node --max-old-space-size=512 dist/bot/tools/import.js <folder>/* --as admin --yes
 */
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const [folder = '', customers = '100000', each = '10'] = process.argv.slice(2);
if (folder === '') throw new Error('into which folder?');

const COUNT = Number(customers);
const EACH = Number(each);
const guid = (kind: number, number: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

function* customerLines() {
  yield 'Microsoft ID,Company name,Primary domain name,Relationship,Country,Currency\n';
  for (let i = 0; i < COUNT; i++)
    yield `${guid(1, i)},Customer ${i},customer${i}.example,Cloud Reseller,NL,EUR\n`;
}

function* subscriptionLines() {
  yield 'SubscriptionId,FriendlyName,CustomerId,OfferName,Status\n';
  for (let i = 0; i < COUNT; i++) yield `${guid(2, i)},Azure plan,${guid(1, i)},Azure plan,active\n`;
}

function* reservationLines() {
  yield 'ReservationId,ReservationOrderId,SkuName,ReservedResourceType,Location,Term,Quantity,ExpiryDate,AppliedScopeType,BillingScopeId\n';
  for (let i = 0; i < COUNT * EACH; i++) {
    // In an order of their own: what belongs together is far apart.
    const owner = i % COUNT;
    const ends = `2027-${String((i % 12) + 1).padStart(2, '0')}-15`;
    yield `${guid(3, i)},${guid(4, i)},Standard_D2s_v5,VirtualMachines,westeurope,P1Y,1,${ends},Shared,${guid(2, owner)}\n`;
  }
}

function* transactionLines() {
  yield 'ReservationOrderId,EventDate,EventType,Amount,Currency,BillingFrequency,Quantity\n';
  for (let i = COUNT * EACH - 1; i >= 0; i--) {
    const bought = `2026-${String((i % 12) + 1).padStart(2, '0')}-15`;
    yield `${guid(4, i)},${bought},Purchase,${400 + (i % 100)}.50,EUR,OneTime,1\n`;
  }
}

await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'partner.jsonl'),
  `${JSON.stringify({ kind: 'profile', document: { id: 'bench', name: 'Bench', kind: 'direct', location: 'NL', resellers: [] } })}\n` +
    `${JSON.stringify({ kind: 'policy', document: { refundPolicy: 'partner-center', since: '2026-01-01' } })}\n`,
);
await writeFile(
  join(folder, 'users.csv'),
  'UserId,DisplayName,UserPrincipalName,Roles\nadmin,Admin,admin@bench.example,GlobalAdmin\n',
);
const files = {
  'customers.csv': customerLines,
  'subscriptions.csv': subscriptionLines,
  'reservations.csv': reservationLines,
  'transactions.csv': transactionLines,
};
for (const [name, lines] of Object.entries(files)) {
  await pipeline(Readable.from(lines()), createWriteStream(join(folder, name)));
}
