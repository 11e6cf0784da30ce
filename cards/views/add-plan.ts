/** The way out for a customer without a subscription that counts: add an Azure plan first. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME } from './choices.js';

export interface AddPlanFacts {
  readonly customerName: string;
  /** The customer has accepted the Microsoft Customer Agreement; if not, its acceptance is asked for. */
  readonly agreementSigned: boolean;
  /** Names of subscriptions that it has elsewhere, which never count. */
  readonly elsewhere: readonly string[];
  /** Name of an Azure Global subscription that can not be used since the agreement is signed. */
  readonly legacy?: string;
}

const MOST_NAMED = 5;

/** Offers an Azure plan; asks for `firstName`, `lastName`, `email` and `date` where needed (rules section 2, check 3). */
export function addPlanCard(words: Words, facts: AddPlanFacts, ask: Ask): Card {
  return renderCard(
    'add-plan',
    ask.cardId,
    {
      title: words.t('customer.plan.title'),
      context: short(facts.customerName),
      isLegacy: facts.legacy !== undefined,
      why: words.t('customer.plan.why'),
      legacy: words.t('customer.plan.legacy', { name: short(facts.legacy ?? '', LONGEST_NAME) }),
      hasElsewhere: facts.elsewhere.length > 0,
      elsewhere: elsewhereLine(words, facts.elsewhere),
      offer: words.t('customer.plan.offer'),
      mistakes: mistakes(words, ask),
      asksAgreement: !facts.agreementSigned,
      agreement: words.t('customer.plan.agreement'),
      agreementWhy: words.t('customer.plan.agreementWhy'),
      firstName: field(ask, 'firstName'),
      lastName: field(ask, 'lastName'),
      email: field(ask, 'email'),
      date: field(ask, 'date'),
      labels: {
        firstName: words.t('customer.plan.firstName'),
        lastName: words.t('customer.plan.lastName'),
        email: words.t('customer.plan.email'),
        date: words.t('customer.plan.date'),
      },
      add: words.t('customer.plan.add'),
      link: words.t('customer.plan.elsewhereLink'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

function elsewhereLine(words: Words, elsewhere: readonly string[]): string {
  const names = elsewhere.slice(0, MOST_NAMED).map((name) => short(name));
  const count = elsewhere.length - names.length;
  return count > 0
    ? words.t('customer.plan.elsewhereMore', { names: names.join(', '), count })
    : words.t('customer.plan.elsewhere', { names: words.list(names) });
}
