/** A support request as it is filled in: how much it hurts, what is asked, about what, and how Support reaches you. */
import type { Reservation, Subscription } from '../../domain/model.js';
import { LONGEST_DESCRIPTION, SEVERITIES } from '../../domain/model.js';
import { type TopicPath, topicNames } from '../../domain/policy/support-topics.js';
import type { Card } from '../card.js';
import { clean, cleanLines, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { contactView } from './request-filed.js';

/** More than this make no list: the ID is typed. */
const MOST_LISTED = 20;

export interface SupportFormFacts {
  readonly customerName: string;
  readonly topic: TopicPath;
  readonly subscriptions: readonly Pick<Subscription, 'id' | 'name'>[];
  /** The one that it is about, where that is known. */
  readonly reservation?: Reservation;
}

/**
 * Asks for `severity`, `subject`, `description`, `subscription`, `reservation` (by its ID) and the contact preferences.
 */
export function supportFormCard(words: Words, facts: SupportFormFacts, ask: Ask): Card {
  const { customerName, topic, subscriptions, reservation } = facts;
  const t = (key: string) => words.t(`support.form.${key}`);
  const listed = subscriptions.slice(0, MOST_LISTED).map(({ id, name }) => ({
    value: id,
    title: short(name, LONGEST_NAME),
  }));
  return renderCard(
    'support-form',
    ask.cardId,
    {
      title: words.t('support.title'),
      context: short(customerName),
      chosen: topicNames(topic).join(' › '),
      mistakes: mistakes(words, ask),
      severity: { ...field(ask, 'severity', 'C'), label: t('severity') },
      severities: SEVERITIES.map((value) => ({ value, title: words.t(`support.severity.${value}`) })),
      subject: { ...field(ask, 'subject'), label: t('subject') },
      description: {
        ...field(ask, 'description'),
        value: cleanLines(ask.entries?.description ?? '').slice(0, LONGEST_DESCRIPTION),
        label: t('description'),
      },
      subscription: { ...field(ask, 'subscription'), label: t('subscriptionAbout') },
      subscriptions: [{ value: '-', title: t('none') }, ...listed],
      reservation: { ...field(ask, 'reservation', reservation?.id), label: t('reservationAbout') },
      hasNumbers: reservation !== undefined,
      numbers: reservation ? numbersOf(words, reservation) : [],
      contact: contactView(words, ask),
      english: words.t('support.writeEnglish'),
      file: words.t('support.file'),
      cancel: words.t('common.cancel'),
    },
    { lang: words.locale },
  );
}

/** What goes along with the request without being asked. */
function numbersOf(
  words: Words,
  reservation: Reservation,
): { readonly label: string; readonly value: string }[] {
  const t = (key: string) => words.t(`support.form.${key}`);
  return [
    {
      label: t('reservation'),
      value: words.t('request.one.product', {
        quantity: reservation.quantity,
        name: short(reservation.product.name, LONGEST_NAME),
      }),
    },
    { label: t('reservationOrderId'), value: clean(reservation.orderId) },
    { label: t('orderNumber'), value: clean(reservation.orderNumber) },
  ];
}
