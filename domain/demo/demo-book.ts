/** The demo book: a partner with its customers, in the same store and the same documents as any other. */
import type { Customer, Customers, PartnerPolicy, PartnerProfile, Prices, Rates, Users } from '../model.js';
import type { DocumentKind, Documents } from '../store/documents.js';
import { CUSTOMER, CUSTOMERS, customerKey, POLICY, PRICES, PROFILE, RATES, USERS } from '../store/kinds.js';
import type { Clock } from '../term.js';
import { addDays, dayOf } from '../term.js';
import { demoCustomer } from './demo-customers.js';
import type { DemoPartner } from './demo-data.js';
import { loadDemoData } from './demo-data.js';
import { guid } from './demo-ids.js';
import { demoPrices } from './demo-prices.js';

export interface DemoDocuments {
  readonly profile: PartnerProfile;
  readonly users: Users;
  readonly policy: PartnerPolicy;
  readonly rates: Rates;
  readonly prices: Prices;
  readonly customerList: Customers;
  readonly customers: readonly Customer[];
}

/** All documents of the demo book as they are on this day; the same day gives the same documents. */
export function demoDocuments(today: string): DemoDocuments {
  const data = loadDemoData();
  const { partner } = data;
  const { id, name, kind, location, resellers } = partner;
  const prices = demoPrices(data.prices, today);
  const rates = ratesOf(partner, today);
  const customers = data.customers.map((customer) =>
    demoCustomer({ partner, prices, rates, today }, customer),
  );
  return {
    profile: { id, name, kind, location, tenantId: guid(`tenant/${id}`), resellers },
    users: {
      users: partner.users.map((user) => ({ ...user, aadObjectId: guid(`user/${id}/${user.id}`) })),
    },
    policy: {
      refundPolicy: partner.policy.refundPolicy,
      since: addDays(today, -partner.policy.sinceDaysAgo),
    },
    rates,
    prices,
    customerList: { customers: customers.map(entryOf) },
    customers,
  };
}

function ratesOf({ rates }: DemoPartner, today: string): Rates {
  const day = addDays(today, -rates.datedDaysAgo);
  return {
    rates: Object.fromEntries(
      Object.entries(rates.usdPerUnit).map(([currency, usdPerUnit]) => [currency, { usdPerUnit, day }]),
    ),
  };
}

function entryOf({ id, name, domain, country, tags }: Customer) {
  return { id, name, domain, ...(country === undefined ? {} : { country }), tags };
}

/**
 * Puts the demo book in a book that has no partner yet, and says which partner that is; undefined where there is
 * one. The partner's profile is written last: a start that is broken off is done again by the next one.
 * @throws Refusal StoreUnavailable, DocumentUnreadable.
 */
export async function seedDemoBook(
  documents: Documents,
  clock: Clock,
): Promise<{ partnerId: string } | undefined> {
  if ((await documents.list(PROFILE)).length > 0) return undefined;
  const demo = demoDocuments(dayOf(clock.now()));
  const partnerId = demo.profile.id;
  // What is there stays: it is of a start that was broken off, or of a book whose profile has been lost.
  const put = <T>(kind: DocumentKind<T>, key: string, next: T) =>
    documents.update(kind, key, (current) => ({ next: current ?? next, result: undefined }));

  for (const customer of demo.customers) await put(CUSTOMER, customerKey(partnerId, customer.id), customer);
  await put(CUSTOMERS, partnerId, demo.customerList);
  await put(PRICES, partnerId, demo.prices);
  await put(RATES, partnerId, demo.rates);
  await put(POLICY, partnerId, demo.policy);
  await put(USERS, partnerId, demo.users);
  await put(PROFILE, partnerId, demo.profile);
  return { partnerId };
}
