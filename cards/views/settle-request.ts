/** What came of a support request: the form in which it is chosen and filled in. */
import type { RequestDetail } from '../../domain/answers.js';
import { requestKind } from '../../domain/model.js';
import { outcomesFor } from '../../domain/policy/settlement.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { numbered } from './choices.js';
import { amountsView } from './request-amounts.js';

/** Longest reason that the book takes. */
const LONGEST_REASON = 300;

/** Asks for `outcome`, `amount` (of a refund; preset to what was quoted) and `reason` (rules section 3). */
export function settleRequestCard(words: Words, detail: RequestDetail, ask: Ask): Card {
  const { request, total } = detail;
  const kind = requestKind(request);
  const t = (key: string) => words.t(`request.settle.${key}`);
  const choices = numbered(
    words,
    outcomesFor(kind).map((value) => ({
      value,
      title: t(kind === 'support' ? `support.${value}` : `choice.${value}`),
    })),
  );
  return renderCard(
    'settle-request',
    ask.cardId,
    {
      title: t('title'),
      context: words.t('request.settle.context', {
        number: clean(request.number),
        customer: short(detail.customerName),
      }),
      mistakes: mistakes(words, ask),
      ...amountsView(words, request),
      outcome: field(ask, 'outcome', choices[0]?.value),
      choices,
      asksAmount: kind === 'refund',
      amount: field(ask, 'amount', total ? words.amount(total.amount, total.currency) : ''),
      reason: field(ask, 'reason', '', LONGEST_REASON),
      labels: {
        outcome: t('outcome'),
        amount: words.t('request.settle.amount', { currency: total?.currency ?? '' }),
        reason: t('reason'),
      },
      note: t('note'),
      next: words.t('common.next'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}
