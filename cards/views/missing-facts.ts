/** What a file did not say of a reservation: the form in which it is filled in, and the notice that there is something. */
import type { IncompleteFacts, Page } from '../../domain/answers.js';
import { BILLING_PLANS } from '../../domain/model.js';
import { priceOf } from '../../domain/policy/instalments.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { billingName, productWhere } from './names.js';

interface MissingFacts {
  readonly customerName: string;
  readonly reservations: Page<IncompleteFacts>;
}

/** An amount as it is written, for whoever has to write one. */
const EXAMPLE = { amount: '3650.00', currency: 'EUR' } as const;

/** "3,650.00 EUR", as this language writes it. */
export function exampleAmount(words: Words): string {
  return `${words.amount(EXAMPLE.amount, EXAMPLE.currency)} ${EXAMPLE.currency}`;
}

/** Asks for `reservation`, `price`, `currency`, `startsOn` and `billing`; what is known of a single one is filled in. */
export function missingFactsCard(words: Words, { customerName, reservations }: MissingFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`missing.${key}`);
  const choices = reservations.items.map((facts) => ({
    value: facts.reservation.id,
    title: choiceTitle(words, facts),
  }));
  const [first] = reservations.items;
  const known = reservations.total === 1 ? first?.reservation : undefined;
  const { currency, instalments, startsOn, billing } = known ?? {};
  const price = currency && instalments ? words.amount(priceOf({ currency, instalments }), currency) : '';
  const plans = BILLING_PLANS.map((value) => ({ value, title: billingName(words, value) }));
  const next = nextPage(words, reservations);
  const wanted = ask.entries?.reservation ?? (reservations.total === 1 ? first?.reservation.id : undefined);
  return renderCard(
    'missing-facts',
    ask.cardId,
    {
      title: t('title'),
      context: words.t('missing.context', { customer: short(customerName), total: reservations.total }),
      mistakes: mistakes(words, ask),
      why: t('why'),
      reservation: { ...field(ask, 'reservation'), value: preset(choices, wanted) },
      choices: numbered(words, choices),
      price: field(ask, 'price', price),
      currency: field(ask, 'currency', currency),
      startsOn: field(ask, 'startsOn', startsOn),
      billing: { ...field(ask, 'billing'), value: preset(plans, ask.entries?.billing ?? billing) },
      plans,
      labels: {
        reservation: words.t('reservation.choose.label'),
        price: t('price'),
        currency: t('currency'),
        startsOn: t('startsOn'),
        billing: t('billing'),
      },
      placeholders: {
        price: words.t('missing.priceExample', { example: words.amount(EXAMPLE.amount, EXAMPLE.currency) }),
        currency: t('currencyExample'),
      },
      save: t('save'),
      hasMore: next.more,
      more: next.moreTitle,
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale, speak: t('title') },
  );
}

/** "2 × Standard_B1ms — East US · 1 year — expires Nov 16, 2026 · Production" */
function choiceTitle(words: Words, { reservation, subscriptionName }: IncompleteFacts): string {
  return words.t('missing.choice', {
    quantity: reservation.quantity,
    name: short(reservation.product.name, LONGEST_NAME),
    where: productWhere(words, reservation.product),
    day: words.day(reservation.endsOn),
    subscription: clean(short(subscriptionName, LONGEST_NAME)),
  });
}

/** What a list of reservations says of those that are not on it, with the button that fills them in. */
export function missingNotice(
  words: Words,
  count: number,
): { readonly some: boolean; readonly notice: string; readonly open: string } {
  return {
    some: count > 0,
    notice: count > 0 ? words.t('missing.notice', { count }) : '',
    open: words.t('missing.open', { count }),
  };
}
