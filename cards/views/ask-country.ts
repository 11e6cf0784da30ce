/** Asks for the country of a customer: it decides whether reservations are sold to it, and is never assumed. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';

interface AskCountryFacts {
  readonly customerName: string;
  /** What the book has, where that is to be put right; empty: nothing. Absent: it is asked for the first time. */
  readonly standing?: string;
}

/** Asks for `country`: a name or an ISO code (rules section 2, check 2). */
export function askCountryCard(words: Words, facts: AskCountryFacts, ask: Ask): Card {
  const { customerName, standing } = facts;
  const correcting = standing !== undefined;
  return renderCard(
    'ask-country',
    ask.cardId,
    {
      title: words.t(correcting ? 'customer.country.correctTitle' : 'customer.country.title'),
      context: short(customerName),
      why: correcting
        ? words.t('customer.country.correctWhy', { country: standing ? words.country(standing) : 'none' })
        : words.t('customer.country.why'),
      mistakes: mistakes(words, ask),
      country: field(ask, 'country'),
      label: words.t('customer.country.label'),
      hint: words.t('customer.country.hint'),
      next: words.t('common.next'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}
