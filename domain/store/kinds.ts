/**
 * The kinds of documents in the book, each changing for its own reason. Keys: the partner's own documents are
 * named by the partner id, a customer's by "<partner id>/<customer id>".
 */

import type {
  Bulk,
  Customer,
  Customers,
  Imports,
  Inbox,
  Notices,
  OlderActs,
  PartnerPolicy,
  PartnerProfile,
  Preferences,
  Prices,
  Rates,
  Recent,
  Users,
} from '../model.js';
import {
  bulkSchema,
  customerSchema,
  customersSchema,
  importsSchema,
  inboxSchema,
  noticesSchema,
  olderActsSchema,
  policySchema,
  preferencesSchema,
  pricesSchema,
  profileSchema,
  ratesSchema,
  recentSchema,
  usersSchema,
} from '../model.js';
import type { DocumentKind } from './documents.js';

export const PROFILE: DocumentKind<PartnerProfile> = { name: 'profiles', format: 1, schema: profileSchema };
export const USERS: DocumentKind<Users> = { name: 'users', format: 1, schema: usersSchema };
export const POLICY: DocumentKind<PartnerPolicy> = { name: 'policies', format: 1, schema: policySchema };
export const RATES: DocumentKind<Rates> = { name: 'rates', format: 1, schema: ratesSchema };
export const PRICES: DocumentKind<Prices> = { name: 'prices', format: 1, schema: pricesSchema };
export const CUSTOMERS: DocumentKind<Customers> = {
  name: 'customer-lists',
  format: 1,
  schema: customersSchema,
};
export const CUSTOMER: DocumentKind<Customer> = { name: 'customers', format: 1, schema: customerSchema };

/** By "<partner id>/<customer id>/<number>". */
export const OLDER_ACTS: DocumentKind<OlderActs> = {
  name: 'older-acts',
  format: 1,
  schema: olderActsSchema,
};

/** What was brought in from files, and by whom. */
export const IMPORTS: DocumentKind<Imports> = { name: 'imports', format: 1, schema: importsSchema };

/** By "<partner id>/<user id>". */
export const RECENT: DocumentKind<Recent> = { name: 'recent', format: 1, schema: recentSchema };

/** By "<partner id>/<user id>". */
export const PREFERENCES: DocumentKind<Preferences> = {
  name: 'preferences',
  format: 1,
  schema: preferencesSchema,
};

/** By "<partner id>/<id of the bulk purchase>". */
export const BULK: DocumentKind<Bulk> = { name: 'bulks', format: 1, schema: bulkSchema };
/** By "<partner id>/<user id>". */
export const INBOX: DocumentKind<Inbox> = { name: 'inboxes', format: 1, schema: inboxSchema };

/** By "<partner id>/<user id>". */
export const NOTICES: DocumentKind<Notices> = { name: 'notices', format: 1, schema: noticesSchema };

/** The key of a customer's document. */
export function customerKey(partnerId: string, customerId: string): string {
  return `${partnerId}/${customerId}`;
}

/** Every kind of document that the book is made of. */
export const ALL_KINDS: readonly DocumentKind<unknown>[] = [
  PROFILE,
  USERS,
  POLICY,
  RATES,
  PRICES,
  CUSTOMERS,
  CUSTOMER,
  OLDER_ACTS,
  RECENT,
  PREFERENCES,
  BULK,
  INBOX,
  NOTICES,
  IMPORTS,
] as DocumentKind<unknown>[];

/** The newest format among these kinds: what a desk of another version has to know to read the folder. */
export function newestFormat(kinds: readonly DocumentKind<unknown>[]): number {
  return Math.max(...kinds.map(({ format }) => format));
}
