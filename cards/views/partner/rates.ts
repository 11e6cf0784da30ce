/** The rates in force, each with its day and whether it is too old, and the form to set one (rules section 4). */
import type { RateFacts, RatesFacts } from '../../../domain/use-cases/partner/answers.js';
import type { Card } from '../../card.js';
import { renderCard, type View } from '../../render.js';
import type { Words } from '../../words.js';
import { type Ask, field, mistakes } from '../ask.js';
import { nextPage } from '../choices.js';
import { changesView, mayNotView } from './changes.js';

/** Asks for `currency`, `rate` (US dollars for one) and `day` (preset to today) where the user may set one. */
export function ratesCard(words: Words, facts: RatesFacts, ask: Ask): Card {
  const { rates, today, oldAfterDays, mayChange, changes } = facts;
  const t = (key: string) => words.t(`partner.rates.${key}`);
  const title = t('title');
  return renderCard(
    'rates',
    ask.cardId,
    {
      title,
      context: t('context'),
      mistakes: mistakes(words, ask),
      rows: rates.items.map((rate) => rowOf(words, rate)),
      empty: rates.total === 0,
      noneYet: t('noneYet'),
      mayNot: mayNotView(words, facts),
      mayChange,
      labels: { currency: t('currency'), rate: t('rate'), day: t('day') },
      currencyHint: t('currencyHint'),
      currency: field(ask, 'currency', '', 10),
      rate: field(ask, 'rate', '', 40),
      day: field(ask, 'day', today, 20),
      note: words.t('partner.rates.note', { days: oldAfterDays }),
      changes: changesView(words, changes),
      set: t('set'),
      ...nextPage(words, rates),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: title },
  );
}

function rowOf(words: Words, { currency, usdPerUnit, day, ageDays, isOld }: RateFacts): View {
  if (usdPerUnit === undefined || day === undefined)
    return {
      currency,
      hasRate: false,
      rate: '',
      line: words.t('partner.rates.none'),
      color: 'attention',
      subtle: false,
    };
  const old = words.t(`partner.rates.${isOld ? 'old' : 'age'}`, { days: ageDays });
  return {
    currency,
    hasRate: true,
    rate: rateText(words, usdPerUnit, day),
    line: old,
    color: isOld ? 'attention' : 'default',
    subtle: !isOld,
  };
}

/** "1.0870 of Nov 19, 2026". */
function rateText(words: Words, usdPerUnit: string, day: string): string {
  return words.t('partner.rates.of', { rate: words.decimal(usdPerUnit), day: words.day(day) });
}
