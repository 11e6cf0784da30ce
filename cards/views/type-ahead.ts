/** The field that suggests names while somebody types, where the channel can; and what it suggests. */
import type { CustomerEntry, ProductSnapshot } from '../../domain/model.js';
import { short } from '../plain.js';
import type { View } from '../render.js';
import type { Words } from '../words.js';
import { type Choice, LONGEST_NAME } from './choices.js';
import { productLine } from './names.js';

/** What can be suggested: the name of it stands in the card, and comes back with what is typed. */
export const DATASETS = ['customers', 'products'] as const;

const LONGEST_LINE = 3 * LONGEST_NAME;

/** The field `quick` of a template: an id comes back in it, or what was typed. Where it is not offered the search box does alone. */
export function quickField(words: Words, offered: boolean): View {
  return { offered, label: words.t('type-ahead.label'), hint: words.t('type-ahead.hint') };
}

/** What the search box is called: beside the field that suggests names it is the other way. */
export function searchLabel(words: Words, suggests: boolean, alone: string): string {
  return words.t(suggests ? 'type-ahead.searchLabel' : alone);
}

/** "Fabrikam — fabrikam.example · Netherlands", as on the card. */
export function customerRow(words: Words, { name, domain, country }: CustomerEntry): string {
  return words.t('customer.choose.row', {
    name: short(name, LONGEST_NAME),
    domain: short(domain, LONGEST_NAME),
    country: country ? words.country(country) : words.t('customer.choose.countryUnknown'),
  });
}

/** A customer to choose; the title is no Markdown, and no longer than a line. */
export function customerSuggested(words: Words, entry: CustomerEntry): Choice {
  return { value: entry.id, title: short(customerRow(words, entry), LONGEST_LINE) };
}

/** A product to choose, without a price: that depends on whom it is for. */
export function productSuggested(words: Words, product: ProductSnapshot): Choice {
  return { value: product.id, title: short(productLine(words, product), LONGEST_LINE) };
}
