/** By which numbers others know a support request: Microsoft's own, and the partner's reference of the case. */
import type { RequestDetail } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';

/** Asks for `ticketNumber` and `caseReference`, each filled in with what is known. */
export function requestReferencesCard(
  words: Words,
  { request, customerName }: RequestDetail,
  ask: Ask,
): Card {
  const t = (key: string) => words.t(`request.references.${key}`);
  return renderCard(
    'request-references',
    ask.cardId,
    {
      title: t('title'),
      context: words.t('request.settle.context', {
        number: clean(request.number),
        customer: short(customerName),
      }),
      mistakes: mistakes(words, ask),
      ticketNumber: field(ask, 'ticketNumber', request.ticketNumber ?? request.placement.number),
      caseReference: field(ask, 'caseReference', request.caseReference),
      labels: { ticketNumber: t('ticketNumber'), caseReference: t('caseReference') },
      save: t('save'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}
