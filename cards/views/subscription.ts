/** One subscription: whether it can be bought under and why not, what is on it, who has access, who is Owner. */
import type { SubscriptionDetail } from '../../domain/answers/access.js';
import type { ReservationFacts } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { kept, LONGEST_NAME, nextPage, numbered } from './choices.js';
import { byRoleLine, grantedLines, numberedLines } from './granted.js';
import { offerName, reservationStateName, subscriptionStateName } from './names.js';

/** Reservations shown before "and … more". */
const MOST_RESERVATIONS = 4;

/** Asks whoever may manage it for `email` (of a user who is Owner) and `owner` (who is no longer), rules section 6. */
export function subscriptionCard(words: Words, detail: SubscriptionDetail, ask: Ask): Card {
  const { subscription, hindrances, mayManage, canAddPlan } = detail;
  const t = (key: string) => words.t(`subscription.${key}`);
  const next = nextPage(words, detail.owners);
  return renderCard(
    'subscription',
    ask.cardId,
    {
      title: t('title'),
      name: short(subscription.name),
      offerState: words.t('subscription.offerState', {
        offer: short(offerName(words, subscription), LONGEST_NAME),
        state: subscriptionStateName(words, subscription.state),
      }),
      customer: short(detail.customerName),
      mistakes: mistakes(words, ask),
      rows: [
        { label: words.t('reservation.one.reseller'), value: short(detail.resellerName ?? '', LONGEST_NAME) },
        { label: t('id'), value: clean(subscription.id) },
      ].filter(({ value }) => value !== ''),
      buying: {
        heading: t('buying'),
        usable: hindrances.length === 0,
        can: t('can'),
        hindrances: hindranceLines(words, detail),
      },
      plan: planView(words, detail),
      reservations: { heading: t('reservations'), rows: reservationRows(words, detail.reservations) },
      access: {
        heading: t('access'),
        rows: grantedLines(words, detail.given),
        byRole: byRoleLine(words, detail.byRole),
      },
      owners: ownersView(words, detail),
      email: field(ask, 'email'),
      owner: { ...field(ask, 'owner'), value: kept(ownerChoices(detail), ask.entries?.owner) },
      mayManage,
      record: t('record'),
      remove: t('remove'),
      hasMore: next.more,
      more: next.moreTitle,
      openAccess: t('openAccess'),
      canAddPlan,
      addPlan: t('addPlan'),
      // Where an Azure plan takes the place of this one, buying begins with that.
      canBuy: !canAddPlan && hindrances.every((code) => code === 'NeedsAzurePlan'),
      buy: t('buy'),
      close: t('close'),
      customerId: detail.customerId,
    },
    { lang: words.locale, speak: `${t('title')}: ${short(subscription.name)}` },
  );
}

/** What is in the way, one line each; nothing where it can be bought under. */
function hindranceLines(words: Words, { hindrances, subscription, country }: SubscriptionDetail): View[] {
  return hindrances.map((code) => {
    const text = words.t(`subscription.why.${code}`, {
      offer: short(subscription.offerName ?? '', LONGEST_NAME),
      country: country ? words.country(country) : '',
    });
    return { text: words.t('subscription.mark', { text }) };
  });
}

/** What an Azure plan is and what to do, where Azure Global can not be used any more (rules section 2, check 4). */
function planView(words: Words, { hindrances, azurePlan }: SubscriptionDetail): View {
  const plan = azurePlan === undefined ? 'none' : short(azurePlan, LONGEST_NAME);
  return {
    shown: hindrances.includes('NeedsAzurePlan'),
    heading: words.t('subscription.plan.heading'),
    lines: ['what', 'legacy', 'todo', 'stays'].map((key) => ({
      text: words.t(`subscription.plan.${key}`, { plan }),
    })),
  };
}

function reservationRows(words: Words, reservations: readonly ReservationFacts[]): View[] {
  const more = reservations.length - MOST_RESERVATIONS;
  const line = (name: string) => ({ name, facts: '', hasFacts: false });
  return [
    ...(reservations.length === 0 ? [line(words.t('subscription.noReservations'))] : []),
    ...reservations.slice(0, MOST_RESERVATIONS).map(({ reservation, state }) => ({
      name: words.t('subscription.reservation', {
        quantity: reservation.quantity,
        name: short(reservation.product.name, LONGEST_NAME),
      }),
      facts: reservationStateName(words, state),
      hasFacts: true,
    })),
    ...(more > 0 ? [line(words.t('subscription.more', { count: more }))] : []),
  ];
}

function ownersView(words: Words, detail: SubscriptionDetail): View {
  const { owners, mayManage } = detail;
  const choices = ownerChoices(detail);
  const removable = mayManage && choices.length > 0;
  const names = choices.map(({ title }) => title);
  return {
    heading: words.t('subscription.owners'),
    note: words.t('subscription.ownersNote'),
    empty: choices.length === 0,
    none: words.t('subscription.noOwners'),
    rows: removable ? [] : numberedLines(words, names, owners.total - names.length),
    removable,
    label: words.t('subscription.owner'),
    choices: numbered(words, choices),
    emailLabel: words.t('subscription.email'),
    emailHint: words.t('subscription.emailHint'),
  };
}

function ownerChoices({ owners }: SubscriptionDetail) {
  return owners.items.map((owner) => ({ value: owner, title: short(owner, LONGEST_NAME) }));
}
