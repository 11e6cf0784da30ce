/**
 * The nouns of the desk, by what they are about. Every document that is stored has its schema here, and its type
 * follows from the schema, so that what is checked when a file is read and what the code believes can not drift apart.
 *
 * Amounts are decimal strings in the minor unit of their currency ("3650.00", JPY "3650"); see money.ts.
 * Days are UTC calendar days ("2026-11-21"); moments are ISO 8601 in UTC; see term.ts.
 */
export * from './model/access-requests.js';
export * from './model/activity.js';
export * from './model/bulks.js';
export * from './model/customer.js';
export * from './model/handovers.js';
export * from './model/imports.js';
export * from './model/notices.js';
export * from './model/partner.js';
export * from './model/people.js';
export * from './model/products.js';
export * from './model/purchases.js';
export * from './model/quotes.js';
export * from './model/requests.js';
