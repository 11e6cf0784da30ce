/** Who has access to a reservation or a subscription: by role, through the subscription, and given (rules sections 1 and 3). */
import type { AccessFacts, GrantableColleagues } from '../../domain/answers/access.js';
import type { PartnerUser } from '../../domain/model.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { kept, LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { byRoleLine, grantedLines, grantedRow, rolesLine } from './granted.js';
import { productWhere } from './names.js';

/** Rows shown of those who have access through the subscription. */
const MOST_ROWS = 8;

/** Asks whoever may grant for `who` (a name or an e-mail address) and `given` (who is to lose access). */
export function accessCard(words: Words, facts: AccessFacts, ask: Ask): Card {
  const { given, mayGrant, reservation, subscription, bySubscription } = facts;
  const about = reservation ? 'reservation' : 'subscription';
  const choices = given.items.map((granted) => ({ value: granted.id, title: grantedRow(words, granted) }));
  const next = nextPage(words, given);
  const t = (key: string) => words.t(`access.${key}`);
  return renderCard(
    'access',
    ask.cardId,
    {
      title: t('title'),
      context: contextOf(words, facts),
      what: t(`what.${about}`),
      where: t('where'),
      mistakes: mistakes(words, ask),
      byRole: { heading: t('byRole'), text: byRoleLine(words, facts.byRole) },
      bySubscription: {
        shown: bySubscription.length > 0,
        heading: words.t('access.bySubscription', {
          subscription: short(subscription.name, LONGEST_NAME),
        }),
        rows: [
          ...bySubscription.slice(0, MOST_ROWS).map((granted) => ({ text: grantedRow(words, granted) })),
          ...moreRow(words, bySubscription.length - MOST_ROWS),
        ],
      },
      given: {
        ...field(ask, 'given'),
        value: kept(choices, ask.entries?.given),
        heading: t(`given.${about}`),
        empty: choices.length === 0,
        none: t('nobody'),
        removable: mayGrant && choices.length > 0,
        rows: mayGrant ? [] : grantedLines(words, given),
        choices: numbered(words, choices),
      },
      who: { ...field(ask, 'who'), label: t(`who.${about}`), hint: t('whoHint') },
      mayGrant,
      mayNot: t('mayNot'),
      grant: t('grant'),
      choose: t('choose'),
      withdraw: t('withdraw'),
      hasMore: next.more,
      more: next.moreTitle,
      ofReservation: reservation !== undefined,
      subscription: t('subscription'),
      back: t('back'),
      close: t('close'),
      customerId: facts.customerId,
      subscriptionId: subscription.id,
    },
    { lang: words.locale },
  );
}

function contextOf(words: Words, { reservation, subscription, customerName }: AccessFacts): string {
  const customer = short(customerName, LONGEST_NAME);
  if (!reservation)
    return words.t('access.onSubscription', {
      subscription: short(subscription.name, LONGEST_NAME),
      customer,
    });
  return words.t('access.onReservation', {
    product: short(reservation.product.name, LONGEST_NAME),
    where: productWhere(words, reservation.product),
    customer,
  });
}

function moreRow(words: Words, count: number): { readonly text: string }[] {
  return count > 0 ? [{ text: words.t('subscription.more', { count }) }] : [];
}

/** Asks for `colleague` (a user id): one whose role needs access and who does not have it yet. */
export function chooseColleagueCard(
  words: Words,
  { customerName, colleagues }: GrantableColleagues,
  ask: Ask,
): Card {
  const t = (key: string) => words.t(`access.${key}`);
  const choices = colleagues.items.map((user) => ({ value: user.id, title: colleagueRow(words, user) }));
  const next = nextPage(words, colleagues);
  return renderCard(
    'choose-colleague',
    ask.cardId,
    {
      title: t('colleagues.title'),
      context: short(customerName),
      mistakes: mistakes(words, ask),
      empty: choices.length === 0,
      none: t('colleagues.none'),
      colleague: {
        ...field(ask, 'colleague'),
        value: preset(choices, ask.entries?.colleague),
        label: t('colleagues.label'),
      },
      choices: numbered(words, choices),
      grant: t('grant'),
      hasMore: next.more,
      more: next.moreTitle,
      back: t('back'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

function colleagueRow(words: Words, { name, email, roles }: PartnerUser): string {
  return words.t('access.colleagues.row', {
    name: short(name, LONGEST_NAME),
    email: short(email, LONGEST_NAME),
    roles: rolesLine(words, roles),
  });
}
