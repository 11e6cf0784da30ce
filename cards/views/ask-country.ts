/** Asks for the country of a customer: it decides whether reservations are sold to it, and is never assumed. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';

/** Asks for `country`: a name or an ISO code (rules section 2, check 2). */
export function askCountryCard(
  words: Words,
  { customerName }: { readonly customerName: string },
  ask: Ask,
): Card {
  return renderCard(
    'ask-country',
    ask.cardId,
    {
      title: words.t('customer.country.title'),
      context: short(customerName),
      why: words.t('customer.country.why'),
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
