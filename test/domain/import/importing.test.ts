/** Bringing a partner's files in: what is read, what is refused, and what stays as it is. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../domain/model.js';
import { CUSTOMER, CUSTOMERS, IMPORTS, PRICES, RATES, USERS } from '../../../domain/store/kinds.js';
import type { ImportReport } from '../../../domain/use-cases/importing.js';
import { setFirstAdmin } from '../../../domain/use-cases/partner/first-admin.js';
import { DemoDesk } from '../../support/demo-desk.js';

const PARTNER = 'northbridge';
const ADATUM = 'aaaaaaaa-0000-4000-8000-000000000001';
const PLAN = 'bbbbbbbb-0000-4000-8000-000000000001';
const ORDER = 'cccccccc-0000-4000-8000-000000000001';
const RESERVATION = 'dddddddd-0000-4000-8000-000000000001';

/** A new customer, as Microsoft's own exports write it. */
const FILES = {
  'clients.csv': [
    'Microsoft ID,Company name,Primary domain name,Relationship,Country,Currency',
    `${ADATUM.toUpperCase()},"Adatum, Inc.",adatum.example,Cloud Reseller,se,sek`,
  ],
  'subs.csv': [
    'SubscriptionId,FriendlyName,CustomerId,OfferName,Status',
    `${PLAN},Production,${ADATUM},Azure plan,active`,
  ],
  'ri.csv': [
    'Reservation Id,Reservation order Id,Sku name,Reserved resource type,Location,Term,Quantity,Expiry date,Applied scope type,Billing scope id',
    `/providers/microsoft.capacity/reservationOrders/${ORDER}/reservations/${RESERVATION},${ORDER},Standard_D2s_v5,VirtualMachines,westeurope,P1Y,2,2027-03-01T10:00:00Z,Shared,/subscriptions/${PLAN}`,
  ],
  'paid.csv': [
    'Amount,BillingFrequency,Currency,EventDate,EventType,Quantity,ReservationOrderId,Term',
    `3650.00,OneTime,SEK,2026-03-01T00:00:00Z,Purchase,2,${ORDER},P1Y`,
  ],
  'use.csv': [
    'reservationOrderId,reservationId,usageDate,avgUtilizationPercentage',
    `${ORDER},${RESERVATION},2026-11-01T00:00:00Z,87.5`,
    `${ORDER},${RESERVATION},2026-10-31T00:00:00Z,0`,
  ],
};
type FileName = keyof typeof FILES;
type Files = Readonly<Record<string, readonly string[]>>;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-import-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Wanted {
  readonly userId?: string;
  readonly currency?: string;
  readonly dryRun?: boolean;
  readonly agrees?: boolean;
}

async function bringIn(demo: DemoDesk, files: Files, wanted: Wanted = {}) {
  const { userId = 'giulia-global', dryRun = false, agrees = true, currency } = wanted;
  const paths: string[] = [];
  for (const [name, lines] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(path, `${lines.join('\r\n')}\r\n`);
    paths.push(path);
  }
  const reports: ImportReport[] = [];
  const wish = { files: paths, userId, dryRun, ...(currency ? { currency } : {}) };
  const { done } = await demo.desk.importFiles(wish, {
    goOn: async (report) => {
      reports.push(report);
      return agrees;
    },
  });
  const [report] = reports;
  if (!report) throw new Error('nothing was reported');
  return {
    done,
    report,
    reasons: report.problems.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
  };
}

const adatum = (demo: DemoDesk) => demo.documents.read(CUSTOMER, `${PARTNER}/${ADATUM}`);
const without = (...names: FileName[]): Files =>
  Object.fromEntries(Object.entries(FILES).filter(([name]) => !names.includes(name as FileName)));
const changed = (name: FileName, change: (line: string) => string): Files => ({
  ...FILES,
  [name]: FILES[name].map((line, i) => (i === 0 ? line : change(line))),
});

describe('files as Microsoft exports them', () => {
  it('become a customer with a reservation that a refund can be worked out of', async () => {
    const demo = await DemoDesk.open();
    const { done, report } = await bringIn(demo, FILES);
    expect(done).toBe(true);
    expect(report.files.map(({ kind }) => kind)).toEqual([
      'customers',
      'subscriptions',
      'reservations',
      'transactions',
      'utilization',
    ]);
    expect(await adatum(demo)).toMatchObject({
      name: 'Adatum, Inc.',
      country: 'SE',
      currency: 'SEK',
      segment: 'commercial',
      subscriptions: [{ id: PLAN, offer: 'azurePlan', state: 'active' }],
      reservations: [
        {
          id: RESERVATION,
          orderId: ORDER,
          product: {
            name: 'Standard_D2s_v5',
            type: 'virtualMachines',
            region: 'westeurope',
            returnable: true,
          },
          quantity: 2,
          currency: 'SEK',
          billing: 'oneTime',
          instalments: ['3650.00'],
          startsOn: '2026-03-01',
          endsOn: '2027-03-01',
          utilization: [
            { day: '2026-10-31', percent: 0 },
            { day: '2026-11-01', percent: 87.5 },
          ],
        },
      ],
    });
    const list = await demo.documents.read(CUSTOMERS, PARTNER);
    expect(list?.customers.find(({ id }) => id === ADATUM)?.name).toBe('Adatum, Inc.');
    const actor = { partnerId: PARTNER, userId: 'anna-admin' };
    const quote = await demo.desk.quoteRefund(
      actor,
      ADATUM,
      { reservationId: RESERVATION, quantity: '' },
      'en-US',
    );
    expect(quote.quote.figures.price).toBe('3650.00');
  });

  it('change nothing the second time', async () => {
    const demo = await DemoDesk.open();
    await bringIn(demo, FILES);
    const before = await adatum(demo);
    const { done, report } = await bringIn(demo, FILES);
    expect(done).toBe(false);
    expect(report.counts.reservations).toEqual({ new: 0, changed: 0, unchanged: 1, leftOut: 0 });
    expect(await adatum(demo)).toEqual(before);
  });

  it.each<Wanted>([{ dryRun: true }, { agrees: false }])('change nothing with %o', async (wanted) => {
    const demo = await DemoDesk.open();
    const { done, report } = await bringIn(demo, FILES, wanted);
    expect(done).toBe(false);
    expect(report.counts.customers.new).toBe(1);
    expect(await adatum(demo)).toBeUndefined();
    expect(await demo.documents.read(IMPORTS, PARTNER)).toBeUndefined();
  });

  it('can come one after the other: transactions complete what waited for them', async () => {
    const demo = await DemoDesk.open();
    await bringIn(demo, without('paid.csv', 'use.csv'));
    const waiting = await adatum(demo);
    expect(waiting?.reservations).toEqual([]);
    expect(waiting?.incompleteReservations).toMatchObject([{ id: RESERVATION, endsOn: '2027-03-01' }]);
    await bringIn(demo, { 'paid.csv': FILES['paid.csv'] });
    const complete = await adatum(demo);
    expect(complete?.incompleteReservations).toBeUndefined();
    expect(complete?.reservations).toMatchObject([{ instalments: ['3650.00'], startsOn: '2026-03-01' }]);
  });

  it.each<[string, (line: string) => string]>([
    ['another quantity than was bought', (line) => line.replace('Purchase,2', 'Purchase,3')],
    ['a refund in the order', (line) => `${line}\r\n-10.00,OneTime,SEK,2026-04-01,Refund,1,${ORDER},P1Y`],
    ['two purchases in the order', (line) => `${line}\r\n${line}`],
  ])('do not say for certain what was paid: %s', async (_, change) => {
    const demo = await DemoDesk.open();
    await bringIn(demo, changed('paid.csv', change));
    expect((await adatum(demo))?.incompleteReservations).toMatchObject([
      { currency: 'SEK', startsOn: '2026-03-01' },
    ]);
    expect((await adatum(demo))?.incompleteReservations?.[0]).not.toHaveProperty('instalments');
  });
});

describe('a file with something wrong in it', () => {
  it.each<[string, Files, RegExp]>([
    [
      'a day',
      changed('ri.csv', (line) => line.replace('2027-03-01T10:00:00Z', '03/01/2027')),
      /^ri\.csv:2 ExpiryDate is no day/,
    ],
    [
      'an amount',
      changed('paid.csv', (line) => line.replace('3650.00', '"3.650,00"')),
      /^paid\.csv:2 Amount is no amount/,
    ],
    [
      'an amount that is too fine',
      changed('paid.csv', (line) => line.replace('3650.00', '3650.001')),
      /^ri\.csv:2 .*finer than/,
    ],
    [
      'a missing name',
      changed('clients.csv', (line) => line.replace('"Adatum, Inc."', '')),
      /^clients\.csv:2 Company name is missing/,
    ],
    [
      'a customer twice',
      changed('clients.csv', (line) => `${line}\r\n${line}`),
      /^clients\.csv:3 .*twice: see line 2/,
    ],
    [
      'a reservation twice',
      changed('ri.csv', (line) => `${line}\r\n${line}`),
      /^ri\.csv:3 .*twice: see line 2/,
    ],
    ['nobody it belongs to', without('clients.csv'), /^subs\.csv:2 .*neither in the files nor in the book/],
    ['no subscription', without('subs.csv'), /^ri\.csv:2 whose is reservation/],
    [
      'a term that does not fit',
      changed('ri.csv', (line) => line.replace('2027-03-01', '2029-03-01')),
      /^ri\.csv:2 .*does not end on/,
    ],
    ['columns of nothing', { ...FILES, 'x.csv': ['a,b', '1,2'] }, /^x\.csv:1 these columns/],
    [
      'no currency',
      changed('clients.csv', (line) => line.replace('sek', '')),
      /^clients\.csv:2 Currency is missing/,
    ],
  ])('changes nothing at all, and says where it is: %s', async (_, files, reason) => {
    const demo = await DemoDesk.open();
    const { done, report, reasons } = await bringIn(demo, files);
    expect(done).toBe(false);
    expect(report.wrong).toBeGreaterThan(0);
    expect(reasons.join('\n')).toMatch(new RegExp(reason.source, 'm'));
    expect(await adatum(demo)).toBeUndefined();
  });

  it('may lack the currency where it is given for all', async () => {
    const demo = await DemoDesk.open();
    await bringIn(
      demo,
      changed('clients.csv', (line) => line.replace('sek', '')),
      { currency: 'NOK' },
    );
    expect((await adatum(demo))?.currency).toBe('NOK');
  });

  it('has no currency that does not exist, given for all', async () => {
    const demo = await DemoDesk.open();
    const { done, reasons } = await bringIn(demo, FILES, { currency: 'XYZ' });
    expect(done).toBe(false);
    expect(reasons).toEqual(['--currency:0 is no currency: three letters, such as EUR']);
    expect(await adatum(demo)).toBeUndefined();
  });
});

describe('what the desk did', () => {
  it('stays: a reservation that it sold keeps its price, whatever a file says', async () => {
    const demo = await DemoDesk.open();
    const before = await demo.customer('fabrikam');
    const [own] = before.reservations.filter(({ status }) => status === 'active');
    if (!own) throw new Error('Fabrikam has no reservation');
    await bringIn(demo, {
      'ri.csv': [
        'ReservationId,ReservationOrderId,SkuName,ReservedResourceType,Location,Term,Quantity,ExpiryDate,BillingScopeId,PurchaseDate,BillingPlan,Currency,PricePaid',
        `${own.id},${own.orderId},Other,VirtualMachines,eastus,${own.product.term},1,${own.endsOn},${own.subscriptionId},${own.startsOn},Upfront,USD,1.00`,
      ],
      'use.csv': [FILES['use.csv'][0] ?? '', `${own.orderId},${own.id},2026-11-20,99`],
    });
    const after = await demo.customer('fabrikam');
    const untouched = ({ orders, requests, carts, permission, attempts }: Customer) => ({
      orders,
      requests,
      carts,
      permission,
      attempts,
    });
    expect(untouched(after)).toEqual(untouched(before));
    const { utilization: _, ...kept } = after.reservations.find(({ id }) => id === own.id) ?? own;
    const { utilization: __, ...was } = own;
    expect(kept).toEqual(was);
    expect(after.activity.slice(0, -1)).toEqual(before.activity);
    expect(after.activity.at(-1)).toMatchObject({ action: 'import data', by: { userId: 'giulia-global' } });
  });
});

describe("the partner's own data", () => {
  const USERS_FILE = [
    'UserId,DisplayName,UserPrincipalName,Roles',
    'nils-new,Nils New,nils@northbridge.example,Sales agent;Helpdesk agent',
  ];
  const PRICES_FILE = [
    'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate,Segment',
    'Virtual Machines Bs Series,DZH318Z0BQ3P,001F,"Reserved VM Instance, Standard_B1ls, US West 2, 1 Year",Microsoft,P1Y,OneTime,NO,NOK,300.00,2026-11-01,9999-12-31,Commercial',
    'Virtual Machines Bs Series,DZH318Z0BQ3P,001F,"Reserved VM Instance, Standard_B1ls, US West 2, 1 Year",Microsoft,P1Y,Monthly,NO,NOK,25.00,2026-11-01,9999-12-31,Commercial',
  ];

  it('comes in: users with their roles, rates, and a price list that takes the place of its currency', async () => {
    const demo = await DemoDesk.open();
    const usd = (await demo.documents.read(PRICES, PARTNER))?.lists.USD;
    const { report } = await bringIn(demo, {
      'users.csv': USERS_FILE,
      'rates.csv': ['Currency,UsdPerUnit,Date', 'EUR,1.1,2026-11-20'],
      'prices.csv': PRICES_FILE,
    });
    expect(report.problems).toEqual([]);
    const users = (await demo.documents.read(USERS, PARTNER))?.users;
    expect(users?.at(-1)).toMatchObject({ id: 'nils-new', roles: ['SalesAgent', 'HelpdeskAgent'] });
    expect((await demo.documents.read(RATES, PARTNER))?.rates.EUR).toEqual({
      usdPerUnit: '1.1',
      day: '2026-11-20',
    });
    const prices = await demo.documents.read(PRICES, PARTNER);
    expect(prices?.lists.USD).toEqual(usd);
    expect(prices?.lists.NOK).toEqual({ asOf: '2026-11-01', prices: { 'DZH318Z0BQ3P-001F-P1Y': '300.00' } });
    expect(prices?.products.at(-1)).toMatchObject({
      name: 'Standard_B1ls',
      type: 'virtualMachines',
      region: 'westus2',
      billingPlans: ['oneTime', 'monthly'],
      segments: ['commercial'],
    });
  });

  it.each([
    ['sanjay-sales', { 'rates.csv': ['Currency,UsdPerUnit,Date', 'EUR,1.1,2026-11-20'] }],
    ['ursula-users', { 'rates.csv': ['Currency,UsdPerUnit,Date', 'EUR,1.1,2026-11-20'] }],
    ['anna-admin', { 'users.csv': USERS_FILE }],
  ])('is refused to %s, and that is recorded', async (userId, files) => {
    const demo = await DemoDesk.open();
    await expect(bringIn(demo, files, { userId })).rejects.toMatchObject({ facts: { code: 'NeedsRole' } });
    const log = await demo.documents.read(IMPORTS, PARTNER);
    expect(log?.imports).toMatchObject([
      { by: { userId }, outcome: 'refused', refusal: { code: 'NeedsRole' } },
    ]);
    expect((await demo.documents.read(RATES, PARTNER))?.rates.EUR?.usdPerUnit).toBe('1.0870');
  });

  it('is refused to who lost the role before agreeing, and that is recorded', async () => {
    const demo = await DemoDesk.open();
    const path = join(folder, 'rates.csv');
    await writeFile(path, 'Currency,UsdPerUnit,Date\nEUR,1.1,2026-11-20\n');
    const goOn = async () => {
      await demo.giveRoles('giulia-global', ['SalesAgent']);
      return true;
    };
    const wish = { files: [path], userId: 'giulia-global', dryRun: false };
    await expect(demo.desk.importFiles(wish, { goOn })).rejects.toMatchObject({
      facts: { code: 'NeedsRole' },
    });
    expect((await demo.documents.read(RATES, PARTNER))?.rates.EUR?.usdPerUnit).toBe('1.0870');
    expect((await demo.documents.read(IMPORTS, PARTNER))?.imports).toMatchObject([{ outcome: 'refused' }]);
  });

  it('gives nobody a role or access of their own', async () => {
    const demo = await DemoDesk.open();
    const own = [
      'UserId,DisplayName,UserPrincipalName,Roles',
      'giulia-global,Giulia Rossi,giulia@northbridge.example,Global admin;Admin agent',
    ];
    expect((await bringIn(demo, { 'users.csv': own })).reasons[0]).toMatch(/role to themselves/);
    const access = FILES['subs.csv'].map((line, i) => `${line},${i === 0 ? 'Access' : 'giulia-global'}`);
    const { reasons } = await bringIn(demo, { ...FILES, 'subs.csv': access });
    expect(reasons[0]).toMatch(/access to themselves/);
  });
});

describe('a book of several partners', () => {
  const SECOND = 'bbbbbbbb-0000-4000-8000-000000000002';
  const clients = { 'clients.csv': FILES['clients.csv'] };
  async function twoPartners() {
    const demo = await DemoDesk.open();
    const ids = { guid: () => 'cara-second', number: (prefix: string) => `${prefix}-1` };
    await setFirstAdmin(
      { documents: demo.documents, clock: demo.clock, ids },
      {
        tenantId: SECOND,
        objectId: 'dddddddd-0000-4000-8000-000000000002',
        name: 'Cara Second',
        email: 'cara@second.example',
        partner: { name: 'Second', kind: 'direct', location: 'SE' },
      },
    );
    return demo;
  }

  it('takes the files into the book of the user on whose behalf it is done, and into no other', async () => {
    const demo = await twoPartners();
    const before = await demo.documents.read(CUSTOMERS, PARTNER);
    expect((await bringIn(demo, clients, { userId: 'first-admin' })).done).toBe(true);
    expect(await demo.documents.read(CUSTOMER, `${SECOND}/${ADATUM}`)).toMatchObject({
      name: 'Adatum, Inc.',
    });
    expect(await adatum(demo)).toBeUndefined();
    expect(await demo.documents.read(CUSTOMERS, PARTNER)).toEqual(before);
    await demo.desk.exportBook({ folder, userId: 'first-admin' });
    const exported = await readFile(join(folder, 'customers.csv'), 'utf8');
    expect(exported).toContain('Adatum, Inc.');
    expect(exported).not.toContain('Fabrikam');
  });

  it('refuses a user id that two partners have, and one that none has', async () => {
    const demo = await twoPartners();
    await demo.documents.update(USERS, PARTNER, (current) => ({
      next: {
        ...current,
        users: [
          ...(current?.users ?? []),
          {
            id: 'first-admin',
            name: 'Fay',
            email: 'fay@northbridge.example',
            roles: ['GlobalAdmin' as const],
          },
        ],
      },
      result: undefined,
    }));
    const refused = { facts: { code: 'UnknownUser' } };
    for (const userId of ['first-admin', 'nobody'])
      await expect(bringIn(demo, clients, { userId })).rejects.toMatchObject(refused);
    expect(await adatum(demo)).toBeUndefined();
    expect(await demo.documents.read(CUSTOMER, `${SECOND}/${ADATUM}`)).toBeUndefined();
  });
});
