/** A customer's subscriptions to choose from, each with whether it can be bought under. */
import type { SubscriptionList } from '../../domain/answers/access.js';
import type { SubscriptionFacts } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { offerName, subscriptionStateName } from './names.js';

/** Asks for `subscription` (a subscription id); offers to add an Azure plan where there is none (rules section 2, check 3). */
export function chooseSubscriptionCard(words: Words, list: SubscriptionList, ask: Ask): Card {
  const t = (key: string) => words.t(`subscription.choose.${key}`);
  const { customerName, subscriptions, canAddPlan } = list;
  const choices = subscriptions.items.map((facts) => ({
    value: facts.subscription.id,
    title: row(words, facts),
  }));
  const next = nextPage(words, subscriptions);
  return renderCard(
    'choose-subscription',
    ask.cardId,
    {
      title: t('title'),
      context: words.t('subscription.choose.context', {
        customer: short(customerName),
        total: subscriptions.total,
      }),
      mistakes: mistakes(words, ask),
      empty: choices.length === 0,
      none: t('none'),
      subscription: {
        ...field(ask, 'subscription'),
        value: preset(choices, ask.entries?.subscription),
        label: t('label'),
      },
      choices: numbered(words, choices),
      open: t('open'),
      hasMore: next.more,
      more: next.moreTitle,
      canAddPlan,
      addPlan: words.t('subscription.addPlan'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

function row(words: Words, { subscription, usable }: SubscriptionFacts): string {
  return words.t(usable ? 'subscription.choose.row' : 'subscription.choose.rowUnusable', {
    name: short(subscription.name, LONGEST_NAME),
    offer: short(offerName(words, subscription), LONGEST_NAME),
    state: subscriptionStateName(words, subscription.state),
  });
}
