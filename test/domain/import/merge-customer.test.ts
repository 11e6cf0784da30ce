/** A customer's next document from the lines about it: what is new, what stays, and what can not be. */
import { describe, expect, it } from '@jest/globals';
import { noCounts } from '../../../domain/import/counts.js';
import type { FileKindName } from '../../../domain/import/file-kinds.js';
import type { CustomerLine } from '../../../domain/import/join.js';
import { type MergeContext, mergedCustomer, placeOf } from '../../../domain/import/merge-customer.js';
import type { Row } from '../../../domain/import/rows.js';
import { type Customer, customerSchema } from '../../../domain/model.js';
import { activityRecord, customer, order, reservation, subscription } from '../../support/builders.js';

const at = (line: number) => ({ file: 'x.csv', line });
const CONTEXT: MergeContext = {
  find: () => undefined,
  resellers: new Map([['111', 'reseller-1']]),
  userId: 'ada',
};

const named = (changes: Partial<Row<'customers'>> = {}, line = 2): CustomerLine => {
  const row = { id: 'customer-1', name: 'Customer One', domain: 'customer.example', ...changes };
  return { is: 'customer', customerId: row.id, row, place: at(line) };
};
const subscribed = (changes: Partial<Row<'subscriptions'>> = {}, line = 3): CustomerLine => {
  const row: Row<'subscriptions'> = {
    id: 'sub-1',
    name: 'Subscription One',
    customerId: 'customer-1',
    offerName: 'Azure Global',
    status: 'active',
    ...changes,
  };
  return { is: 'subscription', customerId: 'customer-1', row, place: at(line) };
};
type ReservationLine = Extract<CustomerLine, { is: 'reservation' }>;
const RESERVED: Row<'reservations'> = {
  id: 'res-1',
  orderId: 'res-order-1',
  skuName: 'Standard_D2s_v5',
  type: 'virtualMachines',
  region: 'westeurope',
  term: 'P1Y',
  quantity: 1,
  endsOn: '2022-01-01',
};
const reserved = (
  changes: Partial<Row<'reservations'>> = {},
  more: Partial<Pick<ReservationLine, 'facts' | 'usage'>> = {},
): ReservationLine => {
  const row = { ...RESERVED, ...changes };
  const line = { is: 'reservation' as const, customerId: 'customer-1', facts: {}, usage: [], ...more };
  return { ...line, id: row.id, row, place: at(4) };
};
/** What is known without a row of a reservations file. */
const known = (more: Partial<Pick<ReservationLine, 'facts' | 'usage'>>, id = 'res-1'): ReservationLine => ({
  ...{ is: 'reservation', customerId: 'customer-1', id, facts: {}, usage: [] },
  ...more,
});
const PAID = {
  currency: 'USD',
  billing: 'oneTime' as const,
  instalments: ['3650.00'],
  startsOn: '2021-01-01',
};

function merge(
  current: Customer | undefined,
  lines: readonly CustomerLine[],
  context: Partial<MergeContext> = {},
) {
  const { next, counts, problems } = mergedCustomer(current, lines, { ...CONTEXT, ...context });
  if (next) expect(customerSchema.parse(JSON.parse(JSON.stringify(next)))).toEqual(next);
  const reasons = problems.map(({ file, line, reason }) => `${file}:${line} ${reason}`);
  return { next, counts, reasons };
}
const counted = (kinds: Partial<Record<FileKindName, Partial<ReturnType<typeof noCounts>['users']>>>) => {
  const all = noCounts();
  for (const [kind, counts] of Object.entries(kinds)) Object.assign(all[kind as FileKindName], counts);
  return all;
};

describe('a customer', () => {
  const ALL = {
    country: 'SE',
    segment: 'education',
    currency: 'SEK',
    tags: ['vip'],
    language: 'sv',
  } as const;
  const SIGNED = {
    agreementFirstName: 'Carol',
    agreementLastName: 'Contoso',
    agreementEmail: 'carol@customer.example',
    agreementDate: '2020-01-01',
  };
  const agreement = {
    firstName: 'Carol',
    lastName: 'Contoso',
    email: 'carol@customer.example',
    date: '2020-01-01',
  };

  it('is new with all that the file says', () => {
    const { next, counts, reasons } = merge(undefined, [named({ ...ALL, tags: [...ALL.tags], ...SIGNED })]);
    expect(reasons).toEqual([]);
    expect(counts).toEqual(counted({ customers: { new: 1 } }));
    expect(next).toEqual({
      id: 'customer-1',
      name: 'Customer One',
      domain: 'customer.example',
      ...ALL,
      agreement,
      subscriptions: [],
      reservations: [],
      orders: [],
      carts: {},
      quotes: {},
      requests: [],
      permission: { on: false },
      attempts: {},
      activity: [],
    });
  });

  it('is commercial, without tags, country and agreement, where the file does not say it', () => {
    const { next } = merge(undefined, [named({ currency: 'EUR' })]);
    expect(next).toMatchObject({ segment: 'commercial', tags: [] });
    for (const absent of ['country', 'language', 'agreement']) expect(next).not.toHaveProperty(absent);
  });

  it('keeps what the cells are empty for, and all that the desk did', () => {
    const book = customer({
      ...{ ...ALL, tags: ['vip'], agreement, orders: [order()], activity: [activityRecord()] },
      incompleteReservations: [],
    });
    const { next, counts } = merge(book, [named({ name: 'Renamed' })]);
    const { incompleteReservations: _, ...kept } = book;
    expect(next).toEqual({ ...kept, name: 'Renamed' });
    expect(counts).toEqual(counted({ customers: { changed: 1 } }));
  });

  it.each(Object.keys(SIGNED))('has signed nothing where %s is missing', (missing) => {
    const { next } = merge(undefined, [named({ currency: 'EUR', ...SIGNED, [missing]: undefined })]);
    expect(next).not.toHaveProperty('agreement');
  });

  it('is the very same where nothing is new', () => {
    const book = customer({ ...ALL, tags: ['vip'], agreement, reservations: [reservation()] });
    const lines = [named({ ...ALL, tags: ['vip'], ...SIGNED }), subscribed(), reserved({}, { facts: PAID })];
    const { next, counts } = merge(book, lines);
    expect(next).toBe(book);
    const same = { unchanged: 1 };
    expect(counts).toEqual(counted({ customers: same, subscriptions: same, reservations: same }));
    expect(merge(book, []).next).toBe(book);
  });

  it.each<[string, Partial<Row<'customers'>>, Customer | undefined, string | undefined, string | undefined]>([
    ['its row', { currency: 'SEK' }, customer(), 'NOK', 'SEK'],
    ['the book', {}, customer(), 'NOK', 'USD'],
    ['what is given for all', {}, undefined, 'NOK', 'NOK'],
    ['nothing', {}, undefined, undefined, undefined],
  ])('is sold to in the currency of %s', (_, changes, current, currency, its) => {
    const { next, reasons } = merge(current, [named(changes)], currency ? { currency } : {});
    expect(next?.currency).toBe(its);
    expect(reasons).toEqual(
      its
        ? []
        : [
            'x.csv:2 Currency is missing: in which currency is this customer sold to? --currency gives it for all',
          ],
    );
  });

  it('is in a file once', () => {
    expect(merge(customer(), [named(), named({ name: 'Other' }, 3)]).reasons).toEqual([
      'x.csv:3 customer-1 is there twice: see line 2 of x.csv',
    ]);
  });

  it('is in the files or in the book', () => {
    const reason = 'customer customer-1 is neither in the files nor in the book';
    expect(merge(undefined, [subscribed()])).toEqual({
      next: undefined,
      counts: noCounts(),
      reasons: [`x.csv:3 ${reason}`],
    });
    expect(merge(undefined, [known({}), subscribed()]).reasons).toEqual([`:0 ${reason}`]);
    expect(merge(customer(), [subscribed()]).reasons).toEqual([]);
  });

  it('is spoken of first where its first line stands', () => {
    expect(placeOf([named({}, 7), named()])).toEqual(at(7));
    expect(placeOf([known({}), named()])).toEqual({ file: '', line: 0 });
    expect(placeOf([])).toEqual({ file: '', line: 0 });
  });
});

describe('its subscriptions', () => {
  const first = (changes: Partial<Row<'subscriptions'>>, book = customer({ subscriptions: [] })) =>
    merge(book, [subscribed(changes)]).next?.subscriptions[0];

  it.each<[Partial<Row<'subscriptions'>>, object]>([
    [{ offerName: 'Microsoft Azure Plan' }, { offer: 'azurePlan' }],
    [{ offerName: 'Anything', offerId: 'DZH318Z0BPS6:0001' }, { offer: 'azurePlan' }],
    [{ offerName: 'azure global' }, { offer: 'azureGlobal' }],
    [{ offerName: 'Microsoft Azure', offerId: 'ms-azr-0145p' }, { offer: 'azureGlobal' }],
    [
      { offerName: 'Pay-As-You-Go', offerId: 'MS-AZR-0003P' },
      { offer: 'other', offerName: 'Pay-As-You-Go' },
    ],
  ])('%j is %j', (changes, offer) => {
    expect(first(changes)).toEqual({ ...subscription(), ...offer });
  });

  it('are new with all that the file says', () => {
    const all = {
      owners: ['o@customer.example'],
      access: ['bob'],
      resellerId: 'reseller-9',
      status: 'suspended',
    } as const;
    const { status, ...same } = all;
    const { next, counts } = merge(customer(), [
      subscribed({ ...all, id: 'sub-2', name: 'Two', owners: [...all.owners], access: [...all.access] }),
    ]);
    expect(next?.subscriptions).toEqual([
      subscription(),
      { ...subscription({ id: 'sub-2', name: 'Two', state: status }), ...same },
    ]);
    expect(counts).toEqual(counted({ subscriptions: { new: 1 } }));
  });

  it('keep their owners, access and reseller where the cells are empty, and their place in the list', () => {
    const rich = subscription({
      owners: ['o'],
      access: ['ada'],
      resellerId: 'reseller-1',
      offer: 'other',
      offerName: 'Old',
    });
    const second = subscription({ id: 'sub-2' });
    const book = customer({ subscriptions: [rich, second] });
    const { next, counts } = merge(book, [subscribed({ name: 'Renamed' })]);
    const { offerName: _, ...kept } = rich;
    expect(next?.subscriptions).toEqual([{ ...kept, name: 'Renamed', offer: 'azureGlobal' }, second]);
    expect(counts).toEqual(counted({ subscriptions: { changed: 1 } }));
    const emptied = merge(book, [subscribed({ owners: [], access: [] })]).next?.subscriptions[0];
    expect(emptied).toMatchObject({ owners: [], access: [] });
  });

  it.each<[string, Partial<Row<'subscriptions'>>, string | undefined, string[]]>([
    ['by its MPN ID', { resellerMpnId: '111' }, 'reseller-1', []],
    ['by its ID, whatever its MPN ID', { resellerMpnId: '999', resellerId: 'reseller-2' }, 'reseller-2', []],
    [
      'that nobody knows',
      { resellerMpnId: '999' },
      undefined,
      ["x.csv:3 PartnerId 999 is none of the partner's resellers"],
    ],
    ['of none', {}, undefined, []],
  ])('have a reseller %s', (_, changes, resellerId, reasons) => {
    const { next, reasons: found } = merge(customer(), [subscribed(changes)]);
    expect(found).toEqual(reasons);
    if (reasons.length === 0)
      expect(next?.subscriptions).toEqual([subscription(resellerId ? { resellerId } : {})]);
  });

  const ITSELF = ['x.csv:3 nobody grants access to themselves'];
  it.each<[string, string[] | undefined, string[], string | undefined, string[]]>([
    ['of their own', ['ada'], [], 'ada', ITSELF],
    ['of their own beside others', ['bob', 'ada'], ['bob'], 'ada', ITSELF],
    ['they had already', ['ada'], ['ada'], 'ada', []],
    ['of a colleague', ['bob'], [], 'ada', []],
    ['to nobody any more', [], ['ada'], 'ada', []],
    ['as it is', undefined, [], 'ada', []],
    ['of their own in an empty book', ['ada'], [], undefined, []],
  ])('give who brings them in access %s', (_, after, before, userId, reasons) => {
    const book = customer({ subscriptions: [subscription({ access: before })] });
    const { userId: __, ...nobody } = CONTEXT;
    const context = userId ? CONTEXT : nobody;
    const lines = [subscribed(after ? { access: after } : {})];
    const found = mergedCustomer(book, lines, context).problems;
    expect(found.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(reasons);
  });

  it('are in a file once', () => {
    expect(merge(customer(), [subscribed(), subscribed({ name: 'Other' }, 5)]).reasons).toEqual([
      'x.csv:5 sub-1 is there twice: see line 3 of x.csv',
    ]);
  });
});

describe('its reservations', () => {
  it('are new, complete or not, behind those of the book', () => {
    const book = customer({ reservations: [reservation({ id: 'res-0' })] });
    const whole = merge(book, [reserved({}, { facts: PAID })]);
    expect(whole.next?.reservations.map(({ id }) => id)).toEqual(['res-0', 'res-1']);
    expect(whole.next).not.toHaveProperty('incompleteReservations');
    expect(whole.counts).toEqual(counted({ reservations: { new: 1 } }));
    const part = merge(book, [reserved()]);
    expect(part.next?.reservations).toEqual(book.reservations);
    expect(part.next?.incompleteReservations).toMatchObject([{ id: 'res-1', subscriptionId: 'sub-1' }]);
  });

  it('are complete once what was missing is known', () => {
    const waiting = merge(customer(), [reserved()]).next;
    const { next, counts } = merge(waiting, [known({ facts: PAID })]);
    expect(next?.reservations).toMatchObject([{ id: 'res-1', ...PAID }]);
    expect(next).not.toHaveProperty('incompleteReservations');
    expect(counts).toEqual(counted({ reservations: { changed: 1 } }));
    expect(merge(waiting, [named()]).next).toBe(waiting);
  });

  it('take over their use, counted by the day and not as a reservation', () => {
    const utilization = [
      { day: '2021-01-31', percent: 0 },
      { day: '2021-02-01', percent: 1 },
      { day: '2021-02-02', percent: 2 },
    ];
    const book = customer({ reservations: [reservation({ utilization })] });
    const usage = [
      { day: '2021-01-31', percent: 0 },
      { day: '2021-02-01', percent: 1 },
      { day: '2021-02-02', percent: 20 },
      { day: '2021-02-03', percent: 3 },
    ];
    const days = { new: 1, changed: 1, unchanged: 2 };
    const { next, counts } = merge(book, [known({ usage })]);
    expect(next?.reservations[0]?.utilization).toEqual(usage);
    expect(counts).toEqual(counted({ utilization: days }));
    expect(merge(book, [known({ usage, facts: PAID })]).counts).toEqual(
      counted({ utilization: days, reservations: { changed: 1 } }),
    );
    expect(merge(book, [reserved({}, { usage })]).counts).toEqual(
      counted({ utilization: days, reservations: { changed: 1 } }),
    );
    expect(merge(book, [reserved()]).counts).toEqual(counted({ reservations: { unchanged: 1 } }));
    expect(merge(customer(), [reserved({}, { usage })]).counts).toEqual(
      counted({ utilization: { new: 4 }, reservations: { new: 1 } }),
    );
  });

  it('are left out where they are not in force, whatever the book has', () => {
    const book = customer({ reservations: [reservation()] });
    const { next, counts } = merge(book, [reserved({ status: 'Cancelled', quantity: 5 })]);
    expect(next).toBe(book);
    expect(counts).toEqual(counted({ reservations: { leftOut: 1 } }));
  });

  it('are not made of transactions and use alone', () => {
    const book = customer();
    const usage = [{ day: '2021-02-01', percent: 1 }];
    const { next, counts } = merge(book, [known({ facts: PAID, usage })]);
    expect(next).toBe(book);
    expect(counts).toEqual(noCounts());
  });

  it('keep their price where the desk sold them', () => {
    const book = customer({ reservations: [reservation()], orders: [order()] });
    const { next, counts } = merge(book, [
      reserved({ quantity: 5 }, { facts: { ...PAID, instalments: ['1.00'] } }),
    ]);
    expect(next).toBe(book);
    expect(counts).toEqual(counted({ reservations: { unchanged: 1 } }));
  });

  const two = [subscription(), subscription({ id: 'sub-2' })];
  const NONE = 'x.csv:4 reservation res-1: its customer has no subscription';
  it.each<[string, Customer, Partial<Row<'reservations'>>, string]>([
    ['the one that is named', customer({ subscriptions: two }), { subscriptionId: 'sub-2' }, 'sub-2'],
    ['the only one there is', customer(), {}, 'sub-1'],
    [
      'the one that it has in the book',
      customer({ subscriptions: two, reservations: [reservation({ subscriptionId: 'sub-2' })] }),
      {},
      'sub-2',
    ],
    ['none, of two', customer({ subscriptions: two }), {}, `${NONE} `],
    ['none that its customer has', customer(), { subscriptionId: 'sub-9' }, `${NONE} sub-9`],
  ])('are billed to %s', (_, book, changes, its) => {
    const { next, reasons } = merge(book, [reserved(changes)]);
    const all = [...(next?.reservations ?? []), ...(next?.incompleteReservations ?? [])];
    expect([...all.map(({ subscriptionId }) => subscriptionId), ...reasons]).toEqual([its]);
  });

  it('are billed to a subscription of the same files', () => {
    const { reasons } = merge(customer(), [
      reserved({ subscriptionId: 'sub-2' }),
      subscribed({ id: 'sub-2' }),
    ]);
    expect(reasons).toEqual([]);
  });

  it('give nobody access of their own', () => {
    const had = customer({ reservations: [reservation({ access: ['ada'] })] });
    const ITSELF = ['x.csv:4 nobody grants access to themselves'];
    expect(merge(customer(), [reserved({ access: ['ada'] })]).reasons).toEqual(ITSELF);
    expect(
      merge(customer({ reservations: [reservation()] }), [reserved({ access: ['ada'] })]).reasons,
    ).toEqual(ITSELF);
    expect(merge(had, [reserved({ access: ['ada'] })]).reasons).toEqual([]);
    expect(merge(customer(), [reserved({ access: ['bob'] })]).reasons).toEqual([]);
  });

  it('have days that fit together', () => {
    const book = customer({ reservations: [reservation()] });
    const wrong = 'reservation res-1: P1Y from 2021-01-01 does not end on';
    expect(merge(book, [reserved({ endsOn: '2023-01-01' })]).reasons).toEqual([
      `x.csv:4 ${wrong} 2023-01-01`,
    ]);
    expect(merge(book, [known({ facts: { startsOn: '2020-01-01' } })]).reasons).toEqual([
      'the transactions:0 reservation res-1: P1Y from 2020-01-01 does not end on 2022-01-01',
    ]);
    const none = customer({ subscriptions: [], reservations: [reservation()] });
    expect(merge(none, [known({ facts: PAID })]).reasons).toEqual([
      'the transactions:0 reservation res-1: its customer has no subscription sub-1',
    ]);
  });

  it('do not hide a fault of the desk itself', () => {
    const find = () => {
      throw new TypeError('a fault');
    };
    expect(() => merge(customer(), [reserved()], { find })).toThrow(TypeError);
  });

  it('with something wrong leave no next document, and say all that is wrong', () => {
    const { next, reasons } = merge(customer(), [
      subscribed({ resellerMpnId: '999' }),
      reserved({ subscriptionId: 'sub-9' }),
    ]);
    expect(next).toBeUndefined();
    expect(reasons).toHaveLength(2);
  });
});
