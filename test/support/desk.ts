/** A desk to act on in tests: a book in memory, a clock that is moved by hand, and ids that can be foreseen. */
import type { OrderPlaced, RequestFiled, Review } from '../../domain/answers.js';
import type { Desk } from '../../domain/desk.js';
import { createDesk } from '../../domain/desk.js';
import type {
  Actor,
  Customer,
  PartnerPolicy,
  PartnerProfile,
  PartnerUser,
  Prices,
  Rates,
  Role,
} from '../../domain/model.js';
import type { PartnerCenter } from '../../domain/partner-center.js';
import { recordedInBook } from '../../domain/partner-center.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import { Refusal } from '../../domain/refusals.js';
import type { DocumentKind, Documents } from '../../domain/store/documents.js';
import * as kinds from '../../domain/store/kinds.js';
import type { Clock } from '../../domain/term.js';
import type { NewItem } from '../../domain/use-cases/filling-cart.js';
import type { Ids } from '../../domain/use-cases/ports.js';
import { customer, partner, product, user } from './builders.js';
import { MemoryDocuments } from './memory-documents.js';

const MINUTE = 60_000;

/** A clock that stands still until it is moved. */
class HandClock implements Clock {
  private time: number;

  constructor(at: string) {
    this.time = Date.parse(at);
  }

  now(): Date {
    return new Date(this.time);
  }

  /** Noon of a UTC day, or the very moment that is given. */
  goTo(at: string): void {
    this.time = Date.parse(at.includes('T') ? at : `${at}T12:00:00Z`);
  }

  forward(minutes: number, milliseconds = 0): void {
    this.time += minutes * MINUTE + milliseconds;
  }
}

/** "guid-1", "guid-2", … and "RD-1", "RQ-2", …: one count for all of them. */
function countedIds(): Ids {
  let count = 0;
  const next = (prefix: string) => `${prefix}-${++count}`;
  return { guid: () => next('guid'), number: next };
}

/** A user for each role, named by it; a second Admin agent; one who has left, and one without a role. */
export const USERS: readonly PartnerUser[] = [
  user({ id: 'AdminAgent', name: 'Ada Admin' }),
  user({ id: 'GlobalAdmin', name: 'Gail Global', roles: ['GlobalAdmin'] }),
  user({ id: 'SalesAgent', name: 'Sam Sales', roles: ['SalesAgent'] }),
  user({ id: 'HelpdeskAgent', name: 'Hal Helpdesk', roles: ['HelpdeskAgent'] }),
  user({ id: 'UserManagementAdmin', name: 'Uma Users', roles: ['UserManagementAdmin'] }),
  user({ id: 'colleague', name: 'Bob Colleague' }),
  user({ id: 'left', name: 'Lee Left', removed: true }),
  user({ id: 'roleless', name: 'Rik Roleless', roles: [] }),
];

/** Product ids of the price list. */
export const VM = 'vm-d2s-v5-we-1y';
export const VM_3Y = 'vm-d4s-v5-we-3y';
export const HOST = 'host-we-1y';
export const SQL = 'sql-db-we-1y';
export const SUSE = 'suse-1y';
export const SCHOOL_VM = 'vm-school-1y';

/** Two virtual machines and a host (compute), a database without a billing plan, SUSE that is never returned, a machine for schools only. */
export const PRICES: Prices = {
  products: [
    product(),
    product({ id: VM_3Y, name: 'Standard_D4s_v5', term: 'P3Y' }),
    product({ id: HOST, name: 'DSv3_Type3', type: 'dedicatedHost', maxQuantity: 5 }),
    product({ id: SQL, name: 'SQL vCore', type: 'sqlDatabase', billingPlans: ['oneTime'] }),
    product({
      id: SUSE,
      name: 'SUSE 1-2 vCPU',
      type: 'suseLinux',
      returnable: false,
      billingPlans: ['oneTime'],
    }),
    product({ id: SCHOOL_VM, name: 'Standard_School', segments: ['education'] }),
  ],
  lists: {
    USD: {
      asOf: '2021-01-01',
      prices: {
        [VM]: '1000.00',
        [VM_3Y]: '3600.00',
        [HOST]: '5000.00',
        [SQL]: '500.00',
        [SUSE]: '90.00',
        [SCHOOL_VM]: '400.00',
      },
    },
    EUR: { asOf: '2021-01-01', prices: { [VM]: '900.00', [VM_3Y]: '3200.00' } },
    JPY: { asOf: '2021-01-01', prices: { [VM]: '100001' } },
    KWD: { asOf: '2021-01-01', prices: { [VM]: '100.001' } },
  },
};

export interface TestDeskOptions {
  /** A UTC day (then it is noon) or a moment; 2021-01-06 unless given. */
  readonly today?: string;
  readonly customers?: readonly Customer[];
  readonly partner?: PartnerProfile;
  readonly users?: readonly PartnerUser[];
  readonly prices?: Prices;
  readonly rates?: Rates['rates'];
  readonly policy?: PartnerPolicy['refundPolicy'];
  readonly partnerCenter?: Partial<PartnerCenter>;
  /** In memory unless given. */
  readonly documents?: Documents;
}

export interface TestDesk {
  readonly desk: Desk;
  readonly clock: HandClock;
  readonly documents: Documents;
  /** What went wrong behind an act that stands. */
  readonly reported: unknown[];
  /** The user with this role, or with this id. */
  actor(user?: Role | string): Actor;
  /** A customer's document as it stands; the first one unless named. */
  book(customerId?: string): Promise<Customer>;
  /** Changes a document of the partner as another process would. */
  put<T>(kind: DocumentKind<T>, next: T): Promise<void>;
  change(change: Partial<Customer>, customerId?: string): Promise<void>;
}

/** A desk with one customer, unless given others, and everything else that acting on it needs. */
export async function testDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const { today = '2021-01-06', customers = [customer()], users = USERS, prices = PRICES } = options;
  const { documents = new MemoryDocuments(), policy = 'partner-center', rates = {} } = options;
  const profile = options.partner ?? partner();
  const clock = new HandClock('2021-01-06T12:00:00Z');
  clock.goTo(today);
  const write = <T>(kind: DocumentKind<T>, key: string, next: T) =>
    documents.update(kind, key, () => ({ next, result: undefined }));
  const keyOf = (customerId = customers[0]?.id ?? '') => kinds.customerKey(profile.id, customerId);

  await write(kinds.PROFILE, profile.id, profile);
  await write(kinds.USERS, profile.id, { users: [...users] });
  await write(kinds.PRICES, profile.id, prices);
  await write(kinds.RATES, profile.id, { rates });
  await write(kinds.POLICY, profile.id, { refundPolicy: policy, since: '2020-01-01' });
  await write(kinds.CUSTOMERS, profile.id, {
    customers: customers.map(({ id, name, domain, country, tags }) => ({
      id,
      name,
      domain,
      tags,
      ...(country === undefined ? {} : { country }),
    })),
  });
  for (const each of customers) await write(kinds.CUSTOMER, keyOf(each.id), each);

  const book = async (customerId?: string) => {
    const found = await documents.read(kinds.CUSTOMER, keyOf(customerId));
    if (!found) throw new Error(`no customer ${customerId}`);
    return found;
  };
  const reported: unknown[] = [];
  return {
    desk: createDesk({
      documents,
      clock,
      ids: countedIds(),
      partnerCenter: { ...recordedInBook, ...options.partnerCenter },
      report: (error) => reported.push(error),
    }),
    clock,
    documents,
    reported,
    actor: (userId = 'AdminAgent') => ({ partnerId: profile.id, userId }),
    book,
    put: (kind, next) => write(kind, profile.id, next),
    change: async (change, customerId) =>
      write(kinds.CUSTOMER, keyOf(customerId), { ...(await book(customerId)), ...change }),
  };
}

/** The facts of the refusal that an act ends in; undefined where it does not. Any other error is passed on. */
export async function refused(act: Promise<unknown>): Promise<RefusalFacts | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
}

/** The price list with one price changed. */
export function priced(productId: string, price: string, currency = 'USD'): Prices {
  const list = PRICES.lists[currency];
  if (!list) throw new Error(`no list in ${currency}`);
  return {
    ...PRICES,
    lists: { ...PRICES.lists, [currency]: { ...list, prices: { ...list.prices, [productId]: price } } },
  };
}

export const CUSTOMER_ID = 'customer-1';
export const CONTACT = { name: 'Ada Admin', email: 'ada@partner.example', phone: '', method: 'email' };

/** Puts one machine in the cart, unless told otherwise. */
export async function add(t: TestDesk, actor: Actor, item: Partial<NewItem> = {}): Promise<Review> {
  const given = { itemId: 'item-1', subscriptionId: 'sub-1', productId: VM, quantity: '1', ...item };
  return await t.desk.addToCart(actor, CUSTOMER_ID, given, 'en');
}

/** Reviews the cart and buys it as reviewed. */
export async function buyCart(t: TestDesk, actor: Actor, attemptId = 'attempt-buy'): Promise<OrderPlaced> {
  return await t.desk.buy(actor, CUSTOMER_ID, await t.desk.review(actor, CUSTOMER_ID), attemptId);
}

export interface Filing {
  readonly reservationId?: string;
  readonly quantity?: string;
  readonly acceptsLoss?: boolean;
  readonly attemptId?: string;
  readonly contact?: Readonly<Record<string, string>>;
}

/** Quotes a refund and gives what files it. */
export async function quoted(
  t: TestDesk,
  { reservationId = 'res-1', quantity = '' }: Filing = {},
  actor: Actor = t.actor(),
) {
  const answer = await t.desk.quoteRefund(actor, CUSTOMER_ID, { reservationId, quantity }, 'en');
  const file = async (
    { acceptsLoss = false, attemptId = 'attempt-file', contact = CONTACT }: Filing = {},
    by: Actor = actor,
  ): Promise<RequestFiled> =>
    await t.desk.fileRefund(by, CUSTOMER_ID, { quoteId: answer.quote.id, acceptsLoss, contact }, attemptId);
  return { ...answer, file };
}
