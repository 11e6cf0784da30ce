/** Choosing one of a customer's reservations: to open it, or to return it or a part of it. */
import type { Page, ReservationFacts, ReservationState } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from './choices.js';
import { missingNotice } from './missing-facts.js';
import { productWhere, reservationStateName } from './names.js';

/** What a reservation is chosen for. */
export type ReservationJob = 'refund' | 'reservations' | 'configure' | 'renew' | 'compare';

interface ReservationChoice {
  /** What happens with the chosen one: a refund also asks how many of it. */
  readonly job: ReservationJob;
  readonly customerName: string;
  /** In the order in which they are to be shown. */
  readonly reservations: Page<ReservationFacts>;
  /** The states of those that do not come into question and so are not on the list. */
  readonly leftOut?: readonly ReservationState[];
  /** Of so many others something is missing; they can not be chosen here. */
  readonly incomplete?: number;
}

const NONE: Record<ReservationJob, string> = {
  refund: 'noneToRefund',
  reservations: 'noneAtAll',
  compare: 'noneToRefund',
  configure: 'noneActive',
  renew: 'noneActive',
};

/** The card with which a reservation is chosen: inputs `reservation` and, for a refund, `quantity` (rules section 3). */
export function chooseReservationCard(words: Words, input: ReservationChoice, ask?: Ask): Card {
  const { job, customerName, reservations, leftOut = [] } = input;
  const choices = reservations.items.map((facts) => ({
    value: facts.reservation.id,
    title: choiceTitle(words, facts),
  }));
  const refund = job === 'refund';
  const title = words.t(`reservation.choose.${job}Title`);
  const next = nextPage(words, reservations);
  const view = {
    title,
    context: words.t('reservation.choose.context', {
      customer: clean(customerName),
      total: reservations.total,
    }),
    mistakes: mistakes(words, ask),
    empty: choices.length === 0,
    none: words.t(`reservation.choose.${NONE[job]}`),
    leftOut: leftOutView(words, leftOut),
    choice: {
      ...field(ask, 'reservation'),
      value: preset(choices, ask?.entries?.reservation),
      label: words.t('reservation.choose.label'),
    },
    choices: numbered(words, choices),
    asksQuantity: refund && choices.length > 0,
    quantity: {
      ...field(ask, 'quantity'),
      label: words.t('reservation.choose.quantity'),
      placeholder: words.t('reservation.choose.quantityAll'),
    },
    next: words.t(refund ? 'reservation.choose.quote' : 'reservation.choose.open'),
    hasMore: next.more,
    more: next.moreTitle,
    cancel: words.t('common.cancel'),
    missing: missingNotice(words, input.incomplete ?? 0),
  };
  return renderCard('choose-reservation', ask?.cardId ?? '', view, { lang: words.locale, speak: title });
}

/** "5 × Standard_B1ms — East US · 1 year — bought Nov 16, 2026 · USD 535.00", and its state unless it is active; the customer's own say so. */
function choiceTitle(words: Words, { reservation, price, state }: ReservationFacts): string {
  const own = reservation.boughtByCustomer !== undefined;
  const key = state === 'upcoming' ? 'titleUpcoming' : own ? 'titleByCustomer' : 'title';
  return words.t(`reservation.choose.${key}`, {
    quantity: reservation.quantity,
    name: short(reservation.product.name, LONGEST_NAME),
    where: productWhere(words, reservation.product),
    day: words.day(reservation.startsOn),
    price: words.money(price, reservation.currency),
    // Active is what is expected, and is not said.
    state,
    stateName: reservationStateName(words, state).toLocaleLowerCase(words.locale),
  });
}

/** One line that says how many are not on the list, and in which states they are; not shown where there are none. */
export function leftOutView(words: Words, states: readonly ReservationState[]): View {
  const lower = (state: ReservationState) =>
    reservationStateName(words, state).toLocaleLowerCase(words.locale);
  const counted = [...new Set(states)].map((state) => {
    const count = states.filter((each) => each === state).length;
    // What is active and left out is of a product that never goes back.
    return state === 'active'
      ? words.t('reservation.choose.leftOutNever', { count })
      : words.t('reservation.choose.leftOutState', { count, state: lower(state) });
  });
  return {
    shown: states.length > 0,
    text: words.t('reservation.choose.leftOut', { count: states.length, states: words.list(counted) }),
  };
}
