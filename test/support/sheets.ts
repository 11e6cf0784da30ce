/** Files of purchases for tests, and the words that they are read by. */
import type { SheetWords } from '../../domain/bulk/sheet.js';

/** The words of a file in English. */
export const SHEET_WORDS: SheetWords = {
  columns: {
    customer: ['customer'],
    subscription: ['subscription'],
    product: ['product'],
    region: ['region'],
    term: ['term'],
    quantity: ['quantity'],
    billing: ['billing'],
    scope: ['scope'],
    reseller: ['reseller'],
  },
  billing: { oneTime: ['one-time'], monthly: ['monthly'] },
  scope: { single: ['single'], shared: ['shared'] },
  regions: { global: ['global'] },
};

export const HEADING = 'customer,subscription,product,region,term,quantity,billing,scope,reseller';

/** A file with these lines under the heading. */
export const sheet = (...lines: readonly string[]) => [HEADING, ...lines].join('\n');
