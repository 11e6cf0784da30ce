/** Choosing what is given back in an exchange: one or more reservations, whole or in part (rules section 5). */
import type { Page, ReservationFacts, ReservationState } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered } from './choices.js';
import { leftOutView } from './choose-reservation.js';
import { missingNotice } from './missing-facts.js';
import { productWhere } from './names.js';

/** What a reservation is worth in an exchange now: decimal string and currency. */
interface ExchangeValue {
  readonly value: string;
  readonly currency: string;
}

interface ReturnsChoice {
  readonly customerName: string;
  /** Only those that can be returned. */
  readonly reservations: Page<ReservationFacts>;
  /** Of so many others something is missing; they can not be chosen here. */
  readonly incomplete?: number;
  /** By reservation ID. */
  readonly values: Readonly<Record<string, ExchangeValue>>;
  /** The states of those that can not be returned and so are not on the list. */
  readonly leftOut?: readonly ReservationState[];
}

/**
 * The card with which returns are chosen: input `reservations` (IDs joined by commas) and, for each that has more
 * than one, `quantity_<reservation ID>`. What was chosen on another page stands in ask.entries.reservations too;
 * the card says how many those are and can not send them back.
 */
export function chooseReturnsCard(words: Words, input: ReturnsChoice, ask?: Ask): Card {
  const { customerName, reservations, values, leftOut = [] } = input;
  const choices = reservations.items.map((facts) => ({
    value: facts.reservation.id,
    title: choiceTitle(words, facts, values[facts.reservation.id]),
  }));
  const chosen = (ask?.entries?.reservations ?? '').split(',').filter((id) => id !== '');
  const here = chosen.filter((id) => choices.some(({ value }) => value === id));
  const { error, wrong } = field(ask, 'reservations');
  const title = words.t('exchange.choose.title');
  const next = nextPage(words, reservations);
  const view = {
    title,
    context: words.t('exchange.choose.context', {
      customer: clean(customerName),
      total: reservations.total,
    }),
    mistakes: mistakes(words, ask),
    empty: choices.length === 0,
    none: words.t('exchange.choose.none'),
    leftOut: leftOutView(words, leftOut),
    intro: words.t('exchange.choose.intro'),
    choice: { error, wrong, value: here.join(','), label: words.t('exchange.choose.label') },
    choices: numbered(words, choices),
    elsewhere: {
      shown: chosen.length > here.length,
      text: words.t('exchange.choose.elsewhere', { count: chosen.length - here.length }),
    },
    quantities: quantities(words, reservations.items, ask),
    next: words.t('common.next'),
    hasMore: next.more,
    more: next.moreTitle,
    cancel: words.t('common.cancel'),
    missing: missingNotice(words, input.incomplete ?? 0),
  };
  return renderCard('choose-returns', ask?.cardId ?? '', view, { lang: words.locale, speak: title });
}

/** "5 × Standard_B1ms — East US · 1 year — worth USD 412.30 now". */
function choiceTitle(
  words: Words,
  { reservation }: ReservationFacts,
  worth: ExchangeValue | undefined,
): string {
  return words.t(worth ? 'exchange.choose.valued' : 'exchange.choose.unvalued', {
    quantity: reservation.quantity,
    name: short(reservation.product.name, LONGEST_NAME),
    where: productWhere(words, reservation.product),
    value: worth ? words.money(worth.value, worth.currency) : '',
  });
}

/** Named by the number that the choice has, so that the label needs no name. */
function quantities(words: Words, items: readonly ReservationFacts[], ask: Ask | undefined) {
  return items.flatMap(({ reservation }, i) => {
    if (reservation.quantity === 1) return [];
    const id = `quantity_${reservation.id}`;
    return [
      {
        ...field(ask, id),
        id,
        label: words.t('exchange.choose.quantity', { number: i + 1 }),
        placeholder: words.t('exchange.choose.quantityAll', { of: reservation.quantity }),
      },
    ];
  });
}
