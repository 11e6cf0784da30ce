/** Find a customer and choose it: where every flow begins. */
import type { CustomerPage } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import type { Job } from './jobs.js';
import { customerRow, quickField, searchLabel } from './type-ahead.js';

export interface ChooseCustomerFacts {
  /** What the customer is chosen for. */
  readonly job: Job;
  readonly found: CustomerPage;
  /** What was searched for; empty: nothing yet. */
  readonly query: string;
  /** The channel suggests names while they are typed; it does not unless said so. */
  readonly suggests?: boolean;
}

/** Asks for `customer` (a customer id) and takes a `search`, or where the channel suggests names a `quick`; the only customer found is preset. */
export function chooseCustomerCard(words: Words, facts: ChooseCustomerFacts, ask: Ask): Card {
  const { job, found, query, suggests = false } = facts;
  const choices = numbered(
    words,
    found.items.map((entry) => ({ value: entry.id, title: customerRow(words, entry) })),
  );
  const none = query === '' ? 'none' : 'noneFound';
  return renderCard(
    'choose-customer',
    ask.cardId,
    {
      title: words.t(`customer.choose.title.${job}`),
      mistakes: mistakes(words, ask),
      search: field(ask, 'search', query),
      searchLabel: searchLabel(words, suggests, 'customer.choose.search'),
      searchHint: words.t('customer.choose.searchHint'),
      empty: choices.length === 0,
      none: words.t(`customer.choose.${none}`, { query: short(query) }),
      noneHint: words.t(`customer.choose.${none}Hint`),
      customer: { ...field(ask, 'customer'), value: preset(choices, ask.entries?.customer) },
      listLabel: listLabel(words, facts),
      choices,
      quick: quickField(words, suggests),
      hasNext: choices.length > 0 || suggests,
      next: words.t('common.next'),
      searchButton: words.t('common.search'),
      ...nextPage(words, found),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

function listLabel(words: Words, { query, found }: ChooseCustomerFacts): string {
  if (found.approximate)
    return words.t('customer.choose.listNear', { query: short(query, LONGEST_NAME), total: found.total });
  if (query !== '') return words.t('customer.choose.listFound', { total: found.total });
  return words.t(found.recent > 0 ? 'customer.choose.listRecent' : 'customer.choose.list');
}
