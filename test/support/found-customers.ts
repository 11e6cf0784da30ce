/** Customers to search, and what is found as a test tells it. */
import { wordsFor } from '../../cards/words.js';
import type { CustomerEntry } from '../../domain/model.js';
import type { CustomerIndex } from '../../domain/search/customer-index.js';
import { findInIndex } from '../../domain/search/find-customers.js';

const { country } = wordsFor('en-US');

/** A customer called like its id, without a country or tags unless given. */
export const entry = (id: string, given: Partial<CustomerEntry> = {}): CustomerEntry => ({
  id,
  name: id,
  domain: `${id.toLowerCase().replace(/\W+/g, '')}.example`,
  tags: [],
  ...given,
});

/** The names found, in order; "~" before them where they only come near. */
export function found(index: CustomerIndex, text: string, countryName = country): string[] {
  const { entries, approximate } = findInIndex(index, text, countryName);
  return [...(approximate ? ['~'] : []), ...entries.map(({ name }) => name)];
}
