/** What is in force at the partner at a glance, and the ways to each of it. */
import type { RateFacts, SettingsFacts } from '../../../domain/use-cases/partner/answers.js';
import type { Card } from '../../card.js';
import { short } from '../../plain.js';
import { renderCard, type View } from '../../render.js';
import type { Words } from '../../words.js';
import { jobTitles } from '../jobs.js';
import { policyName } from './policy.js';

/** Currencies that a warning names. */
const MOST_NAMED = 8;

/** Policy, rates, price list and colleagues, with a button to each; it asks nothing. */
export function settingsCard(words: Words, facts: SettingsFacts): Card {
  const jobs = jobTitles(words);
  const title = words.t('partner.settings.title');
  const view = {
    title,
    context: short(facts.partnerName),
    rows: [
      policyRow(words, facts),
      ratesRow(words, facts),
      pricesRow(words, facts),
      peopleRow(words, facts),
    ].map((row) => ({ ...row, hasHint: row.hint !== '' })),
    warnings: warnings(words, facts.rates),
    buttons: (['colleagues', 'prices', 'rates', 'policy', 'notices', 'activity'] as const).map((job) => ({
      job,
      title: jobs[job],
    })),
  };
  return renderCard('settings', '', view, { lang: words.locale, speak: title });
}

type Row = { readonly label: string; readonly value: string; readonly hint: string };

function policyRow(words: Words, { refundPolicy, since }: SettingsFacts): Row {
  return {
    label: words.t('partner.settings.policy'),
    value: policyName(words, refundPolicy),
    hint: since === undefined ? '' : words.t('partner.settings.since', { day: words.day(since) }),
  };
}

function ratesRow(words: Words, { rates }: SettingsFacts): Row {
  const known = rates.filter(({ usdPerUnit }) => usdPerUnit !== undefined);
  const [oldest] = [...known].sort((a, b) => b.ageDays - a.ageDays);
  return {
    label: words.t('partner.settings.rates'),
    value: words.t('partner.settings.rateCount', { count: known.length }),
    hint: oldest?.day
      ? words.t('partner.settings.oldest', { day: words.day(oldest.day), days: oldest.ageDays })
      : '',
  };
}

function pricesRow(words: Words, { pricesAsOf, pricesAgeDays }: SettingsFacts): Row {
  return {
    label: words.t('partner.settings.prices'),
    value:
      pricesAsOf === undefined
        ? words.t('partner.settings.noPrices')
        : words.t('partner.settings.pricesAsOf', { day: words.day(pricesAsOf) }),
    hint: pricesAsOf === undefined ? '' : words.t('partner.settings.pricesAge', { days: pricesAgeDays }),
  };
}

function peopleRow(words: Words, { colleagues, removed }: SettingsFacts): Row {
  return {
    label: words.t('partner.settings.colleagues'),
    value: words.t('partner.settings.colleagueCount', { count: colleagues }),
    hint: removed > 0 ? words.t('partner.settings.removedCount', { count: removed }) : '',
  };
}

function warnings(words: Words, rates: readonly RateFacts[]): View[] {
  const line = (key: string, some: readonly RateFacts[]) => {
    const currencies = words.list(some.slice(0, MOST_NAMED).map(({ currency }) => currency));
    return some.length > 0 ? [{ text: words.t(`partner.settings.${key}`, { currencies }) }] : [];
  };
  return [
    ...line(
      'ratesOld',
      rates.filter(({ isOld }) => isOld),
    ),
    ...line(
      'ratesMissing',
      rates.filter(({ usdPerUnit }) => usdPerUnit === undefined),
    ),
  ];
}
