/** Where every history begins: two partners with customers of the same ids, so that nothing can be mixed up unseen. */
import { createDesk } from '../../domain/desk.js';
import type { Customer, PartnerProfile } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import type { DocumentKind, Documents } from '../../domain/store/documents.js';
import * as kinds from '../../domain/store/kinds.js';
import { customer, partner, product, reservation, subscription, used } from '../support/builders.js';
import { HOST, PRICES, SUSE, USERS, VM, VM_3Y } from '../support/desk.js';
import type { Real, World } from './act.js';
import { newBookOf } from './read-book.js';

const START = Date.parse('2021-01-06T12:00:00Z');
export const PARTNERS = ['partner-1', 'partner-2'] as const;
export const CUSTOMERS = ['customer-1', 'customer-2'] as const;

const DIRECT = partner();
const INDIRECT = partner({
  id: 'partner-2',
  name: 'Partner Two',
  kind: 'indirectProvider',
  resellers: [
    { id: 'reseller-1', name: 'Reseller One', mpnId: '1' },
    { id: 'reseller-2', name: 'Reseller Two', mpnId: '2' },
  ],
});

const UNUSED = { utilization: [{ day: '2021-01-02', percent: 0 }] };

/** In dollars: much to return, and something to renew soon. Nobody is Owner yet on what is active. */
function dollars({ kind }: PartnerProfile): Customer {
  const of = kind === 'direct' ? {} : { resellerId: 'reseller-1' };
  const bought = (id: string) => {
    const found = PRICES.products.find((each) => each.id === id) ?? product();
    const { name, type, region, term, returnable } = found;
    return { id, name, type, region, term, returnable };
  };
  const one = (number: number, more: Parameters<typeof reservation>[0]) =>
    reservation({ id: `res-${number}`, orderId: `res-order-${number}`, ...of, ...more });
  return customer({
    subscriptions: [
      subscription(of),
      subscription({ id: 'sub-2', name: 'Plan Two', offer: 'azurePlan', access: ['SalesAgent'], ...of }),
      subscription({ id: 'sub-3', name: 'Elsewhere', offer: 'other', offerName: 'Pay-As-You-Go' }),
      subscription({
        id: 'sub-4',
        name: 'Old Four',
        state: 'cancelled',
        owners: ['olga@customer.example'],
        ...of,
      }),
    ],
    reservations: [
      one(1, { quantity: 3, price: '3650.01', ...UNUSED }),
      one(2, { price: '60000.00', product: bought(HOST), ...UNUSED }),
      one(3, {
        price: '36000.05',
        term: 'P3Y',
        billing: 'monthly',
        product: bought(VM_3Y),
        subscriptionId: 'sub-2',
        quantity: 7,
        ...used(),
      }),
      one(4, { price: '90.00', product: bought(SUSE) }),
      one(5, {
        price: '1000.00',
        startsOn: '2020-01-20',
        subscriptionId: 'sub-2',
        product: bought(VM),
        access: ['HelpdeskAgent'],
      }),
    ],
    incompleteReservations: [
      {
        ...{ id: 'res-6', orderId: 'res-order-6', orderNumber: 'order-6', product: bought(VM), quantity: 2 },
        ...{
          endsOn: '2021-12-01',
          subscriptionId: 'sub-2',
          scope: 'shared',
          status: 'active',
          access: [],
          utilization: [],
        },
        ...of,
      },
    ],
  });
}

/** In another currency, of an unknown country, with one reservation worth more than the cap. */
function others({ kind }: PartnerProfile): Customer {
  const direct = kind === 'direct';
  const of = direct ? {} : { resellerId: 'reseller-1' };
  const { country: _, ...rest } = customer({
    id: 'customer-2',
    name: 'Customer Two',
    domain: 'two.example',
    currency: direct ? 'EUR' : 'JPY',
    subscriptions: [
      subscription({ owners: ['olga@two.example'], ...of }),
      subscription({ id: 'sub-2', offer: 'azurePlan', ...of }),
    ],
  });
  return {
    ...rest,
    reservations: [
      reservation({
        ...{ currency: direct ? 'EUR' : 'JPY', price: direct ? '80000.00' : '8000001', quantity: 4 },
        ...{ billing: direct ? ('monthly' as const) : ('oneTime' as const), ...of, ...used() },
      }),
    ],
  };
}

/** Writes the two partners into an empty book and gives the desk over it, with the model of the same. */
export async function begin(documents: Documents): Promise<{ model: World; real: Real }> {
  const write = <T>(kind: DocumentKind<T>, key: string, next: T) =>
    documents.update(kind, key, () => ({ next, result: undefined }));
  for (const profile of [DIRECT, INDIRECT]) {
    const { id } = profile;
    const customers = [dollars(profile), others(profile)];
    await write(kinds.PROFILE, id, profile);
    await write(kinds.USERS, id, { users: [...USERS] });
    await write(kinds.PRICES, id, PRICES);
    await write(kinds.RATES, id, {
      rates: id === DIRECT.id ? { EUR: { usdPerUnit: '1.10', day: '2021-01-05' } } : {},
    });
    await write(kinds.POLICY, id, { refundPolicy: 'partner-center', since: '2020-01-01' });
    await write(kinds.CUSTOMERS, id, {
      customers: customers.map(({ id: customerId, name, domain, country, tags }) => ({
        ...{ id: customerId, name, domain, tags },
        ...(country === undefined ? {} : { country }),
      })),
    });
    for (const each of customers) await write(kinds.CUSTOMER, kinds.customerKey(id, each.id), each);
  }
  let now = START;
  let count = 0;
  const next = (prefix: string) => `${prefix}-${++count}`;
  const clock = { now: () => new Date(now) };
  const desk = createDesk({
    ...{ documents, clock, ids: { guid: () => next('guid'), number: next } },
    partnerCenter: recordedInBook,
  });
  return {
    model: { book: await newBookOf(documents, PARTNERS), now, count: 0, table: new Map() },
    real: {
      ...{ desk, documents, attempts: [] },
      clock: {
        setTo: (to) => {
          now = to;
        },
      },
    },
  };
}
